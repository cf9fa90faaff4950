"""What a set of waits shows: curves, how they stood at each mark, by quarter and group, and whether groups differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cin_metrics.breaks import breaks_of, read_breaks, read_iso
from cin_metrics.labels import worded
from cin_metrics.policy import Policy
from cin_metrics.statistics.comparison import wilson_interval
from cin_metrics.statistics.differences import chance_of_curves, share_difference
from cin_metrics.statistics.survival import (
    FIRM_AT_RISK,
    Incidence,
    StillOpen,
    Survival,
    by_quarter,
    incidence,
    survival,
)
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.waiting import Marks, Wait

Rows = list[dict[str, Any]]
Interval = tuple[float, float]

NO_COHORT = "none"
DISABILITY = "cwd"
MOST_QUARTERS = 12
HARDLY = 0.05
"""Where so small a share or less is left open, not knowing how it goes on makes no difference to what is said."""
CHANCE = 0.05
"""Groups differ beyond chance where groups alike would differ so much less often than this."""



@dataclass(frozen=True)
class Standing:
    """How waits stood so many days after their start: ``ended`` + ``open`` + ``not_followed`` are all that ``started``.

    ``not_followed`` are those still open that began too late to tell. ``share`` is the share still open, ``shares`` the
    share that has come to each end with its ``intervals``; ``known`` says whether enough is known for them.
    ``at_least`` are the shares by the last day that can be told, where hardly any are open after it (``HARDLY``).
    """

    mark: str
    day: int
    started: int
    ended: int
    open: int
    not_followed: int
    followed: int
    share: float | None
    interval: Interval | None
    settled: bool
    shares: dict[str, float] | None = None
    intervals: dict[str, Interval | None] | None = None
    at_least: dict[str, float] | None = None

    @property
    def complete(self) -> bool:
        """Whether it is known of every single one, so that the share is simply ``open`` of ``started``."""
        return self.not_followed == 0

    @property
    def known(self) -> bool:
        """Whether enough were followed so long, or so few were left open by then that it makes no difference."""
        firm = self.complete or self.settled or self.followed >= FIRM_AT_RISK
        return self.share is not None and firm

    @property
    def few(self) -> bool:
        """Whether too few started for a share to say anything."""
        return self.started < FIRM_AT_RISK


@dataclass(frozen=True)
class Group:
    """Waits of one kind that belong together: their curve, and how they stood at each mark."""

    name: str
    rows: Rows
    survival: Survival
    incidence: Incidence | None
    standings: tuple[Standing, ...]
    first_day: date | None = None

    @property
    def started(self) -> int:
        """How many began."""
        return len(self.rows)

    @property
    def median(self) -> int | None:
        """The day by whose end half had ended."""
        return self.survival.median

    @property
    def firm_until(self) -> int:
        """The last day up to which enough were followed; below 0 where never."""
        days = sorted(row["days"] for row in self.rows)
        return days[-FIRM_AT_RISK] if len(days) >= FIRM_AT_RISK else -1

    def half_by(self, end: str) -> int | None:
        """The first day by whose end half of all that started had come to one end."""
        found = self.incidence
        if found is None:
            return None
        reached = zip(found.days, found.shares[end], strict=True)
        return next((day for day, share in reached if share >= 0.5), None)

    def half_between(self, end: str) -> tuple[int | None, int | None]:
        """The days between which that one lies 95 times in a hundred: where the ends of the interval pass a half."""
        found = self.incidence
        if found is None:
            return None, None
        bounds = [(day, found.interval(end, day)) for day in found.days]
        earliest = next((day for day, bound in bounds if bound and bound[1] >= 0.5), None)
        latest = next((day for day, bound in bounds if bound and bound[0] >= 0.5), None)
        return earliest, latest


def group_of(name: str, rows: Rows, wait: Wait, first_day: date | None = None) -> Group:
    """What waits of one kind show together."""
    days, ended = [row["days"] for row in rows], [row["ended"] for row in rows]
    curve = survival(days, ended, days=(0, *(day for _, day in wait.marks)))
    competing = incidence(days, ended, wait.ends) if wait.competing else None
    return Group(name, rows, curve, competing, standings(rows, wait.marks, curve, competing), first_day)


def standings(
    rows: Rows, marks: Marks, curve: Survival, competing: Incidence | None = None
) -> tuple[Standing, ...]:
    """How the waits stood on their first day and at each mark; ``curve`` has been asked about the same days."""
    checks = {check.day: check for check in curve.checks}
    return tuple(
        standing(rows, mark, checks[day], curve, competing)
        for mark, day in (("Day 0", 0), *marks)
        if day in checks
    )


def standing(
    rows: Rows, mark: str, check: StillOpen, curve: Survival, competing: Incidence | None
) -> Standing:
    """How the waits stood at one day. Where all were followed so long, intervals are those of plain shares (Wilson)."""
    day = check.day
    over = [row["ended"] for row in rows if row["ended"] is not None and row["days"] <= day]
    lost = sum(row["ended"] is None and row["days"] < day for row in rows)
    left = len(rows) - len(over) - lost
    interval = check.interval if lost else wilson_interval(left, len(rows))
    if lost and check.share == 1:
        interval = wilson_interval(check.followed, check.followed)
    firm = [step.share for step in curve.steps if step.day <= day and step.at_risk >= FIRM_AT_RISK]
    settled = bool(firm) and firm[-1] <= HARDLY
    shares = intervals = at_least = None
    if competing and (shares := competing.at(day)):
        intervals = {
            end: competing.interval(end, day) if lost else wilson_interval(over.count(end), len(rows))
            for end in shares
        }
    elif competing and settled:
        at_least = competing.at(competing.days[-1])
    return Standing(
        mark, day, len(rows), len(over), left, lost, check.followed, check.share, interval, settled,
        shares, intervals, at_least,
    )  # fmt: skip


def quarters(rows: Rows, wait: Wait, most: int = MOST_QUARTERS) -> tuple[Group, ...]:
    """What started in each calendar quarter; all before the latest ``most`` quarters is one group in front."""
    columns = [row["start_date"] for row in rows], [row["days"] for row in rows], [row["ended"] for row in rows]
    found = by_quarter(*columns, days=(0, *(day for _, day in wait.marks)))
    begun: dict[date, Rows] = {}
    for row in rows:
        begun.setdefault(quarter_start(row["start_date"]), []).append(row)
    latest = [
        Group(
            quarter.name, begun[quarter.start], quarter.survival, None,
            standings(begun[quarter.start], wait.marks, quarter.survival), quarter.start,
        )
        for quarter in found[-most:]
    ]  # fmt: skip
    if len(found) <= most:
        return tuple(latest)
    first = found[-most].start
    earlier = [row for row in rows if row["start_date"] < first]
    return (group_of(f"Before {first:%b %Y}", earlier, wait), *latest)


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter that holds a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


@dataclass(frozen=True)
class Headline:
    """The latest quarter of which all is known after so many months, beside the same quarter a year before."""

    quarter: Group
    now: Standing
    before: Group | None
    then: Standing | None

    @property
    def beyond_chance(self) -> bool:
        """Whether it differs from a year before by more than chance gives."""
        if self.then is None:
            return False
        found = share_difference(self.now.open, self.now.started, self.then.open, self.then.started)
        return found is not None and not found[0] <= 0 <= found[1]


def headline(found: Sequence[Group], preferred: int) -> Headline | None:
    """What to lead with: at ``preferred`` days, or sooner where no quarter with enough cases was followed so long."""
    days = sorted({s.day for group in found for s in group.standings if 0 < s.day <= preferred}, reverse=True)
    for day in days:
        told = {
            group.first_day: (group, s)
            for group in found
            for s in group.standings
            if group.first_day and s.day == day and s.complete and not s.few
        }
        if told:
            first = max(told)
            group, now = told[first]
            before, then = told.get(date(first.year - 1, first.month, 1), (None, None))
            return Headline(group, now, before, then)
    return None


# Break-downs

GROUPINGS = {
    "team": worded("Team"),
    "quarter": "Quarter of start",
    "policy_period": "Before and after a change of policy",
    "cohort": "Group of children",
}


@dataclass(frozen=True)
class Periods:
    """The days on which a policy or its setting changed, and why each."""

    days: tuple[tuple[date, str], ...]


def policy_periods(policy: Policy, teams: Iterable[str] = ()) -> Periods:
    """The recorded breaks and the day from which the policy applies; else the date of its source."""
    days = [(known.on, known.reason) for known in breaks_of(read_breaks(), policy, "", teams=teams)]
    dated = read_iso(policy.source.date) if policy.source else None
    if not days and dated:
        days = [(dated, "Date of the policy's source")]
    return Periods(tuple(sorted(dict(days).items())))


def split(rows: Rows, by: str, periods: Periods) -> dict[str, Rows]:
    """The waits by what ``by`` names, in an order that ranks nothing; a child of several cohorts counts in each."""
    if by == "quarter":
        keys = [(quarter_start(row["start_date"]).isoformat(),) for row in rows]
    elif by == "cohort":
        keys = [tuple(row["cohorts"].split(";")) if row["cohorts"] else (NO_COHORT,) for row in rows]
    elif by == "policy_period":
        keys = [(str(sum(day <= row["start_date"] for day, _ in periods.days)),) for row in rows]
    else:
        keys = [(row["team"] or NOT_RECORDED,) for row in rows]
    found: dict[str, Rows] = {}
    for row, names in zip(rows, keys, strict=True):
        for name in names:
            found.setdefault(name, []).append(row)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] in (NOT_RECORDED, NO_COHORT), pair[0])))


def differ(groups: Iterable[Group], wait: Wait) -> bool | None:
    """Whether groups that share no child wait differently by more than chance gives; none where it cannot be told."""
    judged = [group for group in groups if group.started >= FIRM_AT_RISK]
    counted = (wait.event,) if wait.event else wait.ends
    chance = chance_of_curves(
        [
            ([row["days"] for row in group.rows], [row["ended"] in counted for row in group.rows])
            for group in judged
        ]
    )
    return None if chance is None else chance < CHANCE


def is_apart(row: dict[str, Any]) -> bool:
    """Whether a wait is of long-term disability support, which is counted apart."""
    return DISABILITY in row["cohorts"].split(";")


def begun_between(rows: Rows, first: date, last: date) -> Rows:
    """The waits that began on one of these days."""
    return [row for row in rows if first <= row["start_date"] <= last]
