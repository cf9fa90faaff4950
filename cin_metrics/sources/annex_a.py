"""Annex A workbooks (Excel or OpenDocument): the lists of an inspection, a snapshot of half a year.

A list is known by its columns, or by the name of its sheet; title rows above its header do not matter. Lists
that hold nothing on children in need (9 to 11) are never read. The workbook does not say of which day it is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow
import python_calamine

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.annex_a_codes import day_of, said
from cin_metrics.sources.annex_a_events import Found, Story, children_of
from cin_metrics.sources.annex_a_limits import limits_on
from cin_metrics.sources.annex_a_lists import LISTS, Heading, heading_of, list_named
from cin_metrics.sources.annex_a_notes import day_note, latest_day, story_notes
from cin_metrics.sources.choices import SNAPSHOT_DATE, Offer
from cin_metrics.sources.look import Look
from cin_metrics.sources.translated import ChildRow, Choices, EventRow, Translated
from cin_metrics.sources.translated_table import TranslatedTable
from cin_metrics.sources.workbook import (
    OLE_MAGIC,
    cell_text,
    damaged,
    protected,
    refuse_bomb,
    refuse_password,
    without_empty_end,
)

HEADER_WITHIN_ROWS = 20
FILLS = (
    "child_id",
    "event_type",
    "event_date",
    "episode_id",
    "team",
    "worker",
    "outcome",
    "child_seen",
)
CHILD_FILLS = ChildRow._fields[1:]


@dataclass(frozen=True)
class Sheet:
    """A sheet that is a list: its name, its header, and its rows below it."""

    name: str
    heading: Heading
    rows: list[Found]

    @property
    def dropped(self) -> list[str]:
        """The headings of the columns that nothing needs."""
        kept = set(self.heading.places.values())
        names = without_empty_end(list(self.heading.header))
        return [name for place, name in enumerate(names) if name and place not in kept]


def recognises(look: Look) -> bool:
    """Whether a file is an Annex A workbook: a sheet of it can only be one of the lists that are read."""
    headings = (heading_of(name, top) for name, top in look.sheets.items())
    return any(
        heading is not None and heading.list.is_read and heading.is_sure for heading in headings
    )


def translate(sources: Sequence[Source], choices: Choices) -> list[Translated]:
    """The events of each list of the workbooks, and their children; an ``InputFault`` where there is no row.

    ``choices["snapshot_date"]`` is the day of the workbook; without it the notes suggest one.
    """
    given: list[tuple[Source, list[Sheet]]] = []
    notes: list[str] = []
    for source in sources:
        given.append((source, read_sheets(source, notes)))
    found = [row for _, sheets in given for sheet in sheets for row in sheet.rows]
    if not found:
        names = ", ".join(f"'{source.name}'" for source in sources)
        raise InputFault(f"{names}: no list of the workbook has a row below its header.")
    story = Story(found)
    translated: list[Translated] = []
    for source, sheets in given:
        for sheet in sheets:
            if sheet.rows:
                translated.append(events_of(source, sheet, story))
    told = choices.get(SNAPSHOT_DATE.name)
    given_day = told if isinstance(told, date) else day_of(told)
    latest = latest_day(found)
    note = day_note(latest, given_day)
    day = given_day or (latest.day if latest else None)
    translated[0].notes.extend([*notes, *story_notes(story), note])
    translated[0].limits = limits_on(day)
    translated[0].offers = (Offer(SNAPSHOT_DATE, day, note),)
    children = children_of(found)
    if children:
        translated.append(
            TranslatedTable(
                part_of(given[0][0], "children"),
                "children",
                "Annex A, the children of all lists",
                table_of(children, [None] * len(children), ChildRow._fields),
                CHILD_FILLS,
                [],
                [],
            )
        )
    return translated


def read_sheets(source: Source, notes: list[str]) -> list[Sheet]:
    """The lists of a workbook; what is noted of its sheets is added to ``notes``."""
    if source.head(len(OLE_MAGIC)) == OLE_MAGIC:
        refuse_password(source)
    else:
        refuse_bomb(source)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(source.open())
        return list(lists_of(book, notes))
    except python_calamine.PasswordError as error:
        raise protected(source) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise damaged(source) from error


def lists_of(book: python_calamine.CalamineWorkbook, notes: list[str]) -> Iterator[Sheet]:
    """The sheets that are lists on children in need, with their rows."""
    seen: Counter[int] = Counter()
    for name in book.sheet_names:
        named = list_named(name)
        if named and not named.is_read:
            notes.append(f"Sheet '{name}' holds {named.title}: it was not read.")
            continue
        sheet = book.get_sheet_by_name(name)
        top = sheet.to_python(skip_empty_area=False, nrows=HEADER_WITHIN_ROWS)
        heading = heading_of(name, [[cell_text(cell) for cell in row] for row in top])
        if heading is None:
            known = f" as List {named.number}" if named else " as a list of Annex A"
            notes.append(f"Sheet '{name}' has no header that is known{known}: it was not read.")
            continue
        one = heading.list
        if not one.is_read:
            notes.append(f"Sheet '{name}' holds {one.title}: it was not read.")
            continue
        seen[one.number] += 1
        how = "its columns"
        if heading.by_name:
            how = "its name and its columns"
        elif named:
            how += f" although its name says List {named.number}"
        rows = list(rows_of(sheet, heading))
        notes.append(
            f"Sheet '{name}' is List {one.number} ({one.title}), known by {how}: {len(rows):,} rows."
        )
        if missing := [field for field in one.fields if field not in heading.places]:
            words = ", ".join(field.replace("_", " ") for field in missing)
            notes.append(f"List {one.number} has no column for: {words}.")
        yield Sheet(name, heading, rows)
    for number, times in seen.items():
        if times > 1:
            notes.append(f"List {number} stands on {times} sheets; all of them were read.")
    absent = [str(one.number) for one in LISTS if one.is_read and one.number not in seen]
    if absent:
        notes.append(f"Not in the workbook: List {', '.join(absent)}.")


def rows_of(sheet: python_calamine.CalamineSheet, heading: Heading) -> Iterator[Found]:
    """The rows below the header in which a field that is read has something."""
    for line, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        if line > heading.line:
            cells = {
                field: said(row[place])
                for field, place in heading.places.items()
                if place < len(row)
            }
            if any(cells.values()):
                yield Found(heading.list.number, line, cells)


def events_of(source: Source, sheet: Sheet, story: Story) -> TranslatedTable:
    """The events of one list."""
    made = [one for row in sheet.rows for one in story.events(row)]
    table = table_of([event for event, _ in made], [fault for _, fault in made], EventRow._fields)
    number = sheet.heading.list.number
    return TranslatedTable(
        part_of(source, f"List {number}"),
        "events",
        f"Annex A, List {number}, sheet '{sheet.name}'",
        table,
        FILLS,
        [],
        sheet.dropped,
    )


def part_of(source: Source, part: str) -> Source:
    """A part of a workbook, so that a line can be found by the list it is in."""
    return replace(source, name=f"{source.name}, {part}", whole=source.name)


def table_of(
    rows: Sequence[tuple[Any, ...]], faults: Sequence[str | None], fields: Sequence[str]
) -> pyarrow.Table:
    """Rows that begin with their line as a table, each with its fault or None."""
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    texts = dict(zip(fields[1:], columns[1:], strict=True))
    return pyarrow.table(
        {
            "line": pyarrow.array(columns[0], pyarrow.int64()),
            "fault": pyarrow.array(faults, pyarrow.string()),
            **{name: pyarrow.array(cells, pyarrow.string()) for name, cells in texts.items()},
        }
    )
