"""What an extract can answer: the rules it cannot judge, each with what it lacks.

A rule whose target the extract does not hold at all cannot be judged: without a single visit in the extract every
visit would look overdue.
"""

from typing import Any

from cin_metrics.engine import Workspace
from cin_metrics.policy import EventFilter, Policy
from cin_metrics.policy_tables import TARGET
from cin_metrics.ui.words import EVENT_PHRASES, joined, plain
from cin_metrics.vocabulary import COLUMNS

Recorded = dict[str, dict[str, Any]]
"""Per event type that occurs, how many events there are and how many carry each condition's column."""


def values_recorded(workspace: Workspace) -> Recorded:
    """What the extract of a workspace records."""
    rows = workspace.ask("screens/recorded_columns").to_pylist()
    return {row["event_type"]: row for row in rows}


def rules_not_answered(policy: Policy, recorded: Recorded) -> dict[str, str]:
    """Rules for which nothing recorded could meet them, each with why."""
    found = {}
    for rule in policy.rules:
        if rule.shape == "stay":
            continue
        lacking: dict[str, None] = {}
        meetable = False
        for _, variant in policy.variants(rule):
            for part in policy.resolve(getattr(variant, TARGET[variant.shape])):
                lack = what_is_lacking(part, rule.shape, recorded)
                meetable = meetable or lack is None
                if lack:
                    lacking[lack] = None
        if not meetable:
            found[rule.id] = f"The extract has no {joined(list(lacking), 'or')}."
    return found


def what_is_lacking(part: EventFilter, shape: str, recorded: Recorded) -> str | None:
    """What the extract does not hold of an event, in words; none where it could be met."""
    phrase = EVENT_PHRASES[part.event_type]
    if part.event_type not in recorded:
        return f"“{part.event_type}” events ({phrase})"
    counts = recorded[part.event_type]
    if shape == "recorded_within" and not counts["recorded_date"]:
        return f"recorded date on any “{part.event_type}” event ({phrase})"
    for column, values in part.where:
        if not counts[column]:
            said = joined([plain(value) for value in values], "or")
            what = COLUMNS[column].split(":")[0].lower()
            return f"“{column}” on any “{part.event_type}” event ({what}; asked: {said})"
    return None
