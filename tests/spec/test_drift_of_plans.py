"""Drift indicators of plans, reviews, assessments and coming back.

Each on the day before it shows, on the day it shows, and with what takes it away.
"Older" and "longer" than a limit mean that the as-of date lies past the start plus the limit.
"""

import pytest

from tests.spec.figures import expect_drift, expect_drift_after

NONE = """
    indicator
"""


# plan_length


def test_plan_length_after_nine_months() -> None:
    """Nine months after 15 January is 15 October; a plan is older than that on the 16th."""
    expect_drift_after(
        "2024-10-15",
        "2024-10-16",
        since="2024-01-15",
        drift="{plan_length: }",
        events="""
            event_date | event_type
            2024-01-02 | referral_received
            2024-01-15 | plan_started
        """,
    )


def test_plan_length_says_whether_panel_or_extension_is_on_file() -> None:
    """Since this plan began: what stands before it belongs to an earlier one."""
    expect_drift(
        events="""
            child_id | event_date | event_type
            1        | 2023-01-02 | plan_started
            1        | 2023-02-02 | panel_review
            1        | 2023-02-03 | extension_agreed
            1        | 2023-03-02 | plan_ended
            1        | 2023-03-20 | plan_started
            2        | 2023-01-02 | plan_started
            2        | 2023-09-20 | panel_review
            2        | 2023-09-27 | extension_agreed
        """,
        as_of="2024-01-31",
        drift="{plan_length: }",
        indicators="""
            child_id | since      | detail
            1        | 2023-03-20 | Plan open since 2023-03-20; no panel on file; no extension on file
            2        | 2023-01-02 | Plan open since 2023-01-02; panel on 2023-09-20; extension agreed on 2023-09-27
        """,
    )


def test_a_plan_that_ended_is_not_long() -> None:
    """Ended by itself, or with the time in need."""
    expect_drift(
        events="""
            child_id | event_date | event_type
            1        | 2023-01-02 | plan_started
            1        | 2024-01-02 | plan_ended
            2        | 2023-01-02 | plan_started
            2        | 2023-10-02 | cp_plan_started
            2        | 2023-12-02 | cp_plan_ended
        """,
        as_of="2024-01-31",
        drift="{plan_length: }",
        indicators=NONE,
    )


def test_a_threshold_of_the_pack_replaces_the_usual_one() -> None:
    """Six months after 31 August is 29 February."""
    expect_drift_after(
        "2024-02-29",
        "2024-03-01",
        since="2023-08-31",
        drift="{plan_length: {older_than: 6 months}}",
        events="""
            event_date | event_type
            2023-08-31 | plan_started
        """,
    )


# no_manager_review


MANAGED = """
    event_date | event_type   | chaired_by
    2024-01-15 | plan_started |
    2024-02-15 | cin_review   | social_worker
"""


def test_a_plan_of_six_months_and_no_review_by_a_manager() -> None:
    """Six months after 15 January is 15 July."""
    expect_drift_after(
        "2024-07-15",
        "2024-07-16",
        since="2024-01-15",
        drift="{no_manager_review: }",
        events=MANAGED,
    )


@pytest.mark.parametrize(
    ("review", "shows"),
    [
        ("2024-01-14 | cin_review       | manager", True),
        ("2024-01-15 | cin_review       | manager", False),
        ("2024-12-01 | cin_review       | manager", False),
        ("2024-12-01 | planning_meeting | manager", True),
        ("2024-12-01 | cin_review       | conference_chair", True),
    ],
)
def test_a_review_by_a_manager_since_the_plan_began(review: str, shows: bool) -> None:
    """At any time since the plan began, early or late; only a review, and only a manager."""
    expect_drift(
        events=f"{MANAGED.rstrip()}\n    {review}",
        as_of="2024-12-31",
        drift="{no_manager_review: }",
        indicators="since\n2024-01-15" if shows else NONE,
    )


# reviews_without_change


REVIEWS = """
    event_date | event_type        | outcome
    2024-01-02 | referral_received |
    2024-02-01 | cin_review        | {first}
    2024-04-01 | cin_review        | {second}
    2024-06-01 | cin_review        | {third}
"""


@pytest.mark.parametrize(
    ("outcomes", "since"),
    [
        (("continue", "continue", "continue"), "2024-04-01"),
        (("close", "continue", "continue"), "2024-04-01"),
        (("continue", "close", "continue"), None),
        (("continue", "continue", "close"), None),
        (("continue", "continue", ""), None),
    ],
)
def test_reviews_without_change_looks_at_the_last_two(
    outcomes: tuple[str, str, str], since: str | None
) -> None:
    """Both must say `continue`; an outcome that is not recorded does not say it."""
    first, second, third = outcomes
    expect_drift(
        events=REVIEWS.format(first=first, second=second, third=third),
        as_of="2024-07-31",
        drift="{reviews_without_change: }",
        indicators=f"since\n{since}" if since else NONE,
    )


