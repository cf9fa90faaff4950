"""What is said of the tables of an SSD beside their events: what was read, by which routes, and what was not."""

from collections.abc import Sequence

from cin_metrics.engine import Workspace
from cin_metrics.sources import Source
from cin_metrics.sources.ssd.reading import SsdFile
from cin_metrics.sources.ssd.tables import BY_NAME, NOT_NEEDED

IMPORTANT = (
    "referral",
    "assessment",
    "plan",
    "visit",
    "protection_plan",
    "care",
    "involvement",
    "person",
)
"""The tables whose absence changes what can be answered."""

INSTEAD = ("gender", "entered_date", "key", "plan_id", "nfa")
"""Columns whose absence changes nothing where the usual ones are there."""

WITHOUT_EVENT = {
    ("visit", "no day"): "{} visits have no day and are no events.",
    (
        "conference",
        "no day",
    ): "{} initial conferences have no day, so they were not held yet, and are no events.",
    (
        "protection_review",
        "no day",
    ): "{} reviews have no day, so they were not held yet, and are no events.",
    (
        "care",
        "change",
    ): "{} episodes of care begin with a change (of placement or status), not with coming into care.",
    (
        "involvement",
        "other role",
    ): "{} involvements are in roles that are not the allocated worker.",
}
ROUTES = {
    (
        "visit",
        "plan",
    ): "{} visits name no child, who was found through the plan they were made under.",
    (
        "visit",
        "none",
    ): "{} visits lead to no child, neither by themselves nor through a plan; they are set aside.",
    (
        "involvement",
        "referral",
    ): "{} involvements name no child, who was found through the referral.",
    (
        "involvement",
        "none",
    ): "{} involvements lead to no child, so nobody's worker is known from them; they are set "
    "aside.",
}


def reading_notes(files: Sequence[SsdFile], unread: Sequence[tuple[Source, str]]) -> list[str]:
    """Which tables there are, what was left behind of those without events, what is missing."""
    notes = []
    for file in files:
        lacking = [
            names[0]
            for ours, names in file.table.columns.items()
            if ours not in file.columns.positions and ours not in INSTEAD
        ]
        sentence = f"'{file.source.name}': {file.table.title}, {file.row_count:,} rows."
        if file.table.name in ("disability", "department", "family") and file.columns.left_behind:
            sentence += f" Columns left behind: {', '.join(file.columns.left_behind)}."
        if lacking:
            sentence += f" Not there: {', '.join(lacking)}."
        notes.append(sentence)
    for source, prefix in unread:
        notes.append(f"'{source.name}' holds {NOT_NEEDED[prefix]}: it was not read.")
    given = {file.table.name for file in files}
    absent = [BY_NAME[name].title for name in IMPORTANT if name not in given]
    if absent:
        notes.append(f"Not given: {', '.join(absent)}.")
    return notes


def joining_notes(workspace: Workspace, files: Sequence[SsdFile]) -> list[str]:
    """By which routes children were found, and which rows tell of nothing that happened."""
    notes = []
    for row in workspace.ask("ssd/routes").to_pylist():
        sentence = ROUTES.get((row["table_name"], row["route"]))
        if sentence:
            notes.append(sentence.format(f"{row['row_count']:,}"))
    for row in workspace.ask("ssd/rows_without_event").to_pylist():
        if row["row_count"]:
            sentence = WITHOUT_EVENT[row["table_name"], row["kind"]]
            notes.append(sentence.format(f"{row['row_count']:,}"))
    if any(file.table.name == "referral" for file in files):
        notes.append(
            "The worker of a referral is the front door's and not the case's; only the team is kept."
        )
    notes.append(
        "A worker is shown by the id of the professional, a team by its name where there is one."
    )
    return notes
