"""Waiting counted: how long things take, with what has not happened yet in the count.

Kaplan–Meier for one end, Aalen–Johansen where several ends compete; what is still open counts for as long as it was
followed. Days are whole days and what falls on one day is one step, so the same figures come out of any order of rows.
Method, limits, sources: docs/methods.md.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAYS_IN_MONTH = 30.4375
CHECK_MONTHS = (3, 6, 9, 12)
CHECK_DAYS = tuple(round(months * DAYS_IN_MONTH) for months in CHECK_MONTHS)
"""3, 6, 9 and 12 months in days: 91, 183, 274, 365."""
FIRM_AT_RISK = 5
"""With fewer still followed, what a curve says beyond that day hangs on single children."""
ENDS = ("protection", "care", "early_help", "transferred", "closed")
"""The ways in which need ends, in the words of the measure ``ended_by``."""
NINETY_FIVE = 1.959963984540054

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """The share still open after a day, from that day to the next step. ``at_risk`` were still followed on it."""

    day: int
    at_risk: int
    ended: int
    share: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class StillOpen:
    """The share still open after a day; none where nobody open has been followed so long.

    Of ``started``, ``followed`` had neither ended nor dropped out of sight before that day.
    """

    day: int
    started: int
    followed: int
    share: float | None
    interval: Interval | None

    @property
    def firm(self) -> bool:
        """Whether enough were still followed to lean on it."""
        return self.followed >= FIRM_AT_RISK


@dataclass(frozen=True, slots=True)
class Survival:
    """A Kaplan–Meier curve: its steps from day 0, and what to say of it.

    ``median`` is the first day by whose end at least half had ended; none if that was not reached. Either end of
    ``median_interval`` may be none, the data not reaching so far. ``same_day`` ended on day 0. ``at_risk`` is the
    table under the curve, ``checks`` the share still open at the days asked for.
    """

    started: int
    ended: int
    still_open: int
    same_day: int
    longest: int | None
    steps: tuple[Step, ...]
    median: int | None
    median_interval: tuple[int | None, int | None]
    checks: tuple[StillOpen, ...]

    @property
    def at_risk(self) -> tuple[tuple[int, int], ...]:
        """Day and number still followed, for the table under the curve."""
        return tuple((check.day, check.followed) for check in self.checks)


@dataclass(frozen=True, slots=True)
class Quarter:
    """What started in one calendar quarter, and how much of it is still open later."""

    start: date
    name: str
    survival: Survival


@dataclass(frozen=True, slots=True)
class Incidence:
    """Aalen–Johansen: of all that started, the share that has come to each end by each day, and the share open.

    ``days`` begins with 0; ``open`` and each sequence of ``shares`` has one entry a day, and together they add to 1.
    ``errors`` are the standard errors of the shares.
    """

    started: int
    counts: dict[str, int]
    still_open: int
    days: tuple[int, ...]
    at_risk: tuple[int, ...]
    open: tuple[float, ...]
    shares: dict[str, tuple[float, ...]]
    errors: dict[str, tuple[float, ...]]

    def at(self, day: int) -> dict[str, float] | None:
        """The share that has come to each end by a day; none where nobody open has been followed so long."""
        if not self.days or (day > self.days[-1] and self.open[-1] > 0):
            return None
        place = self._place(day)
        return {end: shares[place] for end, shares in self.shares.items()}

    def interval(self, end: str, day: int) -> Interval | None:
        """Between which the share that has come to an end by a day lies 95 times in a hundred."""
        if self.at(day) is None:
            return None
        place = self._place(day)
        return _interval(self.shares[end][place], self.errors[end][place])

    def _place(self, day: int) -> int:
        """Where the last step on or before a day stands."""
        return max(place for place, step in enumerate(self.days) if step <= day)


def survival(
    durations: Sequence[int],
    ended: Sequence[str | None],
    *,
    ends: Sequence[str] | None = None,
    days: Sequence[int] = CHECK_DAYS,
) -> Survival:
    """The Kaplan–Meier curve of durations in days and how each ended, none for what is still open.

    ``ends`` says which count as the end; anything else then stops being followed on its day, as if still open. Left
    out, all do. Where an end keeps the other from happening, ask ``incidence`` instead.
    """
    _check(durations, ended)
    over = [how is not None and (ends is None or how in ends) for how in ended]
    started, happened = len(durations), sum(over)
    same_day = sum(day == 0 for day, is_over in zip(durations, over, strict=True) if is_over)
    longest = max(durations, default=None)
    steps, median, interval = _curve(durations, over)
    in_order = sorted(durations)
    checks = tuple(_still_open(day, in_order, steps) for day in days)
    return Survival(
        started,
        happened,
        started - happened,
        same_day,
        longest,
        steps,
        median,
        interval,
        checks,
    )


def by_quarter(
    starts: Sequence[date],
    durations: Sequence[int],
    ended: Sequence[str | None],
    *,
    ends: Sequence[str] | None = None,
    days: Sequence[int] = CHECK_DAYS,
) -> tuple[Quarter, ...]:
    """Of what started in each calendar quarter, the share still open later; a quarter with nothing is left out."""
    rows: dict[date, list[tuple[int, str | None]]] = {}
    for start, duration, how in zip(starts, durations, ended, strict=True):
        opened = date(start.year, (start.month - 1) // 3 * 3 + 1, 1)
        rows.setdefault(opened, []).append((duration, how))
    return tuple(
        Quarter(
            opened,
            f"{opened:%b}–{opened + timedelta(days=70):%b %Y}",
            survival(*zip(*rows[opened], strict=True), ends=ends, days=days),
        )
        for opened in sorted(rows)
    )


def incidence(
    durations: Sequence[int], ended: Sequence[str | None], ends: Sequence[str] = ENDS
) -> Incidence:
    """How need ends: the share that has come to each of several ends by each day, what is open counted as waiting."""
    _check(durations, ended)
    unknown = sorted({how for how in ended if how is not None} - set(ends))
    if unknown:
        raise ValueError(f"no such end: {', '.join(unknown)}; known are {', '.join(ends)}")
    counts = {end: sum(how == end for how in ended) for end in ends}
    started, happened = len(durations), sum(counts.values())
    if not happened:
        waiting = (started,) if started else ()
        level = dict.fromkeys(ends, (0.0,) * len(waiting))
        days, open_ = (0,) * len(waiting), (1.0,) * len(waiting)
        return Incidence(started, counts, started, days, waiting, open_, level, level)
    found = _aalen_johansen(durations, [0 if how is None else ends.index(how) + 1 for how in ended])
    days = tuple(int(day) for day in found.times)
    in_order = sorted(durations)
    at_risk = tuple(_followed(day, in_order) for day in days)
    # statsmodels knows no end after the last that happened: those of the list behind it stay at 0.
    shares = {
        end: tuple(_exact(share) for share in found.cinc[place])
        if place < len(found.cinc)
        else (0.0,) * len(days)
        for place, end in enumerate(ends)
    }
    of_end = [[day for day, how in zip(durations, ended, strict=True) if how == end] for end in ends]
    errors = dict(zip(ends, _errors(days, at_risk, of_end), strict=True))
    if days[0] > 0:
        days, at_risk = (0, *days), (started, *at_risk)
        shares = {end: (0.0, *values) for end, values in shares.items()}
        errors = {end: (0.0, *values) for end, values in errors.items()}
    totals = [math.fsum(values) for values in zip(*shares.values(), strict=True)]
    open_ = tuple(_exact(1 - total) for total in totals)
    return Incidence(started, counts, started - happened, days, at_risk, open_, shares, errors)


def _check(durations: Sequence[int], ended: Sequence[str | None]) -> None:
    if len(durations) != len(ended):
        raise ValueError("durations and ends are of different lengths")
    if any(duration < 0 for duration in durations):
        raise ValueError("a duration is below 0 days")


def _curve(
    durations: Sequence[int], over: Sequence[bool]
) -> tuple[tuple[Step, ...], int | None, tuple[int | None, int | None]]:
    """The steps of the curve, the median and its interval."""
    import numpy

    if not durations:
        return (), None, (None, None)
    start = Step(0, len(durations), 0, 1.0, None)
    if not any(over):
        return (start,), None, (None, None)
    from statsmodels.duration.survfunc import SurvfuncRight

    # A share of 0 has no logarithm, and no interval on that scale.
    with numpy.errstate(divide="ignore", invalid="ignore"):
        curve = SurvfuncRight(numpy.asarray(durations), numpy.asarray(over, dtype=int))
        earliest, latest = curve.quantile_ci(0.5, method="cloglog")
    steps = tuple(
        Step(int(day), int(at_risk), int(count), _exact(share), _interval(share, error))
        for day, at_risk, count, share, error in zip(
            curve.surv_times,
            curve.n_risk,
            curve.n_events,
            curve.surv_prob,
            curve.surv_prob_se,
            strict=True,
        )
    )
    median = next((step.day for step in steps if step.share <= 0.5), None)
    bounds = tuple(int(day) if math.isfinite(day) else None for day in (earliest, latest))
    steps = steps if steps[0].day == 0 else (start, *steps)
    return steps, median, (bounds[0], bounds[1])


def _exact(share: float) -> float:
    """A share without the last digits that logarithms leave on it, so that a half is a half."""
    return min(1.0, max(0.0, round(float(share), 12)))


def _interval(share: float, error: float) -> Interval | None:
    """Between which shares the true one lies 95 times in a hundred, on the scale of log(−log)."""
    if not 0 < share < 1 or not error > 0:
        return None
    reach = NINETY_FIVE * error / (share * -math.log(share))
    return float(share ** math.exp(reach)), float(share ** math.exp(-reach))


def _still_open(day: int, durations: Sequence[int], steps: Sequence[Step]) -> StillOpen:
    """The check at a day; the durations come in order."""
    followed = _followed(day, durations)
    reached = [step for step in steps if step.day <= day]
    if not reached or (not followed and reached[-1].share > 0):
        return StillOpen(day, len(durations), followed, None, None)
    return StillOpen(day, len(durations), followed, reached[-1].share, reached[-1].interval)


def _followed(day: int, durations: Sequence[int]) -> int:
    """How many of the durations, which come in order, reach a day."""
    return len(durations) - bisect_left(durations, day)


def _aalen_johansen(durations: Sequence[int], codes: Sequence[int]) -> Any:
    import numpy
    from statsmodels.duration.survfunc import CumIncidenceRight

    # Its standard errors are worked out below: they divide by those left after the last end.
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return CumIncidenceRight(numpy.asarray(durations), numpy.asarray(codes))


def _errors(
    days: Sequence[int], at_risk: Sequence[int], of_end: Sequence[Sequence[int]]
) -> list[tuple[float, ...]]:
    """The standard errors of the shares that have come to each end by each day, by the delta method.

    ``of_end`` are the durations that came to each end. Where everyone left ends on one day, its share cannot move any
    more and its term is 0.
    """
    import numpy

    left = numpy.asarray(at_risk, dtype=float)
    place = {day: number for number, day in enumerate(days)}
    counts = [
        numpy.bincount([place[day] for day in durations], minlength=len(days)).astype(float)
        for durations in of_end
    ]
    over = sum(counts)
    stay = numpy.where(left > over, left - over, 1.0)
    before = numpy.concatenate([[1.0], numpy.cumprod((left - over) / left)[:-1]]) / left
    spread = numpy.where(left > over, over / (left * stay), 0.0)
    found = []
    for count in counts:
        share = numpy.cumsum(before * count)
        variance = share**2 * numpy.cumsum(spread) - 2 * share * numpy.cumsum(share * spread)
        variance += numpy.cumsum(share**2 * spread)
        variance += numpy.cumsum(before**2 * (left - count) * count / left)
        moved = before * count / left
        variance -= 2 * (share * numpy.cumsum(moved) - numpy.cumsum(share * moved))
        found.append(tuple(float(error) for error in numpy.sqrt(numpy.maximum(variance, 0.0))))
    return found
