"""Every download says what it lists, of which rule and clause, and what was filtered."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.packs import load_policy
from cin_metrics.ui import (
    benchmarks_page,
    changes_page,
    drift_page,
    groups_page,
    panel_page,
    quality_page,
    tables,
)
from cin_metrics.ui.holding import OPENING_EXTRACT
from cin_metrics.words import say_rule

HOME = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (HOME / "pages").glob("*.py"))
DRAWN_ELSEWHERE = (benchmarks_page, changes_page, drift_page, groups_page, panel_page, quality_page)
"""The modules that draw a download of their own, beside that of a list of cases."""
FILTERS = {"as_of": "2026-03-31", "period": "2025-04-01..2025-09-30", "team": "Harbour"}

WHOLE_YEAR = {"as_of": "2026-09-29", "period": "12m", "team": ""}
IN_A_BATCH = """child_id,event_type,event_date,recorded_date,team,worker
a,referral_received,2026-01-05,2026-01-05,North,Ann
a,cin_visit,2026-02-02,2026-02-10,North,Ann
a,cin_visit,2026-02-03,2026-02-10,North,Ann
a,cin_visit,2026-02-04,2026-02-10,North,Ann
a,cin_visit,2026-02-05,2026-02-10,North,Ann
a,cin_visit,2026-02-06,2026-02-10,North,Ann
"""


class Downloads:
    """The downloads of a page: under each title where its rows come from."""

    def __init__(self, council: Path, monkeypatch: pytest.MonkeyPatch):
        self.found: dict[str, dict[str, Any]] = {}
        monkeypatch.setenv(OPENING_EXTRACT, str(council))
        for module in (tables, *DRAWN_ELSEWHERE):
            monkeypatch.setattr(module, "download", self.note)

    def note(
        self, rows: Any, columns: Any, name: str, view: Any, rule: Any = None, definition: str = "",
        beside: Mapping[str, Any] = tables.NOTHING,
    ) -> None:  # fmt: skip
        """Keep what a download would say."""
        self.found[name] = tables.provenance(view, rule, definition, beside)

    def of(self, page: str, **choices: str) -> dict[str, dict[str, Any]]:
        """The downloads of a page opened with these choices."""
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
        for name, value in (FILTERS | choices).items():
            app.query_params[name] = value
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        return self.found


@pytest.fixture
def downloads(council: Path, monkeypatch: pytest.MonkeyPatch) -> Downloads:
    return Downloads(council, monkeypatch)


@pytest.mark.parametrize("page", PAGES)
def test_every_download_says_what_it_lists_and_what_was_filtered(page: str, downloads: Downloads) -> None:
    for name, origin in downloads.of(page).items():
        assert origin["Definition"], name
        assert origin["Filters"].startswith("Harbour · all children"), name
        assert str(origin["Policy"]).startswith("ealing"), name


def test_two_policies_give_the_rule_and_clause_of_both(downloads: Downloads) -> None:
    (name,) = downloads.of("compare", other="manchester", team="Millbrook")
    origin = downloads.found[name]
    assert (origin["Rule"], bool(origin["Clause"])) == (name.split(",")[0].split(" / ")[0], True)
    assert origin["Other policy"].startswith("manchester")
    assert origin["Its rule"] and origin["Its clause"] and origin["Its definition"]
    assert "judged otherwise" in origin["Definition"]


def test_as_known_then_gives_the_day_looked_back_to_and_the_rule(downloads: Downloads) -> None:
    found = downloads.of("known_then", **WHOLE_YEAR, day="2026-06-30")
    late = found.pop("Put on file after 30 Jun 2026")
    assert (str(late["Known then by"]), str(late["As of"])) == ("2026-06-30", "2026-06-30")
    assert len(found) == 2, "the children for whom a rule moved, and the late entries behind them"
    for name, origin in found.items():
        assert name.startswith(origin["Rule"])
        assert origin["Clause"] and str(origin["Known then by"]) == "2026-06-30"


@pytest.mark.parametrize(
    ("pattern", "listed"),
    [
        ("deadline", "Listed: done on time and in the last tenth of the time allowed."),
        ("flurries", "of the last 5 working days of each quarter, counted on the day it was put on file."),
        ("batches", "A batch: "),
        ("silences", "Listed: nothing on record for more than "),
    ],
)
def test_patterns_say_which_cases_they_list_and_by_what_choice(
    pattern: str, listed: str, downloads: Downloads, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = WHOLE_YEAR | {"pattern": pattern, "window": "quarter", "counted": "file"}
    if pattern == "batches":
        (tmp_path / "given.csv").write_text(IN_A_BATCH, "utf-8")
        monkeypatch.setenv(OPENING_EXTRACT, str(tmp_path / "given.csv"))
        chosen["as_of"] = "2026-02-20"
    found = downloads.of("patterns", **chosen)
    assert any(listed in origin["Definition"] for origin in found.values()), found


def test_the_definition_of_a_rule_is_what_it_asks(downloads: Downloads) -> None:
    policy = load_policy("ealing")
    found = downloads.of("timeliness", topic="visit", rule="visits", part="children")
    (origin,) = found.values()
    assert origin["Definition"] == say_rule(policy, policy.rule("visits")).whole
