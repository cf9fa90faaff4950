"""Standard Safeguarding Dataset: which tables are read, how they are joined, and what never gets through the door."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cin_metrics.events import Extract, load
from cin_metrics.faults import InputFault
from cin_metrics.simulate import simulate
from cin_metrics.sources.ssd.roles import guessed
from tests.writers.ssd import DIALECTS, Rows, as_csv, as_parquet, files_of, held, tables_of

DAY = date(2026, 9, 30)
PREFIXES = {
    "person": "pers",
    "disability": "disa",
    "referral": "cine",
    "assessment": "cina",
    "plan": "cinp",
    "visit": "cinv",
    "enquiry": "s47e",
    "conference": "icpc",
    "protection": "cppl",
    "review": "cppr",
    "care": "clae",
    "early_help": "earl",
    "contact": "cont",
    "involvement": "invo",
    "team": "dept",
    "family": "fami",
}

Row = dict[str, Any]


def named(table: str, rows: Rows) -> Rows:
    """Rows with the prefix before each column's name, and a column for every name that any row has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [{f"{PREFIXES[table]}_{name}": row.get(name) for name in names} for row in rows]


def read(_choices: Row | None = None, **tables: Rows) -> Extract:
    """The extract of these tables, columns without their prefix."""
    files = [(f"{table}.csv", as_csv(named(table, rows))) for table, rows in tables.items()]
    return load(files, DAY, choices=_choices)


def referral(key: str = "R1", child: str = "1", start: str = "2026-03-02", **more: Any) -> Row:
    """A row of the referrals."""
    return {
        "referral_id": key,
        "person_id": child,
        "referral_date": start,
        "close_date": None,
        **more,
    }


def events(extract: Extract, *columns: str) -> list[Any]:
    """What the events say in some columns, by child, day and type."""
    columns = columns or ("event_type", "event_date")
    asked = f"select {', '.join(columns)} from events order by child_id, event_date, event_type"
    rows = extract.connection.cursor().execute(asked).fetchall()
    return [row[0] if len(columns) == 1 else row for row in rows]


def episode_of(extract: Extract, event_type: str) -> list[str]:
    """The episodes of the events of a type."""
    return [
        episode
        for kind, episode in events(extract, "event_type", "episode_id")
        if kind == event_type
    ]


def aside(extract: Extract) -> list[tuple[str, int, str]]:
    """File, line and reason of each row set aside."""
    return [(row["file"], row["line"], row["reason"]) for row in extract.set_aside().to_pylist()]


def notes(extract: Extract) -> str:
    """Everything said of the tables."""
    return "\n".join(note for file in extract.report.files for note in file.notes)


def children(extract: Extract) -> Rows:
    """The table of children."""
    return extract.connection.cursor().table("children").to_arrow_table().to_pylist()


# Whole folders


@pytest.fixture(scope="module")
def council() -> Rows:
    """The events of a made-up council."""
    return simulate(60, 5, DAY).to_pylist()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_the_tables_hold_of_the_events_comes_back(council: Rows, dialect: str) -> None:
    """In UTF-16 with NULL, as Parquet, and in UTF-8 with a mark; by way of plans and referrals in Mosaic."""
    extract = load(files_of(tables_of(council, dialect), dialect), DAY)
    columns = (
        "child_id",
        "episode_id",
        "event_type",
        "event_date",
        "outcome",
        "child_seen",
        "seen_alone",
    )
    expected = held(council, dialect)
    assert Counter(events(extract, *columns)) == Counter(
        tuple(row[column] for column in columns) for row in expected
    )
    assert {row["event_type"] for row in expected} >= {
        "cla_ended",
        "worker_changed",
        "early_help_ended",
    }
    assert extract.report.set_aside == 0


@pytest.mark.parametrize("dialect", DIALECTS)
def test_names_numbers_and_comments_never_get_in(council: Rows, dialect: str) -> None:
    extract = load(files_of(tables_of(council, dialect), dialect), DAY)
    tables = ("events", "children", "set_aside", "episodes")
    kept = [extract.connection.cursor().table(one).to_arrow_table().to_pylist() for one in tables]
    assert "SECRET" not in str(kept) + str(extract.report)
    people = [file for file in extract.report.files if file.kind == "children"]
    assert {"pers_forename", "pers_surname", "pers_upn"} <= set(people[0].dropped)


