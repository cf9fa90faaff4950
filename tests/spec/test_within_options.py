"""within, and what may be added to it: anchor, not_before, unless, while."""

from tests.spec.support import expect_ledger

VISIT = """
    within: 10 working days
    from: case_allocated
    to: cin_visit
"""


def test_anchor_each_takes_every_day_once() -> None:
    """Three updates on two days are two obligations; one sending out can meet both."""
    expect_ledger(
        events="""
            event_date | event_type      | outcome
            2024-06-03 | plan_updated    |
            2024-06-03 | plan_updated    | continue
            2024-06-05 | plan_updated    |
            2024-06-11 | plan_circulated |
        """,
        rules="""
            within: 5 working days
            anchor: each
            from: plan_updated
            to: plan_circulated
        """,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status  | days_late
            1          | 2024-06-03  | 2024-06-10 | 2024-06-11 | late    | 1
            2          | 2024-06-05  | 2024-06-12 | 2024-06-11 | on_time | 0
        """,
    )


def test_a_word_in_both_anchor_and_target_must_come_again() -> None:
    """The review that starts the clock cannot stop it: strictly later, for either word."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | cin_review
            1        | 2024-06-10 | cin_review
            2        | 2024-06-03 | planning_meeting
            2        | 2024-06-03 | cin_review
        """,
        rules="""
            within: 2 weeks
            from: [planning_meeting, cin_review]
            to: cin_review
        """,
        as_of="2024-06-30",
        ledger="""
            child_id | anchor_date | met_date   | status
            1        | 2024-06-03  | 2024-06-10 | on_time
            2        | 2024-06-03  |            | overdue
        """,
    )


def test_a_word_in_both_by_way_of_define() -> None:
    """The pack's own word stands for a review among others, so a review must come again."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | cin_review
            2024-06-10 | cin_review
        """,
        rules="""
            within: 2 weeks
            from: met
            to: cin_review
        """,
        pack="define: {met: [planning_meeting, cin_review]}",
        as_of="2024-06-30",
        ledger="""
            anchor_date | met_date
            2024-06-03  | 2024-06-10
        """,
    )


def test_a_word_in_both_whatever_else_is_asked_of_it() -> None:
    """A manager's review anchors, any review meets: it is the same word, so strictly later."""
    expect_ledger(
        events="""
            event_date | event_type | chaired_by
            2024-06-03 | cin_review | manager
            2024-06-03 | cin_review | social_worker
            2024-06-05 | cin_review |
        """,
        rules="""
            within: 2 weeks
            from: {event: cin_review, where: {chaired_by: [manager]}}
            to: cin_review
        """,
        as_of="2024-06-30",
        ledger="""
            anchor_date | met_date
            2024-06-03  | 2024-06-05
        """,
    )


def test_not_before_leaves_out_what_comes_too_soon() -> None:
    """A checkpoint in week one is no six-month checkpoint; the first day of month six is."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-15 | case_allocated
            1        | 2024-01-19 | checkpoint_review
            1        | 2024-06-14 | checkpoint_review
            1        | 2024-07-16 | checkpoint_review
            2        | 2024-01-15 | case_allocated
            2        | 2024-06-15 | checkpoint_review
        """,
        rules="""
            within: 6 months
            not_before: 5 months
            from: case_allocated
            to: checkpoint_review
        """,
        as_of="2024-12-31",
        ledger="""
            child_id | anchor_date | due_date   | met_date   | status  | days_late
            1        | 2024-01-15  | 2024-07-15 | 2024-07-16 | late    | 1
            2        | 2024-01-15  | 2024-07-15 | 2024-06-15 | on_time | 0
        """,
    )


CONSENT = """
    within: 72 hours
    from: transferred_in
    to: consent_recorded
    unless: consent_recorded
"""


def test_unless_it_stands_already() -> None:
    """Consent before or on the day of the transfer: nothing is asked. After it, it is."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | contact_received
            1        | 2024-06-03 | consent_recorded
            1        | 2024-06-05 | transferred_in
            2        | 2024-06-05 | transferred_in
            2        | 2024-06-05 | consent_recorded
            3        | 2024-06-05 | transferred_in
            3        | 2024-06-06 | consent_recorded
        """,
        rules=CONSENT,
        as_of="2024-06-30",
        ledger="""
            child_id | anchor_date | due_date   | met_date   | status
            3        | 2024-06-05  | 2024-06-08 | 2024-06-06 | on_time
        """,
    )


def test_unless_looks_at_the_whole_episode() -> None:
    """Consent given in an earlier spell of the episode still stands."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | consent_recorded
            2024-06-04 | cp_plan_started
            2024-06-10 | cp_plan_ended
            2024-06-11 | transferred_in
        """,
        rules=CONSENT,
        as_of="2024-06-30",
        ledger="""
            anchor_date | status
        """,
    )


def test_unless_the_next_anchor_does_not_take_its_place() -> None:
    """With each day an anchor, only those before the consent have a row; with the first, it has."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | transferred_in
            2024-06-04 | consent_recorded
            2024-06-05 | transferred_in
        """,
        rules="""
            - id: each
              within: 72 hours
              anchor: each
              from: transferred_in
              to: cin_visit
              unless: consent_recorded
            - id: first
              within: 72 hours
              from: [consent_recorded, transferred_in]
              to: cin_visit
              unless: transferred_in
        """,
        as_of="2024-06-30",
        ledger="""
            rule_id | anchor_date
            each    | 2024-06-03
        """,
    )


def test_each_spell_has_its_own_row() -> None:
    """In need before and after a child protection plan: two spells, two clocks."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-05 | cp_plan_started
            2024-07-01 | cp_plan_ended
            2024-07-02 | case_allocated
            2024-07-03 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-07-31",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status
            1          | 2024-06-03  | 2024-06-17 |            | not_required
            2          | 2024-07-02  | 2024-07-16 | 2024-07-03 | on_time
        """,
    )


def test_a_day_that_two_spells_share_has_a_row_in_each() -> None:
    """Protection for the one day of 10 June: that day ends one spell and begins the next.

    What was met is numbered before what was not.
    """
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cp_plan_started
            2024-06-10 | cp_plan_ended
            2024-06-10 | case_allocated
            2024-06-12 | cin_visit
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status
            1          | 2024-06-10  | 2024-06-24 | 2024-06-12 | on_time
            2          | 2024-06-10  | 2024-06-24 |            | not_required
        """,
    )


def test_while_names_the_spell() -> None:
    """The same rule through the whole episode is not ended by protection, and asks once."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | case_allocated
            2024-06-05 | cp_plan_started
            2024-06-06 | cin_visit
            2024-07-02 | case_allocated
        """,
        rules=VISIT + "    while: episode\n",
        as_of="2024-07-31",
        ledger="""
            anchor_date | due_date   | met_date   | status
            2024-06-03  | 2024-06-17 | 2024-06-06 | on_time
        """,
    )


def test_while_plan() -> None:
    """A review asked for while on a plan is not asked once the plan has ended."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | plan_started
            2024-06-28 | plan_ended
            2024-07-01 | cin_review
        """,
        rules="""
            within: 6 weeks
            from: plan_started
            to: cin_review
            while: plan
        """,
        as_of="2024-07-31",
        ledger="""
            anchor_date | due_date   | met_date | status
            2024-06-10  | 2024-07-22 |          | not_required
        """,
    )
