"""Every method has its page, under the same headings, in the documentation and in the app."""

import ast
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.ui import methods_page
from cin_metrics.ui.holding import OPENING_EXTRACT

HOME = Path(__file__).parents[2]
METHODS = sorted((HOME / "docs" / "methods").glob("*.md"))
HEADINGS = [
    "What it is",
    "How to read it",
    "Questions to ask of it",
    "Its limits",
    "Its source",
    "Where we depart from it",
]

each_method = pytest.mark.parametrize("page", METHODS, ids=lambda path: path.stem)


@each_method
def test_a_method_is_told_under_six_headings(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.match(r"# \w", text)
    told = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    assert told[::2] == HEADINGS
    assert [
        heading for heading, words in zip(told[::2], told[1::2], strict=True) if not words.strip()
    ] == []


@each_method
def test_links_of_a_method_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_every_method_is_listed_once() -> None:
    """The app shows them in this order."""
    index = (HOME / "docs" / "methods.md").read_text("utf-8")
    listed = re.findall(r"^\| \[.+?\]\(methods/(\w+)\.md\) \| .+\? \|$", index, re.MULTILINE)
    assert sorted(listed) == [page.stem for page in METHODS]
    assert list(methods_page.methods()) == listed


def public_statistics() -> list[str]:
    """What the modules of statistics work out: their functions, but those for their own use."""
    return [
        step.name
        for module in sorted((HOME / "cin_metrics" / "statistics").glob("*.py"))
        for step in ast.parse(module.read_text("utf-8")).body
        if isinstance(step, ast.FunctionDef) and not step.name.startswith("_")
    ]


@pytest.mark.parametrize("statistic", public_statistics())
def test_every_statistic_belongs_to_a_method(statistic: str) -> None:
    assert [page for page in METHODS if f"`{statistic}`" in page.read_text("utf-8")]


def test_the_app_shows_the_method_in_the_address(
    council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OPENING_EXTRACT, str(council))
    app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
    app.query_params["method"] = "teams"
    app.switch_page("pages/methods.py").run()
    assert not app.exception
    assert [header.value for header in app.header] == ["Funnel: teams compared fairly"]
    shown = "\n".join(markdown.value for markdown in app.markdown)
    assert all(f"### {heading}\n" in shown for heading in HEADINGS)


def test_a_page_is_made_ready_for_the_screen() -> None:
    """One level down under the page's own title; a link to a file would lead nowhere, and $ begins a formula."""
    text = (
        "# Title\n\nWorked out by `this`.\n\n## What it is\n\n"
        "See [the other](teams.md#limits) or [a site](https://example.org), $5.\n"
    )
    ready = "\n### What it is\n\nSee the other or [a site](https://example.org), \\$5.\n"
    assert methods_page.for_screen(text) == ready
