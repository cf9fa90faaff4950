"""Text tables of events in, of ledger rows and spells out.

What a table leaves out is not said (events: child 1, episode 1, nothing recorded) or not asked
(expected rows: only the columns named are compared). Each expectation was worked out by hand and is
held against the product and against the plain reference, so that neither can be wrong alone.
"""

from datetime import date
from typing import Any

import yaml

from cin_metrics.vocabulary import COLUMNS, SPELLS
from tests import reference
from tests.support import extract_of, in_order, ledger_of, spells_of

Rows = list[dict[str, Any]]


def cell(column: str, text: str) -> Any:
    """What a cell says: a date, a number, a text, nothing."""
    if not text:
        return None
    if column.endswith("_date"):
        return date.fromisoformat(text)
    return int(text) if column in ("days_late", "occurrence") else text


def columns(text: str) -> list[str]:
    """The columns that the first line of a text table names."""
    return [name.strip() for name in text.strip().splitlines()[0].split("|")]


def table(text: str) -> Rows:
    """The rows of a text table, whose cells stand between |."""
    return [
        {name: cell(name, part.strip()) for name, part in zip(named, line.split("|"), strict=True)}
        for named in [columns(text)]
        for line in text.strip().splitlines()[1:]
    ]


def events_of(text: str) -> Rows:
    """The rows of an extract."""
    usual = dict.fromkeys(COLUMNS) | {"child_id": "1", "episode_id": "1"}
    return [usual | row for row in table(text)]


def pack_of(rules: str, pack: str) -> dict[str, Any]:
    """A pack of one rule or of a list of rules, with what ``pack`` adds."""
    given = yaml.load(rules, Loader=yaml.BaseLoader)
    usual = {"id": "rule", "title": "A rule", "topic": "visit", "clause": "none"}
    return {
        "title": "A pack",
        **(yaml.load(pack, Loader=yaml.BaseLoader) or {}),
        "rules": [usual | rule for rule in (given if isinstance(given, list) else [given])],
    }


def expect_ledger(
    *,
    events: str,
    rules: str,
    as_of: str,
    ledger: str,
    pack: str = "",
    known_by: str | None = None,
    of: str | None = None,
) -> None:
    """The ledger of ``rules``, or of the one named ``of``, over ``events`` is ``ledger``."""
    rows, mapping = events_of(events), pack_of(rules, pack)
    days = date.fromisoformat(as_of), date.fromisoformat(known_by) if known_by else None
    asked, expected = columns(ledger), table(ledger)
    for who, found in (
        ("the reference", reference.ledger(rows, mapping, *days)),
        ("the product", ledger_of(extract_of(rows), mapping, *days)),
    ):
        kept = [row for row in found if of is None or row["rule_id"] == of]
        assert [{name: row[name] for name in asked} for row in kept] == expected, who


def expect_spells(
    *,
    events: str,
    as_of: str,
    spells: str,
    known_by: str | None = None,
    of: tuple[str, ...] = tuple(SPELLS),
) -> None:
    """The spells of ``events``, or those of the kinds ``of``, are ``spells``."""
    rows = events_of(events)
    days = date.fromisoformat(as_of), date.fromisoformat(known_by) if known_by else None
    expected = table(spells)
    for who, found in (
        ("the reference", reference.spells(rows, *days)),
        ("the product", spells_of(extract_of(rows), *days)),
    ):
        kept = [
            {name: row[name] for name in columns(spells)} for row in found if row["spell"] in of
        ]
        assert in_order(kept) == in_order(expected), who
