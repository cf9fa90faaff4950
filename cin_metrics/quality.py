"""Questions about the events that stop no row: what looks wrong, why it matters, how to mend it.

Each is a file in ``sql/quality/``, which opens with its title, why and mend, and gives one row for each
time the question arises: child_id, episode_id, event_date, other_date, team, detail.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

import pyarrow

from cin_metrics.engine import Connection, Workspace, query
from cin_metrics.vocabulary import CLOSURE_CODES, EVENT_TYPES, OUTCOMES

QUESTIONS = (
    "closed_before_referral",
    "event_after_closure",
    "two_open_episodes",
    "overlapping_episodes",
    "plan_ended_not_open",
    "assessment_before_start",
    "visit_under_protection",
    "recorded_before_event",
    "recorded_in_future",
    "recorded_late",
    "no_team",
    "no_worker",
    "unknown_outcome",
    "unreadable_yes_no",
    "mixed_date_forms",
)


@dataclass(frozen=True)
class Question:
    """What is asked of the events."""

    name: str
    title: str
    why: str
    mend: str


@dataclass(frozen=True)
class Finding:
    """A question, and how often it arose."""

    question: Question
    count: int


@cache
def question(name: str) -> Question:
    """The question that ``sql/quality/{name}.sql`` asks, in the words of its comment."""
    comment = " ".join(
        line.removeprefix("--").strip()
        for line in query(f"quality/{name}").splitlines()
        if line.startswith("--")
    )
    parts = re.split(r"(title|Grain|Reads|why|mend): ", comment)
    words = dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))
    return Question(name, words["title"], words["why"], words["mend"])


def find(connection: Connection, extract_date: date) -> list[Finding]:
    """Every question, in the order of ``QUESTIONS``, and how often it arises in an extract."""
    workspace = asking(connection, extract_date)
    try:
        return [
            Finding(question(name), workspace.ask(f"quality/{name}").num_rows) for name in QUESTIONS
        ]
    finally:
        workspace.close()


def rows_of(connection: Connection, extract_date: date, name: str) -> pyarrow.Table:
    """Where one question arises: the children behind the count of a finding."""
    workspace = asking(connection, extract_date)
    try:
        return workspace.ask(f"quality/{name}")
    finally:
        workspace.close()


def asking(connection: Connection, extract_date: date) -> Workspace:
    """A workspace with what the questions read beside the extract's tables."""
    workspace = Workspace(connection)
    workspace.give("load_settings", pyarrow.table({"extract_date": [extract_date]}))
    workspace.give("vocabulary", vocabulary_table())
    return workspace


def vocabulary_table() -> pyarrow.Table:
    """The known words of event types and outcomes, with the form that a cell is compared in."""
    words = [("event_type", word) for word in EVENT_TYPES]
    words += [("outcome", word) for word in (*OUTCOMES, *CLOSURE_CODES)]
    return pyarrow.table(
        {
            "column_name": [column for column, _ in words],
            "tidy": [word.lower() for _, word in words],
            "word": [word for _, word in words],
        }
    )
