"""A faulty pack says everything that is wrong with it at once, and where; the schema for editors agrees."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from cin_metrics.faults import InputFault
from cin_metrics.packs import PACKS, check_policies, load_policy, pack_names
from cin_metrics.policy_schema import schema_text

GOOD = """\
title: A pack
cohorts:
  local: {title: Local}
define:
  seen: {event: cin_visit, where: {child_seen: [yes]}}
rules:
  - {id: one, title: One, topic: visit, clause: a, within: 10 days, from: referral_received, to: seen}
  - {id: two, title: Two, topic: visit, clause: a, every: 10 days, after: one, of: seen}
"""


def written(folder: Path, text: str) -> Path:
    """A pack of that text in a file."""
    path = folder / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str) -> list[str]:
    """The faults of a pack of that text, each without the folder it stands in."""
    path = written(folder, text)
    with pytest.raises(InputFault) as caught:
        load_policy(path)
    assert check_policies([path]) == caught.value.faults
    assert all(str(path) in fault for fault in caught.value.faults)
    return [fault.replace(f"{folder}/", "") for fault in caught.value.faults]


def faults_with(folder: Path, old: str, new: str) -> list[str]:
    """The faults of the good pack with ``new`` in place of ``old``."""
    assert GOOD.count(old) >= 1
    return faults_of(folder, GOOD.replace(old, new, 1))


def test_a_good_pack_has_no_faults(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, GOOD))
    assert policy.name == "ours"
    assert [rule.id for rule in policy.rules] == ["one", "two"]


@pytest.mark.parametrize(
    ("written", "recorded"),
    [
        ("outcome: [Close]", "outcome: found 'Close'; allowed: close."),
        ("outcome: [rc1]", "outcome: found 'rc1'; allowed: RC1."),
        ("outcome: [step-up]", "outcome: found 'step-up'; allowed: step_up."),
        ("chaired_by: [Conference chair]", "chaired_by: found 'Conference chair'; allowed: conference_chair."),
    ],
)
def test_a_condition_is_written_as_a_load_writes_it(tmp_path: Path, written: str, recorded: str) -> None:
    """In another spelling it would match no event, and nobody would know."""
    (fault,) = faults_with(tmp_path, "child_seen: [yes]", written)
    assert fault.endswith(recorded)


def test_a_local_reason_is_written_as_it_is_recorded(tmp_path: Path) -> None:
    load_policy(written(tmp_path, GOOD.replace("child_seen: [yes]", "outcome: [Moved to Leeds]")))


def test_ten_faults_are_ten_sentences_at_once(tmp_path: Path) -> None:
    """Each with the file, the line, the place, what was found, what is allowed, the nearest known word."""
    found = faults_of(
        tmp_path,
        """\
tile: A pack
title: A pack
calendar: {country: englund}
drift:
  idle: {longer_than: 42 dais}
define:
  visit: {event: cin_vist}
rules:
  - {id: one, title: One, topic: visits, clause: a, within: 10 days, from: visit, to: visit}
  - {id: two, title: Two, topic: visit, clause: a, within: ten days, from: visit, to: visit}
  - {id: three, title: Three, topic: visit, clause: a, within: 10 days, from: visit, to: vist}
  - {id: four, title: Four, topic: visit, clause: a, within: 10 days, after: thre, to: visit}
  - {id: five, title: Five, topic: visit, clause: a, within: 10 days, from: visit, to: visit, only: [cvd]}
  - {id: six, topic: visit, clause: a, within: 10 days, from: visit, to: visit}
  - {id: seven, title: Seven, topic: visit, clause: a, from: visit, to: visit}
