"""The changes page, what the overview and Timeliness say of change, and the charts they draw."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from itertools import combinations
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.breaks import OTHER_BREAKS
from cin_metrics.changes import changes_said, summary_said
from cin_metrics.events import load
from cin_metrics.ledger import make_ledger
from cin_metrics.measures import MEASURES
from cin_metrics.monthly import Month, MonthlyFigure, draw, month_after, monthly
from cin_metrics.packs import load_policy
from cin_metrics.statistics.comparison import compare_teams, funnel_limits
from cin_metrics.statistics.control_charts import Break
from cin_metrics.targets import OTHER_TARGETS
from cin_metrics.ui import overview, theme
from cin_metrics.ui.change_charts import (
    FUNNEL_SIZE,
    LETTER,
    LINE,
    funnel,
    label_shifts,
    monthly_chart,
    verdict_words,
)
from cin_metrics.ui.holding import EXAMPLE, OPENING_EXTRACT
from cin_metrics.ui.tables import Column

HOME = Path(__file__).parents[2]
START = date(2024, 10, 1)
AS_OF = "2026-08-31"
Opening = Callable[..., AppTest]


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens a page on the example as of a month's end, by the address given."""

    def run(page: str, **address: str) -> AppTest:
        monkeypatch.delenv(OPENING_EXTRACT, raising=False)
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
        for name, value in ({"as_of": AS_OF} | address).items():
            app.query_params[name] = value
        return app.switch_page(f"pages/{page}.py").run()

    return run


def said_on(app: AppTest) -> str:
    """Everything written on a page, as one text."""
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for kind in (app.markdown, app.caption, app.error) for element in kind]
    parts += [element.value for element in app.get("html")]
    return unescape(re.sub(r"<[^>]+>", " ", " ".join(parts).replace("\\", "")))


@pytest.fixture(scope="module")
def figures() -> tuple[MonthlyFigure, ...]:
    """The monthly figures the pages should show."""
    return monthly(make_ledger(load(EXAMPLE), load_policy("ealing"), date.fromisoformat(AS_OF)))


def figure_of(counts: list[int], measure: str = "seen", **given: object) -> MonthlyFigure:
    """A figure of so many of 100 each month."""
    months = tuple(
        Month(month_after(START, place), good, 100, good / 100) for place, good in enumerate(counts)
    )
    chart = draw(measure, months, (), given.get("breaks", ()), given.get("target"))
    return MonthlyFigure(measure, None, None, MEASURES[measure].title, months, chart, ())


STEADY = [90, 88, 89, 91] * 3


# Pages


def test_the_changes_page_leads_with_the_answer_and_says_what_changed(
    opening: Opening, figures: tuple[MonthlyFigure, ...]
) -> None:
    said = said_on(opening("changes"))
    assert summary_said(figures) in said
    changed = changes_said(figures, most=8)
    assert len(changed) > 2
    for sentence in changed:
        assert sentence in said
    assert "look changed by chance and season" in said


def test_every_figure_is_a_row_with_its_numbers_what_worries_first(
    opening: Opening, figures: tuple[MonthlyFigure, ...]
) -> None:
    table = opening("changes").dataframe[0].value
    assert sorted(table["Figure"]) == sorted(figure.title for figure in figures)
    order = ["▼ Worrying", "▲ Improving", "◆ Changing", "● No change that stands out"]
    found = [order.index(word) for word in table["Change"] if word in order]
    assert found == sorted(found) and found[0] < 3
    assert all(re.search(r"\d", latest) for latest in table["Latest month"])
    assert "Target" not in table.columns, "none is set"


def test_a_row_opens_its_figure_and_leads_to_its_rule(opening: Opening) -> None:
    app = opening("changes", figure="timeliness.visits")
    assert app.header[0].value == "Visits, on time"
    said = said_on(app)
    assert "p-chart" in said or "p′-chart" in said
    assert "Higher is better" in said
    assert app.query_params["figure"] == "timeliness.visits"
    app = opening("changes", figure="nonsense")
    assert any("nonsense" in warning.value for warning in app.warning)


