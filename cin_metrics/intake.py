"""The steps from opened files to the tables of an extract; ``events.load`` is the way in.

Rows of all files stand side by side (``raw_rows``); each different word and date is read once; every row is
judged; what is accepted gets its episode and is stored in order, the rest is set aside.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pyarrow

from cin_metrics.engine import (
    Column,
    Connection,
    Constant,
    Everything,
    Relation,
    SmallTable,
    Workspace,
    query,
    stem,
    use_threads_for,
)
from cin_metrics.faults import InputFault
from cin_metrics.load_report import LoadReport, report_of
from cin_metrics.quality import vocabulary_table
from cin_metrics.sources.codes import ETHNICITY
from cin_metrics.sources.parquet import ParquetFile
from cin_metrics.sources.recognise import CaseFile
from cin_metrics.sources.rows import counted_from, row_types
from cin_metrics.sources.translated import Translated
from cin_metrics.vocabulary import CHILD_COLUMNS, COLUMNS

LINES_A_FILE = 10**12
"""More rows than a file has: the number of an event is that of its file times this, and its place in it."""

ROWS_AN_INSERT = 200_000

RAW = {"raw_rows": tuple(COLUMNS), "raw_children": tuple(CHILD_COLUMNS)}
"""Where the rows of all files of a kind stand side by side, and the contract's columns for the kind."""

WORD_COLUMNS = (
    "event_type",
    "team",
    "worker",
    "cohort",
    "outcome",
    "child_seen",
    "seen_alone",
    "chaired_by",
)
"""The columns of words, stored like the ids by the place of a word in a list of words: a quarter of the
memory, and sorted in a third of the time."""

Progress = Callable[[str], None]


def take_in(
    connection: Connection,
    files: Sequence[CaseFile],
    extract_date: date,
    progress: Progress,
) -> LoadReport:
    """Make ``events``, ``episodes``, ``set_aside`` and ``children`` of the files; what became of the rows."""
    rows_in = read_files(connection, files, progress)
    use_threads_for(connection, sum(rows_in))
    workspace = Workspace(connection)
    settings = {"extract_date": "date", "lines_a_file": "bigint"}
    workspace.give("load_settings", SmallTable(settings, [(extract_date, LINES_A_FILE)]))
    workspace.give("vocabulary", vocabulary_table())
    workspace.give("files", file_table(files))
    workspace.give("ethnicity_codes", SmallTable({"given": "varchar", "code": "varchar"}, list(ETHNICITY.items())))
    progress("words and dates")
    for step in ("given_words", "read_words", "given_dates", "read_dates", "read_ids"):
        workspace.make(f"events/{step}")
    for column in WORD_COLUMNS:
        make_word_list(workspace, column, f"reading from read_words where column_name = '{column}'")
    progress("rows")
    workspace.view("events/normalised_rows")
    workspace.make("events/judged_rows")
    progress("episodes")
    workspace.make("events/derived_episodes")
    keep(workspace, "table", "events/episodes")
    make_word_list(workspace, "child_id", "child_id from read_ids")
    make_word_list(workspace, "episode_id", "episode_id from episodes")
    make_word_list(workspace, "family_id", "family_id from read_ids")
    progress("order")
    keep(workspace, "table", "events/event_rows")
    keep(workspace, "view", "events/events")
    progress("duplicates")
    workspace.make("events/repeated_rows")
    run(workspace, "delete from event_rows where event_no in (select event_no from repeated_rows)")
    workspace.make("events/read_children")
    keep(workspace, "table", "events/rows_aside")
    keep(workspace, "table", "events/set_aside")
    keep(workspace, "table", "events/children")
    keep(workspace, "table", "events/child_differences")
    keep(workspace, "table", "events/date_forms")
    keep(workspace, "table", "events/unread_cells")
    report = report_of(workspace, files, rows_in)
    workspace.close()
    for name in RAW:
        connection.execute(f"drop view {name}")
        connection.execute(f"drop table taken_{name}")
    return report


