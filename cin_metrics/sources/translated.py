"""What a foreign format becomes: rows of the contract's columns, and notes on what was left behind.

A reader of a foreign format (census, Annex A, SSD) is a function ``translate(sources, choices)`` that gives
``Translated`` files: one of events for each source that has any, then those of children. They are read in
that order, each once, so what is only known after reading the events (children, notes, dropped names) may be
filled in meanwhile. Dates, words and ids go in as the text that was found: the load judges them as it judges
any other row, and a row with something impossible is set aside with its line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import pyarrow

from cin_metrics.sources import Source
from cin_metrics.sources.choices import Offer
from cin_metrics.sources.columns import Columns
from cin_metrics.sources.limits import NONE, Limits
from cin_metrics.sources.rows import ROWS_AT_ONCE, row_table

Text = str | None


class EventRow(NamedTuple):
    """One event as it was found. ``line`` is where: a line of the file or a row of the sheet, from 1."""

    line: int
    child_id: Text
    event_type: str
    event_date: Text
    recorded_date: Text = None
    episode_id: Text = None
    team: Text = None
    worker: Text = None
    cohort: Text = None
    outcome: Text = None
    child_seen: Text = None
    seen_alone: Text = None
    chaired_by: Text = None
    family_id: Text = None


class ChildRow(NamedTuple):
    """One child as it was found."""

    line: int
    child_id: Text
    date_of_birth: Text = None
    sex: Text = None
    ethnicity: Text = None
    disabled: Text = None
    primary_need: Text = None


class Translated:
    """The rows of one kind (``events`` or ``children``) that one source gives, as intake reads them.

    ``fills`` names the contract's columns that the format can fill; a row is its line, then what fills them.
    ``dropped`` is what the format holds that nothing needs; ``notes`` are sentences for the load report. These two
    may grow until all is read. ``limits`` says what all files of the format together hold only a part of, ``offers``
    what the user may choose; one of them carries it.
    """

    limits: Limits = NONE
    offers: tuple[Offer, ...] = ()

    def __init__(
        self,
        source: Source,
        kind: str,
        format: str,
        rows: Iterable[tuple[Any, ...]],
        fills: Sequence[str],
        notes: list[str] | None = None,
        dropped: list[str] | None = None,
    ):
        self.source = source
        self.kind = kind
        self.format = format
        self.rows = rows
        self.fills = tuple(fills)
        self.notes = [] if notes is None else notes
        self.dropped = [] if dropped is None else dropped

    @property
    def columns(self) -> Columns:
        """The contract's columns that are filled, and the names of what was dropped."""
        positions = {ours: position for position, ours in enumerate(self.fills)}
        return Columns(self.kind, (*self.fills, *self.dropped), positions)

    def tables(self) -> Iterator[pyarrow.Table]:
        """The rows, some thousands at a time."""
        filled = Columns(
            self.kind, self.fills, {ours: position for position, ours in enumerate(self.fills)}
        )
        rows = iter(self.rows)
        while taken := list(islice(rows, ROWS_AT_ONCE)):
            lines, *cells = zip(*taken, strict=True)
            blank = pyarrow.nulls(len(taken), pyarrow.string())
            yield row_table(
                filled,
                # Arrow takes thirty times as long over a column of nothing as it takes to see that it is one.
                [pyarrow.array(column, blank.type) if any(column) else blank for column in cells],
                pyarrow.array(lines, pyarrow.int64()),
                blank,
            )


Choices = Mapping[str, Any]
"""What only the user can say of the files, by name: the names of ``sources.choices``, and mappings."""
