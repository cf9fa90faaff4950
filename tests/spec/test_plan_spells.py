"""The spell plan: inside a time in need, from plan_started to plan_ended or the end of the need."""

from tests.spec.support import expect_spells


def test_plans() -> None:
    """A start while a plan is open is an update; a start after its end is a new plan."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | plan_started
            2024-06-17 | plan_started
            2024-07-01 | plan_ended
            2024-07-08 | plan_started
        """,
        as_of="2024-07-31",
        of=("plan",),
        spells="""
            spell | start_date | end_date   | started_by   | ended_by
            plan  | 2024-06-10 | 2024-07-01 | plan_started | plan_ended
            plan  | 2024-07-08 |            | plan_started |
        """,
    )


def test_a_plan_ends_with_the_need_it_is_for() -> None:
    """Protection and closing end the plan that is open, unless it ends by itself on that day."""
    expect_spells(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | plan_started
            1        | 2024-06-10 | cp_plan_started
            1        | 2024-07-01 | cp_plan_ended
            1        | 2024-07-02 | plan_started
            1        | 2024-07-08 | case_closed
            2        | 2024-06-03 | plan_started
            2        | 2024-06-10 | plan_ended
            2        | 2024-06-10 | cp_plan_started
        """,
        as_of="2024-07-31",
        of=("plan",),
        spells="""
            child_id | spell | start_date | end_date   | ended_by
            1        | plan  | 2024-06-03 | 2024-06-10 | cp_plan_started
            1        | plan  | 2024-07-02 | 2024-07-08 | case_closed
            2        | plan  | 2024-06-03 | 2024-06-10 | plan_ended
        """,
    )


def test_no_plan_outside_need() -> None:
    """A plan started under protection opens nothing, nor does it open when protection ends."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cp_plan_started
            2024-06-20 | plan_started
            2024-07-01 | cp_plan_ended
            2024-07-08 | plan_started
        """,
        as_of="2024-07-31",
        of=("plan",),
        spells="""
            spell | start_date | end_date
            plan  | 2024-07-08 |
        """,
    )


def test_a_plan_on_the_day_protection_ends() -> None:
    """That day is in need again, so a plan can start on it."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cp_plan_started
            2024-07-01 | cp_plan_ended
            2024-07-01 | plan_started
        """,
        as_of="2024-07-31",
        of=("plan",),
        spells="""
            spell | start_date | end_date
            plan  | 2024-07-01 |
        """,
    )


def test_a_plan_on_the_day_protection_starts() -> None:
    """The last day in need is one, so a plan of that one day is made."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | plan_started
            2024-06-10 | cp_plan_started
        """,
        as_of="2024-07-31",
        of=("plan",),
        spells="""
            spell | start_date | end_date   | started_by   | ended_by
            plan  | 2024-06-10 | 2024-06-10 | plan_started | cp_plan_started
        """,
    )


def test_a_plan_started_anew_on_the_day_protection_starts() -> None:
    """Protection ends the open plan first; then one starts, which ends that day with the need."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-10 | plan_ended
            2024-06-10 | plan_started
            2024-06-10 | cp_plan_started
        """,
        as_of="2024-07-31",
        of=("plan",),
        spells="""
            spell | start_date | end_date   | started_by   | ended_by
            plan  | 2024-06-03 | 2024-06-10 | plan_started | plan_ended
            plan  | 2024-06-10 | 2024-06-10 | plan_started | cp_plan_started
        """,
    )
