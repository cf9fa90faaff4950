"""The chart of a monthly figure with its limits, breaks and verdict, and the funnel of teams."""

import html
import math
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from cin_metrics.changes import ASSURANCES, ICONS, VERDICTS, method_said, value_said
from cin_metrics.days import british_month
from cin_metrics.labels import worded
from cin_metrics.monthly import MonthlyFigure
from cin_metrics.statistics.comparison import TOO_FEW, WITHIN, Comparison, funnel_lines
from cin_metrics.statistics.control_charts import ChartPoint, Stretch
from cin_metrics.ui import charts, theme
from cin_metrics.ui.charts import MOST_MONTHS_LABELLED, Chart, month_words, percentages, sentence
from cin_metrics.ui.session import Rows
from cin_metrics.ui.tables import Column, Columns, of_text, share_text
from cin_metrics.words import unformatted

UNIT_TITLES = {"share": "", "days": "Days", "rate": "Per 100 children a month"}
COUNTED = {
    "share": ("This many", "Of"),
    "days": ("With a recorded date", "Entries"),
    "rate": ("This many", "Child-days"),
}
ICONS_SAID = (
    "▲ better, ▼ worse, ◆ changed where neither direction is good, ● within what chance gives, ○ not judged."
)
LETTER, LINE = 7.6, 19
"""The width of a letter and the height of a line of a label, in pixels, a little large."""
LABEL_GROUND = "rgba(255, 255, 255, 0.8)"
FUNNEL_SIZE = (430, 230)
"""The ground a funnel's points have on the narrowest screen, in pixels."""


def show_figure(
    figure: MonthlyFigure, title: str, counted: tuple[str, str] | None = None, height: int = 320
) -> None:
    """Draw a monthly figure: its chart, its verdict and assurance in words, how it was drawn."""
    charts.show(monthly_chart(figure, title, counted), height)
    st.markdown(verdict_words(figure))
    st.caption(unformatted(method_said(figure)))


def verdict_words(figure: MonthlyFigure) -> str:
    """Variation and assurance with icon, word and sentence, as Markdown."""
    chart = figure.chart
    said = [
        f"**{ICONS[chart.variation]} {VERDICTS[chart.variation]}.** {unformatted(chart.variation_sentence)}"
    ]
    if chart.assurance:
        icon, words = ASSURANCES[chart.assurance]
        said.append(f"**{unformatted(icon)} {words}.** {unformatted(chart.assurance_sentence)}")
    return "  \n".join(said)


def monthly_chart(
    figure: MonthlyFigure, title: str, counted: tuple[str, str] | None = None
) -> Chart:
    """A figure by month inside the range that chance gives, drawn anew from each break.

    Months with a signal are triangles. ``counted`` names the two counts in the table.
    """
    points, times = figure.chart.points, 100 if figure.unit == "share" else 1
    names = [f"{point.month:%Y-%m}" for point in points]
    values = scaled((point.value for point in points), times)
    kinds = [kind_of(point, figure.chart.good) for point in points]
    hollow = [not point.judged for point in points]
    drawn = go.Figure()
    draw_limits(drawn, figure, names, times)
    labelled = len(names) <= MOST_MONTHS_LABELLED
    drawn.add_scatter(
        x=names, y=values, name="By month", showlegend=False,
        mode="lines+markers+text" if labelled else "lines+markers",
        text=["" if v is None else f"{v:.0f}" for v in values] if labelled else None,
        textposition=charts.label_places(values) if labelled else None,
        textfont={"color": theme.INK, "size": 14},
        line={"color": theme.COLOURS["neutral"], "width": 2.5},
        marker=charts.markers(hollow, kinds, 10 if len(names) <= charts.MANY_MONTHS else 5),
        customdata=[
            [month_words(name), value_said(month.value, figure.unit), of_text(month.numerator, month.denominator)]
            for name, month in zip(names, figure.months, strict=True)
        ],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        cliponaxis=False,
    )  # fmt: skip
    draw_breaks(drawn, figure)
    named = charts.months_named(names)
    drawn.update_xaxes(type="category", tickvals=named, ticktext=charts.month_ticks(named))
    if figure.unit == "share":
        drawn.update_yaxes(range=[0, 105], **charts.PERCENT_TICKS)
    else:
        drawn.update_yaxes(rangemode="tozero", title=UNIT_TITLES[figure.unit])
    rows = month_rows(figure)
    said = "; ".join(f"{row['month']} {row['value']}" for row in rows)
    breaks = " ".join(f"Break in {british_month(s.start)}: {s.reason}." for s in broken(figure))
    description = f"{figure.title} by month. {figure.chart.variation_sentence} {breaks} {said}."
    return Chart(
        title, drawn, description, rows, month_columns(figure, counted), notes(figure, kinds)
    )


