"""The data quality page: what should be mended, where, and which figures it touches."""

import re
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cin_metrics.events import load
from cin_metrics.quality import QUESTIONS, question
from cin_metrics.ui.holding import Holding
from cin_metrics.ui.session import Session
from cin_metrics.ui.view import Scope
from tests.unit.test_pages import drawn, extract_of, opening  # noqa: F401

Opening = Callable[..., AppTest]

TWO_TEAMS = """child_id,event_type,event_date,team,worker,episode_id
1,referral_received,2026-01-05,North,A,1
1,case_closed,2026-02-02,North,A,1
1,cin_visit,2026-02-03,North,A,1
1,cin_visit,2026-02-04,North,A,1
2,referral_received,2026-01-05,North,A,1
2,case_closed,2026-02-02,North,A,1
2,cin_visit,2026-02-05,,,1
3,referral_received,2026-01-05,South,B,1
3,plan_started,2026-01-02,South,B,1
4,referral_received,2026-01-05,South,B,1
"""
QUIET = """child_id,event_type,event_date,team,worker
1,referral_received,2026-01-05,North,A
"""


def rows_to_mend(app: AppTest) -> list[tuple[str, str]]:
    """Child and team of the rows listed."""
    table = next(table.value for table in app.dataframe if "Episode" in table.value.columns)
    return list(zip(table["Child"], table["Team"], strict=True))


def table_rows(app: AppTest) -> list[list[str]]:
    """The rows of the table of findings, its header first."""
    table = next(one.value for one in app.get("html") if "What looks wrong" in one.value)
    rows = re.findall(r"<tr>(.*?)</tr>", table)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def test_the_answer_says_how_many_children_what_first_and_what_it_touches(
    opening: Opening, extract_of: Callable[[str], Path]  # noqa: F811
) -> None:
    said = drawn(opening("quality", extract_of(TWO_TEAMS)))
    assert f"3 of 4 children (75.0%) stand in 2 findings, of {len(QUESTIONS)} questions asked" in " ".join(said.split())
    assert "something happened after the closing" in said
    assert question("event_after_closure").why in said
    assert question("event_after_closure").mend in said
    assert question("event_after_closure").touches in said


def test_findings_stand_by_team_with_the_share_of_the_teams_children(
    opening: Opening, extract_of: Callable[[str], Path]  # noqa: F811
) -> None:
    """A row that names no team is that of the team its episode was with."""
    app = opening("quality", extract_of(TWO_TEAMS))
    rows = table_rows(app)
    assert rows[0] == ["What looks wrong", "Times", "Children", "North", "South"]
    assert rows[1] == [question("event_after_closure").title, "3", "2 50.0%", "2 100.0%", "0"]
    assert rows[2] == [question("plan_before_referral").title, "1", "1 25.0%", "0", "1 50.0%"]
    assert rows_to_mend(app) == [("2", "North"), ("1", "North"), ("1", "North")]


def test_choosing_a_finding_opens_its_rows_and_stands_in_the_address(
    opening: Opening, extract_of: Callable[[str], Path]  # noqa: F811
) -> None:
    app = opening("quality", extract_of(TWO_TEAMS))
    app.selectbox(key="finding").set_value("plan_before_referral").run()
    assert app.query_params["finding"] == "plan_before_referral"
    assert rows_to_mend(app) == [("3", "South")]
    assert app.header[0].value == question("plan_before_referral").title


def test_the_teams_chosen_narrow_the_page(opening: Opening, extract_of: Callable[[str], Path]) -> None:  # noqa: F811
    app = opening("quality", extract_of(TWO_TEAMS), team="South")
    said = " ".join(drawn(app).split())
    assert "1 of 2 children (50.0%) stand in 1 finding" in said
    assert rows_to_mend(app) == [("3", "South")]


def test_an_unknown_finding_in_the_address_is_said(
    opening: Opening, extract_of: Callable[[str], Path]  # noqa: F811
) -> None:
    app = opening("quality", extract_of(TWO_TEAMS), finding="nonsense")
    assert any("nonsense" in warning.value for warning in app.warning)


def test_nothing_found_is_said(opening: Opening, extract_of: Callable[[str], Path]) -> None:  # noqa: F811
    said = drawn(opening("quality", extract_of(QUIET)))
    assert f"Nothing to mend: none of the {len(QUESTIONS)} questions asked of the events gives a finding." in said


def test_a_person_sees_the_findings_of_their_teams_only(extract_of: Callable[[str], Path]) -> None:  # noqa: F811
    holding = Holding(load([extract_of(TWO_TEAMS)]), is_opening=True)
    session = Session(holding, Scope(("South",)))
    found = session.children_behind_findings()
    assert [row["child_id"] for rows in found.values() for row in rows] == ["3"]
    assert set(session.children_of_teams()) == {"South"}
    assert session.rows_behind(holding.extract, "event_after_closure") == []
