"""The parts of the page of what was known then: the answer, rules then and now, one rule's children, late entries."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from cin_metrics.days import (
    PERIODS,
    Period,
    british,
    month_ends,
    months_before,
    read_day,
    usual_period,
)
from cin_metrics.known_then import LateEntries, compare_then_and_now, entries_behind, late_entries
from cin_metrics.two_ledgers import Comparison
from cin_metrics.ui import address, answers, charts, frame, side_by_side
from cin_metrics.ui.figures import GOOD
from cin_metrics.ui.filters import MONTH_ENDS_OFFERED, TYPE_A_DAY, day_title
from cin_metrics.ui.session import Session
from cin_metrics.ui.side_by_side import Pair, moved_text, points_text, share_words
from cin_metrics.ui.tables import Column, cases, of_text, show
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import EVENT_MEANINGS, count, sentence_start, unformatted

USUAL_MONTHS = 3
THEN, NOW = "Known then", "Known now"
MOVED = "Listed: judged otherwise by what was known then and by what is known now."
CAME_LATE = "Listed: what had happened by the day looked back to and was put on file after it."
ENTRY_COLUMNS = {
    "child_id": Column("Child"),
    "title": Column("What happened", width=330),
    "event_date": Column("On", "day"),
    "recorded_date": Column("Put on file", "day"),
    "days_late": Column("Days later", "number"),
    "team": Column("Team", width=150),
    "worker": Column("Worker"),
    "asked": Column("Asked about", explanation="Whether the rule looks at such events; others work through the status"),
}
CHILD_COLUMNS = {
    "child_id": Column("Child"),
    "team": Column("Team", width=150),
    "first_state": Column(THEN),
    "second_state": Column(NOW),
    "why": Column("Why", width=300),
    "entries": Column("Late entries", "number", "Of this episode: what happened by the day and was put on file later"),
    "anchor_date": Column("Counted from", "day"),
    "due": Column("Due", "day"),
    "met": Column("Done, as known now", "day"),
    "worker": Column("Worker"),
}


class KnownThenPage:
    """What the page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session = session
        self.day = choose_day(session, view)
        period = ending_on(view.period, self.day)
        self.now = replace(view, as_of=self.day, known_by=None, period=period)
        self.then = replace(self.now, known_by=self.day)
        self.origin = {"Known then by": self.day}

    def can_be_told(self) -> bool:
        """Whether the extract says when anything was put on file; said where it does not."""
        counts = self.session.values_recorded().values()
        recorded = sum(row["recorded_date"] for row in counts)
        if recorded:
            events = sum(row["number_of_events"] for row in counts)
            st.markdown(
                f"Figures of {self.now.period.words}, as of {british(self.day)}. {of_text(recorded, events)} entries "
                "say when they were put on file; any other counts as put on file on its day."
            )
            self.compared, self.late = self.compare(), self.read_late()
            self.lines = self.all_lines()
            return True
        st.html(
            '<p class="cin-answer">It cannot be told what was known on the day: this extract has no recorded dates.</p>'
        )
        st.markdown("Add the column `recorded_date`, the day on which each entry was put on file, to the extract.")
        return False

    def compare(self) -> Comparison:
        """The ledgers of the day side by side, as known then and as known now."""
        selection, period = self.session.selected(self.now), self.now.period

        def answer() -> Comparison:
            then, now = self.session.ledger(self.then), self.session.ledger(self.now)
            return compare_then_and_now(then, now, period.first, period.last, selection)

        return self.session.compared(self.now, ("known_then", period.first, period.last, selection), answer)

    def read_late(self) -> LateEntries:
        """What had happened by the day and was put on file later."""
        selection = self.session.selected(self.now)
        return self.session.kept(
            self.now, ("late_entries", selection), lambda: late_entries(self.session.ledger(self.now), selection)
        )

    def all_lines(self) -> list[Pair]:
        """Every rule with its share then and now."""
        lacking = answers.cannot_be_judged(self.session, self.now.policy)
        lines = []
        for row in self.compared.pairs.to_pylist():
            rule_id = row["second_rule_id"]
            first, second = (
                side_by_side.share_of(row, side, lacking.get(rule_id)) for side in ("first", "second")
            )
            title = self.now.policy.rule(rule_id).title
            lines.append(Pair(row["pair_no"], title, first, second, row))
        return lines

    def answer(self) -> None:
        """The answer to the page's question."""
        judged = [line for line in self.lines if line.is_judged]
        then, now = (side_by_side.summed(getattr(line, side) for line in judged) for side in ("first", "second"))
        counts = self.late.counts.to_pylist()
        number = sum(row["entries"] for row in counts)
        if then.value is None or now.value is None:
            said = f"Nothing was known by {british(self.day)} to have fallen due in the period."
            if now.value is not None:
                said += f" Known now: <b>{share_words(now)}</b> on time."
        else:
            children = self.compared.children_who_differ(line.pair_no for line in judged)
            said = (
                f"On {british(self.day)} we knew of <b>{share_words(then)}</b> on time. With what was put on file since"
                f" it is <b>{share_words(now)}</b>: {moved_text((now.value - then.value) * 100)}."
            )
            said += f" The answer moved for <b>{count(children, 'child', 'children')}</b>." if children else ""
        said += f" {late_words(number)}"
        st.html(f'<p class="cin-answer">{said}</p>')
        st.caption(f"{GOOD['higher']}. On time: done by the due date, of what fell due in the period.")
        frame.gaps("Cannot be judged:", (f"{n.title}. {n.first.why}" for n in self.lines if not n.is_judged))

    def rules(self) -> None:
        """The rules whose share moved, as a chart."""
        moved = [line for line in self.lines if line.is_judged and line.points and round(line.points, 1)]
        if not moved:
            st.markdown("No rule's share on time moved by as much as a tenth of a point.")
            return
        note = "Only rules that moved by a tenth of a point or more; the table below has all."
        chart = side_by_side.points_moved("How far each rule's share on time has moved since", moved, THEN, NOW, note)
        charts.show(chart, side_by_side.chart_height(moved))

    def choose_rule(self) -> Pair | None:
        """The rule opened: the one chosen in the table, or the one that moved for most children."""
        judged = sorted(
            (line for line in self.lines if line.is_judged), key=lambda line: -line.counts["children_who_differ"]
        )
        if not judged:
            return None
        ids = [line.counts["second_rule_id"] for line in judged]
        given = (address.chosen("rule") or [""])[0]
        if given and given not in [rule.id for rule in self.now.policy.rules]:
            st.warning(unformatted(f"This policy has no rule “{given[:40]}”. Another one is opened."))
        place = ids.index(given) if given in ids else 0
        st.markdown(
            "Those that moved for most children first. Choose a row to see the children and the late entries below."
        )
        columns = {
            "title": Column("What is asked", width=300),
            "first": Column(f"{THEN}: on time", "share"),
            "first_of": Column(f"{THEN}: of"),
            "second": Column(f"{NOW}: on time", "share"),
            "second_of": Column(f"{NOW}: of"),
            "points": Column("Moved by", explanation="Percentage points, + for higher now"),
            "children": Column("Children", "number", "For whom the answer moved"),
        }
        rows = [rule_row(line) for line in judged]
        chosen = show(rows, columns, "Rules then and now", selecting="single-row", selected_row=place)
        if chosen.selection.rows and chosen.selection.rows[0] != place:
            address.choose("rule", [ids[chosen.selection.rows[0]]])
            st.rerun()
        address.choose("rule", [given] if given in ids else [])
        return judged[place]

    def open_rule(self, line: Pair | None) -> None:
        """One rule: whose obligations moved, and the late entries behind them."""
        if line is None:
            return
        st.header(line.title, anchor=False, divider="gray")
        st.markdown(
            unformatted(
                f"{THEN}: {share_words(line.first)}. {NOW}: {share_words(line.second)}. "
                f"{sentence_start(moved_text(line.points))}."
            )
        )
        moved = self.compared.differences_of(line.pair_no, with_dates=False).to_pylist()
        st.subheader("The children for whom it moved", anchor=False)
        if not moved:
            st.markdown("No child's obligation moved under this rule.")
            return
        rule = self.now.policy.rule(line.counts["second_rule_id"])
        entries = entries_behind(self.now.policy, rule.id, moved, self.late.entries.to_pylist())
        behind: dict[int, int] = {}
        for entry in entries:
            behind[entry["episode_no"]] = behind.get(entry["episode_no"], 0) + 1
        rows = [child_row(row, self.now.period) | {"entries": behind.get(row["episode_no"], 0)} for row in moved]
        name = f"{line.title}, moved since {british(self.day)}"
        cases(rows, CHILD_COLUMNS, name, self.now, "None.", rule, MOVED, self.origin)
        st.subheader("The late entries behind them", anchor=False)
        st.markdown(
            f"What had happened to these children by {british(self.day)} and was put on file later, what the rule asks "
            "about first."
        )
        shown = [
            entry | {"title": EVENT_MEANINGS[entry["event_type"]], "asked": "yes" if entry["is_asked_about"] else "no"}
            for entry in entries
        ]
        cases(shown, ENTRY_COLUMNS, f"{line.title}, late entries", self.now, "None.", rule, CAME_LATE, self.origin)

    def late_entries(self) -> None:
        """How much came late, by what and by whom."""
        st.header("What came late", anchor=False)
        rows = [
            row | {"title": EVENT_MEANINGS[row["event_type"]], "team": row["team"] or sentence_start(NOT_RECORDED)}
            for row in self.late.counts.to_pylist()
        ]
        columns = {
            "title": Column("What happened", width=330),
            "team": Column("Team", width=180),
            "entries": Column("Entries", "number"),
            "children": Column("Children", "number"),
            "median_days": Column("Usual delay (days)", "number", "The median, from the day it happened to the file"),
            "most_days": Column("Longest (days)", "number"),
        }
        st.markdown(f"Entries of what had happened by {british(self.day)}, put on file after it.")
        rows = [row | {"median_days": round(row["median_days"])} for row in rows]
        name = f"Put on file after {british(self.day)}"
        cases(rows, columns, name, self.now, "None.", definition=CAME_LATE, beside=self.origin)


