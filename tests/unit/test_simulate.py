"""The simulated council: the same every time, believable, and with every kind of event in it."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import duckdb
import holidays
import pyarrow
import pyarrow.parquet
import pytest

from cin_metrics.faults import InputFault
from cin_metrics.simulate import batches, council, simulate, write
from cin_metrics.simulate.days import Dice, Time, day_number, slackness
from cin_metrics.vocabulary import (
    CLOSURE_CODES,
    COHORTS,
    COLUMNS,
    EVENT_TYPES,
    OUTCOMES,
    REQUIRED_COLUMNS,
)

AS_OF = datetime.date(2026, 9, 30)
CLOSES = {"case_closed", "transferred_out"}
Event = dict[str, Any]


@pytest.fixture(scope="module")
def extract() -> pyarrow.Table:
    """The council of the example: 300 children."""
    return simulate(300, 1, AS_OF)


@pytest.fixture(scope="module")
def events(extract: pyarrow.Table) -> list[Event]:
    rows: list[Event] = extract.to_pylist()
    return rows


@pytest.fixture(scope="module")
def episodes(events: list[Event]) -> list[list[Event]]:
    """The events of each episode, in order."""
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        found[event["child_id"], event["episode_id"]].append(event)
    return list(found.values())


def types(episode: list[Event]) -> set[str]:
    return {event["event_type"] for event in episode}


def days_of(episode: list[Event], event_type: str) -> list[datetime.date]:
    return [event["event_date"] for event in episode if event["event_type"] == event_type]


# The same every time


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_same_arguments_give_the_same_bytes(tmp_path: Path, ending: str) -> None:
    for name in ("first", "second"):
        write(simulate(40, 7, AS_OF), tmp_path / f"{name}.{ending}")
    first = (tmp_path / f"first.{ending}").read_bytes()
    assert first == (tmp_path / f"second.{ending}").read_bytes()


def test_another_seed_is_another_council() -> None:
    assert simulate(10, 1, AS_OF) != simulate(10, 2, AS_OF)


def test_a_larger_council_holds_every_child_of_a_smaller_one_unchanged() -> None:
    larger = simulate(120, 3, AS_OF).to_pylist()
    for children in (1, 2, 3, 50):
        smaller = simulate(children, 3, AS_OF).to_pylist()
        assert len({event["child_id"] for event in smaller}) == children
        assert smaller == larger[: len(smaller)]


def test_the_parts_together_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulate(25, 1, AS_OF)
    monkeypatch.setattr("cin_metrics.simulate.CHILDREN_AT_ONCE", 10)
    parts = list(batches(25, 1, AS_OF))
    assert [done for _, done in parts] == [10, 20, 25]
    assert pyarrow.concat_tables([part for part, _ in parts]).equals(whole)


# What the extract is


def test_its_columns_are_those_of_the_vocabulary(extract: pyarrow.Table) -> None:
    assert extract.column_names == list(COLUMNS)
    for field in extract.schema:
        is_date = field.name in ("event_date", "recorded_date")
        assert field.type == (pyarrow.date32() if is_date else pyarrow.string())


def test_every_event_type_occurs(events: list[Event]) -> None:
    assert {event["event_type"] for event in events} == set(EVENT_TYPES)


def test_what_is_required_is_filled_and_no_text_is_empty(events: list[Event]) -> None:
    always = {*REQUIRED_COLUMNS, "recorded_date", "episode_id", "family_id"}
    for event in events:
        assert all(event[column] is not None for column in always)
        assert "" not in event.values()


def test_every_word_is_known(events: list[Event]) -> None:
    outcomes = {event["outcome"] for event in events if event["event_type"] != "reason_recorded"}
    assert outcomes <= {None, *OUTCOMES, *CLOSURE_CODES}
    reasons = {event["outcome"] for event in events if event["event_type"] == "reason_recorded"}
    assert reasons == set(council.REASONS)
    cohorts = {event["cohort"] for event in events} - {None}
    assert {word for cohort in cohorts for word in cohort.split(";")} == set(COHORTS)
    assert {event["team"] for event in events} == {None, *council.TEAMS}
    assert {event["child_seen"] for event in events} == {None, "yes", "no"}
    assert {event["seen_alone"] for event in events} == {None, "yes", "no"}


def test_no_day_lies_outside_the_window(events: list[Event]) -> None:
    first = AS_OF - datetime.timedelta(days=council.WINDOW_DAYS)
    for event in events:
        assert first <= event["event_date"] <= event["recorded_date"] <= AS_OF


def test_planned_work_falls_on_working_days(events: list[Event]) -> None:
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(2023, 2027))
    planned = {"cin_visit", "network_meeting", "cin_review", "planning_meeting", "supervision"}
    for event in events:
        if event["event_type"] in planned:
            assert event["event_date"].weekday() < 5
            assert event["event_date"] not in closed
    arrivals = [e["event_date"] for e in events if e["event_type"] == "contact_received"]
    assert any(day.weekday() > 4 for day in arrivals)


def test_no_event_stands_twice(events: list[Event]) -> None:
    seen = Counter((e["child_id"], e["event_type"], e["event_date"]) for e in events)
    assert max(seen.values()) == 1


def test_ids_are_text_with_leading_zeros(events: list[Event]) -> None:
    assert all(len(event["child_id"]) == 7 and event["child_id"][0] == "0" for event in events)


# A believable council


def test_its_size_is_that_of_an_example(events: list[Event], tmp_path: Path) -> None:
    assert 45 <= len(events) / 300 <= 61
    write(simulate(300, 1, AS_OF), tmp_path / "example.csv")
    assert (tmp_path / "example.csv").stat().st_size < 3_000_000


def test_about_half_of_the_children_are_open(episodes: list[list[Event]]) -> None:
    still_open = {e[0]["child_id"] for e in episodes if not types(e) & CLOSES}
    assert 0.4 <= len(still_open) / 300 <= 0.6


def test_each_route_into_in_need_work_occurs(episodes: list[list[Event]]) -> None:
    by_referral = by_transfer = from_protection = from_care = 0
    for episode in episodes:
        found = types(episode)
        by_referral += "referral_received" in found
        by_transfer += "transferred_in" in found
        plans = days_of(episode, "plan_started")
        from_protection += any(p >= d for p in plans for d in days_of(episode, "cp_plan_ended"))
        from_care += any(p >= d for p in plans for d in days_of(episode, "cla_ended"))
        assert ("referral_received" in found) != ("transferred_in" in found)
    assert by_referral > by_transfer > 5
    assert from_protection > 5
    assert from_care > 3


def test_some_go_back_to_protection_and_some_are_referred_again(
    episodes: list[list[Event]], events: list[Event]
) -> None:
    in_need_then_protection = [
        episode
        for episode in episodes
        if any(
            plan < protection
            for plan in days_of(episode, "plan_started")
            for protection in days_of(episode, "cp_plan_started")
        )
    ]
    assert len(in_need_then_protection) > 5
    referrals = Counter(e["child_id"] for e in events if e["event_type"] == "referral_received")
    assert sum(times > 1 for times in referrals.values()) > 20


def test_an_episode_begins_after_the_one_before_it_has_ended(episodes: list[list[Event]]) -> None:
    ended: dict[str, datetime.date] = {}
    for episode in episodes:
        child = episode[0]["child_id"]
        if child in ended:
            assert episode[0]["event_date"] > ended[child]
        closing = [event["event_date"] for event in episode if event["event_type"] in CLOSES]
        assert len(closing) <= 1
        ended[child] = closing[0] if closing else AS_OF


def test_siblings_share_a_family_and_most_of_their_days(events: list[Event]) -> None:
    visits: dict[str, dict[str, set[datetime.date]]] = defaultdict(lambda: defaultdict(set))
    for event in events:
        if event["event_type"] == "cin_visit":
            visits[event["family_id"]][event["child_id"]].add(event["event_date"])
    shared = [
        len(set.intersection(*family.values())) / len(set.union(*family.values()))
        for family in visits.values()
        if len(family) > 1
    ]
    assert len(shared) > 40
    assert 0.5 < mean(shared) < 1.0


def test_some_children_wait_over_a_year_with_no_change_of_plan(
    episodes: list[list[Event]],
) -> None:
    drifting = 0
    for episode in episodes:
        long_open = (AS_OF - episode[0]["event_date"]).days > 365 and not types(episode) & CLOSES
        continued = [
            e for e in episode if (e["event_type"], e["outcome"]) == ("cin_review", "continue")
        ]
        drifting += long_open and len(continued) > 2 and "plan_updated" not in types(episode)
    assert drifting >= 5


def test_most_is_recorded_within_days_and_a_little_after_weeks(events: list[Event]) -> None:
    lags = [(event["recorded_date"] - event["event_date"]).days for event in events]
    assert sum(lag <= 3 for lag in lags) / len(lags) > 0.7
    assert 0.01 < sum(lag > 21 for lag in lags) / len(lags) < 0.08


def test_some_late_visits_have_a_reason_and_some_have_none(episodes: list[list[Event]]) -> None:
    given = Counter[bool]()
    for episode in episodes:
        reasons = days_of(episode, "reason_recorded")
        for earlier, later in gaps_between_visits(episode):
            if 30 < (later - earlier).days < 50:
                given[any(earlier <= day <= later for day in reasons)] += 1
    assert given[True] > 20
    assert given[False] > 20


# Teams


def gaps_between_visits(episode: list[Event]) -> Iterator[tuple[datetime.date, datetime.date]]:
    days = days_of(episode, "cin_visit")
    return zip(days, days[1:], strict=False)


def test_one_team_gets_worse_and_one_recovers() -> None:
    """Mean days between visits under each team, long ago and lately."""
    early: dict[str, list[int]] = defaultdict(list)
    late: dict[str, list[int]] = defaultdict(list)
    by_episode: dict[str, list[Event]] = defaultdict(list)
    for event in simulate(700, 5, AS_OF).to_pylist():
        if event["event_type"] == "cin_visit":
            by_episode[event["episode_id"]].append(event)
    for visits in by_episode.values():
        for event, following in zip(visits, visits[1:], strict=False):
            gap = (following["event_date"] - event["event_date"]).days
            # Time in protection or care is no gap between visits.
            if gap > 80:
                continue
            if event["event_date"] < datetime.date(2025, 6, 1):
                early[event["team"]].append(gap)
            elif event["event_date"] >= datetime.date(2026, 4, 1):
                late[event["team"]].append(gap)
    change = {team: mean(late[team]) / mean(early[team]) for team in council.TEAMS}
    assert change.pop(council.WORSENING_TEAM) > 1.2
    assert change.pop(council.RECOVERING_TEAM) < 0.8
    for steady in change.values():
        assert 0.85 < steady < 1.15


@pytest.mark.parametrize(
    ("months_before", "factor"), [(20, 1.0), (9, 1.0), (6, 1.5), (3, 2.0), (0, 2.0)]
)
def test_a_team_changes_in_a_straight_line(months_before: float, factor: float) -> None:
    assert slackness(((9, 1.0), (3, 2.0)), months_before) == pytest.approx(factor)


def test_august_and_christmas_are_slower() -> None:
    time = Time(AS_OF)
    june, august, christmas = (
        time.pace("Eastfield", day_number(datetime.date(2025, *day)))
        for day in ((6, 10), (8, 12), (12, 23))
    )
    assert june < august < christmas


def test_a_worker_belongs_to_one_team(events: list[Event]) -> None:
    teams = defaultdict(set)
    for event in events:
        if event["worker"]:
            teams[event["worker"]].add(event["team"])
    assert all(len(of_worker) == 1 for of_worker in teams.values())
    assert len(teams) == len(council.TEAMS) * council.WORKERS_PER_TEAM


def test_a_change_of_worker_is_noted_where_the_worker_changes(episodes: list[list[Event]]) -> None:
    changes = 0
    for episode in episodes:
        held = [event for event in episode if event["worker"]]
        for event, following in zip(held, held[1:], strict=False):
            if event["worker"] != following["worker"]:
                changes += following["event_type"] == "worker_changed"
    assert changes > 50


# Working days and dice


def test_working_days_pass_over_easter() -> None:
    time = Time(AS_OF)
    thursday = day_number(datetime.date(2025, 4, 17))
    assert time.add(thursday, 0) == thursday
    assert time.add(thursday, 1) == day_number(datetime.date(2025, 4, 22))
    assert time.add(thursday + 1, 0) == day_number(datetime.date(2025, 4, 22))
    assert time.back(thursday + 3) == thursday


def test_every_set_of_shares_adds_up_to_the_whole() -> None:
    sets_of_shares = {
        name: value
        for name, value in vars(council).items()
        if name.isupper()
        and isinstance(value, dict)
        and all(isinstance(share, float) for share in value.values())
    }
    assert len(sets_of_shares) > 40
    for name, shares in sets_of_shares.items():
        assert sum(shares.values()) == pytest.approx(1.0), name


def test_a_delay_falls_in_its_bands_by_their_shares() -> None:
    dice = Dice("any")
    thrown = [dice.delay({(0, 2): 0.5, (10, 10): 0.25, None: 0.25}) for _ in range(2000)]
    assert set(thrown) == {0, 1, 2, 10, None}
    assert 0.2 < thrown.count(None) / 2000 < 0.3


# Writing, and what cannot be asked for


def test_blank_is_written_for_none(tmp_path: Path) -> None:
    table = simulate(5, 1, AS_OF)
    write(table, tmp_path / "extract.csv")
    lines = (tmp_path / "extract.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    first = dict(zip(COLUMNS, lines[1].split(","), strict=True))
    assert first == {name: str(table[name][0].as_py() or "") for name in COLUMNS}
    assert not any('"' in line for line in lines)


def test_both_formats_hold_the_same_rows(tmp_path: Path) -> None:
    table = simulate(20, 1, AS_OF)
    write(table, tmp_path / "extract.csv")
    write(table, tmp_path / "extract.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "extract.parquet").equals(table)
    read = duckdb.connect().execute(
        "select * from read_csv(?, all_varchar = true)", [str(tmp_path / "extract.csv")]
    )
    as_text = [
        tuple(None if value is None else str(value) for value in row.values())
        for row in table.to_pylist()
    ]
    assert read.fetchall() == as_text


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"\.csv or \.parquet"):
        write(simulate(1, 1, AS_OF), tmp_path / "extract.xls")
    assert not list(tmp_path.iterdir())


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputFault) as fault:
        simulate(0, 1, datetime.date(1850, 1, 1))
    assert len(fault.value.faults) == 2


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cin_metrics.simulate.CHILDREN_AT_ONCE", 2)
    told: list[str] = []
    simulate(3, 1, AS_OF, progress=told.append)
    assert told == ["2 of 3 children", "3 of 3 children"]
