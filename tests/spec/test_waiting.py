"""Waits: from one day to the next thing that happens, those that go on counted up to the as-of date."""

from datetime import date

import pytest

from cin_metrics.measures import Selection
from cin_metrics.waiting import WAITS, cannot_be_computed, ends_never_recorded, make_waits
from tests.reference import waiting as reference
from tests.spec.figures import NO_RULE, both
from tests.spec.support import columns

OTHERS = """
        of_others | 2020-01-01 | referral_received
        of_others | 2020-02-01 | cin_visit
        of_others | 2020-02-01 | plan_started
        of_others | 2020-02-01 | cin_review
        of_others | 2020-03-01 | plan_ended
        of_others | 2020-03-02 | cp_plan_started
        of_others | 2020-04-01 | cp_plan_ended
        of_others | 2020-05-01 | cla_started
        of_others | 2020-06-01 | transferred_out
        of_other2 | 2020-05-01 | referral_received
        of_other2 | 2020-06-01 | case_closed
"""
"""Events that every extract has, so that each wait can be computed."""


def expect_waits(
    *,
    of: str,
    events: str,
    as_of: str,
    waits: str,
    teams: tuple[str, ...] = (),
    cohorts: tuple[str, ...] = (),
    pack: str = "",
) -> None:
    """The waits ``of`` one kind of the children in ``events`` are ``waits``; the reference says so too."""
    named = columns(events)
    width = len(named) - 3
    others = "".join(f"\n{line}{' |' * width}" for line in OTHERS.strip().splitlines())
    assert named[:3] == ["child_id", "event_date", "event_type"]
    ledger, council = both(events.rstrip() + others, NO_RULE, pack, as_of)
    product = make_waits(ledger, Selection(teams, cohorts)).to_pylist()
    plain = reference.waits(council, teams, cohorts)
    asked = columns(waits)
    expected = [
        {name: said(name, part.strip()) for name, part in zip(asked, line.split("|"), strict=True)}
        for line in waits.strip().splitlines()[1:]
    ]
    for who, found in (("the reference", plain), ("the product", product)):
        kept = [
            {name: row[name] for name in asked}
            for row in sorted(found, key=lambda row: (row["child_id"], row["start_date"]))
            if row["wait"] == of and not row["child_id"].startswith("of_other")
        ]
        assert kept == expected, who


def said(column: str, text: str) -> object:
    """What a cell says: a day, a number, a text, nothing."""
    if column == "cohorts":
        return text
    if not text:
        return None
    if column.endswith("_date"):
        return date.fromisoformat(text)
    return int(text) if column == "days" else text


# first_visit


def test_the_first_visit_of_a_time_in_need() -> None:
    """1: after ten days, later ones change nothing. 2: on the day of the referral, 0 days. 3: closed before any.
    4: still waiting on the as-of date. 5: visited on the very day it was closed, which still counts."""
    expect_waits(
        of="first_visit",
        events="""
            child_id | event_date | event_type
            1        | 2024-01-01 | referral_received
            1        | 2024-01-11 | cin_visit
            1        | 2024-01-12 | cin_visit
            2        | 2024-01-01 | referral_received
            2        | 2024-01-01 | cin_visit
            3        | 2024-01-01 | referral_received
            3        | 2024-01-21 | case_closed
            4        | 2024-01-01 | referral_received
            5        | 2024-01-01 | referral_received
            5        | 2024-01-31 | cin_visit
            5        | 2024-01-31 | case_closed
        """,
        as_of="2024-03-31",
        waits="""
            child_id | start_date | end_date   | days | ended
            1        | 2024-01-01 | 2024-01-11 | 10   | visited
            2        | 2024-01-01 | 2024-01-01 | 0    | visited
            3        | 2024-01-01 | 2024-01-21 | 20   | closed
            4        | 2024-01-01 |            | 90   |
            5        | 2024-01-01 | 2024-01-31 | 30   | visited
        """,
    )


