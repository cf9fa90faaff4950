"""Waits of cases, one by one: what the product must equal, row by row."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tests.reference.council import Council, Key
from tests.reference.measures import way_of_ending
from tests.reference.spells import Spell

Wait = tuple[Key, date, date | None, str | None]
"""A case, the day the wait began, the day it was over (if it is), and how."""
Waits = Iterator[Wait]


def ended_how(council: Council, key: Key, spell: Spell) -> str | None:
    """How a time in need ended; nothing while it goes on."""
    return way_of_ending(council, key, spell) if spell["end_date"] else None


def plan_ended_how(council: Council, key: Key, plan: Spell) -> str | None:
    """How a plan ended: by itself, or as the time in need did."""
    if plan["end_date"] is None or plan["ended_by"] == "plan_ended":
        return plan["ended_by"]
    needs = [n for k, n in council.spells("in_need") if k == key and n["end_date"] == plan["end_date"]]
    assert len(needs) == 1
    return ended_how(council, key, needs[0])


def first_inside(spell: Spell, days: list[date]) -> date | None:
    """The first of the days from the spell's first to its last, both included."""
    last = spell["end_date"] or date.max
    return min((day for day in days if spell["start_date"] <= day <= last), default=None)


def days_of(council: Council, key: Key, event_type: str) -> list[date]:
    """The days of a case's events of one type."""
    return [event["event_date"] for of, event in council.events(event_type) if of == key]


def first_visit(council: Council) -> Waits:
    """From each time in need to the first visit in it."""
    for key, need in council.spells("in_need"):
        visit = first_inside(need, days_of(council, key, "cin_visit"))
        how = "visited" if visit else ended_how(council, key, need)
        yield key, need["start_date"], visit or need["end_date"], how


def first_plan(council: Council) -> Waits:
    """From each time in need to the first plan in it."""
    for key, need in council.spells("in_need"):
        plan = first_inside(need, [p["start_date"] for k, p in council.spells("plan") if k == key])
        how = "planned" if plan else ended_how(council, key, need)
        yield key, need["start_date"], plan or need["end_date"], how


def first_review(council: Council) -> Waits:
    """From each plan to the first review in it."""
    for key, plan in council.spells("plan"):
        review = first_inside(plan, days_of(council, key, "cin_review"))
        how = "reviewed" if review else plan_ended_how(council, key, plan)
        yield key, plan["start_date"], review or plan["end_date"], how


def plan_end(council: Council) -> Waits:
    """From each plan to its end."""
    for key, plan in council.spells("plan"):
        yield key, plan["start_date"], plan["end_date"], plan_ended_how(council, key, plan)


def need_end(council: Council) -> Waits:
    """From each time in need to its end."""
    for key, need in council.spells("in_need"):
        yield key, need["start_date"], need["end_date"], ended_how(council, key, need)


def case_end(council: Council) -> Waits:
    """From each case to its closing, or its transfer."""
    ways = {"case_closed": "closed", "transferred_out": "transferred", None: None}
    for key, episode in council.spells("episode"):
        yield key, episode["start_date"], episode["end_date"], ways[episode["ended_by"]]


def new_protection(council: Council) -> Waits:
    """From each step-down from protection to the child's next protection plan, in whatever case."""
    for key, need in council.spells("in_need"):
        if need["started_by"] == "cp_plan_ended":
            later = [
                plan["start_date"]
                for of, plan in council.spells("protection")
                if of[0] == key[0] and plan["start_date"] > need["start_date"]
            ]
            yield key, need["start_date"], min(later, default=None), "protection" if later else None


WAITS: dict[str, tuple[Callable[[Council], Waits], tuple[set[str], ...]]] = {
    "first_visit": (first_visit, ({"cin_visit"},)),
    "first_plan": (first_plan, ({"plan_started"},)),
    "first_review": (first_review, ({"plan_started"}, {"cin_review"})),
    "plan_end": (
        plan_end,
        (
            {"plan_started"},
            {"plan_ended", "cp_plan_started", "cla_started", "transferred_out", "case_closed"},
        ),
    ),
    "need_end": (need_end, ({"cp_plan_started", "cla_started", "transferred_out", "case_closed"},)),
    "case_end": (case_end, ({"case_closed"},)),
    "new_protection": (new_protection, ({"cp_plan_started"}, {"cp_plan_ended"})),
}
"""Each wait, and the events of which the extract must hold one of each group."""


def waits(
    council: Council, teams: tuple[str, ...] = (), cohorts: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Every wait of these teams and cohorts, as the product writes it."""
    held = {event["event_type"] for event in council.extract}
    found = []
    for name, (of, needs) in WAITS.items():
        if not all(held & words for words in needs):
            continue
        for key, start, end, how in of(council):
            team, worker = council.holder(key, start)
            groups = council.cases[key].cohorts
            if (teams and team not in teams) or (cohorts and not groups & set(cohorts)):
                continue
            found.append(
                {
                    "wait": name,
                    "child_id": key[0],
                    "episode_id": key[1],
                    "team": team,
                    "worker": worker,
                    "cohorts": ";".join(sorted(groups)),
                    "start_date": start,
                    "end_date": end,
                    "days": ((end or council.as_of) - start).days,
                    "ended": how,
                }
            )
    return found
