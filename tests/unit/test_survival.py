"""Waiting counted: Kaplan–Meier and Aalen–Johansen against published tables, hand and scipy."""

from datetime import date
from fractions import Fraction

import pytest
from scipy.stats import CensoredData, ecdf

from cin_metrics.statistics.survival import (
    CHECK_DAYS,
    ENDS,
    by_quarter,
    incidence,
    survival,
)

SIX_MP = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
SIX_MP_ENDED = ["relapse"] * 9 + [None] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_kaplan_meier_of_the_6mp_remissions() -> None:
    """Freireich and others, Blood 21 (1963) 699–716: 21 children on 6-MP, weeks in remission, 9 relapses.

    The product-limit table of every textbook (and of SAS PROC LIFETEST), with log(−log) limits as Stata gives them.
    """
    found = survival(SIX_MP, SIX_MP_ENDED, days=(6, 10, 23, 35, 36))
    table = [(s.day, s.at_risk, s.ended, round(s.share, 4)) for s in found.steps]
    assert table == [
        (0, 21, 0, 1),
        (6, 21, 3, 0.8571),
        (7, 17, 1, 0.8067),
        (10, 15, 1, 0.7529),
        (13, 12, 1, 0.6902),
        (16, 11, 1, 0.6275),
        (22, 7, 1, 0.5378),
        (23, 6, 1, 0.4482),
    ]
    limits = [tuple(round(end, 4) for end in step.interval) for step in found.steps[1:]]
    assert limits[0] == (0.6197, 0.9516)
    assert limits[2] == (0.5032, 0.8894)
    assert limits[-1] == (0.1881, 0.6801)
    assert (found.started, found.ended, found.still_open, found.longest) == (21, 9, 12, 35)
    assert found.at_risk == ((6, 21), (10, 15), (23, 6), (35, 1), (36, 0))
    assert [check.firm for check in found.checks] == [True, True, True, False, False]


def test_medians_of_the_6mp_trial_with_their_intervals() -> None:
    """SAS PROC LIFETEST (log–log): 6-MP 23 weeks, 13 to not reached; placebo 8 weeks, 4 to 11."""
    treated = survival(SIX_MP, SIX_MP_ENDED)
    assert (treated.median, treated.median_interval) == (23, (13, None))
    placebo = survival(PLACEBO, ["relapse"] * 21)
    assert (placebo.median, placebo.median_interval) == (8, (4, 11))
    assert [round(step.share, 3) for step in placebo.steps[1:5]] == [0.905, 0.810, 0.762, 0.667]
    assert (placebo.steps[-1].share, placebo.steps[-1].interval) == (0, None)


def test_kaplan_meier_equals_scipys() -> None:
    """On days with many ties, some of them at day 0, ended and open."""
    days = [place * place % 13 for place in range(60)]
    over = [place % 3 != 1 for place in range(60)]
    curve = ecdf(CensoredData.right_censored(days, [not ended for ended in over])).sf
    found = survival(days, ["closed" if ended else None for ended in over])
    assert found.same_day > 0
    for step in found.steps:
        assert step.share == pytest.approx(float(curve.evaluate(step.day)), abs=1e-9)


def test_competing_ends_of_a_published_example() -> None:
    """Satagopan and others, British Journal of Cancer 91 (2004) 1229–1235, table 2.

    The first nine of 305 women, in months; the others were followed longer. Alive 99.7, 99.3, 99.0, 98.7, 98.3,
    98.0%; each death from breast cancer adds 0.3% to its incidence.
    """
    days = [7, 10, 14, 16, 18, 23, 24, 26, 27] + [30] * 296
    ended = [None, "cancer", None, "cancer", "other", "cancer", None, "other", "cancer"]
    found = incidence(days, ended + [None] * 296, ("cancer", "other"))
    at = {day: place for place, day in enumerate(found.days)}
    deaths = (10, 16, 18, 23, 26, 27)
    assert [found.at_risk[at[day]] for day in deaths] == [304, 302, 301, 300, 298, 297]
    alive = [round(found.open[at[day]] * 100, 1) for day in deaths]
    assert alive == [99.7, 99.3, 99.0, 98.7, 98.3, 98.0]
    steps = [
        found.shares["cancer"][at[day]] - found.shares["cancer"][at[day] - 1] for day in deaths
    ]
    assert [round(step * 100, 1) for step in steps] == [0.3, 0.3, 0, 0.3, 0, 0.3]


def test_competing_ends_worked_by_hand() -> None:
    """Ten children; on day 4 two end one way, one another, and one is last seen; fractions throughout.

    | day | at risk | protection | closed | open after | to protection | to closed |
    | 2   | 10      | 1          | 0      | 9/10       | 1/10          | 0         |
    | 4   | 9       | 2          | 1      | 6/10       | 3/10          | 1/10      |
    | 7   | 5       | 0          | 2      | 36/100     | 3/10          | 34/100    |
    | 9   | 2       | 1          | 0      | 18/100     | 48/100        | 34/100    |
    """
    days = [2, 4, 4, 4, 4, 7, 7, 8, 9, 11]
    ended = ["protection", "protection", None, "closed", "protection"]
    ended += ["closed", "closed", None, "protection", None]
    found = incidence(days, ended)
    at = {day: place for place, day in enumerate(found.days)}
    expected = {
        0: (10, Fraction(1), Fraction(0), Fraction(0)),
        2: (10, Fraction(9, 10), Fraction(1, 10), Fraction(0)),
        4: (9, Fraction(6, 10), Fraction(3, 10), Fraction(1, 10)),
        7: (5, Fraction(36, 100), Fraction(3, 10), Fraction(34, 100)),
        9: (2, Fraction(18, 100), Fraction(48, 100), Fraction(34, 100)),
    }
    for day, (at_risk, still_open, protection, closed) in expected.items():
        place = at[day]
        assert found.at_risk[place] == at_risk
        assert found.open[place] == pytest.approx(float(still_open))
        assert found.shares["protection"][place] == pytest.approx(float(protection))
        assert found.shares["closed"][place] == pytest.approx(float(closed))
    assert found.counts == {
        "protection": 4,
        "care": 0,
        "early_help": 0,
        "transferred": 0,
        "closed": 3,
    }
    assert found.shares["care"] == (0.0,) * len(found.days)
    assert found.still_open == 3


