"""Events to spells: what state a child was in, and when."""

from datetime import date
from typing import TYPE_CHECKING

import pyarrow

from cin_metrics.engine import SmallTable, Workspace, parameters
from cin_metrics.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from cin_metrics.events import Extract

STEPS = (
    "spells/episode_spells",
    "spells/absence_spells",
    "spells/in_need_spells",
    "spells/plan_spells",
    "spells/episode_cohorts",
    "spells/episode_cohort_sets",
    "spells/spells",
)

COHORT_TEAMS = {"cohort": "varchar", "team": "varchar"}
NO_COHORT_TEAMS = SmallTable(COHORT_TEAMS, [])


def spells_in(workspace: Workspace, cohort_teams: SmallTable = NO_COHORT_TEAMS) -> None:
    """Make the spells' tables in a workspace that has its ``parameters``."""
    places = [(event_type, place) for place, event_type in enumerate(EVENT_TYPES)]
    workspace.give("event_types", SmallTable({"event_type": "varchar", "position": "integer"}, places))
    workspace.give("cohort_teams", cohort_teams)
    workspace.view("spells/visible_events")
    for step in STEPS:
        workspace.make(step)


def make_spells(extract: "Extract", as_of: date, known_by: date | None = None) -> pyarrow.Table:
    """The spells known by ``as_of``: child_id, episode_id, spell, start_date, end_date, started_by, ended_by.

    ``end_date`` and ``ended_by`` are empty while a spell is open. ``known_by`` hides events recorded later.
    """
    workspace = Workspace(extract.connection)
    try:
        workspace.give("parameters", parameters(as_of=as_of, known_by=known_by or date.max))
        spells_in(workspace)
        return workspace.ask("spells/written_spells")
    finally:
        workspace.close()
