"""Questions about the events that stop no row: when each arises, and when it does not."""

from datetime import date

import pytest

from cin_metrics import quality
from cin_metrics.engine import SQL
from tests.unit import test_quality_rules
from tests.unit.test_load import loaded

QUIET = (
    "1 referral_received,3 assessment_started,9 assessment_completed,20 cin_visit,30 case_closed"
)

# What arises: events of one child as ``day event_type [column=cell …]``, days of January 2024, of
# episode 1 unless given; the finding; the detail and day of each row it gives.
SCENES: dict[str, tuple[str, str, list[tuple[str, int]]]] = {
    "a closing before the referral": (
        "5 referral_received,3 case_closed,5 transferred_out",
        "closed_before_referral",
        [("case_closed", 3)],
    ),
    "a closing before a second referral is no matter": (
        "1 referral_received,3 case_closed,5 referral_received",
        "closed_before_referral",
        [],
    ),
    "a visit after the closing": (
        "1 cin_visit,3 case_closed,3 cin_visit,4 cin_visit,4 closure_summary,5 early_help_started",
        "event_after_closure",
        [("cin_visit", 4)],
    ),
    "two episodes open": (
        "1 cin_visit,3 cin_visit episode_id=2,4 cin_visit episode_id=3,4 case_closed episode_id=3",
        "two_open_episodes",
        [("open since", 3)],
    ),
    "an episode begun inside another": (
        "1 cin_visit,9 case_closed,5 cin_visit episode_id=2,9 cin_visit episode_id=3",
        "overlapping_episodes",
        [("began", 5)],
    ),
    "a closed episode begun while an older one stays open": (
        "1 cin_visit,5 cin_visit episode_id=2,6 case_closed episode_id=2",
        "overlapping_episodes",
        [("began", 5)],
    ),
    "two open episodes are not also said to overlap": (
        "1 cin_visit,5 cin_visit episode_id=2",
        "overlapping_episodes",
        [],
    ),
    "a plan ended twice": (
        "1 plan_started,3 plan_ended,3 plan_started,5 plan_ended,6 plan_ended",
        "plan_ended_not_open",
        [("plan_ended", 6)],
    ),
    "a plan ended that never began": ("3 plan_ended", "plan_ended_not_open", [("plan_ended", 3)]),
    "an assessment completed before it started": (
        "3 assessment_completed,5 assessment_started,9 assessment_completed",
        "assessment_before_start",
        [("assessment_completed", 3)],
    ),
    "an assessment whose start is not on file": (
        "3 assessment_completed",
        "assessment_before_start",
        [],
    ),
    "a visit inside a protection plan": (
        "2 cin_visit,2 cp_plan_started,4 cin_visit,6 cp_plan_ended,6 cin_visit,8 cp_plan_started,9 cin_visit",
        "visit_under_protection",
        [("cin_visit", 4), ("cin_visit", 9)],
    ),
    "recorded before the event": (
        "3 cin_visit recorded_date=2024-01-02,4 cin_visit recorded_date=2024-01-04",
        "recorded_before_event",
        [("cin_visit", 3)],
    ),
    "recorded late": (
        "1 cin_visit recorded_date=2024-03-01,1 cin_review recorded_date=2024-03-02",
        "recorded_late",
        [("cin_review", 1)],
    ),
    "recorded after the extract": (
        "1 cin_visit recorded_date=2025-01-02,2 cin_visit recorded_date=2025-01-01",
        "recorded_in_future",
        [("cin_visit", 1)],
    ),
    "an episode without a team": (
        "1 cin_visit team=,2 cin_visit team=North,4 cin_visit team= episode_id=2",
        "no_team",
        [("first and last event", 4)],
    ),
    "an episode without a worker": (
        "1 cin_visit worker=,2 cin_visit worker=Ali,4 cin_visit worker= episode_id=2",
        "no_worker",
        [("first and last event", 4)],
    ),
    "an outcome nobody knows": (
        "1 cin_review outcome=carry_on,2 cin_review outcome=Continue,3 case_closed outcome=moved,"
        "4 reason_recorded outcome=snow",
        "unknown_outcome",
        [("cin_review", 1)],
    ),
    "neither yes nor no": (
        "1 cin_visit child_seen=perhaps,2 cin_visit seen_alone=n/a,3 cin_visit child_seen=Y seen_alone=0",
        "unreadable_yes_no",
        [("child_seen", 1), ("seen_alone", 2)],
    ),
}


def extract_of(events: str):
    """The extract of events written as in ``SCENES``."""
    lines = [
        "child_id,event_date,event_type,episode_id,recorded_date,team,worker,outcome,child_seen,seen_alone"
    ]
    for event in events.split(","):
        day, event_type, *given = event.split()
        cells = dict.fromkeys(lines[0].split(",")[3:], "") | {
            "episode_id": "1",
            "team": "A",
            "worker": "B",
        }
        cells |= dict(part.split("=") for part in given)
        lines.append(",".join(["7", f"2024-01-{int(day):02}", event_type, *cells.values()]))
    return loaded(("a.csv", "\n".join(lines)), extract_date=date(2025, 1, 1))


@pytest.mark.parametrize("scene", SCENES)
def test_a_question_arises_where_it_should(scene: str) -> None:
    events, name, expected = SCENES[scene]
    rows = extract_of(events).rows_behind(name).to_pylist()
    found = [(row["detail"], row["event_date"].day) for row in rows]
    assert sorted(found, key=lambda pair: pair[1]) == expected
    assert all(row["child_id"] == "7" for row in rows)


def test_nothing_arises_where_nothing_is_wrong() -> None:
    assert {
        finding.question.name: finding.count
        for finding in extract_of(QUIET).findings
        if finding.count
    } == {}


def test_dates_of_more_than_one_form() -> None:
    text = """child_id,event_type,event_date,recorded_date
1,cin_visit,2024-01-05,06/01/2024
2,cin_visit,05/01/2024,06/01/2024
3,cin_visit,05/02/2024,2024-13-01
"""
    extract = loaded(("a.csv", text), ("b.csv", text.replace("2024-01-05", "05/01/2024")))
    rows = extract.rows_behind("mixed_date_forms").to_pylist()
    assert {(row["detail"], row["event_date"].day) for row in rows} == {
        ("a.csv, event_date: day first", 5),
        ("a.csv, event_date: year first", 5),
    }


def test_every_question_has_its_file_its_words_and_a_scene() -> None:
    assert {path.stem for path in (SQL / "quality").glob("*.sql")} == set(quality.QUESTIONS)
    asked = {name for _, name, _ in SCENES.values()} | {"mixed_date_forms"}
    asked |= {name for _, _, name, _ in test_quality_rules.SCENES.values()}
    assert asked == set(quality.QUESTIONS)
    for name in quality.QUESTIONS:
        question = quality.question(name)
        assert question.title and question.why.endswith(".") and question.mend.endswith(".")


def test_findings_come_in_order_with_their_rows_counted() -> None:
    extract = extract_of("1 cin_visit,3 case_closed,4 cin_visit,5 cin_visit")
    assert [finding.question.name for finding in extract.findings] == list(quality.QUESTIONS)
    counts = {finding.question.name: finding.count for finding in extract.findings if finding.count}
    assert counts == {"event_after_closure": 2}
