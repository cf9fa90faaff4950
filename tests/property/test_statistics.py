"""What holds of every control chart, funnel and survival curve, whatever the figures."""

import math
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cin_metrics.statistics.comparison import compare_teams, funnel_limits
from cin_metrics.statistics.control_charts import ControlChart, figure_chart, share_chart
from cin_metrics.statistics.survival import ENDS, incidence, survival

SETTINGS = settings(max_examples=40, deadline=None)
SWAPPED = {"high": "low", "low": "high"}
COUNTS = st.integers(0, 400).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases)))
SERIES = st.lists(COUNTS, max_size=30)
FIGURES = st.lists(st.one_of(st.none(), st.floats(0, 500)), max_size=30)
WAITS = st.lists(
    st.tuples(st.integers(0, 60), st.one_of(st.none(), st.sampled_from(ENDS))), max_size=40
)
DICE = st.randoms(use_true_random=True)


def months(number: int) -> list[date]:
    return [date(2020 + place // 12, place % 12 + 1, 1) for place in range(number)]


def shares(rows: list[tuple[int, int]], **asked: Any) -> ControlChart:
    return share_chart(
        months(len(rows)), [row[0] for row in rows], [row[1] for row in rows], **asked
    )


def signals(chart: ControlChart) -> list[list[tuple[str, str, int]]]:
    return [[tuple(signal) for signal in point.signals] for point in chart.points]


@SETTINGS
@given(SERIES)
def test_limits_contain_the_centre_and_stay_within_0_and_1(rows: list[tuple[int, int]]) -> None:
    for point in shares(rows).points:
        assert point.value is not None or point.centre is None
        if point.centre is not None:
            assert 0 <= point.lower <= point.centre <= point.upper <= 1
        assert point.judged or not point.signals


@SETTINGS
@given(FIGURES)
def test_limits_of_figures_contain_the_centre(values: list[float | None]) -> None:
    for point in figure_chart(months(len(values)), values).points:
        if point.centre is not None:
            assert 0 <= point.lower <= point.centre + 1e-6
            assert point.centre <= point.upper


@SETTINGS
@given(SERIES)
def test_on_time_and_late_give_the_same_signals_turned_round(rows: list[tuple[int, int]]) -> None:
    on_time, late = shares(rows), shares([(cases - count, cases) for count, cases in rows])
    turned = [
        [(rule, SWAPPED[side], months) for rule, side, months in found] for found in signals(late)
    ]
    assert signals(on_time) == turned


@SETTINGS
@given(SERIES, st.floats(0, 1))
def test_what_is_good_one_way_is_bad_the_other(rows: list[tuple[int, int]], target: float) -> None:
    higher = shares(rows, good="higher", target=target)
    lower = shares(rows, good="lower", target=target)
    opposite = {"improving": "worrying", "worrying": "improving", "will meet": "will miss"}
    opposite |= {"will miss": "will meet"}
    assert lower.variation == opposite.get(higher.variation, higher.variation)
    assert lower.assurance == opposite.get(higher.assurance, higher.assurance)


@SETTINGS
@given(st.floats(0, 1000), st.integers(0, 30))
def test_months_all_alike_give_no_signal(value: float, number: int) -> None:
    assert not any(signals(figure_chart(months(number), [value] * number)))


@SETTINGS
@given(SERIES)
def test_what_came_later_does_not_move_the_limits_that_stand(rows: list[tuple[int, int]]) -> None:
    """Once twelve months are judged, a further month changes no limit before it."""
    whole, less = shares(rows), shares(rows[:-1])
    if not less.trial:
        limits = [(point.lower, point.centre, point.upper) for point in whole.points]
        assert limits[: len(rows) - 1] == [(p.lower, p.centre, p.upper) for p in less.points]


@SETTINGS
@given(st.floats(0.001, 0.999), st.integers(1, 500))
def test_the_funnel_contains_its_share_and_the_wider_the_narrower(share: float, cases: int) -> None:
    limits = funnel_limits(share, cases)
    (low, high), (lowest, highest) = limits.limits_95, limits.limits_998
    assert 0 <= lowest <= low <= share + 1e-9
    assert share - 1e-9 <= high <= highest <= 1


@SETTINGS
@given(st.lists(COUNTS, max_size=10), DICE)
def test_the_order_of_teams_changes_no_verdict(rows: list[tuple[int, int]], dice: Random) -> None:
    found, again = (
        compare_teams(
            [f"team {place}" for place in order],
            [rows[place][0] for place in order],
            [rows[place][1] for place in order],
        )
        for order in (range(len(rows)), dice.sample(range(len(rows)), len(rows)))
    )
    assert sorted(found.teams, key=str) == sorted(again.teams, key=str)


@SETTINGS
@given(WAITS)
def test_survival_never_rises(waits: list[tuple[int, str | None]]) -> None:
    found = survival([day for day, _ in waits], [how for _, how in waits], days=range(0, 70, 7))
    levels = [step.share for step in found.steps]
    assert levels == sorted(levels, reverse=True)
    assert all(0 <= level <= 1 for level in levels)
    assert [step.day for step in found.steps] == sorted({step.day for step in found.steps})
    for step in found.steps:
        assert step.interval is None or step.interval[0] <= step.share <= step.interval[1]
    known = [check.share for check in found.checks if check.share is not None]
    assert known == sorted(known, reverse=True)


@SETTINGS
@given(WAITS)
def test_all_ends_and_what_is_open_add_to_one(waits: list[tuple[int, str | None]]) -> None:
    """And what is open by Aalen–Johansen is what Kaplan–Meier of any end says."""
    days, ended = [day for day, _ in waits], [how for _, how in waits]
    found = incidence(days, ended)
    for place in range(len(found.days)):
        total = math.fsum(shares[place] for shares in found.shares.values()) + found.open[place]
        assert total == pytest.approx(1, abs=1e-9)
    for shares_ in found.shares.values():
        assert list(shares_) == sorted(shares_)
    level = dict(zip(found.days, found.open, strict=True))
    for step in survival(days, ended).steps:
        assert level[step.day] == pytest.approx(step.share, abs=1e-9)


@SETTINGS
@given(WAITS, DICE)
def test_shuffling_changes_nothing(waits: list[tuple[int, str | None]], dice: Random) -> None:
    """Not in the last digit: ties are one step, and no order of rows is used."""
    shuffled = dice.sample(waits, len(waits))
    days, ended = [day for day, _ in waits], [how for _, how in waits]
    other_days, other_ended = [day for day, _ in shuffled], [how for _, how in shuffled]
    assert survival(days, ended) == survival(other_days, other_ended)
    assert incidence(days, ended) == incidence(other_days, other_ended)
