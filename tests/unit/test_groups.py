"""Figures by who the child is: each case in one group, the groups adding up to the figure itself."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cin_metrics.events import Extract, load
from cin_metrics.faults import InputFault
from cin_metrics.groups import (
    CHARACTERISTICS,
    FIGURES,
    GROUP_WORDS,
    NOT_RECORDED,
    children_given,
    compare_groups,
    group_names,
    make_groups,
)
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import Selection, make_measures
from cin_metrics.packs import load_policy, policy_from_mapping
from cin_metrics.statistics.comparison import TOO_FEW, WITHIN, wilson_interval

HOME = Path(__file__).parents[2]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
PACK = {
    "title": "Pack",
    "rules": [
        {"id": "visits", "title": "Visits", "topic": "visit", "clause": "none", "every": "10 days",
         "of": "cin_visit", "from": "referral_received"},
    ],
}  # fmt: skip
EVENTS = "child_id,event_type,event_date,team,child_seen\n"


def extract_of(events: str, children: str) -> Extract:
    """The extract of some events and a table of children."""
    files = [("events.csv", (EVENTS + events).encode())]
    return load([*files, ("children.csv", children.encode())] if children else files, date(2027, 1, 1))


def ledger_of(events: str, children: str, as_of: date = LAST) -> Ledger:
    return make_ledger(extract_of(events, children), policy_from_mapping(PACK, "pack"), as_of)


def shares(ledger: Ledger, figure: str, characteristic: str, selection: Selection = Selection()) -> dict[str, str]:  # noqa: B008
    """The groups as ``numerator of denominator``."""
    found = make_groups(ledger, figure, characteristic, FIRST, LAST, None, selection).to_pylist()
    return {row["group_value"]: f"{row['numerator']} of {row['denominator']}" for row in found}


BORN = {
    "2026-03-02": "Unborn",
    "2026-03-01": "Under 1",
    "2025-03-02": "Under 1",
    "2025-03-01": "1 to 4",
    "2021-03-02": "1 to 4",
    "2021-03-01": "5 to 9",
    "2016-03-02": "5 to 9",
    "2016-03-01": "10 to 15",
    "2010-03-02": "10 to 15",
    "2010-03-01": "16 to 17",
    "2008-03-02": "16 to 17",
    "2008-03-01": "18 and over",
    "2008-02-29": "18 and over",
    "": NOT_RECORDED,
}


def visits_of(values: dict[str, str], column: str) -> dict[str, str]:
    """Visits to one child for each value of the column, by group: one to the first, two to the second …"""
    numbered = list(enumerate(values, start=1))
    events = "".join(f"{n},cin_visit,2026-03-01,Team {visit},yes\n" for n, _ in numbered for visit in range(n))
    children = f"child_id,{column}\n" + "".join(f'{n},"{value}"\n' for n, value in numbered)
    return shares(ledger_of(events, children), "seen", column.replace("date_of_birth", "age"))


def by_group(values: dict[str, str]) -> dict[str, str]:
    """The visits expected in each group; no two groups have as many."""
    visits = Counter()
    for number, group in enumerate(values.values(), start=1):
        visits[group] += number
    assert len(set(visits.values())) == len(visits)
    return {group: f"{number} of {number}" for group, number in visits.items()}


def test_age_is_that_of_the_day_counted() -> None:
    """The visits are on 1 March 2026; a birthday counts from its day on."""
    assert visits_of(BORN, "date_of_birth") == by_group(BORN)


def test_one_child_can_be_in_two_ages_over_a_period() -> None:
    events = "1,cin_visit,2026-03-01,North,yes\n1,cin_visit,2026-03-02,North,no\n"
    found = shares(ledger_of(events, "child_id,date_of_birth\n1,2021-03-02\n"), "seen", "age")
    assert found == {"1 to 4": "1 of 1", "5 to 9": "0 of 1"}


CODES = {
    "sex": {
        "M": "Male", "Male": "Male", "1": "Male", "female": "Female", "b) Female": "Female", "2": "Female",
        "U": "Unknown", "": NOT_RECORDED, "quantum": NOT_RECORDED,
    },
    "ethnicity": {
        "": NOT_RECORDED, "REFU": "Unknown", "NOBT": "Unknown", "MWBC": "Mixed", "WBRI": "White",
        "a) WBRI - White British": "White", "CHNE": "Asian", "CNHE": "Asian", "both": "Black", "OOTH": "Other",
        "Other ethnic group": "Other",
    },
    "disabled": {"": NOT_RECORDED, "yes": "Disabled", "Y": "Disabled", "N": "Not disabled"},
    "primary_need": {
        "N1": "Abuse or neglect", "n4 - family in acute stress": "Family in acute stress", "N0": "Not stated",
        "PSRMEM": NOT_RECORDED,
    },
}  # fmt: skip


@pytest.mark.parametrize("column", CODES)
def test_the_codes_of_the_returns_are_read_into_groups(column: str) -> None:
    assert visits_of(CODES[column], column) == by_group(CODES[column])


def test_a_child_without_a_row_is_not_recorded() -> None:
    events = "1,cin_visit,2026-03-01,North,yes\n2,cin_visit,2026-03-01,North,no\n"
    found = shares(ledger_of(events, "child_id,sex\n1,F\n"), "seen", "sex")
    assert found == {"Female": "1 of 1", NOT_RECORDED: "0 of 1"}


def test_groups_stand_in_their_usual_order_and_those_not_recorded_last() -> None:
    events = "".join(f"{child},cin_visit,2026-03-01,North,yes\n" for child in range(1, 6))
    children = "child_id,date_of_birth\n1,2010-01-01\n2,2024-01-01\n3,2026-05-01\n4,2018-01-01\n"
    found = shares(ledger_of(events, children), "seen", "age")
    assert list(found) == ["Unborn", "1 to 4", "5 to 9", "16 to 17", NOT_RECORDED]
    assert group_names("age")[-1] == NOT_RECORDED


def test_teams_selected_are_those_counted() -> None:
    events = "1,cin_visit,2026-03-01,North,yes\n2,cin_visit,2026-03-01,South,no\n"
    ledger = ledger_of(events, "child_id,sex\n1,F\n2,F\n")
    assert shares(ledger, "seen", "sex", Selection(teams=("South",))) == {"Female": "0 of 1"}


def test_stepping_up_is_a_share_of_the_times_in_need_that_ended() -> None:
    events = (
        "1,referral_received,2026-01-05,North,\n1,cp_plan_started,2026-03-01,North,\n"
        "2,referral_received,2026-01-05,North,\n2,case_closed,2026-03-01,North,\n"
        "3,referral_received,2026-01-05,North,\n"
    )
    found = shares(ledger_of(events, "child_id,sex\n1,F\n2,F\n3,F\n"), "step_up", "sex")
    assert found == {"Female": "1 of 2"}


@pytest.fixture(scope="module")
def example() -> Ledger:
    extract = load([HOME / "data/example.csv", HOME / "data/example_children.csv"], date(2026, 9, 30))
    return make_ledger(extract, load_policy("ealing"), date(2026, 9, 30))


@pytest.mark.parametrize("characteristic", CHARACTERISTICS)
@pytest.mark.parametrize("figure", FIGURES)
def test_the_groups_add_up_to_the_measure(figure: str, characteristic: str, example: Ledger) -> None:
    """Every case is in exactly one group, whatever the figure."""
    asked = FIGURES[figure]
    rule = "visits" if asked.of_rules else None
    period = date(2025, 10, 1), date(2026, 9, 30)
    whole = [
        row
        for row in make_measures(example, *period, measures=[asked.measure]).to_pylist()
        if row["rule_id"] == rule and (not asked.detail or row["group_value"].endswith(asked.detail))
    ]
    groups = make_groups(example, figure, characteristic, *period, rule).to_pylist()
    assert len(whole) == 1 and whole[0]["denominator"] > 0
    for part in ("numerator", "denominator"):
        assert sum(row[part] for row in groups) == whole[0][part]
    names = group_names(characteristic)
    assert [row["group_value"] for row in groups] == [n for n in names if n in {r["group_value"] for r in groups}]


def test_groups_are_compared_with_all_of_them_in_view() -> None:
    """One group far below the others is named; its interval is Wilson's; one of four children is not judged."""
    rows = "".join(
        f"{child},cin_visit,2026-03-01,North,{'yes' if child % 10 else 'no'}\n" for child in range(100, 200)
    )
    rows += "".join(f"{child},cin_visit,2026-03-01,North,{'yes' if child % 2 else 'no'}\n" for child in range(200, 260))
    rows += "900,cin_visit,2026-03-01,North,no\n"
    sexes = {"F": range(100, 200), "M": range(200, 260), "U": [900]}
    table = "child_id,sex\n" + "".join(f"{child},{sex}\n" for sex, found in sexes.items() for child in found)
    compared = compare_groups(make_groups(ledger_of(rows, table), "seen", "sex", FIRST, LAST))
    female, male, unknown = compared.teams
    assert (female.team, male.team, unknown.team) == ("Female", "Male", "Unknown")
    assert (male.numerator, male.denominator, male.side) == (30, 60, "below")
    assert male.verdict not in (WITHIN, TOO_FEW) and unknown.verdict == TOO_FEW
    assert male.interval == wilson_interval(30, 60)


