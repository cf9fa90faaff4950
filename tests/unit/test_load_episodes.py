"""Where rows name no episode, one is found for them; where they do, it is theirs."""

import pytest

from tests.unit.test_load import loaded


def episodes_of(*rows: str) -> list[str]:
    """The episode of each row, given as ``day event_type [episode_id]`` with the days of January 2024."""
    lines = ["child_id,event_date,event_type,episode_id"]
    for row in rows:
        day, event_type, *episode = row.split()
        lines.append(f"1,2024-01-{int(day):02},{event_type},{episode[0] if episode else ''}")
    extract = loaded(("a.csv", "\n".join(lines)))
    assert extract.report.accepted == len(rows)
    found = extract.connection.cursor().execute("select episode_id from events order by event_no")
    return [episode.removeprefix("derived-") for (episode,) in found.fetchall()]


@pytest.mark.parametrize(
    ("why", "rows"),
    {
        "a closing ends one and the next referral starts one": (
            "1 referral_received 1",
            "2 cin_visit 1",
            "3 case_closed 1",
            "5 referral_received 2",
            "6 cin_visit 2",
        ),
        "what comes between stays with the one that was closed": (
            "1 referral_received 1",
            "3 transferred_out 1",
            "4 closure_summary 1",
            "4 cin_visit 1",
            "5 transferred_in 2",
        ),
        "a first event of any kind starts one": (
            "2 cin_visit 1",
            "3 case_closed 1",
            "4 cin_visit 1",
        ),
        "a referral while one is open changes nothing": (
            "1 referral_received 1",
            "2 referral_received 1",
            "3 transferred_in 1",
        ),
        "a closing with none open changes nothing": (
            "1 case_closed 1",
            "2 case_closed 1",
            "3 referral_received 2",
        ),
        "a start and an end on one day with none open are an episode of a day": (
            "1 referral_received 1",
            "1 case_closed 1",
            "2 cin_visit 1",
            "3 case_closed 2",
            "3 referral_received 2",
            "4 cin_visit 2",
            "5 referral_received 3",
        ),
        "on a day that ends one and starts the next the closing belongs to the first": (
            "1 referral_received 1",
            "3 referral_received 2",
            "3 case_closed 1",
            "3 cin_visit 2",
            "3 closure_summary 1",
            "3 transferred_out 1",
            "4 cin_visit 2",
            "5 case_closed 2",
            "6 cin_visit 2",
        ),
        "the order of the rows does not matter": (
            "5 referral_received 2",
            "1 referral_received 1",
            "6 cin_visit 2",
            "3 case_closed 1",
        ),
    }.items(),
)
def test_episodes_are_derived(why: str, rows: tuple[str, ...]) -> None:
    given = [row.rsplit(" ", 1)[0] for row in rows]
    assert episodes_of(*given) == [row.rsplit(" ", 1)[1] for row in rows], why


def test_a_row_without_episode_joins_the_one_on_record_that_was_open() -> None:
    assert episodes_of(
        "2 referral_received A",
        "6 case_closed A",
        "8 referral_received B",
        "9 cin_visit C",
        "1 cin_visit",
        "2 cin_visit",
        "6 cin_visit",
        "7 referral_received",
        "8 cin_visit",
        "9 cin_visit",
        "20 cin_visit",
    ) == ["A", "A", "B", "C", "1", "A", "A", "1", "B", "C", "C"]


def test_a_row_without_episode_stays_with_the_one_that_began_last_while_none_is_open() -> None:
    """Minutes sent round after the closure open no episode that nothing would ever close."""
    assert episodes_of("1 referral_received A", "3 case_closed A", "5 minutes_circulated", "6 cin_visit") == ["A"] * 4
    found = episodes_of(
        "1 referral_received A", "3 case_closed A", "4 cin_visit", "5 referral_received", "6 case_closed",
        "7 cin_visit", "8 referral_received B", "9 case_closed B", "10 cin_visit",
    )  # fmt: skip
    assert found == ["A", "A", "A", "1", "1", "1", "B", "B", "B"]


def test_a_row_set_aside_starts_and_ends_nothing() -> None:
    text = """child_id,event_type,event_date
1,referral_received,2024-01-01
1,case_closed,2024-01-32
1,referral_received,2024-01-03
"""
    episodes = (
        loaded(("a.csv", text)).connection.cursor().execute("select episode_id from episodes")
    )
    assert episodes.fetchall() == [("derived-1",)]


def test_each_child_has_episodes_of_its_own() -> None:
    text = """child_id,episode_id,event_type,event_date
1,,referral_received,2024-01-01
2,,case_closed,2024-01-02
1,,cin_visit,2024-01-03
3,X,referral_received,2024-01-01
2,,referral_received,2024-01-04
"""
    rows = (
        loaded(("a.csv", text))
        .connection.cursor()
        .execute("select child_id, episode_id from episodes")
    )
    assert rows.fetchall() == [
        ("1", "derived-1"),
        ("2", "derived-1"),
        ("2", "derived-2"),
        ("3", "X"),
    ]
