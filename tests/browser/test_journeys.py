"""The three audiences' journeys, each three choices from the opening page, and what they take away is right."""

import re

import pytest
from docx import Document as open_word
from docx.document import Document as Word

from cin_metrics.days import british, usual_period
from cin_metrics.ledger import Ledger
from cin_metrics.measures import MEASURES, Selection, make_measures
from cin_metrics.panel import make_panel_list, to_be_heard
from cin_metrics.vocabulary import TOPICS
from tests.browser.conftest import AS_OF, Visit
from tests.browser.steps import (
    address_of,
    choose_cell,
    filtered,
    go_to,
    pick,
    row_of,
    settle,
    taken,
    words_in,
)

pytestmark = pytest.mark.browser

TEAM = "Harbour"


def all_words(paper: Word) -> str:
    """Everything a Word file says."""
    parts = [paragraph.text for paragraph in paper.paragraphs]
    parts += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    for section in paper.sections:
        parts += [paragraph.text for part in (section.header, section.footer) for paragraph in part.paragraphs]
    return "\n".join(parts)


def rows_under(paper: Word, first_header: str) -> list[list[str]]:
    """The rows of the tables whose first column is so headed."""
    tables = [table for table in paper.tables if table.rows[0].cells[0].text == first_header]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows[1:]]


def test_a_head_of_service_finds_the_overdue_visits_of_a_team_a_child_and_the_clause(
    visit: Visit, example: Ledger
) -> None:
    """A team chosen, a row of what is overdue, a row of the children; each step shows what the ledger says."""
    page = visit("?policy=ealing")
    page.get_by_role("combobox", name="Teams").click()
    page.get_by_role("option", name=TEAM).click()
    page.keyboard.press("Escape")
    settle(page)
    overdue = [
        row
        for row in example.rows()
        if (row["rule_id"], row["team"], row["status"]) == ("visits", TEAM, "overdue")
    ]
    assert overdue

    choose_cell(page, "Overdue now, by rule", row_of(page, "Overdue now, by rule", "Visits"), 20)
    page.get_by_role("heading", name="Timeliness", level=1).wait_for()
    settle(page)
    assert TEAM in filtered(page) and address_of(page)["rule"] == ["visits"]
    listed = [child for row in words_in(page, "Visits, overdue") for child in row if re.fullmatch(r"\d{7}", child)]
    assert sorted(listed) == sorted(row["child_id"] for row in overdue)

    choose_cell(page, "Visits, overdue", 1, 20)
    page.get_by_role("heading", name="Child", level=1).wait_for()
    settle(page)
    assert address_of(page)["child"] == [listed[0]]
    asked = taken(page, "Download what the policy asked (CSV)").read_text(encoding="utf-8-sig")
    clause = example.policy.rule("visits").clause
    assert any(line.startswith("Overdue,Visits,") and clause in line for line in asked.replace('"', "").splitlines())


def test_a_panel_takes_the_nine_month_list_along_as_a_pack_in_word(visit: Visit, example: Ledger) -> None:
    """The page, the button: one team's list on screen, its list in Word and the ledger's list are one."""
    page = visit(f"?policy=ealing&team={TEAM}")
    go_to(page, "Panel")
    on_screen = [row.split("\n")[0] for row in page.locator(".cin-table tbody th").all_text_contents()]
    expected = to_be_heard(make_panel_list(example, selection=Selection((TEAM,))))
    assert len(on_screen) == len(expected)
    for row in expected:
        assert any(said.startswith(row["child_id"]) for said in on_screen)

    paper = open_word(str(taken(page, "Panel pack (Word)")))
    listed = {row[0]: row for row in rows_under(paper, "Child")}
    assert set(listed) == {row["child_id"] for row in expected}
    for row in expected:
        said = listed[row["child_id"]]
        assert said[1:3] == [row["team"] or "—", row["worker"] or "—"]
        assert said[3:7] == [british(row[day]) for day in ("plan_since", "reaches_on", "panel_date", "extension_date")]
        assert said[-1] == str(row["number_of_indicators"])
    headings = [p.text for p in paper.paragraphs if p.style is not None and p.style.name.startswith("Heading 1")]
    for row in expected:
        assert any(row["child_id"] in heading for heading in headings)


def test_a_briefing_for_last_quarter_says_what_the_measures_say(visit: Visit, example: Ledger) -> None:
    """The page, the quarter, the button: every headline figure in the paper is that of ``make_measures``."""
    page = visit("?policy=ealing")
    go_to(page, "Briefing")
    pick(page, "Period", "Quarter to date")
    quarter = usual_period("quarter", AS_OF)
    assert quarter.words in filtered(page)
    paper = open_word(str(taken(page, "Briefing (Word)")))
    said = {row[0]: row[1] for row in rows_under(paper, "Figure")}

    names = ["timeliness", "re_referral_12m", "seen_alone"]
    rows = make_measures(example, quarter.first, quarter.last, "rule", Selection(), names).to_pylist()
    topics = {rule.id: rule.topic for rule in example.policy.rules}
    for topic, title in TOPICS.items():
        of_topic = [row for row in rows if row["measure"] == "timeliness" and topics[row["rule_id"]] == topic]
        if sum(row["denominator"] for row in of_topic):
            assert counts_in(said[f"{title}, on time"]) == summed(of_topic)
    for name in names[1:]:
        assert counts_in(said[MEASURES[name].title]) == summed([row for row in rows if row["measure"] == name])


def test_a_briefing_that_leaves_the_service_names_no_child(visit: Visit, example: Ledger) -> None:
    children = {row["child_id"] for row in example.rows()}
    page = visit("briefing?policy=ealing&period=quarter&sharing=yes")
    shared = all_words(open_word(str(taken(page, "Briefing (Word)"))))
    assert "FOR SHARING" in shared and "INTERNAL" not in shared
    assert children.isdisjoint(re.findall(r"\d{7}", shared))
    as_page = taken(page, "Briefing (web page)").read_text(encoding="utf-8")
    assert "FOR SHARING" in as_page
    assert children.isdisjoint(re.findall(r"\d{7}", as_page))
    assert children.isdisjoint(re.findall(r"\d{7}", page.get_by_test_id("stMain").inner_text()))


def counts_in(said: str) -> tuple[int, int]:
    """The numerator and denominator of a figure as it is read: ``77.4% (1,271 of 1,642)``."""
    found = re.search(r"\(([\d,]+) of ([\d,]+)", said)
    assert found, said
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def summed(rows: list[dict[str, int]]) -> tuple[int, int]:
    """Numerators and denominators of rows, each added up."""
    return sum(row["numerator"] for row in rows), sum(row["denominator"] for row in rows)
