"""Drift in the policy language: which indicators a pack uses, each with its threshold."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from cin_metrics.policy_parts import LimitText, Part, parse_limit


class PlanLength(Part):
    """How old an open plan may grow."""

    older_than: LimitText = parse_limit("9 months")
    assumed: bool = False


class ReviewsWithoutChange(Part):
    """How many reviews in a row may end in continue with no change to the plan."""

    reviews: int = Field(2, ge=1)
    assumed: bool = False


class MissedVisits(Part):
    """How many visits in a row must be late, and under which rule."""

    rows: int = Field(2, ge=1)
    rule: str | None = None
    assumed: bool = False


class StaleAssessment(Part):
    """How old the last assessment may grow."""

    older_than: LimitText = parse_limit("6 months")
    assumed: bool = False


class WorkerChanges(Part):
    """How many changes of worker are too many, and in how long."""

    changes: int = Field(3, ge=1)
    in_last: LimitText = parse_limit("12 months")
    assumed: bool = False


class MeetingNotRearranged(Part):
    """How soon a cancelled meeting should be held."""

    within: LimitText = parse_limit("10 working days")
    assumed: bool = False


class SupervisionGap(Part):
    """How long a child may go without supervision."""

    longer_than: LimitText = parse_limit("2 months")
    assumed: bool = False


class Idle(Part):
    """How long there may be nothing on record."""

    longer_than: LimitText = parse_limit("42 days")
    assumed: bool = False


class NoManagerReview(Part):
    """How old a plan may grow before a manager has chaired a review."""

    older_than: LimitText = parse_limit("6 months")
    assumed: bool = False


class Returned(Part):
    """How soon after a closure a new episode counts as a return."""

    within: LimitText = parse_limit("12 months")
    assumed: bool = False


class ReEscalated(Part):
    """How soon after a protection plan a new one counts as re-escalation."""

    within: LimitText = parse_limit("12 months")
    assumed: bool = False


def given_threshold(value: Any) -> Any:
    """The defaults where an indicator is named with no threshold."""
    return {} if value in (None, "") else value


def indicator(kind: type[Part]) -> Any:
    """The type of a drift indicator that may be named with nothing after it."""
    return Annotated[kind, BeforeValidator(given_threshold)] | None


class Drift(Part):
    """Which drift indicators a pack uses, each with its threshold."""

    plan_length: indicator(PlanLength) = None
    reviews_without_change: indicator(ReviewsWithoutChange) = None
    missed_visits: indicator(MissedVisits) = None
    stale_assessment: indicator(StaleAssessment) = None
    worker_changes: indicator(WorkerChanges) = None
    meeting_not_rearranged: indicator(MeetingNotRearranged) = None
    supervision_gap: indicator(SupervisionGap) = None
    idle: indicator(Idle) = None
    no_manager_review: indicator(NoManagerReview) = None
    returned: indicator(Returned) = None
    re_escalated: indicator(ReEscalated) = None

    @model_validator(mode="before")
    @classmethod
    def named_without_threshold(cls, value: Any) -> Any:
        """The defaults for an indicator with nothing after its name."""
        if isinstance(value, Mapping):
            return {name: {} if given is None else given for name, given in value.items()}
        return value


def every_indicator() -> Drift:
    """All indicators with the contract's thresholds."""
    return Drift.model_validate({name: {} for name in Drift.model_fields})
