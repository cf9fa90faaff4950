"""Rows of text on their way in: cells by column, trimmed, with the line each row started on."""

from collections.abc import Iterator, Sequence

import pyarrow
import pyarrow.compute as compute

from cin_metrics.sources import WHITESPACE
from cin_metrics.sources.columns import Columns

ROWS_AT_ONCE = 10_000
CELL_END = "\x1f"

WRONG_NUMBER_OF_CELLS = "wrong_number_of_cells"
UNREADABLE_CHARACTERS = "unreadable_characters"


class RowsAtOnce:
    """Gathers rows until there are enough for a table.

    A table has ``line``, ``fault`` (why a row cannot be trusted, or null), the contract's columns as text
    (null for blank) and ``other_cells``, all that was dropped from the row as one text.
    """

    def __init__(self, columns: Columns):
        self.columns = columns
        self.width = len(columns.header)
        self.cells: list[Sequence[str]] = []
        self.lines: list[int] = []
        self.faults: dict[int, str] = {}

    def add(self, cells: list[str], line: int, fault: str | None = None) -> None:
        """Take a row. Too few or too many cells are a fault unless only blank or optional ones differ."""
        if len(cells) != self.width:
            if len(cells) < self.columns.least_width or any(map(str.strip, cells[self.width :])):
                fault = fault or WRONG_NUMBER_OF_CELLS
            cells = cells[: self.width] + [""] * (self.width - len(cells))
        if fault:
            self.faults[len(self.cells)] = fault
        self.cells.append(cells)
        self.lines.append(line)

    def enough(self) -> bool:
        """Whether a table is due."""
        return len(self.cells) >= ROWS_AT_ONCE

    def tables(self) -> Iterator[pyarrow.Table]:
        """What was gathered, as a table if there is anything, and start again."""
        if self.cells:
            yield self._table()
        self.cells, self.lines, self.faults = [], [], {}

    def _table(self) -> pyarrow.Table:
        by_position = [pyarrow.array(cells, pyarrow.string()) for cells in zip(*self.cells, strict=True)]
        blank = pyarrow.nulls(len(self.cells), pyarrow.string())
        positions = self.columns.positions
        faults = [self.faults.get(row) for row in range(len(self.cells))] if self.faults else blank
        dropped = [by_position[position] for position in self.columns.dropped_positions]
        return pyarrow.table(
            {
                "line": pyarrow.array(self.lines, pyarrow.int64()),
                "fault": pyarrow.array(faults, pyarrow.string()),
                **{
                    ours: trimmed(by_position[positions[ours]]) if ours in positions else blank
                    for ours in self.columns.wanted
                },
                "other_cells": joined(dropped) if dropped else blank,
            }
        )


def trimmed(cells: pyarrow.Array) -> pyarrow.Array:
    """The cells without the blanks around them; null where nothing is left."""
    kept = compute.utf8_trim(cells, WHITESPACE)
    return compute.if_else(compute.equal(kept, ""), None, kept)


def joined(columns: list[pyarrow.Array]) -> pyarrow.Array:
    """The cells of each row as one text, null where all are blank."""
    texts = compute.binary_join_element_wise(*columns, CELL_END)
    return compute.if_else(compute.equal(compute.utf8_trim(texts, CELL_END), ""), None, texts)
