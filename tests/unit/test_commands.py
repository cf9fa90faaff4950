"""The command line: what it writes, what it refuses and how, and how it ends."""

import csv
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from cin_metrics import make_ledger, make_measures, make_spells, writing
from cin_metrics.__main__ import main
from cin_metrics.arguments import day
from cin_metrics.commands import COMMANDS
from cin_metrics.drift import make_drift
from cin_metrics.events import load
from cin_metrics.packs import load_policy, pack_names
from cin_metrics.progress import Progress

HOME = Path(__file__).parents[2]
AS_OF = date(2026, 9, 30)
JUDGED = ["--policy", "ealing", "--as-of", "2026-09-30"]
PERIOD = ["--from", "2026-04-01", "--to", "2026-09-30"]
WRITERS: dict[str, list[str]] = {
    "spells": ["--as-of", "2026-09-30"],
    "ledger": JUDGED,
    "drift": JUDGED,
    "measures": [*JUDGED, *PERIOD],
}
HEADER = "child_id,event_type,event_date\n"
ENDLESS = """
import signal, sys
from cin_metrics.__main__ import main
from cin_metrics.commands import COMMANDS
from cin_metrics.engine import connect

def endless(*_):
    database = connect()
    database.execute("create table many as select range as number from range(1000000)").fetchall()
    print("begun", flush=True)
    while True:
        database.execute("select count(distinct hash(number) % 1003) from many").fetchall()

# Whoever started the tests in the background had the key ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
COMMANDS["load"] = endless
sys.exit(main(["load", sys.argv[1]]))
"""


def run(*words: str | Path) -> int:
    """How a command ends, run inside this process."""
    return main([str(word) for word in words])


