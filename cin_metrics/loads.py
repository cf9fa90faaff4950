"""Loads that are kept: what was loaded when, by whom, from which files; used again, and compared.

Nothing is kept unless a folder is named for it (``CIN_METRICS_LOADS``): everything in it is about children who can be
known, so it belongs on a disk that only those may read who may see them all. A load is kept whole or not at all: it is
written beside its place and moved there in one step, so a process that is killed leaves nothing that could be opened.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from cin_metrics.engine import Workspace
from cin_metrics.events import Extract, load
from cin_metrics.faults import InputFault
from cin_metrics.finding_trend import finding_counts
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import make_measures
from cin_metrics.policy import Policy
from cin_metrics.sources import Given, limits, sources_of

Rows = list[dict[str, Any]]

FOLDER = "CIN_METRICS_LOADS"
"""The environment variable that names the folder loads are kept in; without it none are."""
NOTE, EVENTS, CHILDREN, SET_ASIDE = "load.json", "events.parquet", "children.parquet", "set_aside.parquet"
LIMITS = "limits.json"
FINDINGS = "findings.parquet"
PART = ".part"
MEGABYTE = 1 << 20
ONLY_OWNER = 0o700


@dataclass(frozen=True)
class KeptFile:
    """A file that was loaded: its name, size in bytes, and the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class KeptLoad:
    """What is known of a load. ``kept_at`` is in UTC; ``by`` is whoever kept it, as they were known."""

    key: str
    name: str
    kept_at: str
    by: str
    files: tuple[KeptFile, ...]
    rows_in: int
    accepted: int
    set_aside: int
    children: int
    first_date: date
    last_date: date
    extract_date: date


@dataclass(frozen=True)
class FigureChange:
    """A rule's share on time by an earlier and a later load, both as of the earlier one's last day."""

    rule_id: str
    title: str
    earlier: tuple[int, int]
    later: tuple[int, int]


@dataclass(frozen=True)
class LoadChanges:
    """What lies between two extracts. ``events``: change (new, gone), child_id, event_type, …, is_late_entry."""

    new_children: list[str]
    gone_children: list[str]
    events: Rows
    figures: list[FigureChange]

    def number(self, change: str, late: bool | None = None) -> int:
        """How many events are new or gone; of the new, those that are late entries or are not."""
        return sum(
            row["change"] == change and (late is None or row["is_late_entry"] == late) for row in self.events
        )


