"""Charts: each has a title, words for those who cannot see it, and the same as a table."""

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from cin_metrics.days import british, british_month
from cin_metrics.labels import worded
from cin_metrics.statistics.comparison import TOO_FEW, WITHIN, Comparison
from cin_metrics.ui import theme
from cin_metrics.ui.answers import Share
from cin_metrics.ui.session import Rows
from cin_metrics.ui.tables import Columns, of_text, share_text
from cin_metrics.ui.tables import show as show_table
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import sentence_start

FEW = 5
MOST_MONTHS_LABELLED, MOST_YEARS_LABELLED = 13, 7
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
"""Every how many months, counted from a January, one is named on an axis."""
MANY_MONTHS = 36
"""Beyond so many months their points are drawn small, or they would hide each other."""
MOST_BARS = 30
WIDE_LETTER = 9.5
"""The width of a letter set wide (WCAG 1.4.12), in pixels."""
PERCENT_TICKS = {
    "tickvals": [0, 25, 50, 75, 100],
    "ticktext": [f"{value}%" for value in (0, 25, 50, 75, 100)],
}


@dataclass(frozen=True)
class Chart:
    """A figure with its title, its description and the rows it draws."""

    title: str
    figure: go.Figure
    description: str
    rows: Rows
    columns: Columns
    note: str = ""


def show(chart: Chart, height: int = 320) -> None:
    """Draw a chart with its table below it, in a box of their own that a narrow screen scrolls sideways."""
    figure = chart.figure.update_layout(template=theme.TEMPLATE, height=height)
    with st.container(key=f"box of {chart.title}"):
        st.subheader(chart.title, anchor=False)
        st.plotly_chart(
            figure, theme=None, config=theme.CHART_SETTINGS, key=f"chart {chart.title}",
            alt=chart.description,
        )  # fmt: skip
        if chart.note:
            st.caption(chart.note)
        with st.expander("The same as a table", key=f"table of {chart.title}"):
            show_table(chart.rows, chart.columns, f"{chart.title}, as a table")


def month_words(month: str) -> str:
    """``2026-03`` as ``Mar 2026``."""
    return british_month(date.fromisoformat(f"{month}-01"))


def markers(few: Sequence[bool], sides: Sequence[str], size: int) -> dict[str, Any]:
    """Points: hollow where there are few, a triangle (a diamond where neither side is good) where one stands out."""
    symbols = {"": "circle", "high": "triangle-up", "low": "triangle-down", "other": "diamond"}
    colours = {"": "neutral", "high": "on_time", "low": "overdue", "other": "deadline"}
    return {
        "size": [size + 6 if side else size for side in sides],
        "opacity": 1,
        "symbol": [symbols[side] for side in sides],
        "color": [
            theme.GROUND if f else theme.COLOURS[colours[side]]
            for f, side in zip(few, sides, strict=True)
        ],
        "line": {"color": [theme.COLOURS[colours[side]] for side in sides], "width": 2},
    }


def percentages(values: Iterable[float | None]) -> list[float | None]:
    """Shares of 1 as percentages, a gap where there is none."""
    return [None if value is None else value * 100 for value in values]


def label_places(values: Sequence[float | None]) -> list[str]:
    """Where the label of each point stands free of the line: below a dip, above all else."""
    places = []
    for place, value in enumerate(values):
        beside = [v for v in (*values[max(place - 1, 0):place], *values[place + 1:place + 2]) if v is not None]
        is_dip = value is not None and value > 10 and beside and value < sum(beside) / len(beside)
        places.append("bottom center" if is_dip else "top center")
    return places


def months_named(months: Sequence[str]) -> list[str]:
    """The months named on an axis of them all: as many as stand apart there, at regular steps."""
    for step in MONTH_STEPS:
        named = [month for month in months if (int(month[:4]) * 12 + int(month[5:]) - 1) % step == 0]
        if len(named) <= (MOST_MONTHS_LABELLED if step < 12 else MOST_YEARS_LABELLED):
            break
    return named or list(months[:1])


def month_ticks(months: Sequence[str]) -> list[str]:
    """Month names on two lines, the year only where it changes."""
    ticks, year = [], ""
    for month in months:
        name = month_words(month)
        ticks.append(f"{name[:3]}<br>{name[4:]}" if month[:4] != year else name[:3])
        year = month[:4]
    return ticks


