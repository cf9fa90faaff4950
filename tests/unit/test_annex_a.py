"""Annex A workbooks: which lists are read, what their cells say, and what the lists say together."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cin_metrics.events import Extract, load
from cin_metrics.faults import InputFault
from cin_metrics.simulate import simulate
from tests.writers.annex_a import (
    CONFERENCE,
    DISABLED,
    DISCUSSION,
    HEADINGS,
    UNNECESSARY,
    Sheet,
    Snapshot,
    as_ods,
    as_xlsx,
    sheets_of,
)

DAY = date(2026, 9, 30)
SAMPLE = Path(__file__).parents[3] / "shared/domain/samples/Annex_A.xlsx"


def sheet(number: int, *rows: dict[str, Any], name: str | None = None) -> Sheet:
    """A list with these cells in its rows; the child is 1 unless said."""
    headings = [
        *HEADINGS[number],
        *dict.fromkeys(key for row in rows for key in row if key not in HEADINGS[number]),
    ]
    cells = [[{"Child Unique ID": "1", **row}.get(one, "") for one in headings] for row in rows]
    return name or f"List {number}", [headings, *cells]


def case(start: Any = date(2026, 5, 1), **more: Any) -> dict[str, Any]:
    """A row of List 6; further headings are written with underscores."""
    return {
        "CIN Start Date": start,
        **{name.replace("_", " "): cell for name, cell in more.items()},
    }


def read(*sheets: Sheet, **choices: Any) -> Extract:
    """The extract of a workbook of these sheets."""
    return load([("annex.xlsx", as_xlsx(sheets))], DAY, choices=choices)


def events(extract: Extract, *columns: str) -> list[Any]:
    """What the events say in some columns, by day and type."""
    columns = columns or ("event_type", "event_date")
    asked = f"select {', '.join(columns)} from events order by child_id, event_date, event_type"
    rows = extract.connection.cursor().execute(asked).fetchall()
    return [row[0] if len(columns) == 1 else row for row in rows]


def notes(extract: Extract) -> str:
    """Everything said of the workbook."""
    return "\n".join(note for file in extract.report.files for note in file.notes)


def children(extract: Extract) -> list[dict[str, Any]]:
    """The table of children."""
    return extract.connection.cursor().table("children").to_arrow_table().to_pylist()


# Which lists are read


@pytest.mark.parametrize(
    "name", ["List 6", "List 06", "AnnexA List6", "list_6", "Children in need"]
)
def test_a_list_is_known_by_its_columns_whatever_its_sheet_is_called(name: str) -> None:
    extract = read(sheet(6, case(), name=name))
    assert events(extract) == [("referral_received", date(2026, 5, 1))]
    how = "its columns:" if name == "Children in need" else "its name and its columns:"
    assert f"Sheet '{name}' is List 6 (children in need), known by {how}" in notes(extract)


def test_columns_count_for_more_than_the_name_of_the_sheet() -> None:
    extract = read(sheet(6, case(), name="List 3"))
    assert "known by its columns although its name says List 3" in notes(extract)
    assert events(extract, "event_type") == ["referral_received"]


def test_title_rows_above_the_header_do_not_matter_and_lines_are_those_of_the_sheet() -> None:
    name, rows = sheet(6, case("some day"))
    extract = read((name, [["Annex A, List 6"], ["Child in need"], [], *rows]))
    aside = extract.set_aside().to_pylist()
    assert [(row["file"], row["line"], row["reason"]) for row in aside] == [
        ("annex.xlsx, List 6", 5, "unreadable_event_date")
    ]


def test_headings_differ_in_case_quotes_blanks_and_brackets() -> None:
    name, rows = sheet(8, {"Date Started to be Looked After": date(2026, 7, 1)})
    strange = {
        "Child Unique ID": "child\u00a0unique  ID ",
        "Child's Legal Status": "Child\u2019s Legal Status",
        "Date Started to be Looked After": "DATE STARTED TO BE LOOKED AFTER (Y/N))",
    }
    rows[0] = [strange.get(heading, heading) for heading in rows[0]]
    rows[0][rows[0].index("DATE STARTED TO BE LOOKED AFTER (Y/N))")] = (
        "Date started to be looked after "
    )
    assert events(read((name, rows)), "event_type") == ["cla_started"]


@pytest.mark.parametrize("number", [9, 10, 11])
def test_lists_of_care_leavers_adoption_and_adults_are_never_read(number: int) -> None:
    """Even where such a sheet holds the columns of another list, its name keeps it shut."""
    hidden = sheet(6, {**case(), "Child Unique ID": "hidden"}, name=f"List {number}")
    extract = read(sheet(6, case()), hidden)
    assert {row["child_id"] for row in children(extract)} == {"1"}
    assert f"Sheet 'List {number}' holds" in notes(extract)


def test_adopters_are_known_by_their_columns_too() -> None:
    header = [
        "Individual adopter identifier",
        "Gender",
        "Ethnicity",
        "Date enquiry received",
        "Date of Birth",
    ]
    extract = read(sheet(6, case()), ("Sheet2", [header, ["secret", "", "", date(2026, 1, 1), ""]]))
    assert "Sheet 'Sheet2' holds adopters: it was not read." in notes(extract)
    assert {row["child_id"] for row in children(extract)} == {"1"}


def test_sheets_that_are_no_list_and_lists_that_are_not_there_are_named() -> None:
    extract = read(("Cover", [["Welcome"]]), sheet(6, case()))
    assert "Sheet 'Cover' has no header that is known as a list of Annex A" in notes(extract)
    assert "Not in the workbook: List 1, 2, 3, 4, 5, 7, 8." in notes(extract)


def test_a_workbook_of_other_columns_is_not_taken_for_annex_a() -> None:
    own = ("Export", [["Child ID", "Date of Contact", "Worker"], ["1", date(2026, 1, 1), "x"]])
    with pytest.raises(InputFault, match="no column is named"):
        read(own)


def test_a_workbook_whose_lists_are_empty_says_so() -> None:
    with pytest.raises(InputFault, match="no list of the workbook has a row"):
        read(sheet(6))


def test_two_sheets_of_one_list_are_both_read() -> None:
    other = sheet(6, {**case(), "Child Unique ID": "2"}, name="List 6 (2)")
    extract = read(sheet(6, case()), other)
    assert len(events(extract)) == 2
    assert "List 6 stands on 2 sheets" in notes(extract)


# Cells


def test_dates_are_cells_of_excel_or_text_with_the_day_first() -> None:
    extract = read(
        sheet(6, case(date(2026, 4, 3), CIN_Closure_Date="05/06/2026", Reason_for_Closure="RC7"))
    )
    assert events(extract) == [
        ("referral_received", date(2026, 4, 3)),
        ("case_closed", date(2026, 6, 5)),
    ]


def test_not_applicable_and_blanks_between_words_are_no_names() -> None:
    extract = read(
        sheet(
            6,
            case(Allocated_Team="Team\u00a0North", Allocated_Worker="#N/A"),
            {**case(), "Child Unique ID": "2", "Allocated Worker": "Ada\u00a0 Byron "},
        )
    )
    assert events(extract, "team", "worker") == [("Team North", None), (None, "Ada Byron")]


def test_ids_are_kept_and_whole_numbers_have_no_decimal_point() -> None:
    rows = [{**case(), "Child Unique ID": one} for one in (9212044, "007", "A 1")]
    assert events(read(sheet(6, *rows)), "child_id") == ["007", "9212044", "A 1"]


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        ("RC9 - Case closed after assessment, referred to early help", "RC9"),
        ("h) RC8: NFA", "RC8"),
        ("RC1", "RC1"),
        ("RC10", "RC10"),
        ("Moved away", "Moved away"),
        ("", None),
    ],
)
def test_the_reason_for_closure_is_told_by_its_code(cell: str, outcome: str | None) -> None:
    extract = read(sheet(6, case(CIN_Closure_Date=date(2026, 6, 1), Reason_for_Closure=cell)))
    assert events(extract, "outcome")[-1] == outcome


def test_a_closure_by_transfer_is_a_transfer_out() -> None:
    extract = read(sheet(6, case(CIN_Closure_Date=date(2026, 6, 1), Reason_for_Closure="e) RC5")))
    assert events(extract, "event_type", "outcome")[-1] == ("transferred_out", None)


@pytest.mark.parametrize(
    ("heading", "cell", "column", "meaning"),
    [
        ("Ethnicity", "s) NOBT", "ethnicity", "NOBT"),
        ("Ethnicity", "t) NOBT", "ethnicity", "NOBT"),
        ("Ethnicity", "CNHE", "ethnicity", "CHNE"),
        ("Ethnicity", "A4", "ethnicity", "WIRT"),
        ("Ethnicity", "u) UNKNOWN", "ethnicity", None),
        ("Gender", "b) Female", "sex", "F"),
        ("Gender", "Male", "sex", "M"),
        ("Gender", "c) Not stated/recorded", "sex", "U"),
        (DISABLED, "a) Yes", "disabled", "yes"),
        (DISABLED, "N", "disabled", "no"),
        (DISABLED, "c) Unknown", "disabled", None),
        ("Primary Need Code", "N1 - Abuse or Neglect", "primary_need", "N1"),
        ("Primary Need Code", "PSRMEM - Support with memory", "primary_need", None),
        ("Date of Birth", "05/04/2015", "date_of_birth", date(2015, 4, 5)),
    ],
)
def test_what_is_known_of_a_child_is_told_by_the_stable_part_of_a_cell(
    heading: str, cell: str, column: str, meaning: Any
) -> None:
    assert children(read(sheet(6, {**case(), heading: cell})))[0][column] == meaning


def test_codes_that_are_none_are_counted() -> None:
    extract = read(sheet(6, {**case(), "Primary Need Code": "PSRMEM", "Ethnicity": "u) UNKNOWN"}))
    assert "1 rows have a primary need that is not N0 to N9" in notes(extract)
    assert "1 rows have an ethnicity without a known code" in notes(extract)


def test_a_child_of_several_lists_is_one_child_with_what_any_list_says() -> None:
    extract = read(
        sheet(1, {"Date of Contact": date(2026, 4, 30), "Gender": "a) Male", "Ethnicity": "WBRI"}),
        sheet(6, {**case(), "Gender": "b) Female", "Primary Need Code": "N4"}),
    )
    assert [(row["sex"], row["ethnicity"], row["primary_need"]) for row in children(extract)] == [
        ("F", "WBRI", "N4")
    ]


def test_what_nothing_needs_is_dropped_and_named() -> None:
    extract = read(sheet(6, {**case(), "Child Name": "SECRET", "NHS number": "SECRET"}))
    assert {"Child Name", "NHS number"} <= set(extract.report.files[0].dropped)
    tables = ("events", "children", "set_aside")
    kept = [extract.connection.cursor().table(one).to_arrow_table().to_pylist() for one in tables]
    assert "SECRET" not in str(kept) + str(extract.report)


# What each list says


def test_a_referral_in_two_lists_is_one() -> None:
    extract = read(
        sheet(3, {"Date of referral": date(2026, 5, 1)}),
        sheet(6, case(date(2026, 5, 1)), {**case(date(2025, 1, 1)), "Child Unique ID": "2"}),
    )
    assert events(extract, "child_id", "event_date") == [
        ("1", date(2026, 5, 1)),
        ("2", date(2025, 1, 1)),
    ]


def test_a_case_that_starts_some_days_after_its_referral_has_one_referral() -> None:
    extract = read(
        sheet(3, {"Date of referral": date(2026, 5, 1)}), sheet(6, case(date(2026, 5, 8)))
    )
    assert events(extract) == [("referral_received", date(2026, 5, 1))]
    assert "1 starts in List 6 follow a referral in List 3" in notes(extract)


def test_a_referral_without_further_action_is_over_on_its_day() -> None:
    """Otherwise it would count as an open case for ever, because the list holds no closure."""
    extract = read(
        sheet(3, {"Date of referral": date(2026, 4, 1), "Referral NFA?": "a) Yes"}),
        sheet(6, case()),
    )
    assert events(extract, "event_type", "outcome", "episode_id") == [
        ("case_closed", "nfa", "referral-2026-04-01"),
        ("referral_received", "nfa", "referral-2026-04-01"),
        ("referral_received", None, "derived-1"),
    ]


def test_a_referral_without_further_action_on_an_open_case_closes_nothing() -> None:
    extract = read(
        sheet(3, {"Date of referral": date(2026, 6, 1), "Referral NFA?": "Yes"}), sheet(6, case())
    )
    assert events(extract, "event_type", "outcome", "episode_id") == [
        ("referral_received", None, "derived-1"),
        ("referral_received", "nfa", "derived-1"),
    ]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 4, 20), None),
        (date(2026, 6, 20), None),
        (date(2026, 3, 1), "not_a_case"),
    ],
)
def test_a_contact_counts_where_it_led_to_a_case_or_one_was_open(
    day: date, reason: str | None
) -> None:
    extract = read(sheet(1, {"Date of Contact": day}), sheet(6, case()))
    assert extract.report.reasons == ({reason: 1} if reason else {})


def test_a_contact_that_led_to_a_refused_referral_belongs_to_it() -> None:
    extract = read(
        sheet(1, {"Date of Contact": date(2026, 3, 30)}),
        sheet(3, {"Date of referral": date(2026, 4, 1), "Referral NFA?": "Y"}),
    )
    assert set(events(extract, "episode_id")) == {"referral-2026-04-01"}
    assert len(events(extract)) == 3


@pytest.mark.parametrize(("day", "kept"), [(date(2026, 6, 5), True), (date(2026, 4, 1), False)])
def test_early_help_counts_after_a_case_only(day: date, kept: bool) -> None:
    closed = case(CIN_Closure_Date=date(2026, 6, 1), Reason_for_Closure="RC9")
    extract = read(sheet(2, {"Assessment start date": day}), sheet(6, closed))
    assert ("early_help_started" in events(extract, "event_type")) is kept
    assert len(set(events(extract, "episode_id"))) == 1


def test_an_assessment_says_when_it_was_authorised_and_whether_support_was_needed() -> None:
    support = HEADINGS[4][-3]
    row = {
        "Continuous Assessment Start Date": date(2026, 5, 2),
        "Continuous Assessment Date of Authorisation": date(2026, 6, 3),
    }
    for cell, outcome in (("b) No", "nfa"), ("a) Yes", None), ("CS Assessment Updated", None)):
        extract = read(sheet(4, {**row, support: cell}))
        assert events(extract, "event_type", "outcome") == [
            ("assessment_started", None),
            ("assessment_completed", outcome),
        ]


@pytest.mark.parametrize(
    ("unnecessary", "conference", "outcome"),
    [
        ("No", date(2026, 6, 1), "s47_icpc"),
        ("b) No", "", "s47_icpc"),
        ("a) Yes", "", "s47"),
        ("", "", "s47"),
    ],
)
def test_an_enquiry_says_whether_it_goes_to_conference(
    unnecessary: str, conference: Any, outcome: str
) -> None:
    row = {DISCUSSION: date(2026, 5, 20), UNNECESSARY: unnecessary, CONFERENCE: conference}
    extract = read(sheet(5, row))
    found = dict(events(extract, "event_type", "outcome"))
    assert found["strategy_discussion"] == outcome
    assert ("icpc_held" in found) is bool(conference)


def test_a_conference_of_two_enquiries_is_held_once() -> None:
    row = {CONFERENCE: date(2026, 6, 1)}
    days = [{**row, DISCUSSION: date(2026, 5, 20)}, {**row, DISCUSSION: date(2026, 5, 25)}]
    extract = read(sheet(5, *days))
    assert events(extract, "event_type").count("icpc_held") == 1
    assert extract.report.set_aside == 0
    assert "1 conferences stand with two enquiries" in notes(extract)


def test_a_sighting_is_a_visit_unless_it_was_under_a_protection_plan_or_before_the_case() -> None:
    start = HEADINGS[7][6]
    seen = {"Date Child Was Last Seen": date(2026, 6, 10)}
    plan = {start: date(2026, 6, 1), "Child Unique ID": "protected"}
    extract = read(
        sheet(
            6,
            {**case(), **seen},
            {**case(), **seen, "Child Unique ID": "protected"},
            {**case(date(2026, 7, 1)), **seen, "Child Unique ID": "late"},
        ),
        sheet(7, plan),
    )
    assert ("1", "cin_visit", "yes") in events(extract, "child_id", "event_type", "child_seen")
    assert events(extract, "event_type").count("cin_visit") == 1
    assert extract.report.reasons == {"not_a_case": 1}
    assert "1 children were last seen under a child protection plan" in notes(extract)


def test_a_status_without_its_list_or_day_is_said_aloud() -> None:
    extract = read(
        sheet(
            6,
            case(Case_Status="b) Child Protection plan"),
            {**case(Case_Status="a) Looked after child"), "Child Unique ID": "2"},
            {**case(Case_Status="e) Closed episode"), "Child Unique ID": "3"},
            {**case(Case_Status="c"), "Child Unique ID": "4"},
        )
    )
    said = notes(extract)
    assert "1 closed, 1 in care, 1 on a child in need plan, 1 on a protection plan" in said
    assert "1 cases in List 6 are closed by their status but have no day" in said
    assert "1 cases in List 6 are in care by their status but not in List 8" in said
    assert "1 cases in List 6 have a child protection plan by their status" in said


def test_every_row_gives_an_event_or_is_set_aside_with_its_line() -> None:
    rows = [case(), {"Gender": "b) Female"}, {**case(), "Child Unique ID": ""}]
    extract = read(sheet(6, *rows))
    assert [(row["line"], row["reason"]) for row in extract.set_aside().to_pylist()] == [
        (3, "unreadable_event_date"),
        (4, "no_child_id"),
    ]


def test_an_extract_is_called_by_its_workbook_and_not_by_every_list() -> None:
    assert read(sheet(6, case()), sheet(1, {"Date of Contact": DAY})).name == "annex.xlsx"


# The day of the workbook


def test_the_day_of_the_workbook_is_suggested_and_may_be_given() -> None:
    closed = case(CIN_Closure_Date=date(2026, 8, 14), Reason_for_Closure="RC7")
    later = {**case(date(2099, 1, 1)), "Child Unique ID": "2"}
    assert "The latest day in it is 14 August 2026" in notes(read(sheet(6, closed, later)))
    given_day = read(sheet(6, closed), snapshot_date=date(2026, 9, 1))
    assert "The day of the workbook is 1 September 2026, as given." in notes(given_day)


# Whole workbooks


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """What the lists hold of a made-up council."""
    return Snapshot(simulate(150, 5, DAY).to_pylist(), DAY)


@pytest.mark.parametrize("written", ["xlsx", "ods", "script"])
def test_what_a_workbook_holds_of_the_events_comes_back(snapshot: Snapshot, written: str) -> None:
    sheets = sheets_of(snapshot.lists, scripted=written == "script")
    content = as_ods(sheets) if written == "ods" else as_xlsx(sheets)
    extract = load([("w", content)], DAY)
    found = Counter(events(extract, "child_id", "event_type", "event_date", "outcome"))
    assert found == Counter(snapshot.held)
    assert {kind for _, kind, _, _ in found} >= {
        "contact_received",
        "early_help_started",
        "referral_received",
        "assessment_completed",
        "s47_started",
        "icpc_held",
        "cin_visit",
        "case_closed",
        "cp_plan_ended",
        "cp_review",
        "cla_started",
    }
    assert extract.report.set_aside == 0


HOSTILE = some.one_of(
    some.none(),
    some.text(some.characters(codec="utf-8", exclude_characters="\0\x0b"), max_size=12),
    some.integers(-(10**9), 10**9),
    some.dates(date(1901, 1, 1), date(2200, 1, 1)),
    some.sampled_from(["#N/A", "=1+1", "01/02/2026", "31/02/2026", "99999", "RC7", "a) Yes"]),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(number=some.integers(1, 8), cells=some.data())
def test_hostile_cells_crash_nothing_and_every_row_is_accounted_for(
    number: int, cells: some.DataObject
) -> None:
    width = len(HEADINGS[number])
    rows = cells.draw(some.lists(some.lists(HOSTILE, min_size=width, max_size=width), max_size=4))
    workbook = as_xlsx([sheet(6, case()), (f"List {number}x", [list(HEADINGS[number]), *rows])])
    extract = load([("w.xlsx", workbook)], DAY)
    report = extract.report
    assert report.rows_in == report.accepted + report.set_aside
    assert report.accepted == len(events(extract))


if SAMPLE.exists():

    def test_the_published_sample_is_read() -> None:
        extract = load([SAMPLE], date(2021, 3, 31))
        assert extract.report.reasons == {"not_a_case": 10}
        assert Counter(events(extract, "event_type"))["referral_received"] == 11
        assert len(children(extract)) == 42
        assert "The latest day in it is 15 March 2021" in notes(extract)
