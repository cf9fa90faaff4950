"""The answers screens show, from the measures and the ledger, before anything is drawn.

A rule whose target the extract does not hold at all cannot be judged: without a single visit in the extract every
visit would look overdue. Such rules are left out of every sum, and their own figures say why they are empty.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cin_metrics.breaks import read_breaks
from cin_metrics.drift import used
from cin_metrics.labels import worded
from cin_metrics.monthly import MonthlyFigure, monthly
from cin_metrics.policy import Policy, Rule
from cin_metrics.policy_tables import TARGET
from cin_metrics.statistics.comparison import Comparison, compare_teams
from cin_metrics.targets import read_targets
from cin_metrics.ui.session import DUE_SOON_WORKING_DAYS, Rows, Session
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import NOT_RECORDED, TOPICS

DISABILITY = "cwd"
"""The cohort that long-term disability support is told by."""
HEADLINE_TOPICS = ("visit", "review", "meeting", "assessment", "plan", "protection")
RULE_MEASURES = {
    "timeliness": "Nothing fell due in the period.",
    "in_timescale_now": "Nothing is open now.",
}
"""The measures shown for every rule, and what is said where they count nothing."""


@dataclass(frozen=True)
class Share:
    """So many of so many; ``why`` says why there is no value."""

    numerator: int | None
    denominator: int | None
    why: str = ""

    @property
    def value(self) -> float | None:
        """The share of 1; none where there is nothing to divide by."""
        if self.why or not self.denominator:
            return None
        return (self.numerator or 0) / self.denominator


@dataclass(frozen=True)
class RuleNow:
    """A rule with its figures: in the period, and what is open now."""

    rule: Rule
    on_time: Share
    in_timescale_now: Share
    overdue: int | None
    overdue_children: int | None
    due_soon: int | None
    upcoming: int | None
    oldest_due_date: Any = None
    most_days_late: int | None = None
    limit_unit: str | None = None


def number_open(rules: Iterable[RuleNow], kind: str) -> int:
    """How many obligations are ``overdue``, ``due_soon`` or ``upcoming``, over these rules."""
    return sum(getattr(now, kind) or 0 for now in rules)


def cannot_be_judged(session: Session, policy: Policy) -> dict[str, str]:
    """Rules for which the extract holds nothing that could meet them, each with why."""
    return session.rules_not_answered(policy)


def judged_rules(session: Session, policy: Policy) -> list[str]:
    """The rules that the extract can answer."""
    unanswerable = cannot_be_judged(session, policy)
    return [rule.id for rule in policy.rules if rule.id not in unanswerable]


def shares_by_rule(session: Session, view: View, measure: str) -> dict[str, Share]:
    """The share of each rule by one of ``RULE_MEASURES``; why it is empty where it is."""
    empty = RULE_MEASURES[measure]
    shares = {rule.id: Share(0, 0, empty) for rule in view.policy.rules}
    for row in session.measures(view, RULE_MEASURES):
        if row["measure"] == measure and row["denominator"]:
            shares[row["rule_id"]] = Share(row["numerator"], row["denominator"])
    for rule_id, why in cannot_be_judged(session, view.policy).items():
        shares[rule_id] = Share(None, None, why)
    return shares


def rules_now(session: Session, view: View) -> list[RuleNow]:
    """Every rule of the policy with its figures, in the order of the pack."""
    policy = view.policy
    on_time = shares_by_rule(session, view, "timeliness")
    now = shares_by_rule(session, view, "in_timescale_now")
    judged = judged_rules(session, policy)
    opened = {row["rule_id"]: row for row in open_by_rule(session, view, judged)}
    found = []
    for rule in policy.rules:
        row: dict[str, Any] = opened.get(rule.id, {})
        nothing = 0 if rule.id in judged else None
        found.append(
            RuleNow(
                rule, on_time[rule.id], now[rule.id],
                overdue=row.get("overdue", nothing),
                overdue_children=row.get("overdue_children", nothing),
                due_soon=row.get("due_soon", nothing),
                upcoming=row.get("upcoming", nothing),
                oldest_due_date=row.get("oldest_due_date"),
                most_days_late=row.get("most_days_late"),
                limit_unit=row.get("limit_unit"),
            )
        )  # fmt: skip
    return found


def open_by_rule(session: Session, view: View, judged: list[str]) -> Rows:
    """What is open now by rule."""
    return session.ask(view, "open_by_rule", rules=judged, working_days=DUE_SOON_WORKING_DAYS)


def due_by_day(session: Session, view: View) -> Rows:
    """What falls due in the next working days: due_date, obligations, children."""
    judged = judged_rules(session, view.policy)
    return session.ask(view, "due_by_day", rules=judged, working_days=DUE_SOON_WORKING_DAYS)


def open_cases(session: Session, view: View, status: str, rule_ids: list[str]) -> Rows:
    """The obligations overdue, or due soon, of some rules."""
    soon = DUE_SOON_WORKING_DAYS if status == "upcoming" else None
    return session.ask(view, "open_cases", rules=rule_ids, status=status, working_days=soon)


def rule_cases(session: Session, view: View, rule_id: str) -> Rows:
    """The obligations of a rule open now or due in the period, the overdue first."""
    return session.ask(view, "rule_cases", rule_id=rule_id, **period_of(view))


def met_against_due(session: Session, view: View, rule_id: str) -> Rows:
    """How many obligations of a rule were met so many days from their due date."""
    return session.ask(view, "met_against_due", rule_id=rule_id, **period_of(view))


def open_children(session: Session, view: View) -> Rows:
    """Every open episode: child, who holds it, in need and on a plan since when, what is overdue and coming up."""
    month = view.policy.panel_month
    parts = {"months": 0, "days": 0, "working_days": 0} | {f"{month.unit}s": month.number}
    judged = judged_rules(session, view.policy)
    return session.ask(view, "open_children", rules=judged, **parts)


def with_work(children: Rows) -> Rows:
    """The open episodes of children with something overdue or coming up."""
    return [row for row in children if row["overdue"] or row["upcoming"]]


def number_of_children(rows: Rows) -> int:
    """How many different children there are in the rows."""
    return len({row["child_id"] for row in rows})


def nothing_overdue(children: Rows) -> Share:
    """Of the children with something open, those with nothing overdue in any episode."""
    open_now = with_work(children)
    late = number_of_children([row for row in open_now if row["overdue"]])
    whole = number_of_children(open_now)
    return Share(whole - late, whole, "" if whole else "Nothing is open now.")


def in_need(children: Rows) -> Share:
    """Of the children with an open case, those in need."""
    opened = number_of_children(children)
    found = number_of_children([row for row in children if row["in_need_since"]])
    return Share(found, opened, "" if opened else "No case is open.")


def plans_over_month(children: Rows) -> Share:
    """Of the open plans, those older than the panel's month."""
    plans = [row for row in children if row["plan_since"]]
    over = sum(row["plan_is_over"] for row in plans)
    return Share(over, len(plans), "" if plans else worded("No plan is open."))


