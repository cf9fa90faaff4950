"""The parts of the page of two policies: the answer, each rule under both, one rule's children, a change over time."""

import html
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from cin_metrics.days import Period, british
from cin_metrics.policy import Policy, Rule
from cin_metrics.statistics.change_split import ChangeSplit, split_change
from cin_metrics.two_ledgers import Comparison, compare_ledgers, pair_rules
from cin_metrics.ui import address, answers, charts, compare_choices, frame, side_by_side
from cin_metrics.ui.answers import Share
from cin_metrics.ui.compare_choices import CHANGED
from cin_metrics.ui.figures import GOOD
from cin_metrics.ui.filters import policy_title
from cin_metrics.ui.policy_files import policy_of
from cin_metrics.ui.session import Session
from cin_metrics.ui.side_by_side import Pair, moved_text, points_text, share_words
from cin_metrics.ui.tables import Cell, Column, Columns, cases, of_text, show, written
from cin_metrics.ui.view import View, ledger_key
from cin_metrics.words import count, say_rule, unformatted

DIFFERS = "Listed: judged otherwise by the other policy's rule, or in the figure of one policy only."
ON_TIME_OF = "Done by the due date, of what fell due in the period"
OWN = ("other", "limit", "matched", "opened", "earlier")
BETWEEN = ":"
MOVED = ("judged_otherwise", "counted_in_one", "other_dates", "only_first", "only_second")
"""The counts of a rule pair that say that anything differs."""


