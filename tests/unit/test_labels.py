"""Labels: read once from their file, every fault said at once, and in use wherever our own words stand."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from cin_metrics import labels
from cin_metrics.__main__ import AT_FAULT, main
from cin_metrics.faults import InputFault
from cin_metrics.labels import (
    ALSO,
    LABELS,
    NAMES,
    OTHER_LABELS,
    OTHER_THINGS,
    TERMS,
    read_labels,
    worded,
)
from cin_metrics.measures import GROUPS
from cin_metrics.packs import PACKS
from cin_metrics.simulate import simulate
from cin_metrics.ui.holding import OPENING_EXTRACT
from cin_metrics.vocabulary import COLUMNS, EVENT_TYPES, TOPICS
from cin_metrics.writing import write_table

HOME = Path(__file__).parents[2]
FAMILY_HELP = """
labels:
  child in need plan: family help plan
  plan: family help plan
  social worker: lead practitioner
  worker: lead practitioner
  child in need: child supported by Family Help / children supported by Family Help
  review: update meeting
  panel: MDT forum
"""
ALL_FORMS = "|".join(sorted({*TERMS, *filter(None, TERMS.values()), *ALSO}, key=len, reverse=True))
KEPT = "|".join((*NAMES, *OTHER_THINGS))


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Writes a YAML text as the file of labels in force."""

    def write(text: str) -> Path:
        path = tmp_path / "labels.yaml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv(OTHER_LABELS, str(path))
        forget()
        return path

    yield write
    forget()


def forget() -> None:
    """Read the labels anew, as a program that starts does."""
    labels._in_force.cache_clear()
    labels._pattern.cache_clear()


def faults_of(path: Path) -> list[str]:
    """What reading a file says is at fault, without the file's own path."""
    with pytest.raises(InputFault) as caught:
        read_labels(path)
    return [fault.replace(str(path), "file") for fault in caught.value.faults]


def test_the_file_that_comes_with_the_product_names_every_term_as_the_texts_do() -> None:
    listed = yaml.safe_load(LABELS.read_text("utf-8"))["labels"]
    assert list(listed) == list(TERMS)
    assert {term: (label.one, label.many) for term, label in read_labels(LABELS).items()} == {
        term: (term, many or term) for term, many in TERMS.items()
    }


def test_no_text_changes_until_a_label_does() -> None:
    assert worded("A review of the plan by a social worker") == "A review of the plan by a social worker"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("No child is on a plan.", "No child is on a family help plan."),
        ("Plans over 9 months", "Family help plans over 9 months"),
        ("A child in need plan began", "A family help plan began"),
        ("Worker", "Lead practitioner"),
        ("Workers so far", "Lead practitioners so far"),
        ("Children in need", "Children supported by Family Help"),
        ("the manager's decision", "the manager's decision"),
        ("Only a review counts.", "Only an update meeting counts."),
        ("A review", "An update meeting"),
        ("Panel list", "MDT forum list"),
    ],
)
def test_a_text_is_said_in_the_authoritys_words(ours: str, theirs: str, named: Callable[[str], Path]) -> None:
    named(FAMILY_HELP)
    assert worded(ours) == theirs


@pytest.mark.parametrize(
    "text",
    [
        "a protection plan and protection plans",
        "a child protection review conference",
        "A meeting to plan the work",
        "“Plan reviewed in time” cannot be judged.",
        "The column `worker` is empty",
        "{reviews} times",
        "previewed, planning, teamwork",
    ],
)
def test_what_is_no_word_of_ours_stays(text: str, named: Callable[[str], Path]) -> None:
    """Names stand in quotation marks; a protection plan is another thing."""
    named(FAMILY_HELP)
    assert worded(text) == text


def test_a_text_that_is_said_twice_is_said_as_once(named: Callable[[str], Path]) -> None:
    """The label "family help plan" holds the word "plan", which must not be put in its place again."""
    named(FAMILY_HELP)
    once = worded("A plan, a review, a panel and a worker")
    assert once == "A family help plan, an update meeting, an MDT forum and a lead practitioner"
    assert worded(once) == once


