"""What an extract can answer: by format, by what is recorded, and where its source holds only a part."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.coverage import Answer, coverage, held_in, judged_by, what_is_partial
from cin_metrics.drift import make_drift, not_computable
from cin_metrics.events import Extract, load
from cin_metrics.ledger import make_ledger
from cin_metrics.load_words import coverage_described
from cin_metrics.loads import Loads
from cin_metrics.measures import MEASURES
from cin_metrics.packs import load_policy, policy_from_mapping
from cin_metrics.simulate import simulate
from cin_metrics.simulate.census import census
from cin_metrics.sources.limits import Limits, as_text, from_text
from cin_metrics.waiting import WAITS
from tests.unit.test_load import loaded
from tests.unit.test_pages import drawn, figures, opening  # noqa: F401
from tests.writers.annex_a import Snapshot, as_xlsx, sheets_of
from tests.writers.ssd import files_of, tables_of

DAY = date(2026, 3, 31)
HOME = Path(__file__).parents[2]
SHARES = ("On time", "In timescale now", "Share", "Latest month")
WITH_FIGURES = ("overview", "timeliness", "changes", "drift", "patterns", "steps", "briefing", "groups", "benchmarks")


@cache
def council() -> list[dict[str, Any]]:
    """The events of a small made-up council."""
    return simulate(60, 5, DAY).to_pylist()


def written(format: str) -> list[tuple[str, bytes]]:
    """The council in a format."""
    match format:
        case "census":
            return [("return.xml", "".join(census(council(), 2026)).encode())]
        case "two censuses":
            return [(f"{year}.xml", "".join(census(council(), year)).encode()) for year in (2025, 2026)]
        case "annex_a":
            return [("annex.xlsx", as_xlsx(sheets_of(Snapshot(council(), DAY).lists)))]
        case _:
            return files_of(tables_of(council()))


@cache
def extract(format: str) -> Extract:
    """The extract of the council in a format."""
    return load(written(format), DAY, choices={"snapshot_date": DAY} if format == "annex_a" else None)


def whys(extract: Extract, policy: str = "ealing") -> dict[tuple[str, str], str]:
    """Kind and name of everything, and why it cannot be answered."""
    return {(one.kind, one.name): one.why for one in answers(extract, policy)}


def answers(extract: Extract, policy: str = "ealing") -> list[Answer]:
    """What an extract can answer."""
    return coverage(held_in(extract), load_policy(policy))


def events(*types: str, **cells: str) -> Extract:
    """An extract of one event of each type, with these cells in all of them."""
    lines = [",".join(("child_id", "event_date", "event_type", *cells))]
    lines += [",".join(("1", "2024-01-02", one, *cells.values())) for one in types]
    return loaded(("a.csv", "\n".join(lines)))


def test_everything_the_product_can_say_is_there_once() -> None:
    policy = load_policy("ealing")
    found = [(one.kind, one.name) for one in answers(events("cin_visit"))]
    assert len(found) == len(set(found))
    assert {name for kind, name in found if kind == "rule"} == {rule.id for rule in policy.rules}
    assert {name for kind, name in found if kind == "measure"} == set(MEASURES)
    assert {name for kind, name in found if kind == "wait"} == set(WAITS)


def test_a_whole_extract_answers_nearly_everything() -> None:
    """What a council records in full can be answered: the example lacks nothing."""
    assert {key: why for key, why in whys(load([HOME / "data/example.csv"])).items() if why} == {}


# What each format can answer of a question, as docs/formats.md has it: none, or a part of the reason.
FORMATS: dict[tuple[str, str], dict[str, str | None]] = {
    ("rule", "visits"): {
        "census": "no “cin_visit” events", "annex_a": "only the latest visit of each child", "ssd": None,
    },
    ("rule", "reviews"): {
        "census": "no “cin_review” events", "annex_a": "no “cin_review” events", "ssd": "no “cin_review” events",
    },
    ("rule", "assessment_timescale"): {"census": None, "annex_a": None, "ssd": None},
    ("measure", "seen"): {
        "census": "no “cin_visit” events", "annex_a": "only the latest visit of each child", "ssd": None,
    },
    ("measure", "recording_lag_median"): dict.fromkeys(("census", "annex_a", "ssd"), "No event has a recorded date"),
    ("measure", "plan_length"): {"census": None, "annex_a": "no “plan_started” events", "ssd": None},
    ("measure", "episode_length"): {"census": None, "annex_a": None, "ssd": None},
    ("measure", "step_down_sustained_6"): {
        "census": None, "annex_a": "only the latest protection plan", "ssd": None,
    },
    ("measure", "re_referral_12m"): {
        "census": "give last year's return", "two censuses": None, "annex_a": "look back six months", "ssd": None,
    },
    ("measure", "drift"): {"census": None, "annex_a": "No sign of drift can be computed", "ssd": None},
    ("drift", "returned"): {
        "census": "give last year's return", "two censuses": None, "annex_a": "look back six months", "ssd": None,
    },
    ("drift", "idle"): {"census": "neither visits nor other work", "annex_a": "no work but the latest", "ssd": None},
    ("drift", "worker_changes"): {
        "census": "names no worker", "annex_a": "only the worker of its own day", "ssd": None,
    },
    ("drift", "stale_assessment"): {"census": None, "annex_a": "no assessment completed more", "ssd": None},
    ("wait", "first_visit"): {
        "census": "no “cin_visit” events", "annex_a": "only the latest visit of each child", "ssd": None,
    },
    ("wait", "plan_end"): {"census": None, "annex_a": "no “plan_started” events", "ssd": None},
}  # fmt: skip


@pytest.mark.parametrize(("key", "format"), [(key, format) for key, by in FORMATS.items() for format in by])
def test_what_a_format_can_answer(key: tuple[str, str], format: str) -> None:
    policy = "manchester" if key[1] == "assessment_timescale" else "ealing"
    found = whys(extract(format), policy)
    if key[1] == "assessment_timescale":
        of_topic = [one.id for one in load_policy(policy).rules if one.topic == "assessment"]
        assert any(not found["rule", name] for name in of_topic)
        return
    expected = FORMATS[key][format]
    assert (found[key] == "") if expected is None else (expected in found[key])


@pytest.mark.parametrize(
    ("types", "cells", "measure", "is_answered"),
    [
        (["cin_visit"], {"child_seen": "yes"}, "seen", True),
        (["cin_visit"], {}, "seen", False),
        (["cin_visit"], {"child_seen": "yes"}, "seen_alone", False),
        (["cin_visit"], {"recorded_date": "2024-01-03"}, "recording_lag_p90", True),
        (["cin_visit"], {}, "recording_lag_p90", False),
        (["case_closed"], {"outcome": "RC9"}, "step_down_rate", True),
        (["case_closed"], {}, "step_down_rate", False),
        (["early_help_started"], {}, "step_down_rate", True),
        (["cp_plan_started"], {}, "step_down_sustained_3", False),
        (["cp_plan_started", "cp_plan_ended"], {}, "step_down_sustained_3", True),
        (["referral_received"], {}, "re_referral_12m", True),
        (["cin_visit"], {}, "re_referral_12m", False),
    ],
)
def test_what_a_measure_needs(types: list[str], cells: dict[str, str], measure: str, is_answered: bool) -> None:
    assert (whys(events(*types, **cells))["measure", measure] == "") is is_answered


def test_a_stay_that_nothing_could_end_too_early_cannot_be_judged() -> None:
    """Every stay would be kept where no closing is recorded at all."""
    closed = events("cp_plan_started", "cp_plan_ended", "case_closed")
    stays = [rule.id for rule in load_policy("manchester").rules if rule.shape == "stay"]
    assert stays
    for rule in stays:
        assert whys(closed, "manchester")["rule", rule] == ""
        assert "case_closed" in whys(events("cp_plan_ended"), "manchester")["rule", rule]


def test_of_several_events_that_meet_a_rule_none_may_be_there_in_part() -> None:
    """With each child's latest visit and all reviews, the visits before the latest are still missing."""
    pack = {
        "title": "Ours",
        "rules": [
            {"id": "contact", "title": "Contact", "topic": "visit", "clause": "1", "every": "10 days",
             "of": ["cin_visit", "cin_review"], "from": "referral_received"},
        ],
    }  # fmt: skip
    found = held_in(events("cin_visit", "cin_review", "referral_received"))
    policy = policy_from_mapping(pack, "ours")
    limited = found._replace(limits=Limits(only={"cin_visit": "only the latest visit of each child"}))
    assert coverage(found, policy)[0].why == ""
    assert coverage(limited, policy)[0].why == "This source holds only the latest visit of each child."


