"""A first look at a file, by which its format is recognised."""

import re
from dataclasses import dataclass
from functools import cached_property

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source, case_events
from cin_metrics.sources.case_events import TableFile
from cin_metrics.sources.workbook import Workbook, first_rows

XML_BEGINS = re.compile(rb"\s*<[?!A-Za-z_]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Look:
    """A first look at one file: its first bytes, the names of its columns, the first rows of its sheets."""

    source: Source
    file: TableFile | None
    """The file opened as a table, whatever its columns; None for XML."""

    @cached_property
    def head(self) -> bytes:
        """Its first bytes."""
        return self.source.head()

    @property
    def is_xml(self) -> bool:
        """Whether it is an XML file."""
        return self.file is None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of delimited text or Parquet; none for a workbook or XML."""
        return () if self.file is None or self.sheets else self.file.columns.header

    @cached_property
    def sheets(self) -> dict[str, list[list[str]]]:
        """The first rows of each sheet of a workbook, cells as text; none for other files."""
        return first_rows(self.file) if isinstance(self.file, Workbook) else {}


def is_xml(head: bytes) -> bool:
    """Whether a file that begins so is XML (in UTF-16 every other byte is empty)."""
    if head.startswith(UTF_16):
        head = head[2:].replace(b"\0", b"")
    return XML_BEGINS.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def look_at(source: Source) -> Look:
    """A first look at a file, or an ``InputFault`` where it is damaged."""
    if source.size() == 0:
        raise InputFault(f"'{source.name}' is empty.")
    return Look(source, None if is_xml(source.head(512)) else case_events.open_table(source))
