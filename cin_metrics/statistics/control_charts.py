"""Control charts: which months of a figure chance does not explain, and whether it can meet its target.

A share gets a p-chart, whose limits follow each month's denominator, widened after Laney where months
differ by more than chance; any other figure gets an XmR chart. Signals and verdicts follow NHS England's
Making Data Count. What each number means, and where we depart from it: docs/methods.md.
"""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import stdev
from typing import NamedTuple

from cin_metrics.statistics.signals import RUN, Held, Signal, find_signals
from cin_metrics.statistics.small_months import NORMAL, chances_of

FEWEST_CASES = 5
"""A month with fewer is shown and never judged: of four children, one alone moves a share by 25 points."""
FEWEST_MONTHS = 7
"""Judged months without which there is no verdict: two of the four rules need seven to speak at all."""
FIRM_MONTHS = 12
"""Judged months from which limits stand. With fewer they are trial limits, drawn anew each month."""
LINKED_RUN = 9
"""The run that makes a pattern where neighbouring months share cases, and so run alike by themselves."""
TREND_SIDES = {"high": "rising", "low": "falling"}
SIDES = {"high": "above", "low": "below"}
LIMITS = {"high": "upper", "low": "lower"}
NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

# The mean of the moving ranges of normal figures is 1.128 of their standard deviation, and the estimate of the
# standard deviation that it gives has a variance of 0.8265 ÷ the number of ranges (Cryer and Ryan, 1990).
RANGE_TO_SIGMA = 1.128
RANGE_VARIANCE = 0.8265
ONE_IN_TWENTY = 1.645
# statprocon rounds limits to three decimals; figures are handed to it in millionths.
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Break:
    """A known change (of policy, of case system, Family Help going live) from whose month limits are drawn anew."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One month. ``judged`` is false where it has too few cases; its value is shown and gives no signal.

    ``stretch`` is its place in ``ControlChart.stretches``. Limits of a share lie within 0 and 1.
    """

    month: date
    numerator: float | None
    denominator: float | None
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    judged: bool
    signals: tuple[Signal, ...]
    stretch: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The months between two breaks, which share one centre line.

    ``method`` is ``p``, ``p′`` or ``XmR``; ``spread`` is Laney's sigma-z, 1 where months differ as chance has it.
    ``judged`` counts its months with enough cases, of which the first ``baseline`` set the limits.
    """

    start: date
    reason: str | None
    method: str
    centre: float | None
    spread: float | None
    judged: int
    baseline: int

    @property
    def trial(self) -> bool:
        """Whether its limits are trial limits."""
        return self.judged < FIRM_MONTHS


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A figure's months, limits, signals and verdicts.

    ``variation`` is ``improving``, ``worrying``, ``changing`` (where no direction is good), ``common cause`` or
    ``too few``, and speaks of ``judged_on``, the latest judged month. ``assurance`` is ``will meet``, ``will miss``,
    ``hit and miss``, or none without a target, a good direction or enough months.
    """

    points: tuple[ChartPoint, ...]
    stretches: tuple[Stretch, ...]
    good: str | None
    target: float | None
    judged_on: date | None
    variation: str
    variation_sentence: str
    assurance: str | None
    assurance_sentence: str

    @property
    def trial(self) -> bool:
        """Whether the latest limits are trial limits."""
        return not self.stretches or self.stretches[-1].trial


class _Month(NamedTuple):
    """A judged month: its place on the chart, its value and its cases (0 where nobody counted them)."""

    place: int
    value: float
    cases: float


class _Line(NamedTuple):
    """What the months of a stretch are held against: the average, and how far from it chance takes a month.

    ``sigma`` is for one case where the figure is a share of cases, and then ``pulled`` is the share pulled by half a
    case off 0 and 1.
    """

    centre: float
    sigma: float
    pulled: float | None = None

    def hold(self, value: float, cases: float, span: tuple[float, float]) -> Held:
        if self.pulled is None:
            sigma, chances = self.sigma, NORMAL
        else:
            sigma = self.sigma / math.sqrt(cases)
            chances = chances_of(cases, self.centre, self.pulled)
        lower = min(self.centre - 3 * sigma, chances.lower)
        upper = max(self.centre + 3 * sigma, chances.upper)
        lower, upper = max(span[0], lower), min(span[1], upper)
        return Held(value, self.centre, sigma, lower, upper, chances.above, chances.below)


def share_chart(
    months: Sequence[date],
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    *,
    good: str | None = None,
    target: float | None = None,
    breaks: Sequence[Break] = (),
    baseline: int = FIRM_MONTHS,
    not_over: Collection[date] = (),
) -> ControlChart:
    """The chart of a share of cases, between 0 and 1: a p-chart, or p′ where months differ by more than chance.

    One entry a month, in order. ``good`` is ``higher``, ``lower`` or none. The first ``baseline`` judged months
    of each stretch set its limits. Months ``not_over`` are shown and not judged.
    """
    values = [
        numerator / denominator if numerator is not None and denominator else None
        for numerator, denominator in zip(numerators, denominators, strict=True)
    ]
    points, stretches = _draw(
        months, values, numerators, denominators, breaks, baseline, _share_line, (0.0, 1.0), not_over
    )
    return _judge(points, stretches, good, target, "share")


