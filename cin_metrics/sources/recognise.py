"""What each file is, told from its content and never from its name; all files together are one extract.

Case events and tables of children are known by their columns. What is neither is shown to each of the
``FORMATS``; the files that one of them knows are read together (two years of a census, the tables of an SSD).
A table with columns of the user's own is read by a mapping: one that was chosen, else a saved one that fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from cin_metrics.faults import InputFault, nearest
from cin_metrics.mapping import FileMapping
from cin_metrics.mapping_files import saved_mappings
from cin_metrics.sources import Given, Source, case_events, sources_of
from cin_metrics.sources.case_events import TableFile
from cin_metrics.sources.choices import ALLOCATED_ROLES, SNAPSHOT_DATE, Choice
from cin_metrics.sources.columns import loose
from cin_metrics.sources.headings import headings
from cin_metrics.sources.limits import NONE, Limits
from cin_metrics.sources.look import Look, look_at
from cin_metrics.sources.translated import Choices, Translated

if TYPE_CHECKING:
    from cin_metrics.sources.mapped import MappedFile

CaseFile = TableFile | Translated
MAPPINGS = "mappings"
"""The choice that names mappings to read local extracts by, before those that are saved."""
HOW_TO_MAP = (
    " Where its columns are your own, match them with ours on the Data page, or give a mapping by --mapping "
    "(docs/local_extracts.md); the command template writes a workbook with our columns to fill in."
)


class Reader(Protocol):
    """A module of ``sources`` that tells files of its format, and turns all of them together into case events."""

    def recognises(self, look: Look) -> bool:
        """Whether a file is of the format."""

    def translate(self, sources: Sequence[Source], choices: Choices) -> list[Translated]:
        """The files of the format as rows of the extract's columns."""


@dataclass(frozen=True)
class Format:
    """A foreign format: what it is called, the module that reads it, what only the user knows of it.

    ``mark`` stands before the ids of its children where they are kept apart from those of other formats.
    """

    name: str
    mark: str
    module: str
    choices: tuple[Choice, ...] = ()

    @property
    def reader(self) -> Reader:
        """The module that reads it, loaded with the first file that may be of it: most starts of the app meet none."""
        return cast(Reader, import_module(f"cin_metrics.sources.{self.module}"))


OWN, OWN_MARK = "case events", "events:"
FORMATS = [
    Format("Standard Safeguarding Dataset", "ssd:", "ssd", (ALLOCATED_ROLES,)),
    Format("CIN census XML", "census:", "cin_census"),
    Format("Annex A workbook", "annex_a:", "annex_a", (SNAPSHOT_DATE,)),
]
"""Those that tell most come first: where two tell the same, the first counts. Case events come before all of them."""

MARKS = {OWN: OWN_MARK} | {one.name: one.mark for one in FORMATS}


def format_for(look: Look) -> Format | None:
    """The foreign format of a file; None for case events and tables of children."""
    unknown = [f"'{look.source.name}' is an XML file and no return of the CIN census."]
    faults = unknown if look.file is None else case_events.faults_of(look.file)
    if not faults:
        return None
    for one in FORMATS:
        if one.reader.recognises(look):
            return one
    if look.file is not None and not set(look.file.columns.required) <= look.file.columns.positions.keys():
        faults[-1] += HOW_TO_MAP
    raise InputFault(faults)


def needs_mapping(look: Look) -> bool:
    """Whether a file is a table that has other columns than ours and is of no foreign format."""
    if look.file is None or not case_events.faults_of(look.file):
        return False
    return not any(one.reader.recognises(look) for one in FORMATS)


def mapped_file(look: Look, choices: Choices) -> "MappedFile | None":
    """The file as a chosen or saved mapping reads it; None where none fits or none is needed.

    What has our columns is read by a saved mapping only if that reads the same columns and knows local words.
    """
    file = look.file
    if file is None:
        return None
    found = mapped_by(file, choices.get(MAPPINGS, ()))
    if found:
        return found
    if needs_mapping(look):
        found = mapped_by(file, saved_mappings()[0])
    elif file.columns.kind == "events" and not case_events.faults_of(file):
        used = {loose(name) for name in file.columns.matched}
        saved = [one for one in saved_mappings()[0] if one.is_local]
        found = mapped_by(file, [one for one in saved if {loose(name) for name in one.used} == used])
    if found:
        found.notes.append(
            f"The saved mapping '{found.mapping.name}' fits the columns of this file, so it was used."
        )
    return found


def mapped_by(file: TableFile, mappings: Sequence[FileMapping]) -> "MappedFile | None":
    """The file as the first of the mappings that fits reads it; None where none does."""
    if not mappings:
        return None
    from cin_metrics.sources import mapped  # most extracts have our columns

    return mapped.mapped_by(file, mappings)


def mapping_faults(look: Look, mappings: Sequence[FileMapping]) -> list[str]:
    """Why no chosen mapping reads a file: the columns it lacks, each with the nearest there is."""
    if look.file is None:
        return []
    header = max(headings(look.file), key=lambda one: len(one.names)).names
    by_lower = {name.lower(): name for name in header}
    return [
        f"'{look.source.name}': the mapping '{one.name}' reads a column '{theirs}', which the file does not have."
        f"{nearest(theirs, by_lower)}"
        for one in mappings
        for theirs in one.missing(header)
    ]


def open_files(given: Sequence[Given], choices: Choices | None = None) -> dict[str, list[CaseFile]]:
    """The files of each format, foreign ones translated, in the order of ``MARKS``.

    An ``InputFault`` holds the faults of all of them. ``choices`` is what only the user can say of a foreign format.
    """
    choices = choices or {}
    files: list[CaseFile] = []
    faults: list[str] = []
    foreign: dict[str, list[Source]] = {}
    for source in sources_of(given):
        try:
            look = look_at(source)
            mapped = mapped_file(look, choices)
            if mapped:
                files.append(mapped)
                continue
            if needs_mapping(look):
                faults += mapping_faults(look, choices.get(MAPPINGS, ()))
            found = format_for(look)
            if found:
                foreign.setdefault(found.name, []).append(source)
            elif look.file is not None:
                files.append(look.file)
        except InputFault as fault:
            faults += fault.faults
    if not (foreign or faults) and all(file.columns.kind == "children" for file in files):
        faults.append("There are no case events: only tables of children were given.")
    faults = faults or choices_without_files(foreign, choices)
    if faults:
        raise InputFault(faults)
    own: dict[str, list[CaseFile]] = {OWN: files} if files else {}
    return own | {
        one.name: list(one.reader.translate(foreign[one.name], choices)) for one in FORMATS if one.name in foreign
    }


def limits_in(files: Sequence[CaseFile]) -> Limits:
    """What the files of one format together hold only a part of: one of them says it."""
    return next((limits for file in files if (limits := getattr(file, "limits", NONE))), NONE)


def choices_without_files(foreign: dict[str, list[Source]], choices: Choices) -> list[str]:
    """A sentence for each choice that was made of a format none of the files is of."""
    return [
        f"{choice.title} ({choice.option}): none of the files is of the format it is said of, {one.name}."
        for one in FORMATS
        for choice in one.choices
        if choices.get(choice.name) and one.name not in foreign
    ]
