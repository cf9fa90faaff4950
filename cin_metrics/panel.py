"""The panel's list: whose plan passes the panel's month, when, and what is on file."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from cin_metrics.drift import drift_in
from cin_metrics.ledger import Ledger
from cin_metrics.measures import Selection
from cin_metrics.policy import Limit

Rows = list[dict[str, Any]]

MONTHS_OFFERED = (3, 6, 9, 12)
WEEKS_AHEAD = 8
"""How far the list looks ahead: a panel is booked weeks before it sits."""

PAST, SOON, LATER = "past", "soon", "later"


def make_panel_list(ledger: Ledger, month: Limit | None = None, selection: Selection | None = None) -> Rows:
    """Every open plan of a child in need by the day it reaches ``month`` (the pack's panel month), longest first.

    Each row: child_id, episode_id, team, worker, is_cwd, plan_since, reaches_on, days_until (negative: past),
    panel_date, extension_date, decision, decision_date, decided_by, number_of_indicators, and ``place``: ``past``,
    ``soon`` (within eight weeks) or ``later``. Only what is on file since the plan began counts.
    """
    month = month or ledger.policy.panel_month
    selection = selection or Selection()
    asked = {"months": 0, "days": 0, "working_days": 0} | {f"{month.unit}s": month.number}
    asked |= {"teams": list(selection.teams), "cohorts": list(selection.cohorts)}
    with ledger.workspace.cursor():
        drift_in(ledger)
        rows = ledger.workspace.ask("panel/panel_list", asked).to_pylist()
    return [row | {"place": place_of(row["days_until"])} for row in rows]


def place_of(days_until: int) -> str:
    """Where a plan stands on the list, by days until it reaches the panel's month."""
    if days_until < 0:
        return PAST
    return SOON if days_until <= timedelta(weeks=WEEKS_AHEAD).days else LATER


def to_be_heard(rows: Iterable[dict[str, Any]]) -> Rows:
    """Of the list, those past the month or passing it soon."""
    return [row for row in rows if row["place"] != LATER]
