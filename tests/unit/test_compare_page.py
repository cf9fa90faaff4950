"""The page of two policies: on the example, with another limit, with rules paired by hand, with a faulty address."""

import html
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.days import Period
from cin_metrics.events import load
from cin_metrics.ledger import make_ledger
from cin_metrics.measures import make_measures
from cin_metrics.packs import load_policy
from cin_metrics.statistics.change_split import split_change
from cin_metrics.ui.compare_choices import just_before, own_limit, shifted
from cin_metrics.ui.compare_page import why_words
from cin_metrics.ui.holding import OPENING_EXTRACT
from cin_metrics.ui.side_by_side import moved_text, points_text, wrapped

HOME = Path(__file__).parents[2]
AS_OF = date(2026, 9, 30)
YEAR = date(2025, 10, 1), AS_OF
NO_VISITS = """child_id,event_type,event_date,team,outcome
a,referral_received,2025-10-01,North,
a,assessment_completed,2025-11-03,North,cin_plan
a,network_meeting,2025-11-10,North,
"""


def opened(**address: str | list[str]) -> AppTest:
    """The page on the example, by the address given."""
    app = AppTest.from_file(str(HOME / "app.py"), default_timeout=90)
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page("pages/compare.py").run()


def said(app: AppTest) -> str:
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for element in app.get("html")]
    parts += [element.value for kind in (app.markdown, app.info, app.caption) for element in kind]
    words = html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts).replace("\\", "")))
    return " ".join(words.split())


def figure(policy: str, rule_id: str, period: tuple[date, date] = YEAR) -> tuple[int, int]:
    """A rule's share on time over the example, from the measures."""
    ledger = make_ledger(load([HOME / "data" / "example.csv"]), load_policy(policy), AS_OF)
    rows = make_measures(ledger, *period, measures=["timeliness"]).to_pylist()
    return next((r["numerator"], r["denominator"]) for r in rows if r["rule_id"] == rule_id)


def test_two_packs_show_a_difference_traced_to_named_children() -> None:
    app = opened(opened="visits:visits")
    words = said(app)
    assert "Manchester would call" in words and "where Ealing calls" in words
    rules = app.dataframe[1].value.set_index("What is asked")
    for name in ("Ealing", "Manchester"):
        numerator, denominator = figure(name.lower(), "visits")
        assert rules.loc["Visits", f"{name}: of"] == f"{numerator:,} of {denominator:,}"
    children = app.dataframe[2].value
    assert children["Child"].str.fullmatch(r"\d{7}").all()
    late = children[(children["State: Ealing"] == "Late") & (children["State: Manchester"] == "On time")]
    assert len(late) > 50
    assert late["Why"].str.match(r"The deadline moved from .* to .* \d{4}\.").all()
    assert app.get("download_button")
    assert "Only in Ealing" in words and "Only in Manchester" in words


def test_choosing_a_row_opens_the_rule() -> None:
    app = opened(opened="visits:visits")
    place = list(app.dataframe[1].value["What is asked"]).index("Reviews / Progress meetings")
    chosen = {"selection": {"rows": [place], "columns": [], "cells": []}}
    app.session_state["grid Rules under both policies 2"] = chosen
    app.run()
    assert app.header[0].value == "Reviews / Progress meetings"
    assert app.query_params["opened"] in ("reviews:progress_meetings", ["reviews:progress_meetings"])


def test_judged_alike_with_another_date_is_listed_when_asked_for() -> None:
    app = opened(opened="visits:visits")
    before = len(app.dataframe[2].value)
    app.checkbox(key="with dates 10").check().run()
    assert len(app.dataframe[2].value) > before + 500


def test_a_change_over_time_is_split_into_rule_and_practice() -> None:
    words = said(opened(opened="visits:visits"))
    earlier = date(2024, 10, 1), date(2025, 9, 30)
    values = []
    for policy in ("ealing", "manchester"):
        for period in (earlier, YEAR):
            numerator, denominator = figure(policy, "visits", period)
            values.append(numerator / denominator * 100)
            assert f"({numerator:,} of {denominator:,})" in words
    split = split_change(*values)
    assert f"{points_text(split.deadline)} from the changed rule" in words
    assert f"{points_text(split.practice)} from changed practice" in words


def test_one_limit_changed_lists_only_the_rules_it_touches() -> None:
    app = opened(other="changed-limit", limit="visits:20 working days")
    words = said(app)
    assert app.header[0].value == "Visits"
    assert "Ealing with “Visits” at 20 working days would call" in words
    assert "Under the one rule that this touches" in words
    assert "What is asked" not in app.dataframe[0].value
    assert app.number_input(key="changed_number").value == 20
    assert "Only in" not in words


