"""Every page runs under Streamlit's own test, with any filter, policy and extract, and says what it should."""

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics import packs
from cin_metrics.events import load
from cin_metrics.ledger import make_ledger
from cin_metrics.measures import make_measures
from cin_metrics.packs import load_policy, pack_names
from cin_metrics.ui import policy_files
from cin_metrics.ui.frame import TITLES
from cin_metrics.ui.holding import OPENING_EXTRACT

HOME = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (HOME / "pages").glob("*.py"))
PATIENCE = 60
LAST_DAY, LAST = "2026-09-29", "29 Sep 2026"
"""The last day on which anything happens in the council of the tests."""

ONE_CHILD = """child_id,event_type,event_date
0007,referral_received,2026-01-05
"""
NO_VISITS = """child_id,event_type,event_date,team,outcome
a,referral_received,2025-10-01,North,
a,case_allocated,2025-10-02,North,
a,assessment_completed,2025-11-03,North,cin_plan
b,referral_received,2025-10-01,South,
b,assessment_completed,2025-11-10,South,cin_plan
b,case_closed,2026-02-03,South,RC7
"""
TO_UPLOAD = b"""child_id,event_type,event_date,team
001,referral_received,2026-01-05,Seaside
001,assessment_completed,03/02/2026,Seaside
,cin_visit,2026-02-04,Seaside
"""

Opening = Callable[..., AppTest]


@pytest.fixture
def opening(council: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens a page on the council, or on the extract given, by the address given."""

    def run(page: str, extract: Path = council, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv(OPENING_EXTRACT, str(extract))
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=PATIENCE)
        for name, value in address.items():
            app.query_params[name] = value
        return app.switch_page(f"pages/{page}.py").run()

    return run


@pytest.fixture
def extract_of(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a CSV text as an extract."""

    def write(text: str) -> Path:
        path = tmp_path / "given.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def drawn(app: AppTest) -> str:
    """Everything written on the page as HTML or as Markdown, in words."""
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for element in app.get("html")]
    parts += [element.value for kind in (app.markdown, app.info, app.error) for element in kind]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts).replace("\\", "")))


def figures(app: AppTest) -> dict[str, tuple[str, str]]:
    """The cards of the overview: title → value, and what stands below it."""
    found = {}
    for element in app.get("html"):
        card = re.search(r"<h3>(.*?)</h3><p class=\"value\">(.*?)</p><p class=\"of\">(.*?)</p>", element.value)
        if card:
            found[card[1]] = (card[2], html.unescape(card[3]))
    return found


