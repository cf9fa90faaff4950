"""What every test may ask for, and how hard Hypothesis looks."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from cin_metrics.simulate import simulate
from cin_metrics.writing import write_table

# The same examples at every run, so that a failure is the change's; `make search` looks elsewhere each time.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extract of a small made-up council, as a CSV file."""
    path = tmp_path_factory.mktemp("council") / "council.csv"
    write_table(simulate(children=40, seed=1, as_of=date(2026, 9, 30)), path)
    return path
