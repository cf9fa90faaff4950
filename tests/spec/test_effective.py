"""effective: last year's cases are judged by last year's rules."""

from tests.spec.support import expect_ledger

REVIEWS = """
    - id: first_review
      within: 2 weeks
      from: plan_started
      to: cin_review
    - id: reviews
      every: 4 weeks
      of: cin_review
      after: first_review
"""

EVENTS = """
    event_date | event_type
    2024-06-03 | plan_started
    2024-06-10 | cin_review
    2024-07-08 | cin_review
    2024-08-05 | cin_review
"""


def test_from_and_to_include_their_own_days() -> None:
    """Only obligations anchored between 10 June and 8 July, both days included, are made."""
    expect_ledger(
        events=EVENTS,
        rules=REVIEWS,
        pack="effective: {from: 2024-06-10, to: 2024-07-08}",
        as_of="2024-08-05",
        ledger="""
            rule_id | occurrence | anchor_date | due_date   | met_date
            reviews | 1          | 2024-06-10  | 2024-07-08 | 2024-07-08
            reviews | 2          | 2024-07-08  | 2024-08-05 | 2024-08-05
        """,
    )


def test_the_chain_is_not_begun_anew() -> None:
    """In force from 1 July: the row of 10 June is gone, yet what followed it stands."""
    expect_ledger(
        events=EVENTS,
        rules=REVIEWS,
        pack="effective: {from: 2024-07-01}",
        as_of="2024-08-05",
        ledger="""
            rule_id | occurrence | anchor_date | due_date   | met_date
            reviews | 1          | 2024-07-08  | 2024-08-05 | 2024-08-05
            reviews | 2          | 2024-08-05  | 2024-09-02 |
        """,
    )


def test_up_to_the_end() -> None:
    """What was anchored by the last day is still followed to its end after it."""
    expect_ledger(
        events=EVENTS,
        rules=REVIEWS,
        pack="effective: {to: 2024-06-30}",
        as_of="2024-08-05",
        ledger="""
            rule_id      | anchor_date | due_date   | met_date
            first_review | 2024-06-03  | 2024-06-17 | 2024-06-10
            reviews      | 2024-06-10  | 2024-07-08 | 2024-07-08
        """,
    )


def test_the_first_anchor_stays_the_first() -> None:
    """An allocation before the rules were in force is the first; the next takes not its place."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-07-01 | case_allocated
        """,
        rules="""
            within: 1 week
            from: case_allocated
            to: cin_visit
        """,
        pack="effective: {from: 2024-07-01}",
        as_of="2024-07-02",
        ledger="""
            anchor_date
        """,
    )


def test_two_packs_one_after_the_other_judge_each_gap_once() -> None:
    """A gap belongs to the pack in force on the day it began: to one of the two, never to both."""
    events = """
        event_date | event_type
        2024-06-03 | plan_started
        2024-06-24 | cin_visit
        2024-07-15 | cin_visit
    """
    rules = """
        every: 3 weeks
        of: cin_visit
        from: plan_started
    """
    expect_ledger(
        events=events,
        rules=rules,
        pack="effective: {to: 2024-06-30}",
        as_of="2024-07-16",
        ledger="""
            anchor_date
            2024-06-03
            2024-06-24
        """,
    )
    expect_ledger(
        events=events,
        rules=rules,
        pack="effective: {from: 2024-07-01}",
        as_of="2024-07-16",
        ledger="""
            anchor_date
            2024-07-15
        """,
    )
