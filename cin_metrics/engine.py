"""The only module that knows DuckDB: connections, the SQL files, and how their tables are made.

Every query is a file in ``sql/``: one query, whose stem is the name of the table it makes. A step
runs on a cursor of the extract's connection and keeps its tables as temporary tables of that cursor,
so two ledgers over one extract never meet.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow

SQL = Path(__file__).parent / "sql"

ROW_GROUP = 122_880
"""DuckDB shares the work on a table between threads by groups of so many rows."""

Connection = duckdb.DuckDBPyConnection
Relation = duckdb.DuckDBPyRelation
EngineError = duckdb.Error

Answer = TypeVar("Answer")

# What a query is built of where the names of a file's columns are known only once it is opened.
Case = duckdb.CaseExpression
Column = duckdb.ColumnExpression
Constant = duckdb.ConstantExpression
Everything = duckdb.StarExpression
Expression = duckdb.Expression
Function = duckdb.FunctionExpression


@cache
def query(name: str) -> str:
    """The text of ``sql/{name}.sql`` (``name`` such as ``ledger/within``)."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def connect() -> duckdb.DuckDBPyConnection:
    """A new database in memory that asks nothing of the network and writes nothing to disk."""
    return duckdb.connect(
        ":memory:",
        config={
            "temp_directory": "",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )


def use_threads_for(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """One thread for rows that fill no group: others have nothing to do there, and to wake them takes time."""
    if rows <= ROW_GROUP:
        connection.execute("set threads = 1")


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """No file, no network, no setting can be reached through this database from now on."""
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


@dataclass(frozen=True)
class SmallTable:
    """A few rows that are known here and not read from a file: the SQL type of each column, and the rows in that order.

    A workspace takes them as lists of values. Arrow would first load pandas, to see whether a value is one of its own.
    """

    types: Mapping[str, str]
    rows: Sequence[Sequence[Any]]

    def to_pylist(self) -> list[dict[str, Any]]:
        """The rows as plain dictionaries, as an Arrow table gives them."""
        return [dict(zip(self.types, row, strict=True)) for row in self.rows]


def parameters(**values: date | str | None) -> SmallTable:
    """A table of one row, so that the SQL reads dates and names as data."""
    types = {name: "varchar" if name == "policy" else "date" for name in values}
    return SmallTable(types, [tuple(values.values())])


class Workspace:
    """Tables of one calculation: a cursor on an extract's database with temporary tables of its own.

    Safe to share between threads: each call takes the lock for as long as it reads.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self._cursor = connection.cursor()
        self._lock = threading.RLock()
        self._made_once: dict[str, Any] = {}
        self._made_for: dict[str, Hashable] = {}

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The cursor, held for the length of the block."""
        with self._lock:
            yield self._cursor

    def give(self, name: str, rows: pyarrow.Table | SmallTable) -> None:
        """Make the temporary table ``name`` of these rows."""
        if isinstance(rows, SmallTable):
            self._give_values(name, rows)
            return
        with self.cursor() as cursor:
            cursor.register("given_rows", rows)
            cursor.execute(
                f"create or replace temp table {name} as select * from given_rows"
            ).fetchall()
            cursor.unregister("given_rows")

    def make(self, name: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Make the temporary table named by the stem of ``sql/{name}.sql``."""
        self._run(f"create or replace temp table {stem(name)} as\n{query(name)}", parameters)

    def view(self, name: str) -> None:
        """Make the temporary view named by the stem of ``sql/{name}.sql``: read, never stored. Once made it stays."""
        text = f"create or replace temp view {stem(name)} as\n{query(name)}"
        self.once(f"view {name}", lambda: self._run(text))

    def unite(self, name: str, tables: Iterable[str]) -> None:
        """Make the temporary view ``name`` of the rows of all the tables, matching columns by name."""
        parts = " union all by name ".join(f"select * from {table}" for table in tables)
        self._run(f"create or replace temp view {name} as {parts}")

    def once(self, name: str, make: Callable[[], Answer]) -> Answer:
        """What ``make`` gives, run once in this workspace under that name."""
        with self._lock:
            if name not in self._made_once:
                self._made_once[name] = make()
            return self._made_once[name]

    def keep(self, name: str, asked: Hashable, make: Callable[[], None]) -> None:
        """Have ``make`` run, unless what it made last under that name was for the same ``asked``."""
        with self._lock:
            if self._made_for.get(name) != asked:
                make()
                self._made_for[name] = asked

    def append(self, table: str, name: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Add the rows of ``sql/{name}.sql`` to ``table``, matching columns by name."""
        self._run(f"insert into {table} by name\n{query(name)}", parameters)

    def drop(self, *tables: str) -> None:
        """Forget tables that nothing reads any more (views on them answer no longer)."""
        for table in tables:
            self._run(f"drop table {table}")

    def ask(self, name: str, parameters: Mapping[str, Any] | None = None) -> pyarrow.Table:
        """The answer of ``sql/{name}.sql`` as an Arrow table."""
        with self.cursor() as cursor:
            return cursor.sql(query(name), params=dict(parameters or {})).to_arrow_table()

    def table(self, name: str) -> pyarrow.Table:
        """A whole table of this workspace."""
        with self.cursor() as cursor:
            return cursor.table(name).to_arrow_table()

    def close(self) -> None:
        """Drop the tables and the cursor."""
        with self.cursor() as cursor:
            cursor.close()

    def _give_values(self, name: str, table: SmallTable) -> None:
        """Make the temporary table ``name``, each column from the list of its values."""
        columns = zip(*table.rows, strict=True) if table.rows else ([] for _ in table.types)
        cells = [f"unnest(cast(${column} as {kind}[])) as {column}" for column, kind in table.types.items()]
        values = {column: list(of_column) for column, of_column in zip(table.types, columns, strict=True)}
        self._run(f"create or replace temp table {name} as select {', '.join(cells)}", values)

    def _run(self, text: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement to its end (DuckDB hands out results as they come)."""
        with self.cursor() as cursor:
            cursor.execute(text, dict(parameters or {})).fetchall()


def stem(name: str) -> str:
    """The table that ``sql/{name}.sql`` makes."""
    return name.rsplit("/", 1)[-1]
