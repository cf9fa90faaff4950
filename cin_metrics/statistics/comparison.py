"""Teams compared fairly: how sure each team's share is, and whether it differs by more than chance.

A funnel plot, never a ranking: teams keep the order in which they are given, and single workers are not compared at
all, for a caseload is too small and too unlike the next to say anything of the person. Method, limits, sources:
docs/methods.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from cin_metrics.labels import worded

FEWEST_CASES = 5
"""A team with fewer is shown and not judged: of four children, one alone moves a share by 25 points."""
WITHIN = "within what chance gives"
DIFFERENT = "different (95%)"
VERY_DIFFERENT = "very different (99.8%)"
TOO_FEW = "too few to say"

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Between which shares chance leaves a team of so many cases, 95 and 99.8 times in a hundred."""

    denominator: int
    limits_95: Interval
    limits_998: Interval


@dataclass(frozen=True, slots=True)
class TeamShare:
    """One team's share. ``interval`` is Wilson's, at 95%; ``limits`` is the funnel at its number of cases.

    ``chance`` is how often a team no different from all would lie so far out, ``adjusted_chance`` the same with all
    the teams in view; the verdict goes by the latter. ``side`` is ``above``, ``below`` or none.
    """

    team: str
    numerator: int
    denominator: int
    share: float | None
    interval: Interval | None
    limits: FunnelLimits | None
    chance: float | None
    adjusted_chance: float | None
    side: str | None
    verdict: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Teams in the order given, beside the share of all of them together.

    ``spread`` is the mean squared distance of the judged teams from that share in standard deviations: about 1 where
    chance alone makes teams differ.
    """

    numerator: int
    denominator: int
    share: float | None
    spread: float | None
    teams: tuple[TeamShare, ...]


def wilson_interval(numerator: int, denominator: int, confidence: float = 0.95) -> Interval | None:
    """Between which shares the true one lies, so many times in a hundred; none where nothing is counted.

    Worked here because importing statsmodels takes two seconds, which the first screen would wait for; tests hold it
    equal to ``proportion_confint``. Source: Wilson 1927.
    """
    if not denominator:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = numerator / denominator, z * z / denominator
    centre = (share + weight / 2) / (1 + weight)
    reach = sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def funnel_limits(share: float, denominator: int) -> FunnelLimits:
    """The limits about a share, exact for the binomial and drawn between counts as Spiegelhalter does."""
    return FunnelLimits(
        denominator, _limits(share, denominator, 0.025), _limits(share, denominator, 0.001)
    )


def funnel_lines(compared: Comparison) -> tuple[FunnelLimits, ...]:
    """The funnel's lines, from the smallest number of cases that is judged to a little past the largest team."""
    share, largest = compared.share, max((team.denominator for team in compared.teams), default=0)
    if share is None or not largest:
        return ()
    last = max(FEWEST_CASES + 1, round(largest * 1.1))
    step = max(1, (last - FEWEST_CASES) // 60)
    return tuple(funnel_limits(share, cases) for cases in range(FEWEST_CASES, last + step, step))


def compare_teams(
    teams: Sequence[str], numerators: Sequence[int], denominators: Sequence[int]
) -> Comparison:
    """Each team against all of them together. Numerators and denominators count cases: whole numbers."""
    rows = [
        (team, int(count), int(cases))
        for team, count, cases in zip(teams, numerators, denominators, strict=True)
    ]
    numerator, denominator = sum(row[1] for row in rows), sum(row[2] for row in rows)
    share = numerator / denominator if denominator else None
    judged = [place for place, row in enumerate(rows) if row[2] >= FEWEST_CASES]
    if share is None or len(judged) < 2:
        judged = []
    chances = [_chance(share, *rows[place][1:]) for place in judged if share is not None]
    adjusted = dict(zip(judged, zip(chances, _holm(chances), strict=True), strict=True))
    found = tuple(
        _describe(team, count, cases, share, adjusted.get(place))
        for place, (team, count, cases) in enumerate(rows)
    )
    return Comparison(numerator, denominator, share, _spread(share, rows, judged), found)


def _describe(
    team: str, count: int, cases: int, share: float | None, chances: tuple[float, float] | None
) -> TeamShare:
    own = count / cases if cases else None
    limits = funnel_limits(share, cases) if share is not None and cases else None
    interval = wilson_interval(count, cases)
    if chances is None or own is None or share is None:
        why = "too few cases" if cases < FEWEST_CASES else worded("no other team with enough cases")
        few = f"{team}: {why} to compare ({count} of {cases})."
        return TeamShare(team, count, cases, own, interval, limits, None, None, None, TOO_FEW, few)
    chance, adjusted = chances
    verdict = VERY_DIFFERENT if adjusted < 0.002 else DIFFERENT if adjusted < 0.05 else WITHIN
    side = "above" if own > share else "below" if own < share else None
    figures = f"{team}: {count} of {cases}, {own:.0%}"
    sentence = (
        f"{figures}; that is within what chance gives around {share:.0%}."
        if verdict == WITHIN
        else f"{figures}; that is {side} the {share:.0%} {worded('of all teams')} by more than chance gives."
    )
    return TeamShare(
        team, count, cases, own, interval, limits, chance, adjusted, side, verdict, sentence
    )


def _chance(share: float, count: int, cases: int) -> float:
    """How often a team of so many cases would lie so far from the share or further, at either end."""
    from scipy.special import bdtr, bdtrc

    at_most = float(bdtr(count, cases, share))
    at_least = float(bdtrc(count - 1, cases, share)) if count else 1.0
    return min(1.0, 2 * min(at_most, at_least))


def _holm(chances: Sequence[float]) -> list[float]:
    """The chances with all teams in view: were all alike, one picture in twenty would name any team at 95%.

    Worked here because statsmodels' ``multipletests`` clears all of Python's memory at each call, a third of a second.
    """
    adjusted, least = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda place: chances[place])):
        least = min(1.0, max(least, chances[place] * (len(chances) - rank)))
        adjusted[place] = least
    return adjusted


def _spread(
    share: float | None, rows: Sequence[tuple[str, int, int]], judged: Sequence[int]
) -> float | None:
    if share is None or not judged or not 0 < share < 1:
        return None
    variance = share * (1 - share)
    squares = [
        (count - cases * share) ** 2 / (cases * variance)
        for _, count, cases in (rows[place] for place in judged)
    ]
    return sum(squares) / len(squares)


@lru_cache(maxsize=4096)
def _limits(share: float, cases: int, tail: float) -> Interval:
    """The shares beyond which a team lies with less than this chance at either end.

    The upper limit is the lower one of the opposite share, so that on time and late give the same picture.
    """
    return _lower_limit(share, cases, tail), 1 - _lower_limit(1 - share, cases, tail)


def _lower_limit(share: float, cases: int, tail: float) -> float:
    """Spiegelhalter 2005, appendix: r, the first count that chance gives more often, less a part of one count."""
    import numpy
    from scipy.special import bdtr

    up_to = bdtr(numpy.arange(cases + 1), cases, share)
    first = int(numpy.searchsorted(up_to, tail, side="right"))
    if not first:
        return 0.0
    before, at = float(up_to[first - 1]), float(up_to[first])
    return (first - (at - tail) / (at - before)) / cases
