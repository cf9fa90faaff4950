"""Published figures beside ours: England, regions, authorities, and only where the definition is the same.

The figures stand in ``data/benchmarks.csv``, each with its year, source and definition. The command ``benchmarks``
makes that table of DfE's files, so the next release replaces it without a change here.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from statistics import quantiles
from typing import Any

import pyarrow

from cin_metrics.faults import InputFault, nearest
from cin_metrics.packs import read_pack
from cin_metrics.policy import Policy, Rule, Within
from cin_metrics.published import AUTHORITY, ENGLAND, REGION, SCHEMA, SYMBOLS, from_published

__all__ = [
    "Benchmark", "Place", "PublishedFigure", "Spread", "authorities_of", "benchmark_for", "benchmarks_of", "comparable",
    "from_published", "places", "read_benchmarks", "read_similar", "regions",
]  # fmt: skip

DATA = Path(__file__).parent.parent / "data"
TABLE = DATA / "benchmarks.csv"
SIMILAR = DATA / "similar_authorities.yaml"
FEWEST_AUTHORITIES = 4
"""Of fewer there are no quartiles."""

ALSO_DUE = "Our share on time also counts what fell due and is not done; England's counts only what was done."


@dataclass(frozen=True)
class Place:
    """An area that figures are published of."""

    level: str
    code: str
    name: str
    region_code: str | None


@dataclass(frozen=True)
class PublishedFigure:
    """A published figure of one area and year. ``value`` is a share of 1; where there is none ``why`` says it."""

    place: Place
    year_ending: date
    value: float | None
    why: str
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True)
class Spread:
    """The quartiles of a list of authorities: half of them lie between the lower and the upper."""

    authorities: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True)
class Benchmark:
    """A published figure of the same definition as one of ours, of every area and year there is.

    ``difference`` says in what ours differs all the same. ``year_ending`` is the latest year.
    """

    measure: str
    published_measure: str
    definition: str
    difference: str
    source: str
    year_ending: date
    figures: tuple[PublishedFigure, ...]

    @property
    def beside_measure(self) -> str:
        """In what the measure of ours differs, where it is the measure itself that stands beside this figure."""
        return f"{self.difference} {ALSO_DUE}" if self.measure == "timeliness" else self.difference

    @property
    def england(self) -> PublishedFigure | None:
        """England in the latest year."""
        return next((f for f in self.latest() if f.place.level == ENGLAND), None)

    def of(self, code: str | None) -> PublishedFigure | None:
        """A region or authority in the latest year; none where nothing is published of it."""
        return next((f for f in self.latest() if f.place.code == code), None)

    def latest(self) -> list[PublishedFigure]:
        """The figures of the latest year."""
        return [figure for figure in self.figures if figure.year_ending == self.year_ending]

    def series(self) -> list[PublishedFigure]:
        """England, year by year."""
        return [figure for figure in self.figures if figure.place.level == ENGLAND]

    def spread(self, codes: Iterable[str]) -> Spread | None:
        """The quartiles of these authorities in the latest year; none where too few have a figure."""
        wanted = set(codes)
        values = [f.value for f in self.latest() if f.place.code in wanted and f.value is not None]
        if len(values) < FEWEST_AUTHORITIES:
            return None
        return Spread(len(values), *quantiles(values, n=4, method="inclusive"))


def read_benchmarks(path: str | Path | None = None) -> pyarrow.Table:
    """The table of benchmarks in that file, ours unless given; ``InputFault`` with every fault in it."""
    file = Path(path or TABLE)
    changed = file.stat().st_mtime_ns if file.exists() else 0
    return _read(file, changed)


@lru_cache(maxsize=8)
def _read(file: Path, changed: int) -> pyarrow.Table:
    """The table; ``changed`` makes a changed file another one."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream), [])
    except FileNotFoundError:
        raise InputFault(f"There is no file '{file}'.") from None
    except UnicodeDecodeError:
        raise InputFault(f"{file.name}: not a CSV file in UTF-8.") from None
    lacking = [name for name in SCHEMA.names if name not in header]
    if lacking:
        raise InputFault(f"{file.name}: no column is named {', '.join(lacking)}.")
    return from_published([file])


def benchmarks_of(table: pyarrow.Table | None = None) -> list[Benchmark]:
    """Every published figure that has the same definition as one of ours."""
    rows = (read_benchmarks() if table is None else table).to_pylist()
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["same_definition"] == "yes" and row["measure"]:
            found.setdefault(row["published_measure"], []).append(row)
    return [_benchmark(name, of_name) for name, of_name in found.items()]