def draw_limits(drawn: go.Figure, figure: MonthlyFigure, names: Sequence[str], times: int) -> None:
    """The average and the usual range of each stretch between breaks, and the target."""
    points = figure.chart.points
    for stretch in range(len(figure.chart.stretches)):
        places = [place for place, point in enumerate(points) if point.stretch == stretch]
        for line, name, dash in (
            ("upper", "Usual range", "dot"),
            ("lower", "Usual range", "dot"),
            ("centre", "Average", "dash"),
        ):
            drawn.add_scatter(
                x=[names[place] for place in places],
                y=scaled((getattr(points[place], line) for place in places), times),
                name=name, mode="lines", hoverinfo="skip", legendgroup=name,
                line={"color": theme.QUIET, "width": 1.5, "dash": dash, "shape": "hvh"},
                showlegend=line != "lower" and stretch == 0,
            )  # fmt: skip
    if figure.chart.target is not None:
        target = figure.chart.target
        drawn.add_scatter(
            x=names, y=[target * times] * len(names), mode="lines", hoverinfo="skip",
            name=f"Target {value_said(target, figure.unit)}",
            line={"color": theme.COLOURS["deadline"], "width": 1.5, "dash": "longdashdot"},
        )  # fmt: skip


def draw_breaks(drawn: go.Figure, figure: MonthlyFigure) -> None:
    """A line before the first month of each stretch after a break, with its reason above."""
    points = figure.chart.points
    lines = 1
    for number, stretch in enumerate(figure.chart.stretches):
        if not number or not stretch.reason:
            continue
        place = next(place for place, point in enumerate(points) if point.stretch == number)
        late = place > len(figure.months) / 2
        said = textwrap.wrap(f"{british_month(stretch.start)}: {stretch.reason}", 34)
        lines = max(lines, len(said))
        drawn.add_shape(
            type="line", x0=place - 0.5, x1=place - 0.5, y0=0, y1=1, yref="paper",
            line={"color": theme.COLOURS["deadline"], "width": 2},
        )  # fmt: skip
        drawn.add_annotation(
            x=place - 0.5, y=1, yref="paper", xanchor="right" if late else "left", yanchor="bottom",
            align="right" if late else "left", showarrow=False, text="<br>".join(map(html.escape, said)),
        )  # fmt: skip
    if broken(figure):
        drawn.update_layout(margin={"t": 46 + LINE * lines}, legend={"y": 1.06 + 0.09 * lines})


def broken(figure: MonthlyFigure) -> list[Stretch]:
    """The stretches that a break opened."""
    return [stretch for stretch in figure.chart.stretches[1:] if stretch.reason]


def kind_of(point: ChartPoint, good: str | None) -> str:
    """Whether a month's signal is for the better (``high``), the worse (``low``) or neither; empty without signal."""
    if not point.signals:
        return ""
    if good is None:
        return "other"
    return "high" if (point.signals[0].side == "high") == (good == "higher") else "low"


def notes(figure: MonthlyFigure, kinds: Sequence[str]) -> str:
    """What the marks of a chart mean, as far as it has them."""
    few = any(p.value is not None and not p.judged and p.month not in figure.not_over for p in figure.chart.points)
    pending = [month for month in figure.months if month.start in figure.not_over and month.value is not None]
    is_one = len(pending) == 1
    marks = "◆ (neither direction is good)" if figure.chart.good is None else "▲ for the better, ▼ for the worse"
    return " ".join(
        filter(
            None,
            (
                f"Months that chance does not explain are marked {marks}." if any(kinds) else "",
                "Hollow points are not judged: too few cases." if few and figure.chart.judged_on else "",
                f"{british_month(pending[0].start)} is not over: shown, not judged." if is_one else "",
                "Months not yet followed up are shown, not judged." if len(pending) > 1 else "",
                "Limits are drawn anew from each break." if broken(figure) else "",
            ),
        )
    )


