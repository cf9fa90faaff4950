"""Control charts give the figures of the textbooks, the signals of Making Data Count, and verdicts in words."""

from collections.abc import Sequence
from datetime import date
from statistics import stdev

import numpy
import pytest
from scipy.stats import binom

from cin_metrics.statistics import control_charts
from cin_metrics.statistics.control_charts import (
    Break,
    ControlChart,
    Signal,
    figure_chart,
    share_chart,
)
from cin_metrics.statistics.small_months import NORMAL, UNLIKELY, chances_of

FLAT = [10, 12] * 6
"""Twelve months whose mean is 11 and whose mean moving range is 2: limits 11 ± 5.32, two sigmas 11 ± 3.55."""


def months(number: int) -> list[date]:
    """Months in a row, from January 2024."""
    return [date(2024 + place // 12, place % 12 + 1, 1) for place in range(number)]


def shares(numerators: Sequence[int], denominators: Sequence[int], **asked: object) -> ControlChart:
    return share_chart(months(len(numerators)), numerators, denominators, **asked)


def figures(values: Sequence[float | None], **asked: object) -> ControlChart:
    return figure_chart(months(len(values)), values, **asked)


def signalled(chart: ControlChart, rule: str) -> list[int]:
    """The months with a signal of a rule, counted from 1."""
    return [
        number
        for number, point in enumerate(chart.points, 1)
        if rule in {signal.rule for signal in point.signals}
    ]


def rules_on(chart: ControlChart, number: int) -> list[Signal]:
    return list(chart.points[number - 1].signals)


# --- limits against published examples ---


def test_p_chart_of_montgomerys_orange_juice() -> None:
    """Montgomery, Introduction to Statistical Quality Control: leaking juice cans, 50 a sample.

    24 samples after the machine was adjusted: centre 0.1108, limits 0 and 0.2440, none outside.
    """
    leaking = [9, 6, 12, 5, 6, 4, 6, 3, 7, 6, 2, 4, 3, 6, 5, 4, 8, 5, 6, 7, 5, 6, 3, 5]
    chart = shares(leaking, [50] * 24, baseline=24)
    point = chart.points[0]
    assert [round(x, 4) for x in (point.lower, point.centre, point.upper)] == [0, 0.1108, 0.2440]
    assert (chart.stretches[0].method, signalled(chart, "outside")) == ("p", [])


def test_p_prime_is_the_p_chart_widened() -> None:
    """Montgomery, the 30 samples before that: centre 0.2313, upper limit 0.4102, samples 15 and 23 above it.

    Sample differs from sample by 1.66 times what chance gives, so ours is p′, whose limit is so much further out.
    """
    leaking = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22]
    leaking += [8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
    chart = shares(leaking, [50] * 30, baseline=30)
    stretch, point = chart.stretches[0], chart.points[0]
    narrow = point.centre + (point.upper - point.centre) / stretch.spread
    assert (stretch.method, round(stretch.spread, 2)) == ("p′", 1.66)
    assert (round(point.centre, 4), round(narrow, 4)) == (0.2313, 0.4102)
    above = [number for number, point in enumerate(chart.points, 1) if point.value > narrow]
    assert above == [15, 23]


def test_p_chart_with_limits_that_follow_the_denominator() -> None:
    """Montgomery, the purchase orders: 25 weeks, 234 errors in 2,450 orders.

    Centre 0.096; limits 0.007 and 0.184 for 100 orders, 0 and 0.194 for 80. Week 11 alone lies outside.
    """
    errors = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
    orders = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110]
    orders += [80, 80, 80, 90, 100, 100, 100, 100, 90, 90]
    chart = shares(errors, orders, baseline=25)
    first, second = chart.points[:2]
    assert (round(first.centre, 4), sum(errors), sum(orders)) == (0.0955, 234, 2450)
    assert (round(first.lower, 3), round(first.upper, 3)) == (0.007, 0.184)
    assert (round(second.lower, 3), round(second.upper, 3)) == (0, 0.194)
    assert signalled(chart, "outside") == [11]
    assert chart.stretches[0].method == "p"


SEEN = [266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320]
SEEN += [267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989]
ATTENDED = [280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529]
ATTENDED += [279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772]


def test_laneys_p_prime_of_emergency_attendances() -> None:
    """Mohammed, Panesar, Laney and Wilson, BMJ Quality & Safety 22 (2013) 362–368: seen within four hours.

    20 weeks. As drawn from these data by qicharts2 in Anhøj's book on SPC in healthcare, the p′ chart is labelled
    94.0%, 95.3% and 96.6% and has no week outside, while the p-chart has most weeks outside.
    """
    chart = shares(SEEN, ATTENDED, baseline=20)
    last = chart.points[-1]
    assert [f"{x:.1%}" for x in (last.lower, last.centre, last.upper)] == [
        "94.0%",
        "95.3%",
        "96.6%",
    ]
    assert chart.stretches[0].method == "p′"
    assert signalled(chart, "outside") == []
    spread = chart.stretches[0].spread
    narrow = [(point.upper - point.centre) / spread for point in chart.points]
    outside = [
        abs(p.value - p.centre) > reach for p, reach in zip(chart.points, narrow, strict=True)
    ]
    assert sum(outside) > 10


def test_p_prime_is_chosen_by_chance_once_in_twenty() -> None:
    """Where months differ as chance has it, about one chart in twenty is widened, as the rule means it to be."""
    dice = numpy.random.default_rng(7)
    drawn = dice.binomial(60, 0.8, size=(600, 24)).tolist()
    widened = sum(shares(row, [60] * 24, baseline=24).stretches[0].method == "p′" for row in drawn)
    assert 0.02 < widened / 600 < 0.09


def test_the_variance_of_a_mean_moving_range() -> None:
    """Cryer and Ryan, Journal of Quality Technology 22 (1990): 0.8265 ÷ the number of ranges, for normal figures."""
    dice = numpy.random.default_rng(3)
    ranges = numpy.abs(numpy.diff(dice.standard_normal((20_000, 25)), axis=1))
    sigmas = ranges.mean(axis=1) / control_charts.RANGE_TO_SIGMA
    assert sigmas.mean() == pytest.approx(1, abs=0.01)
    assert sigmas.var() * 24 == pytest.approx(control_charts.RANGE_VARIANCE, rel=0.04)


def test_xmr_of_montgomerys_loan_costs() -> None:
    """Montgomery, the cost of processing mortgage loans: 20 weeks, mean 300.5, limits 279.78 and 321.22."""
    costs = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306]
    costs += [294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
    point = figures(costs, baseline=20).points[0]
    assert [round(x, 2) for x in (point.lower, point.centre, point.upper)] == [
        279.78,
        300.5,
        321.22,
    ]


def test_xmr_of_the_nhs_package() -> None:
    """NHSRplotthedots, the vignette on its differences from the Excel tool, with outliers not screened, as in Excel.

    18 figures: upper limit 6.95, mean 1.94, lower limit −3.06; the fifth alone is a special cause.
    """
    values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    chart = figures(values, baseline=18, floor=-100)
    point = chart.points[0]
    assert [round(x, 2) for x in (point.lower, point.centre, point.upper)] == [-3.06, 1.94, 6.95]
    assert [number for number, point in enumerate(chart.points, 1) if point.signals] == [5]
    assert figures(values, baseline=18).points[0].lower == 0


def test_limits_of_small_figures_are_not_rounded() -> None:
    """statprocon rounds to three decimals; a figure of some thousandths still gets its limits."""
    point = figures([value / 10_000 for value in FLAT]).points[0]
    assert point.centre == pytest.approx(0.0011)
    assert point.upper == pytest.approx(0.0011 + 2.66 * 0.0002)


# --- the four rules, as NHSRplotthedots and the Making Data Count team describe them ---


@pytest.mark.parametrize("sign", [1, -1])
def test_seven_on_one_side(sign: int) -> None:
    """NHSRplotthedots, unit tests: six on one side are none, seven or eight are, and every one of them shows it."""
    six = [11 + sign * step for step in (1, 2, 1, 2, 1, 2)]
    assert signalled(figures([*FLAT, 11 - sign, *six]), "shift") == []
    chart = figures([*FLAT, 11 - sign, *six, 11 + sign, 11 + 2 * sign, 11 - sign])
    assert signalled(chart, "shift") == list(range(14, 22))
    assert Signal("shift", "high" if sign > 0 else "low", 8) in rules_on(chart, 20)


def test_a_month_on_the_average_ends_a_run() -> None:
    """NHSRplotthedots: a value equal to the mean lies on neither side."""
    assert signalled(figures([*FLAT, 12, 11.5, 12, 11, 12, 11.5, 12]), "shift") == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7]),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [2, 3, 4, 5, 6, 7, 8]),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [2, 3, 4, 5, 6, 7, 8]),
    ],
)
def test_seven_rising_or_falling(values: list[float], expected: list[int]) -> None:
    """NHSRplotthedots, unit tests of the trend: two equal values break it; falling counts as rising does (0.2.2)."""
    assert signalled(figures(values, baseline=2), "trend") == expected


