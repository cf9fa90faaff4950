"""How often findings arise, load after load: counted when a load is kept, so that none is read again for it.

Rates are children with the finding per 1,000 children of the extract (or of the team): a finding may stand at an event,
an episode or a child, and only children are counted alike whatever it stands at, however long the history grows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow

from cin_metrics.engine import SmallTable, Workspace
from cin_metrics.events import Extract
from cin_metrics.quality import QUESTIONS

FOUND = pyarrow.schema(
    {"finding": pyarrow.string(), "team": pyarrow.string(), "child_id": pyarrow.string(), "times": pyarrow.int64()}
)
RATE_PER = 1000

Rows = list[dict[str, Any]]


class Arisen(NamedTuple):
    """How often a question arose in a load, and for how many of how many children."""

    times: int
    children: int
    of_children: int

    @property
    def rate(self) -> float:
        """Children with it per 1,000 children."""
        return RATE_PER * self.children / self.of_children if self.of_children else 0.0


@dataclass(frozen=True)
class Trend:
    """A finding, and how often it arose at each load; None where a load does not say."""

    finding: str
    points: tuple[Arisen | None, ...]

    @property
    def change(self) -> tuple[Arisen, Arisen] | None:
        """The last two loads, where both say how often it arose."""
        if len(self.points) < 2 or self.points[-1] is None or self.points[-2] is None:
            return None
        return self.points[-2], self.points[-1]


def finding_counts(extract: Extract) -> pyarrow.Table:
    """How often every question arises, in all and by team: finding, team, times, children, of_children."""
    found = [
        rows.append_column("finding", pyarrow.array([name] * rows.num_rows, pyarrow.string()))
        .select(FOUND.names)
        .cast(FOUND)
        for name, rows in extract.children_behind_findings().items()
    ]
    workspace = Workspace(extract.connection)
    try:
        workspace.give("asked_questions", SmallTable({"finding": "varchar"}, [(name,) for name in QUESTIONS]))
        workspace.give("found_children", pyarrow.concat_tables(found) if found else FOUND.empty_table())
        workspace.give("team_children", workspace.ask("screens/teams_of_children"))
        return workspace.ask("loads/finding_counts")
    finally:
        workspace.close()


def trends(loads: Sequence[Rows | None], team: str | None = None) -> list[Trend]:
    """The findings that arise at any of the loads, the most frequent at the latest first.

    ``loads`` gives what ``finding_counts`` gave of each, in order; None for one kept before findings were counted.
    """
    by_load = [None if rows is None else of_team(rows, team) for rows in loads]
    found = [
        Trend(name, tuple(None if counts is None else counts.get(name) for counts in by_load)) for name in QUESTIONS
    ]
    found = [trend for trend in found if any(point and point.times for point in trend.points)]
    return sorted(found, key=lambda trend: -max((point.children for point in trend.points[-1:] if point), default=0))


def of_team(rows: Iterable[dict[str, Any]], team: str | None) -> dict[str, Arisen]:
    """How often each question arose in a team, or in all for None; none for a team that the load does not have."""
    return {
        row["finding"]: Arisen(row["times"], row["children"], row["of_children"])
        for row in rows
        if row["team"] == team
    }
