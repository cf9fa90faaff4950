"""What a policy pack is: the model of the YAML language, and the words it is made of.

A pack is checked as a whole by ``policy_check``; this module knows only what one part of a pack may
say by itself. The JSON Schema in ``policies/policy.schema.json`` is generated from these classes.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    model_validator,
)

from cin_metrics.policy_drift import Drift, every_indicator
from cin_metrics.policy_parts import Limit, LimitText, Part, Words, as_list, parse_limit
from cin_metrics.vocabulary import EVENT_CONDITIONS, EVENT_TYPES, SHAPES, SPELLS, TOPICS

Conditions = dict[Literal["outcome", "child_seen", "seen_alone", "chaired_by"], Words]


class EventWhere(Part):
    """An event that must carry (``where``) or must not carry (``where_not``) recorded values."""

    event: str = Field(description="A word of the vocabulary")
    where: Conditions = {}
    where_not: Conditions = {}


EventAlternative = Annotated[
    Annotated[str, Tag("word")] | Annotated[EventWhere, Tag("mapping")],
    Discriminator(lambda value: "word" if isinstance(value, str) else "mapping"),
]
EventName = Annotated[list[EventAlternative], BeforeValidator(as_list), Field(min_length=1)]

SpellName = Literal[tuple(SPELLS)]
TopicName = Literal[tuple(TOPICS)]


class Rule(Part):
    """What every rule says, whatever its shape."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Fixed name: small letters, _")
    title: str = Field(min_length=1, description="In plain words")
    topic: TopicName = Field(description="What the rule is reported under")
    clause: str = Field(min_length=1, description="Where in the source")
    note: str | None = Field(None, description="Anything a reader should know")
    aim: LimitText | None = Field(None, description="What good looks like")
    assumed: bool = Field(False, description="The source sets no number; this one is ours")
    reason_expected: bool = Field(False, description="A breach should have a recorded reason")
    unless: EventName | None = Field(None, description="No row where this already stands")
    only: Words | None = Field(None, description="Only these cohorts")
    except_: Words | None = Field(None, alias="except", description="All but these cohorts")
    cohorts: dict[str, dict[str, Any]] = Field({}, description="What differs for a cohort")

    @property
    def shape(self) -> str:
        """The name of the rule's shape."""
        return next(shape for shape in SHAPES if shape in type(self).model_fields)

    @property
    def limit(self) -> Limit | None:
        """The limit the rule is judged by; none for ``requires``."""
        found = getattr(self, "by" if self.shape == "before" else self.shape)
        return found if isinstance(found, Limit) else None


class SpellRule(Rule):
    """A rule judged inside a spell."""

    while_: SpellName = Field("in_need", alias="while", description="The spell it is judged in")


class FromRule(SpellRule):
    """A rule that counts from an event, or from the days on which another rule was met."""

    from_: EventName | None = Field(None, alias="from", description="The anchor")
    after: str | None = Field(None, description="Anchors are the days this rule was met")

    @model_validator(mode="after")
    def one_anchor(self) -> "FromRule":
        """Either an event or another rule."""
        if (self.from_ is None) == (self.after is None):
            raise ValueError("allowed: either from or after, and one of them is needed")
        return self


class Within(FromRule):
    """``to`` happens within the limit of ``from``."""

    within: LimitText
    to: EventName
    anchor: Literal["first", "each"] = "first"
    not_before: LimitText | None = None


class Later(Part):
    """From ``after`` on, the gaps of an ``every`` rule may be as long as ``every``."""

    after: LimitText
    every: LimitText


class Every(FromRule):
    """No gap between ``of`` longer than the limit, the first gap counted from ``from``."""

    every: LimitText
    of: EventName
    later: Later | None = None


class RecordedWithin(Rule):
    """``of`` is put on file within the limit."""

    recorded_within: LimitText
    of: EventName


class Before(SpellRule):
    """``to`` happens at least ``by`` before ``before``."""

    before: EventName
    by: LimitText
    to: EventName
    given: EventName | None = None


class Requires(SpellRule):
    """``at`` only after ``requires``."""

    requires: EventName
    at: EventName
    in_last: LimitText | None = None


class Stay(FromRule):
    """The spell is not ended by ``ended_by`` before the limit is over."""

    stay: LimitText
    ended_by: EventName


RULE_CLASSES = dict(
    zip(SHAPES, (Within, Every, RecordedWithin, Before, Requires, Stay), strict=True)
)


def shape_of(value: Any) -> str | None:
    """The one shape a rule's mapping names, or nothing."""
    if isinstance(value, Rule):
        return value.shape
    named = [shape for shape in SHAPES if isinstance(value, Mapping) and shape in value]
    return named[0] if len(named) == 1 else None


