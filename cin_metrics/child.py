"""One child's chronology: cases, states, events, what the policy asked, who held the case, siblings, signs of drift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cin_metrics.drift import drift_in
from cin_metrics.faults import InputFault
from cin_metrics.ledger import Ledger

Rows = list[dict[str, Any]]

NOT_FOUND = (
    "No case of that child identifier is among those you may see. Identifiers are matched letter by letter, "
    "leading zeros too."
)
BREACHES = ("late", "missed", "overdue")


@dataclass(frozen=True)
class Chronology:
    """Everything on record of one child as of the ledger's day, as plain rows.

    ``cases`` and ``events`` come earliest first, ``obligations`` latest due first. ``episode_no`` joins them.
    ``details`` is what the table of children says: date_of_birth, age, sex, disabled, primary_need; empty without one.
    """

    child_id: str
    as_of: date
    details: dict[str, Any]
    cases: Rows
    spells: Rows
    events: Rows
    obligations: Rows
    holders: Rows
    siblings: Rows
    indicators: Rows

    @property
    def present(self) -> dict[str, Any]:
        """The open case, or the last one where none is open."""
        opened = [case for case in self.cases if case["end_date"] is None]
        return (opened or self.cases)[-1]

    def since(self, spell: str) -> date | None:
        """Since when the child has been in a state; none where it is not in it."""
        days = [row["start_date"] for row in self.spells if row["spell"] == spell and row["end_date"] is None]
        return max(days, default=None)

    def of_type(self, *event_types: str) -> Rows:
        """The events of these types, earliest first."""
        return [event for event in self.events if event["event_type"] in event_types]

    @property
    def breaches(self) -> Rows:
        """What was late, missed or is overdue, latest due first."""
        return [row for row in self.obligations if row["status"] in BREACHES]

    def of_case(self, episode_no: int) -> "Chronology":
        """The same for one of the child's cases alone."""

        def kept(rows: Rows) -> Rows:
            return [row for row in rows if row["episode_no"] == episode_no]

        return Chronology(
            self.child_id, self.as_of, self.details, kept(self.cases), kept(self.spells), kept(self.events),
            kept(self.obligations), kept(self.holders), self.siblings, kept(self.indicators),
        )  # fmt: skip


def make_chronology(
    ledger: Ledger, child_id: str, teams: Sequence[str] | None = None
) -> Chronology:
    """The chronology of one child.

    ``teams`` names those whose children may be seen, none for all; a child none of whose cases is, or was when it
    closed, with one of them is not found: an ``InputFault`` that does not repeat the identifier.
    """
    asked = {"child_id": child_id}
    with ledger.workspace.cursor():
        drift_in(ledger)

        def rows(name: str) -> Rows:
            return ledger.workspace.ask(f"child/{name}", asked).to_pylist()

        cases = rows("child_cases")
        if not cases or (teams is not None and not {case["team"] for case in cases} & set(teams)):
            raise InputFault(NOT_FOUND)
        return Chronology(
            child_id=child_id,
            as_of=ledger.as_of,
            details=next(iter(rows("child_details")), {}),
            cases=cases,
            spells=rows("child_spells"),
            events=rows("child_events"),
            obligations=rows("child_obligations"),
            holders=rows("child_holders"),
            siblings=rows("siblings"),
            indicators=rows("child_indicators"),
        )