def test_two_of_three_beyond_two_sigmas() -> None:
    """Making Data Count: of three in a row on one side, two beyond two sigmas, which alone are marked.

    NHSRplotthedots, unit tests: 1, 0, 1 marks both ends; 1, 0, 0, 1 none. Beyond the limit counts too, as in the tools
    of NHS England since the end of 2023 (NHSRplotthedots, issue 194).
    """
    far, past = 15, 17
    assert signalled(figures([*FLAT, far, 12, far]), "two_of_three") == [13, 15]
    assert signalled(figures([*FLAT, far, 12, 12, far]), "two_of_three") == []
    assert signalled(figures([*FLAT, far, 10, far]), "two_of_three") == []
    chart = figures([*FLAT, far, past, 12])
    assert signalled(chart, "two_of_three") == [13, 14]
    assert [signal.rule for signal in rules_on(chart, 14)] == ["outside", "two_of_three"]


def test_two_far_out_on_opposite_sides_are_chance() -> None:
    """NHSRplotthedots, issue 143: 1, −1 … and at the end 5.5, −5.5 are common cause."""
    chart = figures([*[1, -1] * 7, 5.5, -5.5], baseline=16, floor=-100)
    assert [number for number, point in enumerate(chart.points, 1) if point.signals] == []


def test_a_trend_says_its_direction_not_its_side() -> None:
    """NHSRplotthedots, pull request 180: seven falling, all above the mean, are no improvement where more is better."""
    chart = figures([*FLAT, 14.5, 14, 13.5, 13, 12.5, 12, 11.5], good="higher")
    assert [signal.rule for signal in rules_on(chart, 19)] == ["trend", "shift"]
    assert chart.variation == "worrying"
    assert chart.variation_sentence == (
        "Seven months running falling, to July 2025; eight months running above the average."
    )