def test_what_changed_in_each_team_is_said_where_it_is_asked_for(opening: Opening) -> None:
    """In the example Harbour is made worse and Millbrook recovers; the whole service hides both."""
    app = opening("changes")
    assert "not by rank" not in said_on(app)
    said = said_on(app.toggle(key="changes by team").set_value(True).run())
    harbour = said[said.index("**Harbour.**"):said.index("**Millbrook.**")]
    millbrook = said[said.index("**Millbrook.**"):said.index("**Northgate.**")]
    assert "▼ Worrying. Visits, on time" in harbour and "▲" not in harbour
    assert "▲ Improving. Visits, on time" in millbrook and "▼" not in millbrook


def test_targets_and_breaks_recorded_are_shown(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks, targets = tmp_path / "breaks.yaml", tmp_path / "targets.yaml"
    breaks.write_text("breaks: [{on: 2025-12-08, reason: New case system}]", encoding="utf-8")
    targets.write_text("targets: {timeliness: 99%}", encoding="utf-8")
    monkeypatch.setenv(OTHER_BREAKS, str(breaks))
    monkeypatch.setenv(OTHER_TARGETS, str(targets))
    app = opening("changes", figure="timeliness.visits")
    assert "✗ Will miss the target" in said_on(app)
    assert "✗ Will miss the target" in set(app.dataframe[0].value["Target"])
    by_month = next(frame.value for frame in app.dataframe if "Break" in frame.value.columns)
    assert list(by_month[by_month["Break"].notna()]["Month"]) == ["Dec 2025"]


@pytest.mark.parametrize("page", ["changes", "overview", "timeliness"])
def test_a_faulty_file_of_breaks_is_said_in_sentences(
    page: str, opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "breaks.yaml"
    path.write_text("breaks: [{on: tomorrow, reason: New case system}]", encoding="utf-8")
    monkeypatch.setenv(OTHER_BREAKS, str(path))
    app = opening(page)
    assert "on: found 'tomorrow'" in said_on(app)


def test_the_overview_says_what_changed_in_a_few_sentences(
    opening: Opening, figures: tuple[MonthlyFigure, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert overview.MOST_CHANGES == 5
    monkeypatch.setattr(overview, "MOST_CHANGES", 2)
    app = opening("overview")
    assert "What changed" in [header.value for header in app.subheader]
    said = said_on(app)
    assert summary_said(figures) in said
    shown = [sentence for sentence in changes_said(figures) if sentence in said]
    assert shown == changes_said(figures, most=2)


def test_a_rule_that_recurs_shows_its_time_in_timescale_beside_the_share_on_time(
    opening: Opening,
) -> None:
    headers = [header.value for header in opening("timeliness", topic="visit", rule="visits").subheader]
    assert headers == ["On time by month", "Time in timescale by month"]
    once = opening("timeliness", topic="visit", rule="first_visit")
    assert "Time in timescale by month" not in [header.value for header in once.subheader]


# The chart of a figure


def test_a_month_beyond_chance_is_a_triangle_and_said_in_the_table() -> None:
    """Triangles say better or worse, not up or down: for re-referrals a high month points down."""
    chart = monthly_chart(figure_of([*STEADY, 60]), "Seen")
    assert list(chart.figure.data[-1].marker.symbol) == ["circle"] * 12 + ["triangle-down"]
    assert [row["signal"] for row in chart.rows] == ["no"] * 12 + ["yes"]
    assert "▲ for the better, ▼ for the worse" in chart.note
    assert "Below the lower limit" in chart.description
    fewer = monthly_chart(figure_of([*STEADY, 60], "re_referral_12m"), "Re-referred")
    assert fewer.figure.data[-1].marker.symbol[-1] == "triangle-up"
    neither = monthly_chart(figure_of([*STEADY, 60], "ended_by"), "Ended")
    assert neither.figure.data[-1].marker.symbol[-1] == "diamond"


def test_a_break_is_a_line_with_its_reason_and_limits_are_drawn_anew() -> None:
    known = [Break(date(2025, 10, 9), "New <b>case</b> system for the whole service")]
    chart = monthly_chart(figure_of(STEADY + [70, 72, 71, 69] * 3, breaks=known), "Seen")
    assert [shape.x0 for shape in chart.figure.layout.shapes] == [11.5]
    assert [note.text for note in chart.figure.layout.annotations] == [
        "Oct 2025: New &lt;b&gt;case&lt;/b&gt; system<br>for the whole service"
    ]
    averages = [trace.y[0] for trace in chart.figure.data if trace.name == "Average"]
    assert averages == pytest.approx([89.5, 70.5])
    assert chart.rows[12]["break"] == "New <b>case</b> system for the whole service"
    assert "Limits are drawn anew from each break." in chart.note


def test_gaps_and_months_with_few_cases_are_drawn_as_such() -> None:
    months = (
        Month(date(2025, 12, 1), 3, 4, 0.75),
        Month(date(2026, 1, 1), 0, 0, None),
        Month(date(2026, 2, 1), 30, 40, 0.75),
    )
    figure = MonthlyFigure("seen", None, None, "Seen", months, draw("seen", months, (), (), None), ())
    chart = monthly_chart(figure, "Seen")
    line = chart.figure.data[-1]
    assert list(line.y) == [75.0, None, 75.0]
    assert line.marker.color[0] == theme.GROUND and line.marker.color[2] != theme.GROUND
    assert "Dec 2025 75.0%; Jan 2026 —; Feb 2026 75.0%" in chart.description


def test_verdict_and_assurance_are_words_with_an_icon() -> None:
    said = verdict_words(figure_of([*STEADY, 60], target=0.95)).replace("\\", "")
    assert said.startswith("**▼ Worrying.** Below the lower limit in October 2025.")
    assert "**~ Hit and miss.** The target of 95% lies within" in said
    assert "target" not in verdict_words(figure_of(STEADY))


# The funnel


def test_a_funnel_shows_teams_between_the_limits_of_their_number() -> None:
    compared = compare_teams(["Ash", "Birch", "Elm"], [90, 180, 40], [100, 200, 100])
    chart = funnel("Teams", compared, {"group": Column("Team")})
    points = chart.figure.data[-1]
    assert list(points.x) == [100, 200, 100] and list(points.y) == pytest.approx([90, 90, 40])
    assert points.marker.symbol[2] == "triangle-down"
    upper = next(trace for trace in chart.figure.data if trace.name == "99.8% limits")
    low, high = funnel_limits(310 / 400, upper.x[10]).limits_998
    assert upper.y[10] == pytest.approx(low * 100)
    assert [note.text for note in chart.figure.layout.annotations] == ["Ash", "Birch", "Elm"]
    assert "Elm 40.0%, 40 of 100, very different (99.8%)" in chart.description
    assert "No ranking" in chart.note


def test_names_in_a_funnel_cover_neither_each_other_nor_a_point() -> None:
    names = ["Castle Hill", "Children with Disabilities", "Eastfield", "Harbour", "Millbrook", "Westmoor"]
    spots = [(0.30, 0.50), (0.28, 0.52), (0.33, 0.55), (0.45, 0.20), (0.78, 0.50), (0.98, 0.52)]
    points = [(x * FUNNEL_SIZE[0], y * FUNNEL_SIZE[1]) for x, y in spots]
    boxes = [
        (x + right - len(name) * LETTER / 2, y + up - LINE / 2, x + right + len(name) * LETTER / 2, y + up + LINE / 2)
        for (x, y), name, (right, up) in zip(points, names, label_shifts(spots, names), strict=True)
    ]  # fmt: skip
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for left, bottom, right, top in boxes:
        assert not any(left < x < right and bottom < y < top for x, y in points)
        assert left >= 0 and right <= FUNNEL_SIZE[0]


def test_a_funnel_of_no_teams_is_empty_and_says_nothing_wrong() -> None:
    chart = funnel("Teams", compare_teams([], [], []), {"group": Column("Team")})
    assert chart.rows == []
