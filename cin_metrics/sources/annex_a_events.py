"""What the rows of an Annex A workbook say happened, and on whom.

Each row of a list gives at least one event: one that cannot be dated keeps its blank or strange date, so that
the load sets it aside with its line. What stands in two lists is one event. A contact, early help or a sighting
of a child that belongs to no case is set aside as ``not_a_case``: an event alone would open a case that nothing ends.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from cin_metrics.sources import annex_a_codes as codes
from cin_metrics.sources.translated import ChildRow, EventRow
from cin_metrics.sources.translated_table import NOT_A_CASE

CONTACT_BEFORE_REFERRAL = timedelta(days=28)
"""A contact so many days before a referral belongs to it."""

TRANSFERRED = "RC5"

Cells = Mapping[str, str | None]


@dataclass(frozen=True)
class Found:
    """A row of a list: its line in the sheet, and its cells by field, None for blank."""

    list: int
    line: int
    cells: Cells

    def __getitem__(self, name: str) -> str | None:
        return self.cells.get(name)

    def day(self, name: str) -> date | None:
        """The day that a cell names."""
        return codes.day_of(self[name])

    @property
    def child(self) -> str:
        """The child's id, empty where blank."""
        return self["child_id"] or ""


@dataclass(frozen=True)
class Case:
    """A case of List 6."""

    start: date
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether it was open on that day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass
class Story:
    """All lists side by side: what they say together that none says alone.

    ``counts`` says how often what was read one way or another, for the notes.
    """

    rows: list[Found]
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.referrals: dict[str, set[date]] = defaultdict(set)
        self.refused: dict[str, set[date]] = defaultdict(set)
        self.cases: dict[str, list[Case]] = defaultdict(list)
        self.plans: dict[str, list[Case]] = defaultdict(list)
        self.begun: dict[str, set[date]] = defaultdict(set)
        self.in_care: set[str] = set()
        self.conferences: set[tuple[str, date]] = set()
        for row in self.rows:
            self._note(row)

    def _note(self, row: Found) -> None:
        child = row.child
        if row.list == 3 and (day := row.day("referral")):
            is_nfa = codes.yes_or_no(row["nfa"]) == "yes"
            (self.refused if is_nfa else self.referrals)[child].add(day)
            self.begun[child] |= set() if is_nfa else {day}
        elif row.list == 6 and (day := row.day("start")):
            self.cases[child].append(Case(day, row.day("closure")))
            self.begun[child].add(day)
        elif row.list in (4, 5) and (day := row.day("started") or row.day("discussion")):
            self.begun[child].add(day)
        elif row.list == 7 and (day := row.day("start")):
            self.plans[child].append(Case(day, row.day("end")))
        elif row.list == 8 and row.day("start"):
            self.in_care.add(child)

    def events(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        """The events of a row, each with a reason to set it aside or None."""
        reading = {
            1: self._contact,
            2: self._early_help,
            3: self._referral,
            4: self._assessment,
            5: self._enquiry,
            6: self._case,
            7: self._protection,
            8: self._care,
        }[row.list]
        yield from reading(row)

    def _event(
        self,
        row: Found,
        event_type: str,
        day: str | None,
        outcome: str | None = None,
        episode: str | None = None,
        child_seen: str | None = None,
    ) -> EventRow:
        return EventRow(
            line=row.line,
            child_id=row["child_id"],
            event_type=event_type,
            event_date=day,
            episode_id=episode,
            team=row["team"],
            worker=row["worker"],
            outcome=outcome,
            child_seen=child_seen,
        )

    def _contact(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        day = row.day("contact")
        belongs = day is None or self._leads_to_case(row.child, day)
        refused = None if belongs or day is None else self._refused_from(row.child, day)
        episode = refused_episode(refused) if refused else None
        fault = None if belongs or episode else NOT_A_CASE
        yield self._event(row, "contact_received", row["contact"], episode=episode), fault

    def _leads_to_case(self, child: str, day: date) -> bool:
        last = day + CONTACT_BEFORE_REFERRAL
        begins = any(day <= start <= last for start in self.begun[child])
        return begins or any(case.holds(day) for case in self.cases[child])

    def _refused_from(self, child: str, day: date) -> date | None:
        """The referral without further action that a contact on that day led to, the first."""
        last = day + CONTACT_BEFORE_REFERRAL
        return min((one for one in self.refused[child] if day <= one <= last), default=None)

    def _early_help(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        day, child = row.day("early_help"), row.child
        if day is None or any(start <= day for start in self.begun[child]):
            yield self._event(row, "early_help_started", row["early_help"]), None
            return
        refused = max((one for one in self.refused[child] if one <= day), default=None)
        episode = refused_episode(refused) if refused else None
        fault = None if episode else NOT_A_CASE
        yield self._event(row, "early_help_started", row["early_help"], episode=episode), fault

    def _referral(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        day, child = row.day("referral"), row.child
        if codes.yes_or_no(row["nfa"]) != "yes":
            yield self._event(row, "referral_received", row["referral"]), None
            return
        open_then = day is None or any(case.holds(day) for case in self.cases[child])
        if open_then or day in self.referrals[child]:
            yield self._event(row, "referral_received", row["referral"], "nfa"), None
            return
        episode = refused_episode(day) if day else None
        yield self._event(row, "referral_received", row["referral"], "nfa", episode), None
        yield self._event(row, "case_closed", row["referral"], "nfa", episode), None
        self.counts["closed without further action"] += 1

    def _assessment(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        yield self._event(row, "assessment_started", row["started"]), None
        if row["completed"]:
            outcome = "nfa" if codes.yes_or_no(row["support"]) == "no" else None
            yield self._event(row, "assessment_completed", row["completed"], outcome), None

    def _enquiry(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        to_conference = row["conference"] or codes.yes_or_no(row["unnecessary"]) == "no"
        outcome = "s47_icpc" if to_conference else "s47"
        if row["discussion"] or not row["conference"]:
            yield self._event(row, "strategy_discussion", row["discussion"], outcome), None
            yield self._event(row, "s47_started", row["discussion"]), None
        day = row.day("conference")
        if day and (row.child, day) in self.conferences:
            self.counts["conferences of two enquiries"] += 1
        elif row["conference"]:
            if day:
                self.conferences.add((row.child, day))
            yield self._event(row, "icpc_held", row["conference"]), None

    def _case(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        start, child = row.day("start"), row.child
        status = codes.status(row["status"])
        self.counts[f"status {status or 'not told'}"] += 1
        if status == "closed" and not row["closure"]:
            self.counts["closed without a day"] += 1
        elif status == "in care" and child not in self.in_care:
            self.counts["in care without List 8"] += 1
        elif status == "on a protection plan" and child not in self.plans:
            self.counts["protected without List 7"] += 1
        if start and any(one <= start for one in self.referrals[child]):
            self.counts["starts told by List 3"] += 1
        else:
            yield self._event(row, "referral_received", row["start"]), None
        if row["closure"]:
            reason = codes.closure(row["reason"])
            if reason == TRANSFERRED:
                yield self._event(row, "transferred_out", row["closure"]), None
            else:
                yield self._event(row, "case_closed", row["closure"], reason), None
        seen = row.day("last_seen")
        if seen and any(plan.holds(seen) for plan in self.plans[child]):
            self.counts["seen under a protection plan"] += 1
        elif row["last_seen"]:
            fault = NOT_A_CASE if seen and start and seen < start else None
            yield self._event(row, "cin_visit", row["last_seen"], child_seen="yes"), fault

    def _protection(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        yield self._event(row, "cp_plan_started", row["start"]), None
        if row["review"]:
            yield self._event(row, "cp_review", row["review"]), None
        if row["end"]:
            yield self._event(row, "cp_plan_ended", row["end"]), None

    def _care(self, row: Found) -> Iterator[tuple[EventRow, str | None]]:
        yield self._event(row, "cla_started", row["start"]), None
        if row["end"]:
            yield self._event(row, "cla_ended", row["end"]), None


def refused_episode(day: date) -> str:
    """The episode of a referral that led to nothing: it is over on its day, and no other event is in it."""
    return f"referral-{day.isoformat()}"


def children_of(rows: list[Found]) -> list[ChildRow]:
    """One row a child: of each column the first that any list says, lists on plans and cases before others."""
    order = {6: 0, 7: 1, 8: 2, 4: 3, 5: 4, 3: 5, 1: 6, 2: 7}
    told: dict[str, ChildRow] = {}
    for row in sorted(rows, key=lambda one: (order[one.list], one.line)):
        if row.child:
            child = child_of(row)
            before = told.get(row.child, child)
            both = zip(before, child, strict=True)
            told[row.child] = ChildRow._make(
                one if one is not None else other for one, other in both
            )
    return list(told.values())


def child_of(row: Found) -> ChildRow:
    """What one row says of its child."""
    return ChildRow(
        line=row.line,
        child_id=row["child_id"],
        date_of_birth=row["date_of_birth"],
        sex=codes.sex(row["sex"]),
        ethnicity=codes.ethnicity(row["ethnicity"]),
        disabled=codes.yes_or_no(row["disabled"]),
        primary_need=codes.primary_need(row["primary_need"]),
    )
