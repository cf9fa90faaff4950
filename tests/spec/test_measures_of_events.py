"""Measures of single events: days to record, children seen, referrals again; and of drift."""

import pytest

from tests.spec.figures import expect_figures

# recording_lag


@pytest.mark.parametrize(
    ("measure", "value"), [("recording_lag_median", "3/2"), ("recording_lag_p90", "7.6")]
)
def test_recording_lag_lies_between_neighbours(measure: str, value: str) -> None:
    """0, 1, 2 and 10 days: the middle is 1.5, and nine tenths of the way are at 2 + 0.7 × 8. The visit with no
    recorded date is counted below the line only."""
    expect_figures(
        events="""
            child_id | event_date | recorded_date | event_type
            1        | 2024-01-02 | 2024-01-02    | cin_visit
            2        | 2024-01-02 | 2024-01-04    | cin_visit
            3        | 2024-01-02 | 2024-01-12    | cin_visit
            4        | 2024-01-02 | 2024-01-03    | cin_visit
            5        | 2024-01-02 |               | cin_visit
        """,
        as_of="2024-03-31",
        period=("2024-01-02", "2024-01-02"),
        of=measure,
        figures=f"""
            group_name | group_value | numerator | denominator | value
            event_type | cin_visit   | 4         | 5           | {value}
        """,
    )


def test_recording_lag_by_event_type() -> None:
    """Each kind of event by itself, in the order of the alphabet. Put on file the day before is minus one day.
    What was never put on file with a date has no lag, and what lies outside the period is not there."""
    expect_figures(
        events="""
            event_date | recorded_date | event_type
            2024-01-02 | 2024-01-05    | referral_received
            2024-01-10 | 2024-01-09    | cin_visit
            2024-01-11 |               | supervision
            2024-02-01 | 2024-02-01    | cin_review
        """,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-01-31"),
        of="recording_lag_median",
        figures="""
            group_value       | numerator | denominator | value
            cin_visit         | 1         | 1           | -1
            referral_received | 1         | 1           | 3
            supervision       | 0         | 1           |
        """,
    )


def test_recording_lag_by_team() -> None:
    """An event counts for the team it names; where it names none, for the team that held the case that day."""
    expect_figures(
        events="""
            child_id | event_date | recorded_date | event_type     | team
            1        | 2024-01-02 | 2024-01-02    | case_allocated | North
            1        | 2024-01-10 | 2024-01-12    | cin_visit      |
            1        | 2024-01-11 | 2024-01-15    | cin_visit      | Duty
            2        | 2024-01-11 | 2024-01-11    | cin_visit      |
        """,
        as_of="2024-03-31",
        period=("2024-01-10", "2024-01-31"),
        of="recording_lag_median",
        by="team",
        figures="""
            group_name       | group_value             | numerator | denominator | value
            team, event_type | Duty, cin_visit         | 1         | 1           | 4
            team, event_type | North, cin_visit        | 1         | 1           | 2
            team, event_type | not recorded, cin_visit | 1         | 1           | 0
        """,
    )


# seen, seen_alone


VISITS = """
    event_date | event_type | child_seen | seen_alone
    2023-12-31 | cin_visit  | yes        | yes
    2024-01-01 | cin_visit  | yes        | yes
    2024-01-10 | cin_visit  | yes        |
    2024-01-20 | cin_visit  | no         |
    2024-01-31 | cin_visit  |            | no
    2024-01-31 | cin_review | yes        | yes
    2024-02-01 | cin_visit  | yes        | yes
"""


@pytest.mark.parametrize(
    ("measure", "numerator"),
    [("seen", 2), ("seen_not_recorded", 1), ("seen_alone", 1), ("seen_alone_not_recorded", 2)],
)
def test_seen_of_all_visits_of_the_period(measure: str, numerator: int) -> None:
    """Four visits in January. `no` is an answer, blank is none; a review is no visit."""
    expect_figures(
        events=VISITS,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-01-31"),
        of=measure,
        figures=f"""
            group_name | group_value | numerator   | denominator
                       |             | {numerator} | 4
        """,
    )


def test_seen_without_any_visit_has_no_value() -> None:
    """No visit, no share."""
    expect_figures(
        events=VISITS,
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="seen",
        figures="""
            numerator | denominator | value
            0         | 0           |
        """,
    )


# re_referral_12m


