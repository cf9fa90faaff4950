"""Our figures counted as the published ones are, with what stands beside each and what has to be said."""

from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass

from cin_metrics.benchmarks import ASKED, Benchmark, benchmark_for, comparable
from cin_metrics.coverage import sentence
from cin_metrics.days import british, months_before
from cin_metrics.labels import worded
from cin_metrics.measures import MEASURES
from cin_metrics.statistics.comparison import FEWEST_CASES, Interval, wilson_interval
from cin_metrics.ui.answers import Share, cannot_be_judged
from cin_metrics.ui.session import Session
from cin_metrics.ui.tables import share_text
from cin_metrics.ui.view import View

TITLES = {
    "assessments_within_45_working_days": "Assessments completed within 45 working days",
    "conferences_within_15_working_days": "Child protection conferences within 15 working days",
}
"""The published figures that a rule may ask for, as they are shown."""


@dataclass(frozen=True)
class Beside:
    """One of our figures with the published figure of the same definition. ``cautions`` are sentences."""

    title: str
    benchmark: Benchmark
    ours: Share
    good: str | None
    cautions: Sequence[str]

    @property
    def interval(self) -> Interval | None:
        """How sure our share is: Wilson's interval at 95%."""
        return wilson_interval(self.ours.numerator or 0, self.ours.denominator or 0)

    @property
    def verdict(self) -> str:
        """How our share lies to England's, in a sentence."""
        england, interval = self.benchmark.england, self.interval
        if self.ours.value is None or interval is None:
            return self.ours.why or "There is nothing to compare in the period."
        if england is None or england.value is None:
            return "There is no figure of England to compare with."
        if (self.ours.denominator or 0) < FEWEST_CASES:
            return "Too few to compare."
        if interval[0] <= england.value <= interval[1]:
            return "The difference from England is within what chance gives."
        side = "above" if self.ours.value > england.value else "below"
        better = (side == "above") == (self.good == "higher")
        return f"That is {side} England by more than chance gives ({'better' if better else 'worse'})."


def comparisons(session: Session, view: View) -> list[Beside]:
    """Every figure of ours that has a published one of the same definition."""
    found = []
    returned = benchmark_for("re_referral_12m")
    if returned:
        row = next(iter(session.measures(view, ["re_referral_12m"])), {"numerator": 0, "denominator": 0})
        lacking = session.measures_not_answered(view).get("re_referral_12m")
        why = sentence(lacking) or ("" if row["denominator"] else "No referral in the period.")
        share = Share(row["numerator"], row["denominator"], why)
        measure = MEASURES["re_referral_12m"]
        found.append(Beside(measure.title, returned, share, measure.good, [*partial(view), *too_short(session, view)]))
    unanswerable = cannot_be_judged(session, view.policy)
    for rule in view.policy.rules:
        benchmark = benchmark_for("timeliness", rule, view.policy)
        if benchmark is None:
            continue
        days = {"first": view.period.first, "last": view.period.last}
        done = session.ask(view, "done_in_time", rule_id=rule.id, **days)[0]
        why = unanswerable.get(rule.id) or ("" if done["denominator"] else "None was done in the period.")
        share = Share(done["numerator"], done["denominator"], why)
        found.append(Beside(TITLES[benchmark.published_measure], benchmark, share, "higher", partial(view)))
    return found


def partial(view: View) -> list[str]:
    """What to say where only a part of the service is counted."""
    if not (view.selection.teams or view.selection.cohorts):
        return []
    return [worded("Only the teams or children selected are counted; published figures are of whole authorities.")]


def too_short(session: Session, view: View) -> list[str]:
    """What to say where the extract does not reach back a year before the period."""
    begins = session.limits.whole_from or session.first_date
    if begins <= months_before(view.period.first, 12):
        return []
    return [
        f"The extract begins on {british(begins)}, less than a year before the period: earlier referrals "
        "are not known, so our figure is too low."
    ]


def not_shown(view: View) -> list[str]:
    """What stands beside no published figure, each with why."""
    asked = {comparable(view.policy, rule) for rule in view.policy.rules}
    lacking = [
        f"{TITLES[name]}: no rule of this policy asks exactly that of every child."
        for name in ASKED
        if name not in asked
    ]
    return [
        *lacking,
        "Number of “children in need”: England counts with them children on protection plans, in care and leaving "
        f"care; a caseload of {worded('child in need plans')} is a part of that.",
        worded("Visits, reviews, plans, supervision, consent, drift: no national figure is published."),
    ]


def to_year(benchmark: Benchmark) -> str:
    """``year to March 2025``."""
    return f"year to {month_name[benchmark.year_ending.month]} {benchmark.year_ending.year}"


def series_words(benchmark: Benchmark) -> str:
    """England year by year, in a sentence."""
    said = [f"{figure.year_ending.year} {share_text(figure.value)}" for figure in benchmark.series()]
    return f"England, years to March: {', '.join(said)}." if len(said) > 1 else ""
