"""The pages on England and on groups of children say what they should, and no more than they may."""

import html
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.disclosure import shareable
from cin_metrics.simulate import simulate, write
from cin_metrics.simulate.children import children_table
from cin_metrics.ui.groups_page import shared_rows, shared_words
from cin_metrics.ui.holding import EXAMPLE, OPENING_EXTRACT, opening_extract
from tests.unit.test_simulate_children import AS_OF

HOME = Path(__file__).parents[2]
PATIENCE = 60
Opening = Callable[..., AppTest]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The events and the table of children of a small council."""
    folder = tmp_path_factory.mktemp("given")
    events = simulate(40, 1, AS_OF)
    write(events, folder / "council.csv")
    write(children_table(events, 1, AS_OF), folder / "children.csv")
    return folder / "council.csv", folder / "children.csv"


@pytest.fixture
def opening(given: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens a page on the council with its children, or on other files, by the address given."""

    def run(page: str, files: tuple[Path, ...] = given, **address: str) -> AppTest:
        monkeypatch.setenv(OPENING_EXTRACT, os.pathsep.join(map(str, files)))
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=PATIENCE)
        for name, value in address.items():
            app.query_params[name] = value
        return app.switch_page(f"pages/{page}.py").run()

    return run


def drawn(app: AppTest) -> str:
    """Everything written on the page, in words."""
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for element in app.get("html")]
    parts += [e.value for kind in (app.markdown, app.info, app.caption, app.warning) for e in kind]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts).replace("\\", ""))).split())


def answers(app: AppTest) -> list[str]:
    """The sentences in which the page answers its question."""
    found = [element.value for element in app.get("html") if element.value.startswith('<p class="cin-answer">')]
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", value)).split()) for value in found]


def test_the_app_opens_on_the_example_with_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OPENING_EXTRACT, raising=False)
    assert opening_extract() == EXAMPLE
    assert [path.name for path in EXAMPLE] == ["example.csv", "example_children.csv"]
    assert all(path.exists() for path in EXAMPLE)
    monkeypatch.setenv(OPENING_EXTRACT, os.pathsep.join(["a.csv", "b.csv"]))
    assert opening_extract() == (Path("a.csv"), Path("b.csv"))


# England


def test_only_what_has_the_same_definition_stands_beside_england(opening: Opening) -> None:
    """Ealing asks for no assessment in 45 working days, so only re-referrals are left."""
    app = opening("benchmarks", policy="ealing")
    assert [element.value for element in app.subheader] == ["Re-referred within 12 months"]
    said = drawn(app)
    assert "England 22.6% , year to March 2025" in answers(app)[0]
    assert "Department for Education, Children in need, reporting year 2025" in said
    assert "no rule of this policy asks exactly that" in said
    assert "a caseload of child in need plans is a part of that" in said
    assert "Where ours differs." in said
    assert not app.warning


def test_a_rule_that_asks_what_is_published_is_shown_as_published_figures_count(opening: Opening) -> None:
    app = opening("benchmarks", policy="working_together")
    titles = [element.value for element in app.subheader]
    assert titles[1:] == [
        "Assessments completed within 45 working days", "Child protection conferences within 15 working days",
    ]  # fmt: skip
    ours, england = app.dataframe[1].value.iloc[0], app.dataframe[1].value.iloc[1]
    assert (ours["Whose"], england["Whose"]) == ("This extract", "England")
    assert england["Share"] == pytest.approx(85.7)
    assert ours["Share"] == pytest.approx(ours["Counted"] / ours["Of"] * 100)
    assert ours["95% interval from"] < ours["Share"] <= ours["95% interval to"]


def test_a_region_and_an_authority_are_chosen_by_the_address_and_none_is_by_default(opening: Opening) -> None:
    app = opening("benchmarks")
    assert list(app.dataframe[0].value["Whose"]) == ["This extract", "England"]
    app = opening("benchmarks", region="E12000006", authority="E06000055")
    whose = list(app.dataframe[0].value["Whose"])
    assert whose[:4] == ["This extract", "England", "East of England", "Bedford"]
    assert whose[4] == "Authorities of East of England (10)", "the region's eleven less Bedford itself"
    assert app.query_params["region"] == "E12000006"
    app.selectbox(key="place_region").set_value("E12000001").run()
    assert any("Authority" in warning.value for warning in app.warning), "Bedford is not in the North East"


def test_an_unknown_region_is_said_and_left_out(opening: Opening) -> None:
    app = opening("benchmarks", region="![spy](http://example.org)")
    assert len(app.warning) == 1 and "![spy]" not in app.warning[0].value
    assert list(app.dataframe[0].value["Whose"]) == ["This extract", "England"]


