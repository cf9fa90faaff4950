"""Two ledgers over the same events: what differs, for whom, and that either side is the figure of its own ledger."""

from datetime import date
from pathlib import Path

import pytest

from cin_metrics.another_limit import policy_with_limit
from cin_metrics.events import load
from cin_metrics.faults import InputFault
from cin_metrics.ledger import make_ledger
from cin_metrics.measures import Selection, make_measures
from cin_metrics.measures.figures import EVERYTHING
from cin_metrics.packs import load_policy, policy_from_mapping
from cin_metrics.policy import Policy
from cin_metrics.two_ledgers import Comparison, RulePair, compare_ledgers, pair_rules, same_rules
from tests.spec.support import Rows, columns, events_of, pack_of, table
from tests.support import extract_of

FIRST = """
    - {id: visit, within: 1 week, from: case_allocated, to: cin_visit}
    - {id: meeting, topic: meeting, within: 2 weeks, from: case_allocated, to: planning_meeting}
"""
SECOND = "- {id: visit, within: 2 weeks, from: case_allocated, to: cin_visit}"
EVENTS = """
    child_id | event_date | event_type
    a        | 2024-06-03 | case_allocated
    a        | 2024-06-12 | cin_visit
    b        | 2024-06-03 | case_allocated
    b        | 2024-06-05 | cin_visit
"""
EXAMPLE = Path(__file__).parents[2] / "data" / "example.csv"
YEAR = date(2024, 1, 1), date(2024, 12, 31)


def policy_of(rules: str, name: str = "a pack", pack: str = "") -> Policy:
    return policy_from_mapping(pack_of(rules, pack), name)


def compared(
    events: str,
    first: str,
    second: str,
    as_of: str = "2024-12-31",
    pairs: list[RulePair] | None = None,
    selection: Selection = EVERYTHING,
    period: tuple[date, date] = YEAR,
) -> Comparison:
    """Two packs over the events of a text table."""
    extract = extract_of(events_of(events))
    policies = policy_of(first, "first"), policy_of(second, "second")
    ledgers = [make_ledger(extract, policy, date.fromisoformat(as_of)) for policy in policies]
    return compare_ledgers(*ledgers, pairs or pair_rules(*policies), *period, selection)


def expect_rows(found: Rows, expected: str) -> None:
    assert [{name: row[name] for name in columns(expected)} for row in found] == table(expected)


def test_a_deadline_that_moves_turns_late_into_on_time() -> None:
    """Allocated on 3 June, visited on the 12th: late within a week, on time within two. Child b differs in the date."""
    found = compared(EVENTS, FIRST, SECOND)
    expect_rows(
        found.differences_of(0).to_pylist(),
        """
        child_id | anchor_date | first_due_date | second_due_date | first_status | second_status | difference
        a        | 2024-06-03  | 2024-06-10     | 2024-06-17      | late         | on_time       | status
        b        | 2024-06-03  | 2024-06-10     | 2024-06-17      | on_time      | on_time       | dates
        """,
    )
    visit = found.pairs.to_pylist()[0]
    assert (visit["first_numerator"], visit["first_denominator"]) == (1, 2)
    assert (visit["second_numerator"], visit["second_denominator"]) == (2, 2)
    assert (visit["judged_otherwise"], visit["other_dates"], visit["children_who_differ"]) == (1, 1, 1)
    assert found.children_who_differ([0]) == 1
    assert found.differences_of(0, with_dates=False)["child_id"].to_pylist() == ["a"]


def test_a_rule_that_only_one_pack_has_keeps_its_figure_and_has_no_differences() -> None:
    """Nobody held a planning meeting: 0 of 2 under the first pack; the second has nothing to say of it."""
    found = compared(EVENTS, FIRST, SECOND)
    meeting = found.pairs.to_pylist()[1]
    assert (meeting["first_rule_id"], meeting["second_rule_id"]) == ("meeting", None)
    assert (meeting["first_numerator"], meeting["first_denominator"]) == (0, 2)
    assert (meeting["second_numerator"], meeting["second_denominator"]) == (0, 0)
    assert found.differences_of(1).num_rows == 0


def test_an_obligation_from_another_day_stands_in_one_ledger_only() -> None:
    """One pack counts from the referral, the other from the allocation: no day is the same, so each stands alone."""
    events = """
        event_date | event_type
        2024-06-03 | referral_received
        2024-06-05 | case_allocated
        2024-06-06 | cin_visit
    """
    found = compared(
        events,
        "{id: visit, within: 1 week, from: referral_received, to: cin_visit}",
        "{id: visit, within: 1 week, from: case_allocated, to: cin_visit}",
    )
    expect_rows(
        found.differences_of(0).to_pylist(),
        """
        anchor_date | first_due_date | second_due_date | difference
        2024-06-05  |                | 2024-06-12      | only_second
        2024-06-03  | 2024-06-10     |                 | only_first
        """,
    )