def by_team(title: str, teams: dict[str, Share], compared: Comparison, columns: Columns) -> Chart:
    """The share on time of each team, by name, before the bar within which chance leaves a team of its size."""
    names = [html.escape(sentence(team)) for team in teams]
    shares = list(teams.values())
    few = [team.verdict == TOO_FEW for team in compared.teams]
    sides = [
        "" if team.verdict in (TOO_FEW, WITHIN) else "high" if team.side == "above" else "low"
        for team in compared.teams
    ]
    labels = [f"{share_text(s.value)}  {of_text(s.numerator, s.denominator)}" for s in shares]
    figure = go.Figure()
    limited = [(n, t.limits.limits_95) for n, t in zip(names, compared.teams, strict=True) if t.limits]
    figure.add_bar(
        x=[(high - low) * 100 for _, (low, high) in limited], base=[low * 100 for _, (low, _) in limited],
        y=[name for name, _ in limited], orientation="h", width=0.5, name="What chance gives",
        marker={"color": theme.GRID, "line": {"color": theme.QUIET, "width": 1}}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=percentages(s.value for s in shares),
        y=names,
        mode="markers",
        name=worded("Team"),
        showlegend=False,
        marker=markers(few, sides, 13),
        customdata=labels,
        hovertemplate="%{y}: %{customdata}<extra></extra>",
        cliponaxis=False,
    )
    for name, label in zip(names, labels, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=12, y=name, text=label, showarrow=False, align="left"
        )
    if compared.share is not None:
        figure.add_vline(
            x=compared.share * 100, line={"color": theme.INK, "width": 1.5, "dash": "dash"},
            annotation={"text": f"All: {share_text(compared.share)}", "yanchor": "bottom", "y": 1.0},
        )  # fmt: skip
    figure.update_xaxes(range=[-2, 102], **PERCENT_TICKS)
    figure.update_yaxes(
        type="category", autorange="reversed", showgrid=True, ticks="outside", ticklen=9,
        tickcolor=theme.GROUND, categoryorder="array", categoryarray=names,
    )  # fmt: skip
    figure.update_layout(margin={"r": 150, "t": 56}, legend={"y": 1.12})
    rows: Rows = [
        {
            "group": n, "value": s.value, "numerator": s.numerator, "denominator": s.denominator,
            "verdict": team.verdict,
        }
        for n, s, team in zip(names, shares, compared.teams, strict=True)
    ]  # fmt: skip
    said = "; ".join(f"{n} {label}" for n, label in zip(names, labels, strict=True))
    notes = [
        worded("Teams by name, not by rank."),
        f"Hollow points stand for fewer than {FEW} and are not judged." if any(few) else "",
        "Triangles lie further out than chance gives: ▲ above, ▼ below." if any(sides) else "",
    ]
    return Chart(
        title, figure, f"{worded('Share on time by team')}. {said}.", rows, columns, " ".join(filter(None, notes))
    )


def sentence(team: str) -> str:
    """A team as it is shown."""
    return sentence_start(team) if team == NOT_RECORDED else team


def against_due(title: str, rows: Rows, days: str, columns: Columns) -> Chart:
    """How many were met so many days before or after the due date; ``days`` names the kind of day.

    Bars join days so that at most about thirty stand side by side, and never join early with late. The few far out are
    put in the last bar of their side.
    """
    width, lowest, highest = bar_width(rows)
    bars: dict[int, int] = {}
    for row in rows:
        place = min(max(math.ceil(row["days_from_due"] / width), lowest), highest)
        bars[place] = bars.get(place, 0) + row["obligations"]
    figure = go.Figure()
    for status, places in (
        ("on_time", [p for p in sorted(bars) if p <= 0]),
        ("late", [p for p in sorted(bars) if p > 0]),
    ):
        figure.add_trace(
            go.Bar(
                x=[p * width - (width - 1) / 2 for p in places],
                y=[bars[p] for p in places],
                width=width * 0.88,
                name=theme.STATUS_TITLES[status],
                marker={
                    "color": theme.COLOURS[status],
                    "pattern": {
                        "shape": "/" if status == "late" else "", "fillmode": "overlay",
                        "fgcolor": theme.GROUND, "fgopacity": 0.6, "solidity": 0.2,
                    },
                },
                customdata=[span_words(p, width, lowest, highest, days) for p in places],
                hovertemplate="%{customdata}: %{y:,}<extra></extra>",
            )
        )
    figure.add_vline(
        x=0.5, line={"color": theme.COLOURS["deadline"], "width": 2},
        annotation={"text": "Due date", "yanchor": "bottom", "y": 1.0},
    )  # fmt: skip
    figure.update_xaxes(title=f"{days[:1].upper()}{days[1:]} before (−) or after the due date")
    figure.update_yaxes(rangemode="tozero", tickformat=",d")
    figure.update_layout(bargap=0, legend={"x": 1, "xanchor": "right"})
    spans = [
        {"span": span_words(place, width, lowest, highest, days), "obligations": bars[place]}
        for place in sorted(bars)
    ]
    said = "; ".join(f"{span['span']}: {span['obligations']}" for span in spans)
    return Chart(title, figure, f"How many were met when, against the due date. {said}.", spans, columns)


