"""A page looked at once: what axe finds, its headings and charts, what is cut off at each width, whom it asks."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.steps import settle

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ONLY_WHEN_NARROW = ["scrollable-region-focusable", "target-size", "region", "landmark-one-main"]
WIDTHS = (1440, 1024, 640, 320)
"""Two screens; then 200 % and 400 % zoom of a screen 1,280 pixels wide."""
SPACED_AT = 1024

STREAMLITS_OWN = {
    "presentation-role-conflict": (
        "data", "the place where files are dropped has a name although it is marked as decoration; its button is named"
    ),
}  # fmt: skip
"""What axe finds and Streamlit must mend, by axe's name of it: the page it is on, and what is wrong."""

SEEN = "{checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true}"
HEADINGS = f"""() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(heading => heading.checkVisibility({SEEN})).map(heading => [+heading.tagName[1], heading.innerText])"""
CHARTS = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(chart => ({
    says: (chart.getAttribute('aria-label') || '').trim(), role: chart.getAttribute('role'),
    has_table: !!chart.closest('[class*=st-key-box-of]')?.querySelector('[data-testid=stDataFrame]') }))"""
LANDMARKS = """() => [document.documentElement.lang, document.title,
    document.querySelectorAll('main').length, document.querySelectorAll('nav[aria-label]').length]"""
# Words that reach past a box that cuts them; a box that scrolls does not.
CUT_OFF = f"""() => {{
    const main = document.querySelector('[data-testid=stMain]'), found = [];
    const words = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {{
        const said = words.currentNode, own = said.parentElement;
        if (!said.data.trim() || !own.checkVisibility({SEEN})) continue;
        if (own.closest('canvas, style, .cin-heard, .cin-keys, [data-testid=stIconMaterial]')) continue;
        const drawn = document.createRange();
        drawn.selectNodeContents(said);
        const box = own.closest('svg') ? own.getBoundingClientRect() : drawn.getBoundingClientRect();
        if (!box.width) continue;
        for (let around = own; around && around !== main.parentElement; around = around.parentElement) {{
            const how = getComputedStyle(around).overflowX;
            if (how === 'auto' || how === 'scroll') {{ if (around !== main) break; }}
            else if (how === 'visible' && around !== main) continue;
            const edge = around.getBoundingClientRect();
            if (box.right > edge.right + 1.5 || box.left < edge.left - 1.5
                || (own.closest('svg') && (box.bottom > edge.bottom + 1.5 || box.top < edge.top - 1.5)))
                {{ found.push(said.data.trim()); break; }}
        }}
    }}
    return found }}"""
DRAWN = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter(chart => chart.clientWidth)
    .every(chart => Math.abs(chart.clientWidth - chart.querySelector('.main-svg').clientWidth) < 2)"""
SPACED = """() => { const style = document.createElement('style'); style.id = 'spaced';
    style.textContent = `[data-testid=stMain] :not(svg *) { line-height: 1.5 !important;
        letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        svg { letter-spacing: normal !important; word-spacing: normal !important }
        [data-testid=stMain] p { margin-bottom: 2em !important }`;
    document.head.append(style) }"""
SIDEWAYS = """() => Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ...[...document.querySelectorAll('[data-testid=stMain]')].map(main => main.scrollWidth - main.clientWidth))"""


@dataclass(frozen=True)
class Look:
    """What one visit to a page showed. ``cut_off`` and ``sideways`` are by width in pixels."""

    name: str
    violations: dict[str, list[str]]
    headings: list[tuple[int, str]]
    charts: list[dict[str, Any]]
    language: str
    title: str
    mains: int
    named_navigations: int
    sideways: dict[int, int]
    cut_off: dict[int, list[str]]
    cut_off_when_spaced: list[str]
    hosts: set[str | None]
    asked: int
    said: str


def look_at(context: BrowserContext, address: str, name: str) -> Look:
    """Load a page once, open its tables, and look at it at every width."""
    asked: set[str] = set()
    page = context.new_page()
    page.on("request", lambda request: asked.add(request.url))
    page.on("websocket", lambda socket: asked.add(socket.url))
    page.goto(address)
    settle(page)
    for table in page.get_by_text("The same as a table").all():
        if table.is_visible():
            table.click()
    settle(page)
    violations = found_by_axe(page, {"runOnly": WCAG})
    headings = [(level, text) for level, text in page.evaluate(HEADINGS)]
    charts = page.evaluate(CHARTS)
    language, title, mains, navigations = page.evaluate(LANDMARKS)
    said = page.get_by_test_id("stMain").inner_text()
    sideways, cut_off = {}, {}
    for width in WIDTHS:
        widen(page, width)
        sideways[width], cut_off[width] = page.evaluate(SIDEWAYS), page.evaluate(CUT_OFF)
    violations |= found_by_axe(page, {"runOnly": {"type": "rule", "values": ONLY_WHEN_NARROW}})
    widen(page, SPACED_AT)
    page.evaluate(SPACED)
    page.wait_for_timeout(200)
    when_spaced = page.evaluate(CUT_OFF)
    page.close()
    hosts = {urlparse(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    return Look(
        name, violations, headings, charts, language, title, mains, navigations, sideways, cut_off, when_spaced,
        hosts, len(asked), said,
    )  # fmt: skip


def widen(page: Page, width: int) -> None:
    """Give the window this width, and wait until every chart is drawn anew."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.wait_for_timeout(200)
    page.wait_for_function(DRAWN)
    # A flow moves to its new place; all else is there at once.
    page.wait_for_timeout(1200 if page.locator(".sankey").count() else 100)


def found_by_axe(page: Page, options: dict[str, Any]) -> dict[str, list[str]]:
    """What axe finds wrong, each with the elements it is found on."""
    found = Axe().run(page, options=options | {"resultTypes": ["violations"]}).response["violations"]
    return {fault["id"]: [f"{fault['impact']}: {node['html'][:200]}" for node in fault["nodes"]] for fault in found}