def choose_day(session: Session, view: View) -> date:
    """The past day looked back to: a month's end about three months ago, or any day typed."""
    ends = [end for end in month_ends(session.first_date, view.as_of, MONTH_ENDS_OFFERED) if end < view.as_of]
    wanted = months_before(view.as_of, USUAL_MONTHS)
    usual = min(ends, key=lambda end: abs(end - wanted), default=view.as_of)
    day = usual
    for given in address.chosen("day")[:1]:
        found = read_day(given)
        if found and session.first_date <= found <= view.as_of:
            day = found
        else:
            st.warning(
                unformatted(
                    f"Day: “{given[:40]}” is not a day from {british(session.first_date)} to {british(view.as_of)}. "
                    f"Shown for {british(usual)}."
                )
            )
    address.choose("day", [str(day)] if day != usual else [])
    st.session_state["day"] = str(day)
    st.selectbox(
        "The day looked back to", [str(end) for end in sorted({*ends, day}, reverse=True)], key="day",
        format_func=day_title, accept_new_options=True, on_change=address.keep_from, args=("day", "day"),
        help=TYPE_A_DAY,
    )  # fmt: skip
    return day


def ending_on(period: Period, day: date) -> Period:
    """The period of the same kind that ends on a day: a usual one, or as many days."""
    if period.code in PERIODS:
        return usual_period(period.code, day)
    if period.last == day:
        return period
    return Period(period.code, period.title, day - (period.last - period.first), day)


