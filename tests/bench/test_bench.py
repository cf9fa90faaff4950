"""The bench runs, and pandas agrees with the ledger row by row."""

import pytest

from cin_metrics import bench


@pytest.mark.slow
def test_pandas_gives_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(40_000)
    said = capsys.readouterr().out
    assert "and gives the same rows." in said
    for title in bench.CONTENDERS.values():
        assert f"| {title} |" in said
