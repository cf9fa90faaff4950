"""What cannot be read is refused in a sentence: where, what, what to do, and never a child's values."""

import io
import zipfile
from pathlib import Path

import pytest

from cin_metrics import events
from cin_metrics.events import load
from cin_metrics.faults import InputFault
from cin_metrics.sources import Given, Source, case_events, workbook
from tests.unit.test_load import csv_of, parquet_of, workbook_of

SECRET = "Rumpelstiltskin"
HEADER = "child_id,event_type,event_date\n"


def refused(*given: Given) -> list[str]:
    """The sentences that refuse the files."""
    with pytest.raises(InputFault) as refusal:
        load(list(given))
    faults = refusal.value.faults
    assert faults and all(fault[-1] in ".?" and SECRET not in fault for fault in faults)
    return faults


def one_fault(*given: Given) -> str:
    """The one sentence that refuses the files."""
    (fault,) = refused(*given)
    return fault


def zip_of(**parts: bytes) -> bytes:
    """A zip file whose names have / for __ and . for _."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return written.getvalue()


@pytest.mark.parametrize("content", [b"", b"\n\n \n"])
def test_an_empty_file(content: bytes) -> None:
    assert one_fault(("a.csv", content)) == "'a.csv' is empty."


@pytest.mark.parametrize(
    "content",
    [
        HEADER.encode(),
        (HEADER + "\n\n").encode(),
        parquet_of(child_id=["1"][:0], event_type=["x"][:0], event_date=["x"][:0]),
        workbook_of([["child_id", "event_type", "event_date"]]),
    ],
)
def test_a_header_and_nothing_else(content: bytes) -> None:
    assert one_fault(("a.csv", content)) == "'a.csv' names its columns but has no rows."


def test_a_missing_column_is_named_with_the_one_that_comes_nearest() -> None:
    text = f"child_id,event_typ,date of event,team\n1,{SECRET},x,x\n"
    faults = refused(("a.csv", text.encode()))
    assert faults[0].startswith("'a.csv': no column is named event_type. Did you mean 'event_typ'?")
    assert faults[1].startswith("'a.csv': no column is named event_date.")
    assert all("event_typ, date of event" in fault for fault in faults)


def test_a_first_line_that_names_no_column_is_not_repeated() -> None:
    text = f"1234567,{SECRET},2024-01-01\n7654321,cin_visit,2024-01-01\n"
    assert "none of its 3 columns has a known name" in one_fault(("a.csv", text.encode()))


def test_two_columns_of_one_name() -> None:
    text = f"child_id,event_type,event_date,Event Date\n1,{SECRET},x,x\n"
    assert "2 columns are named event_date" in one_fault(("a.csv", text.encode()))


def test_all_files_are_looked_at_before_any_is_refused() -> None:
    good = (
        "good.csv",
        csv_of([{"child_id": "1", "event_type": "cin_visit", "event_date": "x"}]).encode(),
    )
    faults = refused(
        ("a.csv", b""), good, ("b.csv", b"child_id,team\n1,2\n"), ("c.xlsx", b"PK\x03\x04")
    )
    assert [fault.split("'")[1] for fault in faults] == ["a.csv", "b.csv", "b.csv", "c.xlsx"]


def test_files_that_are_not_there(tmp_path: Path) -> None:
    faults = refused(tmp_path / "none.csv", tmp_path, "a\0b")
    assert faults[0].startswith("There is no file ") and faults[1].endswith("without files.")
    assert "cannot be opened" in faults[2]
    assert one_fault() == "No file was given."


def test_children_without_events() -> None:
    text = f"child_id,sex,surname\n1,F,{SECRET}\n"
    assert "only tables of children" in one_fault(("a.csv", text.encode()))


@pytest.mark.parametrize("large", [b"x", b"PK\x03\x04", b"PAR1"])
def test_a_file_too_large_is_refused_without_being_read(
    tmp_path: Path, large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(large)
        file.truncate(5 << 30)
    reads: list[int] = []
    head = Source.head
    monkeypatch.setattr(
        Source, "head", lambda self, length: reads.append(length) or head(self, length)
    )
    fault = one_fault(path)
    assert "'large' is 5.0 GiB" in fault and "Split it" in fault
    assert sum(reads) < 10_000


def test_two_gigabytes_of_text_are_too_much() -> None:
    assert case_events.MAXIMUM_BYTES[case_events.DelimitedText] < 2_000_000_000


def test_a_workbook_with_a_password() -> None:
    wrapped = (
        workbook.OLE_MAGIC + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    )
    assert "protected by a password" in one_fault(("a.xlsx", wrapped))


@pytest.mark.parametrize(
    "content",
    [
        workbook_of([["child_id", "event_type", "event_date"], ["1", "x", "x"]])[:-200],
        zip_of(xl__workbook_xml=b"<workbook", xl__other=SECRET.encode()),
        workbook.OLE_MAGIC + b"\0" * 600,
        b"PK\x03\x04" + b"\0" * 100,
    ],
)
def test_a_damaged_workbook(content: bytes) -> None:
    assert "cannot be read as a workbook" in one_fault(("a.xlsx", content))


def test_a_flipped_byte_in_a_workbook() -> None:
    content = bytearray(workbook_of([["child_id", "event_type", "event_date"], ["1", "x", "x"]]))
    sheet = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[sheet] ^= 0xFF
    assert "cannot be read as a workbook" in one_fault(("a.xlsx", bytes(content)))


def test_a_workbook_whose_list_of_parts_points_before_its_beginning() -> None:
    content = bytearray(workbook_of([["child_id", "event_type", "event_date"], ["1", "x", "x"]]))
    end = content.rfind(b"PK\x05\x06")
    where = slice(end + 16, end + 20)
    content[where] = (int.from_bytes(content[where], "little") + 500).to_bytes(4, "little")
    assert "cannot be read as a workbook" in one_fault(("a.xlsx", bytes(content)))


def test_an_empty_workbook() -> None:
    assert "is empty" in one_fault(("a.xlsx", workbook_of([])))


def test_a_zip_of_something_else() -> None:
    assert "unpack it" in one_fault(("a.zip", zip_of(extract_csv=HEADER.encode())))


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zip_of(xl__workbook_xml=b"\0" * (40 << 20))
    assert len(bomb) < 100_000
    assert "would unpack to 40 MiB" in one_fault(("a.xlsx", bomb))


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    bomb = bytearray(zip_of(xl__workbook_xml=b"\0" * (40 << 20)))
    true_size = (40 << 20).to_bytes(4, "little")
    assert bomb.count(true_size) == 2
    assert "damaged" in one_fault(
        ("a.xlsx", bytes(bomb.replace(true_size, (1000).to_bytes(4, "little"))))
    )


@pytest.mark.parametrize("cut", [4, 100, -8])
def test_parquet_cut_short(cut: int) -> None:
    content = parquet_of(child_id=["1"], event_type=["x"], event_date=["x"])[:cut]
    assert "cannot be read as Parquet" in one_fault(("a.parquet", content))


@pytest.mark.parametrize("good", [b"Zoe~", b"n~"])
@pytest.mark.parametrize("on_disk", [True, False])
def test_parquet_whose_text_is_not_utf_8(tmp_path: Path, on_disk: bool, good: bytes) -> None:
    """Neither in a cell nor in the name of a column."""
    content = parquet_of(child_id=["Zoe~"], event_type=["cin_visit"], event_date=["2024-01-01"], **{"n~": ["1"]})
    content = content.replace(good, b"\xeb" + good[1:])
    (tmp_path / "a.parquet").write_bytes(content)
    assert "cannot be read as Parquet" in one_fault(tmp_path / "a.parquet" if on_disk else ("a.parquet", content))


@pytest.mark.parametrize("on_disk", [True, False])
def test_parquet_with_a_damaged_page(tmp_path: Path, on_disk: bool) -> None:
    rows = 5000
    content = bytearray(
        parquet_of(
            child_id=[str(number) for number in range(rows)],
            event_type=["cin_visit"] * rows,
            event_date=["2024-01-01"] * rows,
        )
    )
    content[4:400] = b"\xff" * 396
    (tmp_path / "a.parquet").write_bytes(content)
    given: Given = tmp_path / "a.parquet" if on_disk else ("a.parquet", bytes(content))
    assert "cannot be read as Parquet" in one_fault(given)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<?xml version='1.0'?><Message/>", "XML"),
        (b"\xef\xbb\xbf<Message></Message>", "XML"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "not text"),
        (b"%PDF-1.7\n\0\0\0", "known name"),
        ("child_id,event_type".encode("utf-16-le"), "not text"),
    ],
)
def test_other_kinds_of_file(content: bytes, words: str) -> None:
    assert words in one_fault(("a.csv", content))


def test_a_refused_load_leaves_no_database_open(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    connect = events.connect
    monkeypatch.setattr(events, "connect", lambda: opened.append(connect()) or opened[-1])
    refused(("a.csv", HEADER.encode()))
    (connection,) = opened
    with pytest.raises(Exception, match="(?i)closed"):
        connection.execute("select 1")
