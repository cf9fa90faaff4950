"""DfE's published CSV files on children in need, in DfE's own layout, as rows of our table of benchmarks.

A file is known by its columns, never by its name or year, so the next release is read as this one is. The figures are
those of ``PUBLISHED``; each says in our words what DfE counts and where ours differs.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow

from cin_metrics.faults import InputFault
from cin_metrics.sources import Given, Source, sources_of

SCHEMA = pyarrow.schema(
    {
        "measure": pyarrow.string(),
        "published_measure": pyarrow.string(),
        "year_ending": pyarrow.date32(),
        "area_level": pyarrow.string(),
        "area_code": pyarrow.string(),
        "area_name": pyarrow.string(),
        "region_code": pyarrow.string(),
        "value": pyarrow.float64(),
        "symbol": pyarrow.string(),
        "numerator": pyarrow.int64(),
        "denominator": pyarrow.int64(),
        "unit": pyarrow.string(),
        "source": pyarrow.string(),
        "definition": pyarrow.string(),
        "same_definition": pyarrow.string(),
        "difference": pyarrow.string(),
    }
)
"""The table of benchmarks. ``value`` is as published (22.6 for 22.6%); where there is none ``symbol`` says why."""

SYMBOLS: dict[str, str] = {
    "c": "suppressed, because it speaks of few children",
    "x": "not available",
    ":": "not available",
    "z": "not applicable",
    "u": "of low reliability and not given",
    "k": "not nought but too small to show",
    "low": "not nought but too small to show",
}
"""What DfE writes in place of a number."""

ENGLAND, REGION, AUTHORITY = "England", "region", "authority"
LEVELS = {"National": ENGLAND, "Regional": REGION, "Local authority": AUTHORITY}
LONDON = "E12000007"
PARTS_OF_LONDON = ("E13000001", "E13000002")
"""Published as regions beside London, which they make up: their rows are left out, their authorities are London's."""
PLACE_COLUMNS = ("time_period", "geographic_level", "region_code", "region_name", "new_la_code", "la_name")
YEARS_KEPT = {ENGLAND: 7, REGION: 3, AUTHORITY: 1}
"""So many of the latest years; regions and authorities only where the figure is compared with one of ours."""
ALLOWED = {
    "area_level": tuple(YEARS_KEPT),
    "same_definition": ("yes", "no"),
    "unit": ("percent", "count"),
}
MOST_FAULTS = 8

Row = dict[str, Any]


