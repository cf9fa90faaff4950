"""What a local extract's columns and words mean in ours: kept by name, and used again next month.

Two layouts: ``long`` (one row an event) and ``wide`` (one row a case, a column for each date: every date that
is filled in is an event). Columns are found by name whatever their case and punctuation; words likewise.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cin_metrics.sources.columns import loose
from cin_metrics.vocabulary import CLOSURE_CODES, COLUMNS, EVENT_TYPES, OUTCOMES

LEAVE_OUT = "leave_out"
"""What a mapping says of a word that is dropped on purpose: the row of an event type, the cell of another column."""

LAYOUTS = {"long": "One row an event", "wide": "One row a case, a column for each date"}
OF_AN_EVENT = tuple(ours for ours in COLUMNS if ours not in ("child_id", "event_type", "event_date"))
"""The columns that a date of a wide extract may have of its own."""

YES_NO = ("yes", "no")
CHAIRS = ("social_worker", "manager", "conference_chair")
WORDS_ALLOWED: dict[str, tuple[str, ...]] = {
    "event_type": tuple(EVENT_TYPES),
    "outcome": (*OUTCOMES, *CLOSURE_CODES),
    "child_seen": YES_NO,
    "seen_alone": YES_NO,
    "chaired_by": CHAIRS,
}
"""The columns whose words are mapped, and what they may become."""

FREE_WORDS = ("outcome", "chaired_by")
"""The columns in which a local word may stay as it is: it is then listed as itself."""

Words = dict[str, str]


def tidy(word: str) -> str:
    """A word without case, and with single spaces instead of all that stands between letters and figures."""
    return re.sub(r"[\W_]+", " ", word.casefold()).strip()


@dataclass(frozen=True)
class DateColumn:
    """A column of dates in a wide extract: the event it is of, and columns that say more of that event alone."""

    column: str
    event: str
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileMapping:
    """What the columns and words of a file mean.

    ``columns`` gives for ours the file's; ``dates`` the date columns of a wide file; ``words`` for a column of
    ours what its words become (``LEAVE_OUT`` drops). A word that is not listed is read as it stands.
    """

    name: str
    layout: str
    columns: dict[str, str]
    dates: tuple[DateColumn, ...] = ()
    words: dict[str, Words] = field(default_factory=dict)

    @property
    def used(self) -> list[str]:
        """The file's columns that are read, each once."""
        more = [theirs for one in self.dates for theirs in one.more.values()]
        return list(dict.fromkeys([*self.columns.values(), *(d.column for d in self.dates), *more]))

    def missing(self, header: Sequence[str]) -> list[str]:
        """The columns it reads that a file with that header does not have."""
        there = {loose(name) for name in header}
        return [theirs for theirs in self.used if loose(theirs) not in there]

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a file with that header has every column it reads, and each once."""
        names = [loose(name) for name in header]
        return all(names.count(loose(theirs)) == 1 for theirs in self.used)

    @property
    def is_local(self) -> bool:
        """Whether an event type has another word in the file than in ours."""
        return any(tidy(word) != tidy(ours) for word, ours in self.words.get("event_type", {}).items())

    def faults(self) -> list[str]:
        """What it lacks before it can be used, in sentences."""
        needed = ("child_id",) if self.layout == "wide" else ("child_id", "event_type", "event_date")
        said = [
            f"No column is chosen for {ours} ({COLUMNS[ours][0].lower()}{COLUMNS[ours][1:]})."
            for ours in needed
            if not self.columns.get(ours)
        ]
        if self.layout == "wide" and not self.dates:
            said.append("No date column is chosen: each one that is becomes an event.")
        roles: dict[str, list[str]] = {}
        for ours, theirs in self.columns.items():
            roles.setdefault(loose(theirs), []).append(ours)
        for one in self.dates:
            roles.setdefault(loose(one.column), []).append(one.event)
        said += [
            f"One column is chosen for {' and '.join(both)}; choose one for each."
            for both in roles.values()
            if len(both) > 1
        ]
        return said


def by_tidy_word(words: Mapping[str, str]) -> dict[str, str]:
    """The words in the form that cells are compared in."""
    return {tidy(word): ours for word, ours in words.items()}
