"""every: L, of: T, from: A. No gap between Ts longer than L, the first gap counted from A."""

from tests.spec.support import expect_ledger

VISITS = """
    every: 15 working days
    of: cin_visit
    from: plan_started
"""


def test_one_row_for_the_anchor_and_one_for_each_target() -> None:
    """Each row runs from one visit to the next, the last to the one still to come.

    Fifteen working days are three weeks when no holiday falls in them: from Monday 3 June to
    Monday 24, from Thursday 20 to Thursday 11 July, from Friday 12 July to Friday 2 August.
    """
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-20 | cin_visit
            2024-07-12 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-07-15",
        ledger="""
            occurrence | anchor_date | due_date   | met_date   | status   | days_late
            1          | 2024-06-03  | 2024-06-24 | 2024-06-20 | on_time  | 0
            2          | 2024-06-20  | 2024-07-11 | 2024-07-12 | late     | 1
            3          | 2024-07-12  | 2024-08-02 |            | upcoming | 0
        """,
    )


def test_on_the_due_day_and_open_past_it() -> None:
    """Met on the fifteenth working day is on time; the open gap is overdue from the day after."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-24 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-07-17",
        ledger="""
            anchor_date | due_date   | met_date   | status  | days_late
            2024-06-03  | 2024-06-24 | 2024-06-24 | on_time | 0
            2024-06-24  | 2024-07-15 |            | overdue | 2
        """,
    )


def test_over_christmas() -> None:
    """Christmas Day, Boxing Day and New Year's Day are no working days.

    From Friday 13 December: five to the 20th, 23, 24, 27, 30 and 31 make ten, then 2, 3, 6, 7 and 8
    January make fifteen.
    """
    expect_ledger(
        events="""
            event_date | event_type
            2024-12-13 | plan_started
            2025-01-09 | cin_visit
        """,
        rules=VISITS,
        as_of="2025-01-10",
        ledger="""
            anchor_date | due_date   | met_date   | status   | days_late
            2024-12-13  | 2025-01-08 | 2025-01-09 | late     | 1
            2025-01-09  | 2025-01-30 |            | upcoming | 0
        """,
    )


def test_a_target_on_the_day_of_the_anchor_is_not_the_next() -> None:
    """The chain is strict: the visit on the day the plan began closes no gap and opens none."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-03 | cin_visit
            2024-06-10 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-06-11",
        ledger="""
            anchor_date | met_date
            2024-06-03  | 2024-06-10
            2024-06-10  |
        """,
    )


def test_two_targets_on_one_day_are_one() -> None:
    """Two visits on Monday do not make an extra gap of nothing."""
    expect_ledger(
        events="""
            event_date | event_type   | worker
            2024-06-03 | plan_started |
            2024-06-10 | cin_visit    | Ann
            2024-06-10 | cin_visit    | Ben
        """,
        rules=VISITS,
        as_of="2024-06-11",
        ledger="""
            occurrence | anchor_date | met_date
            1          | 2024-06-03  | 2024-06-10
            2          | 2024-06-10  |
        """,
    )


def test_targets_before_the_anchor_do_not_count() -> None:
    """Visits made before the plan belong to no gap."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-05-28 | cin_visit
            2024-06-03 | plan_started
        """,
        rules=VISITS,
        as_of="2024-06-11",
        ledger="""
            anchor_date | status
            2024-06-03  | upcoming
        """,
    )


def test_without_an_anchor_there_is_nothing() -> None:
    """Visits alone, with no plan ever started, are asked for by no row."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | cin_visit
            2024-06-24 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-07-31",
        ledger="""
            anchor_date | status
        """,
    )


def test_the_first_anchor_only() -> None:
    """A second plan start inside the spell begins no second chain."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-05 | plan_started
            2024-06-10 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-06-11",
        ledger="""
            anchor_date | met_date
            2024-06-03  | 2024-06-10
            2024-06-10  |
        """,
    )


