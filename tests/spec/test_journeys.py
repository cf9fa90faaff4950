"""Journeys: the states a case went through, in order, and how many went each way."""

from datetime import date

from cin_metrics.journeys import Flow, Journey, counted, flows, make_journeys, matching
from cin_metrics.ledger import make_ledger
from cin_metrics.measures import Selection
from cin_metrics.packs import policy_from_mapping
from tests.spec.support import events_of, pack_of
from tests.support import extract_of

RULE = "{within: 1 week, from: plan_started, to: cin_visit}"


def journeys_of(
    events: str, first: str = "2024-01-01", last: str = "2024-12-31", **selected: tuple[str, ...]
) -> list[Journey]:
    """The journeys as of the end of 2024."""
    ledger = make_ledger(
        extract_of(events_of(events)), policy_from_mapping(pack_of(RULE, ""), "random"), date(2024, 12, 31)
    )
    return make_journeys(ledger, date.fromisoformat(first), date.fromisoformat(last), Selection(**selected))


def test_from_referral_through_protection_to_closure() -> None:
    """Being on a plan and being assessed are steps of the flow; the words name the states alone."""
    (journey,) = journeys_of("""
        event_date | event_type
        2024-01-02 | referral_received
        2024-02-01 | assessment_completed
        2024-02-01 | plan_started
        2024-03-01 | cp_plan_started
        2024-08-01 | cp_plan_ended
        2024-08-01 | plan_started
        2024-10-01 | case_closed
    """)
    assert journey.flow == ("referral", "in need", "assessed", "plan", "protection", "in need", "plan", "closed")
    assert journey.words == "in need → protection → in need → closed"


def test_early_help_transfer_and_still_open_are_told_apart() -> None:
    """As the measure ended_by tells them."""
    found = journeys_of("""
        child_id | event_date | event_type         | outcome
        1        | 2024-01-02 | referral_received  |
        1        | 2024-02-01 | case_closed        | RC9
        2        | 2024-01-02 | transferred_in     |
        2        | 2024-02-01 | transferred_out    |
        3        | 2024-01-02 | referral_received  |
        4        | 2024-01-02 | cla_started        |
        5        | 2024-01-02 | referral_received  |
        5        | 2024-02-01 | case_closed        | RC7
        5        | 2024-02-20 | early_help_started |
    """)
    assert [journey.flow[0] for journey in found[:3]] == ["referral", "transfer in", "referral"]
    assert [journey.words for journey in found] == [
        "in need → early help",
        "in need → transferred",
        "in need → still open",
        "in need → care → still open",
        "in need → early help",
    ]


def test_cases_not_open_in_the_period_are_left_out() -> None:
    """Closed before it, or begun after it; those that touch it count whole."""
    events = """
        child_id | event_date | event_type
        1        | 2024-01-02 | referral_received
        1        | 2024-02-01 | case_closed
        2        | 2024-01-02 | referral_received
        2        | 2024-03-01 | case_closed
        3        | 2024-05-01 | referral_received
    """
    assert [j.child_id for j in journeys_of(events, "2024-03-01", "2024-04-30")] == ["2"]


def test_teams_and_cohorts() -> None:
    """The team that holds the case now, or held it when it closed."""
    events = """
        child_id | event_date | event_type        | team  | cohort
        1        | 2024-01-02 | referral_received | North |
        1        | 2024-03-02 | cin_visit         | South |
        2        | 2024-01-02 | referral_received | North | cwd
    """
    assert [j.child_id for j in journeys_of(events, teams=("South",))] == ["1"]
    assert [j.child_id for j in journeys_of(events, cohorts=("cwd",))] == ["2"]


def journey(*names: str) -> Journey:
    """A journey of steps without days."""
    return Journey("1", "1", None, None, date(2024, 1, 1), None, tuple((name, None) for name in names))


def test_ways_are_counted_the_commonest_first() -> None:
    ways = [journey("in need", "closed"), journey("in need", "care", "closed"), journey("in need", "plan", "closed")]
    assert counted(ways) == [("in need → closed", 2), ("in need → care → closed", 1)]


def test_journeys_are_found_by_states_one_after_the_other() -> None:
    """However the arrow is written; words alone match whole states."""
    back = journey("in need", "protection", "in need", "closed")
    away = journey("in need", "care", "closed")
    assert matching([back, away], "in need → protection → in need") == [back]
    assert matching([back, away], "In need > care") == [away]
    assert matching([back, away], "protection -> closed") == []
    assert matching([back, away], "") == [back, away]


def test_flows_add_up_to_the_cases_and_long_ways_are_shortened() -> None:
    """Every case leaves its first step once, and every long way keeps its end."""
    long = journey("referral", *["in need", "protection"] * 4, "closed")
    found = flows([long, journey("referral", "in need", "closed")], most_steps=5)
    assert sum(flow.cases for flow in found if flow.place == 1) == 2
    assert Flow(4, "…", "closed", 1) in found and Flow(2, "in need", "closed", 1) in found
