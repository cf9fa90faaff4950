"""stay: L, from: A, ended_by: X. The spell is not ended by X before A + L."""

from tests.spec.support import expect_ledger

STAY = """
    stay: 3 months
    from: cp_plan_ended
    ended_by: case_closed
"""


def test_reached_when_the_limit_is_over() -> None:
    """Still open on the due day: the day itself is enough. The day before: still to come."""
    events = """
        event_date | event_type
        2024-03-01 | cp_plan_started
        2024-06-03 | cp_plan_ended
    """
    expect_ledger(
        events=events,
        rules=STAY,
        as_of="2024-09-03",
        ledger="""
            anchor_date | due_date   | met_date   | status  | days_late
            2024-06-03  | 2024-09-03 | 2024-09-03 | on_time | 0
        """,
    )
    expect_ledger(
        events=events,
        rules=STAY,
        as_of="2024-09-02",
        ledger="""
            anchor_date | due_date   | met_date | status   | days_late
            2024-06-03  | 2024-09-03 |          | upcoming | 0
        """,
    )


def test_ended_too_soon_by_x() -> None:
    """Closed the day before: missed, though never late by any number of days."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-03-01 | cp_plan_started
            2024-06-03 | cp_plan_ended
            2024-09-02 | case_closed
        """,
        rules=STAY,
        as_of="2024-12-31",
        ledger="""
            due_date   | met_date | status | days_late
            2024-09-03 |          | missed | 0
        """,
    )


def test_ended_on_the_due_day_or_after_it() -> None:
    """Closing on that day is no longer too soon; met on the due day, not on the day of closing."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-03-01 | cp_plan_started
            1        | 2024-06-03 | cp_plan_ended
            1        | 2024-09-03 | case_closed
            2        | 2024-03-01 | cp_plan_started
            2        | 2024-06-03 | cp_plan_ended
            2        | 2024-10-01 | case_closed
        """,
        rules=STAY,
        as_of="2024-12-31",
        ledger="""
            child_id | due_date   | met_date   | status
            1        | 2024-09-03 | 2024-09-03 | on_time
            2        | 2024-09-03 | 2024-09-03 | on_time
        """,
    )


def test_ended_too_soon_by_something_else() -> None:
    """Stepping up again or moving away ends the spell without breaking the rule."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-03-01 | cp_plan_started
            1        | 2024-06-03 | cp_plan_ended
            1        | 2024-07-01 | cp_plan_started
            2        | 2024-03-01 | cp_plan_started
            2        | 2024-06-03 | cp_plan_ended
            2        | 2024-07-01 | transferred_out
        """,
        rules=STAY,
        as_of="2024-12-31",
        ledger="""
            child_id | met_date | status
            1        |          | not_required
            2        |          | not_required
        """,
    )


def test_x_on_the_last_day_is_enough() -> None:
    """Closed and transferred on one day: an X stands on the spell's last day, so it is missed."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-03-01 | cp_plan_started
            2024-06-03 | cp_plan_ended
            2024-07-01 | transferred_out
            2024-07-01 | case_closed
        """,
        rules=STAY,
        as_of="2024-12-31",
        ledger="""
            status
            missed
        """,
    )


def test_each_anchor_day_has_a_row() -> None:
    """Two anchor days in one spell are two clocks; the spell was long enough for the first."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cp_plan_ended
            2024-06-20 | cp_plan_ended
            2024-07-15 | case_closed
        """,
        rules="""
            stay: 1 month
            from: cp_plan_ended
            ended_by: case_closed
        """,
        as_of="2024-12-31",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status
            1          | 2024-06-10  | 2024-07-10 | 2024-07-10 | on_time
            2          | 2024-06-20  | 2024-07-20 |            | missed
        """,
    )


def test_unless_agreed_at_any_time_up_to_the_end() -> None:
    """An early closing agreed on the last day still takes the row away; after it, it does not."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-03-01 | cp_plan_started
            1        | 2024-06-03 | cp_plan_ended
            1        | 2024-07-01 | early_closure_agreed
            1        | 2024-07-01 | case_closed
            2        | 2024-03-01 | cp_plan_started
            2        | 2024-06-03 | cp_plan_ended
            2        | 2024-07-01 | case_closed
            2        | 2024-07-02 | early_closure_agreed
        """,
        rules=STAY + "    unless: early_closure_agreed\n",
        as_of="2024-12-31",
        ledger="""
            child_id | status
            2        | missed
        """,
    )


def test_unless_while_the_spell_is_open() -> None:
    """Agreed at any time so far, and the row is gone."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-03-01 | cp_plan_started
            2024-06-03 | cp_plan_ended
            2024-06-20 | early_closure_agreed
        """,
        rules=STAY + "    unless: early_closure_agreed\n",
        as_of="2024-07-01",
        ledger="""
            status
        """,
    )


def test_after_another_rule() -> None:
    """Six weeks are to pass from the day the step-down meeting was held."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-03-01 | cp_plan_started
            2024-06-03 | cp_plan_ended
            2024-06-10 | planning_meeting
            2024-07-01 | case_closed
        """,
        rules="""
            - id: meeting
              within: 10 working days
              from: cp_plan_ended
              to: planning_meeting
            - id: staying
              stay: 6 weeks
              after: meeting
              ended_by: case_closed
        """,
        as_of="2024-12-31",
        of="staying",
        ledger="""
            anchor_date | due_date   | status
            2024-06-10  | 2024-07-22 | missed
        """,
    )
