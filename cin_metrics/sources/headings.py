"""Where the names of the columns stand in a table whose names are the user's own, and its rows as they are.

Reports have title rows above their header, and a delimiter can only be told by what it makes of the names.
"""

import copy
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow

from cin_metrics.engine import EngineError, connect
from cin_metrics.sources.case_events import TableFile
from cin_metrics.sources.columns import Columns
from cin_metrics.sources.delimited import DELIMITERS, LONGEST_LINE, DelimitedText, record_of
from cin_metrics.sources.parquet import ParquetFile
from cin_metrics.sources.workbook import (
    HEADER_WITHIN_ROWS,
    Workbook,
    cell_text,
    without_empty_end,
)

ROWS_OF_PARQUET = 100_000
MOST_COLUMNS = 500
DATE_OR_NUMBER = re.compile(r"[\d/.:,\s-]*\d[\d/.:,\s-]*")


@dataclass(frozen=True)
class Heading:
    """A row that may name the columns: the names, its line, and the sheet or the delimiter it is read by."""

    names: tuple[str, ...]
    line: int = 0
    sheet: str = ""
    delimiter: str = ""

    @property
    def values(self) -> int:
        """How many of the names are dates or numbers, as no header's are."""
        return sum(1 for name in self.names if DATE_OR_NUMBER.fullmatch(name))


class RawColumns(Columns):
    """All columns of a file, each under its place as a name; a row must reach the last one ``needed``."""

    def __init__(self, names: Sequence[str], needed: Sequence[int] = (0,)):
        super().__init__(
            "events", tuple(names), {str(place): place for place in range(len(names))}
        )
        object.__setattr__(self, "needed", tuple(map(str, needed)))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the columns of the rows."""
        return tuple(self.positions)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns a row must reach."""
        return self.__dict__["needed"]


def headings(file: TableFile) -> list[Heading]:
    """The rows that may be the header of a file, from the top."""
    if isinstance(file, ParquetFile):
        return [Heading(file.columns.header)]
    if isinstance(file, Workbook):
        return [
            Heading(names, line, sheet=sheet)
            for sheet, top in file.tops()
            for line, row in enumerate(top, 1)
            if any(names := named([cell_text(cell) for cell in row]))
        ]
    found = []
    with file.source.open() as stream:
        text = io.TextIOWrapper(stream, file.encoding, "as_windows_1252", newline="")
        for line in range(1, HEADER_WITHIN_ROWS + 1):
            written = text.readline(LONGEST_LINE).rstrip("\r\n")
            for delimiter in DELIMITERS if written.strip() else ():
                names = named(record_of(written, delimiter))
                if any(names):
                    found.append(Heading(names, line, delimiter=delimiter))
    return found or [Heading(file.columns.header, file.header_line, delimiter=file.delimiter)]


def named(cells: list[str]) -> tuple[str, ...]:
    """The cells of a header without blanks around them and without the empty ones at its end."""
    return tuple(without_empty_end([" ".join(cell.split()) for cell in cells[:MOST_COLUMNS]]))


def raw_tables(
    file: TableFile, heading: Heading, needed: Sequence[int] = (0,)
) -> Iterator[pyarrow.Table]:
    """The rows below a header: ``line``, ``fault``, and every column as text under its place."""
    one = copy.copy(file)
    one.columns = RawColumns(heading.names, needed)
    if isinstance(one, ParquetFile):
        yield from parquet_tables(one)
        return
    if isinstance(one, Workbook):
        one.take_header(heading.sheet, heading.line, one.columns)
    elif isinstance(one, DelimitedText):
        one.header_line, one.delimiter = heading.line, heading.delimiter
    yield from one.tables()


def parquet_tables(file: ParquetFile) -> Iterator[pyarrow.Table]:
    """The rows of Parquet as text, some thousands at a time."""
    connection = connect()
    try:
        for batch in file.relation(connection).to_arrow_reader(ROWS_OF_PARQUET):
            yield pyarrow.Table.from_batches([batch])
    except EngineError as error:
        if not file.is_sound():
            raise file.damaged() from error
        raise
    finally:
        connection.close()
