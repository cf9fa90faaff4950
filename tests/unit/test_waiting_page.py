"""The drift page leads with waiting: its sentence, its quarters, its curves, what is too few or cannot be computed."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.events import load
from cin_metrics.ledger import make_ledger
from cin_metrics.packs import load_policy
from cin_metrics.ui import charts, waiting_charts, waiting_quarters
from cin_metrics.ui.holding import OPENING_EXTRACT
from cin_metrics.ui.waiting_words import SAID, interval_words, said_of
from cin_metrics.waiting import ENDS, WAITS, make_waits
from cin_metrics.waiting_groups import GROUPINGS, group_of, is_apart, quarters
from tests.support import Rows
from tests.unit.test_waiting_groups import waits

HOME = Path(__file__).parents[2]
EXAMPLE = HOME / "data" / "example.csv"
AS_OF = date(2026, 9, 30)

TWO_PLANS = """child_id,event_type,event_date,team
a,referral_received,2025-10-01,North
a,plan_started,2025-11-01,North
b,referral_received,2025-10-01,South
b,plan_started,2025-11-10,South
b,case_closed,2026-02-03,South
c,referral_received,2026-02-03,South
"""
NO_PLANS = """child_id,event_type,event_date
a,referral_received,2025-10-01
a,cin_visit,2025-10-05
b,referral_received,2025-10-01
"""

Opening = Callable[..., AppTest]


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens the drift page on the example, or on the extract given, by the address given."""

    def run(extract: Path = EXAMPLE, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv(OPENING_EXTRACT, str(extract))
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app = app.switch_page("pages/drift.py").run()
        assert not app.exception, [error.message for error in app.exception]
        return app

    return run


@pytest.fixture
def extract_of(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a CSV text as an extract."""

    def write(text: str) -> Path:
        path = tmp_path / "given.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@cache
def every_wait() -> Rows:
    """The waits of the example."""
    return make_waits(make_ledger(load([EXAMPLE]), load_policy("ealing"), AS_OF)).to_pylist()


def of(name: str, apart: bool = False) -> Rows:
    """The waits of one kind of children in need, or of long-term disability support."""
    return [row for row in every_wait() if row["wait"] == name and is_apart(row) == apart]


def answers(app: AppTest) -> list[str]:
    """The sentences that answer, in order."""
    said = [e.value for e in app.get("html") if 'class="cin-answer"' in e.value]
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", sentence)).split()) for sentence in said]


def table_with(app: AppTest, column: str) -> list[dict[str, object]]:
    """The rows of the first table that has a column."""
    frame = next(frame.value for frame in app.dataframe if column in frame.value.columns)
    return frame.to_dict("records")


def test_the_page_leads_with_plans_still_open_and_their_interval(opening: Opening) -> None:
    """The latest quarter whose plans were all followed for nine months, counted here one by one."""
    app = opening(as_of=str(AS_OF))
    begun = [row for row in of("plan_end") if date(2025, 7, 1) <= row["start_date"] <= date(2025, 9, 30)]
    still = [row for row in begun if row["end_date"] is None or row["days"] > 274]
    assert len(begun) > 4 and max(r["start_date"] for r in begun) + timedelta(274) <= AS_OF
    first = answers(app)[0]
    share = f"{len(still) / len(begun) * 100:.1f}%"
    assert first.startswith(
        f"Of {len(begun)} plans started Jul–Sep 2025, {len(still)} ({share}) were still open after 9 months "
        "(95% interval "
    )
    assert "A year before it was" in first and "than chance gives" in first
    assert "▼ Lower is better" in first
    assert "Long-term disability support, counted apart: " in first
    assert [element.value for element in app.header] == ["How long until…", "Signs of drift"]
    assert "signs of drift" in answers(app)[2]


def test_a_policy_whose_panel_sits_at_six_months_is_answered_for_six(opening: Opening) -> None:
    assert "were still open after 6 months" in answers(opening(policy="practice_matters"))[0]


@pytest.mark.parametrize("whose", ["in_need", "disability"])
def test_the_table_of_quarters_forgets_nobody(whose: str, opening: Opening) -> None:
    """Every plan stands in one quarter, and at each mark is open, ended or not yet known."""
    rows = table_with(opening(as_of=str(AS_OF), whose=whose), "Started in")
    assert sum(row["Plans"] for row in rows) == len(of("plan_end", whose == "disability")) > 0
    for row in rows:
        for mark in ("3 months", "9 months"):
            whole = row[f"Open, {mark}"] + row[f"Ended, {mark}"] + row[f"Not yet known, {mark}"]
            assert whole == row["Plans"]
    last = rows[-1]
    if whose == "in_need":
        assert last["Started in"] == "Jul–Sep 2026" and last["Open after 9 months"] == "not yet known"


@pytest.mark.parametrize("name", WAITS)
def test_every_wait_has_its_sentence_and_the_number_still_followed(name: str, opening: Opening) -> None:
    app = opening(as_of=str(AS_OF), wait=name)
    counted = [row for row in of(name) if row["start_date"] >= date(2024, 10, 1)]
    going_on = sum(row["ended"] is None for row in counted)
    said = answers(app)[1]
    assert said.startswith(f"Of {len(counted):,} {WAITS[name].thing[1]} that began from 1 Oct 2024 to 30 Sep 2026, ")
    assert f"and {going_on:,} are {SAID[name].still}" in said
    tables = " ".join(element.value for element in app.get("html") if "cin-table" in element.value)
    assert "Still followed on that day" in tables
    listed = table_with(app, "How it ended")
    assert len(listed) == len(counted)
    assert [row["Days"] for row in listed[:going_on]] == sorted(
        (row["days"] for row in counted if row["ended"] is None), reverse=True
    )
    assert not app.warning and not app.error


@pytest.mark.parametrize("by", GROUPINGS)
def test_groups_stand_side_by_side_in_a_fixed_order_with_a_verdict(by: str, opening: Opening) -> None:
    for name in ("plan_end", "first_visit", "need_end"):
        app = opening(as_of=str(AS_OF), wait=name, by=by)
        said = " ".join(element.value for element in app.markdown)
        if by == "cohort":
            assert "not tested against each other" in said
            disabled = load_policy("ealing").cohorts["cwd"].title
            rows = {row["Group"]: row for row in table_with(app, "Group")}
            apart = [row for row in of(name, apart=True) if row["start_date"] >= date(2024, 10, 1)]
            counted = [row for row in of(name) if row["start_date"] >= date(2024, 10, 1)]
            column = next(column for column in rows["All"] if column in ("Plans", "Times in need"))
            assert rows["All"][column] == len(counted)
            assert rows[disabled][column] == len(apart) > 0
        else:
            assert "**Differences:" in said
        groups = [row["Group"] for row in table_with(app, "Group")]
        assert groups[-1] == "All"
        if by == "team":
            assert groups[:-1] == sorted(groups[:-1])
        assert app.query_params["by"] == by and app.query_params["wait"] == name


def test_before_and_after_a_policys_date(opening: Opening) -> None:
    """Ealing's pack names no day from which it applies, so its source's date counts."""
    app = opening(as_of=str(AS_OF), wait="first_visit", by="policy_period")
    groups = [row["Group"] for row in table_with(app, "Group")]
    assert groups[0] == "Before 19 Sep 2024"
    assert groups[1].startswith("From 19 Sep 2024")


def test_what_is_chosen_stands_in_the_address(opening: Opening) -> None:
    app = opening(as_of=str(AS_OF))
    app.selectbox(key="filter_wait").set_value("need_end").run()
    app.selectbox(key="filter_by").set_value("team").run()
    app.pills(key="whose").set_value("disability").run()
    assert not app.exception
    chosen = {name: app.query_params[name] for name in ("wait", "by", "whose")}
    assert chosen == {"wait": "need_end", "by": "team", "whose": "disability"}
    counted = [row for row in of("need_end", apart=True) if row["start_date"] >= date(2024, 10, 1)]
    assert answers(app)[1].startswith(f"Of {len(counted)} times in need")


def test_unknown_choices_are_said_and_left_at_the_usual(opening: Opening) -> None:
    app = opening(wait="![spy](x)", by="colour", whose="nobody")
    said = [warning.value for warning in app.warning]
    for part in ("spy", "colour", "nobody"):
        assert any(part in sentence for sentence in said)
    assert not any("![spy]" in sentence for sentence in said)
    assert app.selectbox(key="filter_wait").value == "plan_end"
    assert app.selectbox(key="filter_by").value == "together"


def test_few_plans_are_said_to_be_too_few(opening: Opening, extract_of: Callable[[str], Path]) -> None:
    app = opening(extract_of(TWO_PLANS))
    assert answers(app)[0].startswith("2 plans have started so far, 1 still open: too few, or not followed long enough")
    assert "Too few to say by when half of them had." in answers(app)[1]
    assert table_with(app, "Started in")[0]["Open after 3 months"] == "too few"


def test_disability_plans_too_few_for_quarters_are_told_together(opening: Opening) -> None:
    """No empty chart: the sentence speaks of all of them, and the table of quarters stays."""
    app = opening(as_of=str(AS_OF), whose="disability")
    begun = of("plan_end", apart=True)
    still = sum(row["ended"] is None for row in begun)
    lead = f"{len(begun)} plans have started so far, {still} still open: too few in any quarter, but of all together"
    assert answers(app)[0].startswith(lead)
    assert "Children in need, counted apart: of " in answers(app)[0]
    assert "there is nothing to draw" in " ".join(element.value for element in app.markdown)


def test_what_the_extract_lacks_cannot_be_computed_and_says_why(
    opening: Opening, extract_of: Callable[[str], Path]
) -> None:
    path = extract_of(NO_PLANS)
    app = opening(path)
    said = " ".join(element.value.replace("\\", "") for element in app.info)
    assert "Cannot be computed" in said
    assert "How long plans stay open: the extract has no “plan_started” events" in said
    visits = opening(path, wait="first_visit")
    assert "Of 2 times in need" in answers(visits)[0]
    assert "holds no event for: protection plan, care, transferred and closed" in " ".join(
        element.value for element in visits.info
    )


def test_a_period_in_which_no_plan_started(opening: Opening, extract_of: Callable[[str], Path]) -> None:
    """It is said, and nothing is drawn."""
    app = opening(extract_of(TWO_PLANS), period="2025-10-01..2025-10-02")
    assert answers(app)[0].startswith("No plan has started.")
    assert "No plan began from" in " ".join(element.value for element in app.markdown)


# Charts and words


def test_lines_are_told_apart_by_dash_and_shape_and_named_where_they_end() -> None:
    rows = [
        row
        for start in ("2024-01-10", "2024-04-10", "2024-07-10")
        for row in waits(start, *[(120, "plan_ended")] * 5, *[(500, None)] * 5)
    ]
    chart = waiting_quarters.by_quarter(quarters(rows, WAITS["plan_end"]))
    lines = chart.figure.data
    assert [line.name for line in lines] == ["3 months", "6 months", "9 months", "12 months"]
    assert len({line.line.dash for line in lines}) == len({line.marker.symbol for line in lines}) == 4
    assert list(lines[0].y) == [100.0] * 3 and list(lines[2].y) == [50.0] * 3
    named = [note.text for note in chart.figure.layout.annotations]
    assert named == ["after 3 months", "after 6 months", "after 9 months", "after 12 months"]
    assert "Jan–Mar 2024: 100.0%" in chart.description


def test_quarters_partly_followed_are_hollow() -> None:
    rows = waits("2026-01-10", *[(60, None)] * 3, *[(95, None)] * 6, *[(40, "plan_ended")] * 3)
    chart = waiting_quarters.by_quarter(quarters(rows, WAITS["plan_end"]))
    assert chart.figure.data[0].marker.color[0] == waiting_quarters.theme.GROUND
    assert "Hollow: some are not followed so long yet." in chart.note


def test_a_curve_is_dotted_where_it_hangs_on_single_children() -> None:
    """Ten plans; after day 150 fewer than five are followed."""
    rows = waits("2025-01-01", *[(100, "closed")] * 3, *[(150, None)] * 3, (200, "closed"), *[(300, None)] * 3)
    chart = waiting_charts.curve("plan_end", group_of("All", rows, WAITS["plan_end"]))
    firm, rest = chart.figure.data[-2:]
    assert firm.x[-1] == rest.x[0] == 150
    assert (firm.line.dash, rest.line.dash) == (None, "dot")
    assert firm.y[-1] == pytest.approx(70)
    assert "single children" in chart.note


def test_bands_of_competing_ends_carry_their_names_and_make_100() -> None:
    rows = waits("2025-01-01", *[(20, "protection")] * 2, *[(200, "closed")] * 5, *[(480, None)] * 13)
    chart = waiting_charts.stack("need_end", group_of("All", rows, WAITS["need_end"]))
    assert sum(band.y[-1] for band in chart.figure.data) == pytest.approx(100)
    patterns = [band.fillpattern.shape for band in chart.figure.data]
    assert len(set(patterns)) == len(patterns)
    assert [note.text for note in chart.figure.layout.annotations] == [
        "Protection plan 10.0%", "Closed 25.0%", "Still in need 65.0%",
    ]  # fmt: skip


def test_labels_of_thin_bands_stand_clear_of_each_other() -> None:
    traces = [waiting_charts.band("One", "#000000", "", [0, 1], [0, height], False) for height in (1, 1, 1, 97)]
    heights = [height for _, height in waiting_charts.spread_labels(traces)]
    assert all(after - before >= 6.5 for before, after in zip(heights, heights[1:], strict=False))
    assert max(heights) <= 98


def test_panels_draw_and_tell_the_same_share() -> None:
    """Of ten, six visited on day 5 and four closed on day 3: 60% visited at one week, in the line and in the table."""
    rows = waits("2025-01-01", *[(5, "visited")] * 6, *[(3, "closed")] * 4)
    group = group_of("North", rows, WAITS["first_visit"])
    chart = waiting_charts.panels("first_visit", group, [group])
    assert chart.figure.data[0].y[-1] == pytest.approx(60)
    assert chart.rows[0]["at 7"] == "60.0% (31 to 83%)"
    assert chart.figure.data[1].line.dash == "dash"
    assert [note.text for note in chart.figure.layout.annotations] == ["North (10)"]


def test_every_end_and_every_wait_has_words_and_a_look() -> None:
    assert set(waiting_charts.END_LOOKS) == set(ENDS)
    assert set(SAID) == set(WAITS)
    assert {end for wait in WAITS.values() for end in wait.ends} == set(ENDS)


def test_half_in_words() -> None:
    """Too few, not reached, an open interval: each is said."""
    assert interval_words(181, None) == "95% interval 181 or more"
    assert interval_words(None, None) == "too few for an interval"
    rows = waits("2025-01-01", *[(20, "closed")] * 6, *[(9, "visited")] * 3)
    said = said_of("first_visit", group_of("All", rows, WAITS["first_visit"]), "since then")
    assert "<b>3</b> were visited, 6 ended before any visit and 0 are still waiting." in said
    assert "Half of all have not been visited" in said


def test_charts_are_drawn_for_one_single_wait() -> None:
    for name, wait in WAITS.items():
        for how in (None, wait.ends[0]):
            group = group_of("All", waits("2025-01-01", (0, how)), wait)
            drawn = waiting_charts.stack if wait.competing else waiting_charts.curve
            assert isinstance(drawn(name, group), charts.Chart)
            assert isinstance(waiting_charts.panels(name, group, [group]), charts.Chart)
