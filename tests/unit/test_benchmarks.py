"""Published figures beside ours: the right one, of the same definition only, with its year and its difference."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy
import pytest

from cin_metrics.__main__ import main
from cin_metrics.benchmarks import (
    FEWEST_AUTHORITIES,
    authorities_of,
    benchmark_for,
    benchmarks_of,
    comparable,
    from_published,
    places,
    read_benchmarks,
    read_similar,
    regions,
)
from cin_metrics.faults import InputFault
from cin_metrics.measures import MEASURES
from cin_metrics.packs import load_policy, pack_names, policy_from_mapping

HOME = Path(__file__).parents[2]
PUBLISHED = HOME.parent / "shared" / "domain" / "published"
"""DfE's own files, where they stand beside the project; its tests do without them."""

ASSESSMENT = {
    "while": "episode", "within": "45 working days", "from": "referral_received", "to": "assessment_completed",
}  # fmt: skip
CONFERENCE = {
    "while": "episode", "within": "15 working days", "from": "s47_started", "to": "icpc_held",
}  # fmt: skip


def asked(**changed: Any) -> str | None:
    """What is published of a rule that asks for an assessment in 45 working days, less or more what is changed."""
    rule = {"id": "rule", "title": "Rule", "topic": "assessment", "clause": "none"} | ASSESSMENT | changed
    policy = policy_from_mapping(
        {"title": "Pack", "cohorts": {"cwd": None}, "rules": [{k: v for k, v in rule.items() if v}]}, "pack"
    )
    return comparable(policy, policy.rules[0])


def test_england_is_what_dfe_published() -> None:
    """Facts of the release of reporting year 2025, as they stand in it."""
    series = {f.year_ending.year: f.value for f in benchmark_for("re_referral_12m").series()}
    assert series == {
        2019: 0.226, 2020: 0.226, 2021: 0.227, 2022: 0.215, 2023: 0.224, 2024: 0.224, 2025: 0.226,
    }  # fmt: skip
    policy = load_policy("working_together")
    assessments = benchmark_for("timeliness", policy.rule("assessment"), policy)
    assert assessments.england.value == pytest.approx(0.857)
    assert assessments.england.numerator / assessments.england.denominator == pytest.approx(0.857, abs=0.0005)
    conferences = benchmark_for("timeliness", policy.rule("icpc"), policy)
    assert conferences.england.value == pytest.approx(0.814)


def test_every_figure_has_its_year_its_source_and_says_where_ours_differs() -> None:
    for benchmark in benchmarks_of():
        assert benchmark.year_ending == date(2025, 3, 31)
        assert benchmark.source.startswith("Department for Education, Children in need, reporting year 2025")
        assert benchmark.definition and benchmark.difference
        assert benchmark.measure in MEASURES


def test_a_share_is_the_numerator_by_the_denominator_wherever_both_are_published() -> None:
    """DfE rounds England and regions to 10 and shares to one decimal."""
    rows = [row for row in read_benchmarks().to_pylist() if row["numerator"] is not None and row["value"] is not None]
    assert len(rows) > 150
    for row in rows:
        assert row["numerator"] / row["denominator"] * 100 == pytest.approx(row["value"], abs=0.15)


def test_there_are_nine_regions_and_every_authority_lies_in_one() -> None:
    assert [place.name for place in regions()] == [
        "East Midlands", "East of England", "London", "North East", "North West", "South East", "South West",
        "West Midlands", "Yorkshire and The Humber",
    ]  # fmt: skip
    assert len(authorities_of()) == 153
    assert sum(len(authorities_of(region.code)) for region in regions()) == 153
    assert "Hackney" in [place.name for place in authorities_of("E12000007")]


def test_a_rule_that_asks_exactly_what_is_published_is_comparable() -> None:
    assert asked() == "assessments_within_45_working_days"
    assert asked(**CONFERENCE) == "conferences_within_15_working_days"
    discussion = {"event": "strategy_discussion", "where": {"outcome": ["s47_icpc"]}}
    assert asked(**CONFERENCE | {"from": discussion}) == "conferences_within_15_working_days"


@pytest.mark.parametrize(
    "changed",
    [
        {"within": "35 working days"},
        {"within": "45 days"},
        {"from": "case_allocated"},
        {"from": ["referral_received", "transferred_in"]},
        {"to": ["assessment_completed", "case_closed"]},
        {"to": {"event": "assessment_completed", "where": {"outcome": ["cin_plan"]}}},
        {"while": "in_need"},
        {"unless": "cla_started"},
        {"not_before": "5 working days"},
        {"only": ["cwd"]},
        {"except": ["cwd"]},
        {"cohorts": {"cwd": {"within": "60 working days"}}},
    ],
    ids=str,
)
def test_a_rule_that_asks_anything_else_is_not(changed: dict[str, Any]) -> None:
    assert asked(**changed) is None


def test_only_the_packs_that_ask_it_have_a_published_figure_beside_a_rule() -> None:
    found = {
        name: [rule.id for rule in policy.rules if benchmark_for("timeliness", rule, policy)]
        for name in pack_names()
        for policy in [load_policy(name)]
    }
    assert found["working_together"] == ["assessment", "icpc"]
    assert found["speakcase"] == found["teeswide"] == ["assessment"]
    assert not found["ealing"] and not found["manchester"]


@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "re_referral_12m"])
def test_no_other_measure_has_one(measure: str) -> None:
    """Least of all the number of open plans beside DfE's children in need."""
    assert benchmark_for(measure) is None


def test_another_figure_of_a_comparable_rule_has_none() -> None:
    policy = load_policy("working_together")
    assert benchmark_for("in_timescale_now", policy.rule("assessment"), policy) is None