@dataclass(frozen=True)
class Published:
    """A figure DfE publishes: the columns that hold it, what it counts, whether one of ours has the same definition.

    ``counted`` are columns that add up to the numerator. Where no column holds the ``value`` it is their share of
    ``of``, in per cent. ``measure`` is the measure of ours it stands beside, if any.
    """

    definition: str
    value: str = ""
    counted: tuple[str, ...] = ()
    of: str = ""
    measure: str = ""
    unit: str = "percent"
    difference: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it needs."""
        return tuple(filter(None, (self.value, *self.counted, self.of)))


DAYS_TO_45 = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
PUBLISHED: dict[str, Published] = {
    "rereferral_percent": Published(
        "Referrals in the year of a child with an earlier referral in the 12 months before, of all in the year.",
        "rereferral_percent", ("rereferral_count",), "referral_count", measure="re_referral_12m",
        difference="We count two referrals of a child on one day as one, and know only those in the extract.",
    ),
    "assessments_within_45_working_days": Published(
        "Assessments completed in the year within 45 working days of the referral, of all completed in the year.",
        "", DAYS_TO_45, "Assessments_completed", measure="timeliness",
        difference="We count the first assessment after a referral; England counts every assessment of an episode.",
    ),
    "rereferral_child_percent": Published(
        "Children referred again within 12 months, of the children referred in the year.",
        "rereferral_child_percent", ("rereferral_child_count",), "referral_child_count",
        difference="Counts children; ours counts referrals.",
    ),
    "no_further_action_percent": Published(
        "Referrals in the year that ended in no further action, of all referrals.",
        "no_further_action_percent", ("no_further_action_count",), "referral_count",
        difference="We have no measure of it.",
    ),
    "not_in_need_percent": Published(
        "Referrals in the year assessed as not in need, of all referrals.",
        "not_in_need_percent", ("not_in_need_count",), "referral_count",
        difference="We have no measure of it.",
    ),
    "CPP_subsequent_percent": Published(
        "Protection plans started in the year that are a second or later plan of the child, of all started.",
        "CPP_subsequent_percent", ("CPP_subsequent",), "CPP_start",
        difference="An extract does not hold a child's whole life.",
    ),
    "2_years_or_more_percent": Published(
        "Protection plans open at 31 March for two years or more, of all open.",
        "2_years_or_more_percent", ("2_years_or_more",), "CPP_At31",
        difference="We have no measure of it.",
    ),
    "At31_episodes": Published(
        "Children in need at 31 March: on any plan or none, in care, leaving care and awaiting assessment.",
        "At31_episodes", unit="count",
        difference="A caseload of child in need plans is a part of it, and never stands beside it.",
    ),
    "Mental_Health_parent_percent": Published(
        "Assessments with factors that name a parent's mental health, of all assessments with factors.",
        "", ("Mental_Health_parent",), "Episodes_with_assessment_factor",
        difference="The extract holds no factors.",
    ),
    "Domestic_Abuse_parent_percent": Published(
        "Assessments with factors that name domestic abuse of a parent, of all assessments with factors.",
        "", ("Domestic_Abuse_parent",), "Episodes_with_assessment_factor",
        difference="The extract holds no factors.",
    ),
}  # fmt: skip
"""By the name it has in the column ``published_measure``."""


def from_published(paths: Iterable[Given]) -> pyarrow.Table:
    """The table of benchmarks made of DfE's files, and of tables in our own layout; ``InputFault`` with every fault.

    Where two say the same figure of an area and year, DfE's file is kept, and of two such the one given later.
    """
    faults: list[str] = []
    ours, theirs = [], []
    for source in sources_of(paths):
        header, rows = read_csv(source, faults)
        if not header:
            continue
        if set(SCHEMA.names) <= set(header):
            ours += [own_row(source.name, line, row, faults) for line, row in rows]
            continue
        found = faults_of(source.name, header)
        faults += found
        if not found:
            theirs += list(published_rows(source.name, header, rows, faults))
    if faults:
        more = [f"… and {len(faults) - MOST_FAULTS} more."] if len(faults) > MOST_FAULTS else []
        raise InputFault(faults[:MOST_FAULTS] + more)
    kept = {(row["published_measure"], row["area_code"], row["year_ending"]): row for row in [*ours, *theirs]}
    return pyarrow.Table.from_pylist(in_order(latest(list(kept.values()))), SCHEMA)


def read_csv(source: Source, faults: list[str]) -> tuple[list[str], list[tuple[int, Mapping[str, str]]]]:
    """The header of a CSV file and its rows with their lines; a fault is added where it cannot be read."""
    try:
        with source.open() as stream:
            text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(f"{source.name}: not a CSV file in UTF-8, as DfE publishes them.")
        return [], []
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    rows: list[tuple[int, Mapping[str, str]]] = [(reader.line_num, row) for row in reader]
    if not rows:
        faults.append(f"{source.name}: names no columns or has no rows.")
        return [], []
    return list(reader.fieldnames or []), rows


def faults_of(name: str, header: list[str]) -> list[str]:
    """What the columns of a file lack."""
    lacking = [column for column in PLACE_COLUMNS if column not in header]
    if lacking:
        return [f"{name}: no column is named {', '.join(lacking)}; DfE's files on children in need have them."]
    if not measures_in(header):
        known = sorted({column for one in PUBLISHED.values() for column in one.columns})
        return [f"{name}: holds no figure we know; known columns: {', '.join(known)}."]
    return []


def measures_in(header: Iterable[str]) -> list[str]:
    """The figures whose every column is there."""
    return [name for name, one in PUBLISHED.items() if set(one.columns) <= set(header)]


def published_rows(
    file: str, header: list[str], rows: list[tuple[int, Mapping[str, str]]], faults: list[str]
) -> Iterator[Row]:
    """The figures of one of DfE's files."""
    names = measures_in(header)
    release = max(row["time_period"] for _, row in rows)
    for line, row in rows:
        level = LEVELS.get(row["geographic_level"])
        if not (row["time_period"].isascii() and row["time_period"].isdigit() and len(row["time_period"]) == 4):
            faults.append(f"{file}, line {line}: time_period: allowed: a year such as 2025.")
        elif level is None:
            faults.append(f"{file}, line {line}: geographic_level: allowed: {', '.join(LEVELS)}.")
        elif not (level == REGION and row["region_code"] in PARTS_OF_LONDON):
            at = place(level, row) | {"year_ending": date(int(row["time_period"]), 3, 31)}
            for name in names:
                read = reader_of(f"{file}, line {line}", row, faults)
                yield at | figure(name, read) | said_of(name, file, release)


