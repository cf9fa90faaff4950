"""The parts of the overview: the answer in a sentence, what needs doing, what changed, the teams."""

import html

import streamlit as st

from cin_metrics.changes import ICONS, change_said, summary_said, worrying_first
from cin_metrics.days import british
from cin_metrics.faults import InputFault
from cin_metrics.labels import worded
from cin_metrics.ui import answers, charts, frame, team_table
from cin_metrics.ui.answers import RuleNow
from cin_metrics.ui.overview_figures import SOON_COLUMNS
from cin_metrics.ui.session import DUE_SOON_WORKING_DAYS, Session
from cin_metrics.ui.tables import Column, cases, of_text, share_text, show
from cin_metrics.ui.team_table import TeamColumn
from cin_metrics.ui.view import View
from cin_metrics.words import TOPIC_TITLES, count, joined, late_words, unformatted

MOST_NAMED = 3
MOST_CHANGES = 5
MOST_TOPICS = 3
"""Of the table of teams: more columns than these and two or three others cannot be read side by side."""


class Overview:
    """What the overview shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.rules = answers.rules_now(session, view)
        self.children = answers.open_children(session, view)
        self.judged = answers.judged_rules(session, view.policy)
        self.overdue = answers.number_open(self.rules, "overdue")
        self.due_soon = answers.number_open(self.rules, "due_soon")
        self.upcoming = answers.number_open(self.rules, "upcoming")

    def answer(self) -> None:
        """The answer to the page's question, in a sentence or two."""
        view = self.view
        in_need = answers.in_need(self.children).numerator or 0
        verb = "is" if in_need == 1 else "are"
        said = [worded(f"On {british(view.as_of)}, <b>{count(in_need, 'child', 'children')}</b> {verb} in need.")]
        for topic in answers.headline_topics(view.policy):
            share = answers.topic_share(self.rules, topic)
            if share.value is not None:
                figure = f"{of_text(share.numerator, share.denominator)} ({share_text(share.value)})"
                said.append(f"{html.escape(TOPIC_TITLES[topic])}: <b>{figure}</b> on time.")
        if self.judged:
            said.append(open_words(self.overdue, self.due_soon))
        st.html(f'<p class="cin-answer">{" ".join(said)}</p>')

    def overdue_now(self) -> None:
        """What is overdue, by rule; choosing a rule opens it."""
        st.subheader("Overdue now", anchor=False)
        late = sorted(
            (now for now in self.rules if now.overdue),
            key=lambda now: (-(now.overdue or 0), now.oldest_due_date),
        )
        st.markdown(
            f"**{self.overdue:,}** of {self.overdue + self.upcoming:,} open obligations. "
            "Choose a row to see the children."
            if late
            else f"Nothing is overdue, of {count(self.upcoming, 'open obligation')}."
        )
        if not late:
            return
        rows = [
            {
                "title": now.rule.title,
                "overdue": now.overdue,
                "children": now.overdue_children,
                "late": late_words(now.most_days_late, now.limit_unit),
            }
            for now in late
        ]
        columns = {
            "title": Column("What is asked", width=290),
            "overdue": Column("Overdue", "number", width=72),
            "children": Column("Children", "number", width=72),
            "late": Column("Late by up to"),
        }
        chosen = show(rows, columns, "Overdue now, by rule", selecting="single-row")
        if chosen.selection.rows:
            rule = late[chosen.selection.rows[0]].rule
            frame.go("timeliness", topic=[rule.topic], rule=[rule.id], part=["overdue"])

    def due_next(self) -> None:
        """What falls due in the next working days, by day."""
        rows = answers.due_by_day(self.session, self.view)
        title = f"Due in the next {DUE_SOON_WORKING_DAYS} working days"
        if not rows:
            st.subheader(title, anchor=False)
            st.markdown(f"Nothing falls due, of {count(self.upcoming, 'obligation')} coming up.")
            return
        columns = {
            "due_date": Column("Due", "day"),
            "obligations": Column("Falls due", "number"),
            "children": Column("Children", "number"),
        }
        charts.show(charts.due_days(title, rows, columns), height=300)
        with st.expander("The children", key="due soon", on_change="rerun") as opened:
            if opened.open:
                soon = answers.open_cases(self.session, self.view, "upcoming", self.judged)
                said = f"{title}, over all rules of the policy."
                cases(soon, SOON_COLUMNS, "What falls due next", self.view, "None.", definition=said)

    def changes(self) -> None:
        """What changed by more than chance, in a few sentences, what worries first."""
        st.subheader("What changed", anchor=False)
        try:
            figures = answers.monthly_figures(self.session, self.view)
        except InputFault as fault:
            frame.say(fault)
            return
        st.markdown(summary_said(figures))
        changed = [figure for figure in worrying_first(figures) if figure.changed]
        for figure in changed[:MOST_CHANGES]:
            st.markdown(f"{ICONS[figure.chart.variation]} {unformatted(change_said(figure))}")
        frame.link("See every change →", "changes", figure=[])

    def teams(self) -> None:
        """The figures of each team beside all teams together; a team and figure chosen lead to the children."""
        st.subheader(worded("Teams, figure by figure"), anchor=False)
        columns = self.team_columns()
        if not columns:
            st.markdown("Nothing is open and nothing fell due in the period.")
            return
        teams = team_table.draw(
            columns, f"Topics: on time, of what fell due, {self.view.period.words}. The others stand as of the day."
        )
        with st.container(key="pair_of_team"):
            left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
            with left:
                team = st.selectbox(worded("Team"), teams, key="team_opened", format_func=charts.sentence)
            with middle:
                titles = {column.title: column for column in columns}
                column = titles[st.selectbox("Figure", list(titles), key="figure_opened")]
            with right:
                page, changes = column.leads_to
                chosen = [team] if team in self.session.teams() else []
                frame.link(f"{charts.sentence(team)}: {column.title.lower()} →", page, team=chosen, **changes)

    def team_columns(self) -> list[TeamColumn]:
        """The figures by team that count anything: what is open now, topics on time, long plans, drift."""
        view = self.view
        by_topic = answers.team_topics(self.session, view)
        columns = [
            TeamColumn(
                "In timescale now", answers.by_team(self.children, answers.nothing_overdue),
                leads_to=("timeliness", {"topic": ["all"], "rule": []}),
            )
        ]  # fmt: skip
        topics = [t for t in answers.weightiest_first(view.policy) if any(t in shares for shares in by_topic.values())]
        for topic in topics[:MOST_TOPICS]:
            shares = {team: shares[topic] for team, shares in by_topic.items() if topic in shares}
            leads_to = ("timeliness", {"topic": [topic], "rule": []})
            columns.append(TeamColumn(TOPIC_TITLES[topic], shares, leads_to=leads_to))
        month = worded(f"Plans over {view.policy.panel_month.text}")
        plans = answers.by_team(self.children, answers.plans_over_month)
        columns.append(TeamColumn(month, plans, "lower", ("panel", {})))
        drift = answers.drift_by_team(self.session, view)
        columns.append(TeamColumn("Two or more signs of drift", drift, "lower", ("drift", {})))
        return [column for column in columns if column.whole.denominator]


def open_words(overdue: int, due_soon: int) -> str:
    """What is overdue and what falls due soon, in a sentence of HTML."""
    days = f"in the next {DUE_SOON_WORKING_DAYS} working days"
    late = "is" if overdue == 1 else "are"
    said = f"<b>{count(overdue, 'obligation')}</b> {late} overdue" if overdue else "Nothing is overdue"
    if not due_soon:
        return f"{said}, and nothing falls due {days}."
    falls = "falls" if due_soon == 1 else "fall"
    return f"{said}, and <b>{due_soon:,}</b> {falls} due {days}."


def unanswerable_words(rules: list[RuleNow]) -> str:
    """Which rules cannot be judged, in a sentence."""
    titles = [now.rule.title for now in rules if now.on_time.denominator is None]
    if len(titles) > MOST_NAMED:
        return (
            f"{len(titles)} of {count(len(rules), 'rule')} cannot be judged, because the extract lacks what "
            "they ask for. They are left out here; Timeliness says which and why."
        )
    return f"Cannot be judged from this extract: {joined(titles, 'and')}." if titles else ""
