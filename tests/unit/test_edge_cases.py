"""Every page with extracts and addresses at the edge of sense: a sentence for an empty picture, no markup run."""

import base64
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import numpy
import pytest
from statsmodels.stats.proportion import proportion_confint
from streamlit.testing.v1 import AppTest

from cin_metrics.statistics.comparison import wilson_interval
from cin_metrics.ui.holding import OPENING_EXTRACT, Recent

pytestmark = pytest.mark.slow
HOME = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (HOME / "pages").glob("*.py"))
HOSTILE = ("<b>x</b>", "*y*", "[a](http://b)", "<img src=x onerror=alert(1)>", "$e^2$ :smile: `z`")
"""Names of teams that a browser, Markdown or Plotly would read as more than text."""
READ_AS_HTML = r"<b>x|<img src=x"
READ_AS_MARKUP = r"<b>x|<img src=x|" + "|".join(
    rf"(?<!\\){re.escape(mark)}" for mark in ("*y*", "[a](http", "$e^2", ":smile:", "`z`")
)

ONE_EVENT = """child_id,event_type,event_date
0007,referral_received,2026-01-05
"""
BARE = """child_id,event_type,event_date
a,referral_received,2025-10-01
a,assessment_completed,2025-11-03
a,plan_started,2025-11-20
a,cin_visit,2025-12-02
a,cin_visit,2026-02-20
a,cin_review,2026-03-02
b,referral_received,2025-10-01
b,assessment_completed,2025-11-10
b,case_closed,2026-02-03
"""
"""No team, no worker, no recorded date, no episode."""
NO_RULE_MET = """child_id,event_type,event_date,team
a,early_help_started,2025-10-01,North
a,contact_received,2026-03-01,North
"""
"""Nothing that any policy asks for."""


def story(teams: tuple[str, ...]) -> str:
    """The events of a child a team, each with visits, a worker and a review, and one of them closed again."""
    lines = ["child_id,event_type,event_date,recorded_date,team,worker,child_seen,outcome"]
    for number, team in enumerate(teams):
        named = '"' + team.replace('"', '""') + '"'
        days = (
            ("referral_received", "2025-03-03", ""), ("case_allocated", "2025-03-04", ""),
            ("assessment_completed", "2025-04-10", "cin_plan"), ("plan_started", "2025-04-20", ""),
            *(("cin_visit", f"2025-{month:02}-12", "") for month in range(5, 13)),
            ("cin_review", "2025-07-10", ""), ("supervision", "2025-09-01", ""),
            *(("cin_visit", f"2026-{month:02}-20", "") for month in range(1, 8)),
        )  # fmt: skip
        for event, day, outcome in days:
            seen = "yes" if event == "cin_visit" else ""
            lines.append(f"{number:04},{event},{day},{day},{named},{named},{seen},{outcome}")
    lines.append(f'0000,case_closed,2026-07-30,2026-07-31,"{teams[0]}","{teams[0]}",,RC1')
    return "\n".join(lines) + "\n"


