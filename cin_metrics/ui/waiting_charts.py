"""Waits drawn: as a curve, as stacked shares, and groups side by side."""

import html
import math
from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from cin_metrics.ui import theme
from cin_metrics.ui.charts import PERCENT_TICKS, Chart
from cin_metrics.ui.session import Rows
from cin_metrics.ui.tables import Column, share_text
from cin_metrics.ui.waiting_words import SAID, interval_text, reached_text, standing_text
from cin_metrics.waiting import ENDS, MONTHS, WAITS, Wait
from cin_metrics.waiting_groups import Group
from cin_metrics.words import sentence_start

BEYOND, JUST_BEYOND = 1.25, 1.1
"""How far a curve over a year, and over less, is drawn past its last mark."""
CLOSE, CLOSE_IN_PANEL = 0.13, 0.3
"""How much of the axis lies at least between two of its labels."""
END_LOOKS = {
    "visited": ("neutral", ""), "planned": ("neutral", ""), "reviewed": ("neutral", ""),
    "plan_ended": ("late", "x"), "protection": ("overdue", "/"), "care": ("missed", "\\"),
    "early_help": ("on_time", "."), "transferred": ("not_required", "|"), "closed": ("upcoming", "-"),
}  # fmt: skip
"""The colour and the pattern of an end: neither stands alone, and each band carries its name."""
STILL_LOOK = theme.GRID
PANELS_ACROSS = 3
PANEL_HEIGHT = 210


def curve(name: str, whole: Group) -> Chart:
    """The share still open day by day, with its interval."""
    wait = WAITS[name]
    figure = go.Figure()
    for trace in curve_traces(whole, until(wait)):
        figure.add_trace(trace)
    figure.update_xaxes(**mark_ticks(wait, CLOSE))
    figure.update_yaxes(range=[0, 105], **PERCENT_TICKS)
    columns = {
        "day": Column("Day", "number"), "at_risk": Column("Still followed", "number"),
        "ended": Column("Ended that day", "number"),
        "share": Column(sentence_start(SAID[name].still), "share"), "interval": Column("95% interval"),
    }  # fmt: skip
    rows: Rows = [
        {
            "day": s.day, "at_risk": s.at_risk, "ended": s.ended, "share": s.share,
            "interval": interval_text(s.interval),
        }
        for s in whole.survival.steps
    ]  # fmt: skip
    said = "; ".join(f"{s.mark} {standing_text(s)}" for s in whole.standings)
    note = "The band is the 95% interval."
    if whole.firm_until < until(wait):
        note += " Dotted: fewer than 5 are followed so long, and the line hangs on single children."
    return Chart(
        title_of(name), figure, f"{measured(name)}, by time since the start. {said}.", rows, columns, note
    )


def curve_traces(group: Group, last: float, named: bool = False) -> list[go.Scatter]:
    """The band, the firm part and the dotted rest of a curve of what is still open."""
    days: list[float] = []
    shares: list[float] = []
    lows: list[float] = []
    highs: list[float] = []
    end = min(group.survival.longest or 0, last)
    for step in group.survival.steps:
        if step.day > end:
            break
        interval = step.interval or (step.share, step.share)
        days.append(step.day)
        shares.append(step.share * 100)
        lows.append(interval[0] * 100)
        highs.append(interval[1] * 100)
    if not days:
        return []
    for values in (shares, lows, highs):
        values.append(values[-1])
    days.append(end)
    firm = max(group.firm_until, 0)
    inside = [place for place, day in enumerate(days) if day <= firm]
    split_at = inside[-1] + 1 if inside else 1
    firm_days, firm_shares = days[:split_at], shares[:split_at]
    if firm < end:
        firm_days, firm_shares = [*firm_days, firm], [*firm_shares, firm_shares[-1]]
    colour = theme.COLOURS["neutral"]
    line = {"color": colour, "width": 2.5, "shape": "hv"}
    edge = {"width": 0, "shape": "hv"}
    band_days = [*firm_days]
    band_lows, band_highs = ([*values[:split_at]] for values in (lows, highs))
    if firm < end:
        band_lows, band_highs = [*band_lows, band_lows[-1]], [*band_highs, band_highs[-1]]
    quiet = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}
    traces = [
        go.Scatter(x=band_days, y=band_lows, line=edge, **quiet),
        go.Scatter(x=band_days, y=band_highs, line=edge, fill="tonexty", fillcolor=theme.GRID, **quiet),
        go.Scatter(x=firm_days, y=firm_shares, mode="lines", line=line, name="This group", showlegend=named,
                   hovertemplate="Day %{x}: %{y:.1f}%<extra></extra>"),
    ]  # fmt: skip
    if firm < end:
        rest = [firm, *days[split_at:]], [firm_shares[-1], *shares[split_at:]]
        traces.append(go.Scatter(x=rest[0], y=rest[1], line=line | {"dash": "dot", "width": 1.5}, **quiet))
    return traces


