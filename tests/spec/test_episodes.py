"""Episodes where the extract names none: from referral or transfer in to closing or transfer out."""

from tests import reference
from tests.spec.support import events_of, table
from tests.support import episodes_of, extract_of


def expect_episodes(cases: str) -> None:
    """In each line the event, with the episode ``given``, is taken to be of ``episode``."""
    lines = table(cases)
    expected = [line["episode"] for line in lines]
    rows = [
        {**usual, "episode_id": line.get("given")}
        for usual, line in zip(events_of(cases), lines, strict=True)
    ]
    assert [row["episode_id"] for row in reference.derive_episodes(rows)] == expected
    assert episodes_of(extract_of(rows)) == expected


def test_from_referral_to_closing() -> None:
    """A second episode begins at the next referral; what comes between stays in the first."""
    expect_episodes("""
        event_date | event_type        | episode
        2024-06-03 | referral_received | derived-1
        2024-06-05 | cin_visit         | derived-1
        2024-06-10 | case_closed       | derived-1
        2024-06-12 | closure_summary   | derived-1
        2024-07-01 | referral_received | derived-2
        2024-07-02 | cin_visit         | derived-2
    """)


def test_from_transfer_in_to_transfer_out() -> None:
    """A transfer opens and closes as a referral and a closing do."""
    expect_episodes("""
        event_date | event_type      | episode
        2024-06-03 | transferred_in  | derived-1
        2024-06-10 | transferred_out | derived-1
        2024-06-20 | transferred_in  | derived-2
    """)


def test_the_first_event_opens_one_whatever_it_is() -> None:
    """An extract may begin in the middle of a case."""
    expect_episodes("""
        event_date | event_type        | episode
        2024-06-03 | cin_visit         | derived-1
        2024-06-04 | referral_received | derived-1
        2024-06-10 | case_closed       | derived-1
    """)


def test_a_referral_while_open_opens_none() -> None:
    """Two referrals before a closing are one episode."""
    expect_episodes("""
        event_date | event_type        | episode
        2024-06-03 | referral_received | derived-1
        2024-06-10 | referral_received | derived-1
        2024-06-20 | case_closed       | derived-1
        2024-06-21 | cin_visit         | derived-1
    """)


def test_only_a_referral_or_a_transfer_opens_another() -> None:
    """After a closing, nothing else does."""
    expect_episodes("""
        event_date | event_type         | episode
        2024-06-03 | referral_received  | derived-1
        2024-06-10 | case_closed        | derived-1
        2024-06-12 | assessment_started | derived-1
        2024-06-14 | case_closed        | derived-1
    """)


def test_closed_and_referred_again_on_one_day() -> None:
    """The closing events of that day belong to the old episode, everything else to the new."""
    expect_episodes("""
        event_date | event_type        | episode
        2024-06-03 | referral_received | derived-1
        2024-06-10 | cin_visit         | derived-2
        2024-06-10 | closure_summary   | derived-1
        2024-06-10 | referral_received | derived-2
        2024-06-10 | case_closed       | derived-1
        2024-06-11 | cin_visit         | derived-2
        2024-06-12 | referral_received | derived-2
    """)


def test_referred_and_closed_on_one_day() -> None:
    """With nothing open before, that is an episode of one day; so is a first day that closes."""
    expect_episodes("""
        event_date | event_type        | episode
        2024-06-03 | case_closed       | derived-1
        2024-06-10 | case_closed       | derived-2
        2024-06-10 | referral_received | derived-2
        2024-06-11 | cin_visit         | derived-2
        2024-06-12 | referral_received | derived-3
    """)


def test_each_child_by_itself_whatever_the_order_of_rows() -> None:
    """Dates decide, not rows."""
    expect_episodes("""
        child_id | event_date | event_type        | episode
        1        | 2024-07-01 | referral_received | derived-2
        2        | 2024-06-20 | referral_received | derived-1
        1        | 2024-06-10 | case_closed       | derived-1
        1        | 2024-06-03 | referral_received | derived-1
    """)


def test_rows_without_one_join_the_recorded_episode_that_holds_their_date() -> None:
    """From its first event to its closing, both days included; where two do, the one begun later."""
    expect_episodes("""
        event_date | event_type        | given | episode
        2024-06-03 | referral_received | a     | a
        2024-06-03 | supervision       |       | a
        2024-06-10 | case_closed       | a     | a
        2024-06-10 | closure_summary   |       | b
        2024-06-08 | referral_received | b     | b
        2024-06-07 | cin_visit         |       | a
        2024-06-09 | cin_visit         |       | b
        2024-07-09 | cin_visit         |       | b
    """)


def test_rows_that_no_recorded_episode_holds_make_their_own() -> None:
    """Before the first recorded episode and between two: derived among themselves."""
    expect_episodes("""
        event_date | event_type        | given | episode
        2024-05-01 | contact_received  |       | derived-1
        2024-06-03 | referral_received | a     | a
        2024-06-10 | case_closed       | a     | a
        2024-06-20 | cin_visit         |       | derived-1
        2024-06-21 | case_closed       |       | derived-1
        2024-06-24 | referral_received |       | derived-2
        2024-07-01 | referral_received | b     | b
        2024-07-02 | cin_visit         |       | b
    """)