def test_signs_of_drift_that_a_snapshot_cannot_show_are_not_computed() -> None:
    ledger = make_ledger(extract("annex_a"), load_policy("ealing"), DAY)
    assert len(not_computable(ledger)) == 11
    assert make_drift(ledger).num_rows == 0


def test_what_a_snapshot_counts_from_before_its_months_is_not_judged() -> None:
    """An assessment of a referral in the year before is not on the lists, and would look overdue."""
    limits, policy = extract("annex_a").limits, load_policy("manchester")
    since = date(2025, 9, 30)
    assert (limits.whole_from, limits.judged_from) == (since, since)
    whole = make_ledger(extract("annex_a"), policy, DAY).rows()
    judged = make_ledger(extract("annex_a"), judged_by(policy, limits), DAY).rows()
    assert any(row["anchor_date"] < since for row in whole)
    assert judged and all(row["anchor_date"] >= since for row in judged)
    assert judged_by(policy, Limits()) is policy


def test_what_is_held_in_part_is_said() -> None:
    said = what_is_partial(extract("annex_a").limits)
    assert said[0] == "This source holds only the latest visit of each child."
    assert any("choose a period that begins on 30 Sep 2025 or later" in sentence for sentence in said)
    assert extract("census").limits.whole_from == date(2025, 4, 1)
    assert extract("two censuses").limits.whole_from == date(2024, 4, 1)
    assert what_is_partial(extract("ssd").limits) == []


