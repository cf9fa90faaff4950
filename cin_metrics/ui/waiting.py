"""The parts of the drift page on waiting: plans by quarter of start, how long until what, and by group."""

from datetime import timedelta
from typing import Any

import streamlit as st

from cin_metrics.days import british, months_before
from cin_metrics.labels import worded
from cin_metrics.statistics.survival import CHECK_DAYS, CHECK_MONTHS
from cin_metrics.ui import (
    address,
    charts,
    filters,
    frame,
    methods_page,
    waiting_charts,
    waiting_quarters,
)
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Cell, Column, cases, share_text, show, written
from cin_metrics.ui.view import View
from cin_metrics.ui.waiting_words import (
    SAID,
    end_cell,
    few_said,
    group_name,
    interval_text,
    median_words,
    reached_cell,
    said_of,
    standing_cell,
    still_words,
)
from cin_metrics.waiting import (
    ENDS,
    WAITS,
    cannot_be_computed,
    ends_never_recorded,
    make_waits,
)
from cin_metrics.waiting_groups import (
    GROUPINGS,
    MOST_QUARTERS,
    Group,
    begun_between,
    differ,
    group_of,
    headline,
    is_apart,
    policy_periods,
    quarters,
    split,
)
from cin_metrics.words import cohort_title, count, joined, sentence_start, unformatted

OWN = ("wait", "by", "whose")
"""The choices of this part that stand in the address."""
MONTHS_COUNTED = 24
MOST_PANELS = 12
TOGETHER = "together"
USUAL, APART = "in_need", "disability"
WHOSE = {USUAL: worded("Children in need"), APART: "Long-term disability support"}
DEFAULT_MARK = 9
ROW_COLUMNS = {
    "child_id": Column("Child"),
    "episode_id": Column("Episode"),
    "team": Column("Team at the start", width=180),
    "worker": Column("Worker at the start"),
    "start_date": Column("Began", "day"),
    "end_date": Column("Over", "day"),
    "days": Column("Days", "number", "To the end, or to the as-of date"),
    "how": Column("How it ended"),
}


