"""The headline figures of the overview: each beside what it was before, and the children behind it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cin_metrics.changes import ICONS, month_name
from cin_metrics.days import Period, british, period_before, usual_period
from cin_metrics.drift import INDICATORS
from cin_metrics.faults import InputFault
from cin_metrics.labels import worded
from cin_metrics.monthly import NOT_JUDGED, MonthlyFigure
from cin_metrics.policy import Rule
from cin_metrics.ui import answers, figures
from cin_metrics.ui.answers import RuleNow, Share
from cin_metrics.ui.figures import Figure
from cin_metrics.ui.session import DUE_SOON_WORKING_DAYS, Rows, Session
from cin_metrics.ui.standing import Standing
from cin_metrics.ui.tables import Column, of_text, share_text
from cin_metrics.ui.view import View
from cin_metrics.words import count, sentence_start

STATE_COLUMNS = {
    "child_id": Column("Child"),
    "in_need_since": Column("In need since", "day"),
    "plan_since": Column("On a plan since", "day"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
WORK_COLUMNS = {
    "child_id": Column("Child"),
    "overdue": Column("Overdue", "number"),
    "upcoming": Column("Coming up", "number"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
AT_RISK_COLUMNS = {
    "child_id": Column("Child"),
    "counted_on": Column("From", "day"),
    "numerator": Column("Days in timescale", "number"),
    "denominator": Column("Days at risk", "number"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
SOON_COLUMNS = {
    "due_date": Column("Due", "day"),
    "working_days_left": Column("Working days left", "number"),
    "child_id": Column("Child"),
    "title": Column("What is asked"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
OVERDUE_COLUMNS = {
    "due_date": Column("Due", "day"),
    "days_late": Column("Days late", "number", "Working days where the limit is in working days"),
    "child_id": Column("Child"),
    "title": Column("What is asked"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
STEP_COLUMNS = {
    "child_id": Column("Child"),
    "way": Column("To"),
    "counted_on": Column("On", "day"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
DRIFT_COLUMNS = {
    "child_id": Column("Child"),
    "number_of_indicators": Column("Signs", "number"),
    "indicator_title": Column("Sign"),
    "since": Column("Since", "day"),
    "team": Column("Team"),
    "worker": Column("Worker"),
}
STEPS = {"protection": "Protection", "early_help": worded("Early help")}
RATES = {"step_up_rate": "Up", "step_down_rate": "Down"}
CARDS_A_ROW = 4
VERDICTS = {
    "worrying": "worse by more than chance",
    "improving": "better by more than chance",
    "changing": "changed by more than chance",
    "common cause": "within the usual range",
    "too few": "too few to judge",
    "too coarse": "too coarse to judge",
}
NO_STEPS = worded("The extract records no protection plan and no early help.")


class Headlines:
    """The headline figures of a view, each with what it was before and the verdict of its control chart."""

    def __init__(self, session: Session, view: View, rules: list[RuleNow], children: Rows):
        self.session, self.view, self.rules, self.children = session, view, rules, children
        self.judged = answers.judged_rules(session, view.policy)
        self.visits = view.policy.visit_rule()
        self.quarter = usual_period("quarter", view.as_of)
        self.standing = Standing(session, view, rules, children)
        self.places: dict[str, DeltaGenerator] = {}

    def cards(self) -> dict[str, Callable[[], Figure]]:
        """The figures in their order; each asks for what it says when it is called."""
        cards: dict[str, Callable[[], Figure]] = {
            "in_need": self.in_need, "nothing_overdue": self.nothing_overdue, "visits": self.time_in_timescale,
            "overdue": self.overdue, "due_soon": self.due_soon, "plans": self.over_panel_month,
            "steps": self.steps, "drift": self.drift,
        }  # fmt: skip
        if self.visits is None:
            del cards["visits"]
        return cards

    def show(self) -> None:
        """Draw the cards, each as soon as it can be."""
        cards = self.cards()
        names = list(cards)
        with st.container(key="cards"):
            for start in range(0, len(names), CARDS_A_ROW):
                for place, name in zip(st.columns(CARDS_A_ROW), names[start:start + CARDS_A_ROW], strict=False):
                    with place:
                        self.places[name] = figures.show(cards[name](), self.view)

    @property
    def is_quick(self) -> bool:
        """Whether what the figures were before has been said already and takes no time."""
        return self.session.has_kept(self.view, self.key)

    @property
    def key(self) -> tuple[object, ...]:
        """What the sentences on the cards hang on, beside the ledger."""
        return "headlines before", self.session.selected(self.view), self.view.period

    def changes(self) -> None:
        """Say on each card what the figure was before; the first time that takes a ledger of its own."""
        said = self.session.kept(self.view, self.key, lambda: {name: self.change_of(name) for name in self.places})
        for name, place in self.places.items():
            figures.say_change(place, [part for part in (said[name], *self.verdicts(name)) if part])

    def change_of(self, name: str) -> str:
        """How a figure differs from the period before, in a sentence."""
        if name == "steps":
            return self.steps_before()
        if not self.reaches_back(self.before):
            return "The extract does not reach back a period to compare with."
        if name == "visits":
            if self.visits is None:
                return ""
            now, before = (
                answers.time_in_timescale(self.session, view, self.visits.id)
                for view in (self.view, replace(self.view, period=self.before))
            )
            return change_said(now, before, False, before_words(self.view.period))
        day = f"on {british(self.earlier.as_of)}"
        return change_said(getattr(self.standing, name), getattr(self.standing_before, name), name in COUNTED, day)

    def verdicts(self, name: str) -> list[str]:
        """What the control charts behind a figure say; nothing where there is none."""
        try:
            if name == "visits" and self.visits:
                figure = answers.monthly_figure(self.session, self.view, "time_in_timescale", self.visits.id)
                return [verdict_said("", figure)] if figure else []
            if name == "steps":
                found = {figure.measure: figure for figure in answers.monthly_figures(self.session, self.view)}
                rates = {way: found[rate] for rate, way in RATES.items() if rate in found}
                if rates and all(figure.chart.variation in NOT_JUDGED for figure in rates.values()):
                    return ["○ By month: too few to judge."]
                return [verdict_said(way, figure) for way, figure in rates.items()]
        except InputFault:
            # What is at fault with the breaks or targets is said under “What changed”.
            pass
        return []

    @cached_property
    def before(self) -> Period:
        """The period of the same length just before."""
        return period_before(self.view.period)

    @property
    def earlier(self) -> View:
        """The view as of the last day before the period."""
        return replace(self.view, as_of=self.before.last, period=self.before)

    @cached_property
    def standing_before(self) -> Standing:
        """What stood on the last day before the period."""
        return Standing(self.session, self.earlier)

    def reaches_back(self, period: Period) -> bool:
        """Whether the extract holds all of a period."""
        return self.session.first_date <= period.first

    def in_need(self) -> Figure:
        """How many children are in need, and how many of them on a plan."""
        plans = answers.number_of_children([row for row in self.children if row["plan_since"]])
        return Figure(
            worded("Children in need"), self.standing.in_need, f"with an open case; {plans:,} on a plan", None,
            "Children open under section 17 who are neither on a protection plan nor in care.",
            "Children with an open time in need ÷ children with an open case, on the as-of date.",
            counted=True, behind=lambda: [row for row in self.children if row["in_need_since"]],
            columns=STATE_COLUMNS, lead=("See how long →", "drift", {}),
        )  # fmt: skip

    def nothing_overdue(self) -> Figure:
        """The share of open children with nothing overdue."""
        return Figure(
            "In timescale now", self.standing.nothing_overdue, "children with something due or coming up", "higher",
            "Open children for whom nothing the policy asks is overdue today.",
            "Open children with something open and nothing overdue ÷ open children with something overdue or "
            "coming up, over all rules of the policy.",
            behind=lambda: answers.with_work(self.children), columns=WORK_COLUMNS,
            lead=("See all rules →", "timeliness", {"topic": ["all"], "rule": []}),
        )  # fmt: skip

    def time_in_timescale(self) -> Figure:
        """The share of child-days inside the limit of the recurring visit rule."""
        rule = self.visits
        assert rule is not None
        return Figure(
            f"{rule.title}: time in timescale", answers.time_in_timescale(self.session, self.view, rule.id),
            "child-days in the period", "higher",
            "How much of the time in the period the last visit was no longer ago than the limit.",
            "Child-days inside the limit ÷ child-days at risk. A late flurry of visits does not bring back the days "
            "that went before.",
            rules=[rule], behind=lambda: self.session.cases(self.view, "time_in_timescale", rule.id),
            columns=AT_RISK_COLUMNS, lead=("See visits →", "timeliness", leading_to(rule)),
        )  # fmt: skip

    def overdue(self) -> Figure:
        """How much is overdue now."""
        return Figure(
            "Overdue now", self.standing.overdue, "open obligations", "lower",
            "What the policy asks, was due before today, is not done, and can still be done.",
            "Obligations overdue ÷ obligations overdue or coming up, over all rules of the policy.",
            counted=True, behind=lambda: answers.open_cases(self.session, self.view, "overdue", self.judged),
            columns=OVERDUE_COLUMNS, lead=self.lead_to("overdue"),
        )  # fmt: skip

    def due_soon(self) -> Figure:
        """How much falls due in the next working days."""
        return Figure(
            f"Due in the next {DUE_SOON_WORKING_DAYS} working days", self.standing.due_soon, "coming up", None,
            f"What the policy asks, is not done and falls due within {DUE_SOON_WORKING_DAYS} working days.",
            "Obligations that fall due so soon ÷ obligations coming up, over all rules of the policy.",
            counted=True, behind=lambda: answers.open_cases(self.session, self.view, "upcoming", self.judged),
            columns=SOON_COLUMNS, lead=self.lead_to("soon"),
        )  # fmt: skip

    def lead_to(self, part: str) -> tuple[str, str, dict[str, list[str]]]:
        """The link to the rule of which most is overdue, or due soon."""
        number = {"overdue": lambda now: now.overdue or 0, "soon": lambda now: now.due_soon or 0}[part]
        most = max(self.rules, key=number, default=None)
        changes = {"topic": ["all"], "part": [part]}
        return "See by rule →", "timeliness", changes | ({"rule": [most.rule.id]} if most else {})

    def over_panel_month(self) -> Figure:
        """How many open plans are older than the pack's month."""
        month = self.view.policy.panel_month.text
        return Figure(
            worded(f"Plans over {month}"), self.standing.plans, "open plans", "lower",
            f"Open child in need plans that began more than {month} ago.",
            f"Open plans whose start lies more than {month} before the as-of date ÷ open plans.",
            counted=True, behind=lambda: [row for row in self.children if row["plan_is_over"]],
            columns=STATE_COLUMNS, lead=("See panel →", "panel", {}),
        )  # fmt: skip

    def steps(self) -> Figure:
        """How many times in need ended in protection and in early help this quarter."""
        ended = self.ended_in(self.quarter)
        share = next(iter(ended.values()), Share(None, None, NO_STEPS))
        if share.denominator == 0:
            share = replace(share, why=worded("No time in need ended this quarter."))
        numbers = " and ".join(f"{share.numerator:,}" for share in ended.values())
        return Figure(
            "Steps this quarter", share, "", None,
            "Times in need that ended in a protection plan (up) and in early help (down) since the quarter began.",
            "Times in need that ended in each of these ways ÷ all times in need that ended, quarter to date. Stepping "
            "up can be right for a child: neither direction is good by itself.",
            told=(
                steps_said(ended),
                f"{numbers} of {share.denominator or 0:,} {worded('times in need')} ended since "
                f"{british(self.quarter.first)}",
            ),
            behind=self.stepped, columns=STEP_COLUMNS,
            lead=("See steps →", "steps", {"period": ["quarter"]}),
        )  # fmt: skip

    def ended_in(self, period: Period) -> dict[str, Share]:
        """Of the times in need that ended in a period, those in each way that is a step and is on record."""
        ended = answers.endings(self.session, replace(self.view, period=period))
        return {way: ended[way] for way in STEPS if way in ended}

    def steps_before(self) -> str:
        """The steps of the same length of time just before the quarter."""
        before = period_before(self.quarter)
        if not self.reaches_back(before):
            return "The extract does not reach back a quarter to compare with."
        ended = self.ended_in(before)
        whole = next((share.denominator for share in ended.values()), 0)
        return f"{steps_said(ended)} of {whole:,} {before_words(self.quarter)}." if whole else ""

    def stepped(self) -> Rows:
        """The times in need of the quarter that ended in protection or early help."""
        return [
            row | {"way": STEPS[row["detail"]]}
            for row in self.session.cases(replace(self.view, period=self.quarter), "ended_by")
            if row["numerator"] and row["detail"] in STEPS
        ]

    def drift(self) -> Figure:
        """The share of children with two or more signs of drift."""
        return Figure(
            "Two or more signs of drift", self.standing.drift, "in need, disability support apart", "lower",
            "Children in need for whom at least two signs of drift are present.",
            "Children with 2 or more signs ÷ open children in need. Long-term disability support is "
            "reported apart. Thresholds stand in the policy.",
            behind=self.drifting, columns=DRIFT_COLUMNS, lead=("See drift →", "drift", {}),
        )  # fmt: skip

    def drifting(self) -> Rows:
        """The signs of the children with at least two."""
        return [
            row | {"indicator_title": INDICATORS[row["indicator"]]}
            for row in self.session.drift(self.view)
            if row["number_of_indicators"] >= 2 and not row["is_cwd"]
        ]


