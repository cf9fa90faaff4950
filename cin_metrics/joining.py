"""Files of several formats as one extract: how far their children are the same is seen before they are joined.

The ids of the formats are meant to be the same and may not be (leading zeros, numbers for text, an older system's).
So the files are first read with the children of each format apart. Their ``Overlap`` is shown, and what happens then is
the user's choice (``same_children``): equal ids are the same child, or every format's children stay its own.

Joined, a case told by two formats is one case, and an event told by both counts once: the format that tells most comes
first, and what the others tell again is set aside as ``other_source``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

import pyarrow
from pyarrow import compute

from cin_metrics.engine import EngineError, SmallTable, Workspace, connect
from cin_metrics.intake import LINES_A_FILE, RAW, take_in
from cin_metrics.overlap import Overlap, OverlapUnseen, overlap_in
from cin_metrics.sources import Source
from cin_metrics.sources.choices import SAME_CHILDREN, Offer
from cin_metrics.sources.columns import Columns
from cin_metrics.sources.limits import NONE, Limits, Part, together
from cin_metrics.sources.parquet import ParquetFile
from cin_metrics.sources.recognise import MARKS, CaseFile, limits_in
from cin_metrics.sources.rows import row_types
from cin_metrics.sources.translated import Choices

OUTSIDE = r"^[\s\p{Z}\p{C}]+|[\s\p{Z}\p{C}]+$"
"""The blanks around an id, as the load takes them off."""
PLACED = pyarrow.schema(
    [
        ("side_no", pyarrow.int32()),
        *((name, pyarrow.string()) for name in ("child_id", "episode_id")),
        *((name, pyarrow.date32()) for name in ("first_date", "last_date")),
        ("joined_id", pyarrow.string()),
    ]
)


class SideFile:
    """One file among those of several formats: its rows are held as they are read, to be handed on again otherwise."""

    def __init__(self, inner: CaseFile, mark: str):
        self.inner = inner
        self.mark = mark
        self.offers: tuple[Offer, ...] = getattr(inner, "offers", ())
        self.notes_of_join: list[str] = []
        self.held: list[pyarrow.Table] | None = None

    @property
    def source(self) -> Source:
        """The file."""
        return self.inner.source

    @property
    def format(self) -> str:
        """How it was read."""
        return self.inner.format

    @property
    def columns(self) -> Columns:
        """Which of its columns is which of ours."""
        return self.inner.columns

    @property
    def notes(self) -> list[str]:
        """What is said of it, and of the join."""
        return [*getattr(self.inner, "notes", ()), *self.notes_of_join]

    def tables(self) -> Iterator[pyarrow.Table]:
        """The rows: the first time with marked ids, then what ``held`` has become."""
        if self.held is not None:
            yield from self.held
            return
        self.held = []
        for table in raw_rows(self.inner):
            self.held.append(table)
            yield marked(table, self.mark)

    def joined(self, told: pyarrow.Table) -> None:
        """Hand on the rows with the case and the reason that ``told`` has for each."""
        table = pyarrow.concat_tables(self.held or [])
        for name, column in (("episode_id", "episode_id"), ("fault", "reason")):
            cells = compute.coalesce(told[column], table[name])
            table = table.set_column(table.column_names.index(name), name, cells)
        self.held = [table.combine_chunks()]

    def filled(self, told: Mapping[str, Mapping[str, Any]]) -> None:
        """Hand on rows of children with what is blank taken from what any format tells of the child."""
        made = []
        for table in self.held or []:
            rows = table.to_pylist()
            ids = compute.replace_substring_regex(table["child_id"], OUTSIDE, "").to_pylist()
            for row, child in zip(rows, ids, strict=True):
                known = told.get(child or "", {})
                for name in ("sex", "ethnicity", "disabled", "primary_need"):
                    row[name] = row[name] or known.get(name)
                if not row["date_of_birth"] and not row["birth_day"] and known.get("date_of_birth"):
                    row["date_of_birth"] = known["date_of_birth"].isoformat()
            made.append(pyarrow.Table.from_pylist(rows, table.schema))
        self.held = made


def raw_rows(file: CaseFile) -> Iterator[pyarrow.Table]:
    """The rows of a file as tables, of Parquet too."""
    if not isinstance(file, ParquetFile):
        yield from file.tables()
        return
    names = list(row_types(RAW["raw_rows" if file.columns.kind == "events" else "raw_children"]))
    connection = connect()
    try:
        yield file.relation(connection).to_arrow_table().select(names)
    except EngineError as error:
        if file.is_sound():
            raise
        raise file.damaged() from error
    finally:
        connection.close()


def marked(table: pyarrow.Table, mark: str) -> pyarrow.Table:
    """The rows with a mark before the ids of children and families; blanks stay blank."""
    for name in ("child_id", "family_id"):
        if name in table.column_names:
            ids = compute.replace_substring_regex(table[name].cast(pyarrow.string()), OUTSIDE, "")
            named = compute.binary_join_element_wise(mark, ids, "")
            cells = compute.if_else(compute.equal(ids, ""), None, named)
            table = table.set_column(table.column_names.index(name), name, cells)
    return table


def side_by_side(
    formats: Mapping[str, Sequence[CaseFile]],
    extract_date: date,
    choices: Choices,
    progress: Callable[[str], None],
) -> tuple[Sequence[CaseFile], Overlap, Limits]:
    """The files of several formats to be read as one extract, their overlap, and what they hold only a part of.

    Raises ``OverlapUnseen`` where ``same_children`` was not chosen.
    """
    files = [SideFile(file, MARKS[name]) for name, of_format in formats.items() for file in of_format]
    connection = connect()
    try:
        take_in(connection, as_files(files), extract_date, progress)
        progress("the same children")
        workspace = Workspace(connection)
        side = {"side_no": "integer", "title": "varchar", "mark": "varchar"}
        workspace.give("sides", SmallTable(side, [(no, name, MARKS[name]) for no, name in enumerate(formats)]))
        for step in ("side_events", "side_children", "side_episodes", "children_in_both"):
            workspace.make(f"overlap/{step}")
        same = choices.get(SAME_CHILDREN.name)
        overlap = overlap_in(workspace, list(formats), same)
        if same is None:
            raise OverlapUnseen(overlap)
        parts = parts_of(workspace, formats, same)
        limits = together(parts) if parts else NONE
        if same:
            join(workspace, files, overlap)
        else:
            keep_apart(files, overlap)
        workspace.close()
    finally:
        connection.close()
    return as_files(files), overlap, limits


def as_files(files: Sequence[SideFile]) -> Sequence[CaseFile]:
    """The same files, which are read as any other."""
    return cast(Sequence[CaseFile], files)


def parts_of(workspace: Workspace, formats: Mapping[str, Sequence[CaseFile]], same: bool) -> list[Part]:
    """Each format as a part of the whole; kept apart, no child of one is a child of another."""
    lasting: dict[int, dict[Any, date]] = {}
    for row in workspace.ask("overlap/last_days").to_pylist():
        child = row["child_id"] if same else (row["side_no"], row["child_id"])
        lasting.setdefault(row["side_no"], {})[child] = row["last_date"]
    titles = list(formats)
    return [
        Part(
            titles[row["side_no"]],
            limits_in(formats[titles[row["side_no"]]]),
            row["first_date"],
            row["begins"],
            frozenset(row["event_types"]),
            lasting[row["side_no"]],
        )
        for row in workspace.ask("overlap/side_facts").to_pylist()
    ]


def join(workspace: Workspace, files: Sequence[SideFile], overlap: Overlap) -> None:
    """Have the files hand on their rows as of the same children: each in its case, what is told again set aside."""
    workspace.give("placed_episodes", PLACED.empty_table())
    for number, side in enumerate(overlap.sides):
        workspace.append("placed_episodes", "overlap/placed_episodes", {"side_no": number, "mark": side.mark})
    rows = workspace.ask("overlap/joined_rows")
    children = {row["child_id"]: row for row in workspace.ask("overlap/joined_children").to_pylist()}
    numbers = compute.floor(compute.divide(rows["event_no"].cast(pyarrow.float64()), LINES_A_FILE))
    for number, file in enumerate(files):
        if file.columns.kind == "children":
            file.filled(children)
        elif file.held:
            file.joined(rows.filter(compute.equal(numbers, number)))
    again = compute.sum(compute.equal(rows["reason"], "other_source")).as_py() or 0
    files[0].notes_of_join = [
        "Read with the other formats as the same children where ids are equal. Events that two formats tell count "
        f"once: {again:,} were set aside."
    ]


def keep_apart(files: Sequence[SideFile], overlap: Overlap) -> None:
    """Have the files hand on their rows with marked ids."""
    for file in files:
        file.held = [marked(table, file.mark) for table in file.held or []]
    marks = ", ".join(f"{side.mark} for {side.title}" for side in overlap.sides)
    files[0].notes_of_join = [
        f"The children of the formats are kept apart, so a child whom two of them tell counts twice. Marks before the "
        f"ids say whose they are: {marks}."
    ]
