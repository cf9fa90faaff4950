"""The parts of the drift page: the answer, the signs, the children with why."""

from collections import Counter

import streamlit as st

from cin_metrics.drift import INDICATORS, used
from cin_metrics.labels import worded
from cin_metrics.ui import address, answers, charts, frame, team_table
from cin_metrics.ui.answers import Share
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Cell, Column, Row, download, of_text, share_text, written
from cin_metrics.ui.team_table import TeamColumn
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import count, say_drift, sign_detail, unformatted

MOST_CHILDREN = 200
ANY_SIGN = ""
LENGTHS = {
    "plan_length": (worded("Open plans by length"), "open plan"),
    "episode_length": ("Open cases by length", "open case"),
}
"""The measures of length: title, and what is counted."""
DOWNLOAD_COLUMNS = {
    "child_id": Column("Child"),
    "episode_id": Column("Episode"),
    "number_of_indicators": Column("Signs", "number"),
    "title": Column("Sign"),
    "since": Column("Since", "day"),
    "said": Column("Why"),
    "team": Column("Team"),
    "worker": Column("Worker"),
    "in_need_since": Column("In need since", "day"),
}


class DriftPage:
    """What the drift page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.shares = answers.drift_shares(session, view)
        self.impossible = session.drift_not_computable(view)
        self.rows = [
            row | {"title": INDICATORS[row["indicator"]], "said": sign_detail(row["detail"])}
            for row in session.drift(view)
        ]

    def answer(self) -> None:
        """The answer to the page's question."""
        two, three, disabled = self.shares["2+"], self.shares["3+"], self.shares["cwd 2+"]
        if not two.denominator and not disabled.denominator:
            st.html(worded('<p class="cin-answer">No child is in need.</p>'))
            return
        lacking = (f"{INDICATORS[name]}: {why}." for name, why in self.impossible.items())
        if len(self.impossible) == len(used(self.view.policy.drift)):
            st.html(f'<p class="cin-answer">{two.why or disabled.why}</p>')
            frame.gaps("Cannot be computed:", lacking)
            return
        said = []
        if two.denominator:
            said.append(
                f"<b>{share_words(two)}</b> {worded('in need')} show two or more signs of drift, "
                f"<b>{three.numerator:,}</b> of them three or more."
            )
        if disabled.denominator:
            said.append(
                "Long-term disability support, counted apart: "
                f"<b>{share_words(disabled)}</b> show two or more{'' if two.denominator else ' signs of drift'}."
            )
        st.html(f'<p class="cin-answer">{" ".join(said)}</p>')
        frame.gaps("Cannot be computed:", lacking)

    @property
    def none_said(self) -> str:
        """What is said where nobody shows a sign."""
        if len(self.impossible) == len(used(self.view.policy.drift)):
            return "No sign of drift can be computed, so none can show."
        return "No child shows a sign of drift."

    def choose_sign(self) -> str:
        """The sign whose children are listed; none means any."""
        names = used(self.view.policy.drift)
        given = (address.chosen("sign") or [ANY_SIGN])[0]
        if given and given not in names:
            st.warning(unformatted(f"This policy has no sign “{given[:40]}”. All signs are shown."))
            given = ANY_SIGN
        address.choose("sign", [given])
        st.session_state["sign"] = given
        st.selectbox(
            "Show children with", [ANY_SIGN, *names], key="sign",
            format_func=lambda name: INDICATORS.get(name, "Any sign"),
            on_change=address.keep_from, args=("sign", "sign"),
        )  # fmt: skip
        if given:
            st.markdown(f"**{INDICATORS[given]}.** {say_drift(given, getattr(self.view.policy.drift, given))}")
        return given

    def signs(self) -> None:
        """How many children show each sign, disability support apart."""
        of_group = Counter(row["title"] for row in self.rows if not row["is_cwd"])
        apart = Counter(row["title"] for row in self.rows if row["is_cwd"])
        rows: Rows = [
            {
                "title": INDICATORS[name],
                "children": of_group[INDICATORS[name]],
                "disabled": apart[INDICATORS[name]],
                "when": say_drift(name, getattr(self.view.policy.drift, name)),
            }
            for name in used(self.view.policy.drift)
            if name not in self.impossible
        ]
        columns = {
            "title": Column("Sign"),
            "children": Column("Children", "number"),
            "disabled": Column("Disability support", "number"),
            "when": Column("Present when"),
        }
        rows.sort(key=lambda row: -row["children"])
        note = "Long-term disability support is left out here; the table has it apart."
        chart = charts.counts("Children by sign", rows, "title", "children", columns, note)
        charts.show(chart, 70 + 34 * max(len(rows), 3))

    def lengths(self) -> None:
        """How long plans and cases have been open, disability support apart."""
        rows = {name: answers.open_lengths(self.session, self.view, name) for name in LENGTHS}
        drawn = {name: found for name, found in rows.items() if any(r["open"] or r["disabled"] for r in found)}
        if not drawn:
            return
        with frame.pair() as places:
            for place, (name, found) in zip(places, drawn.items(), strict=False):
                with place:
                    charts.show(length_chart(name, found), 90 + 34 * len(found))

    def by_team(self) -> None:
        """Which signs are common in which team, disability support apart."""
        st.subheader(worded("Signs by team"), anchor=False)
        whole = answers.drift_by_team(self.session, self.view, "1+")
        names = [name for name in used(self.view.policy.drift) if name not in self.impossible]
        showing = {
            (row["team"] or NOT_RECORDED, row["indicator"], row["child_id"])
            for row in self.rows
            if not row["is_cwd"]
        }
        counted = Counter((team, indicator) for team, indicator, _ in showing)
        columns = [
            TeamColumn(
                INDICATORS[name],
                {team: Share(counted[team, name], share.denominator) for team, share in whole.items()},
                "lower",
            )
            for name in names
            if any(counted[team, name] for team in whole)
        ]
        if not columns:
            st.markdown(self.none_said)
            return
        signs = ", ".join(INDICATORS[name] for name in names if not any(counted[team, name] for team in whole))
        none = f" No child shows: {signs}." if signs else ""
        caption = worded(
            f"Children with the sign, of the team's children in need; long-term disability support apart.{none}"
        )
        team_table.draw(columns, caption, teams_across=True)

    def open_child(self) -> None:
        """A way from the list to one child's chronology."""
        names = list(dict.fromkeys(row["child_id"] for row in self.rows))
        if not names:
            return
        child = st.selectbox(
            "Open a child's chronology", names, index=None, key="drift_child", placeholder="Choose or type a child"
        )
        if child:
            frame.link(f"Chronology of {unformatted(child)} →", "child", child=[child])

    def children(self, sign: str, is_cwd: bool) -> None:
        """The children of one group, those with most signs first, each saying why."""
        rows = [row for row in self.rows if row["is_cwd"] == is_cwd]
        if sign:
            kept = {row["episode_no"] for row in rows if row["indicator"] == sign}
            rows = [row for row in rows if row["episode_no"] in kept]
        by_child: dict[int, Rows] = {}
        for row in rows:
            by_child.setdefault(row["episode_no"], []).append(row)
        if not by_child:
            st.markdown(self.none_said)
            return
        shown = list(by_child.values())[:MOST_CHILDREN]
        more = f" The first {MOST_CHILDREN} are shown; the download has all." if len(by_child) > len(shown) else ""
        st.markdown(f"{count(len(by_child), 'child', 'children')}, those with most signs first.{more}")
        written(
            ["Child", "Signs", "Why", worded("In need since")],
            [child_row(found) for found in shown],
            numbers=(1,), widths=(20, 8, 57, 15),
        )  # fmt: skip
        name = "Drift in disability support" if is_cwd else "Drift"
        shown = f"Children who show the sign “{INDICATORS[sign]}”" if sign else "Children who show a sign of drift"
        definition = worded(f"{shown}, of the open children in need{' in disability support' if is_cwd else ''}.")
        download(rows, DOWNLOAD_COLUMNS, name, self.view, definition=definition)


