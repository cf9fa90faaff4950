"""What became of the rows of each file, and why a row was set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from cin_metrics.engine import Workspace
from cin_metrics.faults import nearest
from cin_metrics.labels import worded
from cin_metrics.sources.recognise import CaseFile
from cin_metrics.vocabulary import EVENT_TYPES

REASONS: dict[str, str] = {
    "wrong_number_of_cells": "The row has more or fewer cells than the header line",
    "unreadable_characters": "The row holds characters that are not text",
    "left_out": "The mapping of the extract leaves this event out on purpose",
    "no_date_filled": "None of the date columns of the case is filled in",
    "no_child_id": "There is no child id",
    "unknown_event_type": "The event type is blank or not a word of the vocabulary",
    "unreadable_event_date": "The event date is blank or cannot be read (days come before months)",
    "unreadable_recorded_date": "The recorded date cannot be read (days come before months)",
    "before_1990": "The event is dated before 1990",
    "after_extract_date": "The event is dated after the day of the extract",
    "not_a_case": worded("A contact, early help or sighting that belongs to no case in the extract"),
    "other_authority": "It belongs to another authority",
    "other_source": "Another format among the files tells the same event, which counts once",
    "duplicate": "The row equals an earlier one in every column",
    "child_repeated": "The child stands in an earlier row of the table of children",
}
"""A row has one reason: the first of these that holds."""


@dataclass(frozen=True)
class FileReport:
    """How one file was read; ``matched`` gives the file's name of a column → ours.

    ``notes`` are sentences on what of a foreign format was left behind or not understood.
    """

    name: str
    kind: str
    format: str
    rows_in: int
    accepted: int
    matched: dict[str, str]
    dropped: list[str]
    missing: list[str]
    notes: tuple[str, ...] = ()

    @property
    def set_aside(self) -> int:
        """How many of its rows were set aside."""
        return self.rows_in - self.accepted


@dataclass(frozen=True)
class UnknownEventType:
    """A word that several rows give as their event type and the vocabulary does not hold."""

    word: str
    rows: int
    nearest: str


@dataclass(frozen=True)
class LoadReport:
    """What became of the rows: those in are those accepted and those set aside, counted by reason.

    ``rows_in``, ``accepted`` and ``set_aside`` count rows of events; tables of children stand in ``files``.
    """

    files: list[FileReport]
    reasons: dict[str, int]
    unknown_event_types: list[UnknownEventType]

    @property
    def rows_in(self) -> int:
        """The rows of the event files."""
        return sum(file.rows_in for file in self.files if file.kind == "events")

    @property
    def accepted(self) -> int:
        """The rows that became events."""
        return sum(file.accepted for file in self.files if file.kind == "events")

    @property
    def set_aside(self) -> int:
        """The rows of the event files that did not."""
        return self.rows_in - self.accepted


def report_of(
    workspace: Workspace, files: Sequence[CaseFile], rows_in: Sequence[int]
) -> LoadReport:
    """The report on a finished intake; an error where a row was lost or counted twice."""
    accepted = dict.fromkeys(range(len(files)), 0)
    for row in workspace.ask("events/accepted_counts").to_pylist():
        accepted[row["file_no"]] = row["accepted"]
    reports = [
        FileReport(
            name=file.source.name,
            kind=file.columns.kind,
            format=file.format,
            rows_in=rows_in[number],
            accepted=accepted[number],
            matched=file.columns.matched,
            dropped=file.columns.dropped,
            missing=file.columns.missing,
            notes=tuple(getattr(file, "notes", ())),
        )
        for number, file in enumerate(files)
    ]
    reasons = {
        row["reason"]: row["set_aside"] for row in workspace.ask("events/reason_counts").to_pylist()
    }
    unknown = [
        UnknownEventType(row["word"], row["rows"], nearest(row["word"], EVENT_TYPES))
        for row in workspace.ask("events/unknown_words").to_pylist()
    ]
    if sum(reasons.values()) != sum(file.set_aside for file in reports):
        raise AssertionError(f"rows were lost or counted twice: {reports}, {reasons}")
    in_order = {reason: reasons[reason] for reason in REASONS if reason in reasons}
    return LoadReport(reports, in_order, unknown)
