"""Teams compared: Wilson's interval, the funnel, many teams in view at once."""

import inspect

import numpy
import pytest
from scipy.stats import binom, binomtest, norm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from cin_metrics.statistics.comparison import (
    DIFFERENT,
    TOO_FEW,
    VERY_DIFFERENT,
    WITHIN,
    compare_teams,
    funnel_limits,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_of_newcombe(numerator: int, denominator: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, the score method without continuity correction."""
    interval = wilson_interval(numerator, denominator)
    assert interval is not None
    assert tuple(round(end, 4) for end in interval) == (low, high)


def test_wilson_at_the_ends_and_of_nothing() -> None:
    low, high = wilson_interval(7, 7, 0.998) or (None, None)
    assert (low, high) == (pytest.approx(proportion_confint(7, 7, 0.002, "wilson")[0]), 1)
    assert low == pytest.approx(7 / (7 + norm.ppf(0.999) ** 2))
    assert wilson_interval(0, 0) is None


@pytest.mark.parametrize("share", [0.02, 0.4, 0.65, 0.9, 0.99])
@pytest.mark.parametrize("cases", [1, 7, 30, 250])
def test_a_count_lies_outside_the_funnel_where_the_binomial_says_so(
    share: float, cases: int
) -> None:
    """Against scipy: outside a line where so few, or so many, come less than 25 (or 1) times in a thousand."""
    limits = funnel_limits(share, cases)
    counts = numpy.arange(cases + 1)
    for tail, (low, high) in ((0.025, limits.limits_95), (0.001, limits.limits_998)):
        assert 0 <= low <= share <= high <= 1
        assert (counts / cases < low - 1e-12).tolist() == (
            binom.cdf(counts, cases, share) < tail
        ).tolist()
        assert (counts / cases > high + 1e-12).tolist() == (
            binom.sf(counts - 1, cases, share) < tail
        ).tolist()


def test_the_lines_are_drawn_between_counts_as_spiegelhalter_does() -> None:
    """Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202, appendix, worked by hand for ten at a half.

    P(X ≤ 1) = 11/1024 and P(X ≤ 2) = 56/1024: r = 2, and the line lies at (2 − (56 − 25.6) ÷ 45) ÷ 10.
    """
    low, high = funnel_limits(0.5, 10).limits_95
    assert low == pytest.approx((2 - (56 - 25.6) / 45) / 10)
    assert high == pytest.approx(1 - low)


def test_late_and_on_time_give_the_same_funnel() -> None:
    on_time, late = funnel_limits(0.93, 40), funnel_limits(0.07, 40)
    assert on_time.limits_998 == pytest.approx([1 - end for end in reversed(late.limits_998)])


def test_many_cases_approach_the_normal_funnel() -> None:
    low, high = funnel_limits(0.8, 20_000).limits_95
    reach = norm.ppf(0.975) * (0.8 * 0.2 / 20_000) ** 0.5
    assert (low, high) == (
        pytest.approx(0.8 - reach, abs=1e-4),
        pytest.approx(0.8 + reach, abs=1e-4),
    )


def test_the_chance_of_a_team_is_twice_that_of_its_end() -> None:
    found = compare_teams(["North", "South", "East"], [40, 20, 45], [50, 50, 50])
    for team in found.teams:
        ends = [
            binomtest(team.numerator, team.denominator, found.share, alternative=end).pvalue
            for end in ("less", "greater")
        ]
        assert team.chance == pytest.approx(min(1, 2 * min(ends)))


def test_chances_are_held_up_as_statsmodels_does_by_holm() -> None:
    found = compare_teams(["A", "B", "C", "D"], [60, 84, 75, 88], [100] * 4)
    expected = multipletests([team.chance for team in found.teams], method="holm")[1]
    assert [team.adjusted_chance for team in found.teams] == pytest.approx(expected.tolist())


def test_verdicts_go_by_all_teams_at_once() -> None:
    """A dot just outside the 95% line, one of many teams, is within what chance gives."""
    teams = [f"Team {number}" for number in range(12)]
    found = compare_teams(teams, [42, 33, *[42] * 10], [50] * 12)
    odd = found.teams[1]
    assert odd.share < odd.limits.limits_95[0]
    assert (odd.chance < 0.05, odd.verdict) == (True, WITHIN)
    assert odd.sentence == "Team 1: 33 of 50, 66%; that is within what chance gives around 82%."
    worse = compare_teams(teams, [42, 30, *[42] * 10], [50] * 12).teams[1]
    assert (worse.verdict, worse.side) == (DIFFERENT, "below")
    worst = compare_teams(teams, [42, 25, *[42] * 10], [50] * 12).teams[1]
    assert worst.verdict == VERY_DIFFERENT
    assert (
        worst.sentence
        == "Team 1: 25 of 50, 50%; that is below the 81% of all teams by more than chance gives."
    )


def test_where_all_teams_are_alike_hardly_a_picture_names_one() -> None:
    """8 teams of 10 to 60 cases, all at 85%: not one picture in twenty names a team."""
    dice = numpy.random.default_rng(11)
    named = 0
    for _ in range(200):
        cases = dice.integers(10, 60, 8)
        found = compare_teams(list("ABCDEFGH"), dice.binomial(cases, 0.85).tolist(), cases.tolist())
        named += any(team.verdict != WITHIN for team in found.teams)
    assert named <= 10


def test_teams_with_few_cases_are_shown_and_not_judged() -> None:
    found = compare_teams(["Small", "North", "Empty", "South"], [0, 45, 0, 44], [4, 50, 0, 50])
    small, north, empty, _ = found.teams
    assert (small.verdict, small.share, small.chance) == (TOO_FEW, 0, None)
    assert small.sentence == "Small: too few cases to compare (0 of 4)."
    assert small.interval == wilson_interval(0, 4)
    assert (empty.verdict, empty.share, empty.interval, empty.limits) == (TOO_FEW, None, None, None)
    assert north.verdict == WITHIN
    assert (found.numerator, found.denominator) == (89, 104)


def test_one_team_alone_is_not_compared() -> None:
    found = compare_teams(["North", "Small"], [9, 1], [20, 2])
    assert [team.verdict for team in found.teams] == [TOO_FEW, TOO_FEW]
    assert found.teams[0].sentence == "North: no other team with enough cases to compare (9 of 20)."
    assert (found.spread, compare_teams([], [], []).share) == (None, None)


def test_all_on_time_is_within_chance() -> None:
    found = compare_teams(["North", "South"], [9, 12], [9, 12])
    assert [(team.verdict, team.side, team.interval[1]) for team in found.teams] == [
        (WITHIN, None, 1)
    ] * 2


def test_spread_is_about_one_where_chance_alone_makes_teams_differ() -> None:
    dice = numpy.random.default_rng(5)
    cases = [50] * 200
    alike = compare_teams(["x"] * 200, dice.binomial(50, 0.8, 200).tolist(), cases)
    unlike = compare_teams(["x"] * 200, dice.binomial(50, dice.beta(8, 2, 200)).tolist(), cases)
    assert alike.spread == pytest.approx(1, abs=0.2)
    assert unlike.spread > 3


def test_no_ranking_and_no_workers() -> None:
    """Teams stay in the order given, and there is nothing to hand a worker to."""
    found = compare_teams(["C", "A", "B"], [9, 1, 5], [10, 10, 10])
    assert [team.team for team in found.teams] == ["C", "A", "B"]
    assert list(inspect.signature(compare_teams).parameters) == [
        "teams",
        "numerators",
        "denominators",
    ]
