"""One rule opened: what it asks, then over time, days taken, recording, teams, overdue, due soon, the children."""

import html
from collections import Counter
from collections.abc import Callable

import streamlit as st

from cin_metrics.benchmarks import benchmark_for
from cin_metrics.labels import worded
from cin_metrics.statistics.comparison import TOO_FEW, WITHIN
from cin_metrics.ui import address, answers, change_charts, charts, frame, methods_page, rule_lists
from cin_metrics.ui.answers import RuleNow
from cin_metrics.ui.benchmark_answers import to_year
from cin_metrics.ui.charts import sentence
from cin_metrics.ui.figures import GOOD
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Column, of_text, share_text, written
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import count, say_rule, unformatted

PARTS = {
    "time": "Over time",
    "days": "Days taken",
    "recording": "Recording",
    "teams": worded("Teams"),
    "overdue": "Overdue",
    "soon": "Due soon",
    "children": "The children",
}
GROUP_COLUMNS = {
    "value": Column("On time", "share"),
    "numerator": Column("Done on time", "number"),
    "denominator": Column("Fell due", "number"),
}
FUNNEL_COLUMNS = GROUP_COLUMNS | {
    "low": Column("Sure from", "share", "The share may truly lie between these, 95 times in a hundred (Wilson)"),
    "high": Column("Sure to", "share", "The share may truly lie between these, 95 times in a hundred (Wilson)"),
    "verdict": Column("Verdict"),
}
NO_DISTANCE = ("requires", "stay")
WITH_TENTHS = ("within", "every")
CHILD_DAYS = ("Child-days in timescale", "Child-days at risk")
NOTHING_DUE = "Nothing fell due under this rule in the period, so there is nothing to draw."
LAG_BANDS: tuple[tuple[str, int | None], ...] = (
    ("Before it happened", -1), ("The same day", 0), ("1 day", 1), ("2 days", 2), ("3 to 5 days", 5),
    ("6 to 10 days", 10), ("11 to 20 days", 20), ("21 days or more", None),
)  # fmt: skip
"""Each band of days to record, and its last day."""


