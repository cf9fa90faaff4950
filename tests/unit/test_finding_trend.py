"""Findings across kept loads: counted with each load, in all and by team, shown with what changed."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.events import load
from cin_metrics.finding_trend import Arisen, Trend, finding_counts, trends
from cin_metrics.loads import FINDINGS, FOLDER, Loads
from cin_metrics.quality import QUESTIONS
from cin_metrics.ui.finding_trend_part import cell, change_cell
from tests.unit.test_pages import drawn, opening  # noqa: F401

Opening = Callable[..., AppTest]

HEAD = "child_id,event_type,event_date,team,worker,episode_id\n"
FIRST = HEAD + (
    "1,referral_received,2026-01-05,North,A,1\n"
    "1,case_closed,2026-02-02,North,A,1\n"
    "1,cin_visit,2026-02-03,North,A,1\n"
    "1,cin_visit,2026-02-04,North,A,1\n"
    "2,referral_received,2026-01-05,South,B,1\n"
    "3,referral_received,2026-01-05,South,B,1\n"
)
SECOND = FIRST + "2,case_closed,2026-02-02,South,B,1\n2,cin_visit,2026-02-09,South,B,1\n"
THIRD = SECOND.replace("1,cin_visit,2026-02-03,North,A,1\n1,cin_visit,2026-02-04,North,A,1\n", "")
AFTER = "event_after_closure"


def counts(text: str) -> list[dict[str, object]]:
    """What is counted of an extract."""
    return finding_counts(load([("a.csv", text.encode())])).to_pylist()


def test_each_question_is_counted_in_all_and_by_team_those_that_do_not_arise_too() -> None:
    rows = counts(FIRST)
    assert len(rows) == len(QUESTIONS) * 3 and {row["finding"] for row in rows} == set(QUESTIONS)
    assert [list(row.values())[1:] for row in rows if row["finding"] == AFTER] == [
        [None, 2, 1, 3],
        ["North", 2, 1, 1],
        ["South", 0, 0, 2],
    ]


def test_a_trend_has_a_point_for_each_load_and_none_where_a_load_says_nothing() -> None:
    (found, *_) = [one for one in trends([None, counts(FIRST), counts(SECOND)]) if one.finding == AFTER]
    assert found.points == (None, Arisen(2, 1, 3), Arisen(3, 2, 3)) and round(found.points[2].rate) == 667
    assert found.change == (Arisen(2, 1, 3), Arisen(3, 2, 3))
    (north, *_) = [one for one in trends([counts(FIRST), counts(THIRD)], "North") if one.finding == AFTER]
    assert north.points == (Arisen(2, 1, 1), Arisen(0, 0, 1))
    assert all(one.finding != AFTER for one in trends([counts(THIRD), counts(THIRD)], "North"))
    assert trends([counts(FIRST)], "No such team") == []


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Arisen(2, 2, 100), Arisen(9, 5, 100), "▲ 3 children more, 20.0 → 50.0 per 1,000"),
        (Arisen(2, 2, 100), Arisen(1, 1, 100), "▼ 1 child fewer, 20.0 → 10.0 per 1,000"),
        (Arisen(2, 2, 100), Arisen(2, 2, 200), "▼ As many children, of more, 20.0 → 10.0 per 1,000"),
        (Arisen(2, 2, 100), Arisen(3, 3, 300), "▼ 1 child more, 20.0 → 10.0 per 1,000"),
        (Arisen(2, 2, 100), Arisen(0, 0, 100), "▼ Gone: it was 2 children, 20.0 → 0.0 per 1,000"),
        (Arisen(2, 2, 100), Arisen(3, 2, 100), "As before, "),
    ],
)
def test_the_change_since_the_load_before_is_said_in_words(before: Arisen, now: Arisen, said: str) -> None:
    """By the rate: of twice as many children as many with it are fewer."""
    shown = change_cell(Trend(AFTER, (before, now)))
    assert f"{shown.text}, {shown.note}" == said


def test_a_load_that_was_not_counted_gives_a_dash_and_no_change() -> None:
    assert cell(None).text == "—" and change_cell(Trend(AFTER, (None, Arisen(1, 1, 1)))).text == "—"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which loads are kept."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    return tmp_path / "kept"


def keep(folder: Path, *texts: str) -> list[str]:
    """Keep a load of each text, an hour after the one before; their keys."""
    loads, keys = Loads(folder), []
    for hour, text in enumerate(texts):
        given = [("a.csv", text.encode())]
        kept = loads.keep(load(given), given, "a person")
        note = folder / kept.key / "load.json"
        note.write_text(re.sub(r'("kept_at": ")[^"]*', rf"\g<1>2026-10-0{hour + 1}T10:00:00+00:00", note.read_text()))
        keys.append(kept.key)
    return keys


def said_by(opening: Opening, tmp_path: Path, **choices: str) -> str:  # noqa: F811
    """What the page says of an extract, its tags left out."""
    (tmp_path / "in_use.csv").write_text(THIRD)
    said = re.sub(r"<[^>]+>", " ", drawn(opening("quality", tmp_path / "in_use.csv", **choices)))
    return " ".join(said.replace("\\", "").split())


def test_where_loads_are_not_kept_the_page_says_so(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    assert "Loads are not kept, so there is no trend" in said_by(opening, tmp_path)


def test_a_trend_begins_with_the_second_load(opening: Opening, tmp_path: Path, folder: Path) -> None:  # noqa: F811
    assert "No load is kept yet: the trend begins with the second" in said_by(opening, tmp_path)
    keep(folder, FIRST)
    assert "One load is kept, of 1 Oct 2026: the trend begins with the second" in said_by(opening, tmp_path)


def test_the_page_shows_each_finding_at_each_load_the_newest_last(
    opening: Opening, tmp_path: Path, folder: Path  # noqa: F811
) -> None:
    keep(folder, FIRST, SECOND, THIRD)
    said = said_by(opening, tmp_path)
    assert "What looks wrong 1 Oct 2026 2 Oct 2026 3 Oct 2026 Since the load before" in said
    assert (
        "Something happened after the closing 1 333.3 per 1,000; 2 times 2 666.7 per 1,000; 3 times "
        "1 333.3 per 1,000; 1 time ▼ 1 child fewer 666.7 → 333.3 per 1,000"
    ) in said


def test_a_team_has_its_own_trend(opening: Opening, tmp_path: Path, folder: Path) -> None:  # noqa: F811
    keep(folder, FIRST, SECOND, THIRD)
    said = said_by(opening, tmp_path, team="North")
    assert "▼ Gone: it was 1 child 1,000.0 → 0.0 per 1,000" in said


def test_loads_kept_before_findings_were_counted_say_so(
    opening: Opening, tmp_path: Path, folder: Path  # noqa: F811
) -> None:
    first, second, _ = keep(folder, FIRST, SECOND, THIRD)
    (folder / first / FINDINGS).unlink()
    said = said_by(opening, tmp_path)
    assert "1 load of 3 was kept before findings were counted with them" in said
    assert "Something happened after the closing — not counted 2 666.7 per 1,000" in said
    for key in (second, _):
        (folder / key / FINDINGS).unlink()
    assert "3 loads of 3 were kept before findings were counted" in said_by(opening, tmp_path)
    shutil.rmtree(folder)
