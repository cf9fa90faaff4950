"""What a person does in the app, and what they see of it."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page

ROW = 38
"""The height of a row of a grid, in pixels."""
RESTS = """() => { const running = !document.querySelector('[data-test-script-state=notRunning]');
    if (running || !window.restingSince) window.restingSince = running ? 0 : performance.now();
    return window.restingSince && performance.now() - window.restingSince >= 300 }"""
"""Whether the app has not run for 300 ms: between two runs that follow each other it rests for less."""
PAPER = 180_000
"""Milliseconds that a paper may take on a busy machine: the pack of a whole list draws a picture for each child."""


def settle(page: Page) -> None:
    """Wait until the app has run to its end, stays so, and every chart is drawn."""
    page.wait_for_selector(".cin-footer")
    page.wait_for_timeout(250)
    page.evaluate("window.restingSince = 0")
    page.wait_for_function(RESTS, polling=50)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.js-plotly-plot')].every(plot => plot.querySelector('.main-svg'))"
    )


def go_to(page: Page, title: str) -> None:
    """Go to a page by the page list."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    page.get_by_role("heading", name=title, level=1, exact=True).wait_for()
    settle(page)


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box, which closes by itself where the page still scrolls to it."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def address_of(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlparse(page.evaluate("location.href")).query)


def filtered(page: Page) -> str:
    """What is filtered, as the page says it."""
    return page.locator(".cin-filtered").first.inner_text()


def choose_cell(page: Page, grid: str, row: int, across: int) -> None:
    """Click into a grid: the row by number from 1, so many pixels from its left."""
    drawn = page.locator(f"[aria-label='{grid}']").first
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + across, box["y"] + ROW * row + ROW / 2)


def row_of(page: Page, grid: str, words: str) -> int:
    """The number, from 1, of the first row of a grid that holds these words in a cell of its own."""
    rows = page.locator(f"[aria-label='{grid}'] canvas tbody tr")
    rows.first.wait_for(state="attached")
    for place, row in enumerate(rows.all(), start=1):
        if words in row.locator("td").all_text_contents():
            return place
    raise AssertionError(f"{grid}: no row says {words}")


def words_in(page: Page, grid: str) -> list[list[str]]:
    """What the rows of a grid say to a screen reader."""
    rows = page.locator(f"[aria-label='{grid}'] canvas tbody tr")
    rows.first.wait_for(state="attached")
    return [row.locator("td").all_text_contents() for row in rows.all()]


def taken(page: Page, button: str) -> Path:
    """The file that a button gives."""
    with page.expect_download(timeout=PAPER) as downloading:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(downloading.value.path())


def focused(page: Page) -> str:
    """What has the keyboard: its name, or its tag where it has none."""
    return without_icon(
        page.evaluate(
            "() => { const here = document.activeElement;"
            "return here.getAttribute('aria-label') || here.innerText || here.tagName }"
        )
    )


def without_icon(text: str) -> str:
    """The words of something that is pressed; an icon is a word of its font, on a line of its own."""
    lines = [line.strip() for line in text.splitlines()]
    return next((line for line in lines if line and not re.fullmatch(r"(keyboard_arrow|expand)_\w+", line)), "")


def tab_to(page: Page, words: str, most: int = 120) -> None:
    """Press Tab until what begins with these words has the keyboard."""
    reached = []
    for _ in range(most):
        page.keyboard.press("Tab")
        reached.append(focused(page))
        if reached[-1].startswith(words):
            return
    raise AssertionError(f"{words} is not reached by Tab, but: {reached}")


def skip_to_main(page: Page) -> None:
    """Follow the link past the page list, which moves the keyboard a moment after it is pressed."""
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement === document.querySelector('main')")
