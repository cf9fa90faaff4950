"""The briefing and the workbook behind it: figures equal to the measures, and nothing given away when they leave."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_word
from python_calamine import CalamineWorkbook

from cin_metrics.__main__ import main
from cin_metrics.events import load
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import Selection, make_measures
from cin_metrics.packs import load_policy
from cin_metrics.reports import briefing_paper, paper
from cin_metrics.reports.audit_sample import look_at_first, open_cases, stratified_sample
from cin_metrics.reports.briefing import Asked, make_briefing
from cin_metrics.reports.document import Document, Heading, Paragraph, Points, Table
from cin_metrics.reports.workbook import as_shared, make_workbook
from cin_metrics.simulate import simulate
from cin_metrics.writing import write_table

AS_OF = date(2026, 9, 30)
QUARTER = Asked(date(2026, 7, 1), AS_OF)
SHARED = Asked(date(2026, 7, 1), AS_OF, for_sharing=True)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The Ealing ledger of a council of 150 children."""
    path = tmp_path_factory.mktemp("briefing") / "council.csv"
    write_table(simulate(children=150, seed=5, as_of=AS_OF), path)
    return make_ledger(load([path]), load_policy("ealing"), AS_OF)


@pytest.fixture(scope="module")
def workbook(ledger: Ledger) -> bytes:
    """The workbook of a quarter."""
    return make_workbook(ledger, QUARTER)


