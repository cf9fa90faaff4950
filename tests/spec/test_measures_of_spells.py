"""Measures of the spells: how long, how time in need ended, and what came of it."""

import pytest

from tests.spec.figures import expect_figures

# episode_length, plan_length


@pytest.mark.parametrize(
    ("start", "as_of", "band"),
    [
        ("2024-01-15", "2024-04-14", "0–3"),
        ("2024-01-15", "2024-04-15", "3–6"),
        ("2023-11-30", "2024-02-29", "3–6"),
        ("2023-11-30", "2024-02-28", "0–3"),
        ("2023-07-15", "2024-01-15", "6–9"),
        ("2023-04-15", "2024-01-15", "9–12"),
        ("2023-01-15", "2024-01-14", "9–12"),
        ("2023-01-15", "2024-01-15", "12–24"),
        ("2022-01-16", "2024-01-15", "12–24"),
        ("2022-01-15", "2024-01-15", "24+"),
        ("2024-01-15", "2024-01-15", "0–3"),
    ],
)
def test_bands_of_length_include_their_lower_bound(start: str, as_of: str, band: str) -> None:
    """Months are calendar months, clamped: three months after 30 November is 29 February."""
    bands = ("0–3", "3–6", "6–9", "9–12", "12–24", "24+")
    rows = "".join(f"\n            months | {each} | {int(each == band)} | 1" for each in bands)
    expect_figures(
        events=f"""
            event_date | event_type
            {start}    | referral_received
        """,
        as_of=as_of,
        period=(as_of, as_of),
        of="episode_length",
        figures=f"""
            group_name | group_value | numerator | denominator{rows}
        """,
    )


def test_episode_length_is_of_what_is_open_at_the_as_of_date() -> None:
    """Closed before it, not counted; closed after it, still open; the period has no say."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-02 | referral_received
            2        | 2023-01-02 | referral_received
            2        | 2024-03-31 | case_closed
            3        | 2023-10-02 | referral_received
            3        | 2024-04-01 | case_closed
        """,
        as_of="2024-03-31",
        period=("2020-01-01", "2020-01-31"),
        of="episode_length",
        figures="""
            group_value | numerator | denominator | value
            0–3         | 1         | 2           | 1/2
            3–6         | 1         | 2           | 1/2
            6–9         | 0         | 2           | 0
            9–12        | 0         | 2           | 0
            12–24       | 0         | 2           | 0
            24+         | 0         | 2           | 0
        """,
    )


def test_plan_length_counts_from_the_plan() -> None:
    """A year open, four months on the second plan. A plan that ended with the time in need is not counted."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2023-03-01 | referral_received
            1        | 2023-05-01 | plan_started
            1        | 2023-10-01 | plan_ended
            1        | 2023-11-15 | plan_started
            2        | 2023-03-01 | referral_received
            2        | 2023-05-01 | plan_started
            2        | 2023-06-01 | cp_plan_started
        """,
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="plan_length",
        figures="""
            group_value | numerator | denominator
            0–3         | 0         | 1
            3–6         | 1         | 1
            6–9         | 0         | 1
            9–12        | 0         | 1
            12–24       | 0         | 1
            24+         | 0         | 1
        """,
    )


def test_lengths_of_nothing_open_have_no_value() -> None:
    """Each band is shown, none of them with a share."""
    expect_figures(
        events="""
            event_date | event_type
            2023-03-01 | referral_received
            2023-05-01 | case_closed
        """,
        as_of="2024-03-31",
        period=("2024-03-01", "2024-03-31"),
        of="plan_length",
        figures="""
            group_value | numerator | denominator | value
            0–3         | 0         | 0           |
            3–6         | 0         | 0           |
            6–9         | 0         | 0           |
            9–12        | 0         | 0           |
            12–24       | 0         | 0           |
            24+         | 0         | 0           |
        """,
    )


# ended_by


