"""What a head of service reads: the headline figures and what they were, teams side by side, one rule opened, drift."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.benchmarks import benchmark_for
from cin_metrics.days import DEFAULT_PERIOD, Period, period_before, usual_period
from cin_metrics.events import load
from cin_metrics.measures import Selection, make_measures
from cin_metrics.packs import load_policy
from cin_metrics.statistics.comparison import compare_teams
from cin_metrics.ui import answers, tables
from cin_metrics.ui.answers import Share
from cin_metrics.ui.holding import OPENING_EXTRACT, Holding
from cin_metrics.ui.overview_figures import before_words, change_said, steps_said
from cin_metrics.ui.rule_opened import PARTS, band_of, days_said
from cin_metrics.ui.session import Session
from cin_metrics.ui.standing import Standing
from cin_metrics.ui.team_table import judged_cell
from cin_metrics.ui.view import View

HOME = Path(__file__).parents[2]
AS_OF = date(2026, 8, 31)
LATE_VISITS = """child_id,event_type,event_date,recorded_date,team,worker,cohort
1,referral_received,2026-01-05,,North,Ann,
1,assessment_completed,2026-02-02,,North,Ann,
1,plan_started,2026-02-02,,North,Ann,
1,cin_visit,2026-02-10,2026-02-10,North,Ann,
1,cin_visit,2026-02-24,2026-02-27,North,Ann,
1,cin_visit,2026-08-24,2026-09-03,South,Ben,
2,referral_received,2026-01-05,,North,Zoe,
2,assessment_completed,2026-02-02,,North,Zoe,
2,plan_started,2026-02-02,,North,Zoe,
2,cin_visit,2026-02-10,,North,Zoe,
3,referral_received,2024-01-05,,North,Zoe,cwd
3,assessment_completed,2024-02-02,,North,Zoe,cwd
3,plan_started,2024-02-02,,North,Zoe,cwd
"""

Opening = Callable[..., AppTest]


@pytest.fixture
def opening(council: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens a page on the council, or on the extract given, as of a month's end."""

    def run(page: str, extract: Path = council, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv(OPENING_EXTRACT, str(extract))
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
        for name, value in ({"as_of": str(AS_OF)} | address).items():
            app.query_params[name] = value
        return app.switch_page(f"pages/{page}.py").run()

    return run


@pytest.fixture
def late_visits(tmp_path: Path) -> Path:
    """Three children, two of them with visits that stopped."""
    path = tmp_path / "late_visits.csv"
    path.write_text(LATE_VISITS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def session(council: Path) -> Session:
    return Session(Holding(load([council]), is_opening=True))


@pytest.fixture
def view() -> View:
    return View(load_policy("ealing"), AS_OF, usual_period(DEFAULT_PERIOD, AS_OF), Selection())


def drawn(app: AppTest) -> str:
    """Everything written on the page, in words."""
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for kind in (app.get("html"), app.markdown, app.caption) for element in kind]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts).replace("\\", "")))


