"""Figures, each the sum of its cases: what the product must equal, figure by figure."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.reference.council import Council
from tests.reference.days import ONE_DAY
from tests.reference.measures import BANDS, INDICATORS, MEASURES, WAYS, Cases, Counted, Period

Figure = tuple[int, int, float | None]
"""Numerator, denominator and value."""

DAYS_A_MONTH = 30.4375

PART_NAMES = {
    "recording_lag_median": "event_type",
    "recording_lag_p90": "event_type",
    "episode_length": "months",
    "plan_length": "months",
    "ended_by": "ended_by",
    "drift": "indicators",
    "drift_cwd": "indicators",
}

OF_RULES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "timeliness": lambda rule: True,
    "in_timescale_now": lambda rule: True,
    "time_in_timescale": lambda rule: "every" in rule,
    "bunching": lambda rule: "within" in rule,
    "reason_on_file": lambda rule: rule.get("reason_expected") == "true",
}
"""The measures that are taken rule by rule, and of which rules."""

PARTS: dict[str, tuple[str, ...]] = {
    "episode_length": tuple(BANDS),
    "plan_length": tuple(BANDS),
    "ended_by": WAYS,
    "drift": tuple(INDICATORS),
    "drift_cwd": tuple(INDICATORS),
    "recording_lag_median": (),
    "recording_lag_p90": (),
}


def expected_anyway(council: Council, measure: str) -> list[tuple[str | None, str | None]]:
    """The rules and parts that are shown, by rule, also where nothing is counted."""
    asked = OF_RULES.get(measure)
    rules: list[str | None] = [None]
    if asked:
        rules = [r["id"] for r in council.rules if any(map(asked, council.variants(r)))]
    return [(rule_id, part) for rule_id in rules for part in PARTS.get(measure, (None,))]


def quantile(values: list[int], share: float) -> float | None:
    """The value below which ``share`` of them lie, on the line between neighbours."""
    if not values:
        return None
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    ordered = sorted(values)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def figure(measure: str, cases: list[Counted]) -> Figure:
    """Numerator, denominator and value."""
    numerator = sum(case.numerator for case in cases)
    denominator = sum(case.denominator for case in cases)
    if measure.startswith("recording_lag"):
        lags = [case.lag for case in cases if case.lag is not None]
        return numerator, denominator, quantile(lags, 0.5 if "median" in measure else 0.9)
    if denominator == 0:
        return numerator, denominator, None
    each = DAYS_A_MONTH * 100 if measure.endswith("_rate") else 1
    return numerator, denominator, numerator / denominator * each


def groups_of(council: Council, case: Counted, by: str) -> list[str | None]:
    """The groups that a case belongs to."""
    if by in ("team", "worker"):
        return [case.holder[("team", "worker").index(by)] or "not recorded"]
    if by == "month":
        return [f"{case.day:%Y-%m}"]
    if by == "cohort":
        return sorted(council.cases[case.key].cohorts) or ["none"]
    return [case.rule_id]


def whole_month(council: Council, month: str) -> Period:
    """The first and the last day of a month."""
    first = date.fromisoformat(f"{month}-01")
    return first, council.days.after(first, "1 month") - ONE_DAY


def period_shown(council: Council, period: Period, by: str, group: str | None) -> Period:
    """The period of a figure: its own month's part of it, where figures are by month."""
    if by != "month" or group is None:
        return period
    first, last = whole_month(council, group)
    outside = last < period[0] or first > period[1]
    return (first, last) if outside else (max(first, period[0]), min(last, period[1]))


def selected(
    council: Council, cases: Cases, teams: tuple[str, ...], cohorts: tuple[str, ...]
) -> list[Counted]:
    """The cases of these teams and cohorts; of all where none is named."""
    return [
        case
        for case in cases
        if (not teams or case.holder[0] in teams)
        and (not cohorts or council.cases[case.key].cohorts & set(cohorts))
    ]


def figures(
    council: Council,
    period: Period,
    by: str = "rule",
    teams: tuple[str, ...] = (),
    cohorts: tuple[str, ...] = (),
    names: tuple[str, ...] = tuple(MEASURES),
) -> dict[tuple[Any, ...], Figure]:
    """Numerator, denominator and value by (measure, rule_id, group_name, group_value, start, end)."""
    found: dict[tuple[Any, ...], Figure] = {}
    for measure in names:
        grouped: dict[tuple[str | None, str | None, str | None], list[Counted]] = {}
        if by == "rule":
            for rule_id, part in expected_anyway(council, measure):
                grouped[rule_id, rule_id, part] = []
        for case in selected(council, MEASURES[measure](council, period), teams, cohorts):
            for group in groups_of(council, case, by):
                grouped.setdefault((case.rule_id, group, case.part), []).append(case)
        for (rule_id, group, part), cases in grouped.items():
            group_name = by if group is not None else None
            names_of = [name for name in (group_name, PART_NAMES.get(measure)) if name]
            values = [value for value in (group, part) if value]
            key = (
                measure,
                rule_id,
                ", ".join(names_of) or None,
                ", ".join(values) or None,
                *period_shown(council, period, by, group),
            )
            found[key] = figure(measure, cases)
    return found
