"""Whose column is whose: the columns of a file matched with the contract's."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cin_metrics.faults import nearest
from cin_metrics.vocabulary import CHILD_COLUMNS, COLUMNS, REQUIRED_COLUMNS

NAMES_SHOWN = 30


def loose(name: str) -> str:
    """A column name without case, spaces and punctuation: ``Child (ID)`` is ``childid``."""
    return re.sub(r"[\W_]+", "", name.casefold())


@dataclass(frozen=True)
class Columns:
    """How the columns of one file were read.

    ``kind`` is ``events`` or ``children``; ``positions`` gives, for each of the kind's columns that the
    file has, where it stands; ``dropped`` where the others stand. Names are those of the header line.
    """

    kind: str
    header: tuple[str, ...]
    positions: dict[str, int]

    @property
    def wanted(self) -> tuple[str, ...]:
        """The contract's columns for this kind of file."""
        return tuple(COLUMNS if self.kind == "events" else CHILD_COLUMNS)

    @property
    def matched(self) -> dict[str, str]:
        """The file's name for a column → the contract's."""
        return {self.header[position]: ours for ours, position in self.positions.items()}

    @property
    def missing(self) -> list[str]:
        """The contract's columns that the file does not have."""
        return [ours for ours in self.wanted if ours not in self.positions]

    @property
    def dropped_positions(self) -> list[int]:
        """Where the columns stand that nothing needs."""
        kept = set(self.positions.values())
        return [position for position in range(len(self.header)) if position not in kept]

    @property
    def dropped(self) -> list[str]:
        """The names of the columns that nothing needs; their cells are never kept."""
        return [
            self.header[position] for position in self.dropped_positions if self.header[position]
        ]

    @property
    def least_width(self) -> int:
        """How many cells a row must have so that only optional ones are missing at its end."""
        return 1 + max(self.positions[ours] for ours in self.required)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a row says nothing."""
        return REQUIRED_COLUMNS if self.kind == "events" else ("child_id",)


def count_known(header: Sequence[str]) -> int:
    """How many of the names are columns of the contract."""
    known = {loose(ours) for ours in (*COLUMNS, *CHILD_COLUMNS)}
    return len({loose(name) for name in header} & known)


def match_columns(header: Sequence[str]) -> Columns:
    """The columns of a file whose header line is ``header``, faulty or not."""
    found = {loose(name): position for position, name in reversed(list(enumerate(header)))}
    only_children = [ours for ours in CHILD_COLUMNS if ours != "child_id"]
    is_children = "eventtype" not in found and any(loose(ours) in found for ours in only_children)
    wanted = CHILD_COLUMNS if is_children else COLUMNS
    positions = {ours: found[loose(ours)] for ours in wanted if loose(ours) in found}
    return Columns("children" if is_children else "events", tuple(header), positions)


def column_faults(name: str, columns: Columns) -> list[str]:
    """A sentence for each thing wrong with the columns of the file ``name``.

    Where no name is known the first line may hold a child's values, so it is not repeated.
    """
    if not columns.positions:
        return [
            f"'{name}': none of its {len(columns.header)} columns has a known name. The first line "
            f"must name the columns: {', '.join(REQUIRED_COLUMNS)} and, if there are any, the others."
        ]
    counts = Counter(loose(column) for column in columns.header)
    faults = [
        f"'{name}': {counts[loose(ours)]} columns are named {ours}; keep one of them."
        for ours in columns.positions
        if counts[loose(ours)] > 1
    ]
    missing = [ours for ours in columns.required if ours not in columns.positions]
    if missing:
        unmatched = columns.dropped
        shown = ", ".join(unmatched[:NAMES_SHOWN]) or "none"
        for ours in missing:
            close = nearest(ours, [column.lower() for column in unmatched])
            faults.append(
                f"'{name}': no column is named {ours}.{close} Its columns with other names: {shown}."
            )
    return faults
