"""Parquet to rows, read where they lie: typed dates never go through text, numbers of ids become text."""

from typing import Any

import pyarrow

from cin_metrics.engine import Case, Column, Connection, Constant, Expression, Function, Relation
from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.columns import match_columns
from cin_metrics.sources.rows import CELL_END, TYPED_COLUMNS, counted_from

PLACE = "Europe/London"
ROW = "file_row_number"
FRACTIONS = ("FLOAT", "DOUBLE", "DECIMAL")
NO_SOUND_PARQUET = (pyarrow.ArrowException, OSError, UnicodeDecodeError)
"""What the reading of a damaged file raises; the last where its columns' names are not UTF-8."""
NOTHING = Constant(None).cast("VARCHAR")


def parquet() -> Any:
    """Arrow's part for Parquet, loaded with the first such file: most starts of the app meet none."""
    import pyarrow.parquet

    return pyarrow.parquet


class ParquetFile:
    """A Parquet file whose schema has been read: ``columns``, and a ``relation`` of its rows."""

    format = "Parquet"

    def __init__(self, source: Source):
        self.source = source
        try:
            with source.open() as stream:
                metadata = parquet().read_metadata(stream)
            names = metadata.schema.to_arrow_schema().names
        except NO_SOUND_PARQUET as error:
            raise self.damaged() from error
        self.row_count: int = metadata.num_rows
        self.columns = match_columns(names)

    def relation(self, connection: Connection) -> Relation:
        """The rows with the columns of ``row_types``; ``line`` is the number of the row."""
        rows = self._rows(connection)
        kinds = dict(zip(rows.columns, map(str, rows.types), strict=True))
        theirs = {ours: name for name, ours in self.columns.matched.items()}
        texts, typed = [], []
        for ours in self.columns.wanted:
            name = theirs.get(ours)
            kind = kinds[name] if name else ""
            is_typed = ours in TYPED_COLUMNS and kind.startswith(("DATE", "TIMESTAMP"))
            texts.append((text_of(name, kind) if name and not is_typed else NOTHING).alias(ours))
            for part, part_kind in TYPED_COLUMNS.get(ours, {}).items():
                cell = part_of(name, kind, part_kind) if name and is_typed else NOTHING
                typed.append(cell.cast(part_kind).alias(part))
        dropped = [text_of(name, kinds[name]) for name in self.columns.dropped]
        return rows.select(
            (Column(ROW) + Constant(1)).cast("BIGINT").alias("line"),
            NOTHING.alias("fault"),
            *texts,
            *typed,
            (joined(dropped) if dropped else NOTHING).alias("other_cells"),
        )

    def is_sound(self) -> bool:
        """Whether every page of the file can be read, and all its text is UTF-8."""
        try:
            with self.source.open() as stream:
                for batch in parquet().ParquetFile(stream).iter_batches():
                    batch.validate(full=True)
        except NO_SOUND_PARQUET:
            return False
        return True

    def damaged(self) -> InputFault:
        """What to say where the file cannot be read."""
        return InputFault(
            f"'{self.source.name}' cannot be read as Parquet: it is damaged or incomplete."
        )

    def _rows(self, connection: Connection) -> Relation:
        """The file as it is, with the number of each row from 0; a file in memory by way of Arrow."""
        path, names = self.source.path, [name.casefold() for name in self.columns.header]
        if path and len(set(names)) == len(names) and not set("*?[") & set(str(path)):
            return connection.read_parquet(str(path), file_row_number=True)
        try:
            with self.source.open() as stream:
                table = parquet().read_table(stream)
        except NO_SOUND_PARQUET as error:
            raise self.damaged() from error
        return connection.from_arrow(table.append_column(ROW, counted_from(0, table.num_rows)))


def text_of(name: str, kind: str) -> Expression:
    """A cell as text, whole numbers without a decimal point."""
    cell = Column(name)
    text = cell.cast("VARCHAR")
    if not kind.startswith(FRACTIONS):
        return text
    is_whole = cell == Function("trunc", cell)
    return Case(is_whole, cell.try_cast("HUGEINT").cast("VARCHAR")).otherwise(text)


def part_of(name: str, kind: str, part: str) -> Expression:
    """The DATE or TIME of a typed cell; one that knows its zone as clocks in England showed it."""
    if kind == "DATE" and part == "TIME":
        return NOTHING
    if kind == "TIMESTAMP WITH TIME ZONE":
        return Function("timezone", Constant(PLACE), Column(name))
    return Column(name)


def joined(cells: list[Expression]) -> Expression:
    """The cells of a row as one text, null where all are blank."""
    filled = [Case(cell.isnull(), Constant("")).otherwise(cell) for cell in cells]
    blank = Constant(CELL_END * (len(cells) - 1))
    return Function("nullif", Function("concat_ws", Constant(CELL_END), *filled), blank)
