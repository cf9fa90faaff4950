"""Questions about the events that stop no row: what looks wrong, why it matters, how to mend it, what it touches.

Each is a file in ``sql/quality/``, which opens with its title, why, mend and touches, and gives one row for each
time the question arises: child_id, episode_id, event_date, other_date, team, detail. Every one is described in
docs/data_quality.md.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pyarrow

from cin_metrics.engine import Connection, SmallTable, Workspace, parameters, query
from cin_metrics.labels import worded
from cin_metrics.policy import Calendar
from cin_metrics.vocabulary import CLOSURE_CODES, EVENT_TYPES, GROUP_WORDS, OUTCOMES
from cin_metrics.working_days import calendar_rows

QUESTIONS = (
    "closed_before_referral",
    "event_after_closure",
    "two_open_episodes",
    "overlapping_episodes",
    "two_open_plans",
    "overlapping_plans",
    "plan_ended_not_open",
    "plan_before_referral",
    "plan_under_protection",
    "visit_under_protection",
    "assessment_before_start",
    "assessment_before_referral",
    "assessment_open_long",
    "closed_with_open_assessment",
    "enquiry_without_conference",
    "closed_as_assessed_only",
    "closed_without_assessment",
    "closed_without_reason",
    "recorded_before_event",
    "recorded_in_future",
    "recorded_late",
    "no_team",
    "no_worker",
    "child_told_twice",
    "born_in_future",
    "born_after_referral",
    "over_25",
    "unknown_child_code",
    "unknown_outcome",
    "unreadable_yes_no",
    "mixed_date_forms",
)
ONLY_TO_KNOW = ("recorded_late",)
"""Questions whose findings are right as they stand: they say how to read the figures."""

ASSESSMENT_WORKING_DAYS = 45
CONFERENCE_WORKING_DAYS = 15
"""The limits of statutory guidance: a referral's assessment, a strategy discussion's conference."""


@dataclass(frozen=True)
class Question:
    """What is asked of the events."""

    name: str
    title: str
    why: str
    mend: str
    touches: str


@dataclass(frozen=True)
class Finding:
    """A question, and how often it arose."""

    question: Question
    count: int


class Counted(NamedTuple):
    """How often a question arose in a team, and for how many of its children; ``team`` is None where none is named."""

    team: str | None
    times: int
    children: int


@cache
def question(name: str) -> Question:
    """The question that ``sql/quality/{name}.sql`` asks, in the words of its comment."""
    comment = " ".join(
        line.removeprefix("--").strip()
        for line in query(f"quality/{name}").splitlines()
        if line.startswith("--")
    )
    parts = re.split(r"(title|Grain|Reads|why|mend|touches): ", comment)
    words = dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))
    return Question(name, *(worded(words[part]) for part in ("title", "why", "mend", "touches")))


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
    """Where one question arises, the latest first: the children behind the count of a finding.

    A row whose event names no team is that of the team its episode was last with.
    """
    workspace = asking(connection, extract_date)
    try:
        return with_teams(workspace.ask(f"quality/{name}"), workspace.ask("screens/last_teams"))
    finally:
        workspace.close()


def children_behind(connection: Connection, extract_date: date) -> dict[str, pyarrow.Table]:
    """Per question that arises, one row a team and child: team, child_id, times."""
    workspace = asking(connection, extract_date)
    try:
        teams = workspace.ask("screens/last_teams")
        found = {name: workspace.ask(f"quality/{name}") for name in QUESTIONS}
    finally:
        workspace.close()
    return {
        name: with_teams(rows, teams)
        .group_by(["team", "child_id"])
        .aggregate([([], "count_all")])
        .rename_columns(["team", "child_id", "times"])
        for name, rows in found.items()
        if rows.num_rows
    }


def with_teams(found: pyarrow.Table, teams: pyarrow.Table) -> pyarrow.Table:
    """The rows of a finding, the latest first, with the team that the episode was last with where they name none."""
    joined = found.join(teams, ["child_id", "episode_id"])
    from pyarrow import compute

    filled = compute.coalesce(joined["team"], joined["last_team"])
    place = joined.column_names.index("team")
    order = [("event_date", "descending"), ("child_id", "ascending")]
    return joined.set_column(place, "team", filled).drop_columns(["last_team"]).sort_by(order)


def children_of_teams(connection: Connection) -> dict[str | None, set[str]]:
    """The children whose episodes a team was last or anywhere named in; None for those where no team is named."""
    workspace = Workspace(connection)
    try:
        found: dict[str | None, set[str]] = defaultdict(set)
        for row in workspace.ask("screens/teams_of_children").to_pylist():
            found[row["team"]].add(row["child_id"])
        return found
    finally:
        workspace.close()


def counted(rows: Iterable[dict[str, Any]]) -> list[Counted]:
    """What ``children_behind`` gives of a question, by team, by name; what names no team last."""
    times: dict[str | None, int] = defaultdict(int)
    children: dict[str | None, set[str]] = defaultdict(set)
    for row in rows:
        times[row["team"]] += row["times"]
        children[row["team"]] |= {row["child_id"]} - {None}
    return [
        Counted(team, times[team], len(children[team]))
        for team in sorted(times, key=lambda team: (team is None, team or ""))
    ]


def asking(connection: Connection, extract_date: date) -> Workspace:
    """A workspace with what the questions read beside the extract's tables."""
    workspace = Workspace(connection)
    with workspace.cursor() as cursor:
        last = cursor.execute("select max(event_date) from events").fetchall()[0][0] or extract_date
    settings = parameters(
        extract_date=extract_date,
        last_day=last,
        forty_five_working_days_ago=over_since(last, ASSESSMENT_WORKING_DAYS),
        fifteen_working_days_ago=over_since(last, CONFERENCE_WORKING_DAYS),
    )
    workspace.give("load_settings", settings)
    workspace.give("vocabulary", vocabulary_table())
    workspace.give("child_codes", child_codes())
    return workspace


@cache
def over_since(day: date, working_days: int) -> date:
    """The latest day whose limit of so many working days is over on ``day``."""
    # Twice as many days and a month hold so many working days with any bank holidays.
    calendar = calendar_rows(Calendar(), day - timedelta(2 * working_days + 30), day).to_pylist()
    reached = calendar[-2]["working_day_number"] - working_days
    return max(row["day"] for row in calendar if row["working_day_number"] <= reached)


def child_codes() -> SmallTable:
    """The codes and words of a child's characteristics by which figures are broken down."""
    codes = [
        (column, code)
        for column, groups in GROUP_WORDS.items()
        for words in groups.values()
        for code in words.split()
    ]
    return SmallTable({"column_name": "varchar", "code": "varchar"}, codes)


def vocabulary_table() -> SmallTable:
    """The known words of event types and outcomes, with the form that a cell is compared in."""
    words = [("event_type", word) for word in EVENT_TYPES]
    words += [("outcome", word) for word in (*OUTCOMES, *CLOSURE_CODES)]
    types = {"column_name": "varchar", "tidy": "varchar", "word": "varchar"}
    return SmallTable(types, [(column, word.lower(), word) for column, word in words])
