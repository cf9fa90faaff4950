"""The packs that come with the product say what their sources ask, and every rule of them works."""

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
import yaml

from cin_metrics.drift import INDICATORS
from cin_metrics.events import Extract
from cin_metrics.ledger import make_ledger
from cin_metrics.packs import PACKS, check_policies, load_policy, pack_names
from cin_metrics.policy import Drift
from cin_metrics.simulate import simulate
from tests.support import extract_of

A_PACK = pytest.mark.parametrize("name", pack_names())

RULES = {
    "ealing": """
        consent_on_transfer | consent | within 72 hours, from transferred_in, to consent_recorded,
            unless consent_recorded
        consent_withdrawn_alert | consent | within 24 hours, anchor each, from consent_withdrawn, to manager_alerted
        manager_decision_recorded | recording | recorded_within 48 hours, of manager_decision
        closure_after_decision | closure | within 10 working days, anchor each, from manager_decision where outcome
            nfa/early_help/close + cin_review where outcome close, to case_closed, while episode
        first_network_meeting | meeting | within 10 working days, from entered, to network_meeting, except cwd
        network_meetings | meeting | every 6 weeks, after first_network_meeting, of network_meeting + cin_review,
            except cwd
        network_notes | recording | recorded_within 5 working days, of network_meeting
        plan_on_file | recording | recorded_within 5 working days, of plan_started + plan_updated
        plan_endorsed | plan | requires plan_endorsed, at plan_ended, while plan
        first_visit | visit | within 10 working days, from entered, to visit
        visits | visit | every 15 working days, after first_visit, of visit, reason_expected true, cwd: every 6 weeks
        visit_notes | recording | recorded_within 3 working days, of cin_visit
        first_review | review | within 3 months, from entered, to cin_review
        reviews | review | every 3 months, after first_review, of cin_review, cwd: every 6 months
        review_notes | recording | recorded_within 5 working days, of cin_review
        review_invites | review | before cin_review, by 2 weeks, to review_invites_sent
        assessment_shared | assessment | before cin_review, by 5 working days, to assessment_shared,
            given assessment_completed
        reassessment | assessment | every 6 months, from assessed, of assessment_completed, aim 3 months
        panel_before_nine_months | oversight | within 9 months, not_before 6 months, from plan_started,
            to panel_review,
            while plan
        final_review_by_manager | closure | requires cin_review where chaired_by manager, at case_closed
        transfer_in_meeting | transfer | within 10 working days, from transferred_in, to network_meeting
        transfer_out | transfer | within 10 working days, from transfer_out_agreed, to transferred_out, while episode
        csdpa_annual_review | review | every 12 months, from plan_started, of cin_review, only csdpa
    """,
    "manchester": """
        allocation | assessment | within 24 hours, from referral_received, to case_allocated
        assessment_opened | assessment | within 24 hours, from referral_received, to assessment_started
        first_seen | visit | within 5 working days, from case_allocated, to visit
        visits | visit | every 20 working days, after first_seen, of visit, reason_expected true,
            private_fostering: every 6 weeks, later after 12 months every 12 weeks
        step_down_visits | visit | every 20 working days, from cp_plan_ended + cla_ended, of visit,
            reason_expected true
        ten_day_checkpoint | oversight | within 10 working days, from case_allocated, to checkpoint_review
        planning_meeting | meeting | within 20 working days, from case_allocated, to planning_meeting
        meeting_notes | recording | recorded_within 2 working days, of planning_meeting + cin_review
        plan_endorsed | plan | within 5 working days, anchor each, from planning_meeting + plan_updated,
            to plan_endorsed
        plan_circulated | plan | within 5 working days, anchor each, from planning_meeting + cin_review,
            to plan_circulated
        progress_meetings | review | every 3 months, from case_allocated, of cin_review, short_break: every 6 months,
            private_fostering: every 12 weeks
        six_month_checkpoint | oversight | within 6 months, not_before 5 months, from case_allocated,
            to checkpoint_review
        checkpoint_recorded | recording | recorded_within 2 working days, of checkpoint_review
        checkpoint_circulated | oversight | within 5 working days, anchor each, from checkpoint_review,
            to checkpoint_circulated
        nine_month_extension | oversight | within 9 months, from case_allocated, to extension_agreed
        extended_checkpoints | oversight | every 6 months, from extension_agreed, of checkpoint_review,
            cwd: every 12 months
        step_down_plan | protection | within 2 working days, from cp_plan_ended, to plan_started + plan_updated
        step_down_meeting | protection | within 10 working days, from cp_plan_ended, to planning_meeting + cin_review
        step_down_meetings | protection | every 4 weeks, after step_down_meeting, of planning_meeting + cin_review
        step_down_chair_review | protection | within 6 weeks, from cp_plan_ended, to conference_chair_review
        step_down_chair_close | protection | within 12 weeks, not_before 6 weeks, from cp_plan_ended,
            to conference_chair_closed
        step_down_stay | protection | stay 3 months, from cp_plan_ended, ended_by case_closed,
            unless early_closure_agreed
        private_fostering_visit | visit | within 7 working days, from private_fostering_notified, to visit,
            only private_fostering
        closure_summary | closure | requires closure_summary, at case_closed, while episode
    """,
    "practice_matters": """
        plan_developed | plan | within 10 working days, from assessed, to plan_started
        reviews | review | every 6 weeks, from plan_started, of cin_review, while plan, cwd: every 3 months
        six_month_discussion | oversight | within 6 months, not_before 5 months, from plan_started,
            to supervision + checkpoint_review, while plan
        visits | visit | every 6 weeks, from entered, of visit
        supervision | oversight | every 2 months, from case_allocated, of supervision
    """,
    "teeswide": """
        assessment | assessment | within 45 working days, from referral_received, to assessment_completed,
            while episode
        minutes_circulated | meeting | within 20 working days, anchor each, from planning_meeting,
            to minutes_circulated
        plan_circulated | plan | within 20 working days, anchor each, from cin_review, to plan_circulated
        meeting_rearranged | meeting | within 10 working days, anchor each, from meeting_cancelled,
            to planning_meeting + cin_review
        closure_after_review | closure | requires cin_review, at plan_ended + case_closed, while plan
        step_up_strategy | protection | requires strategy_discussion, at s47_started, in_last 1 month, while episode
        step_down_meeting | protection | within 20 working days, from cp_plan_ended, to planning_meeting, assumed true
    """,
    "speakcase": """
        allocation | assessment | within 48 hours, from referral_received, to case_allocated, aim 24 hours
        assessment | assessment | within 45 working days, from referral_received, to assessment_completed,
            while episode
        seen_in_assessment | visit | requires visit, at assessment_completed, while episode
        first_review | review | within 6 weeks, from plan_started, to cin_review, while plan, aim 4 weeks
        reviews | review | every 12 weeks, after first_review, of cin_review, while plan, aim 6 weeks
        visits | visit | every 6 weeks, from plan_started, of visit, while plan, aim 4 weeks
        late_assessment_authorised | oversight | within 45 working days, from referral_received,
            to assessment_completed + assessment_extension_authorised, while episode
        closure_summary | closure | requires closure_summary, at case_closed, while episode
    """,
    "working_together": """
        referral_decision | assessment | within 1 working day, from referral_received,
            to manager_decision + case_allocated + assessment_started + case_closed, while episode
        assessment | assessment | within 45 working days, from referral_received, to assessment_completed,
            while episode
        icpc | protection | within 15 working days, from strategy_discussion where outcome s47_icpc, to icpc_held,
            while episode
    """,
}  # fmt: skip
"""Every rule of every pack: id, topic, and what it asks, in the order of ``KEYS``."""

