"""Every wait is what the plain reference says it is, and no break-down loses or doubles one."""

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cin_metrics.ledger import make_ledger
from cin_metrics.measures import Selection
from cin_metrics.packs import policy_from_mapping
from cin_metrics.statistics.survival import CHECK_DAYS
from cin_metrics.waiting import WAITS, make_waits
from cin_metrics.waiting_groups import Periods, group_of, quarters, split
from tests.property.strategies import random_day, random_events
from tests.property.test_measures_equal_reference import stretched
from tests.reference import waiting as reference
from tests.reference.council import Council
from tests.support import Rows, extract_of, in_order

PACK: dict[str, Any] = {
    "title": "A pack",
    "cohorts": {"cwd": {"title": "Disabled children", "teams": ["Disability"]}},
    "rules": [
        {"id": "r", "title": "R", "topic": "closure", "clause": "c", "requires": "closure_summary", "at": "case_closed"}
    ],
}
WORDS = ["cin_visit", "cin_review", "early_help_started"]
SELECTIONS = [((), ()), ((), ()), (("North", "South"), ()), ((), ("cwd",))]


def scene_of(dice: Random) -> dict[str, Any]:
    """Random events, a day, who is asked about."""
    rows = stretched(random_events(dice, dice.sample(WORDS, dice.randint(1, 3))), dice.choice([1, 3, 8]))
    for row in rows:
        if row["event_type"] == "case_closed":
            row["outcome"] = dice.choice([None, "early_help", "RC9", "RC7"])
    rows = list({tuple(row.values()): row for row in rows}.values())
    known_by = random_day(dice, rows) if dice.random() < 0.2 else None
    return {
        "events": rows, "as_of": random_day(dice, rows), "known_by": known_by,
        "selection": dice.choice(SELECTIONS),
    }  # fmt: skip


SCENES = st.randoms(use_true_random=True).map(scene_of)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(SCENES)
def test_waits_of_random_extracts(scene: dict[str, Any]) -> None:
    """Every wait, whatever shares a day, at any as-of and known-by date."""
    days = scene["as_of"], scene["known_by"]
    ledger = make_ledger(extract_of(scene["events"]), policy_from_mapping(PACK, "pack"), *days)
    found = make_waits(ledger, Selection(*scene["selection"])).to_pylist()
    council = Council(scene["events"], PACK, *days)
    assert in_order(found) == in_order(reference.waits(council, *scene["selection"]))


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "start_date": st.dates(date(2022, 1, 1), date(2026, 6, 30)),
            "days": st.integers(0, 500),
            "ended": st.sampled_from([None, *WAITS["plan_end"].ends]),
            "team": st.sampled_from(["North", "South", None]),
            "cohorts": st.just(""),
        }
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=30, deadline=None)
@given(ROWS, st.integers(1, 14))
def test_no_quarter_and_no_group_forgets_anybody(rows: Rows, most: int) -> None:
    """All quarters together are all plans; at each mark, those ended, open and not yet known are all that started."""
    wait = WAITS["plan_end"]
    found = quarters(rows, wait, most)
    assert sum(group.started for group in found) == len(rows)
    assert len([group for group in found if group.first_day]) <= most
    for group in found:
        assert [s.day for s in group.standings] == [0, *CHECK_DAYS]
        for s in group.standings:
            assert s.ended + s.open + s.not_followed == s.started == group.started
            if s.complete:
                assert s.share is not None
                assert abs(s.share - s.open / s.started) < 1e-9
    for by in ("team", "quarter", "policy_period", "cohort"):
        parts = split(rows, by, Periods(((date(2024, 9, 19), "New policy"),)))
        assert sum(len(part) for part in parts.values()) == len(rows)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_competing_ends_and_what_is_open_make_all(rows: Rows) -> None:
    """And where all are followed so long, each share is simply how many of how many."""
    wait = WAITS["first_review"]
    group = group_of("All", rows, wait)
    for s in group.standings:
        if s.shares:
            assert abs(sum(s.shares.values()) + s.share - 1) < 1e-9
        if s.shares and s.complete:
            for end, share in s.shares.items():
                by_then = sum(row["ended"] == end and row["days"] <= s.day for row in rows)
                assert abs(share - by_then / len(rows)) < 1e-9
