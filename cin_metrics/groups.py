"""Figures broken down by who the child is: age, sex, ethnicity, disability, primary need.

The cases are those of the measure itself, each joined with its child's row in the table of children; a child without a
row, or with a word that cannot be read, is "Not recorded". What is counted as what: docs/groups.md.
"""

from dataclasses import dataclass
from datetime import date

import pyarrow

from cin_metrics.engine import SmallTable
from cin_metrics.faults import InputFault, nearest
from cin_metrics.labels import worded
from cin_metrics.ledger import Ledger
from cin_metrics.measures import MEASURES, Selection
from cin_metrics.measures.figures import EVERYTHING, select_cases
from cin_metrics.statistics.comparison import Comparison, compare_teams
from cin_metrics.vocabulary import GROUP_WORDS

NOT_RECORDED = "Not recorded"

CHARACTERISTICS: dict[str, str] = {
    "age": "Age",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "disabled": "Disability",
    "primary_need": "Primary need",
}

AGE_BANDS: dict[str, tuple[int, int]] = {
    "Under 1": (0, 1),
    "1 to 4": (1, 5),
    "5 to 9": (5, 10),
    "10 to 15": (10, 16),
    "16 to 17": (16, 18),
    "18 and over": (18, 1000),
}
"""From this age in years, up to but not including that one; before birth a child is "Unborn"."""


@dataclass(frozen=True)
class GroupFigure:
    """A share that can be broken down: a measure, or one part of it (``detail``)."""

    title: str
    measure: str
    definition: str
    cases: str
    good: str | None
    detail: str | None = None

    @property
    def of_rules(self) -> bool:
        """Whether it is a figure of one rule."""
        return MEASURES[self.measure].rules is not None


def _figure(measure: str, cases: str, detail: str | None = None, title: str = "", definition: str = "") -> GroupFigure:
    held = MEASURES[measure]
    said = worded(title) or held.title, worded(definition) or held.definition
    return GroupFigure(said[0], measure, said[1], worded(cases), held.good, detail)


FIGURES: dict[str, GroupFigure] = {
    "timeliness": _figure("timeliness", "obligations"),
    "in_timescale_now": _figure("in_timescale_now", "open children"),
    "seen": _figure("seen", "visits"),
    "seen_alone": _figure("seen_alone", "visits"),
    "drift": _figure(
        "drift", "children in need", "2+", "Two or more signs of drift",
        "Children with two or more signs of drift, of the open children in need; long-term disability support apart.",
    ),
    "re_referral_12m": _figure("re_referral_12m", "referrals"),
    "step_up": _figure(
        "ended_by", "times in need that ended", "protection", "Stepped up to protection",
        "Times in need that ended in a protection plan, of those that ended in the period.",
    ),
}  # fmt: skip
"""The figures that can be broken down: each a share of cases, so that an interval can be given."""


def group_names(characteristic: str) -> list[str]:
    """The groups of a characteristic, in order."""
    named = ["Unborn", *AGE_BANDS] if characteristic == "age" else list(GROUP_WORDS[characteristic])
    return [*named, NOT_RECORDED]


def children_given(ledger: Ledger) -> dict[str, int]:
    """How many children the table of children holds, and how many with each characteristic."""
    return ledger.workspace.ask("groups/children_given").to_pylist()[0]


def make_groups(
    ledger: Ledger,
    figure: str,
    characteristic: str,
    period_from: date,
    period_to: date,
    rule_id: str | None = None,
    selection: Selection = EVERYTHING,
) -> pyarrow.Table:
    """One row a group in which a case occurs: group_value, numerator, denominator; they add up to the measure's own."""
    for what, given, known in (("figure", figure, FIGURES), ("characteristic", characteristic, CHARACTERISTICS)):
        if given not in known:
            raise InputFault(f"{what}: found '{given}'; allowed: {', '.join(known)}.{nearest(given, known)}")
    asked = FIGURES[figure]
    workspace = ledger.workspace
    with workspace.cursor():
        select_cases(ledger, period_from, period_to, selection, [asked.measure])
        workspace.give("age_bands", _age_bands())
        workspace.give("group_words", _group_words())
        workspace.give("group_list", _group_list())
        workspace.view("groups/case_groups")
        return workspace.ask(
            "groups/shares_by_group",
            {
                "characteristic": characteristic,
                "measure": asked.measure,
                "rule_id": rule_id if asked.of_rules else None,
                "detail": asked.detail,
            },
        )


def compare_groups(groups: pyarrow.Table) -> Comparison:
    """Each group against all children, with as many groups in view as there are."""
    columns = groups.to_pydict()
    return compare_teams(columns["group_value"], columns["numerator"], columns["denominator"])


def _age_bands() -> SmallTable:
    bands = [(name, first, until) for name, (first, until) in AGE_BANDS.items()]
    return SmallTable({"group_value": "varchar", "from_age": "integer", "until_age": "integer"}, bands)


def _group_words() -> SmallTable:
    words = [
        (characteristic, word, group)
        for characteristic, groups in GROUP_WORDS.items()
        for group, words in groups.items()
        for word in words.split()
    ]
    return SmallTable(dict.fromkeys(("characteristic", "word", "group_value"), "varchar"), words)


def _group_list() -> SmallTable:
    places = [
        (characteristic, group, position)
        for characteristic in CHARACTERISTICS
        for position, group in enumerate(group_names(characteristic))
    ]
    return SmallTable({"characteristic": "varchar", "group_value": "varchar", "position": "integer"}, places)