def test_re_referral_within_twelve_months() -> None:
    """Twelve months before 1 March 2024 is 1 March 2023: that day counts (1), the day before it does not (2).
    Before 29 February it is 28 February (3). Another child's referral says nothing (4)."""
    expect_figures(
        events="""
            child_id | episode_id | event_date | event_type
            1        | a          | 2023-03-01 | referral_received
            1        | a          | 2023-05-01 | case_closed
            1        | b          | 2024-03-01 | referral_received
            2        | a          | 2023-02-28 | referral_received
            2        | a          | 2023-05-01 | case_closed
            2        | b          | 2024-03-01 | referral_received
            3        | a          | 2023-02-28 | referral_received
            3        | a          | 2023-05-01 | case_closed
            3        | b          | 2024-02-29 | referral_received
            4        | a          | 2024-03-01 | referral_received
        """,
        as_of="2024-03-31",
        period=("2024-02-29", "2024-03-01"),
        of="re_referral_12m",
        figures="""
            group_name | numerator | denominator | value
                       | 2         | 4           | 1/2
        """,
    )


def test_two_referrals_of_a_day_are_one() -> None:
    """Neither counts twice, nor is one a re-referral of the other; the next day's is one."""
    expect_figures(
        events="""
            event_date | event_type        | worker
            2024-01-10 | referral_received | Ann
            2024-01-10 | referral_received | Ben
            2024-01-11 | referral_received | Ben
        """,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-01-31"),
        of="re_referral_12m",
        figures="""
            numerator | denominator
            1         | 2
        """,
    )


# drift


DRIFTING = """
    child_id | event_date | event_type           | cohort
    1        | 2024-03-20 | referral_received    |
    2        | 2024-01-02 | referral_received    |
    3        | 2023-06-01 | assessment_completed |
    4        | 2023-06-01 | assessment_completed | cwd
    5        | 2023-06-01 | assessment_completed |
    5        | 2024-01-02 | case_closed          |
"""


def test_drift_is_the_share_with_so_many_indicators() -> None:
    """Of three open children in need 1 has none, 2 is idle, 3 is idle and its assessment is old. Closed is not
    open, and the disability cohort stands apart."""
    case = {
        "events": DRIFTING,
        "pack": "drift: {idle: , stale_assessment: }",
        "as_of": "2024-03-31",
        "period": ("2024-03-01", "2024-03-31"),
    }
    expect_figures(
        **case,
        of="drift",
        figures="""
            group_name | group_value | numerator | denominator | value
            indicators | 1+          | 2         | 3           | 2/3
            indicators | 2+          | 1         | 3           | 1/3
            indicators | 3+          | 0         | 3           | 0
        """,
    )
    expect_figures(
        **case,
        of="drift_cwd",
        figures="""
            group_value | numerator | denominator | value
            1+          | 1         | 1           | 1
            2+          | 1         | 1           | 1
            3+          | 0         | 1           | 0
        """,
    )


def test_drift_counts_only_what_the_pack_uses() -> None:
    """Without the indicator of the assessment, nobody has two."""
    expect_figures(
        events=DRIFTING,
        pack="drift: {idle: }",
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="drift",
        figures="""
            group_value | numerator | denominator
            1+          | 2         | 3
            2+          | 0         | 3
            3+          | 0         | 3
        """,
    )


def test_a_child_of_a_disability_team_is_in_the_disability_cohort() -> None:
    """The pack maps the team to the cohort; nobody is in both figures."""
    for measure, number in (("drift", 0), ("drift_cwd", 1)):
        expect_figures(
            events="""
                event_date | event_type        | team
                2024-03-30 | referral_received | Disability
            """,
            pack="cohorts: {cwd: {teams: [Disability]}}",
            as_of="2024-03-31",
            period=("2024-03-01", "2024-03-31"),
            of=measure,
            figures=f"""
                group_value | numerator | denominator
                1+          | 0         | {number}
                2+          | 0         | {number}
                3+          | 0         | {number}
            """,
        )


def test_a_child_with_two_open_episodes_is_one_child() -> None:
    """Idle in one episode, an old assessment in the other: one child with two indicators."""
    expect_figures(
        events="""
            episode_id | event_date | event_type
            a          | 2023-06-01 | assessment_completed
            a          | 2024-03-30 | cin_visit
            b          | 2024-01-02 | referral_received
        """,
        pack="drift: {idle: , stale_assessment: }",
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="drift",
        figures="""
            group_value | numerator | denominator
            1+          | 1         | 1
            2+          | 1         | 1
            3+          | 0         | 1
        """,
    )
