"""Two ledgers over one extract side by side: how each rule's share on time differs, and for which children.

The ledgers may differ by policy (the same events under other rules) or by known-by date (what was known then). An
obligation of one is matched with that of the other by rule pair, episode and anchor day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow
from pyarrow.compute import field

from cin_metrics.engine import SmallTable, Workspace
from cin_metrics.faults import InputFault, nearest
from cin_metrics.ledger import Ledger
from cin_metrics.measures import Selection
from cin_metrics.measures.figures import EVERYTHING
from cin_metrics.policy import Policy, Rule
from cin_metrics.policy_tables import TARGET


@dataclass(frozen=True)
class RulePair:
    """A rule of the first ledger's policy and the one of the second's it is compared with; none where it has none."""

    first: str | None
    second: str | None


RULE_PAIRS = {"pair_no": "integer", "first_rule_id": "varchar", "second_rule_id": "varchar"}


@dataclass(frozen=True)
class Comparison:
    """What differs between two ledgers.

    ``pairs`` has one row a rule pair: both shares on time (numerator, denominator) and how many obligations and
    children differ. ``differences`` has one row an obligation that differs, of pairs in which neither rule is missing.
    """

    pairs: pyarrow.Table
    differences: pyarrow.Table

    def differences_of(self, pair_no: int, with_dates: bool = True) -> pyarrow.Table:
        """The obligations of one rule pair that differ; ``with_dates``: also those judged alike with another date."""
        wanted = field("pair_no") == pair_no
        return self.differences.filter(wanted if with_dates else wanted & (field("difference") != "dates"))

    def children_who_differ(self, pair_numbers: Iterable[int]) -> int:
        """How many children are judged otherwise, or in one ledger only, under any of these pairs."""
        chosen = pyarrow.array(list(pair_numbers), pyarrow.int32())
        rows = self.differences.filter(field("pair_no").isin(chosen) & (field("difference") != "dates"))
        return len(rows["child_id"].unique())


def compare_ledgers(
    first: Ledger,
    second: Ledger,
    pairs: Iterable[RulePair],
    period_from: date,
    period_to: date,
    selection: Selection = EVERYTHING,
) -> Comparison:
    """How two ledgers over one extract differ in what makes each pair's share on time in a period, ends included."""
    if first.extract is not second.extract:
        raise InputFault("two ledgers: found two extracts; allowed: two ledgers over the same extract.")
    if period_to < period_from:
        raise InputFault("period: found an end before its start; allowed: an end on or after it.")
    pairs = list(pairs)
    asked = {
        "first": period_from,
        "last": period_to,
        "teams": list(selection.teams),
        "cohorts": list(selection.cohorts),
    }
    workspace = Workspace(first.extract.connection)
    try:
        for name, ledger, rules in (
            ("first_obligations", first, [pair.first for pair in pairs]),
            ("second_obligations", second, [pair.second for pair in pairs]),
        ):
            named = sorted({rule for rule in rules if rule})
            rows = ledger.workspace.ask("compare/paired_obligations", {**asked, "rules": named})
            workspace.give(name, rows)
        workspace.give("rule_pairs", pair_rows(pairs))
        workspace.make("compare/matched")
        return Comparison(
            workspace.ask("compare/pair_figures"), workspace.ask("compare/differences")
        )
    finally:
        workspace.close()


def pair_rows(pairs: list[RulePair]) -> SmallTable:
    """The pairs as a table, numbered in their order."""
    return SmallTable(RULE_PAIRS, [(number, pair.first, pair.second) for number, pair in enumerate(pairs)])


def same_rules(policy: Policy) -> list[RulePair]:
    """Every rule of a policy beside itself."""
    return [RulePair(rule.id, rule.id) for rule in policy.rules]


def pair_rules(
    first: Policy, second: Policy, chosen: Mapping[str, str | None] | None = None
) -> list[RulePair]:
    """Every rule of two policies once: the first's in its order, each with its like; then what only the second has.

    Like is what has the same id, else what has the same topic, shape and target events and is like no other.
    ``chosen`` pairs rules of the first by hand, with a rule of the second or with none, and goes before.
    """
    chosen = dict(chosen or {})
    check_chosen(first, second, chosen)
    ids = {rule.id for rule in second.rules}
    found: dict[str, str | None] = dict(chosen)
    for rule in first.rules:
        if rule.id in ids and rule.id not in found and rule.id not in chosen.values():
            found[rule.id] = rule.id
    for rule in first.rules:
        if rule.id not in found:
            taken = set(found.values())
            free = (other for other in second.rules if other.id not in taken)
            found[rule.id] = next(
                (other.id for other in free if kind(second, other) == kind(first, rule)), None
            )
    taken = set(found.values())
    return [
        *(RulePair(rule.id, found[rule.id]) for rule in first.rules),
        *(RulePair(None, rule.id) for rule in second.rules if rule.id not in taken),
    ]


def kind(policy: Policy, rule: Rule) -> tuple[str, str, frozenset[str]]:
    """What makes two rules alike: topic, shape and the events that meet it."""
    target = policy.resolve(getattr(rule, TARGET[rule.shape]))
    return rule.topic, rule.shape, frozenset(part.event_type for part in target)


def check_chosen(first: Policy, second: Policy, chosen: Mapping[str, str | None]) -> None:
    """Say every rule paired by hand that one of the policies does not have."""
    asked = [(name, first) for name in chosen]
    asked += [(name, second) for name in chosen.values() if name]
    faults = []
    for name, policy in asked:
        known = [rule.id for rule in policy.rules]
        if name not in known:
            faults.append(f"pair: found '{name}', which {policy.name} has not.{nearest(name, known)}")
    if faults:
        raise InputFault(faults)
