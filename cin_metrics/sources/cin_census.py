"""The DfE's CIN census (XML) to events and children.

An episode is one ``CINdetails``. Its id is the referral date, with a number where a child has several of that
day, so that two years' returns of it are one episode, and their equal events one event.

What the census cannot tell is not made up: the strategy discussion before a section 47 enquiry is no event, a
code not on its list stays blank, an unborn child has no date of birth.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source, codes
from cin_metrics.sources.cin_census_limits import limits_of
from cin_metrics.sources.cin_census_tree import CENSUS, CHILD, HEADER, OTHERS, SECTION_47, STARTS
from cin_metrics.sources.look import Look
from cin_metrics.sources.translated import ChildRow, Choices, Translated
from cin_metrics.sources.xml_records import Found, Value, XmlRecords
from cin_metrics.vocabulary import CLOSURE_CODES

FORMAT = "CIN census XML"
MAXIMUM_BYTES = 1536 << 20
EVENT_COLUMNS = ("child_id", "event_type", "event_date", "episode_id", "outcome")
EventRow = tuple[int, str | None, str, str | None, str, str | None]
"""The line, and what ``EVENT_COLUMNS`` names."""
Dated = tuple[int, str, str | None, str | None]
"""What happened in an episode: line, event type, date as given, outcome. Plain, because there are millions."""
TRANSFERRED = "RC5"
PATHS_SHOWN = 20
OF_THE_FILE = {name for block in (HEADER, *HEADER.blocks) for name in block.unneeded}
"""What the header says of the file and of no child."""

DAY = re.compile(r"\d{4}-\d\d-\d\d")
COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
COLLECTION = re.compile(r"<(?:[\w.-]+:)?Collection>\s*(\w+)")

Known = TypeVar("Known")


def recognises(look: Look) -> bool:
    """Whether an XML file is a ``Message`` and says of no other collection that it is one of it."""
    if not look.is_xml:
        return False
    utf_16 = look.head.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = COMMENT.sub("", look.head.decode("utf-16" if utf_16 else "utf-8", "replace"))
    root, collection = ROOT.search(head), COLLECTION.search(head)
    is_other = collection is not None and collection[1].upper() != "CIN"
    return root is not None and root[1] == CENSUS.name and not is_other


def translate(sources: Sequence[Source], choices: Choices) -> list[Translated]:
    """The events of each return, then the children, each told once over all returns."""
    large = [source for source in sources if source.size() > MAXIMUM_BYTES]
    if large:
        raise InputFault(
            f"'{source.name}' is {source.size() / (1 << 30):.1f} GiB; the most that is read of a census is "
            f"{MAXIMUM_BYTES / (1 << 30):.1f} GiB. Split it by children."
            for source in large
        )
    children = Children()
    returns = [Return(source, children) for source in sources]
    files = [
        *(
            Translated(
                one.source, "events", FORMAT, one.events(), EVENT_COLUMNS, one.notes, one.dropped
            )
            for one in returns
        ),
        *(
            Translated(
                one.source, "children", FORMAT, children.told_in(one.source), ChildRow._fields[1:]
            )
            for one in returns
        ),
    ]
    files[0].limits = limits_of(sources)
    return files


class Return:
    """One year's return: its ``events``, and once these are read, ``notes`` and what was ``dropped``."""

    def __init__(self, source: Source, children: "Children"):
        self.source = source
        self.children = children
        self.notes: list[str] = []
        self.dropped: list[str] = []
        self.odd: dict[str, Counter[str]] = defaultdict(Counter)

    def events(self) -> Iterator[EventRow]:
        """Its events, in the order of the file within a child."""
        records = XmlRecords(self.source, CENSUS, CHILD.name)
        reference = None
        after_reference = 0
        for child in records:
            reference = reference or reference_date(records.top)
            last_day = reference.isoformat() if reference else "9999"
            rows = self.events_of(child, reference or date.min)
            for _, _, _, day, _, _ in rows:
                if day and day > last_day and DAY.match(day):
                    after_reference += 1
            yield from rows
        self.dropped += [name for name in records.unneeded if name not in OF_THE_FILE]
        self.notes += sentences(records, self.odd)
        if reference and after_reference:
            self.notes.append(
                "Events dated after the return's reference date of "
                f"{reference.day} {reference:%B %Y}: {after_reference:,}."
            )

    def events_of(self, child: Found, reference: date) -> list[EventRow]:
        """The events of one child, who is remembered meanwhile."""
        identifiers = only(child, "ChildIdentifiers")
        child_id = text_of(self.first(identifiers, "LAchildID"))
        episodes = child.blocks.get("CINdetails", [])
        if not episodes:
            self.note("Children without an episode", "CINdetails")
        rows = [
            (line, child_id, event_type, day, episode_id, outcome)
            for episode, episode_id in zip(episodes, episode_ids(episodes), strict=True)
            for line, event_type, day, outcome in self.dates_of(episode)
        ]
        row = self.child_row(child, child_id, identifiers)
        if self.children.remember(row, self.source, reference, self.needs(episodes)):
            self.note("Children who stand more than once, read as one", "LAchildID")
        return rows

    def dates_of(self, episode: Found) -> list[Dated]:
        """What happened in an episode."""
        referral = self.first(episode, "CINreferralDate")
        is_nfa = self.known(self.first(episode, "ReferralNFA"), "ReferralNFA", codes.TRUE_OR_FALSE)
        line = referral.line if referral else episode.line
        told: list[Dated] = [(line, "referral_received", text_of(referral), "nfa" if is_nfa else None)]
        conferences = {
            value.text: value.line for value in episode.values.get("DateOfInitialCPC", [])
        }
        at_episode = bool(conferences)
        for name, blocks in episode.blocks.items():
            for block in blocks:
                self.tell_block(name, block, told)
                if name == SECTION_47.name:
                    self.tell_discussion(block, told)
                for value in block.values.get("DateOfInitialCPC", []):
                    conferences.setdefault(value.text, value.line)
                    if at_episode:
                        self.note("Conference dates both of an episode and of its enquiry", name)
        told += [(where, "icpc_held", day, None) for day, where in conferences.items()]
        self.tell_closing(episode, told)
        if (
            is_nfa
            and "CINclosureDate" not in episode.values
            and not (episode.blocks or conferences)
        ):
            self.note(
                "Referrals without further action and without a closure, closed on their day",
                "ReferralNFA",
            )
            told.append((line, "case_closed", text_of(referral), "nfa"))
        return told

    def tell_block(self, name: str, block: Found, told: list[Dated]) -> None:
        """Tell what happened in one block of an episode. A date that it must have and lacks is blank."""
        if name in STARTS:
            element, event_type = STARTS[name]
            start = self.first(block, element)
            told.append((start.line if start else block.line, event_type, text_of(start), None))
        if name in OTHERS:
            element, event_type = OTHERS[name]
            other = self.first(block, element)
            if other:
                told.append((other.line, event_type, other.text, None))
        for reviews in block.blocks.get("Reviews", []):
            for value in reviews.values.get("CPPreviewDate", []):
                told.append((value.line, "cp_review", value.text, None))

    def tell_discussion(self, block: Found, told: list[Dated]) -> None:
        """Tell the strategy discussion that an enquiry is dated from, and whether it led to a conference."""
        start = self.first(block, "S47ActualStartDate")
        not_required = self.known(
            self.first(block, "ICPCnotRequired"), "ICPCnotRequired", codes.TRUE_OR_FALSE
        )
        to_conference = "DateOfInitialCPC" in block.values or not_required is False
        if start:
            outcome = "s47_icpc" if to_conference else "s47"
            told.append((start.line, "strategy_discussion", start.text, outcome))

    def tell_closing(self, episode: Found, told: list[Dated]) -> None:
        """Tell how an episode ended, if it did."""
        closed = self.first(episode, "CINclosureDate")
        reason = text_of(self.first(episode, "ReasonForClosure"))
        if closed is None:
            if reason:
                self.note("Reasons for closure without a closure date", "ReasonForClosure")
            return
        if reason is None:
            self.note("Closure dates without a reason for closure", "CINclosureDate")
        elif reason.upper() not in CLOSURE_CODES:
            self.note(
                "Reasons for closure that are not on the list, kept as they are", "ReasonForClosure"
            )
        if reason and reason.upper() == TRANSFERRED:
            told.append((closed.line, "transferred_out", closed.text, None))
        else:
            told.append((closed.line, "case_closed", closed.text, reason))

    def child_row(self, child: Found, child_id: str | None, identifiers: Found) -> ChildRow:
        """What the return says of a child, without the need."""
        characteristics = only(child, "ChildCharacteristics")
        born = text_of(self.first(identifiers, "PersonBirthDate"))
        if born is None and identifiers.values.get("ExpectedPersonBirthDate"):
            self.note("Unborn children, who have no date of birth", "ExpectedPersonBirthDate")
        sex, gender = self.first(identifiers, "Sex"), self.first(identifiers, "GenderCurrent")
        disabled = {
            self.known(value, "Disability", codes.DISABILITY)
            for block in characteristics.blocks.get("Disabilities", [])
            for value in block.values.get("Disability", [])
        }
        if len(disabled - {None}) > 1:
            self.note("Children with no disability and one, read as disabled", "Disability")
        return ChildRow(
            child.line,
            child_id,
            date_of_birth=born,
            sex=self.known(sex, "Sex", codes.SEXES)
            or self.known(gender, "GenderCurrent", codes.GENDERS),
            ethnicity=self.known(
                self.first(characteristics, "Ethnicity"), "Ethnicity", codes.ETHNICITY
            ),
            disabled="yes" if "yes" in disabled else "no" if "no" in disabled else None,
        )

    def needs(self, episodes: Sequence[Found]) -> Iterator[tuple[str, str]]:
        """The referral date and the primary need of each episode that has one."""
        for episode in episodes:
            value = self.first(episode, "PrimaryNeedCode")
            need = self.known(value, "PrimaryNeedCode", codes.PRIMARY_NEED)
            if need:
                yield referred_on(episode), need

    def first(self, block: Found, element: str) -> Value | None:
        """The value of an element that stands once in its block; the first if it stands there again."""
        values = block.values.get(element)
        if not values:
            return None
        if len(values) > 1:
            self.note("Values that stand again in their block, the first of which is read", element)
        return values[0]

    def known(
        self, value: Value | None, element: str, meanings: Mapping[str, Known]
    ) -> Known | None:
        """What a code means; None, and a note, where it is not on its list."""
        if value is None:
            return None
        text = value.text
        if text in meanings:
            return meanings[text]
        for written in (text.upper(), text.lower()):
            if written in meanings:
                return meanings[written]
        self.note("Codes that are not on their list, left blank", element)
        return None

    def note(self, what: str, where: str) -> None:
        """Count something odd."""
        self.odd[what][where] += 1


