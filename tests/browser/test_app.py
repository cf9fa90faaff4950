"""The app in a real Chromium: nothing leaves the machine, what is chosen stays, everything leads somewhere."""

import os
import re
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page

from cin_metrics.ui.frame import TITLES
from tests.browser.conftest import Server, Visit
from tests.browser.look import WCAG, found_by_axe
from tests.browser.steps import address_of, choose_cell, filtered, go_to, pick, settle

pytestmark = pytest.mark.browser

SOME_PAGES = ("Timeliness", "Drift", "Panel", "Data")
"""Where something is followed from page to page: they share one frame, so a few tell of all."""
EVENTS = """child_id,event_type,event_date,team
001,referral_received,2026-01-05,Seaside
001,assessment_completed,03/02/2026,Seaside
,cin_visit,2026-02-04,Seaside
"""


def outside_sockets(process: int) -> list[str]:
    """The connections of a process to anywhere but this machine (Linux)."""
    held = {os.readlink(link) for link in Path(f"/proc/{process}/fd").iterdir() if link.is_symlink()}
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            parts = line.split()
            local = re.fullmatch(r"(0100007F|0{8}|0{32}|0{24}01000000|0{16}FFFF00000100007F):.*", parts[2])
            if f"socket:[{parts[9]}]" in held and not local:
                found.append(parts[2])
    return found


def opened_rule(page: Page) -> str:
    """The title of the rule opened, the first heading under the answer."""
    return page.locator("h2:not(.cin-heard)").first.inner_text()


