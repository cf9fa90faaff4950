"""Whatever a file holds: no row is lost, and how it is cut, quoted or packed changes nothing."""

import csv
import io
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cin_metrics.events import Extract, load
from cin_metrics.sources import Source, delimited
from cin_metrics.sources.delimited import DelimitedText
from tests.unit.test_load import parquet_of

EXTRACT_DATE = date(2025, 1, 1)
FEW = settings(max_examples=10)
MANY = settings(max_examples=150)
HEADER = [
    "child_id",
    "event_type",
    "event_date",
    "recorded_date",
    "episode_id",
    "outcome",
    "child_seen",
    "note",
]

odd = st.text(st.characters(codec="utf-8"), max_size=12)
likely = st.sampled_from(
    [
        "",
        "1",
        " 2 ",
        "cin_visit",
        "Case closed",
        "referral_received",
        "2024-03-05",
        "6/3/24",
        "45356",
        "31/2/24",
        "yes",
    ]
)
cell = st.one_of(likely, odd)
rows_of_cells = st.lists(
    st.lists(cell, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=30
)
usual_row = st.tuples(
    st.sampled_from(["1", "2", "03"]),
    st.sampled_from(["cin_visit", "Referral received", "case_closed", "tea"]),
    st.sampled_from(["2024-03-05", "06/03/2024", "2024-03-07 10:30", "8 Mar 2024", "x"]),
    st.sampled_from(["", "2024-03-09", "x"]),
    st.sampled_from(["", "", "A", "B"]),
    st.sampled_from(["", "close"]),
    st.sampled_from(["", "Y", "perhaps"]),
    st.sampled_from(["", "some note", 'a "note"', "two\nlines"]),
)
usual_rows = st.lists(usual_row, min_size=2, max_size=40)


def csv_bytes(rows: list[Any], **options: Any) -> bytes:
    """Rows below the header as a CSV file."""
    written = io.StringIO()
    csv.writer(written, **options).writerows([HEADER, *rows])
    return written.getvalue().encode()


def contents(extract: Extract, *without: str) -> list[dict[str, Any]]:
    """The events, in order, less some columns."""
    rows = (
        extract.connection.cursor().sql("select * from events order by event_no").to_arrow_table()
    )
    return rows.drop_columns(["event_no", *without]).to_pylist()


@FEW
@given(rows_of_cells)
def test_no_row_is_lost_whatever_its_cells_hold(rows: list[list[str]]) -> None:
    extract = load([("a.csv", csv_bytes(rows))], EXTRACT_DATE)
    kept = extract.connection.cursor().execute("select count(*) from events").fetchall()[0][0]
    assert extract.report.accepted == kept
    assert extract.report.set_aside == extract.set_aside().num_rows
    assert extract.report.rows_in == kept + extract.report.set_aside
    if not any("\0" in cell for row in rows for cell in row):
        assert extract.report.rows_in == len(rows)


@MANY
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200), st.integers(1, 4)
)
def test_every_line_is_in_a_row_whatever_its_marks(text: str, at_once: int) -> None:
    header = b"child_id,event_type,event_date\n"
    source = Source("a.csv", content=header + text.encode())
    whole = [table.to_pylist() for table in DelimitedText(source).tables()]
    lines = [row["line"] for rows in whole for row in rows]
    assert lines == sorted(set(lines))
    seen = "".join(
        str(value)
        for rows in whole
        for row in rows
        for value in row.values()
        if isinstance(value, str)
    )
    letters = [letter for letter in text if letter.isalnum()]
    if not any(row["fault"] for rows in whole for row in rows):
        assert sorted(letter for letter in seen if letter.isalnum()) == sorted(letters)


@MANY
@given(
    st.lists(
        st.lists(odd, min_size=3, max_size=4),
        min_size=1,
        max_size=8,
    )
)
def test_the_quick_way_and_the_careful_way_agree(rows: list[list[str]]) -> None:
    text = "child_id,event_type,event_date\n" + "\n".join(",".join(row) for row in rows)
    source = Source("a.csv", content=text.encode())
    quick = [row for table in DelimitedText(source).tables() for row in table.to_pylist()]
    quick_cells = delimited.quick_cells
    delimited.quick_cells = lambda *given: None
    try:
        careful = [row for table in DelimitedText(source).tables() for row in table.to_pylist()]
    finally:
        delimited.quick_cells = quick_cells
    assert quick == careful


@FEW
@given(usual_rows, st.data())
def test_cutting_a_file_in_two_changes_nothing(
    rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(rows) - 1))
    whole = load([("a.csv", csv_bytes(rows))], EXTRACT_DATE)
    parts = [("a.csv", csv_bytes(rows[:cut])), ("b.csv", csv_bytes(rows[cut:], delimiter=";"))]
    split = load(parts, EXTRACT_DATE)
    assert contents(split) == contents(whole)
    assert split.report.reasons == whole.report.reasons


@FEW
@given(usual_rows)
def test_a_format_changes_nothing(rows: list[tuple[str, ...]]) -> None:
    columns = {
        name: list(cells) for name, cells in zip(HEADER, zip(*rows, strict=True), strict=True)
    }
    from_text = load([("a.csv", csv_bytes(rows))], EXTRACT_DATE)
    from_parquet = load([("a.parquet", parquet_of(**columns))], EXTRACT_DATE)
    quoted = load(
        [("a.csv", csv_bytes(rows, quoting=csv.QUOTE_ALL, lineterminator="\r\n"))], EXTRACT_DATE
    )
    assert contents(from_text) == contents(from_parquet) == contents(quoted)
    assert from_text.report.reasons == from_parquet.report.reasons == quoted.report.reasons


@FEW
@given(usual_rows, st.randoms())
def test_the_order_of_rows_changes_no_episode(rows: list[tuple[str, ...]], dice: Any) -> None:
    def shown(given: list[tuple[str, ...]]) -> list[str]:
        return sorted(
            map(str, contents(load([("a.csv", csv_bytes(given))], EXTRACT_DATE), "event_time"))
        )

    assert shown(rows) == shown(dice.sample(rows, len(rows)))


@settings(max_examples=500)
@given(
    st.lists(
        st.tuples(st.text('",ab ;', min_size=1, max_size=9), st.sampled_from(["\n", "\r\n", "\r"])),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 3),
    st.booleans(),
)
def test_lines_read_at_once_are_read_as_each_would_be_alone(
    given_lines: list[tuple[str, str]], width: int, is_cut: bool
) -> None:
    """Whatever their quotation marks; where a mark is never closed they are not read at once."""
    lines = [text + end for text, end in given_lines]
    lines[-1] = lines[-1].rstrip("\r\n") if is_cut else lines[-1]
    cells = delimited.quick_cells(lines, ",", width)
    if cells is not None:
        alone = [list(csv.reader([line, "end"])) for line in lines]
        assert all(len(records) == 2 for records in alone)
        assert list(map(list, zip(*(column.to_pylist() for column in cells), strict=True))) == [one[0] for one in alone]


def test_an_open_quotation_mark_at_the_very_end_is_not_read_at_once() -> None:
    for last in ('"b\n', '"b', '"'):
        assert delimited.quick_cells(["a,b\n", f"a,{last}"], ",", 2) is None
    assert delimited.quick_cells(["a,b\n", 'a,"b"'], ",", 2) is not None