def length_chart(name: str, rows: Rows) -> charts.Chart:
    """What is open by months since it began; disability support in the table."""
    whole, apart = sum(row["open"] for row in rows), sum(row["disabled"] for row in rows)
    title, what = LENGTHS[name]
    columns = {
        "band": Column("Months"), "open": Column("Open", "number"), "share": Column("Share", "share"),
        "disabled": Column("Disability support", "number"),
    }  # fmt: skip
    note = (
        f"Of {worded(count(whole, what))}, by months since it began. Long-term disability support ({apart:,} more) is "
        "left out here; the table has it apart."
    )
    listed = [
        row | {"band": f"{row['band']} months", "share": row["open"] / whole if whole else None} for row in rows
    ]
    return charts.counts(title, listed, "band", "open", columns, note)


def child_row(found: Rows) -> Row:
    """A child with every sign it shows."""
    first = found[0]
    held = " · ".join(part for part in (first["team"], first["worker"]) if part) or worded("No team recorded")
    why = Cell("", points=[f"{row['title']}: {row['said']}." for row in found])
    return [Cell(first["child_id"], held), first["number_of_indicators"], why, first["in_need_since"]]


def share_words(share: Share) -> str:
    """``24 of 94 children (25.5%)``."""
    if not share.denominator:
        return "None of 0 children"
    return f"{of_text(share.numerator, share.denominator)} children ({share_text(share.value)})"
