"""Reading an extract: every row is accepted or set aside, and what is accepted is kept exactly."""

import io
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
import xlsxwriter

from cin_metrics.engine import ROW_GROUP, Connection, connect, use_threads_for
from cin_metrics.events import Extract, load
from cin_metrics.load_report import REASONS
from cin_metrics.vocabulary import COLUMNS

EXTRACT_DATE = date(2025, 1, 1)
ONE_ROW = {"child_id": "1", "event_type": "cin_visit", "event_date": "2024-03-05"}


def loaded(*files: tuple[str, str | bytes], extract_date: date = EXTRACT_DATE) -> Extract:
    """The extract of files given as a name and their content."""
    return load(
        [
            (name, content.encode() if isinstance(content, str) else content)
            for name, content in files
        ],
        extract_date,
    )


def events_of(extract: Extract, *columns: str) -> list[Any]:
    """What the events say in some columns, in the order of the rows."""
    rows = (
        extract.connection.cursor()
        .execute(f"select {', '.join(columns)} from events order by event_no")
        .fetchall()
    )
    return [row[0] if len(columns) == 1 else row for row in rows]


def set_aside(extract: Extract) -> list[tuple[int, str]]:
    """The line and reason of each row set aside."""
    return [(row["line"], row["reason"]) for row in extract.set_aside().to_pylist()]


