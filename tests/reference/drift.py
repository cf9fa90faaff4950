"""The drift indicators, one child in need at a time: what the product must equal, row by row.

``detail`` is left out: it is for reading, and the tests of single cases look at it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.reference.council import Council, Key
from tests.reference.days import ONE_DAY
from tests.reference.spells import Event, Spell

DEFAULTS: dict[str, dict[str, str]] = {
    "plan_length": {"older_than": "9 months"},
    "reviews_without_change": {"reviews": "2"},
    "missed_visits": {"rows": "2"},
    "stale_assessment": {"older_than": "6 months"},
    "worker_changes": {"changes": "3", "in_last": "12 months"},
    "meeting_not_rearranged": {"within": "10 working days"},
    "supervision_gap": {"longer_than": "2 months"},
    "idle": {"longer_than": "42 days"},
    "no_manager_review": {"older_than": "6 months"},
    "returned": {"within": "12 months"},
    "re_escalated": {"within": "12 months"},
}

NEEDS: dict[str, set[str]] = {
    "plan_length": {"plan_started"},
    "reviews_without_change": {"cin_review"},
    "missed_visits": {"cin_visit"},
    "stale_assessment": {"assessment_completed"},
    "worker_changes": set(),
    "meeting_not_rearranged": {"meeting_cancelled"},
    "supervision_gap": {"supervision"},
    "idle": set(),
    "no_manager_review": {"plan_started", "cin_review"},
    "returned": {"case_closed"},
    "re_escalated": {"cp_plan_started", "cp_plan_ended"},
}
"""Without these in the extract an indicator cannot be computed."""


class InNeed:
    """One open ``in_need`` spell: what is asked of every indicator."""

    def __init__(self, council: Council, key: Key, spell: Spell):
        self.council, self.key, self.spell = council, key, spell
        self.as_of, self.days = council.as_of, council.days
        self.start: date = spell["start_date"]
        self.of_episode = council.episodes[key]

    def dates(self, *types: str, since: date = date.min) -> list[date]:
        """The days of the episode, in order and each once, on which one of ``types`` stands."""
        found = {e["event_date"] for e in self.of_episode if e["event_type"] in types}
        return sorted(day for day in found if day >= since)

    def of_child(self, event_type: str) -> list[tuple[Key, Event]]:
        """The events of that type in any episode of the child."""
        found = self.council.events(event_type)
        return [(key, event) for key, event in found if key[0] == self.key[0]]

    def is_past(self, start: date, limit: str) -> bool:
        """Whether more than ``limit`` has gone by since ``start``."""
        return self.as_of > self.days.after(start, limit)

    def plan(self) -> date | None:
        """The day on which the open plan began."""
        for spell in self.council.cases[self.key].spells:
            if spell["spell"] == "plan" and spell["end_date"] is None:
                return spell["start_date"]
        return None

    # The indicators: the day since when, or None.

    def plan_length(self, given: dict[str, str]) -> date | None:
        """The open plan is older than the limit."""
        plan = self.plan()
        return plan if plan and self.is_past(plan, given["older_than"]) else None

    def reviews_without_change(self, given: dict[str, str]) -> date | None:
        """The last reviews all said `continue`, and the plan stayed as it was."""
        days = self.dates("cin_review", since=self.start)[-int(given["reviews"]) :]
        if len(days) < int(given["reviews"]):
            return None
        outcomes = [
            event["outcome"]
            for event in self.of_episode
            if event["event_type"] == "cin_review" and event["event_date"] in days
        ]
        if any(outcome != "continue" for outcome in outcomes):
            return None
        return None if self.dates("plan_updated", since=days[0]) else days[0]

    def missed_visits(self, given: dict[str, str]) -> date | None:
        """The last visits that fell due were all late, missed or overdue."""
        rule = visit_rule(self.council.pack, given.get("rule"))
        due = [
            (row["status"], row["due_date"])
            for of_rule, key, row in self.council.rows
            if of_rule["id"] == rule and key == self.key
            if row["status"] not in ("upcoming", "not_required")
            # In the time in need that is open, also of a plan that ended in it.
            if row["anchor_date"] >= self.start
            if row["spell"]["end_date"] is None or row["spell"]["start_date"] >= self.start
        ][-int(given["rows"]) :]
        if len(due) < int(given["rows"]) or any(status == "on_time" for status, _ in due):
            return None
        return min(day for _, day in due)

    def stale_assessment(self, given: dict[str, str]) -> date | None:
        """The last assessment is older than the limit."""
        days = self.dates("assessment_completed")
        return days[-1] if days and self.is_past(days[-1], given["older_than"]) else None

    def worker_changes(self, given: dict[str, str]) -> date | None:
        """Many changes of worker of late."""
        if any(event["event_type"] == "worker_changed" for event in self.council.extract):
            changes = [
                e["event_date"] for e in self.of_episode if e["event_type"] == "worker_changed"
            ]
        else:
            named = [event for event in self.of_episode if event["worker"]]
            changes = [
                later["event_date"]
                for earlier, later in zip(named, named[1:], strict=False)
                if earlier["worker"] != later["worker"]
            ]
        first = self.days.after(self.as_of, given["in_last"], sign=-1) + ONE_DAY
        recent = [day for day in changes if day >= first]
        return min(recent) if len(recent) >= int(given["changes"]) else None

    def meeting_not_rearranged(self, given: dict[str, str]) -> date | None:
        """A meeting was cancelled and none followed in time."""
        held = self.dates("planning_meeting", "network_meeting", "cin_review")
        for day in self.dates("meeting_cancelled", since=self.start):
            due = self.days.after(day, given["within"])
            if self.as_of > due and not any(day <= meeting <= due for meeting in held):
                return day
        return None

    def supervision_gap(self, given: dict[str, str]) -> date | None:
        """No supervision for longer than the limit."""
        last = (self.dates("supervision") or [self.start])[-1]
        return last if self.is_past(last, given["longer_than"]) else None

    def idle(self, given: dict[str, str]) -> date | None:
        """Nothing at all on record for longer than the limit."""
        last = self.of_episode[-1]["event_date"]
        return last if self.is_past(last, given["longer_than"]) else None

    def no_manager_review(self, given: dict[str, str]) -> date | None:
        """The plan is older than the limit and no manager has chaired a review of it."""
        plan = self.plan()
        if plan is None or not self.is_past(plan, given["older_than"]):
            return None
        by_manager = any(
            event["event_type"] == "cin_review"
            and event["chaired_by"] == "manager"
            and event["event_date"] >= plan
            for event in self.of_episode
        )
        return None if by_manager else plan

    def returned(self, given: dict[str, str]) -> date | None:
        """This episode began soon after an earlier one was closed."""
        start = self.of_episode[0]["event_date"]
        for key, closure in self.of_child("case_closed"):
            closed = closure["event_date"]
            in_time = closed <= start <= self.days.after(closed, given["within"])
            if key != self.key and in_time:
                return start
        return None

    def re_escalated(self, given: dict[str, str]) -> date | None:
        """A protection plan began soon after an earlier one had ended: the last such day."""
        ends = [event["event_date"] for _, event in self.of_child("cp_plan_ended")]
        found = [
            start
            for start in self.dates("cp_plan_started")
            if any(end < start <= self.days.after(end, given["within"]) for end in ends)
        ]
        return found[-1] if found else None


def visit_rule(pack: dict[str, Any], named: str | None) -> str | None:
    """The recurring visit rule: the one named, else `visits`, else the first of its kind."""
    recurring = [r["id"] for r in pack["rules"] if "every" in r and r["topic"] == "visit"]
    if named:
        return named
    return "visits" if "visits" in recurring else next(iter(recurring), None)


def settings(pack: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The indicators a pack uses, each with its thresholds."""
    given = pack.get("drift", dict.fromkeys(DEFAULTS))
    return {name: DEFAULTS[name] | (given[name] or {}) for name in DEFAULTS if name in given}


