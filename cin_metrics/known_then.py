"""What was known on a day beside what is known now of the same day, and the late entries between them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow

from cin_metrics.coverage import judged_by
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import Selection
from cin_metrics.measures.figures import EVERYTHING
from cin_metrics.policy import FromRule, Policy, Rule
from cin_metrics.two_ledgers import Comparison, compare_ledgers, same_rules

if TYPE_CHECKING:
    from cin_metrics.events import Extract

Rows = list[dict[str, Any]]

EVENT_NAMES = ("from_", "to", "of", "before", "given", "requires", "at", "ended_by", "unless")
"""The fields of a rule that name events."""


@dataclass(frozen=True)
class LateEntries:
    """What had happened by a day and was put on file after it: the entries, and how many by event type and team."""

    entries: pyarrow.Table
    counts: pyarrow.Table


def ledgers_of_day(extract: "Extract", policy: Policy, day: date) -> tuple[Ledger, Ledger]:
    """The ledger of a day as it could be reported on it, and as everything recorded since makes it."""
    policy = judged_by(policy, extract.limits)
    return make_ledger(extract, policy, day, known_by=day), make_ledger(extract, policy, day)


def compare_then_and_now(
    then: Ledger,
    now: Ledger,
    period_from: date,
    period_to: date,
    selection: Selection = EVERYTHING,
) -> Comparison:
    """How every rule's share on time and its obligations moved between what was known then and what is known now."""
    return compare_ledgers(then, now, same_rules(now.policy), period_from, period_to, selection)


def late_entries(now: Ledger, selection: Selection = EVERYTHING) -> LateEntries:
    """The events dated by the as-of date and recorded after it.

    ``counts`` keeps to the selection; ``entries`` holds all of them, because an entry made while another team held the
    case may move this team's figure.
    """
    with now.workspace.cursor():
        now.workspace.make("compare/late_entries")
        counts = now.workspace.ask(
            "compare/late_entry_counts",
            {"teams": list(selection.teams), "cohorts": list(selection.cohorts)},
        )
        return LateEntries(now.workspace.table("late_entries"), counts)


def entries_behind(policy: Policy, rule_id: str, moved: Iterable[dict[str, Any]], entries: Rows) -> Rows:
    """The late entries of the episodes of moved obligations, those that the rule asks about first.

    ``is_asked_about`` tells them from the rest, which can only work through the child's status (a late closing).
    """
    episodes = {row["episode_no"] for row in moved}
    asked = asked_about(policy, policy.rule(rule_id))
    found = [
        entry | {"is_asked_about": entry["event_type"] in asked}
        for entry in entries
        if entry["episode_no"] in episodes
    ]
    return sorted(found, key=lambda entry: not entry["is_asked_about"])


def asked_about(policy: Policy, rule: Rule, known: Collection[str] = ()) -> set[str]:
    """The event types that a rule looks at, in any cohort, and those of the rule it comes after."""
    found: set[str] = set()
    for _, variant in policy.variants(rule):
        for name in EVENT_NAMES:
            found |= {part.event_type for part in policy.resolve(getattr(variant, name, None))}
        if isinstance(variant, FromRule) and variant.after and variant.after not in known:
            found |= asked_about(policy, policy.rule(variant.after), {*known, rule.id})
    return found
