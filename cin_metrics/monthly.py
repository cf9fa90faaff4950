"""Every monthly figure with its control chart; ``changes.py`` says what changed by more than chance.

A figure is a measure, of a rule where it has rules, of a part where it has parts (how need ended, which event was put
on file). Which method suits which, and what a month not yet over means: docs/methods/control_charts.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from cin_metrics.breaks import RecordedBreak, breaks_of, read_breaks
from cin_metrics.labels import all_worded
from cin_metrics.ledger import Ledger
from cin_metrics.measures import MEASURES, Selection, make_measures
from cin_metrics.measures.catalogue import FOLLOW_UPS
from cin_metrics.measures.figures import EVERYTHING
from cin_metrics.statistics.control_charts import (
    NUMBERS,
    Break,
    ControlChart,
    figure_chart,
    share_chart,
)
from cin_metrics.targets import read_targets, target_of

MONTHS_SHOWN = 24
"""Two years: limits need one, and a change should be seen against them."""
DAYS_A_MONTH = 30.4375
SUSTAINED = {f"step_down_sustained_{months}": months for months in FOLLOW_UPS}
CHARTED = (
    "timeliness",
    "time_in_timescale",
    "bunching",
    "reason_on_file",
    "recording_lag_median",
    "seen",
    "seen_not_recorded",
    "seen_alone",
    "seen_alone_not_recorded",
    "ended_by",
    "step_up_rate",
    "step_down_rate",
    *SUSTAINED,
    "re_referral_12m",
)
NOT_CHARTED = {
    "in_timescale_now": "stands as of one day, not month by month",
    "recording_lag_p90": "hangs on the few slowest entries of a month; the median's chart speaks of the same",
    "episode_length": "stands as of one day, not month by month",
    "plan_length": "stands as of one day, not month by month",
    "drift": "stands as of one day, not month by month",
    "drift_cwd": "stands as of one day, not month by month",
}
CHILD_DAYS = ("time_in_timescale", "step_up_rate", "step_down_rate")
"""Measures whose denominator is child-days: divided by the days of a month they are children."""
LINKED = ("time_in_timescale",)
"""Measures in which a child late for long makes several months alike."""
PARTS = all_worded({
    ("recording_lag_median", "cin_visit"): "Days to record a visit, median",
    ("recording_lag_median", "cin_review"): "Days to record a review, median",
    ("recording_lag_median", "supervision"): "Days to record a supervision, median",
    ("ended_by", "protection"): "Time in need ended in protection",
    ("ended_by", "care"): "Time in need ended in care",
    ("ended_by", "early_help"): "Time in need ended in early help",
    ("ended_by", "transferred"): "Time in need ended by transfer",
    ("ended_by", "closed"): "Time in need ended by closing the case",
})
"""The parts that are charted. Every event type would be forty charts more, and so more signals by chance."""
NOT_JUDGED = ("too few", "too coarse")
FEWEST_A_MONTH = 3
"""Of a rate of rare events, those a month on average: with fewer, a chart signals too often where nothing changes."""


class Month(NamedTuple):
    """What a figure counts in a month. ``numerator`` and ``denominator`` are those of the measure."""

    start: date
    numerator: int
    denominator: int
    value: float | None


@dataclass(frozen=True)
class MonthlyFigure:
    """A figure month by month, with its chart. ``not_over`` are months that are shown and not judged."""

    measure: str
    rule_id: str | None
    part: str | None
    title: str
    months: tuple[Month, ...]
    chart: ControlChart
    not_over: tuple[date, ...]

    @property
    def key(self) -> str:
        """What names it in an address."""
        return ".".join(filter(None, (self.measure, self.rule_id, self.part)))

    @property
    def unit(self) -> str:
        """``share``, ``days`` or ``rate``."""
        return MEASURES[self.measure].unit

    @property
    def linked(self) -> bool:
        """Whether neighbouring months share cases and so move together."""
        return self.measure in LINKED

    @property
    def changed(self) -> bool:
        """Whether chance does not explain its latest judged month."""
        return self.chart.variation in ("worrying", "improving", "changing")

    @property
    def latest(self) -> Month | None:
        """The month the verdict speaks of, or else the last one that counts anything and is over."""
        counted = [month for month in self.months if month.value is not None]
        judged = [month for month in counted if month.start == self.chart.judged_on]
        over = [month for month in counted if month.start not in self.not_over]
        found = judged or over or counted
        return found[-1] if found else None

    @property
    def average(self) -> float | None:
        """The average since the last break, over the months that set the limits."""
        return self.chart.stretches[-1].centre if self.chart.stretches else None

    @property
    def since(self) -> date | None:
        """The month in which what chance does not explain began; none where it explains all."""
        return changed_since(self.chart)


def monthly(
    ledger: Ledger,
    selection: Selection = EVERYTHING,
    *,
    first: date | None = None,
    last: date | None = None,
    rules: Collection[str] | None = None,
    breaks: Sequence[RecordedBreak] | None = None,
    targets: Mapping[str, float] | None = None,
    whole_from: date | None = None,
) -> tuple[MonthlyFigure, ...]:
    """Every monthly figure that counts anything, in the order of the catalogue and the pack.

    ``last`` is the last day counted (the as-of date unless said), ``first`` a day of the first month (24 months).
    ``rules`` leaves out all others. Breaks and targets are those recorded in ``data/`` unless given. Months before
    ``whole_from``, of which the source holds only a part, are left out.
    """
    last = min(last or ledger.as_of, ledger.as_of)
    opened = month_after(last.replace(day=1), 1 - MONTHS_SHOWN)
    opened = min(first.replace(day=1), opened) if first else opened
    breaks = read_breaks() if breaks is None else breaks
    targets = read_targets() if targets is None else targets
    # Who is followed up for N months is known of that much earlier months only.
    earlier = month_after(opened, -max(SUSTAINED.values()))
    rows = make_measures(ledger, earlier, last, "month", selection, CHARTED, keep=True).to_pylist()
    counted: dict[tuple[str, str | None, str | None], dict[date, Month]] = defaultdict(dict)
    for row in rows:
        start = row["period_start"].replace(day=1)
        part = row["group_value"].partition(", ")[2] or None
        counted[row["measure"], row["rule_id"], part][start] = Month(
            start, row["numerator"], row["denominator"], row["value"]
        )
    titles = {rule.id: rule.title for rule in ledger.policy.rules}
    found = []
    for measure, rule_id, part in wanted(ledger, rules):
        follow_up = SUSTAINED.get(measure, 0)
        known = counted[measure, rule_id, part]
        until = month_after(last.replace(day=1), -follow_up)
        months = every_month(known, month_after(opened, -follow_up), until)
        if whole_from:
            months = tuple(month for month in months if month.start >= whole_from)
        if not any(month.denominator for month in months):
            continue
        not_over = tuple(
            month.start for month in months if not is_over(month.start, last, follow_up)
        )
        known_breaks = breaks_of(breaks, ledger.policy, measure, rule_id, selection.teams)
        chart = draw(measure, months, not_over, known_breaks, target_of(targets, measure, rule_id))
        title = title_of(measure, titles.get(rule_id or ""), part)
        found.append(MonthlyFigure(measure, rule_id, part, title, months, chart, not_over))
    return tuple(found)


def wanted(
    ledger: Ledger, rules: Collection[str] | None
) -> Iterable[tuple[str, str | None, str | None]]:
    """The figures asked for: measure, rule, part."""
    policy = ledger.policy
    for name in CHARTED:
        asked = MEASURES[name].rules
        if asked:
            for rule in policy.rules:
                applies = any(asked(variant) for _, variant in policy.variants(rule))
                if applies and (rules is None or rule.id in rules):
                    yield name, rule.id, None
        elif MEASURES[name].detail_name:
            yield from ((name, None, part) for measure, part in PARTS if measure == name)
        else:
            yield name, None, None


def every_month(counted: Mapping[date, Month], first: date, last: date) -> tuple[Month, ...]:
    """The months from the first that counts anything to the last, also those that count nothing."""
    starts = [start for start, month in counted.items() if start >= first and month.denominator]
    start, months = min(starts, default=last), []
    while start <= last:
        months.append(counted.get(start) or Month(start, 0, 0, None))
        start = month_after(start, 1)
    return tuple(months)


def draw(
    measure: str,
    months: Sequence[Month],
    not_over: Collection[date],
    breaks: Sequence[Break],
    target: float | None,
) -> ControlChart:
    """The control chart of a measure's months: a p-chart for a share of cases, else XmR."""
    of = MEASURES[measure]
    starts = [month.start for month in months]
    if of.unit == "share" and measure not in CHILD_DAYS:
        return share_chart(
            starts, [month.numerator for month in months], [month.denominator for month in months],
            good=of.good, target=target, breaks=breaks, not_over=not_over,
        )  # fmt: skip
    chart = figure_chart(
        starts, [month.value for month in months], denominators=[cases(measure, m) for m in months],
        unit=of.unit, good=of.good, target=target, breaks=breaks, not_over=not_over,
        linked=measure in LINKED,
    )  # fmt: skip
    return judged_where_it_can_be(of.unit, months, chart)


