"""The charts of the patterns page."""

import html

import plotly.graph_objects as go

from cin_metrics.labels import worded
from cin_metrics.patterns import Flurry, RuleTenths, Silences
from cin_metrics.statistics.comparison import TOO_FEW
from cin_metrics.ui import theme
from cin_metrics.ui.charts import PERCENT_TICKS, Chart, markers, sentence
from cin_metrics.ui.session import Rows
from cin_metrics.ui.tables import Column, of_text, share_text

WEEK = 7
LAST_WEEK = 8
"""Silences of so many weeks and more stand in one bar."""


def tenths(title: str, rule: RuleTenths) -> Chart:
    """When in the time allowed a rule is met, and how much is met just after it."""
    spans = [f"{place * 10}–{place * 10 + 10}%" for place in range(10)]
    rows: Rows = [
        {"span": f"{span} of the time allowed", "met": count, "share": count / rule.on_time}
        for span, count in zip(spans, rule.tenths, strict=True)
    ]
    rows.append({"span": "Late, by up to a tenth more", "met": rule.just_after, "share": None})
    figure = go.Figure(
        [
            bars(spans, rule.tenths, "On time", "on_time"),
            bars(["Just after"], [rule.just_after], "Late, by up to a tenth more", "late"),
        ]
    )
    figure.add_vline(
        x=9.5, line={"color": theme.COLOURS["deadline"], "width": 2},
        annotation={"text": "Due date", "yanchor": "bottom", "y": 1.0},
    )  # fmt: skip
    figure.update_xaxes(
        type="category", title="How much of the time allowed had passed, up to",
        tickvals=[*spans, "Just after"], ticktext=[f"{place * 10 + 10}%" for place in range(10)] + ["just<br>after"],
    )  # fmt: skip
    figure.update_yaxes(visible=False, rangemode="tozero")
    figure.update_layout(margin={"t": 56}, legend={"y": 1.12})
    columns = {
        "span": Column("Done"),
        "met": Column("How many", "number"),
        "share": Column("Of those on time", "share"),
    }
    said = "; ".join(f"{row['span']}: {row['met']}" for row in rows)
    return Chart(title, figure, f"How many were done in each tenth of the time allowed. {said}.", rows, columns)


def bars(names: list[str], counts: tuple[int, ...] | list[int], name: str, status: str) -> go.Bar:
    """Bars of one status with their numbers; what is late is hatched."""
    return go.Bar(
        x=names, y=list(counts), name=name, text=[f"{count:,}" for count in counts], textposition="outside",
        textfont={"color": theme.INK}, cliponaxis=False,
        marker={
            "color": theme.COLOURS[status],
            "pattern": {
                "shape": "/" if status == "late" else "", "fillmode": "overlay",
                "fgcolor": theme.GROUND, "fgopacity": 0.6, "solidity": 0.2,
            },
        },
        hovertemplate="%{x}: %{y:,}<extra></extra>",
    )  # fmt: skip


