"""The fuzzer runs for a moment with each reader and finds nothing; and it does find what is there."""

import sys
from pathlib import Path

import pytest

from cin_metrics.events import load
from tests.fuzz import seeds
from tests.fuzz.__main__ import finds

HAS_FUZZER = sys.platform == "linux" and sys.version_info < (3, 14)
SECONDS = 3


@pytest.mark.parametrize("name", seeds.SEEDS)
def test_every_seed_is_read_by_the_reader_it_is_meant_for(name: str) -> None:
    """Else the fuzzer would only look at how files are refused."""
    for content in seeds.SEEDS[name]():
        if b"date_of_birth;sex" not in content:
            assert load(seeds.files_of(name, content), seeds.DAY).report.accepted > 0


def test_a_workbook_is_changed_inside_its_packing() -> None:
    (content, _) = seeds.workbook_seeds()
    changed = seeds.packed_again(content, lambda part: part.replace(b"referral", b"Referral"), 0)
    assert changed and changed != content
    assert seeds.packed_again(b"no workbook", bytes, 0) is None


@pytest.mark.slow
@pytest.mark.skipif(not HAS_FUZZER, reason="atheris is made for Linux and Python up to 3.13")
@pytest.mark.parametrize("name", seeds.SEEDS)
def test_a_moment_of_fuzzing_finds_nothing(name: str) -> None:
    assert not finds(name, SECONDS)


@pytest.mark.slow
@pytest.mark.skipif(not HAS_FUZZER, reason="atheris is made for Linux and Python up to 3.13")
def test_a_find_is_told(tmp_path: Path) -> None:
    """An input that cannot be opened at all stands for one that a reader cannot take."""
    assert finds("csv", 1, tmp_path / "not there")
