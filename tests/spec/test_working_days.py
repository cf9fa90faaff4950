"""Limits: how a due date is counted from an anchor. Day 0 is the day of the anchor."""

import pytest

from tests.spec.support import expect_ledger


def expect_due(anchor: str, limit: str, due: str, pack: str = "") -> None:
    """``limit`` after ``anchor`` is ``due``."""
    expect_ledger(
        events=f"""
            event_date | event_type
            {anchor} | case_allocated
        """,
        rules=f"""
            within: {limit}
            from: case_allocated
            to: cin_visit
        """,
        as_of=anchor,
        ledger=f"""
            anchor_date | due_date
            {anchor} | {due}
        """,
        pack=pack,
    )


@pytest.mark.parametrize(
    ("anchor", "limit", "due"),
    [
        # An ordinary week: the next day, over a weekend, ten days.
        ("2024-06-03", "1 working day", "2024-06-04"),
        ("2024-06-07", "1 working day", "2024-06-10"),
        ("2024-06-03", "10 working days", "2024-06-17"),
        # From a weekend the first working day is Monday: five after a Saturday is Friday.
        ("2024-06-08", "1 working day", "2024-06-10"),
        ("2024-06-08", "5 working days", "2024-06-14"),
        ("2024-06-09", "5 working days", "2024-06-14"),
        # The early May bank holiday, Monday 6 May 2024.
        ("2024-05-03", "1 working day", "2024-05-07"),
        ("2024-05-03", "5 working days", "2024-05-13"),
        # From a bank holiday itself.
        ("2024-05-06", "1 working day", "2024-05-07"),
        # Easter 2024: Friday 29 March and Monday 1 April.
        ("2024-03-27", "3 working days", "2024-04-03"),
        # Christmas 2024 and New Year's Day 2025, all on weekdays.
        ("2024-12-23", "5 working days", "2025-01-02"),
        # Christmas 2021 fell on a weekend: Monday 27 and Tuesday 28 were given instead.
        ("2021-12-24", "1 working day", "2021-12-29"),
        # One-off holidays: the late Queen's funeral, 19 September 2022; the coronation, 8 May 2023.
        ("2022-09-16", "1 working day", "2022-09-20"),
        ("2023-05-05", "1 working day", "2023-05-09"),
        # In 2020 the early May holiday was moved to Friday 8.
        ("2020-05-01", "1 working day", "2020-05-04"),
        ("2020-05-07", "1 working day", "2020-05-11"),
        # A leap day that is a Thursday is a working day like another.
        ("2024-02-28", "1 working day", "2024-02-29"),
        ("2024-02-28", "2 working days", "2024-03-01"),
    ],
)
def test_working_days(anchor: str, limit: str, due: str) -> None:
    """The Nth day after the anchor that is a weekday and no bank holiday of England."""
    expect_due(anchor, limit, due)


@pytest.mark.parametrize(
    ("anchor", "limit", "due"),
    [
        ("2024-06-03", "1 day", "2024-06-04"),
        ("2024-06-03", "5 days", "2024-06-08"),  # a Saturday: a due date is not moved
        ("2024-06-03", "6 weeks", "2024-07-15"),
        ("2024-12-11", "2 weeks", "2024-12-25"),  # nor off Christmas Day
        ("2024-02-28", "1 day", "2024-02-29"),
        ("2024-02-28", "2 days", "2024-03-01"),
        ("2023-02-28", "1 day", "2023-03-01"),
        ("2023-12-31", "1 week", "2024-01-07"),
    ],
)
def test_days_and_weeks(anchor: str, limit: str, due: str) -> None:
    """Every day counts."""
    expect_due(anchor, limit, due)


@pytest.mark.parametrize(
    ("anchor", "limit", "due"),
    [
        ("2024-06-07", "24 hours", "2024-06-08"),  # Friday to Saturday
        ("2024-06-03", "48 hours", "2024-06-05"),
        ("2024-06-03", "72 hours", "2024-06-06"),
        ("2024-06-03", "30 hours", "2024-06-05"),  # rounded up to two days
        ("2024-06-03", "1 hour", "2024-06-04"),
    ],
)
def test_hours(anchor: str, limit: str, due: str) -> None:
    """Whole days, rounded up, weekends among them: 24 hours are up at the end of the next day."""
    expect_due(anchor, limit, due)


@pytest.mark.parametrize(
    ("anchor", "limit", "due"),
    [
        ("2024-01-15", "1 month", "2024-02-15"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2023-01-31", "1 month", "2023-02-28"),
        ("2024-01-30", "1 month", "2024-02-29"),
        ("2024-03-31", "1 month", "2024-04-30"),
        ("2024-08-31", "6 months", "2025-02-28"),
        ("2023-08-31", "6 months", "2024-02-29"),
        ("2024-02-29", "12 months", "2025-02-28"),
        ("2024-02-29", "1 month", "2024-03-29"),
        ("2023-11-30", "3 months", "2024-02-29"),
        ("2024-12-31", "9 months", "2025-09-30"),
    ],
)
def test_months_are_clamped_to_the_last_day(anchor: str, limit: str, due: str) -> None:
    """The same day of the month, or the month's last day where it has none."""
    expect_due(anchor, limit, due)


CLOSED = """
    calendar:
      country: england
      closures: [2024-06-05, {from: 2024-06-10, to: 2024-06-12}]
"""


@pytest.mark.parametrize(
    ("anchor", "limit", "due"),
    [
        # 4, 6, 7 and 13 June are left of the days up to the 13th.
        ("2024-06-03", "2 working days", "2024-06-06"),
        ("2024-06-03", "4 working days", "2024-06-13"),
        # A closure is no working day, but a day like any other where days are counted.
        ("2024-06-03", "2 days", "2024-06-05"),
        # A bank holiday is still one.
        ("2024-05-03", "1 working day", "2024-05-07"),
    ],
)
def test_closures_of_the_pack(anchor: str, limit: str, due: str) -> None:
    """An authority's own closing days come on top of the bank holidays."""
    expect_due(anchor, limit, due, pack=CLOSED)


@pytest.mark.parametrize(
    ("anchor", "limit", "due"),
    [
        # Easter Monday is none in Scotland, 2 January is one.
        ("2024-03-28", "1 working day", "2024-04-01"),
        ("2024-12-31", "1 working day", "2025-01-03"),
    ],
)
def test_another_country(anchor: str, limit: str, due: str) -> None:
    """The bank holidays are those of the pack's calendar."""
    expect_due(anchor, limit, due, pack="calendar: scotland")


def test_late_counts_no_closure() -> None:
    """Due on Tuesday 4, seen on Friday 14: 6, 7, 13 and 14 June were worked, four days late."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-14 | cin_visit
        """,
        rules="""
            within: 1 working day
            from: case_allocated
            to: cin_visit
        """,
        pack=CLOSED,
        as_of="2024-06-30",
        ledger="""
            due_date   | met_date   | days_late
            2024-06-04 | 2024-06-14 | 4
        """,
    )