class ComparePage:
    """What the page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.names: tuple[str, str] = (policy_title(view.policy.name), "")
        self.changed: Rule | None = None
        self.other = self.choose_other()
        self.second = replace(view, policy=self.other)
        by_hand = {} if self.changed else compare_choices.pairs_by_hand(view.policy, self.other)
        self.rule_pairs = pair_rules(view.policy, self.other, by_hand)
        self.compared = self.compare()
        self.lines = self.all_lines()
        self.both = [line for line in self.lines.values() if self.is_shown(line)]

    def choose_other(self) -> Policy:
        """The policy compared with: another pack, or this one with the limit of ``changed`` at another number."""
        name = compare_choices.other_policy(self.view)
        if name != CHANGED:
            self.names = (self.names[0], policy_title(name))
            return policy_of(name)
        other, self.changed = compare_choices.changed_limit(self.view.policy)
        self.names = (self.names[0], "Changed limit")
        return other

    def compare(self) -> Comparison:
        """Both ledgers side by side."""
        selection, period = self.session.selected(self.view), self.view.period
        pairs = tuple(self.rule_pairs)

        def answer() -> Comparison:
            first, second = self.session.ledger(self.view), self.session.ledger(self.second)
            return compare_ledgers(first, second, pairs, period.first, period.last, selection)

        key = ("compare", ledger_key(self.second), pairs, period.first, period.last, selection)
        return self.session.compared(self.view, key, answer)

    def all_lines(self) -> dict[int, Pair]:
        """Every rule pair with its shares under both policies."""
        lacking = [answers.cannot_be_judged(self.session, policy) for policy in (self.view.policy, self.other)]
        lines = {}
        for row in self.compared.pairs.to_pylist():
            first, second = row["first_rule_id"], row["second_rule_id"]
            lines[row["pair_no"]] = Pair(
                row["pair_no"],
                self.title(first, second),
                side_by_side.share_of(row, "first", lacking[0].get(first)),
                side_by_side.share_of(row, "second", lacking[1].get(second)),
                row,
            )
        return lines

    def title(self, first: str | None, second: str | None) -> str:
        """What a pair is called: the title that both rules have, or both titles."""
        titles = [
            policy.rule(rule_id).title
            for policy, rule_id in ((self.view.policy, first), (self.other, second))
            if rule_id
        ]
        return " / ".join(dict.fromkeys(titles))

    def is_shown(self, line: Pair) -> bool:
        """Whether both policies have the rule; where one limit was changed, whether it makes any difference to it."""
        if self.changed and line.counts["first_rule_id"] != self.changed.id:
            return any(line.counts[number] for number in MOVED)
        return is_of_both(line)

    def answer(self) -> None:
        """The answer to the page's question."""
        first, second = self.names
        judged = [line for line in self.both if line.is_judged]
        ours, theirs = (side_by_side.summed(getattr(line, side) for line in judged) for side in ("first", "second"))
        if not judged:
            said = f"{html.escape(first)} and {html.escape(second)} have no rule in common that can be judged here."
        elif ours.value is None or theirs.value is None:
            said = "Nothing fell due in the period under the rules of one of the two policies."
        else:
            points = (theirs.value - ours.value) * 100
            children = self.compared.children_who_differ(line.pair_no for line in judged)
            rules = "one rule" if len(judged) == 1 else f"{len(judged)} rules"
            lead = f"Under the {rules} that this touches" if self.changed else f"Under the {rules} that both have"
            under = f"{first} {self.change_words()}" if self.changed else second
            said = (
                f"{lead}, <b>{html.escape(under)}</b> would call "
                f"<b>{share_words(theirs)}</b> on time where {html.escape(first)} calls <b>{share_words(ours)}</b>: "
                f"{moved_text(points)}. The answer differs for <b>{count(children, 'child', 'children')}</b>."
            )
        st.html(f'<p class="cin-answer">{said}</p>')
        st.caption(
            f"{GOOD['higher']}. On time: done by the due date, of what fell due in the period. A longer limit finds "
            "more on time without any child being seen sooner."
        )
        frame.gaps(
            "Cannot be judged:",
            dict.fromkeys(
                f"{line.title}. {share.why}"
                for line in self.both
                for share in (line.first, line.second)
                if share.denominator is None
            ),
        )

    def change_words(self) -> str:
        """What was changed, in words."""
        rule = self.changed
        return f"with “{rule.title}” at {limit_words(self.other, rule.id)}" if rule else ""

    def rules(self) -> None:
        """The rules both have as a chart, and the boxes that pair others."""
        drawn = [line for line in self.both if line.is_judged and line.points is not None]
        if len(drawn) > 1:
            title = f"On time under {self.names[0]} and under {self.names[1]}"
            chart = side_by_side.two_shares(title, drawn, *self.names)
            charts.show(chart, side_by_side.chart_height(drawn))
        if not self.changed:
            paired = {pair.first: pair.second for pair in self.rule_pairs if pair.first}
            compare_choices.draw_pairing(self.view.policy, self.other, self.names, paired)

    def choose_pair(self) -> Pair | None:
        """The rule pair opened: the one chosen in the table, or the one with most children who differ."""
        if not self.both:
            return None
        if len(self.both) == 1:
            return self.both[0]
        codes = [code_of(line) for line in self.both]
        given = (address.chosen("opened") or [""])[0]
        usual = max(range(len(self.both)), key=lambda place: self.both[place].counts["children_who_differ"])
        place = codes.index(given) if given in codes else usual
        st.markdown("Choose a row to see the children below.")
        rows = [self.pair_row(line) for line in self.both]
        name = "Rules under both policies"
        chosen = show(rows, self.pair_columns(), name, selecting="single-row", selected_row=place)
        if chosen.selection.rows and chosen.selection.rows[0] != place:
            address.choose("opened", [codes[chosen.selection.rows[0]]])
            st.rerun()
        address.choose("opened", [given] if given in codes else [])
        return self.both[place]

    def pair_columns(self) -> Columns:
        """The columns of the table of rules."""
        first, second = self.names
        return {
            "title": Column("What is asked", width=250),
            "points": Column("Points", explanation=f"By how many points {second} lies above (+) or below (−) {first}"),
            "children": Column("Children who differ", "number", "Judged otherwise, or in one figure only"),
            "first": Column(f"{first}: on time", "share", ON_TIME_OF, is_name=True),
            "first_of": Column(f"{first}: of", is_name=True),
            "second": Column(f"{second}: on time", "share", ON_TIME_OF, is_name=True),
            "second_of": Column(f"{second}: of", is_name=True),
            "first_limit": Column(f"{first}: limit", is_name=True),
            "second_limit": Column(f"{second}: limit", is_name=True),
        }

    def pair_row(self, line: Pair) -> dict[str, Any]:
        """A rule pair as a row of the table."""
        return {
            "title": line.title,
            "first_limit": limit_words(self.view.policy, line.counts["first_rule_id"]),
            "first": line.first.value,
            "first_of": of_text(line.first.numerator, line.first.denominator),
            "second_limit": limit_words(self.other, line.counts["second_rule_id"]),
            "second": line.second.value,
            "second_of": of_text(line.second.numerator, line.second.denominator),
            "points": points_text(line.points),
            "children": line.counts["children_who_differ"] if line.is_judged else None,
        }

    def open_pair(self, line: Pair | None) -> None:
        """One rule pair: what each policy asks, the children who differ, a change over time."""
        if line is None:
            return
        st.header(line.title, anchor=False, divider="gray")
        for name, policy, rule_id, share in (
            (self.names[0], self.view.policy, line.counts["first_rule_id"], line.first),
            (self.names[1], self.other, line.counts["second_rule_id"], line.second),
        ):
            rule = policy.rule(rule_id)
            st.markdown(
                f"**{unformatted(name)}: {unformatted(share_words(share))}.** "
                f"{unformatted(say_rule(policy, rule).whole)} Clause: {unformatted(rule.clause)}."
            )
        if line.is_judged:
            self.children(line)
            self.over_time(line)

    def children(self, line: Pair) -> None:
        """The named children behind the difference, each saying why."""
        st.subheader("The children", anchor=False)
        st.markdown(self.differences_words(line.counts))
        others = line.counts["other_dates"]
        with_dates = others > 0 and st.checkbox(
            f"Also list the {others:,} judged alike with another date", key=f"with dates {line.pair_no}"
        )
        found = self.compared.differences_of(line.pair_no, with_dates)
        rows = [self.child_row(row) for row in found.to_pylist()]
        first, second = self.names
        columns = {
            "child_id": Column("Child"),
            "team": Column("Team", width=150),
            "first_state": Column(f"State: {first}", is_name=True),
            "second_state": Column(f"State: {second}", is_name=True),
            "why": Column("Why", width=350),
            "anchor_date": Column("Counted from", "day"),
            "met": Column("Done", "day"),
            "first_due_date": Column(f"Due: {first}", "day", is_name=True),
            "second_due_date": Column(f"Due: {second}", "day", is_name=True),
            "worker": Column("Worker"),
            "figure": Column("In the figure of", explanation="Which share on time the line is part of"),
        }
        theirs = self.other.rule(line.counts["second_rule_id"])
        cases(
            rows, columns, f"{line.title}, {first} and {second}", self.view, "No child differs.",
            self.view.policy.rule(line.counts["first_rule_id"]), DIFFERS,
            {
                "Other policy": f"{self.other.name} {self.other.version}", "Its rule": theirs.title,
                "Its clause": " ".join(theirs.clause.split()), "Its definition": say_rule(self.other, theirs).whole,
            },
        )  # fmt: skip

    def differences_words(self, counts: dict[str, Any]) -> str:
        """How much differs, in a sentence."""
        first, second = self.names
        parts = {
            f"{count(counts['judged_otherwise'], 'obligation')} judged otherwise": counts["judged_otherwise"],
            f"{counts['only_first']:,} that only {first} asks from that day": counts["only_first"],
            f"{counts['only_second']:,} that only {second} asks from that day": counts["only_second"],
            f"{counts['counted_in_one']:,} in the figure of one only": counts["counted_in_one"],
        }
        said = ", ".join(words for words, number in parts.items() if number)
        children = count(counts["children_who_differ"], "child", "children")
        return unformatted(f"The answer differs for {children}: {said}." if said else "No child is judged otherwise.")

    def child_row(self, row: dict[str, Any]) -> dict[str, Any]:
        """An obligation that differs as a row of the list."""
        return row | {
            "met": row["first_met_date"] or row["second_met_date"],
            "first_state": side_by_side.state_words(row["first_status"]),
            "second_state": side_by_side.state_words(row["second_status"]),
            "why": why_words(row, self.names, self.view.period),
            "figure": side_by_side.figure_words(row, *self.names),
        }

    def over_time(self, line: Pair) -> None:
        """What a change of rule and what a change of practice make of a change over time."""
        st.subheader("If the rule had changed between two periods", anchor=False)
        st.markdown(
            f"A figure that was reported under {unformatted(self.names[0])} and later under "
            f"{unformatted(self.names[1])} changes for two reasons: the rule, and the work. Both are told apart here."
        )
        earlier, later = compare_choices.earlier_period(self.session, self.view), self.view.period
        shares = {
            (side, when): self.share_in(view, rule_id, period)
            for side, view, rule_id in (
                ("old", self.view, line.counts["first_rule_id"]),
                ("new", self.second, line.counts["second_rule_id"]),
            )
            for when, period in (("before", earlier), ("after", later))
        }
        st.html(f'<p class="cin-answer">{split_words(shares, self.names)}</p>')
        written(
            ["Judged by", f"Work of {earlier.words}", f"Work of {later.words}", "Change in the work"],
            [self.split_row(name, side, shares) for name, side in zip(self.names, ("old", "new"), strict=True)],
            numbers=(1, 2, 3), widths=(28, 26, 26, 20),
        )  # fmt: skip
        st.caption("Practice holds chance as well: Timeliness says whether a change is more than that.")
        frame.link("How the change is split, and what that cannot say", "methods", method=["rule_or_practice"])

    def share_in(self, view: View, rule_id: str, period: Period) -> Share:
        """A rule's share on time in a period."""
        rows = self.session.measures(replace(view, period=period), ["timeliness"])
        row = next(row for row in rows if row["rule_id"] == rule_id)
        return Share(row["numerator"], row["denominator"], "" if row["denominator"] else "nothing fell due")

    def split_row(self, name: str, side: str, shares: Mapping[tuple[str, str], Share]) -> list[str | Cell]:
        """One policy's figures of both periods."""
        before, after = shares[side, "before"], shares[side, "after"]
        change = "—"
        if before.value is not None and after.value is not None:
            change = f"{points_text((after.value - before.value) * 100)} points"
        return [name, share_words(before), share_words(after), change]

    def only_in_one(self) -> None:
        """The rules that one policy has and the other has not."""
        if self.changed:
            return
        st.header("Rules of one policy only", anchor=False)
        alone = [line for line in self.lines.values() if not is_of_both(line)]
        if not alone:
            st.markdown("Every rule of either policy has its like in the other.")
            return
        st.markdown("They have no like in the other policy, so nothing can be said of them under it.")
        rows = []
        for line in alone:
            is_first = line.counts["first_rule_id"] is not None
            policy = self.view.policy if is_first else self.other
            rule_id = line.counts["first_rule_id"] or line.counts["second_rule_id"]
            share = line.first if is_first else line.second
            name = self.names[0] if is_first else self.names[1]
            rows.append([line.title, f"Only in {name}", limit_words(policy, rule_id), share_words(share)])
        written(["Rule", "Whose", "Limit", "On time"], rows, numbers=(3,), widths=(36, 22, 16, 26))