def period_of(view: View) -> dict[str, Any]:
    """The first and last day of a view's period."""
    return {"first": view.period.first, "last": view.period.last}


def by_team(children: Rows, share: Callable[[Rows], Share]) -> dict[str, Share]:
    """A share of the open episodes of each team, by name."""
    teams: dict[str, Rows] = defaultdict(list)
    for row in children:
        teams[row["team"] or NOT_RECORDED].append(row)
    return {team: share(teams[team]) for team in by_name(teams)}


def by_name(teams: Iterable[str]) -> list[str]:
    """Teams by name, what is not recorded last."""
    return sorted(teams, key=lambda team: (team == NOT_RECORDED, team))


def drift_by_team(session: Session, view: View, label: str = "2+") -> dict[str, Share]:
    """The share of children with so many indicators (``1+``, ``2+``, ``3+``) in each team, disability support apart."""
    found: dict[str, Share] = {}
    if "drift" in session.measures_not_answered(view):
        return found
    for row in session.measures(view, ["drift"], by="team"):
        team, _, part = row["group_value"].rpartition(", ")
        if part == label:
            found[team] = Share(row["numerator"], row["denominator"])
    return {team: found[team] for team in by_name(found)}


def open_lengths(session: Session, view: View, measure: str) -> Rows:
    """What is open now by months since it began: band, open, and disabled (long-term disability support, apart)."""
    whole = {row["group_value"]: row["numerator"] for row in session.measures(view, ["plan_length", "episode_length"])
             if row["measure"] == measure}  # fmt: skip
    disabled = {
        row["group_value"].removeprefix(f"{DISABILITY}, "): row["numerator"]
        for row in session.measures(view, ["plan_length", "episode_length"], by="cohort")
        if row["measure"] == measure and row["group_value"].startswith(f"{DISABILITY}, ")
    }
    return [
        {"band": band, "open": number - disabled.get(band, 0), "disabled": disabled.get(band, 0)}
        for band, number in whole.items()
    ]


