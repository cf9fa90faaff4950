"""Every page of the folder with the example's data: what WCAG 2.2 AA asks, as far as a machine can tell.

Each page is loaded once; the tests look at what that one visit showed. A new page is tested the day it exists.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from cin_metrics.ui.frame import TITLES
from tests.browser.conftest import HOME, PATIENCE, Server
from tests.browser.look import STREAMLITS_OWN, WIDTHS, Look, look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = sorted(path.stem for path in (HOME / "pages").glob("*.py"))
NO_CHILD_CHOSEN = "child, none chosen"


@pytest.fixture(scope="module")
def looking(chromium: Browser) -> Iterator[BrowserContext]:
    """One browser window for all pages, so that the app's own files are read once."""
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 1000})
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


@pytest.fixture(scope="module", params=[*PAGES, NO_CHILD_CHOSEN])
def look(request: pytest.FixtureRequest, looking: BrowserContext, server: Server, panel_children: list[str]) -> Look:
    """What a visit to each page showed."""
    name = request.param
    path = {
        "overview": "", NO_CHILD_CHOSEN: "child", "child": f"child?child={panel_children[0]}&span=24",
    }.get(name, name)  # fmt: skip
    return look_at(looking, f"{server.address}/{path}", name)


def test_axe_finds_nothing_of_ours(look: Look) -> None:
    """WCAG 2.0 to 2.2, A and AA, and axe's good practice; Streamlit's own stand in one list, each with its page."""
    known = {rule for rule, (page, _) in STREAMLITS_OWN.items() if page == look.name}
    assert {rule: where for rule, where in look.violations.items() if rule not in known} == {}
    assert known <= look.violations.keys(), "Streamlit has mended it: take it off the list and out of the docs"


def test_headings_go_down_step_by_step_from_one_title(look: Look) -> None:
    levels = [level for level, _ in look.headings]
    assert levels.count(1) == 1 and levels[0] == 1
    jumps = [
        text for (above, _), (level, text) in zip(look.headings, look.headings[1:], strict=False) if level > above + 1
    ]
    assert jumps == []
    assert all(text.strip() for _, text in look.headings)


def test_a_page_says_what_it_is(look: Look) -> None:
    title = TITLES[look.name.split(",")[0]]
    assert look.title == f"{title} · CIN Metrics"
    assert look.headings[0] == (1, title)
    assert look.language == "en"
    assert (look.mains, look.named_navigations) == (1, 1)


def test_a_chart_has_words_and_a_table(look: Look) -> None:
    for chart in look.charts:
        assert chart["role"] == "figure"
        assert len(chart["says"]) > 40, chart
        assert chart["has_table"], chart["says"]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off_and_nothing_scrolls_sideways(look: Look, width: int) -> None:
    """At two screens, and at 200 % and 400 % zoom."""
    assert look.sideways[width] <= 0
    assert look.cut_off[width] == []


def test_words_set_wider_are_not_cut_off(look: Look) -> None:
    """WCAG 1.4.12: a reader's own spacing of lines, words and letters."""
    assert look.cut_off_when_spaced == []


def test_a_page_asks_no_other_host(look: Look) -> None:
    assert look.asked > 5
    assert look.hosts == {"127.0.0.1"}


def test_a_page_works(look: Look) -> None:
    assert "Traceback" not in look.said and "went wrong" not in look.said


def test_the_page_list_is_the_folder() -> None:
    assert sorted(TITLES) == PAGES


def test_what_streamlit_gets_wrong_is_said_to_readers() -> None:
    said = (HOME / "docs" / "accessibility.md").read_text(encoding="utf-8")
    for rule in STREAMLITS_OWN:
        assert f"`{rule}`" in said