class Loads:
    """The loads kept in a folder."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        try:
            self.folder.mkdir(mode=ONLY_OWNER, parents=True, exist_ok=True)
        except OSError as error:
            raise InputFault(f"{self.folder}: no loads can be kept there ({error.strerror}).") from None

    def all(self) -> list[KeptLoad]:
        """The loads kept, the latest first. What a killed process left behind is not among them."""
        found = [read_note(note) for note in self.folder.glob(f"[!.]*/{NOTE}")]
        return sorted(found, key=lambda kept: (kept.kept_at, kept.key), reverse=True)

    def keep(self, extract: Extract, given: Iterable[Given], by: str) -> KeptLoad:
        """Keep an extract with what is known of its files; raises ``InputFault`` where it holds no event."""
        files = tuple(described(given))
        counts = one_row(extract, "loads/counts")
        if not counts["events"]:
            raise InputFault("No row was accepted, so there is nothing to keep.")
        now = datetime.now(UTC)
        key = f"{now:%Y-%m-%dT%H-%M-%S}-{secrets.token_hex(3)}"
        report = extract.report
        kept = KeptLoad(
            key, extract.name, now.isoformat(timespec="seconds"), by, files, report.rows_in, report.accepted,
            report.set_aside, counts["children"], counts["first_date"], counts["last_date"], extract.extract_date,
        )  # fmt: skip
        part = self.folder / f".{key}{PART}"
        part.mkdir(mode=ONLY_OWNER)
        try:
            workspace = Workspace(extract.connection)
            write(workspace.ask("loads/kept_events"), part / EVENTS)
            children = workspace.ask("loads/kept_children")
            if children.num_rows:
                write(children, part / CHILDREN)
            write(extract.set_aside(), part / SET_ASIDE)
            write(finding_counts(extract), part / FINDINGS)
            workspace.close()
            if extract.limits:
                (part / LIMITS).write_text(limits.as_text(extract.limits), encoding="utf-8")
            write_note(kept, part / NOTE)
            # The one step by which the load is there: until now nothing lists it.
            os.rename(part, self.folder / key)
            settle(self.folder)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            raise InputFault(f"{self.folder}: the load cannot be kept ({error.strerror}).") from None
        return kept

    def open(self, key: str) -> Extract:
        """The extract of a load kept, as it was."""
        kept = self.find(key)
        place = self.folder / kept.key
        paths: list[Given] = [place / EVENTS]
        if (place / CHILDREN).exists():
            paths.append(place / CHILDREN)
        extract = load(paths, kept.extract_date)
        if extract.report.accepted != kept.accepted:
            raise InputFault(f"The load of {kept.kept_at[:10]} is damaged: not all of its events can be read.")
        extract.name = kept.name
        if (place / LIMITS).exists():
            extract.limits = limits.from_text((place / LIMITS).read_text(encoding="utf-8"))
        return extract

    def findings(self, kept: KeptLoad) -> Rows | None:
        """How often each finding arose in a load, as ``finding_counts`` gives it; None where that was not kept."""
        path = self.folder / kept.key / FINDINGS
        try:
            return pyarrow.parquet.read_table(path).to_pylist() if path.exists() else None
        except (pyarrow.ArrowException, OSError):
            return None

    def find(self, key: str) -> KeptLoad:
        """What is known of a load."""
        for kept in self.all():
            if kept.key == key:
                return kept
        raise InputFault("There is no such load; it may have been removed.")

    def remove(self, key: str) -> None:
        """Forget a load."""
        place = self.folder / self.find(key).key
        gone = self.folder / f".{key}{PART}"
        os.rename(place, gone)
        shutil.rmtree(gone, ignore_errors=True)

    def tidy(self) -> int:
        """Remove what killed processes left behind more than a day ago; how much that was."""
        yesterday = datetime.now(UTC).timestamp() - 86_400
        left = [place for place in self.folder.glob(f".*{PART}") if place.stat().st_mtime < yesterday]
        for place in left:
            shutil.rmtree(place, ignore_errors=True)
        return len(left)

    def same_files(self, files: Iterable[KeptFile]) -> dict[str, KeptLoad]:
        """Of the files ``described``, those whose content was loaded before: name, and the latest load that has it."""
        before = {file.sha256: kept for kept in reversed(self.all()) for file in kept.files}
        return {file.name: before[file.sha256] for file in files if file.sha256 in before}


def kept_loads() -> Loads | None:
    """The loads kept where the environment says; none where it says nothing."""
    folder = os.environ.get(FOLDER)
    return Loads(folder) if folder else None


def compare_loads(earlier: Extract, later: Extract, policy: Policy) -> LoadChanges:
    """Which children, events and figures differ between two extracts, and which changes are late entries.

    Figures are the shares on time of the twelve months up to the earlier extract's last day, by both.
    """
    as_of = earlier.last_date or earlier.extract_date
    workspace = Workspace(later.connection)
    try:
        workspace.give("earlier_events", earlier.connection.cursor().table("events").to_arrow_table())
        events = workspace.ask("loads/changed_events", {"earlier_last": as_of}).to_pylist()
    finally:
        workspace.close()
    before, after = children_of(earlier), children_of(later)
    return LoadChanges(
        sorted(after - before), sorted(before - after), events, figure_changes(earlier, later, policy, as_of)
    )  # fmt: skip


def children_of(extract: Extract) -> set[str]:
    """The children an extract holds events of."""
    found = extract.connection.cursor().execute("select distinct child_id from episodes").fetchall()
    return {child for (child,) in found}


def figure_changes(earlier: Extract, later: Extract, policy: Policy, as_of: date) -> list[FigureChange]:
    """The rules whose share on time differs."""
    first = date(as_of.year - 1, as_of.month, 1)
    counted = []
    for extract in (earlier, later):
        ledger: Ledger = make_ledger(extract, policy, as_of)
        rows = make_measures(ledger, first, as_of, measures=["timeliness"]).to_pylist()
        counted.append({row["rule_id"]: (row["numerator"], row["denominator"]) for row in rows})
        ledger.workspace.close()
    titles = {rule.id: rule.title for rule in policy.rules}
    return [
        FigureChange(rule_id, title, counted[0].get(rule_id, (0, 0)), counted[1].get(rule_id, (0, 0)))
        for rule_id, title in titles.items()
        if counted[0].get(rule_id) != counted[1].get(rule_id)
    ]


def described(given: Iterable[Given]) -> list[KeptFile]:
    """Name, size and hash of each file."""
    found = []
    for source in sources_of(given):
        digest = hashlib.sha256()
        with source.open() as stream:
            while block := stream.read(MEGABYTE):
                digest.update(block)
        found.append(KeptFile(source.name, source.size(), digest.hexdigest()))
    return found


def one_row(extract: Extract, query: str) -> dict[str, Any]:
    """The one row of a query's answer."""
    workspace = Workspace(extract.connection)
    try:
        return workspace.ask(query).to_pylist()[0]
    finally:
        workspace.close()


def write(table: pyarrow.Table, path: Path) -> None:
    """Write a table whole to the disk, readable by its owner alone."""
    with path.open("xb") as stream:
        os.chmod(path, 0o600)
        pyarrow.parquet.write_table(table, stream)
        stream.flush()
        os.fsync(stream.fileno())


def write_note(kept: KeptLoad, path: Path) -> None:
    """Write what is known of a load."""
    with path.open("x", encoding="utf-8") as stream:
        json.dump(asdict(kept), stream, default=str, indent=1, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())


def read_note(path: Path) -> KeptLoad:
    """What is known of a load."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        days = {name: date.fromisoformat(told[name]) for name in ("first_date", "last_date", "extract_date")}
        files = tuple(KeptFile(**file) for file in told["files"])
        return KeptLoad(**told | days | {"files": files})
    except (OSError, ValueError, KeyError, TypeError):
        raise InputFault(f"The note of the load {path.parent.name} cannot be read; remove its folder.") from None


def settle(folder: Path) -> None:
    """Make sure that the move is on the disk too, where the system can say so."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

