"""The parts of the data quality page: the answer, every finding by team, one finding with the rows to mend."""

import html
from dataclasses import replace

import streamlit as st

from cin_metrics.labels import worded
from cin_metrics.quality import ONLY_TO_KNOW, QUESTIONS, Counted, counted, question
from cin_metrics.ui import address, answers, charts
from cin_metrics.ui.answers import Share
from cin_metrics.ui.charts import Chart
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import (
    Cell,
    Column,
    Columns,
    Row,
    cases,
    download,
    of_text,
    share_text,
    written,
)
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import EVENT_MEANINGS, count, sentence_start, unformatted

ROW_COLUMNS = {
    "child_id": Column("Child"),
    "episode_id": Column("Episode"),
    "team": Column("Team", width=180),
    "event_date": Column("Event", "day"),
    "other_date": Column("Other day", "day", "The day it is held against"),
    "detail": Column("What", width=220),
}
TEAM_COLUMNS = {
    "group": Column("Team"),
    "value": Column("Share of its children", "share"),
    "numerator": Column("Children with it", "number"),
    "denominator": Column("Children of the team", "number"),
    "verdict": Column("Verdict"),
}
DOWNLOADED: Columns = {
    "title": Column("What looks wrong"),
    "times": Column("Times", "number"),
    "children": Column("Children", "number"),
    "share": Column("Of all children", "share"),
}


