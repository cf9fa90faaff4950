"""What a set of waits shows, by hand and by published examples: standings, quarters, headline, differences."""

from datetime import date, timedelta
from math import isfinite, sqrt
from pathlib import Path
from typing import Any

import numpy
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight

from cin_metrics.breaks import OTHER_BREAKS
from cin_metrics.packs import load_policy, policy_from_mapping
from cin_metrics.statistics.differences import chance_of_curves, share_difference
from cin_metrics.statistics.survival import incidence
from cin_metrics.waiting import WAITS
from cin_metrics.waiting_groups import (
    Periods,
    begun_between,
    differ,
    group_of,
    headline,
    is_apart,
    policy_periods,
    quarters,
    split,
)
from tests.support import Rows
from tests.unit.test_survival import PLACEBO, SIX_MP, SIX_MP_ENDED

PLAN, VISIT = WAITS["plan_end"], WAITS["first_visit"]


def waits(start: str, *ends: tuple[int, str | None], **rest: Any) -> Rows:
    """Waits that began on one day, each of so many days and ended so."""
    usual = {"start_date": date.fromisoformat(start), "team": None, "cohorts": ""} | rest
    return [usual | {"days": days, "ended": how} for days, how in ends]


def standing(rows: Rows, mark: str) -> Any:
    return next(s for s in group_of("All", rows, PLAN).standings if s.mark == mark)


def test_where_all_were_followed_a_share_is_so_many_of_so_many() -> None:
    """Of ten plans six ended by day 91 (one on that very day): 4 of 10 open, Wilson 17 to 69%."""
    rows = waits("2025-01-01", *[(50, "plan_ended")] * 5, (91, "closed"), *[(300, None)] * 4)
    found = standing(rows, "3 months")
    assert (found.ended, found.open, found.not_followed, found.followed) == (6, 4, 0, 5)
    assert found.complete and found.known
    assert found.share == pytest.approx(0.4)
    assert found.interval == pytest.approx((0.1682, 0.6873), abs=1e-4)


def test_those_not_followed_so_long_are_neither_open_nor_ended_then() -> None:
    """Followed for 60 days: by day 91 it is not known what became of them. Of the other eight, two ended."""
    rows = waits("2025-01-01", (50, "plan_ended"), (80, "plan_ended"), *[(60, None)] * 4, *[(300, None)] * 6)
    found = standing(rows, "3 months")
    assert (found.started, found.ended, found.open, found.not_followed) == (12, 2, 6, 4)
    # 11 of 12 stayed open past day 50, 6 of 7 past day 80: Kaplan–Meier.
    assert found.share == pytest.approx(11 / 12 * 6 / 7)
    assert not found.complete and found.known
    low, high = found.interval
    assert low < found.share < high


def test_nothing_is_said_where_too_few_were_followed_or_started() -> None:
    """Four followed of twelve: not yet known. Four started: too few, though all is known of them."""
    few_followed = standing(waits("2025-01-01", *[(60, None)] * 8, *[(300, None)] * 4), "3 months")
    assert few_followed.share == 1 and not few_followed.known and not few_followed.few
    few = standing(waits("2025-01-01", *[(300, None)] * 4), "3 months")
    assert few.known and few.few


def test_where_hardly_any_are_left_the_rest_makes_no_difference() -> None:
    """Of 40, 39 were visited within a week and one has waited for 10 days: by 4 weeks, 97.5% or more were visited."""
    rows = waits("2025-01-01", *[(5, "visited")] * 39, (10, None))
    found = {s.mark: s for s in group_of("All", rows, VISIT).standings}
    assert found["1 week"].shares["visited"] == pytest.approx(0.975)
    assert found["4 weeks"].shares is None and found["4 weeks"].settled
    assert found["4 weeks"].at_least["visited"] == pytest.approx(0.975)


def test_half_by_one_end_counts_what_something_else_kept_from_happening() -> None:
    """Ten: four closed on day 1, five visited on day 9 and one on day 10. Half of all ten were visited by day 9,
    though half of those not closed first were too; were six closed first, never."""
    rows = waits("2025-01-01", *[(1, "closed")] * 4, *[(9, "visited")] * 5, (10, "visited"))
    group = group_of("All", rows, VISIT)
    assert group.half_by("visited") == 9
    assert group.median == 9
    low, high = group.half_between("visited")
    assert low == 9 and high is None
    closed = group_of("All", waits("2025-01-01", *[(1, "closed")] * 6, *[(9, "visited")] * 4), VISIT)
    assert closed.half_by("visited") is None


