"""What every page shows of ten years of data, of an extract without rows, and where there is nothing to count."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from cin_metrics.days import make_period, period_titles
from cin_metrics.simulate import SCHEMA, simulate
from cin_metrics.ui import charts
from cin_metrics.ui.holding import OPENING_EXTRACT
from cin_metrics.writing import write_table
from tests.every_text import sent

HOME = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (HOME / "pages").glob("*.py"))
LAST = date(2026, 9, 30)
FROM_NOTHING = re.compile(r"\b(nan|NaN|NaT|inf|undefined|0 of 0)\b|\bNone of 0\b|\(0 of 0\b|\bNone (days|%)")
"""What a page would say where it counted nothing and did not notice."""
NO_VISITS = """child_id,event_type,event_date,team,outcome
a,referral_received,2025-10-01,North,
a,assessment_completed,2025-11-03,North,cin_plan
b,referral_received,2025-10-01,South,
b,assessment_completed,2025-11-10,South,cin_plan
b,case_closed,2026-02-03,South,RC7
"""
ONE_CHILD = "child_id,event_type,event_date\n0007,referral_received,2026-01-05\n"


def ten_years(children: int = 75) -> pyarrow.Table:
    """The events of four times as many children, whose cases began between 2016 and 2026; the older are closed."""
    rows: list[dict[str, Any]] = []
    for back in range(4):
        held = simulate(children, back + 1, LAST - timedelta(913 * back)).to_pylist()
        latest: dict[str, dict[str, Any]] = {}
        for row in held:
            latest[row["episode_id"]] = max(row, latest.get(row["episode_id"], row), key=lambda one: one["event_date"])
        ended = {row["episode_id"] for row in held if row["event_type"] in ("case_closed", "transferred_out")}
        closing = dict.fromkeys(("child_seen", "seen_alone", "chaired_by")) | {
            "event_type": "case_closed", "outcome": "RC7",
        }  # fmt: skip
        if back:
            held += [row | closing for episode, row in latest.items() if episode not in ended]
        named = ("child_id", "episode_id", "family_id")
        rows += [row | {name: f"{back}{row[name]}" for name in named if row[name]} for row in held]
    return pyarrow.Table.from_pylist(rows, schema=SCHEMA)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the extracts are written."""
    place = tmp_path_factory.mktemp("states")
    write_table(ten_years(), place / "ten years.csv")
    for name, text in (("no visits", NO_VISITS), ("one child", ONE_CHILD), ("no rows", ONE_CHILD.splitlines()[0])):
        (place / f"{name}.csv").write_text(text, "utf-8")
    return place


def opened(page: str, extract: Path, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    """A page of an extract, by the address given."""
    monkeypatch.setenv(OPENING_EXTRACT, str(extract))
    app = AppTest.from_file(str(HOME / "app.py"), default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def texts(app: AppTest) -> Iterator[str]:
    """Everything a page says."""
    for element in app:
        if getattr(element, "proto", None) is not None:
            yield from sent(MessageToDict(element.proto))
    for table in app.dataframe:
        yield from (text for column in table.value for text in table.value[column] if isinstance(text, str))


def months_named(app: AppTest) -> Iterator[list[str]]:
    """The months that a chart of the page names on its axis."""
    for chart in app.get("plotly_chart"):
        named = json.loads(chart.proto.spec)["layout"].get("xaxis", {}).get("tickvals", [])
        if named and all(isinstance(month, str) and re.fullmatch(r"\d{4}-\d{2}", month) for month in named):
            yield named


STATES: dict[str, tuple[str, dict[str, str]]] = {
    "ten years": ("ten years", {"period": "all"}),
    "ten years, one financial year of them": ("ten years", {"period": "fy2018"}),
    "a team without cases yet": ("ten years", {"team": "Harbour", "as_of": "2016-07-20"}),
    "a team with nothing in the period": ("ten years", {"team": "Harbour", "period": "2016-01-01..2016-02-01"}),
    "a policy whose events the extract lacks": ("no visits", {"policy": "teeswide"}),
    "one child only": ("one child", {"policy": "speakcase", "child": "0007"}),
}


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_in_every_state(page: str, state: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract, address = STATES[state]
    app = opened(page, folder / f"{extract}.csv", monkeypatch, **address)
    assert not app.error
    assert [text for text in texts(app) if FROM_NOTHING.search(text)] == []
    for named in months_named(app):
        places = [int(month[:4]) * 12 + int(month[5:]) for month in named]
        assert len({after - before for before, after in zip(places, places[1:], strict=False)}) <= 1, "at equal steps"
        assert len(named) <= charts.MOST_MONTHS_LABELLED


@pytest.mark.parametrize("page", PAGES)
def test_an_extract_without_rows_is_said_in_a_sentence(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(page, folder / "no rows.csv", monkeypatch)
    said = [error.value.replace("\\", "") for error in app.error]
    assert said == ["'no rows.csv' names its columns but has no rows."]


@pytest.mark.parametrize(
    ("months", "step"),
    [
        # A year and a month: each of them. Two years: every second, from a January. Ten: every second January.
        (13, 1),
        (24, 2),
        (39, 3),
        (60, 6),
        (121, 24),
    ],
)
def test_an_axis_names_as_many_months_as_stand_apart(months: int, step: int) -> None:
    last = 2026 * 12 + 8
    held = [f"{place // 12}-{place % 12 + 1:02}" for place in range(last - months + 1, last + 1)]
    named = charts.months_named(held)
    places = [int(month[:4]) * 12 + int(month[5:]) for month in named]
    assert {after - before for before, after in zip(places, places[1:], strict=False)} == {step}
    assert set(named) <= set(held)


def test_each_financial_year_an_extract_reaches_back_to_is_offered() -> None:
    titles = period_titles(date(2016, 7, 7), LAST)
    assert list(titles)[6:] == [*(f"fy{year}" for year in range(2024, 2015, -1)), "all"]
    assert titles["fy2024"] == "Financial year 2024/25"
    period = make_period("fy2018", LAST, date(2016, 7, 7))
    assert period is not None
    assert (period.first, period.last) == (date(2018, 4, 1), date(2019, 3, 31))
    assert not [code for code in period_titles(date(2025, 5, 1), LAST) if code.startswith("fy")]
