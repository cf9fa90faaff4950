"""Rules on what contradicts what: for each finding, what shows it and what just does not.

Events are written ``day event_type [column=cell …]``, of episode 1 unless given; children in a second file. 2024-01-08
is a Monday: 15 working days after it is 29 January, 45 working days 11 March.
"""

from datetime import date

import pytest

from cin_metrics.events import Extract
from cin_metrics.groups import GROUP_WORDS
from cin_metrics.quality import QUESTIONS, counted, question
from tests.unit.test_load import loaded

COLUMNS = ("episode_id", "team", "outcome")
BORN = "child_id,date_of_birth,sex,ethnicity,primary_need\n"

SCENES: dict[str, tuple[str, str, str, list[tuple[str, str]]]] = {
    "a second plan begun while the first is open": (
        "2024-01-01 plan_started,2024-01-09 plan_started", "", "overlapping_plans", [("2024-01-09", "plan_started")],
    ),
    "a plan begun on the day the last one ended": (
        "2024-01-01 plan_started,2024-01-09 plan_ended,2024-01-09 plan_started", "", "overlapping_plans", [],
    ),
    "a plan begun again after protection needs no end before it": (
        "2024-01-01 plan_started,2024-01-05 cp_plan_started,2024-01-08 cp_plan_ended,2024-01-09 plan_started",
        "", "overlapping_plans", [],
    ),
    "two plans begun and neither ended": (
        "2024-01-01 plan_started,2024-01-09 plan_started", "", "two_open_plans", [("2024-01-09", "open since")],
    ),
    "two plans begun and one ended": (
        "2024-01-01 plan_started,2024-01-09 plan_started,2024-01-10 plan_ended", "", "two_open_plans", [],
    ),
    "two plans never ended in a closed case": (
        "2024-01-01 plan_started,2024-01-09 plan_started,2024-01-10 case_closed", "", "two_open_plans", [],
    ),
    "a plan begun inside a protection plan": (
        "2024-01-01 cp_plan_started,2024-01-02 plan_started,2024-01-09 cp_plan_ended",
        "", "plan_under_protection", [("2024-01-02", "plan_started")],
    ),
    "a plan that goes on into a protection plan": (
        "2024-01-01 plan_started,2024-01-05 cp_plan_started,2024-01-06 plan_ended",
        "", "plan_under_protection", [("2024-01-06", "plan_ended")],
    ),
    "a plan that ends and begins on the protection plan's days": (
        "2024-01-01 cp_plan_started,2024-01-01 plan_ended,2024-01-09 cp_plan_ended,2024-01-09 plan_started",
        "", "plan_under_protection", [],
    ),
    "a plan before the referral": (
        "2024-01-01 plan_started,2024-01-02 referral_received", "", "plan_before_referral",
        [("2024-01-01", "plan_started")],
    ),
    "a plan on the day of the referral": (
        "2024-01-02 plan_started,2024-01-02 referral_received", "", "plan_before_referral", [],
    ),
    "an assessment before the referral": (
        "2024-01-01 assessment_started,2024-01-02 referral_received", "", "assessment_before_referral",
        [("2024-01-01", "assessment_started")],
    ),
    "an assessment on the day of the transfer in": (
        "2024-01-02 assessment_started,2024-01-02 transferred_in", "", "assessment_before_referral", [],
    ),
    "an assessment open on the 46th working day": (
        "2024-01-08 assessment_started,2024-03-12 cin_visit", "", "assessment_open_long",
        [("2024-01-08", "assessment_started")],
    ),
    "an assessment open on the 45th working day": (
        "2024-01-08 assessment_started,2024-03-11 cin_visit", "", "assessment_open_long", [],
    ),
    "an assessment completed late is not open": (
        "2024-01-08 assessment_started,2024-03-12 assessment_completed", "", "assessment_open_long", [],
    ),
    "an assessment of a closed case is not open": (
        "2024-01-08 assessment_started,2024-01-09 case_closed,2024-03-12 closure_summary",
        "", "assessment_open_long", [],
    ),
    "an enquiry without its conference on the 16th working day": (
        "2024-01-08 strategy_discussion outcome=s47_icpc,2024-01-30 cin_visit", "", "enquiry_without_conference",
        [("2024-01-08", "strategy_discussion")],
    ),
    "an enquiry without its conference on the 15th working day": (
        "2024-01-08 strategy_discussion outcome=s47_icpc,2024-01-29 cin_visit", "", "enquiry_without_conference", [],
    ),
    "an enquiry that called for no conference": (
        "2024-01-08 strategy_discussion outcome=s47,2024-01-30 cin_visit", "", "enquiry_without_conference", [],
    ),
    "an enquiry with its conference": (
        "2024-01-08 strategy_discussion outcome=s47_icpc,2024-01-30 icpc_held", "", "enquiry_without_conference", [],
    ),
    "closed with an assessment open": (
        "2024-01-01 assessment_started,2024-01-09 case_closed", "", "closed_with_open_assessment",
        [("2024-01-09", "assessment_started")],
    ),
    "closed on the day the assessment was completed": (
        "2024-01-01 assessment_started,2024-01-09 assessment_completed,2024-01-09 case_closed",
        "", "closed_with_open_assessment", [],
    ),
    "closed after assessment, with a plan": (
        "2024-01-01 assessment_completed,2024-01-02 plan_started,2024-01-09 case_closed outcome=RC8",
        "", "closed_as_assessed_only", [("2024-01-09", "plan_started")],
    ),
    "closed for any other reason, with a plan": (
        "2024-01-01 assessment_completed,2024-01-02 plan_started,2024-01-09 case_closed outcome=RC7",
        "", "closed_as_assessed_only", [],
    ),
    "closed after assessment without one": (
        "2024-01-01 referral_received,2024-01-09 case_closed outcome=RC9,2024-01-01 assessment_completed episode_id=2",
        "", "closed_without_assessment", [("2024-01-09", "RC9")],
    ),
    "closed after assessment with one": (
        "2024-01-01 assessment_completed,2024-01-09 case_closed outcome=RC9", "", "closed_without_assessment", [],
    ),
    "a referral without further action needs no assessment": (
        "2024-01-01 referral_received outcome=nfa,2024-01-01 case_closed outcome=RC8,"
        "2024-01-01 assessment_completed episode_id=2",
        "", "closed_without_assessment", [],
    ),
    "an extract without assessments is not asked for them": (
        "2024-01-01 referral_received,2024-01-09 case_closed outcome=RC9", "", "closed_without_assessment", [],
    ),
    "closed without a reason": (
        "2024-01-09 case_closed,2024-01-09 case_closed outcome=RC7 episode_id=2", "", "closed_without_reason",
        [("2024-01-09", "case_closed")],
    ),
    "an extract that gives no reasons is not asked for them": (
        "2024-01-09 case_closed", "", "closed_without_reason", [],
    ),
    "referred 281 days before birth": (
        "2024-01-01 referral_received", f"{BORN}7,2024-10-08,,,", "born_after_referral",
        [("2024-01-01", "referral_received")],
    ),
    "referred unborn, 280 days before birth": (
        "2024-01-01 referral_received", f"{BORN}7,2024-10-07,,,", "born_after_referral", [],
    ),
    "born after the day of the extract": (
        "2024-12-31 referral_received", f"{BORN}7,2025-01-02,,,", "born_in_future", [("2024-12-31", "date of birth")],
    ),
    "born on the day of the extract": (
        "2024-12-31 referral_received", f"{BORN}7,2025-01-01,,,", "born_in_future", [],
    ),
    "26 on the day of the last event": (
        "2024-01-09 cin_visit", f"{BORN}7,1998-01-09,,,", "over_25", [("2024-01-09", "last event")],
    ),
    "25 until tomorrow": ("2024-01-09 cin_visit", f"{BORN}7,1998-01-10,,,", "over_25", []),
    "codes on no list": (
        "2024-01-09 cin_visit", f"{BORN}7,2015-01-01,X,WXYZ,N12", "unknown_child_code",
        [("2024-01-09", "ethnicity"), ("2024-01-09", "primary_need"), ("2024-01-09", "sex")],
    ),
    "codes, and words that begin like them": (
        "2024-01-09 cin_visit", f"{BORN}7,2015-01-01,female,White - British,N1 abuse", "unknown_child_code", [],
    ),
    "a code of ethnicity by letter and figure": (
        "2024-01-09 cin_visit", f"{BORN}7,2015-01-01,F,b1,N1", "unknown_child_code", [],
    ),
    "a child told with two dates of birth and two sexes": (
        "2024-01-09 cin_visit", f"{BORN}7,2015-01-01,F,,\n7,2015-02-01,M,,", "child_told_twice",
        [("2024-01-09", "date of birth"), ("2024-01-09", "sex")],
    ),
    "a child told twice alike": (
        "2024-01-09 cin_visit", f"{BORN}7,2015-01-01,F,WBRI,\n7,2015-01-01,Female,,N1", "child_told_twice", [],
    ),
}  # fmt: skip


