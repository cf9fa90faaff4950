"""The patterns page: its answer, its four parts, what it says where something cannot be computed."""

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics import patterns
from cin_metrics.days import usual_period
from cin_metrics.events import load
from cin_metrics.ledger import make_ledger
from cin_metrics.measures import Selection
from cin_metrics.packs import load_policy
from cin_metrics.patterns import WORK, Question
from cin_metrics.ui.holding import OPENING_EXTRACT, Holding
from cin_metrics.ui.patterns_page import PATTERNS, PatternsPage
from cin_metrics.ui.patterns_words import ABOUT, KINDS
from cin_metrics.ui.session import Session
from cin_metrics.ui.view import Scope, View

HOME = Path(__file__).parents[2]
YEAR = Question(date(2025, 9, 30), date(2026, 9, 29))

NOT_RECORDED = """child_id,event_type,event_date,team,worker
a,referral_received,2026-01-05,North,Ann
a,cin_visit,2026-02-03,North,Ann
a,cin_visit,2026-03-03,North,Ann
"""
IN_A_BATCH = """child_id,event_type,event_date,recorded_date,team,worker
a,referral_received,2026-01-05,2026-01-05,North,Ann
a,cin_visit,2026-02-02,2026-02-10,North,Ann
a,cin_visit,2026-02-03,2026-02-10,North,Ann
a,cin_visit,2026-02-04,2026-02-10,North,Ann
a,cin_visit,2026-02-05,2026-02-10,North,Ann
a,cin_visit,2026-02-06,2026-02-10,North,Ann
b,cin_visit,2026-02-06,2026-02-10,South,Bob
b,supervision,2026-02-20,2026-02-20,South,Bob
"""

Opening = Callable[..., AppTest]


