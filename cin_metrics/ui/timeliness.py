"""The parts of the timeliness page: the topic, the answer, its rules and which of them is opened."""

import streamlit as st

from cin_metrics.ui import address, answers, frame
from cin_metrics.ui.answers import RuleNow, Share
from cin_metrics.ui.overview import open_words
from cin_metrics.ui.session import DUE_SOON_WORKING_DAYS, Session
from cin_metrics.ui.tables import Column, of_text, share_text, show
from cin_metrics.ui.view import View
from cin_metrics.words import TOPIC_TITLES, unformatted

ALL_TOPICS = "all"
RULE_COLUMNS = {
    "title": Column("What is asked", width=215),
    "value": Column("On time", "share", "Done by the due date, of what fell due in the period"),
    "of": Column("Of how many", explanation="On time, of what fell due in the period"),
    "overdue": Column("Overdue now", "number"),
    "due_soon": Column("Due soon", "number", f"Due in the next {DUE_SOON_WORKING_DAYS} working days"),
    "limit": Column("Limit"),
    "now": Column("In timescale now", "share", "Open children with nothing overdue under this rule"),
    "aim": Column("Aim", explanation="What good looks like, where the policy says more than the limit"),
}


class Timeliness:
    """What the timeliness page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.rules = answers.rules_now(session, view)

    def choose_topic(self) -> list[RuleNow]:
        """The rules of the topic chosen."""
        held = answers.topics_of(self.view.policy)
        given = (address.chosen("topic") or answers.headline_topics(self.view.policy) or [ALL_TOPICS])[0]
        if given not in (ALL_TOPICS, *held):
            what = TOPIC_TITLES.get(given, given)
            st.warning(unformatted(f"This policy has no rules under “{what[:40]}”. All topics are shown."))
            given = ALL_TOPICS
        address.choose("topic", [given])
        st.session_state["topic"] = given
        st.pills(
            "Topic", [ALL_TOPICS, *held], key="topic", required=True,
            format_func=lambda topic: TOPIC_TITLES.get(topic, "All topics"),
            on_change=keep_topic,
        )  # fmt: skip
        return [now for now in self.rules if given in (ALL_TOPICS, now.rule.topic)]

    def answer(self, rules: list[RuleNow]) -> None:
        """The answer to the page's question for the rules of a topic."""
        judged = [now for now in rules if now.on_time.denominator is not None]
        numerator = sum(now.on_time.numerator or 0 for now in judged)
        denominator = sum(now.on_time.denominator or 0 for now in judged)
        share = Share(numerator, denominator)
        overdue = answers.number_open(judged, "overdue")
        soon = answers.number_open(judged, "due_soon")
        if share.value is None:
            first = "Nothing fell due in the period."
        else:
            figure = f"{of_text(numerator, denominator)} ({share_text(share.value)})"
            first = f"<b>{figure}</b> was on time."
        st.html(f'<p class="cin-answer">{first} {open_words(overdue, soon)}</p>')
        frame.gaps(
            "Cannot be judged:",
            (f"{n.rule.title}. {n.on_time.why}" for n in rules if n.on_time.denominator is None),
        )

    def choose_rule(self, rules: list[RuleNow]) -> RuleNow:
        """The rule opened: the one chosen in the table, or the first."""
        given = (address.chosen("rule") or [""])[0]
        known = {now.rule.id: now for now in self.rules}
        if given and given not in known:
            st.warning(unformatted(f"This policy has no rule “{given[:40]}”. The first one is opened."))
        place = next((i for i, now in enumerate(rules) if now.rule.id == given), 0)
        st.markdown("Choose a row to open a rule below.")
        rows = [rule_row(now) for now in rules]
        chosen = show(
            rows, RULE_COLUMNS, "Rules and how they are kept", selecting="single-row", selected_row=place
        )
        if chosen.selection.rows and chosen.selection.rows[0] != place:
            place = chosen.selection.rows[0]
            address.choose("rule", [rules[place].rule.id])
            st.rerun()
        opened = rules[place]
        address.choose("rule", [opened.rule.id])
        return opened


def rule_row(now: RuleNow) -> dict[str, object]:
    """A rule as a row of the table."""
    rule = now.rule
    return {
        "title": f"{rule.title} (assumed)" if rule.assumed else rule.title,
        "value": now.on_time.value,
        "of": of_text(now.on_time.numerator, now.on_time.denominator),
        "now": now.in_timescale_now.value,
        "overdue": now.overdue,
        "due_soon": now.due_soon,
        "limit": rule.limit.text if rule.limit else "No limit in days",
        "aim": rule.aim.text if rule.aim else None,
    }


def keep_topic() -> None:
    """Take the topic the pills hold; the rule opened starts again."""
    address.choose("topic", [st.session_state["topic"] or ALL_TOPICS])
    address.choose("rule", [])
