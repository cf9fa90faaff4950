"""The parts of the page on groups of children: what is compared, the answer, the shares with how sure they are."""

import html
from functools import cached_property

import streamlit as st

from cin_metrics.disclosure import SMALLEST_SHOWN, SharedTable, shareable
from cin_metrics.groups import (
    CHARACTERISTICS,
    FIGURES,
    children_given,
    compare_groups,
    make_groups,
)
from cin_metrics.labels import worded
from cin_metrics.policy import Rule
from cin_metrics.statistics.comparison import FEWEST_CASES, TOO_FEW, WITHIN, Comparison, TeamShare
from cin_metrics.ui import address, charts, methods_page
from cin_metrics.ui.answers import judged_rules
from cin_metrics.ui.figures import GOOD
from cin_metrics.ui.interval_charts import Line, height_of, intervals
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Column, download, of_text, share_text
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import CHILD_COLUMNS
from cin_metrics.words import count, joined, unformatted

COLUMNS = {
    "group": Column("Group", width=240),
    "value": Column("Share", "share"),
    "numerator": Column("Counted", "number"),
    "denominator": Column("Of", "number"),
    "low": Column("95% interval from", "share"),
    "high": Column("95% interval to", "share"),
    "verdict": Column("Verdict"),
}
SHARED_COLUMNS = {
    "group": Column("Group"),
    "share": Column("Share", "share"),
    "numerator": Column("Counted", "number"),
    "denominator": Column("Of", "number"),
    "note": Column("Note"),
}
QUESTIONS = (
    worded(
        "Is it the children who differ, or the teams, policies and places they come under? Choose a team and look "
        "again."
    ),
    "How many are “Not recorded”, and who are they? A group that is recorded badly looks smaller than it is.",
    worded("What do the children and families of the group say about visits and meetings, and about who comes?"),
    worded("Which children stand behind the share? One family with many visits can move a small group."),
)
HOW_TO_GIVE = (
    "The extract has no table of children, so figures cannot be broken down.",
    "Give a second file beside the events, on the Data page or to any command: one row a child, with these columns.",
    "The child's identifier is the same as in the events; the other columns are used where they are given. Never "
    "names. A child without a row counts as “not recorded”.",
)


class GroupsPage:
    """What the page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.given = session.kept(view, "children given", lambda: children_given(session.ledger(view)))
        self.figure = FIGURES["timeliness"]
        self.rule: Rule | None = None
        self.characteristic = "age"

    def how_to_give(self) -> None:
        """How to give a table of children."""
        lead, how, which = HOW_TO_GIVE
        st.html(f'<p class="cin-answer">{lead}</p>')
        st.markdown(how)
        st.markdown("\n".join(f"- `{name}`: {meaning.lower()}" for name, meaning in CHILD_COLUMNS.items()))
        st.markdown(which)

    def choose(self) -> None:
        """The figure, its rule where it is of rules, and the characteristic."""
        left, middle, right = st.columns(3)
        with left:
            name = choice("measure", "Figure", {key: one.title for key, one in FIGURES.items()}, "timeliness")
            self.figure = FIGURES[name]
        with middle:
            if self.figure.of_rules:
                self.choose_rule()
        with right:
            self.characteristic = choice("characteristic", "By", CHARACTERISTICS, "age")

    def choose_rule(self) -> None:
        """The rule whose figure is shown: one that the extract can answer."""
        policy = self.view.policy
        judged = judged_rules(self.session, policy)
        if not judged:
            return
        visits = policy.visit_rule()
        usual = visits.id if visits and visits.id in judged else judged[0]
        titles = {rule.id: rule.title for rule in policy.rules if rule.id in judged}
        self.rule = policy.rule(choice("rule", "Rule", titles, usual))

    @cached_property
    def compared(self) -> Comparison:
        """Every group beside all children."""
        view, figure, rule = self.view, self.figure, self.rule.id if self.rule else None
        selection, period = self.session.selected(view), view.period
        key = ("groups", figure, self.characteristic, rule, selection, period)
        name = next(name for name, one in FIGURES.items() if one == figure)
        return self.session.kept(
            view, key,
            lambda: compare_groups(
                make_groups(
                    self.session.ledger(view), name, self.characteristic, period.first, period.last, rule, selection
                )
            ),
        )  # fmt: skip

    @property
    def title(self) -> str:
        """``Visits: on time``, or the figure alone."""
        return f"{self.rule.title}: {self.figure.title.lower()}" if self.rule else self.figure.title

    def answer(self) -> None:
        """The answer to the page's question."""
        whole = self.compared
        if not whole.denominator or (self.figure.of_rules and not self.rule):
            st.html('<p class="cin-answer">Nothing is counted in the period.</p>')
            return
        counted = f"<b>{of_text(whole.numerator, whole.denominator)}</b> {html.escape(self.figure.cases)}"
        first = f"{html.escape(self.title)}: {counted} ({share_text(whole.share)})."
        apart = [team for team in whole.teams if team.verdict not in (WITHIN, TOO_FEW)]
        if apart:
            said = joined([f"<b>{html.escape(team.team)}</b> ({difference(team)})" for team in apart], "and")
            second = f"More than chance gives: {said}."
        elif all(team.verdict == TOO_FEW for team in whole.teams):
            second = "There are too few to compare groups."
        else:
            second = "No group of children differs from all children by more than chance gives."
        st.html(f'<p class="cin-answer">{first} {second}</p>')

    def show(self) -> None:
        """The shares by group as a chart and a table, what is hidden in the download, what to ask."""
        whole, kind = self.compared, CHARACTERISTICS[self.characteristic].lower()
        if not whole.denominator:
            return
        lines = [line_of(team) for team in whole.teams]
        rows = [row_of(team) for team in whole.teams]
        said = "; ".join(f"{line.name} {line.text}" for line in lines)
        few = any(line.is_hollow for line in lines)
        apart = any(line.side for line in lines)
        notes = [
            f"{GOOD[self.figure.good]}.",
            "Groups in their usual order, not by rank. The bar is the 95% interval; of many, one may leave out the "
            "line by chance, and the verdict allows for that.",
            "Triangles lie further out than chance gives: ▲ above, ▼ below." if apart else "",
            f"Hollow points are not judged: fewer than {FEWEST_CASES}, or nothing to judge them by." if few else "",
        ]
        title = f"{self.title}, by {kind}"
        figure = intervals(lines, whole.share, "All")
        chart = charts.Chart(title, figure, f"{title}. {said}.", rows, COLUMNS, " ".join(filter(None, notes)))
        charts.show(chart, height_of(lines))
        self.share(title)
        st.subheader("What to ask", anchor=False)
        st.markdown("\n".join(f"- {question}" for question in QUESTIONS))
        with st.expander("What is counted", key="what is counted"):
            st.markdown(f"**{unformatted(self.figure.title)}.** {unformatted(self.figure.definition)}")
            st.markdown(worded(
                "**Groups.** Age is that of the day counted: the due date, the day of the visit or referral, the end "
                "of the time in need, the as-of date for what is open now. A child without a row in the table of "
                "children, or with a word we cannot read, is “Not recorded”."
            ))
            methods_page.link("How groups are told apart from chance", "teams")
            methods_page.link("How sure one share is", "one_share")

    def share(self, title: str) -> None:
        """The download for others, small numbers hidden, and what is hidden in it."""
        teams = self.compared.teams
        shared = shareable(
            [team.team for team in teams], [team.numerator for team in teams], [team.denominator for team in teams]
        )
        st.markdown(shared_words(shared))
        name, definition = f"{title}, for sharing", self.figure.definition
        download(shared_rows(shared), SHARED_COLUMNS, name, self.view, definition=definition)


