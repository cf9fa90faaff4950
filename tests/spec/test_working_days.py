"""Limits: how a due date is counted from an anchor. Day 0 is the day of the anchor."""

from tests.spec.support import expect_ledger, table


def expect_due(cases: str, pack: str = "") -> None:
    """In each line ``limit`` after ``anchor_date`` is ``due_date``: a child and a rule for each."""
    numbered = [(f"case_{number:02}", line) for number, line in enumerate(table(cases))]
    events = "child_id | event_date | event_type | outcome\n"
    ledger = "rule_id | anchor_date | due_date\n"
    rules = ""
    for name, line in numbered:
        events += f"{name} | {line['anchor_date']} | case_allocated | {name}\n"
        ledger += f"{name} | {line['anchor_date']} | {line['due_date']}\n"
        rules += f"""
            - id: {name}
              within: {line["limit"]}
              from: {{event: case_allocated, where: {{outcome: [{name}]}}}}
              to: cin_visit
        """
    last = max(line["anchor_date"] for _, line in numbered)
    expect_ledger(events=events, rules=rules, pack=pack, as_of=last.isoformat(), ledger=ledger)


def test_working_days() -> None:
    """The Nth day after the anchor that is a weekday and no bank holiday of England."""
    expect_due("""
        anchor_date | limit           | due_date   | why
        2024-06-03  | 1 working day   | 2024-06-04 | the next day
        2024-06-07  | 1 working day   | 2024-06-10 | over a weekend
        2024-06-03  | 10 working days | 2024-06-17 | two weeks without a holiday
        2024-06-08  | 1 working day   | 2024-06-10 | from a Saturday the first is Monday
        2024-06-08  | 5 working days  | 2024-06-14 | and the fifth is Friday
        2024-06-09  | 5 working days  | 2024-06-14 | from the Sunday likewise
        2024-05-03  | 1 working day   | 2024-05-07 | the early May holiday, Monday 6
        2024-05-03  | 5 working days  | 2024-05-13 | the same
        2024-05-06  | 1 working day   | 2024-05-07 | from a bank holiday itself
        2020-05-01  | 1 working day   | 2020-05-04 | in 2020 it was moved from Monday 4
        2020-05-07  | 1 working day   | 2020-05-11 | to Friday 8
        2024-02-28  | 1 working day   | 2024-02-29 | a leap day on a Thursday
        2024-02-28  | 2 working days  | 2024-03-01 | and the day after it
    """)


def test_over_easter_and_christmas() -> None:
    """Good Friday and Easter Monday; Christmas, Boxing Day and New Year, or the days in their stead."""
    expect_due("""
        anchor_date | limit          | due_date   | why
        2024-03-27  | 1 working day  | 2024-03-28 | Thursday
        2024-03-27  | 2 working days | 2024-04-02 | not Friday 29 March nor Monday 1 April
        2024-03-27  | 3 working days | 2024-04-03 | Wednesday
        2024-12-23  | 1 working day  | 2024-12-24 | Christmas Eve is worked
        2024-12-23  | 2 working days | 2024-12-27 | not Wednesday 25 nor Thursday 26
        2024-12-23  | 5 working days | 2025-01-02 | 30 and 31 December, not New Year's Day
        2021-12-24  | 1 working day  | 2021-12-29 | Saturday 25 and Sunday 26: 27 and 28 instead
        2021-12-31  | 1 working day  | 2022-01-04 | Saturday 1 January: Monday 3 instead
    """)


def test_holidays_of_one_year_only() -> None:
    """The jubilee, the late Queen's funeral, the coronation."""
    expect_due("""
        anchor_date | limit         | due_date   | why
        2022-06-01  | 1 working day | 2022-06-06 | Thursday 2 and Friday 3 June
        2022-09-16  | 1 working day | 2022-09-20 | Monday 19 September
        2023-05-05  | 1 working day | 2023-05-09 | Monday 8 May
    """)


def test_days_and_weeks() -> None:
    """Every day counts, and a due date is not moved."""
    expect_due("""
        anchor_date | limit   | due_date   | why
        2024-06-03  | 1 day   | 2024-06-04 | the next day
        2024-06-03  | 5 days  | 2024-06-08 | a Saturday stays a Saturday
        2024-06-03  | 6 weeks | 2024-07-15 | 42 days
        2024-12-11  | 2 weeks | 2024-12-25 | Christmas Day stays Christmas Day
        2024-02-28  | 1 day   | 2024-02-29 | a leap year
        2024-02-28  | 2 days  | 2024-03-01 | a leap year
        2023-02-28  | 1 day   | 2023-03-01 | none
        2023-12-31  | 1 week  | 2024-01-07 | into the new year
    """)


def test_hours() -> None:
    """Whole days, rounded up, weekends among them: 24 hours are up at the end of the next day."""
    expect_due("""
        anchor_date | limit    | due_date   | why
        2024-06-07  | 24 hours | 2024-06-08 | from Friday to Saturday
        2024-06-03  | 48 hours | 2024-06-05 | two days
        2024-06-03  | 72 hours | 2024-06-06 | three days
        2024-06-03  | 30 hours | 2024-06-05 | rounded up to two days
        2024-06-03  | 50 hours | 2024-06-06 | rounded up to three days
        2024-06-03  | 1 hour   | 2024-06-04 | rounded up to one day
    """)


def test_months_are_clamped_to_the_last_day() -> None:
    """The same day of the month, or the month's last day where it has none."""
    expect_due("""
        anchor_date | limit     | due_date   | why
        2024-01-15  | 1 month   | 2024-02-15 | the same day
        2024-01-31  | 1 month   | 2024-02-29 | February of a leap year
        2023-01-31  | 1 month   | 2023-02-28 | February of another
        2024-01-30  | 1 month   | 2024-02-29 | the 30th too
        2024-03-31  | 1 month   | 2024-04-30 | April has 30 days
        2024-08-31  | 6 months  | 2025-02-28 | over the year's end
        2023-08-31  | 6 months  | 2024-02-29 | into a leap year
        2024-02-29  | 12 months | 2025-02-28 | from a leap day
        2024-02-29  | 1 month   | 2024-03-29 | not the last day of March
        2023-11-30  | 3 months  | 2024-02-29 | three months, clamped once
        2024-12-31  | 9 months  | 2025-09-30 | September has 30 days
    """)


CLOSED = """
    calendar:
      country: england
      closures: [2024-06-05, {from: 2024-06-10, to: 2024-06-12}]
"""


def test_closures_of_the_pack() -> None:
    """An authority's own closing days come on top of the bank holidays."""
    expect_due(
        """
        anchor_date | limit          | due_date   | why
        2024-06-03  | 2 working days | 2024-06-06 | not Wednesday 5
        2024-06-03  | 4 working days | 2024-06-13 | 4, 6 and 7, then not before Thursday 13
        2024-06-03  | 2 days         | 2024-06-05 | where days are counted, a day like any other
        2024-05-03  | 1 working day  | 2024-05-07 | a bank holiday is still one
        """,
        pack=CLOSED,
    )


def test_another_country() -> None:
    """The bank holidays are those of the pack's calendar."""
    expect_due(
        """
        anchor_date | limit         | due_date   | why
        2024-03-28  | 1 working day | 2024-04-01 | Easter Monday is worked in Scotland
        2024-12-31  | 1 working day | 2025-01-03 | 2 January is not
        """,
        pack="calendar: scotland",
    )


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