def test_who_holds_a_case_comes_back_by_team_and_id(council: Rows) -> None:
    extract = load(files_of(tables_of(council)), DAY)
    held_by = [
        (row["child_id"], row["event_date"], row["team"], row["worker"])
        for row in council
        if row["event_type"] in ("case_allocated", "worker_changed")
    ]
    found = events(extract, "event_type", "child_id", "event_date", "team", "worker")
    came_back = Counter(row[1:] for row in found if row[0] in ("case_allocated", "worker_changed"))
    assert came_back and not came_back - Counter(held_by)


# Which tables are read


def test_a_table_is_known_by_the_prefix_of_its_columns_and_not_by_its_name() -> None:
    extract = load([("export (3).txt", as_csv(named("referral", [referral()])))], DAY)
    assert events(extract) == [("referral_received", date(2026, 3, 2))]
    assert "'export (3).txt': episodes of need, 1 rows." in notes(extract)


def test_names_of_columns_may_be_in_capitals_quoted_or_with_their_table() -> None:
    text = (
        "ssd_cin_episodes.CINE_REFERRAL_ID,[cine_person_id],Cine_Referral_Date\nR1,1,2026-03-02\n"
    )
    assert events(load([("x.csv", text.encode())], DAY), "episode_id") == ["R1"]


def test_tables_that_nothing_needs_are_named_and_not_read() -> None:
    addresses = as_csv([{"addr_table_id": "1", "addr_person_id": "1", "addr_address": "SECRET"}])
    extract = load([("a.csv", addresses), ("r.csv", as_csv(named("referral", [referral()])))], DAY)
    assert "'a.csv' holds addresses: it was not read." in notes(extract)
    assert "SECRET" not in str(extract.report)


def test_tables_without_events_alone_are_refused() -> None:
    with pytest.raises(InputFault, match="no table that says what happened"):
        read(person=[{"person_id": "1", "sex": "F"}], team=[{"team_id": "1", "team_name": "x"}])


def test_what_is_missing_is_said() -> None:
    said = notes(read(referral=[referral()]))
    assert "Not given: assessments, child in need plans, child in need visits" in said
    assert "Not there: cine_cin_primary_need_code" in said


def test_two_files_of_one_table_are_one() -> None:
    files = [(name, as_csv(named("referral", [referral(name)]))) for name in ("R1", "R2")]
    assert events(load(files, DAY), "episode_id") == ["R1", "R2"]


def test_an_extract_of_many_tables_is_called_by_the_first_few() -> None:
    files = [(f"{name}.csv", as_csv(named("referral", [referral(name)]))) for name in "abcde"]
    assert load(files, DAY).name == "a.csv, b.csv, c.csv and 2 more"


def test_older_names_of_columns_are_known() -> None:
    care = [
        {
            "cla_episode_id": "1",
            "person_id": "1",
            "cla_episode_start_date": "2026-04-01",
            "cla_episode_start_reason": "S",
            "cla_episode_ceased": "2026-06-01",
            "cla_episode_ceased_reason": "E4A",
        }
    ]
    assert events(read(referral=[referral()], care=care), "event_type") == [
        "referral_received",
        "cla_started",
        "cla_ended",
    ]


# Cells


@pytest.mark.parametrize("nothing", ["", "NULL", "null", "PLACEHOLDER_DATA", "   ", "(NULL)"])
def test_what_databases_write_for_nothing_is_nothing(nothing: str) -> None:
    row = referral(close_date=nothing, close_reason=nothing, referral_team=nothing)
    assert events(read(referral=[row]), "event_type", "team") == [("referral_received", None)]


def test_padding_is_taken_off_and_clocks_are_kept() -> None:
    row = referral("R1   ", " 007  ", "2026-03-02 14:30:00.000")
    assert events(read(referral=[row]), "child_id", "episode_id", "event_date", "event_time")[0][
        :3
    ] == (
        "007",
        "R1",
        date(2026, 3, 2),
    )
    assert str(events(read(referral=[row]), "event_time")[0]) == "14:30:00"


def test_numbers_and_times_of_parquet_are_read_as_text_would_be() -> None:
    rows = [{"cine_referral_id": 7.0, "cine_person_id": 12, "cine_referral_date": date(2026, 3, 2)}]
    extract = load([("r.parquet", as_parquet(rows))], DAY)
    assert events(extract, "child_id", "episode_id", "event_date") == [
        ("12", "7", date(2026, 3, 2))
    ]