@pytest.mark.parametrize(
    ("updated", "shows"),
    [("2024-03-31", True), ("2024-04-01", False), ("2024-05-01", False), ("2024-06-02", False)],
)
def test_a_plan_updated_since_the_first_of_them_is_a_change(updated: str, shows: bool) -> None:
    """On the day of the first of them or any day after it; not before."""
    events = REVIEWS.format(first="continue", second="continue", third="continue")
    expect_drift(
        events=f"{events.rstrip()}\n    {updated} | plan_updated |",
        as_of="2024-07-31",
        drift="{reviews_without_change: }",
        indicators="since\n2024-04-01" if shows else NONE,
    )


def test_reviews_of_an_earlier_time_in_need_are_not_asked() -> None:
    """One review since the child came off protection is not two, and two on one day are one."""
    expect_drift(
        events="""
            event_date | event_type      | outcome  | chaired_by
            2024-01-02 | cin_review      | continue |
            2024-02-01 | cp_plan_started |          |
            2024-05-01 | cp_plan_ended   |          |
            2024-06-01 | cin_review      | continue | manager
            2024-06-01 | cin_review      | continue | social_worker
        """,
        as_of="2024-07-31",
        drift="{reviews_without_change: }",
        indicators=NONE,
    )


def test_reviews_of_one_day_must_all_say_continue() -> None:
    """One of them says otherwise."""
    expect_drift(
        events="""
            event_date | event_type | outcome
            2024-01-02 | cin_review | continue
            2024-06-01 | cin_review | continue
            2024-06-01 | cin_review | step_up
        """,
        as_of="2024-07-31",
        drift="{reviews_without_change: }",
        indicators=NONE,
    )


def test_as_many_reviews_as_the_pack_says() -> None:
    """Three of three."""
    expect_drift(
        events=REVIEWS.format(first="continue", second="continue", third="continue"),
        as_of="2024-07-31",
        drift="{reviews_without_change: {reviews: 3}}",
        indicators="since\n2024-02-01",
    )


# stale_assessment


def test_stale_assessment_after_six_months() -> None:
    """Of the last one; six months after 15 March is 15 September."""
    expect_drift_after(
        "2024-09-15",
        "2024-09-16",
        since="2024-03-15",
        drift="{stale_assessment: }",
        events="""
            event_date | event_type
            2024-01-02 | assessment_completed
            2024-03-15 | assessment_completed
        """,
    )


def test_without_an_assessment_none_is_stale() -> None:
    """The other child's assessment makes it computable; this child has none to be old."""
    expect_drift(
        events="""
            child_id | event_date | event_type
            1        | 2023-01-02 | referral_received
            2        | 2023-01-02 | assessment_completed
        """,
        as_of="2024-01-31",
        drift="{stale_assessment: }",
        indicators="child_id\n2",
    )


# returned


@pytest.mark.parametrize(
    ("closed", "shows"),
    [("2023-01-31", False), ("2023-02-01", True), ("2024-01-31", True), ("2024-02-01", True)],
)
def test_returned_within_twelve_months_of_a_closure(closed: str, shows: bool) -> None:
    """Twelve months after 1 February 2023 is 1 February 2024, the day this episode began."""
    expect_drift(
        events=f"""
            episode_id | event_date | event_type
            a          | 2022-01-02 | referral_received
            a          | {closed}   | case_closed
            b          | 2024-02-01 | referral_received
        """,
        as_of="2025-06-30",
        drift="{returned: }",
        indicators="episode_id | since\nb | 2024-02-01" if shows else NONE,
    )


def test_coming_back_from_another_authority_is_no_return() -> None:
    """A transfer out is no closure, and a closure after this episode began is no earlier one."""
    expect_drift(
        events="""
            child_id | episode_id | event_date | event_type
            1        | a          | 2023-01-02 | referral_received
            1        | a          | 2023-06-02 | transferred_out
            1        | b          | 2023-09-01 | transferred_in
            2        | a          | 2023-01-02 | referral_received
            2        | a          | 2023-06-02 | case_closed
            2        | b          | 2023-06-01 | referral_received
        """,
        as_of="2024-01-31",
        drift="{returned: }",
        indicators=NONE,
    )


# re_escalated


@pytest.mark.parametrize(
    ("ended", "shows"), [("2023-01-31", False), ("2023-02-01", True), ("2024-01-31", True)]
)
def test_re_escalated_within_twelve_months(ended: str, shows: bool) -> None:
    """Twelve months after 1 February 2023 is 1 February 2024, when protection began again; in need since May."""
    expect_drift(
        events=f"""
            episode_id | event_date | event_type
            a          | 2022-01-02 | cp_plan_started
            a          | {ended}    | cp_plan_ended
            a          | 2024-01-31 | case_closed
            b          | 2024-02-01 | cp_plan_started
            b          | 2024-05-01 | cp_plan_ended
        """,
        as_of="2025-06-30",
        drift="{re_escalated: }",
        indicators="episode_id | since\nb | 2024-02-01" if shows else NONE,
    )


def test_a_protection_plan_that_goes_on_is_no_second_one() -> None:
    """Ended and begun on one day: the change of a plan, not a return to one."""
    expect_drift(
        events="""
            event_date | event_type
            2023-01-02 | cp_plan_started
            2023-06-01 | cp_plan_ended
            2023-06-01 | cp_plan_started
            2023-09-01 | cp_plan_ended
        """,
        as_of="2024-01-31",
        drift="{re_escalated: }",
        indicators=NONE,
    )
