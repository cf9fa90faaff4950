"""A council's events written as census returns come back, as far as the format can hold them."""

from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cin_metrics.events import Extract, load
from cin_metrics.faults import InputFault
from cin_metrics.simulate import simulate
from cin_metrics.simulate.census import STARTS_EPISODE, can_hold, census, reason
from cin_metrics.sources.cin_census_tree import CENSUS
from cin_metrics.sources.recognise import open_files
from cin_metrics.sources.xml_records import Block
from tests.unit.census_texts import EXTRACT_DATE, of

SAMPLES = Path(__file__).parents[3] / "shared/domain/samples"

Rows = list[dict[str, Any]]
Episodes = dict[tuple[str, date], set[tuple[str, date, str | None]]]


@cache
def council(year: int = 2026) -> Rows:
    """The events of a made-up council up to 31 March."""
    columns = ["child_id", "episode_id", "event_type", "event_date", "outcome"]
    return simulate(400, 5, date(year, 3, 31)).select(columns).to_pylist()


def written(events: Rows, year: int, whole: bool = False) -> bytes:
    """The return of a year."""
    return "".join(census(events, year, whole)).encode()


def by_episode(events: Rows, year: int) -> Episodes:
    """What the return of a year can hold of each episode with a referral, by child and day of referral.

    The format knows no transfer in (it is a referral like any other), no outcome of anything but referrals
    and closures, and codes only for why a case closed.
    """
    episodes: dict[tuple[str, str], Rows] = defaultdict(list)
    for event in events:
        if event["event_date"] <= date(year, 3, 31) and can_hold(event["event_type"], year):
            episodes[event["child_id"], event["episode_id"]].append(event)
    held: Episodes = defaultdict(set)
    for (child_id, _), rows in episodes.items():
        starts = [row["event_date"] for row in rows if row["event_type"] in STARTS_EPISODE]
        for row in rows if starts else []:
            kind = "referral_received" if row["event_type"] in STARTS_EPISODE else row["event_type"]
            outcome = row["outcome"] if kind == "referral_received" else None
            if kind == "case_closed":
                outcome = reason(row["outcome"])
            held[child_id, min(starts)].add((kind, row["event_date"], outcome))
    return held


def loaded(extract: Extract) -> Episodes:
    """The events of an extract in the same form."""
    rows = extract.connection.cursor().table("events").to_arrow_table().to_pylist()
    return by_episode(rows, EXTRACT_DATE.year)


@pytest.mark.parametrize("year", [2019, 2023, 2025, 2026])
def test_the_events_of_all_years_come_back(year: int) -> None:
    events = council(year)
    extract = of(written(events, year, whole=True))
    assert loaded(extract) == by_episode(events, year)
    reasons = {row["reason"] for row in extract.set_aside().to_pylist()}
    assert reasons <= {"duplicate", "unreadable_event_date"}, "an end without its beginning"
    assert not [note for file in extract.report.files for note in file.notes]


def test_two_years_tell_what_both_together_hold() -> None:
    """Episodes that closed before the first of them are in neither."""
    events = council()
    extract = of(written(events, 2025), written(events, 2026))
    first, second = (by_episode(events, year) for year in (2025, 2026))
    expected = {
        key: rows if closed(rows) >= date(2025, 4, 1) else first[key]
        for key, rows in second.items()
        if closed(rows) >= date(2024, 4, 1)
    }
    assert loaded(extract) == expected
    assert 100 < len(expected) < len(second)
    assert extract.report.reasons["duplicate"] > 100


def closed(rows: set[tuple[str, date, str | None]]) -> date:
    """When an episode closed; never, if it did not."""
    ends = [day for kind, day, _ in rows if kind in ("case_closed", "transferred_out")]
    return min(ends, default=date.max)


def test_the_children_come_back() -> None:
    extract = of(written(council(), 2026, whole=True))
    children = extract.connection.cursor().table("children").to_arrow_table().to_pylist()
    assert {child["child_id"] for child in children} == {child for child, _ in loaded(extract)}
    assert {child["sex"] for child in children} == {"M", "F"}
    assert {child["disabled"] for child in children} == {"yes", "no"}
    assert all(child["date_of_birth"] and child["primary_need"] for child in children)


