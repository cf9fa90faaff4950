"""Spells: what state a child was in, and when. Days, not rows, decide."""

from tests.spec.support import expect_spells


def test_an_episode_and_the_need_in_it() -> None:
    """From the referral to the closing; with no absence the whole of it is in need."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-05 | cin_visit
            2024-06-28 | case_closed
        """,
        as_of="2024-07-31",
        spells="""
            child_id | spell   | start_date | end_date   | started_by        | ended_by
            1        | episode | 2024-06-03 | 2024-06-28 | referral_received | case_closed
            1        | in_need | 2024-06-03 | 2024-06-28 | referral_received | case_closed
        """,
    )


def test_open_at_the_as_of_date() -> None:
    """The same child seen a day before the closing: open, so no end and nothing that ended it."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-28 | case_closed
        """,
        as_of="2024-06-27",
        spells="""
            spell   | start_date | end_date | started_by        | ended_by
            episode | 2024-06-03 |          | referral_received |
            in_need | 2024-06-03 |          | referral_received |
        """,
    )


def test_a_referral_names_the_start_whatever_else_stands_on_that_day() -> None:
    """A contact on the same day did not start the episode; without a referral, it did."""
    expect_spells(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | contact_received
            1        | 2024-06-03 | referral_received
            2        | 2024-06-03 | cin_visit
            2        | 2024-06-03 | contact_received
            3        | 2024-06-03 | transferred_in
            3        | 2024-06-03 | referral_received
        """,
        as_of="2024-06-30",
        of=("episode",),
        spells="""
            child_id | spell   | start_date | started_by
            1        | episode | 2024-06-03 | referral_received
            2        | episode | 2024-06-03 | contact_received
            3        | episode | 2024-06-03 | referral_received
        """,
    )


def test_the_first_closing_ends_it() -> None:
    """Later events stay in the episode but open nothing and move no end."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | transferred_out
            2024-06-11 | plan_started
            2024-06-11 | cp_plan_started
            2024-06-12 | case_closed
        """,
        as_of="2024-06-30",
        spells="""
            spell      | start_date | end_date   | ended_by
            episode    | 2024-06-03 | 2024-06-10 | transferred_out
            in_need    | 2024-06-03 | 2024-06-10 | transferred_out
        """,
    )


def test_an_episode_of_one_day() -> None:
    """Referred and closed on one day: in need for that day. A plan begun then opens nothing."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-03 | plan_started
            2024-06-03 | cp_plan_started
            2024-06-03 | case_closed
        """,
        as_of="2024-06-30",
        spells="""
            spell      | start_date | end_date   | started_by        | ended_by
            episode    | 2024-06-03 | 2024-06-03 | referral_received | case_closed
            in_need    | 2024-06-03 | 2024-06-03 | referral_received | case_closed
        """,
    )


def test_step_up_and_step_down() -> None:
    """In need up to the day protection starts and from the day it ends; each says why."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cp_plan_started
            2024-07-08 | cp_plan_ended
        """,
        as_of="2024-07-31",
        of=("in_need", "protection"),
        spells="""
            spell      | start_date | end_date   | started_by        | ended_by
            in_need    | 2024-06-03 | 2024-06-10 | referral_received | cp_plan_started
            protection | 2024-06-10 | 2024-07-08 | cp_plan_started   | cp_plan_ended
            in_need    | 2024-07-08 |            | cp_plan_ended     |
        """,
    )


def test_protection_and_care_that_overlap_or_touch_are_one_absence() -> None:
    """Care begins while protection runs; a second protection begins the day care ends."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cp_plan_started
            2024-06-17 | cla_started
            2024-06-20 | cp_plan_ended
            2024-07-01 | cla_ended
            2024-07-01 | cp_plan_started
            2024-07-15 | cp_plan_ended
        """,
        as_of="2024-07-31",
        of=("protection", "care", "in_need"),
        spells="""
            spell      | start_date | end_date   | started_by        | ended_by
            protection | 2024-06-10 | 2024-06-20 | cp_plan_started   | cp_plan_ended
            protection | 2024-07-01 | 2024-07-15 | cp_plan_started   | cp_plan_ended
            care       | 2024-06-17 | 2024-07-01 | cla_started       | cla_ended
            in_need    | 2024-06-03 | 2024-06-10 | referral_received | cp_plan_started
            in_need    | 2024-07-15 |            | cp_plan_ended     |
        """,
    )


def test_care_and_protection_from_one_day() -> None:
    """Both begin on one day and end on one day: the vocabulary's first word is named."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cla_started
            2024-06-10 | cp_plan_started
            2024-06-20 | cla_ended
            2024-06-20 | cp_plan_ended
        """,
        as_of="2024-07-31",
        of=("in_need",),
        spells="""
            spell   | start_date | end_date   | started_by        | ended_by
            in_need | 2024-06-03 | 2024-06-10 | referral_received | cp_plan_started
            in_need | 2024-06-20 |            | cp_plan_ended     |
        """,
    )


def test_what_did_not_end_the_absence_is_not_named() -> None:
    """Care ends; an end of protection on the same day, with none open, changes nothing."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cla_started
            2024-06-20 | cla_ended
            2024-06-20 | cp_plan_ended
        """,
        as_of="2024-07-31",
        of=("in_need",),
        spells="""
            spell   | start_date | end_date   | started_by        | ended_by
            in_need | 2024-06-03 | 2024-06-10 | referral_received | cla_started
            in_need | 2024-06-20 |            | cla_ended         |
        """,
    )


def test_an_absence_of_one_day() -> None:
    """Started and ended on one day with nothing open before: a day of protection in the middle."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cp_plan_ended
            2024-06-10 | cp_plan_started
        """,
        as_of="2024-07-31",
        of=("in_need", "protection"),
        spells="""
            spell      | start_date | end_date   | started_by        | ended_by
            in_need    | 2024-06-03 | 2024-06-10 | referral_received | cp_plan_started
            protection | 2024-06-10 | 2024-06-10 | cp_plan_started   | cp_plan_ended
            in_need    | 2024-06-10 |            | cp_plan_ended     |
        """,
    )


def test_ended_and_started_again_on_one_day() -> None:
    """What was open is ended first, then the new one starts: one absence throughout."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-10 | cp_plan_started
            2024-06-20 | cp_plan_started
            2024-06-20 | cp_plan_ended
        """,
        as_of="2024-07-31",
        of=("in_need", "protection"),
        spells="""
            spell      | start_date | end_date   | started_by        | ended_by
            in_need    | 2024-06-03 | 2024-06-10 | referral_received | cp_plan_started
            protection | 2024-06-10 | 2024-06-20 | cp_plan_started   | cp_plan_ended
            protection | 2024-06-20 |            | cp_plan_started   |
        """,
    )


def test_an_end_with_nothing_open_and_a_start_while_open_change_nothing() -> None:
    """Two starts are one spell; two ends are one end."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-05 | cp_plan_ended
            2024-06-10 | cp_plan_started
            2024-06-12 | cp_plan_started
            2024-06-20 | cp_plan_ended
            2024-06-24 | cp_plan_ended
        """,
        as_of="2024-07-31",
        of=("protection", "in_need"),
        spells="""
            spell      | start_date | end_date
            protection | 2024-06-10 | 2024-06-20
            in_need    | 2024-06-03 | 2024-06-10
            in_need    | 2024-06-20 |
        """,
    )


def test_protection_from_the_first_day() -> None:
    """The day of the referral is a day in need, though protection begins on it."""
    expect_spells(
        events="""
            event_date | event_type
            2024-06-03 | referral_received
            2024-06-03 | cp_plan_started
            2024-07-01 | cp_plan_ended
        """,
        as_of="2024-07-31",
        of=("in_need", "protection"),
        spells="""
            spell      | start_date | end_date   | started_by        | ended_by
            in_need    | 2024-06-03 | 2024-06-03 | referral_received | cp_plan_started
            protection | 2024-06-03 | 2024-07-01 | cp_plan_started   | cp_plan_ended
            in_need    | 2024-07-01 |            | cp_plan_ended     |
        """,
    )


def test_closing_ends_protection() -> None:
    """Closed while protection runs; where it ends on the same day, its own end is named."""
    expect_spells(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | referral_received
            1        | 2024-06-10 | cp_plan_started
            1        | 2024-07-01 | case_closed
            2        | 2024-06-03 | referral_received
            2        | 2024-06-10 | cp_plan_started
            2        | 2024-07-01 | cp_plan_ended
            2        | 2024-07-01 | case_closed
        """,
        as_of="2024-07-31",
        of=("in_need", "protection"),
        spells="""
            child_id | spell      | start_date | end_date   | ended_by
            1        | in_need    | 2024-06-03 | 2024-06-10 | cp_plan_started
            1        | protection | 2024-06-10 | 2024-07-01 | case_closed
            2        | in_need    | 2024-06-03 | 2024-06-10 | cp_plan_started
            2        | protection | 2024-06-10 | 2024-07-01 | cp_plan_ended
        """,
    )


def test_two_episodes_of_one_child() -> None:
    """Each has spells of its own, though their days touch."""
    expect_spells(
        events="""
            episode_id | event_date | event_type
            a          | 2024-06-03 | referral_received
            a          | 2024-06-10 | case_closed
            b          | 2024-06-10 | referral_received
            b          | 2024-06-12 | plan_started
        """,
        as_of="2024-07-31",
        spells="""
            episode_id | spell   | start_date | end_date
            a          | episode | 2024-06-03 | 2024-06-10
            a          | in_need | 2024-06-03 | 2024-06-10
            b          | episode | 2024-06-10 |
            b          | in_need | 2024-06-10 |
            b          | plan    | 2024-06-12 |
        """,
    )


def test_an_episode_without_a_visible_event_is_not_there() -> None:
    """Before the referral there is no episode at all."""
    expect_spells(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | referral_received
            2        | 2024-07-01 | referral_received
        """,
        as_of="2024-06-30",
        spells="""
            child_id | spell   | start_date
            1        | episode | 2024-06-03
            1        | in_need | 2024-06-03
        """,
    )
