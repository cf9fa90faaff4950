"""Text tables of events in, of figures and drift indicators out.

As with ledgers (``tests/spec/support.py``) only the columns named are compared, and each expectation
is held against the product and against the plain reference.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from cin_metrics.drift import make_drift
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import Selection, make_measures
from cin_metrics.packs import policy_from_mapping
from tests.reference import drift as reference_drift
from tests.reference import figures as reference
from tests.reference.council import Council
from tests.spec.support import columns, events_of, pack_of
from tests.support import Rows, extract_of

NO_RULE = """
    requires: closure_summary
    at: case_closed
"""
COLUMNS = ("measure", "rule_id", "group_name", "group_value", "period_start", "period_end",
           "numerator", "denominator", "value")  # fmt: skip


def both(events: str, rules: str, pack: str, as_of: str) -> tuple[Ledger, Council]:
    """The product's ledger of a pack over a few events, and what the reference knows of them."""
    rows, mapping, day = events_of(events), pack_of(rules, pack), date.fromisoformat(as_of)
    ledger = make_ledger(extract_of(rows), policy_from_mapping(mapping, "pack"), day)
    return ledger, Council(rows, mapping, day)


def cell(column: str, text: str) -> Any:
    """What a cell says: a day, a whole number, a value (``2/3`` too), a text, nothing."""
    if not text:
        return None
    if column in ("period_start", "period_end", "since"):
        return date.fromisoformat(text)
    if column in ("numerator", "denominator"):
        return int(text)
    return pytest.approx(float(Fraction(text)), abs=1e-9) if column == "value" else text


def table(text: str) -> Rows:
    """The rows of a text table, whose cells stand between |."""
    named = columns(text)
    return [
        {name: cell(name, part.strip()) for name, part in zip(named, line.split("|"), strict=True)}
        for line in text.strip().splitlines()[1:]
    ]


def expect_figures(
    *,
    events: str,
    as_of: str,
    period: tuple[str, str],
    of: str,
    figures: str,
    rules: str = NO_RULE,
    pack: str = "",
    by: str = "rule",
    teams: tuple[str, ...] = (),
    cohorts: tuple[str, ...] = (),
) -> None:
    """The figures of the measure ``of`` over ``events`` are ``figures``, in that order."""
    first, last = (date.fromisoformat(day) for day in period)
    ledger, council = both(events, rules, pack, as_of)
    product = make_measures(
        ledger, first, last, by=by, selection=Selection(teams, cohorts), measures=[of]
    )
    told = reference.figures(council, (first, last), by, teams, cohorts, (of,))
    plain = [dict(zip(COLUMNS, (*key, *figure), strict=True)) for key, figure in told.items()]
    if by != "rule" or of.startswith("recording_lag"):
        plain.sort(key=lambda row: row["group_value"] or "")
    for who, found in (("the reference", plain), ("the product", product.to_pylist())):
        kept = [{name: row[name] for name in columns(figures)} for row in found]
        assert kept == table(figures), who


def expect_drift(
    *, events: str, as_of: str, drift: str, indicators: str, rules: str = NO_RULE, pack: str = ""
) -> None:
    """The drift indicators of ``events``, with the thresholds of ``drift``, are ``indicators``."""
    ledger, council = both(events, rules, f"{pack}\ndrift: {drift}", as_of)
    asked, expected = columns(indicators), table(indicators)
    found = make_drift(ledger).to_pylist()
    assert [{name: row[name] for name in asked} for row in found] == expected, "the product"
    plain = reference_drift.drift(council)
    told = [name for name in asked if name != "detail"]
    assert [{name: row[name] for name in told} for row in plain] == [
        {name: row[name] for name in told} for row in expected
    ], "the reference"


def expect_drift_after(day: str, next_day: str, since: str, **case: Any) -> None:
    """The one indicator of ``drift`` is not there as of ``day`` and is as of ``next_day``, ``since`` then."""
    name = case["drift"].strip("{").split(":")[0]
    expect_drift(**case, as_of=day, indicators="indicator")
    expect_drift(**case, as_of=next_day, indicators=f"indicator | since\n{name} | {since}")