# --- small numbers ---


def test_seven_full_months_of_few_children_are_no_news() -> None:
    """Of six children at 95%, three months in four are full: seven such are chance, seven of 60 children are not."""
    few = shares([6, 6, 5, *[6] * 8, 5, *[6] * 7], [6] * 19, good="higher")
    assert few.points[-1].value > few.points[-1].centre
    assert (few.variation, signalled(few, "shift")) == ("common cause", [])
    many = shares([58, 57, 56] * 4 + [60] * 7, [60] * 19, good="higher")
    assert (many.variation, signalled(many, "shift")) == ("improving", list(range(13, 20)))


def test_one_late_child_after_a_perfect_year_is_no_news() -> None:
    """That all of 60 were on time does not say that all will ever be: one in five late is chance, three are not."""
    year = [5] * 12
    assert shares([*year, 4], [5] * 13, good="higher").variation == "common cause"
    worse = shares([*year, 2], [5] * 13, good="higher")
    assert worse.variation_sentence == "Below the lower limit in January 2025."


@pytest.mark.parametrize("cases", [5, 8, 20, 50])
@pytest.mark.parametrize("share", [0.02, 0.31, 0.5, 0.85, 0.98])
def test_exact_chances_of_a_small_month(cases: int, share: float) -> None:
    """The limits and the chances of either side equal scipy's binomial."""
    if cases * share * (1 - share) >= 10:
        assert chances_of(cases, share, share) is NORMAL
        return
    chances = chances_of(cases, share, share)
    counts = numpy.arange(cases + 1)
    assert [count for count in counts if count < chances.lower * cases] == [
        count for count in counts if binom.cdf(count, cases, share) <= UNLIKELY
    ]
    assert [count for count in counts if count > chances.upper * cases] == [
        count for count in counts if binom.sf(count - 1, cases, share) <= UNLIKELY
    ]
    probability = binom.pmf(counts, cases, share)
    assert chances.below == pytest.approx(probability[counts < cases * share - 1e-9].sum())
    assert chances.above == pytest.approx(probability[counts > cases * share + 1e-9].sum())


def test_three_sigmas_are_the_limit_of_many_cases() -> None:
    """From ten cases × share × (1 − share) on, what is three sigmas out is always unlikely at its end."""
    for cases in (41, 60, 112, 514, 1020):
        for share in (0.5, 0.8, 0.9, 0.98, 0.99):
            if cases * share * (1 - share) >= 10:
                reach = 3 * (cases * share * (1 - share)) ** 0.5
                low, high = cases * share - reach, cases * share + reach
                assert binom.cdf(numpy.ceil(low) - 1, cases, share) <= UNLIKELY
                assert binom.sf(numpy.floor(high), cases, share) <= UNLIKELY


