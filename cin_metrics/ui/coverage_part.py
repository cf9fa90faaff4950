"""What an extract can answer, shown before any figure: counts in a sentence, each thing with why not below it."""

import streamlit as st

from cin_metrics.coverage import KINDS, Answer, coverage, held_in, what_is_partial
from cin_metrics.events import Extract
from cin_metrics.ui.tables import Cell, Row, written
from cin_metrics.ui.view import View
from cin_metrics.words import joined, unformatted

NAMES = {
    "rule": "standards of the policy",
    "measure": "measures",
    "drift": "signs of drift",
    "wait": "waits",
}


def show(extract: Extract, view: View, which: str) -> None:
    """How much of the policy, the measures, the signs of drift and the waits this extract can answer."""
    answers = coverage(held_in(extract), view.policy)
    st.markdown(f"**What this extract can answer**: {unformatted(summary(answers))}.")
    partial = what_is_partial(extract.limits)
    if partial:
        st.info(unformatted(" ".join(partial)))
    with st.expander("One by one, and why not", key=f"coverage {which}", on_change="rerun") as opened:
        if opened.open:
            for kind, title in KINDS.items():
                written([title, "Can it be computed?"], rows_of(answers, kind), widths=(40, 60))


def summary(answers: list[Answer]) -> str:
    """``2 of 23 standards of the policy, 12 of 20 measures …``."""
    parts = []
    for kind, name in NAMES.items():
        of_kind = [answer for answer in answers if answer.kind == kind]
        parts.append(f"{sum(not answer.why for answer in of_kind)} of {len(of_kind)} {name}")
    return joined(parts, "and")


def rows_of(answers: list[Answer], kind: str) -> list[Row]:
    """What is answered of a kind, then what is not with why."""
    of_kind = sorted((answer for answer in answers if answer.kind == kind), key=lambda answer: bool(answer.why))
    return [
        [answer.title, Cell("Yes") if not answer.why else Cell("No", f"Cannot be computed: {why_words(answer.why)}")]
        for answer in of_kind
    ]


def why_words(why: str) -> str:
    """A reason that goes on after a colon."""
    return why[:1].lower() + why[1:]