def test_two_of_one_day_are_matched_in_their_order() -> None:
    """Two visits of one day, on file after 2 and 9 days: a week is enough for the first, two weeks for both."""
    events = """
        event_date | recorded_date | event_type
        2024-06-03 |               | case_allocated
        2024-06-05 | 2024-06-07    | cin_visit
        2024-06-05 | 2024-06-14    | cin_visit
    """
    found = compared(
        events, "{recorded_within: 1 week, of: cin_visit}", "{recorded_within: 2 weeks, of: cin_visit}"
    )
    expect_rows(
        found.differences.to_pylist(),
        """
        first_met_date | second_met_date | first_status | second_status
        2024-06-14     | 2024-06-14      | late         | on_time
        2024-06-07     | 2024-06-07      | on_time      | on_time
        """,
    )


def test_a_due_date_that_leaves_the_period_counts_in_one_figure_only() -> None:
    """Due on 10 June in one pack and on the 17th in the other: of June's first half only one counts it."""
    found = compared(EVENTS, FIRST, SECOND, period=(date(2024, 6, 1), date(2024, 6, 15)))
    expect_rows(
        found.differences_of(0).to_pylist(),
        """
        child_id | first_status | second_status | difference
        a        | late         | on_time       | status
        b        | on_time      | on_time       | counted
        """,
    )
    visit = found.pairs.to_pylist()[0]
    assert (visit["first_denominator"], visit["second_denominator"]) == (2, 0)
    assert found.differences.column("second_is_counted").to_pylist() == [False, False]


def test_the_holder_on_the_due_date_decides_for_each_ledger_by_itself() -> None:
    """North held the case on the earlier due date and South on the later one, so North's figure loses the child."""
    events = """
        event_date | event_type     | team
        2024-06-03 | case_allocated | North
        2024-06-12 | worker_changed | South
        2024-06-20 | cin_visit      | South
    """
    found = compared(events, FIRST, SECOND, selection=Selection(teams=("North",)))
    visit = found.pairs.to_pylist()[0]
    assert (visit["first_denominator"], visit["second_denominator"]) == (1, 0)
    assert found.differences["team"].to_pylist() == ["North"]


def test_rules_are_paired_by_name_then_by_topic_shape_and_target() -> None:
    first = policy_of("""
        - {id: visit, within: 1 week, from: case_allocated, to: cin_visit}
        - {id: reviews, topic: review, every: 3 months, of: cin_review, from: case_allocated}
        - {id: sharing, topic: review, within: 1 week, from: cin_review, to: assessment_shared}
    """)
    second = policy_of("""
        - {id: closing, topic: closure, within: 1 week, from: cin_review, to: case_closed}
        - {id: progress, topic: review, every: 6 weeks, of: cin_review, from: referral_received}
        - {id: visit, within: 2 days, from: referral_received, to: cin_visit}
    """)
    assert pair_rules(first, second) == [
        RulePair("visit", "visit"), RulePair("reviews", "progress"), RulePair("sharing", None),
        RulePair(None, "closing"),
    ]  # fmt: skip
    by_hand = {"sharing": "closing", "visit": None}
    assert pair_rules(first, second, by_hand) == [
        RulePair("visit", None), RulePair("reviews", "progress"), RulePair("sharing", "closing"),
        RulePair(None, "visit"),
    ]  # fmt: skip


def test_a_rule_paired_by_hand_that_is_not_there_is_said() -> None:
    first, second = policy_of("{id: visit, within: 1 week, from: case_allocated, to: cin_visit}"), policy_of(SECOND)
    with pytest.raises(InputFault) as fault:
        pair_rules(first, second, {"vist": "nothing"})
    assert [sentence.split(",")[0] for sentence in fault.value.faults] == [
        "pair: found 'vist'", "pair: found 'nothing'",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "selection", [Selection(), Selection(("Harbour", "Westmoor")), Selection((), ("cwd",))]
)
def test_either_side_is_the_timeliness_of_its_own_ledger(council: Path, selection: Selection) -> None:
    extract = load([council])
    first, second = load_policy("ealing"), load_policy("manchester")
    as_of, period = date(2026, 6, 30), (date(2025, 7, 1), date(2026, 6, 30))
    ledgers = {"first": make_ledger(extract, first, as_of), "second": make_ledger(extract, second, as_of)}
    found = compare_ledgers(*ledgers.values(), pair_rules(first, second), *period, selection).pairs.to_pylist()
    for side, ledger in ledgers.items():
        expected = {
            row["rule_id"]: (row["numerator"], row["denominator"])
            for row in make_measures(ledger, *period, "rule", selection, ["timeliness"]).to_pylist()
        }
        shown = {
            row[f"{side}_rule_id"]: (row[f"{side}_numerator"], row[f"{side}_denominator"])
            for row in found
            if row[f"{side}_rule_id"]
        }
        assert shown == expected
        assert sum(denominator for _, denominator in shown.values()) > 20


