"""From the first contact to the assessment's outcome."""

from cin_metrics.simulate import council
from cin_metrics.simulate.case import Case, Step
from cin_metrics.simulate.meetings import checkpoint, planning_meeting, share_assessment


def referral(case: Case, day: int) -> Step:
    """A referral comes in, often by way of a contact, and is decided on and allocated."""
    dice = case.dice
    if dice.falls(council.CONTACT_FIRST):
        case.note("contact_received", day)
        day += dice.delay(council.REFERRAL_AFTER_CONTACT_DAYS) or 0
    case.hold(day, case.team, None)
    case.note("referral_received", day)
    if case.early_help or dice.falls(council.EARLY_HELP_BEFORE):
        case.note("early_help_ended", case.time.add(day, dice.randint(0, 5)))
        case.early_help = False
    if dice.falls(council.NO_ACTION_AT_REFERRAL) and case.route == "referral":
        case.after(day, council.DECISION, "manager_decision", day + 7, outcome="nfa")
        closed = case.time.add(day, dice.delay(council.CLOSURE) or 1)
        case.close(closed, outcome="RC8")
        return None
    case.after(day, council.DECISION, "manager_decision", day + 14)
    return _allocate(case, day)


def transfer_in(case: Case, day: int) -> Step:
    """Another authority hands the child over; consent is asked for again."""
    day = case.time.add(day, 0)
    case.hold(day, case.team, None)
    case.note("transferred_in", day)
    case.after(day, council.FIRST_NETWORK_MEETING, "network_meeting", case.time.as_of)
    return _allocate(case, day)


def _allocate(case: Case, day: int) -> Step:
    dice, time = case.dice, case.time
    case.allocated = time.add(day, dice.delay(council.ALLOCATION) or 0)
    case.hold(case.allocated, case.team, case.another_worker())
    case.note("case_allocated", case.allocated)
    case.after(day, council.CONSENT, "consent_recorded", time.as_of)
    case.next_visit = time.add(case.allocated, dice.delay(council.FIRST_VISIT) or 0)
    if case.kind == "private_fostering":
        case.note("private_fostering_notified", max(case.allocated - dice.randint(0, 3), day))
    case.next_supervision = time.add(case.allocated, case.gap(council.SUPERVISION, day) // 2)
    case.next_worker = case.worker_leaves(case.allocated)
    return "assess", day


def assess(case: Case, day: int) -> Step:
    """The assessment, the first visits and the first checkpoint; then what it led to."""
    dice, time = case.dice, case.time
    started = case.after(day, council.ASSESSMENT_OPENED, "assessment_started", time.as_of) or day
    outcome = _outcome(case)
    urgent = case.route in ("protection", "care") or outcome == "step_up"
    length = dice.delay(council.URGENT_ASSESSMENT if urgent else council.ASSESSMENT) or 1
    completed = max(time.add(day, length), time.add(started, 1), time.add(case.allocated, 1))
    if length > council.LONG_ASSESSMENT and dice.falls(council.EXTENSION_AUTHORISED):
        authorised = time.add(day, dice.randint(35, council.LONG_ASSESSMENT))
        case.note("assessment_extension_authorised", authorised)
    if outcome == "nfa" and dice.falls(council.CASH_ONLY_NEVER_VISITED):
        case.stop_visits()
    checkpoint(case, case.allocated, council.TEN_DAY_CHECKPOINT, completed)
    stays = outcome == "cin_plan" and case.route != "care"
    if stays or dice.falls(council.PLANNING_MEETING_IF_NOT_IN_NEED):
        until = completed + 45 if stays else completed
        planning_meeting(case, case.allocated, council.PLANNING_MEETING, until)
    if not stays and dice.falls(council.ENQUIRY_DURING_ASSESSMENT):
        discussed = day + dice.randint(0, 3)
        if discussed < completed:
            case.note("strategy_discussion", discussed, outcome="nfa")
    case.visit(completed)
    case.oversee(completed)
    case.note("assessment_completed", completed, outcome=outcome)
    share_assessment(case, completed, time.as_of)
    if case.goes_own_way:
        case.dice = case.own
    if outcome in ("nfa", "early_help"):
        case.early_help = outcome == "early_help"
        return "close_after_assessment", completed
    if outcome == "step_up":
        return "protect", completed
    if case.route == "care":
        return "look_after", completed + 1 + dice.randint(0, 10)
    return "support", completed


def _outcome(case: Case) -> str:
    if case.route == "protection":
        return "step_up"
    if case.route == "care" or case.kind:
        return "cin_plan"
    return case.dice.pick(council.ASSESSMENT_OUTCOMES)
