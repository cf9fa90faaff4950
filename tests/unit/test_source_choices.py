"""What only the user can say of files: on the command line, on the Data page, and what the files suggest."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cin_metrics.__main__ import main
from cin_metrics.arguments import build, parse
from cin_metrics.commands import choices_of
from cin_metrics.events import load
from cin_metrics.faults import InputFault
from cin_metrics.sources.choices import CHOICES
from cin_metrics.sources.recognise import FORMATS
from tests.unit.census_texts import a_child, a_return, an_episode
from tests.unit.test_load import workbook_of
from tests.writers.ssd import as_csv

HOME = Path(__file__).parents[2]
OPENING_EXTRACT = "CIN_METRICS_EXTRACT"
DAY = date(2026, 9, 30)
EVENTS = b"child_id,episode_id,event_type,event_date\n007,A,referral_received,2025-05-01\n007,A,cin_visit,2025-05-20\n"
CENSUS = a_return(a_child(an_episode()))
LIST_6 = workbook_of(
    [
        ["Child Unique ID", "Gender", "Date of Birth", "CIN Start Date", "Case Status", "Date Child Was Last Seen"],
        ["007", "b) Female", "05/04/2015", "05/01/2026", "c)", "02/03/2026"],
    ]
)  # fmt: skip
REFERRALS = as_csv(
    [{"cine_referral_id": "R1", "cine_person_id": "007", "cine_referral_date": "2026-03-02", "cine_close_date": None}]
)
INVOLVED = ((3, "W1", "Allocated worker"), (4, "W2", "Duty officer"), (5, "W2", "Duty officer"))
INVOLVEMENTS = as_csv(
    [
        {
            "invo_involvements_id": number, "invo_professional_id": worker, "invo_professional_role_id": role,
            "invo_person_id": "007", "invo_involvement_start_date": f"2026-03-0{number}", "invo_referral_id": "R1",
        }
        for number, worker, role in INVOLVED
    ]
)  # fmt: skip
SSD = [("referrals.csv", REFERRALS), ("involvements.csv", INVOLVEMENTS)]


# What the files suggest


def test_the_day_of_a_workbook_is_offered_with_where_it_stands() -> None:
    (offer,) = load([("annex.xlsx", LIST_6)], DAY).offers
    assert (offer.choice.name, offer.taken) == ("snapshot_date", date(2026, 3, 2))
    assert "2 March 2026 (List 6, children in need: the day a child was last seen)" in offer.why


def test_a_day_before_what_stands_in_the_workbook_is_said() -> None:
    (offer,) = load([("annex.xlsx", LIST_6)], DAY, choices={"snapshot_date": date(2026, 2, 1)}).offers
    assert offer.taken == date(2026, 2, 1)
    assert offer.why.startswith("The day of the workbook is 1 February 2026, as given. The latest day in it is 2 March")


def test_roles_are_offered_with_how_often_they_stand_there() -> None:
    (offer,) = load(SSD, DAY).offers
    assert (offer.taken, dict(offer.found)) == (("Allocated worker",), {"Duty officer": 2, "Allocated worker": 1})
    assert "guessed from the words" in offer.why


def test_events_of_our_own_offer_nothing() -> None:
    assert load([("a.csv", EVENTS)], DAY).offers == []


def test_every_choice_is_declared_once_and_asked_by_a_format_or_of_several() -> None:
    asked = [choice for one in FORMATS for choice in one.choices]
    assert {choice.name for choice in CHOICES} == {choice.name for choice in asked} | {"same_children"}


# On the command line


def said_by(*words: str) -> dict[str, Any]:
    """The choices that the words of a command make."""
    return choices_of(parse(["load", "a.csv", *words]))


def test_the_options_of_the_command_line_are_the_choices() -> None:
    assert said_by() == {"mappings": []}
    words = ("--snapshot-date", "30/09/2026", "--worker-role", "A", "--worker-role", "B", "--same-children", "yes")
    assert said_by(*words) == {
        "mappings": [],
        "snapshot_date": DAY,
        "allocated_roles": ["A", "B"],
        "same_children": True,
    }
    assert said_by("--same-children", "NO")["same_children"] is False


@pytest.mark.parametrize("command", ["load", "spells", "ledger", "drift", "measures", "panel", "briefing"])
def test_every_command_that_reads_an_extract_takes_them(command: str) -> None:
    help_text = build()[1][command].format_help()
    assert [choice.option for choice in CHOICES if choice.option not in help_text] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--snapshot-date", "31/02/2026"), "-date: found '31/02/2026'; allowed: a day that the calendar has"),
        (("--same-children", "perhaps"), "--same-children: found 'perhaps'; allowed: yes or no"),
        (("--worker-roles", "A"), "there is no option '--worker-roles'. Did you mean '--worker-role'?"),
    ],
)
def test_what_is_not_allowed_is_said(words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(InputFault, match=re.escape(sentence)):
        said_by(*words)


def written(folder: Path, **files: bytes) -> list[str]:
    """The files in a folder, by path."""
    paths = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        paths.append(str(path))
    return paths


def test_a_role_that_nobody_has_is_named_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = written(tmp_path, referrals=REFERRALS, involvements=INVOLVEMENTS)
    assert main(["load", *files, "--worker-role", "Duty oficer"]) == 2
    assert "No involvement has the role 'Duty oficer'. Did you mean 'Duty officer'?" in capsys.readouterr().err
    assert main(["load", *files, "--worker-role", "duty officer"]) == 0
    assert "involved as 'Duty officer' (as chosen)" in capsys.readouterr().out
    assert main(["load", files[0], "--worker-role", "Duty officer"]) == 2
    assert "no involvements that name a role" in capsys.readouterr().err


def test_a_choice_of_a_format_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file,) = written(tmp_path, events=EVENTS)
    assert main(["load", file, "--snapshot-date", "2026-09-30"]) == 2
    assert "(--snapshot-date): none of the files is of the format it is said of, Annex A" in capsys.readouterr().err


def test_several_formats_are_read_once_it_is_said_what_equal_ids_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(tmp_path, events=EVENTS, census=CENSUS)
    assert main(["load", *files]) == 2
    assert "Say --same-children yes" in capsys.readouterr().err
    assert main(["load", *files, "--same-children", "yes"]) == 0
    said = capsys.readouterr().out
    assert "3 rows in, 2 accepted, 1 set aside" in said
    assert "What the formats have in common" in said
    assert main(["load", *files, "--same-children", "no"]) == 0
    assert "3 rows in, 3 accepted, 0 set aside" in capsys.readouterr().out


# On the Data page


@pytest.fixture
def page(council: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """The Data page with files uploaded."""
    monkeypatch.setenv(OPENING_EXTRACT, str(council))

    def upload(*files: tuple[str, bytes]) -> AppTest:
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60).switch_page("pages/data.py").run()
        app.file_uploader[0].set_value([(name, content, "text/plain") for name, content in files]).run()
        return app

    return upload


def said(app: AppTest) -> str:
    """What the page says."""
    assert not app.exception, [error.message for error in app.exception]
    parts = [element.value for kind in (app.markdown, app.error, app.subheader) for element in kind]
    parts += [re.sub(r"<[^>]+>", " ", element.value) for element in app.get("html")]
    return " ".join(" ".join(parts).replace("\\", "").split())


def test_the_day_of_a_workbook_is_asked_on_the_page_and_read_again(page: Callable[..., AppTest]) -> None:
    app = page(("annex.xlsx", LIST_6))
    (asked,) = app.date_input
    assert (asked.label, asked.value) == ("Day of the workbook", date(2026, 3, 2))
    assert "The latest day in it is 2 March 2026 (List 6" in said(app)
    asked.set_value(date(2026, 3, 31)).run()
    assert "The day of the workbook is 31 March 2026, as given." in said(app)


def test_the_roles_are_asked_on_the_page_and_read_again(page: Callable[..., AppTest]) -> None:
    app = page(*SSD)
    asked = next(one for one in app.multiselect if one.label.startswith("Roles"))
    assert asked.options == ["Duty officer (2)", "Allocated worker (1)"]
    asked.set_value(["Duty officer"]).run()
    assert "involved as 'Duty officer' (as chosen)" in said(app)


def test_the_overlap_is_shown_and_asked_before_formats_are_joined(page: Callable[..., AppTest]) -> None:
    app = page(("a.csv", EVENTS), ("b.xml", CENSUS))
    words = said(app)
    assert "Are these the same children?" in words
    assert re.search(r"Ids in both 1\b", words)
    assert not [one for one in app.button if one.label == "Use this extract"], "nothing to use before it is said"
    asked = next(one for one in app.radio if one.label == "Are equal ids the same children?")
    assert asked.value is None
    asked.set_value(True).run()
    assert "Another format among the files tells the same event, which counts once" in said(app)
    app = next(button for button in app.button if button.label == "Use this extract").click().run()
    assert "2 events of 1 child" in said(app)


def test_what_was_said_of_other_files_is_forgotten(page: Callable[..., AppTest]) -> None:
    app = page(("annex.xlsx", LIST_6))
    app.date_input[0].set_value(date(2026, 3, 31)).run()
    app.file_uploader[0].set_value([("events.csv", EVENTS, "text/csv")]).run()
    assert "none of the files is of the format" not in said(app)
    assert not app.date_input
