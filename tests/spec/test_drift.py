"""Drift as a whole: whom it is about, which indicators a pack uses, and what cannot be computed."""

import pytest

from cin_metrics.drift import INDICATORS, make_drift, not_computable
from cin_metrics.packs import policy_from_mapping
from cin_metrics.policy import Drift
from tests.reference import drift as reference
from tests.spec.figures import NO_RULE, both, expect_drift
from tests.spec.support import pack_of

VISITS = """
    id: visits
    every: 10 days
    of: cin_visit
    from: referral_received
"""


def test_only_children_in_need_now_can_drift() -> None:
    """On protection, in care and closed have none, however long nothing was written."""
    expect_drift(
        events="""
            child_id | event_date | event_type        | team  | worker
            1        | 2023-01-02 | referral_received | North | Ann
            2        | 2023-01-02 | cp_plan_started   | North | Ann
            3        | 2023-01-02 | cla_started       | North | Ann
            4        | 2023-01-02 | referral_received | North | Ann
            4        | 2023-02-02 | case_closed       | North | Ann
        """,
        as_of="2024-01-31",
        drift="{idle: }",
        indicators="""
            child_id | episode_id | team  | worker | indicator | since
            1        | 1          | North | Ann    | idle      | 2023-01-02
        """,
    )


def test_a_child_with_two_open_episodes_shows_an_indicator_once() -> None:
    """By the one that has been idle for longest."""
    expect_drift(
        events="""
            child_id | episode_id | event_date | event_type
            1        | B          | 2023-01-02 | referral_received
            1        | A          | 2023-03-02 | referral_received
        """,
        as_of="2024-01-31",
        drift="{idle: }",
        indicators="""
            child_id | episode_id | indicator | since
            1        | B          | idle      | 2023-01-02
        """,
    )


def test_a_pack_that_says_nothing_uses_every_indicator() -> None:
    """With the usual thresholds; a pack that lists some uses those."""
    silent = policy_from_mapping(pack_of(NO_RULE, ""), "pack")
    assert list(INDICATORS) == list(Drift.model_fields) == list(reference.DEFAULTS)
    for name, usual in reference.DEFAULTS.items():
        given = getattr(silent.drift, name)
        assert {
            key: getattr(getattr(given, key), "text", str(getattr(given, key))) for key in usual
        } == usual
    listed = policy_from_mapping(pack_of(NO_RULE, "drift: {idle: }"), "pack")
    assert [name for name in INDICATORS if getattr(listed.drift, name) is not None] == ["idle"]


@pytest.mark.parametrize(
    ("indicator", "lacking"),
    [
        ("plan_length", "plan_started"),
        ("reviews_without_change", "cin_review"),
        ("missed_visits", "cin_visit"),
        ("stale_assessment", "assessment_completed"),
        ("meeting_not_rearranged", "meeting_cancelled"),
        ("supervision_gap", "supervision"),
        ("no_manager_review", "cin_review"),
        ("returned", "case_closed"),
        ("re_escalated", "cp_plan_ended"),
    ],
)
def test_an_indicator_whose_events_are_lacking_cannot_be_computed(
    indicator: str, lacking: str
) -> None:
    """Said so, with the events it would need; never shown as absent nor, as supervision would be, as present."""
    ledger, _ = both(
        """
            event_date | event_type
            2020-01-02 | referral_received
            2020-01-03 | consent_recorded
        """,
        VISITS,
        f"drift: {{{indicator}: , idle: }}",
        "2024-01-31",
    )
    reasons = not_computable(ledger)
    assert list(reasons) == [indicator]
    assert f"'{lacking}'" in reasons[indicator]
    assert make_drift(ledger)["indicator"].to_pylist() == ["idle"]


def test_changes_of_worker_cannot_be_computed_where_no_worker_is_ever_named() -> None:
    """Neither a `worker_changed` nor a single name: nobody can say that the worker stayed the same."""
    ledger, _ = both(
        """
            event_date | event_type
            2020-01-02 | referral_received
        """,
        NO_RULE,
        "drift: {worker_changes: }",
        "2024-01-31",
    )
    assert list(not_computable(ledger)) == ["worker_changes"]


def test_missed_visits_cannot_be_computed_without_a_recurring_visit_rule() -> None:
    """The pack asks for no rhythm of visits."""
    ledger, _ = both(
        """
            event_date | event_type
            2020-01-02 | cin_visit
        """,
        NO_RULE,
        "drift: {missed_visits: }",
        "2024-01-31",
    )
    assert not_computable(ledger) == {"missed_visits": "the pack has no recurring visit rule"}


def test_what_the_extract_holds_for_another_child_is_held() -> None:
    """One supervision of a closed case and it can be computed for all."""
    ledger, _ = both(
        """
            child_id | event_date | event_type
            1        | 2020-01-02 | supervision
            1        | 2020-01-03 | case_closed
            2        | 2024-01-02 | referral_received
        """,
        NO_RULE,
        "drift: {supervision_gap: }",
        "2024-01-31",
    )
    assert not_computable(ledger) == {}
    assert make_drift(ledger).num_rows == 0
