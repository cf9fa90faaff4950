"""The work with a child in need from the assessment, or the return to it, to whatever ends it."""

from dataclasses import dataclass

from cin_metrics.simulate import council
from cin_metrics.simulate.case import Case, Step
from cin_metrics.simulate.council import Delay, Rhythm
from cin_metrics.simulate.meetings import checkpoint, planning_meeting, review, share_assessment


@dataclass
class Stretch:
    """One stretch of in-need work: its first day, its last, the last to be noted, how it ends."""

    start: int
    end: int
    until: int
    ends_by: str
    stepped_down: bool
    plan_started: int = 0


def support(case: Case, day: int) -> Step:
    """A plan with its visits, meetings, reviews and oversight; the phase that ends it."""
    work = _stretch(case, day)
    if case.came_from != "referral":
        _come_back(case, work)
    _begin(case, work)
    _meet(case, work)
    _reassess(case, work)
    _keep_watch(case, work)
    _turns(case, work)
    case.visit(work.until)
    case.oversee(work.until)
    if work.end > case.time.as_of:
        return None
    return _finish(case, work)


def _stretch(case: Case, day: int) -> Stretch:
    dice = case.dice
    stepped_down = case.came_from == "protection"
    ends_by = dice.pick(council.PLAN_ENDS)
    lengths: Delay = council.PLAN_LENGTH_DAYS
    if stepped_down:
        lengths = council.STEP_DOWN_LENGTH_DAYS
    elif case.kind or case.yearly_reviews:
        lengths = council.LONG_TERM_LENGTH_DAYS
        ends_by = "close" if ends_by == "withdrawn" else ends_by
    elif case.drifting:
        lengths = council.DRIFTING_LENGTH_DAYS
    end = case.time.add(day + (dice.delay(lengths) or 0), 0)
    if stepped_down and end < day + council.STEP_DOWN_WATCH_DAYS:
        ends_by = "close"
    return Stretch(day, end, min(end, case.time.as_of), ends_by, stepped_down)


def _come_back(case: Case, work: Stretch) -> None:
    """The first weeks after protection or care: visits and planning start anew."""
    case.next_visit = case.time.add(work.start, case.dice.delay(council.FIRST_NETWORK_MEETING) or 0)
    planning_meeting(case, work.start, council.STEP_DOWN_PLANNING, work.until)
    if not work.stepped_down:
        return
    chaired = "conference_chair"
    for delay, event_type in (
        (council.CHAIR_REVIEW, "conference_chair_review"),
        (council.CHAIR_CLOSED, "conference_chair_closed"),
    ):
        case.after(work.start, delay, event_type, work.until, chaired_by=chaired)
    early = work.end < work.start + council.STEP_DOWN_WATCH_DAYS
    if early and case.dice.falls(council.EARLY_CLOSURE_AGREED):
        agreed = case.time.back(work.end - case.dice.randint(1, 15))
        case.note("early_closure_agreed", agreed, chaired_by=chaired)


def _begin(case: Case, work: Stretch) -> None:
    """The first network meeting and the plan, endorsed."""
    dice, time = case.dice, case.time
    if case.kind == "cwd":
        _to_disability_team(case, work)
        first_meeting = work.start
        delay = council.DISABILITY_PLAN_STARTED
    else:
        first_meeting = time.add(work.start, dice.delay(council.FIRST_NETWORK_MEETING) or 0)
        if first_meeting <= work.until:
            case.note("network_meeting", first_meeting, chaired_by="social_worker")
        delay = council.PLAN_STARTED
    if work.stepped_down:
        first_meeting, delay = work.start, council.STEP_DOWN_PLAN
    elif not case.planned:
        planning_meeting(case, work.start, council.STEP_DOWN_PLANNING, work.until)
    work.plan_started = time.add(first_meeting, dice.delay(delay) or 0)
    if work.plan_started <= work.until:
        case.note("plan_started", work.plan_started)
        case.has_plan = True
        case.after(work.plan_started, council.PLAN_ENDORSED, "plan_endorsed", work.until)


def _to_disability_team(case: Case, work: Stretch) -> None:
    """A disabled child whom another team assessed goes to the disability team after it."""
    if case.team != council.DISABILITY_TEAM:
        moved = case.time.add(work.start, case.dice.randint(1, 10))
        case.oversee(min(moved - 1, work.until))
        case.team = council.DISABILITY_TEAM
        case.hold(moved, case.team, case.another_worker())
        case.note("worker_changed", moved)
        case.next_worker = max(case.worker_leaves(moved), moved + 1)


