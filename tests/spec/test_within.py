"""within: L, from: A, to: T. T happens within L of the first A in the spell."""

from tests.spec.support import expect_ledger

VISIT = """
    within: 10 working days
    from: case_allocated
    to: cin_visit
"""


def test_the_day_of_the_anchor_is_day_0() -> None:
    """A visit on the day itself counts; ten working days from Monday 3 are up on Monday 17."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-03 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            anchor_date | due_date   | met_date   | status  | days_late
            2024-06-03  | 2024-06-17 | 2024-06-03 | on_time | 0
        """,
    )


def test_on_the_due_day_is_on_time() -> None:
    """The tenth working day itself is still in time."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-17 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            anchor_date | due_date   | met_date   | status  | days_late
            2024-06-03  | 2024-06-17 | 2024-06-17 | on_time | 0
        """,
    )


def test_one_day_late() -> None:
    """The day after the due day is one working day late."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-18 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            anchor_date | due_date   | met_date   | status | days_late
            2024-06-03  | 2024-06-17 | 2024-06-18 | late   | 1
        """,
    )


def test_late_is_counted_in_the_unit_of_the_limit() -> None:
    """Monday 24 is five working days after Monday 17 but seven days after it."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-24 | cin_visit
        """,
        rules="""
            - id: in_days
              within: 2 weeks
              from: case_allocated
              to: cin_visit
            - id: in_working_days
              within: 10 working days
              from: case_allocated
              to: cin_visit
        """,
        as_of="2024-06-30",
        ledger="""
            rule_id         | due_date   | met_date   | status | days_late
            in_days         | 2024-06-17 | 2024-06-24 | late   | 7
            in_working_days | 2024-06-17 | 2024-06-24 | late   | 5
        """,
    )


def test_late_on_a_weekend_is_at_least_one_day_late() -> None:
    """Due on Friday, seen on Saturday: no working day has passed, yet it is late."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-08 | cin_visit
        """,
        rules="""
            within: 4 working days
            from: case_allocated
            to: cin_visit
        """,
        as_of="2024-06-30",
        ledger="""
            due_date   | met_date   | status | days_late
            2024-06-07 | 2024-06-08 | late   | 1
        """,
    )


def test_not_yet_due() -> None:
    """On the due day itself nothing is overdue."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
        """,
        rules=VISIT,
        as_of="2024-06-17",
        ledger="""
            anchor_date | due_date   | met_date | status   | days_late
            2024-06-03  | 2024-06-17 |          | upcoming | 0
        """,
    )


def test_overdue_the_day_after() -> None:
    """One day later the same row is overdue by one working day."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
        """,
        rules=VISIT,
        as_of="2024-06-18",
        ledger="""
            anchor_date | due_date   | met_date | status  | days_late
            2024-06-03  | 2024-06-17 |          | overdue | 1
        """,
    )


def test_overdue_on_the_weekend_after_a_friday() -> None:
    """Overdue by Sunday, with no working day passed, is one day late and not none."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-07 | case_allocated
        """,
        rules="""
            within: 5 working days
            from: case_allocated
            to: cin_visit
        """,
        as_of="2024-06-16",
        ledger="""
            due_date   | status  | days_late
            2024-06-14 | overdue | 1
        """,
    )


def test_an_event_after_the_as_of_date_is_unknown() -> None:
    """Seen from 10 June, the visit of 11 June has not happened."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-11 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-06-10",
        ledger="""
            met_date | status
                     | upcoming
        """,
    )


def test_spell_ends_before_the_due_day() -> None:
    """Closed in the first week: the visit was no longer asked for."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-07 | case_closed
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            due_date   | met_date | status       | days_late
            2024-06-17 |          | not_required | 0
        """,
    )


def test_spell_ends_on_the_due_day() -> None:
    """There was the whole of that day left, so the ending excuses it."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-17 | case_closed
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            due_date   | met_date | status       | days_late
            2024-06-17 |          | not_required | 0
        """,
    )


def test_spell_ends_after_the_due_day() -> None:
    """Missed for good, and late by the working days until the spell ended, not until today."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-20 | case_closed
        """,
        rules=VISIT,
        as_of="2024-07-31",
        ledger="""
            due_date   | met_date | status | days_late
            2024-06-17 |          | missed | 3
        """,
    )


def test_the_last_day_of_the_spell_belongs_to_it() -> None:
    """A visit on the day of closing counts; one after it does not."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | case_allocated
            1        | 2024-06-20 | cin_visit
            1        | 2024-06-20 | case_closed
            2        | 2024-06-03 | case_allocated
            2        | 2024-06-20 | case_closed
            2        | 2024-06-21 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            child_id | met_date   | status | days_late
            1        | 2024-06-20 | late   | 3
            2        |            | missed | 3
        """,
    )


def test_a_target_before_the_anchor_never_counts() -> None:
    """Only the visit after allocation is one."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | cin_visit
            2024-06-04 | case_allocated
            2024-06-10 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            anchor_date | met_date
            2024-06-04  | 2024-06-10
        """,
    )


def test_the_first_target_meets_it() -> None:
    """Two visits, one of them twice on file: the earliest day is the one."""
    expect_ledger(
        events="""
            event_date | event_type     | outcome
            2024-06-03 | case_allocated |
            2024-06-12 | cin_visit      |
            2024-06-06 | cin_visit      |
            2024-06-06 | cin_visit      | continue
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date | met_date
            1          | 2024-06-03  | 2024-06-06
        """,
    )


def test_only_the_first_anchor_of_the_spell() -> None:
    """A second allocation starts no second clock."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-05 | case_allocated
            2024-06-06 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            anchor_date | met_date
            2024-06-03  | 2024-06-06
        """,
    )