def difference(team: TeamShare) -> str:
    """``120 of 180, 66.7%, below the others``."""
    return f"{of_text(team.numerator, team.denominator)}, {share_text(team.share)}, {team.side} all"


def line_of(team: TeamShare) -> Line:
    """A group as a line of the chart."""
    is_apart = team.verdict not in (WITHIN, TOO_FEW)
    return Line(
        team.team, team.share, f"{share_text(team.share)}  {of_text(team.numerator, team.denominator)}",
        team.interval, (team.side or "") if is_apart else "", team.verdict == TOO_FEW,
    )  # fmt: skip


def row_of(team: TeamShare) -> dict[str, object]:
    """A group as a row of the table."""
    low, high = team.interval or (None, None)
    return {
        "group": team.team, "value": team.share, "numerator": team.numerator, "denominator": team.denominator,
        "low": low, "high": high, "verdict": team.verdict,
    }  # fmt: skip


def shared_words(shared: SharedTable) -> str:
    """What is hidden in the table for sharing, in a sentence."""
    if shared.is_withheld:
        found = "here that leaves no group to show."
    elif shared.hidden:
        found = f"here that is {shared.hidden} of {count(len(shared.rows), 'group')}."
    else:
        found = "here none has to be."
    return (
        f"The download is for sharing. In it groups with a number from 1 to {SMALLEST_SHOWN - 1} are hidden, and those "
        f"that would give them away: {found} The chart and table above are for your service only."
    )


def shared_rows(shared: SharedTable) -> Rows:
    """The table for sharing, all children last."""
    return [
        {
            "group": row.group, "share": row.share, "numerator": row.numerator, "denominator": row.denominator,
            "note": "hidden, small number" if row.is_hidden else None,
        }
        for row in (*shared.rows, shared.total)
    ]  # fmt: skip


def choice(name: str, label: str, titles: dict[str, str], usual: str) -> str:
    """The one chosen under a name of the address; the usual one unless it is known."""
    given = (address.chosen(name) or [usual])[0]
    if given not in titles:
        st.warning(unformatted(f"{label}: there is no “{given[:40]}” to break down here. Shown for {titles[usual]}."))
        given = usual
    address.choose(name, [given])
    st.session_state[f"group_{name}"] = given
    st.selectbox(
        label, list(titles), key=f"group_{name}", format_func=lambda code: titles[code],
        on_change=address.keep_from, args=(f"group_{name}", name),
    )  # fmt: skip
    return given
