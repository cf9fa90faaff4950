"""What a screen is asked about, and whose children a person may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cin_metrics.days import Period
from cin_metrics.labels import worded
from cin_metrics.measures import Selection
from cin_metrics.policy import Policy

NOBODY = "(no team of this person's scope)"


@dataclass(frozen=True)
class Scope:
    """Which teams' children a person may see; no list means everyone."""

    teams: tuple[str, ...] | None = None

    def narrow(self, selection: Selection) -> Selection:
        """The selection less what lies outside the scope."""
        if self.teams is None:
            return selection
        teams = tuple(team for team in selection.teams or self.teams if team in self.teams)
        return Selection(teams or (NOBODY,), selection.cohorts)


@dataclass(frozen=True)
class View:
    """What a screen is asked about: the choices of the filter bar.

    ``known_by`` hides what was put on file later; screens that look back to what was known then set it.
    """

    policy: Policy
    as_of: date
    period: Period
    selection: Selection
    cohort_title: str | None = None
    known_by: date | None = None
    extract_name: str = ""

    @property
    def words(self) -> str:
        """What is filtered, as it is read beside a title."""
        return f"{self.whose} · {self.period.words}"

    @property
    def whose(self) -> str:
        """Whose children are selected: teams and cohort."""
        teams = ", ".join(self.selection.teams) or worded("all teams")
        return f"{teams} · {self.cohort_title or 'all children'}"


def ledger_key(view: View) -> tuple[Any, ...]:
    """What tells the ledger of one view from another's."""
    return view.policy.name, view.policy.version, view.as_of, view.known_by
