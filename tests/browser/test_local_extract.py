"""A messy extract of a council's own, brought to figures in a real browser with nothing to read first."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.look import WCAG, found_by_axe
from tests.browser.steps import go_to, settle
from tests.unit.messy import long_text, wide_text

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(("name", "text"), [("steps.csv", long_text), ("cases.csv", wide_text)])
def test_a_messy_extract_comes_to_figures(name: str, text: Callable[[], str], visit: Visit, tmp_path: Path) -> None:
    page = visit("data")
    path = tmp_path / name
    path.write_text(text(), encoding="utf-8")
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="Use this mapping").wait_for()
    settle(page)
    # Streamlit's own box for files breaks a practice, though no rule of WCAG, once a file is in it.
    rules = [level for level in WCAG if level != "best-practice"]
    assert found_by_axe(page, {"runOnly": rules}) == {}
    page.get_by_role("button", name="Use this mapping").click()
    page.get_by_role("button", name="Use this extract").click()
    page.get_by_text("Back to").wait_for()
    go_to(page, "Overview")
    assert f"Extract: {name}" in page.locator(".cin-footer").inner_text()
    assert "Children in need" in page.locator("main, .stMain").first.inner_text()
