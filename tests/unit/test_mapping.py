"""Local extracts: suggested, mapped, kept and used again; every row of the file is an event or set aside."""

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cin_metrics.__main__ import main
from cin_metrics.events import Extract, load
from cin_metrics.faults import InputFault
from cin_metrics.mapping import DateColumn, FileMapping
from cin_metrics.mapping_files import OTHER_FOLDER, as_yaml, load_mapping, save_mapping
from cin_metrics.mapping_suggest import Suggestion, look_over, suggest
from cin_metrics.sources import Given, sources_of
from cin_metrics.sources.look import look_at
from cin_metrics.vocabulary import COLUMNS
from tests.unit.messy import (
    EVENTS,
    NAMES,
    WIDE,
    events,
    long_rows,
    long_text,
    wide_rows,
    wide_text,
    written,
)

STORED = ", ".join(COLUMNS)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of mappings of the test's own, empty at first."""
    monkeypatch.setenv(OTHER_FOLDER, str(tmp_path / "mappings"))
    return tmp_path / "mappings"


def suggested(file: Given) -> Suggestion:
    """What is suggested for a file."""
    table = look_at(sources_of([file])[0]).file
    assert table is not None
    return suggest(look_over(table))


def loaded(file: Given, mapping: FileMapping) -> Extract:
    """A file read by a mapping."""
    return load([file], choices={"mappings": [mapping]})


def rows_of(extract: Extract, columns: str = STORED) -> list[tuple[Any, ...]]:
    """The events in order of everything they say."""
    found = extract.connection.cursor().execute(f"select {columns} from events").fetchall()
    return sorted(found, key=str)


def notes_of(extract: Extract) -> str:
    """What is noted of the files."""
    return " ".join(note for file in extract.report.files for note in file.notes)