class WaitingPart:
    """What the drift page shows of waiting, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        ledger, selection = session.ledger(view), session.selected(view)
        self.impossible = cannot_be_computed(ledger)
        every = session.kept(view, ("waits", selection), lambda: make_waits(ledger, selection).to_pylist())
        self.every: Rows = [row for row in every if row["start_date"] <= view.period.last]
        self.whose = self._choose_whose()

    def answer(self) -> None:
        """Of the plans of the latest quarter that can be told, how many were still open."""
        if why := self.impossible.get("plan_end"):
            frame.gaps("Cannot be computed:", [f"{worded('How long plans stay open')}: {why}."])
            self._draw_whose()
            return
        other = USUAL if self.whose == APART else APART
        said = f"{self._plans_said(self.whose)} ▼ Lower is better."
        if self._waits("plan_end", other):
            apart = self._plans_said(other, short=True)
            said += f" <b>{WHOSE[other]}</b>, counted apart: {apart[:1].lower()}{apart[1:]}"
        st.html(f'<p class="cin-answer">{said}</p>')
        self._draw_whose()

    def plans(self) -> None:
        """The share of plans still open by quarter of start."""
        rows = self._waits("plan_end", self.whose)
        if not rows:
            return
        chart = waiting_quarters.by_quarter(quarters(rows, WAITS["plan_end"]))
        if chart.figure.data:
            charts.show(chart, 420)
            return
        st.subheader(chart.title, anchor=False)
        none = "No quarter holds 5 plans that were followed for three months, so there is nothing to draw."
        st.markdown(worded(none))
        with st.expander("The quarters as a table", key="table of few plans"):
            show(chart.rows, chart.columns, f"{chart.title}, as a table")

    def how_long(self) -> None:
        """One wait: its curve, the table under it, its groups, the children."""
        st.header("How long until…", anchor=False, divider="gray")
        wait_place, by_place = st.columns(2)
        with wait_place:
            name = choose("wait", "Until", {n: w.title for n, w in WAITS.items()}, "wait")
        with by_place:
            by = choose("by", "Side by side", {TOGETHER: "All together", **GROUPINGS}, "break-down")
        wait = WAITS[name]
        if why := self.impossible.get(name):
            frame.gaps("Cannot be computed:", [f"{wait.title}: {why}."])
            return
        rows, since = self._counted(name, by, self.whose)
        if not rows:
            st.markdown(f"No {wait.thing[0]} began {since}.")
            return
        whole = group_of("All", rows, wait)
        st.html(f'<p class="cin-answer">{said_of(name, whole, since)}</p>')
        if by == TOGETHER:
            self._curve(name, whole)
        else:
            self._side_by_side(name, whole, by)
        self._about(name)
        with st.expander("The children behind it", key="children of waits"):
            self._children(name, rows)

    def _curve(self, name: str, whole: Group) -> None:
        """The curve of all together with the number still followed under it."""
        wait = WAITS[name]
        drawn = waiting_charts.stack if wait.competing else waiting_charts.curve
        charts.show(drawn(name, whole), 400)
        heads = [standing.mark for standing in whole.standings]
        body: list[Any] = []
        if wait.competing:
            for end in wait.ends:
                body.append([ENDS[end], *(end_cell(s, end) for s in whole.standings)])
        body.append([sentence_start(SAID[name].still), *(standing_cell(s) for s in whole.standings)])
        body.append(["Still followed on that day", *(s.followed for s in whole.standings)])
        written(
            ["After", *heads], body, numbers=tuple(range(1, len(heads) + 1)),
            caption=f"{count(whole.started, *wait.thing)}, so long after the start; 95% intervals below each share",
        )  # fmt: skip

    def _side_by_side(self, name: str, whole: Group, by: str) -> None:
        """Each group beside all together, by name and not by rank."""
        wait = WAITS[name]
        periods = policy_periods(self.view.policy, self.session.selected(self.view).teams)
        if by == "policy_period" and not periods.days:
            st.markdown("No change of policy is recorded, and the policy names no date.")
            return
        counted = self._counted(name, by, None)[0] if by == "cohort" else whole.rows
        parts = split(counted, by, periods)
        titles = {code: cohort_title(self.view.policy, code) for code in parts} if by == "cohort" else {}
        groups = [
            group_of(group_name(by, key, periods, titles), rows, wait) for key, rows in parts.items()
        ]
        shown = groups[-MOST_PANELS:] if by == "quarter" else groups[:MOST_PANELS]
        if len(shown) < len(groups):
            st.markdown(f"{len(shown)} of {len(groups)} are drawn; the table has all.")
        chart = waiting_charts.panels(name, whole, shown)
        charts.show(chart, waiting_charts.height_of(len(shown)))
        if by == "cohort":
            st.markdown(
                "A child of several groups counts in each, so they are not tested against each other. All together are "
                f"those chosen above: {WHOSE[self.whose].lower()}."
            )
        else:
            st.markdown(VERDICTS[differ(groups, wait)])
        heads = [HEADS.get(by, GROUPINGS[by]), sentence_start(wait.thing[1]), "Half by", *(m for m, _ in wait.marks)]
        body = [
            [
                Cell(group.name), group.started, median_words(name, group),
                *(reached_cell(wait, standing) for standing in group.standings[1:]),
            ]
            for group in groups
        ]  # fmt: skip
        written(
            heads, body, numbers=tuple(range(1, len(heads))),
            caption=f"{waiting_charts.measured(name)}, 95% intervals below; by name or date, not ranked",
        )  # fmt: skip

    def _about(self, name: str) -> None:
        """What is counted, and by which method."""
        wait = WAITS[name]
        with st.expander("What is counted, and how", key=f"about wait {name}"):
            st.markdown(f"**What is counted.** {wait.definition} {worded('Team')} and group are those at the start.")
            st.markdown(f"**How.** {SAID[name].method}")
            methods_page.link("How long things take: the method", "waiting")
            methods_page.link("How need ends: the method", "how_need_ends")
        if never := ends_never_recorded(self.session.ledger(self.view), name):
            named = joined([ENDS[end].lower() for end in never], "and")
            st.info(
                f"The extract holds no event for: {named}. Such cases cannot be told from those that go on."
            )

    def _children(self, name: str, rows: Rows) -> None:
        """The waits behind the figures, those that go on first, the longest in front."""
        listed = [
            row | {"how": ENDS[row["ended"]] if row["ended"] else sentence_start(SAID[name].still)}
            for row in sorted(rows, key=lambda row: (row["ended"] is not None, -row["days"]))
        ]
        wait, waiting = WAITS[name], sum(row["ended"] is None for row in rows)
        st.markdown(f"{waiting:,} {still_words(name)}, the longest first; then those that have ended.")
        title = f"Waits, {wait.title.lower()}"
        cases(listed, ROW_COLUMNS, title, self.view, "None.", definition=wait.definition)

    def _waits(self, name: str, whose: str | None = None) -> Rows:
        """The waits of one kind, of the children asked about."""
        return [
            row
            for row in self.every
            if row["wait"] == name and (whose is None or is_apart(row) == (whose == APART))
        ]

    def _counted(self, name: str, by: str, whose: str | None) -> tuple[Rows, str]:
        """The waits that a curve counts, and since when in words.

        Quarters and policy periods need the past; other curves count two years, or the period where it is longer.
        """
        rows = self._waits(name, whose)
        period = self.view.period
        if by == "policy_period":
            return rows, f"up to {british(period.last)}"
        months = MOST_QUARTERS * 3 if by == "quarter" else MONTHS_COUNTED
        first = min(period.first, months_before(period.last + timedelta(1), months))
        return begun_between(rows, first, period.last), f"from {british(first)} to {british(period.last)}"

    def _plans_said(self, whose: str, short: bool = False) -> str:
        """What the latest quarter that can be told says of plans."""
        rows = self._waits("plan_end", whose)
        if not rows:
            return worded("No plan has started.")
        day = preferred_day(self.view)
        found = headline(quarters(rows, WAITS["plan_end"]), day)
        if found is None:
            return few_said(group_of("All", rows, WAITS["plan_end"]), day)
        now = found.now
        said = (
            f"Of {worded(count(now.started, 'plan'))} started {found.quarter.name}, "
            f"<b>{now.open:,} ({share_text(now.share)})</b> were still open after {now.mark} "
            f"(95% interval {interval_text(now.interval)})."
        )
        if short or found.then is None:
            return said
        then = found.then
        verdict = "more" if found.beyond_chance else "no more"
        return (
            f"{said} A year before it was {then.open:,} of {then.started:,} ({share_text(then.share)}); the difference "
            f"is {verdict} than chance gives."
        )

    def _choose_whose(self) -> str:
        """Whose waits are shown: the choice in the address where there are any, else whoever has some."""
        present = [whose for whose in WHOSE if any(is_apart(row) == (whose == APART) for row in self.every)]
        notices: list[str] = []
        given = filters.known("whose", list(WHOSE), notices, "group of children")
        for notice in notices:
            st.warning(unformatted(notice))
        chosen = given if given in present else (present or [USUAL])[0]
        address.choose("whose", [chosen if len(present) > 1 else ""])
        return chosen

    def _draw_whose(self) -> None:
        """The choice between children in need and long-term disability support, where there are both."""
        if not address.chosen("whose"):
            return
        st.session_state["whose"] = self.whose
        st.pills(
            "Whose waits", list(WHOSE), key="whose", required=True, format_func=WHOSE.__getitem__,
            on_change=address.keep_from, args=("whose", "whose"),
        )  # fmt: skip


HEADS = {"quarter": "Began in", "policy_period": "Period"}
VERDICTS = {
    True: "**Differences: more than chance gives** between at least some of them (log-rank test). Ask what differs in "
    "who the children are and how the work is recorded before asking who does it better.",
    False: "**Differences: no more than chance gives** between groups of these sizes (log-rank test).",
    None: "**Differences: too few to tell.**",
}


def choose(name: str, label: str, titles: dict[str, str], what: str) -> str:
    """The value chosen in a select box whose choice stands in the address; the first unless another is."""
    notices: list[str] = []
    value = filters.known(name, list(titles), notices, what) or next(iter(titles))
    for notice in notices:
        st.warning(unformatted(notice))
    return filters.select(name, label, list(titles), value, titles.__getitem__, "")


def preferred_day(view: View) -> int:
    """The day the answer looks at: the policy's panel month where it is one of those counted, else nine months."""
    month = view.policy.panel_month
    wanted = month.number if month.unit == "month" and month.number in CHECK_MONTHS else DEFAULT_MARK
    return CHECK_DAYS[CHECK_MONTHS.index(wanted)]
