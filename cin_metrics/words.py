"""Events and policies in plain words, for screens and papers: what a rule asks, for whom it differs, what counts."""

import re
from dataclasses import dataclass, field
from typing import Any

from cin_metrics.days import british_dates
from cin_metrics.labels import all_worded, worded
from cin_metrics.policy import EventFilter, Limit, Policy, Rule
from cin_metrics.vocabulary import CLOSURE_CODES, COHORTS, EVENT_TYPES, OUTCOMES, TOPICS

EVENT_PHRASES: dict[str, str] = all_worded({
    "contact_received": "a contact",
    "referral_received": "the referral",
    "transferred_in": "the transfer in",
    "case_allocated": "the allocation of the case",
    "consent_recorded": "a record of consent",
    "consent_withdrawn": "a withdrawal of consent",
    "manager_alerted": "an alert to the manager",
    "assessment_started": "the start of the assessment",
    "assessment_completed": "a completed assessment",
    "assessment_extension_authorised": "an authorised extension of the assessment",
    "assessment_shared": "the sharing of the assessment",
    "cin_visit": "a visit",
    "planning_meeting": "a planning meeting",
    "family_group_meeting": "a family group meeting",
    "plan_started": "the start of the plan",
    "plan_endorsed": "a manager's endorsement of the plan",
    "plan_updated": "an update of the plan",
    "plan_circulated": "the sending out of the plan",
    "plan_ended": "the end of the plan",
    "network_meeting": "a network meeting",
    "cin_review": "a review",
    "review_invites_sent": "the invitations to the review",
    "minutes_circulated": "the sending out of the minutes",
    "meeting_cancelled": "a cancelled meeting",
    "checkpoint_review": "a manager's checkpoint",
    "checkpoint_circulated": "the sending out of the checkpoint",
    "conference_chair_review": "a look at the case by the conference chair",
    "conference_chair_closed": "the end of the conference chair's involvement",
    "early_closure_agreed": "the conference chair's agreement to close early",
    "panel_review": "a panel",
    "extension_agreed": "an agreed extension",
    "manager_decision": "a manager's decision",
    "supervision": "a supervision",
    "worker_changed": "a change of worker",
    "reason_recorded": "a recorded reason",
    "private_fostering_notified": "the notice of private fostering",
    "strategy_discussion": "a strategy discussion",
    "s47_started": "the start of a section 47 enquiry",
    "icpc_held": "an initial child protection conference",
    "cp_review": "a child protection review conference",
    "cp_plan_started": "the start of a protection plan",
    "cp_plan_ended": "the end of a protection plan",
    "pre_proceedings_started": "the start of pre-proceedings",
    "cla_started": "the start of care",
    "cla_ended": "the end of care",
    "early_help_started": "the start of early help",
    "early_help_ended": "the end of early help",
    "transfer_out_agreed": "the agreement to transfer out",
    "transferred_out": "the transfer out",
    "closure_summary": "a closing summary",
    "case_closed": "the closing of the case",
})
"""Each event as a phrase that fits into a sentence: a test holds this equal to the vocabulary."""

SPELL_PHRASES = all_worded({
    "episode": "while the case is open",
    "protection": "while on a protection plan",
    "care": "while in care",
    "in_need": "while in need",
    "plan": "while on a plan",
})

STATE_TITLES = all_worded(
    {"in_need": "In need", "plan": "On a plan", "protection": "Protection plan", "care": "In care"}
)
TOPIC_TITLES = all_worded(TOPICS)
EVENT_MEANINGS = all_worded(EVENT_TYPES)

CONDITION_PHRASES = {
    "outcome": "that ended in {}",
    "chaired_by": "chaired by {}",
    "child_seen": "recorded as child {}",
    "seen_alone": "recorded as child {}",
}
VALUES = all_worded({
    ("child_seen", "yes"): "seen",
    ("child_seen", "no"): "not seen",
    ("seen_alone", "yes"): "seen alone",
    ("seen_alone", "no"): "not seen alone",
    ("chaired_by", "social_worker"): "a social worker",
    ("chaired_by", "manager"): "a manager",
    ("chaired_by", "conference_chair"): "the conference chair",
})


@dataclass(frozen=True)
class SaidRule:
    """A rule in words: ``asks`` in a sentence, who ``differs``, what does and does not count."""

    asks: str
    differs: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)

    @property
    def whole(self) -> str:
        """Everything in one text."""
        return " ".join([self.asks, *self.differs, *self.counts])


