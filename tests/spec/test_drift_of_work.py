"""Drift indicators of visits, workers, meetings and supervision.

Each on the day before it shows, on the day it shows, and with what takes it away.
"Older" and "longer" than a limit mean that the as-of date lies past the start plus the limit.
"""

import pytest

from tests.spec.figures import expect_drift, expect_drift_after

NONE = """
    indicator
"""


# missed_visits


VISITS = """
    id: visits
    every: 10 days
    of: cin_visit
    from: referral_received
"""


def test_missed_visits_when_the_last_two_were_not_on_time() -> None:
    """Late on 20 January (due on the 11th), then due on the 30th and overdue the day after."""
    expect_drift_after(
        "2024-01-30",
        "2024-01-31",
        since="2024-01-11",
        drift="{missed_visits: }",
        rules=VISITS,
        events="""
            event_date | event_type
            2024-01-01 | referral_received
            2024-01-20 | cin_visit
        """,
    )


def test_one_visit_on_time_among_the_last_two_is_enough() -> None:
    """Late, on time, overdue: the last two are not both bad. The one upcoming never counts."""
    expect_drift(
        events="""
            event_date | event_type
            2024-01-01 | referral_received
            2024-01-20 | cin_visit
            2024-01-29 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-02-20",
        drift="{missed_visits: }",
        indicators=NONE,
    )


def test_visits_of_an_earlier_time_in_need_are_not_asked() -> None:
    """Two late visits before protection; one late visit since."""
    expect_drift(
        events="""
            event_date | event_type
            2024-01-01 | referral_received
            2024-01-20 | cin_visit
            2024-02-20 | cin_visit
            2024-02-21 | cp_plan_started
            2024-05-01 | cp_plan_ended
            2024-05-01 | referral_received
            2024-05-20 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-05-21",
        drift="{missed_visits: }",
        indicators=NONE,
    )


def test_visits_of_a_plan_that_ended_in_the_time_in_need_are_asked() -> None:
    """Of the first plan late and missed; the second has nothing due yet. What was not required was not missed."""
    expect_drift(
        events="""
            event_date | event_type
            2024-01-01 | referral_received
            2024-01-02 | plan_started
            2024-01-20 | cin_visit
            2024-02-10 | plan_ended
            2024-02-20 | plan_started
            2024-02-22 | plan_ended
            2024-02-24 | plan_started
        """,
        rules="""
            id: visits
            while: plan
            every: 10 days
            of: cin_visit
            from: plan_started
        """,
        as_of="2024-02-25",
        drift="{missed_visits: }",
        indicators="""
            indicator     | since
            missed_visits | 2024-01-12
        """,
    )


