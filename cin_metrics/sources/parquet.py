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
from cin_metrics.sources import WHITESPACE, Source
from cin_metrics.sources.columns import match_columns
from cin_metrics.sources.rows import CELL_END

ROW = "file_row_number"
PLACE = "Europe/London"
FRACTIONS = ("FLOAT", "DOUBLE", "DECIMAL")


class ParquetFile:
    """A Parquet file whose schema has been read: ``columns``, and a ``relation`` of its rows."""

    format = "Parquet"

    def __init__(self, source: Source):
        self.source = source
        try:
            with source.open() as stream:
                schema = pyarrow.parquet.read_schema(stream)
        except (pyarrow.ArrowException, OSError) as error:
            raise InputFault(
                f"'{source.name}' cannot be read as Parquet: it is damaged or incomplete."
            ) from error
        self.columns = match_columns(schema.names)

    def relation(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """The rows with the columns of ``row_table``, and of a date column the day and time as such.

        ``line`` is the number of the row. An ``InputFault`` where a page of the file is damaged shows only
        when the relation is read.
        """
        rows = self._rows(connection)
        kinds = dict(zip(rows.columns, map(str, rows.types), strict=True))
        theirs = {ours: name for name, ours in self.columns.matched.items()}
        chosen = [(Column(ROW) + Constant(1)).cast("BIGINT").alias("line")]
        chosen.append(Constant(None).cast("VARCHAR").alias("fault"))
        for ours in self.columns.wanted:
            name = theirs.get(ours)
            kind = kinds[name] if name else "VARCHAR"
            is_date = ours.endswith("_date") and kind.startswith(("DATE", "TIMESTAMP"))
            text = text_of(name, kind) if name and not is_date else Constant(None)
            chosen.append(text.cast("VARCHAR").alias(ours))
            if ours.endswith("_date"):
                moment = moment_of(name, kind) if name and is_date else Constant(None)
                chosen.append(moment.cast("DATE").alias(ours.replace("_date", "_day")))
                chosen.append(clock_of(moment, kind).alias(ours.replace("_date", "_clock")))
        dropped = [Function("coalesce", text_of(name, kinds[name]), Constant("")) for name in self.columns.dropped]
        together = Function("concat_ws", Constant(CELL_END), *dropped) if dropped else Constant(None)
        blank = Function("nullif", Function("trim", together.cast("VARCHAR"), Constant(CELL_END)), Constant(""))
        chosen.append(blank.alias("other_cells"))
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
    """A cell as trimmed text, null where blank: whole numbers without a decimal point."""
    cell = Column(name)
    text = cell.cast("VARCHAR")
    if kind.startswith(FRACTIONS):
        is_whole = cell == Function("trunc", cell)
        text = Case(is_whole, cell.try_cast("HUGEINT").cast("VARCHAR")).otherwise(text)
    return Function("nullif", Function("trim", text, Constant(WHITESPACE)), Constant(""))


def moment_of(name: str, kind: str) -> Expression:
    """A typed date or timestamp; one that knows its zone as clocks in England showed it."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return Function("timezone", Constant(PLACE), Column(name))
    return Column(name)


def clock_of(moment: Expression, kind: str) -> Expression:
    """The time of day, null at midnight, which is how a day without a time is stored."""
    if not kind.startswith("TIMESTAMP"):
        return Constant(None).cast("TIME")
    return Function("nullif", moment.cast("TIME"), Constant("00:00:00").cast("TIME"))
