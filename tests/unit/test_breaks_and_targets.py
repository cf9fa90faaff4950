"""Breaks in series and targets: read once from their files, every fault said at once, and which figures they touch."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cin_metrics.breaks import OTHER_BREAKS, RecordedBreak, breaks_of, read_breaks
from cin_metrics.faults import InputFault
from cin_metrics.packs import pack_names, policy_from_mapping
from cin_metrics.targets import OTHER_TARGETS, read_targets, target_of

RULE = {"id": "visits", "title": "Visits", "topic": "visit", "clause": "1"} | {
    "every": "15 days", "of": "cin_visit", "from": "referral_received"
}  # fmt: skip
PACK: dict[str, Any] = {"title": "Ours", "rules": [RULE]}
FAMILY_HELP = RecordedBreak(date(2026, 4, 1), "Family Help")


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a YAML text as a file."""

    def write(text: str) -> Path:
        path = tmp_path / "given.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def faults_of(read: Callable[[Path], Any], path: Path) -> list[str]:
    """What reading a file says is at fault, without the file's own path."""
    with pytest.raises(InputFault) as caught:
        read(path)
    return [fault.replace(str(path), "file") for fault in caught.value.faults]


def test_no_break_and_no_target_is_invented_for_an_authority() -> None:
    assert read_breaks() == ()
    assert read_targets() == {}


def test_a_break_is_recorded_with_its_day_and_reason(written: Callable[[str], Path]) -> None:
    path = written("""
breaks:
  - {on: 2026-04-01, reason: Family Help}
  - on: 2025-10-06
    reason: New case system
    rules: [visits]
    measures: seen
    policy: ealing
    teams: [North]
""")
    system = RecordedBreak(
        date(2025, 10, 6), "New case system", ("visits",), ("seen",), "ealing", ("North",)
    )
    assert read_breaks(path) == (system, FAMILY_HELP), "by date"


def test_every_fault_of_a_file_of_breaks_is_said_at_once(written: Callable[[str], Path]) -> None:
    path = written("""breaks:
  - {on: 1 April 2026, reason: Family Help}
  - {on: 2026-02-30, reason: ""}
  - {on: 2026-04-01, reason: New system, rules: [visitz], measures: [sean], policy: eling}
  - {on: 2026-04-01, reasons: New system}
  - a change
more: 1
""")
    assert faults_of(read_breaks, path) == [
        "file: found 'more'; allowed: breaks.",
        "file line 2, on: found '1 April 2026'; allowed: a day such as 2026-04-01.",
        "file line 3, on: found '2026-02-30'; allowed: a day such as 2026-04-01.",
        "file line 3, reason: allowed: what changed, in up to 80 letters.",
        f"file line 4, policy: found 'eling'; allowed: {', '.join(pack_names())}. "
        "Did you mean 'ealing'?",
        "file line 4, rules: found 'visitz'; allowed: the id of a rule in a policy pack. "
        "Did you mean 'visits'?",
        "file line 4, measures: found 'sean'; allowed: a measure of docs/measures.md. "
        "Did you mean 'seen'?",
        "file line 5, found 'reasons'; allowed: on, reason, rules, measures, policy, teams. "
        "Did you mean 'reason'?",
        "file line 5, reason: allowed: what changed, in up to 80 letters.",
        "file line 6: allowed: a mapping with on, reason, rules, measures, policy, teams.",
    ]


@pytest.mark.parametrize("text", ["", "- on: 2026-04-01", "breaks: 2026-04-01"])
def test_a_file_that_lists_no_breaks_is_refused(text: str, written: Callable[[str], Path]) -> None:
    said = faults_of(read_breaks, written(text))
    assert said == ["file: allowed: 'breaks:' with a list, one entry a break."]


@pytest.mark.parametrize(
    ("known", "touched", "why"),
    [
        ({}, True, "a break that names nothing touches everything"),
        ({"rules": ("visits",)}, True, "its rule"),
        ({"rules": ("reviews",)}, False, "another rule"),
        ({"rules": ("reviews",), "measures": ("timeliness",)}, True, "its measure"),
        ({"measures": ("seen",)}, False, "another measure"),
        ({"policy": "ealing"}, True, "its policy"),
        ({"policy": "manchester"}, False, "another policy"),
        ({"teams": ("North", "South")}, True, "nothing but its teams is shown"),
        ({"teams": ("South",)}, False, "another team is shown"),
    ],
)
def test_a_break_touches_the_figures_it_names(known: dict[str, Any], touched: bool, why: str) -> None:
    found = RecordedBreak(date(2026, 4, 1), "New system", **known)
    assert found.touches("ealing", "timeliness", "visits", ("North",)) == touched, why


def test_a_break_of_one_team_leaves_the_whole_services_figure_alone() -> None:
    of_north = RecordedBreak(date(2026, 4, 1), "New manager", teams=("North",))
    assert not of_north.touches("ealing", "timeliness", "visits", ())


def test_the_day_from_which_a_policy_applies_is_a_break() -> None:
    pack = policy_from_mapping(PACK | {"effective": {"from": "2026-01-01"}}, "ours")
    found = breaks_of([FAMILY_HELP], pack, "seen")
    assert [(known.on, known.reason) for known in found] == [
        (date(2026, 1, 1), "This policy applies"),
        (date(2026, 4, 1), "Family Help"),
    ]
    assert breaks_of([FAMILY_HELP], policy_from_mapping(PACK, "ours"), "seen") == (FAMILY_HELP,)


def test_the_environment_may_name_other_files(
    written: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written("breaks: [{on: 2026-04-01, reason: Family Help}]")
    monkeypatch.setenv(OTHER_BREAKS, str(path))
    assert read_breaks() == (FAMILY_HELP,)
    path = path.with_name("targets.yaml")
    path.write_text("targets: {visits: 95%}", encoding="utf-8")
    monkeypatch.setenv(OTHER_TARGETS, str(path))
    assert read_targets() == {"visits": 0.95}


def test_a_target_is_a_rules_own_or_the_measures(written: Callable[[str], Path]) -> None:
    path = written("targets: {visits: 95%, timeliness: 90 %, recording_lag_median: 2 days}")
    targets = read_targets(path)
    assert target_of(targets, "timeliness", "visits") == 0.95
    assert target_of(targets, "timeliness", "reviews") == 0.9
    assert target_of(targets, "recording_lag_median", None) == 2
    assert target_of(targets, "bunching", "visits") is None, "a rule's target is its share on time"


def test_every_fault_of_a_file_of_targets_is_said_at_once(written: Callable[[str], Path]) -> None:
    path = written("""targets:
  visitz: 95%
  seen: 120%
  recording_lag_median: 90%
  step_up_rate: 5%
  visits: high
""")
    share = "allowed: a share of up to 100%, such as 95%."
    assert faults_of(read_targets, path) == [
        "file line 2, visitz: allowed: the id of a rule, or a measure. Did you mean 'visits'?",
        f"file line 3, seen: found '120%'; {share}",
        "file line 4, recording_lag_median: found '90%'; allowed: days, such as 2 days.",
        "file line 5, step_up_rate: neither more nor less of this is good, so it can have no target.",
        f"file line 6, visits: found 'high'; {share}",
    ]
