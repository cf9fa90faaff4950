"""The parts of the timeliness page: the topic, its rules, and one rule opened."""

import html

import streamlit as st

from cin_metrics.policy import Rule
from cin_metrics.statistics.comparison import TOO_FEW, WITHIN
from cin_metrics.ui import address, answers, change_charts, charts, frame, methods_page
from cin_metrics.ui.answers import RuleNow, Share
from cin_metrics.ui.figures import GOOD
from cin_metrics.ui.overview import late_words, open_words
from cin_metrics.ui.session import DUE_SOON_WORKING_DAYS, Session, View
from cin_metrics.ui.tables import Column, cases, of_text, share_text, show
from cin_metrics.ui.theme import STATUS_TITLES
from cin_metrics.ui.words import count, plain, say_rule, unformatted
from cin_metrics.vocabulary import TOPICS

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
GROUP_COLUMNS = {
    "value": Column("On time", "share"),
    "numerator": Column("Done on time", "number"),
    "denominator": Column("Fell due", "number"),
}
CASE_COLUMNS = {
    "status_title": Column("State"),
    "child_id": Column("Child"),
    "team": Column("Team", width=180),
    "worker": Column("Worker"),
    "anchor_date": Column("Counted from", "day"),
    "due_date": Column("Due", "day"),
    "met_date": Column("Done", "day"),
    "late_words": Column("Late by"),
    "reason": Column("Reason on file"),
    "counted": Column("In the figure", explanation="Whether it fell due in the period and so counts"),
}
FUNNEL_COLUMNS = GROUP_COLUMNS | {
    "low": Column("Sure from", "share", "The share may truly lie between these, 95 times in a hundred (Wilson)"),
    "high": Column("Sure to", "share", "The share may truly lie between these, 95 times in a hundred (Wilson)"),
    "verdict": Column("Verdict"),
}
NO_DISTANCE = ("requires", "stay")
CHILD_DAYS = ("Child-days in timescale", "Child-days at risk")


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
            what = TOPICS.get(given, given)
            st.warning(unformatted(f"This policy has no rules under “{what[:40]}”. All topics are shown."))
            given = ALL_TOPICS
        address.choose("topic", [given])
        st.session_state["topic"] = given
        st.pills(
            "Topic", [ALL_TOPICS, *held], key="topic", required=True,
            format_func=lambda topic: TOPICS.get(topic, "All topics"),
            on_change=keep_topic,
        )  # fmt: skip
        return [now for now in self.rules if given in (ALL_TOPICS, now.rule.topic)]

    def answer(self, rules: list[RuleNow]) -> None:
        """The answer to the page's question for the rules of a topic."""
        judged = [now for now in rules if now.on_time.denominator is not None]
        numerator = sum(now.on_time.numerator or 0 for now in judged)
        denominator = sum(now.on_time.denominator or 0 for now in judged)
        share = Share(numerator, denominator)
        overdue = sum(now.overdue or 0 for now in judged)
        soon = sum(now.due_soon or 0 for now in judged)
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

    def open_rule(self, now: RuleNow) -> None:
        """One rule: what it asks, how it goes over time and by team, how late, the children."""
        rule = now.rule
        st.header(rule.title, anchor=False, divider="gray")
        self.head(now)
        if now.on_time.denominator is None:
            return
        if now.on_time.value is None:
            st.markdown("Nothing fell due under this rule in the period, so there is nothing to draw.")
        else:
            lasting = answers.monthly_figure(self.session, self.view, "time_in_timescale", rule.id)
            with frame.pair() as (left, right):
                with left:
                    self.trend(rule)
                    if lasting:
                        self.distance(rule)
                with right:
                    if lasting:
                        change_charts.show_figure(lasting, "Time in timescale by month", CHILD_DAYS)
                    self.teams(rule)
            if rule.shape not in NO_DISTANCE and not lasting:
                self.distance(rule)
        self.children(rule)

    def head(self, now: RuleNow) -> None:
        """What the rule asks, its clause, its figures."""
        rule, policy = now.rule, self.view.policy
        said = say_rule(policy, rule)
        source = policy.source.title if policy.source else policy.title
        parts = [said.asks, *said.differs, *said.counts]
        if rule.aim:
            parts.append(f"Good practice: {rule.aim.text}.")
        st.html(f'<p class="cin-answer">{html.escape(" ".join(parts))}</p>')
        if rule.assumed:
            st.info("The number is assumed: the source sets none, so this product's own is used.")
        figure = share_text(now.on_time.value)
        st.markdown(
            f"**{figure}** on time ({now.on_time.why or of_text(now.on_time.numerator, now.on_time.denominator)}) · "
            f"**{share_text(now.in_timescale_now.value)}** of open children in timescale now "
            f"({now.in_timescale_now.why or of_text(now.in_timescale_now.numerator, now.in_timescale_now.denominator)})"
            f" · {GOOD['higher']}"
        )
        with st.expander("Where this comes from and how it is computed", key=f"clause {rule.id}"):
            st.markdown(f"**Source.** {unformatted(source)}, {unformatted(rule.clause)}.")
            if rule.note:
                st.markdown(f"**Note.** {unformatted(rule.note)}")
            st.markdown(
                "**On time.** Obligations met by their due date ÷ those that fell due in the period and not after "
                "the as-of date (on time, late, missed or overdue). What is not yet due and what was no longer "
                "required never count."
            )
            st.markdown(
                "**By month and by team.** The usual range is what chance gives around the average; a month or "
                "team outside it, and a run of seven months alike, deserves a question. Months with few children "
                "are shown and not judged."
            )
            methods_page.link("How to read a control chart", "control_charts")
            methods_page.link("How teams are compared", "teams")
            if rule.shape == "every":
                st.markdown(
                    "**Time in timescale.** Child-days inside the limit ÷ child-days at risk. A late flurry of visits "
                    "does not bring back the days that went before."
                )
            st.markdown(
                "**In timescale now.** Open children with something open under this rule and nothing overdue ÷ "
                "open children with something open under it."
            )

    def trend(self, rule: Rule) -> None:
        """The share on time by month, and whether it changes by more than chance."""
        figure = answers.monthly_figure(self.session, self.view, "timeliness", rule.id)
        if figure:
            change_charts.show_figure(figure, "On time by month", ("Done on time", "Fell due"))

    def teams(self, rule: Rule) -> None:
        """The share on time by team, and which teams differ by more than chance."""
        teams = answers.rule_groups(self.session, self.view, rule.id, "team")
        compared = answers.compared(teams)
        team = {"group": Column("Team")}
        by_number, by_name = st.tabs(["By number due", "By name"])
        with by_number:
            charts.show(change_charts.funnel("Teams by how many fell due", compared, team | FUNNEL_COLUMNS), 340)
        with by_name:
            columns = team | GROUP_COLUMNS | {"verdict": Column("Verdict")}
            charts.show(charts.by_team("On time by team", teams, compared, columns), 110 + 38 * max(len(teams), 4))
        apart = [found for found in compared.teams if found.verdict not in (TOO_FEW, WITHIN)]
        for found in apart:
            icon = "▲" if found.side == "above" else "▼"
            st.markdown(f"**{icon} {found.verdict.capitalize()}.** {unformatted(found.sentence)}")
        if not apart:
            st.markdown("**●** No team differs from all teams together by more than chance gives.")

    def distance(self, rule: Rule) -> None:
        """How far from the due date things were done."""
        rows = answers.met_against_due(self.session, self.view, rule.id)
        if not rows:
            return
        days = "working days" if rule.limit and rule.limit.unit == "working_day" else "days"
        columns = {"span": Column("Done"), "obligations": Column("How many", "number")}
        charts.show(charts.against_due("When it was done, against the due date", rows, days, columns))
        if rule.shape == "within":
            share = answers.bunching(self.session, self.view, rule.id)
            if share.value is not None:
                st.markdown(
                    f"**{of_text(share.numerator, share.denominator)}** ({share_text(share.value)}) of those on "
                    f"time were done in the last tenth of the time allowed."
                )

    def children(self, rule: Rule) -> None:
        """The children behind the figures, overdue first."""
        st.subheader("The children", anchor=False)
        rows = [
            row
            | {
                "status_title": STATUS_TITLES[row["status"]],
                "late_words": late_words(row["days_late"], row["limit_unit"]),
                "reason": plain(row["reason"]).capitalize() if row["reason"] else None,
                "counted": "yes" if row["is_counted"] else "no",
            }
            for row in answers.rule_cases(self.session, self.view, rule.id)
        ]
        columns = {k: c for k, c in CASE_COLUMNS.items() if k != "reason" or rule.reason_expected}
        counted = sum(row["is_counted"] for row in rows)
        st.markdown(
            f"{count(len(rows), 'obligation')} open now or due in the period, overdue first; "
            f"{counted:,} of them make the figure."
        )
        cases(rows, columns, f"{rule.title}, children", self.view, "None.")


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
