"""What a source holds only a part of, so that no figure takes the part for the whole.

A history of events holds all of what it holds. A snapshot (Annex A) holds each child's latest visit, a return (the
census) the cases of its year. The reader of a format says so; ``coverage`` says what then cannot be computed.
"""

import json
from collections.abc import Mapping
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


def as_text(limits: Limits) -> str:
    """The limits as JSON, to be kept beside the events."""
    return json.dumps(asdict(limits), default=str)


def from_text(text: str) -> Limits:
    """The limits that ``as_text`` wrote."""
    told = json.loads(text)
    days = {name: date.fromisoformat(told[name]) for name in ("whole_from", "judged_from") if told[name]}
    return Limits(told["only"], told["unanswered"], **days)
