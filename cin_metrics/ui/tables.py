"""Lists and tables: readable headers, British days, numbers to the right, and a download that says its origin."""

import csv
import html
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import streamlit as st

from cin_metrics.days import british
from cin_metrics.labels import word_fields
from cin_metrics.policy import Rule
from cin_metrics.ui import frame
from cin_metrics.ui.session import Rows
from cin_metrics.ui.view import View
from cin_metrics.words import count, say_rule

MOST_SHOWN = 2_000
ROW_HEIGHT = 38
MOST_ROWS_HIGH = 11
BY_KEYBOARD = '<p class="cin-keys">By keyboard: arrow keys move in the table, Shift and Space choose a row.</p>'
"""Heard before a grid that can be chosen from; seen while the keyboard is in it."""

NOTHING: Mapping[str, Any] = {}
Kind = Literal["text", "number", "share", "day"]


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, what it holds, a word of explanation, how wide (pixels).

    ``is_name``: the header is called after a policy or a team, whose words it keeps.
    """

    title: str
    kind: Kind = "text"
    explanation: str | None = None
    width: int | None = None
    pinned: bool = False
    is_name: bool = False

    def __post_init__(self) -> None:
        if not self.is_name:
            word_fields(self, "title")
        if self.explanation:
            word_fields(self, "explanation")


Columns = dict[str, Column]


def share_text(value: float | None) -> str:
    """A share of 1 such as ``78.4%``; a dash where there is none."""
    return "—" if value is None else f"{value * 100:.1f}%"


def of_text(numerator: int | None, denominator: int | None) -> str:
    """``1,204 of 1,536``; a dash where there is nothing."""
    return f"{numerator or 0:,} of {denominator:,}" if denominator else "—"


def show(
    rows: Rows,
    columns: Columns,
    name: str,
    selecting: Literal["single-row", "single-cell"] | None = None,
    selected_row: int | None = None,
) -> Any:
    """Draw rows as a grid called ``name``; with ``selecting``, what the user has chosen in it."""
    import pandas  # the first figures are on screen before it is loaded

    drawn = pandas.DataFrame(
        {
            column.title: pandas.Series([shown(row[key], column.kind) for row in rows], dtype=object)
            for key, column in columns.items()
        }
    )
    for column in columns.values():
        if column.kind == "number":
            drawn[column.title] = drawn[column.title].astype("Int64")
        elif column.kind == "share":
            drawn[column.title] = drawn[column.title].astype("Float64")
    settings: dict[str, Any] = {"on_select": "rerun", "selection_mode": selecting} if selecting else {}
    if selected_row is not None:
        settings["selection_default"] = {"selection": {"rows": [selected_row]}}
    if selecting:
        st.html(BY_KEYBOARD)
    return st.dataframe(
        drawn,
        hide_index=True,
        placeholder="—",
        alt=name,
        row_height=ROW_HEIGHT,
        height="content" if len(rows) <= MOST_ROWS_HIGH else ROW_HEIGHT * MOST_ROWS_HIGH,
        column_config={column.title: grid_column(column) for column in columns.values()},
        key=f"grid {name} {selected_row if selecting else ''}",
        **settings,
    )


def shown(value: Any, kind: Kind) -> Any:
    """A value as the grid takes it."""
    if value is None or value == "":
        return None
    return value * 100 if kind == "share" else value


def grid_column(column: Column) -> Any:
    """How the grid draws a column."""
    common: dict[str, Any] = {
        "help": column.explanation, "width": column.width, "pinned": column.pinned or None,
    }  # fmt: skip
    match column.kind:
        case "number":
            return st.column_config.NumberColumn(column.title, format="localized", **common)
        case "share":
            return st.column_config.NumberColumn(column.title, format="%.1f%%", **common)
        case "day":
            return st.column_config.DateColumn(column.title, format="D MMM YYYY", **common)
        case _:
            return st.column_config.TextColumn(column.title, **common)


def cases(
    rows: Rows,
    columns: Columns,
    name: str,
    view: View,
    none: str,
    rule: Rule | None = None,
    definition: str = "",
    beside: Mapping[str, Any] = NOTHING,
) -> None:
    """Draw a list of cases with its download; a row chosen opens its child.

    ``none`` is said where there are none. ``rule``: whose cases they are; ``definition``: which of them, or which cases
    where they are of no rule; ``beside``: what else they come from, title and value.
    """
    if not rows:
        st.markdown(none)
        return
    if len(rows) > MOST_SHOWN:
        st.markdown(f"The first {MOST_SHOWN:,} of {count(len(rows), 'row')}; the download has all.")
    opens_a_child = "child_id" in columns
    if opens_a_child:
        st.caption("Choose a row to open the child.")
    chosen = show(rows[:MOST_SHOWN], columns, name, selecting="single-row" if opens_a_child else None)
    download(rows, columns, name, view, rule, definition, beside)
    if opens_a_child and chosen.selection.rows:
        frame.go("child", child=[rows[chosen.selection.rows[0]]["child_id"]])


def download(
    rows: Rows,
    columns: Columns,
    name: str,
    view: View,
    rule: Rule | None = None,
    definition: str = "",
    beside: Mapping[str, Any] = NOTHING,
) -> None:
    """A button that gives the rows as CSV, each with where it comes from."""
    # A name in capital letters (MDT list) keeps them.
    inside = name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"
    st.download_button(
        f"Download {inside} (CSV)",
        data=lambda: as_csv(rows, columns, view, rule, definition, beside),
        file_name=f"{file_stem(name)}_{view.policy.name}_{view.as_of}.csv",
        mime="text/csv",
        key=f"download {name}",
        on_click="ignore",
    )


def as_csv(
    rows: Rows,
    columns: Columns,
    view: View,
    rule: Rule | None = None,
    definition: str = "",
    beside: Mapping[str, Any] = NOTHING,
) -> bytes:
    """The rows as a spreadsheet reads them, each with where it comes from.

    A byte-order mark makes Excel read UTF-8. A text that a spreadsheet would run as a formula is
    led by an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    origin = provenance(view, rule, definition, beside)
    writer.writerow([*(c.title for c in columns.values()), *origin])
    for row in rows:
        writer.writerow([*(cell(row[key]) for key in columns), *map(cell, origin.values())])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")