def test_what_is_held_in_part_is_kept_with_a_load(tmp_path: Path) -> None:
    """Opened again, a kept load is a file of events; what its source lacked must not be forgotten."""
    loads = Loads(tmp_path)
    kept = loads.keep(extract("annex_a"), written("annex_a"), "a test")
    assert loads.open(kept.key).limits == extract("annex_a").limits
    assert from_text(as_text(Limits())) == Limits()


def test_load_says_what_can_be_answered() -> None:
    said = list(coverage_described(extract("census")))
    counts = r"  ealing: \d+ of 23 standards, \d+ of 22 measures, 2 of 11 signs of drift"
    assert any(re.match(counts, one) for one in said)
    assert any(one.startswith("  cannot be computed: Child seen. The extract has no “cin_visit”") for one in said)


# On the pages

Shown = Callable[..., AppTest]


@pytest.fixture
def shown(opening: Shown, tmp_path: Path) -> Shown:  # noqa: F811
    """Opens a page on the council in a format."""

    def run(page: str, format: str, **address: str) -> AppTest:
        (name, content), *_ = written(format)
        path = tmp_path / name
        path.write_bytes(content)
        return opening(page, path, **address)

    return run


@pytest.mark.parametrize(
    ("page", "format"),
    [*((page, "annex_a") for page in WITH_FIGURES), *((page, "census") for page in ("overview", "timeliness"))],
)
def test_no_page_shows_a_share_for_what_cannot_be_judged(page: str, format: str, shown: Shown) -> None:
    """No table row and no card that names such a rule or measure has a value; the page works and says what lacks."""
    found = answers(extract(format))
    lacking = {one.title for one in found if one.why and one.kind in ("rule", "measure")}
    lacking -= {one.title for one in found if not one.why}
    app = shown(page, format, **({"topic": "all"} if page == "timeliness" else {}))
    drawn(app)
    for title, (value, why) in figures(app).items():
        assert title not in lacking or (value == "—" and why)
    for table in app.dataframe:
        columns = [name for name in table.value.columns if name in SHARES]
        for _, row in table.value.iterrows():
            names = {str(cell).split(",")[0] for cell in row}
            if columns and names & lacking:
                assert row[columns].isna().all(), (page, names & lacking)


def test_the_drift_page_gives_no_share_where_no_sign_can_be_computed(shown: Shown) -> None:
    said = drawn(shown("drift", "annex_a"))
    assert "No sign of drift can be computed from this extract." in said
    assert "two or more signs of drift, " not in said
    assert "Visits not on time: this source holds only the latest visit of each child." in said


def test_a_way_of_which_nothing_is_recorded_is_not_said_to_be_none(shown: Shown) -> None:
    app = shown("steps", "census")
    assert " to care" not in drawn(app)
    ends = next(table.value for table in app.dataframe if "How it ended" in table.value.columns)
    assert not {"Care", "Transfer out"} & set(ends["How it ended"])
    assert any("so not shown: care or transfer out" in caption.value for caption in app.caption)


def test_a_period_before_the_source_is_whole_is_said(shown: Shown) -> None:
    warned = "Before 30 Sep 2025 this source holds only cases still open then"
    assert warned in drawn(shown("overview", "annex_a", period="2025-04-01..2026-03-31"))
    assert warned not in drawn(shown("overview", "annex_a", period="2025-10-01..2026-03-31"))


def test_the_data_page_says_what_can_be_answered(shown: Shown) -> None:
    said = drawn(shown("data", "annex_a"))
    assert re.search(r"What this extract can answer.*: \d+ of 23 standards of the policy, \d+ of 22 measures", said)
    assert "This source holds only the latest visit of each child." in said


def test_what_is_uploaded_says_what_it_can_answer_before_it_is_used(opening: Shown) -> None:  # noqa: F811
    app = opening("data")
    app.file_uploader[0].upload("annex.xlsx", written("annex_a")[0][1], "application/octet-stream").run()
    said = drawn(app)
    assert said.count("What this extract can answer") == 2
    assert "Extract: council.csv" in said
    assert "This source holds only the latest visit of each child." in said
