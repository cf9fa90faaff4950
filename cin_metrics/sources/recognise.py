"""What each file is, told from its content and never from its name; all files together are one extract.

Case events and tables of children are known by their columns. What is neither is shown to each of the
``FORMATS``; the files that one of them knows are read together (two years of a census, the tables of an SSD).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cin_metrics.faults import InputFault
from cin_metrics.sources import Given, Source, annex_a, case_events, cin_census, sources_of, ssd
from cin_metrics.sources.case_events import TableFile
from cin_metrics.sources.look import Look, look_at
from cin_metrics.sources.translated import Choices, Translate, Translated

CaseFile = TableFile | Translated


@dataclass(frozen=True)
class Format:
    """A foreign format: what it is called, how to tell it, and what reads all its files together."""

    name: str
    recognises: Callable[[Look], bool]
    translate: Translate


FORMATS = [
    Format("CIN census XML", cin_census.recognises, cin_census.translate),
    Format("Annex A workbook", annex_a.recognises, annex_a.translate),
    Format("Standard Safeguarding Dataset", ssd.recognises, ssd.translate),
]


def format_for(look: Look) -> Format | None:
    """The foreign format of a file; None for case events and tables of children."""
    unknown = [f"'{look.source.name}' is an XML file and no return of the CIN census."]
    faults = unknown if look.file is None else case_events.faults_of(look.file)
    if not faults:
        return None
    for one in FORMATS:
        if one.recognises(look):
            return one
    raise InputFault(faults)


def open_files(given: Sequence[Given], choices: Choices | None = None) -> list[CaseFile]:
    """All files, those of foreign formats translated; an ``InputFault`` holds the faults of all of them.

    ``choices`` is what only the user can say of a foreign format.
    """
    files: list[CaseFile] = []
    faults: list[str] = []
    foreign: dict[str, list[Source]] = {}
    for source in sources_of(given):
        try:
            look = look_at(source)
            found = format_for(look)
            if found:
                foreign.setdefault(found.name, []).append(source)
            elif look.file is not None:
                files.append(look.file)
        except InputFault as fault:
            faults += fault.faults
    if foreign and (files or len(foreign) > 1):
        names = [*(["case events"] if files else []), *foreign]
        faults.append(
            f"The files are of {len(names)} formats ({', '.join(names)}), whose children and episodes may have "
            "different ids. Give the files of one format."
        )
    if files and not faults and all(file.columns.kind == "children" for file in files):
        faults.append("There are no case events: only tables of children were given.")
    if faults:
        raise InputFault(faults)
    return files or translated(foreign, choices or {})


def translated(foreign: dict[str, list[Source]], choices: Choices) -> list[CaseFile]:
    """The translated files of each format."""
    formats = {one.name: one for one in FORMATS}
    return [
        file
        for name, sources in foreign.items()
        for file in formats[name].translate(sources, choices)
    ]
