"""Plans by the quarter in which they started, drawn: the share still open at each mark."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cin_metrics.labels import worded
from cin_metrics.ui import theme
from cin_metrics.ui.charts import PERCENT_TICKS, Chart, percentages
from cin_metrics.ui.session import Rows
from cin_metrics.ui.tables import Column
from cin_metrics.ui.waiting_words import interval_text, standing_text
from cin_metrics.waiting_groups import Group, Standing

MARK_LOOKS = {
    "3 months": ("dot", "circle", 1.75),
    "6 months": ("dash", "square", 1.75),
    "9 months": ("solid", "diamond", 3),
    "12 months": ("dashdot", "triangle-up", 1.75),
}
MOST_LABELLED = 7


def by_quarter(groups: Sequence[Group]) -> Chart:
    """The share of plans still open at each mark, a line a mark, by quarter of start."""
    drawn = [group for group in groups if group.first_day]
    labelled = drawn[::-1][::2 if len(drawn) > MOST_LABELLED else 1][::-1]
    names = [group.name for group in drawn]
    figure = go.Figure()
    any_partial = False
    for place, mark in enumerate(groups[0].standings[1:], start=1):
        dash, symbol, width = MARK_LOOKS[mark.mark]
        at = [group.standings[place] for group in drawn]
        shares = [s.share if s.known and not s.few else None for s in at]
        partial = [not s.complete for s in at]
        any_partial |= any(p and v is not None for p, v in zip(partial, shares, strict=True))
        known = [i for i, share in enumerate(shares) if share is not None]
        if not known:
            continue
        leads = width > 2
        figure.add_scatter(
            x=names, y=percentages(shares), mode="lines+markers", name=mark.mark, showlegend=False,
            line={"color": theme.COLOURS["neutral"] if leads else theme.QUIET, "width": width, "dash": dash},
            marker={
                "symbol": symbol, "size": 10, "opacity": 1,
                "color": [theme.GROUND if p else theme.COLOURS["neutral"] if leads else theme.QUIET for p in partial],
                "line": {"color": theme.COLOURS["neutral"] if leads else theme.QUIET, "width": 2},
            },
            customdata=[[g.name, f"{s.open:,} of {s.started:,} open", interval_text(s.interval)]
                        for g, s in zip(drawn, at, strict=True)],
            hovertemplate=f"Started %{{customdata[0]}}, after {mark.mark}: %{{y:.1f}}% (%{{customdata[2]}})"
                          "<br>%{customdata[1]}<extra></extra>",
            cliponaxis=False,
            error_y=whiskers(at, shares) if leads else None,
        )  # fmt: skip
        figure.add_annotation(
            x=known[-1], y=(shares[known[-1]] or 0) * 100, text=f"after {mark.mark}", xanchor="left", xshift=10,
            showarrow=False, font={"color": theme.INK}, bgcolor=theme.GROUND, borderpad=1,
        )  # fmt: skip
    figure.update_xaxes(
        type="category", categoryorder="array", categoryarray=names, tickvals=[group.name for group in labelled],
        ticktext=quarter_ticks(labelled),
        title=worded("Quarter in which the plan started"),
    )  # fmt: skip
    figure.update_yaxes(range=[0, 105], **PERCENT_TICKS)
    figure.update_layout(margin={"r": 110})
    columns = {"name": Column("Started in", pinned=True), "started": Column("Plans", "number")}
    for mark in groups[0].standings[1:]:
        columns[f"share {mark.day}"] = Column(
            f"Open after {mark.mark}", explanation="The share still open, with its 95% interval"
        )
        columns[f"open {mark.day}"] = Column(f"Open, {mark.mark}", "number")
        columns[f"ended {mark.day}"] = Column(f"Ended, {mark.mark}", "number")
        columns[f"lost {mark.day}"] = Column(
            f"Not yet known, {mark.mark}", "number", "Still open, and started too late to tell"
        )
    rows: Rows = [
        {"name": group.name, "started": group.started}
        | {f"share {s.day}": standing_text(s) for s in group.standings[1:]}
        | {f"open {s.day}": s.open for s in group.standings[1:]}
        | {f"ended {s.day}": s.ended for s in group.standings[1:]}
        | {f"lost {s.day}": s.not_followed for s in group.standings[1:]}
        for group in groups
    ]
    said = "; ".join(
        f"{group.name}: {', '.join(f'{standing_text(s)} after {s.mark}' for s in group.standings[1:])}"
        for group in drawn
    )
    notes = [
        worded(
            "Each dot is of the plans that started in that quarter; those still open are in the count. The whiskers of "
            "the bold line are its 95% interval. Lines end where too few have been followed so long."
        ),
        "Hollow: some are not followed so long yet." if any_partial else "",
        worded("Quarters with fewer than 5 plans are in the table only.")
        if any(group.started < 5 for group in drawn) else "",
    ]
    return Chart(
        worded("Plans still open after 3, 6, 9 and 12 months"), figure,
        f"{worded('Share of plans still open')}, by quarter in which they started. {said}.", rows, columns,
        " ".join(filter(None, notes)),
    )  # fmt: skip


def whiskers(at: Sequence[Standing], shares: Sequence[float | None]) -> dict[str, object]:
    """The intervals of a line's points."""
    pairs = [
        (s.interval[1] - share, share - s.interval[0]) if share is not None and s.interval else (0, 0)
        for s, share in zip(at, shares, strict=True)
    ]
    return {
        "type": "data", "symmetric": False, "array": [up * 100 for up, _ in pairs],
        "arrayminus": [down * 100 for _, down in pairs], "color": theme.COLOURS["neutral"],
        "thickness": 1.25, "width": 5,
    }  # fmt: skip


def quarter_ticks(groups: Sequence[Group]) -> list[str]:
    """Quarter names on two lines, the year only where it changes."""
    ticks, year = [], 0
    for group in groups:
        months = group.name.split(" ")[0]
        changed = group.first_day is not None and group.first_day.year != year
        ticks.append(f"{months}<br>{group.first_day.year}" if changed and group.first_day else months)
        year = group.first_day.year if group.first_day else year
    return ticks
