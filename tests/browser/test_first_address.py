"""The very first visit to a server may be to any page: the whole app must be there, not that page alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cin_metrics.ui.frame import TITLES
from tests.browser.conftest import PATIENCE, PLAIN_START, START, serving
from tests.browser.steps import settle

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "start", [pytest.param(START, id="make run"), pytest.param(PLAIN_START, id="streamlit run", marks=pytest.mark.slow)]
)
def test_the_first_address_asked_of_a_server_may_be_a_page_inside(
    start: tuple[str, ...], chromium: Browser, tmp_path: Path
) -> None:
    with serving(tmp_path / "log.txt", start) as server:
        page = chromium.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"{server.address}/timeliness?policy=manchester&topic=visit&rule=visits")
        settle(page)
        links = page.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts()
        assert links == list(TITLES.values())
        assert page.locator("h2:not(.cin-heard)").first.inner_text() == "Visits"
        assert page.title() == "Timeliness · CIN Metrics"
        assert page.locator(".cin-filtered").inner_text().startswith("Manchester")
        page.close()
    assert "Traceback" not in (tmp_path / "log.txt").read_text(errors="replace")