KEYS = ("within", "every", "recorded_within", "before", "by", "requires", "at", "stay", "in_last",
        "not_before", "anchor", "from", "after", "of", "to", "ended_by", "given", "unless", "while",
        "only", "except", "later", "aim", "assumed", "reason_expected")  # fmt: skip

DEFINED = {
    "assessed": "assessment_completed where_not outcome nfa/early_help/step_up",
    "entered": "assessed + cp_plan_ended",
    "visit": "cin_visit where_not child_seen no",
}

THRESHOLDS = {
    "plan_length": "9 months",
    "reviews_without_change": "2",
    "missed_visits": "2",
    "stale_assessment": "6 months",
    "worker_changes": "3 12 months",
    "meeting_not_rearranged": "10 working days",
    "supervision_gap": "2 months",
    "idle": "42 days",
    "no_manager_review": "6 months",
    "returned": "12 months",
    "re_escalated": "12 months",
}


def mapping_of(name: str) -> dict[str, Any]:
    """A pack as it stands in its file, every leaf a text."""
    text = (PACKS / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


def spelt(value: Any) -> str:
    """A value of a pack in one line."""
    if isinstance(value, list):
        return " + ".join(spelt(each) for each in value)
    if not isinstance(value, dict):
        return value
    if "event" not in value:
        return " ".join(f"{key} {spelt(given)}" for key, given in value.items())
    conditions = [
        f" {kind} {column} {'/'.join(given)}"
        for kind in ("where", "where_not")
        for column, given in value.get(kind, {}).items()
    ]
    return value["event"] + "".join(conditions)


def asks(rule: dict[str, Any]) -> str:
    """What a rule asks, in one line."""
    own = [f"{key} {spelt(rule[key])}" for key in KEYS if key in rule]
    overrides = [f"{name}: {asks(given)}" for name, given in rule.get("cohorts", {}).items()]
    return ", ".join([*own, *overrides])


def test_the_packs_are_these() -> None:
    assert pack_names() == sorted(RULES)
    assert check_policies(pack_names()) == []


@A_PACK
def test_the_rules_of_a_pack_are_those_of_its_source(name: str) -> None:
    mapping = mapping_of(name)
    one_line = re.sub(r"\n {12}", " ", RULES[name])
    expected = [tuple(line.strip().split(" | ")) for line in one_line.strip().splitlines()]
    assert [(rule["id"], rule["topic"], asks(rule)) for rule in mapping["rules"]] == expected
    used = {key for rule in mapping["rules"] for key in rule}
    assert used <= {*KEYS, "id", "title", "topic", "clause", "note", "cohorts"}


@A_PACK
def test_the_words_a_pack_defines_mean_the_same_everywhere(name: str) -> None:
    for word, value in mapping_of(name).get("define", {}).items():
        assert spelt(value) == DEFINED[word]


@A_PACK
def test_a_pack_uses_every_drift_indicator(name: str) -> None:
    drift = load_policy(name).drift
    expected = THRESHOLDS | ({"plan_length": "6 months"} if name == "practice_matters" else {})
    assumed = set()
    for indicator in INDICATORS:
        given = getattr(drift, indicator).model_dump()
        assumed |= {indicator} if given.pop("assumed") else set()
        given.pop("rule", None)
        shown = [str(each["text"] if isinstance(each, dict) else each) for each in given.values()]
        assert " ".join(shown) == expected[indicator]
    assert list(INDICATORS) == list(Drift.model_fields)
    assert assumed == ({"no_manager_review"} if name == "teeswide" else set())


@A_PACK
def test_a_pack_can_be_read_by_people(name: str) -> None:
    """A source with its date, a title and a clause a rule, and what no event can measure."""
    policy = load_policy(name)
    assert policy.source is not None
    assert policy.source.date
    assert policy.name == name
    assert re.fullmatch(rf"{policy.source.date}, [0-9a-f]{{8}}", policy.version)
    assert policy.not_measurable
    titles = [rule.title for rule in policy.rules]
    assert len(set(titles)) == len(titles)
    assert all(re.fullmatch(r"[A-Z].{2,59}", title) for title in titles)
    assert all(rule.note for rule in policy.rules if rule.assumed)


def test_the_disability_team_makes_the_disability_cohort() -> None:
    with_team = {
        name for name in pack_names()
        if "cwd" in (cohorts := load_policy(name).cohorts)
        and cohorts["cwd"].teams == ["Children with Disabilities"]
    }  # fmt: skip
    assert with_team == {"ealing", "manchester", "practice_matters"}


@pytest.fixture(scope="module")
def council() -> Extract:
    """The extract of a made-up council."""
    return extract_of(simulate(300, 1, date(2026, 9, 30)).to_pylist())


@A_PACK
def test_every_rule_fires_on_the_made_up_council(name: str, council: Extract) -> None:
    """A rule without a single obligation there would never be seen to work."""
    policy = load_policy(name)
    ledger = make_ledger(council, policy, date(2026, 9, 30))
    rows = Counter(ledger.table()["rule_id"].to_pylist())
    ledger.workspace.close()
    assert {rule.id for rule in policy.rules} == set(rows)
