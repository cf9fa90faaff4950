"""A policy pack with the limit of one rule changed, to see what that would say of the same work."""

import copy
from collections.abc import Mapping
from typing import Any

from cin_metrics import packs
from cin_metrics.faults import InputFault, nearest
from cin_metrics.policy import Policy, Rule

UNITS = ("working days", "days", "weeks", "months")


def pack_with_limit(name: str, rule_id: str, limit: str) -> Policy:
    """The pack called ``name`` in ``policies/`` with another limit for one rule."""
    mapping, _, digest = packs.read_pack(packs.PACKS / f"{name}.yaml")
    return policy_with_limit(mapping, name, rule_id, limit, digest)


def policy_with_limit(
    mapping: Mapping[str, Any], name: str, rule_id: str, limit: str, digest: str = ""
) -> Policy:
    """The pack of a mapping with another limit for one rule; what differs for a cohort stays as it is."""
    before = packs.build(mapping, name, digest, name, {})
    with_limits = [rule.id for rule in before.rules if rule.limit]
    if rule_id not in with_limits:
        raise InputFault(
            f"{name}: found the rule '{rule_id}'; allowed: a rule that has a limit."
            f"{nearest(rule_id, with_limits)}"
        )
    changed = copy.deepcopy(dict(mapping))
    rule = next(rule for rule in changed["rules"] if rule["id"] == rule_id)
    rule[limit_key(before.rule(rule_id))] = limit
    return packs.build(changed, f"{name} with {rule_id} {limit}", digest, name, {})


def limit_key(rule: Rule) -> str:
    """The key of a pack under which a rule's limit stands."""
    return "by" if rule.shape == "before" else rule.shape
