"""Waits in words: what was waited for, how many still wait, by when half had it."""

from dataclasses import dataclass

from cin_metrics.days import british
from cin_metrics.labels import word_fields, worded
from cin_metrics.ui.tables import Cell, share_text
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.waiting import ENDS, WAITS, Wait
from cin_metrics.waiting_groups import NO_COHORT, Group, Periods, Standing
from cin_metrics.words import count, joined, sentence_start

NOT_YET_KNOWN = "not yet known"
TOO_FEW = "too few"
EACH = {True: "has", False: "have"}
OPEN_METHOD = (
    "Kaplan–Meier: the share still open after so many days. What goes on counts for as long as it was followed."
)
ENDS_METHOD = worded(
    "Aalen–Johansen: the share of all that began which has come to each end by each day. Where something else came "
    "first (a case closed before any visit, say), it is counted as that, not as waiting and not left out. What goes on "
    "counts for as long as it was followed."
)


@dataclass(frozen=True)
class Said:
    """What a wait is called: those that go ``still`` on, what has ``happened``, what came ``before`` it."""

    still: str
    happened: str
    before: str = ""
    method: str = ENDS_METHOD

    def __post_init__(self) -> None:
        word_fields(self, "still", "happened", "before")


SAID: dict[str, Said] = {
    "plan_end": Said("still open", "ended", method=OPEN_METHOD),
    "first_visit": Said("still waiting", "visited", "ended before any visit"),
    "first_plan": Said("still waiting", "given a plan", "ended without a plan"),
    "first_review": Said("still waiting", "reviewed", "ended before any review"),
    "need_end": Said("still in need", "ended"),
    "case_end": Said("still open", "closed", "transferred out"),
    "new_protection": Said("without a new protection plan", "followed by a new protection plan", method=OPEN_METHOD),
}


def said_of(name: str, whole: Group, since: str) -> str:
    """What the waits of one kind say together, as HTML."""
    wait, said = WAITS[name], SAID[name]
    going_on = whole.survival.still_open
    lead = f"Of <b>{count(whole.started, *wait.thing)}</b> that began {since}, "
    if name == "need_end":
        by_way = {end: sum(row["ended"] == end for row in whole.rows) for end in wait.ends}
        ways = joined([f"{number:,} {ENDS[end].lower()}" for end, number in by_way.items() if number], "and")
        lead += f"<b>{sum(by_way.values()):,}</b> have ended{f' ({ways})' if ways else ''}"
        lead += f" and {going_on:,} are {said.still}."
    elif wait.competing:
        happened = sum(row["ended"] == wait.event for row in whole.rows)
        otherwise = whole.started - happened - going_on
        lead += f"<b>{happened:,}</b> were {said.happened}, {otherwise:,} {said.before}"
        lead += f" and {going_on:,} are {said.still}."
    else:
        have = "have" if name == "plan_end" else "were"
        lead += f"<b>{whole.started - going_on:,}</b> {have} {said.happened} and {going_on:,} are {said.still}."
    return f"{lead} {half_said(name, whole)}"


def few_said(plans: Group, day: int) -> str:
    """What all plans together say where no quarter holds enough of them."""
    still = plans.survival.still_open
    lead = f"{worded(count(plans.started, 'plan'))} {EACH[plans.started == 1]} started so far, {still:,} still open"
    told = next((s for s in plans.standings if s.day == day and s.known and not s.few), None)
    if told is None:
        return f"{lead}: too few, or not followed long enough, to say more."
    return (
        f"{lead}: too few in any quarter, but of all together <b>{share_text(told.share)}</b> were still open after "
        f"{told.mark} (95% interval {interval_text(told.interval)})."
    )


def half_said(name: str, whole: Group) -> str:
    """By when half had come to it, with the interval, in a sentence."""
    if whole.started < 5:
        return "Too few to say by when half of them had."
    wait = WAITS[name]
    if wait.competing and wait.event:
        day = whole.half_by(wait.event)
        if day is None:
            return f"Half of all have not been {SAID[name].happened}, so there is no median."
        between = interval_words(*whole.half_between(wait.event))
        return f"Half of all were {SAID[name].happened} within <b>{days(day)}</b> ({between})."
    if whole.median is None:
        if name == "new_protection":
            return "Fewer than half have been, so there is no median."
        return "Half have not ended within the time they could be followed, so there is no median."
    return f"Half had ended within <b>{days(whole.median)}</b> ({interval_words(*whole.survival.median_interval)})."


