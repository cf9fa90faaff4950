"""Findings across the loads kept: how often each arose at every load, and what changed since the one before."""

import plotly.graph_objects as go
import streamlit as st

from cin_metrics.days import british
from cin_metrics.finding_trend import RATE_PER, Arisen, Trend, trends
from cin_metrics.loads import FOLDER, KeptLoad, kept_loads
from cin_metrics.quality import question
from cin_metrics.ui import charts, theme
from cin_metrics.ui.charts import Chart
from cin_metrics.ui.loads_page import kept_day, kept_on
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Cell, Column, Columns, Row, download, of_text, written
from cin_metrics.ui.view import View
from cin_metrics.words import count, unformatted

MOST_LOADS = 24
IN_THE_TABLE = 4
TITLE = "Findings across loads"
COLUMNS: Columns = {
    "title": Column("What looks wrong"),
    "load": Column("Load kept on"),
    "times": Column("Times", "number"),
    "children": Column("Children with it", "number"),
    "of_children": Column("Children", "number"),
    "rate": Column("Per 1,000 children"),
}


def show(session: Session, view: View, opened: str | None) -> None:
    """How findings went from load to load, in all or of each team chosen; ``opened`` is drawn too."""
    st.header(TITLE, anchor=False, divider="gray")
    loads = kept_loads()
    if loads is None:
        st.markdown(
            "Loads are not kept, so there is no trend. Where the environment variable "
            f"`{FOLDER}` names a folder, each extract taken into use is kept there with its findings counted."
        )
        return
    kept = loads.all()[:MOST_LOADS][::-1]
    if len(kept) < 2:
        only = f"One load is kept, of {british(kept_day(kept[0]))}" if kept else "No load is kept yet"
        st.markdown(f"{only}: the trend begins with the second.")
        return
    counted = [loads.findings(one) for one in kept]
    missing = sum(rows is None for rows in counted)
    if missing:
        st.markdown(
            f"{count(missing, 'load')} of {len(kept)} {'was' if missing == 1 else 'were'} kept before findings were "
            "counted with them, and can say nothing here."
        )
    if missing == len(kept):
        return
    st.caption(
        "The extracts kept, the newest last, whatever is in use above. ▼ Fewer is better. Held against the children of "
        "each load, because an extract grows with its history."
    )
    for team in session.selected(view).teams or (None,):
        found = trends(counted, team)
        part = f"{TITLE}: {team}" if team else TITLE
        if team:
            st.subheader(unformatted(team), anchor=False)
        if not found:
            st.markdown("No finding arose at any of these loads.")
            continue
        table(found, kept, part, view)
        drawn = next((trend for trend in found if trend.finding == opened), None)
        if drawn and sum(point is not None for point in drawn.points) > 1:
            charts.show(chart(drawn, kept, team), 260)


def table(found: list[Trend], kept: list[KeptLoad], name: str, view: View) -> None:
    """A row for each finding with the last few loads, and what changed since the one before; all to download."""
    names = labels(kept)
    shown = list(range(len(kept)))[-IN_THE_TABLE:]
    said: list[Row] = [
        [question(trend.finding).title, *(cell(trend.points[place]) for place in shown), change_cell(trend)]
        for trend in found
    ]
    written(
        ["What looks wrong", *(names[place] for place in shown), "Since the load before"], said,
        f"{name}: children with the finding, below it how many per {RATE_PER:,} children, and how often it arose.",
        widths=(24, *[52 // len(shown)] * len(shown), 24),
    )  # fmt: skip
    rows: Rows = [
        {"title": question(trend.finding).title, "load": label} | numbers(point)
        for trend in found
        for label, point in zip(names, trend.points, strict=True)
    ]
    download(rows, COLUMNS, name, view)


def labels(kept: list[KeptLoad]) -> list[str]:
    """What each load is called: its day, with the time where a day has several."""
    days = [kept_day(one) for one in kept]
    return [
        kept_on(one) if days.count(day) > 1 else british(day) for one, day in zip(kept, days, strict=True)
    ]


def numbers(point: Arisen | None) -> dict[str, int | str | None]:
    """A point by column."""
    if point is None:
        return dict.fromkeys(("times", "children", "of_children", "rate"))
    return {**point._asdict(), "rate": f"{point.rate:.1f}"}


def cell(point: Arisen | None) -> Cell:
    """One load's count."""
    if point is None:
        return Cell("—", "not counted")
    return Cell(f"{point.children:,}", f"{point.rate:,.1f} per {RATE_PER:,}; {count(point.times, 'time')}")


def change_cell(trend: Trend) -> Cell:
    """What changed between the last two loads, in words."""
    if trend.change is None:
        return Cell("—", "one of the two was not counted")
    before, now = trend.change
    if before.children == now.children and f"{before.rate:.1f}" == f"{now.rate:.1f}":
        return Cell("As before")
    more = now.children - before.children
    words = f"{count(abs(more), 'child', 'children')} {'more' if more > 0 else 'fewer'}"
    if not more:
        words = f"As many children, of {'more' if now.of_children > before.of_children else 'fewer'}"
    if before.children and not now.children:
        words = f"Gone: it was {count(before.children, 'child', 'children')}"
    mark = "▲" if now.rate > before.rate else "▼"
    return Cell(f"{mark} {words}", f"{before.rate:,.1f} → {now.rate:,.1f} per {RATE_PER:,}")


def chart(trend: Trend, kept: list[KeptLoad], team: str | None) -> Chart:
    """One finding's children per 1,000 at each load."""
    names = labels(kept)
    rates = [None if point is None else round(point.rate, 1) for point in trend.points]
    figure = go.Figure(
        go.Scatter(
            x=[one.key for one in kept], y=rates, mode="lines+markers+text",
            text=["" if rate is None else f"{rate:.1f}" for rate in rates], textposition="top center",
            textfont={"color": theme.INK}, line={"color": theme.COLOURS["neutral"]}, marker={"size": 8},
            customdata=[
                [label, "not counted" if point is None else of_text(point.children, point.of_children)]
                for label, point in zip(names, trend.points, strict=True)
            ],
            hovertemplate="%{customdata[0]}: %{customdata[1]} children<extra></extra>", cliponaxis=False,
        )
    )  # fmt: skip
    every = -(-len(kept) // 6)
    ticks = [place for place in range(len(kept)) if (len(kept) - 1 - place) % every == 0]
    figure.update_xaxes(
        type="category", tickvals=[kept[place].key for place in ticks], range=[-0.5, len(kept) - 0.5],
        ticktext=[names[place].replace(", ", "<br>") for place in ticks],
    )  # fmt: skip
    highest = max(rate for rate in rates if rate is not None)
    figure.update_yaxes(range=[0, highest * 1.25 or 1], title=f"Children per {RATE_PER:,}")
    said = "; ".join(
        f"{label}: {'not counted' if point is None else of_text(point.children, point.of_children)}"
        for label, point in zip(names, trend.points, strict=True)
    )
    title = question(trend.finding).title + (f", {team}" if team else "") + ": children per 1,000, load by load"
    rows: Rows = [{"load": label} | numbers(point) for label, point in zip(names, trend.points, strict=True)]
    columns = {name: column for name, column in COLUMNS.items() if name != "title"}
    return Chart(title, figure, f"Children with the finding at each load kept. {said}.", rows, columns)