def csv_of(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    """Rows as plain delimited text."""
    lines = [delimiter.join(rows[0]), *(delimiter.join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def parquet_of(**columns: Any) -> bytes:
    """Columns as the bytes of a Parquet file."""
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), written)
    return written.getvalue()


def workbook_of(*sheets: list[list[Any]]) -> bytes:
    """Sheets of rows of cells as the bytes of an Excel workbook."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    elif cell is not None:
                        sheet.write(line, place, cell)
    return written.getvalue()


def test_ids_are_kept_exactly_but_for_the_blanks_around_them() -> None:
    text = (
        "child_id,episode_id,family_id,event_type,event_date\n"
        " 007 ,E 1,\u00a0F-01\u00a0,cin_visit,2024-03-05\n7,e 1,1e5,cin_visit,2024-03-05\n"
    )
    extract = loaded(("ids.csv", text))
    assert events_of(extract, "child_id", "episode_id", "family_id") == [
        ("007", "E 1", "F-01"),
        ("7", "e 1", "1e5"),
    ]


def test_words_of_the_vocabulary_are_known_whatever_their_case_and_spacing() -> None:
    words = ["cin_visit", "CIN Visit", "cin-visit", " Cin  visit ", "CIN_VISIT", "cin/visit."]
    rows = [
        {**ONE_ROW, "child_id": str(number), "event_type": word}
        for number, word in enumerate(words)
    ]
    assert events_of(loaded(("a.csv", csv_of(rows))), "event_type") == ["cin_visit"] * len(words)


@pytest.mark.parametrize(
    ("column", "readings"),
    [
        (
            "child_seen",
            {"Yes": "yes", "y": "yes", "TRUE": "yes", "1": "yes", "": None, "maybe": None},
        ),
        ("seen_alone", {"No": "no", "n": "no", "false": "no", "0": "no", "  ": None, "N/A": None}),
        (
            "outcome",
            {"Step Up": "step_up", "rc8": "RC8", "NFA": "nfa", "Moved On": "Moved On", "": None},
        ),
        ("cohort", {"CWD": "cwd", " cwd ; Short Break;": "cwd;short_break", ";": None, "": None}),
        ("chaired_by", {"Social Worker": "social_worker", "manager": "manager", "": None}),
        ("team", {" North ": "North", "NORTH": "NORTH", "": None, "N/A": "N/A"}),
    ],
)
def test_what_a_column_of_words_says(column: str, readings: dict[str, str | None]) -> None:
    rows = [
        {**ONE_ROW, "child_id": str(number), column: given} for number, given in enumerate(readings)
    ]
    assert events_of(loaded(("a.csv", csv_of(rows))), column) == list(readings.values())


def test_each_row_set_aside_has_its_line_and_first_reason() -> None:
    text = """child_id,event_type,event_date,recorded_date,team
1,cin_visit,2024-03-05,2024-03-06,North
,nonsense,31/02/2024,x,no child comes first
2,nonsense,31/02/2024,x,then the event type

3,cin_visit,31/02/2024,x,then the date
3,cin_visit,,x,a date is needed
4,cin_visit,1989-12-31,x,then the recorded date
5,cin_visit,1989-12-31,,then what is too early
6,cin_visit,2025-01-02,,and what is not yet
7,cin_visit,2025-01-01,,the day of the extract is known
1,cin_visit,2024-03-05,2024-03-06,North
1,cin_visit,2024-03-05,2024-03-06,North,South
8,cin_visit
"""
    extract = loaded(("a.csv", text))
    assert set_aside(extract) == [
        (3, "no_child_id"),
        (4, "unknown_event_type"),
        (6, "unreadable_event_date"),
        (7, "unreadable_event_date"),
        (8, "unreadable_recorded_date"),
        (9, "before_1990"),
        (10, "after_extract_date"),
        (12, "duplicate"),
        (13, "wrong_number_of_cells"),
        (14, "wrong_number_of_cells"),
    ]
    assert events_of(extract, "child_id") == ["1", "7"]
    assert (extract.report.rows_in, extract.report.accepted, extract.report.set_aside) == (
        12,
        2,
        10,
    )
    assert extract.report.reasons["wrong_number_of_cells"] == 2
    assert set(extract.report.reasons) <= set(REASONS)


def test_what_was_set_aside_is_shown_as_it_was_given_and_what_was_dropped_is_not() -> None:
    text = "Child ID,Event Type,Event Date,Surname\n 01 ,Tea party,5th of May,Smith\n"
    (row,) = loaded(("a.csv", text)).set_aside().to_pylist()
    assert (row["file"], row["child_id"], row["event_type"], row["event_date"]) == (
        "a.csv",
        " 01 ",
        "Tea party",
        "5th of May",
    )
    assert set(row) == {"file", "line", "reason", *COLUMNS}


def test_the_file_of_rows_set_aside_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    text = 'child_id,event_type,event_date,team\n=1+1,x,2024-01-01,"@a, b"\n-2,x,2024-01-01,+c\n'
    loaded(("a.csv", text)).write_set_aside(tmp_path / "aside.csv")
    lines = (tmp_path / "aside.csv").read_text("utf-8").splitlines()
    assert lines[1].startswith("a.csv,2,unknown_event_type,'=1+1,x,2024-01-01,")
    assert '"\'@a, b"' in lines[1]
    assert lines[2].startswith("a.csv,3,unknown_event_type,'-2,x,") and "'+c" in lines[2]
    assert [path.name for path in tmp_path.iterdir()] == ["aside.csv"]


def test_two_events_put_on_file_at_different_times_of_a_day_are_two() -> None:
    """Midnight is how some systems write a day without a time."""
    text = """child_id,event_type,event_date,recorded_date
1,cin_visit,2024-01-02,2024-01-03 09:10
1,cin_visit,2024-01-02,2024-01-03 16:40
1,supervision,2024-01-02,2024-01-03
1,supervision,2024-01-02,03/01/2024 00:00
"""
    assert set_aside(loaded(("a.csv", text))) == [(5, "duplicate")]


def test_a_row_is_a_duplicate_only_if_dropped_columns_are_equal_too() -> None:
    text = """child_id,event_type,event_date,note
1,cin_visit,2024-03-05,one
1,cin_visit,2024-03-05,two
1,CIN visit,05/03/2024,one
1,cin_visit,2024-03-05 10:30,one
"""
    extract = loaded(("a.csv", text))
    assert set_aside(extract) == [(4, "duplicate")]
    assert extract.report.files[0].dropped == ["note"]


def test_the_same_extract_twice_in_two_formats_is_loaded_once() -> None:
    text = csv_of([{**ONE_ROW, "team": "North"}, {**ONE_ROW, "team": ""}])
    parquet = parquet_of(
        child_id=["1", "1"],
        event_type=["cin_visit"] * 2,
        event_date=[date(2024, 3, 5)] * 2,
        team=["North", None],
    )
    extract = loaded(("a.csv", text), ("b.parquet", parquet))
    assert extract.report.reasons == {"duplicate": 2}
    assert [file.accepted for file in extract.report.files] == [2, 0]
    assert {row["file"] for row in extract.set_aside().to_pylist()} == {"b.parquet"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    text = csv_of([{**ONE_ROW, "team": "Seán – Zoë’s"}], delimiter)
    extract = loaded(("a.csv", text.encode(encoding)))
    assert events_of(extract, "child_id", "team") == [("1", "Seán – Zoë’s")]


def test_the_delimiter_is_the_one_of_the_header_not_of_the_cells() -> None:
    text = "sep=;\nchild_id;event_type;event_date;team\n1;cin_visit;2024-03-05;a,b,c,d,e,f\n"
    assert events_of(loaded(("a.csv", text)), "team") == ["a,b,c,d,e,f"]


def test_quoted_cells_may_hold_delimiters_marks_and_line_ends() -> None:
    text = (
        'child_id,event_type,event_date,team,note\r\n1,cin_visit,2024-03-05,"North, ""A""","two\r\nlines"\r\n'
        "2,cin_visit,2024-03-05,South,\r\n,x,,,\r\n"
    )
    extract = loaded(("a.csv", text))
    assert events_of(extract, "child_id", "team") == [("1", 'North, "A"'), ("2", "South")]
    assert set_aside(extract) == [(5, "no_child_id")]


