"""The tables of an SSD as Arrow tables: only the columns that are read, cells cleaned, days told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow
import pyarrow.compute as compute

from cin_metrics.engine import SmallTable, Workspace
from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.case_events import open_table
from cin_metrics.sources.delimited import DelimitedText
from cin_metrics.sources.parquet import NO_SOUND_PARQUET, PLACE, ParquetFile, parquet
from cin_metrics.sources.rows import counted_from
from cin_metrics.sources.ssd.mending import mended
from cin_metrics.sources.ssd.tables import BY_PREFIX, SsdColumns, SsdTable, prefix_of, ssd_columns

NOTHING_SAID = pyarrow.array(["", "NULL", "(NULL)", "PLACEHOLDER_DATA", "NAN", "NAT", "\\N"])


@dataclass
class SsdFile:
    """One file of a table that is needed: its place among the sources, how it was written, its columns and rows.

    The rows are let go of once a database has them.
    """

    file_no: int
    source: Source
    table: SsdTable
    format: str
    columns: SsdColumns
    row_count: int
    rows: pyarrow.Table | None


def prefix_in(source: Source) -> str:
    """The prefix of the columns of a file that was recognised."""
    prefix = prefix_of(open_table(source).columns.header)
    if prefix is None:
        raise InputFault(f"'{source.name}' is no table of the Standard Safeguarding Dataset.")
    return prefix


def read(file_no: int, source: Source, prefix: str) -> SsdFile:
    """The rows of a file: ``file_no``, ``line``, ``fault`` and our columns as cleaned text."""
    one = BY_PREFIX[prefix]
    file = open_table(source)
    columns = ssd_columns(one, file.columns.header)
    if isinstance(file, DelimitedText):
        file.columns = columns
        parts = list(file.tables())
        rows = mended(file, columns, pyarrow.concat_tables(parts)) if parts else empty(one)
        how = file.format
    elif isinstance(file, ParquetFile):
        rows, how = parquet_rows(file, columns), "Parquet"
    else:
        raise InputFault(f"'{source.name}' is a workbook; save the table as CSV or Parquet.")
    cleaned = {
        "file_no": pyarrow.array([file_no] * rows.num_rows, pyarrow.int32()),
        "line": rows["line"],
        "fault": rows["fault"],
        **{ours: clean(rows[ours]) for ours in one.columns},
    }
    return SsdFile(file_no, source, one, how, columns, rows.num_rows, pyarrow.table(cleaned))


def empty(one: SsdTable) -> pyarrow.Table:
    """A table without rows."""
    texts = [(ours, pyarrow.string()) for ours in ("fault", *one.columns)]
    fields = [("file_no", pyarrow.int32()), ("line", pyarrow.int64()), *texts]
    return pyarrow.schema(fields).empty_table()


def parquet_rows(file: ParquetFile, columns: SsdColumns) -> pyarrow.Table:
    """The rows of a Parquet file, our columns as text; a column that is not there is blank."""
    header = columns.header
    names = {ours: header[place] for ours, place in columns.positions.items()}
    try:
        with file.source.open() as stream:
            given = parquet().read_table(stream, columns=list(names.values()))
            given.validate(full=True)
    except NO_SOUND_PARQUET as error:
        raise file.damaged() from error
    blank = pyarrow.nulls(file.row_count, pyarrow.string())
    texts = {
        ours: text_of(given[names[ours]]) if ours in names else blank for ours in columns.wanted
    }
    lines = counted_from(1, file.row_count)
    return pyarrow.table({"line": lines, "fault": blank, **texts})


def text_of(cells: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    """Cells as text, whole numbers without a decimal point, times as clocks in England showed them."""
    kind = cells.type
    if pyarrow.types.is_dictionary(kind):
        return text_of(cells.cast(kind.value_type))
    if pyarrow.types.is_timestamp(kind) and kind.tz:
        zoned = cells.cast(pyarrow.timestamp(kind.unit, PLACE))
        cells = compute.local_timestamp(zoned)
    if pyarrow.types.is_nested(kind) or pyarrow.types.is_binary(kind):
        return pyarrow.chunked_array([[None] * len(cells)], pyarrow.string())
    text = cells.cast(pyarrow.string())
    if pyarrow.types.is_floating(kind) or pyarrow.types.is_decimal(kind):
        text = compute.replace_substring_regex(text, r"\.0*$", "")
    return text


def clean(cells: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    """Cells without the blanks around them; null for what databases write where there is nothing."""
    text = compute.utf8_trim_whitespace(cells.cast(pyarrow.string()))
    says_nothing = compute.is_in(compute.utf8_upper(text), NOTHING_SAID)
    return compute.if_else(says_nothing, pyarrow.scalar(None, pyarrow.string()), text)


def give_tables(workspace: Workspace, files: Iterable[SsdFile], every: Sequence[SsdTable]) -> None:
    """Make a table of each name, empty where no file has it, with a day beside each date (``start_day``)."""
    tables = {one.name: [empty(one)] for one in every}
    for file in files:
        tables[file.table.name].append(file.rows)
        file.rows = None
    joined = {name: pyarrow.concat_tables(parts) for name, parts in tables.items()}
    dates = [joined[one.name][column] for one in every for column in one.days]
    days = days_of(workspace, dates)
    tables.clear()
    dates.clear()
    for one in every:
        rows = joined.pop(one.name)
        for column in one.days:
            day = told(rows[column], days)
            rows = rows.append_column(column.removesuffix("_date") + "_day", day)
        workspace.give(f"ssd_{one.name}", rows)


def days_of(workspace: Workspace, columns: Iterable[pyarrow.ChunkedArray]) -> dict[str, Any]:
    """The day that each different text in columns of dates names, read as the load reads it."""
    given = {text for column in columns for text in compute.unique(column).to_pylist() if text}
    workspace.give("given_dates", SmallTable({"given": "varchar"}, [(text,) for text in given]))
    workspace.make("events/read_dates")
    read_dates = workspace.table("read_dates")
    return dict(zip(read_dates["given"].to_pylist(), read_dates["day"].to_pylist(), strict=True))


def told(texts: pyarrow.ChunkedArray, days: Mapping[str, Any]) -> pyarrow.Array:
    """The days of texts; null where there is none."""
    coded = texts.combine_chunks().dictionary_encode()
    known = pyarrow.array(
        [days.get(text) for text in coded.dictionary.to_pylist()], pyarrow.date32()
    )
    return known.take(coded.indices)
