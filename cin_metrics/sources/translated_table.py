"""A translated file whose rows are known as one table, some of them with a reason why they cannot count."""

from collections.abc import Iterator, Sequence
from typing import cast

import pyarrow

from cin_metrics.sources import Source
from cin_metrics.sources.columns import Columns
from cin_metrics.sources.rows import ROWS_AT_ONCE, row_table
from cin_metrics.sources.translated import Translated

NOT_A_CASE = "not_a_case"
OTHER_AUTHORITY = "other_authority"


class TranslatedTable(Translated):
    """Rows as a table with ``line``, ``fault`` (a reason to set the row aside, or null) and what ``fills`` names.

    Where it has a ``source_key`` two rows are equal only if that is equal too; it is compared and never kept.
    """

    def __init__(
        self,
        source: Source,
        kind: str,
        format: str,
        table: pyarrow.Table,
        fills: Sequence[str],
        notes: list[str],
        dropped: list[str],
    ):
        super().__init__(source, kind, format, (), fills, notes, dropped)
        self.table = table

    def tables(self) -> Iterator[pyarrow.Table]:
        """The rows, some thousands at a time."""
        filled = Columns(
            self.kind, self.fills, {ours: position for position, ours in enumerate(self.fills)}
        )
        size = ROWS_AT_ONCE * 10
        for start in range(0, self.table.num_rows, size):
            part = self.table.slice(start, size).combine_chunks()
            cells = {
                name: cast(pyarrow.ChunkedArray, part[name]).combine_chunks()
                for name in ("line", "fault", *self.fills)
            }
            rows = row_table(
                filled, [cells[ours] for ours in self.fills], cells["line"], cells["fault"]
            )
            if "source_key" in part.column_names:
                place = rows.column_names.index("other_cells")
                rows = rows.set_column(place, "other_cells", part["source_key"])
            yield rows
