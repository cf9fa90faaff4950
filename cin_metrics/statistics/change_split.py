"""A change in a figure split into what a changed rule made of it and what changed practice did.

What it is, how to read it and what it cannot do: ``docs/methods/rule_or_practice.md``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeSplit:
    """The two parts of a change, which add up to it.

    ``deadline_from`` and ``deadline_to`` are the least and the most the rule makes, judged by one period's work or the
    other's: the further apart, the less one number says.
    """

    change: float
    deadline: float
    practice: float
    deadline_from: float
    deadline_to: float


def split_change(
    old_rule_before: float, old_rule_after: float, new_rule_before: float, new_rule_after: float
) -> ChangeSplit:
    """How much of the way from the old rule's figure before to the new rule's after is the rule's, and practice's.

    All four figures are needed: each period's work judged by each rule, in any one unit.
    """
    in_before, in_after = new_rule_before - old_rule_before, new_rule_after - old_rule_after
    by_old, by_new = old_rule_after - old_rule_before, new_rule_after - new_rule_before
    return ChangeSplit(
        change=new_rule_after - old_rule_before,
        deadline=(in_before + in_after) / 2,
        practice=(by_old + by_new) / 2,
        deadline_from=min(in_before, in_after),
        deadline_to=max(in_before, in_after),
    )
