"""Every monthly figure has a chart, breaks draw it anew, and what changed is said with its numbers."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cin_metrics.breaks import RecordedBreak
from cin_metrics.changes import (
    ICONS,
    VERDICTS,
    chance_said,
    change_said,
    changes_said,
    method_said,
    summary_said,
    worrying_first,
)
from cin_metrics.events import load
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import MEASURES, Selection, make_measures
from cin_metrics.monthly import (
    CHARTED,
    NOT_CHARTED,
    Month,
    MonthlyFigure,
    draw,
    is_over,
    month_after,
    monthly,
)
from cin_metrics.packs import load_policy
from cin_metrics.statistics.control_charts import Break

START = date(2024, 10, 1)
Counts = list[tuple[int, int]]


@pytest.fixture(scope="module")
def ledger(council: Path) -> Ledger:
    """The council of the tests judged by Ealing's policy at the end of a month."""
    return make_ledger(load([council]), load_policy("ealing"), date(2026, 8, 31))


def months_of(counts: Counts) -> tuple[Month, ...]:
    """Months in a row, of numerator and denominator."""
    return tuple(
        Month(month_after(START, place), good, of, good / of if of else None)
        for place, (good, of) in enumerate(counts)
    )


def figure_of(counts: Counts, measure: str = "seen", **drawn: Any) -> MonthlyFigure:
    """The figure of these months."""
    given = {"not_over": (), "breaks": (), "target": None} | drawn
    months = months_of(counts)
    chart = draw(measure, months, given["not_over"], given["breaks"], given["target"])
    return MonthlyFigure(measure, None, None, MEASURES[measure].title, months, chart, given["not_over"])


STEADY = [(90, 100), (88, 100), (89, 100), (91, 100)] * 3
LOWER = [(85, 100), (83, 100), (86, 100), (84, 100)] * 2


# Which figures there are


def test_every_measure_is_charted_or_left_out_for_a_reason() -> None:
    """A measure added to the catalogue is put on one list or the other."""
    assert set(CHARTED) | set(NOT_CHARTED) == set(MEASURES)
    assert not set(CHARTED) & set(NOT_CHARTED)
    assert all(NOT_CHARTED.values())


def test_every_charted_measure_that_counts_anything_has_a_figure(ledger: Ledger) -> None:
    rows = make_measures(ledger, date(2024, 9, 1), ledger.as_of, "month", measures=CHARTED)
    counted = {row["measure"] for row in rows.to_pylist() if row["denominator"]}
    assert {figure.measure for figure in monthly(ledger)} == counted
    assert counted >= {"timeliness", "time_in_timescale", "ended_by", "step_up_rate", "seen"}


def test_the_months_of_a_figure_are_those_of_its_measure(ledger: Ledger) -> None:
    figures = {figure.key: figure for figure in monthly(ledger)}
    rows = make_measures(ledger, date(2024, 9, 1), ledger.as_of, "month", measures=["timeliness"])
    visits = {
        row["period_start"]: (row["numerator"], row["denominator"])
        for row in rows.to_pylist()
        if row["rule_id"] == "visits"
    }
    shown = figures["timeliness.visits"].months
    assert {m.start: (m.numerator, m.denominator) for m in shown if m.denominator} == visits
    assert shown[-1].start == date(2026, 8, 1) and len(shown) <= 24


def test_only_the_rules_asked_for_and_the_teams_selected_are_counted(ledger: Ledger) -> None:
    named = {figure.rule_id for figure in monthly(ledger, rules=["visits"])}
    assert named == {"visits", None}

    def visits(selection: Selection) -> int:
        figure = next(f for f in monthly(ledger, selection) if f.key == "timeliness.visits")
        return sum(month.denominator for month in figure.months)

    assert 0 < visits(Selection(("Harbour",))) < visits(Selection())


def test_kept_cases_answer_as_if_they_were_read_anew(ledger: Ledger) -> None:
    """Also where other teams, another period or other measures were asked about in between."""
    first, last, names = date(2025, 10, 1), date(2026, 9, 30), ["timeliness", "recording_lag_median"]
    asked: list[tuple[date, Selection, list[str]]] = [
        (first, Selection(), names),
        (first, Selection(("Harbour",)), names),
        (date(2026, 4, 1), Selection(("Harbour", "Northgate")), names),
        (first, Selection((), ("cwd",)), ["ended_by", "drift"]),
        (first, Selection(("Children with Disabilities",), ("cwd",)), names),
    ]
    for begin, selection, measures in asked:
        kept, anew = (
            make_measures(ledger, begin, last, "month", selection, measures, keep=keep) for keep in (True, False)
        )
        assert kept.num_rows > 0
        assert kept.equals(anew)


