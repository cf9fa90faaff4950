"""The app as ``make run`` starts it, and a real Chromium to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cin_metrics.events import load
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.packs import load_policy, pack_names
from cin_metrics.panel import make_panel_list, to_be_heard
from tests.browser.steps import settle

HOME = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60
AS_OF = date(2026, 9, 30)
"""The day the example extract was made for, which the app shows when it is opened."""


@dataclass(frozen=True)
class Server:
    """A running app."""

    address: str
    process: int


START = ("cin_metrics.ui.start",)
"""As ``make run`` starts the app."""
PLAIN_START = ("streamlit", "run", "app.py")


@contextmanager
def serving(log: Path, start: tuple[str, ...] = START) -> Iterator[Server]:
    """The app on a free port of this machine, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", *start, "--server.headless", "true", "--server.port", str(port)],
            cwd=HOME, stdout=written, stderr=subprocess.STDOUT, env=os.environ,
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(address, process, log)
            yield Server(address, process.pid)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once the app answers."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The app did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, started once for all tests."""
    with serving(tmp_path_factory.mktemp("server") / "log.txt") as started:
        yield started


@contextmanager
def launched() -> Iterator[Browser]:
    """A real Chromium, until the block ends; without one it fails and says so."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.fail(
            "The browser tests need Chromium: install it (Debian: apt-get install chromium) so that one of "
            f"{', '.join(NAMES)} is on the PATH."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium for all tests."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def example() -> Ledger:
    """The ledger that the app shows when it is opened."""
    return example_ledger()


def example_ledger() -> Ledger:
    """The ledger of the example extract under the first policy."""
    extract = load([HOME / "data" / "example.csv", HOME / "data" / "example_children.csv"])
    return make_ledger(extract, load_policy(pack_names()[0]), AS_OF)


@pytest.fixture(scope="session")
def panel_children(example: Ledger) -> list[str]:
    """The children of the panel's list, longest on a plan first."""
    return [row["child_id"] for row in to_be_heard(make_panel_list(example))]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test in the browser that fails is tried once more, in a new window, and the summary says so (``R``).

    On a busy machine a key can be pressed between two paintings; what is wrong fails twice.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Opens an address of the app in a browser of its own, and waits until the page is whole."""
    contexts = []

    def open_page(path: str = "", width: int = 1440, height: int = 1000) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{server.address}/{path}")
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