def test_the_interval_of_a_competing_end() -> None:
    """With nothing open, the standard error is that of a plain share: 6 of 20 is 30%, √(0.3 × 0.7 ÷ 20)."""
    days = list(range(1, 21))
    found = incidence(days, (["visited"] * 3 + ["closed"] * 7) * 2, ("visited", "closed"))
    place = found.days.index(18)
    assert found.shares["visited"][place] == pytest.approx(0.3)
    assert found.errors["visited"][place] == pytest.approx(sqrt(0.3 * 0.7 / 20))
    low, high = found.interval("visited", 18)
    assert 0.1 < low < 0.3 < high < 0.53
    assert found.interval("visited", 0) is None
    assert found.errors["visited"][-1] == pytest.approx(sqrt(0.3 * 0.7 / 20))


def test_standard_errors_of_competing_ends_equal_statsmodels() -> None:
    """On days with ties, some open; theirs has no value on the day on which everyone left ends."""
    days = [place * place % 23 for place in range(80)]
    ended = [(None, "visited", "closed", "visited")[place % 4] for place in range(80)]
    found = incidence(days, ended, ("visited", "closed"))
    codes = [("visited", "closed").index(how) + 1 if how else 0 for how in ended]
    theirs = CumIncidenceRight(numpy.asarray(days), numpy.asarray(codes))
    assert list(theirs.times) == list(found.days)
    for place, end in enumerate(("visited", "closed")):
        told = [(a, b) for a, b in zip(found.errors[end], theirs.cinc_se[place], strict=True) if isfinite(b)]
        assert len(told) >= len(found.days) - 1
        assert all(a == pytest.approx(b, abs=1e-12) for a, b in told)


# Quarters and the headline


def many(start: str, opened: int, ended: int, as_of: str) -> Rows:
    """So many plans begun on a day that are open as of another, and so many that ended after 100 days."""
    followed = (date.fromisoformat(as_of) - date.fromisoformat(start)).days
    return waits(start, *[(followed, None)] * opened, *[(min(100, followed), "plan_ended")] * ended)


def test_the_headline_is_the_latest_quarter_of_which_all_is_known() -> None:
    """As of 30 September 2026 plans of July to September 2025 were all followed for nine months; of October to December
    not quite. 12 of 30 stand against 27 of 30 a year before, more than chance gives."""
    rows = [
        *many("2024-09-30", 27, 3, "2026-09-30"),
        *many("2025-07-01", 6, 9, "2026-09-30"),
        *many("2025-09-30", 6, 9, "2026-09-30"),
        *many("2025-12-31", 20, 20, "2026-09-30"),
    ]
    found = headline(quarters(rows, PLAN), 274)
    assert found.quarter.name == "Jul–Sep 2025" and found.now.mark == "9 months"
    assert (found.now.open, found.now.started) == (12, 30)
    assert (found.then.open, found.then.started) == (27, 30)
    assert found.beyond_chance


def test_a_difference_that_chance_gives_is_not_called_one() -> None:
    rows = [*many("2024-09-30", 14, 16, "2026-09-30"), *many("2025-09-30", 12, 18, "2026-09-30")]
    found = headline(quarters(rows, PLAN), 274)
    assert found.then is not None and not found.beyond_chance


def test_the_headline_looks_sooner_where_nothing_was_followed_so_long() -> None:
    """Followed for 200 days: after six months. Without a quarter of five, there is no headline."""
    found = headline(quarters(many("2026-01-01", 9, 3, "2026-07-20"), PLAN), 274)
    assert (found.now.mark, found.now.open, found.then) == ("6 months", 9, None)
    assert headline(quarters(many("2026-01-01", 3, 1, "2026-07-20"), PLAN), 274) is None
    assert headline(quarters(many("2026-07-01", 9, 3, "2026-07-20"), PLAN), 274) is None


def test_older_quarters_are_joined_and_nobody_is_forgotten() -> None:
    """Three quarters shown of five: the two before are one group in front."""
    starts = ["2025-01-05", "2025-04-05", "2025-07-05", "2025-10-05", "2026-01-05"]
    rows = [row for start in starts for row in many(start, 2, 1, "2026-06-30")]
    found = quarters(rows, PLAN, 3)
    assert [(group.name, group.started) for group in found] == [
        ("Before Jul 2025", 6),
        ("Jul–Sep 2025", 3),
        ("Oct–Dec 2025", 3),
        ("Jan–Mar 2026", 3),
    ]
    assert sum(group.started for group in found) == len(rows)
    assert quarters([], PLAN) == ()


# Break-downs