def test_the_share_that_came_to_an_end_by_a_day() -> None:
    found = incidence([2, 4, 6], ["care", "closed", None])
    assert found.at(3)["care"] == found.at(2)["care"] == pytest.approx(1 / 3)
    assert found.at(1) == dict.fromkeys(ENDS, 0.0)
    assert found.at(6) is not None
    assert found.at(7) is None
    everything = incidence([2, 4], ["care", "closed"])
    assert everything.at(400) == everything.at(4)


def test_ends_that_do_not_count_stop_the_following() -> None:
    """Waiting for a first visit: a case closed before it was followed up to its closure and no longer."""
    days, ended = [3, 5, 8, 8], ["visit", "closed", "visit", None]
    found = survival(days, ended, ends=("visit",), days=(5, 8))
    assert [(s.day, s.at_risk, s.share) for s in found.steps] == [
        (0, 4, 1),
        (3, 4, 0.75),
        (8, 2, 0.375),
    ]
    assert (found.ended, found.still_open) == (2, 2)


def test_a_half_is_a_half() -> None:
    """Four ends on four days: after the second exactly half are open, whatever logarithms leave on it."""
    found = survival([1, 2, 3, 4], ["closed"] * 4)
    assert found.steps[2].share == 0.5
    assert found.median == 2


def test_nobody() -> None:
    found = survival([], [])
    assert (found.started, found.steps, found.median, found.longest) == (0, (), None, None)
    assert [check.share for check in found.checks] == [None] * 4
    none = incidence([], [])
    assert (none.days, none.open, none.shares["care"], none.at(0)) == ((), (), (), None)


def test_nothing_has_ended_yet() -> None:
    found = survival([30, 100], [None, None])
    assert [(step.day, step.share) for step in found.steps] == [(0, 1)]
    assert (found.median, found.median_interval) == (None, (None, None))
    assert [(check.day, check.followed, check.share) for check in found.checks][:2] == [
        (91, 1, 1),
        (183, 0, None),
    ]
    waiting = incidence([30, 100], [None, None])
    assert (waiting.open, waiting.still_open, waiting.shares["closed"]) == ((1.0,), 2, (0.0,))


def test_everything_ended_on_its_first_day() -> None:
    found = survival([0, 0, 0], ["closed"] * 3)
    assert [(step.day, step.at_risk, step.share) for step in found.steps] == [(0, 3, 0)]
    assert (found.same_day, found.median, found.median_interval) == (3, 0, (None, None))
    assert [check.share for check in found.checks] == [0] * 4
    at_once = incidence([0, 0, 0], ["closed", "care", "closed"])
    assert at_once.at(0)["closed"] == pytest.approx(2 / 3)
    assert (at_once.days, at_once.open) == ((0,), (0,))


def test_some_ended_on_their_first_day() -> None:
    """Day 0 is a step like any other: after it the curve is below 1."""
    found = survival([0, 5, 9], ["closed", None, "closed"])
    assert [(step.day, step.at_risk, round(step.share, 3)) for step in found.steps] == [
        (0, 3, 0.667),
        (9, 1, 0),
    ]


def test_one_case() -> None:
    ended = survival([100], ["closed"])
    assert [(check.day, check.followed, check.share) for check in ended.checks] == [
        (91, 1, 1),
        (183, 0, 0),
        (274, 0, 0),
        (365, 0, 0),
    ]
    assert survival([100], [None]).checks[1].share is None


def test_the_days_of_the_checks() -> None:
    assert CHECK_DAYS == (91, 183, 274, 365)


def test_plans_started_in_each_quarter() -> None:
    """Per quarter by hand: what ended on day 91 is no longer open then, what is followed to day 91 still is.

    Of four started in January to March 2026, one ended on day 60, one on day 91, one is open on day 95, one on 200:
    3/4, then 2/4 open after day 91; at day 183 one is followed, and half is still the share; beyond 200, nobody knows.
    """
    starts = [
        date(2026, 1, 1),
        date(2026, 3, 31),
        date(2026, 2, 2),
        date(2026, 1, 20),
        date(2025, 12, 31),
    ]
    quarters = by_quarter(starts, [60, 91, 95, 200, 10], ["closed", "closed", None, None, "closed"])
    assert [(quarter.start, quarter.name) for quarter in quarters] == [
        (date(2025, 10, 1), "Oct–Dec 2025"),
        (date(2026, 1, 1), "Jan–Mar 2026"),
    ]
    checks = quarters[1].survival.checks
    assert [(check.started, check.followed, check.share) for check in checks] == [
        (4, 3, 0.5),
        (4, 1, 0.5),
        (4, 0, None),
        (4, 0, None),
    ]
    assert [check.share for check in quarters[0].survival.checks] == [0, 0, 0, 0]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        survival([-1], [None])
    with pytest.raises(ValueError, match="different lengths"):
        incidence([1, 2], [None])
    with pytest.raises(ValueError, match="no such end: vanished"):
        incidence([1], ["vanished"])
