"""The mapping screen: a messy extract to figures on screen, with nothing to read first."""

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.mapping_files import OTHER_FOLDER, load_mapping
from cin_metrics.simulate import simulate
from cin_metrics.ui.holding import OPENING_EXTRACT
from tests.unit.messy import long_text, wide_text

HOME = Path(__file__).parents[2]
PATIENCE = 90

Opening = Callable[[str], AppTest]


@pytest.fixture
def opening(council: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens a page on the council, with a folder of mappings of its own."""
    monkeypatch.setenv(OPENING_EXTRACT, str(council))
    monkeypatch.setenv(OTHER_FOLDER, str(tmp_path / "mappings"))

    def run(page: str) -> AppTest:
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=PATIENCE)
        return app.switch_page(f"pages/{page}.py").run()

    return run


def said_on(app: AppTest) -> str:
    """Everything written on the page."""
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for element in app.get("html")]
    for kind in (app.markdown, app.info, app.error, app.caption, app.subheader):
        parts += [element.value for element in kind]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts).replace("\\", "")))


def press(app: AppTest, label: str) -> AppTest:
    """The page after the button of that label was pressed."""
    return next(button for button in app.button if button.label == label).click().run()


def chosen(app: AppTest, label: str) -> str:
    """What stands in the selectbox of that label."""
    return next(box.value for box in app.selectbox if box.label.replace("\\", "") == label)


def test_a_messy_long_extract_comes_to_figures_by_two_buttons(opening: Opening) -> None:
    app = opening("data")
    app.file_uploader[0].upload("mosaic.csv", long_text().encode(), "text/csv").run()
    said = said_on(app)
    assert "Match its columns and words" in said
    assert chosen(app, "The child's identifier (needed)") == "Mosaic Person ID"
    assert chosen(app, "When it happened (needed)") == "Date Completed"
    assert "A visit to the child (cin_visit)" in said
    app = press(app, "Use this mapping")
    assert "read by the mapping" in said_on(app)
    app = press(app, "Use this extract")
    assert "mosaic.csv is in use" in re.sub(r"\s+", " ", said_on(app))
    app.switch_page("pages/overview.py").run()
    said = said_on(app)
    assert "Extract: mosaic.csv" in said
    assert re.search(r"Visits:\s+\d+ of \d+", said)


def test_a_messy_wide_extract_comes_to_figures_by_two_buttons(opening: Opening) -> None:
    app = opening("data")
    app.file_uploader[0].upload("cases.csv", wide_text().encode("windows-1252"), "text/csv").run()
    assert app.radio[0].value == "wide"
    assert chosen(app, "Event of Referral Date") == "referral_received"
    assert chosen(app, "Outcome of Assessment Authorised") == "Assessment Outcome"
    app = press(app, "Use this mapping")
    said = said_on(app)
    assert "Rows of cases: " in said
    assert "The row has more or fewer cells than the header line" in said
    app = press(app, "Use this extract")
    app.switch_page("pages/overview.py").run()
    assert "Extract: cases.csv" in said_on(app)


def test_no_child_is_shown_on_the_screen(opening: Opening) -> None:
    app = opening("data")
    app.file_uploader[0].upload("mosaic.csv", long_text().encode(), "text/csv").run()
    said = said_on(app)
    assert "words that hardly any other row has" in said
    ids = {row["child_id"] for row in simulate(12, 5, date(2026, 9, 30)).to_pylist()}
    assert "Smithson" not in said
    assert not [one for one in ids if one in said]
    everything = " ".join(str(option) for box in app.selectbox for option in box.options)
    assert not [one for one in ids if one in everything]


def test_what_is_needed_and_missing_is_said_in_a_sentence(opening: Opening) -> None:
    app = opening("data")
    app.file_uploader[0].upload("mosaic.csv", long_text().encode(), "text/csv").run()
    box = next(box for box in app.selectbox if box.label.startswith("When it happened"))
    box.set_value("").run()
    assert "No column is chosen for event_date (the day it happened)." in said_on(app)
    assert next(b for b in app.button if b.label == "Use this mapping").disabled


def test_a_name_that_nothing_is_chosen_for_is_counted_and_can_be_left_out(opening: Opening) -> None:
    app = opening("data")
    app.file_uploader[0].upload("mosaic.csv", long_text().encode(), "text/csv").run()
    assert "Set aside, because nothing is chosen for them from Fax" in re.sub(r"\s+", " ", said_on(app))
    box = next(box for box in app.selectbox if box.label == "Fax is")
    box.set_value("leave_out").run()
    assert "Left out on purpose from" in re.sub(r"\s+", " ", said_on(app))
    app = press(app, "Use this mapping")
    assert "leaves this event out on purpose" in said_on(app)


def test_a_saved_mapping_reads_next_month_without_a_click(opening: Opening, tmp_path: Path) -> None:
    app = opening("data")
    app.file_uploader[0].upload("june.csv", long_text().encode(), "text/csv").run()
    app.text_input[0].set_value("Monthly report").run()
    app = press(app, "Save as this name and use")
    assert "The mapping is saved as" in said_on(app)
    assert load_mapping(tmp_path / "mappings" / "Monthly_report.yaml").columns["team"] == "Responsible Team"
    app = opening("data")
    app.file_uploader[0].upload("july.csv", long_text(seed=6).encode(), "text/csv").run()
    said = said_on(app)
    assert "The saved mapping 'Monthly_report' fits the columns of this file" in said
    assert [button for button in app.button if button.label == "Use this extract"]


def test_a_mapping_is_not_saved_without_a_name(opening: Opening, tmp_path: Path) -> None:
    app = opening("data")
    app.file_uploader[0].upload("june.csv", long_text().encode(), "text/csv").run()
    app = press(app, "Save as this name and use")
    assert "A mapping is saved under a name of 1 to 60 letters and figures." in said_on(app)
    assert not (tmp_path / "mappings").exists()


def test_a_column_of_ids_is_refused_as_names_of_events(opening: Opening) -> None:
    written = io.StringIO()
    rows = [[f"{number:05}", f"2026-01-{number % 28 + 1:02}", "Visit"] for number in range(400)]
    csv.writer(written).writerows([["Person", "Day", "Step"], *rows])
    app = opening("data")
    app.file_uploader[0].upload("own.csv", written.getvalue().encode(), "text/csv").run()
    box = next(box for box in app.selectbox if box.label.startswith("What happened"))
    box.set_value("Person").run()
    said = said_on(app)
    assert "too many different words to be the names of events" in said
    assert "00017" not in said
