"""Flurries: does more work fall into the last working days of a month or quarter than these days explain?"""

from dataclasses import dataclass
from datetime import date, timedelta

from cin_metrics.ledger import Ledger
from cin_metrics.patterns.question import WORK, Question, Rows, select_work
from cin_metrics.statistics.comparison import TOO_FEW, compare_teams
from cin_metrics.statistics.steadiness import Concentration, Piece, concentration, overdispersion
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.working_days import calendar_rows

WINDOWS = ("month", "quarter")
LAST_WORKING_DAYS = 5
FEWEST_EVENTS = 20
FEWEST_EXPECTED = 5
TIMES_EXPECTED = 1.25
ONE_IN_TWENTY = 0.05
"""A flurry is a quarter more than expected, and chance names one in fewer than one in twenty pictures."""

FLURRY, NO_FLURRY = "a flurry", "no more than chance gives"



@dataclass(frozen=True)
class TeamFlurry:
    """How much of a team's work fell into the last working days of a period. ``compared``: beside the other teams."""

    team: str
    found: Concentration
    verdict: str
    compared: str


@dataclass(frozen=True)
class Flurry:
    """The same for one kind of work of all teams together, with each team. ``not_worked``: done on other days."""

    event_type: str
    found: Concentration
    verdict: str
    not_worked: int
    teams: tuple[TeamFlurry, ...]

    @property
    def teams_named(self) -> list[str]:
        """The teams with a flurry."""
        return [team.team for team in self.teams if team.verdict == FLURRY]


@dataclass(frozen=True)
class Flurries:
    """Each kind of work that occurs, and what part of the working days are the last before a period end."""

    working_days: int
    last_days: int
    kinds: tuple[Flurry, ...]


def flurries(
    ledger: Ledger, question: Question, window: str = "month", recorded: bool = False
) -> Flurries:
    """Work in the last five working days of each month (``window``: or quarter), in the order of ``WORK``.

    ``recorded`` counts it on the day it was put on file; what has no such day is left out.
    """
    with ledger.workspace.cursor():
        select_work(ledger, question)
        _tell_days(ledger, question, window)
        days = ledger.workspace.ask("patterns/days_worked").to_pylist()[0]
        rows = ledger.workspace.ask("patterns/flurries", {"recorded": recorded}).to_pylist()
    by_kind = {kind: [row for row in rows if row["event_type"] == kind and row["worked"]] for kind in WORK}
    held = {kind: of_kind for kind, of_kind in by_kind.items() if of_kind}
    kinds = tuple(_flurry(kind, of_kind, days, len(held)) for kind, of_kind in held.items())
    return Flurries(days["working_days"], days["last_days"], kinds)


def period_end_work(
    ledger: Ledger, question: Question, event_type: str, window: str = "month", recorded: bool = False
) -> Rows:
    """The events of one kind in the last working days of each month or quarter."""
    with ledger.workspace.cursor():
        select_work(ledger, question)
        _tell_days(ledger, question, window)
        asked = {"event_type": event_type, "recorded": recorded}
        return ledger.workspace.ask("patterns/period_end_work", asked).to_pylist()


def _tell_days(ledger: Ledger, question: Question, window: str) -> None:
    """Make ``period_days``; the calendar must hold whole quarters for the last working days to be known."""
    first = max(question.first, min(ledger.extract.first_date or question.first, question.last))
    last = max(first, min(question.last, ledger.as_of))
    start = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    end = (date(last.year, (last.month - 1) // 3 * 3 + 3, 1) + timedelta(31)).replace(day=1)
    ledger.workspace.give(
        "whole_quarters", calendar_rows(ledger.policy.calendar, start, end - timedelta(1))
    )
    asked = {"window": window, "working_days": LAST_WORKING_DAYS, "first": first, "last": last}
    ledger.workspace.make("patterns/period_days", asked)


def _flurry(kind: str, rows: Rows, days: dict[str, int], looked_at: int) -> Flurry:
    share = days["last_days"] / days["working_days"] if days["working_days"] else 0.0
    names = [row["team"] or NOT_RECORDED for row in rows]
    found = [_concentration([row], share, days) for row in rows]
    whole = _concentration(rows, share, days)
    compared = compare_teams(
        names,
        [round(team.inside / whole.overdispersion) for team in found],
        [round(team.total / whole.overdispersion) for team in found],
    )
    judged = sum(is_enough(team) for team in found)
    return Flurry(
        kind,
        whole,
        flurry_verdict(whole, looked_at),
        sum(row["not_worked"] for row in rows),
        tuple(
            TeamFlurry(name, team, flurry_verdict(team, judged * looked_at), beside.verdict)
            for name, team, beside in zip(names, found, compared.teams, strict=True)
        ),
    )


def _concentration(rows: Rows, share: float, days: dict[str, int]) -> Concentration:
    others = [Piece(days["whole_stretches"], row["whole"], row["squares"]) for row in rows]
    inside, worked = sum(row["inside"] for row in rows), sum(row["worked"] for row in rows)
    return concentration(inside, worked, share, overdispersion(others))


def is_enough(found: Concentration) -> bool:
    """Whether there is work enough to tell a flurry."""
    return found.total >= FEWEST_EVENTS and found.expected >= FEWEST_EXPECTED


def flurry_verdict(found: Concentration, looked_at: int) -> str:
    """Whether so much fell into the last days that chance does not explain it, so many being looked at."""
    if not is_enough(found) or found.chance is None or found.times is None:
        return TOO_FEW
    is_flurry = found.chance * looked_at < ONE_IN_TWENTY and found.times >= TIMES_EXPECTED
    return FLURRY if is_flurry else NO_FLURRY