def test_beside_the_share_on_time_it_says_that_ours_counts_what_is_not_done_too() -> None:
    policy = load_policy("working_together")
    beside = benchmark_for("timeliness", policy.rule("assessment"), policy).beside_measure
    assert beside.startswith(benchmark_for("timeliness", policy.rule("assessment"), policy).difference)
    assert "not done" in beside
    returned = benchmark_for("re_referral_12m")
    assert returned.beside_measure == returned.difference


def test_quartiles_of_similar_authorities() -> None:
    benchmark = benchmark_for("re_referral_12m")
    chosen = authorities_of("E12000001")
    spread = benchmark.spread(place.code for place in chosen)
    values = [benchmark.of(place.code).value for place in chosen]
    expected = numpy.quantile(values, [0.25, 0.5, 0.75])
    assert (spread.lower, spread.median, spread.upper) == pytest.approx(tuple(expected))
    assert spread.authorities == len(chosen) == 12


def test_all_authorities_spread_as_published() -> None:
    spread = benchmark_for("re_referral_12m").spread(place.code for place in authorities_of())
    assert (spread.lower, spread.median, spread.upper) == pytest.approx((0.169, 0.2, 0.23))


def test_too_few_authorities_have_no_quartiles() -> None:
    few = [place.code for place in authorities_of()[: FEWEST_AUTHORITIES - 1]]
    assert benchmark_for("re_referral_12m").spread(few) is None
    assert benchmark_for("re_referral_12m").spread([*few, "E00000000"]) is None


def test_a_suppressed_authority_says_why_and_counts_in_no_quartile() -> None:
    header = "time_period,geographic_level,region_code,region_name,new_la_code,la_name,referral_count,rereferral_count,rereferral_percent"  # noqa: E501
    rows = [f"2026,Local authority,E12000001,North East,E{n},A{n},100,{n},{n}" for n in (10, 20, 30, 40)]
    rows += ["2026,Local authority,E12000001,North East,E9,Isles,20,c,c", "2026,National,,,,,9000,1800,20"]
    table = from_published([("c1.csv", "\n".join([header, *rows]).encode())])
    benchmark = benchmark_for("re_referral_12m", table=table)
    assert benchmark.of("E9").value is None and "suppressed" in benchmark.of("E9").why
    assert benchmark.spread(place.code for place in places("authority", table)).authorities == 4


def test_similar_authorities_are_listed_by_name_or_code_in_a_file_of_the_users(tmp_path: Path) -> None:
    listed = tmp_path / "similar.yaml"
    listed.write_text("similar: [leeds, E06000055, Leeds]\n", encoding="utf-8")
    assert [place.name for place in read_similar(listed)] == ["Leeds", "Bedford"]
    assert read_similar() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("similar: [Ledes]", "no figures are published of 'Ledes'. Did you mean 'leeds'?"),
        ("similar: Leeds", "allowed: a list"),
        ("[Leeds]", "allowed: a list"),
        ("similar: [", "not YAML"),
    ],
)
def test_a_faulty_list_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    listed = tmp_path / "similar.yaml"
    listed.write_text(text, encoding="utf-8")
    with pytest.raises(InputFault, match="similar.yaml") as fault:
        read_similar(listed)
    assert said in fault.value.faults[0]


def test_a_table_that_is_not_there_or_not_ours_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="There is no file"):
        read_benchmarks(tmp_path / "none.csv")
    (tmp_path / "other.csv").write_text("measure,value\n", encoding="utf-8")
    with pytest.raises(InputFault, match="no column is named published_measure"):
        read_benchmarks(tmp_path / "other.csv")


def test_the_command_makes_the_table_and_the_pages_would_read_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    c1 = tmp_path / "c1.csv"
    c1.write_text(
        "time_period,geographic_level,region_code,region_name,new_la_code,la_name,"
        "referral_count,rereferral_count,rereferral_percent\n2026,National,,,,,600000,138000,23\n",
        encoding="utf-8",
    )
    out = tmp_path / "next.csv"
    assert main(["benchmarks", str(c1), str(HOME / "data/benchmarks.csv"), "-o", str(out)]) == 0
    assert "published figures" in capsys.readouterr().out
    returned = benchmark_for("re_referral_12m", table=read_benchmarks(out))
    assert (returned.year_ending, returned.england.value) == (date(2026, 3, 31), 0.23)
    policy = load_policy("working_together")
    kept = benchmark_for("timeliness", policy.rule("icpc"), policy, read_benchmarks(out))
    assert (kept.year_ending, kept.england.value) == (date(2025, 3, 31), pytest.approx(0.814))


def test_the_command_refuses_what_is_no_published_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["benchmarks", str(wrong), "-o", str(tmp_path / "out.csv")]) == 2
    assert "wrong.csv: no column is named" in capsys.readouterr().err
    assert main(["benchmarks", str(wrong), "-o", str(wrong)]) == 2
    assert "is also read" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_the_table_equals_dfes_files_where_they_are_at_hand() -> None:
    """Without the files the table is held to itself: every row of it reads back the same."""
    ours = {key(row): row for row in read_benchmarks().to_pylist()}
    files = sorted(PUBLISHED.glob("*.csv")) or [HOME / "data" / "benchmarks.csv"]
    theirs = from_published(files).to_pylist()
    assert theirs
    for row in theirs:
        assert ours[key(row)] == row
    assert len(ours) - len(theirs) in (0, 7), "what no file at hand holds: assessments and conferences"


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    """What tells a figure from another."""
    return row["published_measure"], row["area_code"], row["year_ending"]
