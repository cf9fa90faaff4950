"""What screens are made of: words for rules, days and periods, charts, downloads, scope, colours, settings."""

import csv
import io
import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cin_metrics.days import (
    DEFAULT_PERIOD,
    PERIODS,
    british,
    make_period,
    month_ends,
    months_before,
    period_before,
    period_titles,
    read_day,
    usual_period,
)
from cin_metrics.drift import INDICATORS, used
from cin_metrics.events import load
from cin_metrics.measures import Selection
from cin_metrics.packs import load_policy, pack_names, policy_from_mapping
from cin_metrics.spells import make_spells
from cin_metrics.ui import answers, charts, theme
from cin_metrics.ui.address import FILTERS
from cin_metrics.ui.filters import policy_title
from cin_metrics.ui.holding import Holding, Recent
from cin_metrics.ui.session import Session
from cin_metrics.ui.tables import Cell, Column, as_csv, cell_html, file_stem, of_text, share_text
from cin_metrics.ui.view import NOBODY, Scope, View
from cin_metrics.vocabulary import EVENT_TYPES
from cin_metrics.words import (
    DRIFT_PHRASES,
    EVENT_PHRASES,
    count,
    joined,
    say_drift,
    say_rule,
    unformatted,
)

HOME = Path(__file__).parents[2]
AS_OF = date(2026, 8, 31)
FIRST = date(2024, 1, 5)


@pytest.fixture(scope="module")
def session(council: Path) -> Session:
    return Session(Holding(load([council]), is_opening=True))


def view_of(policy: str = "ealing", selection: Selection = Selection()) -> View:  # noqa: B008
    return View(load_policy(policy), AS_OF, usual_period(DEFAULT_PERIOD, AS_OF), selection)


# Words


def test_every_event_and_every_sign_of_drift_has_words() -> None:
    assert sorted(EVENT_PHRASES) == sorted(EVENT_TYPES)
    assert sorted(DRIFT_PHRASES) == sorted(INDICATORS)


@pytest.mark.parametrize("name", pack_names())
def test_every_rule_is_said_with_its_limits_and_without_code_words(name: str) -> None:
    policy = load_policy(name)
    for rule in policy.rules:
        said = say_rule(policy, rule).whole
        for _, variant in policy.variants(rule):
            if variant.limit:
                assert variant.limit.text in said
        assert not re.search(r"\w_\w|\{|None", said), said
        assert re.fullmatch(r"[A-Z“].*\.", said), said
    for sign in used(policy.drift):
        said = say_drift(sign, getattr(policy.drift, sign))
        assert not re.search(r"_|\{|None", said), said


def test_what_a_rule_asks_is_said_in_plain_words() -> None:
    policy = load_policy("ealing")
    assert say_rule(policy, policy.rule("first_visit")).asks == (
        "A visit within 10 working days of the completed assessment or the end of a protection plan."
    )
    visits = say_rule(policy, policy.rule("visits"))
    assert visits.differs == ["Disabled children: every 6 weeks."]
    assert visits.counts == ["A visit recorded as child not seen does not count."]
    meetings = say_rule(policy, policy.rule("network_meetings"))
    assert meetings.differs == ["Not for: Disabled children."]
    manchester = load_policy("manchester")
    assert say_rule(manchester, manchester.rule("visits")).differs == [
        "Privately fostered children: every 6 weeks; after 12 months, every 12 weeks."
    ]
    closing = say_rule(policy, policy.rule("final_review_by_manager"))
    assert closing.counts == ["Only a review chaired by a manager counts."]


def test_the_bar_calls_each_pack_by_its_authority_or_title() -> None:
    for name in pack_names():
        policy = load_policy(name)
        assert policy_title(name) == (policy.authority or policy.title.split(",")[0])


def test_counts_and_lists_in_words() -> None:
    assert [count(n, "child", "children") for n in (0, 1, 1204)] == ["0 children", "1 child", "1,204 children"]
    assert joined(["a", "b", "c"], "or") == "a, b or c"
    assert joined(["a"], "or") == "a"


