"""The app is made ready while it starts: who looks first finds the first screen's questions answered."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cin_metrics.days import DEFAULT_PERIOD, usual_period
from cin_metrics.measures import Selection
from cin_metrics.ui.holding import OPENING_EXTRACT, opening_holding
from cin_metrics.ui.policy_files import policy_names, policy_of
from cin_metrics.ui.session import Session
from cin_metrics.ui.start import make_ready
from cin_metrics.ui.view import View, ledger_key

START = (
    "import signal\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from cin_metrics.ui.start import start\n"
    "start()\n"
)
"""The app in a process that heeds the key, also where whoever started the tests had it ignored."""
EXAMPLE = Path(__file__).parents[2] / "data" / "example.csv"


@pytest.fixture
def opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "opening.csv"
    monkeypatch.setenv(OPENING_EXTRACT, str(path))
    return path


def test_the_first_screen_finds_its_ledger_made(opening: Path) -> None:
    opening.write_bytes(EXAMPLE.read_bytes())
    make_ready()
    session = Session(opening_holding())
    as_of = session.last_date
    view = View(policy_of(policy_names()[0]), as_of, usual_period(DEFAULT_PERIOD, as_of), Selection())
    assert ledger_key(view) in session.holding.ledgers


def test_a_file_that_cannot_be_read_is_left_for_the_screen_to_say(
    opening: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_ready()
    opening.write_text("nothing,we,know\n1,2,3\n", encoding="utf-8")
    make_ready()
    assert capsys.readouterr().err == ""


def test_the_first_figures_do_not_wait_for_what_only_later_screens_need() -> None:
    """pandas takes as long to load as the rest of the app, and a reader of a foreign format is for its own files."""
    said = (
        "import sys\n"
        "from cin_metrics.ui.start import make_ready\n"
        "make_ready()\n"
        "late = ('pandas', 'matplotlib', 'cin_metrics.sources.ssd', 'cin_metrics.sources.annex_a')\n"
        "print([name for name in late if name in sys.modules])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", said], cwd=EXAMPLE.parents[1], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"


SAYS_WHEN_IT_SEARCHES = (
    "from streamlit import env_util\n"
    "from streamlit.components.v2 import manifest_scanner\n"
    "env_util.is_repl = lambda: print('callers')\n"
    "manifest_scanner.scan_component_manifests = lambda: print('packages') or []\n"
    "from streamlit.web import cli\n"
    "from streamlit.testing.v1 import AppTest\n"
    "from cin_metrics.ui import start\n"
    "def one_page(**_):\n"
    "    AppTest.from_string('import streamlit; streamlit.html(\"<p>drawn</p>\")').run()\n"
    "cli.main = one_page\n"
)
"""An app that tells when Streamlit begins one of the searches that ``start`` spares it."""


@pytest.mark.parametrize(
    ("begins", "searched"), [("one_page()", {"packages", "callers"}), ("start.start()", set())]
)
def test_streamlit_is_spared_what_it_would_search_for_in_vain(begins: str, searched: set[str]) -> None:
    """The first case is Streamlit by itself: it fails should a later one search elsewhere, or no more."""
    ran = subprocess.run(
        [sys.executable, "-c", SAYS_WHEN_IT_SEARCHES + begins],
        cwd=EXAMPLE.parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(ran.stdout.split()) == searched


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_stopped_while_it_reads_it_ends_without_a_crash() -> None:
    """Who starts the app and thinks better of it at once sees a stop, not a report of broken threads."""
    command = [sys.executable, "-c", START, "--server.port", "0", "--server.headless", "true"]
    process = subprocess.Popen(
        command, cwd=EXAMPLE.parents[1], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = []
    for line in process.stdout or ():
        said.append(line)
        if "URL" in line:
            time.sleep(0.2)  # Streamlit heeds the key only from here on
            process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0, said
    assert "Stopping" in said[-1]
