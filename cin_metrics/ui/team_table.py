"""Teams beside each other in a written table: each cell a share, of how many, and whether chance explains it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from cin_metrics.labels import worded
from cin_metrics.statistics.comparison import TOO_FEW, VERY_DIFFERENT, WITHIN, TeamShare
from cin_metrics.ui import answers
from cin_metrics.ui.answers import Share
from cin_metrics.ui.charts import sentence
from cin_metrics.ui.tables import Cell, Row, of_text, share_text, written

MARKS = {"worse": "▼ worse", "better": "▲ better", "usual": "●", "few": "○"}
MARKS_SAID = worded(
    "▼ worse or ▲ better than all teams together by more than chance gives, “much” where chance gives it less than "
    "twice in a thousand; ● within what chance gives; ○ too few to say. Teams by name, not by rank."
)
WIDTH_OF_FIRST = 18
"""Per cent of the table that its first column takes."""


@dataclass(frozen=True)
class TeamColumn:
    """A figure of every team. ``leads_to`` is the page that opens it and what the link changes."""

    title: str
    shares: dict[str, Share]
    good: str = "higher"
    leads_to: tuple[str, dict[str, list[str]]] = ("timeliness", {})
    cells: dict[str, Cell] = field(init=False)
    whole: Share = field(init=False)

    def __post_init__(self) -> None:
        compared = answers.compared(self.shares)
        cells = {team.team: judged_cell(team, self.good) for team in compared.teams}
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "whole", Share(compared.numerator, compared.denominator))


def judged_cell(team: TeamShare, good: str) -> Cell:
    """A team's share with of how many, shaded and marked where chance does not explain it."""
    if not team.denominator:
        return Cell("—")
    text, note = share_text(team.share), of_text(team.numerator, team.denominator)
    if team.verdict in (TOO_FEW, WITHIN):
        return Cell(f"{text} {MARKS['few' if team.verdict == TOO_FEW else 'usual']}", note)
    tone = "better" if (team.side == "above") == (good == "higher") else "worse"
    icon, word = MARKS[tone].split(" ")
    return Cell(text, note, f"{icon} much {word}" if team.verdict == VERY_DIFFERENT else MARKS[tone], tone=tone)


def draw(columns: Sequence[TeamColumn], caption: str, teams_across: bool = False) -> list[str]:
    """Draw the figures of every team, all teams together last; the teams drawn.

    Teams stand below each other, or with ``teams_across`` side by side, where figures are many.
    """
    teams = answers.by_name({team for column in columns for team in column.shares})
    names = [sentence(team) for team in teams]
    cells = [[column.cells.get(team, Cell("—")) for team in teams] for column in columns]
    if len(teams) > 1:
        names.append("All")
        cells = [[*found, whole_cell(column.whole)] for found, column in zip(cells, columns, strict=True)]
    titles = [column.title for column in columns]
    rows: list[Row] = (
        [[title, *found] for title, found in zip(titles, cells, strict=True)]
        if teams_across
        else [[name, *found] for name, found in zip(names, zip(*cells, strict=True), strict=True)]
    )
    headers = ["Sign", *names] if teams_across else [worded("Team"), *titles]
    widths = [WIDTH_OF_FIRST, *[(100 - WIDTH_OF_FIRST) // (len(headers) - 1)] * (len(headers) - 1)]
    written(headers, rows, caption, widths=widths, kind="teams")
    st.caption(MARKS_SAID)
    return teams


def whole_cell(share: Share) -> Cell:
    """All teams together: nothing to judge them by."""
    return Cell(share_text(share.value), of_text(share.numerator, share.denominator) if share.denominator else "")