class Children:
    """The children of all returns, each told once: by the latest return, blanks filled from the others."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[ChildRow, Source, date]] = {}
        self.needs: dict[str, tuple[str, str]] = {}
        self.nameless: list[tuple[ChildRow, Source]] = []

    def remember(
        self, row: ChildRow, source: Source, reference: date, needs: Iterator[tuple[str, str]]
    ) -> bool:
        """Take what one return says of a child; whether that return had said something before."""
        latest = max(needs, default=None)
        if row.child_id is None:
            self.nameless.append((row, source))
            return False
        if latest:
            self.needs[row.child_id] = max(latest, self.needs.get(row.child_id, latest))
        if row.child_id not in self.rows:
            self.rows[row.child_id] = (row, source, reference)
            return False
        held, held_source, held_reference = self.rows[row.child_id]
        if reference >= held_reference:
            self.rows[row.child_id] = (filled(row, held), source, reference)
        else:
            self.rows[row.child_id] = (filled(held, row), held_source, held_reference)
        return source is held_source

    def told_in(self, source: Source) -> Iterator[ChildRow]:
        """The children whom this return tells, once all returns are read."""
        for child_id, (row, its_source, _) in self.rows.items():
            if its_source is source:
                need = self.needs.get(child_id)
                yield row._replace(primary_need=need[1]) if need else row
        yield from (row for row, its_source in self.nameless if its_source is source)


def filled(row: ChildRow, other: ChildRow) -> ChildRow:
    """The row with what it leaves blank taken from another."""
    return ChildRow._make(
        own if own is not None else theirs for own, theirs in zip(row, other, strict=True)
    )


def episode_ids(episodes: Sequence[Found]) -> list[str]:
    """A name for each episode of a child, the same in every return that has it.

    Of several from one day the open one comes first and then the last to close, as earlier ones leave the
    return first.
    """
    by_day: dict[str, list[int]] = defaultdict(list)
    for position, episode in enumerate(episodes):
        by_day[referred_on(episode)].append(position)
    names = [""] * len(episodes)
    for day, positions in by_day.items():
        positions.sort(key=lambda position: closed_on(episodes[position]), reverse=True)
        for number, position in enumerate(positions, 1):
            names[position] = day if number == 1 else f"{day}/{number}"
    return names


def referred_on(episode: Found) -> str:
    """The day of an episode's referral as given, without a time of day."""
    values = episode.values.get("CINreferralDate")
    return values[0].text.partition("T")[0] if values else "undated"