def interval_words(low: int | None, high: int | None) -> str:
    """Between which days a median lies, in words."""
    if low is None:
        return "too few for an interval"
    return f"95% interval {low:,} {'or more' if high is None else f'to {high:,}'}"


def median_words(name: str, group: Group) -> str | Cell:
    """The day by which half had come to it, as a cell."""
    wait = WAITS[name]
    if group.started < 5:
        return TOO_FEW
    if wait.competing and wait.event:
        day, between = group.half_by(wait.event), group.half_between(wait.event)
    else:
        day, between = group.median, group.survival.median_interval
    if day is None:
        return "not reached"
    return Cell(days(day), interval_words(*between).removeprefix("95% interval "))


def days(number: int) -> str:
    """``1 day``, ``214 days``, ``the first day``."""
    return "the first day" if number == 0 else count(number, "day")


def interval_text(interval: tuple[float, float] | None) -> str:
    """``24 to 53%``; a dash where there is none."""
    if interval is None:
        return "—"
    return f"{interval[0] * 100:.0f} to {interval[1] * 100:.0f}%"


def standing_cell(standing: Standing) -> Cell | str:
    """The share still open with its interval, or why there is none."""
    if standing.few:
        return Cell(TOO_FEW, f"{standing.started:,} began")
    if not standing.known:
        return NOT_YET_KNOWN
    return Cell(share_text(standing.share), interval_text(standing.interval))


def standing_text(standing: Standing) -> str:
    """The same in one line, with how many."""
    if standing.few:
        return TOO_FEW
    if not standing.known:
        return NOT_YET_KNOWN
    return f"{share_text(standing.share)} ({interval_text(standing.interval)})"


def reached_cell(wait: Wait, standing: Standing) -> Cell | str:
    """The share that has come to what was waited for, or is still open, with its interval."""
    if not wait.competing:
        return standing_cell(standing)
    if wait.event is not None:
        return end_cell(standing, wait.event)
    if standing.few or not standing.known:
        return TOO_FEW if standing.few else NOT_YET_KNOWN
    interval = standing.interval and (1 - standing.interval[1], 1 - standing.interval[0])
    return Cell(share_text(1 - (standing.share or 0)), interval_text(interval))


def reached_text(wait: Wait, standing: Standing) -> str:
    """The same in one line."""
    cell = reached_cell(wait, standing)
    return f"{cell.text} ({cell.note})" if isinstance(cell, Cell) else cell


def end_cell(standing: Standing, end: str) -> Cell | str:
    """The share that has come to one end, with its interval, or why there is none."""
    if standing.few:
        return TOO_FEW
    if standing.at_least:
        return f"{share_text(standing.at_least[end])} or more"
    if not standing.known or not standing.shares:
        return NOT_YET_KNOWN
    return Cell(share_text(standing.shares[end]), interval_text((standing.intervals or {}).get(end)))


def still_words(name: str) -> str:
    """What those that go on are called in a list."""
    return {"need_end": worded("are still in need")}.get(name, f"are {SAID[name].still}")


def group_name(by: str, key: str, periods: Periods, titles: dict[str, str]) -> str:
    """What a group is called."""
    if by == "quarter":
        year, month = int(key[:4]), int(key[5:7])
        return f"{QUARTERS[month]} {year}"
    if by == "policy_period":
        place = int(key)
        if place == 0:
            return f"Before {british(periods.days[0][0])}"
        day, reason = periods.days[place - 1]
        return f"From {british(day)} ({reason[:1].lower()}{reason[1:]})"
    if by == "cohort":
        return "None of these groups" if key == NO_COHORT else titles.get(key, key)
    return sentence_start(key) if key == NOT_RECORDED else key


QUARTERS = {1: "Jan–Mar", 4: "Apr–Jun", 7: "Jul–Sep", 10: "Oct–Dec"}
