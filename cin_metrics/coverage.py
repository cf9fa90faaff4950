"""What an extract can answer, before any figure: standards, measures, signs of drift and waits, each or why not.

A rule whose target the extract does not hold at all cannot be judged: without a single visit in the extract every
visit would look overdue. The same where its source holds only a part, such as the latest visit of each child.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from cin_metrics.days import british
from cin_metrics.drift import INDICATORS, lacking_for, not_computable, used
from cin_metrics.engine import Workspace
from cin_metrics.events import Extract
from cin_metrics.ledger import Ledger
from cin_metrics.measures import MEASURES
from cin_metrics.policy import EventFilter, Policy
from cin_metrics.policy_tables import TARGET
from cin_metrics.sources.limits import NONE, Limits
from cin_metrics.vocabulary import COLUMNS
from cin_metrics.waiting import LEAVING, WAITS, waits_lacking
from cin_metrics.words import EVENT_PHRASES, joined, plain, sentence_start

Recorded = dict[str, dict[str, Any]]
"""Per event type that occurs, how many events there are and how many carry each condition's column."""

KINDS = {
    "rule": "Standards of the policy",
    "measure": "Measures",
    "drift": "Signs of drift",
    "wait": "How long children wait",
}
VISITS, SEEN, ALONE = ("cin_visit", None), ("cin_visit", "child_seen"), ("cin_visit", "seen_alone")
PROTECTION = ((("cp_plan_started", None),), (("cp_plan_ended", None),))
NEEDS: dict[str, tuple[tuple[tuple[str, str | None], ...], ...]] = {
    "reason_on_file": ((("reason_recorded", None),),),
    "seen": ((SEEN,),),
    "seen_not_recorded": ((SEEN,),),
    "seen_alone": ((ALONE,),),
    "seen_alone_not_recorded": ((ALONE,),),
    "episode_length": (),
    "plan_length": ((("plan_started", None),),),
    "ended_by": (tuple((word, None) for word in LEAVING),),
    "step_up_rate": ((("cp_plan_started", None),),),
    "step_down_rate": ((("early_help_started", None), ("case_closed", "outcome")),),
    "step_down_sustained_3": PROTECTION,
    "step_down_sustained_6": PROTECTION,
    "step_down_sustained_12": PROTECTION,
    "re_referral_12m": ((("referral_received", None),),),
}
"""What a measure that counts events needs: of each group one event type, or one column filled on it."""


WAYS_NEED: dict[str, tuple[tuple[str, str | None], ...]] = {
    "protection": (("cp_plan_started", None),),
    "care": (("cla_started", None),),
    "early_help": NEEDS["step_down_rate"][0],
    "transferred": (("transferred_out", None),),
    "closed": (("case_closed", None),),
}
"""What is recorded where a time in need ends in each way."""


@dataclass(frozen=True)
class Answer:
    """Something the product can say; ``why`` is empty where this extract can answer it."""

    kind: str
    name: str
    title: str
    why: str = ""


class Held(NamedTuple):
    """What an extract holds, as far as it decides what can be answered."""

    recorded: Recorded
    names_workers: bool
    limits: Limits


def held_in(extract: Extract) -> Held:
    """What an extract holds."""
    workspace = Workspace(extract.connection)
    try:
        names_workers = workspace.ask("drift/workers_held")["has_workers"][0].as_py()
        return Held(values_recorded(workspace), names_workers, extract.limits)
    finally:
        workspace.close()


def coverage(held: Held, policy: Policy) -> list[Answer]:
    """Every standard of a policy, measure, sign of drift and wait: answered, or why it cannot be."""
    recorded, names_workers, limits = held
    rules = rules_not_answered(policy, recorded, limits)
    signs = lacking_for(policy, recorded, names_workers, limits)
    measures = measures_not_answered(policy, recorded, limits, rules, signs)
    waits = waits_lacking(recorded, limits)
    return [
        *(Answer("rule", rule.id, rule.title, rules.get(rule.id, "")) for rule in policy.rules),
        *(Answer("measure", name, one.title, sentence(measures.get(name))) for name, one in MEASURES.items()),
        *(Answer("drift", name, INDICATORS[name], sentence(signs.get(name))) for name in used(policy.drift)),
        *(Answer("wait", name, one.title, sentence(waits.get(name))) for name, one in WAITS.items()),
    ]


