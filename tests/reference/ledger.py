"""The obligations of every rule, worked out for one episode at a time."""

from datetime import date
from typing import Any

from tests.reference.days import ONE_DAY, Days
from tests.reference.spells import FAR, Event, Spell, episodes, spells_of_episode, visible

Row = dict[str, Any]


def listed(value: Any) -> list[Any]:
    """A list of one where a single value is given."""
    return value if isinstance(value, list) else [value]


class Case:
    """One episode under one pack: what is asked of every rule."""

    def __init__(self, events: list[Event], pack: dict[str, Any], as_of: date):
        self.events, self.pack, self.as_of = events, pack, as_of
        self.days = Days(pack.get("calendar", "england"))
        self.rules = {rule["id"]: rule for rule in pack["rules"]}
        self.spells = [
            {**spell, "number": number} for number, spell in enumerate(spells_of_episode(events))
        ]
        self.cohorts = {
            name for event in events for name in (event["cohort"] or "").split(";") if name
        }
        for name, cohort in pack.get("cohorts", {}).items():
            if {event["team"] for event in events} & set(listed(cohort.get("teams", []))):
                self.cohorts.add(name)

    # Naming events

    def is_named(self, event: Event, name: Any) -> bool:
        """Whether ``event`` is what a word, a mapping or a list of either names."""
        if isinstance(name, list):
            return any(self.is_named(event, each) for each in name)
        if isinstance(name, dict):
            return (
                self.is_named(event, name["event"])
                and all(event[c] in listed(v) for c, v in name.get("where", {}).items())
                and not any(event[c] in listed(v) for c, v in name.get("where_not", {}).items())
            )
        if name in self.pack.get("define", {}):
            return self.is_named(event, self.pack["define"][name])
        return event["event_type"] == name

    def types(self, name: Any) -> set[str]:
        """The event types a name can mean, whatever it asks of them."""
        if isinstance(name, list):
            return {word for each in name for word in self.types(each)}
        if isinstance(name, dict):
            return self.types(name["event"])
        if name in self.pack.get("define", {}):
            return self.types(self.pack["define"][name])
        return {name}

    def dates(self, name: Any, first: date = date.min, last: date | None = None) -> list[date]:
        """The days, each once and in order, on which ``name`` stands in ``[first, last]``."""
        return sorted(
            {
                event["event_date"]
                for event in self.events
                if self.is_named(event, name) and first <= event["event_date"] <= (last or FAR)
            }
        )

    # Obligations

    def obligations(self, rule: dict[str, Any]) -> list[Row]:
        """The rows of one rule: of the base, or of the cohort overrides that compete."""
        overrides = [
            given for name, given in rule.get("cohorts", {}).items() if name in self.cohorts
        ]
        variants = [replaced(rule, given) for given in overrides] or [rule]
        winners: dict[tuple[Any, ...], Row] = {}
        for variant in variants:
            for row in self.rows_of(variant):
                key = (row["spell"]["number"], row["anchor_date"], row["event"])
                if key not in winners or row["due_date"] > winners[key]["due_date"]:
                    winners[key] = row
        return list(winners.values())

    def rows_of(self, rule: dict[str, Any]) -> list[Row]:
        """The rows of one rule as it stands, cohorts aside."""
        if "only" in rule and not self.cohorts & set(listed(rule["only"])):
            return []
        if self.cohorts & set(listed(rule.get("except", []))):
            return []
        if "recorded_within" in rule:
            rows = self.recorded_within(rule)
        else:
            shape = next(s for s in ("within", "every", "before", "requires", "stay") if s in rule)
            rows = [
                {"event": None, **row, "spell": spell}
                for spell in self.spells
                if spell["spell"] == rule.get("while", "in_need")
                for row in getattr(self, shape)(rule, spell)
            ]
        if "unless" in rule:
            # For `stay`, up to the spell's end; for the rest, up to the row's own anchor.
            rows = [
                row
                for row in rows
                if not self.dates(
                    rule["unless"],
                    last=(row["spell"]["end_date"] if "stay" in rule else row["anchor_date"]),
                )
            ]
        return [
            {
                "reason": self.reason(row) if rule.get("reason_expected") == "true" else None,
                "rule_id": rule["id"],
                "topic": rule["topic"],
                **row,
            }
            for row in rows
        ]

    def anchors(self, rule: dict[str, Any], spell: Spell) -> list[date]:
        """The A-dates of a spell: of `from`, or the days on which the rule of `after` was met."""
        if "after" in rule:
            return sorted(
                {
                    row["met_date"]
                    for row in self.obligations(self.rules[rule["after"]])
                    if row["spell"]["number"] == spell["number"] and row["met_date"]
                }
            )
        return self.dates(rule["from"], spell["start_date"], spell["end_date"])

    def anchor_types(self, rule: dict[str, Any]) -> set[str]:
        """The words that A can be."""
        if "after" not in rule:
            return self.types(rule["from"])
        other = self.rules[rule["after"]]
        target = next((key for key in ("to", "of", "requires") if key in other), None)
        return self.types(other[target]) if target else set()

    def judged(
        self, limit: str, anchor: date, due: date, met: date | None, end: date | None
    ) -> Row:
        """One row of `within`, `every` and `recorded_within`, with its status."""
        late = 0
        if met is not None:
            status = "on_time" if met <= due else "late"
            late = self.days.late(due, met, limit) if status == "late" else 0
        elif end is not None:
            status = "missed" if due < end else "not_required"
            late = self.days.late(due, end, limit) if status == "missed" else 0
        else:
            status = "overdue" if self.as_of > due else "upcoming"
            late = self.days.late(due, self.as_of, limit) if status == "overdue" else 0
        return {
            "anchor_date": anchor,
            "due_date": due,
            "met_date": met,
            "status": status,
            "days_late": late,
        }

    def within(self, rule: dict[str, Any], spell: Spell) -> list[Row]:
        """T within L of A."""
        anchors = self.anchors(rule, spell)
        if rule.get("anchor", "first") == "first":
            anchors = anchors[:1]
        targets = self.dates(rule["to"], spell["start_date"], spell["end_date"])
        strictly = bool(self.anchor_types(rule) & self.types(rule["to"]))
        rows = []
        for anchor in anchors:
            met = [day for day in targets if day > anchor or (day == anchor and not strictly)]
            if "not_before" in rule:
                earliest = self.days.after(anchor, rule["not_before"])
                met = [day for day in met if day >= earliest]
            due = self.days.after(anchor, rule["within"])
            rows.append(
                self.judged(rule["within"], anchor, due, met[0] if met else None, spell["end_date"])
            )
        return rows

    def every(self, rule: dict[str, Any], spell: Spell) -> list[Row]:
        """No gap between Ts longer than L, the first gap counted from A."""
        first = self.anchors(rule, spell)[:1]
        targets = self.dates(rule["of"], spell["start_date"], spell["end_date"])
        chain = first + [day for day in targets if first and day > first[0]]
        rows = []
        for anchor, met in zip(chain, chain[1:] + [None], strict=False):
            limit = rule["every"]
            if "later" in rule and anchor >= self.days.after(chain[0], rule["later"]["after"]):
                limit = rule["later"]["every"]
            due = self.days.after(anchor, limit)
            rows.append(self.judged(limit, anchor, due, met, spell["end_date"]))
        return rows

    def recorded_within(self, rule: dict[str, Any]) -> list[Row]:
        """T put on file within L: a row for each event that has a recorded date."""
        no_spell = {"number": None, "start_date": None, "end_date": None}
        rows = []
        for number, event in enumerate(self.events):
            if self.is_named(event, rule["of"]) and event["recorded_date"]:
                limit, anchor = rule["recorded_within"], event["event_date"]
                met = event["recorded_date"] if event["recorded_date"] <= self.as_of else None
                row = self.judged(limit, anchor, self.days.after(anchor, limit), met, None)
                rows.append({**row, "event": number, "spell": no_spell})
        return rows

    def before(self, rule: dict[str, Any], spell: Spell) -> list[Row]:
        """T at least L before E."""
        rows = []
        previous = spell["start_date"] - ONE_DAY
        for anchor in self.dates(rule["before"], spell["start_date"], spell["end_date"]):
            since, previous = previous + ONE_DAY, anchor
            if "given" in rule and not self.dates(rule["given"], since, anchor):
                continue
            met = next(iter(self.dates(rule["to"], since, anchor)), None)
            due = self.days.after(anchor, rule["by"], sign=-1)
            status = "missed" if met is None else "on_time" if met <= due else "late"
            late = 0 if status == "on_time" else self.days.late(due, met or anchor, rule["by"])
            rows.append(
                {
                    "anchor_date": anchor,
                    "due_date": due,
                    "met_date": met,
                    "status": status,
                    "days_late": late,
                }
            )
        return rows

    def requires(self, rule: dict[str, Any], spell: Spell) -> list[Row]:
        """E only after T."""
        rows = []
        for anchor in self.dates(rule["at"], spell["start_date"], spell["end_date"]):
            since = spell["start_date"]
            if "in_last" in rule:
                since = max(since, self.days.after(anchor, rule["in_last"], sign=-1))
            met = next(reversed(self.dates(rule["requires"], since, anchor)), None)
            rows.append(
                {
                    "anchor_date": anchor,
                    "due_date": anchor,
                    "met_date": met,
                    "status": "on_time" if met else "missed",
                    "days_late": 0,
                }
            )
        return rows

    def stay(self, rule: dict[str, Any], spell: Spell) -> list[Row]:
        """The spell not ended by X before A + L."""
        end = spell["end_date"]
        rows = []
        for anchor in self.anchors(rule, spell):
            due = self.days.after(anchor, rule["stay"])
            if (end or self.as_of) >= due:
                status = "on_time"
            elif end is None:
                status = "upcoming"
            else:
                status = "missed" if self.dates(rule["ended_by"], end, end) else "not_required"
            rows.append(
                {
                    "anchor_date": anchor,
                    "due_date": due,
                    "status": status,
                    "met_date": due if status == "on_time" else None,
                    "days_late": 0,
                }
            )
        return rows

    # What is said beside an obligation

    def reason(self, row: Row) -> str | None:
        """The first reason on file between the anchor and the day it was settled or is seen."""
        last = row["met_date"] or row["spell"]["end_date"] or self.as_of
        given = sorted(
            (event["event_date"], event["outcome"])
            for event in self.events
            if event["event_type"] == "reason_recorded"
            and event["outcome"]
            and row["anchor_date"] <= event["event_date"] <= last
        )
        return given[0][1] if given else None

    def holder(self, column: str, day: date) -> str | None:
        """Who held the case on ``day``: the last one named by then, else the first one after."""
        named = [event for event in self.events if event[column]]
        by_then = [event[column] for event in named if event["event_date"] <= day]
        return by_then[-1] if by_then else named[0][column] if named else None


