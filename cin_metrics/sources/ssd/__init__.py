"""Standard Safeguarding Dataset: a folder of tables (CSV or Parquet) to events and children.

The tables are joined in a database of their own, which is gone when the events are made; names, UPNs, NHS
numbers, addresses and comments are never read. The choice ``allocated_roles`` lists the roles of involvements
that are the allocated worker.
"""

from collections.abc import Sequence

import pyarrow

from cin_metrics.engine import SmallTable, Workspace, connect
from cin_metrics.faults import InputFault
from cin_metrics.sources import Source
from cin_metrics.sources.choices import ALLOCATED_ROLES, Offer
from cin_metrics.sources.look import Look
from cin_metrics.sources.ssd.notes import joining_notes, reading_notes
from cin_metrics.sources.ssd.reading import SsdFile, give_tables, prefix_in, read
from cin_metrics.sources.ssd.roles import chosen_roles
from cin_metrics.sources.ssd.tables import NOT_NEEDED, TABLES, prefix_of
from cin_metrics.sources.translated import ChildRow, Choices, Translated
from cin_metrics.sources.translated_table import TranslatedTable

EVENTS = (
    "referral_events",
    "assessment_events",
    "plan_events",
    "visit_events",
    "enquiry_events",
    "conference_events",
    "protection_events",
    "care_events",
    "early_help_events",
    "contact_events",
    "allocation_events",
)
WITHOUT_EVENTS = ("person", "disability", "department", "family")
FOUND = pyarrow.schema(
    [
        ("file_no", pyarrow.int32()),
        ("line", pyarrow.int64()),
        *((name, pyarrow.string()) for name in ("fault", "source_key", "child_id", "referral_id")),
        *((name, pyarrow.string()) for name in ("event_type", "event_date", "team", "worker")),
        *((name, pyarrow.string()) for name in ("outcome", "child_seen", "seen_alone", "belongs")),
        ("event_day", pyarrow.date32()),
    ]
)
FILLS = (
    "child_id",
    "event_type",
    "event_date",
    "episode_id",
    "team",
    "worker",
    "outcome",
    "child_seen",
    "seen_alone",
    "family_id",
)
CHILD_FILLS = ChildRow._fields[1:]


def recognises(look: Look) -> bool:
    """Whether a file is a table of the dataset, told from the prefix of its columns."""
    return prefix_of(look.columns) is not None


def translate(sources: Sequence[Source], choices: Choices) -> list[Translated]:
    """The events of each table of events, then the children; an ``InputFault`` where no table holds events."""
    prefixes = [prefix_in(source) for source in sources]
    files = [
        read(number, source, prefix)
        for number, (source, prefix) in enumerate(zip(sources, prefixes, strict=True))
        if prefix not in NOT_NEEDED
    ]
    if not any(file.table.name not in WITHOUT_EVENTS for file in files):
        names = ", ".join(f"'{source.name}'" for source in sources)
        raise InputFault(
            f"{names}: no table that says what happened to a child, such as the referrals."
        )
    connection = connect()
    try:
        workspace = Workspace(connection)
        offers, notes = join(workspace, files, choices)
        translated = [
            events_of(file, workspace) for file in files if file.table.name not in WITHOUT_EVENTS
        ]
        notes += joining_notes(workspace, files)
        people = [children_of(file, workspace) for file in files if file.table.name == "person"]
        workspace.close()
    finally:
        connection.close()
    unread = [
        (source, prefix)
        for source, prefix in zip(sources, prefixes, strict=True)
        if prefix in NOT_NEEDED
    ]
    notes = [*reading_notes(files, unread), *notes]
    translated[0].notes.extend(notes)
    translated[0].offers = offers
    return [*translated, *people]


def join(
    workspace: Workspace, files: Sequence[SsdFile], choices: Choices
) -> tuple[tuple[Offer, ...], list[str]]:
    """Make ``placed_events`` of the tables; which roles may be chosen, and what is to be said of them."""
    give_tables(workspace, files, TABLES)
    found = workspace.ask("ssd/roles_found")
    counted = dict(zip(found["role"].to_pylist(), found["row_count"].to_pylist(), strict=True))
    roles, notes = chosen_roles(counted, choices.get(ALLOCATED_ROLES.name))
    workspace.give("allocated_roles", SmallTable({"role": "varchar"}, [(role,) for role in roles]))
    for step in ("read_referrals", "known_referrals", "only_children"):
        workspace.make(f"ssd/{step}")
    workspace.give("found_events", FOUND.empty_table())
    for name in EVENTS:
        workspace.append("found_events", f"ssd/{name}")
    for step in ("nearest_referrals", "placed_events", "changes_of_worker"):
        workspace.make(f"ssd/{step}")
    workspace.drop("found_events", "nearest_referrals")
    offers = (Offer(ALLOCATED_ROLES, tuple(roles), notes[-1], counted),) if counted else ()
    return offers, notes


def events_of(file: SsdFile, workspace: Workspace) -> TranslatedTable:
    """The events of one file. Rows with keys of their own are never equal, so the key is handed on, unread."""
    return TranslatedTable(
        file.source,
        "events",
        f"Standard Safeguarding Dataset, {file.table.title}, {file.format}",
        workspace.ask("ssd/ssd_events", {"file_no": file.file_no}),
        FILLS,
        [],
        file.columns.left_behind,
    )


def children_of(file: SsdFile, workspace: Workspace) -> TranslatedTable:
    """The children of one file of people."""
    return TranslatedTable(
        file.source,
        "children",
        f"Standard Safeguarding Dataset, {file.table.title}, {file.format}",
        workspace.ask("ssd/ssd_children", {"file_no": file.file_no}),
        CHILD_FILLS,
        [],
        file.columns.left_behind,
    )