def test_a_month_with_too_few_cases_is_shown_and_not_judged() -> None:
    """It sets no limit, gives no signal, and a run passes over it."""
    full, few = [20, 18, 19] * 4, [10] * 7
    chart = shares([*full, *few[:3], 0, *few[3:]], [*[22] * 12, 20, 20, 20, 4, 20, 20, 20, 20])
    point = chart.points[15]
    assert (point.value, point.judged, point.signals) == (0, False, ())
    assert point.lower < point.centre == chart.points[0].centre
    assert chart.stretches[0].judged == 19
    assert Signal("shift", "low", 7) in rules_on(chart, 20)


def test_a_month_without_a_value_has_no_limits() -> None:
    chart = shares([18, 18, 0, *[18] * 10], [20, 20, 0, *[20] * 10])
    assert (chart.points[2].value, chart.points[2].centre, chart.points[2].judged) == (
        None,
        None,
        False,
    )
    assert figures([1, None, 2]).points[1].upper is None


# --- verdicts ---


def test_too_few_months_give_no_verdict() -> None:
    chart = figures([1, 9, 1, 9, 1, 99], good="lower", target=5)
    assert (chart.variation, chart.assurance, chart.judged_on) == ("too few", None, None)
    assert chart.variation_sentence == (
        "Too few months to tell: six with enough cases, and seven are needed."
    )
    assert chart.assurance_sentence == "Too few months to say whether the target will be met."
    assert figures([]).variation == figures([3]).variation == "too few"


def test_limits_are_trial_limits_under_twelve_months() -> None:
    assert figures(FLAT[:11]).trial
    assert not figures(FLAT).trial
    assert figures(FLAT[:11]).variation == "common cause"


@pytest.mark.parametrize(
    ("good", "verdict"), [("higher", "worrying"), ("lower", "improving"), (None, "changing")]
)
def test_variation_goes_by_the_good_direction(good: str | None, verdict: str) -> None:
    chart = figures([*FLAT, *[10.5] * 7], good=good)
    assert chart.variation == verdict
    assert chart.variation_sentence == "Seven months running below the average, to July 2025."


def test_only_the_latest_month_decides() -> None:
    """A month outside the limits and three months back stays marked and is no verdict on today."""
    chart = figures([*FLAT, 30, 10, 12, 11], good="higher")
    assert signalled(chart, "outside") == [13]
    assert chart.variation == "common cause"
    assert chart.variation_sentence == "April 2025 lies within what chance gives."


@pytest.mark.parametrize(
    ("middle", "good", "verdict"),
    [
        (2, "higher", "will miss"),
        (6, "higher", "will meet"),
        (4, "higher", "hit and miss"),
        (2, "lower", "will meet"),
        (6, "lower", "will miss"),
        (4, "lower", "hit and miss"),
        (4, None, None),
    ],
)
def test_assurance(middle: float, good: str | None, verdict: str | None) -> None:
    """NHSRplotthedots, unit tests: a target of 4 against limits 1 to 3, 5 to 7, and about 4."""
    half = 1 / 2.66 / 2
    chart = figures([middle - half, middle + half] * 6, good=good, target=4)
    assert round(chart.points[0].upper - chart.points[0].lower, 6) == 2
    assert chart.assurance == verdict


def test_assurance_is_said_in_a_sentence() -> None:
    steady = {"numerators": [18, 17, 19] * 5, "denominators": [20] * 15, "good": "higher"}
    assert shares(**steady, target=0.9).assurance_sentence == (
        "The target of 90% lies within what chance gives (67.5% to 100%): "
        "some months will meet it and some will miss it."
    )
    assert shares(**steady, target=0.6).assurance_sentence == (
        "All that chance gives (67.5% to 100%) lies above the target of 60%: "
        "it will be met unless something changes."
    )
    days = figures([*FLAT, 30], good="lower", target=5, unit="days")
    assert days.assurance_sentence == (
        "All that chance gives (5.7 days to 16.3 days) lies above the target of 5 days: "
        "it will be missed unless something changes. But the figure is changing, so this may not last."
    )
    assert shares(**steady).assurance_sentence == "No target is set."


# --- the baseline, and breaks ---