def time_in_timescale(session: Session, view: View, rule_id: str) -> Share:
    """Of the child-days at risk under a recurring rule, those inside its limit."""
    if why := cannot_be_judged(session, view.policy).get(rule_id):
        return Share(None, None, why)
    for row in session.measures(view, ["time_in_timescale"]):
        if row["rule_id"] == rule_id and row["denominator"]:
            return Share(row["numerator"], row["denominator"])
    return Share(0, 0, "No day in the period was at risk.")


def endings(session: Session, view: View) -> dict[str, Share]:
    """Of the times in need that ended in the period, those that ended in each way."""
    return {
        row["group_value"]: Share(row["numerator"], row["denominator"])
        for row in session.measures(view, ["ended_by"])
        if row["group_value"] not in session.ways_not_recorded()
    }


def topics_of(policy: Policy) -> list[str]:
    """The topics a policy has rules for, in the usual order."""
    held = {rule.topic for rule in policy.rules}
    return [topic for topic in TOPICS if topic in held]


def weightiest_first(policy: Policy) -> list[str]:
    """The topics of a policy, those that a head of service asks about first in front."""
    held = topics_of(policy)
    return [t for t in HEADLINE_TOPICS if t in held] + [t for t in held if t not in HEADLINE_TOPICS]


def headline_topics(policy: Policy) -> list[str]:
    """The two topics of a policy that a head of service asks about first."""
    return weightiest_first(policy)[:2]


def topic_share(rules: list[RuleNow], topic: str) -> Share:
    """The share on time of all rules of a topic together."""
    of_topic = [now for now in rules if now.rule.topic == topic]
    judged = [now for now in of_topic if now.on_time.denominator is not None]
    if not judged:
        return Share(None, None, " ".join(dict.fromkeys(now.on_time.why for now in of_topic)))
    numerator = sum(now.on_time.numerator or 0 for now in judged)
    denominator = sum(now.on_time.denominator or 0 for now in judged)
    return Share(numerator, denominator, "" if denominator else "Nothing fell due in the period.")


def team_topics(session: Session, view: View) -> dict[str, dict[str, Share]]:
    """Per team, by name, the share on time of each topic."""
    topics = {rule.id: rule.topic for rule in view.policy.rules}
    judged = set(judged_rules(session, view.policy))
    sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row in session.measures(view, ["timeliness"], by="team"):
        if row["rule_id"] in judged:
            pair = sums[row["group_value"]][topics[row["rule_id"]]]
            pair[0] += row["numerator"]
            pair[1] += row["denominator"]
    return {
        team: {topic: Share(good, due) for topic, (good, due) in sums[team].items()} for team in by_name(sums)
    }