def test_a_row_that_cannot_be_read_is_set_aside_with_its_file_and_line() -> None:
    rows = [
        referral(),
        referral("R2", start="soon"),
        referral("R3", start=None),
        referral("R4", child=None),
    ]
    assert aside(read(referral=rows)) == [
        ("referral.csv", 3, "unreadable_event_date"),
        ("referral.csv", 4, "unreadable_event_date"),
        ("referral.csv", 5, "no_child_id"),
    ]


def test_a_row_with_too_many_cells_is_set_aside() -> None:
    text = (
        "cine_referral_id,cine_person_id,cine_referral_date\nR1,1,2026-03-02\nR2,2,2026-03-02,x\n"
    )
    assert aside(load([("r.csv", text.encode())], DAY)) == [("r.csv", 3, "wrong_number_of_cells")]


def test_rows_with_keys_of_their_own_are_never_equal() -> None:
    """Two visits on one day are two; the same visit exported twice is one."""
    visits = [
        {"cin_visit_id": key, "person_id": "1", "cin_visit_date": "2026-04-01"} for key in "AAB"
    ]
    extract = read(referral=[referral()], visit=visits)
    assert events(extract, "event_type").count("cin_visit") == 2
    assert aside(extract) == [("visit.csv", 3, "duplicate")]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ('{"NFA_FLAG":"N","STRATEGY_DISCUSSION_FLAG":"Y"}', "step_up"),
        ('{""NFA_FLAG"": ""Y""}', "nfa"),
        ("{'NFA_FLAG' : 'yes'}", "nfa"),
        ('{"NFA_FLAG":"Y","COMMENTS":"he said "no"\n', "nfa"),
        ('{"NFA_S47_END_FLAG":"Y"}', None),
        ('{"NFA_FLAG":"","PROV_OF_SERVICES_FLAG":1}', "cin_plan"),
        ("{not json", None),
        (None, None),
    ],
)
def test_flags_are_found_in_json_that_is_none(text: str | None, outcome: str | None) -> None:
    row = {
        "assessment_id": "1",
        "person_id": "1",
        "referral_id": "R1",
        "assessment_start_date": "2026-03-03",
        "assessment_auth_date": "2026-04-01",
        "assessment_outcome_json": text,
    }
    extract = read(referral=[referral()], assessment=[row])
    assert dict(events(extract, "event_type", "outcome"))["assessment_completed"] == outcome
    assert extract.report.set_aside == 0


@pytest.mark.parametrize(
    "text",
    [
        '{"SINGLE_ASSESSMENT_FLAG":"Y","NFA_FLAG":"Y","COMMENTS":"a, b"}',
        '"{"SINGLE_ASSESSMENT_FLAG":"Y","NFA_FLAG":"Y"}"',
        '"{""SINGLE_ASSESSMENT_FLAG"":""Y"",""NFA_FLAG"":""Y""}"',
    ],
)
def test_json_without_the_right_quotation_marks_does_not_break_its_row(text: str) -> None:
    lines = [
        "cine_referral_id,cine_person_id,cine_referral_outcome_json,cine_referral_date",
        f"R1,1,{text},2026-03-02",
        "R2,2,,2026-03-03",
        "R3,3,{},2026-03-04,too,many",
    ]
    extract = load([("r.csv", "\n".join(lines).encode())], DAY)
    assert events(extract, "child_id", "event_type", "outcome", "event_date") == [
        ("1", "case_closed", "nfa", date(2026, 3, 2)),
        ("1", "referral_received", "nfa", date(2026, 3, 2)),
        ("2", "referral_received", None, date(2026, 3, 3)),
    ]
    assert aside(extract) == [("r.csv", 4, "wrong_number_of_cells")]


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [("RC9", "RC9"), ("rc8 - closed", "RC8"), ("Moved", "Moved"), (None, None)],
)
def test_closures_carry_their_code(reason: str | None, outcome: str | None) -> None:
    row = referral(close_date="2026-05-01 00:00:00.000", close_reason=reason)
    assert events(read(referral=[row]), "event_type", "outcome")[-1] == ("case_closed", outcome)


def test_a_closure_by_transfer_is_a_transfer_out() -> None:
    row = referral(close_date="2026-05-01", close_reason="RC5")
    assert events(read(referral=[row]), "event_type", "outcome")[-1] == ("transferred_out", None)