def test_child_days_and_days_get_an_xmr_chart_and_shares_a_p_chart(ledger: Ledger) -> None:
    methods = {f.key: f.chart.stretches[-1].method for f in monthly(ledger)}
    assert methods["timeliness.visits"] in ("p", "p′")
    for key in ("time_in_timescale.visits", "step_up_rate", "recording_lag_median.cin_visit"):
        assert methods[key] == "XmR"


# The month that is not over


@pytest.mark.parametrize(
    ("last", "follow_up", "over"),
    [
        (date(2026, 8, 31), 0, True),
        (date(2026, 8, 30), 0, False),
        (date(2026, 11, 29), 3, False),
        (date(2026, 11, 30), 3, True),
    ],
)
def test_a_month_is_over_on_its_last_day(last: date, follow_up: int, over: bool) -> None:
    assert is_over(date(2026, 8, 1), last, follow_up) == over


def test_a_month_not_yet_over_is_shown_and_not_judged(ledger: Ledger) -> None:
    """On the 15th half a month is counted; the verdict speaks of the month before."""
    figures = {f.key: f for f in monthly(ledger, last=date(2026, 8, 15))}
    visits = figures["timeliness.visits"]
    assert visits.not_over == (date(2026, 8, 1),)
    assert not visits.chart.points[-1].judged and visits.months[-1].denominator
    whole = {f.key: f for f in monthly(ledger)}["timeliness.visits"]
    assert whole.not_over == ()


def test_the_worst_month_does_not_count_before_it_is_over() -> None:
    bad = [*STEADY, (20, 100)]
    assert figure_of(bad).chart.variation == "worrying"
    pending = figure_of(bad, not_over=(month_after(START, 12),))
    assert pending.chart.variation == "common cause"
    assert pending.latest and pending.latest.start == month_after(START, 11)


# Breaks


def test_a_step_at_a_break_worries_without_it_and_not_with_it() -> None:
    """Eight months five points lower: a change, unless the service knows what changed then."""
    alone = figure_of(STEADY + LOWER)
    assert alone.chart.variation == "worrying"
    assert {signal.rule for signal in alone.chart.points[-1].signals} == {"shift"}
    assert alone.since == month_after(START, 12)
    known = figure_of(STEADY + LOWER, breaks=[Break(date(2025, 10, 9), "New case system")])
    assert known.chart.variation == "common cause"
    assert known.average == pytest.approx(0.845)
    assert known.since is None
    assert [s.reason for s in known.chart.stretches] == [None, "New case system"]


def test_recorded_breaks_reach_the_figures_they_touch(ledger: Ledger) -> None:
    on = RecordedBreak(date(2026, 1, 12), "New case system", rules=("visits",))
    figures = {f.key: f for f in monthly(ledger, breaks=[on])}
    stretches = figures["timeliness.visits"].chart.stretches
    assert [(s.start, s.reason) for s in stretches[1:]] == [(date(2026, 1, 1), "New case system")]
    assert len(figures["seen"].chart.stretches) == 1


def test_the_day_a_policy_applies_from_breaks_what_was_counted_before_it(council: Path) -> None:
    policy = load_policy("ealing")
    effective = policy.effective.model_copy(update={"from_": date(2026, 1, 1)})
    changed = policy.model_copy(update={"effective": effective})
    figures = {f.key: f for f in monthly(make_ledger(load([council]), changed, date(2026, 8, 31)))}
    assert figures["seen"].chart.stretches[-1].reason == "This policy applies"


# Targets


def test_assurance_says_whether_a_target_can_be_met() -> None:
    by_target = {0.5: "will meet", 0.9: "hit and miss", 0.999: "will miss", None: None}
    found = {target: figure_of(STEADY, target=target).chart.assurance for target in by_target}
    assert found == by_target


def test_targets_reach_the_figures(ledger: Ledger) -> None:
    figures = {f.key: f for f in monthly(ledger, targets={"visits": 0.95, "seen": 0.9})}
    assert figures["timeliness.visits"].chart.target == 0.95
    assert figures["time_in_timescale.visits"].chart.target is None
    assert figures["seen"].chart.target == 0.9


# What cannot be judged


