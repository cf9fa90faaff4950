"""Delimited text (CSV and its kin) to rows of text.

Reads UTF-8 with or without a byte order mark, UTF-16 with one, and Windows-1252 byte by byte where UTF-8
fails. The delimiter is the one under which the header line names most columns of the contract. A record
over several lines that does not fit the header (a quotation mark never closed) is read again line by
line, so that it swallows nothing.
"""

import codecs
import csv
import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice

import pyarrow
import pyarrow.csv as arrow_csv

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.columns import count_known, match_columns
from cin_metrics.sources.rows import (
    ROWS_AT_ONCE,
    UNREADABLE_CHARACTERS,
    WRONG_NUMBER_OF_CELLS,
    RowsAtOnce,
    counted_from,
    row_table,
)

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_LINE = 1_000_000
END_OF_FILE = "\0end of file\0\n"


def as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """The offending bytes read as Windows-1252, and where to read on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("windows-1252", errors="replace"), error.end


codecs.register_error("as_windows_1252", as_windows_1252)


class DelimitedText:
    """A delimited text whose header has been read: ``columns``, and ``tables`` of its rows."""

    def __init__(self, source: Source):
        self.source = source
        self.encoding, self.format = encoding_of(source)
        with self._text() as text:
            self.header_line, header = read_header(source.name, text)
        choices = {one: record_of(header, one) for one in DELIMITERS}
        self.delimiter = max(
            choices, key=lambda one: (count_known(choices[one]), len(choices[one]))
        )
        self.columns = match_columns([name.strip() for name in choices[self.delimiter]])
        self.format += f", {DELIMITERS[self.delimiter]} between cells"

    @contextmanager
    def _text(self) -> Iterator[io.TextIOWrapper]:
        with self.source.open() as stream:
            yield io.TextIOWrapper(stream, self.encoding, "as_windows_1252", newline="")

    def tables(self) -> Iterator[pyarrow.Table]:
        """The rows below the header, some thousands at a time."""
        gathered = RowsAtOnce(self.columns)
        with self._text() as text, without_collecting():
            for _ in range(self.header_line):
                text.readline()
            line = self.header_line + 1
            while taken := list(islice(text, ROWS_AT_ONCE)):
                cells = quick_cells(taken, self.delimiter, gathered.width)
                if cells is not None:
                    yield from gathered.tables()
                    yield row_table(self.columns, cells, *numbered(taken, line))
                    line += len(taken)
                else:
                    line = gather(taken, text, line, self.delimiter, gathered)
                    yield from gathered.tables(at_least=ROWS_AT_ONCE)
            yield from gathered.tables()


def quick_cells(lines: list[str], delimiter: str, width: int) -> list[pyarrow.Array] | None:
    """The cells of each column, if each line is a record with a cell for each; None if any is not."""
    # The blank record at the end is swallowed where a quotation mark was never closed, which Arrow lets pass.
    end = "" if lines[-1].endswith(("\n", "\r")) else "\n"
    text = "".join([*lines, end, delimiter * (width - 1), "\n"])
    if "\0" in text or any(map(str.isspace, lines)):
        return None
    names = [str(position) for position in range(width)]
    try:
        cells = arrow_csv.read_csv(
            pyarrow.BufferReader(text.encode("utf-8", "replace")),
            arrow_csv.ReadOptions(column_names=names, block_size=4 * len(text)),
            arrow_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string())),
        )
    except ValueError:
        return None
    return cells.slice(0, len(lines)).columns if len(cells) == len(lines) + 1 else None


def numbered(lines: list[str], first: int) -> tuple[pyarrow.Array, pyarrow.Array]:
    """The number of each line, and a fault in none of them."""
    return counted_from(first, len(lines)), pyarrow.nulls(len(lines), pyarrow.string())


def gather(
    taken: list[str], text: Iterator[str], line: int, delimiter: str, gathered: RowsAtOnce
) -> int:
    """Gather the records of the lines taken (the last may run on in ``text``); the line they end before."""
    after_last = line + len(taken)
    pending: list[str] = []

    def remembered() -> Iterator[str]:
        for one in chain(taken, text, [END_OF_FILE]):
            pending.append(one)
            yield one

    lines = remembered()
    records = csv.reader(lines, delimiter=delimiter, strict=True)
    while line < after_last:
        try:
            record = next(records)
        except csv.Error:
            # A mark closed before the end of its cell, or a cell longer than any can be.
            record, records = None, csv.reader(lines, delimiter=delimiter, strict=True)
        if len(pending) > 1 and (record is None or len(record) != gathered.width):
            record = None
        if record is None or any("\0" in one for one in pending):
            gather_alone(pending, line, delimiter, gathered)
        elif record:
            gathered.add(record, line)
        line += len(pending)
        pending.clear()
    return line


def gather_alone(lines: list[str], first: int, delimiter: str, gathered: RowsAtOnce) -> None:
    """Gather each line as a record of its own. A quotation mark it leaves open is a fault."""
    for line, text in enumerate(lines, first):
        if text == END_OF_FILE:
            return
        records = list(csv.reader([text, END_OF_FILE], delimiter=delimiter))
        open_mark = len(records) < 2
        record = text.split(delimiter) if open_mark else records[0]
        fault = UNREADABLE_CHARACTERS if "\0" in text else None
        if record:
            gathered.add(record, line, fault or (WRONG_NUMBER_OF_CELLS if open_mark else None))


def record_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line that is a record of its own."""
    return next(csv.reader([line], delimiter=delimiter), [])


def encoding_of(source: Source) -> tuple[str, str]:
    """The encoding to read a text with, and what to call it."""
    head = source.head()
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "text in UTF-16"
    if b"\0" in head.lstrip().split(b"\n")[0]:
        raise InputFault(
            f"'{source.name}' is not text: its first line holds bytes that no text has. "
            "Save it as CSV (UTF-8), an Excel workbook or Parquet."
        )
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8-sig", "text in UTF-8"
    except UnicodeDecodeError:
        return "utf-8-sig", "text in Windows-1252"


def read_header(name: str, text: io.TextIOWrapper) -> tuple[int, str]:
    """The number of the header line and the line itself, the first that is not blank."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        hint = line.strip().lower()
        if hint and not (hint.startswith("sep=") and len(hint) == 5):
            return number, line.rstrip("\r\n")
    raise InputFault(f"'{name}' is empty.")


@contextmanager
def without_collecting() -> Iterator[None]:
    """Python's collector of cycles rests: rows by the million hold none, and looking takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
