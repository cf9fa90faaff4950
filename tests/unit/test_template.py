"""The workbook to fill in loads as it is once it is filled in, and offers every word."""

import io
import zipfile
from pathlib import Path

import pytest
import python_calamine

from cin_metrics.__main__ import main
from cin_metrics.events import load
from cin_metrics.faults import InputFault
from cin_metrics.template import EXAMPLES, SAME, make_template
from cin_metrics.vocabulary import CLOSURE_CODES, EVENT_TYPES, OUTCOMES


def test_filled_in_it_loads_whole() -> None:
    extract = load([("template.xlsx", make_template([SAME | row for row in EXAMPLES]))])
    assert (extract.report.accepted, extract.report.set_aside) == (len(EXAMPLES), 0)
    found = extract.connection.cursor().execute("select event_type, event_date, outcome from events").fetchall()
    assert found == [(row["event_type"], row["event_date"], row.get("outcome")) for row in EXAMPLES]
    assert [finding.question.name for finding in extract.findings if finding.count] == []


def test_empty_it_says_that_it_has_no_rows_and_reads_no_example() -> None:
    with pytest.raises(InputFault, match="has no rows"):
        load([("template.xlsx", make_template())])


def test_every_word_is_there_to_choose() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(make_template()))
    rows = book.get_sheet_by_name("Words (not read)").to_python()[1:]
    assert [row[0] for row in rows] == list(EVENT_TYPES)
    assert [row[3] for row in rows if row[3]] == [*OUTCOMES, *CLOSURE_CODES]
    with zipfile.ZipFile(io.BytesIO(make_template())) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert f"'Words (not read)'!$A$2:$A${len(EVENT_TYPES) + 1}" in sheet.replace("&#39;", "'").replace("&apos;", "'")
    assert sheet.count("<dataValidation ") == 6


def test_the_same_template_comes_each_time(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    assert main(["template", "-o", str(path)]) == 0
    assert path.read_bytes() == make_template()


def test_a_template_is_an_excel_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "-o", str(tmp_path / "template.csv")]) == 2
    assert ".xlsx" in capsys.readouterr().err
