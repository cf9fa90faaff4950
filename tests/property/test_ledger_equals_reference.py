"""The SQL and the plain reference say the same of random extracts, packs and days, row by row.

What differs is shrunk to the fewest events, rules and options before it is shown.
"""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings

from cin_metrics.packs import PACKS, pack_names
from cin_metrics.simulate import simulate
from tests import reference
from tests.property.strategies import extracts, scenes
from tests.support import (
    Rows,
    episodes_of,
    extract_of,
    in_order,
    ledger_of,
    smallest,
    spells_of,
)

Scene = dict[str, Any]

# Hypothesis cannot shrink what the dice threw; `smallest` does.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(max_examples=20, deadline=None, phases=PHASES)
SOME = settings(max_examples=50, deadline=None, phases=PHASES)
MANY = settings(max_examples=500, deadline=None, phases=PHASES)


def as_text(rows: Rows) -> str:
    """Rows as lines, without what is blank."""
    return "\n".join(
        "  " + ", ".join(f"{key} {value}" for key, value in row.items() if value is not None)
        for row in rows
    )


def assert_same(scene: Scene, answers: Callable[[Scene], tuple[Rows, Rows]]) -> None:
    """Both answers to ``scene`` are the same; if not, the smallest scene in which they differ."""
    ours, theirs = answers(scene)
    if ours == theirs:
        return

    def differs(candidate: Scene) -> bool:
        try:
            one, other = answers(candidate)
        except Exception:  # a pack that lost what it needs
            return False
        return one != other

    scene = smallest(scene, differs)
    ours, theirs = answers(scene)
    pack = yaml.safe_dump(scene.get("pack"), sort_keys=False)
    pytest.fail(
        f"\nevents\n{as_text(scene['events'])}\n"
        f"as of {scene.get('as_of')}, known by {scene.get('known_by')}\n{pack}"
        f"only the reference\n{as_text([row for row in ours if row not in theirs])}\n"
        f"only the product\n{as_text([row for row in theirs if row not in ours])}\n"
        f"all of the reference\n{as_text(ours)}",
        pytrace=False,
    )


def numbered_alike(rows: Rows) -> Rows:
    """Rows of one anchor, due and met date, in two spells that share a day, put in one order.

    Nothing says which of them is numbered first.
    """
    found = []
    numbering = itemgetter(
        "rule_id", "child_id", "episode_id", "anchor_date", "due_date", "met_date"
    )
    for _, group in groupby(rows, key=numbering):
        alike = list(group)
        numbers = [row["occurrence"] for row in alike]
        same = in_order([row | {"occurrence": 0} for row in alike])
        found += [row | {"occurrence": n} for row, n in zip(same, numbers, strict=True)]
    return found


def ledgers(scene: Scene) -> tuple[Rows, Rows]:
    """The ledger of the reference and that of the product."""
    asked = scene["pack"], scene["as_of"], scene["known_by"]
    extract = extract_of(scene["events"])
    return (
        numbered_alike(reference.ledger(scene["events"], *asked)),
        numbered_alike(ledger_of(extract, *asked)),
    )


def spells(scene: Scene) -> tuple[Rows, Rows]:
    """The spells of the reference and those of the product."""
    asked = scene["as_of"], scene["known_by"]
    extract = extract_of(scene["events"])
    return (
        in_order(reference.spells(scene["events"], *asked)),
        in_order(spells_of(extract, *asked)),
    )


def episodes(scene: Scene) -> tuple[Rows, Rows]:
    """The events with the episodes that the reference gives them, and those the loader gives."""
    found = episodes_of(extract_of(scene["events"]))
    rows = zip(scene["events"], found, strict=True)
    return (
        reference.derive_episodes(scene["events"]),
        [event | {"episode_id": episode} for event, episode in rows],
    )


@SOME
@given(scenes())
def test_ledger(scene: Scene) -> None:
    """Every shape and option, every column, the order of the rows too."""
    assert_same(scene, ledgers)


@SOME
@given(scenes())
def test_spells(scene: Scene) -> None:
    """Every spell with what started and what ended it."""
    assert_same(scene, spells)


@FEW
@given(extracts(children=40, episodes=(None,)))
def test_episodes_where_none_is_given(events: Rows) -> None:
    """Every event finds the episode it belongs to."""
    assert_same({"events": events}, episodes)


@FEW
@given(extracts(children=40, episodes=(None, None, "a", "b")))
def test_episodes_where_some_are_given(events: Rows) -> None:
    """Rows without an episode join the recorded one that holds their date, or make their own."""
    assert_same({"events": events}, episodes)


@pytest.mark.slow
@MANY
@given(scenes())
def test_ledger_at_length(scene: Scene) -> None:
    """The same as `test_ledger`, ten times as long."""
    assert_same(scene, ledgers)


@pytest.mark.slow
@MANY
@given(scenes())
def test_spells_at_length(scene: Scene) -> None:
    """The same as `test_spells`, ten times as long."""
    assert_same(scene, spells)


@pytest.mark.parametrize("name", pack_names())
def test_shipped_packs_over_a_council(name: str) -> None:
    """Each pack as it stands, over a small simulated council, at two dates and as known then."""
    pack = yaml.load((PACKS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    events = simulate(40, 7, date(2025, 3, 31)).to_pylist()
    for as_of, known_by in (
        (date(2025, 3, 31), None),
        (date(2024, 9, 30), None),
        (date(2024, 9, 30), date(2024, 9, 30)),
    ):
        scene = {"events": events, "pack": pack, "as_of": as_of, "known_by": known_by}
        assert_same(scene, ledgers)
