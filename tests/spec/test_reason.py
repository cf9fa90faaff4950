"""reason_expected: a reason on file explains a breach; it never turns it into compliance."""

from tests.spec.support import expect_ledger

VISITS = """
    every: 1 week
    of: cin_visit
    from: plan_started
    reason_expected: true
"""


def test_between_the_anchor_and_the_day_it_was_met() -> None:
    """Each gap shows the reason given inside it; late stays late. Other outcomes are no reasons."""
    expect_ledger(
        events="""
            event_date | event_type       | outcome
            2024-06-03 | plan_started     |
            2024-06-11 | manager_decision | continue
            2024-06-12 | reason_recorded  | family_away
            2024-06-14 | cin_visit        |
            2024-06-18 | cin_visit        |
            2024-06-19 | reason_recorded  | worker_ill
        """,
        rules=VISITS,
        as_of="2024-06-19",
        ledger="""
            anchor_date | met_date   | status   | days_late | reason
            2024-06-03  | 2024-06-14 | late     | 4         | family_away
            2024-06-14  | 2024-06-18 | on_time  | 0         |
            2024-06-18  |            | upcoming | 0         | worker_ill
        """,
    )


def test_both_ends_are_included() -> None:
    """A reason given on the day of a visit explains the gap it closes and the gap it opens."""
    expect_ledger(
        events="""
            event_date | event_type      | outcome
            2024-06-03 | plan_started    |
            2024-06-14 | cin_visit       |
            2024-06-14 | reason_recorded | family_away
        """,
        rules=VISITS,
        as_of="2024-06-14",
        ledger="""
            anchor_date | reason
            2024-06-03  | family_away
            2024-06-14  | family_away
        """,
    )


def test_outside_the_row_it_is_not_shown() -> None:
    """Given before the anchor or after the visit, it explains nothing."""
    expect_ledger(
        events="""
            event_date | event_type      | outcome
            2024-06-02 | reason_recorded | family_away
            2024-06-03 | plan_started    |
            2024-06-14 | case_closed     |
            2024-06-15 | reason_recorded | worker_ill
        """,
        rules=VISITS,
        as_of="2024-06-30",
        ledger="""
            status | reason
            missed |
        """,
    )


def test_until_the_spell_ended_or_today() -> None:
    """Never met: up to the end of the spell where it is over, else up to the as-of date."""
    expect_ledger(
        events="""
            child_id | event_date | event_type      | outcome
            1        | 2024-06-03 | plan_started    |
            1        | 2024-06-14 | reason_recorded | family_away
            1        | 2024-06-14 | case_closed     |
            2        | 2024-06-03 | plan_started    |
            2        | 2024-06-20 | reason_recorded | family_away
            3        | 2024-06-03 | plan_started    |
            3        | 2024-06-21 | reason_recorded | family_away
        """,
        rules=VISITS,
        as_of="2024-06-20",
        ledger="""
            child_id | status  | reason
            1        | missed  | family_away
            2        | overdue | family_away
            3        | overdue |
        """,
    )


def test_the_first_one_by_date_then_by_letter() -> None:
    """Of several the earliest; on one day the first in the alphabet; without an outcome none."""
    expect_ledger(
        events="""
            event_date | event_type      | outcome
            2024-06-03 | plan_started    |
            2024-06-04 | reason_recorded |
            2024-06-05 | reason_recorded | worker_ill
            2024-06-05 | reason_recorded | family_away
            2024-06-06 | reason_recorded | bank_holiday
        """,
        rules=VISITS,
        as_of="2024-06-20",
        ledger="""
            status  | reason
            overdue | family_away
        """,
    )


def test_only_where_a_reason_is_expected() -> None:
    """Another rule shows none, whatever is on file."""
    expect_ledger(
        events="""
            event_date | event_type      | outcome
            2024-06-03 | plan_started    |
            2024-06-05 | reason_recorded | family_away
        """,
        rules="""
            every: 1 week
            of: cin_visit
            from: plan_started
        """,
        as_of="2024-06-20",
        ledger="""
            status  | reason
            overdue |
        """,
    )
