"""Pictures for papers, drawn without a browser."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath

from cin_metrics.child import Chronology
from cin_metrics.days import british
from cin_metrics.labels import worded
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import STATE_TITLES, TOPIC_TITLES

INK, QUIET, GRID = "#0f1a24", "#4a5a68", "#e4e9ed"
STATE_COLOURS = {"in_need": "#4a5a68", "plan": "#0b5d7a", "protection": "#5b4b8a", "care": "#a85b00"}
# Sign, colour, line and name of each status: told apart in greyscale by the sign.
SIGNS = {
    "on_time": ("o", "#0b6fa4", "-", "on time"),
    "late": ("D", "#a85b00", "--", "late"),
    "missed": ("x", "#5b4b8a", ":", "missed"),
    "overdue": (">", "#8f1d4f", "-", "overdue"),
    "upcoming": ("o", "#5d6b78", ":", "coming up"),
}
INCHES_WIDE, DOTS_PER_INCH = 7.0, 140
LETTERS, POINTS_AN_INCH = 8, 72


def chronology_png(child: Chronology, first: date, topics: Sequence[str]) -> bytes:
    """The chronology from ``first`` on: states, workers, and a lane a topic with what was asked and when it was met."""
    held = {
        topic: [
            row
            for row in child.obligations
            if row["topic"] == topic and row["status"] in SIGNS and (row["met_date"] or row["due_date"]) >= first
        ]
        for topic in topics
    }
    held = {topic: rows for topic, rows in held.items() if rows}
    states = [
        spell
        for spell in STATE_TITLES
        if any(s["spell"] == spell and (s["end_date"] or child.as_of) >= first for s in child.spells)
    ]
    lanes = [*(STATE_TITLES[spell] for spell in states), worded("Worker"), *(TOPIC_TITLES[topic] for topic in held)]
    inches_high = 0.9 + 0.36 * len(lanes)
    figure = Figure(figsize=(INCHES_WIDE, inches_high), dpi=DOTS_PER_INCH)
    # Placed by hand: having the margins found takes longer than all of the drawing.
    left = (max(map(inches_of, lanes)) + 0.15) / INCHES_WIDE
    axes = figure.add_axes((left, 0.55 / inches_high, 0.97 - left, 1 - 0.65 / inches_high))
    for lane, spell in enumerate(states):
        draw_spans(axes, lane, child, spell, first)
    draw_workers(axes, len(states), child, first)
    shown: dict[str, Any] = {}
    for place, rows in enumerate(held.values()):
        draw_topic(axes, len(states) + 1 + place, rows, child.as_of, first, shown)
    axes.axvline(child.as_of, color=INK, linestyle="--", linewidth=1)  # type: ignore[arg-type]
    axes.set_yticks(range(len(lanes)), lanes)
    axes.set_ylim(len(lanes) - 0.4, -0.6)
    axes.set_xlim(first, child.as_of + timedelta(60))  # type: ignore[arg-type]
    locator = AutoDateLocator(minticks=4, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.tick_params(colors=QUIET, labelsize=LETTERS, length=2)
    axes.grid(axis="x", color=GRID)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    in_order = [shown[status] for status in SIGNS if status in shown]
    if in_order:
        figure.legend(handles=in_order, loc="lower center", ncols=5, frameon=False, fontsize=LETTERS, borderaxespad=0)
    written = io.BytesIO()
    FigureCanvasAgg(figure).print_png(written, metadata={"Software": None})
    return written.getvalue()


@cache
def inches_of(words: str) -> float:
    """How wide words are in the letters of the axes."""
    return float(TextPath((0, 0), words, size=LETTERS).get_extents().width) / POINTS_AN_INCH


def chronology_words(child: Chronology, first: date) -> str:
    """What the picture shows, for those who cannot see it."""
    late = [row for row in child.breaches if row["due_date"] >= first]
    return worded(
        f"Chronology from {british(first)} to {british(child.as_of)}. States, workers, and for each topic what was due "
        f"and when it was done; {len(late)} late, missed or overdue. The tables below say the same in words."
    )


def draw_spans(axes: Any, lane: int, child: Chronology, spell: str, first: date) -> None:
    """The stretches of a state as bars."""
    for span in child.spells:
        end = span["end_date"] or child.as_of
        if span["spell"] == spell and end >= first:
            start = max(span["start_date"], first)
            axes.barh(lane, max(end - start, timedelta(1)), left=start, height=0.42, color=STATE_COLOURS[spell])


def draw_workers(axes: Any, lane: int, child: Chronology, first: date) -> None:
    """Who held the case, named where there is room."""
    whole = max((child.as_of - first).days, 1)
    for place, stretch in enumerate(child.holders):
        end = stretch["until_date"] or child.as_of
        if end < first:
            continue
        start = max(stretch["from_date"], first)
        axes.barh(
            lane, max(end - start, timedelta(1)), left=start, height=0.6, color=("#e4e9ed", "#c9d3db")[place % 2]
        )
        if (end - start).days / whole > 0.09:
            axes.text(
                start + (end - start) / 2, lane, stretch["worker"] or NOT_RECORDED, ha="center", va="center",
                fontsize=7, color=INK, parse_math=False, clip_on=True,
            )  # fmt: skip


def draw_topic(
    axes: Any, lane: int, rows: list[dict[str, Any]], as_of: date, first: date, shown: dict[str, Any]
) -> None:
    """A line from anchor to when it was met, or to the due date, with a sign at its end."""
    rules = list(dict.fromkeys(row["rule_id"] for row in reversed(rows)))
    step = 0.6 / max(len(rules) - 1, 1)
    heights = {
        rule: lane + (place * step - 0.3 if len(rules) > 1 else 0) for place, rule in enumerate(rules)
    }
    for status, (sign, colour, line, name) in SIGNS.items():
        of_status = [row for row in rows if row["status"] == status]
        if not of_status:
            continue
        ends = [as_of if status == "overdue" else row["met_date"] or row["due_date"] for row in of_status]
        starts = [max(min(row["anchor_date"], end), first) for row, end in zip(of_status, ends, strict=True)]
        levels = [heights[row["rule_id"]] for row in of_status]
        axes.hlines(levels, starts, ends, color=colour, linestyle=line, linewidth=1)
        (shown[status],) = axes.plot(
            ends, levels, marker=sign, color=colour, markersize=4, linestyle="none", label=name,
            markerfacecolor="none" if status == "upcoming" else colour,
        )  # fmt: skip