def test_the_page_list_and_the_folder_are_the_same() -> None:
    assert sorted(TITLES) == PAGES
    assert list(TITLES)[0] == "overview"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_short(page: str) -> None:
    lines = (HOME / "pages" / f"{page}.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 80


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_its_question_its_filters_and_where_its_figures_come_from(
    page: str, opening: Opening
) -> None:
    app = opening(page)
    said = drawn(app)
    assert [title.value for title in app.title] == [TITLES[page]]
    assert "?" in said
    assert f"as of {LAST} · all teams · all children" in said
    assert "Extract: council.csv" in said
    assert "Figures can change as entries are recorded late" in said
    assert not app.warning and not app.error


@pytest.mark.parametrize("policy", pack_names())
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_every_policy(page: str, policy: str, opening: Opening) -> None:
    app = opening(page, policy=policy)
    assert load_policy(policy).title in drawn(app)
    assert app.selectbox(key="filter_policy").value == policy


@pytest.mark.parametrize("page", PAGES)
def test_a_pasted_address_shows_its_view_again(page: str, opening: Opening) -> None:
    address = {
        "policy": "manchester",
        "as_of": "2026-03-31",
        "period": "2025-04-01..2025-09-30",
        "team": ["Harbour", "Westmoor"],
        "cohort": "short_break",
    }
    app = opening(page, **address)
    said = drawn(app)
    assert "as of 31 Mar 2026 · Harbour, Westmoor · Short breaks · 1 Apr 2025 to 30 Sep 2025" in said
    assert {name: app.query_params[name] for name in address} == address
    assert not app.warning


@pytest.mark.parametrize("page", PAGES)
def test_unknown_values_in_the_address_are_said_and_left_at_the_default(
    page: str, opening: Opening
) -> None:
    app = opening(
        page,
        policy="nowhere",
        as_of="banana",
        period="for ever",
        team="![spy](http://example.org/spy.png)",
        cohort="giants",
        topic="nonsense",
        rule="nonsense",
        sign="nonsense",
    )
    drawn(app)
    said = [warning.value for warning in app.warning]
    for part in ("nowhere", "banana", "for ever", "giants", "spy"):
        assert any(part in sentence for sentence in said), part
    assert not any("![spy]" in sentence for sentence in said)
    assert app.selectbox(key="filter_policy").value == "ealing"
    assert app.selectbox(key="filter_as_of").value == LAST_DAY
    assert app.selectbox(key="filter_period").value == "12m"
    assert app.multiselect(key="filter_team").value == []
    assert app.selectbox(key="filter_cohort").value == ""


def test_a_day_beyond_the_extract_is_refused_in_a_sentence(opening: Opening) -> None:
    app = opening("overview", as_of="2199-01-01")
    assert any("2199" in warning.value for warning in app.warning)
    assert f"as of {LAST}" in drawn(app)


def test_filters_hold_across_pages_and_stand_in_the_address(opening: Opening) -> None:
    app = opening("overview")
    app.multiselect(key="filter_team").set_value(["Harbour"]).run()
    app.selectbox(key="filter_policy").set_value("manchester").run()
    app.selectbox(key="filter_period").set_value("6m").run()
    for page in PAGES:
        app.query_params.clear()
        app.switch_page(f"pages/{page}.py").run()
        assert "Harbour · all children · 30 Mar 2026 to 29 Sep 2026" in drawn(app)
        assert app.query_params["policy"] == "manchester"
        assert app.query_params["team"] == "Harbour"
        assert app.query_params["period"] == "6m"


def test_days_may_be_written_as_people_write_them(opening: Opening) -> None:
    app = opening("overview", as_of="30/6/26", period="1/4/2026 to 30 June 2026")
    assert "as of 30 Jun 2026 · all teams · all children · 1 Apr 2026 to 30 Jun 2026" in drawn(app)
    assert app.query_params["as_of"] == "2026-06-30"
    assert app.query_params["period"] == "2026-04-01..2026-06-30"


def test_a_link_changes_only_what_it_names(opening: Opening) -> None:
    app = opening("overview", policy="manchester", team="Harbour")
    app.query_params.clear()
    app.query_params["team"] = "Westmoor"
    app.switch_page("pages/timeliness.py").run()
    assert "Manchester" in drawn(app)
    assert app.multiselect(key="filter_team").value == ["Westmoor"]


def test_a_headline_figure_is_the_measures_figure(opening: Opening, council: Path) -> None:
    policy = load_policy("ealing")
    ledger = make_ledger(load([council]), policy, date(2026, 8, 31))
    rows = make_measures(
        ledger, date(2025, 9, 1), date(2026, 8, 31), measures=["time_in_timescale"]
    ).to_pylist()
    visits = next(row for row in rows if row["rule_id"] == "visits")
    value, below = figures(opening("overview", as_of="31 Aug 2026"))["Visits: time in timescale"]
    assert visits["denominator"] > 0
    assert value == f"{visits['value'] * 100:.1f}%"
    assert below == f"{visits['numerator']:,} of {visits['denominator']:,} child-days in the period"


def test_the_children_listed_make_the_rules_figure(opening: Opening) -> None:
    app = opening("timeliness", topic="visit", rule="visits", part="children")
    said = drawn(app)
    numerator, denominator = re.search(r"on time \(([\d,]+) of ([\d,]+)\)", said).groups()
    listed = next(
        frame.value for frame in app.dataframe if "In the figure" in frame.value.columns
    )
    counted = listed[listed["In the figure"] == "yes"]
    assert len(counted) == int(denominator.replace(",", "")) > 0
    assert (counted["State"] == "On time").sum() == int(numerator.replace(",", ""))
    assert list(listed["State"]).index("On time") > list(listed["State"]).index("Late")


def test_a_topic_shows_its_rules_and_opens_the_first(opening: Opening) -> None:
    app = opening("timeliness", topic="review")
    titles = [rule.title for rule in load_policy("ealing").rules if rule.topic == "review"]
    assert list(app.dataframe[0].value["What is asked"]) == titles
    assert app.header[0].value == titles[0]
    app.pills(key="topic").set_value("all").run()
    assert len(app.dataframe[0].value) == len(load_policy("ealing").rules)
    assert app.query_params["topic"] == "all"


def test_choosing_a_row_opens_the_rule(opening: Opening) -> None:
    app = opening("timeliness", topic="visit")
    app.session_state["grid Rules and how they are kept 0"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    app.run()
    assert app.header[0].value == "Visits"
    assert app.query_params["rule"] == "visits"


def test_an_assumed_number_is_marked(opening: Opening) -> None:
    app = opening("timeliness", policy="teeswide", topic="protection", rule="step_down_meeting")
    assert "The number is assumed" in drawn(app)
    assert "assumed" in drawn(opening("policies", policy="teeswide"))


def test_the_policies_page_shows_every_rule_clause_and_gap(opening: Opening) -> None:
    policy = load_policy("ealing")
    said = " ".join(drawn(opening("policies")).split())
    for rule in policy.rules:
        assert rule.title in said
        assert " ".join(rule.clause.split()) in said
    for gap in policy.not_measurable:
        assert " ".join(gap.asks.split()) in said


@pytest.mark.parametrize("page", PAGES)
def test_an_extract_of_one_child(page: str, opening: Opening, extract_of: Callable[[str], Path]) -> None:
    app = opening(page, extract_of(ONE_CHILD))
    drawn(app)
    assert not app.error


@pytest.mark.parametrize("policy", pack_names())
def test_what_was_not_supplied_shows_a_dash_and_why_never_nought(
    policy: str, opening: Opening, extract_of: Callable[[str], Path]
) -> None:
    path = extract_of(NO_VISITS)
    cards = figures(opening("overview", path, policy=policy))
    assert not [title for title, (value, _) in cards.items() if value == "0.0%"]
    for value, below in cards.values():
        assert value != "—" or below
    app = opening("timeliness", path, policy=policy, topic="all")
    table = app.dataframe[0].value
    lacking = {rule.title for rule in load_policy(policy).rules if "visit" in (rule.id, rule.topic)}
    for _, row in table[table["What is asked"].isin(lacking)].iterrows():
        assert row[["On time", "Overdue now", "Due soon"]].isna().all()
    if lacking:
        assert "The extract has no “cin_visit” events (a visit)" in drawn(app)


def test_no_overdue_visit_is_counted_where_no_visit_was_supplied(
    opening: Opening, extract_of: Callable[[str], Path]
) -> None:
    app = opening("overview", extract_of(NO_VISITS), policy="practice_matters")
    assert figures(app)["Visits: time in timescale"] == ("—", "The extract has no “cin_visit” events (a visit).")
    assert not re.search(r"\d+\s+obligations?\s+(is|are) overdue", drawn(app))


def test_an_upload_is_used_only_once_the_button_is_pressed(opening: Opening) -> None:
    app = opening("data")
    assert "council.csv is in use" in drawn(app).replace("  ", " ")
    app.file_uploader[0].upload("mine.csv", TO_UPLOAD, "text/csv").run()
    said = drawn(app)
    assert "There is no child id" in said and "Extract: council.csv" in said
    use = next(button for button in app.button if button.label == "Use this extract")
    use.click().run()
    said = drawn(app)
    assert "Extract: mine.csv, 2 rows in use" in said
    assert "as of 3 Feb 2026" in said
    assert app.multiselect(key="filter_team").options == ["Seaside"]
    app.switch_page("pages/overview.py").run()
    assert "Extract: mine.csv" in drawn(app)
    app.switch_page("pages/data.py").run()
    back = next(button for button in app.button if button.label.startswith("Back to"))
    back.click().run()
    assert "Extract: council.csv" in drawn(app)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("header.csv", b"child_id,event_type,event_date\n"),
        ("wrong.csv", b"who,what\n1,2\n"),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("broken.parquet", b"PAR1 not a table PAR1"),
    ],
)
def test_a_faulty_upload_is_said_in_sentences_and_changes_nothing(
    name: str, content: bytes, opening: Opening
) -> None:
    app = opening("data")
    app.file_uploader[0].upload(name, content, "application/octet-stream").run()
    said = drawn(app)
    assert app.error
    assert "Traceback" not in said
    assert not [button for button in app.button if button.label == "Use this extract"]
    assert "Extract: council.csv" in said


def test_a_faulty_pack_is_said_in_sentences_and_another_can_be_chosen(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (packs, policy_files):
        monkeypatch.setattr(module, "PACKS", tmp_path)
    (tmp_path / "ealing.yaml").write_bytes((HOME / "policies" / "ealing.yaml").read_bytes())
    (tmp_path / "ours.yaml").write_text("title: Ours\nrules: [{id: visits}]\n", encoding="utf-8")
    app = opening("timeliness", policy="ours")
    assert not app.exception
    assert app.error and all("ours.yaml" in error.value.replace("\\", "") for error in app.error)
    assert app.selectbox(key="filter_policy").options == ["Ealing", "Ours"]
    app.selectbox(key="filter_policy").set_value("ealing").run()
    assert not app.error and "Ealing" in drawn(app)


def test_a_missing_extract_is_said_in_a_sentence(opening: Opening, tmp_path: Path) -> None:
    app = opening("overview", tmp_path / "nothing.csv")
    assert not app.exception
    assert "There is no file" in app.error[0].value.replace("\\", "")