def rule_row(line: Pair) -> dict[str, Any]:
    """A rule as a row of the table."""
    return {
        "title": line.title,
        "first": line.first.value,
        "first_of": of_text(line.first.numerator, line.first.denominator),
        "second": line.second.value,
        "second_of": of_text(line.second.numerator, line.second.denominator),
        "points": points_text(line.points),
        "children": line.counts["children_who_differ"],
    }


def child_row(row: dict[str, Any], period: Period) -> dict[str, Any]:
    """An obligation that moved as a row of the list."""
    return row | {
        "due": row["second_due_date"] or row["first_due_date"],
        "met": row["second_met_date"],
        "first_state": side_by_side.state_words(row["first_status"]) or "Not known",
        "second_state": side_by_side.state_words(row["second_status"]) or "No longer asked",
        "why": why_words(row, period),
    }


def why_words(row: dict[str, Any], period: Period) -> str:
    """Why an obligation moved, in a sentence."""
    if row["difference"] == "only_second":
        return "What it counts from was put on file later."
    if row["difference"] == "only_first":
        return "A later entry changed what it counts from."
    then, now = row["first_met_date"], row["second_met_date"]
    if then is None:
        done = f"done on {british(now)}, put on file later"
    elif now is None:
        done = f"{british(then)} no longer counts as the day it was done"
    else:
        done = f"done on {british(now)}, known then as {british(then)}"
    parts = side_by_side.dates_moved(row, done) or [side_by_side.judged_words(row)]
    if row["difference"] == "counted":
        due = row["second_due_date"] if row["first_is_counted"] else row["first_due_date"]
        when = "now" if row["first_is_counted"] else "then"
        parts.append(f"as known {when} it {side_by_side.not_counted_why(due, period.first, period.last)}")
    return side_by_side.in_one_sentence(parts)


def late_words(number: int) -> str:
    """How many entries came late, in a sentence."""
    if not number:
        return "Nothing that had happened by then was put on file later."
    verb = "was" if number == 1 else "were"
    return f"<b>{count(number, 'entry', 'entries')}</b> of what had happened by then {verb} put on file later."
