"""Episodes and spells worked out slowly and plainly: what the product must equal, row by row.

``events`` are dictionaries in row order, dates as dates, ``None`` for blank.
"""

from datetime import date
from typing import Any

from cin_metrics.vocabulary import EVENT_TYPES

Event = dict[str, Any]
Spell = dict[str, Any]

ORDER = list(EVENT_TYPES)
CLOSES = {"case_closed", "transferred_out"}
OPENS = {"referral_received", "transferred_in"}
FAR = date.max


# Events


def visible(events: list[Event], as_of: date, known_by: date | None) -> list[Event]:
    """The events that can be seen at ``as_of``, by date and then row."""
    seen = [event for event in events if event["event_date"] <= as_of]
    if known_by is not None:
        seen = [e for e in seen if (e["recorded_date"] or e["event_date"]) <= known_by]
    return sorted(seen, key=lambda event: event["event_date"])


def episodes(seen: list[Event]) -> dict[tuple[str, str], list[Event]]:
    """The events of each (child, episode)."""
    found: dict[tuple[str, str], list[Event]] = {}
    for event in seen:
        found.setdefault((event["child_id"], event["episode_id"]), []).append(event)
    return found


def days_of(events: list[Event], types: set[str]) -> list[date]:
    """The days, each once and in order, on which an event of ``types`` stands."""
    return sorted({e["event_date"] for e in events if e["event_type"] in types})


def derive_episodes(events: list[Event]) -> list[Event]:
    """The same events in the same order, each with an ``episode_id``."""
    derived = [dict(event) for event in events]
    for child in {event["child_id"] for event in derived}:
        of_child = [event for event in derived if event["child_id"] == child]
        recorded = episodes([event for event in of_child if event["episode_id"]])
        starts = [(min(row["event_date"] for row in rows), name) for (_, name), rows in recorded.items()]
        rest = []
        for event in (event for event in of_child if not event["episode_id"]):
            holding = []
            for (_, episode_id), rows in recorded.items():
                first = min(row["event_date"] for row in rows)
                last = next(iter(days_of(rows, CLOSES)), FAR)
                if first <= event["event_date"] <= last:
                    holding.append((first, episode_id))
            if holding:
                event["episode_id"] = max(holding)[1]
            else:
                rest.append(event)
        _number_episodes(rest, starts)
    return derived


def _number_episodes(events: list[Event], recorded: list[tuple[date, str]]) -> None:
    """Give each event of one child, none of which names its episode, the one it falls in.

    ``recorded``: when the episodes on record began, and their names. While none is open an event stays with the one
    that began last.
    """
    number, is_open, began = 0, False, date.min
    for day in sorted({event["event_date"] for event in events}):
        today = [event for event in events if event["event_date"] == day]
        types = {event["event_type"] for event in today}
        opens, closes = bool(types & OPENS), bool(types & CLOSES)
        begun = [one for one in recorded if one[0] <= day]
        before, was_open = number, is_open
        closing = is_open and closes
        if closing:
            is_open = False
        begins = not is_open and (opens or (number == 0 and not begun))
        if begins:
            number += 1
            began = day
            is_open = closing or not closes
        later = [one for one in begun if one[0] >= began]
        for event in today:
            if later and not was_open and not begins:
                event["episode_id"] = max(later)[1]
                continue
            of_the_old = closing and event["event_type"] in CLOSES | {"closure_summary"}
            event["episode_id"] = f"derived-{before if of_the_old else number}"


# Spells


def first_word(types: set[str]) -> str:
    """The one of ``types`` that stands first in the vocabulary."""
    return min(types, key=ORDER.index)


def types_on(events: list[Event], day: date, among: set[str] | None = None) -> set[str]:
    """The event types that stand on ``day``, of those ``among``."""
    found = {event["event_type"] for event in events if event["event_date"] == day}
    return found if among is None else found & among