def month_rows(figure: MonthlyFigure) -> Rows:
    """The months as rows of the chart's table."""
    unit, opened = figure.unit, {s.start: s.reason for s in broken(figure)}
    rows: Rows = []
    for month, point in zip(figure.months, figure.chart.points, strict=True):
        signal = "yes" if point.signals else "no" if point.judged else "not judged"
        row: dict[str, Any] = {
            "month": british_month(month.start),
            "value": value_said(month.value, unit),
            "numerator": month.numerator,
            "denominator": month.denominator,
            "signal": "not over" if month.start in figure.not_over else signal,
            "break": opened.get(month.start),
        }
        row |= {line: value_said(getattr(point, line), unit) for line in ("centre", "lower", "upper")}
        rows.append(row)
    return rows


def month_columns(figure: MonthlyFigure, counted: tuple[str, str] | None) -> Columns:
    """The columns of the chart's table; that of breaks only where there is one."""
    first, second = counted or COUNTED[figure.unit]
    columns = {
        "month": Column("Month"),
        "value": Column("Value"),
        "numerator": Column(first, "number"),
        "denominator": Column(second, "number"),
        "centre": Column("Average"),
        "lower": Column("Usual from", explanation="The lower limit of what chance gives"),
        "upper": Column("Usual to", explanation="The upper limit of what chance gives"),
        "signal": Column("Signal", explanation="Whether chance does not explain the month"),
        "break": Column("Break", explanation="Why limits are drawn anew from this month"),
    }
    return columns if broken(figure) else {k: c for k, c in columns.items() if k != "break"}


def scaled(values: Iterable[float | None], times: int) -> list[float | None]:
    """Values as they are drawn, a gap where there is none."""
    return [None if value is None else value * times for value in values]


