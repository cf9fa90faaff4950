"""Cases to look at first, and a random sample for audit that can be drawn again."""

import hashlib
from collections import defaultdict
from typing import Any

from cin_metrics.drift import drift_in
from cin_metrics.ledger import Ledger
from cin_metrics.measures import Selection
from cin_metrics.reports.headlines import rules_answered
from cin_metrics.vocabulary import NOT_RECORDED

Rows = list[dict[str, Any]]

LOOK_FIRST = 12
SAMPLE_SIZE = 12


def open_cases(ledger: Ledger, selection: Selection) -> Rows:
    """The children in need now with what is overdue and how many signs of drift they show."""
    asked = {
        "teams": list(selection.teams), "cohorts": list(selection.cohorts), "rules": rules_answered(ledger),
    }  # fmt: skip
    with ledger.workspace.cursor():
        drift_in(ledger)
        return ledger.workspace.ask("briefing/open_in_need_cases", asked).to_pylist()


def look_at_first(cases: Rows, most: int = LOOK_FIRST) -> Rows:
    """The cases with most signs of drift; of as many, those with more overdue, then those in need for longest."""
    shown = [case for case in cases if case["number_of_indicators"] or case["overdue"]]
    return sorted(
        shown, key=lambda case: (-case["number_of_indicators"], -case["overdue"], case["in_need_since"])
    )[:most]


def stratified_sample(cases: Rows, seed: int, size: int = SAMPLE_SIZE) -> Rows:
    """A random sample of the cases, from each team as many as its share of all, every team at least once.

    Each case gets a number from the seed and its identifiers alone, so the same seed draws the same cases whatever
    else the extract holds or the order of its rows. Largest remainders decide the odd places.
    """
    by_team: dict[str, Rows] = defaultdict(list)
    for case in cases:
        by_team[case["team"] or NOT_RECORDED].append(case)
    drawn: Rows = []
    for team, places in shares_of(by_team, min(size, len(cases))).items():
        drawn += sorted(by_team[team], key=lambda case: lot(seed, case))[:places]
    return drawn


def shares_of(by_team: dict[str, Rows], size: int) -> dict[str, int]:
    """How many to draw of each team."""
    whole = sum(len(cases) for cases in by_team.values())
    if not whole:
        return {}
    exact = {team: size * len(cases) / whole for team, cases in sorted(by_team.items())}
    places = {team: max(1, int(share)) for team, share in exact.items()}
    remainders = sorted(exact, key=lambda team: (int(exact[team]) - exact[team], team))
    for team in remainders:
        if sum(places.values()) < size and places[team] < len(by_team[team]) and exact[team] >= 1:
            places[team] += 1
    return places


def lot(seed: int, case: dict[str, Any]) -> str:
    """The number a case draws."""
    return hashlib.sha256(f"{seed}\n{case['child_id']}\n{case['episode_id']}".encode()).hexdigest()
