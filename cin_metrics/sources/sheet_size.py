"""How large the sheets of a workbook are, told before they are opened.

A sheet is unpacked as a full rectangle up to its last row and column. One stray cell in the far corner makes that
more than any memory holds, and the process that tried would end without a word.
"""

import re
import zipfile
from collections.abc import Iterator

MOST_CELLS = 30_000_000
"""A sheet of a million rows and 28 columns."""

CHUNK = 1 << 20
OVERLAP = 512
EXCEL_PART = re.compile(r"xl/.+\.xml", re.IGNORECASE)
WIDE_CELL = re.compile(rb'\sr="([A-Z]{2,3})\d')
"""A cell in column AA or beyond: up to Z even the longest sheet is not too large."""
ROW = re.compile(rb'\sr="[A-Z]{0,3}(\d{4,9})')
IMPOSSIBLE_ROW = re.compile(rb'\sr="[A-Z]{0,3}\d{8}')
"""A row that no sheet has."""
REPEATED_CELL = re.compile(
    rb'<table:table-cell[^<>]*number-columns-repeated="(\d{1,9})"[^<>]*[^/<>]>'
)
REPEATED_ROW = re.compile(
    rb'<table:table-row[^<>]*number-rows-repeated="(\d{1,9})"[^<>]*>\s*<table:table-cell[^<>]*value-type'
)


def too_large(archive: zipfile.ZipFile) -> bool:
    """Whether a sheet of the workbook spans more cells than are ever unpacked."""
    names = archive.namelist()
    if any(EXCEL_PART.fullmatch(name) and spanned(archive, name) > MOST_CELLS for name in names):
        return True
    return "content.xml" in names and repeated(archive, "content.xml") > MOST_CELLS


def spanned(archive: zipfile.ZipFile, name: str) -> int:
    """The cells of the rectangle up to the last row and column of an Excel sheet that is wide; 0 for others."""
    letters: set[bytes] = set()
    for part in parts(archive, name):
        if IMPOSSIBLE_ROW.search(part):
            return MOST_CELLS + 1
        letters.update(WIDE_CELL.findall(part))
    if not letters:
        return 0
    rows = max(
        (int(row) for part in parts(archive, name) for row in ROW.findall(part)), default=999
    )
    return rows * max(map(column_number, letters))


def column_number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def repeated(archive: zipfile.ZipFile, name: str) -> int:
    """The most cells that the filled cells of an OpenDocument sheet are repeated to."""
    rows = columns = 1
    for part in parts(archive, name):
        rows = max([rows, *map(int, REPEATED_ROW.findall(part))])
        columns = max([columns, *map(int, REPEATED_CELL.findall(part))])
    return rows * columns


def parts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """What a member of the archive holds, in parts that overlap so that no match is cut in two."""
    with archive.open(name) as stream:
        before = b""
        while chunk := stream.read(CHUNK):
            yield before + chunk
            before = chunk[-OVERLAP:]
