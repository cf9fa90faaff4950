"""The panel's list: whose plan reaches the panel's month, when, and what is on file since the plan began."""

from datetime import date
from typing import Any

from cin_metrics.ledger import make_ledger
from cin_metrics.measures import Selection
from cin_metrics.packs import policy_from_mapping
from cin_metrics.panel import make_panel_list, to_be_heard
from cin_metrics.policy_parts import parse_limit
from tests.spec.support import events_of, pack_of, table
from tests.support import extract_of

RULE = "{within: 10 working days, from: plan_started, to: cin_visit}"


def listed(events: str, as_of: str, month: str | None = None, pack: str = "", **selected: Any) -> list[dict[str, Any]]:
    """The list made of a text table of events."""
    policy = policy_from_mapping(pack_of(RULE, pack), "random")
    ledger = make_ledger(extract_of(events_of(events)), policy, date.fromisoformat(as_of))
    return make_panel_list(ledger, parse_limit(month) if month else None, Selection(**selected))


def assert_listed(rows: list[dict[str, Any]], expected: str) -> None:
    """The rows say what the text table says, in that order."""
    wanted = table(expected)
    kept = [{name: row[name] for name in wanted[0]} for row in rows] if wanted else rows
    for row in wanted:
        if "days_until" in row:
            row["days_until"] = int(row["days_until"])
    assert kept == wanted


def test_a_plan_reaches_the_month_on_its_last_day_and_is_past_it_the_day_after() -> None:
    """Nine months from 15 January is 15 October: on that day it is still soon."""
    events = """
        event_date | event_type
        2024-01-02 | referral_received
        2024-01-15 | plan_started
    """
    for as_of, expected in (
        ("2024-08-19", "reaches_on_date | days_until | place\n2024-10-15 | 57 | later"),
        ("2024-08-20", "reaches_on_date | days_until | place\n2024-10-15 | 56 | soon"),
        ("2024-10-15", "reaches_on_date | days_until | place\n2024-10-15 | 0 | soon"),
        ("2024-10-16", "reaches_on_date | days_until | place\n2024-10-15 | -1 | past"),
    ):
        rows = [row | {"reaches_on_date": row["reaches_on"]} for row in listed(events, as_of)]
        assert_listed(rows, expected)


def test_only_what_is_on_file_since_the_plan_began_counts() -> None:
    """The latest panel and extension, and the latest decision of a panel or a manager that says anything."""
    rows = listed(
        """
        event_date | event_type        | outcome
        2023-12-01 | panel_review      | close
        2024-01-15 | plan_started      |
        2024-07-01 | panel_review      | continue
        2024-08-01 | extension_agreed  |
        2024-08-20 | manager_decision  | step_up
        2024-09-01 | manager_decision  |
        """,
        "2024-09-30",
    )
    assert_listed(
        rows,
        """
        panel_date | decision | decision_date | decided_by       | place
        2024-07-01 | step_up  | 2024-08-20    | manager_decision | soon
        """,
    )
    assert rows[0]["extension_date"] == date(2024, 8, 1)


def test_a_plan_that_ended_or_gave_way_to_protection_is_not_listed() -> None:
    """Nobody is kept on a plan who is not on one."""
    rows = listed(
        """
        child_id | event_date | event_type
        1        | 2023-01-02 | plan_started
        1        | 2023-09-02 | plan_ended
        2        | 2023-01-02 | plan_started
        2        | 2023-09-02 | cp_plan_started
        3        | 2023-01-02 | plan_started
        """,
        "2024-09-30",
    )
    assert [row["child_id"] for row in rows] == ["3"]


def test_the_month_is_the_packs_unless_another_is_asked_for() -> None:
    """Months, days and working days; Christmas and Boxing Day are no working days."""
    events = """
        event_date | event_type
        2024-12-20 | plan_started
    """
    asked = [
        (None, "2025-06-20"),
        ("3 months", "2025-03-20"),
        ("30 days", "2025-01-19"),
        ("5 working days", "2024-12-31"),
    ]
    for month, reaches in asked:
        rows = listed(events, "2025-01-02", month, pack="panel_month: 6 months")
        assert [row["reaches_on"] for row in rows] == [date.fromisoformat(reaches)], month


def test_teams_cohorts_and_disability_support() -> None:
    """The list keeps to the selection and says who is in long-term disability support."""
    events = """
        child_id | event_date | event_type   | team  | cohort
        1        | 2023-01-02 | plan_started | North | cwd
        2        | 2023-01-02 | plan_started | North |
        3        | 2023-01-02 | plan_started | South |
    """
    assert [(r["child_id"], r["is_cwd"]) for r in listed(events, "2024-01-02", teams=("North",))] == [
        ("1", True),
        ("2", False),
    ]
    assert [row["child_id"] for row in listed(events, "2024-01-02", cohorts=("cwd",))] == ["1"]


def test_later_plans_are_not_heard() -> None:
    """To be heard are those past the month and those about to pass it."""
    rows = [{"place": "past"}, {"place": "soon"}, {"place": "later"}]
    assert to_be_heard(rows) == rows[:2]