def stack(name: str, whole: Group) -> Chart:
    """The share that has come to each end by each day, one on the other, up to those that still wait."""
    wait = WAITS[name]
    figure = go.Figure()
    traces = stack_traces(name, whole, until(wait))
    for trace in traces:
        figure.add_trace(trace)
    if traces:
        for label, height in spread_labels(traces):
            figure.add_annotation(
                x=1, xref="paper", xanchor="left", xshift=8, y=height, yanchor="middle", text=label, showarrow=False,
                align="left",
            )  # fmt: skip
    figure.update_xaxes(**mark_ticks(wait, CLOSE, traces[0].x[-1] if traces else None))
    figure.update_yaxes(range=[0, 100], **PERCENT_TICKS)
    figure.update_layout(margin={"r": 200, "t": 12}, showlegend=False)
    columns = {"day": Column("Day", "number"), "at_risk": Column("Still followed", "number")}
    columns |= {end: Column(ENDS[end], "share") for end in wait.ends}
    columns["open"] = Column(sentence_start(SAID[name].still), "share")
    found = whole.incidence
    rows: Rows = [
        {"day": day, "at_risk": found.at_risk[place], "open": found.open[place]}
        | {end: found.shares[end][place] for end in wait.ends}
        for place, day in enumerate(found.days)
    ] if found else []  # fmt: skip
    said = "; ".join(
        f"{s.mark}: {', '.join(f'{ENDS[end].lower()} {share_text(share)}' for end, share in (s.shares or {}).items())}"
        for s in whole.standings
        if s.known and s.shares
    )
    note = "All together make 100% on every day."
    if drawn_until(whole, until(wait)) < until(wait):
        note += " Drawn as far as at least 5 are still followed, or hardly any are left."
    return Chart(
        title_of(name), figure, f"{measured(name)}, by time since the start. {said}.", rows, columns, note
    )


def stack_traces(name: str, group: Group, last: float, named: bool = False) -> list[go.Scatter]:
    """A band for each end and one for those that still wait, as far as enough are followed."""
    found, wait = group.incidence, WAITS[name]
    if found is None or not found.days:
        return []
    end = drawn_until(group, last)
    places = [place for place, day in enumerate(found.days) if day <= end]
    days = [*(found.days[place] for place in places), end]
    bands = [(ENDS[e], END_LOOKS[e], found.shares[e]) for e in wait.ends]
    traces = []
    for title, (colour, pattern), shares in bands:
        levels = [shares[place] * 100 for place in places]
        traces.append(band(title, theme.COLOURS[colour], pattern, days, [*levels, levels[-1]], named))
    levels = [found.open[place] * 100 for place in places]
    title = sentence_start(SAID[name].still)
    traces.append(band(title, STILL_LOOK, "", days, [*levels, levels[-1]], named))
    return traces


def drawn_until(group: Group, last: float) -> float:
    """The last day drawn of competing ends: as far as enough are followed, or hardly any are left."""
    if group.survival.steps and group.survival.steps[-1].share == 0:
        return last
    final = group.standings[-1]
    reach = (group.survival.longest or 0) if final.settled else group.firm_until
    return min(last, max(reach, 1))


def band(
    title: str, colour: str, pattern: str, days: list[float], levels: list[float], named: bool
) -> go.Scatter:
    """One band of a stack."""
    return go.Scatter(
        x=days, y=levels, name=title, mode="lines", stackgroup="all", legendgroup=title, showlegend=named,
        line={"width": 1, "color": theme.GROUND, "shape": "hv"}, fillcolor=colour,
        fillpattern={"shape": pattern, "fgcolor": theme.GROUND, "bgcolor": colour, "size": 9, "solidity": 0.18},
        hovertemplate=f"{title}, day %{{x}}: %{{y:.1f}}%<extra></extra>",
    )  # fmt: skip


def spread_labels(traces: Sequence[go.Scatter], gap: float = 6.5) -> list[tuple[str, float]]:
    """The bands' names with their last share, each beside its band and clear of the others."""
    labels, base = [], 0.0
    for trace in traces:
        height = trace.y[-1]
        if height >= 0.05:
            labels.append([f"{html.escape(trace.name)} {height:.1f}%", base + height / 2])
        base += height
    for place in range(1, len(labels)):
        labels[place][1] = max(labels[place][1], labels[place - 1][1] + gap)
    ceiling = 98.0
    for label in reversed(labels):
        label[1] = min(label[1], ceiling)
        ceiling = label[1] - gap
    return [(text, height) for text, height in labels]