def _meet(case: Case, work: Stretch) -> None:
    """Network meetings and reviews in turn, or reviews alone, up to the last review but one."""
    rhythm = _reviews_alone(case)
    day = work.plan_started
    last = min(work.until, work.end - council.NO_MEETING_BEFORE_THE_LAST_DAYS)
    review_next = True
    while True:
        pace = rhythm or council.MEETINGS
        watched = work.stepped_down and day < work.start + council.STEP_DOWN_WATCH_DAYS
        if watched:
            pace = council.STEP_DOWN_MEETINGS
        day = case.time.add(day, case.gap(pace, day))
        if day > last:
            return
        if rhythm or watched or review_next or case.closely_reviewed:
            review(case, day, "continue", council.CHAIRS, work.until)
        else:
            case.note("network_meeting", day, chaired_by="social_worker")
        review_next = not review_next


def _reviews_alone(case: Case) -> Rhythm | None:
    if case.yearly_reviews:
        return council.REVIEWS["csdpa"]
    if case.kind == "cwd" and case.closely_reviewed:
        return council.REVIEWS["cwd closely"]
    return council.REVIEWS.get(case.kind)


def _reassess(case: Case, work: Stretch) -> None:
    """The assessment brought up to date a few times a year, in most cases."""
    day = work.start
    while True:
        skipped = case.dice.falls(council.REASSESSMENT_SKIPPED)
        gap = case.gap(council.REASSESSMENT, day) * (2 if skipped else 1)
        day = case.time.add(day, gap)
        if day > work.until:
            return
        case.note("assessment_started", case.time.back(day - case.dice.randint(20, 50)))
        case.note("assessment_completed", day, outcome="cin_plan")
        share_assessment(case, day, work.until)


def _keep_watch(case: Case, work: Stretch) -> None:
    """The six-month checkpoint, the panel and the extension, and the checkpoints after it."""
    since = case.allocated if case.came_from == "referral" else work.start
    checkpoint(case, since, council.SIX_MONTH_CHECKPOINT, work.until)
    delay = council.DRIFTING_PANEL if case.drifting else council.PANEL
    outcome = case.dice.pick(council.PANEL_OUTCOMES)
    case.after(
        work.plan_started, delay, "panel_review", work.until, outcome=outcome, chaired_by="manager"
    )
    day = case.after(since, council.EXTENSION, "extension_agreed", work.until)
    while day:
        day = case.time.add(day, case.gap(council.EXTENDED_CHECKPOINTS, day))
        if day > work.until:
            return
        case.note("checkpoint_review", day, chaired_by="manager")
        case.after(day, council.CIRCULATION, "checkpoint_circulated", work.until)


def _turns(case: Case, work: Stretch) -> None:
    """What happens to some: a family group meeting, an enquiry, consent withdrawn and regained."""
    dice = case.dice
    length = work.until - work.start
    if length < 40:
        return
    if dice.falls(council.FAMILY_GROUP_MEETING):
        case.note("family_group_meeting", case.time.back(work.start + dice.randint(20, length)))
    if dice.falls(council.ENQUIRY_DURING_PLAN):
        day = work.start + dice.randint(15, length - 5)
        if not dice.falls(council.ENQUIRY_WITHOUT_DISCUSSION):
            case.note("strategy_discussion", day, outcome="s47")
        case.note("s47_started", day + (dice.delay(council.ENQUIRY_STARTED_DAYS) or 0))
    if dice.falls(council.CONSENT_WITHDRAWN):
        day = case.time.back(work.start + dice.randint(15, length - 10))
        withdraw_consent(case, day, work.until)
        case.after(day, council.CONSENT_AGAIN, "consent_recorded", work.until)


def withdraw_consent(case: Case, day: int, until: int) -> None:
    """The family withdraws consent and the manager is told."""
    case.note("consent_withdrawn", day)
    case.after(day, council.ALERT, "manager_alerted", until)


def _finish(case: Case, work: Stretch) -> Step:
    """What ends the stretch: a last review and closure, protection, care, a transfer."""
    dice, ends_by = case.dice, work.ends_by
    if ends_by == "close":
        case.early_help = dice.falls(council.TO_EARLY_HELP)
        if not dice.falls(council.CLOSED_WITHOUT_REVIEW):
            until = case.time.add(work.end, 12)
            held = review(case, work.end, "close", council.FINAL_CHAIRS, until)
            return "close", held or work.end
    elif ends_by == "withdrawn":
        withdraw_consent(case, work.end, case.time.add(work.end, 5))
        case.early_help = False
    elif ends_by == "step_up":
        if dice.falls(council.REVIEW_BEFORE_STEP_UP):
            review(case, work.end, "step_up", council.CHAIRS, work.end)
        return "protect", work.end
    elif ends_by == "look_after":
        return "look_after", work.end + dice.randint(1, 5)
    return ends_by, work.end
