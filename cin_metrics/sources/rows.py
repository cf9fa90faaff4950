"""Rows of text on their way in: cells by column, as given, with the line each row started on."""

from collections.abc import Iterable, Iterator, Sequence

import numpy
import pyarrow

from cin_metrics.sources.columns import Columns

ROWS_AT_ONCE = 10_000
CELL_END = "\x1f"

TYPED_COLUMNS = {
    "event_date": {"event_day": "DATE", "event_clock": "TIME"},
    "recorded_date": {"recorded_day": "DATE", "recorded_clock": "TIME"},
    "date_of_birth": {"birth_day": "DATE"},
}
"""Where a date goes that comes as a date and not as text: its columns and their DuckDB types."""

WRONG_NUMBER_OF_CELLS = "wrong_number_of_cells"
UNREADABLE_CHARACTERS = "unreadable_characters"


def row_types(wanted: Iterable[str]) -> dict[str, str]:
    """The columns of rows on their way in, and their DuckDB types."""
    typed = {name: kind for ours in wanted for name, kind in TYPED_COLUMNS.get(ours, {}).items()}
    texts = dict.fromkeys(wanted, "VARCHAR")
    return {"line": "BIGINT", "fault": "VARCHAR", **texts, **typed, "other_cells": "VARCHAR"}


def row_table(
    columns: Columns, cells: Sequence[pyarrow.Array], lines: pyarrow.Array, faults: pyarrow.Array
) -> pyarrow.Table:
    """Rows as a table, from the cells of each column of the file.

    It has the columns of ``row_types``: ``line``, ``fault`` (why a row cannot be trusted, or null), the
    contract's columns as text (null for blank), the typed ones (empty: text comes as text) and
    ``other_cells``, all that was dropped from the row as one text.
    """
    blank = pyarrow.nulls(len(lines), pyarrow.string())
    positions = columns.positions
    dropped = [cells[position] for position in columns.dropped_positions]
    return pyarrow.table(
        {
            "line": lines,
            "fault": faults,
            **{
                ours: cells[positions[ours]] if ours in positions else blank
                for ours in columns.wanted
            },
            **{typed: blank for ours in columns.wanted for typed in TYPED_COLUMNS.get(ours, ())},
            "other_cells": joined(dropped) if dropped else blank,
        }
    )


def counted_from(first: int, number: int) -> pyarrow.Array:
    """So many whole numbers from ``first`` on, none of which is a value of Python's on the way."""
    return pyarrow.Array.from_buffers(
        pyarrow.int64(), number, [None, pyarrow.py_buffer(numpy.arange(first, first + number, dtype="int64"))]
    )


class RowsAtOnce:
    """Gathers rows one by one until there are enough for a table."""

    def __init__(self, columns: Columns):
        self.columns = columns
        self.width = len(columns.header)
        self.cells: list[Sequence[str]] = []
        self.lines: list[int] = []
        self.faults: dict[int, str] = {}

    def add(self, cells: list[str], line: int, fault: str | None = None) -> None:
        """Take a row. Too few or too many cells are a fault unless only blank or optional ones differ."""
        if len(cells) != self.width:
            too_few = len(cells) < self.columns.least_width
            if too_few or any(cell.strip() for cell in cells[self.width :]):
                fault = fault or WRONG_NUMBER_OF_CELLS
            cells = cells[: self.width] + [""] * (self.width - len(cells))
        if fault:
            self.faults[len(self.cells)] = fault
        self.cells.append(cells)
        self.lines.append(line)

    def tables(self, at_least: int = 1) -> Iterator[pyarrow.Table]:
        """What was gathered, as a table if there are enough rows, and start again."""
        if len(self.cells) < at_least:
            return
        by_position = zip(*self.cells, strict=True)
        faults = [self.faults.get(row) for row in range(len(self.cells))] if self.faults else None
        yield row_table(
            self.columns,
            [pyarrow.array(cells, pyarrow.string()) for cells in by_position],
            pyarrow.array(self.lines, pyarrow.int64()),
            pyarrow.array(faults or [None] * len(self.cells), pyarrow.string()),
        )
        self.cells, self.lines, self.faults = [], [], {}


def joined(columns: Sequence[pyarrow.Array]) -> pyarrow.Array:
    """The cells of each row as one text, null where all are blank."""
    from pyarrow import compute  # most files of ours have no column that is dropped

    texts = compute.binary_join_element_wise(*columns, CELL_END)
    return compute.if_else(compute.equal(texts, CELL_END * (len(columns) - 1)), None, texts)