def bar_width(rows: Rows) -> tuple[int, int, int]:
    """Days in a bar, the first bar and the last one, so that nearly all fall between them."""
    days = sorted(day for row in rows for day in [row["days_from_due"]] * row["obligations"])
    low, high = days[len(days) // 100], days[min(len(days) - 1, len(days) * 98 // 100)]
    spread = max(high, 0) - min(low, 0) + 1
    width = next((w for w in (1, 2, 5, 10, 20, 30) if spread <= w * MOST_BARS), spread // MOST_BARS + 1)
    return width, math.ceil(min(low, 0) / width), max(math.ceil(max(high, 0) / width), 1)


def span_words(place: int, width: int, lowest: int, highest: int, days: str) -> str:
    """The days of a bar in words."""
    first, last = (place - 1) * width + 1, place * width
    if place == lowest and place < 0:
        return f"{-last} or more {days} early"
    if place == highest and place > 0:
        return f"{first} or more {days} late"
    if place <= 0:
        first, last = -last, -first
        if last == 0:
            return "On the due date"
        said = f"{first} to {last}" if first != last else f"{first}"
        return f"{said} {days} early"
    return f"{first} to {last} {days} late" if first != last else f"{first} {days} late"


def day_ticks(days: Sequence[date]) -> list[str]:
    """Days on three lines, weekday, day and month, the month only where it changes."""
    ticks, month = [], 0
    for day in days:
        name = british(day).split()
        ticks.append(f"{day:%a}<br>{name[0]}" + (f"<br>{name[1]}" if day.month != month else ""))
        month = day.month
    return ticks


def due_days(title: str, rows: Rows, columns: Columns) -> Chart:
    """How much falls due on each of the next days."""
    days = [row["due_date"] for row in rows]
    figure = go.Figure(
        go.Bar(
            x=[str(day) for day in days],
            y=[row["obligations"] for row in rows],
            text=[f"{row['obligations']:,}" for row in rows],
            textposition="outside",
            textfont={"color": theme.INK},
            marker={"color": theme.COLOURS["upcoming"]},
            customdata=[[british(r["due_date"]), r["children"]] for r in rows],
            hovertemplate="%{customdata[0]}: %{y:,} due, %{customdata[1]:,} children<extra></extra>",
            cliponaxis=False,
        )
    )
    figure.update_xaxes(
        type="category", tickvals=[str(day) for day in days], ticktext=day_ticks(days)
    )
    figure.update_yaxes(visible=False, rangemode="tozero")
    said = "; ".join(f"{british(row['due_date'])}: {row['obligations']}" for row in rows)
    return Chart(title, figure, f"What falls due by day. {said}.", rows, columns)


def counts(
    title: str, rows: Rows, label: str, number: str, columns: Columns, note: str = ""
) -> Chart:
    """How many there are of each kind, as bars with their numbers; ``label`` and ``number`` name the row's keys."""
    names = [html.escape(row[label]) for row in rows]
    figure = go.Figure(
        go.Bar(
            x=[row[number] for row in rows],
            y=names,
            orientation="h",
            text=[f"{row[number]:,}" for row in rows],
            textposition="outside",
            textfont={"color": theme.INK},
            marker={"color": theme.COLOURS["neutral"]},
            hovertemplate="%{y}: %{x:,}<extra></extra>",
            cliponaxis=False,
        )
    )
    largest = max((row[number] for row in rows), default=0)
    # Room for the longest bar's number, which stands beside it.
    figure.update_xaxes(visible=False, range=[0, max(largest, 1) * (1 + 0.04 * len(f"{largest:,}"))])
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    # Room for names whose letters a reader has set further apart.
    longest = max((len(row[label]) for row in rows), default=0)
    figure.update_layout(margin={"l": WIDE_LETTER * longest})
    said = "; ".join(f"{row[label]}: {row[number]}" for row in rows)
    return Chart(title, figure, f"{title}. {said}.", rows, columns, note)
