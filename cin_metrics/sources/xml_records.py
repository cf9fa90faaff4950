"""XML as a stream of records: memory for one record at a time, whatever the size of the file.

What is read stands in a tree of ``Block``; all else is counted by its path and passed over, never kept.
Document types are refused, and with them every entity, bomb or outside file; so are texts, tags and records
longer than any return has.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from xml.parsers import expat

from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.delimited import without_collecting

BYTES_AT_ONCE = 1 << 16
LONGEST = 1 << 20
"""Bytes of a tag, letters of a text. A return holds none of a thousandth of it."""

MOST_IN_A_RECORD = 100_000
MOST_UNKNOWN = 1000
LONGEST_NAME = 60

CUT_SHORT = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
}


@dataclass(frozen=True)
class Block:
    """An element that holds others: values to read, elements that nothing needs, and further blocks."""

    name: str
    values: tuple[str, ...] = ()
    unneeded: tuple[str, ...] = ()
    blocks: tuple["Block", ...] = ()

    @cached_property
    def inside(self) -> dict[str, "Block | str"]:
        """What may stand in it: a block, or the name of a value. Neither holds the unneeded."""
        return {block.name: block for block in self.blocks} | {name: name for name in self.values}


class Value(NamedTuple):
    """The text of an element, never empty, and the line on which it ends."""

    text: str
    line: int


@dataclass(slots=True)
class Found:
    """A block as it was found: its line, and its values and blocks by name."""

    line: int
    values: dict[str, list[Value]] = field(default_factory=dict)
    blocks: dict[str, list["Found"]] = field(default_factory=dict)


class XmlRecords:
    """The records of one file, each a ``Found`` of the block named ``record``, and counts of all else.

    ``unknown``: elements that the tree does not have, by path. ``stray``: blocks with text between their
    elements. ``empty``: elements with nothing in them. ``unneeded``: elements known and not needed.
    ``top`` is the outermost block as far as it is read, without its records.
    """

    def __init__(self, source: Source, tree: Block, record: str):
        self.source = source
        self.record = record
        self.unknown: Counter[str] = Counter()
        self.stray: Counter[str] = Counter()
        self.empty: Counter[str] = Counter()
        self.unneeded: Counter[str] = Counter()
        self.top = Found(1)
        self._block = Block("", blocks=(tree,))
        self._found = self.top
        self._open: list[tuple[Block, Found]] = []
        self._ready: list[Found] = []
        self._pieces: list[str] = []
        self._value: str | None = None
        self._passing_over = 0
        self._blocks_held = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._pieces.append
        self._parser.StartDoctypeDeclHandler = self._refuse_document_type

    def __iter__(self) -> Iterator[Found]:
        try:
            with self.source.open() as stream, without_collecting():
                taken = 0
                while chunk := stream.read(BYTES_AT_ONCE):
                    self._parser.Parse(chunk, False)
                    taken += len(chunk)
                    if taken - self._parser.CurrentByteIndex > LONGEST:
                        raise self._fault("a tag or comment longer than any that a return holds")
                    if sum(map(len, self._pieces)) > LONGEST:
                        raise self._fault("a text longer than any that a return holds")
                    yield from self._taken()
                self._parser.Parse(b"", True)
                yield from self._taken()
        except expat.ExpatError as error:
            raise InputFault(self._broken(error)) from error
        except (LookupError, ValueError) as error:
            raise InputFault(
                f"'{self.source.name}' declares an encoding that cannot be read. Save it as UTF-8."
            ) from error

    def _taken(self) -> list[Found]:
        ready, self._ready = self._ready, []
        return ready

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._pieces:
            self._end_text()
        if self._passing_over or self._value:
            self._pass_over(name)
            return
        inside = self._block.inside
        inner = inside.get(name) or inside.get(name.rpartition(":")[2])
        if isinstance(inner, str):
            self._value = inner
        elif inner is None:
            self._pass_over(name)
        else:
            self._open.append((self._block, self._found))
            self._block = inner
            self._found = Found(self._parser.CurrentLineNumber)
            if len(self._open) == 1:
                self.top = self._found

    def _end(self, name: str) -> None:
        if self._passing_over:
            self._passing_over -= 1
            self._pieces.clear()
        elif self._value:
            self._end_value(self._value)
        else:
            if self._pieces:
                self._end_text()
            self._end_block()

    def _end_value(self, name: str) -> None:
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        self._value = None
        if not text:
            self.empty[name] += 1
            return
        value = Value(text, self._parser.CurrentLineNumber)
        values = self._found.values
        if name not in values:
            values[name] = [value]
        elif len(values[name]) < MOST_IN_A_RECORD:
            values[name].append(value)
        else:
            raise self._fault(f"more of {name} in one place than any return holds")

    def _end_block(self) -> None:
        block, found = self._block, self._found
        self._block, self._found = self._open.pop()
        if block.name == self.record:
            self._ready.append(found)
            self._found.blocks.setdefault(block.name, [])
            self._blocks_held = 0
        elif found.values or found.blocks:
            self._found.blocks.setdefault(block.name, []).append(found)
        else:
            self.empty[block.name] += 1
        self._blocks_held += 1
        if self._blocks_held > MOST_IN_A_RECORD:
            raise self._fault(f"a {self.record} with more in it than any return holds")

    def _end_text(self) -> None:
        if not self._passing_over and not "".join(self._pieces).isspace():
            self.stray[self._block.name] += 1
        self._pieces.clear()

    def _pass_over(self, name: str) -> None:
        self._passing_over += 1
        if self._passing_over > 1:
            return
        name = name.rpartition(":")[2]
        if name in self._block.unneeded and not self._value:
            self.unneeded[name] += 1
            return
        above = [block.name for block, _ in self._open[1:]]
        names = [*above, self._block.name, self._value or "", name]
        self.unknown["/".join(one[:LONGEST_NAME] for one in names if one)] += 1
        if len(self.unknown) > MOST_UNKNOWN:
            raise self._fault("more unknown elements than a return can have")

    def _refuse_document_type(self, *declared: object) -> None:
        raise self._fault(
            "a document type declaration, which can hide files and entities and which no return has"
        )

    def _fault(self, what: str) -> InputFault:
        line = self._parser.CurrentLineNumber
        return InputFault(f"'{self.source.name}', line {line}: {what}. Nothing was read.")

    def _broken(self, error: expat.ExpatError) -> str:
        if error.code in CUT_SHORT:
            return (
                f"'{self.source.name}' ends on line {error.lineno} in the middle: it is incomplete. "
                "Export it again."
            )
        message = expat.errors.messages[error.code]
        return (
            f"'{self.source.name}' is not well-formed XML in UTF-8: {message}, line {error.lineno}."
        )
