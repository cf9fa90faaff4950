"""requires: T, at: E. E comes only after T; with in_last: L, T not longer ago than L."""

from tests.spec.support import expect_ledger

SUMMARY = """
    requires: closure_summary
    at: case_closed
    while: episode
"""


def test_there_before_on_the_day_and_not_at_all() -> None:
    """Due on the day of E itself; a summary on that very day is in time, one after it is none."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | closure_summary
            1        | 2024-06-10 | case_closed
            2        | 2024-06-03 | referral_received
            2        | 2024-06-10 | closure_summary
            2        | 2024-06-10 | case_closed
            3        | 2024-06-03 | referral_received
            3        | 2024-06-10 | case_closed
            3        | 2024-06-11 | closure_summary
        """,
        rules=SUMMARY,
        as_of="2024-06-30",
        ledger="""
            child_id | anchor_date | due_date   | met_date   | status  | days_late
            1        | 2024-06-10  | 2024-06-10 | 2024-06-03 | on_time | 0
            2        | 2024-06-10  | 2024-06-10 | 2024-06-10 | on_time | 0
            3        | 2024-06-10  | 2024-06-10 |            | missed  | 0
        """,
    )


def test_the_last_one_is_shown() -> None:
    """Of two that would do, the later is the day it was met."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | closure_summary
            2024-06-07 | closure_summary
            2024-06-10 | case_closed
        """,
        rules=SUMMARY,
        as_of="2024-06-30",
        ledger="""
            met_date
            2024-06-07
        """,
    )


def test_one_may_serve_several() -> None:
    """Nothing uses it up: a review serves the ending of the plan and each one after."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | cin_review
            2024-06-10 | manager_decision
            2024-06-17 | manager_decision
        """,
        rules="""
            requires: cin_review
            at: manager_decision
        """,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date | met_date
            1          | 2024-06-10  | 2024-06-03
            2          | 2024-06-17  | 2024-06-03
        """,
    )


def test_in_the_same_spell() -> None:
    """A plan's endorsement counts for that plan only."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-04 | plan_endorsed
            2024-06-10 | plan_ended
            2024-06-11 | plan_started
            2024-06-20 | plan_ended
        """,
        rules="""
            requires: plan_endorsed
            at: plan_ended
            while: plan
        """,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date | met_date   | status
            1          | 2024-06-10  | 2024-06-04 | on_time
            2          | 2024-06-20  |            | missed
        """,
    )


def test_in_last_counts_back_to_the_day() -> None:
    """One month before 31 March is 29 February: that day will do, the day before will not."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-02-28 | strategy_discussion
            1        | 2024-03-31 | s47_started
            2        | 2024-02-29 | strategy_discussion
            2        | 2024-03-31 | s47_started
        """,
        rules="""
            requires: strategy_discussion
            at: s47_started
            in_last: 1 month
            while: episode
        """,
        as_of="2024-06-30",
        ledger="""
            child_id | met_date   | status
            1        |            | missed
            2        | 2024-02-29 | on_time
        """,
    )


def test_in_last_in_working_days() -> None:
    """Three before the Tuesday after Easter: Thursday 28, Wednesday 27, Tuesday 26 March."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-03-25 | strategy_discussion
            1        | 2024-04-02 | s47_started
            2        | 2024-03-26 | strategy_discussion
            2        | 2024-04-02 | s47_started
        """,
        rules="""
            requires: strategy_discussion
            at: s47_started
            in_last: 3 working days
        """,
        as_of="2024-06-30",
        ledger="""
            child_id | status
            1        | missed
            2        | on_time
        """,
    )


def test_what_e_must_be() -> None:
    """A final review has to be a manager's; another chair's does not serve."""
    expect_ledger(
        events="""
            child_id | event_date | event_type  | chaired_by
            1        | 2024-06-03 | cin_review  | social_worker
            1        | 2024-06-10 | case_closed |
            2        | 2024-06-03 | cin_review  | manager
            2        | 2024-06-10 | case_closed |
        """,
        rules="""
            requires: {event: cin_review, where: {chaired_by: [manager]}}
            at: case_closed
        """,
        as_of="2024-06-30",
        ledger="""
            child_id | met_date   | status
            1        |            | missed
            2        | 2024-06-03 | on_time
        """,
    )


def test_unless() -> None:
    """Where the other stands by that day, nothing is asked."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | early_closure_agreed
            1        | 2024-06-10 | case_closed
            2        | 2024-06-03 | referral_received
            2        | 2024-06-10 | case_closed
        """,
        rules=SUMMARY + "    unless: early_closure_agreed\n",
        as_of="2024-06-30",
        ledger="""
            child_id | status
            2        | missed
        """,
    )
