"""The parts of the patterns page: the answer, and the four ways in which work is not spread steadily."""

import html
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from cin_metrics import patterns
from cin_metrics.labels import worded
from cin_metrics.patterns import Batching, Question, Silences
from cin_metrics.patterns.bunching import PILED, RuleTenths
from cin_metrics.patterns.flurries import LAST_WORKING_DAYS, Flurries
from cin_metrics.patterns.silences import SILENCE_PARTS
from cin_metrics.statistics.comparison import TOO_FEW, WITHIN, Comparison, compare_teams
from cin_metrics.ui import address, charts, frame, methods_page, patterns_charts
from cin_metrics.ui.answers import Share, judged_rules
from cin_metrics.ui.charts import sentence
from cin_metrics.ui.patterns_words import (
    A_BATCH,
    ABOUT,
    KINDS,
    LAST_TENTH,
    deadline_answer,
    deadline_sentence,
    flurry_answer,
    flurry_sentences,
    interval_text,
    last_said,
    listed_said,
    silence_answer,
)
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Column, Columns, cases, of_text, share_text, show
from cin_metrics.ui.view import View
from cin_metrics.words import count, joined, sentence_start, unformatted

Answer = TypeVar("Answer")

PATTERNS = {
    "deadline": "At the deadline",
    "flurries": "Flurries before period ends",
    "batches": "Recorded in batches",
    "silences": "Long silences",
}
WINDOWS = {"month": "Month ends", "quarter": "Quarter ends"}
COUNTED = {"work": "Of the work", "file": "It was put on file"}
OWN = ("pattern", "timed", "window", "counted", "kind")
"""The choices of this page that stand in the address."""

GROUP_COLUMNS = {
    "value": Column("Share", "share"),
    "numerator": Column("How many", "number"),
    "denominator": Column("Of all", "number"),
    "verdict": Column("Verdict"),
}
CHILD = {"child_id": Column("Child"), "team": Column("Team", width=180)}
RULE_COLUMNS = {
    "title": Column("What is asked", width=260),
    "share": Column("In the last tenth", "share", "Met in the last tenth of the time allowed, of those met on time"),
    "of": Column("Of how many"),
    "verdict": Column("Verdict"),
    "even": Column("If spread evenly", "share", "What an even spread over the working days allowed would give"),
    "interval": Column("It may truly be", explanation="95% interval"),
}
KIND_COLUMNS = {
    "title": Column("Work", width=200),
    "share": Column("In the last days", "share"),
    "of": Column("Of how many"),
    "verdict": Column("Verdict"),
    "expected": Column("Of the working days", "share", "The last days, of all working days"),
    "interval": Column("It may truly be", explanation="95% interval, wider where the work comes many at a time"),
    "teams": Column("Teams with a flurry"),
}
BATCH_COLUMNS = {
    "title": Column("Work", width=220),
    "share": Column("In batches", "share"),
    "of": Column("Of how many", explanation="Of what was put on file in the period"),
}
QUIET_COLUMNS = CHILD | {
    "worker": Column("Worker"),
    "days_now": Column("Days since", "number", "Since the last record, and still running"),
    "last_said": Column("Last on file", width=220),
    "last_date": Column("On", "day"),
    "longest_days": Column("Longest silence", "number", "Days, of this time in need; it may be the running one"),
    "longest_from": Column("It began", "day"),
    "in_need_since": Column("In need since", "day"),
}