def test_ended_by_each_way() -> None:
    """One to protection, one into care, one to another authority, three to early help, two simply closed.

    4 is closed as referred to early help, 5 with that outcome, 6 gets early help 28 days after; 7 gets it 29
    days after. 8 moves away: a transfer, although early help follows.
    """
    expect_figures(
        events="""
            child_id | episode_id | event_date | event_type         | outcome
            1        | 1          | 2024-01-02 | referral_received  |
            1        | 1          | 2024-02-01 | cp_plan_started    |
            2        | 1          | 2024-01-02 | referral_received  |
            2        | 1          | 2024-02-01 | cla_started        |
            3        | 1          | 2024-01-02 | referral_received  |
            3        | 1          | 2024-02-01 | case_closed        | RC7
            4        | 1          | 2024-01-02 | referral_received  |
            4        | 1          | 2024-02-01 | case_closed        | RC9
            5        | 1          | 2024-01-02 | referral_received  |
            5        | 1          | 2024-02-01 | case_closed        | early_help
            6        | 1          | 2024-01-02 | referral_received  |
            6        | 1          | 2024-02-01 | case_closed        | RC7
            6        | 2          | 2024-02-29 | early_help_started |
            7        | 1          | 2024-01-02 | referral_received  |
            7        | 1          | 2024-02-01 | case_closed        | RC7
            7        | 2          | 2024-03-01 | early_help_started |
            8        | 1          | 2024-01-02 | referral_received  |
            8        | 1          | 2024-02-01 | transferred_out    |
            8        | 2          | 2024-02-05 | early_help_started |
        """,
        as_of="2024-03-31",
        period=("2024-02-01", "2024-02-29"),
        of="ended_by",
        figures="""
            group_name | group_value | numerator | denominator | value
            ended_by   | protection  | 1         | 8           | 1/8
            ended_by   | care        | 1         | 8           | 1/8
            ended_by   | early_help  | 3         | 8           | 3/8
            ended_by   | transferred | 1         | 8           | 1/8
            ended_by   | closed      | 2         | 8           | 1/4
        """,
    )


def test_early_help_before_the_end_is_not_where_it_went() -> None:
    """Early help that began the day before closing is no step-down; on the day of closing it is."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-02 | referral_received
            1        | 2024-01-31 | early_help_started
            1        | 2024-02-01 | case_closed
            2        | 2024-01-02 | referral_received
            2        | 2024-02-01 | early_help_started
            2        | 2024-02-01 | case_closed
        """,
        as_of="2024-03-31",
        period=("2024-02-01", "2024-02-29"),
        of="ended_by",
        figures="""
            group_value | numerator | denominator
            protection  | 0         | 2
            care        | 0         | 2
            early_help  | 1         | 2
            transferred | 0         | 2
            closed      | 1         | 2
        """,
    )


def test_ended_by_counts_times_in_need_that_ended_in_the_period() -> None:
    """One child, two times in need: stepped up on the period's first day, closed on its last. One that is open,
    and one that ended the day after, are not counted. Closed while on protection, no time in need ended."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-02 | referral_received
            1        | 2024-02-01 | cp_plan_started
            1        | 2024-02-10 | cp_plan_ended
            1        | 2024-02-29 | case_closed
            2        | 2024-01-02 | referral_received
            2        | 2024-03-01 | case_closed
            3        | 2024-01-02 | referral_received
            4        | 2024-01-02 | referral_received
            4        | 2024-01-31 | cp_plan_started
            4        | 2024-02-20 | case_closed
        """,
        as_of="2024-03-31",
        period=("2024-02-01", "2024-02-29"),
        of="ended_by",
        figures="""
            group_value | numerator | denominator
            protection  | 1         | 2
            care        | 0         | 2
            early_help  | 0         | 2
            transferred | 0         | 2
            closed      | 1         | 2
        """,
    )


# step_up_rate, step_down_rate


def test_step_up_rate_per_hundred_children_and_month() -> None:
    """30 days in need to the day of stepping up (not counted), 30 more through the as-of day (counted):
    one step-up in 60 child-days, times 3043.75, is 50.7 per 100 children and month."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2024-01-01 | referral_received
            1        | 2024-01-31 | cp_plan_started
            2        | 2024-01-02 | referral_received
        """,
        as_of="2024-01-31",
        period=("2024-01-01", "2024-03-31"),
        of="step_up_rate",
        figures="""
            group_name | group_value | numerator | denominator | value
                       |             | 1         | 60          | 50.729166666666664
        """,
    )