def extract_of(events: str, children: str = "") -> Extract:
    """The extract of the events of a scene, and of its children where there are any."""
    lines = [",".join(("child_id", "event_date", "event_type", *COLUMNS))]
    for event in events.split(","):
        day, event_type, *given = event.split()
        cells = {"episode_id": "1", "team": "A", "outcome": ""} | dict(part.split("=") for part in given)
        lines.append(",".join(("7", day, event_type, *cells.values())))
    files = [("events.csv", "\n".join(lines)), *([("children.csv", children)] if children else [])]
    return loaded(*files, extract_date=date(2025, 1, 1))


@pytest.mark.parametrize("scene", SCENES)
def test_a_finding_shows_where_it_should_and_just_not_elsewhere(scene: str) -> None:
    events, children, name, expected = SCENES[scene]
    rows = extract_of(events, children).rows_behind(name).to_pylist()
    assert sorted((str(row["event_date"]), row["detail"]) for row in rows) == expected
    assert all((row["child_id"], row["team"]) == ("7", "A") for row in rows)


@pytest.mark.parametrize("name", sorted({name for _, _, name, _ in SCENES.values()}))
def test_each_has_a_scene_that_shows_it_and_one_that_does_not(name: str) -> None:
    found = [bool(expected) for _, _, asked, expected in SCENES.values() if asked == name]
    assert set(found) == {True, False}