def flurry_by_team(title: str, flurry: Flurry, days: str) -> Chart:
    """The share of each team's work in the last working days, before the range in which it may truly lie."""
    teams = flurry.teams
    names = [html.escape(sentence(team.team)) for team in teams]
    expected = flurry.found.expected_share
    labels = [f"{share_text(team.found.share)}  {of_text(team.found.inside, team.found.total)}" for team in teams]
    spans = [(name, team.found.interval) for name, team in zip(names, teams, strict=True)]
    figure = go.Figure()
    figure.add_bar(
        x=[(span[1] - span[0]) * 100 for _, span in spans if span], y=[name for name, span in spans if span],
        base=[span[0] * 100 for _, span in spans if span], orientation="h", width=0.4, name="It may truly be",
        marker={"color": theme.GRID, "line": {"color": theme.QUIET, "width": 1}}, hoverinfo="skip",
    )  # fmt: skip
    named = flurry.teams_named
    figure.add_scatter(
        x=[None if team.found.share is None else team.found.share * 100 for team in teams],
        y=names, mode="markers", showlegend=False, customdata=labels, cliponaxis=False,
        marker=markers(
            [team.verdict == TOO_FEW for team in teams],
            ["low" if team.team in named else "" for team in teams], 13,
        ) | {"symbol": ["triangle-up" if team.team in named else "circle" for team in teams]},
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )  # fmt: skip
    for name, label in zip(names, labels, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=12, y=name, text=label, showarrow=False, align="left"
        )
    figure.add_vline(
        x=expected * 100, line={"color": theme.INK, "width": 1.5, "dash": "dash"},
        annotation={"text": f"Of the working days: {share_text(expected)}", "yanchor": "bottom", "y": 1.0},
    )  # fmt: skip
    figure.update_xaxes(range=[-2, 102], **PERCENT_TICKS)
    figure.update_yaxes(
        type="category", autorange="reversed", showgrid=True, ticks="outside", ticklen=9,
        tickcolor=theme.GROUND, categoryorder="array", categoryarray=names,
    )  # fmt: skip
    figure.update_layout(margin={"r": 150, "t": 64}, legend={"y": 1.16})
    rows: Rows = [
        {
            "team": sentence(team.team), "inside": team.found.inside, "total": team.found.total,
            "share": team.found.share, "expected": expected, "verdict": team.verdict, "compared": team.compared,
        }
        for team in teams
    ]  # fmt: skip
    columns = {
        "team": Column("Team"),
        "inside": Column("In the last days", "number", days),
        "total": Column("Of all", "number"),
        "share": Column("Share", "share"),
        "expected": Column("Of the working days", "share", f"{days}, of all working days"),
        "verdict": Column("Verdict"),
        "compared": Column("Beside the other teams"),
    }
    said = "; ".join(f"{name} {label}, {team.verdict}" for name, label, team in zip(names, labels, teams, strict=True))
    notes = [
        worded("Teams by name, not by rank."),
        "▲ more than the days explain and more than chance gives." if named else "",
        "Hollow points are too few to judge." if any(team.verdict == TOO_FEW for team in teams) else "",
    ]
    return Chart(
        title, figure, f"{worded(f'Share of the work in the {days.lower()}, by team')}. {said}.", rows, columns,
        " ".join(filter(None, notes)),
    )  # fmt: skip


def days_since(title: str, group: Silences) -> Chart:
    """How long ago anything was last on file: of the children now, and of all days of the period."""
    now, usual = [0] * (LAST_WEEK + 1), [0] * (LAST_WEEK + 1)
    for child in group.children:
        now[min(child["days_now"] // WEEK, LAST_WEEK)] += 1
    for days, count in group.since.items():
        usual[min(days // WEEK, LAST_WEEK)] += count
    spans = [f"{week * WEEK}–{week * WEEK + WEEK - 1}" for week in range(LAST_WEEK)] + [f"{LAST_WEEK * WEEK}+"]
    children, child_days = len(group.children), sum(usual)
    rows: Rows = [
        {
            "span": f"{span} days", "children": count,
            "now": count / children if children else None, "usual": of / child_days if child_days else None,
        }
        for span, count, of in zip(spans, now, usual, strict=True)
    ]  # fmt: skip
    figure = go.Figure(
        [
            go.Bar(
                x=spans, y=[None if row[key] is None else row[key] * 100 for row in rows], name=name,
                marker={"color": theme.COLOURS[colour], "pattern": {
                    "shape": shape, "fillmode": "overlay", "fgcolor": theme.GROUND, "fgopacity": 0.6, "solidity": 0.2,
                }},
                hovertemplate="%{x} days: %{y:.1f}%<extra></extra>",
            )
            for key, name, colour, shape in (
                ("now", "Children now", "neutral", ""), ("usual", "Usual in the period", "upcoming", "/")
            )
        ]
    )  # fmt: skip
    figure.update_xaxes(type="category", title="Days since the last work on file")
    figure.update_yaxes(rangemode="tozero", ticksuffix="%")
    columns = {
        "span": Column("Since the last work on file"),
        "children": Column("Children now", "number"),
        "now": Column("Share of them", "share"),
        "usual": Column("Usual in the period", "share", "Share of all days of all children in need"),
    }
    said = "; ".join(f"{r['span']}: {share_text(r['now'])} now, {share_text(r['usual'])} usual" for r in rows)
    return Chart(title, figure, f"Days since the last work on file. {said}.", rows, columns)