EXTRACTS = {
    "one child and one event": ONE_EVENT,
    "no team, worker, recorded date or episode": BARE,
    "nothing that a policy asks for": NO_RULE_MET,
    "one team": story(("North",)),
    "five teams": story(("North", "South", "East", "West", "Übergang — 東京 🏠")),
    "names that look like markup": story(HOSTILE),
    "very long names": story(("Team " + "of the long road " * 20, "東" * 200)),
}
CASES = {
    "one child and one event, a year later": {"as_of": "2027-01-06"},
    "no team, worker, recorded date or episode": {"policy": "manchester"},
    "nothing that a policy asks for": {},
    "one team, a year after the last event": {"as_of": "2027-07-31"},
    "five teams, one without cases yet": {"team": "South", "as_of": "2025-03-03"},
    "five teams, a day before the first event and no such team": {"as_of": "1999-01-01", "team": "Nobody"},
    "five teams, a period with nothing in it": {"team": "Übergang — 東京 🏠", "period": "2020-01-01..2020-01-31"},
    "names that look like markup": {"topic": "all"},
    "very long names, one chosen": {"team": "東" * 200},
}
"""The extract by the beginning of its name, and the address."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the extracts are written, each once."""
    place = tmp_path_factory.mktemp("edges")
    for name, text in EXTRACTS.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def opened(page: str, path: Path, address: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page on an extract, by an address."""
    monkeypatch.setenv(OPENING_EXTRACT, str(path))
    app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page(f"pages/{page}.py").run()


def pictures(app: AppTest) -> list[dict[str, Any]]:
    """The charts drawn, as Plotly is given them."""
    return [json.loads(element.proto.spec) for element in app.get("plotly_chart")]


def points(values: Any) -> int:
    """How many values a trace draws; Plotly writes numbers as base 64."""
    if isinstance(values, dict):
        numbers = numpy.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
        return int(numpy.isfinite(numbers).sum()) if numbers.dtype.kind == "f" else len(numbers)
    return sum(value is not None for value in values or ())


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_at_the_edge(page: str, case: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract = next(name for name in EXTRACTS if case.startswith(name))
    app = opened(page, folder / f"{extract}.csv", CASES[case], monkeypatch)
    assert not app.exception, [error.message for error in app.exception]
    assert not app.error, [error.value for error in app.error]
    for picture in pictures(app):
        assert is_drawn(picture), picture["layout"]
    for table in app.dataframe:
        assert len(table.value), list(table.value.columns)
    said = " ".join(re.sub(r"<[^>]+>", " ", element.value) for element in app.get("html"))
    assert not re.search(r"\bnan\b|\b0 of 0\b", said)
    for words in plain_texts(app):
        assert not re.search(READ_AS_MARKUP, words), words
    for element in app.get("html"):
        assert not re.search(READ_AS_HTML, element.value), element.value
    for picture in pictures(app):
        assert not re.search(READ_AS_HTML, json.dumps(picture))


def is_drawn(picture: dict[str, Any]) -> bool:
    """Whether a chart shows anything at all."""
    flows = any(trace["type"] == "sankey" and trace["link"]["value"] for trace in picture["data"])
    return flows or any(points(trace.get(axis)) for trace in picture["data"] for axis in ("x", "y", "values"))


def plain_texts(app: AppTest) -> Iterator[str]:
    """What is written as Markdown."""
    for kind in (app.markdown, app.info, app.warning, app.header, app.subheader, app.caption):
        yield from (element.value for element in kind)
    for kind in (app.get("expander"), app.tabs):
        yield from (element.label for element in kind)


def test_wilson_s_interval_is_that_of_statsmodels() -> None:
    for numerator, denominator in ((0, 1), (1, 1), (3, 7), (49, 50), (812, 1_204), (1, 250_000)):
        for confidence in (0.95, 0.998):
            low, high = proportion_confint(numerator, denominator, 1 - confidence, "wilson")
            given = wilson_interval(numerator, denominator, confidence)
            assert given == pytest.approx((max(0, low), min(1, high)), rel=1e-9, abs=1e-12)


def test_an_answer_being_made_keeps_nobody_from_the_others() -> None:
    """While one answer is being made another is had; whoever asks for the same one waits, and it is made once."""
    recent, begun, go_on = Recent(4), Event(), Event()
    made: list[str] = []

    def slowly() -> str:
        begun.set()
        assert go_on.wait(20)
        made.append("slow")
        return "slow"

    with ThreadPoolExecutor(2) as people:
        first = people.submit(recent.get, "a", slowly)
        assert begun.wait(20)
        second = people.submit(recent.get, "a", slowly)
        assert recent.get("b", lambda: "quick") == "quick"
        go_on.set()
        assert (first.result(20), second.result(20), made) == ("slow", "slow", ["slow"])


def test_what_could_not_be_made_is_tried_again() -> None:
    recent = Recent(4)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 / 0)
    assert recent.get("a", lambda: "made") == "made"
