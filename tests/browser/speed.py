"""How long a choice takes to be answered, page by page: ``python -m tests.browser.speed --children 8700``.

A simulated council of so many children (8,700 give about 3,400 in need), the app as ``make run`` starts it, a real
Chromium. On each page a team is chosen; printed are the seconds until the answer to the page's question is painted
anew, and until the whole page is. The team changes from page to page, so that little is answered beforehand.
"""

import argparse
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet
from playwright.sync_api import Page

from cin_metrics.simulate import simulate
from cin_metrics.simulate.children import children_table
from cin_metrics.ui.frame import TITLES
from cin_metrics.ui.holding import OPENING_EXTRACT
from tests.browser.conftest import AS_OF, PATIENCE, launched, serving
from tests.browser.steps import go_to, settle

SEED = 5
ANSWERED = """team => {
    const said = document.querySelector('.cin-filtered'), answer = document.querySelector('.cin-answer, .cin-footer');
    const fresh = element => element && !element.closest('[data-stale=true]');
    return fresh(said) && said.innerText.includes(`· ${team} ·`) && fresh(answer) }"""
WHOLE = "() => document.querySelector('[data-test-script-state=notRunning]') !== null"


def choose_team(page: Page, team: str) -> tuple[float, float]:
    """Seconds until the answer is painted for a team, and until the whole page is."""
    box = page.get_by_role("combobox", name="Teams")
    box.click()
    page.get_by_role("option", name=team, exact=True).wait_for()
    box.press_sequentially(team)
    page.keyboard.press("Enter")
    begun = time.perf_counter()
    page.wait_for_function(ANSWERED, arg=team, polling=20)
    answered = time.perf_counter() - begun
    page.wait_for_function(WHOLE, polling=20)
    return answered, time.perf_counter() - begun


def main() -> None:
    """Print the seconds of each page."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--children", type=int, default=8700)
    children = arguments.parse_args().children
    with TemporaryDirectory() as folder, launched() as browser:
        events = simulate(children, SEED, AS_OF)
        given = [Path(folder) / "council.parquet", Path(folder) / "children.parquet"]
        pyarrow.parquet.write_table(events, given[0])
        pyarrow.parquet.write_table(children_table(events, SEED, AS_OF), given[1])
        os.environ[OPENING_EXTRACT] = os.pathsep.join(map(str, given))
        teams = sorted(set(events["team"].drop_null().to_pylist()))
        with serving(Path(folder) / "log.txt") as server:
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            page.set_default_timeout(PATIENCE * 3000)
            page.goto(server.address)
            settle(page)
            print(page.locator(".cin-answer").first.inner_text())
            for place, title in enumerate(TITLES.values()):
                go_to(page, title)
                answered, whole = choose_team(page, teams[place % len(teams)])
                print(f"{title:20} answer {answered:5.2f} s   whole page {whole:5.2f} s", flush=True)
                page.get_by_role("combobox", name="Teams").press("Backspace")
                page.keyboard.press("Escape")
                settle(page)


if __name__ == "__main__":
    main()
