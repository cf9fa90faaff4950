"""On a made-up council, a flurry put in by hand is said, and where none was put in none is."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cin_metrics import patterns
from cin_metrics.events import load
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import Selection, make_measures
from cin_metrics.packs import load_policy, policy_from_mapping
from cin_metrics.patterns import Flurry, Question
from cin_metrics.policy import Calendar
from cin_metrics.simulate import simulate
from cin_metrics.working_days import calendar_rows
from tests.spec.figures import NO_RULE
from tests.spec.support import pack_of
from tests.support import extract_of

Rows = list[dict[str, Any]]

AS_OF = date(2026, 9, 30)
YEAR = Question(date(2025, 10, 1), AS_OF)
TEAM = "Eastfield"
SEEDS = (1, 2, 3)


def made_up(seed: int) -> Rows:
    """The events of a council of 250 children."""
    return simulate(children=250, seed=seed, as_of=AS_OF).to_pylist()


def flurries_of(rows: Rows) -> dict[str, Flurry]:
    """The kinds of work of the last year, at month ends."""
    policy = policy_from_mapping(pack_of(NO_RULE, ""), "pack")
    ledger = make_ledger(extract_of(rows), policy, AS_OF)
    found = {kind.event_type: kind for kind in patterns.flurries(ledger, YEAR).kinds}
    ledger.workspace.close()
    return found


def last_three_days() -> dict[tuple[int, int], list[date]]:
    """The last three working days of each month."""
    days: dict[tuple[int, int], list[date]] = {}
    for row in calendar_rows(Calendar(country="england"), date(2023, 1, 1), AS_OF).to_pylist():
        if row["is_working_day"]:
            days.setdefault((row["day"].year, row["day"].month), []).append(row["day"])
    return {month: of_month[-3:] for month, of_month in days.items()}


def with_flurry(rows: Rows, team: str) -> Iterator[dict[str, Any]]:
    """The rows with four in ten of a team's visits moved to the last three working days of their month."""
    ends, number = last_three_days(), 0
    for row in rows:
        if row["team"] == team and row["event_type"] == "cin_visit":
            number += 1
            if number % 5 in (0, 2):
                day = max(row["event_date"], ends[row["event_date"].year, row["event_date"].month][number % 3])
                row = row | {"event_date": day, "recorded_date": max(day, row["recorded_date"])}
        yield row


@pytest.mark.parametrize("seed", SEEDS)
def test_a_flurry_of_one_team_is_said_of_that_team(seed: int) -> None:
    visits = flurries_of(list(with_flurry(made_up(seed), TEAM)))["cin_visit"]
    assert visits.teams_named == [TEAM]
    (team,) = [found for found in visits.teams if found.team == TEAM]
    assert team.found.share > 0.4
    assert team.found.chance < 0.001


def test_where_nobody_hurries_nearly_nobody_is_named() -> None:
    """Over all kinds of work and teams of three councils, at most one is named by chance."""
    named = judged = 0
    for seed in SEEDS:
        for kind in flurries_of(made_up(seed)).values():
            named += len(kind.teams_named) + (kind.verdict == "a flurry")
            judged += sum(team.verdict != "too few to say" for team in kind.teams)
    assert judged > 60
    assert named <= 1


def test_a_team_that_writes_up_its_visits_every_other_sunday_is_named_above_all() -> None:
    """And nobody else is: the others write up their visits as they go."""
    rows = [
        row | {"recorded_date": max(sunday, row["event_date"])}
        if row["team"] == TEAM
        and row["event_type"] == "cin_visit"
        and (sunday := row["event_date"] + timedelta(14 - row["event_date"].toordinal() % 14)) <= AS_OF
        else row
        for row in made_up(1)
    ]
    policy = policy_from_mapping(pack_of(NO_RULE, ""), "pack")
    ledger = make_ledger(extract_of(rows), policy, AS_OF)
    visits = patterns.batching(ledger, YEAR)[0]
    assert visits.compared.share == visits.share > 0
    above = [team.team for team in visits.compared.teams if team.side == "above" and "different" in team.verdict]
    assert above == [TEAM]
    assert sum(inside for team, (inside, _) in visits.teams.items() if team != TEAM) == 0
    assert {row["team"] for row in patterns.batches(ledger, YEAR, "cin_visit")} == {TEAM}


@pytest.fixture(scope="module")
def ledger(council: Path) -> Ledger:
    """The council of the tests under the pack of the app's opening."""
    return make_ledger(load([council]), load_policy("ealing"), date(2026, 9, 29))


@pytest.mark.parametrize(
    "selection", [Selection(), Selection(teams=("Harbour", "Westmoor")), Selection(cohorts=("cwd",))]
)
def test_bunching_is_the_measure_for_every_rule_within_a_limit(ledger: Ledger, selection: Selection) -> None:
    question = Question(date(2025, 4, 1), date(2026, 9, 29), selection)
    expected = {
        row["rule_id"]: (row["numerator"], row["denominator"])
        for row in make_measures(
            ledger, question.first, question.last, "rule", selection, ["bunching"]
        ).to_pylist()
        if row["denominator"]
    }
    found = {
        rule.rule_id: (rule.at_the_deadline, rule.on_time)
        for rule in patterns.bunching(ledger, question)
        if ledger.policy.rule(rule.rule_id).shape == "within"
    }
    assert found == expected
    assert found or selection.cohorts


@pytest.mark.parametrize(
    "find",
    [
        lambda ledger, question: patterns.period_end_work(ledger, question, "cin_visit"),
        lambda ledger, question: patterns.met_at_the_deadline(ledger, question, "visits"),
        lambda ledger, question: patterns.silences(ledger, question)[0].children,
    ],
)
def test_the_rows_behind_stay_inside_the_selection(ledger: Ledger, find: Callable[[Ledger, Question], Rows]) -> None:
    whole = find(ledger, Question(date(2025, 4, 1), date(2026, 9, 29)))
    chosen = find(ledger, Question(date(2025, 4, 1), date(2026, 9, 29), Selection(teams=("Harbour",))))
    assert chosen == [row for row in whole if row["team"] == "Harbour"]
    assert 0 < len(chosen) < len(whole)