# Joins


def visit(day: str, key: str = "V1", **more: Any) -> Row:
    """A row of the visits."""
    return {"cin_visit_id": key, "cin_visit_date": day, "cin_visit_seen": "Y", **more}


@pytest.mark.parametrize(
    ("day", "episode"),
    [
        ("2026-01-20", "R1"),
        ("2026-03-15", "R1"),
        ("2026-05-01", "R2"),
        ("2026-01-05", "R1"),
        ("2025-06-01", "derived-1"),
    ],
)
def test_a_visit_belongs_to_the_case_open_that_day_else_the_one_before_else_the_next(
    day: str, episode: str
) -> None:
    cases = [
        referral(start="2026-01-10", close_date="2026-02-10"),
        referral("R2", start="2026-04-01"),
    ]
    extract = read(referral=cases, visit=[visit(day, person_id="1")])
    assert episode_of(extract, "cin_visit") == [episode]


def test_a_visit_of_mosaic_finds_its_child_through_the_plan() -> None:
    plan = {"person_id": "1", "referral_id": "R1", "cin_plan_start_date": "2026-04-01"}
    plans = [{"cin_plan_id": "P1", **{f"cinp_{name}": cell for name, cell in plan.items()}}]
    visits = [visit("2026-05-01", cin_plan_id="P1"), visit("2026-05-02", "V2", cin_plan_id="P9")]
    extract = load(
        [
            ("referral.csv", as_csv(named("referral", [referral()]))),
            ("plan.csv", as_csv(plans)),
            ("visit.csv", as_csv(named("visit", visits))),
        ],
        DAY,
    )
    assert episode_of(extract, "cin_visit") == ["R1"]
    assert aside(extract) == [("visit.csv", 3, "no_child_id")]
    assert "1 visits name no child, who was found through the plan" in notes(extract)
    assert "1 visits lead to no child" in notes(extract)


def involvement(
    worker: str, day: str, key: str = "I1", role: str = "Allocated worker", **more: Any
) -> Row:
    """A row of the involvements."""
    return {
        "involvements_id": key,
        "professional_id": worker,
        "professional_role_id": role,
        "involvement_start_date": day,
        **more,
    }


def test_an_involvement_without_a_child_is_of_every_child_of_its_referral() -> None:
    cases = [referral(), referral(child="2")]
    extract = read(referral=cases, involvement=[involvement("W1", "2026-03-03", referral_id="R1")])
    allocated = [row for row in events(extract, "event_type", "child_id", "worker") if row[2]]
    assert allocated == [("case_allocated", "1", "W1"), ("case_allocated", "2", "W1")]
    assert "1 involvements name no child, who was found through the referral." in notes(extract)


def test_an_involvement_that_leads_to_no_child_is_set_aside() -> None:
    extract = read(referral=[referral()], involvement=[involvement("W1", "2026-03-03")])
    assert aside(extract) == [("involvement.csv", 2, "no_child_id")]
    assert "1 involvements lead to no child" in notes(extract)


def test_the_first_involvement_is_the_allocation_and_another_worker_a_change() -> None:
    """The same worker again, say in another team, is no change of worker."""
    rows = [
        involvement("W1", "2026-03-03", "I1", person_id="1", professional_team="T1"),
        involvement("W1", "2026-04-03", "I2", person_id="1", professional_team="T2"),
        involvement("W2", "2026-05-03", "I3", person_id="1", professional_team="T2"),
    ]
    teams = [{"team_id": "T1", "team_name": "North"}]
    extract = read(referral=[referral()], involvement=rows, team=teams)
    assert events(extract, "event_type", "worker", "team")[1:] == [
        ("case_allocated", "W1", "North"),
        ("case_allocated", "W1", "T2"),
        ("worker_changed", "W2", "T2"),
    ]


def test_the_front_door_worker_of_a_referral_is_not_the_worker_of_the_case() -> None:
    row = referral(referral_team="T1", referral_worker_id="FRONT")
    extract = read(referral=[row])
    assert events(extract, "team", "worker") == [("T1", None)]
    assert "cine_referral_worker_id" in extract.report.files[0].dropped