def is_of_both(line: Pair) -> bool:
    """Whether both policies have the rule."""
    return bool(line.counts["first_rule_id"] and line.counts["second_rule_id"])


def code_of(line: Pair) -> str:
    """A rule pair as it stands in the address."""
    return f"{line.counts['first_rule_id']}{BETWEEN}{line.counts['second_rule_id']}"


def limit_words(policy: Policy, rule_id: str) -> str:
    """The limit of a rule."""
    rule: Rule = policy.rule(rule_id)
    return rule.limit.text if rule.limit else "No limit in days"


def why_words(row: dict[str, Any], names: tuple[str, str], period: Period) -> str:
    """Why two policies differ about an obligation, in a sentence."""
    first, second = names
    if row["difference"] == "only_first":
        return f"{second} asks nothing from this day."
    if row["difference"] == "only_second":
        return f"{first} asks nothing from this day."
    done = {side: row[f"{side}_met_date"] for side in ("first", "second")}
    done_words = f"{first} counts it as done on {day_words(done['first'])}, {second} on {day_words(done['second'])}"
    parts = side_by_side.dates_moved(row, done_words) or [side_by_side.judged_words(row)]
    if row["difference"] == "counted":
        due = row["second_due_date"] if row["first_is_counted"] else row["first_due_date"]
        other = second if row["first_is_counted"] else first
        parts.append(f"under {other} it {side_by_side.not_counted_why(due, period.first, period.last)}")
    return side_by_side.in_one_sentence(parts)


def day_words(day: Any) -> str:
    """A day, or that there is none."""
    return british(day) if day else "no day"


def split_words(shares: Mapping[tuple[str, str], Share], names: tuple[str, str]) -> str:
    """The change between two figures and what it is made of, in a sentence."""
    values = [shares[side, when].value for side in ("old", "new") for when in ("before", "after")]
    if any(value is None for value in values):
        return "The change cannot be split: in one of the periods nothing fell due under one of the policies."
    split: ChangeSplit = split_change(*(value * 100 for value in values if value is not None))
    old, new = shares["old", "before"], shares["new", "after"]
    return (
        f"From <b>{share_words(old)}</b>, the earlier work under {html.escape(names[0])}, to "
        f"<b>{share_words(new)}</b>, the later work under {html.escape(names[1])}: {points_text(split.change)} points, "
        f"of which <b>{points_text(split.deadline)}</b> from the changed rule and "
        f"<b>{points_text(split.practice)}</b> from changed practice. Judged by the work of either period alone, the "
        f"rule makes {points_text(split.deadline_from)} to {points_text(split.deadline_to)} points."
    )