def test_what_makes_our_figure_too_low_or_partial_is_said(opening: Opening) -> None:
    said = drawn(opening("benchmarks", period="all"))
    assert "less than a year before the period" in said
    assert "published figures are of whole authorities" in drawn(opening("benchmarks", team="Harbour"))


# Groups of children


def test_without_a_table_of_children_the_page_says_how_to_give_one_and_nothing_else(
    opening: Opening, given: tuple[Path, Path]
) -> None:
    app = opening("groups", given[:1])
    said = drawn(app)
    assert "The extract has no table of children" in said and "date_of_birth" in said and "Never names" in said
    assert not app.dataframe and not app.get("plotly_chart") and not app.subheader


def test_a_figure_is_shown_by_group_with_how_sure_it_is(opening: Opening) -> None:
    app = opening("groups", policy="ealing")
    assert app.subheader[0].value == "Visits: on time, by age"
    table = app.dataframe[0].value
    assert (table["95% interval from"] <= table["Share"]).all()
    whole = re.search(r"Visits: on time: ([\d,]+) of ([\d,]+)", answers(app)[0])
    assert table["Counted"].sum() == int(whole[1].replace(",", ""))
    assert table["Of"].sum() == int(whole[2].replace(",", "")) > 0
    assert "differs from all children" in answers(app)[0] or "More than chance" in answers(app)[0]


@pytest.mark.parametrize("figure", ["in_timescale_now", "seen", "seen_alone", "drift", "re_referral_12m", "step_up"])
def test_every_figure_and_characteristic_can_be_chosen(figure: str, opening: Opening) -> None:
    app = opening("groups", measure=figure, characteristic="ethnicity")
    assert not app.exception and not app.warning
    assert app.subheader[0].value.endswith("by ethnicity")
    app.selectbox(key="group_characteristic").set_value("sex").run()
    assert app.subheader[0].value.endswith("by sex")
    assert app.query_params["characteristic"] == "sex"


def test_unknown_choices_are_said_and_left_at_the_usual(opening: Opening) -> None:
    app = opening("groups", measure="banana", rule="nonsense", characteristic="height")
    assert len(app.warning) == 3
    assert app.subheader[0].value == "Visits: on time, by age"


def test_a_group_that_is_seen_less_is_named_in_the_answer(opening: Opening, tmp_path: Path) -> None:
    """Forty boys of whom half were seen, beside forty girls who all were: more than chance gives."""
    rows = [f"{n},cin_visit,2026-03-01,{'no' if n >= 60 else 'yes'}" for n in range(80)]
    (tmp_path / "events.csv").write_text("child_id,event_type,event_date,child_seen\n" + "\n".join(rows), "utf-8")
    table = [f"{n},{'F' if n < 40 else 'M'}" for n in range(80)]
    (tmp_path / "children.csv").write_text("child_id,sex\n" + "\n".join(table), "utf-8")
    files = (tmp_path / "events.csv", tmp_path / "children.csv")
    app = opening("groups", files, measure="seen", characteristic="sex")
    assert "More than chance gives" in answers(app)[0]
    assert "Male (20 of 40, 50.0%, below all)" in answers(app)[0]
    assert "Triangles" in drawn(app)
    assert list(app.dataframe[0].value["Group"]) == ["Female", "Male"]


def test_what_is_shared_hides_small_numbers_and_the_page_says_so(opening: Opening) -> None:
    app = opening("groups", measure="drift", characteristic="ethnicity")
    assert "The download is for sharing" in drawn(app) and "from 1 to 5 are hidden" in drawn(app)
    assert [button.label for button in app.get("download_button")] == [
        "Download two or more signs of drift, by ethnicity, for sharing (CSV)"
    ]


def test_the_file_for_sharing_holds_no_small_number_and_marks_what_is_hidden() -> None:
    shared = shareable(["Female", "Male", "Unknown"], [40, 3, 30], [100, 60, 90])
    assert [(row["group"], row["numerator"], row["denominator"], row["note"]) for row in shared_rows(shared)] == [
        ("Female", 40, 100, None),
        ("Male", None, None, "hidden, small number"),
        ("Unknown", None, None, "hidden, small number"),
        ("All", 73, 250, None),
    ]
    assert "2 of 3 groups" in shared_words(shared)
    assert "leaves no group to show" in shared_words(shareable(["Female", "Male"], [4, 3], [10, 60]))
    assert "none has to be" in shared_words(shareable(["Female", "Male"], [10, 20], [30, 60]))
