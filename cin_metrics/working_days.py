"""The calendar that deadlines are read from: every day with its working-day number."""

from datetime import date, timedelta

import holidays

from cin_metrics.engine import SmallTable
from cin_metrics.policy import Calendar

SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}


def calendar_rows(calendar: Calendar, first: date, last: date) -> SmallTable:
    """One row a day from ``first`` to ``last``: ``day``, ``is_working_day``, ``working_day_number``.

    A working day is Monday to Friday less the country's bank holidays (the ``holidays`` package, one-off
    holidays included) and the pack's closures. ``working_day_number`` counts working days up to and
    including the day, so the Nth working day after a day is the working day N numbers on.
    """
    years = range(first.year, last.year + 1)
    country = holidays.country_holidays(
        "GB", subdiv=SUBDIVISIONS[calendar.country], years=years, expand=False
    )
    closed = set(country)
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
