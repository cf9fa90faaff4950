"""Everything a figure may be made of, at one date and under one pack, worked out slowly and plainly."""

from datetime import date
from functools import cached_property
from typing import Any

from tests.reference.days import Days
from tests.reference.ledger import Case, Row, sorting
from tests.reference.spells import Event, Spell, episodes, visible

Key = tuple[str, str]
"""A child and an episode."""


class Episode(Case):
    """One episode whose obligations also know whether a breach of theirs should have a reason."""

    def rows_of(self, rule: dict[str, Any]) -> list[Row]:
        """The rows of one rule as it stands, cohorts aside."""
        expected = rule.get("reason_expected") == "true"
        return [row | {"reason_expected": expected} for row in super().rows_of(rule)]


class Council:
    """The episodes, spells and obligations that are known at ``as_of``."""

    def __init__(
        self, events: list[Event], pack: dict[str, Any], as_of: date, known_by: date | None = None
    ):
        self.pack, self.as_of = pack, as_of
        self.days = Days(pack.get("calendar", "england"))
        self.extract = events
        self.episodes = dict(sorted(episodes(visible(events, as_of, known_by)).items()))
        self.cases = {key: Episode(seen, pack, as_of) for key, seen in self.episodes.items()}
        self.rules: list[dict[str, Any]] = pack["rules"]
        self._holders: dict[tuple[Key, date], tuple[str | None, str | None]] = {}

    @cached_property
    def rows(self) -> list[tuple[dict[str, Any], Key, Row]]:
        """Each obligation with its rule and episode, by rule, episode and occurrence."""
        effective = self.pack.get("effective", {})
        first = date.fromisoformat(effective.get("from", "0001-01-01"))
        last = date.fromisoformat(effective.get("to", "9999-12-31"))
        return [
            (rule, key, row)
            for rule in self.rules
            for key, case in self.cases.items()
            for row in sorted(case.obligations(rule), key=sorting)
            if first <= row["anchor_date"] <= last
        ]

    def events(self, *types: str) -> list[tuple[Key, Event]]:
        """The visible events of these types, or all of them, with their episodes."""
        return [
            (key, event)
            for key, seen in self.episodes.items()
            for event in seen
            if not types or event["event_type"] in types
        ]

    def spells(self, name: str) -> list[tuple[Key, Spell]]:
        """The spells of that name with their episodes."""
        return [
            (key, spell)
            for key, case in self.cases.items()
            for spell in case.spells
            if spell["spell"] == name
        ]

    def is_open(self, key: Key) -> bool:
        """Whether the episode has not ended."""
        return self.cases[key].spells[0]["end_date"] is None

    def holder(self, key: Key, day: date) -> tuple[str | None, str | None]:
        """The team and the worker who held the case on ``day``."""
        if (key, day) not in self._holders:
            case = self.cases[key]
            self._holders[key, day] = case.holder("team", day), case.holder("worker", day)
        return self._holders[key, day]

    def variants(self, rule: dict[str, Any]) -> list[dict[str, Any]]:
        """The rule as it stands, and as each cohort's override makes it."""
        return [rule, *({**rule, **override} for override in rule.get("cohorts", {}).values())]