@pytest.mark.parametrize(
    "broken",
    [
        '1,cin_visit,2024-03-05,"never closed',
        '"1,cin_visit,2024-03-05,never closed',
        '1,cin_visit,"2024-03-05,never closed',
        '1,cin_visit,2024-03-05,"never ""closed',
    ],
)
@pytest.mark.parametrize(
    "after", ['2,cin_visit,2024-03-05,"North"', "2,cin_visit,2024-03-05,North"]
)
def test_a_quotation_mark_never_closed_swallows_no_row(broken: str, after: str) -> None:
    rows = [after.replace("2", str(number), 1) for number in range(2, 9)]
    extract = loaded(("a.csv", "\n".join(["child_id,event_type,event_date,team", broken, *rows])))
    assert extract.report.rows_in == 8
    assert events_of(extract, "child_id") == [str(number) for number in range(2, 9)]
    assert set_aside(extract) == [(2, "wrong_number_of_cells")]


def test_a_cell_that_never_ends_swallows_no_row() -> None:
    rows = "".join(f"{number},cin_visit,2024-03-05,North\n" for number in range(2, 9000))
    extract = loaded(
        ("a.csv", f'child_id,event_type,event_date,team\n1,cin_visit,2024-03-05,"\n{rows}')
    )
    assert extract.report.accepted == 8998
    assert set_aside(extract) == [(2, "wrong_number_of_cells")]


def test_a_mark_inside_a_cell_is_part_of_it() -> None:
    text = 'child_id,event_type,event_date,team\n1,cin_visit,2024-03-05,5" ruler\n2,cin_visit,2024-03-05,"A" team\n'
    assert events_of(loaded(("a.csv", text)), "team") == ['5" ruler', "A team"]


def test_bytes_that_are_no_text_set_their_row_aside() -> None:
    text = (
        "child_id,event_type,event_date\n1,cin_visit,2024-03-05\n2,cin\0visit,2024-03-05\n3,x,x\n"
    )
    extract = loaded(("a.csv", text))
    assert set_aside(extract) == [(3, "unreadable_characters"), (4, "unknown_event_type")]
    assert events_of(extract, "child_id") == ["1"]


