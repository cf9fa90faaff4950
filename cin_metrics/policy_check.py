"""A policy pack examined as a whole: every fault with its place, what was found, what is allowed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from cin_metrics.faults import nearest
from cin_metrics.mapping import WORDS_ALLOWED, YES_NO, tidy
from cin_metrics.policy import (
    RULE_CLASSES,
    EventWhere,
    Every,
    FromRule,
    Policy,
    Rule,
    SpellRule,
    shape_of,
)
from cin_metrics.vocabulary import COHORTS, EVENT_TYPES, SHAPES

KeyPath = tuple[str | int, ...]
Variants = list[tuple[str | None, Rule]]

EVENT_FIELDS = ("from_", "to", "of", "unless", "before", "given", "requires", "at", "ended_by")


def spelt(path: KeyPath) -> str:
    """A key path as a person reads it: ``rules[3].to``."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "the pack"


class Checker:
    """One pack under examination: its faults so far, each with its place."""

    def __init__(self, mapping: Mapping[str, Any], where: str, lines: Mapping[KeyPath, int]):
        self.mapping, self.where, self.lines = mapping, where, lines
        self.faults: list[tuple[int, str]] = []

    def fault(self, path: KeyPath, sentence: str) -> None:
        """Note a fault at a key path."""
        known = next((path[:n] for n in range(len(path), -1, -1) if path[:n] in self.lines), None)
        line = self.lines[known] if known is not None else 0
        named = list(path)
        if len(path) > 1 and path[0] == "rules" and isinstance(path[1], int):
            rule = self.mapping["rules"][path[1]]
            identity = rule.get("id") if isinstance(rule, Mapping) else None
            if isinstance(identity, str):
                named[:2] = [f"rules.{identity}"]
        at = f"{self.where} line {line}" if line else self.where
        self.faults.append((line, f"{at}, {spelt(tuple(named))}: {sentence}"))

    def validated(self, kind: type[BaseModel], value: Any, path: KeyPath) -> Any:
        """The model of a part of the pack, or nothing and its faults."""
        try:
            return kind.model_validate(value)
        except ValidationError as error:
            for found in error.errors():
                steps = tuple(s for s in found["loc"] if s not in ("word", "mapping", "[key]"))
                self.fault((*path, *steps), sentence_of(found, kind, steps))
            return None

    # The pack as a whole.

    def header(self) -> Policy:
        """Everything but the rules, as a pack with one stand-in rule; parts at fault left out."""
        stand_in = {
            "id": "x", "title": "x", "topic": "visit", "clause": "x",
            "requires": "cin_visit", "at": "case_closed",
        }  # fmt: skip
        given = {**self.mapping, "rules": [stand_in]}
        try:
            return Policy.model_validate(given)
        except ValidationError as error:
            faulty = {found["loc"][0] for found in error.errors()}
        self.validated(Policy, given, ())
        sound = {key: value for key, value in given.items() if key not in faulty}
        return Policy.model_validate({"title": "x", **sound})

    def rules(self) -> list[tuple[int, Rule, Variants]]:
        """The sound rules with their place in the pack and their variants."""
        given = self.mapping.get("rules")
        if not isinstance(given, list) or not given:
            self.fault(("rules",), "allowed: a list of at least one rule.")
            return []
        sound = []
        for number, raw in enumerate(given):
            path: KeyPath = ("rules", number)
            kind = self.rule_class(raw, path)
            rule = self.validated(kind, raw, path) if kind else None
            if rule is not None:
                sound.append((number, rule, list(self.variants(raw, rule, path))))
        return sound

    def rule_class(self, raw: Any, path: KeyPath) -> type[Rule] | None:
        """The class of the one shape that a rule names."""
        if not isinstance(raw, Mapping):
            self.fault(path, "allowed: a mapping with id, title, topic, clause and a shape.")
            return None
        shape = shape_of(raw)
        if shape is None:
            named = [word for word in SHAPES if word in raw]
            near = "" if named else next(filter(None, (nearest(k, SHAPES) for k in raw)), "")
            found = " and ".join(named) or "none"
            self.fault(path, f"found {found}; allowed: one shape of {', '.join(SHAPES)}.{near}")
            return None
        return RULE_CLASSES[shape]

    def variants(
        self, raw: Mapping[str, Any], rule: Rule, path: KeyPath
    ) -> Iterator[tuple[str | None, Rule]]:
        """The rule, then the rule with each cohort's fields in place of its own."""
        yield None, rule
        kind = type(rule)
        fields = {field.alias or name for name, field in kind.model_fields.items()}
        for cohort, override in rule.cohorts.items():
            at = (*path, "cohorts", cohort)
            for key in override:
                if key in ("id", "cohorts") or key not in fields:
                    allowed = sorted(fields - {"id", "cohorts"})
                    self.fault(
                        (*at, key),
                        f"found '{key}'; allowed: {', '.join(allowed)}.{nearest(key, allowed)}",
                    )
            merged = {**raw, **{k: v for k, v in override.items() if k in fields}, "cohorts": {}}
            merged["id"] = rule.id
            for one, other in (("from", "after"), ("after", "from")):
                if one in override and other not in override:
                    merged.pop(other, None)
            changed = self.validated(kind, merged, at)
            if changed is not None:
                yield cohort, changed

    def words(self, name: list[str | EventWhere] | None, path: KeyPath, define: Any) -> None:
        """Every word of an event name is known and its conditions make sense."""
        for number, alternative in enumerate(name or []):
            at = (*path, number) if (*path, number) in self.lines else path
            word = alternative.event if isinstance(alternative, EventWhere) else alternative
            known = set(EVENT_TYPES) if isinstance(alternative, EventWhere) else {
                *EVENT_TYPES, *define
            }  # fmt: skip
            if word not in known:
                allowed = "an event of the vocabulary"
                if not isinstance(alternative, EventWhere):
                    allowed += " or a word of define"
                self.fault(at, f"found '{word}'; allowed: {allowed}.{nearest(word, known)}")
            if isinstance(alternative, EventWhere):
                for given in (alternative.where, alternative.where_not):
                    for column, values in given.items():
                        for value in values:
                            allowed = as_recorded(column, value)
                            if value not in allowed:
                                self.fault(at, f"{column}: found '{value}'; allowed: {', '.join(allowed)}.")

    def definitions(self, define: Mapping[str, list[str | EventWhere]]) -> None:
        """Words of ``define`` are new words and none stands for itself."""
        for word, name in define.items():
            if word in EVENT_TYPES:
                self.fault(("define", word), "is an event of the vocabulary already.")
            self.words(name, ("define", word), self.mapping["define"])
        for word in define:
            if word in reached(
                word, lambda w: [n for n in define.get(w, []) if isinstance(n, str)]
            ):
                self.fault(("define", word), "stands for itself, directly or by way of others.")

    def cohort(self, name: str, path: KeyPath, known: set[str]) -> None:
        """A cohort that a rule names is one of the pack's or of the vocabulary's."""
        if name not in known:
            self.fault(
                path, f"found '{name}'; allowed: {', '.join(sorted(known))}.{nearest(name, known)}"
            )

    def rule_ids(self) -> list[str]:
        """The ids in the pack as they stand, those of faulty rules too."""
        given = self.mapping.get("rules")
        rules = given if isinstance(given, list) else []
        ids = [rule.get("id") for rule in rules if isinstance(rule, Mapping)]
        return [identity for identity in ids if isinstance(identity, str)]

    def after(self, sound: list[tuple[int, Rule, Variants]]) -> None:
        """What ``after`` names is a rule that is met in the same spell, and no rule waits for itself."""
        named = {rule.id: rule for _, rule, _ in sound}
        raw_ids = self.rule_ids()
        all_named = len(raw_ids) == len(self.mapping.get("rules") or [])
        waits: dict[str, list[str]] = {}
        for number, rule, variants in sound:
            for cohort, variant in variants:
                if not isinstance(variant, FromRule) or variant.after is None:
                    continue
                path: KeyPath = ("rules", number, "after")
                if cohort and "after" in rule.cohorts[cohort]:
                    path = ("rules", number, "cohorts", cohort, "after")
                waits.setdefault(rule.id, []).append(variant.after)
                other = named.get(variant.after)
                if variant.after not in raw_ids and all_named:
                    self.fault(
                        path,
                        f"found '{variant.after}'; allowed: the id of a rule of this pack."
                        f"{nearest(variant.after, raw_ids)}",
                    )
                elif other is not None and not isinstance(other, SpellRule):
                    self.fault(path, f"'{other.id}' knows no spell, so nothing can come after it.")
                elif isinstance(other, SpellRule) and other.while_ != variant.while_:
                    self.fault(
                        path,
                        f"'{other.id}' is judged while {other.while_}, this rule while "
                        f"{variant.while_}; allowed: the same.",
                    )
        for number, rule, _ in sound:
            if raw_ids.count(rule.id) > 1:
                continue
            if rule.id in reached(rule.id, lambda identity: waits.get(identity, [])):
                self.fault(("rules", number, "after"), "waits for itself: a cycle of after.")

    def whole(self, header: Policy, sound: list[tuple[int, Rule, Variants]]) -> None:
        """What one part of the pack says of another."""
        self.definitions(header.define)
        given = self.mapping.get("define")
        define = given if isinstance(given, Mapping) else {}
        effective = header.effective
        if effective.from_ and effective.to and effective.to < effective.from_:
            self.fault(("effective", "to"), "allowed: a day on or after from.")
        known_cohorts = {*COHORTS, *header.cohorts}
        seen: set[str] = set()
        for number, rule, variants in sound:
            path: KeyPath = ("rules", number)
            if rule.id in seen:
                self.fault((*path, "id"), f"'{rule.id}' is the id of an earlier rule.")
            seen.add(rule.id)
            for cohort, variant in variants:
                base = (*path, "cohorts", cohort) if cohort else path
                if cohort:
                    self.cohort(cohort, base, known_cohorts)
                for name, field in type(variant).model_fields.items():
                    key = field.alias or name
                    if cohort and key not in rule.cohorts[cohort]:
                        continue
                    value = getattr(variant, name)
                    if name in ("only", "except_"):
                        for each in value or []:
                            self.cohort(each, (*base, key), known_cohorts)
                    elif name in EVENT_FIELDS and value is not None:
                        self.words(value, (*base, key), define)
        self.after(sound)
        if header.drift.missed_visits and header.drift.missed_visits.rule:
            recurring = [rule.id for _, rule, _ in sound if isinstance(rule, Every)]
            name = header.drift.missed_visits.rule
            if name not in recurring:
                self.fault(
                    ("drift", "missed_visits", "rule"),
                    f"found '{name}'; allowed: an every rule of this pack"
                    f"{' (' + ', '.join(recurring) + ')' if recurring else ''}."
                    f"{nearest(name, recurring)}",
                )


