"""Kept loads on the Data page: kept when taken into use, noticed twice, used again, compared."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.loads import FOLDER, Loads, described
from cin_metrics.ui import loads_page
from tests.unit.test_loads import EARLIER, LATER

HOME = Path(__file__).parents[2]


def opened() -> AppTest:
    """The Data page."""
    return AppTest.from_file(str(HOME / "app.py"), default_timeout=60).switch_page("pages/data.py").run()


def said(app: AppTest) -> str:
    """What the page says in words."""
    assert not app.exception, [error.message for error in app.exception]
    return " ".join(e.value.replace("\\", "") for kind in (app.markdown, app.warning, app.error) for e in kind)


def take(app: AppTest, name: str, text: str) -> AppTest:
    """Upload a file and take it into use."""
    app.file_uploader[0].upload(name, text.encode(), "text/csv").run()
    return next(button for button in app.button if button.label == "Use this extract").click().run()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which loads are kept."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_nothing_is_kept_unless_a_folder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    assert "Loads are not kept" in said(take(opened(), "january.csv", EARLIER))


def test_an_upload_taken_into_use_is_kept_and_noticed_the_next_time(folder: Path) -> None:
    app = take(opened(), "january.csv", EARLIER)
    (kept,) = Loads(folder).all()
    assert kept.accepted == 4 and kept.by == "test@example.com"
    app.file_uploader[0].upload("copy.csv", EARLIER.encode(), "text/csv").run()
    assert "“copy.csv” was loaded before, on" in said(app)


def test_an_upload_is_read_for_its_hash_once_however_often_the_page_is_drawn(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(loads_page, "described", lambda given: asked.append(1) or described(given))
    app = opened()
    app.file_uploader[0].upload("january.csv", EARLIER.encode(), "text/csv").run()
    app.run()
    assert asked == [1]


def test_a_kept_load_is_used_again(folder: Path) -> None:
    app = take(take(opened(), "january.csv", EARLIER), "march.csv", LATER)
    january = next(kept.key for kept in Loads(folder).all() if kept.name == "january.csv")
    app.selectbox(key="kept_chosen").select(january).run()
    app = next(button for button in app.button if button.label == "Use this load").click().run()
    assert any("january.csv</b> is in use" in element.value for element in app.get("html"))


def test_two_loads_are_compared(folder: Path) -> None:
    app = take(take(opened(), "january.csv", EARLIER), "march.csv", LATER)
    keys = {kept.name: kept.key for kept in Loads(folder).all()}
    app.selectbox(key="kept_earlier").select(keys["january.csv"])
    app.selectbox(key="kept_later").select(keys["march.csv"])
    app = next(button for button in app.button if button.label == "Compare them").click().run()
    assert "**1 child** new and **1 child** gone. **3** events new, of which **1** are late entries" in said(app)
