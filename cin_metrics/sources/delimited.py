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

import pyarrow

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.columns import count_known, match_columns
from cin_metrics.sources.rows import UNREADABLE_CHARACTERS, WRONG_NUMBER_OF_CELLS, RowsAtOnce

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
        self.delimiter = max(choices, key=lambda one: (count_known(choices[one]), len(choices[one])))
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
            lines = Lines(text)
            for _ in range(self.header_line):
                next(lines)
            lines.forget()
            while not gather(lines, self.delimiter, gathered):
                yield from gathered.tables()
        yield from gathered.tables()


class Lines:
    """The lines of a text, remembering those handed out since the last ``forget``.

    After the last comes ``END_OF_FILE``: a record that holds it began with a mark never closed.
    """

    def __init__(self, text: io.TextIOWrapper):
        self._text = text
        self.first = 1
        self.pending: list[str] = []

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE) or END_OF_FILE
        self.pending.append(line)
        return line

    def forget(self) -> None:
        """The pending lines are read: the next record starts after them."""
        self.first += len(self.pending)
        self.pending.clear()


def gather(lines: Lines, delimiter: str, gathered: RowsAtOnce) -> bool:
    """Gather records until there are enough (False) or the text has ended (True)."""
    pending, width, add = lines.pending, gathered.width, gathered.add
    records = csv.reader(lines, delimiter=delimiter, strict=True)
    while not gathered.enough():
        try:
            record = next(records)
        except csv.Error:
            # A mark never closed (a cell longer than any can be) or closed within the cell.
            records = csv.reader(lines, delimiter=delimiter, strict=True)
            record = None
        if len(pending) > 1 and (record is None or len(record) != width or END_OF_FILE in pending):
            record = None
        if record is None or "\0" in pending[0]:
            if gather_alone(lines, delimiter, gathered):
                return True
        elif record:
            add(record, lines.first)
        lines.forget()
    return False


def gather_alone(lines: Lines, delimiter: str, gathered: RowsAtOnce) -> bool:
    """Gather each pending line as a record of its own; True where the text has ended."""
    for number, line in enumerate(lines.pending, lines.first):
        if line == END_OF_FILE:
            return True
        fault = UNREADABLE_CHARACTERS if "\0" in line else None
        records = list(csv.reader([line, END_OF_FILE], delimiter=delimiter))
        if len(records) < 2:
            fault, records = fault or WRONG_NUMBER_OF_CELLS, [line.split(delimiter)]
        if records[0]:
            gathered.add(records[0], number, fault)
    return False


def record_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line that is a record of its own."""
    return next(csv.reader([line], delimiter=delimiter), [])


def encoding_of(source: Source) -> tuple[str, str]:
    """The encoding to read a text with, and what to call it."""
    head = source.head()
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "text in UTF-16"
    if b"\0" in head:
        raise InputFault(
            f"'{source.name}' is not text: it holds bytes that no text has. "
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