def say_rule(policy: Policy, rule: Rule) -> SaidRule:
    """What a rule asks, in words."""
    variants = policy.variants(rule)
    differs = [
        f"{sentence_start(cohort_title(policy, cohort))}: {difference(policy, rule, variant)}."
        for cohort, variant in variants
        if cohort is not None
    ]
    if rule.only:
        differs.append(f"Only: {joined([cohort_title(policy, c) for c in rule.only], 'and')}.")
    if rule.except_:
        names = joined([cohort_title(policy, c) for c in rule.except_], "or")
        differs.append(f"Not for: {names}.")
    return SaidRule(sentence_start(asked(policy, rule)) + ".", differs, what_counts(policy, rule))


def asked(policy: Policy, rule: Any) -> str:
    """What a rule asks as a sentence without its full stop."""
    limit = rule.limit.text if rule.limit else ""
    match rule.shape:
        case "within":
            said = f"{events(policy, rule.to)} within {limit} of {anchor(policy, rule)}"
            if rule.not_before:
                said += f", and not in the first {rule.not_before.text}"
        case "every":
            said = f"{events(policy, rule.of)} at least every {limit}"
            said += f", counted from {anchor(policy, rule)}"
            if rule.later:
                said += f"; after {rule.later.after.text}, every {rule.later.every.text}"
        case "recorded_within":
            said = f"{events(policy, rule.of)} put on file within {limit}"
        case "before":
            said = f"{events(policy, rule.to)} at least {limit} before {each(policy, rule.before)}"
            if rule.given:
                said += f", where there was {events(policy, rule.given)} since the last one"
        case "requires":
            said = f"{events(policy, rule.requires)} before {definite(policy, rule.at)}"
            if rule.in_last:
                said += f", no more than {rule.in_last.text} earlier"
        case _:
            said = f"at least {limit} from {anchor(policy, rule)} to {events(policy, rule.ended_by)}"
    if rule.unless:
        said += f", unless there is already {events(policy, rule.unless)}"
    spell = getattr(rule, "while_", None)
    return f"{said}, {SPELL_PHRASES[spell]}" if spell in ("plan", "protection", "care") else said


def difference(policy: Policy, rule: Any, variant: Any) -> str:
    """What a cohort's variant asks, said shortly where only the limit differs."""
    changed = {
        name for name in type(rule).model_fields if getattr(rule, name) != getattr(variant, name)
    } - {"cohorts"}
    if changed <= {rule.shape, "later", "by"} and variant.limit:
        lead = {"every": "every", "within": "within", "recorded_within": "within"}
        said = f"{lead.get(rule.shape, '')} {variant.limit.text}".strip()
        later = getattr(variant, "later", None)
        return said + (f"; after {later.after.text}, every {later.every.text}" if later else "")
    return asked(policy, variant)


def anchor(policy: Policy, rule: Any) -> str:
    """What a rule counts from."""
    if rule.after is not None:
        return f"the day “{policy.rule(rule.after).title}” was met"
    each_one = getattr(rule, "anchor", "first") == "each"
    return each(policy, rule.from_) if each_one else definite(policy, rule.from_)


def events(policy: Policy, name: Any) -> str:
    """The events a name stands for: ``a visit or a review``."""
    return joined([EVENT_PHRASES[word] for word in words_of(policy, name)], "or")


def each(policy: Policy, name: Any) -> str:
    """The same, every one of them: ``each review``."""
    phrases = [EVENT_PHRASES[word] for word in words_of(policy, name)]
    return joined([f"each {p[2:].strip()}" if p.startswith(("a ", "an ")) else p for p in phrases], "or")


def definite(policy: Policy, name: Any) -> str:
    """The same, one of them meant: ``the completed assessment``."""
    phrases = [EVENT_PHRASES[word] for word in words_of(policy, name)]
    return joined([f"the {p[2:].strip()}" if p.startswith(("a ", "an ")) else p for p in phrases], "or")


def words_of(policy: Policy, name: Any) -> list[str]:
    """The event types a name stands for, each once."""
    return list(dict.fromkeys(part.event_type for part in policy.resolve(name)))


def event_names(rule: Any) -> list[Any]:
    """Every event name a rule carries."""
    parts = ("to", "of", "requires", "from_", "before", "at", "ended_by", "unless", "given")
    return [getattr(rule, part) for part in parts if getattr(rule, part, None) is not None]


