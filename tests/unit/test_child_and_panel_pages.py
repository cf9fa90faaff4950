"""The pages of one child and of the panel: three clicks from the list to the clause."""

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.ui import panel_page
from cin_metrics.ui.holding import OPENING_EXTRACT

HOME = Path(__file__).parents[2]
EVENTS = """child_id,episode_id,event_type,event_date,team,worker,family_id
007,a,referral_received,2025-01-02,North,Ann,F1
007,a,plan_started,2025-01-15,North,Ann,F1
007,a,cin_visit,2025-01-20,North,Ann,F1
008,a,referral_received,2026-01-02,South,Ben,F1
008,a,plan_started,2026-01-15,South,Ben,F1
009,a,referral_received,2026-05-02,South,Ben,F2
009,a,case_closed,2026-09-30,South,Ben,F2
"""


@pytest.fixture
def opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Opens a page on three children, by the address given."""
    path = tmp_path / "given.csv"
    path.write_text(EVENTS, encoding="utf-8")
    monkeypatch.setenv(OPENING_EXTRACT, str(path))

    def run(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        return app.switch_page(f"pages/{page}.py").run()

    return run


def drawn(app: AppTest) -> str:
    """Everything written on the page, in words."""
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for kind in (app.get("html"), app.markdown, app.error, app.warning) for element in kind]
    return html.unescape(re.sub(r"<[^>]+>", "", " ".join(parts).replace("\\", "")))


def test_the_panel_page_says_who_is_past_the_month_and_who_soon_will_be(opening) -> None:
    said = drawn(opening("panel"))
    assert "1 of 2 open plans is past 9 months, 1 of them with neither panel nor extension on file" in said
    assert "1 more will pass it in the next 8 weeks" in said


def test_another_month_is_asked_for_in_the_address(opening) -> None:
    """Three months earlier the second plan is past it too."""
    assert "2 of 2 open plans are past 6 months" in drawn(opening("panel", month="6 months"))
    assert "allowed: 9 months, 3 months, 6 months, 12 months" in drawn(opening("panel", month="7 moons"))


def test_the_child_page_asks_for_a_child_first(opening) -> None:
    assert "2 children with an open case to choose from." in drawn(opening("child"))


def test_a_child_is_shown_with_its_states_and_what_is_overdue(opening) -> None:
    said = drawn(opening("child", child="007"))
    assert "In need since 2 Jan 2025 and on a plan since 15 Jan 2025; held by North · Ann." in said
    assert "Long plan." in said
    app = opening("child", child="007")
    asked = app.dataframe[-2].value if len(app.dataframe) > 2 else app.dataframe[0].value
    assert {"State", "Clause"} <= set(asked.columns)


def test_a_closed_case_is_shown_as_closed(opening) -> None:
    assert "Closed on 30 Sep 2026; the case was open from 2 May 2026." in drawn(opening("child", child="009"))


def test_a_child_who_is_not_there_is_a_sentence_without_its_identifier(opening) -> None:
    app = opening("child", child="nobody17")
    assert "No case of that child identifier" in drawn(app)
    assert all("nobody17" not in error.value for error in app.error)


def test_how_long_the_pack_of_a_long_list_takes_is_said(opening, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "to make" not in drawn(opening("panel", month="6 months"))
    monkeypatch.setattr(panel_page, "LONG_LIST", 1)
    said = drawn(opening("panel", month="6 months"))
    assert "The whole list has 2 children and takes about 1 minute to make." in said
