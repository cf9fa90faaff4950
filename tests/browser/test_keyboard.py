"""The app without a mouse: everything is reached, what has the keyboard is seen, and reaching changes nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from cin_metrics.ui.frame import TITLES
from cin_metrics.ui.theme import BOXES
from tests.browser.conftest import Visit
from tests.browser.steps import (
    filtered,
    focused,
    row_of,
    settle,
    skip_to_main,
    tab_to,
    without_icon,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_STOPS = 200
RING = """boxes => { const here = document.activeElement;
    const grid = here.tagName === 'CANVAS' && here.closest('[data-testid=stDataFrameResizable]');
    const box = /INPUT|TEXTAREA/.test(here.tagName) && here.closest(boxes);
    const drawn = getComputedStyle(grid || box || here);
    return drawn.outlineStyle === 'auto' || (drawn.outlineStyle === 'solid' && parseFloat(drawn.outlineWidth) >= 2) }"""
"""Whether what has the keyboard, or the box of a field that is hidden or cut off in it, is drawn with a ring."""


def walk(page: Page) -> tuple[list[str], list[str]]:
    """Press Tab from the top of a page to its end: what was reached, and what of it showed no ring."""
    reached, unseen = [], []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return reached, unseen
        reached.append(focused(page))
        if not page.evaluate(RING, BOXES):
            unseen.append(reached[-1])
    pytest.fail(f"Tab does not come to the end of the page: {reached[-5:]}")


@pytest.mark.parametrize("path", ["", "timeliness?policy=ealing&topic=visit", "panel", "briefing"])
def test_tab_reaches_everything_shows_where_it_is_and_changes_nothing(path: str, visit: Visit) -> None:
    """Also through the grids: only a key pressed on purpose leads to another page."""
    page = visit(path)
    before = page.url
    reached, unseen = walk(page)
    assert unseen == []
    assert page.url == before
    assert reached[0] == "Skip to main content"
    for title in TITLES.values():
        assert title in reached
    for label in ("Policy", "As of", "Period", "Teams", "Children"):
        assert label in reached
    offered = page.get_by_test_id("stMain").locator("button:visible, a:visible, summary:visible").all_inner_texts()
    names = [without_icon(name) for name in offered if name.strip()]
    one_of_many = set(page.locator("[role=radio], [role=tab], [role=radio] *, [role=tab] *").all_inner_texts())
    assert [name for name in names if name not in reached and name not in one_of_many] == []


def test_from_the_top_to_a_filter_a_table_and_a_download(visit: Visit) -> None:
    page = visit("?policy=ealing")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    skip_to_main(page)
    tab_to(page, "Policy", most=5)
    page.keyboard.type("Manch")
    page.get_by_role("option", name="Manchester").wait_for()
    page.keyboard.press("Enter")
    settle(page)
    assert filtered(page).startswith("Manchester")

    tab_to(page, "The same as a table")
    page.keyboard.press("Enter")
    page.locator("[aria-label$='as a table'] canvas").first.wait_for()

    page.get_by_role("link", name="Skip to main content").focus()
    skip_to_main(page)
    tab_to(page, "About this figure")
    page.keyboard.press("Enter")
    page.get_by_text("The children behind it").wait_for()
    settle(page)
    tab_to(page, "Download children behind")
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert Path(downloading.value.path()).read_text(encoding="utf-8-sig").startswith("Child,")
    page.keyboard.press("Escape")
    page.get_by_text("The children behind it").wait_for(state="detached")


def test_a_row_is_chosen_by_keyboard_and_the_keys_are_said(visit: Visit) -> None:
    page = visit("?policy=ealing")
    said = page.locator(".cin-keys").first
    assert said.bounding_box()["width"] <= 1
    page.get_by_role("link", name="Skip to main content").focus()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    assert said.bounding_box()["width"] > 200
    assert "Shift and Space" in said.inner_text()
    for _ in range(row_of(page, "Overdue now, by rule", "Visits")):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    page.get_by_role("heading", name="Timeliness", level=1).wait_for()
    settle(page)
