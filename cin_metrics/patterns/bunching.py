"""Bunching: what is done on time, is it done throughout the time allowed or at its end?"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from cin_metrics.ledger import Ledger
from cin_metrics.patterns.question import Question, Rows
from cin_metrics.statistics.comparison import (
    TOO_FEW,
    Comparison,
    Interval,
    compare_teams,
    wilson_interval,
)
from cin_metrics.vocabulary import NOT_RECORDED

TENTHS = 10
JUST_AFTER = 11
FEWEST_ON_TIME = 20
LEAST_BUNCHED = 0.2
TIMES_EVEN = 2
"""Bunching is named where the share in the last tenth is surely over a fifth and over twice an even spread."""

PILED, NOT_PILED = "piles up at the deadline", "does not pile up"



@dataclass(frozen=True)
class RuleTenths:
    """When in the time allowed one rule is met: ``tenths`` on time, ``just_after`` late by up to a tenth.

    ``even`` is the share that an even spread over the working days allowed would put into the last tenth.
    """

    rule_id: str
    tenths: tuple[int, ...]
    just_after: int
    even: float
    teams: Mapping[str, tuple[int, int]]

    @property
    def on_time(self) -> int:
        """How many were met on time."""
        return sum(self.tenths)

    @property
    def at_the_deadline(self) -> int:
        """How many of them in the last tenth of the time allowed."""
        return self.tenths[-1]

    @property
    def share(self) -> float | None:
        """The share of those on time that were met in the last tenth: the measure ``bunching``."""
        return self.at_the_deadline / self.on_time if self.on_time else None

    @property
    def interval(self) -> Interval | None:
        """Between which shares it truly lies."""
        return wilson_interval(self.at_the_deadline, self.on_time)

    @property
    def bar(self) -> float:
        """The share over which the interval must lie for the rule to be named."""
        return max(LEAST_BUNCHED, TIMES_EVEN * self.even)

    @property
    def verdict(self) -> str:
        """Whether what is done on time is done at the deadline."""
        if self.on_time < FEWEST_ON_TIME or self.interval is None:
            return TOO_FEW
        return PILED if self.interval[0] > self.bar else NOT_PILED

    @property
    def compared(self) -> Comparison:
        """The teams' shares beside each other."""
        return compare_teams(
            list(self.teams),
            [at for at, _ in self.teams.values()],
            [of for _, of in self.teams.values()],
        )


def bunching(ledger: Ledger, question: Question) -> list[RuleTenths]:
    """Each ``within`` and ``every`` rule of which anything was met on time, in the order of the pack."""
    with ledger.workspace.cursor():
        _place(ledger, question)
        rows = ledger.workspace.ask("patterns/met_in_tenths").to_pylist()
    by_rule: dict[str, Rows] = defaultdict(list)
    for row in rows:
        by_rule[row["rule_id"]].append(row)
    found = [_tenths(rule_id, of_rule) for rule_id, of_rule in by_rule.items()]
    return [rule for rule in found if rule.on_time]


def met_at_the_deadline(ledger: Ledger, question: Question, rule_id: str) -> Rows:
    """The obligations of a rule met on time in the last tenth of the time allowed."""
    with ledger.workspace.cursor():
        _place(ledger, question)
        found = ledger.workspace.ask("patterns/met_at_the_deadline", {"rule_id": rule_id})
    return found.to_pylist()


def _place(ledger: Ledger, question: Question) -> None:
    ledger.workspace.make("patterns/placed_obligations", question.whom | question.period)


def _tenths(rule_id: str, rows: Rows) -> RuleTenths:
    counts: Counter[int] = Counter()
    teams: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    even = 0.0
    for row in rows:
        counts[row["tenth"]] += row["obligations"]
        if row["tenth"] <= TENTHS:
            even += row["even"]
            team = teams[row["team"] or NOT_RECORDED]
            team[0] += row["obligations"] if row["tenth"] == TENTHS else 0
            team[1] += row["obligations"]
    tenths = tuple(counts[tenth] for tenth in range(1, TENTHS + 1))
    on_time = sum(tenths)
    return RuleTenths(
        rule_id,
        tenths,
        counts[JUST_AFTER],
        even / on_time if on_time else 0.0,
        {team: (at, of) for team, (at, of) in teams.items()},
    )
