"""The bench runs, and what it holds beside ours does the same work."""

import pytest

from cin_metrics import bench
from cin_metrics.bench import reading


@pytest.mark.slow
def test_pandas_gives_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(40_000)
    said = capsys.readouterr().out
    assert "and gives the same rows." in said
    for title in bench.CONTENDERS.values():
        assert f"| {title} |" in said


@pytest.mark.slow
def test_both_readings_of_a_file_give_the_same_events(capsys: pytest.CaptureFixture[str]) -> None:
    reading.main(20_000, 2)
    said = capsys.readouterr().out
    assert said.count("both give the same number of each type of event.") == 2
    assert "20,000 rows of CSV" in said and "CIN census, 2 MB" in said
    for title in (reading.CSV | reading.CENSUS).values():
        assert f"| {title} |" in said