def test_limits_stand_once_there_are_twelve_months() -> None:
    """A lasting change is seen against the year before it, not averaged into it."""
    values = [*FLAT, *[15, 13] * 6]
    standing, moving = figures(values, good="lower"), figures(values, good="lower", baseline=24)
    assert (standing.points[-1].centre, moving.points[-1].centre) == (11, 12.5)
    assert standing.variation == "worrying"


def test_a_break_draws_the_limits_anew() -> None:
    """From the month the break falls in; what went before keeps its limits, and no run crosses the break."""
    known = Break(date(2025, 1, 17), "Family Help went live")
    values = [*FLAT, *[21, 23] * 4]
    chart = figures(values, good="lower", breaks=[known])
    assert [stretch.start for stretch in chart.stretches] == [date(2024, 1, 1), date(2025, 1, 1)]
    assert [stretch.reason for stretch in chart.stretches] == [None, "Family Help went live"]
    assert [stretch.centre for stretch in chart.stretches] == [11, 22]
    assert {point.stretch for point in chart.points[12:]} == {1}
    assert (chart.variation, chart.trial) == ("common cause", True)
    assert figures(values, good="lower").variation == "worrying"


def test_after_a_break_there_is_no_verdict_until_there_are_months_enough() -> None:
    chart = figures(
        [*FLAT, *[21, 23]], good="lower", breaks=[Break(date(2025, 1, 1), "new system")]
    )
    assert chart.variation == "too few"
    assert chart.variation_sentence == (
        "Too few months to tell: two with enough cases since January 2025, and seven are needed."
    )


def test_breaks_before_and_after_the_series_change_nothing() -> None:
    outside = [Break(date(2023, 12, 31), "before"), Break(date(2025, 2, 1), "after")]
    assert figures([*FLAT, 13], breaks=outside) == figures([*FLAT, 13])


def test_two_breaks_in_a_month_are_one() -> None:
    known = [Break(date(2025, 1, 9), "new system"), Break(date(2025, 1, 1), "new policy")]
    chart = figures([*FLAT, *FLAT], breaks=known)
    assert [stretch.reason for stretch in chart.stretches] == [None, "new policy; new system"]


def test_what_cannot_be_a_series_is_refused() -> None:
    with pytest.raises(ValueError, match="in order"):
        figure_chart([date(2026, 2, 1), date(2026, 1, 1)], [1, 2])
    with pytest.raises(ValueError, match="good is"):
        figures(FLAT, good="up")
    with pytest.raises(ValueError, match="shorter"):
        shares([1, 2], [3])


def test_months_that_share_cases_are_judged_by_wider_limits_and_longer_runs() -> None:
    """Slow waves: neighbours hardly differ, so the usual limits are narrow and runs are long."""
    wave = [0.90, 0.91, 0.92, 0.93, 0.92, 0.91, 0.90, 0.89, 0.88, 0.87, 0.88, 0.89] * 2
    months = [date(2024 + place // 12, place % 12 + 1, 1) for place in range(24)]
    usual = figure_chart(months, wave, unit="share", good="higher")
    linked = figure_chart(months, wave, unit="share", good="higher", linked=True)
    assert any(point.signals for point in usual.points)
    assert not any(point.signals for point in linked.points)
    sigma = stdev(wave[:12])
    assert linked.points[0].lower == pytest.approx(linked.points[0].centre - 3 * sigma)
    fallen = figure_chart(months, [*wave[:23], 0.80], unit="share", good="higher", linked=True)
    assert [signal.rule for signal in fallen.points[-1].signals] == ["outside"]
    for length, found in ((8, []), (9, ["shift"])):
        low = figure_chart(
            months, [*wave[: 24 - length], *[0.888] * length], unit="share", good="higher", linked=True
        )
        assert [signal.rule for signal in low.points[-1].signals] == found


def test_a_month_not_over_is_shown_gives_no_signal_and_sets_no_limit() -> None:
    months = [date(2024 + place // 12, place % 12 + 1, 1) for place in range(13)]
    numerators, denominators = [90, 88, 89, 91] * 3 + [10], [100] * 13
    chart = share_chart(months, numerators, denominators, good="higher", not_over=[months[-1]])
    assert chart.points[-1].value == 0.1 and not chart.points[-1].judged
    assert chart.judged_on == months[-2] and chart.variation == "common cause"
    values = [numerator / 100 for numerator in numerators]
    assert figure_chart(months, values, not_over=[months[-1]]).judged_on == months[-2]
