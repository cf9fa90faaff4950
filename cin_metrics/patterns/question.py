"""What a pattern is looked for in: a period, a selection, the kinds of work."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cin_metrics.ledger import Ledger
from cin_metrics.measures import Selection
from cin_metrics.measures.figures import EVERYTHING

Rows = list[dict[str, Any]]

WORK = (
    "cin_visit", "cin_review", "network_meeting", "planning_meeting", "assessment_completed", "plan_updated",
    "supervision", "checkpoint_review", "case_closed",
)  # fmt: skip
"""The kinds of work that someone decides when to do: what is looked at for flurries and batches."""


@dataclass(frozen=True)
class Question:
    """The period asked about, both ends included, and the teams and cohorts."""

    first: date
    last: date
    selection: Selection = EVERYTHING

    @property
    def whom(self) -> dict[str, Any]:
        """The selection as the queries take it."""
        return {"teams": list(self.selection.teams), "cohorts": list(self.selection.cohorts)}

    @property
    def period(self) -> dict[str, Any]:
        """The period as the queries take it."""
        return {"first": self.first, "last": self.last}


def select_work(ledger: Ledger, question: Question) -> None:
    """Make ``work`` in the ledger's workspace: the events of these kinds in the selection, whenever they were."""
    ledger.workspace.make("patterns/work", {"kinds": list(WORK)} | question.whom)
