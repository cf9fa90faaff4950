"""The parts of the child page: which child, the answer, the chronology, what was asked, what is on record."""

import html
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from cin_metrics.child import Chronology
from cin_metrics.days import british, months_before
from cin_metrics.drift import INDICATORS
from cin_metrics.labels import worded
from cin_metrics.measures import Selection
from cin_metrics.ui import address, answers, charts, frame, papers
from cin_metrics.ui.chronology_chart import (
    chronology_chart,
    height_of,
    open_or,
)
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Column, cases, written
from cin_metrics.ui.theme import STATUS_TITLES
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import (
    STATE_TITLES,
    TOPIC_TITLES,
    cohorts_said,
    count,
    event_words,
    joined,
    late_words,
    plain,
    sentence_start,
    sign_detail,
    unformatted,
)

SPANS = {"12": "Last 12 months", "24": "Last 24 months", "all": "Everything"}
ASKED_COLUMNS = {
    "status_title": Column("State"),
    "title": Column("What was asked", width=230),
    "anchor_date": Column("Counted from", "day"),
    "due_date": Column("Due", "day"),
    "met_date": Column("Done", "day"),
    "late_words": Column("Late by"),
    "reason": Column("Reason on file"),
    "clause": Column("Clause", width=260),
    "topic_title": Column("Topic"),
    "worker": Column("Worker"),
}
EVENT_COLUMNS = {
    "event_date": Column("Day", "day"),
    "said": Column("What happened", width=420),
    "recorded_date": Column("Put on file", "day"),
    "worker": Column("Worker"),
    "team": Column("Team", width=180),
}


def choose(session: Session, view: View) -> Chronology | None:
    """The child asked for; none until one is chosen, or where nobody may be seen by that identifier."""
    opened = answers.open_children(session, view)
    offered = list(dict.fromkeys(row["child_id"] for row in opened))
    given = (address.chosen("child") or [""])[0]
    if given and given not in offered:
        offered.insert(0, given)
    st.session_state["child"] = given or None
    st.selectbox(
        "Child", offered, key="child", index=None, accept_new_options=True,
        placeholder="Choose an open case of the filters above, or type an identifier",
        on_change=address.keep_from, args=("child", "child"),
    )  # fmt: skip
    if not given:
        st.markdown(f"{count(len(offered), 'child', 'children')} with an open case to choose from.")
        return None
    return session.child(view, given)


def answer(child: Chronology, view: View) -> None:
    """Where the child stands, in a sentence."""
    case = child.present
    who = " · ".join(part for part in (case["team"], case["worker"]) if part) or worded("no team recorded")
    states = [
        f"{name.lower()} since <b>{british(since)}</b>"
        for spell, name in STATE_TITLES.items()
        if (since := child.since(spell))
    ]
    if case["end_date"]:
        said = f"Closed on <b>{british(case['end_date'])}</b>; the case was open from {british(case['start_date'])}."
    else:
        said = f"{sentence_start(joined(states, 'and') or 'case open')}; held by {html.escape(who)}."
    overdue = [row for row in child.obligations if row["status"] == "overdue"]
    said += f" <b>{count(len(overdue), 'standard')}</b> overdue now"
    said += f", <b>{count(len(child.indicators), 'sign')}</b> of drift." if child.indicators else ", no sign of drift."
    st.html(f'<p class="cin-answer">{said}</p>')
    parts = [person_words(child), cohort_words(case, view)]
    st.markdown(" · ".join(unformatted(part) for part in parts if part))
    for row in child.indicators:
        st.markdown(f"- **{INDICATORS[row['indicator']]}.** {unformatted(sign_detail(row['detail']))}.")


def person_words(child: Chronology) -> str:
    """What the table of children says, as far as it is needed."""
    details = child.details
    if not details:
        return ""
    age = "not born yet" if details["age"] is None and details["date_of_birth"] else f"aged {details['age']}"
    parts = [age if details["date_of_birth"] else "", "disabled" if details["disabled"] == "yes" else ""]
    return sentence_start(", ".join(part for part in parts if part))


def cohort_words(case: dict[str, Any], view: View) -> str:
    """The cohorts of a case as they are called."""
    said = cohorts_said(view.policy, case["cohort_set"])
    return f"Group: {said}" if said else ""


def chronology(child: Chronology, view: View) -> None:
    """The chronology on a time axis."""
    given = (address.chosen("span") or ["12"])[0]
    st.session_state["span"] = given if given in SPANS else "12"
    st.segmented_control(
        "How far back", list(SPANS), key="span", format_func=SPANS.get, required=True,
        on_change=address.keep_from, args=("span", "span"),
    )  # fmt: skip
    first = first_day(child, st.session_state["span"])
    chart = chronology_chart("What happened, and what was due when", child, first, answers.topics_of(view.policy))
    charts.show(chart, height_of(chart))


def first_day(child: Chronology, span: str) -> date:
    """The first day drawn."""
    start = min(case["start_date"] for case in child.cases)
    return start if span == "all" else max(start, months_before(child.as_of, int(span)))


def details(child: Chronology, view: View) -> None:
    """What was asked, what is on record, who held the case, who else is in the family."""
    asked, recorded, workers, family = st.tabs(
        ["What the policy asked", "What is on record", worded("Workers so far"), "Brothers and sisters"]
    )
    with asked:
        rows, of_all = asked_rows(child, view), "Everything the policy asks for the child, with its clause."
        cases(rows, ASKED_COLUMNS, "What the policy asked", view, "The policy asked nothing.", definition=of_all)
    with recorded:
        rows = [event | {"said": event_words(event)} for event in reversed(child.events)]
        of_all = "Every event on record of the child."
        cases(rows, EVENT_COLUMNS, "What is on record", view, "Nothing is on record.", definition=of_all)
    with workers:
        nobody = sentence_start(NOT_RECORDED)
        written(
            [worded("Worker"), worded("Team"), "From", "To"],
            [
                [held["worker"] or nobody, held["team"], held["from_date"], open_or(held["until_date"])]
                for held in reversed(child.holders)
            ],
        )
    with family:
        siblings(child)


def asked_rows(child: Chronology, view: View) -> Rows:
    """The child's ledger with clauses, the latest due first; what was not required is left out."""
    return [
        row
        | {
            "status_title": STATUS_TITLES[row["status"]],
            "late_words": late_words(row["days_late"], row["limit_unit"]),
            "reason": plain(row["reason"]).capitalize() if row["reason"] else None,
            "clause": view.policy.rule(row["rule_id"]).clause,
            "topic_title": TOPIC_TITLES[row["topic"]],
        }
        for row in child.obligations
        if row["status"] != "not_required"
    ]


def pack(session: Session, child: Chronology, view: View) -> None:
    """The panel pack of this child."""
    st.subheader("To take into the room", anchor=False)
    everyone = replace(view, selection=Selection())
    papers.panel_pack(session, everyone, [child.child_id], view.policy.panel_month, worded("Panel pack of this child"))


def siblings(child: Chronology) -> None:
    """The other children of the family, each a link to its own chronology."""
    if not child.siblings:
        st.markdown("No other child of the same family is in the extract.")
        return
    for row in child.siblings:
        if row["plan_since"]:
            said = worded(f"on a plan since {british(row['plan_since'])}")
        elif row["in_need_since"]:
            said = worded(f"in need since {british(row['in_need_since'])}")
        else:
            said = f"case open since {british(row['open_since'])}" if row["open_since"] else "closed"
        frame.link(f"{row['child_id']}, {said}", "child", child=[row["child_id"]])
