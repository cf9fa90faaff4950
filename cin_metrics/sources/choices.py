"""What only the user can say of the files: every choice declared once, for the screen and for the command line.

A format names its choices (``recognise.FORMATS``). Its reader takes them by name, and offers each again with what it
found in the files and what it took, so that the user can say otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Choice:
    """One choice: its name in ``Choices``, its title on screen, its option; ``kind`` is what is chosen."""

    name: str
    title: str
    option: str
    kind: Literal["day", "words", "yes_no"]
    help: str


@dataclass(frozen=True)
class Offer:
    """A choice with what the files hold: words and how often, what was taken (a day or words), and why."""

    choice: Choice
    taken: date | tuple[str, ...] | None
    why: str
    found: Mapping[str, int] = field(default_factory=dict)


SNAPSHOT_DATE = Choice(
    "snapshot_date",
    "Day of the workbook",
    "--snapshot-date",
    "day",
    "the day an Annex A workbook was made, which does not stand in it (unless said, the latest day in it)",
)
ALLOCATED_ROLES = Choice(
    "allocated_roles",
    "Roles that are the allocated worker",
    "--worker-role",
    "words",
    "a role of an SSD's involvements that is the allocated worker (unless said, guessed from the words); may be said "
    "again for others",
)
SAME_CHILDREN = Choice(
    "same_children",
    "Are equal ids the same children?",
    "--same-children",
    "yes_no",
    "of files of several formats: whether equal ids are the same children; asked for once their overlap was shown",
)
CHOICES = (SNAPSHOT_DATE, ALLOCATED_ROLES, SAME_CHILDREN)
