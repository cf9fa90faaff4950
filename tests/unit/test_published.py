"""DfE's published CSV files, in DfE's own layout, become rows of the table of benchmarks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cin_metrics.benchmarks import from_published
from cin_metrics.faults import InputFault
from cin_metrics.published import SCHEMA
from cin_metrics.writing import write_table

PLACES = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,category"  # noqa: E501
C1 = f"""{PLACES},referral_count,rereferral_count,rereferral_percent
2026,Reporting year,National,E92000001,England,,,,,,Referrals,600000,132000,22
2026,Reporting year,Regional,E92000001,England,E12000007,London,,,,Referrals,100000,19000,19
2026,Reporting year,Regional,E92000001,England,E13000001,Inner London,,,,Referrals,40000,7000,17.5
2026,Reporting year,Local authority,E92000001,England,E13000001,Inner London,204,E09000012,Hackney,Referrals,3600,c,c
2026,Reporting year,Local authority,E92000001,England,E12000001,North East,840,E06000047,"Durham, County",Referrals,5000,900,18
2025,Reporting year,National,E92000001,England,,,,,,Referrals,632830,142900,22.6
2025,Reporting year,Local authority,E92000001,England,E12000001,North East,840,E06000047,"Durham, County",Referrals,5378,1003,18.7
"""  # noqa: E501
B1 = f"""{PLACES},At31_episodes,awaiting_assessment
2026,Reporting year,National,E92000001,England,,,,,,Children in Need,400000,16000
2026,Reporting year,Regional,E92000001,England,E12000001,North East,,,,Children in Need,24000,700
"""
D5 = f"""{PLACES},CPP_At31,2_years_or_more,2_years_or_more_percent
2026,Reporting year,National,E92000001,England,"","",,"","",By length,49000,980,2
"""
D3 = f"""{PLACES},CPP_start,CPP_subsequent,CPP_subsequent_percent
2026,Reporting year,National,E92000001,England,"","",,"","",Second plans,60000,:,:
"""
C3 = f"""{PLACES},Episodes_with_assessment_factor,Mental_Health_parent,Domestic_Abuse_parent
2026,Reporting year,National,E92000001,England,,,,,,Factors,500000,170000,low
"""
C2 = f"""{PLACES},Assessments_completed,Same_day,1-10_days,11-20_days,21-30_days,31-40_days,41-45_days,46-50_days
2026,Reporting year,National,E92000001,England,,,,,,Assessments,1000,50,100,150,200,250,50,200
2026,Reporting year,Regional,E92000001,England,E12000001,North East,,,,Assessments,100,x,10,15,20,25,5,20
"""


def read(*texts: str) -> list[dict[str, Any]]:
    """The rows that some files of these texts give."""
    files = [(f"file_{number}.csv", text.encode()) for number, text in enumerate(texts)]
    return from_published(files).to_pylist()


def of(rows: list[dict[str, Any]], name: str, area: str, year: int = 2026) -> dict[str, Any]:
    """The one row of a figure, area and year."""
    (row,) = (
        row for row in rows
        if (row["published_measure"], row["area_name"], row["year_ending"].year) == (name, area, year)
    )  # fmt: skip
    return row


def test_a_figure_carries_its_year_its_area_its_source_and_its_definition() -> None:
    row = of(read(C1), "rereferral_percent", "England")
    assert row["measure"] == "re_referral_12m" and row["same_definition"] == "yes"
    assert row["year_ending"] == date(2026, 3, 31)
    assert (row["value"], row["numerator"], row["denominator"], row["unit"]) == (22.0, 132000, 600000, "percent")
    assert row["source"].startswith("Department for Education, Children in need, reporting year 2026, file_0.csv")
    assert "12 months" in row["definition"] and row["difference"]


def test_the_parts_of_london_are_no_regions_and_their_authorities_are_londons() -> None:
    rows = read(C1)
    assert [row["area_name"] for row in rows if row["area_level"] == "region"] == ["London"]
    assert of(rows, "rereferral_percent", "Hackney")["region_code"] == "E12000007"


def test_a_suppressed_figure_is_kept_as_its_symbol_and_never_as_nought() -> None:
    row = of(read(C1), "rereferral_percent", "Hackney")
    assert (row["value"], row["numerator"], row["symbol"]) == (None, None, "c")
    assert of(read(D3), "CPP_subsequent_percent", "England")["symbol"] == ":"
    assert of(read(C3), "Domestic_Abuse_parent_percent", "England")["symbol"] == "low"


def test_authorities_are_kept_for_the_latest_year_and_england_for_all() -> None:
    rows = read(C1)
    assert {row["year_ending"].year for row in rows if row["area_level"] == "authority"} == {2026}
    assert {row["year_ending"].year for row in rows if row["area_level"] == "England"} == {2025, 2026}


def test_what_stands_beside_no_figure_of_ours_is_kept_for_england_and_marked() -> None:
    """England's children in need are more than those on a child in need plan: never side by side."""
    rows = read(B1, D5)
    assert {row["area_level"] for row in rows} == {"England"}
    assert {row["same_definition"] for row in rows} == {"no"}
    count = of(rows, "At31_episodes", "England")
    assert (count["value"], count["unit"], count["measure"]) == (400000.0, "count", None)
    assert "caseload" in count["difference"]
    assert of(rows, "2_years_or_more_percent", "England")["value"] == 2.0