def values_recorded(workspace: Workspace) -> Recorded:
    """What the extract of a workspace records."""
    rows = workspace.once("recorded", lambda: workspace.ask("screens/recorded_columns").to_pylist())
    return {row["event_type"]: row for row in rows}


def rules_not_answered(policy: Policy, recorded: Recorded, limits: Limits = NONE) -> dict[str, str]:
    """Rules for which nothing recorded could meet them (or end them too early), or only a part of it, each with why."""
    found = {}
    for rule in policy.rules:
        lacking: dict[str, None] = {}
        meetable, part_of = False, None
        for _, variant in policy.variants(rule):
            for part in policy.resolve(getattr(variant, TARGET[variant.shape])):
                lack = what_is_lacking(part, rule.shape, recorded)
                meetable = meetable or lack is None
                part_of = part_of or (limits.why_not((part.event_type,)) if lack is None else None)
                if lack:
                    lacking[lack] = None
        if not meetable:
            found[rule.id] = f"The extract has no {joined(list(lacking), 'or')}."
        elif part_of:
            found[rule.id] = sentence(part_of)
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


def measures_not_answered(
    policy: Policy, recorded: Recorded, limits: Limits, rules: Collection[str], signs: Collection[str]
) -> dict[str, str]:
    """Measures that cannot be computed, each with why; ``rules`` and ``signs`` are those that cannot."""
    found = {}
    for name, measure in MEASURES.items():
        why = None
        if measure.rules:
            asked = [
                rule.id
                for rule in policy.rules
                if any(measure.rules(variant) for _, variant in policy.variants(rule))
            ]
            if not asked:
                why = "the policy has no standard that it counts"
            elif all(rule in rules for rule in asked):
                why = "no standard that it counts can be judged"
        elif name.startswith("drift") and all(sign in signs for sign in used(policy.drift)):
            why = "no sign of drift can be computed"
        elif measure.source == "recording_lag" and not any(one["recorded_date"] for one in recorded.values()):
            why = "no event has a recorded date"
        why = why or needed_but_lacking(name, recorded, limits)
        if why:
            found[name] = why
    return found


def needed_but_lacking(measure: str, recorded: Recorded, limits: Limits) -> str | None:
    """What a measure needs and the extract lacks, or has only in part; None where it can be computed."""
    groups = NEEDS.get(measure, ())
    for group in groups:
        if not any(word in recorded and (column is None or recorded[word][column]) for word, column in group):
            parts = [
                f"“{word}” events ({EVENT_PHRASES[word]})"
                if word not in recorded or column is None
                else f"“{column}” on any “{word}” event ({EVENT_PHRASES[word]})"
                for word, column in group
            ]
            return f"the extract has no {joined(parts, 'or')}"
    return limits.why_not(tuple(word for group in groups for word, _ in group), measure)


def not_answered(ledger: Ledger) -> tuple[dict[str, str], dict[str, str]]:
    """The rules and the measures that the extract of a ledger cannot answer, each with why."""
    policy, recorded, limits = ledger.policy, values_recorded(ledger.workspace), ledger.extract.limits
    rules = rules_not_answered(policy, recorded, limits)
    return rules, measures_not_answered(policy, recorded, limits, rules, not_computable(ledger))


def ways_not_recorded(recorded: Recorded) -> list[str]:
    """The ways of ending a time in need of which nothing is recorded: they cannot show, which is not none."""
    return [
        way
        for way, needs in WAYS_NEED.items()
        if not any(word in recorded and (column is None or recorded[word][column]) for word, column in needs)
    ]


def what_is_partial(limits: Limits) -> list[str]:
    """What a source holds only a part of, a sentence each; nothing where it is a history."""
    said = [sentence(f"this source holds {part}") for part in dict.fromkeys(limits.only.values())]
    if limits.whole_from:
        day = british(limits.whole_from)
        said.append(
            f"Before {day} it holds only cases still open then: choose a period that begins on {day} or later."
        )
    if limits.judged_from:
        said.append(f"What counts from a day before {british(limits.judged_from)} is not judged.")
    return said


def judged_by(policy: Policy, limits: Limits) -> Policy:
    """The policy less what its source cannot show to have been done: obligations counted from too early a day."""
    since = limits.judged_from
    effective = policy.effective
    if since is None or (effective.from_ and effective.from_ >= since):
        return policy
    return policy.model_copy(update={"effective": effective.model_copy(update={"from_": since})})


def sentence(why: str | None) -> str:
    """A reason as a sentence; nothing where there is none."""
    return f"{sentence_start(why)}." if why else ""
