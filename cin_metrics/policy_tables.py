"""A policy pack as small tables, so that the SQL stays the same whatever the rules say.

- ``rules``: one row a rule and cohort override (a *variant*; the rule itself has no cohort).
- ``limits``: one row a limit used anywhere in the pack.
- ``selectors``: one row an event filter; the rows of one ``selector_no`` are alternatives.
- ``selector_spells``: one row a selector and a spell in which its days are needed.
- ``drift_settings``: one row a drift indicator in use, with its limit, its count and the rule it looks at.
- ``cohort_teams``: one row a team that makes its children members of a cohort.
"""

from collections.abc import Iterable
from typing import Any

from cin_metrics.engine import SmallTable
from cin_metrics.policy import EventFilter, Every, FromRule, Limit, Policy, Rule, SpellRule
from cin_metrics.spells import COHORT_TEAMS
from cin_metrics.vocabulary import EVENT_CONDITIONS

TARGET = {
    "within": "to", "every": "of", "recorded_within": "of",
    "before": "to", "requires": "requires", "stay": "ended_by",
}  # fmt: skip
ANCHOR = {
    "within": "from_", "every": "from_", "recorded_within": "of",
    "before": "before", "requires": "at", "stay": "from_",
}  # fmt: skip

TEXT, TEXTS, WHOLE, YES_NO = "varchar", "varchar[]", "integer", "boolean"

RULES = {
    "rule_no": WHOLE, "variant_no": WHOLE, "rule_id": TEXT, "title": TEXT, "topic": TEXT,
    "shape": TEXT, "level": WHOLE, "spell": TEXT, "cohort": TEXT, "override_cohorts": TEXTS, "may_compete": YES_NO,
    "only_cohorts": TEXTS, "except_cohorts": TEXTS, "reason_expected": YES_NO,
    "limit_no": WHOLE, "limit_unit": TEXT, "not_before_no": WHOLE, "later_after_no": WHOLE,
    "later_no": WHOLE, "later_unit": TEXT, "in_last_no": WHOLE, "anchor_selector": WHOLE,
    "target_selector": WHOLE, "unless_selector": WHOLE, "given_selector": WHOLE,
    "after_rule_no": WHOLE, "anchor_each": YES_NO, "target_after_anchor": YES_NO,
}  # fmt: skip
LIMITS = {"limit_no": WHOLE, "number": WHOLE, "unit": TEXT}
SELECTORS = (
    {"selector_no": WHOLE, "event_type": TEXT}
    | dict.fromkeys(EVENT_CONDITIONS, TEXTS)
    | {f"not_{column}": TEXTS for column in EVENT_CONDITIONS}
)
SELECTOR_SPELLS = {"selector_no": WHOLE, "spell": TEXT}
DRIFT_SETTINGS = {"indicator": TEXT, "limit_no": WHOLE, "count": WHOLE, "rule_no": WHOLE}


def policy_tables(policy: Policy) -> dict[str, SmallTable]:
    """The pack's tables by name."""
    return Tables(policy).tables()