def test_whether_a_table_of_children_was_given_is_known() -> None:
    events = "1,cin_visit,2026-03-01,North,yes\n"
    assert children_given(ledger_of(events, ""))["children"] == 0
    assert shares(ledger_of(events, ""), "seen", "sex") == {NOT_RECORDED: "1 of 1"}
    given = children_given(ledger_of(events, "child_id,sex,ethnicity\n1,F,\n2,M,WBRI\n"))
    assert (given["children"], given["sex"], given["ethnicity"], given["age"]) == (2, 2, 1, 0)


def test_a_figure_or_characteristic_we_do_not_have_is_refused_in_a_sentence() -> None:
    ledger = ledger_of("1,cin_visit,2026-03-01,North,yes\n", "child_id,sex\n1,F\n")
    with pytest.raises(InputFault, match="Did you mean 'ethnicity'"):
        make_groups(ledger, "seen", "ethnicty", FIRST, LAST)
    with pytest.raises(InputFault, match="figure: found 'sen'.*Did you mean 'seen'"):
        make_groups(ledger, "sen", "sex", FIRST, LAST)


@pytest.mark.parametrize("characteristic", GROUP_WORDS)
def test_no_word_stands_for_two_groups(characteristic: str) -> None:
    words = " ".join(GROUP_WORDS[characteristic].values()).split()
    assert len(set(words)) == len(words)
    assert all(word == word.upper() for word in words)
