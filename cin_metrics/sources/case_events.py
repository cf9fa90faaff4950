"""Case-event extracts, and the optional table of children: columns that have the contract's names.

``recognise.open_files`` is the way in; it comes here with each file that may be one.
"""

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.columns import column_faults
from cin_metrics.sources.delimited import DelimitedText
from cin_metrics.sources.parquet import ParquetFile
from cin_metrics.sources.workbook import OLE_MAGIC, Workbook

TableFile = DelimitedText | ParquetFile | Workbook

MAXIMUM_BYTES = {DelimitedText: 1536 << 20, Workbook: 200 << 20, ParquetFile: 4096 << 20}


def format_of(source: Source) -> type[TableFile]:
    """The class that reads a file, told from its first bytes."""
    head = source.head(512)
    if head.startswith(b"PAR1"):
        return ParquetFile
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", OLE_MAGIC)):
        return Workbook
    return DelimitedText


def open_table(source: Source) -> TableFile:
    """The file with its header read, whatever its columns are."""
    reader = format_of(source)
    if source.size() > MAXIMUM_BYTES[reader]:
        raise InputFault(
            f"'{source.name}' is {source.size() / (1 << 30):.1f} GiB; the most that is read in this format "
            f"is {MAXIMUM_BYTES[reader] / (1 << 30):.1f} GiB. Split it by years, or give it as Parquet."
        )
    return reader(source)


def faults_of(file: TableFile) -> list[str]:
    """Why a file is neither case events nor a table of children; nothing if it is one of them."""
    return column_faults(file.source.name, file.columns)
