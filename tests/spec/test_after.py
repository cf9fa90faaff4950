"""after: RULE instead of from. The anchors are the days on which that rule was met in the spell."""

from tests.spec.support import expect_ledger

VISITS = """
    - id: first_visit
      within: 10 working days
      from: case_allocated
      to: cin_visit
    - id: visits
      every: 15 working days
      of: cin_visit
      after: first_visit
"""


def test_the_chain_begins_where_the_first_rule_was_met() -> None:
    """Met late is met: the recurring visits count from the late first visit."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-18 | cin_visit
            2024-07-01 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-07-02",
        ledger="""
            rule_id     | anchor_date | due_date   | met_date   | status
            first_visit | 2024-06-03  | 2024-06-17 | 2024-06-18 | late
            visits      | 2024-06-18  | 2024-07-09 | 2024-07-01 | on_time
            visits      | 2024-07-01  | 2024-07-22 |            | upcoming
        """,
    )


def test_a_rule_never_met_anchors_nothing() -> None:
    """While the first visit is outstanding only that is asked for."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
        """,
        rules=VISITS,
        as_of="2024-07-31",
        ledger="""
            rule_id     | status
            first_visit | overdue
        """,
    )


def test_a_rule_without_a_row_was_not_met() -> None:
    """Where `unless` leaves the first rule out, nothing follows it, though a visit was made."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-03 | manager_decision
            2024-06-04 | cin_visit
        """,
        rules="""
            - id: first_visit
              within: 10 working days
              from: case_allocated
              to: cin_visit
              unless: manager_decision
            - id: visits
              every: 15 working days
              of: cin_visit
              after: first_visit
        """,
        as_of="2024-06-30",
        ledger="""
            rule_id | anchor_date
        """,
    )


def test_met_in_the_same_spell() -> None:
    """A first visit made in the spell before protection anchors nothing in the spell after it."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-04 | cin_visit
            2024-06-05 | cp_plan_started
            2024-07-01 | cp_plan_ended
            2024-07-10 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-07-11",
        of="visits",
        ledger="""
            anchor_date | status
            2024-06-04  | not_required
        """,
    )


def test_anchor_each_takes_every_day_the_rule_was_met() -> None:
    """Notes are asked for after each visit of the chain; without `each`, after the first."""
    events = """
        event_date | event_type
        2024-06-03 | plan_started
        2024-06-10 | cin_visit
        2024-06-17 | cin_visit
        2024-06-18 | plan_updated
    """
    rules = """
        - id: visits
          every: 15 working days
          of: cin_visit
          from: plan_started
        - id: updates
          within: 2 days
          anchor: %s
          after: visits
          to: plan_updated
    """
    expect_ledger(
        events=events,
        rules=rules % "each",
        as_of="2024-06-30",
        of="updates",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status  | days_late
            1          | 2024-06-10  | 2024-06-12 | 2024-06-18 | late    | 6
            2          | 2024-06-17  | 2024-06-19 | 2024-06-18 | on_time | 0
        """,
    )
    expect_ledger(
        events=events,
        rules=rules % "first",
        as_of="2024-06-30",
        of="updates",
        ledger="""
            anchor_date | met_date
            2024-06-10  | 2024-06-18
        """,
    )


def test_the_word_that_met_the_rule_must_come_again() -> None:
    """The anchor is a review, so the same review cannot meet what follows it."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-10 | cin_review
            2024-06-20 | cin_review
        """,
        rules="""
            - id: first_review
              within: 1 month
              from: plan_started
              to: cin_review
            - id: second_review
              within: 1 month
              after: first_review
              to: [planning_meeting, cin_review]
        """,
        as_of="2024-06-30",
        of="second_review",
        ledger="""
            anchor_date | due_date   | met_date
            2024-06-10  | 2024-07-10 | 2024-06-20
        """,
    )


def test_a_stay_is_met_by_no_event() -> None:
    """The anchor is the day the stay was reached; a meeting on that very day counts."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | planning_meeting
            2024-06-17 | planning_meeting
        """,
        rules="""
            - id: staying
              stay: 2 weeks
              from: planning_meeting
              ended_by: planning_meeting
            - id: meeting
              within: 1 week
              after: staying
              to: planning_meeting
        """,
        as_of="2024-06-18",
        of="meeting",
        ledger="""
            anchor_date | met_date
            2024-06-17  | 2024-06-17
        """,
    )


def test_a_chain_of_three() -> None:
    """A meeting after the plan, a review after the meeting, visits after the review."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-05 | planning_meeting
            2024-06-11 | cin_review
            2024-06-13 | cin_visit
        """,
        rules="""
            - id: c_visits
              every: 2 weeks
              of: cin_visit
              after: b_review
            - id: b_review
              within: 1 week
              after: a_meeting
              to: cin_review
            - id: a_meeting
              within: 1 week
              from: plan_started
              to: planning_meeting
        """,
        as_of="2024-06-14",
        ledger="""
            rule_id   | anchor_date | due_date   | met_date
            a_meeting | 2024-06-03  | 2024-06-10 | 2024-06-05
            b_review  | 2024-06-05  | 2024-06-12 | 2024-06-11
            c_visits  | 2024-06-11  | 2024-06-25 | 2024-06-13
            c_visits  | 2024-06-13  | 2024-06-27 |
        """,
    )