def provenance(
    view: View, rule: Rule | None = None, definition: str = "", beside: Mapping[str, Any] = NOTHING
) -> dict[str, Any]:
    """Where a row of a download comes from: policy, rule, clause and definition, extract, day, period, filters."""
    origin: dict[str, Any] = {"Policy": f"{view.policy.name} {view.policy.version}"}
    if rule:
        origin |= {"Rule": rule.title, "Clause": " ".join(rule.clause.split())}
    said = [say_rule(view.policy, rule).whole] if rule else []
    if definition:
        said.append(" ".join(definition.split()))
    if said:
        origin["Definition"] = " ".join(said)
    origin |= {**beside, "Extract": view.extract_name, "As of": view.as_of}
    if view.known_by:
        origin["Known by"] = view.known_by
    return origin | {
        "Period from": view.period.first, "Period to": view.period.last, "Filters": view.whose,
    }  # fmt: skip


def cell(value: Any) -> Any:
    """A value as it is written to CSV: ISO days, blank for none, no formulas."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def file_stem(name: str) -> str:
    """A name as a file is called."""
    kept = "".join(letter if letter.isalnum() else "_" for letter in name.lower())
    return "_".join(part for part in kept.split("_") if part)


@dataclass(frozen=True)
class Cell:
    """A cell of a written table: its text, what is said smaller below, a mark beside it, a list.

    ``tone`` shades it (``worse``, ``better``); the mark says the same in a word.
    """

    text: str
    note: str = ""
    mark: str = ""
    points: Sequence[str] = ()
    tone: str = ""


Row = Sequence[str | Cell | int | date | None]


def written(
    headers: Sequence[str],
    rows: Sequence[Row],
    caption: str = "",
    numbers: Sequence[int] = (),
    widths: Sequence[int] = (),
    kind: str = "",
) -> None:
    """Draw a table of words, which wrap; the first column heads its row, ``numbers`` stand to the right.

    ``kind`` names a style of its own (``teams``: many narrow columns).
    """
    said = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    heads = "".join(
        f'<th scope="col"{numeric(place, numbers)}>{html.escape(header)}</th>'
        for place, header in enumerate(headers)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{cell_html(value)}</th>'
            if place == 0
            else f"<td{kind_of(value, place, numbers)}>{cell_html(value)}</td>"
            for place, value in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<div class="cin-scroll" role="group" aria-label="{html.escape(caption or ", ".join(headers))}" tabindex="0">'
        f'<table class="{f"cin-table {kind}".strip()}">{said}<colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def numeric(place: int, numbers: Sequence[int]) -> str:
    """The class of a column of numbers."""
    return ' class="number"' if place in numbers else ""


def kind_of(value: str | Cell | int | date | None, place: int, numbers: Sequence[int]) -> str:
    """The class of a cell: its tone, or that of its column."""
    if isinstance(value, Cell) and value.tone:
        return f' class="tone {html.escape(value.tone)}"'
    return numeric(place, numbers)


def cell_html(value: str | Cell | int | date | None) -> str:
    """A cell as HTML."""
    if isinstance(value, Cell):
        mark = f' <span class="cin-mark">{html.escape(value.mark)}</span>' if value.mark else ""
        note = f'<span class="note">{html.escape(value.note)}</span>' if value.note else ""
        points = "".join(f"<li>{html.escape(point)}</li>" for point in value.points)
        points = f"<ul>{points}</ul>" if points else ""
        return f"{html.escape(value.text)}{mark}{note}{points}"
    if isinstance(value, date):
        return british(value)
    if isinstance(value, int):
        return f"{value:,}"
    return html.escape(value) if value else "—"
