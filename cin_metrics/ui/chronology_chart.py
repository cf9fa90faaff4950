"""One child's chronology on a time axis: states, workers, what was asked and when it was done, what is on record."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from cin_metrics.child import Chronology
from cin_metrics.days import british
from cin_metrics.labels import worded
from cin_metrics.ui import theme
from cin_metrics.ui.charts import Chart
from cin_metrics.ui.session import Rows
from cin_metrics.ui.tables import Column
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import STATE_TITLES, TOPIC_TITLES, count, event_words, sentence_start

STATE_COLOURS = {
    "in_need": theme.QUIET, "plan": theme.COLOURS["neutral"], "protection": theme.COLOURS["missed"],
    "care": theme.COLOURS["late"],
}  # fmt: skip
# How each status is drawn, so that it is told without its colour: dash of the window, sign at its end.
SIGNS = {
    "on_time": ("solid", "circle"),
    "late": ("dash", "diamond"),
    "missed": ("dot", "x-thin"),
    "overdue": ("solid", "triangle-right"),
    "upcoming": ("dot", "circle-open"),
}
ROOM = 0.62
"""Of the height of a topic's lane, the part over which its rules are spread."""
LANE_HEIGHT = 46
TABLE = {
    "what": Column("What"),
    "from_date": Column("From", "day"),
    "until_date": Column("To, or due", "day"),
    "done": Column("Done", "day"),
    "state": Column("State"),
}


def chronology_chart(title: str, child: Chronology, first: date, topics: Sequence[str]) -> Chart:
    """The chronology from ``first`` on: a lane for each state, one for workers, one a topic, one for all events."""
    last = max([child.as_of, *(r["due_date"] for r in asked(child, first, topics))]) + timedelta(4)
    lanes: list[str] = []
    figure = go.Figure()
    rows: Rows = []
    for spell, name in STATE_TITLES.items():
        spans = [s for s in child.spells if s["spell"] == spell and ends(s["end_date"], child.as_of) >= first]
        if spans:
            draw_bars(figure, len(lanes), name, spans, first, child.as_of, STATE_COLOURS[spell], rows)
            lanes.append(name)
    draw_workers(figure, len(lanes), child, first, rows)
    lanes.append(worded("Worker"))
    shown: set[str] = set()
    for topic in topics:
        held = [row for row in asked(child, first, topics) if row["topic"] == topic]
        if held:
            draw_topic(figure, len(lanes), held, child.as_of, shown, rows)
            lanes.append(TOPIC_TITLES[topic])
    draw_events(figure, len(lanes), [e for e in child.events if e["event_date"] >= first])
    lanes.append("Everything on record")
    figure.add_vline(
        x=str(child.as_of), line={"color": theme.INK, "width": 1.5, "dash": "dash"},
        annotation={
            "text": f"{british(child.as_of)}", "yanchor": "bottom", "y": 1.0,
            # At the right edge the day would be cut off.
            "xanchor": "right" if last - child.as_of < (last - first) / 10 else "center",
        },
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(lanes))), ticktext=lanes, range=[len(lanes) - 0.4, -0.6], showgrid=False
    )
    for place in range(1, len(lanes)):
        figure.add_hline(y=place - 0.5, line={"color": theme.GRID, "width": 1})
    figure.update_xaxes(type="date", range=[str(first), str(last)], tickformat="%b<br>%Y", showgrid=True)
    figure.update_layout(legend={"y": -0.12, "yanchor": "top"}, margin={"t": 34}, barmode="overlay")
    late = [row for row in rows if row["state"] in ("Late", "Missed", "Overdue")]
    said = (
        f"Chronology from {british(first)} to {british(child.as_of)}: {count(len(child.events), 'event')} on record, "
        f"{count(len(late), 'standard')} late, missed or overdue. The table has every line."
    )
    note = (
        "A line runs from the day a standard is counted from to the day it was met, else to its due date, "
        "or to the as-of date where it is overdue."
    )
    return Chart(title, figure, said, rows, TABLE, note)


def height_of(chart: Chart) -> int:
    """Pixels for a chart of so many lanes."""
    return 120 + LANE_HEIGHT * len(chart.figure.layout.yaxis.tickvals)


def ends(day: date | None, as_of: date) -> date:
    """The last day of what may still be open."""
    return day or as_of


def asked(child: Chronology, first: date, topics: Sequence[str]) -> Rows:
    """What the policy asked that was met or due on or after a day, in these topics."""
    return [
        row
        for row in child.obligations
        if row["topic"] in topics
        and row["status"] in SIGNS
        and max(row["due_date"], row["met_date"] or row["due_date"]) >= first
    ]


