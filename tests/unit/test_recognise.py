"""What a file is, is told from its content; files of one format make one extract without a question."""

from pathlib import Path

import pytest

from cin_metrics.events import load
from cin_metrics.faults import InputFault
from cin_metrics.sources import Given, sources_of
from cin_metrics.sources.look import is_xml, look_at
from tests.unit.census_texts import EXTRACT_DATE, a_child, a_return, an_episode, told
from tests.unit.test_load import workbook_of

EVENTS = b"child_id,event_type,event_date\n1,cin_visit,2025-05-05\n"
CHILDREN = b"child_id,sex\n007,F\n"
CENSUS = a_return(a_child(an_episode()))


def faults(*given: Given) -> list[str]:
    """The sentences that refuse the files."""
    with pytest.raises(InputFault) as refusal:
        load(list(given), EXTRACT_DATE)
    return refusal.value.faults


def formats(*given: Given) -> list[tuple[str, str]]:
    """Each file of the extract by name, and its format."""
    return [(file.name, file.format) for file in load(list(given), EXTRACT_DATE).report.files]


def test_a_name_says_nothing() -> None:
    assert formats(("a.xlsx", EVENTS)) == [("a.xlsx", "text in UTF-8, comma between cells")]
    assert formats(("a.parquet", CENSUS))[0] == ("a.parquet", "CIN census XML")
    workbook = workbook_of([["child_id", "event_type", "event_date"], ["1", "cin_visit", "1/5/25"]])
    assert formats(("a.xml", workbook)) == [("a.xml", "workbook, sheet 'Sheet1'")]


@pytest.mark.parametrize(
    ("head", "is_it"),
    [
        (b"<?xml version='1.0'?>", True),
        (b"\xef\xbb\xbf\r\n  <Message>", True),
        ("<?xml".encode("utf-16"), True),
        (b"<!-- made by us -->", True),
        (b"< 5 days,a,b", False),
        (b"child_id,event_type", False),
    ],
)
def test_what_looks_like_xml(head: bytes, is_it: bool) -> None:
    assert is_xml(head) == is_it


def test_a_folder_stands_for_the_files_in_it_less_the_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    for name in ("b.txt", "a.txt", ".DS_Store", "~$a.txt", "Thumbs.db", "deeper/c.txt"):
        (tmp_path / name).write_bytes(EVENTS.replace(b"1,", name.encode() + b","))
    assert [source.name for source in sources_of([tmp_path])] == ["a.txt", "b.txt"]
    assert load([tmp_path], EXTRACT_DATE).report.accepted == 2


def test_a_folder_of_returns_is_one_extract(tmp_path: Path) -> None:
    for year in ("2025", "2026"):
        (tmp_path / f"{year}.xml").write_bytes(CENSUS)
    extract = load([tmp_path], EXTRACT_DATE)
    assert told(extract) == [("referral_received", "2025-05-01")]
    assert extract.name == "2025.xml, 2026.xml"
    assert (extract.report.rows_in, extract.report.set_aside) == (2, 1)


def test_files_of_different_formats_are_not_mixed_without_a_question() -> None:
    """Their ids may differ: tests/unit/test_overlap.py."""
    for file in (EVENTS, CHILDREN):
        assert "2 formats (case events, CIN census XML)" in faults(("a.csv", file), ("b.xml", CENSUS))[0]


def test_a_table_of_children_stands_beside_a_foreign_format_too() -> None:
    files = [("a.csv", CHILDREN), ("b.xml", CENSUS)]
    extract = load(files, EXTRACT_DATE, choices={"same_children": True})
    (child,) = extract.connection.cursor().table("children").to_arrow_table().to_pylist()
    assert (child["child_id"], child["sex"]) == ("007", "F")
    assert told(extract) == [("referral_received", "2025-05-01")]


def test_every_faulty_file_is_named() -> None:
    found = faults(
        ("a.xml", b"<Other/>"), ("b.csv", b"x,y\n1,2\n"), ("c.xml", b""), ("d.xml", CENSUS)
    )
    assert [fault.split("'")[1] for fault in found] == ["a.xml", "b.csv", "c.xml"]


def test_a_table_with_columns_of_its_own_is_shown_the_way_to_a_mapping() -> None:
    (found,) = faults(("steps.csv", b"Client,Step,Done on\n1,2,3\n"))
    assert "--mapping (docs/local_extracts.md)" in found and "the command template" in found
    (twice,) = faults(("a.csv", b"child_id,event_type,event_date,Event Date\n1,2,3,4\n"))
    assert "--mapping" not in twice, "its columns are ours"
    assert "--mapping" not in faults(("a.xml", b"<Other/>"))[0], "no mapping reads XML"


def test_only_children_are_no_extract() -> None:
    assert faults(("a.csv", CHILDREN)) == [
        "There are no case events: only tables of children were given."
    ]


def test_a_look_shows_columns_or_sheets_and_nothing_of_xml() -> None:
    (table, workbook, xml) = (
        look_at(source)
        for source in sources_of(
            [
                ("a", b"\xef\xbb\xbfcine_referral_id,cine_person_id\n1,2\n"),
                (
                    "b",
                    workbook_of([["List 1"], ["Child Unique ID", " Gender "], ["1", "b) Female"]]),
                ),
                ("c", CENSUS),
            ]
        )
    )
    assert (table.columns, table.sheets) == (("cine_referral_id", "cine_person_id"), {})
    assert (workbook.columns, workbook.sheets["Sheet1"][1]) == ((), ["Child Unique ID", "Gender"])
    assert (xml.columns, xml.sheets, xml.is_xml) == ((), {}, True)
