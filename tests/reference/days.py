"""Days and limits, counted by walking from day to day."""

import calendar
import math
from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays

ONE_DAY = timedelta(days=1)


@cache
def bank_holidays(country: str) -> frozenset[date]:
    """The bank holidays of one country of the United Kingdom."""
    subdivision = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
    return frozenset(holidays.UnitedKingdom(subdiv=subdivision[country], years=range(2000, 2041)))


class Days:
    """Counting days as one pack counts them."""

    def __init__(self, calendar_of_pack: str | dict[str, Any]):
        given = calendar_of_pack
        given = {"country": given} if isinstance(given, str) else given
        self.closed = set(bank_holidays(given.get("country", "england")))
        for closure in given.get("closures", []):
            if isinstance(closure, str):
                closure = {"from": closure, "to": closure}
            day = date.fromisoformat(closure["from"])
            while day <= date.fromisoformat(closure["to"]):
                self.closed.add(day)
                day += ONE_DAY

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and neither a bank holiday nor a closure."""
        return day.weekday() < 5 and day not in self.closed

    def after(self, day: date, limit: str, sign: int = 1) -> date:
        """The day that ``limit`` after ``day`` falls on; before it with ``sign`` -1."""
        number, unit = int(limit.split()[0]), limit.split(maxsplit=1)[1].rstrip("s")
        if unit == "working day":
            while number:
                day += sign * ONE_DAY
                number -= self.is_working_day(day)
            return day
        if unit == "month":
            year, month = divmod(day.year * 12 + day.month - 1 + sign * number, 12)
            last = calendar.monthrange(year, month + 1)[1]
            return date(year, month + 1, min(day.day, last))
        whole_days = {"day": number, "week": 7 * number, "hour": math.ceil(number / 24)}[unit]
        return day + sign * timedelta(days=whole_days)

    def late(self, due: date, day: date, limit: str) -> int:
        """How many days, in the limit's own unit, ``day`` is past ``due``; at least 1."""
        if "working" not in limit:
            return max(1, (day - due).days)
        passed = [due + n * ONE_DAY for n in range(1, (day - due).days + 1)]
        return max(1, sum(self.is_working_day(each) for each in passed))