def test_choosing_a_rule_and_a_number_changes_the_limit() -> None:
    app = opened(other="changed-limit")
    assert app.selectbox(key="changed_rule").value == "visits"
    assert app.number_input(key="changed_number").value == 15
    assert "No child is judged otherwise." in said(app)
    app.number_input(key="changed_number").set_value(30).run()
    assert app.query_params["limit"] in ("visits:30 working days", ["visits:30 working days"])
    assert "“Visits” at 30 working days" in said(app)
    app.selectbox(key="changed_rule").set_value("reviews").run()
    assert app.number_input(key="changed_number").value == 3
    assert app.selectbox(key="changed_unit").value == "months"


@pytest.mark.parametrize("limit", ["visits:0 working days", "visits:banana", "visits:9999 days", "nothing:3 days"])
def test_a_limit_in_the_address_that_cannot_be_is_said_and_left_at_the_policys_own(limit: str) -> None:
    app = opened(other="changed-limit", limit=limit)
    assert len(app.warning) == 1 and "allowed" in app.warning[0].value
    assert app.number_input(key="changed_number").value == 15
    said(app)


def test_hours_are_taken_where_a_rule_or_the_address_has_them() -> None:
    app = opened(other="changed-limit", limit="visits:480 hours")
    assert not app.warning
    assert app.selectbox(key="changed_unit").value == "hours"
    assert "“Visits” at 480 hours" in said(app)


def test_a_policy_that_is_not_there_is_said() -> None:
    app = opened(other="nowhere")
    assert any("nowhere" in warning.value for warning in app.warning)
    assert app.selectbox(key="other").value == "manchester"


def test_rules_are_paired_by_hand_and_back() -> None:
    app = opened(matched="first_network_meeting:planning_meeting")
    assert "First network meeting / Planning meeting" in list(app.dataframe[1].value["What is asked"])
    back = next(button for button in app.button if button.label == "Back to the usual pairs")
    back.click().run()
    assert "First network meeting / Planning meeting" not in list(app.dataframe[1].value["What is asked"])
    app.selectbox(key="pair_rule").set_value("visits").run()
    app.selectbox(key="pair_with visits").set_value("-").run()
    assert "Visits" not in list(app.dataframe[1].value["What is asked"])
    assert app.query_params["matched"] in ("visits:-", ["visits:-"])


def test_what_the_extract_cannot_answer_is_said_and_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "no_visits.csv"
    path.write_text(NO_VISITS, encoding="utf-8")
    monkeypatch.setenv(OPENING_EXTRACT, str(path))
    app = opened()
    assert "The extract has no “cin_visit” events" in said(app)
    rules: Any = app.dataframe[0].value.set_index("What is asked")
    assert rules.loc["Visits", ["Ealing: on time", "Manchester: on time", "Children who differ"]].isna().all()


def test_the_period_before_has_as_many_whole_months_or_days() -> None:
    year = Period("x", "x", date(2025, 10, 1), date(2026, 9, 30))
    assert (just_before(year).first, just_before(year).last) == (date(2024, 10, 1), date(2025, 9, 30))
    leap = Period("x", "x", date(2024, 3, 1), date(2024, 3, 31))
    assert (just_before(leap).first, just_before(leap).last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (shifted(leap, 12).first, shifted(leap, 12).last) == (date(2023, 3, 1), date(2023, 3, 31))
    days = Period("x", "x", date(2026, 9, 11), date(2026, 9, 20))
    assert (just_before(days).first, just_before(days).last) == (date(2026, 9, 1), date(2026, 9, 10))


def test_words_of_a_difference() -> None:
    names, period = ("Ealing", "Manchester"), Period("x", "x", date(2026, 1, 1), date(2026, 6, 30))
    row = {
        "difference": "counted", "first_status": "on_time", "second_status": "on_time",
        "first_due_date": date(2026, 6, 30), "second_due_date": date(2026, 7, 7),
        "first_met_date": date(2026, 6, 20), "second_met_date": date(2026, 6, 20),
        "first_is_counted": True, "second_is_counted": False,
    }  # fmt: skip
    assert why_words(row, names, period) == (
        "The deadline moved from 30 Jun 2026 to 7 Jul 2026, under Manchester it falls outside the period."
    )
    assert why_words(row | {"difference": "only_first"}, names, period) == "Manchester asks nothing from this day."
    other = {"difference": "dates", "second_due_date": date(2026, 6, 30), "second_met_date": None}
    assert why_words(row | other, names, period) == (
        "Ealing counts it as done on 20 Jun 2026, Manchester on no day."
    )


def test_points_in_words() -> None:
    assert [points_text(p) for p in (10.24, -3.0, 0.04, -0.04, None)] == ["+10.2", "−3.0", "0.0", "0.0", "—"]
    assert [moved_text(p) for p in (10.24, -3.0, 0.01)] == [
        "10.2 points higher", "3.0 points lower", "the same to one decimal",
    ]  # fmt: skip
    assert wrapped("First visit after assessment / Child first seen") == (
        "First visit after assessment /<br>Child first seen"
    )
    assert wrapped("Visits <b>") == "Visits &lt;b&gt;"


def test_a_limit_is_offered_in_the_plural() -> None:
    assert own_limit(load_policy("ealing").rule("first_network_meeting")) == "10 working days"
