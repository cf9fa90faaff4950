"""Event files to an extract: every row accepted or set aside, each accepted row in an episode."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow

from cin_metrics.engine import Connection, EngineError, connect, lock
from cin_metrics.intake import take_in
from cin_metrics.load_report import LoadReport
from cin_metrics.quality import Finding, children_behind, find, rows_of
from cin_metrics.sources import Given
from cin_metrics.sources.choices import Offer
from cin_metrics.sources.limits import NONE, Limits
from cin_metrics.sources.parquet import ParquetFile
from cin_metrics.sources.recognise import CaseFile, limits_in, open_files
from cin_metrics.sources.translated import Choices
from cin_metrics.writing import write_table

if TYPE_CHECKING:
    from cin_metrics.overlap import Overlap

FILES_NAMED = 3
"""How many files the name of an extract lists."""

FORMULA = r"^[=+\-@\t\r]"
"""How a cell begins that a spreadsheet would take for a formula."""


class Extract:
    """The events of one or more files, in a database in memory that reaches nothing outside itself.

    Its tables: ``events``, ``episodes``, ``set_aside``, ``children``. Ask through a cursor of
    ``connection``, one a thread. ``limits`` says what its source holds only a part of, ``offers`` what the user may
    choose of it, ``overlap`` how far the children of its formats are the same where there are several.
    """

    def __init__(
        self,
        connection: Connection,
        name: str,
        extract_date: date,
        report: LoadReport,
        limits: Limits = NONE,
        offers: Sequence[Offer] = (),
        overlap: "Overlap | None" = None,
    ):
        self.connection = connection
        self.name = name
        self.extract_date = extract_date
        self.report = report
        self.limits = limits
        self.offers = offers
        self.overlap = overlap

    @cached_property
    def event_types(self) -> frozenset[str]:
        """The event types that occur."""
        rows = self.connection.cursor().execute("select distinct event_type from events").fetchall()
        return frozenset(word for (word,) in rows)

    @cached_property
    def _dates(self) -> tuple[date | None, date | None]:
        found = self.connection.cursor().execute(
            "select min(event_date), max(event_date) from events"
        )
        return found.fetchall()[0]

    @property
    def first_date(self) -> date | None:
        """The day of the earliest event; None without events."""
        return self._dates[0]

    @property
    def last_date(self) -> date | None:
        """The day of the latest event; None without events."""
        return self._dates[1]

    @cached_property
    def findings(self) -> list[Finding]:
        """Every question asked of the events, and how often it arose."""
        return find(self.connection, self.extract_date)

    def rows_behind(self, finding: str) -> pyarrow.Table:
        """Where the question of that name arises: child_id, episode_id, dates, team."""
        return rows_of(self.connection, self.extract_date, finding)

    def children_behind_findings(self) -> dict[str, pyarrow.Table]:
        """Per question that arises, one row a team and child: team, child_id, times."""
        return children_behind(self.connection, self.extract_date)

    def set_aside(self) -> pyarrow.Table:
        """The rows that were not accepted: file, line, reason, and the contract's columns as given."""
        return self.connection.cursor().table("set_aside").to_arrow_table()

    def write_set_aside(self, path: str | Path) -> None:
        """Write the rows that were not accepted as CSV, which a spreadsheet can open safely."""
        rows = self.set_aside()
        safe = [
            harmless(column) if pyarrow.types.is_string(column.type) else column for column in rows
        ]
        write_table(pyarrow.table(safe, rows.column_names), path)

    def close(self) -> None:
        """Let go of the memory."""
        self.connection.close()


def harmless(cells: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    """The cells, those that begin like a formula behind an apostrophe."""
    from pyarrow import compute

    marked = compute.binary_join_element_wise("'", cells, "")
    return compute.if_else(compute.match_substring_regex(cells, FORMULA), marked, cells)


def load(
    paths: Sequence[Given],
    extract_date: date | None = None,
    progress: Callable[[str], None] = lambda step: None,
    choices: Choices | None = None,
) -> Extract:
    """The extract made of the files, each a path or a name with its bytes; all of it or an ``InputFault``.

    Events dated after ``extract_date`` (today unless given) are set aside. ``progress`` is told each step.
    ``choices`` is what only the user can say of the files, by name (``sources.choices``). Files of several formats
    raise ``OverlapUnseen`` until ``same_children`` is chosen.
    """
    formats = open_files(paths, choices)
    extract_date = extract_date or date.today()
    files: Sequence[CaseFile] = [file for of_format in formats.values() for file in of_format]
    limits, overlap = limits_in(files), None
    if len(formats) > 1:
        from cin_metrics.joining import side_by_side  # few extracts are of several formats

        files, overlap, limits = side_by_side(formats, extract_date, choices or {}, progress)
    connection = connect()
    try:
        report = take_in(connection, files, extract_date, progress)
        lock(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, EngineError):
            for file in files:
                if isinstance(file, ParquetFile) and not file.is_sound():
                    raise file.damaged() from error
        raise
    offers = [offer for file in files for offer in getattr(file, "offers", ())]
    return Extract(connection, name_of(files), extract_date, report, limits, offers, overlap)


def name_of(files: Sequence[CaseFile]) -> str:
    """What an extract of these files is called: by the first few of them."""
    names = list(dict.fromkeys(file.source.whole or file.source.name for file in files))
    more = len(names) - FILES_NAMED
    return ", ".join(names[:FILES_NAMED]) + (f" and {more} more" if more > 0 else "")
