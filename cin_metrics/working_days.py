"""The calendar that deadlines are read from: every day with its working-day number.

``python -m cin_metrics.working_days`` writes ``bank_holidays.json`` anew.
"""

import json
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cin_metrics.engine import SmallTable
from cin_metrics.policy import Calendar, Country

SUBDIVISIONS: dict[Country, str] = {
    "england": "ENG",
    "wales": "WLS",
    "scotland": "SCT",
    "northern_ireland": "NIR",
}
KEPT = Path(__file__).with_name("bank_holidays.json")
"""What the ``holidays`` package says of the years below, because to load it, with every country of the world, takes as
long as to make a small ledger. Only read while that version of the package is the one installed."""
YEARS_KEPT = range(2000, 2051)


def calendar_rows(calendar: Calendar, first: date, last: date) -> SmallTable:
    """One row a day from ``first`` to ``last``: ``day``, ``is_working_day``, ``working_day_number``.

    A working day is Monday to Friday less the country's bank holidays (the ``holidays`` package, one-off
    holidays included) and the pack's closures. ``working_day_number`` counts working days up to and
    including the day, so the Nth working day after a day is the working day N numbers on.
    """
    closed = bank_holidays(calendar.country, range(first.year, last.year + 1))
    for closure in calendar.closures:
        length = (closure.to - closure.from_).days + 1
        closed.update(closure.from_ + timedelta(n) for n in range(length))
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    working = [day.weekday() < 5 and day not in closed for day in days]
    numbers, number = [], 0
    for is_working in working:
        number += is_working
        numbers.append(number)
    types = {"day": "date", "is_working_day": "boolean", "working_day_number": "integer"}
    return SmallTable(types, list(zip(days, working, numbers, strict=True)))


def bank_holidays(country: Country, years: range) -> set[date]:
    """The bank holidays of these years, or of more: as kept where they are, else as the package says."""
    if years.start in YEARS_KEPT and years[-1] in YEARS_KEPT:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        if kept["holidays"] == version("holidays"):
            return {date.fromisoformat(day) for day in kept[country]}
    return as_the_package_says(country, years)


def as_the_package_says(country: Country, years: range) -> set[date]:
    """The bank holidays of these years by the ``holidays`` package."""
    import holidays

    return set(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[country], years=years, expand=False))


def to_keep() -> dict[str, Any]:
    """What ``KEPT`` holds: the version of the package, and each country's bank holidays."""
    days = {
        country: [day.isoformat() for day in sorted(as_the_package_says(country, YEARS_KEPT))]
        for country in SUBDIVISIONS
    }
    return {"holidays": version("holidays"), **days}


if __name__ == "__main__":
    KEPT.write_text(json.dumps(to_keep(), indent=0) + "\n", encoding="utf-8")
