"""What a user hands over: a file on disk, or a name and its bytes as a browser upload gives them.

One module a format turns a source into rows of the contract's columns. The format is recognised from
the content, never from the name.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cin_metrics.faults import InputFault

Given = str | Path | tuple[str, bytes]

@dataclass(frozen=True)
class Source:
    """One file, which can be opened as often as needed. ``content`` is None for a file on disk."""

    name: str
    path: Path | None = None
    content: bytes | None = None

    def size(self) -> int:
        """Its length in bytes, without reading it."""
        return self.path.stat().st_size if self.content is None else len(self.content)

    def open(self) -> BinaryIO:
        """Its bytes from the start."""
        return self.path.open("rb") if self.content is None else io.BytesIO(self.content)

    def head(self, length: int = 65536) -> bytes:
        """Its first bytes."""
        with self.open() as stream:
            return stream.read(length)


def sources_of(given: Iterable[Given]) -> list[Source]:
    """A source for each thing given; an ``InputFault`` names every one that is not there."""
    sources, faults = [], []
    for one in given:
        if isinstance(one, tuple):
            sources.append(Source(one[0], content=one[1]))
            continue
        path = Path(one)
        try:
            with path.open("rb"):
                sources.append(Source(path.name, path=path))
        except FileNotFoundError:
            faults.append(f"There is no file '{path}'.")
        except IsADirectoryError:
            faults.append(f"'{path}' is a folder; give the files in it.")
        except (OSError, ValueError) as error:
            faults.append(f"'{path}' cannot be opened: {error.strerror or 'not a file name'}.")
    if not (sources or faults):
        faults.append("No file was given.")
    if faults:
        raise InputFault(faults)
    return sources
