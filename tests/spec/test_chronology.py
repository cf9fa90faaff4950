"""One child's chronology: all of the child and nothing of anybody else."""

from datetime import date

import pytest

from cin_metrics.child import Chronology, make_chronology
from cin_metrics.faults import InputFault
from cin_metrics.ledger import make_ledger
from cin_metrics.packs import policy_from_mapping
from tests.spec.support import events_of, pack_of
from tests.support import extract_of

EVENTS = """
    child_id | episode_id | event_date | event_type        | team  | worker | family_id | outcome | cohort
    007      | a          | 2023-01-02 | referral_received | North | Ann    | F1        |         |
    007      | a          | 2023-03-01 | case_closed       | North | Ann    | F1        | RC7     |
    007      | b          | 2024-01-01 | referral_received | North | Ann    | F1        |         | cwd
    007      | b          | 2024-01-08 | plan_started      | North | Ann    | F1        |         |
    007      | b          | 2024-01-22 | cin_visit         |       | Ben    | F1        |         |
    007      | b          | 2024-06-01 | cin_visit         |       | Ben    | F1        |         |
    8        | a          | 2024-01-01 | plan_started      | South | Cat    | F1        |         |
    9        | a          | 2024-01-01 | referral_received | South | Cat    | F1        |         |
    9        | a          | 2024-02-01 | case_closed       | South | Cat    | F1        |         |
    10       | a          | 2024-01-01 | referral_received | South | Cat    | F2        |         |
"""
RULE = "{within: 1 week, from: plan_started, to: cin_visit}"
AS_OF = date(2024, 3, 1)


def chronology_of(child_id: str, teams: list[str] | None = None) -> Chronology:
    """The chronology of a child of the table above."""
    ledger = make_ledger(extract_of(events_of(EVENTS)), policy_from_mapping(pack_of(RULE, ""), "random"), AS_OF)
    return make_chronology(ledger, child_id, teams)


def test_every_case_of_the_child_and_the_open_one_is_the_present_one() -> None:
    """A closed case is held by who held it when it closed; the open one by who holds it on the as-of date."""
    child = chronology_of("007")
    assert [(c["episode_id"], c["end_date"], c["team"], c["worker"]) for c in child.cases] == [
        ("a", date(2023, 3, 1), "North", "Ann"),
        ("b", None, "North", "Ben"),
    ]
    assert child.present["episode_id"] == "b"
    assert child.present["cohort_set"] == "cwd"
    assert (child.since("in_need"), child.since("plan")) == (date(2024, 1, 1), date(2024, 1, 8))
    assert child.since("protection") is None


def test_events_after_the_as_of_date_are_unknown() -> None:
    """The visit of June has not happened in March."""
    assert [event["event_date"] for event in chronology_of("007").of_type("cin_visit")] == [date(2024, 1, 22)]


def test_what_was_asked_and_what_was_breached() -> None:
    """A week from 8 January is the 15th; the visit of the 22nd is seven days late."""
    (row,) = chronology_of("007").breaches
    assert (row["due_date"], row["met_date"], row["status"], row["days_late"]) == (
        date(2024, 1, 15), date(2024, 1, 22), "late", 7,
    )  # fmt: skip


def test_who_held_the_case_when() -> None:
    """Clipped to the case; who holds it now has no last day."""
    found = [(h["worker"], h["from_date"], h["until_date"]) for h in chronology_of("007").holders]
    assert found == [
        ("Ann", date(2023, 1, 2), date(2023, 3, 1)),
        ("Ann", date(2024, 1, 1), date(2024, 1, 21)),
        ("Ben", date(2024, 1, 22), None),
    ]


def test_siblings_share_a_family_and_say_where_they_stand() -> None:
    """A closed case is a sibling too; a child without a family has none."""
    found = [(s["child_id"], s["open_since"], s["plan_since"]) for s in chronology_of("007").siblings]
    assert found == [("8", date(2024, 1, 1), date(2024, 1, 1)), ("9", None, None)]
    assert chronology_of("10").siblings == []


def test_one_case_alone() -> None:
    """What belongs to another case of the child is left out."""
    child = chronology_of("007")
    alone = child.of_case(child.cases[0]["episode_no"])
    assert [event["event_type"] for event in alone.events] == ["referral_received", "case_closed"]
    assert alone.obligations == []


@pytest.mark.parametrize(("child_id", "teams"), [("7", None), ("nobody", None), ("007", ["South"])])
def test_who_is_not_there_or_may_not_be_seen_is_not_found(child_id: str, teams: list[str] | None) -> None:
    """The same sentence for both, without the identifier."""
    with pytest.raises(InputFault) as raised:
        chronology_of(child_id, teams)
    assert child_id not in str(raised.value.faults)
