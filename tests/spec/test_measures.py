"""Measures of the ledger: who was on time, who is now, for how long, when, and with what reason."""

from tests.spec.figures import expect_figures

TEN_DAYS = """
    id: first_visit
    within: 10 days
    from: referral_received
    to: cin_visit
"""


# timeliness


def test_timeliness_of_all_that_fell_due() -> None:
    """On time ÷ on time, late, missed and overdue: one of four."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-02 | referral_received
            1        | 2024-01-12 | cin_visit
            2        | 2024-01-02 | referral_received
            2        | 2024-01-13 | cin_visit
            3        | 2024-01-02 | referral_received
            3        | 2024-01-20 | case_closed
            4        | 2024-01-02 | referral_received
        """,
        rules=TEN_DAYS,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-01-31"),
        of="timeliness",
        figures="""
            measure    | group_name | group_value | period_start | period_end | numerator | denominator | value
            timeliness | rule       | first_visit | 2024-01-01   | 2024-01-31 | 1         | 4           | 0.25
        """,
    )


def test_timeliness_leaves_out_what_is_upcoming_or_not_required() -> None:
    """Closed before it was due, and not yet due at the as-of date: neither enters, whatever the period."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-02 | referral_received
            1        | 2024-01-12 | cin_visit
            2        | 2024-01-02 | referral_received
            2        | 2024-01-08 | case_closed
            3        | 2024-03-25 | referral_received
        """,
        rules=TEN_DAYS,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-12-31"),
        of="timeliness",
        figures="""
            numerator | denominator | value
            1         | 1           | 1
        """,
    )


def test_timeliness_waits_for_the_due_date() -> None:
    """Met early, due on 4 April: on 3 April it does not count yet, or only good news would count early."""
    case = {
        "events": """
            event_date | event_type
            2024-03-25 | referral_received
            2024-03-26 | cin_visit
        """,
        "rules": TEN_DAYS,
        "period": ("2024-03-01", "2024-04-30"),
        "of": "timeliness",
    }
    expect_figures(
        **case,
        as_of="2024-04-03",
        figures="""
            numerator | denominator | value
            0         | 0           |
        """,
    )
    expect_figures(
        **case,
        as_of="2024-04-04",
        figures="""
            numerator | denominator | value
            1         | 1           | 1
        """,
    )


def test_a_period_holds_its_first_and_its_last_day() -> None:
    """Due on 11, 12, 31 January and 1 February: the two in the middle are in the period."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-01 | referral_received
            2        | 2024-01-02 | referral_received
            3        | 2024-01-21 | referral_received
            4        | 2024-01-22 | referral_received
        """,
        rules=TEN_DAYS,
        as_of="2024-03-31",
        period=("2024-01-12", "2024-01-31"),
        of="timeliness",
        figures="""
            numerator | denominator | value
            0         | 2           | 0
        """,
    )


def test_a_rule_of_which_nothing_fell_due_has_no_value() -> None:
    """Nothing of nothing is no share: shown with 0 of 0 and left blank."""
    expect_figures(
        events="""
            event_date | event_type
            2024-01-02 | referral_received
            2024-01-12 | cin_visit
        """,
        rules="""
            - {id: first_visit, within: 10 days, from: referral_received, to: cin_visit}
            - {id: endings, requires: closure_summary, at: case_closed}
        """,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-03-31"),
        of="timeliness",
        figures="""
            rule_id     | group_value | numerator | denominator | value
            first_visit | first_visit | 1         | 1           | 1
            endings     | endings     | 0         | 0           |
        """,
    )


# in_timescale_now


def test_in_timescale_now_counts_children_with_something_open() -> None:
    """Overdue, upcoming, met, closed: two have something open and one of them nothing overdue."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-02 | referral_received
            2        | 2024-03-25 | referral_received
            3        | 2024-01-02 | referral_received
            3        | 2024-01-05 | cin_visit
            4        | 2024-01-02 | referral_received
            4        | 2024-02-01 | case_closed
        """,
        rules=TEN_DAYS,
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="in_timescale_now",
        figures="""
            group_value | numerator | denominator | value
            first_visit | 1         | 2           | 1/2
        """,
    )


def test_in_timescale_now_on_the_due_date_is_in_timescale() -> None:
    """Overdue begins the day after."""
    case = {
        "events": """
            event_date | event_type
            2024-01-02 | referral_received
        """,
        "rules": TEN_DAYS,
        "period": ("2024-01-01", "2024-01-31"),
        "of": "in_timescale_now",
    }
    expect_figures(
        **case,
        as_of="2024-01-12",
        figures="""
            numerator | denominator
            1         | 1
        """,
    )
    expect_figures(
        **case,
        as_of="2024-01-13",
        figures="""
            numerator | denominator
            0         | 1
        """,
    )


