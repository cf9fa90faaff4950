"""What was known on a day beside what is known now, and the late entries that moved it."""

from datetime import date

from cin_metrics.known_then import (
    LateEntries,
    asked_about,
    compare_then_and_now,
    entries_behind,
    late_entries,
    ledgers_of_day,
)
from cin_metrics.ledger import Ledger
from cin_metrics.measures import Selection, make_measures
from cin_metrics.packs import load_policy, policy_from_mapping
from cin_metrics.two_ledgers import Comparison
from tests.spec.support import Rows, columns, events_of, pack_of, table
from tests.support import extract_of

VISIT = "{id: visit, within: 1 week, from: case_allocated, to: cin_visit}"
DAY = date(2024, 6, 30)
PERIOD = date(2024, 6, 1), DAY

LATE = """
    child_id | event_date | recorded_date | event_type     | team
    a        | 2024-06-03 | 2024-06-03    | case_allocated | North
    a        | 2024-06-06 | 2024-07-02    | cin_visit      | North
    a        | 2024-06-28 | 2024-07-01    | supervision    | North
    b        | 2024-06-03 |               | case_allocated | South
    b        | 2024-06-10 |               | cin_visit      | South
    c        | 2024-06-04 | 2024-06-04    | case_allocated | South
    c        | 2024-07-03 | 2024-07-09    | cin_visit      | South
"""


def on(day: date, events: str = LATE, rules: str = VISIT) -> tuple[Ledger, Ledger]:
    return ledgers_of_day(extract_of(events_of(events)), policy_from_mapping(pack_of(rules, ""), "ours"), day)


def known(events: str = LATE, rules: str = VISIT) -> tuple[Comparison, LateEntries, Ledger]:
    then, now = on(DAY, events, rules)
    return compare_then_and_now(then, now, *PERIOD), late_entries(now), now


def said(rows: Rows, expected: str) -> None:
    assert [{name: row[name] for name in columns(expected)} for row in rows] == table(expected)


def test_a_late_entry_turns_overdue_into_on_time() -> None:
    """Child a was visited on 6 June, put on file on 2 July: on 30 June it looked overdue. c is overdue either way."""
    compared, _, _ = known()
    said(
        compared.differences.to_pylist(),
        """
        child_id | first_due_date | first_status | second_status | second_met_date | difference
        a        | 2024-06-10     | overdue      | on_time       | 2024-06-06      | status
        """,
    )
    pair = compared.pairs.to_pylist()[0]
    assert (pair["first_numerator"], pair["first_denominator"]) == (1, 3)
    assert (pair["second_numerator"], pair["second_denominator"]) == (2, 3)


def test_an_event_without_a_recorded_date_was_recorded_on_the_day_and_is_never_late() -> None:
    compared, late, _ = known()
    assert "b" not in compared.differences["child_id"].to_pylist()
    assert "b" not in late.entries["child_id"].to_pylist()


def test_late_entries_are_those_dated_by_the_day_and_recorded_after_it() -> None:
    """c's visit of 3 July had not happened yet, so it is not late for 30 June."""
    _, late, _ = known()
    said(
        late.entries.to_pylist(),
        """
        child_id | event_type  | event_date | recorded_date | days_late | team
        a        | cin_visit   | 2024-06-06 | 2024-07-02    | 26        | North
        a        | supervision | 2024-06-28 | 2024-07-01    | 3         | North
        """,
    )


def test_late_entries_by_type_and_team_with_the_median_delay() -> None:
    events = f"{LATE.strip()}\nb | 2024-06-20 | 2024-07-04 | cin_visit | North"
    _, now = on(DAY, events)
    late = late_entries(now)
    assert late.counts.to_pylist() == [
        {"event_type": "cin_visit", "team": "North", "entries": 2, "children": 2, "median_days": 20.0, "most_days": 26},
        {"event_type": "supervision", "team": "North", "entries": 1, "children": 1, "median_days": 3.0, "most_days": 3},
    ]
    assert late_entries(now, Selection(teams=("South",))).counts.num_rows == 0
    assert late_entries(now, Selection(teams=("South",))).entries.num_rows == 3


def test_behind_a_moved_obligation_stand_the_entries_of_its_episode_what_is_asked_about_first() -> None:
    events = LATE.replace("2024-06-28 | 2024-07-01    | supervision ", "2024-06-05 | 2024-07-01    | supervision ")
    events = f"{events.strip()}\nd | 2024-06-05 | 2024-07-01 | cin_visit | North"
    compared, late, now = known(events)
    moved = compared.differences.to_pylist()
    behind = entries_behind(now.policy, "visit", moved, late.entries.to_pylist())
    assert [(row["child_id"], row["event_type"], row["is_asked_about"]) for row in behind] == [
        ("a", "cin_visit", True), ("a", "supervision", False),
    ]  # fmt: skip


def test_what_it_counts_from_may_itself_come_late() -> None:
    """The allocation of 3 June was put on file in July: on 30 June there was nothing to be late for."""
    events = """
        event_date | recorded_date | event_type
        2024-06-01 | 2024-06-01    | referral_received
        2024-06-03 | 2024-07-02    | case_allocated
    """
    compared, _, _ = known(events)
    said(
        compared.differences.to_pylist(),
        """
        anchor_date | first_status | second_status | difference
        2024-06-03  |              | overdue       | only_second
        """,
    )


def test_a_late_closing_works_through_the_status_of_the_child() -> None:
    """Closed on 5 June, put on file in July: what looked overdue was never asked for, and the rule names no closing."""
    events = """
        event_date | recorded_date | event_type
        2024-06-03 | 2024-06-03    | case_allocated
        2024-06-05 | 2024-07-02    | case_closed
    """
    compared, late, now = known(events)
    row = compared.differences.to_pylist()[0]
    assert (row["first_status"], row["second_status"]) == ("overdue", "not_required")
    assert (row["first_is_counted"], row["second_is_counted"]) == (True, False)
    behind = entries_behind(now.policy, "visit", [row], late.entries.to_pylist())
    assert [(entry["event_type"], entry["is_asked_about"]) for entry in behind] == [("case_closed", False)]


def test_nothing_moves_where_nothing_came_late() -> None:
    compared, late, _ = known(LATE.replace("2024-07-02", "2024-06-30").replace("2024-07-01", "2024-06-30"))
    assert compared.differences.num_rows == 0
    assert late.entries.num_rows == late.counts.num_rows == 0


def test_either_side_is_the_timeliness_of_its_own_ledger() -> None:
    then, now = on(DAY)
    pair = compare_then_and_now(then, now, *PERIOD).pairs.to_pylist()[0]
    for side, ledger in (("first", then), ("second", now)):
        figure = make_measures(ledger, *PERIOD, measures=["timeliness"]).to_pylist()[0]
        assert (pair[f"{side}_numerator"], pair[f"{side}_denominator"]) == (
            figure["numerator"], figure["denominator"],
        )  # fmt: skip


def test_a_rule_asks_about_its_own_events_and_those_of_the_rule_before_it() -> None:
    policy = load_policy("ealing")
    assert asked_about(policy, policy.rule("visits")) == {"cin_visit", "assessment_completed", "cp_plan_ended"}
