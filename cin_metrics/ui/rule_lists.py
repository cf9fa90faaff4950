"""The lists of one rule opened: overdue, due soon, all its children, and one team's workers by name."""

from collections import Counter

import streamlit as st

from cin_metrics.days import british
from cin_metrics.labels import worded
from cin_metrics.policy import Rule
from cin_metrics.ui import answers
from cin_metrics.ui.charts import sentence
from cin_metrics.ui.session import DUE_SOON_WORKING_DAYS, Rows, Session
from cin_metrics.ui.tables import Column, cases, written
from cin_metrics.ui.theme import STATUS_TITLES
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import count, late_words, plain, unformatted

CASE_COLUMNS = {
    "status_title": Column("State"),
    "child_id": Column("Child"),
    "team": Column("Team", width=180),
    "worker": Column("Worker"),
    "anchor_date": Column("Counted from", "day"),
    "due_date": Column("Due", "day"),
    "met_date": Column("Done", "day"),
    "late_words": Column("Late by"),
    "reason_said": Column("Reason on file"),
    "counted": Column("In the figure", explanation="Whether it fell due in the period and so counts"),
}
OVERDUE_COLUMNS = {
    "child_id": Column("Child"),
    "days_late": Column("Days late", "number", "Working days where the limit is in working days"),
    "due_date": Column("Overdue since", "day"),
    "anchor_date": Column("Counted from", "day"),
    "team": Column("Team", width=180),
    "worker": Column("Worker"),
    "reason_said": Column("Reason on file"),
}
SOON_COLUMNS = {
    "due_date": Column("Due", "day"),
    "working_days_left": Column("Working days left", "number"),
    "child_id": Column("Child"),
    "anchor_date": Column("Counted from", "day"),
    "team": Column("Team", width=180),
    "worker": Column("Worker"),
}
MOST_NAMED = 12
SORTED_SAID = "Click a header to sort."


def overdue(session: Session, view: View, rule: Rule) -> None:
    """What is overdue under a rule: how late, since when, and the reason on file."""
    st.subheader("Overdue", anchor=False)
    rows = with_reason(answers.open_cases(session, view, "overdue", [rule.id]))
    if not rows:
        st.markdown("Nothing is overdue under this rule.")
        return
    whose = count(answers.number_of_children(rows), "child", "children")
    said = f"**{count(len(rows), 'obligation')}** of {whose}, longest first."
    if rule.reason_expected:
        reasons = sum(row["reason_said"] is not None for row in rows)
        said += f" A reason is on file for {reasons:,} of them; it explains, and does not make it on time."
    st.markdown(f"{said} {SORTED_SAID}")
    columns = {key: column for key, column in OVERDUE_COLUMNS.items() if key != "reason_said" or rule.reason_expected}
    cases(rows, columns, f"{rule.title}, overdue", view, "None.", rule)


def due_soon(session: Session, view: View, rule: Rule) -> None:
    """What falls due next under a rule, by working day."""
    rows = answers.open_cases(session, view, "upcoming", [rule.id])
    if not rows:
        st.subheader("Due soon", anchor=False)
        st.markdown(f"Nothing falls due under this rule in the next {DUE_SOON_WORKING_DAYS} working days.")
        return
    title = f"Due in the next {DUE_SOON_WORKING_DAYS} working days"
    st.subheader(f"{title}: {len(rows):,}", anchor=False)
    by_day: dict[int, Rows] = {}
    for row in rows:
        by_day.setdefault(row["working_days_left"], []).append(row)
    written(
        ["By", "Falls due", "Children"],
        [
            [day_said(found), len(found), children_said(found)]
            for _, found in sorted(by_day.items())
        ],
        "By working day; what falls due on a weekend or holiday stands with the working day before it",
        numbers=(1,), widths=(24, 14, 62),
    )  # fmt: skip
    st.markdown(f"{worded('The same with team and worker.')} {SORTED_SAID}")
    cases(rows, SOON_COLUMNS, f"{rule.title}, due soon", view, "None.", rule)


def day_said(rows: Rows) -> str:
    """The first day on which any of these falls due: ``Thu 1 Oct 2026``."""
    day = min(row["due_date"] for row in rows)
    return f"{day:%a} {british(day)}"


def children_said(rows: Rows) -> str:
    """The children of some rows, so many named."""
    names = list(dict.fromkeys(row["child_id"] for row in rows))
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def children(session: Session, view: View, rule: Rule) -> None:
    """The children behind the figures of a rule, overdue first."""
    st.subheader("The children", anchor=False)
    rows = [
        row
        | {
            "status_title": STATUS_TITLES[row["status"]],
            "late_words": late_words(row["days_late"], row["limit_unit"]),
            "counted": "yes" if row["is_counted"] else "no",
        }
        for row in with_reason(answers.rule_cases(session, view, rule.id))
    ]
    columns = {key: column for key, column in CASE_COLUMNS.items() if key != "reason_said" or rule.reason_expected}
    counted = sum(row["is_counted"] for row in rows)
    st.markdown(
        f"{count(len(rows), 'obligation')} open now or due in the period, overdue first; "
        f"{counted:,} of them make the figure."
    )
    cases(rows, columns, f"{rule.title}, children", view, "None.", rule)


def workers(session: Session, view: View, rule: Rule) -> None:
    """What is open and overdue with each worker of the one team selected, by name; no share, no rank, no verdict."""
    st.subheader(worded("Workers, by name"), anchor=False)
    teams = session.selected(view).teams
    if len(teams) != 1:
        st.markdown(worded(
            "Choose a single team in the filters to see what its workers have open. Workers are listed by name and "
            "never compared: a caseload is too small and too unlike the next to say anything of the person."
        ))
        return
    rows = [row for row in answers.rule_cases(session, view, rule.id) if row["status"] in ("overdue", "upcoming")]
    opened = Counter(row["worker"] for row in rows)
    late = Counter(row["worker"] for row in rows if row["status"] == "overdue")
    if not rows:
        st.markdown("Nothing is open under this rule.")
        return
    st.markdown(f"What is open under this rule in {unformatted(teams[0])}, for sharing out the work.")
    written(
        [worded("Worker"), "Open", "Of them overdue"],
        [
            [sentence(name or NOT_RECORDED), opened[name], late[name]]
            for name in sorted(opened, key=lambda name: (name is None, name or ""))
        ],
        numbers=(1, 2), widths=(50, 25, 25),
    )  # fmt: skip


def with_reason(rows: Rows) -> Rows:
    """The rows with their reason in words."""
    return [row | {"reason_said": plain(row["reason"]).capitalize() if row["reason"] else None} for row in rows]

