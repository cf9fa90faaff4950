"""Pack and events to the ledger: one row per obligation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow

from cin_metrics.engine import Workspace
from cin_metrics.policy import Limit, Policy
from cin_metrics.policy_tables import policy_tables
from cin_metrics.spells import parameters, spells_in
from cin_metrics.vocabulary import SHAPES
from cin_metrics.working_days import calendar_rows

if TYPE_CHECKING:
    from cin_metrics.events import Extract

@dataclass(frozen=True)
class Ledger:
    """One policy over one extract on one day, with the tables it was made from.

    ``workspace`` holds ``obligations`` and everything below it (``spells``, ``visible_events``, ``rules`` …).
    """

    extract: "Extract"
    policy: Policy
    as_of: date
    known_by: date | None
    workspace: Workspace

    def table(self) -> pyarrow.Table:
        """The contract's columns, by rule, child, episode, occurrence."""
        return self.workspace.ask("ledger/ledger")

    def rows(self) -> list[dict[str, Any]]:
        """The same as plain dictionaries."""
        return self.table().to_pylist()


def make_ledger(
    extract: "Extract",
    policy: Policy,
    as_of: date,
    known_by: date | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Ledger:
    """The ledger of ``policy`` over ``extract`` as things stood on ``as_of``.

    ``known_by`` hides every event recorded later. ``progress`` is told the name of each step.
    """
    workspace = Workspace(extract.connection)
    workspace.give(
        "parameters",
        parameters(
            as_of=as_of,
            known_by=known_by or date.max,
            policy=policy.name,
            effective_from=policy.effective.from_,
            effective_to=policy.effective.to,
        ),
    )
    tables = policy_tables(policy)
    progress("spells")
    spells_in(workspace, tables["cohort_teams"])
    for name in ("rules", "limits", "selectors", "selector_spells", "drift_settings"):
        workspace.give(name, tables[name])
    workspace.give("calendar", calendar(extract, policy, tables["limits"], as_of))
    progress("deadlines")
    workspace.view("ledger/rule_list")
    workspace.make("ledger/deadlines")
    workspace.make("ledger/applicable_rules")
    workspace.make("ledger/selected_events")
    workspace.make("ledger/selected_days")
    workspace.make("ledger/spell_days")
    workspace.make("ledger/unless_days")
    judge_levels(workspace, progress)
    for step in ("holders", "held", "reasons", "judged", "numbered", "obligations"):
        progress(step)
        workspace.make(f"ledger/{step}")
    return Ledger(extract, policy, as_of, known_by, workspace)


def judge_levels(workspace: Workspace, progress: Callable[[str], None]) -> None:
    """Fill ``standing``: first the rules that wait for none, then those that come after them, and so on."""
    workspace.make("ledger/candidates")
    workspace.make("ledger/standing")
    for level in range(max(workspace.table("rules")["level"].to_pylist()) + 1):
        workspace.make("ledger/candidates")
        workspace.make("ledger/anchors", {"level": level})
        for shape in SHAPES:
            if shape == "recorded_within" and level > 0:
                continue
            progress(f"{shape} rules")
            workspace.append("candidates", f"ledger/{shape}")
        workspace.append("standing", "ledger/standing")


def calendar(
    extract: "Extract", policy: Policy, limits: pyarrow.Table, as_of: date
) -> pyarrow.Table:
    """The pack's calendar over every day a deadline of this extract can touch."""
    longest = max((Limit(**limit).longest_days for limit in limits.to_pylist()), default=0)
    first = min(extract.first_date or as_of, as_of) - timedelta(longest + 30)
    last = max(extract.last_date or as_of, as_of) + timedelta(longest + 30)
    return calendar_rows(policy.calendar, first, last)