def as_workbook(rows: list[list[str]], title: str = "Monthly report") -> bytes:
    """Rows below a title as an Excel workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Export")
        sheet.write(0, 0, title)
        for number, row in enumerate(rows, 2):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def as_parquet(rows: list[list[str]]) -> bytes:
    """Rows as a Parquet file of texts."""
    header, *rest = rows
    out = io.BytesIO()
    columns = [pyarrow.array(list(cells), pyarrow.string()) for cells in zip(*rest, strict=True)]
    pyarrow.parquet.write_table(pyarrow.table(columns, names=header), out)
    return out.getvalue()


LONG_FILES = {
    "comma": written(long_rows()).encode(),
    "semicolons below title rows": long_text(broken=False).encode(),
    "utf-16": written(long_rows(), "\t").encode("utf-16"),
    "workbook": as_workbook(long_rows()),
    "parquet": as_parquet(long_rows()),
}


@pytest.mark.parametrize("name", LONG_FILES)
def test_what_was_renamed_comes_back_as_it_was(name: str) -> None:
    """Columns and words renamed, days first, in any kind of file: the events are those of the original."""
    file = ("given", LONG_FILES[name])
    mapping = suggested(file).mapping
    assert (mapping.layout, mapping.columns) == ("long", NAMES)
    extract = loaded(file, mapping)
    original = [tuple(row[column] for column in COLUMNS) for row in events()]
    assert rows_of(extract) == sorted(original, key=str)
    assert extract.report.set_aside == 0
    assert extract.report.files[0].dropped == ["Surname"]


def test_every_local_word_is_suggested_with_a_score_and_why() -> None:
    found = suggested(("given.csv", LONG_FILES["comma"]))
    words = found.words["event_type"]
    assert {local: words[local].value for local in EVENTS.values() if local in words} == {
        local: ours for ours, local in EVENTS.items() if local in words
    }
    assert len(words) > 30 and all(guess.score >= 80 and guess.why for guess in words.values())
    assert found.columns["child_id"].why == "close to “person id”"
    assert found.words["child_seen"]["Not seen"].value == "no"


@pytest.mark.parametrize(
    ("local", "ours"),
    [
        ("Failed visit", "leave_out"),
        ("CP Visit", "leave_out"),
        ("CIN Visit - announced", "cin_visit"),
        ("Visit due", "leave_out"),
        ("RCPC", "cp_review"),
    ],
)
def test_a_name_close_to_another_event_is_not_taken_for_it(local: str, ours: str) -> None:
    rows = [["Person ID", "Event", "Date"], *(["1", local, f"0{day}/01/2026"] for day in range(1, 7))]
    found = suggested(("a.csv", written(rows).encode()))
    assert found.words["event_type"][local].value == ours


def test_broken_rows_are_set_aside_with_their_lines() -> None:
    file = ("messy.csv", long_text().encode())
    extract = loaded(file, suggested(file).mapping)
    report = extract.report
    assert report.rows_in == report.accepted + report.set_aside
    assert set(report.reasons) == {
        "wrong_number_of_cells",
        "no_child_id",
        "unknown_event_type",
        "unreadable_event_date",
    }
    lines = extract.set_aside()["line"].to_pylist()
    assert lines[0] == 4, "two title rows and the header stand above the first row"


def test_a_wide_extract_gives_an_event_for_each_date() -> None:
    rows = wide_rows()
    file = ("cases.csv", written(rows).encode())
    mapping = suggested(file).mapping
    assert mapping.layout == "wide"
    assert {one.event: one.column for one in mapping.dates} == WIDE
    assert mapping.columns == {"child_id": "Client ID", "team": "Team Name"}
    assert [one.more for one in mapping.dates if one.more] == [{"outcome": "Assessment Outcome"}]
    extract = loaded(file, mapping)
    header, *cases = rows
    filled = Counter(
        event for event, column in WIDE.items() for case in cases if case[header.index(column)]
    )
    assert Counter(word for (word,) in rows_of(extract, "event_type")) == filled
    latest = {(row["episode_id"], row["event_type"]): row for row in events(40)}
    completed = sorted(
        (row["child_id"], row["event_date"], row["outcome"])
        for row in latest.values()
        if row["event_type"] == "assessment_completed"
    )
    found = extract.connection.cursor().execute(
        "select child_id, event_date, outcome from events where event_type = 'assessment_completed'"
    )
    assert sorted(found.fetchall()) == completed
    assert extract.limits.why_not(("cin_visit",)) == "this source holds of each case only the dates in “Last Visit”"


def test_every_case_of_a_wide_extract_is_accounted_for() -> None:
    file = ("cases.csv", wide_text().encode("windows-1252"))
    extract = loaded(file, suggested(file).mapping)
    aside = extract.set_aside().to_pylist()
    assert Counter(row["reason"] for row in aside).keys() == {"wrong_number_of_cells", "no_date_filled"}
    assert [row["team"] for row in aside if row["reason"] == "no_date_filled"][-1] == "Zoë’s team"
    dates = extract.report.rows_in - len(aside)
    cases = len(wide_text().splitlines()) - 1
    said = f"Rows of cases: {cases}; dates filled in: {dates}; rows without any date, set aside: 1."
    assert said in notes_of(extract)
    assert extract.report.accepted == dates


def test_a_last_visit_that_is_the_first_is_one_visit() -> None:
    rows = [["Child ID", "First Visit", "Last Visit"], ["1", "02/01/2026", "02/01/2026"]]
    mapping = FileMapping(
        "m", "wide", {"child_id": "Child ID"}, tuple(DateColumn(name, "cin_visit") for name in rows[0][1:])
    )
    extract = loaded(("a.csv", written(rows).encode()), mapping)
    assert (extract.report.accepted, extract.report.reasons) == (1, {"duplicate": 1})


def test_a_word_left_out_is_set_aside_and_counted() -> None:
    rows = [["Child ID", "Event", "Date"], ["1", "Visit", "01/01/2026"], ["1", "Fax", "02/01/2026"]]
    mapping = long_mapping({"Visit": "cin_visit", "Fax": "leave_out"})
    extract = loaded(("a.csv", written(rows).encode()), mapping)
    assert extract.report.reasons == {"left_out": 1}
    assert extract.set_aside().to_pylist()[0]["event_type"] == "Fax"
    assert "Left out of event type on purpose (rows): 'Fax' 1." in notes_of(extract)


def long_mapping(words: dict[str, str]) -> FileMapping:
    """A mapping of three columns."""
    columns = {"child_id": "Child ID", "event_type": "Event", "event_date": "Date"}
    return FileMapping("m", "long", columns, words={"event_type": words})


def test_a_saved_mapping_is_used_without_being_asked_for_and_says_what_changed(folder: Path) -> None:
    save_mapping(long_mapping({"Home visit": "cin_visit", "Strat": "strategy_discussion"}), "Monthly report")
    rows = [["CHILD-ID", "Event", "Date", "Notes"]]
    rows += [["1", "home  VISIT", f"0{day}/01/2026", ""] for day in range(1, 5)]
    rows += [["1", "Zoom call", f"0{day}/02/2026", ""] for day in range(1, 4)]
    rows += [["1", "Jane Smithson", "01/03/2026", ""]]
    extract = load([("july.csv", written(rows).encode())])
    notes = notes_of(extract)
    assert "The saved mapping 'Monthly_report' fits the columns of this file, so it was used." in notes
    assert "New in event type, not in the mapping: 'Zoom call' 3; they are set aside." in notes
    assert "In the mapping and not in event type of this file: 'Strat'." in notes
    assert "Smithson" not in notes
    assert (extract.report.accepted, extract.report.reasons) == (4, {"unknown_event_type": 4})


def test_a_saved_mapping_whose_columns_do_not_fit_is_not_used(folder: Path) -> None:
    save_mapping(long_mapping({"Home visit": "cin_visit"}), "monthly")
    with pytest.raises(InputFault):
        load([("a.csv", b"Child ID,Step,Date\n1,Home visit,01/02/2026\n")])


def test_our_own_columns_are_read_by_a_saved_mapping_only_for_local_words(folder: Path) -> None:
    file = ("a.csv", b"child_id,event_type,event_date\n1,Home call,01/02/2026\n")
    columns = {name: name for name in ("child_id", "event_type", "event_date")}
    save_mapping(FileMapping("m", "long", columns, words={"event_type": {"CIN visit": "cin_visit"}}), "ours")
    assert load([file]).report.accepted == 0
    save_mapping(FileMapping("m", "long", columns, words={"event_type": {"Home call": "cin_visit"}}), "local")
    assert load([file]).report.accepted == 1


def test_a_faulty_mapping_in_the_folder_stops_no_other_extract(folder: Path) -> None:
    folder.mkdir()
    (folder / "broken.yaml").write_text("columns: [", encoding="utf-8")
    assert load([("a.csv", b"child_id,event_type,event_date\n1,cin_visit,01/02/2026\n")]).report.accepted == 1


def test_the_mappings_of_the_docs_are_sound(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "local_extracts.md").read_text("utf-8")
    layouts = []
    for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)):
        path = tmp_path / f"docs_{number}.yaml"
        path.write_text(block, encoding="utf-8")
        layouts.append(load_mapping(path).layout)
    assert layouts == ["long", "wide"]


@pytest.mark.parametrize("mapping", ["long", "wide"])
def test_a_mapping_comes_back_from_its_file(mapping: str, folder: Path) -> None:
    rows = written(long_rows()) if mapping == "long" else written(wide_rows())
    made = suggested(("a.csv", rows.encode())).mapping
    kept = load_mapping(save_mapping(made, f"our {mapping}"))
    assert (kept.name, as_yaml(kept)) == (f"our_{mapping}", as_yaml(made))


FAULTY = """layout: lng
columns:
  child_id: Person ID
  event_typ: Step
  event_date:
words:
  event_type:
    CIN visit: cin_vist
  outcome:
    Local reason: other
  team:
    North: South
notes: none
"""


def test_every_fault_of_a_mapping_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(InputFault) as raised:
        load_mapping(path)
    assert [fault.removeprefix(f"{path} ") for fault in raised.value.faults] == [
        "line 1, layout: found 'lng'; allowed: long, wide. Did you mean 'long'?",
        "line 4, columns, event_typ: found 'event_typ'; allowed: child_id, event_type, event_date, recorded_date, "
        "episode_id, team, worker, cohort, outcome, child_seen, seen_alone, chaired_by …. Did you mean 'event_type'?",
        "line 5, columns, event_date: allowed: the name of a column of the file.",
        "line 8, words, event_type, CIN visit: found 'cin_vist'; allowed: referral_received, transferred_in, "
        "contact_received, case_allocated, consent_recorded, consent_withdrawn, manager_alerted, assessment_started, "
        "assessment_completed, assessment_extension_authorised, assessment_shared, cin_visit …. "
        "Did you mean 'cin_visit'?",
        "line 10, words, outcome, Local reason: found 'other'; allowed: nfa, early_help, cin_plan, continue, step_up, "
        "close, refuse, s47, s47_icpc, RC1, RC2, RC3 ….",
        "line 11, words, team: found 'team'; allowed: event_type, outcome, child_seen, seen_alone, chaired_by.",
        "line 13, notes: found 'notes'; allowed: layout, columns, dates, words. Did you mean 'dates'?",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("columns: {child_id: A}", "No column is chosen for event_type (what happened: a word of the vocabulary)."),
        ("layout: wide\ncolumns: {child_id: A}", "No date column is chosen: each one that is becomes an event."),
        (
            "columns: {child_id: A, event_type: B, event_date: B}",
            "One column is chosen for event_type and event_date; choose one for each.",
        ),
        ("layout: wide\ncolumns: {child_id: A, event_date: B}\ndates: {C: cin_visit}", "its date columns stand under"),
        ("- a", "allowed: a mapping with layout, columns, dates, words."),
        ("columns: a", "columns: allowed: one line for each"),
        ("dates: {A: {event: cin_visit, child_id: B}}", "found 'child_id'; allowed: event, recorded_date"),
        ("columns: {child_id: A, child_id: B}", "stands twice"),
        ("columns: {child_id: [A]}", "allowed: the name of a column of the file"),
        ("words: {event_type: {A: [1]}}", "found 'no word'"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as raised:
        load_mapping(path)
    assert any(sentence in fault for fault in raised.value.faults), raised.value.faults


def test_a_mapping_given_on_the_command_line_is_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, mapping = tmp_path / "steps.csv", tmp_path / "ours.yaml"
    file.write_text("Child ID,Event,Date\n1,Home call,01/02/2026\n", encoding="utf-8")
    mapping.write_text(as_yaml(long_mapping({"Home call": "cin_visit"})), encoding="utf-8")
    assert main(["load", str(file), "--mapping", str(mapping)]) == 0
    said = capsys.readouterr().out
    assert "1 rows in, 1 accepted, 0 set aside" in said and "read by the mapping 'ours'" in said


def test_a_mapping_that_does_not_fit_says_which_column_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, mapping = tmp_path / "steps.csv", tmp_path / "ours.yaml"
    file.write_text("Child ID,Evnt,Date\n1,Home call,01/02/2026\n", encoding="utf-8")
    mapping.write_text(as_yaml(long_mapping({})), encoding="utf-8")
    assert main(["load", str(file), "--mapping", str(mapping)]) == 2
    said = capsys.readouterr().err
    assert "the mapping 'ours' reads a column 'Event', which the file does not have. Did you mean 'evnt'?" in said
    assert main(["load", str(file), "--mapping", str(tmp_path / "none.yaml")]) == 2
    assert "there is no such file" in capsys.readouterr().err


HOSTILE = st.text(
    st.sampled_from(["a", "1", '"', ",", ";", "\n", "\r", "\0", "\x1f", "é", "'", "=", "/", "-", " ", "\ufeff"]),
    max_size=8,
)
CELL = st.one_of(st.sampled_from(["Visit", "Fax", "01/02/2026", "2026-02-01", "N/A", "", "7"]), HOSTILE)


@pytest.mark.slow
@settings(max_examples=60)
@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=12), is_wide=st.booleans())
def test_hostile_cells_crash_nothing_and_no_row_is_lost(rows: list[list[str]], is_wide: bool) -> None:
    """A quotation mark never closed or a line break in a cell may make other rows of the text, but lose none."""
    header = ["Child ID", "Event", "Date", "Closed"]
    mapping = long_mapping({"Visit": "cin_visit", "Fax": "leave_out"})
    if is_wide:
        dates = (DateColumn("Date", "referral_received"), DateColumn("Closed", "case_closed", {"outcome": "Event"}))
        words = {"outcome": {"Fax": "leave_out", "Visit": "close"}}
        mapping = FileMapping("m", "wide", {"child_id": "Child ID"}, dates, words)
    content = written([header, *rows]).encode()
    try:
        extract = loaded(("hostile.csv", content), mapping)
    except InputFault as fault:
        assert all("has no rows" in one or "Nothing that happened" in one or "bytes" in one for one in fault.faults)
        return
    report = extract.report
    assert report.rows_in == report.accepted + report.set_aside
    assert report.rows_in >= len([row for row in rows if any(cell.strip() for cell in row)]) or any(
        "\n" in cell or "\r" in cell for row in rows for cell in row
    )
    extract.close()


@settings(max_examples=40)
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8))
def test_whatever_a_table_holds_something_is_suggested(rows: list[list[str]]) -> None:
    try:
        found = suggested(("any.csv", written(rows).encode()))
    except InputFault:
        return
    assert set(found.mapping.columns) <= set(COLUMNS)
