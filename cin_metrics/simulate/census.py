"""A CIN census return of the events of a council: what the format can hold of them, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

Event = dict[str, Any]
"""child_id, episode_id, event_type, event_date, outcome."""

STARTS_EPISODE = ("referral_received", "transferred_in")
HELD = (
    *STARTS_EPISODE, "assessment_started", "assessment_completed", "plan_started", "plan_ended",
    "s47_started", "icpc_held", "cp_plan_started", "cp_review", "cp_plan_ended",
    "pre_proceedings_started", "case_closed", "transferred_out",
)  # fmt: skip

PLANS_FROM, SEX_FROM, PRE_PROCEEDINGS_FROM = 2022, 2025, 2026
SEXES = {"1": "M", "2": "F"}
NEEDS = ("N1", "N2", "N4", "N5")


def can_hold(event_type: str, year: int) -> bool:
    """Whether the return of a year can hold events of a type."""
    if event_type in ("plan_started", "plan_ended"):
        return year >= PLANS_FROM
    if event_type == "pre_proceedings_started":
        return year >= PRE_PROCEEDINGS_FROM
    return event_type in HELD


def write_census(path: Path, events: Iterable[Event], year: int, whole: bool = False) -> None:
    """Write the return of the year that ends on 31 March; with ``whole``, of all years until then."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(census(events, year, whole))


def census(events: Iterable[Event], year: int, whole: bool = False) -> Iterator[str]:
    """The return, line by line."""
    last = date(year, 3, 31)
    first = date.min if whole else last - timedelta(days=364)
    yield "<?xml version='1.0' encoding='utf-8'?>\n<Message>\n<Header>\n<CollectionDetails>\n"
    yield f"<Collection>CIN</Collection>\n<Year>{year}</Year>\n<ReferenceDate>{last}</ReferenceDate>\n"
    yield "</CollectionDetails>\n</Header>\n<Children>\n"
    children: dict[str, dict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        children[event["child_id"]][event["episode_id"]].append(event)
    for child_id, episodes in children.items():
        written = [
            known
            for episode in episodes.values()
            if (known := [event for event in episode if event["event_date"] <= last])
            and days(known, *STARTS_EPISODE)
            and max(days(known, "case_closed", "transferred_out"), default=last) >= first
        ]
        if written:
            yield from child(child_id, written, year)
    yield "</Children>\n</Message>\n"


def child(child_id: str, episodes: Sequence[Sequence[Event]], year: int) -> Iterator[str]:
    """One child. What no event tells of them is made up from the id."""
    number = int(child_id)
    yield "<Child>\n<ChildIdentifiers>\n"
    yield element("LAchildID", child_id)
    yield element("UPN", f"A{number:012d}")
    yield element("PersonBirthDate", born(child_id))
    gender = "12"[number % 2]
    yield element("Sex", SEXES[gender]) if year >= SEX_FROM else element("GenderCurrent", gender)
    yield "</ChildIdentifiers>\n<ChildCharacteristics>\n"
    yield element("Ethnicity", "WBRI") + "<Disabilities>\n"
    yield element("Disability", "NONE" if number % 10 else "AUT")
    yield "</Disabilities>\n</ChildCharacteristics>\n"
    for episode in episodes:
        yield from cin_details(episode, NEEDS[number % len(NEEDS)], year)
    yield "</Child>\n"


def born(child_id: str) -> date:
    """The date of birth that a return gives a child."""
    return date(2008, 1, 1) + timedelta(days=int(child_id) % 3000)


def cin_details(events: Sequence[Event], need: str, year: int) -> Iterator[str]:
    """One episode."""
    (referral, *_) = sorted(days(events, *STARTS_EPISODE))
    closed = [
        event for event in events if event["event_type"] in ("case_closed", "transferred_out")
    ]
    is_nfa = any(
        event["outcome"] == "nfa" for event in events if event["event_type"] in STARTS_EPISODE
    )
    conferences = days(events, "icpc_held")
    enquiries = days(events, "s47_started")
    yield "<CINdetails>\n" + element("CINreferralDate", referral) + element("ReferralSource", "1A")
    yield element("PrimaryNeedCode", need)
    for end in closed[:1]:
        left = end["event_type"] == "transferred_out"
        yield element("CINclosureDate", end["event_date"])
        yield element("ReasonForClosure", "RC5" if left else reason(end["outcome"]))
    for conference in conferences[len(enquiries) :]:
        yield element("DateOfInitialCPC", conference)
    yield from blocks(
        "Assessments",
        AssessmentActualStartDate=days(events, "assessment_started"),
        AssessmentAuthorisationDate=days(events, "assessment_completed"),
    )
    if year >= PLANS_FROM:
        yield from blocks(
            "CINPlanDates",
            CINPlanStartDate=days(events, "plan_started"),
            CINPlanEndDate=days(events, "plan_ended"),
        )
    yield from blocks(
        "Section47", S47ActualStartDate=enquiries, DateOfInitialCPC=conferences[: len(enquiries)]
    )
    yield element("ReferralNFA", str(is_nfa).lower())
    yield from protection_plans(events)
    if year >= PRE_PROCEEDINGS_FROM:
        started = days(events, "pre_proceedings_started")
        yield from blocks("PreProceedingsandFGDM", PPStartDate=started)
    yield "</CINdetails>\n"


def reason(outcome: str) -> str:
    """The code for how a case closed; a case that went to early help has no other."""
    return "RC9" if outcome == "early_help" else outcome


def protection_plans(events: Sequence[Event]) -> Iterator[str]:
    """The protection plans of an episode, each with the reviews up to the next."""
    starts, ends = days(events, "cp_plan_started"), days(events, "cp_plan_ended")
    reviews = days(events, "cp_review")
    for number, start in enumerate(starts):
        following = [*starts[number + 1 :], date.max][0]
        yield "<ChildProtectionPlans>\n" + element("CPPstartDate", start)
        yield from (element("CPPendDate", end) for end in ends[number : number + 1])
        inside = [day for day in reviews if start <= day < following]
        if inside:
            yield "<Reviews>\n" + "".join(element("CPPreviewDate", day) for day in inside)
            yield "</Reviews>\n"
        yield "</ChildProtectionPlans>\n"


def days(events: Iterable[Event], *event_types: str) -> list[date]:
    """The days on which something happened, in order."""
    return sorted(event["event_date"] for event in events if event["event_type"] in event_types)


def blocks(name: str, **columns: list[date]) -> Iterator[str]:
    """Blocks of dates: the first of each column in the first block, and so on."""
    for row in zip_longest(*columns.values()):
        dates = zip(columns, row, strict=True)
        inside = "".join(element(title, day) for title, day in dates if day)
        yield f"<{name}>\n{inside}</{name}>\n"


def element(name: str, text: object) -> str:
    """An element with a text."""
    return f"<{name}>{escape(str(text))}</{name}>\n"