def test_every_code_by_which_figures_are_broken_down_is_known() -> None:
    """A code that has a group is no finding, and a finding is what has none."""
    rows = [
        f"{column}{number},2015-01-01,{cells['sex']},{cells['ethnicity']},{cells['primary_need']}"
        for column in ("sex", "ethnicity", "primary_need")
        for number, word in enumerate(word for words in GROUP_WORDS[column].values() for word in words.split())
        for cells in [{"sex": "", "ethnicity": "", "primary_need": ""} | {column: word}]
    ]
    events = "\n".join(f"{row.split(',')[0]},cin_visit,2024-01-01" for row in rows)
    extract = loaded(
        ("events.csv", f"child_id,event_type,event_date\n{events}"), ("children.csv", BORN + "\n".join(rows))
    )
    assert extract.rows_behind("unknown_child_code").num_rows == 0


def test_a_row_without_a_team_is_that_of_the_team_its_episode_was_last_with() -> None:
    extract = extract_of(
        "2024-01-01 referral_received team=North,2024-01-02 case_closed team=,2024-01-03 cin_visit team=,"
        "2024-01-04 cin_visit team=South"
    )
    rows = extract.rows_behind("event_after_closure").to_pylist()
    assert [(row["event_date"].day, row["team"]) for row in rows] == [(4, "South"), (3, "South")]


def test_findings_are_counted_by_team_and_child() -> None:
    text = """child_id,event_type,event_date,team,episode_id
1,case_closed,2024-01-01,North,1
1,cin_visit,2024-01-02,North,1
1,cin_visit,2024-01-03,North,1
2,case_closed,2024-01-01,,1
2,cin_visit,2024-01-02,,1
3,case_closed,2024-01-01,South,1
"""
    found = loaded(("a.csv", text)).children_behind_findings()
    assert set(found) == {"event_after_closure", "no_team", "no_worker"}
    rows = found["event_after_closure"].to_pylist()
    assert [tuple(one) for one in counted(rows)] == [("North", 2, 1), (None, 1, 1)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_which_figures_it_touches(name: str) -> None:
    assert question(name).touches.endswith(".")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_described(name: str) -> None:
    """docs/data_quality.md has it with its title and the figures it touches."""
    from tests.unit.test_house import HOME

    text = " ".join((HOME / "docs/data_quality.md").read_text(encoding="utf-8").split())
    asked = question(name)
    assert f"| `{name}` | {asked.title} | {asked.touches} |" in text