def figure_chart(
    months: Sequence[date],
    values: Sequence[float | None],
    *,
    denominators: Sequence[float | None] | None = None,
    unit: str = "rate",
    good: str | None = None,
    target: float | None = None,
    breaks: Sequence[Break] = (),
    baseline: int = FIRM_MONTHS,
    floor: float = 0.0,
    not_over: Collection[date] = (),
    linked: bool = False,
) -> ControlChart:
    """The XmR chart of a figure that is no share of cases: days, a rate, a share of time.

    ``denominators`` say how many cases are behind each month, and so which are judged; left out, all are.
    ``unit`` is ``days``, ``rate`` or ``share``. No limit is drawn under ``floor``, nor that of a share over 1.
    ``linked`` is for a figure whose neighbouring months share cases and so move together: its limits are as wide as
    its months differ over the year, and runs must be of nine months.
    """
    span = (floor, 1.0 if unit == "share" else math.inf)
    nothing = [None] * len(values)
    draw_line, run = (_linked_line, LINKED_RUN) if linked else (_figure_line, RUN)
    points, stretches = _draw(
        months, values, nothing, denominators, breaks, baseline, draw_line, span, not_over, run
    )
    return _judge(points, stretches, good, target, unit)


def _draw(
    months: Sequence[date],
    values: Sequence[float | None],
    numerators: Sequence[float | None],
    denominators: Sequence[float | None] | None,
    breaks: Sequence[Break],
    baseline: int,
    draw_line: Callable[[Sequence[_Month]], tuple[_Line | None, str, float | None]],
    span: tuple[float, float],
    not_over: Collection[date],
    run: int = RUN,
) -> tuple[tuple[ChartPoint, ...], tuple[Stretch, ...]]:
    """The points with their limits and signals, and the stretches between breaks."""
    if any(later <= earlier for earlier, later in pairwise(months)):
        raise ValueError("months must come in order, each once")
    counts = denominators if denominators is not None else [None] * len(values)
    rows = list(zip(months, values, numerators, counts, strict=True))
    points: list[ChartPoint] = []
    stretches: list[Stretch] = []
    for start, stop, reason in _stretches(months, breaks):
        judged = [
            _Month(place, value, count or 0)
            for place, (month, value, _, count) in enumerate(rows[start:stop], start)
            if value is not None
            and month not in not_over
            and (denominators is None or (count is not None and count >= FEWEST_CASES))
        ]
        line, method, spread = draw_line(judged[:baseline])
        held = {
            place: line.hold(value, count or 0, span)
            for place, (_, value, _, count) in enumerate(rows[start:stop], start)
            if line and value is not None
        }
        places = [month.place for month in judged if month.place in held]
        signals = dict(
            zip(places, find_signals([held[place] for place in places], run), strict=True)
        )
        for place, (month, value, numerator, count) in enumerate(rows[start:stop], start):
            on = held.get(place)
            points.append(
                ChartPoint(
                    month,
                    numerator,
                    count,
                    value,
                    on.centre if on else None,
                    on.lower if on else None,
                    on.upper if on else None,
                    place in signals,
                    signals.get(place, ()),
                    len(stretches),
                )
            )
        stretches.append(
            Stretch(
                months[start],
                reason,
                method,
                line.centre if line else None,
                spread,
                len(judged),
                min(baseline, len(judged)),
            )
        )
    return tuple(points), tuple(stretches)


def _stretches(
    months: Sequence[date], breaks: Sequence[Break]
) -> Iterator[tuple[int, int, str | None]]:
    """Where each stretch starts and stops, and why: a break opens one with the month it falls in."""
    if not months:
        return
    opened: dict[int, str | None] = {0: None}
    for known in sorted(breaks, key=lambda known: (known.on, known.reason)):
        month = known.on.replace(day=1)
        place = next((place for place, day in enumerate(months) if day >= month), len(months))
        if place < len(months) and month >= months[0].replace(day=1):
            opened[place] = "; ".join(filter(None, (opened.get(place), known.reason)))
    starts = sorted(opened)
    for start, stop in zip(starts, [*starts[1:], len(months)], strict=True):
        yield start, stop, opened[start]


def _share_line(months: Sequence[_Month]) -> tuple[_Line | None, str, float | None]:
    """The pooled share with its sigma for one case, whether it is p or p′, and Laney's sigma-z.

    p′ (Laney, Quality Engineering 14, 2002, 531–537) multiplies each month's sigma by sigma-z: the mean moving range
    of the standardised months ÷ 1.128. It is used where sigma-z is above what chance gives once in twenty.
    """
    if not months:
        return None, "p", None
    cases = sum(month.cases for month in months)
    centre = sum(month.value * month.cases for month in months) / cases
    pulled = (centre * cases + 0.5) / (cases + 1)
    sigma = math.sqrt(max(0.0, centre * (1 - centre)))
    if not sigma or len(months) < 2:
        return _Line(centre, sigma, pulled), "p", None
    scores = [(month.value - centre) * math.sqrt(month.cases) / sigma for month in months]
    ranges = [abs(later - earlier) for earlier, later in pairwise(scores)]
    spread = sum(ranges) / len(ranges) / RANGE_TO_SIGMA
    if spread > 1 + ONE_IN_TWENTY * math.sqrt(RANGE_VARIANCE / len(ranges)):
        return _Line(centre, sigma * spread, pulled), "p′", spread
    return _Line(centre, sigma, pulled), "p", spread