@given(st.text(alphabet="[]()!<>*_`:#$~|\\ ab&é“", max_size=30))
def test_a_text_of_someones_making_is_shown_letter_by_letter(said: str) -> None:
    shown = unformatted(said)
    assert re.sub(r"\\(.)", r"\1", shown, flags=re.DOTALL) == said
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]()!<*_`:$]", shown)


# Days and periods


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("31/03/2026", date(2026, 3, 31)),
        ("1.4.26", date(2026, 4, 1)),
        ("31 March 2026", date(2026, 3, 31)),
        ("31 Mar 2026", date(2026, 3, 31)),
        ("5 Sept 2025", date(2025, 9, 5)),
        (" 29 feb 2024 ", date(2024, 2, 29)),
        ("29 Feb 2026", None),
        ("12/31/2026", None),
        ("31 Marble 2026", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_shown_is_read_back(day: date) -> None:
    assert read_day(british(day)) == day


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("12m", date(2025, 9, 1), AS_OF),
        ("6m", date(2026, 3, 1), AS_OF),
        ("3m", date(2026, 6, 1), AS_OF),
        ("quarter", date(2026, 7, 1), AS_OF),
        ("year", date(2026, 4, 1), AS_OF),
        ("last-year", date(2025, 4, 1), date(2026, 3, 31)),
        ("all", FIRST, AS_OF),
        ("1 Apr 2026 to 30 Jun 2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-04-01..2026-06-30", date(2026, 4, 1), date(2026, 6, 30)),
    ],
)
def test_periods(code: str, first: date, last: date) -> None:
    period = make_period(code, AS_OF, FIRST)
    assert period is not None
    assert (period.first, period.last) == (first, last)
    again = make_period(period.code, AS_OF, FIRST)
    assert again == period


@pytest.mark.parametrize(
    ("code", "first", "last", "months"),
    [
        ("12m", date(2024, 9, 1), date(2025, 8, 31), 12),
        ("quarter", date(2026, 5, 1), date(2026, 6, 30), 2),
        ("2026-04-01..2026-04-10", date(2026, 3, 22), date(2026, 3, 31), 0),
    ],
)
def test_the_period_before_is_as_long_and_ends_the_day_before(
    code: str, first: date, last: date, months: int
) -> None:
    """Whole months are counted as months: July and August are held against May and June, a day fewer."""
    period = make_period(code, AS_OF, FIRST)
    assert period is not None and period.months == months
    before = period_before(period)
    assert (before.first, before.last) == (first, last)


@pytest.mark.parametrize("code", ["", "13m", "30 Jun 2026 to 1 Apr 2026", "to", "2026-04-01"])
def test_what_is_no_period_is_none(code: str) -> None:
    assert make_period(code, AS_OF, FIRST) is None


def test_a_financial_year_begins_in_april() -> None:
    assert make_period("year", date(2026, 3, 31), FIRST).first == date(2025, 4, 1)
    assert make_period("year", date(2026, 4, 1), FIRST).first == date(2026, 4, 1)
    assert set(PERIODS) < set(period_titles())


def test_months_are_counted_back_to_the_months_last_day() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)


def test_month_ends_offered() -> None:
    assert month_ends(date(2026, 1, 5), date(2026, 3, 15), 9) == [date(2026, 2, 28), date(2026, 1, 31)]
    assert month_ends(date(2026, 1, 5), date(2026, 3, 31), 2) == [date(2026, 3, 31), date(2026, 2, 28)]


# Tables and downloads


def test_numbers_as_they_are_read() -> None:
    assert share_text(0.7844) == "78.4%"
    assert share_text(None) == "—"
    assert of_text(1204, 1536) == "1,204 of 1,536"
    assert of_text(0, 0) == "—"


def test_a_download_says_where_it_comes_from_and_holds_no_formula() -> None:
    rows = [{"child": "=cmd()", "due": date(2026, 3, 31), "late": None}]
    columns = {"child": Column("Child"), "due": Column("Due", "day"), "late": Column("Late", "number")}
    view = replace(view_of(selection=Selection(("Harbour",))), extract_name="=council.csv")
    read = list(csv.reader(io.StringIO(as_csv(rows, columns, view).decode("utf-8-sig"))))
    origin = ["Policy", "Extract", "As of", "Period from", "Period to", "Filters"]
    assert read[0] == ["Child", "Due", "Late", *origin]
    assert read[1][:3] == ["'=cmd()", "2026-03-31", ""]
    assert read[1][3].startswith("ealing 2024-09-19")
    assert read[1][4:] == ["'=council.csv", "2026-08-31", "2025-09-01", "2026-08-31", "Harbour · all children"]
    rule = view.policy.rule("visits")
    known = replace(view, known_by=date(2026, 8, 1))
    opened = list(csv.DictReader(io.StringIO(as_csv(rows, columns, known, rule).decode("utf-8-sig"))))[0]
    assert (opened["Rule"], opened["Known by"]) == ("Visits", "2026-08-01")
    assert opened["Clause"] == " ".join(rule.clause.split())
    assert file_stem("Children behind: Visits on time") == "children_behind_visits_on_time"


def test_a_cell_of_a_written_table_runs_no_markup() -> None:
    assert "<script>" not in cell_html(Cell("<script>", "<b>", "<i>", ["<u>"]))
    assert cell_html(None) == "—"
    assert cell_html(0) == "0"
    assert cell_html(date(2026, 3, 31)) == "31 Mar 2026"


# Charts


@given(
    st.lists(
        st.tuples(st.integers(-400, 400), st.integers(1, 40)), min_size=1, max_size=60, unique_by=lambda d: d[0]
    )
)
def test_bars_against_the_due_date_lose_nothing_and_never_join_early_with_late(
    days: list[tuple[int, int]],
) -> None:
    rows = [{"status": "x", "days_from_due": day, "obligations": number} for day, number in days]
    chart = charts.against_due("When", rows, "days", {"span": Column("Done")})
    on_time, late = (sum(trace.y) for trace in chart.figure.data)
    assert on_time == sum(number for day, number in days if day <= 0)
    assert late == sum(number for day, number in days if day > 0)
    assert sum(row["obligations"] for row in chart.rows) == on_time + late
    assert all(("early" in row["span"]) or ("late" in row["span"]) or row["span"] == "On the due date"
               for row in chart.rows)  # fmt: skip


def test_the_days_of_a_bar_in_words() -> None:
    assert charts.span_words(0, 1, -9, 9, "days") == "On the due date"
    assert charts.span_words(-2, 1, -9, 9, "days") == "2 days early"
    assert charts.span_words(0, 5, -9, 9, "days") == "0 to 4 days early"
    assert charts.span_words(2, 5, -9, 9, "days") == "6 to 10 days late"
    assert charts.span_words(9, 5, -9, 9, "days") == "41 or more days late"
    assert charts.span_words(-9, 5, -9, 9, "days") == "45 or more days early"


def test_the_year_stands_where_it_changes() -> None:
    months = ["2025-12", "2026-01", "2026-02"]
    assert charts.month_ticks(months) == ["Dec<br>2025", "Jan<br>2026", "Feb"]


def test_teams_stand_by_name_with_their_counts() -> None:
    teams = {"Ash": answers.Share(1, 10), "Birch": answers.Share(9, 10)}
    chart = charts.by_team("Teams", teams, answers.compared(teams), {"group": Column("Team")})
    assert list(chart.figure.data[-1].y) == ["Ash", "Birch"]
    said = [note.text for note in chart.figure.layout.annotations]
    assert said == ["10.0%  1 of 10", "90.0%  9 of 10", "All: 50.0%"]


def test_a_team_beyond_chance_stands_out_by_shape_and_in_words() -> None:
    """A triangle, a word in the table and a note say so; colour alone never does."""
    teams = {"Ash": answers.Share(90, 100), "Birch": answers.Share(91, 100), "Elm": answers.Share(40, 100)}
    chart = charts.by_team("Teams", teams, answers.compared(teams), {"group": Column("Team")})
    assert chart.figure.data[-1].marker.symbol[2] == "triangle-down"
    assert chart.rows[2]["verdict"] == "very different (99.8%)"
    assert "Triangles lie further out than chance gives" in chart.note


# The session: scope, caches, what cannot be judged


def test_a_scope_narrows_and_never_widens() -> None:
    everyone, one_team = Scope(), Scope(("Harbour",))
    assert everyone.narrow(Selection(("Harbour",))) == Selection(("Harbour",))
    assert one_team.narrow(Selection()) == Selection(("Harbour",))
    assert one_team.narrow(Selection(("Harbour", "Westmoor"))) == Selection(("Harbour",))
    assert one_team.narrow(Selection(("Westmoor",), ("cwd",))) == Selection((NOBODY,), ("cwd",))
    assert Scope(()).narrow(Selection()) == Selection((NOBODY,))


def test_every_answer_stays_inside_the_scope(session: Session) -> None:
    inside = replace(session, scope=Scope(("Harbour",)))
    view, harbour = view_of(), view_of(selection=Selection(("Harbour",)))
    assert inside.teams() == ["Harbour"]
    assert answers.rules_now(inside, view) == answers.rules_now(session, harbour)
    assert answers.rules_now(inside, view) != answers.rules_now(session, view)
    assert answers.open_children(inside, view) == answers.open_children(session, harbour)
    assert list(answers.team_topics(inside, view)) == ["Harbour"]
    assert answers.due_by_day(inside, view) == answers.due_by_day(session, harbour)
    assert {row["team"] for row in answers.rule_cases(inside, view, "visits")} == {"Harbour"}
    assert [row["team"] for row in answers.recording_by_team(inside, view, ["cin_visit"])] == ["Harbour", None]
    visits = ["cin_visit"]
    assert answers.recording_days(inside, view, visits) == answers.recording_days(session, harbour, visits)
    assert set(answers.drift_by_team(inside, view)) <= {"Harbour"}
    assert answers.open_lengths(inside, view, "plan_length") == answers.open_lengths(session, harbour, "plan_length")
    assert answers.endings(inside, view) == answers.endings(session, harbour)
    assert {row["team"] for row in inside.drift(view)} <= {"Harbour"}
    assert {row["team"] for row in inside.cases(view, "timeliness", "visits")} == {"Harbour"}
    nobody = replace(session, scope=Scope(()))
    assert nobody.cases(view, "timeliness", "visits") == []


def test_the_cases_behind_a_rule_are_those_its_figure_counts(session: Session) -> None:
    view = view_of()
    for now in answers.rules_now(session, view):
        rows = [row for row in answers.rule_cases(session, view, now.rule.id) if row["is_counted"]]
        assert len(rows) == (now.on_time.denominator or 0)
        assert sum(row["status"] == "on_time" for row in rows) == (now.on_time.numerator or 0)
        overdue = answers.open_cases(session, view, "overdue", [now.rule.id])
        assert len(overdue) == (now.overdue or 0)
        if overdue:
            assert overdue[0]["due_date"] == now.oldest_due_date


def test_who_is_in_need_agrees_with_the_spells(session: Session, council: Path) -> None:
    view = view_of()
    spells = make_spells(load([council]), AS_OF).to_pylist()
    opened = {s["child_id"] for s in spells if s["spell"] == "episode" and s["end_date"] is None}
    in_need = {s["child_id"] for s in spells if s["spell"] == "in_need" and s["end_date"] is None}
    plans = [s for s in spells if s["spell"] == "plan" and s["end_date"] is None]
    children = answers.open_children(session, view)
    assert answers.in_need(children) == answers.Share(len(in_need), len(opened))
    assert answers.plans_over_month(children).denominator == len(plans) > 0


def test_what_falls_due_soon_adds_up(session: Session) -> None:
    view = view_of()
    rules = answers.rules_now(session, view)
    judged = answers.judged_rules(session, view.policy)
    soon = sum(now.due_soon or 0 for now in rules)
    assert soon == sum(row["obligations"] for row in answers.due_by_day(session, view)) > 0
    listed = answers.open_cases(session, view, "upcoming", judged)
    assert len(listed) == soon
    assert {row["working_days_left"] for row in listed} <= set(range(11))


def test_teams_and_months_of_a_rule_add_up_to_it(session: Session) -> None:
    view = view_of()
    whole = answers.shares_by_rule(session, view, "timeliness")["visits"]
    for by in ("team", "month"):
        parts = answers.rule_groups(session, view, "visits", by).values()
        assert sum(part.denominator for part in parts) == whole.denominator
        assert sum(part.numerator for part in parts) == whole.numerator


@pytest.mark.parametrize(
    ("limit", "over"),
    [("9 months", 1), ("300 days", 1), ("10 months", 0), ("195 working days", 1), ("250 working days", 0)],
)
def test_plans_over_the_panels_month(limit: str, over: int) -> None:
    events = b"child_id,event_type,event_date\n1,referral_received,2025-09-01\n1,plan_started,2025-11-15\n"
    session = Session(Holding(load([("one.csv", events)]), is_opening=True))
    rule = {"id": "r", "title": "R", "topic": "visit", "clause": "c", "within": "3 days",
            "from": "plan_started", "to": "cin_visit"}  # fmt: skip
    policy = policy_from_mapping({"title": "T", "rules": [rule], "panel_month": limit}, "test")
    as_of = date(2026, 9, 14)
    view = View(policy, as_of, usual_period("12m", as_of), Selection())
    assert answers.plans_over_month(answers.open_children(session, view)) == answers.Share(over, 1)


def test_a_rule_nothing_could_meet_cannot_be_judged() -> None:
    events = (
        b"child_id,event_type,event_date,chaired_by\n"
        b"1,referral_received,2026-01-05,\n1,cin_review,2026-02-03,\n1,case_closed,2026-03-03,\n"
    )
    session = Session(Holding(load([("few.csv", events)]), is_opening=True))
    found = answers.cannot_be_judged(session, load_policy("ealing"))
    assert "cin_visit" in found["visits"]
    assert "chaired_by" in found["final_review_by_manager"]
    assert "recorded date" in found["review_notes"]
    assert "reviews" not in found and "closure_after_decision" not in found


def test_recent_answers_are_made_once_and_the_oldest_forgotten() -> None:
    made: list[str] = []
    recent = Recent(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        recent.get(key, lambda key=key: made.append(key) or key)
    assert made == ["a", "b", "c", "b"]


# Looks and settings


def luminance(colour: str) -> float:
    parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_charts_look_as_the_theme_says_and_as_nothing_else() -> None:
    """Plain data would be laid over Plotly's own template, whose grounds and lines would show through."""
    drawn = go.Figure().update_layout(template=theme.TEMPLATE)
    assert drawn.layout.template.data == go.layout.template.Data()
    assert drawn.layout.template == theme.TEMPLATE


def test_text_and_lines_have_contrast_enough() -> None:
    settings = tomllib.loads((HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    grounds = [theme.GROUND, settings["backgroundColor"], settings["secondaryBackgroundColor"]]
    for ground in grounds:
        for text in (theme.INK, theme.QUIET, settings["textColor"], settings["linkColor"]):
            assert contrast(text, ground) >= 4.5
    for colour in [*theme.COLOURS.values(), *settings["chartCategoricalColors"]]:
        assert contrast(colour, theme.GROUND) >= 3
    assert settings["baseFontSize"] == 16


def test_the_server_is_private_and_says_nothing_of_its_insides() -> None:
    settings = tomllib.loads((HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["maxUploadSize"] <= 200
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["toolbarMode"] == "minimal"


def test_no_icon_is_fetched_from_elsewhere() -> None:
    for path in [HOME / "app.py", *(HOME / "pages").glob("*.py"), *(HOME / "cin_metrics/ui").glob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert ":material/" not in text and "https://" not in text and "http://" not in text, path.name
    assert len(FILTERS) == len(set(FILTERS))
