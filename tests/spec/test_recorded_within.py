"""recorded_within: L, of: T. Each T is put on file within L; no spell is asked about."""

from tests.spec.support import expect_ledger

NOTES = """
    recorded_within: 3 working days
    of: cin_visit
"""


def test_met_on_the_day_it_was_put_on_file() -> None:
    """On the day, on the third working day, a day later: Friday 7, due Wednesday 12."""
    expect_ledger(
        events="""
            event_date | recorded_date | event_type
            2024-06-05 | 2024-06-05    | cin_visit
            2024-06-06 | 2024-06-11    | cin_visit
            2024-06-07 | 2024-06-13    | cin_visit
        """,
        rules=NOTES,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status  | days_late
            1          | 2024-06-05  | 2024-06-10 | 2024-06-05 | on_time | 0
            2          | 2024-06-06  | 2024-06-11 | 2024-06-11 | on_time | 0
            3          | 2024-06-07  | 2024-06-12 | 2024-06-13 | late    | 1
        """,
    )


def test_an_event_without_a_recorded_date_has_no_row() -> None:
    """What is not said cannot be judged."""
    expect_ledger(
        events="""
            event_date | recorded_date | event_type
            2024-06-05 |               | cin_visit
            2024-06-06 | 2024-06-06    | cin_visit
        """,
        rules=NOTES,
        as_of="2024-06-30",
        ledger="""
            anchor_date | status
            2024-06-06  | on_time
        """,
    )


def test_two_on_one_day_are_two() -> None:
    """Each event has its own record; they are numbered by the day they met it."""
    expect_ledger(
        events="""
            event_date | recorded_date | event_type | worker
            2024-06-05 | 2024-06-12    | cin_visit  | Ann
            2024-06-05 | 2024-06-06    | cin_visit  | Ben
        """,
        rules=NOTES,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status  | days_late
            1          | 2024-06-05  | 2024-06-10 | 2024-06-06 | on_time | 0
            2          | 2024-06-05  | 2024-06-10 | 2024-06-12 | late    | 2
        """,
    )


def test_recorded_after_the_as_of_date_is_still_open() -> None:
    """Seen before it was put on file: upcoming up to the due day, overdue after it, then late."""
    events = """
        event_date | recorded_date | event_type
        2024-06-05 | 2024-06-20    | cin_visit
    """
    expect_ledger(
        events=events,
        rules=NOTES,
        as_of="2024-06-10",
        ledger="""
            due_date   | met_date | status   | days_late
            2024-06-10 |          | upcoming | 0
        """,
    )
    expect_ledger(
        events=events,
        rules=NOTES,
        as_of="2024-06-12",
        ledger="""
            due_date   | met_date | status  | days_late
            2024-06-10 |          | overdue | 2
        """,
    )
    expect_ledger(
        events=events,
        rules=NOTES,
        as_of="2024-06-20",
        ledger="""
            due_date   | met_date   | status | days_late
            2024-06-10 | 2024-06-20 | late   | 8
        """,
    )


def test_it_knows_no_spell() -> None:
    """Neither protection nor closing takes the obligation to record away."""
    expect_ledger(
        events="""
            event_date | recorded_date | event_type
            2024-06-03 | 2024-06-03    | referral_received
            2024-06-04 |               | cp_plan_started
            2024-06-05 | 2024-06-10    | cin_visit
            2024-06-06 |               | case_closed
            2024-06-07 | 2024-06-20    | cin_visit
        """,
        rules=NOTES,
        as_of="2024-06-14",
        ledger="""
            anchor_date | due_date   | met_date   | status  | days_late
            2024-06-05  | 2024-06-10 | 2024-06-10 | on_time | 0
            2024-06-07  | 2024-06-12 |            | overdue | 2
        """,
    )


def test_hours_are_whole_days() -> None:
    """48 hours from Friday are up at the end of Sunday; Monday is a day late."""
    expect_ledger(
        events="""
            event_date | recorded_date | event_type
            2024-06-07 | 2024-06-10    | manager_decision
        """,
        rules="""
            recorded_within: 48 hours
            of: manager_decision
        """,
        as_of="2024-06-30",
        ledger="""
            due_date   | met_date   | status | days_late
            2024-06-09 | 2024-06-10 | late   | 1
        """,
    )


def test_unless() -> None:
    """No row for an event on or after the day that the other stands in the episode."""
    expect_ledger(
        events="""
            event_date | recorded_date | event_type
            2024-06-05 | 2024-06-06    | cin_visit
            2024-06-06 | 2024-06-06    | cin_visit
            2024-06-06 |               | closure_summary
        """,
        rules=NOTES + "    unless: closure_summary\n",
        as_of="2024-06-30",
        ledger="""
            anchor_date | status
            2024-06-05  | on_time
        """,
    )
