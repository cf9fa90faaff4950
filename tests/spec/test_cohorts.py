"""cohorts, only, except: who a rule is for, and what differs for some."""

from tests.spec.support import expect_ledger

PACK = """
    cohorts:
      cwd: {title: Disabled children, teams: [Children with Disabilities]}
      short_break: {title: Short breaks}
"""

VISITS = """
    every: 15 working days
    of: cin_visit
    from: plan_started
    cohorts: {cwd: {every: 6 weeks}}
"""


def test_by_mark_and_by_team() -> None:
    """In the cohort where any event carries it, among others too, or a mapped team held one."""
    expect_ledger(
        events="""
            child_id | event_date | event_type   | cohort          | team
            1        | 2024-06-03 | plan_started |                 | North
            2        | 2024-06-03 | plan_started | cwd             | North
            3        | 2024-06-03 | plan_started | short_break;cwd | North
            4        | 2024-06-03 | plan_started |                 | Children with Disabilities
            5        | 2024-06-03 | plan_started | short_break     | North
        """,
        rules=VISITS,
        pack=PACK,
        as_of="2024-06-03",
        ledger="""
            child_id | due_date
            1        | 2024-06-24
            2        | 2024-07-15
            3        | 2024-07-15
            4        | 2024-07-15
            5        | 2024-06-24
        """,
    )


def test_any_event_of_the_episode_up_to_the_as_of_date() -> None:
    """Marked later, the whole episode is judged so from then on; another episode is not."""
    events = """
        child_id | episode_id | event_date | event_type        | cohort
        1        | a          | 2024-06-03 | plan_started      |
        1        | a          | 2024-06-20 | manager_decision  | cwd
        1        | b          | 2024-06-05 | plan_started      |
    """
    expect_ledger(
        events=events,
        rules=VISITS,
        pack=PACK,
        as_of="2024-06-19",
        ledger="""
            episode_id | due_date
            a          | 2024-06-24
            b          | 2024-06-26
        """,
    )
    expect_ledger(
        events=events,
        rules=VISITS,
        pack=PACK,
        as_of="2024-06-20",
        ledger="""
            episode_id | due_date
            a          | 2024-07-15
            b          | 2024-06-26
        """,
    )


def test_an_override_replaces_the_base_even_where_it_is_shorter() -> None:
    """For this cohort a week is the limit, though three weeks are allowed to others."""
    expect_ledger(
        events="""
            event_date | event_type   | cohort
            2024-06-03 | plan_started | cwd
        """,
        rules="""
            every: 3 weeks
            of: cin_visit
            from: plan_started
            cohorts: {cwd: {every: 1 week}}
        """,
        as_of="2024-06-03",
        ledger="""
            due_date
            2024-06-10
        """,
    )


def test_lateness_is_counted_in_the_unit_of_the_override() -> None:
    """Due Monday 15 July by the cohort's six weeks; on Monday 22 that is seven days late."""
    expect_ledger(
        events="""
            event_date | event_type   | cohort
            2024-06-03 | plan_started | cwd
        """,
        rules=VISITS,
        as_of="2024-07-22",
        ledger="""
            due_date   | status  | days_late
            2024-07-15 | overdue | 7
        """,
    )


def test_of_several_overrides_the_later_due_date_counts_row_by_row() -> None:
    """A month after 31 January is 29 days, after 1 March 31: against thirty days, now one is later,
    now the other.
    """
    expect_ledger(
        events="""
            event_date | event_type   | cohort
            2024-01-31 | plan_started | cwd;short_break
            2024-03-01 | cin_visit    |
        """,
        rules="""
            every: 1 week
            of: cin_visit
            from: plan_started
            cohorts:
              cwd: {every: 1 month}
              short_break: {every: 30 days}
        """,
        as_of="2024-03-01",
        ledger="""
            anchor_date | due_date   | met_date   | status   | days_late
            2024-01-31  | 2024-03-01 | 2024-03-01 | on_time  | 0
            2024-03-01  | 2024-04-01 |            | upcoming | 0
        """,
    )


