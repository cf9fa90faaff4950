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
    """One file, on disk or in memory, which can be opened as often as needed."""

    name: str
    path: Path | None = None
    content: bytes = b""

    def size(self) -> int:
        """Its length in bytes, without reading it."""
        return self.path.stat().st_size if self.path else len(self.content)

    def open(self) -> BinaryIO:
        """Its bytes from the start."""
        return self.path.open("rb") if self.path else io.BytesIO(self.content)

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
            why = getattr(error, "strerror", None) or "it is no name of a file"
            faults.append(f"'{path}' cannot be opened: {why}.")
    if not (sources or faults):
        faults.append("No file was given.")
    if faults:
        raise InputFault(faults)
    return sources
