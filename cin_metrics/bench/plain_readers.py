"""A CSV file and a census read as a short script would: all at once, on the word that nothing in them is wrong."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from cin_metrics.bench import AS_OF
from cin_metrics.vocabulary import EVENT_TYPES

FIRST_DAY = pd.Timestamp(1990, 1, 1)
DATES = ("event_date", "recorded_date")
CensusEvent = tuple[str, str, date, str, str | None]
PARTS = {
    "Assessments": {
        "AssessmentActualStartDate": "assessment_started",
        "AssessmentAuthorisationDate": "assessment_completed",
    },
    "CINPlanDates": {"CINPlanStartDate": "plan_started", "CINPlanEndDate": "plan_ended"},
    "Section47": {"S47ActualStartDate": "s47_started", "DateOfInitialCPC": "icpc_held"},
    "ChildProtectionPlans": {"CPPstartDate": "cp_plan_started", "CPPendDate": "cp_plan_ended"},
    "PreProceedingsandFGDM": {"PPStartDate": "pre_proceedings_started"},
}


def read_csv(file: Path) -> pd.DataFrame:
    """The events of a file of ISO dates, by episode and day; rows that cannot count are left out."""
    events = pd.read_csv(file, engine="pyarrow", dtype_backend="pyarrow", dtype="string[pyarrow]")
    events["event_type"] = events.event_type.str.strip().str.lower()
    for column in DATES:
        events[column] = pd.to_datetime(events[column], format="%Y-%m-%d", errors="coerce")
    counts = events.child_id.notna() & events.event_type.isin(list(EVENT_TYPES))
    counts &= events.event_date.between(FIRST_DAY, pd.Timestamp(AS_OF))
    return events[counts].drop_duplicates().sort_values(["child_id", "episode_id", "event_date"], kind="stable")


def read_census(file: Path) -> list[CensusEvent]:
    """child_id, event_type, event_date, episode and outcome of each event, each once."""
    events: dict[CensusEvent, None] = {}
    for child in ElementTree.parse(file).getroot().iter("Child"):
        child_id = child.findtext("ChildIdentifiers/LAchildID", "")
        for number, episode in enumerate(child.iterfind("CINdetails")):
            referred = episode.findtext("CINreferralDate", "")
            episode_id = f"{referred}/{number}"
            for event_type, day, outcome in dates_of(episode):
                events[child_id, event_type, date.fromisoformat(day), episode_id, outcome] = None
    return sorted(events, key=lambda event: (event[0], event[3], event[2]))


def dates_of(episode: ElementTree.Element) -> list[tuple[str, str, str | None]]:
    """What happened in an episode: event type, day, outcome."""
    referred = episode.findtext("CINreferralDate", "")
    is_nfa = episode.findtext("ReferralNFA") in ("true", "1")
    told = [("referral_received", referred, "nfa" if is_nfa else None)]
    told += [("icpc_held", one.text or "", None) for one in episode.iterfind("DateOfInitialCPC")]
    for part, elements in PARTS.items():
        for block in episode.iterfind(part):
            told += [
                (event_type, day, None) for element, event_type in elements.items() if (day := block.findtext(element))
            ]
            if part == "Section47" and (start := block.findtext("S47ActualStartDate")):
                to_conference = block.find("DateOfInitialCPC") is not None
                told.append(("strategy_discussion", start, "s47_icpc" if to_conference else "s47"))
            told += [("cp_review", one.text or "", None) for one in block.iterfind("Reviews/CPPreviewDate")]
    closed, reason = episode.findtext("CINclosureDate"), episode.findtext("ReasonForClosure")
    if closed:
        told.append(("transferred_out", closed, None) if reason == "RC5" else ("case_closed", closed, reason))
    elif is_nfa and not any(episode.find(part) is not None for part in (*PARTS, "DateOfInitialCPC")):
        told.append(("case_closed", referred, "nfa"))
    return told