def test_the_last_gap_when_the_spell_ends() -> None:
    """Ended before it fell due or on that day: not required. After it: missed, to the end.

    Due is Monday 24 June; Thursday 27 June is three working days on.
    """
    expect_ledger(
        events="""
            child_id | event_date | event_type
            1        | 2024-06-03 | plan_started
            1        | 2024-06-21 | case_closed
            2        | 2024-06-03 | plan_started
            2        | 2024-06-24 | case_closed
            3        | 2024-06-03 | plan_started
            3        | 2024-06-27 | case_closed
        """,
        rules=VISITS,
        as_of="2024-07-31",
        ledger="""
            child_id | due_date   | status       | days_late
            1        | 2024-06-24 | not_required | 0
            2        | 2024-06-24 | not_required | 0
            3        | 2024-06-24 | missed       | 3
        """,
    )


def test_a_new_spell_starts_a_new_chain() -> None:
    """After protection the count begins again at the first anchor of the new spell."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-10 | cin_visit
            2024-06-12 | cp_plan_started
            2024-07-01 | cin_visit
            2024-07-08 | cp_plan_ended
            2024-07-09 | plan_started
            2024-07-15 | cin_visit
        """,
        rules=VISITS,
        as_of="2024-07-16",
        ledger="""
            occurrence | anchor_date | met_date   | status
            1          | 2024-06-03  | 2024-06-10 | on_time
            2          | 2024-06-10  |            | not_required
            3          | 2024-07-09  | 2024-07-15 | on_time
            4          | 2024-07-15  |            | upcoming
        """,
    )


def test_later_gaps_may_be_longer() -> None:
    """From a year after the first anchor on, gaps of twelve weeks will do.

    The visit of 31 May 2024 is still inside the year, so six weeks run from it, to 12 July; that of
    1 June 2024 is a year after the anchor to the day, so twelve weeks run from it, to 24 August.
    """
    expect_ledger(
        events="""
            event_date | event_type
            2023-06-01 | private_fostering_notified
            2024-05-31 | cin_visit
            2024-06-01 | cin_visit
        """,
        rules="""
            every: 6 weeks
            of: cin_visit
            from: private_fostering_notified
            later: {after: 12 months, every: 12 weeks}
        """,
        as_of="2024-06-02",
        ledger="""
            anchor_date | due_date   | met_date   | status   | days_late
            2023-06-01  | 2023-07-13 | 2024-05-31 | late     | 323
            2024-05-31  | 2024-07-12 | 2024-06-01 | on_time  | 0
            2024-06-01  | 2024-08-24 |            | upcoming | 0
        """,
    )


def test_later_counts_lateness_in_its_own_unit() -> None:
    """The first gap is judged in days, the later one in working days.

    From Monday 10 June, five working days are up on Monday 17; Tuesday 25 is six working days on.
    """
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-10 | cin_visit
            2024-06-25 | cin_visit
        """,
        rules="""
            every: 3 days
            of: cin_visit
            from: plan_started
            later: {after: 1 week, every: 5 working days}
        """,
        as_of="2024-06-25",
        ledger="""
            due_date   | met_date   | status   | days_late
            2024-06-06 | 2024-06-10 | late     | 4
            2024-06-17 | 2024-06-25 | late     | 6
            2024-07-02 |            | upcoming | 0
        """,
    )


def test_unless_stops_the_chain_from_the_day_it_stands() -> None:
    """Rows anchored on or after that day are gone; the gap that was running is still judged."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-06-03 | plan_started
            2024-06-10 | cin_visit
            2024-06-12 | extension_agreed
            2024-06-17 | cin_visit
        """,
        rules=VISITS + "    unless: extension_agreed\n",
        as_of="2024-06-30",
        ledger="""
            anchor_date | met_date
            2024-06-03  | 2024-06-10
            2024-06-10  | 2024-06-17
        """,
    )


def test_months_are_counted_from_each_anchor() -> None:
    """From 31 January one month is 29 February; from 29 February one month is 29 March."""
    expect_ledger(
        events="""
            event_date | event_type
            2024-01-31 | plan_started
            2024-02-29 | cin_review
            2024-03-30 | cin_review
        """,
        rules="""
            every: 1 month
            of: cin_review
            from: plan_started
        """,
        as_of="2024-03-31",
        ledger="""
            anchor_date | due_date   | met_date   | status   | days_late
            2024-01-31  | 2024-02-29 | 2024-02-29 | on_time  | 0
            2024-02-29  | 2024-03-29 | 2024-03-30 | late     | 1
            2024-03-30  | 2024-04-30 |            | upcoming | 0
        """,
    )