def run_alone(*words: str | Path, code: str = "") -> subprocess.CompletedProcess[str]:
    """What a command says and how it ends, run as a user runs it."""
    start = ["-c", code] if code else ["-m", "cin_metrics"]
    return subprocess.run(
        [sys.executable, *start, *map(str, words)],
        cwd=HOME,
        text=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, every cell as it is written."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_written(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows as CSV would have them."""
    return [{name: cell(value) for name, value in row.items()} for row in rows]


def cell(value: Any) -> str:
    """A value as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@pytest.fixture(scope="module", params=WRITERS)
def written(
    request: pytest.FixtureRequest, council: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder named after a command, with what two runs of it wrote in either format."""
    folder = tmp_path_factory.mktemp("written") / request.param
    folder.mkdir()
    for name in ("one.csv", "two.csv", "one.parquet", "two.parquet"):
        assert run(request.param, council, *WRITERS[request.param], "-o", folder / name) == 0
    return folder


class TestWhatIsWritten:
    def test_a_file_holds_what_the_python_call_gives(self, written: Path, council: Path) -> None:
        extract = load([council])
        ledger = make_ledger(extract, load_policy("ealing"), AS_OF)
        expected = {
            "spells": lambda: make_spells(extract, AS_OF),
            "ledger": ledger.table,
            "drift": lambda: make_drift(ledger),
            "measures": lambda: make_measures(ledger, date(2026, 4, 1), AS_OF),
        }[written.name]()
        assert expected.num_rows
        assert pyarrow.parquet.read_table(written / "one.parquet").equals(expected)

    def test_csv_and_parquet_say_the_same(self, written: Path) -> None:
        rows = pyarrow.parquet.read_table(written / "one.parquet").to_pylist()
        assert read_csv(written / "one.csv") == as_written(rows)

    def test_two_runs_write_the_same_bytes(self, written: Path) -> None:
        for ending in ("csv", "parquet"):
            one, two = (written / f"{name}.{ending}" for name in ("one", "two"))
            assert one.read_bytes() == two.read_bytes()

    def test_a_made_up_council_goes_all_the_way(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        extract = tmp_path / "made_up.parquet"
        making = ["--children", "30", "--seed", "4", "--as-of", "30/09/2026"]
        assert run("simulate", *making, extract) == 0
        events = pyarrow.parquet.read_table(extract).num_rows
        assert capsys.readouterr().out == f"{extract}: {events:,} events of 30 children\n"
        assert run("load", extract) == 0
        said = capsys.readouterr().out
        assert f"{events:,} rows in, {events:,} accepted, 0 set aside" in said
        out = tmp_path / "ledger.csv"
        assert run("ledger", extract, *JUDGED, "-o", out) == 0
        rows = read_csv(out)
        assert capsys.readouterr().out == f"{out}: {len(rows):,} obligations\n"
        assert {row["policy"] for row in rows} == {"ealing"}

    def test_a_ledger_in_csv_is_plain(self, tmp_path: Path) -> None:
        """ISO dates, nothing for none, UTF-8, line feeds, and a text that looks like a formula as it is."""
        given = tmp_path / "given.csv"
        given.write_text(
            "child_id,event_type,event_date,team,worker\n"
            '1,transferred_in,05/03/2024,"Øst, nord",=1+1\n',
            encoding="utf-8",
        )
        out = tmp_path / "out.csv"
        words = ["--policy", "ealing", "--as-of", "2024-03-31", "-o", out]
        assert run("ledger", given, *words) == 0
        assert out.read_bytes().decode("utf-8").splitlines(keepends=True) == [
            "policy,rule_id,topic,child_id,episode_id,team,worker,occurrence,anchor_date,due_date,"
            "met_date,status,days_late,reason\n",
            'ealing,consent_on_transfer,consent,1,derived-1,"Øst, nord",=1+1,1,2024-03-05,2024-03-08,'
            ",overdue,23,\n",
            'ealing,transfer_in_meeting,transfer,1,derived-1,"Øst, nord",=1+1,1,2024-03-05,2024-03-19,'
            ",overdue,7,\n",
        ]

    def test_several_files_are_one_extract(self, council: Path, tmp_path: Path) -> None:
        lines = council.read_text("utf-8").splitlines(keepends=True)
        parts = [tmp_path / "first.csv", tmp_path / "second.csv"]
        parts[0].write_text("".join(lines[:500]), "utf-8")
        parts[1].write_text("".join([lines[0], *lines[500:]]), "utf-8")
        assert run("ledger", council, *JUDGED, "-o", tmp_path / "whole.csv") == 0
        assert run("ledger", *parts, *JUDGED, "-o", tmp_path / "parts.csv") == 0
        assert (tmp_path / "whole.csv").read_bytes() == (tmp_path / "parts.csv").read_bytes()

    def test_what_was_known_then_differs_from_what_is_known_now(
        self, council: Path, tmp_path: Path
    ) -> None:
        then = ["--known-by", "2026-08-31", "-o", tmp_path / "then.csv"]
        assert run("ledger", council, *JUDGED, *then) == 0
        assert run("ledger", council, *JUDGED, "-o", tmp_path / "now.csv") == 0
        then_known = {row["met_date"] for row in read_csv(tmp_path / "then.csv")}
        assert max(then_known) <= "2026-08-31"
        assert max(row["met_date"] for row in read_csv(tmp_path / "now.csv")) > "2026-08-31"

    def test_figures_can_be_grouped(self, council: Path, tmp_path: Path) -> None:
        for group in ("team", "month"):
            out = tmp_path / f"{group}.csv"
            assert run("measures", council, *JUDGED, *PERIOD, "--by", group, "-o", out) == 0
            assert group in {row["group_name"] for row in read_csv(out)}

    def test_looking_ahead_counts_what_is_dated_ahead(self, tmp_path: Path) -> None:
        given = tmp_path / "given.csv"
        given.write_text(f"{HEADER}1,referral_received,2098-01-05\n", "utf-8")
        for as_of, rows in (("2097-12-31", 0), ("2098-01-31", 1)):
            assert run("spells", given, "--as-of", as_of, "-o", tmp_path / "out.csv") == 0
            spells = [row["spell"] for row in read_csv(tmp_path / "out.csv")]
            assert spells.count("episode") == rows

    def test_rows_set_aside_are_mentioned_and_can_be_kept(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given, aside = tmp_path / "given.csv", tmp_path / "aside.csv"
        given.write_text(
            f"{HEADER}1,referral_received,2024-01-05\n2,went_home,2024-01-05\n3,cin_visit,31/02/2024\n",
            "utf-8",
        )
        assert run("spells", given, "--as-of", "2024-12-31", "-o", tmp_path / "out.csv") == 0
        assert "2 of 3 rows were set aside" in capsys.readouterr().err
        assert run("load", given, "--set-aside", aside) == 0
        said = capsys.readouterr().out
        assert "3 rows in, 1 accepted, 2 set aside" in said
        for reason in ("unknown_event_type", "unreadable_event_date"):
            assert reason in said
        assert [(row["line"], row["reason"]) for row in read_csv(aside)] == [
            ("3", "unknown_event_type"),
            ("4", "unreadable_event_date"),
        ]

    def test_load_says_how_columns_were_read(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = tmp_path / "given.csv"
        given.write_text(
            "Child ID,Event-Type,EVENT DATE,Surname\n1,referral_received,2024-01-05,Secret\n",
            "utf-8",
        )
        assert run("load", given) == 0
        said = capsys.readouterr().out
        assert "Child ID → child_id" in said
        assert re.search(r"dropped +Surname", said)
        assert re.search(r"missing +.*\brecorded_date\b", said)
        assert "Secret" not in said

    def test_load_names_its_findings(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = tmp_path / "given.csv"
        given.write_text(
            "child_id,episode_id,event_type,event_date\n"
            "77123,9,referral_received,2024-01-05\n77123,9,case_closed,2024-02-05\n"
            "77123,9,cin_visit,2024-03-05\n",
            "utf-8",
        )
        assert run("load", given) == 0
        said = capsys.readouterr().out
        assert re.search(r"\b1 +.*after .*clos", said, re.IGNORECASE)
        assert "77123" not in said

    def test_drift_says_what_it_cannot_compute(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given, out = tmp_path / "given.csv", tmp_path / "out.csv"
        given.write_text(f"{HEADER}1,referral_received,2024-01-05\n", "utf-8")
        words = ["--policy", "ealing", "--as-of", "2024-12-31", "-o", out]
        assert run("drift", given, *words) == 0
        assert "plan_length cannot be computed: " in capsys.readouterr().err
        assert "idle" in {row["indicator"] for row in read_csv(out)}

    @pytest.mark.parametrize("name", pack_names())
    def test_our_packs_are_sound(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("check-policy", name) == 0
        assert re.fullmatch(rf"{name}: sound, \d+ rules\n", capsys.readouterr().out)


def faults(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The sentences said, which are sentences."""
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    lines = said.err.splitlines()
    assert lines
    assert all(len(line.split()) >= 3 for line in lines), lines
    return lines


def zip_bomb(path: Path) -> None:
    """A small workbook that would unpack to 300 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(b" " * 1_048_576)


def sparse(path: Path) -> None:
    """A file of over 2 GB that takes no room."""
    with path.open("wb") as file:
        file.write(HEADER.encode())
        file.truncate(2_200_000_000)


def content(text: str | bytes) -> Callable[[Path], None]:
    """Something that writes these contents to a path."""
    return lambda path: path.write_bytes(text.encode() if isinstance(text, str) else text) and None


BAD_EXTRACTS: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "not there": ("given.csv", lambda path: None, "given.csv"),
    "a folder": ("given.csv", Path.mkdir, "folder"),
    "empty": ("given.csv", content(""), "given.csv"),
    "a missing column": (
        "given.csv",
        content("child_id,kind,event_date\n77123,x,y\n"),
        "event_type",
    ),
    "over 2 GB": ("given.csv", sparse, "given.csv"),
    "a corrupt workbook": ("given.xlsx", content(b"PK\x03\x04 77123 not a workbook"), "given.xlsx"),
    "a workbook behind a password": (
        "given.xlsx",
        content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 99),
        "given.xlsx",
    ),
    "a zip bomb": ("given.xlsx", zip_bomb, "given.xlsx"),
    "corrupt Parquet": ("given.parquet", content(b"PAR1 77123 not Parquet PAR1"), "given.parquet"),
}


class TestWhatIsRefused:
    @pytest.mark.parametrize("kind", BAD_EXTRACTS)
    def test_a_bad_extract(
        self, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        name, make, named = BAD_EXTRACTS[kind]
        make(tmp_path / name)
        out = tmp_path / "out.csv"
        assert run("ledger", tmp_path / name, *JUDGED, "-o", out) == 2
        said = "\n".join(faults(capsys))
        assert named in said
        assert "77123" not in said
        assert not out.exists()

    def test_rows_in_mixed_date_formats_are_read_or_set_aside(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = tmp_path / "given.csv"
        days = ("2024-03-05", "06/03/2024", "7 March 2024", "03/25/2024")
        given.write_text(HEADER + "".join(f"1,cin_visit,{day}\n" for day in days), "utf-8")
        assert run("load", given) == 0
        assert "4 rows in, 3 accepted, 1 set aside" in capsys.readouterr().out

    def test_a_pack_with_many_faults_has_them_all_said(
        self, council: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        pack, sound = tmp_path / "ours.yaml", HOME / "policies" / "ealing.yaml"
        rule = "{id: Rule %d, title: t, topic: visits, clause: c, within: soon, from: a, to: b}"
        pack.write_text(
            "title: Ours\nrules:\n" + "".join(f"  - {rule % n}\n" for n in range(3)), "utf-8"
        )
        assert run("check-policy", pack, tmp_path / "none.yaml", sound) == 2
        said = capsys.readouterr()
        assert said.out == f"{sound}: sound, 23 rules\n"
        assert len([line for line in said.err.splitlines() if str(pack) in line]) == 9
        assert "none.yaml: there is no such file." in said.err
        out = tmp_path / "out.csv"
        words = ["--policy", pack, "--as-of", "2026-09-30", "-o", out]
        assert run("ledger", council, *words) == 2
        assert len(faults(capsys)) == 9
        assert not out.exists()

    @pytest.mark.parametrize("command", WRITERS)
    @pytest.mark.parametrize(
        ("out", "named"),
        [
            ("out.xlsx", ".csv or .parquet"),
            ("out", ".csv or .parquet"),
            ("nowhere/out.csv", "there is no folder"),
            ("folder.csv", "is a folder"),
            ("given.csv", "is also read"),
            ("folder.csv/../given.csv", "is also read"),
            (f"{'long' * 99}.csv", "cannot be written"),
        ],
    )
    def test_a_place_that_cannot_be_written_to(
        self, command: str, out: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "folder.csv").mkdir()
        given = tmp_path / "given.csv"
        given.write_text("whatever", "utf-8")
        assert run(command, given, *WRITERS[command], "-o", tmp_path / out) == 2
        assert any(named in line for line in faults(capsys))
        assert given.read_text("utf-8") == "whatever"

    @pytest.mark.parametrize(
        ("words", "named"),
        [
            ([], "COMMAND"),
            (["ledgr"], "'ledger'"),
            (["ledger"], "EXTRACT, --policy, --as-of"),
            (["ledger", "x.csv", "--polcy", "ealing"], "'--policy'"),
            (["ledger", "x.csv", *JUDGED], "-o"),
            (["spells", "x.csv", "--as-of", "2026-02-30", "-o", "y.csv"], "'2026-02-30'"),
            (["spells", "x.csv", "--as-of", "12/31/2026", "-o", "y.csv"], "'12/31/2026'"),
            (
                ["spells", "x.csv", "--as-of", "yesterday", "-o", "y.csv"],
                "2026-03-31 or 31/03/2026",
            ),
            (
                ["spells", "x.csv", "--as-of", "9999-01-01", "-o", "y.csv"],
                "1990-01-01 to 2099-12-31",
            ),
            (["ledger", "x.csv", *JUDGED[2:], "--policy", "ealng", "-o", "y.csv"], "'ealing'"),
            (["measures", "x.csv", *JUDGED, *PERIOD, "--by", "tem", "-o", "y.csv"], "'team'"),
            (
                ["measures", "x.csv", *JUDGED, "--from", "2026-02-01", "--to", "2026-01-01"]
                + ["-o", "y.csv"],
                "after --to 2026-01-01",
            ),
            (
                ["simulate", "--children", "0", "--seed", "1", "--as-of", "2026-01-01", "y.csv"],
                "'0'",
            ),
            (
                ["simulate", "--children", "9", "--seed", "x", "--as-of", "2026-01-01", "y.csv"],
                "'x'",
            ),
            (["load", "x.csv", "--set-aside", "y.parquet"], ".csv"),
        ],
    )
    def test_words_that_cannot_be_followed(
        self, words: Sequence[str], named: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(*words) == 2
        assert any(named in line for line in faults(capsys))

    def test_everything_that_is_wrong_is_said_at_once(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ["--policy", "ealng", "--as-of", "2026-09-30", "-o", "out.doc"]
        backwards = ["--from", "2026-02-01", "--to", "2026-01-01"]
        assert run("measures", "x.csv", *words, *backwards) == 2
        assert len(faults(capsys)) == 3


class TestHowItEnds:
    def test_a_folder_one_may_not_write_to(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "access", lambda place, _: place != tmp_path)
        assert writing.output_faults(tmp_path / "out.csv") == [
            f"{tmp_path / 'out.csv'}: cannot be written; choose a place that you may write to."
        ]

    def test_nothing_is_left_half_written(
        self, council: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = tmp_path / "out.csv"
        out.write_text("before", "utf-8")

        def breaking(table: pyarrow.Table) -> bytes:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(writing, "csv_lines", breaking)
        assert run("spells", council, *WRITERS["spells"], "-o", out) == 2
        assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [
            ("out.csv", "before")
        ]

    def test_an_error_of_ours_names_its_place_and_no_values(
        self, council: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def breaking(*_: Any) -> None:
            day(77123)  # type: ignore[arg-type]

        monkeypatch.setitem(COMMANDS, "spells", breaking)
        words = ["spells", council, *WRITERS["spells"], "-o", "out.csv"]
        assert run(*words) == 1
        said = capsys.readouterr().err
        assert re.search(r"AttributeError in cin_metrics/arguments\.py line \d+", said)
        assert len(said.splitlines()) == 1
        assert "77123" not in said
        monkeypatch.setenv("CIN_METRICS_DEBUG", "1")
        assert run(*words) == 1
        assert "Traceback" in capsys.readouterr().err

    def test_stopped_by_the_user(
        self, council: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def stopping(*_: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setitem(COMMANDS, "load", stopping)
        assert run("load", council) == 130
        assert capsys.readouterr().err == "Stopped.\n"

    def test_stopped_by_the_user_in_the_middle_of_a_query(self, council: Path) -> None:
        """The engine looks for the key between two pieces of its work, so it is pressed again where it found none."""
        with subprocess.Popen(
            [sys.executable, "-c", ENDLESS, council],
            cwd=HOME, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            assert process.stdout and process.stdout.readline() == b"begun\n"
            said = b""
            for _ in range(10):
                time.sleep(0.3)
                process.send_signal(signal.SIGINT)
                try:
                    _, said = process.communicate(timeout=5)
                except subprocess.TimeoutExpired:
                    continue
                break
            else:
                process.kill()
        assert (process.returncode, said) == (130, b"Stopped.\n")

    def test_the_reader_goes_away(self, council: Path) -> None:
        reading, written = os.pipe()
        os.close(reading)
        with os.fdopen(written, "w") as gone:
            ended = subprocess.run(
                [sys.executable, "-m", "cin_metrics", "load", council],
                cwd=HOME,
                stdout=gone,
                stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                timeout=120,
            )
        assert (ended.returncode, ended.stderr) == (141, b"")

    def test_a_terminal_that_lacks_letters(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given = tmp_path / "given.csv"
        given.write_text("Child ID,event_type,event_date\n1,referral_received,2024-01-05\n")
        monkeypatch.setenv("PYTHONIOENCODING", "ascii:strict")
        ended = run_alone("load", given)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert r"Child ID \u2192 child_id" in ended.stdout

    def test_a_fault_as_the_user_meets_it(self, tmp_path: Path) -> None:
        ended = run_alone("ledger", tmp_path / "none.csv", *JUDGED, "-o", tmp_path / "out.csv")
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr == f"There is no file '{tmp_path / 'none.csv'}'.\n"

    def test_it_starts_without_pandas_and_streamlit(self, council: Path, tmp_path: Path) -> None:
        code = (
            "import runpy, sys\n"
            "try:\n"
            "    runpy.run_module('cin_metrics', run_name='__main__', alter_sys=True)\n"
            "finally:\n"
            "    print(*sorted({'pandas', 'streamlit', 'pyarrow'} & set(sys.modules)))\n"
        )
        words = ["ledger", council, *JUDGED, "-o", tmp_path / "out.csv"]
        ended = run_alone(*words, code=code)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert ended.stdout.splitlines()[-1] == "pyarrow"

    def test_help_needs_nothing(self) -> None:
        code = (
            "import runpy, sys\n"
            "try:\n"
            "    runpy.run_module('cin_metrics', run_name='__main__', alter_sys=True)\n"
            "finally:\n"
            "    print(*sorted({'duckdb', 'pyarrow', 'pydantic', 'yaml'} & set(sys.modules)))\n"
        )
        ended = run_alone("--help", code=code)
        assert ended.returncode == 0
        assert all(f"    {command}" in ended.stdout for command in COMMANDS)
        assert ended.stdout.splitlines()[-1] == ""

    def test_progress_is_one_line_on_a_terminal_and_nothing_elsewhere(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for is_terminal, steps in ((True, ["reading", "spells"]), (False, [])):
            monkeypatch.setattr(sys.stderr, "isatty", lambda shown=is_terminal: shown)
            with Progress() as progress:
                progress("reading")
                progress("spells")
            said = capsys.readouterr().err
            assert "\n" not in said
            assert said.split() == steps


@pytest.mark.parametrize("text", ["2026-03-05", "2026/3/5", "05/03/2026", "5.3.2026", " 5-3-2026 "])
def test_a_day_may_be_written_in_several_ways(text: str) -> None:
    assert day(text) == date(2026, 3, 5)