def what_counts(policy: Policy, rule: Rule) -> list[str]:
    """Which of the events named count and which do not, each said once."""
    filters = [part for name in event_names(rule) for part in policy.resolve(name)]
    return list(dict.fromkeys(said for part in filters for said in conditions_said(part)))


def conditions_said(part: EventFilter) -> list[str]:
    """What an event must and must not carry to count."""
    event = EVENT_PHRASES[part.event_type]
    return [
        f"Only {event} {condition(column, values)} counts." for column, values in part.where
    ] + [
        f"{sentence_start(event)} {condition(column, values)} does not count."
        for column, values in part.where_not
    ]


def condition(column: str, values: tuple[str, ...]) -> str:
    """A condition of an event in words."""
    said = joined([VALUES.get((column, value)) or plain(value) for value in values], "or")
    return CONDITION_PHRASES[column].format(said)


def plain(value: str) -> str:
    """A recorded value in words."""
    known = OUTCOMES.get(value) or CLOSURE_CODES.get(value) or value.replace("_", " ")
    return worded(known.lower())


def event_words(event: dict[str, Any]) -> str:
    """An event with what is recorded on it, in words."""
    parts = [sentence_start(EVENT_PHRASES[event["event_type"]])]
    if event["outcome"]:
        parts.append(plain(event["outcome"]))
    if event["child_seen"]:
        parts.append("child seen" if event["child_seen"] == "yes" else "child not seen")
    if event["seen_alone"]:
        parts.append("alone" if event["seen_alone"] == "yes" else "not alone")
    if event["chaired_by"]:
        parts.append(f"chaired by {plain(event['chaired_by'])}")
    return ", ".join(parts)


def cohort_title(policy: Policy, code: str) -> str:
    """What a cohort is called."""
    group = policy.cohorts.get(code)
    return (group.title if group else "") or COHORTS.get(code) or code.replace("_", " ")


def cohorts_said(policy: Policy, cohort_set: str | None) -> str:
    """The cohorts of a case (joined by ``;``) as they are called; empty for none."""
    return ", ".join(cohort_title(policy, code) for code in (cohort_set or "").split(";") if code)


def policy_words(policy: Policy) -> str:
    """A policy as it is called: its authority and its title."""
    return f"{policy.authority}: {policy.title}" if policy.authority else policy.title


def late_words(days: int | None, unit: str | None) -> str | None:
    """``12 working days``, ``1 day``; none where nothing is late."""
    if not days:
        return None
    return count(days, "working day" if unit == "working_day" else "day")


DRIFT_PHRASES: dict[str, str] = all_worded({
    "plan_length": "The plan has been open for more than {older_than}.",
    "reviews_without_change": "The last {reviews} reviews ended “continue” and the plan was not changed.",
    "missed_visits": "The last {rows} visits that were due were not on time.",
    "stale_assessment": "The last completed assessment is more than {older_than} old.",
    "worker_changes": "{changes} or more changes of worker in the last {in_last}.",
    "meeting_not_rearranged": "A cancelled meeting with no meeting or review in the {within} after it.",
    "supervision_gap": "No supervision for more than {longer_than}.",
    "idle": "Nothing at all on record for more than {longer_than}.",
    "no_manager_review": "The plan is more than {older_than} old and no manager has chaired a review.",
    "returned": "This case began within {within} of an earlier closing.",
    "re_escalated": "A protection plan began within {within} of the end of an earlier one.",
})


def say_drift(name: str, settings: Any) -> str:
    """When an indicator of drift shows, in words."""
    values = {
        key: value.text if isinstance(value, Limit) else value
        for key in type(settings).model_fields
        if (value := getattr(settings, key)) is not None
    }
    return DRIFT_PHRASES[name].format(**values)


def sign_detail(detail: str) -> str:
    """What an indicator of drift says of a child, with days as people write them."""
    return british_dates(worded(detail))


def joined(parts: list[str], word: str) -> str:
    """``a, b or c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def sentence_start(said: str) -> str:
    """The text with a capital letter."""
    return said[:1].upper() + said[1:]


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 child``, ``1,204 children``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def unformatted(said: str) -> str:
    """The text as Markdown that shows it letter by letter: no link, image or emphasis of someone's making."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", said)