@pytest.fixture
def opening(council: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens the page on the council, or on a CSV text, by the address given."""

    def run(text: str = "", **chosen: str) -> AppTest:
        path = council
        if text:
            path = tmp_path / "given.csv"
            path.write_text(text, encoding="utf-8")
        monkeypatch.setenv(OPENING_EXTRACT, str(path))
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
        for name, value in chosen.items():
            app.query_params[name] = value
        return app.switch_page("pages/patterns.py").run()

    return run


def said(app: AppTest) -> str:
    """Everything written on the page, in words."""
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for element in app.get("html")]
    parts += [element.value for kind in (app.markdown, app.info, app.warning) for element in kind]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", " ".join(parts).replace("\\", ""))).split())


def table(app: AppTest, column: str) -> list[dict[str, object]]:
    """The rows of the first table with a column of that title."""
    frame = next(frame.value for frame in app.dataframe if column in frame.value.columns)
    return frame.to_dict("records")


@pytest.fixture
def ledger(council: Path):
    """The ledger the page shows when it opens."""
    return make_ledger(load([council]), load_policy("ealing"), YEAR.last)


def test_the_answer_has_a_sentence_for_each_pattern(opening: Opening, ledger) -> None:
    text = said(opening())
    visits = patterns.batching(ledger, YEAR)[0]
    children, _ = patterns.silences(ledger, YEAR)
    assert "Work piles up at the deadline under none of" in text
    assert "No work comes in a flurry before the month ends." in text
    assert f"{visits.in_batches} of {visits.entries} visits" in text
    assert f"{len(children.quiet)} of {len(children.children)} children in need" in text
    assert f"for more than {children.usual} days" in text


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_opens_with_its_table_and_what_it_does_not_say(pattern: str, opening: Opening) -> None:
    app = opening(pattern=pattern)
    assert app.header[0].value == PATTERNS[pattern]
    assert ABOUT[pattern] in " ".join(element.value for element in app.markdown)
    assert app.dataframe
    assert app.get("plotly_chart") or "was put on file in a batch" in said(app)
    assert not app.warning and not app.error
    assert app.query_params["pattern"] == pattern


def test_another_pattern_is_chosen_with_the_pills(opening: Opening) -> None:
    app = opening()
    assert app.header[0].value == PATTERNS["deadline"]
    app.pills(key="pattern").set_value("silences").run()
    assert app.header[0].value == PATTERNS["silences"]
    assert app.query_params["pattern"] == "silences"


@pytest.mark.parametrize("name", ["pattern", "timed"])
def test_a_word_of_the_address_that_means_nothing_is_said(name: str, opening: Opening) -> None:
    app = opening(**{name: "nonsense"})
    assert "“nonsense”" in said(app)
    assert app.header[0].value == PATTERNS["deadline"]


def test_every_rule_with_its_share_its_cases_and_a_verdict(opening: Opening, ledger) -> None:
    rules = patterns.bunching(ledger, YEAR)
    rows = table(opening(), "In the last tenth")
    assert [row["Of how many"] for row in rows] == [
        f"{rule.at_the_deadline} of {rule.on_time}" for rule in rules
    ]
    assert [str(row["Verdict"]).lower() for row in rows] == [rule.verdict for rule in rules]


def test_a_rule_is_opened_by_its_row_and_lists_its_children(opening: Opening, ledger) -> None:
    rules = patterns.bunching(ledger, YEAR)
    place = next(i for i, rule in enumerate(rules) if rule.rule_id == "visits")
    app = opening(timed="visits")
    assert app.subheader[0].value.replace("\\", "") == "Visits"
    assert len(table(app, "Counted from")) == rules[place].at_the_deadline > 0
    tenths = table(app, "Of those on time")
    assert [row["How many"] for row in tenths] == [*rules[place].tenths, rules[place].just_after]
    other = 0 if place else 1
    app.session_state[f"grid Rules and when they are met {place}"] = {
        "selection": {"rows": [other], "columns": [], "cells": []}
    }
    app.run()
    assert app.query_params["timed"] == rules[other].rule_id


def test_work_is_counted_before_quarters_and_by_the_day_it_was_put_on_file(opening: Opening, ledger) -> None:
    app = opening(pattern="flurries")
    app.pills(key="window").set_value("quarter").run()
    app.pills(key="counted").set_value("file").run()
    found = patterns.flurries(ledger, YEAR, "quarter", recorded=True)
    assert f"{found.last_days} of {found.working_days} working days" in said(app)
    rows = table(app, "Teams with a flurry")
    assert [row["Work"] for row in rows] == [KINDS[kind.event_type] for kind in found.kinds]
    visits = found.kinds[0].found
    assert rows[0]["Of how many"] == f"{visits.inside} of {visits.total}"
    assert len(table(app, "Put on file")) == visits.inside


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, "Whether entries come in batches cannot be computed: the extract has no “recorded_date”"),
        ({"pattern": "batches"}, "Cannot be computed: - The extract has no “recorded_date”"),
        ({"pattern": "flurries", "counted": "file"}, "Cannot be computed: the extract has no “recorded_date”"),
    ],
)
def test_without_recorded_dates_batches_cannot_be_computed(
    chosen: dict[str, str], expected: str, opening: Opening
) -> None:
    text = said(opening(NOT_RECORDED, **chosen))
    assert expected in text
    assert "put on file in batches." not in text


def test_a_worker_is_named_only_where_a_single_team_is_looked_at(opening: Opening) -> None:
    whole = opening(IN_A_BATCH, pattern="batches")
    assert "5 of 6 visits (83.3%) were put on file in batches" in said(whole)
    assert whole.get("plotly_chart")
    (batch,) = table(whole, "Different days of work")
    assert (batch["Entries"], batch["Children"], batch["Team"]) == (5, 1, "North")
    assert "Worker" not in batch and "Ann" not in said(whole)
    (batch,) = table(opening(IN_A_BATCH, pattern="batches", team="North"), "Different days of work")
    assert batch["Worker"] == "Ann"


def test_a_selection_without_children_in_need_says_so(opening: Opening) -> None:
    app = opening(pattern="silences", cohort="private_fostering", team="Children with Disabilities")
    assert "No child is in need." in said(app) and "No child is in long-term disability support." in said(app)
    assert not app.get("plotly_chart") and not app.error


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("text", [IN_A_BATCH, "child_id,event_type,event_date\n7,referral_received,2026-01-05\n"])
def test_few_events_are_too_few_and_no_fault(text: str, pattern: str, opening: Opening) -> None:
    app = opening(text, pattern=pattern)
    assert "too few to tell what is usual" in said(app)
    assert not app.error


def test_the_children_in_silence_are_those_of_the_answer(opening: Opening, ledger) -> None:
    children, _ = patterns.silences(ledger, YEAR)
    app = opening(pattern="silences")
    listed = [frame.value for frame in app.dataframe if "Longest silence" in frame.value.columns]
    found = [list(frame["Child"]) for frame in listed]
    expected = [[row["child_id"] for row in rows] for rows in (children.quiet, children.long_before) if rows]
    assert found[: len(expected)] == expected
    assert expected


def test_a_persons_scope_narrows_what_is_asked(council: Path) -> None:
    view = View(
        load_policy("ealing"), YEAR.last, usual_period("12m", YEAR.last), Selection(teams=("Harbour", "Westmoor"))
    )
    inside = Session(Holding(load([council]), is_opening=True), Scope(("Harbour",)))
    page = PatternsPage(inside, view)
    assert page.question.selection.teams == ("Harbour",)
    children, _ = page.ask(patterns.silences)
    assert {row["team"] for row in children.children} == {"Harbour"}


def test_every_kind_of_work_has_a_name() -> None:
    assert list(KINDS) == list(WORK)