def toggles(days: list[date], starts: set[date], ends: set[date]) -> list[tuple[date, date | None]]:
    """``[start, end]`` of what ``starts`` open and ``ends`` close, walking over ``days``."""
    found: list[tuple[date, date | None]] = []
    opened: date | None = None
    for day in days:
        was_open = opened is not None
        if was_open and day in ends:
            found.append((opened, day))
            opened = None
        if opened is None and day in starts:
            opened = day
            if not was_open and day in ends:
                found.append((day, day))
                opened = None
    if opened is not None:
        found.append((opened, None))
    return found


def joined(absences: list[Spell]) -> list[tuple[date, date | None]]:
    """Protection and care as stretches, overlapping or touching ones joined."""
    found: list[tuple[date, date | None]] = []
    for spell in sorted(absences, key=lambda spell: spell["start_date"]):
        start, end = spell["start_date"], spell["end_date"]
        if found and start <= (found[-1][1] or FAR):
            latest = max(found[-1][1] or FAR, end or FAR)
            found[-1] = (found[-1][0], None if latest == FAR else latest)
        else:
            found.append((start, end))
    return found


def spells_of_episode(events: list[Event]) -> list[Spell]:
    """Every spell of one episode, from its visible events."""
    days = sorted({event["event_date"] for event in events})
    start = days[0]
    end = next(iter(days_of(events, CLOSES)), None)
    inside = [day for day in days if day <= (end or FAR)]
    opened_by = first_word(types_on(events, start, OPENS) or types_on(events, start))
    closed_by = first_word(types_on(events, end, CLOSES)) if end else None
    found: list[Spell] = []

    def add(spell: str, first: date, last: date | None, by: str, ended: str | None) -> None:
        found.append(
            {
                "spell": spell,
                "start_date": first,
                "end_date": last,
                "started_by": by,
                "ended_by": ended if last else None,
            }
        )

    add("episode", start, end, opened_by, closed_by)

    # Nothing opens on or after the day the episode ended.
    for spell, starts_by, ends_by in (
        ("protection", "cp_plan_started", "cp_plan_ended"),
        ("care", "cla_started", "cla_ended"),
    ):
        starts = {day for day in days_of(events, {starts_by}) if day < (end or FAR)}
        ends = set(days_of(events, {ends_by})) | ({end} if end else set())
        for first, last in toggles(inside, starts, ends):
            ended = ends_by if last and types_on(events, last, {ends_by}) else closed_by
            add(spell, first, last, starts_by, ended)
    absences = [spell for spell in found if spell["spell"] != "episode"]

    # In need: what is left between the absences.
    first, by = start, opened_by
    for gone, back in joined(absences):
        started_then = {a["started_by"] for a in absences if a["start_date"] == gone}
        add("in_need", first, gone, by, first_word(started_then))
        if back is None or back == end:
            break
        first, by = back, first_word({a["ended_by"] for a in absences if a["end_date"] == back})
    else:
        add("in_need", first, end, by, closed_by)

    for need in [spell for spell in found if spell["spell"] == "in_need"]:
        first, last = need["start_date"], need["end_date"]
        within = [day for day in inside if first <= day <= (last or FAR)]
        starts = {day for day in days_of(events, {"plan_started"}) if day != end}
        ends = set(days_of(events, {"plan_ended"})) | ({last} if last else set())
        for plan_first, plan_last in toggles(within, starts, ends):
            by_itself = plan_last and types_on(events, plan_last, {"plan_ended"})
            ended = "plan_ended" if by_itself else need["ended_by"]
            # One that begins on the last day, another having ended on it first, ends with the need.
            add("plan", plan_first, plan_last or last, "plan_started", ended)
    return found


def spells(events: list[Event], as_of: date, known_by: date | None = None) -> list[Spell]:
    """One row per spell of every episode."""
    return [
        {"child_id": child, "episode_id": episode, **spell}
        for (child, episode), rows in sorted(episodes(visible(events, as_of, known_by)).items())
        for spell in spells_of_episode(rows)
    ]
