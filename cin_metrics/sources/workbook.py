"""Excel and OpenDocument workbooks to rows of text.

The first sheet whose first rows hold a header with the required columns is read; title rows above it do
not matter. Dates come out as ISO text, whole numbers without a decimal point, so that ids stay ids. The
line of a row is its number in the sheet. Rows without any cell filled are not rows.
"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow
import python_calamine

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.columns import column_faults, count_known, match_columns
from cin_metrics.sources.rows import ROWS_AT_ONCE, RowsAtOnce

HEADER_WITHIN_ROWS = 20
MAXIMUM_UNPACKED = 1 << 30
MOST_TIMES_SMALLER = 200
SMALL_UNPACKED = 10 << 20
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Workbook:
    """A workbook whose header has been found: ``columns``, and ``tables`` of its rows."""

    def __init__(self, source: Source):
        name = source.name
        if source.head(8) == OLE_MAGIC:
            self.format = "Excel workbook (xls)"
            with source.open() as stream:
                if ENCRYPTED in stream.read():
                    raise InputFault(protected(name))
        else:
            self.format = "workbook"
            check_unpacked_size(source)
        try:
            book = python_calamine.CalamineWorkbook.from_object(source.open())
            sheets = {sheet: book.get_sheet_by_name(sheet) for sheet in book.sheet_names}
        except python_calamine.PasswordError as error:
            raise InputFault(protected(name)) from error
        except (python_calamine.CalamineError, OSError) as error:
            raise InputFault(damaged(name)) from error
        self._choose_sheet(name, sheets)

    def _choose_sheet(self, name: str, sheets: dict[str, Any]) -> None:
        """Take the first sheet with a whole header, else the one that comes nearest."""
        best = -1
        for title, sheet in sheets.items():
            rows = sheet.to_python(skip_empty_area=False, nrows=HEADER_WITHIN_ROWS)
            headers = [[cell_text(cell) for cell in row] for row in rows]
            for number, header in enumerate(headers, 1):
                known = count_known(header)
                columns = match_columns(without_empty_end(header))
                whole = bool(known) and not column_faults(name, columns)
                if known + 1000 * whole > best and header:
                    best = known + 1000 * whole
                    self.columns, self.header_line, self._sheet, self.sheet = (
                        columns,
                        number,
                        sheet,
                        title,
                    )
            if best >= 1000:
                break
        if best < 0:
            raise InputFault(f"'{name}' is empty: no sheet of the workbook holds anything.")
        self.format += f", sheet '{self.sheet}'"

    def tables(self) -> Iterator[pyarrow.Table]:
        """The rows below the header, some thousands at a time."""
        gathered = RowsAtOnce(self.columns)
        for number, row in enumerate(self._sheet.to_python(skip_empty_area=False), 1):
            cells = [cell_text(cell) for cell in row]
            if number > self.header_line and any(cells):
                gathered.add(cells, number)
                yield from gathered.tables(at_least=ROWS_AT_ONCE)
        yield from gathered.tables()


def cell_text(cell: Any) -> str:
    """What a person sees in a cell, dates in ISO form."""
    match cell:
        case str():
            return cell
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


def without_empty_end(header: list[str]) -> list[str]:
    """The header's names, trimmed, without the empty ones at its end."""
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    return names


def check_unpacked_size(source: Source) -> None:
    """An ``InputFault`` where unpacking would take more than a workbook ever needs, or is not possible."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            too_large = unpacked > MAXIMUM_UNPACKED
            if too_large or unpacked > max(SMALL_UNPACKED, MOST_TIMES_SMALLER * source.size()):
                raise InputFault(
                    f"'{source.name}' would unpack to {unpacked >> 20:,} MiB, far more than its size; it "
                    "was not opened. Save the extract as CSV or Parquet."
                )
            names = {member.filename for member in members}
            if any(member.flag_bits & 1 for member in members):
                raise InputFault(protected(source.name))
            if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
                raise InputFault(
                    f"'{source.name}' is a zip file but not a workbook; unpack it and give the files in it."
                )
            if archive.testzip():
                raise InputFault(damaged(source.name))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, zlib.error) as error:
        raise InputFault(damaged(source.name)) from error


def protected(name: str) -> str:
    """What to say of a workbook with a password."""
    return f"'{name}' is protected by a password; save it without one and give it again."


def damaged(name: str) -> str:
    """What to say of a workbook that cannot be read."""
    return f"'{name}' cannot be read as a workbook: it is damaged. Save it again, or as CSV."
