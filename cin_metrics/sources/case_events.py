"""Case-event extracts, and the optional table of children, in whatever format they come."""

from collections.abc import Sequence

from cin_metrics.faults import InputFault
from cin_metrics.sources import Given, Source, sources_of
from cin_metrics.sources.columns import column_faults
from cin_metrics.sources.delimited import DelimitedText
from cin_metrics.sources.parquet import ParquetFile
from cin_metrics.sources.workbook import OLE_MAGIC, Workbook

CaseFile = DelimitedText | ParquetFile | Workbook

MAXIMUM_BYTES = {DelimitedText: 1536 << 20, Workbook: 200 << 20, ParquetFile: 4096 << 20}


def format_of(source: Source) -> type[CaseFile]:
    """The class that reads a file, told from its first bytes."""
    head = source.head(512)
    if head.startswith(b"PAR1"):
        return ParquetFile
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", OLE_MAGIC)):
        return Workbook
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<Message")):
        raise InputFault(
            f"'{source.name}' is an XML file. Give case events as CSV, an Excel workbook or Parquet."
        )
    return DelimitedText


def open_file(source: Source) -> CaseFile:
    """The file with its columns matched, or an ``InputFault`` with everything wrong with it so far."""
    if source.size() == 0:
        raise InputFault(f"'{source.name}' is empty.")
    reader = format_of(source)
    if source.size() > MAXIMUM_BYTES[reader]:
        raise InputFault(
            f"'{source.name}' is {source.size() / (1 << 30):.1f} GiB; the most that is read in this format "
            f"is {MAXIMUM_BYTES[reader] / (1 << 30):.1f} GiB. Split it by years, or give it as Parquet."
        )
    file = reader(source)
    faults = column_faults(source.name, file.columns)
    if faults:
        raise InputFault(faults)
    return file


def open_files(given: Sequence[Given]) -> list[CaseFile]:
    """All files with their columns matched; an ``InputFault`` holds the faults of all of them."""
    files, faults = [], []
    for source in sources_of(given):
        try:
            files.append(open_file(source))
        except InputFault as fault:
            faults += fault.faults
    if not faults and all(file.columns.kind == "children" for file in files):
        faults.append("There are no case events: only tables of children were given.")
    if faults:
        raise InputFault(faults)
    return files
