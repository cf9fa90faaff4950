"""The cases that each measure counts: one for each obligation, child, spell, visit or single day."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from tests.reference.council import Council, Key
from tests.reference.days import ONE_DAY
from tests.reference.drift import drift as drift_rows

Period = tuple[date, date]

BANDS = {"0–3": (0, 3), "3–6": (3, 6), "6–9": (6, 9), "9–12": (9, 12), "12–24": (12, 24),
         "24+": (24, None)}  # fmt: skip
WAYS = ("protection", "care", "early_help", "transferred", "closed")
INDICATORS = {"1+": 1, "2+": 2, "3+": 3}
BREACHES = ("late", "missed", "overdue")
JUDGED = ("on_time", *BREACHES)
OPEN = ("overdue", "upcoming")


class Counted(NamedTuple):
    """One thing that a measure counts."""

    key: Key
    holder: tuple[str | None, str | None]
    day: date
    numerator: int
    denominator: int
    rule_id: str | None = None
    part: str | None = None
    lag: int | None = None


Cases = Iterator[Counted]


# Of the ledger


def due_in(council: Council, period: Period) -> Iterator[tuple[dict[str, Any], Key, Any]]:
    """The obligations that fell due in the period, as far as it has passed."""
    for rule, key, row in council.rows:
        if period[0] <= row["due_date"] <= min(period[1], council.as_of):
            yield rule, key, row


def held_row(council: Council, key: Key, row: dict[str, Any]) -> tuple[str | None, str | None]:
    """Who holds an obligation, as the ledger says."""
    return council.holder(key, min(row["due_date"], council.as_of))


def timeliness(council: Council, period: Period) -> Cases:
    """On time, of all that fell due."""
    for rule, key, row in due_in(council, period):
        if row["status"] in JUDGED:
            on_time = int(row["status"] == "on_time")
            holder = held_row(council, key, row)
            yield Counted(key, holder, row["due_date"], on_time, 1, rule["id"])


def in_timescale_now(council: Council, period: Period) -> Cases:
    """Children with nothing overdue, of those with anything open."""
    for rule in council.rules:
        children: dict[str, list[tuple[Key, str]]] = {}
        for of_rule, key, row in council.rows:
            if of_rule is rule and row["status"] in OPEN and council.is_open(key):
                children.setdefault(key[0], []).append((key, row["status"]))
        for found in children.values():
            key = max(key for key, _ in found)
            fine = int(all(status != "overdue" for _, status in found))
            holder = council.holder(key, council.as_of)
            yield Counted(key, holder, council.as_of, fine, 1, rule["id"])


def days_between(first: date, last: date) -> list[date]:
    """The days from ``first`` up to, and without, ``last``."""
    return [first + timedelta(days=number) for number in range((last - first).days)]


def time_in_timescale(council: Council, period: Period) -> Cases:
    """Days inside the limit, of the days at risk."""
    for rule, key, row in council.rows:
        if "every" not in rule:
            continue
        until = row["met_date"] or row["spell"]["end_date"] or council.as_of + ONE_DAY
        holder = held_row(council, key, row)
        for day in days_between(row["anchor_date"], until):
            if period[0] <= day <= period[1]:
                yield Counted(key, holder, day, int(day <= row["due_date"]), 1, rule["id"])


def bunching(council: Council, period: Period) -> Cases:
    """Met in the last tenth of the time allowed, of those met on time."""
    for rule, key, row in due_in(council, period):
        if "within" in rule and row["status"] == "on_time":
            allowed = (row["due_date"] - row["anchor_date"]).days
            taken = (row["met_date"] - row["anchor_date"]).days
            holder = held_row(council, key, row)
            last_moment = int(10 * taken > 9 * allowed)
            yield Counted(key, holder, row["due_date"], last_moment, 1, rule["id"])


def reason_on_file(council: Council, period: Period) -> Cases:
    """Breaches with a reason, of all where one is expected."""
    for rule, key, row in due_in(council, period):
        if row["reason_expected"] and row["status"] in BREACHES:
            holder = held_row(council, key, row)
            given = int(row["reason"] is not None)
            yield Counted(key, holder, row["due_date"], given, 1, rule["id"])


# Of the events


def events_in(
    council: Council, period: Period, *types: str
) -> Iterator[tuple[Key, dict[str, Any], tuple[str | None, str | None]]]:
    """The events of the period with whom they name, or else with who held the case that day."""
    for key, event in council.events(*types):
        if period[0] <= event["event_date"] <= period[1]:
            team, worker = council.holder(key, event["event_date"])
            yield key, event, (event["team"] or team, event["worker"] or worker)


def recording_lag(council: Council, period: Period) -> Cases:
    """Days from event to record, of events that have a recorded date."""
    for key, event, holder in events_in(council, period):
        day, recorded = event["event_date"], event["recorded_date"]
        lag = (recorded - day).days if recorded else None
        yield Counted(
            key, holder, day, int(recorded is not None), 1, part=event["event_type"], lag=lag
        )


def visits_saying(column: str, value: str | None) -> Callable[[Council, Period], Cases]:
    """Visits on which ``column`` says ``value``, of all visits."""

    def counted(council: Council, period: Period) -> Cases:
        for key, event, holder in events_in(council, period, "cin_visit"):
            yield Counted(key, holder, event["event_date"], int(event[column] == value), 1)

    return counted


def re_referral_12m(council: Council, period: Period) -> Cases:
    """Referral days of a child with another one in the 12 months before."""
    referrals = council.events("referral_received")
    days = {(key[0], event["event_date"]) for key, event in referrals}
    for child, day in sorted(days):
        if period[0] <= day <= period[1]:
            key = max(k for k, e in referrals if k[0] == child and e["event_date"] == day)
            earliest = council.days.after(day, "12 months", sign=-1)
            again = int(any(who == child and earliest <= other < day for who, other in days))
            yield Counted(key, council.holder(key, day), day, again, 1)


# Of the spells


def open_by_length(spell_name: str) -> Callable[[Council, Period], Cases]:
    """What is open, by months since it began."""

    def counted(council: Council, period: Period) -> Cases:
        for key, spell in council.spells(spell_name):
            if spell["end_date"] is not None:
                continue
            holder = council.holder(key, council.as_of)
            for band, (lower, upper) in BANDS.items():
                from_day = council.days.after(spell["start_date"], f"{lower} months")
                reached = from_day <= council.as_of
                passed = upper is not None and council.as_of >= council.days.after(
                    spell["start_date"], f"{upper} months"
                )
                inside = int(reached and not passed)
                yield Counted(key, holder, council.as_of, inside, 1, part=band)

    return counted


def way_of_ending(council: Council, key: Key, spell: dict[str, Any]) -> str:
    """How a time in need ended."""
    end, ended_by = spell["end_date"], spell["ended_by"]
    if ended_by != "case_closed":
        ways = {"cp_plan_started": "protection", "cla_started": "care"}
        return ways.get(ended_by, "transferred")
    closed_so = any(
        event["outcome"] in ("early_help", "RC9")
        for of, event in council.events("case_closed")
        if of == key and event["event_date"] == end
    )
    helped_after = any(
        of[0] == key[0] and end <= event["event_date"] <= end + timedelta(days=28)
        for of, event in council.events("early_help_started")
    )
    return "early_help" if closed_so or helped_after else "closed"


def ended_in_need(council: Council, period: Period) -> Iterator[tuple[Key, date, str]]:
    """The times in need that ended in the period, and how."""
    for key, spell in council.spells("in_need"):
        if spell["end_date"] and period[0] <= spell["end_date"] <= period[1]:
            yield key, spell["end_date"], way_of_ending(council, key, spell)


def ended_by(council: Council, period: Period) -> Cases:
    """Times in need that ended, by how."""
    for key, end, way in ended_in_need(council, period):
        for each in WAYS:
            yield Counted(key, council.holder(key, end), end, int(way == each), 1, part=each)


def step_rate(way: str) -> Callable[[Council, Period], Cases]:
    """Times in need that ended so, of the days in need."""

    def counted(council: Council, period: Period) -> Cases:
        for key, end, ended in ended_in_need(council, period):
            if ended == way:
                yield Counted(key, council.holder(key, end), end, 1, 0)
        for key, spell in council.spells("in_need"):
            until = spell["end_date"] or council.as_of + ONE_DAY
            for day in days_between(spell["start_date"], until):
                if period[0] <= day <= period[1]:
                    yield Counted(key, council.holder(key, day), day, 0, 1)

    return counted


def sustained(months: int) -> Callable[[Council, Period], Cases]:
    """Step-downs from protection with no new protection in the months after."""

    def counted(council: Council, period: Period) -> Cases:
        protections = [(key[0], s["start_date"]) for key, s in council.spells("protection")]
        for key, spell in council.spells("in_need"):
            start = spell["start_date"]
            until = council.days.after(start, f"{months} months")
            if spell["started_by"] != "cp_plan_ended" or until > council.as_of:
                continue
            if period[0] <= start <= period[1]:
                broken = any(child == key[0] and start < day <= until for child, day in protections)
                yield Counted(key, council.holder(key, start), start, int(not broken), 1)

    return counted


def drift(disabled: bool) -> Callable[[Council, Period], Cases]:
    """Children in need with so many indicators; those of the disability cohort apart."""

    def counted(council: Council, period: Period) -> Cases:
        open_keys = [k for k, spell in council.spells("in_need") if spell["end_date"] is None]
        found = {(row["child_id"], row["indicator"]) for row in drift_rows(council)}
        for child in sorted({key[0] for key in open_keys}):
            keys = [key for key in open_keys if key[0] == child]
            if any("cwd" in council.cases[key].cohorts for key in keys) != disabled:
                continue
            number = sum(who == child for who, _ in found)
            holder = council.holder(max(keys), council.as_of)
            for part, least in INDICATORS.items():
                yield Counted(max(keys), holder, council.as_of, int(number >= least), 1, part=part)

    return counted


MEASURES: dict[str, Callable[[Council, Period], Cases]] = {
    "timeliness": timeliness,
    "in_timescale_now": in_timescale_now,
    "time_in_timescale": time_in_timescale,
    "bunching": bunching,
    "reason_on_file": reason_on_file,
    "recording_lag_median": recording_lag,
    "recording_lag_p90": recording_lag,
    "seen": visits_saying("child_seen", "yes"),
    "seen_not_recorded": visits_saying("child_seen", None),
    "seen_alone": visits_saying("seen_alone", "yes"),
    "seen_alone_not_recorded": visits_saying("seen_alone", None),
    "episode_length": open_by_length("episode"),
    "plan_length": open_by_length("plan"),
    "ended_by": ended_by,
    "step_up_rate": step_rate("protection"),
    "step_down_rate": step_rate("early_help"),
    "step_down_sustained_3": sustained(3),
    "step_down_sustained_6": sustained(6),
    "step_down_sustained_12": sustained(12),
    "re_referral_12m": re_referral_12m,
    "drift": drift(disabled=False),
    "drift_cwd": drift(disabled=True),
}
