"""The parts of the overview: the answer in a sentence, the figures, what needs doing, teams by topic."""

import html
from collections.abc import Callable
from functools import partial

import streamlit as st

from cin_metrics.changes import ICONS, change_said, summary_said, worrying_first
from cin_metrics.drift import INDICATORS
from cin_metrics.faults import InputFault
from cin_metrics.ui import answers, charts, figures, frame
from cin_metrics.ui.answers import RuleNow, Share
from cin_metrics.ui.days import british
from cin_metrics.ui.figures import Figure
from cin_metrics.ui.session import DUE_SOON_WORKING_DAYS, Rows, Session, View
from cin_metrics.ui.tables import Column, cases, of_text, share_text, show
from cin_metrics.ui.words import count, joined, unformatted
from cin_metrics.vocabulary import TOPICS

WORK_COLUMNS = {
    "child_id": Column("Child"),
    "overdue": Column("Overdue", "number"),
    "upcoming": Column("Coming up", "number"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
STATE_COLUMNS = {
    "child_id": Column("Child"),
    "in_need_since": Column("In need since", "day"),
    "plan_since": Column("On a plan since", "day"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
SOON_COLUMNS = {
    "due_date": Column("Due", "day"),
    "working_days_left": Column("Working days left", "number"),
    "child_id": Column("Child"),
    "title": Column("What is asked"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
DRIFT_COLUMNS = {
    "child_id": Column("Child"),
    "number_of_indicators": Column("Indicators", "number"),
    "indicator_title": Column("Indicator"),
    "since": Column("Since", "day"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
COUNTED_COLUMNS = {
    "child_id": Column("Child"),
    "rule_title": Column("Rule"),
    "team": Column("Team"),
    "worker": Column("Worker"),
    "counted_on": Column("Due", "day"),
    "in_time": Column("On time"),
}
TOPIC_WIDTH = 112
MOST_NAMED = 3
CARDS_A_ROW = 3
MOST_CHANGES = 5


class Overview:
    """What the overview shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.rules = answers.rules_now(session, view)
        self.children = answers.open_children(session, view)
        self.judged = answers.judged_rules(session, view.policy)
        self.overdue = sum(now.overdue or 0 for now in self.rules)
        self.due_soon = sum(now.due_soon or 0 for now in self.rules)
        self.upcoming = sum(now.upcoming or 0 for now in self.rules)

    def answer(self) -> None:
        """The answer to the page's question, in a sentence or two."""
        view = self.view
        in_need = answers.in_need(self.children).numerator or 0
        verb = "is" if in_need == 1 else "are"
        said = [f"On {british(view.as_of)}, <b>{count(in_need, 'child', 'children')}</b> {verb} in need."]
        for topic in answers.headline_topics(view.policy):
            share = answers.topic_share(self.rules, topic)
            if share.value is not None:
                figure = f"{of_text(share.numerator, share.denominator)} ({share_text(share.value)})"
                said.append(f"{html.escape(TOPICS[topic])}: <b>{figure}</b> on time.")
        if self.judged:
            said.append(open_words(self.overdue, self.due_soon))
        st.html(f'<p class="cin-answer">{" ".join(said)}</p>')

    def figures(self) -> None:
        """The headline figures as cards, each drawn as soon as it is known."""
        topics = answers.headline_topics(self.view.policy)
        make: list[Callable[[], Figure]] = [partial(self.topic_figure, topic) for topic in topics]
        make += [self.nothing_overdue, self.in_need, self.over_panel_month, self.drift]
        for start in range(0, len(make), CARDS_A_ROW):
            places = st.columns(CARDS_A_ROW)
            for place, figure in zip(places, make[start:start + CARDS_A_ROW], strict=False):
                with place:
                    figures.show(figure(), self.view)

    def topic_figure(self, topic: str) -> Figure:
        """The share on time of a topic."""
        of_topic = [now.rule for now in self.rules if now.rule.topic == topic]
        title = TOPICS[topic]
        return Figure(
            f"{title} on time", answers.topic_share(self.rules, topic), "due in the period", "higher",
            "Everything under this topic that was done by its due date, of all that fell due in the period.",
            "On time ÷ (on time + late + missed + overdue), over the rules below. What is not yet due and "
            "what was no longer required never count.",
            rules=of_topic, behind=self.counted([rule.id for rule in of_topic]), columns=COUNTED_COLUMNS,
            lead=(f"See {title.lower()} →", "timeliness", {"topic": [topic], "rule": []}),
        )  # fmt: skip

    def nothing_overdue(self) -> Figure:
        """The share of open children with nothing overdue."""
        return Figure(
            "Children with nothing overdue", answers.nothing_overdue(self.children),
            "open with something due or coming up", "higher",
            "Open children for whom nothing the policy asks is overdue today.",
            "Open children with something open and nothing overdue ÷ open children with something overdue or "
            "coming up, over all rules of the policy.",
            behind=lambda: answers.with_work(self.children), columns=WORK_COLUMNS,
            lead=("See all rules →", "timeliness", {"topic": ["all"], "rule": []}),
        )  # fmt: skip

    def in_need(self) -> Figure:
        """How many children are in need."""
        return Figure(
            "Children in need", answers.in_need(self.children), "with an open case", None,
            "Children open under section 17 who are neither on a protection plan nor in care.",
            "Children with an open spell in need ÷ children with an open case, on the as-of date.",
            counted=True, behind=lambda: [row for row in self.children if row["in_need_since"]],
            columns=STATE_COLUMNS, lead=("See what is loaded →", "data", {}),
        )  # fmt: skip

    def over_panel_month(self) -> Figure:
        """How many open plans are older than the pack's month."""
        month = self.view.policy.panel_month.text
        share = answers.plans_over_month(self.children)
        if "plan_started" not in self.session.values_recorded():
            share = Share(None, None, "The extract holds no start of a plan.")
        return Figure(
            f"Plans over {month}", share, "open plans", "lower",
            f"Open child in need plans that began more than {month} ago.",
            f"Open plans whose start lies more than {month} before the as-of date ÷ open plans.",
            counted=True, behind=lambda: [row for row in self.children if row["plan_is_over"]],
            columns=STATE_COLUMNS, lead=("See drift →", "drift", {}),
        )  # fmt: skip

    def drift(self) -> Figure:
        """The share of children with two or more indicators of drift."""
        return Figure(
            "Two or more signs of drift", answers.drift_shares(self.session, self.view)["2+"],
            "in need, disability support apart", "lower",
            "Children in need for whom at least two indicators of drift are present.",
            "Children with 2 or more indicators ÷ open children in need. Long-term disability support is "
            "reported apart. Thresholds stand in the policy.",
            behind=self.drifting, columns=DRIFT_COLUMNS, lead=("See drift →", "drift", {}),
        )  # fmt: skip

    def drifting(self) -> Rows:
        """The indicators of the children with at least two."""
        return [
            row | {"indicator_title": INDICATORS[row["indicator"]]}
            for row in self.session.drift(self.view)
            if row["number_of_indicators"] >= 2 and not row["is_cwd"]
        ]

    def counted(self, rule_ids: list[str]) -> Callable[[], Rows]:
        """The obligations a share on time is made of, read when asked for."""
        titles = {rule.id: rule.title for rule in self.view.policy.rules}

        def rows() -> Rows:
            return [
                row
                | {"rule_title": titles[row["rule_id"]], "in_time": "yes" if row["numerator"] else "no"}
                for row in self.session.cases(self.view, "timeliness")
                if row["rule_id"] in rule_ids and row["rule_id"] in self.judged
            ]

        return rows

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
                "oldest": now.oldest_due_date,
                "late": late_words(now.most_days_late, now.limit_unit),
            }
            for now in late
        ]
        columns = {
            "title": Column("What is asked", width=205),
            "overdue": Column("Overdue", "number", width=72),
            "children": Column("Children", "number", width=72),
            "oldest": Column("Oldest due", "day", width=100),
            "late": Column("Late by"),
        }
        chosen = show(rows, columns, "Overdue now, by rule", selecting="single-row")
        if chosen.selection.rows:
            rule = late[chosen.selection.rows[0]].rule
            frame.go("timeliness", topic=[rule.topic], rule=[rule.id])

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
                cases(soon, SOON_COLUMNS, "What falls due next", self.view, "None.")

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
        """The share on time of each team and topic; choosing a cell opens it."""
        st.subheader("Teams by topic", anchor=False)
        table = answers.team_topics(self.session, self.view)
        topics = [
            topic
            for topic in answers.weightiest_first(self.view.policy)
            if any(topic in shares for shares in table.values())
        ]
        if not topics:
            st.markdown("Nothing fell due in the period.")
            return
        st.markdown(
            f"On time of what fell due, {self.view.period.words}. Choose a cell to open it. "
            "A dash: nothing fell due."
        )
        rows = [
            {"team": charts.sentence(team), **{t: cell_words(shares.get(t)) for t in topics}}
            for team, shares in table.items()
        ]
        headers = {topic: TOPICS[topic].removeprefix("Management ").capitalize() for topic in topics}
        columns = {"team": Column("Team", width=165, pinned=True)}
        columns |= {topic: Column(headers[topic], width=TOPIC_WIDTH) for topic in topics}
        chosen = show(rows, columns, "Share on time, teams by topic", selecting="single-cell")
        if chosen.selection.cells:
            row, header = chosen.selection.cells[0]
            topic = next((t for t in topics if headers[t] == header), None)
            team = list(table)[row]
            teams = [team] if team in self.session.teams() else []
            frame.go("timeliness", topic=[topic] if topic else ["all"], rule=[], team=teams)


def open_words(overdue: int, due_soon: int) -> str:
    """What is overdue and what falls due soon, in a sentence of HTML."""
    days = f"in the next {DUE_SOON_WORKING_DAYS} working days"
    late = "is" if overdue == 1 else "are"
    said = f"<b>{count(overdue, 'obligation')}</b> {late} overdue" if overdue else "Nothing is overdue"
    if not due_soon:
        return f"{said}, and nothing falls due {days}."
    falls = "falls" if due_soon == 1 else "fall"
    return f"{said}, and <b>{due_soon:,}</b> {falls} due {days}."


def cell_words(share: Share | None) -> str | None:
    """A share in a cell: ``78%  31 of 40``."""
    if share is None or share.value is None:
        return None
    return f"{share.value * 100:.0f}% · {of_text(share.numerator, share.denominator)}"


def late_words(days: int | None, unit: str | None) -> str | None:
    """``12 working days``, ``1 day``; none where nothing is late."""
    if not days:
        return None
    return count(days, "working day" if unit == "working_day" else "day")


def unanswerable_words(rules: list[RuleNow]) -> str:
    """Which rules cannot be judged, in a sentence."""
    titles = [now.rule.title for now in rules if now.on_time.denominator is None]
    if len(titles) > MOST_NAMED:
        return (
            f"{len(titles)} of {count(len(rules), 'rule')} cannot be judged, because the extract lacks what "
            "they ask for. They are left out here; Timeliness says which and why."
        )
    return f"Cannot be judged from this extract: {joined(titles, 'and')}." if titles else ""
