"""Meetings, reviews and checkpoints: cancelled, held, and what goes out before and after them."""

from collections.abc import Mapping

from cin_metrics.simulate import council
from cin_metrics.simulate.case import Case


def share_assessment(case: Case, completed: int, until: int) -> None:
    """The family gets the assessment."""
    case.after(completed, council.ASSESSMENT_SHARED, "assessment_shared", until)


def checkpoint(case: Case, day: int, delay: council.Delay, until: int) -> None:
    """A manager's checkpoint some working days after ``day``, and its record sent round."""
    held = case.after(day, delay, "checkpoint_review", until, chaired_by="manager")
    if held:
        case.after(held, council.CIRCULATION, "checkpoint_circulated", until)


def planning_meeting(case: Case, day: int, delay: council.Delay, until: int) -> None:
    """A planning meeting, perhaps cancelled first, and what follows it."""
    wait = case.dice.delay(delay)
    if wait is None:
        return
    held: int | None = hold_or_cancel(case, case.time.add(day, wait), until)
    if held is None:
        return
    case.note("planning_meeting", held, chaired_by=case.dice.pick(council.CHAIRS))
    case.planned = True
    case.after(held, council.MINUTES, "minutes_circulated", until)
    case.after(held, council.PLAN_ENDORSED, "plan_endorsed", until)
    case.after(held, council.CIRCULATION, "plan_circulated", until)


def hold_or_cancel(case: Case, day: int, until: int) -> int | None:
    """The day a meeting set for ``day`` is held: later if cancelled, None if not by ``until``."""
    if day > until:
        return None
    if not case.dice.falls(council.CANCELLED):
        return day
    case.note("meeting_cancelled", day)
    wait = case.dice.delay(council.REARRANGED)
    rearranged = None if wait is None else case.time.add(day, wait)
    return rearranged if rearranged and rearranged <= until else None


def review(
    case: Case, day: int, outcome: str, chairs: Mapping[str, float], until: int
) -> int | None:
    """A review set for ``day`` with its invitations and what follows; the day it was held."""
    notice = case.dice.delay(council.INVITES_DAYS)
    if notice is not None and day - notice > case.allocated:
        case.note("review_invites_sent", case.time.back(day - notice))
    held = hold_or_cancel(case, day, until)
    if held is None:
        return None
    case.note("cin_review", held, outcome=outcome, chaired_by=case.dice.pick(chairs))
    case.after(held, council.CIRCULATION, "plan_circulated", until)
    changes = outcome == "continue" and not case.drifting
    if changes and case.dice.falls(council.PLAN_UPDATED_AFTER_REVIEW):
        updated = case.after(held, council.PLAN_UPDATE, "plan_updated", until)
        if updated:
            case.after(updated, council.PLAN_ENDORSED, "plan_endorsed", until)
    return held
