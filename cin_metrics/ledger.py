"""Pack and events to the ledger: one row per obligation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pyarrow

from cin_metrics.engine import SmallTable, Workspace, parameters
from cin_metrics.policy import Limit, Policy
from cin_metrics.policy_tables import policy_tables
from cin_metrics.spells import spells_in
from cin_metrics.vocabulary import SHAPES
from cin_metrics.working_days import calendar_rows

if TYPE_CHECKING:
    from cin_metrics.events import Extract

ROWS_A_PART = 250_000

MADE_BEFORE = (
    "deadlines",
    "applicable_rules",
    "selected_events",
    "spell_days",
    "unless_days",
    "standing",
)


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

    def parts(self) -> Iterator[pyarrow.Table]:
        """The contract's columns, by rule, child, episode, occurrence; so many rows at a time, to spare memory."""
        for first in count(1, ROWS_A_PART):
            part = self.workspace.ask(
                "ledger/ledger", {"first": first, "last": first + ROWS_A_PART - 1}
            )
            if part.num_rows or first == 1:
                yield part
            if part.num_rows < ROWS_A_PART:
                return

    def table(self) -> pyarrow.Table:
        """The same as one table."""
        return pyarrow.concat_tables(self.parts())

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
    workspace.make("ledger/rule_list")
    for step in MADE_BEFORE:
        progress(step)
        workspace.make(f"ledger/{step}")
    judge(workspace, max(rule["level"] for rule in tables["rules"].to_pylist()), progress)
    workspace.drop("anchors", "spell_days", "selected_events")
    workspace.make("ledger/numbered")
    workspace.drop("standing")
    for step in ("holders", "held", "reasons", "reasoned"):
        progress(step)
        workspace.make(f"ledger/{step}")
    progress("obligations")
    workspace.view("ledger/judged")
    workspace.make("ledger/obligation_rows")
    workspace.view("ledger/obligations")
    workspace.drop("numbered")
    return Ledger(extract, policy, as_of, known_by, workspace)


def judge(workspace: Workspace, last_level: int, progress: Callable[[str], None]) -> None:
    """Fill ``standing`` level by level: the obligations of rules that wait for none, then of those after them."""
    for level in range(last_level + 1):
        progress(f"rules of level {level}")
        workspace.give("present_level", SmallTable({"level": "integer"}, [(level,)]))
        workspace.make("ledger/anchors")
        if level == 0:
            for shape in (*SHAPES, "candidates"):
                workspace.view(f"ledger/{shape}")
        workspace.append("standing", "ledger/settled")


def calendar(
    extract: "Extract", policy: Policy, limits: SmallTable, as_of: date
) -> SmallTable:
    """The pack's calendar over every day a deadline of this extract can touch."""
    longest = max((Limit(**limit).longest_days for limit in limits.to_pylist()), default=0)
    first = min(extract.first_date or as_of, as_of) - timedelta(longest + 30)
    last = max(extract.last_date or as_of, as_of) + timedelta(longest + 30)
    return calendar_rows(policy.calendar, first, last)