COUNTED = ("in_need", "overdue", "due_soon", "plans")
"""The figures read as numbers of cases; the others are read as shares."""


def change_said(now: Share, before: Share, counted: bool, when: str) -> str:
    """``Up 3.1 points from 78.0% (92 of 118) on 30 Sep 2025.``; in numbers where the figure is ``counted``."""
    if now.value is None:
        return ""
    if before.value is None:
        return f"No figure {when}."
    if counted:
        was, difference = f"{before.numerator:,}", f"{abs((now.numerator or 0) - (before.numerator or 0)):,}"
        side = (now.numerator or 0) - (before.numerator or 0)
    else:
        was = f"{share_text(before.value)} ({of_text(before.numerator, before.denominator)})"
        side = round((now.value - before.value) * 100, 1)
        difference = f"{abs(side):.1f} points"
    if not side:
        return f"The same as {when}: {was}."
    return f"{'Up' if side > 0 else 'Down'} {difference} from {was} {when}."


def steps_said(ended: dict[str, Share]) -> str:
    """``12 up · 5 down``; a dash where the extract records no such step."""
    ways = {"protection": "up", "early_help": "down"}
    return " · ".join(f"{ended[way].numerator:,} {said}" if way in ended else f"— {said}" for way, said in ways.items())


def before_words(period: Period) -> str:
    """``in the 12 months before``: the period before one of the same length, in words."""
    if period.months == 1:
        return "in the month before"
    days = (period.last - period.first).days + 1
    return f"in the {f'{period.months} months' if period.months else count(days, 'day')} before"


def verdict_said(what: str, figure: MonthlyFigure) -> str:
    """``● Up, September 2026: within the usual range.``, of the latest month that can be judged."""
    variation, month = figure.chart.variation, figure.chart.judged_on
    parts = [what, month_name(month) if month else "by month"]
    return f"{ICONS[variation]} {sentence_start(', '.join(filter(None, parts)))}: {VERDICTS[variation]}."


def leading_to(rule: Rule) -> dict[str, list[str]]:
    """What a link to a rule in Timeliness changes."""
    return {"topic": [rule.topic], "rule": [rule.id]}
