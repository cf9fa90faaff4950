"""Excel and OpenDocument workbooks to rows of text.

The first sheet with a header that names the required columns is read, within its first rows: title rows
above it do not matter. Dates come out as ISO text, whole numbers without a decimal point, so that ids stay
ids. The line of a row is its number in the sheet. A row without any cell filled is not a row.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pyarrow
import python_calamine

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.columns import Columns, column_faults, count_known, match_columns
from cin_metrics.sources.rows import ROWS_AT_ONCE, RowsAtOnce
from cin_metrics.sources.sheet_size import too_large

HEADER_WITHIN_ROWS = 20
MAXIMUM_UNPACKED = 1 << 30
MOST_TIMES_SMALLER = 200
ALWAYS_UNPACKED = 10 << 20
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NO_SOUND_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, RuntimeError, ValueError,
)  # fmt: skip
"""What the reading of a damaged zip file raises: its places and lengths are believed until they lead nowhere."""
WORKBOOK_PARTS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}


@dataclass(frozen=True)
class Header:
    """A row of a sheet that may be its header: ``line`` counts from 1."""

    sheet: str
    line: int
    columns: Columns
    known: int
    is_whole: bool


class Workbook:
    """A workbook whose header has been found: ``columns``, and ``tables`` of its rows."""

    def __init__(self, source: Source):
        self.source = source
        if source.head(len(OLE_MAGIC)) == OLE_MAGIC:
            refuse_password(source)
        else:
            refuse_bomb(source)
        try:
            self._book = python_calamine.CalamineWorkbook.from_filelike(source.open())
            headers = list(self._headers())
        except python_calamine.PasswordError as error:
            raise protected(source) from error
        except (python_calamine.CalamineError, OSError) as error:
            raise damaged(source) from error
        if not headers:
            raise InputFault(f"'{source.name}' is empty: no sheet of the workbook holds anything.")
        self._header = max(headers, key=lambda header: (header.is_whole, header.known))
        self.columns = self._header.columns
        self.format = f"workbook, sheet '{self._header.sheet}'"

    def _headers(self) -> Iterator[Header]:
        """The rows that may be headers, up to the first that names every required column of events."""
        for sheet, top in self.tops():
            for line, row in enumerate(top, 1):
                names = without_empty_end([cell_text(cell).strip() for cell in row])
                if names:
                    columns = match_columns(names)
                    is_whole = not column_faults(sheet, columns)
                    yield Header(sheet, line, columns, count_known(names), is_whole)
                    if is_whole and columns.kind == "events":
                        return

    def take_header(self, sheet: str, line: int, columns: Columns) -> None:
        """Read the rows below another line than the one found, by these columns."""
        self.columns = columns
        self._header = Header(sheet, line, columns, 0, False)

    def tops(self) -> Iterator[tuple[str, list[list[Any]]]]:
        """The name and the first rows of each sheet."""
        for sheet in self._book.sheet_names:
            rows = self._book.get_sheet_by_name(sheet)
            yield sheet, rows.to_python(skip_empty_area=False, nrows=HEADER_WITHIN_ROWS)

    def tables(self) -> Iterator[pyarrow.Table]:
        """The rows below the header, some thousands at a time."""
        gathered = RowsAtOnce(self.columns)
        rows = self._book.get_sheet_by_name(self._header.sheet).to_python(skip_empty_area=False)
        for line, row in enumerate(rows, 1):
            if line > self._header.line:
                cells = [cell_text(cell) for cell in row]
                if any(cells):
                    gathered.add(cells, line)
                    yield from gathered.tables(at_least=ROWS_AT_ONCE)
        yield from gathered.tables()


def first_rows(workbook: Workbook) -> dict[str, list[list[str]]]:
    """The first rows of each sheet, cells as text without blanks around them."""
    return {
        sheet: [[cell_text(cell).strip() for cell in row] for row in top]
        for sheet, top in workbook.tops()
    }


def cell_text(cell: Any) -> str:
    """What a cell holds as text, dates in ISO form."""
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def without_empty_end(names: list[str]) -> list[str]:
    """The names without the empty ones at the end."""
    while names and not names[-1]:
        names = names[:-1]
    return names


def refuse_password(source: Source) -> None:
    """An ``InputFault`` for a workbook that is encrypted inside its wrapping."""
    with source.open() as stream:
        if ENCRYPTED in stream.read():
            raise protected(source)


def refuse_bomb(source: Source) -> None:
    """An ``InputFault`` for a zip file that is no workbook, is damaged or unpacks to more than one needs."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > min(
                MAXIMUM_UNPACKED, max(ALWAYS_UNPACKED, MOST_TIMES_SMALLER * source.size())
            ):
                raise InputFault(
                    f"'{source.name}' would unpack to {unpacked >> 20:,} MiB, far more than a workbook of "
                    "its size holds; it was not opened. Save the extract as CSV or Parquet."
                )
            if not WORKBOOK_PARTS & {member.filename for member in members}:
                raise InputFault(
                    f"'{source.name}' is a zip file and not a workbook; unpack it and give what is in it."
                )
            if any(member.flag_bits & 1 for member in members):
                raise protected(source)
            if archive.testzip():
                raise damaged(source)
            if too_large(archive):
                raise InputFault(
                    f"'{source.name}' has a cell far outside the others, so a sheet of it would fill the memory. "
                    "Delete the rows and columns beyond the extract, or save it as CSV."
                )
    except NO_SOUND_ZIP as error:
        raise damaged(source) from error


def protected(source: Source) -> InputFault:
    """What to say of a workbook with a password."""
    return InputFault(
        f"'{source.name}' is protected by a password. Save it without one and give it again."
    )


def damaged(source: Source) -> InputFault:
    """What to say of a workbook that cannot be read."""
    return InputFault(
        f"'{source.name}' cannot be read as a workbook: it is damaged. Save it anew, or as CSV."
    )