class QualityPage:
    """What the data quality page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        chosen = session.selected(view).teams
        self.children = {
            team: children
            for team, children in session.children_of_teams().items()
            if not chosen or team in chosen
        }
        everyone: set[str] = set().union(*self.children.values())
        self.of = len(everyone)
        self.found = {
            name: [row for row in rows if not chosen or row["team"] in chosen]
            for name, rows in session.children_behind_findings().items()
        }
        self.found = {name: rows for name, rows in self.found.items() if rows}

    def those_with(self, *names: str) -> int:
        """How many children stand in any of these findings."""
        return len({row["child_id"] for name in names for row in self.found[name]} - {None})

    def answer(self) -> None:
        """The answer to the page's question: how many children, what most, and what it touches."""
        if not self.found:
            said = f"Nothing to mend: none of the {len(QUESTIONS)} questions asked of the events gives a finding."
            st.html(f'<p class="cin-answer">{said}</p>')
            self.caption()
            return
        whole = Share(self.those_with(*self.found), self.of)
        said = (
            f"<b>{of_text(whole.numerator, whole.denominator)}</b> children ({share_text(whole.value)}) stand in "
            f"{count(len(self.found), 'finding')}, of {len(QUESTIONS)} questions asked. ▼ Fewer is better."
        )
        most = max(self.found, key=lambda name: (name not in ONLY_TO_KNOW, self.those_with(name)))
        if most in ONLY_TO_KNOW:
            said += " Nothing is to be mended."
        else:
            first = question(most)
            said += (
                f" To mend first: <b>{html.escape(within(first.title))}</b> "
                f"({count(self.those_with(most), 'child', 'children')}). "
                f"It touches: {html.escape(within(first.touches))}"
            )
        st.html(f'<p class="cin-answer">{said}</p>')
        self.caption()

    def caption(self) -> None:
        """What the page speaks of."""
        st.caption(worded(
            "Findings stop no row: figures are computed with what is there. The teams chosen above narrow this page; "
            "policy, period, as-of date and cohort do not, because it speaks of the whole extract."
        ))

    def choose(self) -> str | None:
        """Every finding by team; the one chosen, or that with most children."""
        if not self.found:
            return None
        names = sorted(
            self.found,
            key=lambda name: (name in ONLY_TO_KNOW, -self.those_with(name), QUESTIONS.index(name)),
        )
        given = (address.chosen("finding") or [""])[0]
        if given and given not in names:
            st.warning(unformatted(f"There is no finding “{given[:40]}” here. The first one is opened."))
            given = ""
        given = given or names[0]
        address.choose("finding", [given])
        st.subheader(worded("Findings by team"), anchor=False)
        self.table(names)
        st.session_state["finding"] = given
        return st.selectbox(
            "Open a finding", names, key="finding", format_func=lambda name: question(name).title,
            on_change=address.keep_from, args=("finding", "finding"),
        )  # fmt: skip

    def table(self, names: list[str]) -> None:
        """How often each arises, for how many children, and for how many of each team's."""
        found = {name: {one.team: one for one in counted(self.found[name])} for name in names}
        teams: list[str | None] = [*sorted({team for by in found.values() for team in by if team})]
        if any(None in by for by in found.values()):
            teams.append(None)
        titles = [team or sentence_start(NOT_RECORDED) for team in teams]
        said: list[Row] = []
        rows: Rows = []
        for name, by in found.items():
            times, children = sum(one.times for one in by.values()), self.those_with(name)
            of_all = Share(children, self.of)
            cells = [self.cell(by.get(team)) for team in teams]
            said.append([question(name).title, times, Cell(f"{children:,}", share_text(of_all.value)), *cells])
            row = {"title": question(name).title, "times": times, "children": children, "share": of_all.value}
            rows.append(row | {f"team {team}": by[team].children if team in by else 0 for team in teams})
        numbers = range(1, 3 + len(teams))
        caption = worded("Children with the finding, below it their share of the team's children.")
        written(["What looks wrong", "Times", "Children", *titles], said, caption, numbers=numbers, kind="teams")
        of_teams = zip(teams, titles, strict=True)
        columns = DOWNLOADED | {f"team {team}": Column(title, "number", is_name=True) for team, title in of_teams}
        download(rows, columns, worded("Findings by team"), self.view, definition=caption)

    def cell(self, one: Counted | None) -> Cell:
        """The children of a team, and below it their share; the number alone where no team is named."""
        if one is None:
            return Cell("0")
        if one.team is None:
            return Cell(f"{one.children:,}")
        return Cell(f"{one.children:,}", share_text(one.children / len(self.children[one.team])))

    def open(self, name: str) -> None:
        """One finding: why it matters, how to mend it, what it touches, its teams, the rows to mend."""
        asked = question(name)
        st.header(asked.title, anchor=False, divider="gray")
        lines: list[Row] = [
            [Cell("Why it matters"), asked.why],
            [Cell("How to mend it"), asked.mend],
            [Cell("Figures it touches"), asked.touches],
        ]
        written(["About", "In words"], lines, widths=(20, 80))
        teams = {
            one.team: Share(one.children, len(self.children[one.team]))
            for one in counted(self.found[name])
            if one.team is not None
        }
        teams = {team: teams.get(team, Share(0, len(self.children[team]))) for team in self.named_teams()}
        if len(teams) > 1:
            charts.show(team_chart(teams), 110 + 38 * max(len(teams), 4))
        st.subheader("The rows to mend", anchor=False)
        rows = self.session.rows_behind(self.session.holding.extract, name)
        chosen = self.session.selected(self.view).teams
        rows = [
            row | {"detail": EVENT_MEANINGS.get(row["detail"], sentence_start(row["detail"] or ""))}
            for row in rows
            if not chosen or row["team"] in chosen
        ]
        st.markdown(f"{count(len(rows), 'row')}, the latest first.")
        cases(rows, ROW_COLUMNS, asked.title, self.view, "None.", definition=f"{asked.title}. {asked.why}")

    def named_teams(self) -> list[str]:
        """The teams by name, those of no child left out."""
        return sorted(team for team, children in self.children.items() if team is not None and children)


def team_chart(teams: dict[str, Share]) -> Chart:
    """The share of each team's children with a finding, before what chance gives; the axis ends where the shares do."""
    compared = answers.compared(teams)
    chart = charts.by_team(worded("Children with it, by team"), teams, compared, TEAM_COLUMNS)
    highest = max(share.value or 0 for share in teams.values())
    highest = max([highest, *(team.limits.limits_95[1] for team in compared.teams if team.limits)])
    chart.figure.update_xaxes(range=[-highest, highest * 103] if highest else [-2, 102])
    chart.figure.update_xaxes(tickmode="auto", nticks=6, ticksuffix="%", tickvals=None, ticktext=None)
    said = "; ".join(f"{team} {of_text(share.numerator, share.denominator)}" for team, share in teams.items())
    return replace(chart, description=worded(f"Children with the finding, of each team's children. {said}."))


def within(said: str) -> str:
    """The words as they go on inside a sentence."""
    return said[:1].lower() + said[1:]
