"""A paper as plain blocks, the same for Word, PDF and HTML.

Nothing here knows a file format. The same blocks give the same bytes whenever they are written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cin_metrics.labels import word_fields

Text = str

# What no format may carry: control characters but tab and line end.
CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


def plain_text(text: Text) -> str:
    """The text without control characters, which Word and XML refuse."""
    return text.translate(CONTROL)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a part), 2 or 3."""

    text: Text
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``lead`` is said in bold in front of it."""

    text: Text
    lead: Text = ""
    quiet: bool = False


@dataclass(frozen=True)
class Points:
    """A list of points."""

    points: Sequence[Text]


@dataclass(frozen=True)
class Table:
    """A table with a header row; ``numbers`` names the columns that stand to the right, ``widths`` their parts of 100.

    ``title`` says what it holds, in the text and to a screen reader.
    """

    title: Text
    headers: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    numbers: Sequence[int] = ()
    widths: Sequence[int] = ()

    def __post_init__(self) -> None:
        word_fields(self, "title", "headers")
        if any(len(row) != len(self.headers) for row in self.rows):
            raise ValueError(f"{self.title}: a row has another number of cells than there are headers")


@dataclass(frozen=True)
class Picture:
    """A picture as PNG, the width of the text, with words for those who cannot see it."""

    png: bytes
    words: Text


@dataclass(frozen=True)
class Room:
    """Empty lines under a label, to be written on."""

    label: Text
    lines: int = 4

    def __post_init__(self) -> None:
        word_fields(self, "label")


@dataclass(frozen=True)
class NewPage:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Points | Table | Picture | Room | NewPage


@dataclass(frozen=True)
class Document:
    """A paper: title, subtitle, its blocks, what stands at the foot of each page, and the day it speaks of."""

    title: Text
    subtitle: Text
    as_of: date
    foot: Text
    blocks: Sequence[Block] = field(default_factory=tuple)