def test_of_several_with_the_same_due_date_the_first_in_the_pack_counts() -> None:
    """Both allow a week from the same day; the first named asks for a review."""
    expect_ledger(
        events="""
            event_date | event_type       | cohort
            2024-06-03 | case_allocated   | cwd;short_break
            2024-06-04 | planning_meeting |
            2024-06-05 | cin_review       |
        """,
        rules="""
            within: 1 week
            from: case_allocated
            to: cin_visit
            cohorts:
              short_break: {to: cin_review}
              cwd: {to: planning_meeting}
        """,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date | met_date
            1          | 2024-06-03  | 2024-06-05
        """,
    )


def test_from_in_place_of_after_and_after_in_place_of_from() -> None:
    """An override that names another anchor takes the base's anchor away, whichever kind it is."""
    expect_ledger(
        events="""
            child_id | event_date | event_type     | cohort
            1        | 2024-06-03 | case_allocated |
            1        | 2024-06-04 | cin_visit      |
            2        | 2024-06-03 | case_allocated | cwd
            2        | 2024-06-04 | cin_visit      |
        """,
        rules="""
            - id: first_visit
              within: 1 week
              from: case_allocated
              to: cin_visit
            - id: from_instead
              within: 2 weeks
              after: first_visit
              to: cin_review
              cohorts: {cwd: {from: case_allocated}}
            - id: after_instead
              within: 3 weeks
              from: case_allocated
              to: cin_review
              cohorts: {cwd: {after: first_visit}}
        """,
        as_of="2024-06-04",
        ledger="""
            rule_id       | child_id | anchor_date | due_date
            after_instead | 1        | 2024-06-03  | 2024-06-24
            after_instead | 2        | 2024-06-04  | 2024-06-25
            first_visit   | 1        | 2024-06-03  | 2024-06-10
            first_visit   | 2        | 2024-06-03  | 2024-06-10
            from_instead  | 1        | 2024-06-04  | 2024-06-18
            from_instead  | 2        | 2024-06-03  | 2024-06-17
        """,
    )


def test_rows_of_overrides_with_other_anchors_all_stay() -> None:
    """One override counts from the plan, the other from the assessment: a row for each."""
    expect_ledger(
        events="""
            event_date | event_type           | cohort
            2024-06-03 | assessment_completed | cwd;short_break
            2024-06-10 | plan_started         |
        """,
        rules="""
            within: 1 week
            from: referral_received
            to: cin_visit
            cohorts:
              cwd: {from: plan_started}
              short_break: {from: assessment_completed}
        """,
        as_of="2024-06-10",
        ledger="""
            occurrence | anchor_date | due_date
            1          | 2024-06-03  | 2024-06-10
            2          | 2024-06-10  | 2024-06-17
        """,
    )


def test_an_override_may_set_any_field() -> None:
    """For this cohort another event meets the rule, and `unless` takes away what stands already."""
    expect_ledger(
        events="""
            child_id | event_date | event_type       | cohort
            1        | 2024-06-03 | case_allocated   |
            1        | 2024-06-05 | planning_meeting |
            2        | 2024-06-03 | case_allocated   | cwd
            2        | 2024-06-05 | planning_meeting |
            2        | 2024-06-06 | cin_review       |
            3        | 2024-06-03 | case_allocated   | short_break
            3        | 2024-06-03 | cin_visit        |
        """,
        rules="""
            within: 1 week
            from: case_allocated
            to: planning_meeting
            cohorts:
              cwd: {to: cin_review}
              short_break: {unless: cin_visit}
        """,
        as_of="2024-06-30",
        ledger="""
            child_id | met_date
            1        | 2024-06-05
            2        | 2024-06-06
        """,
    )


def test_only_and_except() -> None:
    """Only the cohort, or all but it."""
    expect_ledger(
        events="""
            child_id | event_date | event_type   | cohort
            1        | 2024-06-03 | plan_started |
            2        | 2024-06-03 | plan_started | cwd
        """,
        rules="""
            - id: except_it
              within: 1 week
              from: plan_started
              to: cin_visit
              except: [cwd]
            - id: only_it
              within: 2 weeks
              from: plan_started
              to: cin_visit
              only: [cwd, short_break]
        """,
        as_of="2024-06-03",
        ledger="""
            rule_id   | child_id | due_date
            except_it | 1        | 2024-06-10
            only_it   | 2        | 2024-06-17
        """,
    )


def test_a_rule_for_others_anchors_nothing() -> None:
    """What follows a rule that is not for the cohort is not asked of it either."""
    expect_ledger(
        events="""
            child_id | event_date | event_type     | cohort
            1        | 2024-06-03 | case_allocated |
            1        | 2024-06-05 | cin_visit      |
            2        | 2024-06-03 | case_allocated | cwd
            2        | 2024-06-05 | cin_visit      |
        """,
        rules="""
            - id: first_visit
              within: 1 week
              from: case_allocated
              to: cin_visit
              except: [cwd]
            - id: visits
              every: 6 weeks
              of: cin_visit
              after: first_visit
        """,
        as_of="2024-06-05",
        of="visits",
        ledger="""
            child_id | anchor_date | due_date
            1        | 2024-06-05  | 2024-07-17
        """,
    )