def test_protection_keeps_a_visit_from_happening_and_need_begins_again_after_it() -> None:
    """A visit while on a protection plan is no first visit; the wait after it is one of its own."""
    expect_waits(
        of="first_visit",
        events="""
            child_id | event_date | event_type
            1        | 2024-01-01 | referral_received
            1        | 2024-01-11 | cp_plan_started
            1        | 2024-01-20 | cin_visit
            1        | 2024-03-01 | cp_plan_ended
            1        | 2024-03-06 | cin_visit
        """,
        as_of="2024-03-31",
        waits="""
            start_date | end_date   | days | ended
            2024-01-01 | 2024-01-11 | 10   | protection
            2024-03-01 | 2024-03-06 | 5    | visited
        """,
    )


def test_what_happens_after_the_as_of_date_is_not_known() -> None:
    """Visited on 1 February: on 31 January the child had waited for 30 days and still did."""
    events = """
            child_id | event_date | event_type
            1        | 2024-01-01 | referral_received
            1        | 2024-02-01 | cin_visit
            1        | 2024-02-02 | case_closed
        """
    expect_waits(
        of="first_visit",
        events=events,
        as_of="2024-01-31",
        waits="""
            end_date   | days | ended
                       | 30   |
        """,
    )
    expect_waits(
        of="first_visit",
        events=events,
        as_of="2024-02-01",
        waits="""
            end_date   | days | ended
            2024-02-01 | 31   | visited
        """,
    )


def test_each_episode_has_waits_of_its_own() -> None:
    expect_waits(
        of="first_visit",
        events="""
            child_id | event_date | event_type        | episode_id
            1        | 2024-01-01 | referral_received | a
            1        | 2024-01-03 | cin_visit         | a
            1        | 2024-02-01 | case_closed       | a
            1        | 2024-06-01 | referral_received | b
            1        | 2024-06-10 | cla_started       | b
        """,
        as_of="2024-12-31",
        waits="""
            episode_id | start_date | days | ended
            a          | 2024-01-01 | 2    | visited
            b          | 2024-06-01 | 9    | care
        """,
    )


# first_plan, first_review


def test_the_first_plan_of_a_time_in_need() -> None:
    """1: after a month. 2: closed to early help without one. 3: transferred without one. 4: two plans, one wait.
    5: none yet; a plan on the closing day is none (6)."""
    expect_waits(
        of="first_plan",
        events="""
            child_id | event_date | event_type        | outcome
            1        | 2024-01-01 | referral_received |
            1        | 2024-02-01 | plan_started      |
            2        | 2024-01-01 | referral_received |
            2        | 2024-01-31 | case_closed       | early_help
            3        | 2024-01-01 | referral_received |
            3        | 2024-01-31 | transferred_out   |
            4        | 2024-01-01 | referral_received |
            4        | 2024-01-02 | plan_started      |
            4        | 2024-02-01 | plan_ended        |
            4        | 2024-03-01 | plan_started      |
            5        | 2024-03-30 | referral_received |
            6        | 2024-01-01 | referral_received |
            6        | 2024-01-31 | plan_started      |
            6        | 2024-01-31 | case_closed       |
        """,
        as_of="2024-03-31",
        waits="""
            child_id | days | ended
            1        | 31   | planned
            2        | 30   | early_help
            3        | 30   | transferred
            4        | 1    | planned
            5        | 1    |
            6        | 30   | closed
        """,
    )


def test_the_first_review_of_a_plan() -> None:
    """1: after six weeks; the review before the plan is none of it. 2: the plan ended first. 3: protection came first.
    4: on the plan's first day. 5: not yet. 6: a review after the plan's end comes too late."""
    expect_waits(
        of="first_review",
        events="""
            child_id | event_date | event_type
            1        | 2024-01-01 | referral_received
            1        | 2024-01-15 | cin_review
            1        | 2024-02-01 | plan_started
            1        | 2024-03-14 | cin_review
            2        | 2024-02-01 | plan_started
            2        | 2024-02-29 | plan_ended
            3        | 2024-02-01 | plan_started
            3        | 2024-02-11 | cp_plan_started
            3        | 2024-02-12 | cin_review
            4        | 2024-02-01 | plan_started
            4        | 2024-02-01 | cin_review
            5        | 2024-03-01 | plan_started
            6        | 2024-02-01 | plan_started
            6        | 2024-02-10 | plan_ended
            6        | 2024-02-11 | cin_review
        """,
        as_of="2024-03-31",
        waits="""
            child_id | start_date | end_date   | days | ended
            1        | 2024-02-01 | 2024-03-14 | 42   | reviewed
            2        | 2024-02-01 | 2024-02-29 | 28   | plan_ended
            3        | 2024-02-01 | 2024-02-11 | 10   | protection
            4        | 2024-02-01 | 2024-02-01 | 0    | reviewed
            5        | 2024-03-01 |            | 30   |
            6        | 2024-02-01 | 2024-02-10 | 9    | plan_ended
        """,
    )