def test_days_that_hardly_differ_are_too_coarse_to_judge() -> None:
    """Medians of 0 and 1 day: a chart would call three such series in ten a change."""
    months = tuple(
        Month(month_after(START, place), 40, 40, value)
        for place, value in enumerate([0.0, 1.0, 0.0, 0.0] * 3 + [1.0] * 8)
    )
    chart = draw("recording_lag_median", months, (), (), None)
    assert chart.variation == "too coarse"
    assert not any(point.signals or point.judged for point in chart.points)
    slower = [replace_value(month, 5 * (month.value or 0)) for month in months]
    assert draw("recording_lag_median", slower, (), (), None).variation == "worrying"


def replace_value(month: Month, value: float) -> Month:
    """The month with another value."""
    return month._replace(value=value)


@pytest.mark.parametrize(("a_month", "variation"), [(2, "too few"), (3, "common cause")])
def test_a_rate_of_a_few_events_is_not_judged(a_month: int, variation: str) -> None:
    months = [
        Month(month_after(START, place), a_month, 3_000, a_month + place % 2 / 10)
        for place in range(14)
    ]
    assert draw("step_up_rate", months, (), (), None).variation == variation


def test_time_in_timescale_worries_only_outside_its_limits() -> None:
    """One child late for months makes neighbouring months alike, so a run of them is no news."""
    lower = [(place, of * 30) for place, of in ((2640, 100), (2700, 100), (2670, 100), (2730, 100))] * 3
    run = lower + [(2660, 3000)] * 8
    months = months_of(run)
    assert draw("time_in_timescale", months, (), (), None).variation == "common cause"
    assert draw("seen", months_of([(n // 3, 1000) for n, _ in run]), (), (), None).variation == "worrying"
    worse = months_of([*lower, (1500, 3000)])
    assert draw("time_in_timescale", worse, (), (), None).variation == "worrying"


# Words


def test_what_changed_is_said_with_its_numbers_worrying_first() -> None:
    better, worse = figure_of([*STEADY, (100, 100)]), figure_of([*STEADY, (60, 100)])
    same = figure_of(STEADY)
    said = changes_said([same, better, worse])
    assert said == [
        "Worrying. Child seen: 60 of 100 (60.0%) in October 2025, average 89.5%. "
        "Below the lower limit in October 2025.",
        "Improving. Child seen: 100 of 100 (100.0%) in October 2025, average 89.5%. "
        "Above the upper limit in October 2025.",
    ]
    assert changes_said([same, better, worse], most=1) == said[:1]
    assert [f.chart.variation for f in worrying_first([same, better, worse])] == [
        "worrying", "improving", "common cause"
    ]  # fmt: skip


def test_lower_is_better_where_it_is() -> None:
    fewer = figure_of([*STEADY, (60, 100)], measure="re_referral_12m")
    neither = figure_of([*STEADY, (60, 100)], measure="ended_by")
    assert (fewer.chart.variation, neither.chart.variation) == ("improving", "changing")


def test_the_answer_counts_what_changed_and_what_cannot_be_judged() -> None:
    worse, same, few = figure_of([*STEADY, (60, 100)]), figure_of(STEADY), figure_of(STEADY[:5])
    assert summary_said([worse, same, few]) == (
        "1 of 2 figures changed by more than chance: 1 worrying, 0 improving. "
        "1 more cannot be judged: too few cases or months, or days too coarse."
    )
    assert summary_said([same]) == "0 of 1 figures changed by more than chance."
    assert summary_said([few]) == "No figure has enough cases and months to be judged."
    assert chance_said([same] * 50).startswith("Of 50 figures in which nothing changes, about 4 look changed")


def test_figures_of_other_kinds_are_said_in_their_unit() -> None:
    rates = [Month(month_after(START, place), 5, 3_000, 5.1) for place in range(12)]
    rates.append(Month(month_after(START, 12), 15, 3_000, 15.2))
    chart = draw("step_up_rate", rates, (), (), None)
    figure = MonthlyFigure("step_up_rate", None, None, "Stepped up", tuple(rates), chart, ())
    assert change_said(figure).startswith(
        "Changing. Stepped up: 15.2 per 100 children a month (15 in 3,000 child-days) in October 2025, average 5.1 per"
    )
    assert "p-chart" in method_said(figure_of(STEADY))
    assert "Trial limits, from 8 months" in method_said(figure_of(LOWER))


def test_every_verdict_has_a_word_and_an_icon() -> None:
    assert set(VERDICTS) == set(ICONS)


def test_a_figure_without_any_case_in_a_month_keeps_a_gap() -> None:
    figure = figure_of([*STEADY, (0, 0)])
    assert figure.months[-1].value is None
    assert figure.latest and figure.latest.start == month_after(START, 11)
    assert replace(figure, months=()).latest is None
