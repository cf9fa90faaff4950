"""Figures add up: groups to the whole, months to the period, cases to their figure."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest

from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import MEASURES, Selection, cases_behind, make_measures
from cin_metrics.packs import load_policy
from cin_metrics.simulate import simulate
from tests.support import Rows, extract_of

AS_OF = date(2026, 9, 30)
PERIOD = date(2025, 7, 10), date(2026, 8, 20)
PACKS = pytest.mark.parametrize("pack", ["ealing", "manchester"])

NOW = {"in_timescale_now", "episode_length", "plan_length", "drift", "drift_cwd"}
"""The measures as of one day, which have no months."""

Sums = Counter[tuple[Any, ...]]


@cache
def ledger_of(pack: str) -> Ledger:
    """A pack over a small council."""
    extract = extract_of(simulate(120, 5, AS_OF).to_pylist())
    return make_ledger(extract, load_policy(pack), AS_OF)


@cache
def figures(
    pack: str, by: str, period: tuple[date, date] = PERIOD, selection: Selection | None = None
) -> Rows:
    """Every figure of a pack, each with its ``group`` and its ``part`` (band, way, kind of event)."""
    chosen = selection or Selection()
    rows = make_measures(ledger_of(pack), *period, by=by, selection=chosen).to_pylist()
    for row in rows:
        group, _, part = (row["group_value"] or "").rpartition(", ")
        if by == "rule":
            group = ""
        has_parts = MEASURES[row["measure"]].detail_name is not None
        row["group"] = group if has_parts else row["group_value"]
        row["part"] = part if has_parts else None
    return rows


def sums(rows: Iterable[dict[str, Any]], names: Iterable[str] = MEASURES) -> Sums:
    """Numerators and denominators of some measures by rule and part, those of 0 left out."""
    found: Sums = Counter()
    for row in rows:
        if row["measure"] in names:
            for what in ("numerator", "denominator"):
                found[row["measure"], row["rule_id"], row["part"], what] += row[what]
    return +found


def counted(found: Sums) -> set[str]:
    """The measures of which there is anything."""
    return {key[0] for key in found}


@PACKS
@pytest.mark.parametrize("by", ["team", "worker"])
def test_groups_add_up_to_the_whole(pack: str, by: str) -> None:
    """Everybody has one holder, or stands under `not recorded`: nothing is lost or counted twice."""
    whole = sums(figures(pack, "rule"))
    assert counted(whole) == set(MEASURES)
    assert sums(figures(pack, by)) == whole


@PACKS
def test_months_add_up_to_the_period(pack: str) -> None:
    """Whatever has a day of its own falls into one month; days at risk and in need are shared out."""
    flows = set(MEASURES) - NOW
    months = sums(figures(pack, "month"), flows)
    assert counted(months) == flows
    assert months == sums(figures(pack, "rule"), flows)


@PACKS
@pytest.mark.parametrize(
    "month",
    [
        (date(2025, 7, 10), date(2025, 7, 31)),
        (date(2025, 12, 1), date(2025, 12, 31)),
        (date(2026, 8, 1), date(2026, 8, 20)),
    ],
    ids=str,
)
def test_a_month_by_itself_is_that_month_of_the_period(pack: str, month: tuple[date, date]) -> None:
    """Asked alone or as part of a longer period, a month says the same."""
    flows = set(MEASURES) - NOW
    within = [row for row in figures(pack, "month") if row["group"] == f"{month[0]:%Y-%m}"]
    assert {(row["period_start"], row["period_end"]) for row in within} == {month}
    assert sums(within, flows) == sums(figures(pack, "rule", month), flows)


@PACKS
def test_the_cases_behind_a_figure_add_up_to_it(pack: str) -> None:
    """The numerators and denominators of the cases, rule by rule and part by part."""
    for measure in MEASURES:
        cases = cases_behind(ledger_of(pack), measure, *PERIOD).to_pylist()
        behind = sums(case | {"part": case["detail"]} for case in cases)
        assert behind == sums(figures(pack, "rule"), {measure})


@PACKS
@pytest.mark.parametrize("by", ["team", "cohort"])
def test_a_selection_is_what_its_group_says(pack: str, by: str) -> None:
    """The figures of one team, or one cohort, are those of its row."""
    groups = {row["group"] for row in figures(pack, by)} - {"none", "not recorded"}
    for group in sorted(groups)[:3]:
        chosen = Selection(**{f"{by}s": (group,)})
        of_group = [row for row in figures(pack, by) if row["group"] == group]
        assert sums(figures(pack, "rule", PERIOD, chosen)) == sums(of_group)
    assert len(groups) >= 3


@PACKS
def test_values_agree_with_their_counts(pack: str) -> None:
    """No share is of more than there is; a value is there exactly where there is something to divide by."""
    for row in figures(pack, "team"):
        unit = MEASURES[row["measure"]].unit
        divided = row["denominator"] if unit == "rate" else row["numerator"]
        if unit == "share":
            assert 0 <= row["numerator"] <= row["denominator"]
            assert row["value"] == pytest.approx(row["numerator"] / row["denominator"])
        else:
            assert (row["value"] is None) == (divided == 0)
