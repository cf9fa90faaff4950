"""How steadily work is spread: the arithmetic, held to figures worked by hand and to scipy's binomial."""

import pytest
from scipy.stats import binom

from cin_metrics.statistics.steadiness import (
    Piece,
    chance_of_at_least,
    concentration,
    first_reaching,
    overdispersion,
    share_above,
)


def test_three_or_more_of_four_at_even_chances() -> None:
    """5 of the 16 ways in which four coins fall."""
    assert chance_of_at_least(3, 4, 0.5) == pytest.approx(5 / 16)


@pytest.mark.parametrize(("inside", "total", "share"), [(1, 1, 0.2), (60, 200, 60 / 253), (0, 9, 0.3), (200, 200, 0.9)])
def test_the_chance_is_the_binomials(inside: int, total: int, share: float) -> None:
    assert chance_of_at_least(inside, total, share) == pytest.approx(float(binom.sf(inside - 1, total, share)))


@pytest.mark.parametrize(("inside", "total", "share"), [(0, 0, 0.5), (1, 2, 0.0), (1, 2, 1.0)])
def test_there_is_no_chance_where_nothing_or_everything_is_inside(inside: int, total: int, share: float) -> None:
    assert chance_of_at_least(inside, total, share) is None


def test_overdispersion_is_the_variance_over_the_mean() -> None:
    """Counts 0, 4, 8: mean 4, variance 16, four times what chance gives. 2, 4, 6 have 4: none."""
    assert overdispersion([Piece(3, 12, 0 + 16 + 64)]) == pytest.approx(4)
    assert overdispersion([Piece(3, 12, 4 + 16 + 36)]) == pytest.approx(1)
    assert overdispersion([Piece(3, 12, 80), Piece(3, 12, 56)]) == pytest.approx(2.5)


def test_overdispersion_is_never_below_one_and_one_stretch_says_nothing() -> None:
    """Work spread more evenly than chance makes no verdict surer than chance allows."""
    assert overdispersion([Piece(3, 12, 48)]) == 1
    assert overdispersion([Piece(1, 12, 144)]) == 1
    assert overdispersion([]) == 1


def test_work_that_comes_many_at_a_time_makes_a_share_less_sure() -> None:
    """100 of 200 in families of four are as telling as 25 of 50."""
    alone, together = concentration(100, 200, 0.4), concentration(100, 200, 0.4, 4)
    assert together.share == alone.share == 0.5
    assert together.interval == concentration(25, 50, 0.4).interval
    assert together.chance == pytest.approx(chance_of_at_least(25, 50, 0.4))
    assert (together.expected, together.times) == (pytest.approx(80), pytest.approx(1.25))


def test_the_first_value_that_so_many_do_not_exceed() -> None:
    """Of 1, 1, 2, 9: half are at most 1, three quarters at most 2."""
    counts = {1: 2, 2: 1, 9: 1}
    assert [first_reaching(counts, part) for part in (0.5, 0.75, 0.76)] == [1, 2, 9]
    assert share_above(counts, 2) == 0.25
    assert first_reaching({}, 0.5) is None
    assert share_above({}, 2) is None