def names(block: Block) -> set[str]:
    """Every name in a tree of elements."""
    inner = set().union(*map(names, block.blocks))
    return {block.name, *block.values, *block.unneeded} | inner


name = st.sampled_from([*sorted(names(CENSUS)), "Message", "Other", "c:Child"])
text = st.one_of(
    st.sampled_from(["", " ", "2025-05-01", "1066-01-01", "RC5", "true", "N1", "NONE", "M", "7"]),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="<&>"), max_size=5
    ),
)
tree = st.recursive(
    text,
    lambda inside: st.tuples(name, st.lists(inside, max_size=6)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)
likely = st.builds(
    lambda identifiers, episodes, rest: (
        f"<Child><ChildIdentifiers><LAchildID>{identifiers}</LAchildID></ChildIdentifiers>"
        + "".join(f"<CINdetails>{episode}</CINdetails>" for episode in episodes)
        + f"</Child>{rest}"
    ),
    text,
    st.lists(tree, max_size=4),
    tree,
)


def as_return(children: list[str]) -> bytes:
    """A return of what is generated."""
    header = "<Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>"
    return f"<Message>{header}<Children>{''.join(children)}</Children></Message>".encode()


def read(content: bytes) -> int:
    """How many rows a return gives; none where a sentence refuses it."""
    try:
        (files,) = open_files([("a.xml", content)]).values()
        return sum(table.num_rows for file in files for table in file.tables())
    except InputFault as fault:
        assert all(fault.faults)
        return 0


@settings(max_examples=80, deadline=None)
@given(st.lists(likely, max_size=3))
def test_no_tree_of_elements_crashes_the_reader(children: list[str]) -> None:
    assert (read(as_return(children)) > 0) == bool(children)


@settings(max_examples=12, deadline=None)
@given(st.lists(likely, min_size=1, max_size=3))
def test_every_row_of_any_tree_is_accepted_or_set_aside(children: list[str]) -> None:
    content = as_return(children)
    rows = read(content)
    extract = of(content)
    files = extract.report.files
    assert sum(file.rows_in for file in files) == rows
    assert sum(file.accepted for file in files) + extract.set_aside().num_rows == rows
    tables = [extract.connection.cursor().table(name) for name in ("events", "children")]
    held = sum(table.to_arrow_table().num_rows for table in tables)
    assert held == sum(file.accepted for file in files)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_bytes_crashes_the_reader(data: st.DataObject) -> None:
    content = bytearray(written(council()[:60], 2026, whole=True))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(12, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    read(bytes(content))


SAMPLE_COUNTS = {
    "CIN2rows.xml": (15, {"duplicate": 3}, 1),
    "CIN_Census_2021.xml": (13, {"before_1990": 13}, 1),
    "CIN_Census_2021_copy.xml": (12, {}, 1),
    "CIN_Census_2021_no_assessment_factors.xml": (12, {}, 1),
    "CIN_Census_2024.xml": (17, {"after_extract_date": 1}, 2),
    "CIN_Census_2026.xml": (18, {"after_extract_date": 2}, 2),
    "CIN_header_issues_100.xml": (13, {"before_1990": 13}, 1),
    "CIN_la_issues_2887Q.xml": (13, {"before_1990": 13}, 1),
    "cin-2022.xml": (13, {"before_1990": 13}, 1),
}


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
def test_every_sample_loads() -> None:
    """Rows of events in, why some are set aside (dates of 1970 and of 2028), and children."""
    found = {}
    for path in SAMPLES.glob("*.xml"):
        extract = load([path], EXTRACT_DATE)
        children = extract.connection.cursor().table("children").to_arrow_table().num_rows
        found[path.name] = (extract.report.rows_in, extract.report.reasons, children)
    assert found == SAMPLE_COUNTS