@pytest.mark.parametrize(
    ("roles", "chosen"),
    [
        (["Allocated Worker", "Social Worker", "IRO"], ["Allocated Worker"]),
        (["CASE_HOLDER", "Secondary allocated worker"], ["CASE_HOLDER"]),
        (["Case worker", "Team manager", "Social Worker"], ["Case worker"]),
        (["Social Worker", "Supervising Social Worker", "Health visitor"], ["Social Worker"]),
        (["IRO", "Teacher"], []),
    ],
)
def test_roles_are_guessed_from_the_plainest_words(roles: list[str], chosen: list[str]) -> None:
    assert guessed(roles) == chosen


def test_the_user_chooses_the_roles() -> None:
    rows = [
        involvement("W1", "2026-03-03", "I1", "Allocated worker", person_id="1"),
        involvement("W2", "2026-03-04", "I2", "Duty officer", person_id="1"),
    ]
    tables = {"referral": [referral()], "involvement": rows}
    assert "W1" in events(read(**tables), "worker")
    extract = read({"allocated_roles": ["duty  OFFICER"]}, **tables)
    assert [worker for worker in events(extract, "worker") if worker] == ["W2"]
    assert "Roles of involvements: 'Allocated worker' 1, 'Duty officer' 1." in notes(extract)
    assert "1 involvements are in roles that are not the allocated worker." in notes(extract)
    with pytest.raises(InputFault, match="the role 'Duty oficer'. Did you mean 'Duty officer'"):
        read({"allocated_roles": ["Duty oficer"]}, **tables)


@pytest.mark.parametrize(
    ("given", "read_as", "found"),
    [
        ("A1", "WBRI", 0),
        ("d2", "BAFR", 0),
        ("E4", "NOBT", 0),
        ("WROM", "WROM", 0),
        ("E5", "E5", 1),
        ("WXYZ", "WXYZ", 1),
        ("??", "??", 1),
        ("grandmother says Irish", None, 0),
    ],
)
def test_ethnicity_is_told_by_codes_and_one_on_no_list_is_a_finding(
    given: str, read_as: str | None, found: int
) -> None:
    """What is no code may be free text, which is never kept."""
    extract = read(person=[{"person_id": "1", "sex": "F", "ethnicity": given}], referral=[referral()])
    assert children(extract)[0]["ethnicity"] == read_as
    counts = {finding.question.name: finding.count for finding in extract.findings}
    assert counts["unknown_child_code"] == found


def test_a_referral_without_further_action_is_over_on_its_day_unless_there_was_work() -> None:
    rows = [
        referral("R1", "1", referral_nfa="Y"),
        referral("R2", "2", referral_nfa="Yes"),
        referral("R3", "3", referral_outcome_json='{"NFA_FLAG":"Y"}', referral_nfa=None),
    ]
    work = {
        "assessment_id": "1",
        "person_id": "2",
        "referral_id": "R2",
        "assessment_start_date": "2026-03-05",
    }
    extract = read(referral=rows, assessment=[work])
    closed = [
        row
        for row in events(extract, "child_id", "event_type", "outcome")
        if row[1] == "case_closed"
    ]
    assert closed == [("1", "case_closed", "nfa"), ("3", "case_closed", "nfa")]


@pytest.mark.parametrize(
    ("day", "episode", "reason"),
    [
        ("2026-02-20", "R1", None),
        ("2026-03-20", "R1", None),
        ("2026-01-01", None, "not_a_case"),
    ],
)
def test_a_contact_belongs_to_the_referral_it_led_to_or_the_open_case(
    day: str, episode: str | None, reason: str | None
) -> None:
    contact = {"contact_id": "C", "person_id": "1", "contact_date": day}
    extract = read(referral=[referral()], contact=[contact])
    assert episode_of(extract, "contact_received") == ([episode] if episode else [])
    assert [row[2] for row in aside(extract)] == ([reason] if reason else [])


def test_a_contact_that_led_to_the_next_referral_is_not_of_the_case_still_open() -> None:
    cases = [referral(close_date="2026-04-05"), referral("R2", start="2026-04-10")]
    contact = {"contact_id": "C", "person_id": "1", "contact_date": "2026-04-04"}
    assert episode_of(read(referral=cases, contact=[contact]), "contact_received") == ["R2"]


