"""Teams beside each other in a written table: each cell a share, of how many, and whether chance explains it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from cin_metrics.statistics.comparison import TOO_FEW, VERY_DIFFERENT, WITHIN, TeamShare
from cin_metrics.ui import answers
from cin_metrics.ui.answers import Share
from cin_metrics.ui.charts import sentence
from cin_metrics.ui.tables import Cell, Row, of_text, share_text, written

MARKS = {"worse": "▼ worse", "better": "▲ better", "usual": "● usual", "few": "○ too few"}
MARKS_SAID = (
    "▼ worse or ▲ better than all teams together by more than chance gives, “much” where chance gives it less than "
    "twice in a thousand; ● usual; ○ too few to say. Teams by name, not by rank."
)
WIDEST_FIRST = 20
"""Per cent of the table that the names of teams may take."""


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
    if team.verdict == TOO_FEW:
        return Cell(text, note, MARKS["few"])
    if team.verdict == WITHIN:
        return Cell(text, note, MARKS["usual"])
    tone = "better" if (team.side == "above") == (good == "higher") else "worse"
    icon, word = MARKS[tone].split(" ")
    return Cell(text, note, f"{icon} much {word}" if team.verdict == VERY_DIFFERENT else MARKS[tone], tone=tone)


def draw(columns: Sequence[TeamColumn], caption: str) -> list[str]:
    """Draw the figures of every team, all teams together last; the teams drawn."""
    teams = answers.by_name({team for column in columns for team in column.shares})
    rows: list[Row] = [
        [sentence(team), *(column.cells.get(team, Cell("—")) for column in columns)] for team in teams
    ]
    if len(teams) > 1:
        rows.append(["All", *(whole_cell(column.whole) for column in columns)])
    first = WIDEST_FIRST if len(columns) < 8 else WIDEST_FIRST // 2
    widths = [first, *[(100 - first) // max(len(columns), 1)] * len(columns)]
    written(["Team", *(column.title for column in columns)], rows, caption, widths=widths)
    st.caption(MARKS_SAID)
    return teams


def whole_cell(share: Share) -> Cell:
    """All teams together: nothing to judge them by."""
    return Cell(share_text(share.value), of_text(share.numerator, share.denominator) if share.denominator else "")