@pytest.fixture(scope="module")
def shared(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """The sheets of the workbook that leaves the service."""
    return sheets_of(make_workbook(ledger, SHARED))


@pytest.fixture(scope="module")
def briefing(ledger: Ledger) -> Document:
    """The briefing of a quarter."""
    return make_briefing(ledger, QUARTER)


def tables_of(document: Document) -> dict[str, Table]:
    """The tables of a paper by the start of their titles."""
    return {re.split("[,:(]", block.title)[0].strip(): block for block in document.blocks if isinstance(block, Table)}


def words_of(document: Document) -> str:
    """Everything a paper says."""
    parts = [document.title, document.subtitle, document.foot]
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                parts.append(block.text)
            case Points():
                parts += block.points
            case Table():
                parts += [block.title, *block.headers, *(cell for row in block.rows for cell in row)]
    return "\n".join(parts)


def sheets_of(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """The sheets of a workbook but the first, each row by its headers."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = {}
    for name in book.sheet_names[1:]:
        head, *rows = book.get_sheet_by_name(name).to_python()
        found[name] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


# What it says


def test_its_figures_are_those_of_the_measures(ledger: Ledger, briefing: Document) -> None:
    """The visits on time of the briefing are the sum of the visit rules of ``measures``."""
    visits = {rule.id for rule in ledger.policy.rules if rule.topic == "visit"}
    rows = [
        row
        for row in make_measures(ledger, QUARTER.first, QUARTER.last, measures=["timeliness"]).to_pylist()
        if row["rule_id"] in visits
    ]
    on_time, due = sum(row["numerator"] for row in rows), sum(row["denominator"] for row in rows)
    shown = {row[0]: row[1] for row in tables_of(briefing)["Headline figures"].rows}
    assert shown["Visits, on time"] == f"{on_time / due * 100:.1f}% ({on_time} of {due})"


def test_it_asks_what_do_we_know_how_and_what_are_we_doing(briefing: Document) -> None:
    parts = [block.text for block in briefing.blocks if isinstance(block, Heading) and block.level == 1]
    assert parts == [
        "What do we know about the quality and impact of practice?",
        "How do we know it?",
        "What are we doing?",
        "Cases to look at",
    ]


def test_strengths_and_worries_are_the_verdicts_of_the_charts(ledger: Ledger, briefing: Document) -> None:
    """No sentence is drawn from two points: each stands on the Changes page too."""
    from cin_metrics.changes import changes_said
    from cin_metrics.monthly import monthly

    said = changes_said(monthly(ledger, first=QUARTER.first, last=QUARTER.last))
    text = words_of(briefing)
    assert all(sentence.split(". ", 1)[1] in text for sentence in said[:3])


def test_england_stands_beside_re_referral_alone_with_its_year(briefing: Document) -> None:
    """The published share of children in need is of another population and never shown."""
    rows = {row[0]: row[4] for row in tables_of(briefing)["Headline figures"].rows}
    assert re.fullmatch(r"England \d+\.\d% to Mar \d{4}", rows["Re-referred within 12 months"])
    assert {said for title, said in rows.items() if title.endswith("on time") and title.startswith("Visit")} == {"—"}


def test_what_the_service_does_is_printed_or_has_room(ledger: Ledger) -> None:
    said = words_of(make_briefing(ledger, Asked(QUARTER.first, QUARTER.last, doing="Hire two workers.\nBy May.")))
    assert "Hire two workers." in said and "By May." in said


def test_rules_that_cannot_be_judged_are_caveats_and_not_nought_per_cent(tmp_path: Path) -> None:
    """Without a single visit on file, visits are no figure."""
    path = tmp_path / "given.csv"
    path.write_text(
        "child_id,event_type,event_date,team\na,referral_received,2026-05-01,North\na,plan_started,2026-06-01,North\n",
        encoding="utf-8",
    )
    document = make_briefing(make_ledger(load([path]), load_policy("ealing"), AS_OF), QUARTER)
    assert "Visits, on time" not in {row[0] for row in tables_of(document)["Headline figures"].rows}
    assert "“Visits” cannot be judged. The extract has no" in words_of(document)


# The cases


def test_the_sample_is_drawn_again_by_its_seed_and_from_every_team(ledger: Ledger) -> None:
    cases = open_cases(ledger, Selection())
    sample = stratified_sample(cases, 7)
    assert sample == stratified_sample(cases[::-1], 7)
    assert sample != stratified_sample(cases, 8)
    assert {case["team"] for case in sample} == {case["team"] for case in cases}
    assert abs(len(sample) - 12) <= 3 and len({case["child_id"] for case in sample}) == len(sample)


def test_a_case_more_moves_no_other_out_of_its_place_in_the_draw(ledger: Ledger) -> None:
    """Each case draws its own number, so all others keep theirs."""
    cases = open_cases(ledger, Selection())
    stranger = cases[0] | {"child_id": "new", "episode_id": "new"}
    before = {case["child_id"] for case in stratified_sample(cases, 3, 10)}
    after = {case["child_id"] for case in stratified_sample([*cases, stranger], 3, 10)}
    assert len(before - after) <= 1


def test_the_first_to_look_at_show_most_signs(ledger: Ledger) -> None:
    shown = [case["number_of_indicators"] for case in look_at_first(open_cases(ledger, Selection()))]
    assert shown == sorted(shown, reverse=True) and shown[0] > 0


# What leaves the service


def test_nothing_of_a_child_leaves_the_service(ledger: Ledger, shared: dict[str, list[dict[str, Any]]]) -> None:
    children = {row["child_id"] for row in ledger.rows()}
    said = words_of(make_briefing(ledger, SHARED))
    assert not {child for child in children if re.search(rf"\b{child}\b", said)}
    for rows in shared.values():
        assert not {str(value) for row in rows for value in row.values()} & children
    assert "INTERNAL" not in said and "FOR SHARING" in said


def test_no_hidden_number_of_the_shared_workbook_can_be_worked_out(
    workbook: bytes, shared: dict[str, list[dict[str, Any]]]
) -> None:
    """Rules add up to their topic in the briefing: where one is hidden so is another, and they differ."""
    internal = sheets_of(workbook)["Measures by rule"]
    full = {(row["measure"], row["rule_id"], row["group_value"]): row for row in internal}
    hidden: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in shared["Measures by rule"]:
        real = full[row["measure"], row["rule_id"], row["group_value"]]
        if row["denominator"] == "" and real["denominator"]:
            hidden.setdefault((row["measure"], row["topic"]), []).append((real["numerator"], real["denominator"]))
        elif row["measure"] == "timeliness" and row["denominator"]:
            assert not 0 < row["numerator"] < 6 and not 0 < row["denominator"] - row["numerator"] < 6
    assert hidden, "the council is too large to hide anything"
    for (measure, topic), pairs in hidden.items():
        rest = [r for r in internal if (r["measure"], r["topic"]) == (measure, topic) and r["denominator"]]
        if measure == "timeliness" and len(rest) > 1:
            assert len(pairs) > 1, f"{topic}: one number is the topic's less all others"
            assert len(set(pairs)) > 1 or len(pairs) == len(rest)


def test_yes_and_not_recorded_do_not_give_away_a_small_number_of_no() -> None:
    """487 seen and 25 not recorded of 517 leave 5 who were not seen."""

    def row(measure: str, numerator: int) -> dict[str, Any]:
        return {
            "measure": measure, "rule_id": None, "topic": None, "group_value": "all", "numerator": numerator,
            "denominator": 517, "value": numerator / 517,
        }  # fmt: skip

    assert [r["numerator"] for r in as_shared([row("seen", 487), row("seen_not_recorded", 25)])] == [None, None]
    assert [r["numerator"] for r in as_shared([row("seen", 480), row("seen_not_recorded", 25)])] == [480, 25]


# The files


def test_the_same_input_gives_the_same_bytes(ledger: Ledger, briefing: Document, workbook: bytes) -> None:
    again = make_briefing(ledger, QUARTER)
    assert again == briefing
    for ending in (".docx", ".html"):
        assert paper(again, ending) == paper(briefing, ending)
    assert make_workbook(ledger, QUARTER) == workbook


def test_the_web_page_needs_nothing_beside_it_and_runs_nothing(ledger: Ledger) -> None:
    asked = Asked(QUARTER.first, QUARTER.last, doing="<script>alert(1)</script>")
    page = briefing_paper(ledger, asked, ".html").decode()
    assert "&lt;script&gt;" in page and "<script" not in page
    assert not re.search(r"(src|href)=[\"']?(https?:|//)", page)
    assert '<html lang="en-GB">' in page and page.count("<caption>") == page.count("<table>")


def test_word_opens_with_its_title(briefing: Document) -> None:
    word = open_word(io.BytesIO(paper(briefing, ".docx")))
    assert word.paragraphs[0].text == "Children in need: briefing for 1 Jul 2026 to 30 Sep 2026"


def test_the_workbook_has_typed_values(workbook: bytes) -> None:
    sheets = sheets_of(workbook)
    row = sheets["Overdue now"][0]
    assert isinstance(row["due_date"], date) and isinstance(row["days_late"], float | int)
    assert isinstance(row["child_id"], str)
    assert {"Measures by rule", "Measures by team", "Measures by month", "Data quality", "Audit sample"} <= set(sheets)


def test_a_cell_that_begins_like_a_formula_stays_a_text_and_filters_are_on(tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    path.write_text(
        'child_id,event_type,event_date,team\n=1+1,plan_started,2026-01-05,"=HYPERLINK(""http://x"")"\n',
        encoding="utf-8",
    )
    content = make_workbook(make_ledger(load([path]), load_policy("ealing"), AS_OF), QUARTER)
    row = sheets_of(content)["In need now"][0]
    assert row["child_id"] == "=1+1" and row["team"].startswith("=HYPERLINK")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
        assert all(b"<autoFilter" in sheet for sheet in sheets[1:])


def test_the_command_writes_each_and_says_what_is_at_fault(
    council: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["briefing", str(council), "--policy", "ealing", "--as-of", "2026-09-30"]
    period = ["--from", "2026-07-01", "--to", "2026-09-30"]
    for ending in ("docx", "html", "xlsx"):
        path = tmp_path / f"briefing.{ending}"
        assert main([*asked, *period, "-o", str(path)]) == 0 and path.stat().st_size > 5000
    assert main([*asked, *period, "-o", str(tmp_path / "briefing.pdf")]) == 2
    assert "ends in .docx or .html or .xlsx" in capsys.readouterr().err
    assert main([*asked, *period, "--doing", str(tmp_path / "none.txt"), "-o", str(tmp_path / "b.html")]) == 2
    assert "give a text file in UTF-8" in capsys.readouterr().err