def judged_where_it_can_be(unit: str, months: Sequence[Month], chart: ControlChart) -> ControlChart:
    """The XmR chart, without verdict where the figure is too coarse or its events too rare for one.

    Whole days that hardly differ, and a rate of an event or two a month, signal where nothing changes.
    """
    judged = [
        (point, month)
        for point, month in zip(chart.points, months, strict=True)
        if point.judged and point.stretch == len(chart.stretches) - 1
    ]
    if chart.variation == "too few" or not judged:
        return chart
    latest = judged[-1][0]
    sigma = ((latest.upper or 0) - (latest.centre or 0)) / 3
    a_month = sum(month.numerator for _, month in judged) / len(judged)
    if unit == "days" and sigma < 1:
        verdict = "too coarse"
        why = "It is counted in whole days and its months differ by less, so no chart can judge it."
    elif unit == "rate" and a_month < FEWEST_A_MONTH:
        verdict = "too few"
        why = f"Too few to tell: fewer than {NUMBERS[FEWEST_A_MONTH]} a month on average."
    else:
        return chart
    points = tuple(replace(point, judged=False, signals=()) for point in chart.points)
    return replace(
        chart, points=points, judged_on=None, variation=verdict, variation_sentence=why,
        assurance=None, assurance_sentence="No verdict, so no saying whether a target will be met.",
    )  # fmt: skip


