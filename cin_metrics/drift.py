"""Drift: explainable indicators for each child in need, and those that cannot be computed."""

from collections.abc import Collection

import pyarrow

from cin_metrics.labels import all_worded, worded
from cin_metrics.ledger import Ledger
from cin_metrics.policy import Drift, Policy
from cin_metrics.sources.limits import NONE, Limits
from cin_metrics.vocabulary import EVENT_TYPES

NEEDED_EVENTS: dict[str, tuple[str, ...]] = {
    "plan_length": ("plan_started",),
    "reviews_without_change": ("cin_review",),
    "missed_visits": ("cin_visit",),
    "stale_assessment": ("assessment_completed",),
    "worker_changes": (),
    "meeting_not_rearranged": ("meeting_cancelled",),
    "supervision_gap": ("supervision",),
    "idle": (),
    "no_manager_review": ("plan_started", "cin_review"),
    "returned": ("case_closed",),
    "re_escalated": ("cp_plan_started", "cp_plan_ended"),
}

INDICATORS: dict[str, str] = all_worded({
    "plan_length": "Long plan",
    "reviews_without_change": "Reviews without change",
    "missed_visits": "Visits not on time",
    "stale_assessment": "Old assessment",
    "worker_changes": "Changes of worker",
    "meeting_not_rearranged": "Meeting not rearranged",
    "supervision_gap": "Gap in supervision",
    "idle": "Nothing on record",
    "no_manager_review": "No review by a manager",
    "returned": "Came back after closure",
    "re_escalated": "Back on a protection plan",
})


def not_computable(ledger: Ledger) -> dict[str, str]:
    """The pack's indicators that this extract cannot answer, each with why."""
    workspace = ledger.workspace
    held = workspace.once("event types", lambda: workspace.ask("drift/event_types_held")["event_type"].to_pylist())
    names_workers = workspace.once("workers", lambda: workspace.ask("drift/workers_held")["has_workers"][0].as_py())
    return lacking_for(ledger.policy, set(held), names_workers, ledger.extract.limits)


def lacking_for(
    policy: Policy, held: Collection[str], names_workers: bool, limits: Limits = NONE
) -> dict[str, str]:
    """The indicators of a pack that cannot be computed from these event types, each with why."""
    found = {}
    for indicator in used(policy.drift):
        lacking = [word for word in NEEDED_EVENTS[indicator] if word not in held]
        if lacking:
            named = " or ".join(
                f"'{word}' events ({EVENT_TYPES[word][:1].lower()}{EVENT_TYPES[word][1:]})"
                for word in lacking
            )
            found[indicator] = worded(f"the extract has no {named}")
        elif why := limits.why_not(NEEDED_EVENTS[indicator], indicator):
            found[indicator] = why
        elif indicator == "worker_changes" and not ("worker_changed" in held or names_workers):
            found[indicator] = worded(
                "the extract has no 'worker_changed' events (the allocated worker changed) "
                "and names no worker"
            )
        elif indicator == "missed_visits" and policy.visit_rule() is None:
            found[indicator] = worded("the pack has no recurring visit rule")
    return found


def used(drift: Drift) -> list[str]:
    """The indicators a pack uses."""
    return [name for name in type(drift).model_fields if getattr(drift, name) is not None]


def drift_in(ledger: Ledger) -> None:
    """Make ``open_in_need`` and ``drift_indicators`` in the ledger's workspace, once."""
    ledger.workspace.once("drift", lambda: _make_drift_in(ledger))


def _make_drift_in(ledger: Ledger) -> None:
    workspace = ledger.workspace
    impossible = not_computable(ledger)
    with workspace.cursor():
        for step in ("open_in_need", "open_plans", "drift_indicators"):
            workspace.make(f"drift/{step}")
        for indicator in used(ledger.policy.drift):
            if indicator not in impossible:
                workspace.append("drift_indicators", f"drift/{indicator}")


def make_drift(ledger: Ledger) -> pyarrow.Table:
    """One row a child in need and indicator: child_id, episode_id, team, worker, indicator, since, detail."""
    with ledger.workspace.cursor():
        drift_in(ledger)
        return ledger.workspace.ask("drift/drift")