def test_columns_are_matched_loosely_and_never_guessed() -> None:
    text = "CHILD (ID);Event-Type;event.date;Recorded;Surname;Team \n1;cin_visit;2024-03-05;2024-03-09;Smith;North\n"
    extract = loaded(("a.csv", text))
    (file,) = extract.report.files
    assert file.matched == {
        "CHILD (ID)": "child_id",
        "Event-Type": "event_type",
        "event.date": "event_date",
        "Team": "team",
    }
    assert file.dropped == ["Recorded", "Surname"]
    assert "recorded_date" in file.missing and "team" not in file.missing
    assert events_of(extract, "team", "recorded_date") == [("North", None)]


def test_nothing_that_was_dropped_is_kept_anywhere() -> None:
    text = "child_id,event_type,event_date,note\n1,cin_visit,2024-03-05,Smithsonian\n2,x,x,Smithsonian\n"
    extract = loaded(("a.csv", text))
    cursor = extract.connection.cursor()
    tables = [
        name
        for (name,) in cursor.execute("select table_name from information_schema.tables").fetchall()
    ]
    assert {"events", "episodes", "set_aside", "children"} <= set(tables)
    for table in tables:
        assert "Smithsonian" not in str(cursor.execute(f"select * from {table}").fetchall())


def test_a_row_may_lack_cells_at_its_end_and_have_blank_ones_too_many() -> None:
    text = "child_id,event_type,event_date,team,worker\n1,cin_visit,2024-03-05\n2,cin_visit,2024-03-05,North,Ali,,\n"
    assert events_of(loaded(("a.csv", text)), "child_id", "team") == [("1", None), ("2", "North")]


def test_unknown_words_are_named_where_they_are_common_and_short() -> None:
    rows = [{**ONE_ROW, "child_id": str(number), "event_type": "CIN visits"} for number in range(3)]
    rows += [{**ONE_ROW, "child_id": str(number), "event_type": "Smith, J"} for number in range(2)]
    rows += [{**ONE_ROW, "child_id": str(number), "event_type": "x" * 61} for number in range(5)]
    (unknown,) = loaded(("a.csv", csv_of(rows, ";"))).report.unknown_event_types
    assert (unknown.word, unknown.rows) == ("CIN visits", 3)
    assert "'cin_visit'" in unknown.nearest


def test_a_workbook_is_read_like_a_text() -> None:
    book = workbook_of(
        [["Notes"], ["child_id and so on stand in the second sheet"]],
        [
            ["Extract of the case system"],
            [],
            ["Child ID", "Event Type", "Event Date", "Recorded Date", "Team"],
            [123, "CIN visit", date(2024, 3, 5), "06/03/2024", "North"],
            [],
            ["007", "cin_visit", datetime(2024, 3, 5, 10, 30), 45357, None],
            [8.5, "cin_visit", 45356.75, None, True],
            [9, "party", date(2024, 3, 5)],
        ],
    )
    extract = loaded(("a.xlsx", book))
    assert events_of(extract, "child_id", "event_date", "event_time", "recorded_date", "team") == [
        ("123", date(2024, 3, 5), None, date(2024, 3, 6), "North"),
        ("007", date(2024, 3, 5), time(10, 30), date(2024, 3, 6), None),
        ("8.5", date(2024, 3, 5), time(18), None, "yes"),
    ]
    assert set_aside(extract) == [(8, "unknown_event_type")]
    assert extract.report.files[0].format == "workbook, sheet 'Sheet2'"


def test_a_workbook_of_events_and_children_gives_the_events() -> None:
    book = workbook_of(
        [["child_id", "date_of_birth"], ["1", date(2015, 1, 1)]],
        [["child_id", "event_type", "event_date"], ["1", "cin_visit", date(2024, 1, 1)]],
    )
    assert loaded(("a.xlsx", book)).report.accepted == 1


