"""The pages on measures and drift describe what there is, all of it and nothing else."""

import re
from pathlib import Path

from cin_metrics.drift import INDICATORS, NEEDED_EVENTS
from cin_metrics.measures import MEASURES
from tests.reference.drift import DEFAULTS

HOME = Path(__file__).parents[2]


def sections(page: str) -> dict[str, str]:
    """What stands under each heading of the third order, in one line."""
    text = (HOME / "docs" / page).read_text(encoding="utf-8")
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)[1:]
    bodies = [re.split(r"^## ", body, flags=re.MULTILINE)[0] for body in parts[1::2]]
    return {name: " ".join(body.split()) for name, body in zip(parts[::2], bodies, strict=True)}


def test_each_measure_is_described() -> None:
    """What it counts above and below the line, and the file that counts it."""
    found = sections("measures.md")
    assert set(found) == set(MEASURES)
    for name, measure in MEASURES.items():
        file = f"cin_metrics/sql/measures/{measure.source}.sql"
        assert f"`{file}`" in found[name]
        assert (HOME / file).exists()
        assert "Numerator" in found[name]
        assert "enominator" in found[name]


def test_each_part_of_a_measure_is_named() -> None:
    """Bands, ways of ending and numbers of indicators, where they are first described."""
    found = sections("measures.md")
    for name in ("episode_length", "ended_by", "drift"):
        for part in MEASURES[name].details:
            assert f"`{part}`" in found[name]


def test_each_indicator_is_described() -> None:
    """With its thresholds, since when it is present, and what it cannot be computed without."""
    found = sections("drift.md")
    assert list(found) == list(INDICATORS)
    for name, thresholds in DEFAULTS.items():
        for key, value in thresholds.items():
            assert f"`{key}`" in found[name]
            assert value in found[name]
        assert "Since: " in found[name]
        for event_type in NEEDED_EVENTS[name]:
            assert f"`{event_type}`" in found[name]
        assert (HOME / f"cin_metrics/sql/drift/{name}.sql").exists()