def reached(start: str, following: Callable[[str], Iterable[str]]) -> set[str]:
    """Everything that can be reached from a word, itself only if by way of a cycle."""
    found: set[str] = set()
    waiting = list(following(start))
    while waiting:
        word = waiting.pop()
        if word not in found:
            found.add(word)
            waiting.extend(following(word))
    return found


def sentence_of(error: Any, kind: type[BaseModel], steps: KeyPath) -> str:
    """What was found and what is allowed, from one of pydantic's errors."""
    found, context = error["input"], error.get("ctx", {})
    shown = f"found '{found}'; " if isinstance(found, str | int) else ""
    match error["type"]:
        case "missing":
            return "is missing."
        case "extra_forbidden":
            model = model_at(kind, steps[:-1])
            allowed = [field.alias or name for name, field in model.model_fields.items()]
            key = str(steps[-1])
            return f"found '{key}'; allowed: {', '.join(allowed)}.{nearest(key, allowed)}"
        case "literal_error":
            allowed = [word.strip("' ") for word in re_split(context["expected"])]
            return f"{shown}allowed: {', '.join(allowed)}.{nearest(str(found), allowed)}"
        case "value_error":
            return f"{shown}{context['error']}."
        case "string_pattern_mismatch":
            return f"{shown}allowed: small letters, figures and _, starting with a letter."
        case "string_too_short" | "too_short":
            return "is empty."
        case "string_type":
            return f"{shown}allowed: a text."
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return f"{shown}allowed: a day such as 2024-09-19."
        case "int_parsing" | "int_type" | "greater_than_equal":
            return f"{shown}allowed: a whole number from 1."
        case "bool_parsing" | "bool_type":
            return f"{shown}allowed: true, false."
        case "list_type":
            return f"{shown}allowed: a list."
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{shown}allowed: a mapping of keys and values."
        case _:
            return f"{shown}{error['msg'][:1].lower()}{error['msg'][1:]}."


def re_split(expected: str) -> list[str]:
    """The words of pydantic's ``'a', 'b' or 'c'``."""
    return expected.replace(" or ", ", ").split(", ")


def model_at(kind: type[BaseModel], steps: KeyPath) -> type[BaseModel]:
    """The model that stands at a path inside another, for the names it knows."""
    for step in steps:
        if isinstance(step, int):
            continue
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                inner = models_in(field.annotation)
                if inner:
                    kind = inner[0]
    return kind


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that a type annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in getattr(annotation, "__args__", ()) for m in models_in(part)]


def as_recorded(column: str, value: str) -> tuple[str, ...]:
    """How a load writes what a condition asks for: another spelling would match no event."""
    if column in ("child_seen", "seen_alone"):
        return YES_NO
    if column == "chaired_by":
        return (re.sub(r"[\s-]+", "_", value.strip().lower()),)
    known = {tidy(word): word for word in WORDS_ALLOWED["outcome"]}
    return (known.get(tidy(value), value),)