# plan_end, need_end, case_end


def test_how_long_plans_stay_open() -> None:
    """Ended by itself, or with the time in need and then in the same way; one open at the as-of date is open."""
    expect_waits(
        of="plan_end",
        events="""
            child_id | event_date | event_type      | outcome
            1        | 2024-01-01 | plan_started    |
            1        | 2024-01-11 | plan_ended      |
            1        | 2024-02-01 | plan_started    |
            2        | 2024-01-01 | plan_started    |
            2        | 2024-01-21 | case_closed     | RC9
            3        | 2024-01-01 | plan_started    |
            3        | 2024-01-31 | cp_plan_started |
            4        | 2024-01-01 | plan_started    |
            4        | 2024-01-31 | cla_started     |
            5        | 2024-01-01 | plan_started    |
            5        | 2024-01-31 | transferred_out |
            6        | 2024-01-01 | plan_started    |
            6        | 2024-01-31 | plan_ended      |
            6        | 2024-01-31 | case_closed     | RC7
        """,
        as_of="2024-03-31",
        waits="""
            child_id | start_date | days | ended
            1        | 2024-01-01 | 10   | plan_ended
            1        | 2024-02-01 | 59   |
            2        | 2024-01-01 | 20   | early_help
            3        | 2024-01-01 | 30   | protection
            4        | 2024-01-01 | 30   | care
            5        | 2024-01-01 | 30   | transferred
            6        | 2024-01-01 | 30   | plan_ended
        """,
    )


def test_how_need_ends() -> None:
    """The ways of the measure ended_by: early help started 28 days after the closing counts, on day 29 no more.
    2 goes back into need after protection and is closed."""
    expect_waits(
        of="need_end",
        events="""
            child_id | event_date | event_type
            1        | 2024-01-01 | referral_received
            1        | 2024-01-11 | case_closed
            1        | 2024-02-08 | early_help_started
            2        | 2024-01-01 | referral_received
            2        | 2024-01-11 | cp_plan_started
            2        | 2024-02-01 | cp_plan_ended
            2        | 2024-02-11 | case_closed
            2        | 2024-03-11 | early_help_started
            3        | 2024-01-01 | referral_received
            3        | 2024-01-01 | cla_started
            4        | 2024-01-01 | referral_received
        """,
        as_of="2024-03-31",
        waits="""
            child_id | start_date | days | ended
            1        | 2024-01-01 | 10   | early_help
            2        | 2024-01-01 | 10   | protection
            2        | 2024-02-01 | 10   | closed
            3        | 2024-01-01 | 0    | care
            4        | 2024-01-01 | 90   |
        """,
    )


def test_how_long_cases_stay_open() -> None:
    """Protection is part of the case; a transfer keeps the closing from happening."""
    expect_waits(
        of="case_end",
        events="""
            child_id | event_date | event_type
            1        | 2024-01-01 | contact_received
            1        | 2024-01-11 | cp_plan_started
            1        | 2024-02-20 | case_closed
            2        | 2024-01-01 | referral_received
            2        | 2024-01-31 | transferred_out
            3        | 2024-01-01 | referral_received
        """,
        as_of="2024-03-31",
        waits="""
            child_id | days | ended
            1        | 50   | closed
            2        | 30   | transferred
            3        | 90   |
        """,
    )


# new_protection