def funnel(title: str, compared: Comparison, columns: Columns) -> Chart:
    """Teams as points, their share against how many fell due, between the lines within which chance leaves them."""
    lines = funnel_lines(compared)
    teams = [team for team in compared.teams if team.share is not None]
    drawn = go.Figure()
    for limits, name, dash in (("limits_998", "99.8% limits", "solid"), ("limits_95", "95% limits", "dash")):
        for end in (0, 1):
            drawn.add_scatter(
                x=[line.denominator for line in lines], y=[getattr(line, limits)[end] * 100 for line in lines],
                mode="lines", name=name, legendgroup=name, showlegend=not end, hoverinfo="skip",
                line={"color": theme.QUIET, "width": 1.5, "dash": dash},
            )  # fmt: skip
    if compared.share is not None and lines:
        drawn.add_scatter(
            x=[lines[0].denominator, lines[-1].denominator], y=[compared.share * 100] * 2, mode="lines",
            name=worded(f"All teams {share_text(compared.share)}"), hoverinfo="skip",
            line={"color": theme.INK, "width": 1.5},
        )  # fmt: skip
    few = [team.verdict == TOO_FEW for team in teams]
    sides = [
        "" if team.verdict in (TOO_FEW, WITHIN) else "high" if team.side == "above" else "low"
        for team in teams
    ]
    names = [sentence(team.team) for team in teams]
    drawn.add_scatter(
        x=[team.denominator for team in teams], y=percentages(team.share for team in teams),
        mode="markers", name=worded("Team"), showlegend=False, marker=charts.markers(few, sides, 12),
        customdata=[
            [html.escape(n), f"{share_text(t.share)}, {of_text(t.numerator, t.denominator)}", t.verdict]
            for n, t in zip(names, teams, strict=True)
        ],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        cliponaxis=False,
    )  # fmt: skip
    most = max((lines[-1].denominator if lines else 1, *(team.denominator for team in teams)))
    lowest = lowest_shown(compared)
    spots = [(team.denominator / most, ((team.share or 0) - lowest) / (1.06 - lowest)) for team in teams]
    for name, team, (right, up) in zip(names, teams, label_shifts(spots, names), strict=True):
        is_far = bool(right and up) or abs(up) > LINE
        drawn.add_annotation(
            x=team.denominator, y=(team.share or 0) * 100, text=html.escape(name), bgcolor=LABEL_GROUND,
            xanchor="center", yanchor="middle", showarrow=is_far, arrowhead=0, arrowwidth=1,
            arrowcolor=theme.QUIET, standoff=6, ax=right, ay=-up,
            xshift=0 if is_far else right, yshift=0 if is_far else up,
        )  # fmt: skip
    drawn.update_xaxes(title="How many fell due", range=[0, most * 1.02], tickformat=",d")
    ticks = range(round(lowest * 100), 101, 10 if lowest >= 0.4 else 25 if not lowest else 20)
    drawn.update_yaxes(
        range=[lowest * 100 - (3 if not lowest else 0), 106],
        tickvals=list(ticks), ticktext=[f"{tick}%" for tick in ticks],
    )  # fmt: skip
    rows: Rows = [
        {
            "group": sentence(team.team), "value": team.share, "numerator": team.numerator,
            "denominator": team.denominator, "verdict": team.verdict,
            **dict(zip(("low", "high"), team.interval or (None, None), strict=True)),
        }
        for team in compared.teams
    ]  # fmt: skip
    said = "; ".join(
        f"{row['group']} {share_text(row['value'])}, {of_text(row['numerator'], row['denominator'])}, {row['verdict']}"
        for row in rows
    )
    marks = [
        f"Hollow points stand for fewer than {charts.FEW} and are not judged." if any(few) else "",
        "Triangles lie further out than chance gives: ▲ above, ▼ below." if any(sides) else "",
        worded("The more fell due, the closer chance keeps a team to the average. No ranking."),
    ]
    description = f"{worded('Share on time of each team against how many fell due')}. {said}."
    return Chart(title, drawn, description, rows, columns, " ".join(filter(None, marks)))


def lowest_shown(compared: Comparison) -> float:
    """The share at which a funnel's ground begins: a tenth below the lowest team and the lines at the smallest team."""
    teams = [team for team in compared.teams if team.share is not None and team.limits]
    lows = [team.share or 0 for team in teams] + [team.limits.limits_998[0] for team in teams if team.limits]
    return max(0, math.floor(min(lows, default=0) * 10 - 0.5)) / 10


def label_shifts(spots: Sequence[tuple[float, float]], names: Sequence[str]) -> list[tuple[float, float]]:
    """How far right and up of its point each name stands (pixels), so that none covers another or a point.

    ``spots`` are the points as parts of the ground, 0 to 1. Each name takes the nearest free place, or the last tried.
    """
    across, high = FUNNEL_SIZE
    points = [(x * across, y * high) for x, y in spots]
    taken = [(x - 9, y - 9, x + 9, y + 9) for x, y in points]
    shifts = []
    for (x, y), name in zip(points, names, strict=True):
        wide = len(name) * LETTER
        beside = wide / 2 + 11
        tries = [(beside, 0.0), (-beside, 0.0), (0.0, LINE), (0.0, -LINE)]
        tries += [(side * beside, up * LINE) for up in (0.9, -0.9, 1.8, -1.8, 2.7, -2.7) for side in (1, -1)]
        boxes = [
            (x + right - wide / 2, y + up - LINE / 2, x + right + wide / 2, y + up + LINE / 2)
            for right, up in tries
        ]
        free = [
            place
            for place, (left, bottom, end, top) in enumerate(boxes)
            if left >= 0 and end <= across and bottom >= -10 and top <= high + 20
            and not any(left < b[2] and end > b[0] and bottom < b[3] and top > b[1] for b in taken)
        ]  # fmt: skip
        place = free[0] if free else 0
        taken.append(boxes[place])
        shifts.append(tries[place])
    return shifts