def rule_groups(session: Session, view: View, rule_id: str, by: str) -> dict[str, Share]:
    """The share on time of a rule by month (``2026-03``) or by team."""
    rows = [
        row
        for row in session.measures(view, ["timeliness"], by=by)
        if row["rule_id"] == rule_id
    ]
    rows.sort(key=lambda row: (row["group_value"] == NOT_RECORDED, row["group_value"]))
    return {row["group_value"]: Share(row["numerator"], row["denominator"]) for row in rows}


def monthly_figures(session: Session, view: View) -> tuple[MonthlyFigure, ...]:
    """Every monthly figure of a view with its control chart, over two years where the period is shorter."""
    selection, period = session.selected(view), view.period
    breaks, targets = read_breaks(), read_targets()
    rules = judged_rules(session, view.policy)

    def make() -> tuple[MonthlyFigure, ...]:
        found = monthly(
            session.ledger(view), selection, first=period.first, last=period.last, rules=rules,
            breaks=breaks, targets=targets, whole_from=session.limits.whole_from,
        )  # fmt: skip
        lacking = session.measures_not_answered(view)
        return tuple(
            figure
            for figure in found
            if figure.measure not in lacking
            and not (figure.measure == "ended_by" and figure.part in session.ways_not_recorded())
        )

    key = ("monthly", selection, period, breaks, tuple(targets.items()))
    return session.kept(view, key, make)


def monthly_figure(session: Session, view: View, measure: str, rule_id: str) -> MonthlyFigure | None:
    """The monthly figure of a measure and rule; none where it counts nothing."""
    figures = monthly_figures(session, view)
    return next((f for f in figures if (f.measure, f.rule_id) == (measure, rule_id)), None)


def compared(teams: dict[str, Share]) -> Comparison:
    """Which teams differ from all together by more than chance gives."""
    return compare_teams(
        list(teams),
        [share.numerator or 0 for share in teams.values()],
        [share.denominator or 0 for share in teams.values()],
    )


def drift_shares(session: Session, view: View) -> dict[str, Share]:
    """The share of children with at least 1, 2, 3 indicators; long-term disability support under ``cwd …``."""
    found = {}
    signs = used(view.policy.drift)
    impossible = session.drift_not_computable(view)
    for row in session.measures(view, ["drift", "drift_cwd"]):
        lead = "cwd " if row["measure"] == "drift_cwd" else ""
        label = row["group_value"].rsplit(", ", 1)[-1]
        why = "" if row["denominator"] else worded("No child is in need.")
        if len(impossible) == len(signs):
            why = "No sign of drift can be computed from this extract."
        elif row["denominator"] and not row["numerator"] and impossible:
            why = f"No more can be seen: {len(impossible)} of {len(signs)} signs cannot be computed."
        found[f"{lead}{label}"] = Share(row["numerator"], row["denominator"], why)
    return found


def what_meets(policy: Policy, rule: Rule) -> list[str]:
    """The kinds of event that can meet a rule, for whomever it differs."""
    targets = [getattr(variant, TARGET[variant.shape]) for _, variant in policy.variants(rule)]
    return list(dict.fromkeys(part.event_type for target in targets for part in policy.resolve(target)))


def recording_by_team(session: Session, view: View, event_types: list[str]) -> Rows:
    """Days from event to record, median and 90th percentile, by team; all together last."""
    return session.ask(view, "recording_lag_by_team", event_types=event_types, **period_of(view))


def recording_days(session: Session, view: View, event_types: list[str]) -> Rows:
    """How many events were put on file so many days later."""
    return session.ask(view, "recording_lag_days", event_types=event_types, **period_of(view))


def bunching(session: Session, view: View, rule_id: str) -> Share:
    """The share of those on time that were met in the last tenth of the time allowed."""
    for row in session.measures(view, ["bunching"]):
        if row["rule_id"] == rule_id:
            return Share(row["numerator"], row["denominator"])
    return Share(0, 0)
