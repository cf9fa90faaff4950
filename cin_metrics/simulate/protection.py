"""The absences: a child protection plan, and time in care."""

from cin_metrics.simulate import council
from cin_metrics.simulate.case import Case, Step


def protect(case: Case, day: int) -> Step:
    """A strategy discussion, an enquiry, a conference and the protection plan that follows."""
    dice, time = case.dice, case.time
    discussed = day + dice.randint(0, 3)
    case.note("strategy_discussion", discussed, outcome="s47_icpc")
    case.note("s47_started", discussed + (dice.delay(council.ENQUIRY_STARTED_DAYS) or 0))
    start = time.add(discussed, dice.delay(council.CONFERENCE) or 1)
    case.visit(start)
    case.note("icpc_held", start, chaired_by="conference_chair")
    case.note("cp_plan_started", start)
    _leave_plan(case, start)
    end = time.add(start + (dice.delay(council.PROTECTION_LENGTH_DAYS) or 0), 0)
    _conferences(case, start, end)
    if dice.falls(council.PRE_PROCEEDINGS):
        case.note("pre_proceedings_started", time.back(start + dice.randint(30, end - start - 5)))
    case.oversee(min(end, time.as_of))
    then = dice.pick(council.PROTECTION_ENDS)
    if case.route == "protection" and case.came_from == "referral":
        then = "support"
    case.came_from = "protection"
    if end > time.as_of:
        return None
    if then == "look_after":
        ended = end + (dice.delay(council.PROTECTION_PLAN_ENDED_IN_CARE_DAYS) or 0)
        case.note("cp_plan_ended", time.add(ended, 0))
        return "look_after", end
    case.note("cp_plan_ended", end)
    return then, end


def _conferences(case: Case, start: int, end: int) -> None:
    """Review conferences up to the one that ends the plan."""
    day = case.time.add(start, case.dice.gap(council.FIRST_PROTECTION_REVIEW))
    while day < end - 20:
        case.note("cp_review", day, outcome="continue", chaired_by="conference_chair")
        day = case.time.add(day, case.dice.gap(council.PROTECTION_REVIEWS))
    case.note("cp_review", end, outcome="close", chaired_by="conference_chair")


def look_after(case: Case, day: int) -> Step:
    """Time in care; some come home to a plan, some leave care for good, some stay."""
    dice, time = case.dice, case.time
    after_protection = case.came_from == "protection"
    case.visit(min(day, time.as_of))
    case.note("cla_started", day)
    if not after_protection:
        _leave_plan(case, day)
    length = dice.delay(council.CARE_LENGTH_DAYS) or 0
    if after_protection:
        length = max(length, council.CARE_AFTER_PROTECTION_DAYS)
    end = time.add(day + length, 0)
    case.oversee(min(end, time.as_of))
    case.came_from = "care"
    if end > time.as_of:
        return None
    case.note("cla_ended", end)
    if case.route == "care" or dice.falls(council.BACK_FROM_CARE):
        return "support", end
    case.close(end, outcome=dice.pick(council.CLOSURE_CODES_FROM_CARE))
    return None


def _leave_plan(case: Case, day: int) -> None:
    """The child leaves in-need work: visits stop, and some note that the plan ended."""
    case.stop_visits()
    if case.has_plan and case.dice.falls(council.PLAN_END_NOTED_ON_LEAVING):
        case.note("plan_ended", day)
    case.has_plan = False