def test_missed_visits_says_which() -> None:
    """The due days, in order."""
    expect_drift(
        events="""
            event_date | event_type
            2024-01-01 | referral_received
            2024-01-20 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-03-31",
        drift="{missed_visits: }",
        indicators="""
            detail
            The last 2 visits were not on time; they were due on 2024-01-11, 2024-01-30
        """,
    )


def test_missed_visits_of_the_rule_that_the_pack_names() -> None:
    """Named, it is that rule; unnamed `visits`, though another recurring visit rule stands before it."""
    events = """
        event_date | event_type
        2024-01-01 | referral_received
        2024-01-20 | cin_visit
    """
    rules = """
        - {id: rarely, topic: visit, every: 6 months, of: cin_visit, from: referral_received}
        - {id: visits, topic: visit, every: 10 days, of: cin_visit, from: referral_received}
    """
    expect_drift(
        events=events,
        rules=rules,
        as_of="2024-03-31",
        drift="{missed_visits: {rule: rarely}}",
        indicators=NONE,
    )
    expect_drift(
        events=events,
        rules=rules,
        as_of="2024-03-31",
        drift="{missed_visits: {rows: 2}}",
        indicators="since\n2024-01-11",
    )


# worker_changes


def test_three_changes_of_worker_in_twelve_months() -> None:
    """The window of 10 July 2024 opens on 11 July 2023: the first change is the day before it, and the fourth makes
    three inside."""
    events = """
        event_date | event_type
        2023-01-02 | referral_received
        2023-07-10 | worker_changed
        2023-09-01 | worker_changed
        2023-11-01 | worker_changed
    """
    case = {"drift": "{worker_changes: }"}
    expect_drift(**case, events=events, as_of="2024-07-10", indicators=NONE)
    expect_drift(
        **case,
        events=events,
        as_of="2024-07-09",
        indicators="""
            indicator      | since      | detail
            worker_changes | 2023-07-10 | 3 changes of worker from 2023-07-10 to 2023-11-01
        """,
    )


def test_changes_in_the_worker_column_where_no_change_is_recorded() -> None:
    """Ann, Ben, (blank), Ben, Ann, Cat: three changes. A blank is nobody, and changes nothing."""
    events = """
        event_date | event_type        | worker
        2024-01-02 | referral_received | Ann
        2024-01-10 | cin_visit         | Ben
        2024-01-20 | cin_visit         |
        2024-01-30 | cin_visit         | Ben
        2024-02-10 | cin_visit         | Ann
        2024-02-10 | cin_review        | Cat
    """
    expect_drift(
        events=events,
        as_of="2024-03-31",
        drift="{worker_changes: }",
        indicators="since\n2024-01-10",
    )


def test_a_recorded_change_anywhere_makes_the_column_count_for_nothing() -> None:
    """Another child's `worker_changed` shows that the extract records them: one change, not three."""
    expect_drift(
        events="""
            child_id | event_date | event_type        | worker
            1        | 2024-01-02 | referral_received | Ann
            1        | 2024-01-10 | cin_visit         | Ben
            1        | 2024-01-20 | cin_visit         | Ann
            1        | 2024-01-30 | cin_visit         | Ben
            2        | 2024-01-30 | worker_changed    | Ben
        """,
        as_of="2024-03-31",
        drift="{worker_changes: {changes: 1}}",
        indicators="child_id\n2",
    )


# meeting_not_rearranged


CANCELLED = """
    event_date | event_type
    2024-03-25 | meeting_cancelled
"""


def test_a_meeting_not_rearranged_in_ten_working_days() -> None:
    """Ten working days after Monday 25 March, over Good Friday and Easter Monday, are over on 10 April."""
    expect_drift_after(
        "2024-04-10",
        "2024-04-11",
        since="2024-03-25",
        drift="{meeting_not_rearranged: }",
        events=CANCELLED,
    )


@pytest.mark.parametrize(
    ("held", "shows"),
    [
        ("2024-03-24 | planning_meeting", True),
        ("2024-03-25 | planning_meeting", False),
        ("2024-04-10 | network_meeting", False),
        ("2024-04-10 | cin_review", False),
        ("2024-04-10 | family_group_meeting", True),
        ("2024-04-11 | cin_review", True),
    ],
)
def test_a_meeting_or_review_in_the_time_allowed_rearranges_it(held: str, shows: bool) -> None:
    """From the day of the cancellation to the last of the ten working days; late is not rearranged."""
    expect_drift(
        events=f"{CANCELLED.rstrip()}\n    {held}",
        as_of="2024-04-30",
        drift="{meeting_not_rearranged: }",
        indicators="since\n2024-03-25" if shows else NONE,
    )


def test_each_cancellation_is_asked_by_itself() -> None:
    """The first was rearranged, the second and third were not: since the second, and both are named. One
    before the time in need that is open is not asked."""
    expect_drift(
        events="""
            event_date | event_type
            2023-01-02 | meeting_cancelled
            2023-02-01 | cla_started
            2023-12-01 | cla_ended
            2024-01-02 | meeting_cancelled
            2024-01-05 | planning_meeting
            2024-02-01 | meeting_cancelled
            2024-03-01 | meeting_cancelled
        """,
        as_of="2024-04-30",
        drift="{meeting_not_rearranged: }",
        indicators="""
            since      | detail
            2024-02-01 | No meeting or review followed in time after the cancellation of 2024-02-01, 2024-03-01
        """,
    )


# supervision_gap


def test_two_months_without_supervision() -> None:
    """Since the last one in the episode, also where that was before the time in need."""
    expect_drift_after(
        "2024-03-15",
        "2024-03-16",
        since="2024-01-15",
        drift="{supervision_gap: }",
        events="""
            event_date | event_type
            2023-12-02 | cp_plan_started
            2024-01-15 | supervision
            2024-02-01 | cp_plan_ended
        """,
    )


def test_without_any_supervision_the_time_in_need_counts() -> None:
    """In need since 15 January; the other child's supervision makes it computable."""
    expect_drift_after(
        "2024-03-15",
        "2024-03-16",
        since="2024-01-15",
        drift="{supervision_gap: }",
        events="""
            child_id | event_date | event_type
            1        | 2023-12-02 | cp_plan_started
            1        | 2024-01-15 | cp_plan_ended
            2        | 2024-01-15 | supervision
            2        | 2024-01-16 | case_closed
        """,
    )


# idle


def test_nothing_on_record_for_forty_two_days() -> None:
    """Any event is something; 42 days after 1 January is 12 February. An event of tomorrow is not known."""
    expect_drift_after(
        "2024-02-12",
        "2024-02-13",
        since="2024-01-01",
        drift="{idle: }",
        events="""
            event_date | event_type
            2023-12-02 | referral_received
            2024-01-01 | minutes_circulated
            2024-02-14 | cin_visit
        """,
    )