def draw_bars(
    figure: go.Figure, lane: int, name: str, spans: Rows, first: date, as_of: date, colour: str, rows: Rows
) -> None:
    """The stretches of a state as bars in its lane."""
    for span in spans:
        start, end = max(span["start_date"], first), ends(span["end_date"], as_of)
        figure.add_scatter(
            x=[str(start), str(max(end, start + timedelta(1)))], y=[lane, lane], mode="lines",
            line={"color": colour, "width": 16}, showlegend=False,
            hovertemplate=f"{name}: {british(span['start_date'])} to {open_or(span['end_date'])}<extra></extra>",
        )  # fmt: skip
        rows.append(
            {"what": name, "from_date": span["start_date"], "until_date": span["end_date"], "done": None,
             "state": "Ended" if span["end_date"] else "Now"}
        )  # fmt: skip


def draw_workers(figure: go.Figure, lane: int, child: Chronology, first: date, rows: Rows) -> None:
    """Who held the case, each stretch with its name where there is room."""
    total = max((child.as_of - first).days, 1)
    for place, held in enumerate(child.holders):
        end = ends(held["until_date"], child.as_of)
        name = held["worker"] or sentence_start(NOT_RECORDED)
        rows.append(
            {"what": f"{worded('Worker')} {name}", "from_date": held["from_date"], "until_date": held["until_date"],
             "done": None, "state": held["team"] or worded("No team recorded")}
        )  # fmt: skip
        if end < first:
            continue
        start = max(held["from_date"], first)
        is_wide = (end - start).days / total > 0.07
        figure.add_scatter(
            x=[str(start), str(start + (end - start) / 2), str(max(end, start + timedelta(1)))],
            y=[lane] * 3, mode="lines+text", text=["", name if is_wide else "", ""], textposition="middle center",
            textfont={"color": theme.INK, "size": 13}, showlegend=False,
            line={"color": (theme.GRID, theme.RULE_LINE)[place % 2], "width": 22},
            hovertemplate=f"{name}: {british(held['from_date'])} to {open_or(held['until_date'])}<extra></extra>",
        )  # fmt: skip


def draw_topic(
    figure: go.Figure, lane: int, held: Rows, as_of: date, shown: set[str], rows: Rows
) -> None:
    """What one topic's rules asked: a line from anchor to due date each, with a sign where it was met."""
    rules = list(dict.fromkeys(row["rule_id"] for row in sorted(held, key=lambda row: row["anchor_date"])))
    step = ROOM / max(len(rules) - 1, 1)
    height = {rule: lane + (place * step - ROOM / 2 if len(rules) > 1 else 0) for place, rule in enumerate(rules)}
    for status, (dash, symbol) in SIGNS.items():
        of_status = [row for row in held if row["status"] == status]
        if not of_status:
            continue
        windows_x: list[Any] = []
        windows_y: list[Any] = []
        for row in of_status:
            end = as_of if status == "overdue" else row["met_date"] or row["due_date"]
            windows_x += [str(row["anchor_date"]), str(end), None]
            windows_y += [height[row["rule_id"]]] * 2 + [None]
        colour, title = theme.COLOURS[status], theme.STATUS_TITLES[status]
        figure.add_scatter(
            x=windows_x, y=windows_y, mode="lines", line={"color": colour, "width": 2, "dash": dash},
            hoverinfo="skip", showlegend=False, legendgroup=status,
        )  # fmt: skip
        figure.add_scatter(
            x=[str(row["met_date"] or (as_of if status == "overdue" else row["due_date"])) for row in of_status],
            y=[height[row["rule_id"]] for row in of_status], mode="markers", name=title, legendgroup=status,
            showlegend=status not in shown,
            marker={"symbol": symbol, "size": 10, "color": colour, "line": {"color": colour, "width": 2}},
            customdata=[
                [row["title"], british(row["due_date"]), british(row["met_date"])] for row in of_status
            ],
            hovertemplate=f"%{{customdata[0]}}: {title.lower()}<br>due %{{customdata[1]}}, done %{{customdata[2]}}"
            "<extra></extra>",
        )  # fmt: skip
        shown.add(status)
        rows += [
            {"what": row["title"], "from_date": row["anchor_date"], "until_date": row["due_date"],
             "done": row["met_date"], "state": title}
            for row in of_status
        ]  # fmt: skip


def draw_events(figure: go.Figure, lane: int, events: Rows) -> None:
    """Every event as a tick."""
    figure.add_scatter(
        x=[str(event["event_date"]) for event in events], y=[lane] * len(events), mode="markers",
        showlegend=False, marker={"symbol": "line-ns-open", "size": 14, "color": theme.QUIET, "line": {"width": 1.5}},
        customdata=[[event_words(event), british(event["event_date"])] for event in events],
        hovertemplate="%{customdata[1]}: %{customdata[0]}<extra></extra>",
    )  # fmt: skip


def open_or(day: date | None) -> str:
    """A day, or that it has not come."""
    return british(day) if day else "now"
