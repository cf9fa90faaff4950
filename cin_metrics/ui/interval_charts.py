"""Charts of shares with how sure they are: a point and a bar for its interval, one line a group or area."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from cin_metrics.statistics.comparison import Interval
from cin_metrics.ui import theme

LINE_HEIGHT = 40
SYMBOLS = {"": "circle", "above": "triangle-up", "below": "triangle-down"}
COLOURS = {"": "neutral", "above": "on_time", "below": "overdue"}


@dataclass(frozen=True)
class Line:
    """One line of a chart: its name, its share with an interval if it has one, and what is written at its end.

    ``side`` is ``above`` or ``below`` where it stands out; ``is_hollow`` says it is not judged; ``is_published`` that
    it comes from elsewhere, and ``band`` is then the middle half of several.
    """

    name: str
    share: float | None
    text: str
    interval: Interval | None = None
    side: str = ""
    is_hollow: bool = False
    is_published: bool = False
    band: Interval | None = None


def height_of(lines: Sequence[Line]) -> int:
    """How high the chart of these lines is, in pixels."""
    return 116 + LINE_HEIGHT * max(len(lines), 2)


def intervals(
    lines: Sequence[Line], centre: float | None, centre_name: str, band_name: str = ""
) -> go.Figure:
    """The lines from the top down, the share ``centre`` as a broken line through them all."""
    names = [html.escape(line.name) for line in lines]
    figure = go.Figure()
    banded = [(name, line.band) for name, line in zip(names, lines, strict=True) if line.band]
    if banded:
        figure.add_bar(
            x=[(high - low) * 100 for _, (low, high) in banded], base=[low * 100 for _, (low, _) in banded],
            y=[name for name, _ in banded], orientation="h", width=0.5, name=band_name,
            marker={"color": theme.GRID, "line": {"color": theme.QUIET, "width": 1}}, hoverinfo="skip",
        )  # fmt: skip
    for is_published, name in ((False, "Ours, with the 95% interval"), (True, "Published")):
        drawn = [
            (label, line) for label, line in zip(names, lines, strict=True)
            if line.is_published == is_published and line.share is not None
        ]  # fmt: skip
        if drawn:
            figure.add_trace(points(drawn, name, is_published, any(line.is_published for line in lines)))
    for name, line in zip(names, lines, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=12, y=name, text=html.escape(line.text), showarrow=False,
            align="left",
        )  # fmt: skip
    if centre is not None:
        figure.add_vline(
            x=centre * 100, line={"color": theme.INK, "width": 1.5, "dash": "dash"},
            annotation={"text": f"{centre_name}: {centre * 100:.1f}%", "yanchor": "bottom", "y": 1.0},
        )  # fmt: skip
    low, high = scale(lines, centre)
    figure.update_xaxes(range=[low, high], ticksuffix="%", nticks=7)
    figure.update_yaxes(
        type="category", showgrid=True, ticks="outside", ticklen=9, tickcolor=theme.GROUND,
        categoryorder="array", categoryarray=names, range=[len(names) - 0.5, -0.5],
    )  # fmt: skip
    longest = max((len(line.text) for line in lines), default=0)
    figure.update_layout(
        margin={"r": 24 + 8 * longest, "t": 34, "b": 8},
        legend={"yref": "container", "y": 0.0, "yanchor": "bottom", "x": 0},
    )
    return figure


def points(drawn: Sequence[tuple[str, Line]], name: str, is_published: bool, has_legend: bool) -> go.Scatter:
    """The points of one kind with their intervals."""
    lines = [line for _, line in drawn]
    shares = [(line.share or 0) * 100 for line in lines]
    bounds = [line.interval or (line.share or 0, line.share or 0) for line in lines]
    colours = [theme.QUIET if is_published else theme.COLOURS[COLOURS[line.side]] for line in lines]
    symbols = ["diamond" if is_published else SYMBOLS[line.side] for line in lines]
    return go.Scatter(
        x=shares, y=[label for label, _ in drawn], mode="markers", name=name, showlegend=has_legend,
        marker={
            "size": [17 if line.side else 13 for line in lines], "symbol": symbols, "opacity": 1,
            "color": [theme.GROUND if line.is_hollow else c for line, c in zip(lines, colours, strict=True)],
            "line": {"color": colours, "width": 2},
        },
        error_x={
            "type": "data", "symmetric": False, "color": theme.COLOURS["neutral"], "thickness": 2, "width": 6,
            "array": [high * 100 - share for share, (_, high) in zip(shares, bounds, strict=True)],
            "arrayminus": [share - low * 100 for share, (low, _) in zip(shares, bounds, strict=True)],
            "visible": not is_published,
        },
        customdata=[line.text for line in lines],
        hovertemplate="%{y}: %{customdata}<extra></extra>", cliponaxis=False,
    )  # fmt: skip


def scale(lines: Sequence[Line], centre: float | None) -> tuple[float, float]:
    """The ends of the axis in per cent: from nought to 100, or less where all lies within less."""
    ends = [
        end
        for line in lines
        for end in (line.share, *(line.interval or ()), *(line.band or ()))
        if end is not None
    ]
    ends += [centre] if centre is not None else []
    most = max(ends, default=1.0) * 100
    return -1, next((top for top in (25, 50) if most < top - 3), 101)