def test_in_timescale_now_counts_a_child_once() -> None:
    """Two rows of one episode and a third of another episode are one child, and one overdue row is enough."""
    expect_figures(
        events="""
            child_id | episode_id | event_date | event_type
            1        | a          | 2024-01-02 | meeting_cancelled
            1        | a          | 2024-03-26 | meeting_cancelled
            1        | b          | 2024-03-27 | meeting_cancelled
            2        | c          | 2024-03-28 | meeting_cancelled
            2        | d          | 2024-03-29 | meeting_cancelled
        """,
        rules="""
            within: 10 days
            from: meeting_cancelled
            anchor: each
            to: planning_meeting
        """,
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="in_timescale_now",
        figures="""
            numerator | denominator
            1         | 2
        """,
    )


def test_in_timescale_now_leaves_out_closed_episodes() -> None:
    """A visit to be put on file after closing is still owed, but the child is no longer open."""
    expect_figures(
        events="""
            child_id | event_date | recorded_date | event_type
            1        | 2024-03-28 | 2024-04-10    | cin_visit
            1        | 2024-03-29 |               | case_closed
            2        | 2024-03-28 | 2024-04-10    | cin_visit
        """,
        rules="""
            recorded_within: 5 working days
            of: cin_visit
        """,
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="in_timescale_now",
        figures="""
            numerator | denominator
            1         | 1
        """,
    )


# bunching


def test_bunching_is_what_was_met_in_the_last_tenth() -> None:
    """Of ten days the ninth is not in the last tenth and the tenth is; what is late is not asked."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-02 | referral_received
            1        | 2024-01-11 | cin_visit
            2        | 2024-01-02 | referral_received
            2        | 2024-01-12 | cin_visit
            3        | 2024-01-02 | referral_received
            3        | 2024-01-13 | cin_visit
        """,
        rules=TEN_DAYS,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-03-31"),
        of="bunching",
        figures="""
            group_value | numerator | denominator | value
            first_visit | 1         | 2           | 1/2
        """,
    )


def test_bunching_counts_calendar_days() -> None:
    """Ten working days from Monday 8 January are fourteen days; nine tenths of them are 12.6. Day 12 is before
    that, day 13 after it."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-08 | referral_received
            1        | 2024-01-20 | cin_visit
            2        | 2024-01-08 | referral_received
            2        | 2024-01-21 | cin_visit
        """,
        rules="""
            within: 10 working days
            from: referral_received
            to: cin_visit
        """,
        as_of="2024-03-31",
        period=("2024-01-22", "2024-01-22"),
        of="bunching",
        figures="""
            numerator | denominator
            1         | 2
        """,
    )


def test_bunching_waits_for_the_due_date() -> None:
    """Met on its last day but one, due tomorrow: not yet counted."""
    expect_figures(
        events="""
            event_date | event_type
            2024-01-02 | referral_received
            2024-01-11 | cin_visit
        """,
        rules=TEN_DAYS,
        as_of="2024-01-11",
        period=("2024-01-01", "2024-03-31"),
        of="bunching",
        figures="""
            numerator | denominator | value
            0         | 0           |
        """,
    )


# reason_on_file


def test_reason_on_file_of_the_breaches() -> None:
    """Late with a reason, missed without, overdue with one: two of three. Met on time, a reason says nothing."""
    expect_figures(
        events="""
            child_id | event_date | event_type        | outcome
            1        | 2024-01-02 | referral_received |
            1        | 2024-01-11 | reason_recorded   | family_away
            1        | 2024-01-20 | cin_visit         |
            2        | 2024-01-02 | referral_received |
            2        | 2024-01-20 | case_closed       |
            2        | 2024-01-21 | reason_recorded   | family_away
            3        | 2024-01-02 | referral_received |
            3        | 2024-02-20 | reason_recorded   | worker_sick
            4        | 2024-01-02 | referral_received |
            4        | 2024-01-03 | reason_recorded   | family_away
            4        | 2024-01-04 | cin_visit         |
        """,
        rules=TEN_DAYS + "    reason_expected: true\n",
        as_of="2024-03-31",
        period=("2024-01-01", "2024-01-31"),
        of="reason_on_file",
        figures="""
            group_value | numerator | denominator | value
            first_visit | 2         | 3           | 2/3
        """,
    )


def test_reason_on_file_only_where_a_reason_is_expected() -> None:
    """A rule that expects none has no figure, and one that expects it for a cohort counts that cohort."""
    events = """
        child_id | event_date | event_type        | cohort
        1        | 2024-01-02 | referral_received | cwd
        2        | 2024-01-02 | referral_received |
    """
    expect_figures(
        events=events,
        rules=TEN_DAYS,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-01-31"),
        of="reason_on_file",
        figures="""
            group_value | numerator | denominator
        """,
    )
    expect_figures(
        events=events,
        rules=TEN_DAYS + "    cohorts: {cwd: {reason_expected: true}}\n",
        as_of="2024-03-31",
        period=("2024-01-01", "2024-01-31"),
        of="reason_on_file",
        figures="""
            group_value | numerator | denominator
            first_visit | 0         | 1
        """,
    )