def _benchmark(name: str, rows: list[dict[str, Any]]) -> Benchmark:
    of_england = [row for row in rows if row["area_level"] == ENGLAND] or rows
    latest = max(of_england, key=lambda row: row["year_ending"])
    figures = tuple(
        PublishedFigure(
            Place(row["area_level"], row["area_code"], row["area_name"], row["region_code"]),
            row["year_ending"],
            None if row["value"] is None else round(row["value"] / 100, 6),
            "" if row["value"] is not None else SYMBOLS.get(row["symbol"] or ":", SYMBOLS[":"]),
            row["numerator"],
            row["denominator"],
        )
        for row in rows
    )
    return Benchmark(
        latest["measure"], name, latest["definition"], latest["difference"] or "", latest["source"],
        latest["year_ending"], figures,
    )  # fmt: skip


def benchmark_for(
    measure: str,
    rule: Rule | None = None,
    policy: Policy | None = None,
    table: pyarrow.Table | None = None,
) -> Benchmark | None:
    """The published figure of the same definition as a measure of ours, or none.

    A measure with rules has one only for a rule that asks exactly what is published; ``policy`` is the rule's.
    """
    asked = comparable(policy, rule) if rule is not None and policy is not None else None
    if rule is not None and asked is None:
        return None
    return next(
        (
            found
            for found in benchmarks_of(table)
            if found.measure == measure
            and (found.published_measure == asked if found.published_measure in ASKED else rule is None)
        ),
        None,
    )


ASKED: dict[str, tuple[int, frozenset[str], str]] = {
    "assessments_within_45_working_days": (45, frozenset({"referral_received"}), "assessment_completed"),
    "conferences_within_15_working_days": (
        15, frozenset({"strategy_discussion", "s47_started"}), "icpc_held",
    ),
}  # fmt: skip
"""What a rule must ask to be comparable: working days, the events it may count from, the event it asks for."""


def comparable(policy: Policy, rule: Rule) -> str | None:
    """The published figure that a rule asks exactly, or none: same events, same limit, the same for every child."""
    if not isinstance(rule, Within) or rule.within.unit != "working_day" or rule.while_ != "episode":
        return None
    if rule.after or rule.unless or rule.not_before or rule.only or rule.except_ or rule.cohorts:
        return None
    starts, targets = policy.resolve(rule.from_), policy.resolve(rule.to)
    # A discussion may be told by its outcome, because only some go on to a conference.
    if any((p.where or p.where_not) and p.event_type != "strategy_discussion" for p in (*starts, *targets)):
        return None
    froms, tos = ({part.event_type for part in parts} for parts in (starts, targets))
    return next(
        (
            name
            for name, (days, allowed, target) in ASKED.items()
            if rule.within.number == days and froms and froms <= allowed and tos == {target}
        ),
        None,
    )


def places(level: str, table: pyarrow.Table | None = None) -> list[Place]:
    """The regions or authorities that figures are published of, by name."""
    found = {
        Place(row["area_level"], row["area_code"], row["area_name"], row["region_code"])
        for row in (read_benchmarks() if table is None else table).to_pylist()
        if row["area_level"] == level
    }
    return sorted(found, key=lambda place: place.name)


def regions(table: pyarrow.Table | None = None) -> list[Place]:
    """The regions, by name."""
    return places(REGION, table)


def authorities_of(region_code: str | None = None, table: pyarrow.Table | None = None) -> list[Place]:
    """The authorities of a region, or all of them, by name."""
    return [p for p in places(AUTHORITY, table) if region_code in (None, p.region_code)]


def read_similar(path: str | Path | None = None, known: Sequence[Place] | None = None) -> list[Place]:
    """The authorities listed as similar to ours, by name or code; ``InputFault`` for each that is not known."""
    file = Path(path or SIMILAR)
    if not file.exists():
        return []
    given, _, _ = read_pack(file)
    listed = (given or {}).get("similar", []) if isinstance(given or {}, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise InputFault(f"{file.name}: similar: allowed: a list of names or codes of authorities.")
    known = authorities_of() if known is None else known
    by_word = {word.lower(): place for place in known for word in (place.name, place.code)}
    unknown = [one for one in listed if one.lower() not in by_word]
    if unknown:
        raise InputFault(
            f"{file.name}: similar: no figures are published of '{one}'.{nearest(one, by_word)}" for one in unknown
        )
    return list(dict.fromkeys(by_word[one.lower()] for one in listed))