def test_a_row_that_names_a_referral_and_no_child_is_of_the_child_of_that_referral() -> None:
    plan = {"cin_plan_id": "P", "referral_id": "R1", "cin_plan_start_date": "2026-04-01"}
    shared = [referral("R2", "2"), referral("R2", "3")]
    extract = read(referral=[referral(), *shared], plan=[plan, {**plan, "referral_id": "R2"}])
    assert ("1", "plan_started") in events(extract, "child_id", "event_type")
    assert aside(extract) == [("plan.csv", 3, "no_child_id")]


def test_early_help_belongs_to_the_case_before_it() -> None:
    def help_of(key: str, start: str) -> Row:
        return {
            "episode_id": key,
            "person_id": "1",
            "episode_start_date": start,
            "episode_end_date": None,
        }

    closed = referral(close_date="2026-04-01", close_reason="RC9")
    extract = read(
        referral=[closed], early_help=[help_of("E1", "2026-04-05"), help_of("E2", "2025-01-01")]
    )
    assert episode_of(extract, "early_help_started") == ["R1"]
    assert aside(extract) == [("early_help.csv", 3, "not_a_case")]


def test_another_authoritys_protection_plan_and_its_reviews_are_set_aside() -> None:
    def plan(key: str, ola: str) -> Row:
        return {
            "cp_plan_id": key,
            "person_id": "1",
            "referral_id": "R1",
            "cp_plan_start_date": "2026-04-01",
            "cp_plan_ola": ola,
        }

    reviews = [
        {"cp_review_id": key, "cp_plan_id": key, "cp_review_date": "2026-06-01"}
        for key in ("P1", "P2")
    ]
    extract = read(
        referral=[referral()], protection=[plan("P1", "N"), plan("P2", "Y")], review=reviews
    )
    assert events(extract, "event_type") == ["referral_received", "cp_plan_started", "cp_review"]
    assert aside(extract) == [
        ("protection.csv", 3, "other_authority"),
        ("review.csv", 3, "other_authority"),
    ]


def test_what_has_no_day_yet_is_no_event() -> None:
    reviews = [{"cp_review_id": "1", "person_id": "1", "cp_plan_id": "P", "cp_review_date": None}]
    conferences = [{"icpc_id": "1", "person_id": "1", "icpc_date": "NULL"}]
    extract = read(referral=[referral()], review=reviews, conference=conferences)
    assert extract.report.rows_in == 1
    assert "1 reviews have no day" in notes(extract)
    assert "1 initial conferences have no day" in notes(extract)


def care(
    start: str, reason: str, ceased: str | None, ceased_reason: str | None, **more: Any
) -> Row:
    """A row of the episodes of care."""
    return {
        "cla_episode_id": start,
        "person_id": "1",
        "cla_episode_start_date": start,
        "cla_episode_start_reason": reason,
        "cla_episode_ceased_date": ceased,
        "cla_episode_ceased_reason": ceased_reason,
        **more,
    }


def test_care_starts_with_s_and_ends_with_anything_but_x1() -> None:
    rows = [
        care("2026-04-01", "S", "2026-05-01", "X1"),
        care("2026-05-01", "P", "2026-06-01", "X1"),
        care("2026-06-01", "L", "2026-07-01", "E4A"),
    ]
    extract = read(referral=[referral()], care=rows)
    assert events(extract)[1:] == [
        ("cla_started", date(2026, 4, 1)),
        ("cla_ended", date(2026, 7, 1)),
    ]
    assert "2 episodes of care begin with a change" in notes(extract)


@pytest.mark.parametrize(
    ("entered", "day"), [("2025-12-01", date(2025, 12, 1)), (None, date(2026, 5, 1))]
)
def test_care_that_began_before_the_extract_starts_with_the_earliest_row(
    entered: str | None, day: date
) -> None:
    """Otherwise a child long in care would count as in need."""
    rows = [care("2026-05-01", "P", None, None, entered_care_date=entered)]
    extract = read(referral=[referral(start="2025-11-01")], care=rows)
    assert events(extract)[1:] == [("cla_started", day)]