def computable(council: Council) -> dict[str, dict[str, str]]:
    """The indicators of the pack that this extract can answer."""
    held = {event["event_type"] for event in council.extract}
    workers = "worker_changed" in held or any(event["worker"] for event in council.extract)
    return {
        name: given
        for name, given in settings(council.pack).items()
        if held >= NEEDS[name]
        and (name != "worker_changes" or workers)
        and (name != "missed_visits" or visit_rule(council.pack, given.get("rule")))
    }


def drift(council: Council) -> list[dict[str, Any]]:
    """One row a child in need and indicator, by child, episode and name of the indicator."""
    rows = []
    for key, spell in council.spells("in_need"):
        if spell["end_date"] is not None:
            continue
        team, worker = council.holder(key, council.as_of)
        in_need = InNeed(council, key, spell)
        for name, given in sorted(computable(council).items()):
            find: Callable[[dict[str, str]], date | None] = getattr(in_need, name)
            since = find(given)
            if since is not None:
                rows.append(
                    {
                        "child_id": key[0],
                        "episode_id": key[1],
                        "team": team,
                        "worker": worker,
                        "indicator": name,
                        "since": since,
                    }
                )
    # Of two open episodes the one that makes it so for longest tells it; the first of two alike.
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        known = told.setdefault((row["child_id"], row["indicator"]), row)
        if row["since"] < known["since"]:
            told[row["child_id"], row["indicator"]] = row
    return [row for row in rows if told[row["child_id"], row["indicator"]] is row]
