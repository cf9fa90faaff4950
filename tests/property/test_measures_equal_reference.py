"""Every figure and every drift indicator is what the plain reference says it is.

Over simulated councils with each shipped pack, and over random extracts and packs, stretched in
time so that months and years come into play. What differs is shrunk before it is shown.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cin_metrics.drift import make_drift
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import GROUPS, MEASURES, Selection, make_measures
from cin_metrics.packs import PACKS, pack_names, policy_from_mapping
from cin_metrics.simulate import simulate
from tests.property.strategies import random_day, random_events, random_pack
from tests.reference import figures as reference
from tests.reference.council import Council
from tests.reference.drift import DEFAULTS, drift
from tests.support import Rows, extract_of, smallest

Scene = dict[str, Any]

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
KEY = ("measure", "rule_id", "group_name", "group_value", "period_start", "period_end")


# Asking both


def figures_of(
    ledger: Ledger,
    period: tuple[date, date],
    by: str,
    teams: tuple[str, ...] = (),
    cohorts: tuple[str, ...] = (),
) -> dict[tuple[Any, ...], reference.Figure]:
    """The product's figures by what they are figures of."""
    table = make_measures(ledger, *period, by=by, selection=Selection(teams, cohorts))
    rows = table.to_pylist()
    found = {
        tuple(row[name] for name in KEY): (row["numerator"], row["denominator"], row["value"])
        for row in rows
    }
    assert len(found) == len(rows), "two figures of the same thing"
    return found


def same(one: reference.Figure | None, other: reference.Figure | None) -> bool:
    """Whether two figures are the same to the ninth place."""
    if one is None or other is None or one[:2] != other[:2]:
        return False
    return (one[2] is None and other[2] is None) or one[2] == pytest.approx(
        other[2], rel=1e-9, abs=1e-9
    )


def differences(scene: Scene, ledger: Ledger, council: Council) -> list[str]:
    """What the product and the reference say differently of a scene, a line each."""
    asked = scene["period"], scene["by"], *scene["selection"]
    ours = reference.figures(council, *asked)
    theirs = figures_of(ledger, *asked)
    lines = [
        f"{key}: the reference {ours.get(key)}, the product {theirs.get(key)}"
        for key in dict.fromkeys([*ours, *theirs])
        if not same(ours.get(key), theirs.get(key))
    ]
    expected = drift(council)
    found = [
        {name: value for name, value in row.items() if name != "detail"}
        for row in make_drift(ledger).to_pylist()
    ]
    lines += [f"drift: the reference alone {row}" for row in expected if row not in found]
    lines += [f"drift: the product alone {row}" for row in found if row not in expected]
    return lines


def of_scene(scene: Scene) -> list[str]:
    """The differences of a scene of its own."""
    pack, days = scene["pack"], (scene["as_of"], scene["known_by"])
    ledger = make_ledger(extract_of(scene["events"]), policy_from_mapping(pack, "random"), *days)
    return differences(scene, ledger, Council(scene["events"], pack, *days))


def assert_none(scene: Scene) -> None:
    """No differences; if there are any, those of the smallest scene that has some."""
    if not of_scene(scene):
        return

    def differs(candidate: Scene) -> bool:
        try:
            return bool(of_scene(candidate))
        except Exception:  # a pack that lost what it needs
            return False

    scene = smallest(scene, differs)
    rest = {name: part for name, part in scene.items() if name != "events"}
    lines = [
        ", ".join(f"{name} {value}" for name, value in event.items() if value is not None)
        for event in scene["events"]
    ]
    told = [*lines, yaml.dump(rest, sort_keys=False), *of_scene(scene)]
    pytest.fail("\n" + "\n".join(told), pytrace=False)


# Random councils

WORDS = [
    "cin_visit", "cin_review", "planning_meeting", "network_meeting", "assessment_completed",
    "supervision", "plan_updated", "reason_recorded", "meeting_cancelled", "worker_changed",
    "early_help_started", "referral_received",
]  # fmt: skip
ENDINGS = [None, "early_help", "RC9", "RC7"]
THRESHOLDS = {
    "older_than": ["1 month", "3 weeks", "6 months"],
    "reviews": ["1", "2", "3"],
    "rows": ["1", "2", "3"],
    "changes": ["1", "2"],
    "in_last": ["1 month", "12 months"],
    "within": ["2 working days", "10 days", "12 months"],
    "longer_than": ["5 working days", "2 months", "42 days"],
}


