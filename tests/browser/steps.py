"""What a person does in the app, and what they see of it."""

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page

ROW = 38
"""The height of a row of a grid, in pixels."""


def settle(page: Page) -> None:
    """Wait until the app has run to its end and every chart is drawn."""
    page.wait_for_selector(".cin-footer")
    page.wait_for_timeout(250)
    page.wait_for_selector("[data-test-script-state=notRunning]")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.js-plotly-plot')].every(plot => plot.querySelector('.main-svg'))"
    )


def go_to(page: Page, title: str) -> None:
    """Go to a page by the page list."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    page.get_by_role("heading", name=title, level=1, exact=True).wait_for()
    settle(page)


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box of the filter bar."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def address_of(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlparse(page.evaluate("location.href")).query)


def filtered(page: Page) -> str:
    """What is filtered, as the page says it."""
    return page.locator(".cin-filtered").inner_text()


def choose_cell(page: Page, grid: str, row: int, across: int) -> None:
    """Click into a grid: the row by number from 1, so many pixels from its left."""
    drawn = page.locator(f"[aria-label='{grid}']").first
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + across, box["y"] + ROW * row + ROW / 2)