def read_files(connection: Connection, files: Sequence[CaseFile], progress: Progress) -> list[int]:
    """Make the views ``raw_rows`` and ``raw_children`` of all files; how many rows each file has."""
    raw = {}
    for name, wanted in RAW.items():
        types = ", ".join(f"{column} {kind}" for column, kind in row_types(wanted).items())
        connection.execute(f"create table taken_{name} (file_no integer, event_no bigint, {types})")
        raw[name] = connection.table(f"taken_{name}")
    rows_in = []
    for number, file in enumerate(files):
        place = "raw_rows" if file.columns.kind == "events" else "raw_children"
        progress(f"reading {file.source.name}")
        if isinstance(file, ParquetFile):
            # Read where it lies at each step: to store its rows first takes longer.
            raw[place] = raw[place].union(numbered(file.relation(connection), number))
            rows_in.append(file.row_count)
        else:
            rows_in.append(0)
            for table in larger(file.tables()):
                placed(connection, table, number, rows_in[-1]).insert_into(f"taken_{place}")
                rows_in[-1] += table.num_rows
                progress(f"reading {file.source.name}: {rows_in[-1]:,} rows")
    for name, rows in raw.items():
        rows.create_view(name)
    refuse_empty(files, rows_in)
    return rows_in


def refuse_empty(files: Sequence[CaseFile], rows_in: Sequence[int]) -> None:
    """An ``InputFault`` for each file without rows; of a foreign format one file with events is enough."""
    own = [(file, rows) for file, rows in zip(files, rows_in, strict=True) if is_own(file)]
    faults = [
        f"'{file.source.name}' names its columns but has no rows." for file, rows in own if not rows
    ]
    if not own and not sum(rows_in):
        names = sorted({f"'{file.source.name}' ({file.format})" for file in files})
        faults.append(f"Nothing that happened to a child stands in {', '.join(names)}.")
    if faults:
        raise InputFault(faults)


def is_own(file: CaseFile) -> bool:
    """Whether the file is of the contract's own columns."""
    return not isinstance(getattr(file, "inner", file), Translated)


def numbered(rows: Relation, file_no: int) -> Relation:
    """The rows of Parquet with the number of their file and their place in the order of all files and rows."""
    return rows.select(
        Constant(file_no).cast("INTEGER").alias("file_no"),
        (Column("line") + Constant(file_no * LINES_A_FILE)).cast("BIGINT").alias("event_no"),
        Everything(),
    )


def placed(connection: Connection, table: pyarrow.Table, file_no: int, rows_before: int) -> Relation:
    """The same for rows as a table. Several rows may stand on one line: their places differ all the same."""
    first = file_no * LINES_A_FILE + rows_before + 1
    rows = connection.from_arrow(table.add_column(0, "event_no", counted_from(first, table.num_rows)))
    return rows.select(Constant(file_no).cast("INTEGER").alias("file_no"), Everything())


def larger(tables: Iterator[pyarrow.Table]) -> Iterator[pyarrow.Table]:
    """The same rows in fewer tables."""
    waiting: list[pyarrow.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(one.num_rows for one in waiting) >= ROWS_AN_INSERT:
            yield pyarrow.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pyarrow.concat_tables(waiting)


def make_word_list(workspace: Workspace, column: str, words: str) -> None:
    """Make the list of words that a column is stored by, in the order of the words."""
    run(
        workspace,
        f"create type {column}_words as enum ("
        f"select word from (select distinct {words}) as listed(word) where word is not null order by word)",
    )


def file_table(files: Sequence[CaseFile]) -> SmallTable:
    """The files by number."""
    names = [(number, file.source.name) for number, file in enumerate(files)]
    return SmallTable({"file_no": "integer", "name": "varchar"}, names)


def keep(workspace: Workspace, kind: str, name: str) -> None:
    """Make a table or view of the extract itself from ``sql/{name}.sql``."""
    run(workspace, f"create {kind} {stem(name)} as\n{query(name)}")


def run(workspace: Workspace, statement: str) -> None:
    """Run a statement to its end."""
    with workspace.cursor() as cursor:
        cursor.execute(statement).fetchall()
