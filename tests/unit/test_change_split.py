"""A change split into rule and practice: a worked example, and what holds of any four figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cin_metrics.statistics.change_split import split_change

SHARES = st.floats(0, 100)
FOUR = st.tuples(SHARES, SHARES, SHARES, SHARES)


def test_a_change_worked_out_by_hand() -> None:
    """60% under the old rule, then 85% under the new one. The old work by the new rule: 78%, the new by the old: 64%.

    The rule made 18 points of the old work and 21 of the new, 19.5 between them; practice made 4 by the old rule and 7
    by the new, 5.5 between them; together the 25 points of the change.
    """
    split = split_change(60, 64, 78, 85)
    assert (split.change, split.deadline, split.practice) == (25, 19.5, 5.5)
    assert (split.deadline_from, split.deadline_to) == (18, 21)


def test_a_table_of_kitagawas_kind() -> None:
    """Two rates of two groups each, split by her formulas: each part at the mean of the other factor."""
    shares_before, shares_after = (0.4, 0.6), (0.7, 0.3)
    rates_before, rates_after = (0.10, 0.50), (0.20, 0.40)

    def figure(shares: tuple[float, float], rates: tuple[float, float]) -> float:
        return sum(share * rate for share, rate in zip(shares, rates, strict=True))

    of_rates = sum(
        (after - before) * (early + late) / 2
        for before, after, early, late in zip(rates_before, rates_after, shares_before, shares_after, strict=True)
    )
    of_shares = sum(
        (late - early) * (before + after) / 2
        for before, after, early, late in zip(rates_before, rates_after, shares_before, shares_after, strict=True)
    )
    split = split_change(
        figure(shares_before, rates_before), figure(shares_after, rates_before),
        figure(shares_before, rates_after), figure(shares_after, rates_after),
    )  # fmt: skip
    assert split.deadline == pytest.approx(of_rates)
    assert split.practice == pytest.approx(of_shares)


@given(FOUR)
def test_the_parts_add_up(four: tuple[float, float, float, float]) -> None:
    split = split_change(*four)
    assert split.deadline + split.practice == pytest.approx(split.change, abs=1e-9)
    assert split.deadline_from <= split.deadline_to
    assert split.deadline == pytest.approx((split.deadline_from + split.deadline_to) / 2, abs=1e-9)


@given(SHARES, SHARES)
def test_the_same_rule_makes_nothing(before: float, after: float) -> None:
    split = split_change(before, after, before, after)
    assert split.deadline == 0
    assert split.practice == pytest.approx(after - before)


@given(SHARES, SHARES)
def test_the_same_work_makes_nothing(old: float, new: float) -> None:
    split = split_change(old, old, new, new)
    assert split.practice == 0
    assert split.deadline == pytest.approx(new - old)


@given(FOUR)
def test_going_back_takes_both_parts_back(four: tuple[float, float, float, float]) -> None:
    there, back = split_change(*four), split_change(*reversed(four))
    assert back.deadline == pytest.approx(-there.deadline, abs=1e-9)
    assert back.practice == pytest.approx(-there.practice, abs=1e-9)
