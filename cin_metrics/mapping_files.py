"""Mappings kept as YAML, one file a mapping, in a folder of the user's; every fault of a file said at once."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from cin_metrics.faults import InputFault, nearest
from cin_metrics.mapping import (
    FREE_WORDS,
    LAYOUTS,
    LEAVE_OUT,
    OF_AN_EVENT,
    WORDS_ALLOWED,
    DateColumn,
    FileMapping,
)
from cin_metrics.packs import read_pack
from cin_metrics.policy_check import KeyPath
from cin_metrics.vocabulary import COLUMNS, EVENT_TYPES
from cin_metrics.writing import write_bytes

FOLDER = Path(__file__).parent.parent / "mappings"
OTHER_FOLDER = "CIN_METRICS_MAPPINGS"
"""The environment variable that names another folder of mappings."""

KEYS = ("layout", "columns", "dates", "words")
LONGEST_NAME = 60
MOST_WORDS_NAMED = 12


def folder() -> Path:
    """Where mappings are kept."""
    named = os.environ.get(OTHER_FOLDER)
    return Path(named) if named else FOLDER


def saved_mappings() -> tuple[list[FileMapping], list[str]]:
    """The sound mappings of the folder by name, and the faults of the others."""
    mappings: list[FileMapping] = []
    faults: list[str] = []
    for path in sorted(folder().glob("*.yaml")):
        try:
            mappings.append(load_mapping(path))
        except InputFault as fault:
            faults += fault.faults
    return mappings, faults


def save_mapping(mapping: FileMapping, name: str) -> Path:
    """Keep a mapping under a name, in place of one of that name; where it stands now."""
    faults = mapping.faults()
    stem = re.sub(r"[^\w-]+", "_", name.strip()).strip("_")
    if not stem or len(stem) > LONGEST_NAME:
        faults.append(f"A mapping is saved under a name of 1 to {LONGEST_NAME} letters and figures.")
    if faults:
        raise InputFault(faults)
    path = folder() / f"{stem}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(as_yaml(mapping).encode("utf-8"), path)
    except OSError as error:
        raise InputFault(f"The mapping cannot be saved in '{path.parent}': {error.strerror}.") from None
    return path


def as_yaml(mapping: FileMapping) -> str:
    """The mapping as the text of its file."""
    content: dict[str, Any] = {"layout": mapping.layout, "columns": dict(mapping.columns)}
    if mapping.dates:
        content["dates"] = {
            one.column: {"event": one.event, **one.more} if one.more else one.event
            for one in mapping.dates
        }
    words = {ours: dict(words) for ours, words in mapping.words.items() if words}
    if words:
        content["words"] = words
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)


def load_mapping(path: str | Path) -> FileMapping:
    """The mapping in a file; an ``InputFault`` with every fault of it."""
    path = Path(path)
    if not path.is_file():
        names = [one.stem for one in folder().glob("*.yaml")]
        raise InputFault(f"{path}: there is no such file.{nearest(path.stem, names)}")
    content, lines, _ = read_pack(path)
    return Reader(path, lines).mapping(content)


class Reader:
    """Reads the content of one file and gathers what is wrong with it."""

    def __init__(self, path: Path, lines: Mapping[KeyPath, int]):
        self.path = path
        self.lines = lines
        self.faults: list[tuple[int, str]] = []

    def mapping(self, content: Any) -> FileMapping:
        """The mapping, or an ``InputFault``."""
        if not isinstance(content, Mapping):
            raise InputFault(f"{self.path}: allowed: a mapping with {', '.join(KEYS)}.")
        for key in content:
            if key not in KEYS:
                self.unknown((key,), key, KEYS)
        layout = content.get("layout") or "long"
        if layout not in LAYOUTS:
            self.unknown(("layout",), layout, tuple(LAYOUTS))
        mapping = FileMapping(
            self.path.stem,
            str(layout),
            self.columns(content),
            tuple(self.dates(content)),
            self.words(content),
        )
        if mapping.layout == "long" and mapping.dates:
            self.fault(("dates",), "found dates in a long layout; allowed: only where layout is wide")
        if mapping.layout == "wide":
            for ours in ("event_type", "event_date"):
                if ours in mapping.columns:
                    self.fault(
                        ("columns", ours), f"found {ours} in a wide layout; its date columns stand under dates"
                    )
        if not self.faults:
            self.faults += [(0, f"{self.path}: {sentence}") for sentence in mapping.faults()]
        if self.faults:
            raise InputFault([sentence for _, sentence in sorted(self.faults)])
        return mapping

    def columns(self, content: Mapping[str, Any]) -> dict[str, str]:
        """Which column of the file is which of ours."""
        found = {}
        for ours, theirs in self.part(content, ("columns",)).items():
            place = ("columns", ours)
            if ours not in COLUMNS:
                self.unknown(place, ours, tuple(COLUMNS))
            elif self.is_text(place, theirs, "the name of a column of the file"):
                found[ours] = theirs
        return found

    def dates(self, content: Mapping[str, Any]) -> list[DateColumn]:
        """The date columns of a wide file."""
        found = []
        for column, given in self.part(content, ("dates",)).items():
            place: KeyPath = ("dates", column)
            said = dict(given) if isinstance(given, Mapping) else {"event": given}
            event = said.pop("event", None)
            if event not in EVENT_TYPES:
                self.unknown(place, event, tuple(EVENT_TYPES))
            for ours, theirs in list(said.items()):
                if ours not in OF_AN_EVENT:
                    self.unknown((*place, ours), ours, ("event", *OF_AN_EVENT))
                elif self.is_text((*place, ours), theirs, "the name of a column of the file"):
                    continue
                said.pop(ours)
            found.append(DateColumn(column, str(event), said))
        return found

    def words(self, content: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """What the words of the file become."""
        found: dict[str, dict[str, str]] = {}
        for ours in self.part(content, ("words",)):
            if ours not in WORDS_ALLOWED:
                self.unknown(("words", ours), ours, tuple(WORDS_ALLOWED))
                continue
            allowed = (*WORDS_ALLOWED[ours], LEAVE_OUT)
            found[ours] = {}
            for word, meaning in self.part(content["words"], ("words", ours)).items():
                if meaning in allowed or (ours in FREE_WORDS and meaning == word):
                    found[ours][word] = meaning
                else:
                    self.unknown(("words", ours, word), meaning, allowed)
        return found

    def part(self, content: Mapping[str, Any], place: KeyPath) -> Mapping[str, Any]:
        """A part that must be a mapping; empty where there is none."""
        given = content.get(str(place[-1]))
        if given is None or isinstance(given, Mapping):
            return given or {}
        self.fault(place, "allowed: one line for each, such as 'name: meaning'")
        return {}

    def is_text(self, place: KeyPath, given: Any, what: str) -> bool:
        """Whether something is a text; a fault if not."""
        if isinstance(given, str) and given.strip():
            return True
        self.fault(place, f"allowed: {what}")
        return False

    def unknown(self, place: KeyPath, found: Any, allowed: tuple[str, ...]) -> None:
        """A fault: a word that is none of those allowed."""
        shown = found if isinstance(found, str) else "no word"
        known = ", ".join(allowed[:MOST_WORDS_NAMED]) + (" …" if len(allowed) > MOST_WORDS_NAMED else "")
        self.fault(place, f"found '{shown}'; allowed: {known}.{nearest(shown, allowed)}")

    def fault(self, place: KeyPath, sentence: str) -> None:
        """Note what is wrong, and where."""
        line = self.lines.get(place, 1)
        words = ", ".join(map(str, place))
        end = "" if sentence.endswith((".", "?")) else "."
        self.faults.append((line, f"{self.path} line {line}, {words}: {sentence}{end}"))