def place(level: str, row: Mapping[str, str]) -> Row:
    """Where a row is about."""
    region = LONDON if row["region_code"] in PARTS_OF_LONDON else row["region_code"] or None
    code, name = {
        ENGLAND: (row.get("country_code") or "E92000001", ENGLAND),
        REGION: (region, row["region_name"]),
        AUTHORITY: (row["new_la_code"], row["la_name"]),
    }[level]
    return {"area_level": level, "area_code": code, "area_name": name, "region_code": region}


def reader_of(where: str, row: Mapping[str, str], faults: list[str]) -> Callable[[str], tuple[float | None, str]]:
    """What reads a column of a row: its number or none, and the symbol in its place."""

    def read(column: str) -> tuple[float | None, str]:
        text = row[column].strip().replace(",", "")
        if not text or text.lower() in SYMBOLS:
            return None, text.lower() or ":"
        try:
            return float(text), ""
        except ValueError:
            faults.append(f"{where}: {column}: allowed: a number or one of {' '.join(SYMBOLS)}.")
            return None, "x"

    return read


def figure(name: str, read: Callable[[str], tuple[float | None, str]]) -> Row:
    """The value of a figure with its numerator and denominator, or the symbol that stands for it."""
    published = PUBLISHED[name]
    parts = [read(column) for column in published.counted]
    of, of_symbol = read(published.of) if published.of else (None, "")
    symbols = [symbol for _, symbol in parts if symbol]
    numerator = sum(number or 0 for number, _ in parts) if parts and not symbols else None
    if published.value:
        value, symbol = read(published.value)
    else:
        value = round(numerator / of * 100, 1) if numerator is not None and of else None
        symbol = next(iter([*symbols, of_symbol]), "") or "z" if value is None else ""
    return {
        "value": value,
        "symbol": symbol or None,
        "numerator": None if numerator is None else int(numerator),
        "denominator": None if of is None else int(of),
    }


def said_of(name: str, file: str, release: str) -> Row:
    """What a figure is, and where it was taken from."""
    published = PUBLISHED[name]
    columns = published.value or f"{' + '.join(published.counted)} of {published.of}"
    return {
        "measure": published.measure or None,
        "published_measure": name,
        "unit": published.unit,
        "source": f"Department for Education, Children in need, reporting year {release}, {file}, {columns}",
        "definition": published.definition,
        "same_definition": "yes" if published.measure else "no",
        "difference": published.difference or None,
    }


def own_row(file: str, line: int, row: Mapping[str, str], faults: list[str]) -> Row:
    """A row of a table in our own layout."""
    found: Row = {name: row[name] or None for name in SCHEMA.names}
    for name, kind in (("value", float), ("numerator", int), ("denominator", int), ("year_ending", date.fromisoformat)):
        try:
            found[name] = kind(row[name]) if row[name] else None
        except ValueError:
            what = "a day such as 2025-03-31" if name == "year_ending" else "a number"
            faults.append(f"{file}, line {line}: {name}: allowed: {what}.")
    for name, allowed in ALLOWED.items():
        if row[name] not in allowed:
            faults.append(f"{file}, line {line}: {name}: allowed: {', '.join(allowed)}.")
    for name in ("published_measure", "year_ending", "area_code", "area_name", "source", "definition"):
        if not row[name]:
            faults.append(f"{file}, line {line}: {name}: is empty.")
    return found


def latest(rows: list[Row]) -> list[Row]:
    """The rows of the latest years of each figure, fewer for smaller areas."""
    years: dict[tuple[str, str], set[date]] = {}
    for row in rows:
        years.setdefault((row["published_measure"], row["area_level"]), set()).add(row["year_ending"])
    first = {
        (name, level): sorted(found)[-YEARS_KEPT[level] :][0] for (name, level), found in years.items()
    }
    return [
        row
        for row in rows
        if (row["area_level"] == ENGLAND or row["measure"])
        and row["year_ending"] >= first[row["published_measure"], row["area_level"]]
    ]


def in_order(rows: list[Row]) -> list[Row]:
    """The rows by figure, area and year, those beside one of ours first."""
    levels = list(YEARS_KEPT)
    return sorted(
        rows,
        key=lambda row: (
            row["measure"] or "~", row["published_measure"], levels.index(row["area_level"]),
            row["area_code"], row["year_ending"],
        ),
    )  # fmt: skip