def panels(name: str, whole: Group, groups: Sequence[Group]) -> Chart:
    """Each group in a panel of its own, in the order given, before all together as a dashed line."""
    wait = WAITS[name]
    across = min(PANELS_ACROSS, max(len(groups), 1))
    down = math.ceil(len(groups) / across)
    figure = make_subplots(
        down, across, subplot_titles=[f"{html.escape(g.name)} ({g.started:,})" for g in groups], shared_yaxes=True,
        vertical_spacing=min(0.4 / down, 0.3), horizontal_spacing=0.04,
    )  # fmt: skip
    last = until(wait)
    for place, group in enumerate(groups):
        row, column = divmod(place, across)
        if wait.competing and wait.event is None:
            traces = stack_traces(name, group, last, named=place == 0)
        elif wait.competing:
            traces = [event_line(wait, group, last, dashed=False, named=place == 0),
                      event_line(wait, whole, last, dashed=True, named=place == 0)]  # fmt: skip
        else:
            traces = [*curve_traces(group, last, named=place == 0), whole_line(whole, last, named=place == 0)]
        for trace in traces:
            figure.add_trace(trace, row + 1, column + 1)
    figure.update_xaxes(**mark_ticks(wait, CLOSE_IN_PANEL, start="0"))
    figure.update_yaxes(range=[0, 105], **PERCENT_TICKS)
    figure.update_layout(margin={"t": 70}, legend={"y": 1 + 0.32 / down, "yanchor": "bottom"})
    columns = {"name": Column("Group"), "started": Column(sentence_start(wait.thing[1]), "number")}
    columns |= {f"at {s.day}": Column(s.mark) for s in whole.standings}
    columns |= {f"followed {s.day}": Column(f"Followed, {s.mark}", "number") for s in whole.standings}
    rows: Rows = [
        {"name": group.name, "started": group.started}
        | {f"at {s.day}": reached_text(wait, s) for s in group.standings}
        | {f"followed {s.day}": s.followed for s in group.standings}
        for group in (*groups, whole)
    ]
    said = "; ".join(
        f"{g.name}: {', '.join(f'{reached_text(wait, s)} at {s.mark}' for s in g.standings[1:])}" for g in groups
    )
    note = "They stand by name or date and rank nothing. How many began is in brackets."
    return Chart(f"{title_of(name)}, side by side", figure, f"{measured(name)}. {said}.", rows, columns, note)


def event_line(wait: Wait, group: Group, last: float, dashed: bool, named: bool) -> go.Scatter:
    """The share that has come to what is waited for, as far as enough are followed."""
    found = group.incidence
    days: list[float] = []
    levels: list[float] = []
    if found and found.days and wait.event:
        end = drawn_until(group, last)
        places = [place for place, day in enumerate(found.days) if day <= end]
        days = [*(found.days[place] for place in places), end]
        levels = [found.shares[wait.event][place] * 100 for place in places]
        levels.append(levels[-1])
    return plain_line(days, levels, dashed, named)


def whole_line(whole: Group, last: float, named: bool) -> go.Scatter:
    """All together as a dashed line."""
    end = min(last, max(whole.firm_until, 0))
    steps = [step for step in whole.survival.steps if step.day <= end]
    days = [*(step.day for step in steps), end]
    shares = [*(step.share * 100 for step in steps), steps[-1].share * 100]
    return plain_line(days, shares, True, named)


def plain_line(days: list[float], levels: list[float], dashed: bool, named: bool) -> go.Scatter:
    """A step line: solid for a group, thin and dashed for all together."""
    look = {"color": theme.COLOURS["neutral"], "width": 2.5}
    if dashed:
        look = {"color": theme.INK, "width": 1.5, "dash": "dash"}
    return go.Scatter(
        x=days, y=levels, mode="lines", line=look | {"shape": "hv"}, showlegend=named,
        name="All together" if dashed else "This group",
        hovertemplate="Day %{x}: %{y:.1f}%<extra></extra>",
    )  # fmt: skip


def height_of(number: int) -> int:
    """How high the panels of so many groups are."""
    return 110 + PANEL_HEIGHT * math.ceil(number / PANELS_ACROSS)


def until(wait: Wait) -> float:
    """The last day drawn."""
    return wait.marks[-1][1] * (BEYOND if wait.marks == MONTHS else JUST_BEYOND)


def mark_ticks(
    wait: Wait, apart: float, last: float | None = None, start: str = "Start"
) -> dict[str, object]:
    """An axis of time with the wait's marks, those left out that would stand closer than a share of the axis."""
    end = last or until(wait)
    kept: list[tuple[str, int]] = []
    for mark, day in reversed(wait.marks):
        if apart * end <= day <= end and (not kept or kept[-1][1] - day >= apart * end):
            kept.append((mark, day))
    return {
        "range": [0, end], "tickvals": [0, *(day for _, day in kept)],
        "ticktext": [start, *(mark for mark, _ in kept)],
    }  # fmt: skip


def title_of(name: str) -> str:
    """The title of a wait's chart."""
    return f"{WAITS[name].title}: {measured(name)[:1].lower()}{measured(name)[1:]}"


def measured(name: str) -> str:
    """What a wait's shares are shares of."""
    wait, said = WAITS[name], SAID[name]
    if not wait.competing:
        return f"Share {said.still}"
    return "Share ended, by how" if wait.event is None else f"Share {said.happened}"
