"""Days as people in England write them, and the periods a screen can be asked about."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def british(day: date | None) -> str:
    """A day such as ``31 Mar 2026``; a dash where there is none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "—"


def british_month(day: date) -> str:
    """A month such as ``Mar 2026``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def british_dates(said: str) -> str:
    """A sentence with its ISO days as people write them, without its full stop."""
    said = re.sub(r"\d{4}-\d{2}-\d{2}", lambda found: british(date.fromisoformat(found[0])), said)
    return (said[:1].upper() + said[1:]).rstrip(".")


def read_day(text: str) -> date | None:
    """The day written as 2026-03-31, 31/03/2026, 31.3.26 or 31 March 2026; none where it is no day."""
    text = text.strip()
    try:
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", text):
            return date(whole_year(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2})[- ]([A-Za-z]{3,9})\.?[- ](\d{4}|\d{2})", text):
            month = MONTHS.index(found[2][:3].title()) + 1
            full = calendar.month_name[month].lower()
            if full.startswith(found[2].lower()) or found[2].lower() == "sept":
                return date(whole_year(found[3]), month, int(found[1]))
    except ValueError:
        pass
    return None


def whole_year(text: str) -> int:
    """The year of four figures, or of this century where two are given."""
    return int(text) + (2000 if len(text) == 2 else 0)


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_ends(first: date, last: date, most: int) -> list[date]:
    """The last days of the months between two days, latest first."""
    ends: list[date] = []
    end = last.replace(day=1) - timedelta(1)
    if (last + timedelta(1)).day == 1:
        end = last
    while end >= first and len(ends) < most:
        ends.append(end)
        end = end.replace(day=1) - timedelta(1)
    return ends


@dataclass(frozen=True)
class Period:
    """The days a screen counts, both ends included. ``code`` stands in the address."""

    code: str
    title: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """The period as it is read beside a title."""
        return f"{british(self.first)} to {british(self.last)}"

    @property
    def months(self) -> int:
        """How many months the period holds; 0 where they are not whole."""
        after = self.last + timedelta(1)
        months = (after.year - self.first.year) * 12 + after.month - self.first.month
        return months if months_before(after, months) == self.first else 0


def period_before(period: Period) -> Period:
    """The period of the same length that ends the day before: as many months where it holds whole months, else days."""
    last = period.first - timedelta(1)
    days = timedelta((period.last - period.first).days + 1)
    first = months_before(period.first, period.months) if period.months else period.first - days
    return Period(f"{first}..{last}", "The period before", first, last)


def last_months(months: int) -> Callable[[date], date]:
    """The first day of a period of so many months that ends on a day."""
    return lambda as_of: months_before(as_of + timedelta(1), months)


def quarter_start(as_of: date) -> date:
    """The first day of the quarter of the year that holds a day."""
    return date(as_of.year, as_of.month - (as_of.month - 1) % 3, 1)


def financial_year_start(as_of: date) -> date:
    """The 1 April on or before a day."""
    return date(as_of.year if as_of.month >= 4 else as_of.year - 1, 4, 1)


PERIODS: dict[str, tuple[str, Callable[[date], date]]] = {
    "12m": ("Last 12 months", last_months(12)),
    "6m": ("Last 6 months", last_months(6)),
    "3m": ("Last 3 months", last_months(3)),
    "quarter": ("Quarter to date", quarter_start),
    "year": ("Financial year to date", financial_year_start),
}
LAST_YEAR = ("last-year", "Last financial year")
EVERYTHING = ("all", "Everything loaded")
DEFAULT_PERIOD = "12m"


def period_titles(first_date: date | None = None, as_of: date | None = None) -> dict[str, str]:
    """The periods offered: code and title; of an extract that reaches so far back, earlier financial years too."""
    titles = {code: title for code, (title, _) in PERIODS.items()} | dict([LAST_YEAR])
    if first_date and as_of:
        latest, earliest = financial_year_start(as_of).year - 2, financial_year_start(first_date).year
        years = [earlier_year(year) for year in range(latest, earliest - 1, -1)]
        titles |= {period.code: period.title for period in years}
    return titles | dict([EVERYTHING])


def earlier_year(year: int) -> Period:
    """The financial year that began in April of a year: ``fy2023``."""
    return Period(f"fy{year}", f"Financial year {year}/{(year + 1) % 100:02}", date(year, 4, 1), date(year + 1, 3, 31))


def usual_period(code: str, as_of: date) -> Period:
    """One of ``PERIODS``, which all end on the as-of date."""
    title, start = PERIODS[code]
    return Period(code, title, start(as_of), as_of)


def make_period(code: str, as_of: date, first_date: date) -> Period | None:
    """The period of a code (``6m``), or of two typed days (``1 Apr 2026 to 30 Jun 2026``); none if neither."""
    if code in PERIODS:
        return usual_period(code, as_of)
    if code == LAST_YEAR[0]:
        end = financial_year_start(as_of) - timedelta(1)
        return Period(*LAST_YEAR, financial_year_start(end), end)
    if code == EVERYTHING[0]:
        return Period(*EVERYTHING, min(first_date, as_of), as_of)
    if re.fullmatch(r"fy(19|20)\d\d", code):
        return earlier_year(int(code[2:]))
    parts = re.split(r"\s+to\s+|\s+-\s+|\s*–\s*|\.\.", code.strip())
    days = [read_day(part) for part in parts]
    if len(days) != 2 or days[0] is None or days[1] is None or days[1] < days[0]:
        return None
    return Period(f"{days[0]}..{days[1]}", "Chosen days", days[0], days[1])