def test_protection_after_a_step_down() -> None:
    """1: again after two months, in a later case, the closing in between changing nothing. 2: not so far, the closing
    notwithstanding. 3: from protection into care is no step-down into need. 4: out and in again, each counts."""
    expect_waits(
        of="new_protection",
        events="""
            child_id | event_date | event_type      | episode_id
            1        | 2024-01-01 | cp_plan_started | a
            1        | 2024-02-01 | cp_plan_ended   | a
            1        | 2024-02-15 | case_closed     | a
            1        | 2024-04-01 | cp_plan_started | b
            2        | 2024-01-01 | cp_plan_started |
            2        | 2024-02-01 | cp_plan_ended   |
            2        | 2024-02-15 | case_closed     |
            3        | 2024-01-01 | cp_plan_started |
            3        | 2024-02-01 | cp_plan_ended   |
            3        | 2024-02-01 | cla_started     |
            4        | 2024-01-01 | cp_plan_started |
            4        | 2024-02-01 | cp_plan_ended   |
            4        | 2024-02-11 | cp_plan_started |
            4        | 2024-03-01 | cp_plan_ended   |
        """,
        as_of="2024-04-30",
        waits="""
            child_id | start_date | end_date   | days | ended
            1        | 2024-02-01 | 2024-04-01 | 60   | protection
            2        | 2024-02-01 |            | 89   |
            4        | 2024-02-01 | 2024-02-11 | 10   | protection
            4        | 2024-03-01 |            | 60   |
        """,
    )


# Whose


MOVED = """
            child_id | event_date | event_type        | team  | worker | cohort
            1        | 2024-01-01 | referral_received | North | Ann    |
            1        | 2024-02-01 | plan_started      | South | Ben    |
            1        | 2024-03-01 | plan_updated      | North | Ann    |
            2        | 2024-01-01 | referral_received | North | Ann    | cwd;short_break
            2        | 2024-02-01 | plan_started      |       |        |
"""


def test_a_wait_is_of_who_held_the_case_when_it_began() -> None:
    """And of every cohort of the case. The plan of 1 began in South, whoever holds it now."""
    expect_waits(
        of="plan_end",
        events=MOVED,
        as_of="2024-03-31",
        waits="""
            child_id | team  | worker | cohorts
            1        | South | Ben    |
            2        | North | Ann    | cwd;short_break
        """,
    )


@pytest.mark.parametrize(
    ("teams", "cohorts", "child"),
    [(("South",), (), "1"), (("North",), (), "2"), ((), ("short_break",), "2"), (("North", "South"), ("cwd",), "2")],
)
def test_teams_and_cohorts_asked_for(
    teams: tuple[str, ...], cohorts: tuple[str, ...], child: str
) -> None:
    expect_waits(
        of="plan_end",
        events=MOVED,
        as_of="2024-03-31",
        teams=teams,
        cohorts=cohorts,
        waits=f"child_id\n{child}",
    )


# What cannot be computed


def test_a_wait_whose_events_the_extract_lacks_cannot_be_computed() -> None:
    """Without visits, everyone would wait for ever: no row, and the reason. What can be computed still is."""
    ledger, council = both(
        """
            event_date | event_type
            2024-01-01 | referral_received
            2024-02-01 | plan_started
            2024-03-01 | case_closed
        """,
        NO_RULE,
        "",
        "2024-03-31",
    )
    found = cannot_be_computed(ledger)
    assert set(found) == {"first_visit", "first_review", "new_protection"}
    assert found["first_visit"].startswith("the extract has no “cin_visit” events (")
    assert "“cp_plan_started”" in found["new_protection"]
    rows = make_waits(ledger).to_pylist()
    assert {row["wait"] for row in rows} == set(WAITS) - set(found)
    assert {row["wait"] for row in reference.waits(council)} == set(WAITS) - set(found)


def test_ends_that_the_extract_never_holds_are_named() -> None:
    """A child who went into care unrecorded looks as if still in need."""
    ledger, _ = both(
        """
            event_date | event_type
            2024-01-01 | referral_received
            2024-03-01 | case_closed
        """,
        NO_RULE,
        "",
        "2024-03-31",
    )
    assert ends_never_recorded(ledger, "need_end") == ["protection", "care", "transferred"]


def test_the_reference_knows_the_waits_that_there_are() -> None:
    assert set(reference.WAITS) == set(WAITS)