@pytest.mark.parametrize(
    ("flag", "conference", "outcome"),
    [
        ("N", [], "s47"),
        ("Y", [], "s47_icpc"),
        ("N", ["2026-04-20"], "s47_icpc"),
        ("N", [None], "s47"),
    ],
)
def test_an_enquiry_goes_to_conference_by_its_flag_or_by_a_conference_held(
    flag: str, conference: list[str | None], outcome: str
) -> None:
    enquiry = {
        "s47_enquiry_id": "S1",
        "person_id": "1",
        "referral_id": "R1",
        "s47_start_date": "2026-04-01",
        "s47_outcome_json": f'{{"CP_CONFERENCE_FLAG":"{flag}"}}',
    }
    held_on = [
        {"icpc_id": "1", "person_id": "1", "s47_enquiry_id": "S1", "icpc_date": day}
        for day in conference
    ]
    tables = {"conference": held_on} if held_on else {}
    extract = read(referral=[referral()], enquiry=[enquiry], **tables)
    found = dict(events(extract, "event_type", "outcome"))
    assert found["strategy_discussion"] == outcome
    assert "s47_started" in found
    assert set(events(extract, "episode_id")) == {"R1"}


# Children


def test_children_are_told_by_codes_and_only_those_with_an_event() -> None:
    people = [
        {"person_id": "1", "sex": "f", "ethnicity": "CNHE", "dob": "2015-04-05 00:00:00.000"},
        {"person_id": "2", "sex": None, "gender": "01", "ethnicity": "see notes", "dob": None},
        {"person_id": "mother", "sex": "F"},
    ]
    disabilities = [
        {"person_id": "1", "disability_code": "NONE"},
        {"person_id": "2", "disability_code": "NONE"},
        {"person_id": "2", "disability_code": "AUT"},
    ]
    cases = [
        referral("R1", cin_primary_need_code="N1", close_date="2026-03-05"),
        referral("R2", start="2026-04-01", cin_primary_need_code="N4 - Family in acute stress"),
        referral("R3", "2", cin_primary_need_code="?"),
    ]
    extract = read(person=people, disability=disabilities, referral=cases)
    assert children(extract) == [
        {
            "child_id": "1",
            "date_of_birth": date(2015, 4, 5),
            "sex": "F",
            "ethnicity": "CHNE",
            "disabled": "no",
            "primary_need": "N4",
        },
        {
            "child_id": "2",
            "date_of_birth": None,
            "sex": "M",
            "ethnicity": None,
            "disabled": "yes",
            "primary_need": None,
        },
    ]


def test_siblings_share_a_family() -> None:
    families = [{"family_id": "F1", "person_id": "1"}, {"family_id": "F1", "person_id": "2"}]
    extract = read(referral=[referral(), referral("R2", "2")], family=families)
    assert events(extract, "family_id") == ["F1", "F1"]


# Hostile tables

HOSTILE = some.one_of(
    some.none(),
    some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=10),
    some.sampled_from(
        ["1", "R1", "NULL", "2026-03-02", "31/02/2026", "Y", '{"NFA_FLAG":"Y"', '"', "S"]
    ),
)
COLUMNS = {
    "referral": (
        "referral_id",
        "person_id",
        "referral_date",
        "close_date",
        "referral_outcome_json",
    ),
    "visit": ("cin_visit_id", "person_id", "cin_visit_date", "cin_visit_seen"),
    "care": ("cla_episode_id", "person_id", "cla_episode_start_date", "cla_episode_start_reason"),
    "involvement": (
        "involvements_id",
        "person_id",
        "professional_role_id",
        "involvement_start_date",
    ),
}


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(cells=some.data())
def test_hostile_cells_crash_nothing_and_every_event_is_accounted_for(
    cells: some.DataObject,
) -> None:
    tables = {
        table: [
            dict(zip(columns, row, strict=True))
            for row in cells.draw(
                some.lists(some.tuples(*[HOSTILE] * len(columns)), min_size=1, max_size=3),
                label=table,
            )
        ]
        for table, columns in COLUMNS.items()
    }
    extract = read(
        **{
            **tables,
            "contact": [{"contact_id": "1", "person_id": "1", "contact_date": "2026-01-01"}],
        }
    )
    report = extract.report
    assert report.rows_in == report.accepted + report.set_aside
    assert report.accepted == len(events(extract))


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(rest=some.binary(max_size=60))
def test_any_bytes_below_a_header_are_read_or_refused_in_a_sentence(rest: bytes) -> None:
    header = b"cine_referral_id,cine_person_id,cine_referral_outcome_json,cine_referral_date\n"
    whole = as_csv(named("referral", [referral()]))
    extract = load([("r.csv", whole), ("s.csv", header + rest)], DAY)
    assert extract.report.rows_in == extract.report.accepted + extract.report.set_aside
    assert extract.report.accepted >= 1