def test_nothing_leaves_the_machine_when_a_figure_is_opened(visit: Visit, server: Server) -> None:
    """That each page asks no other host is tested where each page is looked at."""
    page = visit()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.get_by_role("button", name="About this figure").first.click()
    page.get_by_text("How it is computed").wait_for()
    settle(page)
    page.keyboard.press("Escape")
    go_to(page, "Timeliness")
    hosts = {urlparse(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts <= {"127.0.0.1"}
    if Path("/proc/net/tcp").exists():
        assert outside_sockets(server.process) == []


def test_the_first_page_shows_its_figures(visit: Visit) -> None:
    page = visit()
    values = page.locator(".cin-figure .value").all_inner_texts()
    assert 5 <= len(values) <= 8
    assert sum(bool(re.fullmatch(r"[\d,]+(\.\d%)?", value)) for value in values) >= 5
    said = page.locator(".cin-figure .of").all_inner_texts()
    assert sum(" of " in words for words in said) >= 5 and all(said)
    assert page.locator(".cin-answer").bounding_box()["y"] < 400
    assert page.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts() == list(TITLES.values())


def test_filters_stay_across_pages_in_the_address_and_after_a_reload(visit: Visit) -> None:
    page = visit()
    pick(page, "Policy", "Manchester")
    page.get_by_role("combobox", name="Teams").click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    settle(page)
    said = filtered(page)
    assert said.startswith("Manchester") and "all teams" not in said
    for title in SOME_PAGES:
        go_to(page, title)
        assert filtered(page) == said
        assert address_of(page)["policy"] == ["manchester"]
        assert len(address_of(page)["team"]) == 1
    page.reload()
    settle(page)
    assert filtered(page) == said


def test_an_address_shows_the_same_to_someone_else(visit: Visit) -> None:
    first = visit("timeliness?policy=manchester&topic=review&rule=progress_meetings&period=6m")
    settle(first)
    address = first.evaluate("location.pathname + location.search").lstrip("/")
    second = visit(address)
    assert filtered(second) == filtered(first)
    assert opened_rule(second) == "Progress meetings"
    assert second.locator(".cin-answer").all_inner_texts() == first.locator(".cin-answer").all_inner_texts()


def test_the_browsers_back_goes_back(visit: Visit) -> None:
    page = visit()
    before = filtered(page)
    pick(page, "Policy", "Teeswide")
    assert filtered(page) != before
    page.go_back()
    settle(page)
    assert filtered(page) == before
@pytest.mark.slow


def test_a_day_and_a_period_may_be_typed(visit: Visit) -> None:
    page = visit()
    page.get_by_role("combobox", name="As of").fill("15/03/2026")
    page.keyboard.press("Enter")
    settle(page)
    assert "as of 15 Mar 2026" in filtered(page)
    page.get_by_role("combobox", name="Period").fill("1 Jan 2026 to 28 Feb 2026")
    page.keyboard.press("Enter")
    settle(page)
    assert "1 Jan 2026 to 28 Feb 2026" in filtered(page)
    assert address_of(page)["as_of"] == ["2026-03-15"]
    assert address_of(page)["period"] == ["2026-01-01..2026-02-28"]
    page.get_by_role("combobox", name="As of").fill("soon")
    page.keyboard.press("Enter")
    page.get_by_text("is not a day from").wait_for()


def test_what_is_overdue_leads_to_its_rule(visit: Visit) -> None:
    page = visit("?policy=ealing")
    choose_cell(page, "Overdue now, by rule", 1, 20)
    page.get_by_role("heading", name="Timeliness", level=1).wait_for()
    settle(page)
    assert address_of(page)["rule"] and address_of(page)["topic"]
    assert page.get_by_role("heading", name="Overdue", level=3).count() == 1


def test_a_team_and_a_figure_lead_to_timeliness(visit: Visit) -> None:
    page = visit("?policy=ealing")
    pick(page, "Team", "Harbour")
    pick(page, "Figure", "Visits")
    page.get_by_role("link", name="Harbour: visits").click()
    page.get_by_role("heading", name="Timeliness", level=1).wait_for()
    settle(page)
    assert address_of(page)["topic"] == ["visit"]
    assert address_of(page)["team"] == ["Harbour"]


def test_a_figure_leads_to_its_definition_and_its_page(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="About this figure").first.click()
    page.get_by_text("The children behind it").wait_for()
    page.get_by_role("button", name="Download children behind").wait_for()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download children behind").click()
    text = Path(downloading.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Child,") and text.count("\n") > 100
    page.keyboard.press("Escape")
    page.get_by_role("link", name="See visits →", exact=True).click()
    page.get_by_role("heading", name="Timeliness", level=1).wait_for()


def test_a_row_opens_a_rule_and_a_topic_its_rules(visit: Visit) -> None:
    page = visit("timeliness?policy=ealing&topic=visit")
    assert opened_rule(page) == "First visit after assessment"
    choose_cell(page, "Rules and how they are kept", 2, 20)
    page.get_by_role("heading", name="Visits", level=2, exact=True).wait_for()
    page.get_by_role("radio", name="Reviews").or_(page.get_by_role("button", name="Reviews")).first.click()
    page.get_by_role("heading", name="First review", level=2).wait_for()
    settle(page)
    assert address_of(page)["topic"] == ["review"]


def test_an_upload_is_used_in_this_browser_only(visit: Visit, tmp_path: Path) -> None:
    page, other = visit("data"), visit("data")
    example = page.locator(".cin-footer").inner_text()
    path = tmp_path / "mine.csv"
    path.write_text(EVENTS, encoding="utf-8")
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="Use this extract").wait_for()
    assert "mine.csv" not in page.locator(".cin-footer").inner_text()
    page.get_by_role("button", name="Use this extract").click()
    page.get_by_text("Back to").wait_for()
    for title in SOME_PAGES:
        go_to(page, title)
        assert "Extract: mine.csv, 2 rows in use" in page.locator(".cin-footer").inner_text()
    go_to(other, "Overview")
    assert "mine.csv" not in other.locator(".cin-footer").inner_text()
    go_to(page, "Data")
    page.get_by_role("button", name="Back to").click()
    page.get_by_role("button", name="Back to").wait_for(state="detached")
    settle(page)
    assert page.locator(".cin-footer").inner_text() == example
@pytest.mark.slow


def test_an_opened_figure_is_accessible(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="About this figure").first.click()
    page.get_by_text("The children behind it").wait_for()
    settle(page)
    assert found_by_axe(page, {"runOnly": WCAG}) == {}


def test_a_wrong_address_is_said_in_sentences(visit: Visit) -> None:
    page = visit("timeliness?policy=nowhere&team=%3Cimg%20src%3Dx%3E&rule=nothing&topic=nothing&as_of=x")
    said = page.locator("[data-testid=stMain]").inner_text()
    assert "There is no policy “nowhere”" in said
    assert "Traceback" not in said and "Error" not in said
    assert page.locator("img[src='x']").count() == 0
