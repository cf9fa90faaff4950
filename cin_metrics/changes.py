"""What has changed by more than chance, in words: the same on screen and in reports.

The verdicts are those of the control charts in ``monthly.py``.
"""

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from cin_metrics.monthly import CHILD_DAYS, NOT_JUDGED, Month, MonthlyFigure

VERDICTS = {
    "worrying": "Worrying",
    "improving": "Improving",
    "changing": "Changing",
    "common cause": "No change that stands out",
    "too few": "Too few to judge",
    "too coarse": "Too coarse to judge",
}
"""In the order in which figures are shown: what worries first."""
ICONS = {
    "worrying": "▼",
    "improving": "▲",
    "changing": "◆",
    "common cause": "●",
    "too few": "○",
    "too coarse": "○",
}
ASSURANCES = {
    "will miss": ("✗", "Will miss the target"),
    "hit and miss": ("~", "Hit and miss"),
    "will meet": ("✓", "Will meet the target"),
    None: ("", ""),
}
FALSE_SIGNALS = 0.09
"""The share of figures that signalled in made-up councils whose work did not change, seasons apart."""


def worrying_first(figures: Iterable[MonthlyFigure]) -> list[MonthlyFigure]:
    """The figures by verdict, what worries first; of one verdict in the order given."""
    order = list(VERDICTS)
    return sorted(figures, key=lambda figure: order.index(figure.chart.variation))


def changes_said(figures: Iterable[MonthlyFigure], most: int | None = None) -> list[str]:
    """What changed by more than chance, a sentence or two each with its numbers, what worries first."""
    changed = [figure for figure in worrying_first(figures) if figure.changed]
    return [change_said(figure) for figure in changed[:most]]


def change_said(figure: MonthlyFigure) -> str:
    """``Worrying. Visits, on time: 20 of 41 (48.8%) in September 2026, average 71.3%. Seven months running …``."""
    latest = figure.latest
    verdict = VERDICTS[figure.chart.variation]
    if latest is None:
        return f"{verdict}. {figure.title}. {figure.chart.variation_sentence}"
    return (
        f"{verdict}. {figure.title}: {month_said(figure, latest)} in {month_name(latest.start)}, "
        f"average {value_said(figure.average, figure.unit)}. {figure.chart.variation_sentence}"
    )


def summary_said(figures: Sequence[MonthlyFigure]) -> str:
    """How many figures changed by more than chance, and how, in a sentence or two."""
    number = Counter(figure.chart.variation for figure in figures)
    judged = sum(figure.chart.variation not in NOT_JUDGED for figure in figures)
    if not judged:
        return "No figure has enough cases and months to be judged."
    changed = sum(figure.changed for figure in figures)
    parts = [
        f"{number[word]} {said}"
        for word, said in (
            ("worrying", "worrying"), ("improving", "improving"), ("changing", "neither good nor bad")
        )
        if number[word] or word != "changing"
    ]  # fmt: skip
    said = f"{changed} of {judged} figures changed by more than chance"
    said += f": {', '.join(parts)}." if changed else "."
    if left := len(figures) - judged:
        said += f" {left} more cannot be judged: too few cases or months, or days too coarse."
    return said


def chance_said(figures: Sequence[MonthlyFigure]) -> str:
    """How many of so many figures would show a change although nothing changes."""
    judged = sum(figure.chart.variation not in NOT_JUDGED for figure in figures)
    false = round(judged * FALSE_SIGNALS)
    return (
        f"Of {judged} figures in which nothing changes, about {max(false, 1)} look changed by chance and season. "
        "So a single change is a question to ask; several that fit together say more."
    )


def month_said(figure: MonthlyFigure, month: Month) -> str:
    """A month's value with what it is made of: ``20 of 41 (48.8%)``."""
    value = value_said(month.value, figure.unit)
    if figure.unit == "days":
        return f"{value} ({count_said(month.numerator)} entries)"
    if figure.unit == "rate":
        return (
            f"{value} ({count_said(month.numerator)} in {count_said(month.denominator)} child-days)"
        )
    of = f"{count_said(month.numerator)} of {count_said(month.denominator)}"
    return f"{of}{' child-days' if figure.measure in CHILD_DAYS else ''} ({value})"


def value_said(value: float | None, unit: str) -> str:
    """A value in its unit: ``48.8%``, ``1.5 days``, ``3.2 per 100 children a month``."""
    if value is None:
        return "—"
    if unit == "share":
        return f"{value * 100:.1f}%"
    number = f"{value:,.1f}".removesuffix(".0")
    return (
        f"{number} {'day' if number == '1' else 'days'}"
        if unit == "days"
        else f"{number} per 100 children a month"
    )


def count_said(number: int) -> str:
    """``1,204``."""
    return f"{number:,}"


def month_name(start: date) -> str:
    """``September 2026``."""
    return f"{calendar.month_name[start.month]} {start.year}"


def method_said(figure: MonthlyFigure) -> str:
    """How a figure's chart was drawn, in words."""
    if not figure.chart.stretches:
        return ""
    latest = figure.chart.stretches[-1]
    names = {
        "p": "p-chart: limits follow the number of cases of each month",
        "p′": "p′-chart (Laney): a p-chart widened because months differ by more than chance gives",
        "XmR": "XmR chart: limits come from how much one month differs from the next",
    }
    trial = (
        f" Trial limits, from {latest.judged} months; twelve make them firm."
        if latest.trial
        else ""
    )
    linked = (
        " Months share children, so limits are wider and runs must be of nine months." if figure.linked else ""
    )
    return f"{names[latest.method]}.{linked}{trial}"
