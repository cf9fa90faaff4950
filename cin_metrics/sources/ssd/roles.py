"""Which roles of the involvements are the allocated worker: the user's choice, or a guess that is said aloud.

Roles are free text and every authority has its own. The guess takes the roles whose words say most plainly that
somebody holds the case; roles beside or above that worker never count.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cin_metrics.faults import InputFault, nearest

PLAINLY = (
    r"\ballocated\b|\bcase[ -]?holder\b",
    r"\bcase[ -]?worker\b|\blead (practitioner|professional)\b|\bkey[ -]?worker\b",
    r"\bsocial worker\b|\bsw\b",
)
"""Words for who holds the case, the plainest first; a later line counts only where none of the earlier is found."""

BESIDE = (
    r"\b(manager|supervis\w+|assistant|former|previous|secondary|second|co|reviewing|iro|chair|student|duty|"
    r"advocate|foster\w*|adopt\w*)\b"
)
ROLES_SHOWN = 20


def chosen_roles(found: Mapping[str, int], asked: Any) -> tuple[list[str], list[str]]:
    """The roles of those ``found`` that are the allocated worker, and what to say of them: the last says how they came.

    ``asked`` is the user's list of roles (case and spaces do not matter); an ``InputFault`` for one that no
    involvement has.
    """
    if asked and not found:
        raise InputFault("Roles were chosen, but the dataset has no involvements that name a role.")
    if not found:
        return [], []
    if asked:
        names = [asked] if isinstance(asked, str) else list(asked)
        known = {tidy(role): role for role in found}
        wrong = [name for name in names if tidy(str(name)) not in known]
        if wrong:
            raise InputFault(
                f"No involvement has the role '{name}'.{nearest(str(name), found)} "
                f"There are: {listed(found)}."
                for name in wrong
            )
        wanted = {tidy(str(name)) for name in names}
        chosen = [role for role in found if tidy(role) in wanted]
        how = "as chosen"
    else:
        chosen, how = guessed(list(found)), "guessed from the words; you may choose others"
    notes = [f"Roles of involvements: {listed(found)}."]
    if chosen:
        notes.append(
            f"The allocated worker is who is involved as {' or '.join(quoted(chosen))} ({how})."
        )
    else:
        notes.append(
            "No role says that somebody holds the case, so there are no allocations until you choose the roles."
        )
    return chosen, notes


def guessed(roles: Sequence[str]) -> list[str]:
    """The roles that most plainly say who holds the case."""
    fitting = [role for role in roles if not re.search(BESIDE, tidy(role))]
    for words in PLAINLY:
        chosen = [role for role in fitting if re.search(words, tidy(role))]
        if chosen:
            return chosen
    return []


def tidy(role: str) -> str:
    """A role in small letters with single spaces, words told apart also where they are joined."""
    return " ".join(re.sub(r"[\W_]+", " ", role).casefold().split())


def quoted(roles: Sequence[str]) -> list[str]:
    """Each role in quotation marks."""
    return [f"'{role}'" for role in roles]


def listed(found: Mapping[str, int]) -> str:
    """The roles with their numbers, the most frequent first, the rest counted."""
    shown = [f"'{role}' {number:,}" for role, number in list(found.items())[:ROLES_SHOWN]]
    more = len(found) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")