def replaced(rule: dict[str, Any], override: dict[str, Any]) -> dict[str, Any]:
    """A whole rule with the fields of a cohort's override in place of its own."""
    kept = {key: value for key, value in rule.items() if key != "cohorts"}
    if override.keys() & {"from", "after"}:
        kept = {key: value for key, value in kept.items() if key not in ("from", "after")}
    return kept | override


def sorting(row: Row) -> tuple[Any, ...]:
    """By anchor, due and met date, not met last."""
    return row["anchor_date"], row["due_date"], row["met_date"] or FAR


def ledger(
    events: list[Event], pack: dict[str, Any], as_of: date, known_by: date | None = None
) -> list[Row]:
    """One row per obligation, by rule, child, episode and occurrence."""
    effective = pack.get("effective", {})
    first = date.fromisoformat(effective.get("from", "0001-01-01"))
    last = date.fromisoformat(effective.get("to", "9999-12-31"))
    rows = []
    for (child, episode), of_episode in episodes(visible(events, as_of, known_by)).items():
        case = Case(of_episode, pack, as_of)
        for rule in pack["rules"]:
            found = [r for r in case.obligations(rule) if first <= r["anchor_date"] <= last]
            for occurrence, row in enumerate(sorted(found, key=sorting), start=1):
                seen = min(row["due_date"], as_of)
                rows.append(
                    {
                        "rule_id": rule["id"],
                        "topic": row["topic"],
                        "child_id": child,
                        "episode_id": episode,
                        "team": case.holder("team", seen),
                        "worker": case.holder("worker", seen),
                        "occurrence": occurrence,
                        "anchor_date": row["anchor_date"],
                        "due_date": row["due_date"],
                        "met_date": row["met_date"],
                        "status": row["status"],
                        "days_late": row["days_late"],
                        "reason": row["reason"],
                    }
                )
    keys = ("rule_id", "child_id", "episode_id", "occurrence")
    return sorted(rows, key=lambda row: tuple(row[key] for key in keys))