def _figure_line(months: Sequence[_Month]) -> tuple[_Line | None, str, float | None]:
    """The mean, and a third of the way from it to its limit at 2.66 mean moving ranges."""
    if len(months) < 2:
        return None, "XmR", None
    from statprocon import XmR

    chart = XmR([month.value * MILLION for month in months])
    centre = float(chart.x_central_line()[0])
    sigma = (float(chart.upper_natural_process_limit()[0]) - centre) / 3
    return _Line(centre / MILLION, sigma / MILLION), "XmR", None


def _linked_line(months: Sequence[_Month]) -> tuple[_Line | None, str, float | None]:
    """The same, with the standard deviation where larger: months that hang together differ little at each step."""
    line, method, spread = _figure_line(months)
    if line is None:
        return line, method, spread
    return line._replace(sigma=max(line.sigma, stdev(m.value for m in months))), method, spread


def _judge(
    points: tuple[ChartPoint, ...],
    stretches: tuple[Stretch, ...],
    good: str | None,
    target: float | None,
    unit: str,
) -> ControlChart:
    """The chart with its verdicts, which speak of the latest judged month since the latest break."""
    if good not in ("higher", "lower", None):
        raise ValueError(f"good is 'higher', 'lower' or None, not {good!r}")
    judged = [point for point in points if point.judged and point.stretch == len(stretches) - 1]
    latest = judged[-1] if len(judged) >= FEWEST_MONTHS else None
    if latest is None:
        variation, sentence = "too few", _too_few(stretches, len(judged))
    elif not latest.signals:
        variation = "common cause"
        sentence = f"{_month(latest.month)} lies within what chance gives."
    else:
        towards_good = latest.signals[0].side == ("high" if good == "higher" else "low")
        variation = "changing" if good is None else "improving" if towards_good else "worrying"
        sentence = _signals_said(latest)
    assurance, promise = _assure(latest, variation, good, target, unit)
    on = latest.month if latest else None
    return ControlChart(
        points, stretches, good, target, on, variation, sentence, assurance, promise
    )


def _assure(
    latest: ChartPoint | None, variation: str, good: str | None, target: float | None, unit: str
) -> tuple[str | None, str]:
    """Where the target lies against the limits of the latest judged month, and that in a sentence."""
    if target is None or good is None:
        return None, "No target is set." if target is None else "Neither direction is good here."
    if latest is None or latest.lower is None or latest.upper is None:
        return None, "Too few months to say whether the target will be met."
    reach = f"{_shown(latest.lower, unit)} to {_shown(latest.upper, unit)}"
    aim = _shown(target, unit)
    if latest.lower <= target <= latest.upper:
        verdict = "hit and miss"
        sentence = (
            f"The target of {aim} lies within what chance gives ({reach}): "
            "some months will meet it and some will miss it."
        )
    else:
        side = "above" if target < latest.lower else "below"
        verdict = "will meet" if (side == "above") == (good == "higher") else "will miss"
        sentence = (
            f"All that chance gives ({reach}) lies {side} the target of {aim}: "
            f"it will be {'met' if verdict == 'will meet' else 'missed'} unless something changes."
        )
    if variation != "common cause":
        sentence += " But the figure is changing, so this may not last."
    return verdict, sentence


def _too_few(stretches: tuple[Stretch, ...], judged: int) -> str:
    since = f" since {_month(stretches[-1].start)}" if stretches and stretches[-1].reason else ""
    return (
        f"Too few months to tell: {_number(judged)} with enough cases{since}, "
        f"and {_number(FEWEST_MONTHS)} are needed."
    )


def _signals_said(point: ChartPoint) -> str:
    """The signals on a month in one sentence, as in "Seven months running below the average"."""
    said = []
    for rule, side, months in point.signals:
        number = _number(months)
        if rule == "outside":
            said.append(f"{SIDES[side]} the {LIMITS[side]} limit")
        elif rule == "trend":
            said.append(f"{number} months running {TREND_SIDES[side]}")
        elif rule == "two_of_three":
            said.append(f"{number} of three months close to the {LIMITS[side]} limit or past it")
        else:
            said.append(f"{number} months running {SIDES[side]} the average")
    said[0] += f"{' in' if point.signals[0].rule == 'outside' else ', to'} {_month(point.month)}"
    return f"{said[0][0].upper()}{'; '.join(said)[1:]}."


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _month(day: date) -> str:
    return f"{day:%B %Y}"


def _shown(value: float, unit: str) -> str:
    figure = f"{value * 100 if unit == 'share' else value:,.1f}".removesuffix(".0")
    return figure + {"share": "%", "days": " days"}.get(unit, "")