def test_a_share_that_dfe_gives_in_bands_is_added_up() -> None:
    rows = read(C2)
    england = of(rows, "assessments_within_45_working_days", "England")
    assert (england["value"], england["numerator"], england["denominator"]) == (80.0, 800, 1000)
    lacking = of(rows, "assessments_within_45_working_days", "North East")
    assert (lacking["value"], lacking["symbol"]) == (None, "x")
    assert of(read(C3), "Mental_Health_parent_percent", "England")["value"] == 34.0


def test_the_next_release_replaces_a_year_and_keeps_what_it_does_not_hold(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.csv"
    write_table(from_published([("c1.csv", C1.encode()), ("c2.csv", C2.encode())]), earlier)
    revised = C1.replace("600000,132000,22", "600000,138000,23")
    rows = from_published([("c1.csv", revised.encode()), earlier]).to_pylist()
    assert of(rows, "rereferral_percent", "England")["value"] == 23.0
    assert of(rows, "assessments_within_45_working_days", "England")["value"] == 80.0


def test_a_table_in_our_layout_reads_back_as_it_was_written(tmp_path: Path) -> None:
    table = from_published([("c1.csv", C1.encode()), ("b1.csv", B1.encode())])
    write_table(table, tmp_path / "ours.csv")
    assert from_published([tmp_path / "ours.csv"]).equals(table)
    assert table.schema == SCHEMA


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no columns or has no rows"),
        ("a,b\n1,2\n", "no column is named time_period"),
        (f"{PLACES},something\n2026,,National,E92000001,England,,,,,,x,1\n", "holds no figure we know"),
        (C1.replace("632830", "many"), "line 7: referral_count: allowed: a number"),
        (C1.replace("2025,Rep", "202425,Rep", 1), "line 7: time_period: allowed: a year"),
        (C1.replace("Regional", "Ward", 1), "line 3: geographic_level: allowed: National, Regional"),
    ],
)
def test_a_faulty_file_is_said_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(InputFault) as fault:
        read(text)
    assert said in fault.value.faults[0] and "file_0.csv" in fault.value.faults[0]


def test_faults_of_all_files_are_said_at_once_and_no_more_than_can_be_read() -> None:
    head, *lines = C1.replace(",Referrals,", ",Referrals,n").splitlines()
    many = "\n".join([head, *lines, *lines])
    with pytest.raises(InputFault) as fault:
        read("a,b\n1,2\n", many)
    assert "file_0.csv" in fault.value.faults[0] and "file_1.csv" in fault.value.faults[1]
    assert fault.value.faults[-1].startswith("… and ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-03-31", "March", "year_ending: allowed: a day"),
        (",yes,", ",perhaps,", "same_definition: allowed: yes, no"),
        (",England,E92", ",Moon,E92", "area_level: allowed: England, region, authority"),
    ],
)
def test_a_faulty_table_of_ours_is_said_in_a_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    ours = tmp_path / "ours.csv"
    write_table(from_published([("c1.csv", C1.encode())]), ours)
    ours.write_text(ours.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputFault) as fault:
        from_published([ours])
    assert any(said in sentence and "ours.csv, line" in sentence for sentence in fault.value.faults)
