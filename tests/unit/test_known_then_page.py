"""The page of what was known then: on the example, on another day, and where nothing says when it was recorded."""

import html
import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.days import Period, usual_period
from cin_metrics.events import load
from cin_metrics.ledger import make_ledger
from cin_metrics.measures import make_measures
from cin_metrics.packs import load_policy
from cin_metrics.ui.holding import OPENING_EXTRACT
from cin_metrics.ui.known_then_page import ending_on, why_words

HOME = Path(__file__).parents[2]
DAY = date(2026, 6, 30)
PERIOD = date(2025, 7, 1), DAY
NO_RECORDED_DATES = """child_id,event_type,event_date
a,referral_received,2026-01-05
a,assessment_completed,2026-02-03
a,cin_visit,2026-02-10
"""


def opened(**address: str | list[str]) -> AppTest:
    """The page on the example, by the address given."""
    app = AppTest.from_file(str(HOME / "app.py"), default_timeout=90)
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page("pages/known_then.py").run()


def said(app: AppTest) -> str:
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for element in app.get("html")]
    parts += [element.value for kind in (app.markdown, app.info) for element in kind]
    words = html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts).replace("\\", "")))
    return " ".join(words.split())


def timeliness(known_by: date | None) -> dict[str, tuple[int, int]]:
    """Every rule's share on time as of the day, from the measures."""
    ledger = make_ledger(load([HOME / "data" / "example.csv"]), load_policy("ealing"), DAY, known_by)
    rows = make_measures(ledger, *PERIOD, measures=["timeliness"]).to_pylist()
    return {row["rule_id"]: (row["numerator"], row["denominator"]) for row in rows}


def test_the_figures_of_a_past_day_then_and_now() -> None:
    """The usual day is the month's end three months before the as-of date."""
    app = opened()
    words = said(app)
    assert "Figures of 1 Jul 2025 to 30 Jun 2026, as of 30 Jun 2026." in words
    table = app.dataframe[1].value.set_index("What is asked")
    policy = load_policy("ealing")
    for title, known_by in (("Known then", DAY), ("Known now", None)):
        figures = timeliness(known_by)
        for rule in policy.rules:
            numerator, denominator = figures[rule.id]
            assert table.loc[rule.title, f"{title}: of"] == f"{numerator:,} of {denominator:,}"
        together = [sum(figure[part] for figure in figures.values()) for part in (0, 1)]
        assert f"({together[0]:,} of {together[1]:,})" in words


def test_the_late_entries_behind_a_moved_rule() -> None:
    """The rule that moved for most children stands first and is opened."""
    app = opened()
    said(app)
    assert app.dataframe[1].value["Children"].is_monotonic_decreasing
    assert [header.value for header in app.header] == ["Visits", "What came late"]
    _, _, children, entries, late = (element.value for element in app.dataframe)
    became = children[(children["Known then"] == "Overdue") & (children["Known now"] == "On time")]
    assert len(became) and became["Why"].str.contains("put on file later").all()
    assert (became["Late entries"] > 0).all()
    assert (entries["On"] <= DAY).all() and (entries["Put on file"] > DAY).all()
    assert set(entries["Child"]) <= set(children["Child"])
    assert entries["Asked about"].iloc[0] == "yes"
    assert late["Entries"].sum() > 50
    assert len(app.get("download_button")) == 3


def test_choosing_a_row_opens_the_rule() -> None:
    app = opened()
    title = app.dataframe[1].value["What is asked"].iloc[2]
    chosen = {"selection": {"rows": [2], "columns": [], "cells": []}}
    app.session_state["grid Rules then and now 0"] = chosen
    app.run()
    assert app.header[0].value == title != "Visits"


def test_another_day_stays_in_the_address() -> None:
    app = opened(day="31/03/2026", period="6m")
    assert "Figures of 1 Oct 2025 to 31 Mar 2026, as of 31 Mar 2026." in said(app)
    assert app.query_params["day"] in ("2026-03-31", ["2026-03-31"])


@pytest.mark.parametrize("day", ["banana", "2031-01-01", "1999-01-01"])
def test_a_day_that_cannot_be_is_said(day: str) -> None:
    app = opened(day=day)
    assert any("is not a day from" in warning.value for warning in app.warning)
    assert "as of 30 Jun 2026" in said(app)


def test_on_the_as_of_date_itself_later_entries_are_all_that_is_hidden() -> None:
    assert "On 30 Sep 2026 we knew of" in said(opened(day="2026-09-30"))


def test_without_recorded_dates_it_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "given.csv"
    path.write_text(NO_RECORDED_DATES, encoding="utf-8")
    monkeypatch.setenv(OPENING_EXTRACT, str(path))
    app = opened()
    assert "It cannot be told what was known on the day" in said(app)
    assert not app.dataframe


def test_the_period_keeps_its_kind_and_ends_on_the_day() -> None:
    year = usual_period("12m", date(2026, 9, 30))
    assert (ending_on(year, DAY).first, ending_on(year, DAY).last) == PERIOD
    typed = Period("x", "x", date(2026, 9, 1), date(2026, 9, 10))
    assert (ending_on(typed, DAY).first, ending_on(typed, DAY).last) == (date(2026, 6, 21), DAY)


def test_words_of_what_moved() -> None:
    period = Period("x", "x", *PERIOD)
    row = {
        "difference": "status", "first_status": "overdue", "second_status": "on_time",
        "first_due_date": DAY, "second_due_date": DAY, "first_met_date": None, "second_met_date": date(2026, 6, 20),
        "first_is_counted": True, "second_is_counted": True,
    }  # fmt: skip
    assert why_words(row, period) == "Done on 20 Jun 2026, put on file later."
    earlier = {"first_status": "late", "first_met_date": date(2026, 7, 2)}
    assert why_words(row | earlier, period) == "Done on 20 Jun 2026, known then as 2 Jul 2026."
    assert why_words(row | {"difference": "only_second"}, period) == "What it counts from was put on file later."
    lost = {"first_met_date": date(2026, 6, 20), "second_met_date": None, "first_status": "on_time",
            "second_status": "overdue"}  # fmt: skip
    assert why_words(row | lost, period) == "20 Jun 2026 no longer counts as the day it was done."
    closed = {"second_met_date": None, "second_status": "not_required"}
    assert why_words(row | closed, period) == "Overdue became not required."
