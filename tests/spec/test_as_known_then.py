"""known_by: what was on file by a day. Which late entries moved a figure."""

from tests.spec.support import expect_ledger, expect_spells

VISIT = """
    within: 1 week
    from: case_allocated
    to: cin_visit
"""

LATE_ENTRY = """
    event_date | recorded_date | event_type
    2024-06-03 | 2024-06-03    | case_allocated
    2024-06-06 | 2024-06-20    | cin_visit
"""


def test_an_event_recorded_later_was_not_known() -> None:
    """Visited on 6 June, put on file on the 20th: on the 19th the visit looked overdue."""
    expect_ledger(
        events=LATE_ENTRY,
        rules=VISIT,
        as_of="2024-06-19",
        known_by="2024-06-19",
        ledger="""
            met_date | status  | days_late
                     | overdue | 9
        """,
    )


def test_the_same_day_known_later() -> None:
    """Known by the 20th, the same as-of date shows it done; so it does with no known-by date."""
    for known_by in ("2024-06-20", None):
        expect_ledger(
            events=LATE_ENTRY,
            rules=VISIT,
            as_of="2024-06-19",
            known_by=known_by,
            ledger="""
                met_date   | status  | days_late
                2024-06-06 | on_time | 0
            """,
        )


def test_without_a_recorded_date_it_was_recorded_on_the_day() -> None:
    """The visit of the 10th was known on the 10th and not on the 9th."""
    events = """
        event_date | recorded_date | event_type
        2024-06-03 |               | case_allocated
        2024-06-10 |               | cin_visit
    """
    expect_ledger(
        events=events,
        rules=VISIT,
        as_of="2024-06-12",
        known_by="2024-06-10",
        ledger="""
            met_date   | status
            2024-06-10 | on_time
        """,
    )
    expect_ledger(
        events=events,
        rules=VISIT,
        as_of="2024-06-12",
        known_by="2024-06-09",
        ledger="""
            met_date | status  | days_late
                     | overdue | 2
        """,
    )


def test_spells_as_known_then() -> None:
    """A closing not yet on file has not closed anything."""
    events = """
        event_date | recorded_date | event_type
        2024-06-03 | 2024-06-03    | referral_received
        2024-06-10 | 2024-07-01    | case_closed
    """
    expect_spells(
        events=events,
        as_of="2024-06-20",
        of=("episode",),
        known_by="2024-06-20",
        spells="""
            spell   | start_date | end_date
            episode | 2024-06-03 |
        """,
    )
    expect_spells(
        events=events,
        as_of="2024-06-20",
        of=("episode",),
        known_by="2024-07-01",
        spells="""
            spell   | start_date | end_date
            episode | 2024-06-03 | 2024-06-10
        """,
    )


def test_cohorts_as_known_then() -> None:
    """A cohort marked on an event recorded later was not known either."""
    events = """
        event_date | recorded_date | event_type     | cohort
        2024-06-03 | 2024-06-03    | case_allocated |
        2024-06-04 | 2024-06-30    | supervision    | cwd
    """
    rules = VISIT + "    cohorts: {cwd: {within: 2 weeks}}\n"
    expect_ledger(
        events=events,
        rules=rules,
        as_of="2024-06-05",
        known_by="2024-06-05",
        ledger="""
            due_date
            2024-06-10
        """,
    )
    expect_ledger(
        events=events,
        rules=rules,
        as_of="2024-06-05",
        ledger="""
            due_date
            2024-06-17
        """,
    )


def test_who_held_it_as_known_then() -> None:
    """The change of worker was recorded later, so the former worker is named."""
    events = """
        event_date | recorded_date | event_type     | worker
        2024-06-03 | 2024-06-03    | case_allocated | Ann
        2024-06-05 | 2024-06-25    | worker_changed | Ben
    """
    expect_ledger(
        events=events,
        rules=VISIT,
        as_of="2024-06-12",
        known_by="2024-06-24",
        ledger="""
            worker
            Ann
        """,
    )
    expect_ledger(
        events=events,
        rules=VISIT,
        as_of="2024-06-12",
        known_by="2024-06-25",
        ledger="""
            worker
            Ben
        """,
    )


def test_recording_itself_as_known_then() -> None:
    """An event not yet on file has no row; on the day it is filed it is judged by that day."""
    events = """
        event_date | recorded_date | event_type
        2024-06-03 | 2024-06-10    | cin_visit
    """
    rules = """
        recorded_within: 3 days
        of: cin_visit
    """
    expect_ledger(
        events=events,
        rules=rules,
        as_of="2024-06-30",
        known_by="2024-06-09",
        ledger="""
            status
        """,
    )
    expect_ledger(
        events=events,
        rules=rules,
        as_of="2024-06-30",
        known_by="2024-06-10",
        ledger="""
            due_date   | met_date   | status | days_late
            2024-06-06 | 2024-06-10 | late   | 4
        """,
    )