def closed_on(episode: Found) -> str:
    """The day an episode closed as given; after every day while it is open."""
    values = episode.values.get("CINclosureDate")
    return values[0].text if values else "~"


def reference_date(message: Found) -> date | None:
    """The day up to which the return tells, by its header."""
    details = only(only(message, "Header"), "CollectionDetails")
    values = details.values.get("ReferenceDate")
    try:
        return date.fromisoformat(values[0].text) if values else None
    except ValueError:
        return None


def only(found: Found, name: str) -> Found:
    """The block of that name, an empty one where there is none; of several, all they hold together."""
    blocks = found.blocks.get(name, [])
    if len(blocks) == 1:
        return blocks[0]
    together = Found(found.line)
    for block in blocks:
        for element, values in block.values.items():
            together.values.setdefault(element, []).extend(values)
        for inner, inside in block.blocks.items():
            together.blocks.setdefault(inner, []).extend(inside)
    return together


def text_of(value: Value | None) -> str | None:
    """The text of a value, None without one."""
    return value.text if value else None


def sentences(records: XmlRecords, odd: Mapping[str, Counter[str]]) -> Iterator[str]:
    """What was odd in a file that has been read, each with how often."""
    counted = {
        "Elements that no census up to 2026 has, passed over": records.unknown,
        "Text between elements, passed over": records.stray,
        "Elements with nothing in them": records.empty,
        **odd,
    }
    for what, places in counted.items():
        shown = [f"{place} ({times:,})" for place, times in places.most_common(PATHS_SHOWN)]
        if len(places) > PATHS_SHOWN:
            shown.append(f"and {len(places) - PATHS_SHOWN:,} others")
        if shown:
            yield f"{what}: {', '.join(shown)}."
