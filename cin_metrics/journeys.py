"""Journeys: the states a case went through, as a line of words, and how many went each way."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from cin_metrics.labels import worded
from cin_metrics.ledger import Ledger
from cin_metrics.measures import Selection
from cin_metrics.measures.figures import EVERYTHING, give_lists

ARROW = " → "
STATES = (worded("in need"), "protection", "care")
ENDS = ("closed", worded("early help"), "transferred", "still open")
MOST_STEPS = 7
"""A flow is drawn as far as this; a longer way ends in ``…``."""
LONGER = "…"


@dataclass(frozen=True)
class Journey:
    """One case: who, when, every step with its day, in order."""

    child_id: str
    episode_id: str
    team: str | None
    worker: str | None
    start_date: date
    end_date: date | None
    steps: tuple[tuple[str, date | None], ...]

    @property
    def flow(self) -> tuple[str, ...]:
        """The steps by name, none twice running."""
        return tuple(name for name, _ in groupby(name for name, _ in self.steps))

    @property
    def words(self) -> str:
        """Where the child was, and how it ended: ``in need → protection → in need → closed``."""
        kept = (name for name in self.flow if name in STATES or name in ENDS)
        return ARROW.join(name for name, _ in groupby(kept))


@dataclass(frozen=True)
class Flow:
    """So many cases went from one step to the next. ``place`` counts the steps from 1."""

    place: int
    source: str
    target: str
    cases: int


def make_journeys(
    ledger: Ledger, first: date, last: date, selection: Selection = EVERYTHING
) -> list[Journey]:
    """The journeys of the cases open at some time in the period, each from its start to the as-of date."""
    asked = {
        "teams": list(selection.teams), "cohorts": list(selection.cohorts), "first": first, "last": last,
    }  # fmt: skip
    workspace = ledger.workspace
    with workspace.cursor():
        # How need ended is asked of the whole life of each case, whatever the period.
        give_lists(workspace, ledger.policy, ["ended_by"], date.min, date.max)
        workspace.make("measures/ended_spells")
        rows = workspace.ask("journeys/journey_steps", asked).to_pylist()
    return [journey_of(list(of_case)) for _, of_case in groupby(rows, key=itemgetter("episode_no"))]


def journey_of(rows: list[dict[str, Any]]) -> Journey:
    """The journey of one case's steps."""
    case = rows[0]
    return Journey(
        case["child_id"], case["episode_id"], case["team"], case["worker"], case["start_date"], case["end_date"],
        tuple((worded(row["step"]), row["day"]) for row in rows),
    )  # fmt: skip


def counted(journeys: Iterable[Journey]) -> list[tuple[str, int]]:
    """Each way that cases went and how many did, the commonest first; equal ones by their words."""
    numbers = Counter(journey.words for journey in journeys)
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))


def matching(journeys: Iterable[Journey], asked: str) -> list[Journey]:
    """The journeys that hold these states one after the other: ``in need → protection``; ``->`` and ``>`` serve too."""
    parts = [part.strip().lower() for part in asked.replace("->", ">").replace("→", ">").split(">")]
    wanted = [part for part in parts if part]

    def holds(journey: Journey) -> bool:
        names = journey.words.lower().split(ARROW)
        return any(names[place : place + len(wanted)] == wanted for place in range(len(names)))

    return [journey for journey in journeys if not wanted or holds(journey)]


def flows(journeys: Iterable[Journey], most_steps: int = MOST_STEPS) -> list[Flow]:
    """How many cases went from each step to the next, step by step."""
    numbers: Counter[tuple[int, str, str]] = Counter()
    for journey in journeys:
        names = journey.flow
        if len(names) > most_steps:
            names = (*names[: most_steps - 2], LONGER, names[-1])
        for place, (source, target) in enumerate(pairwise(names), 1):
            numbers[place, source, target] += 1
    return [Flow(*key, cases) for key, cases in sorted(numbers.items())]
