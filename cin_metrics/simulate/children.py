"""The table of children that goes with a simulated council: who they are, drawn apart from what happens to them.

Every child has dice of its own, thrown after the events are made, so the events are the same with this table or
without. Nothing here moves an event: in the simulated council no group of children waits longer for who they are.
"""

import datetime
from typing import Any

import pyarrow
from pyarrow import compute

from cin_metrics.simulate.council import Delay
from cin_metrics.simulate.days import Dice
from cin_metrics.vocabulary import CHILD_COLUMNS

SCHEMA = pyarrow.schema(
    (name, pyarrow.date32() if name == "date_of_birth" else pyarrow.string()) for name in CHILD_COLUMNS
)
YEAR = 365

UNBORN = 0.035
"""Children whose first event is before their birth; those not born by the as-of date have no date of birth."""
UNBORN_DAYS: Delay = {(7, 60): 0.4, (61, 150): 0.6}
"""From the first event to the birth, or to the first visit where that is sooner."""
ADULT = 18 * 365 + 4
"""Days; nobody has an event on or after their eighteenth birthday."""
AGE_IN_DAYS: Delay = {
    (1, YEAR - 1): 0.09,
    (YEAR, 5 * YEAR - 1): 0.22,
    (5 * YEAR, 10 * YEAR - 1): 0.28,
    (10 * YEAR, 16 * YEAR - 1): 0.33,
    (16 * YEAR, 17 * YEAR): 0.08,
}
"""Age at the first event."""
DISABILITY_AGE_IN_DAYS: Delay = {(2 * YEAR, 10 * YEAR - 1): 0.45, (10 * YEAR, 17 * YEAR): 0.55}
PRIVATE_FOSTERING_AGE_IN_DAYS: Delay = {(5 * YEAR, 15 * YEAR): 1.0}
SEX = {"M": 0.52, "F": 0.475, "U": 0.005}
SEX_UNBORN = {"U": 0.3, "M": 0.36, "F": 0.34}
ETHNICITY = {
    "WBRI": 0.6, "WOTH": 0.06, "WROM": 0.01, "WIRI": 0.005, "MWBC": 0.04, "MWBA": 0.015, "MWAS": 0.015, "MOTH": 0.03,
    "AIND": 0.015, "APKN": 0.035, "ABAN": 0.015, "AOTH": 0.025, "CHNE": 0.005, "BAFR": 0.05, "BCRB": 0.02,
    "BOTH": 0.015, "OOTH": 0.03, "REFU": 0.005, "NOBT": 0.01,
}  # fmt: skip
DISABLED_WITHOUT_THE_TEAM = {"no": 0.94, "yes": 0.035, "": 0.025}
NEED = {
    "N1": 0.57, "N2": 0.02, "N3": 0.03, "N4": 0.11, "N5": 0.17, "N6": 0.03, "N7": 0.01, "N8": 0.03, "N9": 0.01,
    "N0": 0.02,
}  # fmt: skip
NEED_DISABLED = {"N2": 0.85, "N3": 0.02, "N4": 0.06, "N5": 0.04, "N1": 0.03}


def children_table(events: pyarrow.Table, seed: int, as_of: datetime.date) -> pyarrow.Table:
    """One row a child of the events: date of birth, sex, ethnicity (a family's), disability, primary need."""
    found = events.group_by("child_id").aggregate(
        [("event_date", "min"), ("event_date", "max"), ("cohort", "max"), ("family_id", "min")]
    )
    visits = events.filter(compute.field("event_type") == "cin_visit").select(["child_id", "event_date"])
    first_visits = visits.group_by("child_id").aggregate([("event_date", "min")]).to_pydict()
    seen = dict(zip(first_visits["child_id"], first_visits["event_date_min"], strict=True))
    rows = [
        _child(row, seen.get(row["child_id"]) or as_of, seed, as_of)
        for row in found.sort_by("child_id").to_pylist()
    ]
    return pyarrow.Table.from_pylist(rows, SCHEMA)


def _child(
    row: dict[str, Any], first_visit: datetime.date, seed: int, as_of: datetime.date
) -> dict[str, object]:
    child, cohort = row["child_id"], row["cohort_max"] or ""
    first, last = row["event_date_min"], row["event_date_max"]
    dice = Dice(f"{seed} child {child} is")
    disabled = "cwd" in cohort or "csdpa" in cohort
    unborn = not cohort and dice.falls(UNBORN)
    if unborn:
        born = min(first + datetime.timedelta(days=dice.delay(UNBORN_DAYS) or 0), max(first, first_visit))
    else:
        ages = DISABILITY_AGE_IN_DAYS if disabled else AGE_IN_DAYS
        ages = PRIVATE_FOSTERING_AGE_IN_DAYS if "private_fostering" in cohort else ages
        born = first - datetime.timedelta(days=dice.delay(ages) or 0)
        born = max(born, last - datetime.timedelta(days=ADULT - 1))
    return {
        "child_id": child,
        "date_of_birth": born if born <= as_of else None,
        "sex": dice.pick(SEX_UNBORN if born > as_of else SEX),
        "ethnicity": Dice(f"{seed} family {row['family_id_min']} is").pick(ETHNICITY),
        "disabled": "yes" if disabled else dice.pick(DISABLED_WITHOUT_THE_TEAM) or None,
        "primary_need": dice.pick(NEED_DISABLED if disabled else NEED),
    }
