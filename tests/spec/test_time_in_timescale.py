"""time_in_timescale: child-days inside the limit ÷ child-days at risk."""

from tests.spec.figures import expect_figures

EVERY_TEN_DAYS = """
    id: visits
    every: 10 days
    from: referral_received
    of: cin_visit
"""


def test_time_in_timescale_counts_days() -> None:
    """Seen on day 10 (10 of 10 days inside), then after 20 days (11 of 20: the due day is inside), then
    still waiting through the as-of day (6 of 6)."""
    expect_figures(
        events="""
            event_date | event_type
            2024-01-01 | referral_received
            2024-01-11 | cin_visit
            2024-01-31 | cin_visit
        """,
        rules=EVERY_TEN_DAYS,
        as_of="2024-02-05",
        period=("2024-01-01", "2024-02-29"),
        of="time_in_timescale",
        figures="""
            group_value | numerator | denominator | value
            visits      | 27        | 36          | 3/4
        """,
    )


def test_time_in_timescale_is_cut_to_the_period() -> None:
    """From 20 to 25 January: six days at risk, of which the 20th and the 21st, the due day, are inside."""
    expect_figures(
        events="""
            event_date | event_type
            2024-01-01 | referral_received
            2024-01-11 | cin_visit
            2024-01-31 | cin_visit
        """,
        rules=EVERY_TEN_DAYS,
        as_of="2024-02-05",
        period=("2024-01-20", "2024-01-25"),
        of="time_in_timescale",
        figures="""
            numerator | denominator | value
            2         | 6           | 1/3
        """,
    )


def test_time_in_timescale_ends_with_the_spell() -> None:
    """The day of closing is no longer at risk: 1 to 14 January, inside up to the 11th."""
    expect_figures(
        events="""
            event_date | event_type
            2024-01-01 | referral_received
            2024-01-15 | case_closed
        """,
        rules=EVERY_TEN_DAYS,
        as_of="2024-02-05",
        period=("2024-01-01", "2024-01-31"),
        of="time_in_timescale",
        figures="""
            numerator | denominator | value
            11        | 14          | 11/14
        """,
    )


def test_a_late_flurry_of_visits_cannot_game_time_in_timescale() -> None:
    """Not seen for two months, then on four days running: three of four visits are on time, but the child was
    inside the limit on 11 of the first 60 days and the four after."""
    case = {
        "events": """
            event_date | event_type
            2024-01-01 | referral_received
            2024-03-01 | cin_visit
            2024-03-02 | cin_visit
            2024-03-03 | cin_visit
            2024-03-04 | cin_visit
            2024-03-05 | case_closed
        """,
        "rules": EVERY_TEN_DAYS,
        "as_of": "2024-04-30",
        "period": ("2024-01-01", "2024-04-30"),
    }
    expect_figures(
        **case,
        of="timeliness",
        figures="""
            numerator | denominator | value
            3         | 4           | 3/4
        """,
    )
    expect_figures(
        **case,
        of="time_in_timescale",
        figures="""
            numerator | denominator | value
            15        | 64          | 15/64
        """,
    )


def test_time_in_timescale_by_month_gives_each_month_its_days() -> None:
    """A gap from 25 January to 10 February, due on 4 February: seven days of January, nine of February."""
    expect_figures(
        events="""
            event_date | event_type
            2024-01-25 | referral_received
            2024-02-10 | cin_visit
            2024-02-10 | case_closed
        """,
        rules=EVERY_TEN_DAYS,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-03-31"),
        of="time_in_timescale",
        by="month",
        figures="""
            group_name | group_value | period_start | period_end | numerator | denominator
            month      | 2024-01     | 2024-01-01   | 2024-01-31 | 7         | 7
            month      | 2024-02     | 2024-02-01   | 2024-02-29 | 4         | 9
        """,
    )


def test_a_row_of_no_days_is_no_case_of_time_in_timescale() -> None:
    """The spell ended on the anchor day, so there was no day at risk, on whatever day of the month."""
    for first in ("2024-01-01", "2024-01-08"):
        expect_figures(
            events=f"""
                event_date | event_type
                {first}    | referral_received
                {first}    | cp_plan_started
            """,
            rules=EVERY_TEN_DAYS,
            as_of="2024-03-31",
            period=("2024-01-01", "2024-03-31"),
            of="time_in_timescale",
            by="team",
            figures="""
                numerator | denominator
            """,
        )


def test_only_recurring_rules_have_time_in_timescale() -> None:
    """A single deadline has no rhythm to be inside of."""
    expect_figures(
        events="""
            event_date | event_type
            2024-01-25 | referral_received
        """,
        rules="""
            within: 10 days
            from: referral_received
            to: cin_visit
        """,
        as_of="2024-03-31",
        period=("2024-01-01", "2024-03-31"),
        of="time_in_timescale",
        figures="""
            group_value | numerator | denominator
        """,
    )
