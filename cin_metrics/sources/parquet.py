"""Parquet to rows, read where they lie: typed dates never go through text, numbers of ids become text."""

import duckdb
import pyarrow
import pyarrow.parquet
from duckdb import CaseExpression as Case
from duckdb import ColumnExpression as Column
from duckdb import ConstantExpression as Constant
from duckdb import Expression
from duckdb import FunctionExpression as Function

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.columns import match_columns
from cin_metrics.sources.rows import CELL_END, TYPED_COLUMNS

ROW = "file_row_number"
PLACE = "Europe/London"
NOTHING = Constant(None).cast("VARCHAR")
FRACTIONS = ("FLOAT", "DOUBLE", "DECIMAL")


class ParquetFile:
    """A Parquet file whose schema has been read: ``columns``, and a ``relation`` of its rows."""

    format = "Parquet"

    def __init__(self, source: Source):
        self.source = source
        try:
            with source.open() as stream:
                metadata = pyarrow.parquet.read_metadata(stream)
        except (pyarrow.ArrowException, OSError) as error:
            raise InputFault(
                f"'{source.name}' cannot be read as Parquet: it is damaged or incomplete."
            ) from error
        self.row_count = metadata.num_rows
        self.columns = match_columns(metadata.schema.to_arrow_schema().names)

    def relation(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """The rows with the columns of ``row_table``, and of a date column the day and time as such.

        ``line`` is the number of the row. An ``InputFault`` where a page of the file is damaged shows only
        when the relation is read.
        """
        rows = self._rows(connection)
        kinds = dict(zip(rows.columns, map(str, rows.types), strict=True))
        theirs = {ours: name for name, ours in self.columns.matched.items()}
        chosen = [(Column(ROW) + Constant(1)).cast("BIGINT").alias("line")]
        chosen.append(NOTHING.alias("fault"))
        typed = []
        for ours in self.columns.wanted:
            name = theirs.get(ours)
            kind = kinds.get(name, "")
            is_typed = ours in TYPED_COLUMNS and kind.startswith(("DATE", "TIMESTAMP"))
            chosen.append(text_of(name, kind).alias(ours) if name and not is_typed else NOTHING.alias(ours))
            for column, part in TYPED_COLUMNS.get(ours, {}).items():
                moment = moment_of(name, kind, part) if is_typed else NOTHING
                typed.append(moment.cast(part).alias(column))
        chosen += typed
        dropped = [text_of(name, kinds[name]) for name in self.columns.dropped]
        chosen.append((joined(dropped) if dropped else NOTHING).alias("other_cells"))
        return rows.select(*chosen)

    def _rows(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        path = self.source.path
        names = [name.casefold() for name in self.columns.header]
        if path and len(set(names)) == len(names) and not set("*?[") & set(str(path)):
            return connection.read_parquet(str(path), file_row_number=True)
        with self.source.open() as stream:
            table = pyarrow.parquet.read_table(stream)
        numbers = pyarrow.array(range(table.num_rows), pyarrow.int64())
        return connection.from_arrow(table.append_column(ROW, numbers))


def text_of(name: str, kind: str) -> Expression:
    """A cell as text, whole numbers without a decimal point."""
    cell = Column(name)
    text = cell.cast("VARCHAR")
    if kind.startswith(FRACTIONS):
        is_whole = cell == Function("trunc", cell)
        text = Case(is_whole, cell.try_cast("HUGEINT").cast("VARCHAR")).otherwise(text)
    return text


def moment_of(name: str, kind: str, part: str) -> Expression:
    """The DATE or TIME of a typed cell; one that knows its zone as clocks in England showed it."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return Function("timezone", Constant(PLACE), Column(name))
    return NOTHING if kind == "DATE" and part == "TIME" else Column(name)


def joined(cells: list[Expression]) -> Expression:
    """The cells of a row as one text, null where all are blank."""
    filled = [Function("coalesce", cell, Constant("")) for cell in cells]
    blank = Constant(CELL_END * (len(cells) - 1))
    return Function("nullif", Function("concat_ws", Constant(CELL_END), *filled), blank)