def cases(measure: str, month: Month) -> float:
    """How many cases stand behind a month: children on average, events with a recorded date, or what is counted."""
    if measure in CHILD_DAYS:
        return month.denominator / DAYS_A_MONTH
    return month.numerator if MEASURES[measure].unit == "days" else month.denominator


def is_over(start: date, last: date, follow_up: int = 0) -> bool:
    """Whether all of a month, and of the months of follow-up after it, is counted by the last day."""
    return last >= month_after(start, 1 + follow_up) - date.resolution


def month_after(start: date, months: int) -> date:
    """The first day of the month so many months later."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, 1)


def title_of(measure: str, rule_title: str | None, part: str | None) -> str:
    """What a figure is called."""
    if part:
        return PARTS[measure, part]
    title = MEASURES[measure].title
    return f"{rule_title}, {title[:1].lower()}{title[1:]}" if rule_title else title


def changed_since(chart: ControlChart) -> date | None:
    """The first month of the unbroken run of signals to the same side that ends with the latest judged month."""
    judged = [point for point in chart.points if point.judged]
    if chart.variation not in ("worrying", "improving", "changing") or not judged:
        return None
    latest = judged[-1]
    since = latest
    for point in reversed(judged):
        sides = {signal.side for signal in point.signals}
        if point.stretch != latest.stretch or latest.signals[0].side not in sides:
            break
        since = point
    return since.month
