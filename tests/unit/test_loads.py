"""Kept loads: whole or not at all, used again as they were, noticed twice, compared."""

import os
import signal
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from cin_metrics.events import load
from cin_metrics.faults import InputFault
from cin_metrics.ledger import make_ledger
from cin_metrics.loads import FOLDER, NOTE, Loads, compare_loads, described, kept_loads
from cin_metrics.packs import load_policy

HOME = Path(__file__).parents[2]
AS_OF = date(2026, 9, 30)
HEAD = "child_id,event_type,event_date,recorded_date,team\n"
EARLIER = HEAD + (
    "001,referral_received,2026-01-05 14:30,2026-01-05,North\n"
    "001,assessment_completed,2026-02-02,2026-02-03,North\n"
    "002,referral_received,2026-01-07,2026-01-07,South\n"
    "003,referral_received,2026-01-09,2026-01-09,South\n"
)
LATER = EARLIER.replace("003,referral_received,2026-01-09,2026-01-09,South\n", "") + (
    "001,cin_visit,2026-01-20,2026-02-20,North\n"
    "001,cin_visit,2026-03-20,2026-03-20,North\n"
    "004,referral_received,2026-03-01,2026-03-01,South\n"
)
CHILDREN = "child_id,date_of_birth,sex\n001,2015-05-01,F\n"


@pytest.fixture
def loads(tmp_path: Path) -> Loads:
    """An empty folder of loads."""
    return Loads(tmp_path / "kept")


def kept(loads: Loads, text: str = EARLIER, name: str = "january.csv") -> str:
    """Keep a load of a text; its key."""
    given = [(name, text.encode()), ("children.csv", CHILDREN.encode())]
    return loads.keep(load(given), given, "a person").key


def test_a_load_is_used_again_as_it_was(loads: Loads) -> None:
    """The same ledger row by row, times of day and the table of children too."""
    given = [("january.csv", EARLIER.encode()), ("children.csv", CHILDREN.encode())]
    extract = load(given)
    again = loads.open(kept(loads))
    for name in ("events", "children"):
        tables = [e.connection.cursor().table(name).to_arrow_table() for e in (extract, again)]
        columns = [c for c in tables[0].column_names if c not in ("event_no",)]
        assert tables[0].select(columns).to_pylist() == tables[1].select(columns).to_pylist()
    policy = load_policy("ealing")
    assert make_ledger(extract, policy, AS_OF).rows() == make_ledger(again, policy, AS_OF).rows()
    assert again.name == "january.csv, children.csv"


def test_what_was_loaded_is_known(loads: Loads) -> None:
    text = EARLIER + "001,unheard_of,2026-01-05,,North\n"
    key = kept(loads, text)
    (found,) = loads.all()
    assert (found.key, found.by, found.rows_in, found.accepted, found.set_aside) == (key, "a person", 5, 4, 1)
    assert (found.children, found.first_date, found.last_date) == (3, date(2026, 1, 5), date(2026, 2, 2))
    assert [(file.name, file.size) for file in found.files] == [
        ("january.csv", len(text)), ("children.csv", len(CHILDREN)),
    ]  # fmt: skip


def test_the_same_file_twice_is_noticed_whatever_it_is_called(loads: Loads) -> None:
    key = kept(loads)
    found = loads.same_files(described([("copy.csv", EARLIER.encode()), ("other.csv", LATER.encode())]))
    assert {name: load.key for name, load in found.items()} == {"copy.csv": key}


def test_loads_are_listed_the_latest_first_and_can_be_forgotten(loads: Loads) -> None:
    first = kept(loads)
    time.sleep(1.1)
    second = kept(loads, LATER, "march.csv")
    assert [found.key for found in loads.all()] == [second, first]
    loads.remove(first)
    assert [found.key for found in loads.all()] == [second]
    with pytest.raises(InputFault, match="no such load"):
        loads.open(first)


def test_nothing_is_kept_unless_a_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    assert kept_loads() is None
    monkeypatch.setenv(FOLDER, str(tmp_path / "there"))
    assert kept_loads() is not None


@pytest.mark.skipif(os.name != "posix", reason="file rights are told otherwise there")
def test_only_the_owner_may_read_what_is_kept(loads: Loads) -> None:
    place = loads.folder / kept(loads)
    for path in (loads.folder, place):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((place / "events.parquet").stat().st_mode) == 0o600


def test_an_extract_without_a_row_is_not_kept(loads: Loads) -> None:
    given = [("empty.csv", (HEAD + "001,unheard_of,2026-01-05,,\n").encode())]
    with pytest.raises(InputFault, match="nothing to keep"):
        loads.keep(load(given), given, "a person")
    assert loads.all() == []


def test_what_a_killed_process_left_is_never_listed_and_is_tidied_a_day_later(loads: Loads) -> None:
    left = loads.folder / ".2026-01-01T00-00-00-abc.part"
    left.mkdir()
    (left / NOTE).write_text("{}")
    assert loads.all() == [] and loads.tidy() == 0
    os.utime(left, (0, 0))
    assert loads.tidy() == 1 and not left.exists()


KEEPING = """
import sys
from cin_metrics.events import load
from cin_metrics.loads import Loads
extract = load([sys.argv[2]])
loads = Loads(sys.argv[1])
print("ready", flush=True)
while True:
    loads.keep(extract, [sys.argv[2]], "a process")
"""


@pytest.mark.skipif(os.name != "posix", reason="a process cannot be killed in the same way there")
def test_a_process_killed_in_the_middle_leaves_whole_loads_or_none(loads: Loads, council: Path) -> None:
    """Killed at whatever it was doing, several times over: everything that is listed opens whole."""
    listed = 0
    for moment in (0.0, 0.013, 0.029, 0.05):
        process = subprocess.Popen(
            [sys.executable, "-c", KEEPING, str(loads.folder), str(council)],
            cwd=HOME, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        listed += len(loads.all())
    for found in loads.all()[:3]:
        assert loads.open(found.key).report.accepted == found.accepted
    names = {path.name for path in loads.folder.iterdir()}
    assert {name for name in names if not name.startswith(".")} == {found.key for found in loads.all()}


def test_two_loads_are_compared_by_children_events_and_figures() -> None:
    """A visit of January that was put on file in February is a late entry; one of March is just new."""
    earlier, later = load([("a.csv", EARLIER.encode())]), load([("b.csv", LATER.encode())])
    changes = compare_loads(earlier, later, load_policy("ealing"))
    assert (changes.new_children, changes.gone_children) == (["004"], ["003"])
    assert [
        (row["change"], row["child_id"], row["event_type"], row["is_late_entry"]) for row in changes.events
    ] == [
        ("new", "001", "cin_visit", True),
        ("new", "001", "cin_visit", False),
        ("gone", "003", "referral_received", False),
        ("new", "004", "referral_received", False),
    ]
    assert (changes.number("new"), changes.number("new", late=True), changes.number("gone")) == (3, 1, 1)
    assert {change.rule_id for change in changes.figures} and all(c.earlier != c.later for c in changes.figures)


def test_the_same_extract_has_no_changes() -> None:
    changes = compare_loads(load([("a.csv", LATER.encode())]), load([("b.csv", LATER.encode())]), load_policy("ealing"))
    assert changes.events == [] and changes.figures == [] and changes.new_children == changes.gone_children == []
