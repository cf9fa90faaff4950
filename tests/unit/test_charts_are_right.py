"""The control charts say what happened: on simulated councils whose truth is known, and on pure chance.

In each council one team is made much worse from a known month, one worse, one recovers, and four never change; among
those four, one always looks worst. The rates over 200 councils stand in docs/methods/how_often_right.md.
"""

from pathlib import Path
from statistics import mean

import pytest

from cin_metrics.simulate import council
from tests import chart_rates
from tests.chart_rates import (
    BEFORE,
    NOW,
    SEEDS,
    STEADY,
    YEAR,
    detected,
    false_alarms,
    in_the_year,
    judged,
    level,
    looks_worst,
    of_teams,
    seen_within,
    two_points,
    verdicts_on,
)

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "how_often_right.md"
FEW = range(1, 7)
BEFORE_CHANGE, AFTER_CHANGE = slice(0, BEFORE), slice(BEFORE, NOW)


def test_a_few_councils() -> None:
    """What the slow tests say of 200 councils, of six and more loosely, so that a broken chart is seen at once."""
    all_judged = judged(FEW)
    harbour, millbrook = of_teams(all_judged, "Harbour"), of_teams(all_judged, "Millbrook")
    assert detected(harbour, "worrying", 12).count >= 5
    assert detected(millbrook, "improving", 12).count >= 4
    assert not in_the_year(harbour, "improving").count
    steady = of_teams(all_judged, *STEADY)
    assert len(steady) == 24
    assert verdicts_on(steady, YEAR, "worrying", "improving").value <= 0.15


def test_teams_change_as_they_were_told_to() -> None:
    """The truth that the charts are held to: what is on time in the year before the change and the year after."""
    all_judged = judged(FEW)
    years = {
        team: [
            level(of_teams(all_judged, team), months) for months in (BEFORE_CHANGE, AFTER_CHANGE)
        ]
        for team in council.TEAMS
    }
    change = {team: after - before for team, (before, after) in years.items()}
    assert change["Harbour"] < -0.2
    assert change["Castle Hill"] < -0.08
    assert change["Millbrook"] > 0.2
    assert all(abs(change[team]) < 0.05 for team in STEADY)


def test_teams_have_the_cases_that_small_councils_have() -> None:
    """Some fifteen to forty visits due a month: enough to judge nearly all months, and few enough to be honest."""
    cases = sorted(due for one in judged(FEW) for due in one.cases)
    assert 12 <= cases[len(cases) // 2] <= 30
    verdicts = [one.verdicts[place] for one in judged(FEW) for place in YEAR]
    assert sum(verdict is None for verdict in verdicts) <= 0.05 * len(verdicts)


@pytest.mark.parametrize("cases", chart_rates.CASES)
@pytest.mark.parametrize("share", [0.85, 0.95])
def test_chance_alone_seldom_signals(cases: int, share: float) -> None:
    """The rules promise a few latest months in a hundred, and a chart in five over a year, however few the cases."""
    found = false_alarms(cases, share, charts=200)
    assert 0.005 <= found.month <= 0.09
    assert 0.08 <= found.year <= 0.28


def test_four_cases_a_month_are_never_judged() -> None:
    assert false_alarms(4, 0.85, charts=50) == chart_rates.OfChance(0, 0)


@pytest.mark.parametrize(("cases", "least"), [(8, 0.75), (20, 0.95), (80, 0.99)])
def test_a_fall_by_twenty_points_is_seen_within_a_year(cases: int, least: float) -> None:
    assert seen_within(cases, 0.85, 0.65, charts=200).year >= least


# --- 200 councils ---


@pytest.mark.slow
def test_a_team_made_worse_is_seen() -> None:
    charts = of_teams(judged(SEEDS), "Harbour")
    assert detected(charts, "worrying", 6).value >= 0.75
    assert detected(charts, "worrying", 12).value >= 0.92
    assert verdicts_on(charts, [NOW], "worrying").value >= 0.75


@pytest.mark.slow
def test_a_smaller_fall_is_seen_later() -> None:
    charts = of_teams(judged(SEEDS), "Castle Hill")
    assert detected(charts, "worrying", 12).value >= 0.75


@pytest.mark.slow
def test_a_team_that_recovers_is_seen() -> None:
    charts = of_teams(judged(SEEDS), "Millbrook")
    assert detected(charts, "improving", 6).value >= 0.55
    assert detected(charts, "improving", 12).value >= 0.85


@pytest.mark.slow
def test_no_change_is_taken_for_its_opposite() -> None:
    all_judged = judged(SEEDS)
    assert in_the_year(of_teams(all_judged, "Harbour", "Castle Hill"), "improving").value <= 0.02
    assert in_the_year(of_teams(all_judged, "Millbrook"), "worrying").value <= 0.02


@pytest.mark.slow
def test_teams_that_never_change_are_left_in_peace() -> None:
    steady = of_teams(judged(SEEDS), *STEADY)
    assert len(steady) == 800
    assert verdicts_on(steady, YEAR, "worrying", "improving").value <= 0.07
    assert verdicts_on(steady, YEAR, "worrying").value <= 0.04
    assert in_the_year(steady, "worrying", "improving").value <= 0.38


@pytest.mark.slow
def test_a_team_that_only_looks_worse_is_common_cause() -> None:
    """Of four teams alike one always looks worst; two points would make news of nearly every month."""
    found = list(looks_worst(judged(SEEDS)))
    assert mean(fall for fall, _ in found) > 0.05
    assert mean(verdict == "worrying" for _, verdict in found) <= 0.15
    said = two_points(of_teams(judged(SEEDS), *STEADY))
    assert said["lower than the month before"].value > 0.4


@pytest.mark.slow
def test_the_rates_are_in_the_docs() -> None:
    """If this fails: python -m tests.chart_rates, and its tables into the page."""
    page = PAGE.read_text("utf-8").splitlines()
    assert [line for line in chart_rates.tables() if line not in page] == []