def test_step_down_rate_counts_the_days_of_the_period_only() -> None:
    """In need since last year, closed to early help on 11 January: ten days, one step-down. Days on protection
    are not days in need: child 2 adds 1 to 5 January, and 21 to 31 January."""
    expect_figures(
        events="""
            child_id | event_date | event_type        | outcome
            1        | 2023-06-01 | referral_received |
            1        | 2024-01-11 | case_closed       | RC9
            2        | 2023-06-01 | referral_received |
            2        | 2024-01-06 | cp_plan_started   |
            2        | 2024-01-21 | cp_plan_ended     |
        """,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-01-31"),
        of="step_down_rate",
        figures="""
            numerator | denominator | value
            1         | 26          | 117.06730769230769
        """,
    )


def test_a_rate_without_any_days_has_no_value() -> None:
    """On protection from the first day: one ending on a day that counts for nothing."""
    expect_figures(
        events="""
            event_date | event_type
            2024-01-02 | cp_plan_started
        """,
        as_of="2024-01-31",
        period=("2024-01-01", "2024-01-31"),
        of="step_up_rate",
        figures="""
            numerator | denominator | value
            1         | 0           |
        """,
    )


def test_days_in_need_are_of_who_held_the_case_that_day() -> None:
    """North for ten days, then South: each answers for its own days, and South for the step-up."""
    expect_figures(
        events="""
            event_date | event_type        | team
            2024-01-01 | referral_received | North
            2024-01-11 | case_allocated    | South
            2024-01-31 | cp_plan_started   | South
        """,
        as_of="2024-01-31",
        period=("2024-01-01", "2024-01-31"),
        of="step_up_rate",
        by="team",
        figures="""
            group_value | numerator | denominator
            North       | 0         | 10
            South       | 1         | 20
        """,
    )


# step_down_sustained


SUSTAINED = """
    child_id | episode_id | event_date | event_type
    1        | 1          | 2023-01-10 | cp_plan_started
    1        | 1          | 2023-06-01 | cp_plan_ended
    2        | 1          | 2023-01-10 | cp_plan_started
    2        | 1          | 2023-06-01 | cp_plan_ended
    2        | 1          | 2023-09-01 | cp_plan_started
    3        | 1          | 2023-01-10 | cp_plan_started
    3        | 1          | 2023-06-01 | cp_plan_ended
    3        | 1          | 2023-07-01 | case_closed
    3        | 2          | 2023-08-25 | referral_received
    3        | 2          | 2023-09-02 | cp_plan_started
"""


@pytest.mark.parametrize(("months", "kept"), [(3, 2), (6, 1), (12, 1)])
def test_step_down_sustained_without_new_protection(months: int, kept: int) -> None:
    """The last day of the three months still counts as within them (2), the day after does not (3). A new plan
    in a later episode counts like one in the same, and a closing in between changes nothing."""
    expect_figures(
        events=SUSTAINED,
        as_of="2024-06-30",
        period=("2023-06-01", "2023-06-30"),
        of=f"step_down_sustained_{months}",
        figures=f"""
            group_name | numerator | denominator
                       | {kept}    | 3
        """,
    )


def test_step_downs_not_followed_long_enough_are_left_out() -> None:
    """Three months after 1 December end on 1 March: not followed long enough the day before, even where it is
    already broken."""
    case = {
        "events": """
            child_id | event_date | event_type
            1        | 2023-06-01 | cp_plan_started
            1        | 2023-12-01 | cp_plan_ended
            2        | 2023-06-01 | cp_plan_started
            2        | 2023-12-01 | cp_plan_ended
            2        | 2024-01-01 | cp_plan_started
        """,
        "period": ("2023-12-01", "2023-12-31"),
        "of": "step_down_sustained_3",
    }
    expect_figures(
        **case,
        as_of="2024-02-29",
        figures="""
            numerator | denominator | value
            0         | 0           |
        """,
    )
    expect_figures(
        **case,
        as_of="2024-03-01",
        figures="""
            numerator | denominator | value
            1         | 2           | 1/2
        """,
    )


def test_only_leaving_protection_is_a_step_down() -> None:
    """From care to need, and from protection straight into care, no time in need began on leaving protection."""
    expect_figures(
        events="""
            child_id | event_date | event_type
            1        | 2023-01-02 | cla_started
            1        | 2023-06-01 | cla_ended
            2        | 2023-01-02 | cp_plan_started
            2        | 2023-06-01 | cp_plan_ended
            2        | 2023-06-01 | cla_started
        """,
        as_of="2024-06-30",
        period=("2023-06-01", "2023-06-30"),
        of="step_down_sustained_3",
        figures="""
            numerator | denominator
            0         | 0
        """,
    )