def test_every_fault_of_the_file_is_said_at_once(named: Callable[[str], Path]) -> None:
    path = named("""
labels:
  wroker: lead practitioner
  plan: <b>plan</b>
  early help: early help / early helps
  team: one / two / three
lables: {}
""")
    form = "words of up to 40 letters, with the plural after a '/'"
    assert faults_of(path) == [
        "file: found 'lables'; allowed: labels. Did you mean 'labels'?",
        f"file line 3, wroker: allowed: {', '.join(TERMS)}. Did you mean 'worker'?",
        f"file line 4, plan: found '<b>plan</b>'; allowed: {form}.",
        "file line 5, early help: found 'early help / early helps'; allowed: one form, because it has no plural.",
        f"file line 6, team: found 'one / two / three'; allowed: {form}.",
    ]
    assert worded("Team") == "Team", "a faulty file changes nothing"


@pytest.mark.parametrize("text", ["[]", "labels: [plan]", "plan"])
def test_what_is_no_list_of_labels_is_said(text: str, named: Callable[[str], Path]) -> None:
    assert "allowed: 'labels:' with a line for each" in faults_of(named(text))[0]


def test_a_faulty_file_is_said_on_a_page_and_by_a_command_that_writes_a_paper(
    named: Callable[[str], Path],
    council: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = named("labels:\n  plna: family help plan\n")
    monkeypatch.setenv(OPENING_EXTRACT, str(council))
    app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60).switch_page("pages/panel.py").run()
    said = f"{path} line 2, plna: allowed: {', '.join(TERMS)}. Did you mean 'plan'?"
    assert [error.value.replace("\\", "") for error in app.error] == [said]
    asked = ["panel", str(council), "--policy", "ealing", "--as-of", "2026-09-30"]
    assert main([*asked, "-o", str(tmp_path / "panel.docx")]) == AT_FAULT
    assert capsys.readouterr().err.strip() == said
    assert main(["ledger", *asked[1:], "-o", str(tmp_path / "ledger.csv")]) == 0, "a ledger holds no word of ours"


def odd_labels() -> str:
    """A label for each term that stands nowhere else: zelt0, zelt1 …"""
    lines = [f"  {term}: zelt{place} / zelts{place}" for place, term in enumerate(TERMS)]
    bare = [line.split(" / ")[0] if TERMS[term] is None else line for line, term in zip(lines, TERMS, strict=True)]
    return "\n".join(["labels:", *bare])


def without_words(node: Any, key: str = "") -> Any:
    """A policy pack with a number in place of each of its texts."""
    if isinstance(node, dict):
        return {name: without_words(value, name) for name, value in node.items()}
    if isinstance(node, list):
        return [without_words(value, key) for value in node]
    is_text = key in ("title", "asks", "clause", "note", "why", "reference")
    return f"§ {abs(hash(node)) % 100_000}" if is_text else node


@pytest.mark.slow
def test_every_page_and_paper_says_the_labels_and_none_of_the_words_they_replace(tmp_path: Path) -> None:
    """But for what others wrote (here the pack has no words; England's source is named) and the contract's codes."""
    (tmp_path / "labels.yaml").write_text(odd_labels(), "utf-8")
    (tmp_path / "packs").mkdir()
    content = yaml.load(PACKS.joinpath("ealing.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    pack = tmp_path / "packs" / "odd.yaml"
    pack.write_text(yaml.safe_dump(without_words(content), allow_unicode=True), "utf-8")
    write_table(simulate(children=40, seed=1, as_of=date(2026, 9, 30)), tmp_path / "council.csv")
    here = {OTHER_LABELS: str(tmp_path / "labels.yaml"), "CIN_METRICS_EXTRACT": str(tmp_path / "council.csv")}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.every_text", str(pack)],
        cwd=HOME, env=os.environ | here, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    found = json.loads(ran.stdout)
    codes = {*EVENT_TYPES, *TOPICS, *GROUPS, *(rule["id"] for rule in content["rules"])}
    columns = re.escape(", ".join(COLUMNS))
    theirs = re.compile(rf"{KEPT}|{columns}|Department for Education, Children in need", re.IGNORECASE)
    left = [
        (place, text)
        for place, text in found
        if re.search(rf"\b({ALL_FORMS})\b", theirs.sub(" ", text), re.IGNORECASE)
        and not codes & {part.strip() for part in text.split(",")}
    ]
    assert left == []
    said = {word for _, text in found for word in re.findall(r"zelts?\d+", text.lower())}
    rare = {"social worker", "family group meeting", "conference chair", "planning meeting"}
    assert {term for place, term in enumerate(TERMS) if not {f"zelt{place}", f"zelts{place}"} & said} <= rare