def test_a_difference_of_two_packs_can_be_traced_to_named_children() -> None:
    """Over the example, Manchester's longer gap between visits makes on time what Ealing calls late, child by child."""
    extract = load([EXAMPLE])
    first, second = load_policy("ealing"), load_policy("manchester")
    ledgers = [make_ledger(extract, policy, date(2026, 9, 30)) for policy in (first, second)]
    pairs = pair_rules(first, second)
    found = compare_ledgers(*ledgers, pairs, date(2025, 10, 1), date(2026, 9, 30))
    visits = found.pairs.to_pylist()[pairs.index(RulePair("visits", "visits"))]
    rows = found.differences_of(visits["pair_no"]).to_pylist()
    better = [row for row in rows if row["first_status"] == "late" and row["second_status"] == "on_time"]
    assert len(better) > 50
    both = {
        name: {(row["child_id"], row["episode_id"], row["anchor_date"]): row for row in ledger.rows()
               if row["rule_id"] == "visits"}
        for name, ledger in zip(("first", "second"), ledgers, strict=True)
    }  # fmt: skip
    for row in better:
        key = row["child_id"], row["episode_id"], row["anchor_date"]
        for name, of_ledger in both.items():
            assert of_ledger[key]["due_date"] == row[f"{name}_due_date"]
            assert of_ledger[key]["status"] == row[f"{name}_status"]
        assert row["first_due_date"] < row["first_met_date"] <= row["second_due_date"]
    gained = sum((r["second_is_counted"] and r["second_status"] == "on_time")
                 - (r["first_is_counted"] and r["first_status"] == "on_time") for r in rows)  # fmt: skip
    assert gained == visits["second_numerator"] - visits["first_numerator"]


def test_a_ledger_does_not_differ_from_itself() -> None:
    ledger = make_ledger(load([EXAMPLE]), load_policy("ealing"), date(2026, 9, 30))
    found = compare_ledgers(ledger, ledger, same_rules(ledger.policy), date(2025, 10, 1), date(2026, 9, 30))
    assert found.differences.num_rows == 0
    assert sum(found.pairs["first_denominator"].to_pylist()) > 5_000


def test_ledgers_of_two_extracts_are_not_compared() -> None:
    policy = policy_of(SECOND)
    ledgers = [make_ledger(extract_of(events_of(EVENTS)), policy, date(2024, 12, 31)) for _ in range(2)]
    with pytest.raises(InputFault, match="two extracts"):
        compare_ledgers(*ledgers, [RulePair("visit", "visit")], *YEAR)


def test_another_limit_changes_one_rule_and_nothing_else() -> None:
    mapping = pack_of(FIRST, "")
    changed = policy_with_limit(mapping, "ours", "visit", "3 working days")
    before = policy_from_mapping(mapping, "ours")
    assert changed.rule("visit").limit.text == "3 working days"
    assert changed.rule("meeting") == before.rule("meeting")
    assert changed.name == "ours with visit 3 working days"
    assert mapping == pack_of(FIRST, ""), "the mapping given stays as it was"


def test_another_limit_may_stand_under_before() -> None:
    mapping = pack_of("{id: invites, before: cin_review, by: 2 weeks, to: review_invites_sent}", "")
    assert policy_with_limit(mapping, "ours", "invites", "5 days").rule("invites").limit.text == "5 days"


@pytest.mark.parametrize(
    ("rule_id", "limit", "said"),
    [
        ("visit", "no time", "'no time'"),
        ("vsit", "1 week", "Did you mean 'visit'"),
        ("endorsed", "1 week", "a rule that has a limit"),
    ],
)
def test_a_limit_that_cannot_be_is_said_in_a_sentence(rule_id: str, limit: str, said: str) -> None:
    rules = FIRST + "    - {id: endorsed, requires: plan_endorsed, at: plan_ended, while: plan}\n"
    with pytest.raises(InputFault) as fault:
        policy_with_limit(pack_of(rules, ""), "ours", rule_id, limit)
    assert said in " ".join(fault.value.faults)
