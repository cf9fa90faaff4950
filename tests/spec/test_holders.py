"""team, worker: who held the case on the earlier of the due date and the as-of date."""

from tests.spec.support import expect_ledger

VISIT = """
    within: 1 week
    from: case_allocated
    to: cin_visit
"""


def test_who_held_it_on_the_due_date() -> None:
    """Due on the 10th: the change of the 10th counts, that of the 11th came too late."""
    expect_ledger(
        events="""
            event_date | event_type     | team  | worker
            2024-06-03 | case_allocated | North | Ann
            2024-06-10 | worker_changed | North | Ben
            2024-06-11 | worker_changed | South | Cat
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            due_date   | team  | worker
            2024-06-10 | North | Ben
        """,
    )


def test_not_yet_due_who_holds_it_now() -> None:
    """Seen before the due date it is whoever holds it today."""
    expect_ledger(
        events="""
            event_date | event_type     | team  | worker
            2024-06-03 | case_allocated | North | Ann
            2024-06-05 | worker_changed | North | Ben
            2024-06-08 | worker_changed | North | Cat
        """,
        rules=VISIT,
        as_of="2024-06-07",
        ledger="""
            team  | worker
            North | Ben
        """,
    )


def test_team_and_worker_each_on_its_own() -> None:
    """The last value given of each: a blank changes nothing."""
    expect_ledger(
        events="""
            event_date | event_type     | team  | worker
            2024-06-03 | case_allocated | North | Ann
            2024-06-05 | worker_changed |       | Ben
            2024-06-06 | supervision    | South |
            2024-06-07 | supervision    |       |
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            team  | worker
            South | Ben
        """,
    )


def test_on_one_day_the_last_row() -> None:
    """By date, then by the order of the rows in the extract."""
    expect_ledger(
        events="""
            child_id | event_date | event_type     | worker
            1        | 2024-06-05 | worker_changed | Cat
            1        | 2024-06-03 | case_allocated | Ann
            1        | 2024-06-05 | supervision    | Ben
            2        | 2024-06-05 | supervision    | Ben
            2        | 2024-06-03 | case_allocated | Ann
            2        | 2024-06-05 | worker_changed | Cat
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            child_id | worker
            1        | Ben
            2        | Cat
        """,
    )


def test_nobody_named_by_then_so_the_first_one_after() -> None:
    """No team by the due date: the first one given later stands in. None at all: blank."""
    expect_ledger(
        events="""
            child_id | event_date | event_type     | team
            1        | 2024-06-03 | case_allocated |
            1        | 2024-06-14 | supervision    | North
            1        | 2024-06-17 | supervision    | South
            2        | 2024-06-03 | case_allocated |
        """,
        rules=VISIT,
        as_of="2024-06-30",
        ledger="""
            child_id | team
            1        | North
            2        |
        """,
    )


def test_each_row_by_its_own_due_date() -> None:
    """One chain, three due dates, three workers."""
    expect_ledger(
        events="""
            event_date | event_type     | worker
            2024-06-03 | plan_started   | Ann
            2024-06-11 | cin_visit      |
            2024-06-12 | worker_changed | Ben
            2024-06-19 | cin_visit      |
            2024-06-25 | worker_changed | Cat
        """,
        rules="""
            every: 1 week
            of: cin_visit
            from: plan_started
        """,
        as_of="2024-06-30",
        ledger="""
            due_date   | worker
            2024-06-10 | Ann
            2024-06-18 | Ben
            2024-06-26 | Cat
        """,
    )


def test_due_before_the_episode() -> None:
    """A due date two weeks before the first event: who held it at the start."""
    expect_ledger(
        events="""
            event_date | event_type   | worker
            2024-06-03 | plan_started |
            2024-06-04 | cin_review   | Ann
            2024-06-05 | supervision  | Ben
        """,
        rules="""
            before: cin_review
            by: 2 weeks
            to: review_invites_sent
        """,
        as_of="2024-06-30",
        ledger="""
            due_date   | worker
            2024-05-21 | Ann
        """,
    )