@pytest.mark.parametrize("on_disk", [True, False])
def test_parquet_of_any_types(tmp_path: Path, on_disk: bool) -> None:
    content = parquet_of(
        **{"Child ID": pyarrow.array([7, 8, 9, None], pyarrow.int64())},
        episode_id=pyarrow.array([1.0, 2.5, None, 4.0]),
        event_type=pyarrow.array(["CIN visit", "cin_visit", "cin_visit", "x"]).dictionary_encode(),
        event_date=pyarrow.array(
            [datetime(2024, 3, 5, 10, 30), datetime(2024, 3, 5), None, None],
            pyarrow.timestamp("ns"),
        ),
        recorded_date=pyarrow.array(
            [datetime(2024, 7, 5, 23, 30, tzinfo=UTC), None, None, None],
            pyarrow.timestamp("us", "UTC"),
        ),
        child_seen=pyarrow.array([True, False, None, None]),
        team=["North", " South ", "", None],
        note=["a", "b", "c", None],
    )
    (tmp_path / "a.parquet").write_bytes(content)
    given = tmp_path / "a.parquet" if on_disk else ("a.parquet", content)
    extract = load([given], EXTRACT_DATE)
    columns = ("child_id", "episode_id", "event_time", "recorded_date", "child_seen", "team")
    assert events_of(extract, *columns) == [
        ("7", "1", time(10, 30), date(2024, 7, 6), "yes", "North"),
        ("8", "2.5", None, None, "no", "South"),
    ]
    assert set_aside(extract) == [(3, "unreadable_event_date"), (4, "no_child_id")]


