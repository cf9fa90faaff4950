"""Time and chance in the simulated council: working days, each team's pace, and dice.

A day is a whole number, the days since 1970-01-01 (as in Arrow's ``date32``).
"""

import datetime
import math
import random
from collections.abc import Mapping
from typing import TypeVar

from cin_metrics.policy import Calendar
from cin_metrics.simulate.council import (
    SEASONS,
    TEAMS,
    WEEKEND_REFERRALS,
    WINDOW_DAYS,
    Delay,
    Rhythm,
    Slackness,
)
from cin_metrics.working_days import calendar_rows

Choice = TypeVar("Choice")

EPOCH = datetime.date(1970, 1, 1)
AHEAD_DAYS = 2500
"""Ends are drawn beyond the as-of date and then never reached: the calendar must hold them."""
MONTH_DAYS = 30.4375


def day_number(day: datetime.date) -> int:
    """The day as the days since 1970-01-01."""
    return (day - EPOCH).days


class Dice(random.Random):
    """Seeded chance, in the words of ``council.py``."""

    def falls(self, share: float) -> bool:
        """True in that share of throws."""
        return self.random() < share

    def pick(self, shares: Mapping[Choice, float]) -> Choice:
        """One of the keys, by their shares."""
        rest = self.random()
        for choice, share in shares.items():
            rest -= share
            if rest < 0:
                return choice
        return choice

    def delay(self, bands: Delay) -> int | None:
        """A whole number from one of the bands, or None where it never happens."""
        band = self.pick(bands)
        return None if band is None else band[0] + int(self.random() * (band[1] - band[0] + 1))

    def gap(self, rhythm: Rhythm, pace: float = 1.0) -> int:
        """Working days to the next time, at least 1; a pace above 1 is slower."""
        median, spread = rhythm
        return max(1, round(median * pace * math.exp(spread * self.gauss(0.0, 1.0))))


class Time:
    """The calendar of England and every team's pace, over the window and beyond the as-of date."""

    def __init__(self, as_of: datetime.date, teams: Mapping[str, Slackness] = TEAMS):
        self.as_of = day_number(as_of)
        self.first = self.as_of - WINDOW_DAYS - 30
        calendar = calendar_rows(
            Calendar(country="england"),
            EPOCH + datetime.timedelta(days=self.first),
            as_of + datetime.timedelta(days=AHEAD_DAYS),
        )
        dates, works, numbers = zip(*calendar.rows, strict=True)
        self._working = [
            day_number(day) for day, is_working in zip(dates, works, strict=True) if is_working
        ]
        self._number: list[int] = list(numbers)
        seasons = []
        self._referrals = []
        for date in dates:
            gaps, referrals = season(date)
            seasons.append(gaps)
            weekend = date.weekday() > 4
            self._referrals.append(referrals * (WEEKEND_REFERRALS if weekend else 1.0))
        self._pace = {
            team: [
                slackness(points, (self.as_of - self.first - i) / MONTH_DAYS) * gaps
                for i, gaps in enumerate(seasons)
            ]
            for team, points in teams.items()
        }

    def add(self, day: int, working_days: int) -> int:
        """That many working days after ``day``; for 0 the day itself or the next working day."""
        number = self._number[day - self.first]
        if working_days == 0 and self._working[number - 1] == day:
            return day
        return self._working[number + max(working_days, 1) - 1]

    def back(self, day: int) -> int:
        """The last working day up to ``day``."""
        return self._working[self._number[day - self.first] - 1]

    def pace(self, team: str, day: int) -> float:
        """How much longer than usual the team's gaps are from that day."""
        return self._pace[team][day - self.first]

    def referral_day(self, dice: Dice) -> int:
        """A day of the window on which a case comes in, by season and weekday."""
        while True:
            day = self.as_of - int(WINDOW_DAYS * dice.random())
            if dice.random() < self._referrals[day - self.first]:
                return day


def season(date: datetime.date) -> tuple[float, float]:
    """The factors of that day's season on gaps and on referrals."""
    for first, last, gaps, referrals in SEASONS:
        if first <= (date.month, date.day) <= last:
            return gaps, referrals
    return 1.0, 1.0


def slackness(points: Slackness, months_before: float) -> float:
    """A team's factor that many months before the as-of date: straight lines between the points."""
    earlier, factor = points[0]
    if months_before >= earlier:
        return factor
    for later, next_factor in points[1:]:
        if months_before >= later:
            share = (earlier - months_before) / (earlier - later)
            return factor + share * (next_factor - factor)
        earlier, factor = later, next_factor
    return factor
