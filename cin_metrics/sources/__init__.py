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

HIDDEN = ("Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Source:
    """One file, on disk or in memory, which can be opened as often as needed."""

    name: str
    path: Path | None = None
    content: bytes = b""
    whole: str = ""
    """The name of the file, where ``name`` is that of a part of it (a list of a workbook)."""

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
    """A source for each thing given; an ``InputFault`` names every one that is not there.

    A folder stands for the files in it, less those that systems hide there.
    """
    sources: list[Source] = []
    faults: list[str] = []
    for one in given:
        if isinstance(one, tuple):
            sources.append(Source(one[0], content=one[1]))
            continue
        path = Path(one)
        try:
            if path.is_dir():
                inside = files_in(path)
                sources += inside
                faults += [] if inside else [f"'{path}' is a folder without files."]
                continue
            with path.open("rb"):
                sources.append(Source(path.name, path=path))
        except FileNotFoundError:
            faults.append(f"There is no file '{path}'.")
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it is no name of a file"
            faults.append(f"'{path}' cannot be opened: {why}.")
    if not (sources or faults):
        faults.append("No file was given.")
    if faults:
        raise InputFault(faults)
    return sources


def files_in(folder: Path) -> list[Source]:
    """The files of a folder, not of the folders inside it, by name; hidden ones left out."""
    return [
        Source(path.name, path=path)
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith((".", "~$")) and path.name not in HIDDEN
    ]