class PatternsPage:
    """What the patterns page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.question = Question(view.period.first, view.period.last, session.selected(view))

    def ask(self, find: Callable[..., Answer], *more: Any) -> Answer:
        """The answer of one of the questions of ``cin_metrics.patterns``, kept."""
        return self.session.kept(
            self.view, ("patterns", find.__name__, self.question, *more),
            lambda: find(self.session.ledger(self.view), self.question, *more),
        )  # fmt: skip

    def answer(self) -> None:
        """The answer to the page's question: a sentence for each pattern."""
        said = [
            deadline_answer(self.judged_rules(), self.view),
            flurry_answer(self.whole_kinds(self.ask(patterns.flurries)).kinds),
            self.batch_answer(),
            self.no_silences or silence_answer(self.ask(patterns.silences)[0]),
        ]
        st.html(f'<p class="cin-answer">{" ".join(said)}</p>')

    def judged_rules(self) -> list[RuleTenths]:
        """The rules met on time, less those that the extract cannot judge."""
        judged = judged_rules(self.session, self.view.policy)
        return [rule for rule in self.ask(patterns.bunching) if rule.rule_id in judged]

    def whole_kinds(self, found: Flurries) -> Flurries:
        """The flurries of the kinds of work of which the source holds all."""
        only = self.session.limits.only
        return replace(found, kinds=tuple(kind for kind in found.kinds if kind.event_type not in only))

    @property
    def no_silences(self) -> str:
        """Why silences cannot be told, in a sentence of HTML; nothing where they can."""
        why = self.session.limits.unanswered.get("idle")
        return f"Silences cannot be computed: {html.escape(why)}." if why else ""

    def batch_answer(self) -> str:
        """How much is put on file in batches, or why that cannot be said."""
        why = self.ask(patterns.not_recorded)
        if why:
            return f"Whether entries come in batches cannot be computed: {html.escape(why)}."
        found = self.ask(patterns.batching)
        if not found:
            return "Nothing was put on file in the period."
        kind = found[0]
        return (
            f"<b>{of_text(kind.in_batches, kind.entries)}</b> {KINDS[kind.event_type].lower()} "
            f"({share_text(kind.share)}) were put on file in batches."
        )

    def choose(self) -> str:
        """The pattern looked at."""
        return self.pills("Look at", "pattern", PATTERNS)

    def section(self, name: str) -> None:
        """One pattern opened."""
        st.header(PATTERNS[name], anchor=False, divider="gray")
        {
            "deadline": self.deadline, "flurries": self.flurries,
            "batches": self.batches, "silences": self.silences,
        }[name]()  # fmt: skip

    def pills(self, label: str, name: str, options: dict[str, str]) -> str:
        """The option chosen, kept in the address."""
        given = (address.chosen(name) or list(options))[0]
        if given not in options:
            first = next(iter(options.values()))
            st.warning(unformatted(f"There is no “{given[:40]}” under “{label}”. “{first}” is shown."))
            given = next(iter(options))
        address.choose(name, [given])
        st.session_state[name] = given
        st.pills(
            label, list(options), key=name, required=True, format_func=options.__getitem__,
            on_change=address.keep_from, args=(name, name),
        )  # fmt: skip
        return given

    def choose_row(self, rows: Rows, columns: Columns, title: str, name: str, usual: int = 0) -> int:
        """The place of the row chosen, whose ``key`` stands in the address; the usual one where none is."""
        keys = [row["key"] for row in rows]
        given = (address.chosen(name) or [keys[usual]])[0]
        place = keys.index(given) if given in keys else usual
        if given not in keys:
            st.warning(unformatted(f"There is nothing of “{given[:40]}” here. Another row is opened."))
        st.markdown("Choose a row to open it below.")
        chosen = show(rows, columns, title, selecting="single-row", selected_row=place)
        if chosen.selection.rows and chosen.selection.rows[0] != place:
            address.choose(name, [keys[chosen.selection.rows[0]]])
            st.rerun()
        address.choose(name, [keys[place]])
        return place

    def deadline(self) -> None:
        """When in the time allowed things are done."""
        st.markdown(
            "Of what was done on time, how much was done in the last tenth of the time allowed? Named where that is "
            "surely over a fifth and over twice what an even spread would give. ▼ lower leaves more room."
        )
        rules = self.judged_rules()
        if not rules:
            st.markdown("Nothing that fell due in the period was done on time, so there is nothing to show.")
            about("deadline")
            return
        titles = {rule.id: rule.title for rule in self.view.policy.rules}
        rows: Rows = [
            {
                "key": rule.rule_id, "title": titles[rule.rule_id], "share": rule.share,
                "of": of_text(rule.at_the_deadline, rule.on_time), "interval": interval_text(rule.interval),
                "even": rule.even, "verdict": sentence_start(rule.verdict),
            }
            for rule in rules
        ]  # fmt: skip
        # What opens is what has most to say: a rule that is named, else one with enough cases.
        weight = {PILED: 2, TOO_FEW: 0}
        usual = max(range(len(rules)), key=lambda place: (weight.get(rules[place].verdict, 1), -place))
        rule = rules[self.choose_row(rows, RULE_COLUMNS, "Rules and when they are met", "timed", usual)]
        title = titles[rule.rule_id]
        st.subheader(unformatted(title), anchor=False)
        st.markdown(unformatted(deadline_sentence(rule)))
        with frame.pair() as (left, right):
            with left:
                charts.show(patterns_charts.tenths("When in the time allowed", rule), 360)
            with right:
                self.by_team(worded("In the last tenth, by team"), rule.teams, rule.compared)
        st.subheader("The children", anchor=False)
        columns = CHILD | {
            "worker": Column("Worker"), "anchor_date": Column("Counted from", "day"),
            "met_date": Column("Done", "day"), "due_date": Column("Due", "day"),
        }  # fmt: skip
        listed = self.ask(patterns.met_at_the_deadline, rule.rule_id)
        asked = self.view.policy.rule(rule.rule_id)
        cases(listed, columns, f"{title}, done in the last tenth", self.view, "None.", asked, LAST_TENTH)
        about("deadline")

    def flurries(self) -> None:
        """Work in the last working days of months and quarters."""
        left, right = st.columns(2)
        with left:
            window = self.pills("Before", "window", WINDOWS)
        with right:
            counted = self.pills("Counted on the day", "counted", COUNTED)
        found = self.whole_kinds(self.ask(patterns.flurries, window, counted == "file"))
        days = f"Last {LAST_WORKING_DAYS} working days of each {window}"
        if not found.kinds:
            lacking = counted == "file" and self.ask(patterns.not_recorded)
            why = f"Cannot be computed: {lacking}." if lacking else "There is no work of these kinds in the period."
            st.markdown(why)
            about("flurries")
            return
        st.markdown(
            f"{days}: {of_text(found.last_days, found.working_days)} working days of the period "
            f"({share_text(found.kinds[0].found.expected_share)}). About as much of the work should fall into them."
        )
        rows: Rows = [
            {
                "key": kind.event_type, "title": KINDS[kind.event_type], "share": kind.found.share,
                "of": of_text(kind.found.inside, kind.found.total), "interval": interval_text(kind.found.interval),
                "expected": kind.found.expected_share, "verdict": sentence_start(kind.verdict),
                "teams": joined(kind.teams_named, "and") or "None",
            }
            for kind in found.kinds
        ]  # fmt: skip
        kind = found.kinds[self.choose_row(rows, KIND_COLUMNS, "Work before period ends", "kind")]
        title = KINDS[kind.event_type]
        st.subheader(title, anchor=False)
        for said in flurry_sentences(kind, window):
            st.markdown(unformatted(said))
        name = worded(f"{title} in the {days[:1].lower()}{days[1:]}, by team")
        chart = patterns_charts.flurry_by_team(name, kind, days)
        charts.show(chart, 120 + 38 * max(len(kind.teams), 4))
        st.subheader("The children", anchor=False)
        columns = CHILD | {"event_date": Column("Done", "day"), "recorded_date": Column("Put on file", "day")}
        listed = self.ask(patterns.period_end_work, kind.event_type, window, counted == "file")
        by = COUNTED[counted][:1].lower() + COUNTED[counted][1:]
        definition = f"Listed: {title.lower()} of the {days.lower()}, counted on the day {by}."
        cases(listed, columns, f"{title}, last days of each {window}", self.view, "None.", definition=definition)
        about("flurries")

    def batches(self) -> None:
        """Work put on file many at a time."""
        st.markdown(f"{A_BATCH} ▼ lower is better: what is written up late is written from memory.")
        why = self.ask(patterns.not_recorded)
        found = [] if why else self.ask(patterns.batching)
        if why:
            frame.gaps("Cannot be computed:", [f"{sentence_start(why)}."])
        elif not found:
            st.markdown("Nothing was put on file in the period.")
        else:
            self.open_batches(found)
        about("batches")

    def open_batches(self, found: list[Batching]) -> None:
        """The kinds of work, and one of them by team with its batches."""
        rows: Rows = [
            {
                "key": kind.event_type, "title": KINDS[kind.event_type], "share": kind.share,
                "of": of_text(kind.in_batches, kind.entries),
            }
            for kind in found
        ]  # fmt: skip
        kind = found[self.choose_row(rows, BATCH_COLUMNS, "Work put on file in batches", "kind")]
        title = KINDS[kind.event_type]
        st.subheader(title, anchor=False)
        if not kind.in_batches:
            st.markdown(f"None of {count(kind.entries, 'entry', 'entries')} was put on file in a batch.")
            return
        self.by_team(worded(f"{title} put on file in batches, by team"), kind.teams, kind.compared)
        worker = {"worker": Column("Worker")} if len(self.question.selection.teams) == 1 else {}
        st.subheader("The batches", anchor=False)
        if not worker:
            st.markdown(worded("The worker stands in the list of a single team, for its manager: choose one above."))
        columns = {"recorded_date": Column("Put on file", "day"), "team": Column("Team", width=180)} | worker | {
            "entries": Column("Entries", "number"), "children": Column("Children", "number"),
            "event_days": Column("Different days of work", "number"), "oldest_date": Column("Oldest", "day"),
        }  # fmt: skip
        listed = self.ask(patterns.batches, kind.event_type)
        cases(listed, columns, f"{title} put on file in batches", self.view, "None.", definition=A_BATCH)
        st.subheader("The children", anchor=False)
        columns = CHILD | worker | {
            "event_date": Column("Done", "day"), "recorded_date": Column("Put on file", "day"),
        }  # fmt: skip
        behind = self.ask(patterns.batched_entries, kind.event_type)
        cases(behind, columns, f"{title} in batches, children", self.view, "None.", definition=A_BATCH)

    def silences(self) -> None:
        """Time in need with nothing on record."""
        st.markdown(worded(
            "Days since the last record of a child in need, beside what is usual in this service: a child is quiet for "
            "longer than usual beyond what 95 of 100 days of all children in need did not exceed. ▼ lower is better. "
            "The running silence is not over, so its length is a least length."
        ))
        if self.no_silences:
            st.html(f'<p class="cin-answer">{self.no_silences}</p>')
            about("silences")
            return
        children, disabled = self.ask(patterns.silences)
        self.silences_of(children, worded("Children in need"))
        st.subheader("Long-term disability support", anchor=False)
        st.markdown("Apart, because its rhythm differs: what is usual here is told from these children alone.")
        self.silences_of(disabled, "Disability support")
        frame.link("Nothing on record for longer than the policy's limit: see Drift", "drift", sign=["idle"])
        about("silences")

    def silences_of(self, group: Silences, name: str) -> None:
        """One group: what is usual, who is quiet now, who was for unusually long."""
        is_drawn = bool(group.children) and group.usual is not None
        if group.is_cwd or not is_drawn:
            st.html(f'<p class="cin-answer">{silence_answer(group)}</p>')
        if not is_drawn:
            return
        chart = patterns_charts.days_since(f"{name}: days since the last work on file", group)
        if group.is_cwd:
            charts.show(chart)
        else:
            with frame.pair() as (left, right):
                with left:
                    charts.show(chart, 340)
                with right:
                    self.quiet_by_team(group)
        self.usual_lengths(group, name)
        quiet, long_before = listed_said(group)
        for title, rows, definition in (
            (f"{name}, quiet for longer than usual now", group.quiet, quiet),
            (f"{name}, not quiet now but with a longer silence than usual behind them", group.long_before, long_before),
        ):
            st.subheader(title, anchor=False)
            listed = [row | {"last_said": last_said(row["last_event"])} for row in rows]
            cases(listed, QUIET_COLUMNS, title, self.view, "None.", definition=definition)

    def quiet_by_team(self, group: Silences) -> None:
        """The children quiet for longer than usual now, by team."""
        teams = group.teams
        quiet, children = [found for found, _ in teams.values()], [of for _, of in teams.values()]
        compared = compare_teams(list(teams), quiet, children)
        self.by_team(worded("Quiet for longer than usual now, by team"), teams, compared)

    def usual_lengths(self, group: Silences, name: str) -> None:
        """How long silences usually are, as a table."""
        st.subheader(f"{name}: how long silences are", anchor=False)
        rows: Rows = [
            {
                "part": "Half" if part == 0.5 else f"{part:.0%}", "lengths": group.lengths[part],
                "since": patterns.first_reaching(group.since, part),
                "longest": patterns.first_reaching(group.longest, part),
            }
            for part in SILENCE_PARTS
        ]  # fmt: skip
        columns = {
            "part": Column("Up to"),
            "lengths": Column("Silence over by day", "number", "Running ones counted as far as they go"),
            "since": Column("Days since the last record", "number", "Of each child in need on each day"),
            "longest": Column("A child's longest silence", "number", "Days; a running one as far as it goes"),
        }
        show(rows, columns, f"{name}, how long silences are")

    def by_team(self, title: str, teams: Any, compared: Comparison) -> None:
        """Shares by team and which differ by more than chance gives."""
        shares = {team: Share(inside, whole) for team, (inside, whole) in teams.items()}
        chart = charts.by_team(title, shares, compared, {"group": Column("Team")} | GROUP_COLUMNS)
        said = chart.description.split(". ", 1)[-1]
        charts.show(replace(chart, description=f"{title}. {said}"), 110 + 38 * max(len(shares), 4))
        apart = [team for team in compared.teams if team.verdict not in (TOO_FEW, WITHIN)]
        for team in apart:
            all_teams = worded("all teams together")
            st.markdown(
                f"**{team.verdict.capitalize()}.** "
                + unformatted(f"{sentence(team.team)}: {team.side} {all_teams} by more than chance gives.")
            )
        if not apart:
            st.markdown(worded("No team differs from all teams together by more than chance gives."))


def about(name: str) -> None:
    """What a pattern is, how it is worked out and what it does not say."""
    with st.expander("How this is worked out and what it does not say", key=f"about {name}"):
        st.markdown(ABOUT[name])
        methods_page.link("The method, its limits and its sources", "piling_up")
