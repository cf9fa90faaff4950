"""The table of children of the simulated council: the same every time, believable, and without a say in the events."""

import datetime
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from cin_metrics.__main__ import main
from cin_metrics.events import load
from cin_metrics.groups import GROUP_WORDS
from cin_metrics.simulate import simulate
from cin_metrics.simulate.children import (
    AGE_IN_DAYS,
    ETHNICITY,
    NEED,
    NEED_DISABLED,
    SEX,
    children_table,
)
from cin_metrics.vocabulary import CHILD_COLUMNS

HOME = Path(__file__).parents[2]
AS_OF = datetime.date(2026, 9, 30)
Child = dict[str, Any]


@pytest.fixture(scope="module")
def events() -> pyarrow.Table:
    return simulate(300, 1, AS_OF)


@pytest.fixture(scope="module")
def children(events: pyarrow.Table) -> list[Child]:
    return children_table(events, 1, AS_OF).to_pylist()


@pytest.fixture(scope="module")
def lives(events: pyarrow.Table) -> dict[str, list[Child]]:
    """The events of each child."""
    found = defaultdict(list)
    for event in events.to_pylist():
        found[event["child_id"]].append(event)
    return found


def test_the_example_is_the_one_its_command_makes(tmp_path: Path) -> None:
    """If this fails: make example."""
    out, beside = tmp_path / "example.csv", tmp_path / "children.csv"
    making = ["simulate", "--children", "300", "--seed", "1", "--as-of", "2026-09-30", str(out)]
    assert main([*making, "--children-table", str(beside)]) == 0
    assert beside.read_bytes() == (HOME / "data/example_children.csv").read_bytes()
    assert out.read_bytes() == (HOME / "data/example.csv").read_bytes(), "the table has no say in the events"
    assert "--children-table data/example_children.csv" in (HOME / "Makefile").read_text("utf-8")


def test_events_and_children_are_loaded_together() -> None:
    extract = load([HOME / "data/example.csv", HOME / "data/example_children.csv"], AS_OF)
    assert extract.report.set_aside == 0
    known = extract.connection.cursor().execute(
        "select count(*) from children where child_id in (select child_id from events)"
    )
    assert known.fetchall() == [(300,)]


def test_each_child_of_the_events_has_one_row(children: list[Child], lives: dict[str, list[Child]]) -> None:
    assert [child["child_id"] for child in children] == sorted(lives)
    assert set(children[0]) == set(CHILD_COLUMNS)


def test_a_larger_council_holds_every_child_of_a_smaller_one_unchanged(children: list[Child]) -> None:
    smaller = children_table(simulate(60, 1, AS_OF), 1, AS_OF).to_pylist()
    assert smaller == children[:60]


def test_another_seed_is_another_table(events: pyarrow.Table, children: list[Child]) -> None:
    assert children_table(events, 2, AS_OF).to_pylist() != children


def test_nobody_is_visited_before_birth_or_has_events_from_the_eighteenth_birthday(
    children: list[Child], lives: dict[str, list[Child]]
) -> None:
    for child in children:
        born = child["date_of_birth"]
        if born is None:
            continue
        visits = [e["event_date"] for e in lives[child["child_id"]] if e["event_type"] == "cin_visit"]
        last = max(e["event_date"] for e in lives[child["child_id"]])
        assert not visits or born <= min(visits)
        assert born <= AS_OF
        assert (last.year - born.year, last.month, last.day) < (18, born.month, born.day)


def test_some_are_referred_before_birth_and_the_rest_are_of_every_age(
    children: list[Child], lives: dict[str, list[Child]]
) -> None:
    ages = []
    for child in children:
        first = min(e["event_date"] for e in lives[child["child_id"]])
        ages.append(None if child["date_of_birth"] is None else (first - child["date_of_birth"]).days)
    assert 3 <= sum(age is None or age < 0 for age in ages) <= 25
    known = [age // 365 for age in ages if age is not None and age >= 0]
    assert set(range(17)) <= set(known)


def test_disabled_children_are_disabled_in_both_tables(children: list[Child], lives: dict[str, list[Child]]) -> None:
    apart = {child for child, found in lives.items() if any("cwd" in (e["cohort"] or "") for e in found)}
    disabled = [child for child in children if child["child_id"] in apart]
    assert len(disabled) > 10
    assert {child["disabled"] for child in disabled} == {"yes"}
    assert Counter(child["primary_need"] for child in disabled).most_common(1)[0][0] == "N2"
    others = Counter(child["disabled"] for child in children if child["child_id"] not in apart)
    assert others["no"] > 200 and 0 < others["yes"] < 20 and 0 < others[None] < 20


def test_a_family_shares_its_ethnicity(children: list[Child], lives: dict[str, list[Child]]) -> None:
    families = defaultdict(set)
    for child in children:
        families[lives[child["child_id"]][0]["family_id"]].add(child["ethnicity"])
    assert all(len(found) == 1 for found in families.values())


def test_every_code_is_one_that_the_groups_know(children: list[Child]) -> None:
    for characteristic in GROUP_WORDS:
        known = {word for words in GROUP_WORDS[characteristic].values() for word in words.split()}
        found = {child[characteristic].upper() for child in children if child[characteristic]}
        assert found <= known
        assert len(found) > 1


@pytest.mark.parametrize("shares", [AGE_IN_DAYS, SEX, ETHNICITY, NEED, NEED_DISABLED])
def test_every_set_of_shares_adds_up_to_the_whole(shares: dict[Any, float]) -> None:
    assert sum(shares.values()) == pytest.approx(1)


def test_the_table_may_not_be_the_file_of_the_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    making = ["simulate", "--children", "3", "--seed", "1", "--as-of", "2026-09-30", str(out)]
    assert main([*making, "--children-table", str(out)]) == 2
    assert "--children-table: found the file of the events" in capsys.readouterr().err
    assert main([*making, "--children-table", str(tmp_path / "children.txt")]) == 2
    assert "ends in .csv or .parquet" in capsys.readouterr().err
    assert not out.exists()
