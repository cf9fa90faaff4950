"""The headline figures of a briefing: this period, a year before, the chart's verdict, what is published."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cin_metrics.benchmarks import benchmark_for
from cin_metrics.changes import VERDICTS, count_said, value_said
from cin_metrics.coverage import not_answered
from cin_metrics.days import british_month
from cin_metrics.disclosure import shareable
from cin_metrics.labels import worded
from cin_metrics.ledger import Ledger
from cin_metrics.measures import MEASURES, Selection, make_measures
from cin_metrics.monthly import MonthlyFigure
from cin_metrics.vocabulary import TOPICS
from cin_metrics.words import TOPIC_TITLES

Rows = list[dict[str, Any]]

NO_FIGURE = "—"
HIDDEN = "hidden: small numbers"
OVERALL = (
    "seen", "seen_alone", "reason_on_file", "drift", "step_up_rate", "step_down_rate", "step_down_sustained_6",
    "re_referral_12m",
)  # fmt: skip
"""What stands beside the topics; ``reason_on_file`` over all rules, ``drift`` with two or more signs."""


@dataclass(frozen=True)
class Headline:
    """A figure: its title and unit, numerator, denominator and value now and a year before, and what is said of it."""

    title: str
    measure: str
    unit: str
    numerator: int
    denominator: int
    before: tuple[int, int]
    verdict: str = ""
    published: str = ""

    @property
    def value(self) -> float | None:
        """The value in its unit: a share of 1, or per 100 children in need a month."""
        return value_of(self.unit, self.numerator, self.denominator)

    def said(self, before: bool = False, for_sharing: bool = False) -> str:
        """``61 of 94 (64.9%)``; small numbers hidden where it leaves the service."""
        numerator, denominator = self.before if before else (self.numerator, self.denominator)
        if not denominator:
            return NO_FIGURE
        counted = denominator if self.unit == "share" else max(denominator, numerator)
        if for_sharing and shareable([""], [numerator], [counted]).rows[0].is_hidden:
            return HIDDEN
        value = value_said(value_of(self.unit, numerator, denominator), self.unit)
        days = " child-days" if self.unit == "rate" or self.measure == "time_in_timescale" else ""
        return f"{value} ({count_said(numerator)} of {count_said(denominator)}{days})"


def value_of(unit: str, numerator: int, denominator: int) -> float | None:
    """A share, or events per child-day as per 100 children in need a month."""
    if not denominator:
        return None
    return numerator / denominator * (30.4375 * 100 if unit == "rate" else 1)


def headlines(
    ledger: Ledger,
    first: date,
    last: date,
    selection: Selection,
    charts: Collection[MonthlyFigure] = (),
) -> list[Headline]:
    """The headline figures of a period: each topic of the pack, then what is beside the topics."""
    answered = rules_answered(ledger)
    year_before = a_year_before(first), a_year_before(last)
    names = ("timeliness", "time_in_timescale", *OVERALL)
    now = make_measures(ledger, first, last, "rule", selection, names).to_pylist()
    then = make_measures(ledger, *year_before, "rule", selection, names).to_pylist()
    drawn = {figure.key: figure for figure in charts}
    found = [
        Headline(
            f"{TOPIC_TITLES[topic]}, on time", "timeliness", "share",
            *summed(now, "timeliness", rules), summed(then, "timeliness", rules),
            verdict=topic_verdict(drawn, rules), published=published_for(ledger, rules),
        )
        for topic, rules in by_topic(ledger, answered).items()
    ]  # fmt: skip
    visits = [rule for rule in answered if ledger.policy.rule(rule).topic == "visit"]
    found.append(
        Headline(
            worded("Visits, time in timescale"), "time_in_timescale", "share",
            *summed(now, "time_in_timescale", visits), summed(then, "time_in_timescale", visits),
        )
    )  # fmt: skip
    _, lacking = not_answered(ledger)
    found += [overall(ledger, now, then, name, drawn) for name in OVERALL if name not in lacking]
    whole_from = ledger.extract.limits.whole_from
    if whole_from and year_before[0] < whole_from:
        found = [replace(headline, before=(0, 0)) for headline in found]
    return [headline for headline in found if headline.denominator or headline.before[1]]


def overall(ledger: Ledger, now: Rows, then: Rows, name: str, drawn: dict[str, MonthlyFigure]) -> Headline:
    """A measure beside the topics."""
    part = "2+" if name == "drift" else None
    measure = MEASURES[name]
    benchmark = benchmark_for(name) if name == "re_referral_12m" else None
    england = benchmark.england if benchmark else None
    published = ""
    if benchmark and england and england.value is not None:
        published = f"England {value_said(england.value, 'share')} to {british_month(benchmark.year_ending)}"
    title = "Two or more signs of drift" if name == "drift" else measure.title
    # Drift stands as of the as-of date, so last year's figure would be of another ledger.
    before = (0, 0) if name == "drift" else summed(then, name, None, part)
    return Headline(
        title, name, measure.unit, *summed(now, name, None, part), before,
        verdict=VERDICTS[drawn[name].chart.variation] if name in drawn else "", published=published,
    )  # fmt: skip


def summed(rows: Rows, measure: str, rules: Collection[str] | None, part: str | None = None) -> tuple[int, int]:
    """Numerator and denominator of a measure over some rules, or of one of its parts."""
    kept = [
        row
        for row in rows
        if row["measure"] == measure
        and (rules is None or row["rule_id"] in rules)
        and (part is None or row["group_value"].rsplit(", ", 1)[-1] == part)
    ]
    return sum(row["numerator"] for row in kept), sum(row["denominator"] for row in kept)


def rules_answered(ledger: Ledger) -> list[str]:
    """The rules that the extract can answer."""
    lacking, _ = not_answered(ledger)
    return [rule.id for rule in ledger.policy.rules if rule.id not in lacking]


def by_topic(ledger: Ledger, rules: Collection[str]) -> dict[str, list[str]]:
    """The rules of each topic, topics in the usual order."""
    found: dict[str, list[str]] = {}
    for topic in TOPICS:
        of_topic = [rule for rule in rules if ledger.policy.rule(rule).topic == topic]
        if of_topic:
            found[topic] = of_topic
    return found


def topic_verdict(drawn: dict[str, MonthlyFigure], rules: Collection[str]) -> str:
    """How many of a topic's rules changed by more than chance, in words."""
    verdicts = [drawn[f"timeliness.{rule}"].chart.variation for rule in rules if f"timeliness.{rule}" in drawn]
    parts = [
        f"{verdicts.count(word)} {said}"
        for word, said in (("worrying", "worrying"), ("improving", "improving"))
        if word in verdicts
    ]
    return f"{', '.join(parts)} of {len(verdicts)} standards" if parts else "No change that stands out"


def published_for(ledger: Ledger, rules: Collection[str]) -> str:
    """The published figure of a rule of the topic that asks exactly what is published; none otherwise."""
    said = []
    for rule_id in rules:
        rule = ledger.policy.rule(rule_id)
        benchmark = benchmark_for("timeliness", rule, ledger.policy)
        if benchmark and benchmark.england and benchmark.england.value is not None:
            value = value_said(benchmark.england.value, "share")
            said.append(f"{rule.title}: England {value} to {british_month(benchmark.year_ending)}")
    return "; ".join(said)


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)

