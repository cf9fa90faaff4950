"""Workbooks whose sheets span more than memory holds are refused in a sentence, before they are opened."""

import io
import zipfile

import pytest
import xlsxwriter

from cin_metrics.events import load
from cin_metrics.faults import InputFault
from cin_metrics.sources.sheet_size import column_number, too_large
from tests.writers.annex_a import as_ods

HEADER = ["child_id", "event_type", "event_date"]
VISIT = ["1", "cin_visit", "2026-03-02"]


def workbook(far: tuple[int, int] | None = None) -> bytes:
    """An Excel workbook with one event, and a cell far away."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, VISIT)
        if far:
            sheet.write(*far, "x")
    return written.getvalue()


def test_a_stray_cell_in_the_far_corner_is_refused_and_does_not_end_the_process() -> None:
    with pytest.raises(InputFault, match="a cell far outside the others"):
        load([("w.xlsx", workbook((1_048_575, 16_383)))])


def test_a_row_that_no_sheet_has_is_refused() -> None:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as given, zipfile.ZipFile(changed, "w") as archive:
        for name in given.namelist():
            archive.writestr(name, given.read(name).replace(b'r="A2"', b'r="A4294967290"'))
    with pytest.raises(InputFault, match="a cell far outside the others"):
        load([("w.xlsx", changed.getvalue())])


@pytest.mark.parametrize("far", [None, (1_000_000, 20), (5, 16_383)])
def test_long_and_wide_sheets_are_not_large(far: tuple[int, int] | None) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(far))) as archive:
        assert not too_large(archive)


@pytest.mark.parametrize(
    ("row", "cell", "large"),
    [
        ("", "", False),
        ('table:number-rows-repeated="1048576" ', 'table:number-columns-repeated="16384" ', True),
    ],
)
def test_filled_cells_repeated_over_a_whole_sheet_are_large(
    row: str, cell: str, large: bool
) -> None:
    ods = as_ods([("Sheet", [HEADER, VISIT])])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods)) as given, zipfile.ZipFile(changed, "w") as archive:
        for name in given.namelist():
            text = given.read(name).decode()
            text = text.replace("<table:table-row>", f"<table:table-row {row}>")
            archive.writestr(name, text.replace("<table:table-cell ", f"<table:table-cell {cell}"))
    with zipfile.ZipFile(changed) as archive:
        assert too_large(archive) is large


def test_columns_are_numbered_as_in_excel() -> None:
    assert [column_number(letters) for letters in (b"A", b"Z", b"AA", b"XFD")] == [1, 26, 27, 16384]