def table_of(app: AppTest, first_header: str) -> list[list[str]]:
    """The written table whose first header is this, as rows of cells."""
    found = next(e.value for e in app.get("html") if f'<th scope="col">{first_header}</th>' in e.value)
    rows = re.findall(r"<tr>(.*?)</tr>", found, flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return [[html.unescape(" ".join(re.sub(r"<[^>]+>", " ", cell).split())) for cell in row] for row in cells]


# The headline figures


def test_the_overview_has_eight_figures_each_with_its_numbers_and_what_it_was(opening: Opening) -> None:
    app = opening("overview")
    cards = [e.value for e in app.get("html") if "<h3>" in e.value]
    assert [re.findall(r"<h3>(.*?)</h3>", card)[0] for card in cards] == [
        "Children in need", "In timescale now", "Visits: time in timescale", "Overdue now",
        "Due in the next 10 working days", "Plans over 9 months", "Steps this quarter", "Two or more signs of drift",
    ]  # fmt: skip
    assert all(re.search(r'class="of">.*\d', card) for card in cards)
    said = drawn(app)
    assert len(re.findall(r"on 31 Aug 2025", said)) == 6
    assert "in the 12 months before" in said and "in the 2 months before" in said


def test_what_stood_before_is_what_the_ledger_of_that_day_says(
    opening: Opening, session: Session, view: View
) -> None:
    """The last day before the period: 31 August 2025 for the twelve months to 31 August 2026."""
    before = period_before(view.period)
    then = Standing(session, replace(view, as_of=before.last, period=before))
    now = Standing(session, view)
    said = drawn(opening("overview"))
    for name in ("overdue", "plans", "in_need"):
        assert change_said(getattr(now, name), getattr(then, name), True, "on 31 Aug 2025") in said
    assert change_said(now.drift, then.drift, False, "on 31 Aug 2025") in said


def test_an_extract_that_begins_later_is_not_compared_with_what_it_does_not_hold(
    opening: Opening, late_visits: Path
) -> None:
    """It begins in January 2024; the year before the last two would begin in September 2023."""
    said = drawn(opening("overview", late_visits, period="2024-09-01..2026-08-31"))
    assert said.count("The extract does not reach back a period to compare with.") == 7
    assert "does not reach back" not in drawn(opening("overview", late_visits))


def test_a_second_drawing_says_what_was_before_at_once(opening: Opening) -> None:
    """The first time the page is drawn before the second ledger is made; both times it says the same."""
    app = opening("overview")
    first = drawn(app)
    assert drawn(app.run()) == first


def test_a_step_that_is_never_recorded_is_a_dash_and_not_nought() -> None:
    """Without a single start of early help in the extract, nobody can be seen to step down."""
    assert steps_said({"protection": Share(12, 58), "early_help": Share(5, 58)}) == "12 up · 5 down"
    assert steps_said({"protection": Share(0, 58)}) == "0 up · — down"


def test_without_any_step_on_record_the_card_says_why(opening: Opening, late_visits: Path) -> None:
    app = opening("overview", late_visits)
    card = next(e.value for e in app.get("html") if "Steps this quarter" in e.value)
    assert '<p class="value">—</p>' in card
    assert "The extract records no protection plan and no early help." in card


@pytest.mark.parametrize(
    ("now", "before", "counted", "said"),
    [
        (Share(8, 10), Share(7, 10), False, "Up 10.0 points from 70.0% (7 of 10) then."),
        (Share(7, 10), Share(8, 10), False, "Down 10.0 points from 80.0% (8 of 10) then."),
        (Share(7, 10), Share(14, 20), False, "The same as then: 70.0% (14 of 20)."),
        (Share(1204, 2000), Share(3, 10), True, "Up 1,201 from 3 then."),
        (Share(3, 10), Share(3, 20), True, "The same as then: 3."),
        (Share(3, 10), Share(0, 0, "Nothing is open now."), False, "No figure then."),
        (Share(None, None, "No visits."), Share(1, 2), False, ""),
    ],
)
def test_a_change_is_said_in_words(now: Share, before: Share, counted: bool, said: str) -> None:
    assert change_said(now, before, counted, "then") == said


def test_the_length_of_the_period_before_is_said_in_months_or_days() -> None:
    assert before_words(usual_period("12m", AS_OF)) == "in the 12 months before"
    assert before_words(Period("x", "x", date(2026, 8, 1), AS_OF)) == "in the month before"
    assert before_words(Period("x", "x", date(2026, 8, 2), AS_OF)) == "in the 30 days before"


# Teams side by side


def test_a_cell_says_worse_or_better_in_a_word_and_never_by_shade_alone() -> None:
    """Elm lies far below the others: worse for what should be high, better for what should be low."""
    compared = compare_teams(["Ash", "Birch", "Elm", "Oak", "Yew"], [90, 91, 40, 3, 0], [100, 100, 100, 4, 0])
    high = {team.team: judged_cell(team, "higher") for team in compared.teams}
    assert (high["Elm"].text, high["Elm"].note, high["Elm"].mark) == ("40.0%", "40 of 100", "▼ much worse")
    assert (high["Elm"].tone, high["Ash"].tone) == ("worse", "better")
    assert high["Oak"].text == "75.0% ○" and not high["Oak"].tone
    assert high["Yew"].text == "—"
    low = {team.team: judged_cell(team, "lower") for team in compared.teams}
    assert (low["Elm"].mark, low["Elm"].tone) == ("▲ much better", "better")
    alike = compare_teams(["Ash", "Birch"], [50, 51], [100, 100])
    assert judged_cell(alike.teams[0], "higher").text == "50.0% ●"


def test_the_overview_shows_every_team_by_name_and_all_of_them(
    opening: Opening, session: Session, view: View
) -> None:
    rows = table_of(opening("overview"), "Team")
    assert rows[0] == [
        "Team", "In timescale now", "Visits", "Reviews", "Meetings", "Plans over 9 months",
        "Two or more signs of drift",
    ]  # fmt: skip
    names = [row[0] for row in rows[1:]]
    assert names[-1] == "All" and names[:-1] == sorted(names[:-1])
    whole = answers.nothing_overdue(answers.open_children(session, view))
    assert rows[-1][1].endswith(f"{whole.numerator} of {whole.denominator}")
    assert all(re.match(r"—|\d+\.\d% ([●○]|[▼▲] (much )?(worse|better)) \d+ of \d+", cell)
               for row in rows[1:-1] for cell in row[1:])  # fmt: skip


# One rule opened


def test_a_part_of_a_rule_is_opened_by_its_address(opening: Opening) -> None:
    for part in PARTS:
        app = opening("timeliness", topic="visit", rule="visits", part=part)
        drawn(app)
        assert not app.warning
        assert app.query_params.get("part", ["time"]) in (part, [part])
    app = opening("timeliness", topic="visit", rule="visits", part="nonsense")
    assert "nonsense" in app.warning[0].value


def test_what_is_overdue_says_how_late_since_when_and_the_reason(opening: Opening, late_visits: Path) -> None:
    """Child 1 was seen a week ago; child 2 not since February, and was due 15 working days later."""
    app = opening("timeliness", late_visits, topic="visit", rule="visits", part="overdue")
    listed = next(frame.value for frame in app.dataframe if "Overdue since" in frame.value.columns)
    assert list(listed["Child"]) == ["2"]
    assert str(listed["Overdue since"][0])[:10] == "2026-03-03"
    assert listed["Days late"][0] > 100
    assert "Reason on file" in listed.columns
    assert "1 obligation of 1 child" in drawn(app).replace("*", "")


def test_what_falls_due_stands_by_working_day(opening: Opening, late_visits: Path) -> None:
    app = opening("timeliness", late_visits, topic="visit", rule="visits", part="soon", as_of="2026-09-07")
    assert table_of(app, "By")[1:] == [["Tue 15 Sep 2026", "1", "1"]]
    listed = next(frame.value for frame in app.dataframe if "Working days left" in frame.value.columns)
    assert list(listed["Working days left"]) == [6]


def test_recording_is_told_by_team_with_its_half_and_its_nine_in_ten(opening: Opening, late_visits: Path) -> None:
    """Of North's three visits two have a recorded date, 0 and 3 days later; South's one came 10 days later."""
    app = opening("timeliness", late_visits, topic="visit", rule="visits", part="recording")
    assert table_of(app, "Team")[1:] == [
        ["North", "1.5 days", "2.7 days", "2 of 3"],
        ["South", "10 days", "10 days", "1 of 1"],
        ["All", "3 days", "8.6 days", "3 of 4"],
    ]
    bands = next(frame.value for frame in app.dataframe if "Put on file" in frame.value.columns)
    assert dict(zip(bands["Put on file"], bands["Events"], strict=True)) == {
        "The same day": 1, "1 day": 0, "2 days": 0, "3 to 5 days": 1, "6 to 10 days": 1, "11 to 20 days": 0,
        "21 days or more": 0,
    }  # fmt: skip


def test_recording_of_a_rule_is_the_measure_of_its_events(session: Session, view: View) -> None:
    period = view.period
    ledger = session.ledger(view)
    for by, wanted in (("team", "Harbour, cin_visit"), ("rule", "cin_visit")):
        rows = make_measures(
            ledger, period.first, period.last, by, measures=["recording_lag_median", "recording_lag_p90"]
        ).to_pylist()
        median, p90 = (row for row in rows if row["group_value"] == wanted)
        told = answers.recording_by_team(session, view, ["cin_visit"])
        row = next(row for row in told if (row["team"] == "Harbour" if by == "team" else row["is_all"]))
        assert (row["recorded"], row["events"]) == (median["numerator"], median["denominator"])
        assert (row["median_days"], row["p90_days"]) == (median["value"], p90["value"])
    days = answers.recording_days(session, view, ["cin_visit"])
    assert sum(row["events"] for row in days) == median["numerator"] > 0


def test_days_to_record_in_words() -> None:
    assert [days_said(days) for days in (0, 1, 2.5, None)] == ["the same day", "1 day", "2.5 days", "—"]
    assert [band_of(days) for days in (-3, 0, 5, 6, 400)] == [
        "Before it happened", "The same day", "3 to 5 days", "6 to 10 days", "21 days or more",
    ]  # fmt: skip


def test_workers_are_listed_by_name_for_one_team_and_never_judged(opening: Opening, late_visits: Path) -> None:
    address = {"topic": "visit", "rule": "visits", "part": "teams", "as_of": "2026-03-02"}
    app = opening("timeliness", late_visits, **address)
    assert "Choose a single team in the filters" in drawn(app) and "Zoe" not in drawn(app)
    app = opening("timeliness", late_visits, team="North", **address)
    assert table_of(app, "Worker") == [
        ["Worker", "Open", "Of them overdue"], ["Ann", "1", "0"], ["Zoe", "1", "0"],
    ]  # fmt: skip


def test_england_stands_beside_a_rule_that_asks_the_same(opening: Opening) -> None:
    policy = load_policy("teeswide")
    published = benchmark_for("timeliness", policy.rule("assessment"), policy)
    assert published is not None and published.england is not None and published.england.value is not None
    said = drawn(opening("timeliness", policy="teeswide", topic="assessment", rule="assessment")).replace("*", "")
    assert f"England: {published.england.value * 100:.1f}%, year to March 2025" in said
    assert published.beside_measure in said and published.source in said
    assert "England:" not in drawn(opening("timeliness", topic="visit", rule="visits"))


@pytest.mark.parametrize("part", ["overdue", "soon", "children"])
def test_a_download_of_a_rule_names_its_rule_and_the_extract(
    part: str, opening: Opening, late_visits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origins: list[dict[str, Any]] = []
    monkeypatch.setattr(
        tables, "download", lambda rows, columns, name, view, *of: origins.append(tables.provenance(view, *of))
    )
    drawn(opening("timeliness", late_visits, topic="visit", rule="visits", part=part, as_of="2026-09-07"))
    assert [(origin["Rule"], origin["Extract"]) for origin in origins] == [("Visits", "late_visits.csv")]


# Drift


def test_lengths_are_those_of_the_measure_with_disability_support_apart(
    opening: Opening, late_visits: Path, session: Session, view: View
) -> None:
    """Two plans are seven months old, and the disabled child's two and a half years."""
    app = opening("drift", late_visits)
    plans = [frame.value for frame in app.dataframe if "Months" in frame.value.columns][0].set_index("Months")
    assert (plans.loc["6–9 months", "Open"], plans.loc["24+ months", "Open"]) == (2, 0)
    assert (plans.loc["6–9 months", "Disability support"], plans.loc["24+ months", "Disability support"]) == (0, 1)
    for name in ("plan_length", "episode_length"):
        rows = answers.open_lengths(session, view, name)
        measured = [row for row in session.measures(view, [name]) if row["measure"] == name]
        assert [row["open"] + row["disabled"] for row in rows] == [row["numerator"] for row in measured]


def test_signs_stand_by_team_with_of_how_many(opening: Opening, late_visits: Path) -> None:
    """Child 2 is North's, child 1 South's since August; the disabled child is not among them."""
    rows = table_of(opening("drift", late_visits, policy="ealing"), "Sign")
    assert rows[0] == ["Sign", "North", "South", "All"]
    by_sign = {row[0]: row[1:] for row in rows[1:]}
    assert by_sign["Nothing on record"] == ["100.0% ○ 1 of 1", "0.0% ○ 0 of 1", "50.0% 1 of 2"]


def test_a_child_of_the_list_leads_to_its_chronology(opening: Opening) -> None:
    app = opening("drift")
    child = app.selectbox(key="drift_child").options[0]
    app.selectbox(key="drift_child").set_value(child).run()
    assert f"Chronology of {child}" in str([link.proto for link in app.get("page_link")])


# Methods are linked, not named as files


@pytest.mark.parametrize("page", ["overview", "timeliness", "drift", "patterns", "groups"])
def test_no_page_names_a_file_of_the_documentation(page: str, opening: Opening) -> None:
    assert "docs/" not in drawn(opening(page))