def stretched(rows: Rows, times: int) -> Rows:
    """The same rows with ``times`` as many days between them, the last one where it was."""
    last = max(row["event_date"] for row in rows)
    found = []
    for row in rows:
        earlier = timedelta(days=(times - 1) * (last - row["event_date"]).days)
        dates = [name for name in ("event_date", "recorded_date") if row[name]]
        found.append(row | {name: row[name] - earlier for name in dates})
    return found


def random_drift(dice: Random) -> dict[str, dict[str, str] | None]:
    """Some of the indicators, with thresholds of their own or the usual ones."""
    return {
        name: None
        if dice.random() < 0.3
        else {key: dice.choice(THRESHOLDS[key]) for key in DEFAULTS[name]}
        for name in dice.sample(list(DEFAULTS), dice.randint(3, len(DEFAULTS)))
    }


def scene_of(dice: Random) -> Scene:
    """Random events, pack, days, grouping and selection."""
    words = dice.sample(WORDS, dice.randint(2, 6))
    rows = stretched(random_events(dice, words), dice.choice([1, 1, 3, 8]))
    for row in rows:
        if row["event_type"] == "case_closed":
            row["outcome"] = dice.choice(ENDINGS)
        elif row["event_type"] == "cin_review" and dice.random() < 0.6:
            row["outcome"] = "continue"
    rows = list({tuple(row.values()): row for row in rows}.values())  # loading keeps one of equals
    pack = random_pack(dice, words)
    for rule in pack["rules"]:
        rule["topic"] = dice.choice(["visit", "review"])
    if dice.random() < 0.8:
        pack["drift"] = random_drift(dice)
    days = sorted(random_day(dice, rows) for _ in range(2))
    return {
        "events": rows,
        "pack": pack,
        "as_of": random_day(dice, rows),
        "known_by": random_day(dice, rows) if dice.random() < 0.2 else None,
        "period": (days[0], days[1]),
        "by": dice.choice(GROUPS),
        "selection": dice.choice([((), ()), ((), ()), (("North", "South"), ()), ((), ("cwd",))]),
    }


SCENES = st.randoms(use_true_random=True).map(scene_of)


@settings(max_examples=20, deadline=None, phases=PHASES)
@given(SCENES)
def test_random_councils(scene: Scene) -> None:
    """Every shape, option and threshold, whatever the period and however it is broken down."""
    assert_none(scene)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, phases=PHASES)
@given(SCENES)
def test_random_councils_at_length(scene: Scene) -> None:
    """The same as `test_random_councils`, fifteen times as long."""
    assert_none(scene)


# Simulated councils


def assert_pack_agrees(
    name: str, children: int, seed: int, as_ofs: list[date], periods: list[tuple[date, date]]
) -> None:
    """A shipped pack over a simulated council: every date, period and grouping."""
    pack = yaml.load((PACKS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    events = simulate(children, seed, max(as_ofs)).to_pylist()
    extract = extract_of(events)
    for as_of in as_ofs:
        ledger = make_ledger(extract, policy_from_mapping(pack, name), as_of)
        council = Council(events, pack, as_of)
        for period in periods:
            for by in GROUPS:
                scene = {"period": period, "by": by, "selection": ((), ())}
                found = differences(scene, ledger, council)
                assert found == [], f"as of {as_of}, {period}, by {by}"


@pytest.mark.parametrize("name", pack_names())
def test_shipped_packs(name: str) -> None:
    """One council, as of the last day of its extract, by everything that can be asked."""
    seed = 3 + pack_names().index(name)
    quarter = date(2026, 7, 1), date(2026, 9, 30)
    assert_pack_agrees(name, 40, seed, [date(2026, 9, 30)], [quarter])


@pytest.mark.slow
@pytest.mark.parametrize("name", pack_names())
def test_shipped_packs_at_length(name: str) -> None:
    """A larger council, earlier days, and periods that are odd, long, and partly yet to come."""
    assert_pack_agrees(
        name,
        120,
        20 + pack_names().index(name),
        [date(2026, 9, 30), date(2025, 11, 14)],
        [
            (date(2025, 9, 10), date(2025, 12, 20)),
            (date(2025, 1, 1), date(2026, 9, 30)),
            (date(2026, 9, 30), date(2026, 12, 31)),
        ],
    )


def test_the_reference_knows_the_measures_that_there_are() -> None:
    """A measure that is added is held against the reference too."""
    assert list(reference.MEASURES) == list(MEASURES)