class RuleOpened:
    """One rule of the timeliness page."""

    def __init__(self, session: Session, view: View, now: RuleNow):
        self.session, self.view, self.now, self.rule = session, view, now, now.rule

    def show(self) -> None:
        """What the rule asks and its figures, then its parts, each asked for only where its tab is open."""
        st.header(self.rule.title, anchor=False, divider="gray")
        self.head()
        if self.now.on_time.denominator is None:
            return
        given = (address.chosen("part") or ["time"])[0]
        if given not in PARTS:
            st.warning(unformatted(f"There is no part “{given[:40]}” here. {PARTS['time']} is shown."))
            given = "time"
        address.choose("part", [given] if given != "time" else [])
        st.session_state["part"] = PARTS[given]
        drawn: dict[str, Callable[[], None]] = {
            "time": self.over_time, "days": self.days_taken, "recording": self.recording, "teams": self.teams,
            "overdue": self.overdue, "soon": self.due_soon, "children": self.children,
        }  # fmt: skip
        tabs = st.tabs(list(PARTS.values()), key="part", on_change=keep_part)
        with tabs[list(PARTS).index(given)]:
            drawn[given]()

    def head(self) -> None:
        """What the rule asks, its clause, its figures, the published one, and where else it is looked at."""
        rule, policy, now = self.rule, self.view.policy, self.now
        said = say_rule(policy, rule)
        parts = [said.asks, *said.differs, *said.counts]
        if rule.aim:
            parts.append(f"Good practice: {rule.aim.text}.")
        st.html(f'<p class="cin-answer">{html.escape(" ".join(parts))}</p>')
        if rule.assumed:
            st.info("The number is assumed: the source sets none, so this product's own is used.")
        st.markdown(
            f"**{share_text(now.on_time.value)}** on time "
            f"({now.on_time.why or of_text(now.on_time.numerator, now.on_time.denominator)}) · "
            f"**{share_text(now.in_timescale_now.value)}** of open children in timescale now "
            f"({now.in_timescale_now.why or of_text(now.in_timescale_now.numerator, now.in_timescale_now.denominator)})"
            f" · {GOOD['higher']}"
        )
        published = self.published()
        with st.expander("Where this comes from and how it is computed", key=f"clause {rule.id}"):
            self.computed()
        with st.container(horizontal=True):
            frame.link("As known then →", "known_then", rule=[rule.id])
            frame.link("Under another policy →", "compare")
            if rule.shape in WITH_TENTHS:
                frame.link("Done at the last moment? →", "patterns", pattern=["deadline"], timed=[rule.id])
            if published:
                frame.link("Beside England →", "benchmarks")

    def published(self) -> bool:
        """Whether a figure of England of the same definition is published; if so it is said, with how ours differs."""
        published = benchmark_for("timeliness", self.rule, self.view.policy)
        england = published.england if published else None
        if published is None or england is None or england.value is None:
            return False
        st.markdown(
            f"**England: {share_text(england.value)}**, {to_year(published)}. {unformatted(published.beside_measure)}"
        )
        st.caption(unformatted(f"Source: {published.source}."))
        return True

    def computed(self) -> None:
        """The source, the clause, and how the figures come about."""
        rule, policy = self.rule, self.view.policy
        source = policy.source.title if policy.source else policy.title
        st.markdown(f"**Source.** {unformatted(source)}, {unformatted(rule.clause)}.")
        if rule.note:
            st.markdown(f"**Note.** {unformatted(rule.note)}")
        st.markdown(
            "**On time.** Obligations met by their due date ÷ those that fell due in the period and not after "
            "the as-of date (on time, late, missed or overdue). What is not yet due and what was no longer "
            "required never count."
        )
        st.markdown(worded(
            "**By month and by team.** The usual range is what chance gives around the average; a month or "
            "team outside it, and a run of seven months alike, deserves a question. Months with few children "
            "are shown and not judged."
        ))
        methods_page.link("How to read a control chart", "control_charts")
        methods_page.link(worded("How teams are compared"), "teams")
        if rule.shape == "every":
            st.markdown(worded(
                "**Time in timescale.** Child-days inside the limit ÷ child-days at risk. A late flurry of visits "
                "does not bring back the days that went before."
            ))
        st.markdown(
            "**In timescale now.** Open children with something open under this rule and nothing overdue ÷ "
            "open children with something open under it."
        )

    def over_time(self) -> None:
        """The share on time by month and the time in timescale, and whether they change by more than chance."""
        if self.now.on_time.value is None:
            st.markdown(NOTHING_DUE)
            return
        shares = answers.monthly_figure(self.session, self.view, "timeliness", self.rule.id)
        lasting = answers.monthly_figure(self.session, self.view, "time_in_timescale", self.rule.id)
        drawn = [
            (figure, title, counted)
            for figure, title, counted in (
                (shares, "On time by month", ("Done on time", "Fell due")),
                (lasting, "Time in timescale by month", CHILD_DAYS),
            )
            if figure
        ]
        if len(drawn) == 1:
            change_charts.show_figure(*drawn[0])
            return
        with frame.pair() as places:
            for place, (figure, title, counted) in zip(places, drawn, strict=False):
                with place:
                    change_charts.show_figure(figure, title, counted)

    def days_taken(self) -> None:
        """How far from the due date things were done, and how much was done at the last moment."""
        rule = self.rule
        if rule.shape in NO_DISTANCE:
            st.markdown("This rule sets no number of days to be early or late by.")
            return
        rows = answers.met_against_due(self.session, self.view, rule.id)
        if not rows:
            st.markdown("Nothing that fell due in the period is done, so there are no days to show.")
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

    def recording(self) -> None:
        """How long after the event it was put on file: how many days, and by team."""
        asked = answers.what_meets(self.view.policy, self.rule)
        rows = answers.recording_by_team(self.session, self.view, asked)
        whole = next(row for row in rows if row["is_all"])
        if not whole["recorded"]:
            said = f"None of {count(whole['events'], 'event')} in the period says when it was put on file."
            st.markdown(said if whole["events"] else "Nothing happened in the period that could have been put on file.")
            return
        st.markdown(
            f"Half were on file within **{days_said(whole['median_days'])}**, nine in ten within "
            f"**{days_said(whole['p90_days'])}**. {of_text(whole['recorded'], whole['events'])} events of the period "
            "have a recorded date; all of them count here, on time or not. ▼ Sooner is better."
        )
        with frame.pair() as (left, right):
            with left:
                self.lag(asked)
            with right:
                st.subheader(worded("Days to record, by team"), anchor=False)
                written(
                    [worded("Team"), "Half within", "Nine in ten within", "Recorded date"],
                    [
                        [
                            "All" if row["is_all"] else sentence(row["team"] or NOT_RECORDED),
                            days_said(row["median_days"]), days_said(row["p90_days"]),
                            of_text(row["recorded"], row["events"]),
                        ]
                        for row in rows
                    ],
                    numbers=(1, 2, 3), widths=(37, 18, 22, 23),
                )  # fmt: skip
                st.caption(worded("Teams by name, not by rank."))

    def lag(self, asked: list[str]) -> None:
        """How many events were put on file so many days later."""
        bands = Counter[str]()
        for row in answers.recording_days(self.session, self.view, asked):
            bands[band_of(row["days"])] += row["events"]
        rows: Rows = [
            {"band": band, "events": bands[band]} for band, last in LAG_BANDS if last != -1 or bands[band]
        ]
        columns = {"band": Column("Put on file"), "events": Column("Events", "number")}
        charts.show(charts.counts("Days from event to record", rows, "band", "events", columns), 300)

    def teams(self) -> None:
        """The share on time by team, which teams differ by more than chance, and one team's workers by name."""
        if self.now.on_time.value is None:
            st.markdown(NOTHING_DUE)
        else:
            self.compared()
        rule_lists.workers(self.session, self.view, self.rule)

    def compared(self) -> None:
        """Teams beside all teams together."""
        teams = answers.rule_groups(self.session, self.view, self.rule.id, "team")
        if len(teams) < 2:
            st.markdown(worded("Only one team is shown, so there is none to compare it with."))
            return
        compared = answers.compared(teams)
        team = {"group": Column("Team")}
        with frame.pair() as (left, right):
            with left:
                title = worded("Teams by how many fell due")
                charts.show(change_charts.funnel(title, compared, team | FUNNEL_COLUMNS), 340)
            with right:
                columns = team | GROUP_COLUMNS | {"verdict": Column("Verdict")}
                title = worded("On time by team")
                charts.show(charts.by_team(title, teams, compared, columns), 110 + 38 * max(len(teams), 4))
        apart = [found for found in compared.teams if found.verdict not in (TOO_FEW, WITHIN)]
        for found in apart:
            icon = "▲" if found.side == "above" else "▼"
            st.markdown(f"**{icon} {found.verdict.capitalize()}.** {unformatted(found.sentence)}")
        if not apart:
            st.markdown(worded("**●** No team differs from all teams together by more than chance gives."))

    def overdue(self) -> None:
        """What is overdue under the rule."""
        rule_lists.overdue(self.session, self.view, self.rule)

    def due_soon(self) -> None:
        """What falls due next under the rule."""
        rule_lists.due_soon(self.session, self.view, self.rule)

    def children(self) -> None:
        """The children behind the figures, overdue first."""
        rule_lists.children(self.session, self.view, self.rule)


def band_of(days: int) -> str:
    """The band of ``LAG_BANDS`` that holds a number of days."""
    return next(band for band, last in LAG_BANDS if last is None or days <= last)


def days_said(days: float | None) -> str:
    """``1 day``, ``2.5 days``, ``the same day``; a dash where nothing has a recorded date."""
    if days is None:
        return "—"
    number = f"{days:,.1f}".removesuffix(".0")
    return "the same day" if number == "0" else f"{number} {'day' if number == '1' else 'days'}"


def keep_part() -> None:
    """Take the part whose tab was opened."""
    chosen = st.session_state["part"]
    address.choose("part", [name for name, title in PARTS.items() if title == chosen])