AnyRule = Annotated[
    Annotated[Within, Tag("within")]
    | Annotated[Every, Tag("every")]
    | Annotated[RecordedWithin, Tag("recorded_within")]
    | Annotated[Before, Tag("before")]
    | Annotated[Requires, Tag("requires")]
    | Annotated[Stay, Tag("stay")],
    Discriminator(
        shape_of,
        custom_error_type="shape",
        custom_error_message="allowed: exactly one shape of " + ", ".join(SHAPES),
    ),
]


class Source(Part):
    """The document a pack comes from."""

    title: str
    date: str | None = None
    reference: str | None = None


class Closure(Part):
    """Days on which the authority's offices are closed, both ends included."""

    from_: date = Field(alias="from")
    to: date

    @model_validator(mode="after")
    def in_order(self) -> "Closure":
        """The last day is not before the first."""
        if self.to < self.from_:
            raise ValueError("allowed: a last day on or after the first")
        return self


def closure_days(value: Any) -> Any:
    """A closure of one day where only a day is given."""
    return value if isinstance(value, Mapping | Closure) else {"from": value, "to": value}


Country = Literal["england", "wales", "scotland", "northern_ireland"]


class Calendar(Part):
    """Whose bank holidays count, and which other days are not worked."""

    country: Country = "england"
    closures: list[Annotated[Closure, BeforeValidator(closure_days)]] = []


def calendar_of(value: Any) -> Any:
    """The calendar of a country where only the country is named."""
    return {"country": value} if isinstance(value, str) else value


class Effective(Part):
    """The days on which an obligation may be anchored, both ends included."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class Cohort(Part):
    """A group of children, and the teams whose children belong to it."""

    title: str = ""
    teams: Words = []


def cohort_of(value: Any) -> Any:
    """A cohort of teams where only the teams are named."""
    return {"teams": value} if isinstance(value, list | str) else value or {}


class NotMeasurable(Part):
    """A clause of the source that no case event can measure."""

    clause: str
    asks: str
    why: str


class EventFilter(BaseModel):
    """One event type with the values it must (``where``) and must not (``where_not``) carry."""

    model_config = ConfigDict(frozen=True)
    event_type: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    where_not: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Policy(Part):
    """A policy pack: what an authority asks of its work with children in need."""

    title: str = Field(min_length=1)
    authority: str | None = None
    note: str | None = None
    source: Source | None = None
    calendar: Annotated[Calendar, BeforeValidator(calendar_of)] = Calendar()
    effective: Effective = Effective()
    cohorts: dict[str, Annotated[Cohort, BeforeValidator(cohort_of)]] = {}
    define: dict[str, EventName] = {}
    rules: list[AnyRule] = Field(min_length=1)
    drift: Drift = Field(default_factory=every_indicator)
    panel_month: LimitText = parse_limit("9 months")
    not_measurable: list[NotMeasurable] = []

    _name: str = PrivateAttr("")
    _digest: str = PrivateAttr("")
    _variants: dict[str, list[tuple[str | None, Rule]]] = PrivateAttr({})

    @property
    def name(self) -> str:
        """The file's stem: how commands, pages and the ledger call this pack."""
        return self._name

    @property
    def version(self) -> str:
        """The source's date and the first figures of the file's digest."""
        dated = self.source.date if self.source and self.source.date else "undated"
        return f"{dated}, {self._digest[:8]}" if self._digest else dated

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id."""
        return next(rule for rule in self.rules if rule.id == rule_id)

    def visit_rule(self) -> Rule | None:
        """The recurring visit rule: the one drift names, else ``visits``, else the first of its kind."""
        named = self.drift.missed_visits.rule if self.drift.missed_visits else None
        recurring = [r for r in self.rules if r.shape == "every" and r.topic == "visit"]
        return next(
            (rule for rule in self.rules if rule.id == named),
            next((rule for rule in recurring if rule.id == "visits"), next(iter(recurring), None)),
        )

    def variants(self, rule: Rule) -> list[tuple[str | None, Rule]]:
        """The rule itself (cohort None), then the rule as each cohort override makes it."""
        return self._variants[rule.id]

    def resolve(self, name: list[str | EventWhere] | None) -> tuple[EventFilter, ...]:
        """The event filters a name stands for, words of ``define`` followed; each once, in order."""
        filters: dict[EventFilter, None] = {}
        for alternative in name or []:
            if isinstance(alternative, EventWhere):
                found: tuple[EventFilter, ...] = (
                    EventFilter(
                        event_type=alternative.event,
                        where=conditions(alternative.where),
                        where_not=conditions(alternative.where_not),
                    ),
                )
            elif alternative in EVENT_TYPES:
                found = (EventFilter(event_type=alternative),)
            else:
                found = self.resolve(self.define[alternative])
            filters.update(dict.fromkeys(found))
        return tuple(filters)


def conditions(given: Mapping[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The conditions in a fixed order, so that equal filters are equal."""
    return tuple(
        (column, tuple(sorted(given[column]))) for column in EVENT_CONDITIONS if column in given
    )
