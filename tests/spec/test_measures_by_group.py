"""Figures broken down, figures of a selection, the cases behind a figure, and what cannot be asked."""

from datetime import date

import pytest

from cin_metrics.faults import InputFault
from cin_metrics.measures import cases_behind, make_measures
from tests.spec.figures import both, expect_figures

JANUARY = date(2024, 1, 1), date(2024, 1, 31)
EVENTS = """
    child_id | event_date | event_type        | team  | worker | cohort
    1        | 2024-01-02 | referral_received | North | Ann    |
    1        | 2024-01-05 | cin_visit         |       |        |
    2        | 2024-01-02 | referral_received | North | Ben    | cwd;short_break
    3        | 2024-01-22 | referral_received | South | Cat    | cwd
    3        | 2024-01-23 | cin_visit         |       |        |
    4        | 2024-01-22 | referral_received |       |        |
"""
TEN_DAYS = """
    id: first_visit
    within: 10 days
    from: referral_received
    to: cin_visit
"""
CASE = {
    "events": EVENTS,
    "rules": TEN_DAYS,
    "as_of": "2024-03-31",
    "period": ("2024-01-05", "2024-02-29"),
    "of": "timeliness",
}


def test_by_team() -> None:
    """Each team by itself, in the order of the alphabet, and those of nobody on record."""
    expect_figures(
        **CASE,
        by="team",
        figures="""
            rule_id     | group_name | group_value  | numerator | denominator | value
            first_visit | team       | North        | 1         | 2           | 1/2
            first_visit | team       | South        | 1         | 1           | 1
            first_visit | team       | not recorded | 0         | 1           | 0
        """,
    )


def test_by_worker() -> None:
    """The same by worker."""
    expect_figures(
        **CASE,
        by="worker",
        figures="""
            group_name | group_value  | numerator | denominator
            worker     | Ann          | 1         | 1
            worker     | Ben          | 0         | 1
            worker     | Cat          | 1         | 1
            worker     | not recorded | 0         | 1
        """,
    )


def test_by_month() -> None:
    """By the month of the due date; each month shows the part of it that lies in the period."""
    expect_figures(
        **CASE,
        by="month",
        figures="""
            group_name | group_value | period_start | period_end | numerator | denominator
            month      | 2024-01     | 2024-01-05   | 2024-01-31 | 1         | 2
            month      | 2024-02     | 2024-02-01   | 2024-02-29 | 1         | 2
        """,
    )


def test_by_cohort() -> None:
    """A child in two cohorts counts in both, one in none under `none`."""
    expect_figures(
        **CASE,
        by="cohort",
        figures="""
            group_name | group_value | numerator | denominator
            cohort     | cwd         | 1         | 2
            cohort     | none        | 1         | 2
            cohort     | short_break | 0         | 1
        """,
    )


def test_of_the_teams_and_cohorts_selected() -> None:
    """Teams and cohorts narrow each other: of both teams, the one child of the cohort that is asked for."""
    expect_figures(
        **CASE,
        teams=("South",),
        figures="""
            numerator | denominator
            1         | 1
        """,
    )
    expect_figures(
        **CASE,
        teams=("North", "South"),
        cohorts=("short_break",),
        figures="""
            numerator | denominator
            0         | 1
        """,
    )


def test_parts_stand_after_the_group() -> None:
    """A team's lengths: all bands of each team that has anything open, out of what that team has open."""
    expect_figures(
        events="""
            child_id | event_date | event_type        | team
            1        | 2024-03-02 | referral_received | North
            2        | 2023-03-02 | referral_received | North
            3        | 2024-03-02 | referral_received | South
            3        | 2024-03-09 | case_closed       | South
        """,
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="episode_length",
        by="team",
        figures="""
            group_name   | group_value  | numerator | denominator
            team, months | North, 0–3   | 1         | 2
            team, months | North, 12–24 | 1         | 2
            team, months | North, 24+   | 0         | 2
            team, months | North, 3–6   | 0         | 2
            team, months | North, 6–9   | 0         | 2
            team, months | North, 9–12  | 0         | 2
        """,
    )


def test_what_stands_as_of_a_day_is_of_that_day_s_month() -> None:
    """A figure of now has the as-of date's month, whole where that lies outside the period."""
    expect_figures(
        events=EVENTS,
        rules=TEN_DAYS,
        as_of="2024-03-15",
        period=("2024-01-05", "2024-02-29"),
        of="in_timescale_now",
        by="month",
        figures="""
            group_value | period_start | period_end | numerator | denominator
            2024-03     | 2024-03-01   | 2024-03-31 | 0         | 2
        """,
    )


def test_the_holder_of_what_is_open_is_the_one_of_now() -> None:
    """Overdue since South's days, held by North now: North's to answer."""
    expect_figures(
        events="""
            event_date | event_type        | team
            2024-01-02 | referral_received | South
            2024-03-01 | case_allocated    | North
        """,
        rules=TEN_DAYS,
        as_of="2024-03-15",
        period=("2024-03-01", "2024-03-31"),
        of="in_timescale_now",
        by="team",
        figures="""
            group_value | numerator | denominator
            North       | 0         | 1
        """,
    )


def test_the_cases_behind_a_figure() -> None:
    """Each obligation counted, with its child, its holder and the day it is counted on."""
    ledger, _ = both(EVENTS, TEN_DAYS, "", "2024-03-31")
    rows = cases_behind(ledger, "timeliness", *JANUARY, rule_id="first_visit").to_pylist()
    shown = ("measure", "rule_id", "child_id", "episode_id", "team", "worker", "counted_on",
             "numerator", "denominator")  # fmt: skip
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("timeliness", "first_visit", "1", "1", "North", "Ann", date(2024, 1, 12), 1, 1),
        ("timeliness", "first_visit", "2", "1", "North", "Ben", date(2024, 1, 12), 0, 1),
    ]


def test_the_measures_asked_for_in_the_order_they_are_listed() -> None:
    """Whatever order they are asked in, and each once."""
    ledger, _ = both(EVENTS, TEN_DAYS, "", "2024-03-31")
    table = make_measures(ledger, *JANUARY, measures=["seen", "timeliness", "seen"])
    assert table["measure"].to_pylist() == ["timeliness", "seen"]


def test_a_word_that_is_no_grouping() -> None:
    """Said with what is allowed and what comes nearest."""
    ledger, _ = both(EVENTS, TEN_DAYS, "", "2024-03-31")
    with pytest.raises(InputFault, match=r"by: found 'teams'; allowed: rule, team.* mean 'team'\?"):
        make_measures(ledger, *JANUARY, by="teams")


def test_words_that_are_no_measures() -> None:
    """All of them at once."""
    ledger, _ = both(EVENTS, TEN_DAYS, "", "2024-03-31")
    with pytest.raises(InputFault) as caught:
        make_measures(ledger, *JANUARY, measures=["timelines", "seen", "seem"])
    assert len(caught.value.faults) == 2
    assert "found 'timelines'" in caught.value.faults[0]
    assert "Did you mean 'timeliness'?" in caught.value.faults[0]
    with pytest.raises(InputFault, match="found 'timelines'"):
        cases_behind(ledger, "timelines", *JANUARY)


def test_a_period_that_ends_before_it_starts() -> None:
    """No figure, a sentence."""
    ledger, _ = both(EVENTS, TEN_DAYS, "", "2024-03-31")
    with pytest.raises(InputFault, match="period: "):
        make_measures(ledger, JANUARY[1], JANUARY[0])
