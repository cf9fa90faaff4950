"""The panel pack: what stands in it, that it opens as Word and as a tagged PDF, and that it is the same each time."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document as open_word

from cin_metrics.__main__ import main
from cin_metrics.events import load
from cin_metrics.faults import InputFault
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import Selection
from cin_metrics.packs import load_policy
from cin_metrics.panel import make_panel_list, to_be_heard
from cin_metrics.reports import paper
from cin_metrics.reports.document import Document, Heading, Paragraph, Picture, Points, Room, Table
from cin_metrics.reports.panel_pack import make_panel_pack

AS_OF = date(2026, 9, 30)


@pytest.fixture(scope="module")
def ledger(council: Path) -> Ledger:
    """The Ealing ledger of the small council."""
    return make_ledger(load([council]), load_policy("ealing"), AS_OF)


@pytest.fixture(scope="module")
def child_id(ledger: Ledger) -> str:
    """A child whose plan is past the panel's month."""
    return to_be_heard(make_panel_list(ledger))[0]["child_id"]


def tables_of(document: Document) -> dict[str, Table]:
    """The tables of a paper by their titles without the count."""
    return {block.title.split(":")[0]: block for block in document.blocks if isinstance(block, Table)}


def test_a_child_has_one_side_for_the_panel_and_the_detail_behind(ledger: Ledger, child_id: str) -> None:
    pack = make_panel_pack(ledger, [child_id])
    assert list(tables_of(pack)) == [
        "At a glance", "This case in numbers", "Visits", "Reviews and meetings", "Checkpoints and decisions",
        "Supervision", "Workers so far", "Standards late, missed or overdue", "Where these standards come from",
    ]  # fmt: skip
    assert any(isinstance(block, Room) for block in pack.blocks)
    assert any(isinstance(block, Picture) and child_id not in block.words for block in pack.blocks)
    assert "INTERNAL" in pack.foot and "ealing" in pack.foot


def test_the_tables_say_what_the_ledger_says(ledger: Ledger, child_id: str) -> None:
    """Every breach of the present case is there, and every visit."""
    pack = tables_of(make_panel_pack(ledger, [child_id]))
    rows = [row for row in ledger.rows() if row["child_id"] == child_id]
    present = max(row["episode_id"] for row in rows)
    breaches = [r for r in rows if r["episode_id"] == present and r["status"] in ("late", "missed", "overdue")]
    assert len(pack["Standards late, missed or overdue"].rows) == len(breaches)
    assert pack["Visits"].title == f"Visits: {len(pack['Visits'].rows)}"


def test_the_whole_list_leads_with_who_comes_to_panel(ledger: Ledger) -> None:
    """Disability support apart, and a part for each child."""
    listed = to_be_heard(make_panel_list(ledger))
    pack = make_panel_pack(ledger)
    assert isinstance(pack.blocks[0], Paragraph)
    groups = tables_of(pack)
    assert len(groups["Children in need"].rows) == sum(not row["is_cwd"] for row in listed)
    assert len(groups["Long-term disability support"].rows) == sum(row["is_cwd"] for row in listed)
    parts = [block.text for block in pack.blocks if isinstance(block, Heading) and block.level == 1]
    assert parts == [f"Child {row['child_id']}" for row in listed]


def test_teams_not_selected_are_not_in_the_pack(ledger: Ledger) -> None:
    listed = to_be_heard(make_panel_list(ledger))
    team = listed[0]["team"]
    pack = make_panel_pack(ledger, selection=Selection(teams=(team,)))
    parts = [block.text for block in pack.blocks if isinstance(block, Heading) and block.level == 1]
    assert parts == [f"Child {row['child_id']}" for row in listed if row["team"] == team]
    stranger = next(row["child_id"] for row in listed if row["team"] != team)
    with pytest.raises(InputFault):
        make_panel_pack(ledger, [stranger], selection=Selection(teams=(team,)))


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_the_same_input_gives_the_same_bytes(ledger: Ledger, child_id: str, ending: str) -> None:
    assert paper(make_panel_pack(ledger, [child_id]), ending) == paper(make_panel_pack(ledger, [child_id]), ending)


def test_word_has_real_headings_and_header_rows_and_words_under_pictures(ledger: Ledger, child_id: str) -> None:
    content = paper(make_panel_pack(ledger, [child_id]), ".docx")
    word = open_word(io.BytesIO(content))
    styles = {paragraph.style.name for paragraph in word.paragraphs}
    assert {"Title", "Heading 1", "Heading 2"} <= styles
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    tables = xml.count("<w:tbl>")
    assert xml.count("w:tblHeader") == tables - xml.count("Room to write") and tables > 5
    assert re.search(r'<wp:docPr [^>]*descr="Chronology from', xml)
    assert word.core_properties.language == "en-GB"


def test_the_pdf_is_tagged(ledger: Ledger, child_id: str) -> None:
    content = paper(make_panel_pack(ledger, [child_id]), ".pdf")
    assert content.startswith(b"%PDF-") and b"StructTreeRoot" in content and b"pdfuaid" in content


def test_what_is_on_record_is_never_taken_for_markup() -> None:
    """A team that is called like a command, a control character, a formula: all come out as they are."""
    nasty = '#read("/etc/passwd") *x* $y$ \\ "q" =1+1 <b>\x00\x0b'
    document = Document(nasty, nasty, AS_OF, nasty, (
        Heading(nasty), Paragraph(nasty, nasty), Points([nasty]), Table(nasty, [nasty], [[nasty]]), Room(nasty),
    ))  # fmt: skip
    assert paper(document, ".pdf").startswith(b"%PDF-")
    word = open_word(io.BytesIO(paper(document, ".docx")))
    assert word.tables[0].rows[1].cells[0].text == nasty.replace("\x00", "").replace("\x0b", "")


def test_the_command_writes_it_and_says_what_is_at_fault(
    council: Path, child_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["panel", str(council), "--policy", "ealing", "--as-of", "2026-09-30"]
    path = tmp_path / "pack.docx"
    assert main([*asked, "--child", child_id, "-o", str(path)]) == 0
    assert open_word(str(path)).paragraphs[0].text == f"Panel pack: child {child_id}"
    assert main([*asked, "-o", str(tmp_path / "pack.txt")]) == 2
    assert "ends in .docx or .pdf" in capsys.readouterr().err
    assert main([*asked, "--child", "nobody17", "-o", str(tmp_path / "none.pdf")]) == 2
    assert "nobody17" not in capsys.readouterr().err and not (tmp_path / "none.pdf").exists()
