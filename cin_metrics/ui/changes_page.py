"""The parts of the changes page: the answer, what changed in sentences, every figure, and one figure opened."""

import html
from dataclasses import replace

import streamlit as st

from cin_metrics.changes import (
    ASSURANCES,
    ICONS,
    VERDICTS,
    chance_said,
    change_said,
    month_said,
    summary_said,
    value_said,
    worrying_first,
)
from cin_metrics.days import british_month
from cin_metrics.labels import worded
from cin_metrics.measures import MEASURES
from cin_metrics.monthly import MonthlyFigure
from cin_metrics.ui import address, answers, change_charts, frame, methods_page
from cin_metrics.ui.figures import GOOD
from cin_metrics.ui.session import Session
from cin_metrics.ui.tables import Column, download, show
from cin_metrics.ui.view import View
from cin_metrics.words import say_rule, unformatted

MOST_SAID = 8
FIGURE_COLUMNS = {
    "title": Column("Figure", width=295),
    "latest": Column("Latest month", width=225),
    "average": Column("Average", explanation="Over the months that set the limits: the first 12 since the last break"),
    "variation": Column("Change", width=175, explanation=change_charts.ICONS_SAID),
    "since": Column("Since", width=80),
    "assurance": Column("Target", width=150, explanation="Whether the work as it is done now meets it"),
    "month": Column("Judged", width=80, explanation="The latest month that is over and has enough cases"),
    "good": Column("Good", width=85, explanation="Which way is good"),
}


class ChangesPage:
    """What the changes page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.figures = worrying_first(answers.monthly_figures(session, view))

    def answer(self) -> None:
        """The answer to the page's question, what changed in sentences, and how often chance says so."""
        if not self.figures:
            st.html('<p class="cin-answer">Nothing is counted in any month, so nothing can have changed.</p>')
            return
        st.html(f'<p class="cin-answer">{html.escape(summary_said(self.figures))}</p>')
        changed = [figure for figure in self.figures if figure.changed]
        for figure in changed[:MOST_SAID]:
            st.markdown(f"{ICONS[figure.chart.variation]} {unformatted(change_said(figure))}")
        if len(changed) > MOST_SAID:
            st.markdown(f"The table has {len(changed) - MOST_SAID} more.")
        st.caption(chance_said(self.figures))

    def by_team(self) -> None:
        """What changed in each team, by name, where it is asked for: a team's change can hide in the whole."""
        teams = self.view.selection.teams or tuple(self.session.teams())
        if len(teams) < 2:
            return
        if not st.toggle(worded("Say the same for each team"), key="changes by team"):
            return
        st.markdown(worded("Teams by name, not by rank. A change in one team can hide in the figures of all."))
        for team in teams:
            alone = replace(self.view, selection=replace(self.view.selection, teams=(team,)))
            figures = answers.monthly_figures(self.session, alone)
            said = [f"**{unformatted(team)}.** {unformatted(summary_said(figures))}\n"] + [
                f"- {ICONS[figure.chart.variation]} {unformatted(change_said(figure))}"
                for figure in worrying_first(figures)
                if figure.changed
            ]
            st.markdown("\n".join(said))

    def choose_figure(self) -> MonthlyFigure | None:
        """Every figure as a row, what worries first; the one chosen, or the first."""
        if not self.figures:
            return None
        given = (address.chosen("figure") or [""])[0]
        keys = [figure.key for figure in self.figures]
        if given and given not in keys:
            st.warning(unformatted(f"There is no figure “{given[:40]}” here. The first one is opened."))
        place = keys.index(given) if given in keys else 0
        st.subheader("Every monthly figure", anchor=False)
        st.markdown(f"{change_charts.ICONS_SAID} Choose a row to open a figure below.")
        rows = [figure_row(figure) for figure in self.figures]
        columns = dict(FIGURE_COLUMNS)
        if not any(figure.chart.assurance for figure in self.figures):
            columns.pop("assurance")
        name = "Monthly figures and their changes"
        chosen = show(rows, columns, name, selecting="single-row", selected_row=place)
        download(rows, columns, name, self.view, definition="Each figure of two years with the verdict of its chart.")
        if chosen.selection.rows and chosen.selection.rows[0] != place:
            address.choose("figure", [keys[chosen.selection.rows[0]]])
            st.rerun()
        address.choose("figure", [keys[place]])
        return self.figures[place]

    def open_figure(self, figure: MonthlyFigure) -> None:
        """One figure: its chart, its verdict, how it is computed, where it leads."""
        st.header(figure.title, anchor=False, divider="gray")
        if figure.latest:
            said = f"{month_said(figure, figure.latest)} in {british_month(figure.latest.start)}"
            st.markdown(f"**{unformatted(said)}** · {GOOD[figure.chart.good]}")
        change_charts.show_figure(figure, "By month")
        rule = next((r for r in self.view.policy.rules if r.id == figure.rule_id), None)
        if rule:
            frame.link("See this rule in Timeliness →", "timeliness", topic=[rule.topic], rule=[rule.id])
        with st.expander("What it counts", key="what it counts"):
            st.markdown(unformatted(MEASURES[figure.measure].definition))
            if rule:
                st.markdown(unformatted(f"{say_rule(self.view.policy, rule).whole} Clause: {rule.clause}."))
            methods_page.link("How limits and verdicts come about, and what they cannot do", "control_charts")
            methods_page.link("How often the charts are right", "how_often_right")


def figure_row(figure: MonthlyFigure) -> dict[str, object]:
    """A figure as a row of the table."""
    chart, latest = figure.chart, figure.latest
    icon, words = ASSURANCES[chart.assurance]
    return {
        "title": figure.title,
        "latest": month_said(figure, latest) if latest else None,
        "average": value_said(figure.average, figure.unit),
        "variation": f"{ICONS[chart.variation]} {VERDICTS[chart.variation]}",
        "since": british_month(figure.since) if figure.since else None,
        "assurance": f"{icon} {words}".strip(),
        "month": british_month(latest.start) if latest else None,
        "good": {"higher": "▲ Higher", "lower": "▼ Lower", None: "Neither"}[chart.good],
    }