def test_a_child_of_two_cohorts_stands_in_both() -> None:
    rows = [
        *waits("2025-01-01", (1, None), cohorts="cwd;short_break", team="North"),
        *waits("2025-05-01", (1, None), team=None),
    ]
    assert {name: len(part) for name, part in split(rows, "cohort", Periods(())).items()} == {
        "cwd": 1, "short_break": 1, "none": 1,
    }  # fmt: skip
    assert list(split(rows, "team", Periods(()))) == ["North", "not recorded"]
    assert list(split(rows, "quarter", Periods(()))) == ["2025-01-01", "2025-04-01"]
    assert [is_apart(row) for row in rows] == [True, False]
    assert begun_between(rows, date(2025, 1, 1), date(2025, 4, 30)) == rows[:1]


def test_a_wait_belongs_to_the_policy_of_its_first_day() -> None:
    """The day of the change itself is the new policy's."""
    change = date(2025, 4, 1)
    rows = [
        row
        for day in (change - timedelta(1), change, change + timedelta(300))
        for row in waits(day.isoformat(), (1, None))
    ]
    parts = split(rows, "policy_period", Periods(((change, "Family Help"), (date(2025, 12, 1), "Again"))))
    assert {name: len(part) for name, part in parts.items()} == {"0": 1, "1": 1, "2": 1}


def test_the_days_on_which_a_policy_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recorded breaks and the day from which a pack applies; without any, the date of its source."""
    monkeypatch.setenv(OTHER_BREAKS, str(tmp_path / "breaks.yaml"))
    (tmp_path / "breaks.yaml").write_text("breaks: []\n", encoding="utf-8")
    ealing = load_policy("ealing")
    assert [day.isoformat() for day, _ in policy_periods(ealing).days] == [ealing.source.date]
    rule = {"id": "r", "title": "R", "topic": "closure", "clause": "c"}
    pack = {"title": "T", "rules": [rule | {"requires": "closure_summary", "at": "case_closed"}]}
    assert policy_periods(policy_from_mapping(pack, "t")).days == ()
    dated = policy_from_mapping(pack | {"effective": {"from": "2025-06-01"}}, "t")
    (tmp_path / "breaks.yaml").write_text(
        "breaks:\n  - {on: 2025-04-01, reason: Family Help went live}\n"
        "  - {on: 2025-05-01, reason: Moved, teams: [North]}\n",
        encoding="utf-8",
    )
    assert [day for day, _ in policy_periods(dated).days] == [date(2025, 4, 1), date(2025, 6, 1)]
    assert date(2025, 5, 1) in dict(policy_periods(dated, ["North"]).days)


# Differences


def test_the_log_rank_test_of_the_6mp_trial() -> None:
    """Freireich and others (1963): χ² = 16.79 on one degree of freedom, p = 0.00004 in every textbook."""
    treated = SIX_MP, [how is not None for how in SIX_MP_ENDED]
    chance = chance_of_curves([treated, (PLACEBO, [True] * 21)])
    assert chance == pytest.approx(4.17e-5, abs=1e-7)
    assert chance_of_curves([treated, treated]) == pytest.approx(1)


def test_curves_that_cannot_be_compared() -> None:
    assert chance_of_curves([]) is None
    assert chance_of_curves([([5], [True]), ([], [])]) is None
    assert chance_of_curves([([5], [False]), ([6], [False])]) is None
    assert chance_of_curves([([0, 0], [True] * 2), ([0, 0], [True] * 2)]) is None


def test_the_difference_of_two_shares() -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10: 56 of 70 less 48 of 80 is 0.2,
    0.0524 to 0.3339; 0 of 10 less 0 of 10, −0.2775 to 0.2775."""
    assert share_difference(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert share_difference(0, 10, 0, 10) == pytest.approx((-0.2775, 0.2775), abs=1e-4)
    assert share_difference(1, 2, 0, 0) is None


def test_groups_too_small_to_compare_are_left_out() -> None:
    """A group of four says nothing; two of twenty that end in a week and in half a year do."""
    quick = group_of("A", waits("2025-01-01", *[(7 + n % 3, "plan_ended") for n in range(20)]), PLAN)
    slow = group_of("B", waits("2025-01-01", *[(180 + n % 3, "plan_ended") for n in range(20)]), PLAN)
    small = group_of("C", waits("2025-01-01", *[(7, "plan_ended")] * 4), PLAN)
    assert differ([quick, slow], PLAN) is True
    assert differ([quick, quick], PLAN) is False
    assert differ([quick, small], PLAN) is None
