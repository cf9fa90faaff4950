"""Waiting counted: how long children wait for a visit, a plan, a review, an end, those still waiting in the count.

``make_waits`` gives one row a wait; what a set of waits shows is in ``waiting_groups``. What each counts, and how to
read it: docs/waiting.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pyarrow

from cin_metrics.engine import parameters
from cin_metrics.labels import all_worded, word_fields, worded
from cin_metrics.ledger import Ledger
from cin_metrics.measures import Selection
from cin_metrics.sources.limits import NONE, Limits
from cin_metrics.statistics.survival import CHECK_DAYS, CHECK_MONTHS
from cin_metrics.statistics.survival import ENDS as NEED_ENDS
from cin_metrics.vocabulary import EVENT_TYPES

Marks = tuple[tuple[str, int], ...]

EVERYTHING = Selection()
MONTHS: Marks = tuple(
    (f"{months} months", day) for months, day in zip(CHECK_MONTHS, CHECK_DAYS, strict=True)
)
WEEKS: Marks = (("1 week", 7), ("2 weeks", 14), ("4 weeks", 28), ("6 weeks", 42), MONTHS[0])
WEEKS_AND_MONTHS: Marks = (("4 weeks", 28), ("6 weeks", 42), *MONTHS[:2])

ENDS: dict[str, str] = all_worded({
    "visited": "Visited",
    "planned": "Plan started",
    "reviewed": "Reviewed",
    "plan_ended": "Plan ended",
    "protection": "Protection plan",
    "care": "Care",
    "early_help": "Early help",
    "transferred": "Transferred",
    "closed": "Closed",
})
"""How a wait may end, and what that is called."""
END_EVENTS = {
    "plan_ended": "plan_ended",
    "protection": "cp_plan_started",
    "care": "cla_started",
    "transferred": "transferred_out",
    "closed": "case_closed",
}
LEAVING = tuple(END_EVENTS[end] for end in ("protection", "care", "transferred", "closed"))


@dataclass(frozen=True)
class Wait:
    """From the start of a ``thing`` to one of its ``ends``.

    ``event`` is what is waited for; without it every end counts. With ``competing`` ends, one that comes first keeps
    the others from happening, so the share that came to each is shown, not the share open if nothing else happened.
    ``needs`` are event types, of each group of which the extract must hold one. ``marks`` are the days looked at.
    """

    title: str
    thing: tuple[str, str]
    definition: str
    ends: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    event: str | None = None
    competing: bool = True
    marks: Marks = MONTHS

    def __post_init__(self) -> None:
        word_fields(self, "title", "definition")


TIME_IN_NEED = (worded("time in need"), worded("times in need"))
PLAN = (worded("plan"), worded("plans"))
WAITS: dict[str, Wait] = {
    "plan_end": Wait(
        "A plan ends",
        PLAN,
        "From the start of a child in need plan to its end, however it ended: by itself, or with the time in need "
        "(protection, care, early help, transfer, closing).",
        ("plan_ended", *NEED_ENDS),
        (("plan_started",), ("plan_ended", *LEAVING)),
        competing=False,
    ),
    "first_visit": Wait(
        "A child is first visited",
        TIME_IN_NEED,
        "From the start of each time in need (the case's first event, or the day protection or care ended) to the "
        "first visit in it, whether or not the child was seen.",
        ("visited", *NEED_ENDS),
        (("cin_visit",),),
        event="visited",
        marks=WEEKS,
    ),
    "first_plan": Wait(
        "A plan starts",
        TIME_IN_NEED,
        "From the start of each time in need (the case's first event, or the day protection or care ended) to the "
        "first child in need plan in it. Many are closed after assessment and need no plan.",
        ("planned", *NEED_ENDS),
        (("plan_started",),),
        event="planned",
        marks=WEEKS_AND_MONTHS,
    ),
    "first_review": Wait(
        "A plan is first reviewed",
        PLAN,
        "From the start of a child in need plan to the first review while it is open.",
        ("reviewed", "plan_ended", *NEED_ENDS),
        (("plan_started",), ("cin_review",)),
        event="reviewed",
        marks=WEEKS_AND_MONTHS,
    ),
    "need_end": Wait(
        "Need ends, and how",
        TIME_IN_NEED,
        "From the start of each time in need to its end, by the way it ended: protection, care, early help, transfer, "
        "closing, as in the measure of how time in need ended.",
        NEED_ENDS,
        (LEAVING,),
    ),
    "case_end": Wait(
        "A case is closed",
        ("case", "cases"),
        "From a case's first event to its closing, times on protection and in care included.",
        ("closed", "transferred"),
        (("case_closed",),),
        event="closed",
    ),
    "new_protection": Wait(
        "Protection follows a step-down",
        ("step-down", "step-downs"),
        "From stepping down from protection to the child's next protection plan, in the same case or a later one. "
        "A closing in between changes nothing. It goes on with the measure of step-downs sustained: that leaves out "
        "those not yet followed for so many months, this counts them for as long as they have been.",
        ("protection",),
        (("cp_plan_started",), ("cp_plan_ended",)),
        event="protection",
        competing=False,
    ),
}


# From the ledger


def cannot_be_computed(ledger: Ledger) -> dict[str, str]:
    """The waits whose events the extract does not hold at all, each with why."""
    return waits_lacking(event_types_held(ledger), ledger.extract.limits)


def waits_lacking(held: Collection[str], limits: Limits = NONE) -> dict[str, str]:
    """The waits that cannot be computed from these event types, each with why."""
    found = {}
    for name, wait in WAITS.items():
        lacking = [words for words in wait.needs if not set(held) & set(words)]
        if lacking:
            named = [
                f"“{word}” events ({EVENT_TYPES[word][:1].lower()}{EVENT_TYPES[word][1:]})"
                for words in lacking
                for word in words
            ]
            found[name] = f"the extract has no {' and no '.join(named)}"
        elif why := limits.why_not(tuple(word for words in wait.needs for word in words), name):
            found[name] = why
    return found


def ends_never_recorded(ledger: Ledger, name: str) -> list[str]:
    """The ways of ending a wait of which the extract holds no event, so that they cannot show."""
    held = event_types_held(ledger)
    return [end for end in WAITS[name].ends if end in END_EVENTS and END_EVENTS[end] not in held]


def event_types_held(ledger: Ledger) -> set[str]:
    """The event types of the extract."""
    return set(ledger.workspace.ask("drift/event_types_held")["event_type"].to_pylist())


def make_waits(ledger: Ledger, selection: Selection = EVERYTHING) -> pyarrow.Table:
    """One row a wait: wait, child_id, episode_id, team, worker, cohorts, start_date, end_date, days, ended.

    ``end_date`` and ``ended`` are empty while a wait goes on; ``days`` then run to the as-of date. Team and worker are
    those who held the case when the wait began. Waits that cannot be computed are left out.
    """
    impossible = cannot_be_computed(ledger)
    workspace = ledger.workspace
    with workspace.cursor():
        workspace.give("period", parameters(period_start=date.min, period_end=ledger.as_of))
        for step in ("measures/ended_spells", "waiting/times_in_need", "waiting/plans", "waiting/waits"):
            workspace.make(step)
        for name in WAITS:
            if name not in impossible:
                workspace.append("waits", f"waiting/{name}")
        asked = {"teams": list(selection.teams), "cohorts": list(selection.cohorts)}
        return workspace.ask("waiting/selected_waits", asked)
