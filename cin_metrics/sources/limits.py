"""What a source holds only a part of, so that no figure takes the part for the whole.

A history of events holds all of what it holds. A snapshot (Annex A) holds each child's latest visit, a return (the
census) the cases of its year. The reader of a format says so; ``coverage`` says what then cannot be computed.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date


@dataclass(frozen=True)
class Limits:
    """What is there of what.

    ``only`` gives, for an event type, what is held of it ("only the latest visit of each child"). ``unanswered`` gives,
    for a measure, an indicator of drift or a wait, why it cannot be computed although its events are there. Before
    ``whole_from`` only cases still open then are there. What counts from a day before ``judged_from`` cannot be judged.
    """

    only: Mapping[str, str] = field(default_factory=dict)
    unanswered: Mapping[str, str] = field(default_factory=dict)
    whole_from: date | None = None
    judged_from: date | None = None

    def __bool__(self) -> bool:
        """Whether anything is held in part."""
        return bool(self.only or self.unanswered or self.whole_from or self.judged_from)

    def why_not(self, event_types: tuple[str, ...], name: str = "") -> str | None:
        """Why a figure of that name, which needs all events of these types, cannot be computed; None where it can."""
        parts = [self.only[word] for word in event_types if word in self.only]
        if parts:
            return f"this source holds {parts[0]}"
        return self.unanswered.get(name)


NONE = Limits()
FEW = 0.05
"""So many of the children may be in no source that holds a thing whole: they are said, and the figure stands."""


@dataclass(frozen=True)
class Part:
    """A source among several: its limits, the day of its first event and that from which it holds many, what happens
    in it, and until when each of its children has a case."""

    title: str
    limits: Limits
    first: date
    begins: date
    event_types: frozenset[str]
    children: Mapping[Hashable, date]

    @property
    def since(self) -> date:
        """The day from which it holds what it holds."""
        return self.limits.whole_from or self.begins


def together(parts: Sequence[Part]) -> Limits:
    """The limits of several sources read as one extract, the one that tells most first.

    A thing is whole where sources that hold it whole have nearly all children whose case is judged. What the first
    source alone tells is missing before it begins, so nothing is judged from an earlier day; what the others alone tell
    must have been told from then on.
    """
    first = parts[0]
    judged_from = first.limits.judged_from
    if judged_from is None and any(part.since < first.since for part in parts[1:]):
        judged_from = first.since
    children = judged_children(parts, judged_from)

    def short_of(holders: Iterable[Part]) -> set[Hashable]:
        """The judged children whom none of the sources has; nobody where they are few."""
        lacking = children - {child for part in holders for child in part.children}
        return lacking if len(lacking) > FEW * len(children) else set()

    only = {}
    for word in sorted({word for part in parts for word in part.event_types}):
        whole = [part for part in parts if word in part.event_types and word not in part.limits.only]
        partial = [part.limits.only[word] for part in parts if word in part.event_types and word in part.limits.only]
        lacking = short_of(whole)
        if not whole or (lacking and partial):
            only[word] = partial[0]
        elif lacking:
            titles = " and ".join(part.title for part in whole)
            told = f"{len(children) - len(lacking):,} of {len(children):,} children"
            only[word] = f"events of some kinds for {told} only (those in {titles})"
        elif (since := min(part.since for part in whole)) > (judged_from or first.since):
            titles = " and ".join(part.title for part in whole)
            only[word] = f"events of some kinds from {since.day} {since:%B %Y} on only (those in {titles})"
    unanswered = {
        name: why
        for part in parts
        for name, why in part.limits.unanswered.items()
        if cannot(name, parts, short_of)
    }
    return Limits(only, unanswered, whole_since(parts), judged_from)


def whole_since(parts: Sequence[Part]) -> date | None:
    """The day before which only cases still open then are there; None where no source is cut off."""
    cut = min((part.limits.whole_from for part in parts if part.limits.whole_from), default=None)
    histories = [part for part in parts if not part.limits.whole_from]
    oldest = min(histories, key=lambda part: part.since, default=None)
    return oldest.first if cut and oldest and oldest.since <= cut else cut


def cannot(name: str, parts: Sequence[Part], short_of: Callable[[Iterable[Part]], set[Hashable]]) -> bool:
    """Whether no source can answer a thing for nearly all children."""
    able = [part for part in parts if name not in part.limits.unanswered]
    return not able or bool(short_of(able))


def judged_children(parts: Sequence[Part], judged_from: date | None) -> set[Hashable]:
    """The children with a case on or after the day from which is judged."""
    return {
        child
        for part in parts
        for child, last_day in part.children.items()
        if judged_from is None or last_day >= judged_from
    }


def as_text(limits: Limits) -> str:
    """The limits as JSON, to be kept beside the events."""
    return json.dumps(asdict(limits), default=str)


def from_text(text: str) -> Limits:
    """The limits that ``as_text`` wrote."""
    told = json.loads(text)
    days = {name: date.fromisoformat(told[name]) for name in ("whole_from", "judged_from") if told[name]}
    return Limits(told["only"], told["unanswered"], **days)
