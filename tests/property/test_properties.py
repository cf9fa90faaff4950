"""What holds of every ledger, whatever the extract, the pack and the day."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cin_metrics.vocabulary import STATUSES
from tests.property.strategies import extracts, scenes
from tests.support import Rows, extract_of, ledger_of

Scene = dict[str, Any]

pytestmark = pytest.mark.slow
SETTINGS = settings(
    max_examples=10, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
DICE = st.randoms(use_true_random=True)


def without(rows: Rows, *columns: str) -> Rows:
    """Rows less some of their columns."""
    return [{key: row[key] for key in row if key not in columns} for row in rows]


def asked(scene: Scene) -> tuple[dict[str, Any], date, date | None]:
    """What a ledger is asked, beside the extract."""
    return scene["pack"], scene["as_of"], scene["known_by"]


@SETTINGS
@given(scenes())
def test_one_status_an_obligation(scene: Scene) -> None:
    """Each row is numbered once, has one status, and its dates and lateness agree with it."""
    rules = {rule["id"]: rule for rule in scene["pack"]["rules"]}
    last: tuple[Any, ...] = ()
    for row in ledger_of(extract_of(scene["events"]), *asked(scene)):
        key = row["rule_id"], row["child_id"], row["episode_id"]
        assert row["occurrence"] == (last[-1] + 1 if last[:-1] == key else 1)
        last = *key, row["occurrence"]

        assert row["status"] in STATUSES
        assert (row["met_date"] is not None) == (row["status"] in ("on_time", "late"))
        assert row["anchor_date"] <= scene["as_of"]
        counted = not rules[row["rule_id"]].keys() & {"requires", "stay"}
        is_late = row["status"] in ("late", "missed", "overdue")
        assert (row["days_late"] > 0) == (is_late and counted)
        if row["status"] == "late":
            assert row["met_date"] > row["due_date"]
        if row["status"] in ("overdue", "upcoming"):
            assert (row["status"] == "overdue") == (scene["as_of"] > row["due_date"])


@SETTINGS
@given(scenes(by_cohort=False, known_by=False), st.integers(1, 120))
def test_a_later_day_changes_no_met_row(scene: Scene, days: int) -> None:
    """What was met, on time or late, stays so with the same anchor, due and met date.

    Left out is what may rightly change it: an event of a later day that puts the episode into a
    cohort, so packs here know no cohorts, and `unless` on `stay`, which looks on to the spell's end.
    """
    for rule in scene["pack"]["rules"]:
        if "stay" in rule:
            rule.pop("unless", None)
    extract = extract_of(scene["events"])
    later = {**scene, "as_of": scene["as_of"] + timedelta(days=days)}
    told = ("rule_id", "child_id", "episode_id", "anchor_date", "due_date", "met_date", "status")
    before, after = (
        Counter(
            tuple(row[name] for name in told)
            for row in ledger_of(extract, *asked(each))
            if row["met_date"]
        )
        for each in (scene, later)
    )
    assert not before - after


@SETTINGS
@given(scenes(), DICE)
def test_splitting_the_extract_over_files_changes_nothing(scene: Scene, dice: Random) -> None:
    """The same rows in the same order, in one file or in several."""
    rows = scene["events"]
    cuts = sorted(dice.randint(0, len(rows)) for _ in range(dice.randint(1, 3)))
    parts = [rows[i:j] for i, j in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    split = extract_of(*[part for part in parts if part])
    assert ledger_of(split, *asked(scene)) == ledger_of(extract_of(rows), *asked(scene))


@SETTINGS
@given(scenes(), DICE)
def test_shuffling_the_rows_changes_only_who_holds_a_day_of_two(scene: Scene, dice: Random) -> None:
    """Order tells nothing but who held a case on a day for which two are named."""
    rows = scene["events"]
    shuffled = dice.sample(rows, len(rows))
    before = ledger_of(extract_of(rows), *asked(scene))
    after = ledger_of(extract_of(shuffled), *asked(scene))
    assert without(before, "team", "worker") == without(after, "team", "worker")
    for column in ("team", "worker"):
        named: dict[tuple[Any, ...], set[str]] = {}
        for row in rows:
            key = row["child_id"], row["episode_id"], row["event_date"]
            named.setdefault(key, set()).update({row[column]} - {None})
        of_two = {key[:2] for key, values in named.items() if len(values) > 1}
        for one, other in zip(before, after, strict=True):
            if (one["child_id"], one["episode_id"]) not in of_two:
                assert one[column] == other[column]


@SETTINGS
@given(scenes(), extracts(children=1))
def test_adding_a_child_changes_no_other_child(scene: Scene, more: Rows) -> None:
    """The rows of those who were there stay as they were, wherever the new rows stand."""
    added = [row | {"child_id": "000"} for row in more]
    before = ledger_of(extract_of(scene["events"]), *asked(scene))
    for together in (added + scene["events"], scene["events"] + added):
        after = ledger_of(extract_of(together), *asked(scene))
        assert [row for row in after if row["child_id"] != "000"] == before