""",
    )
    assert len(found) == 11
    expected = [
        r"ours\.yaml line 1, tile: found 'tile'; allowed: title, .* mean 'title'\?",
        r"ours\.yaml line 3, calendar\.country: found 'englund'; .* mean 'england'\?",
        r"ours\.yaml line 5, drift\.idle\.longer_than: found '42 dais'; allowed: a number and .*",
        r"ours\.yaml line 7, define\.visit: found 'cin_vist'; .* mean 'cin_visit'\?",
        r"ours\.yaml line 9, rules\.one\.topic: found 'visits'; .* mean 'visit'\?",
        r"ours\.yaml line 10, rules\.two\.within: found 'ten days'; allowed: a number and .*",
        r"ours\.yaml line 11, rules\.three\.to: found 'vist'; .* mean 'visit'\?",
        r"ours\.yaml line 12, rules\.four\.after: found 'thre'; .* mean 'three'\?",
        r"ours\.yaml line 13, rules\.five\.only: found 'cvd'; .* mean 'cwd'\?",
        r"ours\.yaml line 14, rules\.six\.title: is missing\.",
        r"ours\.yaml line 15, rules\.seven: found none; allowed: one shape of within, every, .*",
    ]
    for sentence, pattern in zip(found, expected, strict=True):
        assert re.fullmatch(pattern, sentence), sentence


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("to: seen", "to: sean", "line 7, rules.one.to: found 'sean'"),
        ("event: cin_visit", "event: seen", "line 5, define.seen: found 'seen'"),
        ("[yes]", "[perhaps]", "line 5, define.seen: child_seen: found 'perhaps'; allowed: yes, no"),
        ("where:", "were:", "line 5, define.seen[1].were: found 'were'"),
        ("child_seen", "team", "line 5, define.seen[1].where.team: found 'team'"),
        ("after: one", "after: three", "line 8, rules.two.after: found 'three'"),
        ("after: one", "after: two", "line 8, rules.two.after: waits for itself"),
        ("after: one", "after: one, from: seen", "line 8, rules.two: allowed: either from or after"),
        ("after: one, ", "", "line 8, rules.two: allowed: either from or after"),
        ("after: one", "after: one, while: plan", "line 8, rules.two.after: 'one' is judged while in_need"),
        ("id: one", "id: ", "line 7, rules[1].id: "),
        ("id: one", "id: [one]", "line 7, rules[1].id: "),
        ("to: seen", "to: []", "line 7, rules.one.to: is empty"),
        ("to: seen", "to: seen, only: []", "line 7, rules.one.only: is empty"),
        ("id: two", "id: Rule Two", "line 8, rules.Rule Two.id: found 'Rule Two'; allowed: small letters"),
        ("within: 10 days", "within: 0 days", "line 7, rules.one.within: found '0 days'"),
        ("within: 10 days", "within: 10 day, every: 3 days",
         "line 7, rules.one: found within and every; allowed: one shape of"),
        ("within: 10 days", "wihtin: 10 days", "line 7, rules.one: found none; allowed: one shape of"),
        ("to: seen", "to: seen, anchor: all", "line 7, rules.one.anchor: found 'all'; allowed: first, each"),
        ("to: seen", "to: seen, later: {after: 1 day, every: 2 days}", "line 7, rules.one.later: found 'later'"),
        ("to: seen", "to: seen, except: [lokal]", "line 7, rules.one.except: found 'lokal'"),
        ("to: seen", "to: seen, cohorts: {lokal: {within: 3 days}}", "rules.one.cohorts.lokal: found 'lokal'"),
        ("to: seen", "to: seen, cohorts: {local: {every: 3 days}}",
         "rules.one.cohorts.local.every: found 'every'"),
        ("to: seen", "to: seen, cohorts: {local: {id: other}}", "rules.one.cohorts.local.id: found 'id'"),
        ("to: seen", "to: seen, cohorts: {local: {within: soon}}",
         "rules.one.cohorts.local.within: found 'soon'"),
        ("to: seen", "to: seen, cohorts: {local: {to: sean}}", "rules.one.cohorts.local.to: found 'sean'"),
        ("rules:\n", "effective: {from: 2024-02-01, to: 2024-01-31}\nrules:\n", "line 6, effective.to: allowed:"),
        ("rules:\n", "effective: {from: 2024-02-30}\nrules:\n", "line 6, effective.from: found '2024-02-30'"),
        ("rules:\n", "drift: {missed_visits: {rule: one}}\nrules:\n",
         "line 6, drift.missed_visits.rule: found 'one'; allowed: an every rule of this pack (two)"),
        ("rules:\n", "drift: {idel: }\nrules:\n", "line 6, drift.idel: found 'idel'"),
        ("rules:\n", "drift: {idle: {older_than: 3 days}}\nrules:\n",
         "line 6, drift.idle.older_than: found 'older_than'"),
        ("rules:\n", "calendar: {closures: [{from: 2024-12-30, to: 2024-12-29}]}\nrules:\n",
         "line 6, calendar.closures[1]: allowed: a last day on or after the first"),
        ("  seen:", "  cin_review: cin_visit\n  seen:", "line 5, define.cin_review: is an event of the vocabulary"),
        ("  seen:", "  more: [more, seen]\n  seen:", "line 5, define.more: stands for itself"),
    ],
)  # fmt: skip
def test_a_fault_says_where_it_stands(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    (found,) = faults_with(tmp_path, old, new)
    assert sentence in found


def test_an_id_that_stands_twice(tmp_path: Path) -> None:
    found = faults_with(tmp_path, "id: two", "id: one")
    assert "ours.yaml line 8, rules.one.id: 'one' is the id of an earlier rule." in found


def test_a_day_that_is_no_day(tmp_path: Path) -> None:
    found = faults_with(tmp_path, "rules:\n", "calendar: {closures: [2024-13-01]}\nrules:\n")
    assert "ours.yaml line 6, calendar.closures[1]" in found[0]
    assert "found '2024-13-01'" in found[0]


def test_a_cycle_of_after_names_every_rule_of_it(tmp_path: Path) -> None:
    found = faults_with(tmp_path, "from: referral_received", "after: two")
    assert found == [
        "ours.yaml line 7, rules.one.after: waits for itself: a cycle of after.",
        "ours.yaml line 8, rules.two.after: waits for itself: a cycle of after.",
    ]


def test_a_cycle_of_after_by_way_of_an_override(tmp_path: Path) -> None:
    found = faults_with(tmp_path, "to: seen", "to: seen, cohorts: {local: {after: two}}")
    assert any("waits for itself" in fault for fault in found)


def test_a_cycle_of_define_names_every_word_of_it(tmp_path: Path) -> None:
    found = faults_with(tmp_path, "  seen:", "  some: [other]\n  other: [some]\n  seen:")
    assert [fault.partition(": ")[0] for fault in found] == [
        "ours.yaml line 5, define.some",
        "ours.yaml line 6, define.other",
    ]


def test_keys_that_stand_twice(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path, "title: One\n" + GOOD.replace("to: seen", "to: seen, to: cin_visit")
    )
    assert found == [
        "ours.yaml line 2, title: stands twice.",
        "ours.yaml line 8, rules[1].to: stands twice.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title: [", "line 1: not YAML"),
        ("title: A pack\n\trules: 3", "line 2: not YAML"),
        ("", "allowed: a mapping with title and rules"),
        ("- a\n- b", "allowed: a mapping with title and rules"),
        ("title: A pack", "rules: allowed: a list of at least one rule"),
        ("title: A pack\nrules: []", "rules: allowed: a list of at least one rule"),
        ("title: A pack\nrules: [one]", "rules[1]: allowed: a mapping with id"),
        ("title: &a [*a]\nrules: *a", "a part that contains itself"),
        ("[" * 20_000, "too deep a nesting"),
    ],
)
def test_what_is_no_pack_at_all(tmp_path: Path, text: str, sentence: str) -> None:
    assert any(sentence in fault for fault in faults_of(tmp_path, text))


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_bytes(b"title: \xff\xfe")
    with pytest.raises(InputFault, match="not UTF-8"):
        load_policy(path)
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(InputFault, match="over 1 MB"):
        load_policy(path)


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"found 'eeling'; allowed: ealing, .* mean 'ealing'\?"):
        load_policy("eeling")
    with pytest.raises(InputFault, match="there is no such file"):
        load_policy(tmp_path / "none.yaml")


def test_one_faulty_pack_does_not_hide_the_next(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("title: [")
    second.write_text(GOOD.replace("to: seen", "to: sean"))
    found = check_policies([first, "ealing", second, "eeling"])
    assert [str(first) in found[0], str(second) in found[1], "eeling" in found[2]] == [True] * 3
    assert len(found) == 3


def test_no_and_yes_and_on_are_words(tmp_path: Path) -> None:
    """Nor do dates, numbers or `null` become anything but what was written."""
    text = (
        GOOD.replace("[yes]", "[no, yes]")
        .replace("title: Local", "title: on")
        .replace("clause: a", "clause: 1.10", 1)
    )
    policy = load_policy(written(tmp_path, text))
    (seen,) = policy.resolve(["seen"])
    assert seen.where == (("child_seen", ("no", "yes")),)
    assert policy.cohorts["local"].title == "on"
    assert policy.rules[0].clause == "1.10"


# The schema that editors use


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it (1.2): only true, false, whole numbers and nothing are not texts."""

    yaml_implicit_resolvers: dict = {}


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), "tf")
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[0-9]+$"), "0123456789")
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^$"), [""])

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema_text()))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("name", pack_names())
def test_the_schema_accepts_a_shipped_pack(name: str) -> None:
    text = (PACKS / f"{name}.yaml").read_text(encoding="utf-8")
    assert [error.message for error in VALIDATOR.iter_errors(yaml.load(text, EditorLoader))] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A pack", "tile: A pack"),
        ("within: 10 days", "within: ten days"),
        ("topic: visit", "topic: visits"),
        ("id: one, ", ""),
        ("to: seen", "too: seen"),
        ("event: cin_visit", "event: cin_vist"),
        ("child_seen", "team"),
        ("to: seen", "to: seen, while: open"),
        ("to: seen", "to: seen, every: 3 days"),
        ("rules:\n", "drift: {idel: {}}\nrules:\n"),
        ("rules:\n", "calendar: france\nrules:\n"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(tmp_path: Path, old: str, new: str) -> None:
    assert VALIDATOR.is_valid(yaml.load(GOOD, EditorLoader))
    assert faults_with(tmp_path, old, new)
    assert not VALIDATOR.is_valid(yaml.load(GOOD.replace(old, new, 1), EditorLoader))
