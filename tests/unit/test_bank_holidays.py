"""The bank holidays that are kept are those of the ``holidays`` package, and of no other version of it."""

import json
from datetime import date
from pathlib import Path

import pytest

from cin_metrics import working_days
from cin_metrics.policy import Country
from cin_metrics.working_days import (
    KEPT,
    SUBDIVISIONS,
    YEARS_KEPT,
    as_the_package_says,
    bank_holidays,
    to_keep,
)


def test_what_is_kept_is_what_the_package_says() -> None:
    """If this fails: make bank-holidays."""
    assert json.loads(KEPT.read_text(encoding="utf-8")) == to_keep()


@pytest.mark.parametrize("country", SUBDIVISIONS)
def test_a_year_by_itself_has_the_days_it_has_among_others(country: Country) -> None:
    kept = bank_holidays(country, YEARS_KEPT)
    for year in YEARS_KEPT:
        asked = as_the_package_says(country, range(year, year + 1))
        assert {day for day in kept if day.year == year} == asked


def test_years_that_are_not_kept_are_asked_of_the_package() -> None:
    assert date(1999, 12, 31) in bank_holidays("england", range(1999, 2001))
    assert date(2051, 12, 25) in bank_holidays("england", range(2050, 2052))


def test_another_version_of_the_package_is_asked_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bank holiday proclaimed since comes with the next version, and nobody has to remember this file."""
    kept = tmp_path / "bank_holidays.json"
    kept.write_text(json.dumps({"holidays": "0.1", "england": []}), encoding="utf-8")
    monkeypatch.setattr(working_days, "KEPT", kept)
    assert date(2022, 9, 19) in bank_holidays("england", range(2022, 2023))
