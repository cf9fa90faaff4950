"""Event files to an extract: every row accepted or set aside, each accepted row in an episode."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

import duckdb

from cin_metrics.engine import connect, lock
from cin_metrics.intake import take_in
from cin_metrics.load_report import LoadReport
from cin_metrics.sources import Given
from cin_metrics.sources.case_events import open_files

class Extract:
    """The events of one or more files, in a database in memory that reaches nothing outside itself.

    Its tables: ``events``, ``episodes``, ``set_aside``, ``children``. Ask through a cursor of
    ``connection``, one a thread.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        extract_date: date,
        report: LoadReport,
    ):
        self.connection = connection
        self.name = name
        self.extract_date = extract_date
        self.report = report

    @cached_property
    def event_types(self) -> frozenset[str]:
        """The event types that occur."""
        rows = self.connection.cursor().execute("select distinct event_type from events").fetchall()
        return frozenset(word for (word,) in rows)

    @cached_property
    def _dates(self) -> tuple[date | None, date | None]:
        found = self.connection.cursor().execute("select min(event_date), max(event_date) from events")
        return found.fetchone()

    @property
    def first_date(self) -> date | None:
        """The day of the earliest event; None without events."""
        return self._dates[0]

    @property
    def last_date(self) -> date | None:
        """The day of the latest event; None without events."""
        return self._dates[1]

    def close(self) -> None:
        """Let go of the memory."""
        self.connection.close()


def load(
    paths: Sequence[Given],
    extract_date: date | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Extract:
    """The extract made of the files, each a path or a name with its bytes; all of it or an ``InputFault``.

    Events dated after ``extract_date`` (today unless given) are set aside. ``progress`` is told each step.
    """
    files = open_files(paths)
    extract_date = extract_date or date.today()
    connection = connect()
    try:
        report = take_in(connection, files, extract_date, progress)
        lock(connection)
    except BaseException:
        connection.close()
        raise
    return Extract(connection, ", ".join(file.source.name for file in files), extract_date, report)
