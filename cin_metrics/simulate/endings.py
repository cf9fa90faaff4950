"""How a case ends: closed after assessment, closed after a plan, or given to another authority."""

from cin_metrics.simulate import council
from cin_metrics.simulate.case import Case, Step


def close_after_assessment(case: Case, day: int) -> Step:
    """A decision, then closure, to early help or to nothing further."""
    outcome = "early_help" if case.early_help else "nfa"
    _end(case, day, "RC9" if case.early_help else "RC8", decision=outcome)
    return None


def close(case: Case, day: int) -> Step:
    """Closure after a plan, in some cases to early help."""
    if case.early_help and case.dice.falls(council.EARLY_HELP_SAID_ON_CLOSURE):
        code = "early_help"
    else:
        code = case.dice.pick(council.CLOSURE_CODES)
    _end(case, day, code, decision="early_help" if case.early_help else "close")
    return None


def close_after_protection(case: Case, day: int) -> Step:
    """Closure on leaving protection, with no time in need after it."""
    _end(case, day, "RC7", decision="close")
    return None


def withdrawn(case: Case, day: int) -> Step:
    """Closure because the family no longer consents."""
    _end(case, day, "RC7", decision="nfa")
    return None


def transfer_out(case: Case, day: int) -> Step:
    """Agreed with another authority, then handed over."""
    case.note("transfer_out_agreed", day)
    gone = case.time.add(day, case.dice.delay(council.TRANSFER) or 1)
    _summarise(case, day, gone)
    case.visit(min(gone, case.time.as_of))
    case.close(gone, "transferred_out")
    return None


def _end(case: Case, day: int, code: str, decision: str) -> None:
    dice, time = case.dice, case.time
    wait = dice.delay(council.CLOSURE) or 1
    closed = time.add(day, wait)
    if not case.has_plan or dice.falls(council.DECISION_TO_CLOSE):
        case.after(day, council.DECISION, "manager_decision", closed, outcome=decision)
    if case.has_plan:
        case.note("plan_ended", time.add(day, dice.randint(0, min(wait, 5))))
    _summarise(case, day, closed)
    case.close(closed, outcome=code)
    if case.early_help:
        case.after(day, council.EARLY_HELP_STARTED, "early_help_started", time.as_of)


def _summarise(case: Case, day: int, closed: int) -> None:
    """The closing summary: in most cases before the case is closed, in some after or never."""
    written = case.dice.pick(council.CLOSING_SUMMARY)
    if written == "before":
        case.note("closure_summary", case.time.back(case.dice.randint(day, closed)))
    elif written == "after":
        case.after(closed, council.SUMMARY_AFTER, "closure_summary", case.time.as_of)