def test_several_files_make_one_extract_in_the_order_given(tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text("event_date,child_id,event_type\n2024-03-05,1,cin_visit\n2024-03-05,2,x\n")
    two = ("two.csv", b"child_id;event_type;event_date;team\n1;cin_visit;2024-03-05;North\n")
    extract = load([str(one), two], EXTRACT_DATE)
    assert events_of(extract, "child_id", "team") == [("1", None), ("1", "North")]
    assert extract.name == "one.csv, two.csv"
    assert [(file.name, file.rows_in, file.set_aside) for file in extract.report.files] == [
        ("one.csv", 2, 1),
        ("two.csv", 1, 0),
    ]


def test_a_table_of_children_stands_beside_the_events() -> None:
    children = """Child ID,Date of Birth,Sex,Forename,Disabled
1,05/03/2015,F,Ann,Y
2,,M,Bob,No
2,01/01/2016,M,Bob,No
,01/01/2016,M,Eve,
"""
    extract = loaded(("children.csv", children), ("events.csv", csv_of([ONE_ROW])))
    rows = extract.connection.cursor().execute("select * from children").fetchall()
    assert rows == [
        ("1", date(2015, 3, 5), "F", None, "yes", None),
        ("2", None, "M", None, "no", None),
    ]
    assert extract.report.files[0].dropped == ["Forename"]
    assert (extract.report.rows_in, extract.report.accepted) == (1, 1)
    assert (extract.report.files[0].rows_in, extract.report.files[0].accepted) == (4, 2)
    assert set_aside(extract) == [(4, "child_repeated"), (5, "no_child_id")]


def test_a_table_of_children_in_parquet() -> None:
    children = parquet_of(
        child_id=[1, 2], date_of_birth=[date(2015, 3, 5), None], disabled=[True, None]
    )
    extract = loaded(("children.parquet", children), ("events.csv", csv_of([ONE_ROW])))
    found = extract.connection.cursor().execute(
        "select child_id, date_of_birth, disabled from children"
    )
    assert found.fetchall() == [("1", date(2015, 3, 5), "yes"), ("2", None, None)]


def test_events_are_stored_by_episode_and_day_then_as_given() -> None:
    text = """child_id,episode_id,event_type,event_date
2,A,cin_visit,2024-03-05
1,B,cin_visit,2024-03-06
1,A,cin_review,2024-03-07
1,B,cin_review,2024-03-05
1,B,supervision,2024-03-05
"""
    extract = loaded(("a.csv", text))
    cursor = extract.connection.cursor()
    assert cursor.execute(
        "select episode_no, child_id, episode_id, event_type from events"
    ).fetchall() == [
        (1, "1", "A", "cin_review"),
        (2, "1", "B", "cin_review"),
        (2, "1", "B", "supervision"),
        (2, "1", "B", "cin_visit"),
        (3, "2", "A", "cin_visit"),
    ]
    assert cursor.execute("select * from episodes order by episode_no").fetchall() == [
        (1, "1", "A"),
        (2, "1", "B"),
        (3, "2", "A"),
    ]
    assert extract.event_types == {"cin_visit", "cin_review", "supervision"}
    assert (extract.first_date, extract.last_date) == (date(2024, 3, 5), date(2024, 3, 7))


def test_an_episode_whose_rows_were_all_set_aside_is_none() -> None:
    text = "child_id,episode_id,event_type,event_date\n1,A,x,2024-03-05\n1,B,cin_visit,2024-03-05\n"
    rows = loaded(("a.csv", text)).connection.cursor().execute("select * from episodes").fetchall()
    assert rows == [(1, "1", "B")]


def test_all_rows_may_be_set_aside() -> None:
    extract = loaded(("a.csv", "child_id,event_type,event_date\n1,x,x\n"))
    assert (extract.report.rows_in, extract.report.accepted) == (1, 0)
    assert (extract.first_date, extract.event_types) == (None, frozenset())
    assert [finding.count for finding in extract.findings if finding.count] == []


def test_the_database_of_an_extract_reaches_nothing_outside(tmp_path: Path) -> None:
    extract = loaded(("a.csv", csv_of([ONE_ROW])))
    (tmp_path / "a.csv").write_text("a\n1\n")
    for statement in (
        f"select * from read_csv('{tmp_path / 'a.csv'}')",
        f"copy events to '{tmp_path / 'b.csv'}'",
        "set enable_external_access = true",
    ):
        with pytest.raises(Exception, match="(?i)disabled|locked|permission"):
            extract.connection.cursor().execute(statement).fetchall()


def test_a_small_extract_is_worked_on_by_one_thread() -> None:
    extract = loaded(("a.csv", csv_of([ONE_ROW])))
    assert threads_of(extract.connection) == 1


@pytest.mark.parametrize(("rows", "threads"), [(ROW_GROUP, 1), (ROW_GROUP + 1, 3)])
def test_rows_of_more_than_one_group_are_shared_between_threads(rows: int, threads: int) -> None:
    connection = connect()
    connection.execute("set threads = 3")
    use_threads_for(connection, rows)
    assert threads_of(connection) == threads


def threads_of(connection: Connection) -> int:
    return connection.cursor().execute("select current_setting('threads')").fetchall()[0][0]


def test_progress_is_told() -> None:
    steps: list[str] = []
    load([("a.csv", csv_of([ONE_ROW]).encode())], EXTRACT_DATE, steps.append)
    assert any("a.csv" in step for step in steps)
    assert len(steps) > 3


def test_the_day_of_the_extract_is_today_unless_given() -> None:
    extract = load([("a.csv", csv_of([{**ONE_ROW, "event_date": "9999-01-01"}]).encode())])
    assert extract.extract_date == date.today()
    assert extract.report.reasons == {"after_extract_date": 1}


def test_many_rows_are_stored_in_order_and_their_doubles_found() -> None:
    """More rows than DuckDB keeps in one block, in an order that has nothing to do with theirs."""
    rows, children = 300_007, 997
    numbers = [number * 7919 % rows for number in range(rows)]
    content = parquet_of(
        child_id=[f"{number % children:04}" for number in numbers],
        episode_id=["A"] * rows,
        event_type=["cin_visit"] * rows,
        event_date=[date.fromordinal(730_000 + number // children) for number in numbers],
    )
    extract = loaded(("a.parquet", content), ("again.parquet", content))
    assert extract.report.reasons == {"duplicate": rows}
    assert [file.accepted for file in extract.report.files] == [rows, 0]
    stored = extract.connection.cursor().execute(
        "select episode_no, event_date, event_no from events"
    )
    assert (found := stored.fetchall()) == sorted(found)