class Tables:
    """Numbers limits and selectors as the rules name them."""

    def __init__(self, policy: Policy):
        self.policy = policy
        self.limits: dict[Limit, int] = {}
        self.selectors: dict[tuple[EventFilter, ...], int] = {}
        self.selector_spells: dict[tuple[int, str], None] = {}

    def limit(self, limit: Limit | None) -> int | None:
        """The number of a limit."""
        return None if limit is None else self.limits.setdefault(limit, len(self.limits))

    def selector(self, name: Any, spell: str | None) -> int | None:
        """The number of an event name, whose days are needed in that spell (or in none)."""
        if name is None:
            return None
        number = self.selectors.setdefault(self.policy.resolve(name), len(self.selectors))
        if spell is not None:
            self.selector_spells[number, spell] = None
        return number

    def words(self, rule: Rule, role: dict[str, str]) -> set[str]:
        """The event types in a rule's anchor or target; no event meets a stay."""
        if isinstance(rule, FromRule) and rule.after is not None and role is ANCHOR:
            awaited = self.policy.rule(rule.after)
            return set() if awaited.shape == "stay" else self.words(awaited, TARGET)
        return {f.event_type for f in self.policy.resolve(getattr(rule, role[rule.shape]))}

    def level(self, rule: Rule) -> int:
        """How many rules must be judged before this one."""
        awaited = {
            variant.after
            for _, variant in self.policy.variants(rule)
            if isinstance(variant, FromRule) and variant.after is not None
        }
        return max((1 + self.level(self.policy.rule(name)) for name in awaited), default=0)

    def drift_settings(self) -> list[dict[str, Any]]:
        """The indicators in use with their thresholds as numbers."""
        numbers = {rule.id: number for number, rule in enumerate(self.policy.rules)}
        rows = []
        for indicator in type(self.policy.drift).model_fields:
            setting = getattr(self.policy.drift, indicator)
            if setting is None:
                continue
            values = [getattr(setting, name) for name in type(setting).model_fields]
            visits = self.policy.visit_rule() if indicator == "missed_visits" else None
            rows.append(
                {
                    "indicator": indicator,
                    "limit_no": next((self.limit(v) for v in values if isinstance(v, Limit)), None),
                    "count": next((v for v in values if type(v) is int), None),
                    "rule_no": numbers[visits.id] if visits else None,
                }
            )
        return rows

    def tables(self) -> dict[str, SmallTable]:
        """The pack's tables by name."""
        numbers = {rule.id: number for number, rule in enumerate(self.policy.rules)}
        rows: list[dict[str, Any]] = []
        for rule in self.policy.rules:
            for cohort, variant in self.policy.variants(rule):
                later = variant.later if isinstance(variant, Every) else None
                spell = variant.while_ if isinstance(variant, SpellRule) else None
                after = variant.after if isinstance(variant, FromRule) else None
                rows.append(
                    {
                        "rule_no": numbers[rule.id],
                        "variant_no": len(rows),
                        "rule_id": rule.id,
                        "title": rule.title,
                        "topic": variant.topic,
                        "shape": variant.shape,
                        "level": self.level(rule),
                        "spell": spell,
                        "cohort": cohort,
                        "override_cohorts": list(rule.cohorts),
                        "may_compete": len(rule.cohorts) > 1,
                        "only_cohorts": variant.only,
                        "except_cohorts": variant.except_,
                        "reason_expected": variant.reason_expected,
                        "limit_no": self.limit(variant.limit),
                        "limit_unit": variant.limit.unit if variant.limit else None,
                        "not_before_no": self.limit(getattr(variant, "not_before", None)),
                        "later_after_no": self.limit(later.after if later else None),
                        "later_no": self.limit(later.every if later else None),
                        "later_unit": later.every.unit if later else None,
                        "in_last_no": self.limit(getattr(variant, "in_last", None)),
                        "anchor_selector": self.selector(
                            getattr(variant, ANCHOR[variant.shape]), spell
                        ),
                        "target_selector": self.selector(
                            getattr(variant, TARGET[variant.shape]), spell
                        ),
                        "unless_selector": self.selector(variant.unless, None),
                        "given_selector": self.selector(getattr(variant, "given", None), spell),
                        "after_rule_no": None if after is None else numbers[after],
                        "anchor_each": variant.shape != "every"
                        and (variant.shape != "within" or variant.anchor == "each"),
                        "target_after_anchor": bool(
                            self.words(variant, ANCHOR) & self.words(variant, TARGET)
                        ),
                    }
                )
        drift_settings = self.drift_settings()
        selectors = [filter_row(no, one) for filters, no in self.selectors.items() for one in filters]
        cohort_teams = [(name, team) for name, cohort in self.policy.cohorts.items() for team in cohort.teams]
        limits = [(no, limit.number, limit.unit) for limit, no in self.limits.items()]
        return {
            "drift_settings": table_of(DRIFT_SETTINGS, drift_settings),
            "rules": table_of(RULES, rows),
            "limits": SmallTable(LIMITS, limits),
            "selectors": table_of(SELECTORS, selectors),
            "selector_spells": SmallTable(SELECTOR_SPELLS, list(self.selector_spells)),
            "cohort_teams": SmallTable(COHORT_TEAMS, cohort_teams),
        }


def table_of(types: dict[str, str], rows: Iterable[dict[str, Any]]) -> SmallTable:
    """A table of rows that name their cells; what a row does not name is nothing."""
    return SmallTable(types, [tuple(row.get(column) for column in types) for row in rows])


def filter_row(number: int, event_filter: EventFilter) -> dict[str, Any]:
    """One alternative of a selector as a row."""
    return {
        "selector_no": number,
        "event_type": event_filter.event_type,
        **dict(event_filter.where),
        **{f"not_{column}": values for column, values in event_filter.where_not},
    }
