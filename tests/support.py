"""The product called on plain rows, and the smallest case in which two answers differ."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow
import pyarrow.parquet

from cin_metrics.events import Extract, load
from cin_metrics.ledger import make_ledger
from cin_metrics.packs import policy_from_mapping
from cin_metrics.spells import make_spells
from cin_metrics.vocabulary import COLUMNS

Rows = list[dict[str, Any]]

SCHEMA = pyarrow.schema(
    {name: pyarrow.date32() if name.endswith("_date") else pyarrow.string() for name in COLUMNS}
)


def as_file(rows: Rows) -> bytes:
    """The rows as the bytes of a Parquet file."""
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, SCHEMA), written)
    return written.getvalue()


def extract_of(*parts: Rows) -> Extract:
    """The extract of one file, or of several files, of rows."""
    return load([(f"part_{number}.parquet", as_file(part)) for number, part in enumerate(parts)])


def ledger_of(
    extract: Extract, pack: dict[str, Any], as_of: date, known_by: date | None = None
) -> Rows:
    """The product's ledger of a pack given as a mapping, without the name of the policy."""
    ledger = make_ledger(extract, policy_from_mapping(pack, "random"), as_of, known_by)
    rows = ledger.rows()
    ledger.workspace.close()
    return [{key: value for key, value in row.items() if key != "policy"} for row in rows]


def spells_of(extract: Extract, as_of: date, known_by: date | None = None) -> Rows:
    """The product's spells."""
    return make_spells(extract, as_of, known_by).to_pylist()


def episodes_of(extract: Extract) -> list[str]:
    """The episode that the loader gave each event, in row order."""
    found = extract.connection.cursor().execute("select episode_id from events order by event_no")
    return [episode for (episode,) in found.fetchall()]


def in_order(rows: Rows) -> Rows:
    """Rows sorted by everything they say, the blank last."""
    return sorted(
        rows, key=lambda row: [(value is None, str(value)) for _, value in sorted(row.items())]
    )


def smallest(scene: dict[str, Any], fails: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The scene less every event, rule and option without which it still ``fails``."""

    def of_children(kept: list[str]) -> Rows:
        return [event for event in scene["events"] if event["child_id"] in kept]

    children = sorted({event["child_id"] for event in scene["events"]})
    children = fewest(children, lambda kept: fails({**scene, "events": of_children(kept)}))
    scene = {**scene, "events": of_children(children)}
    events = fewest(scene["events"], lambda kept: fails({**scene, "events": kept}))
    scene = {**scene, "events": events}
    if "pack" not in scene:
        return scene

    def with_rules(rules: Rows) -> dict[str, Any]:
        return {**scene, "pack": {**scene["pack"], "rules": rules}}

    rules = fewest(scene["pack"]["rules"], lambda kept: fails(with_rules(kept)))
    for number, rule in enumerate(rules):
        for option in list(rule):
            less = [*rules]
            less[number] = {key: value for key, value in rules[number].items() if key != option}
            if fails(with_rules(less)):
                rules = less
    scene = with_rules(rules)
    for part in ("effective", "calendar", "define", "cohorts"):
        pack = {key: value for key, value in scene["pack"].items() if key != part}
        if fails({**scene, "pack": pack}):
            scene = {**scene, "pack": pack}
    events = fewest(scene["events"], lambda kept: fails({**scene, "events": kept}))
    return {**scene, "events": events}


def fewest(items: list[Any], fails: Callable[[list[Any]], bool]) -> list[Any]:
    """The items less every run of them without which the rest still ``fails``."""
    run = max(1, len(items) // 2)
    while True:
        start = 0
        while start < len(items):
            kept = items[:start] + items[start + run :]
            if kept and fails(kept):
                items = kept
            else:
                start += run
        if run == 1:
            return items
        run //= 2
