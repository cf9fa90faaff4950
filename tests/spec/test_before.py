"""before: E, by: L, to: T. T happens at least L before each E."""

from tests.spec.support import expect_ledger

INVITES = """
    before: cin_review
    by: 2 weeks
    to: review_invites_sent
"""


def test_in_time_on_the_day_and_late() -> None:
    """Due two weeks before the review: sent earlier, on that day, a day after it, never."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | review_invites_sent
            1        | 2024-06-24 | cin_review
            2        | 2024-06-10 | review_invites_sent
            2        | 2024-06-24 | cin_review
            3        | 2024-06-11 | review_invites_sent
            3        | 2024-06-24 | cin_review
            4        | 2024-06-03 | referral_received
            4        | 2024-06-24 | cin_review
        """,
        rules=INVITES,
        as_of="2024-06-30",
        ledger="""
            child_id | anchor_date | due_date   | met_date   | status  | days_late
            1        | 2024-06-24  | 2024-06-10 | 2024-06-03 | on_time | 0
            2        | 2024-06-24  | 2024-06-10 | 2024-06-10 | on_time | 0
            3        | 2024-06-24  | 2024-06-10 | 2024-06-11 | late    | 1
            4        | 2024-06-24  | 2024-06-10 |            | missed  | 14
        """,
    )


def test_working_days_before() -> None:
    """Over the bank holiday of 27 May: five before Monday 3 June is Friday 24 May.

    They are Friday 31, Thursday 30, Wednesday 29, Tuesday 28 and Friday 24. Missed, it is late by
    the five working days that follow the due day, the day of the review among them.
    """
    expect_ledger(
        events="""
            event_date | event_type
            2024-05-01 | referral_received
            2024-06-03 | cin_review
        """,
        rules="""
            before: cin_review
            by: 5 working days
            to: assessment_shared
        """,
        as_of="2024-06-30",
        ledger="""
            due_date   | met_date | status | days_late
            2024-05-24 |          | missed | 5
        """,
    )


def test_five_working_days_before_a_saturday() -> None:
    """Friday is the first, so it is that week's Monday."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-01 | referral_received
            2024-06-10 | assessment_shared
            2024-06-15 | cin_review
        """,
        rules="""
            before: cin_review
            by: 5 working days
            to: assessment_shared
        """,
        as_of="2024-06-30",
        ledger="""
            anchor_date | due_date   | status
            2024-06-15  | 2024-06-10 | on_time
        """,
    )


def test_months_before_are_clamped() -> None:
    """One month before 31 March is the last day of February, the 29th in a leap year."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2023-01-02 | referral_received
            1        | 2023-03-31 | cin_review
            2        | 2024-01-02 | referral_received
            2        | 2024-03-31 | cin_review
        """,
        rules="""
            before: cin_review
            by: 1 month
            to: review_invites_sent
        """,
        as_of="2024-06-30",
        ledger="""
            child_id | due_date   | status | days_late
            1        | 2023-02-28 | missed | 31
            2        | 2024-02-29 | missed | 31
        """,
    )


def test_on_the_day_of_the_event_is_late_and_not_missed() -> None:
    """Invitations sent on the day of the review are late by the two weeks."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-24 | review_invites_sent
            2024-06-24 | cin_review
        """,
        rules=INVITES,
        as_of="2024-06-30",
        ledger="""
            met_date   | status | days_late
            2024-06-24 | late   | 14
        """,
    )


def test_each_event_looks_back_to_the_previous_one() -> None:
    """Invitations sent for one review, on its very day, do not serve the next."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | review_invites_sent
            2024-06-24 | review_invites_sent
            2024-06-24 | cin_review
            2024-07-22 | cin_review
            2024-07-23 | review_invites_sent
            2024-08-20 | cin_review
        """,
        rules=INVITES,
        as_of="2024-08-31",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status  | days_late
            1          | 2024-06-24  | 2024-06-10 | 2024-06-03 | on_time | 0
            2          | 2024-07-22  | 2024-07-08 |            | missed  | 14
            3          | 2024-08-20  | 2024-08-06 | 2024-07-23 | on_time | 0
        """,
    )


def test_the_first_event_looks_back_to_the_start_of_the_spell() -> None:
    """What was sent on the day the spell began counts; what was sent before it does not."""
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | referral_received
            1        | 2024-06-04 | cp_plan_started
            1        | 2024-06-10 | review_invites_sent
            1        | 2024-06-11 | cp_plan_ended
            1        | 2024-06-28 | cin_review
            2        | 2024-06-03 | referral_received
            2        | 2024-06-04 | cp_plan_started
            2        | 2024-06-11 | review_invites_sent
            2        | 2024-06-11 | cp_plan_ended
            2        | 2024-06-28 | cin_review
        """,
        rules=INVITES,
        as_of="2024-06-30",
        ledger="""
            child_id | due_date   | met_date   | status
            1        | 2024-06-14 |            | missed
            2        | 2024-06-14 | 2024-06-11 | on_time
        """,
    )


def test_two_events_on_one_day_are_one() -> None:
    """Two reviews on one day ask once."""
    expect_ledger(
        events="""
            event_date | event_type          | chaired_by
            2024-06-03 | review_invites_sent |
            2024-06-24 | cin_review          | manager
            2024-06-24 | cin_review          | social_worker
        """,
        rules=INVITES,
        as_of="2024-06-30",
        ledger="""
            occurrence | anchor_date
            1          | 2024-06-24
        """,
    )


def test_given_asks_only_where_there_was_something() -> None:
    """The assessment is to be shared only before reviews that follow a new one.

    The second review has none since the first, the third has one since the second, though the
    second had no row.
    """
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | assessment_completed
            2024-06-24 | cin_review
            2024-07-15 | cin_review
            2024-07-16 | assessment_completed
            2024-07-17 | assessment_shared
            2024-08-12 | cin_review
        """,
        rules="""
            before: cin_review
            by: 5 working days
            to: assessment_shared
            given: assessment_completed
        """,
        as_of="2024-08-31",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status  | days_late
            1          | 2024-06-24  | 2024-06-17 |            | missed  | 5
            2          | 2024-08-12  | 2024-08-05 | 2024-07-17 | on_time | 0
        """,
    )


def test_given_on_the_day_of_the_previous_event_belongs_to_that_one() -> None:
    """An assessment completed on the day of the first review is that review's."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-24 | assessment_completed
            2024-06-24 | cin_review
            2024-07-15 | cin_review
        """,
        rules="""
            before: cin_review
            by: 5 working days
            to: assessment_shared
            given: assessment_completed
        """,
        as_of="2024-08-31",
        ledger="""
            anchor_date | status
            2024-06-24  | missed
        """,
    )


def test_unless() -> None:
    """Once a manager has decided, reviews on or after that day ask for no invitations."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-24 | cin_review
            2024-07-15 | manager_decision
            2024-07-15 | cin_review
        """,
        rules=INVITES + "    unless: manager_decision\n",
        as_of="2024-08-31",
        ledger="""
            anchor_date | status
            2024-06-24  | missed
        """,
    )


def test_an_event_yet_to_come_asks_nothing() -> None:
    """Seen before the review is held there is no row: the review is not known."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-24 | cin_review
        """,
        rules=INVITES,
        as_of="2024-06-23",
        ledger="""
            anchor_date | status
        """,
    )
