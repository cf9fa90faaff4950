"""A made-up but believable council: case events of invented children, the same for the same seed.

The numbers it runs on stand in ``council.py``. Every family is drawn on dice of its own, so a
larger council holds every child of a smaller one unchanged.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping

import pyarrow

from cin_metrics.faults import InputFault
from cin_metrics.simulate import council, endings, front_door, plan, protection
from cin_metrics.simulate.case import Case, Step
from cin_metrics.simulate.council import Slackness
from cin_metrics.simulate.days import Dice, Time
from cin_metrics.simulate.diary import Diary, Row
from cin_metrics.vocabulary import COLUMNS
from cin_metrics.writing import write_table as write

__all__ = ["batches", "simulate", "write"]

SCHEMA = pyarrow.schema(
    (name, pyarrow.date32() if name.endswith("_date") else pyarrow.string()) for name in COLUMNS
)
CHILDREN_AT_ONCE = 1000
AS_OF_ALLOWED = (datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))

PHASES = {
    "referral": front_door.referral,
    "transfer": front_door.transfer_in,
    "protection": front_door.referral,
    "care": front_door.referral,
    "assess": front_door.assess,
    "support": plan.support,
    "protect": protection.protect,
    "look_after": protection.look_after,
    "close_after_assessment": endings.close_after_assessment,
    "close_after_protection": endings.close_after_protection,
    "close": endings.close,
    "withdrawn": endings.withdrawn,
    "transfer_out": endings.transfer_out,
}


def simulate(
    children: int,
    seed: int,
    as_of: datetime.date,
    progress: Callable[[str], None] = lambda step: None,
    teams: Mapping[str, Slackness] = council.TEAMS,
) -> pyarrow.Table:
    """The case events of that many children as they are on file on ``as_of``.

    ``progress`` is told now and then how many children are done. ``teams`` says how slack each of
    the council's teams is, where it is to be other than in ``council.py``.
    """
    tables = []
    for table, done in batches(children, seed, as_of, teams):
        tables.append(table)
        progress(f"{done:,} of {children:,} children")
    return pyarrow.concat_tables(tables)


def batches(
    children: int,
    seed: int,
    as_of: datetime.date,
    teams: Mapping[str, Slackness] = council.TEAMS,
) -> Iterator[tuple[pyarrow.Table, int]]:
    """The same events in parts of some children each, with the children done so far."""
    faults = []
    if children < 1:
        faults.append(f"The number of children must be 1 or more; {children} was asked for.")
    first, last = AS_OF_ALLOWED
    if not first <= as_of <= last:
        faults.append(f"The as-of date must lie from {first} to {last}; {as_of} was asked for.")
    if faults:
        raise InputFault(faults)
    rows: list[Row] = []
    time = Time(as_of, teams)
    done = family = 0
    while done < children:
        for diary, dice in _family(time, seed, family, done)[: children - done]:
            rows += diary.rows(dice)
            done += 1
            if done % CHILDREN_AT_ONCE == 0 or done == children:
                yield _table(rows), done
                rows = []
        family += 1


def _family(time: Time, seed: int, number: int, first_child: int) -> list[tuple[Diary, Dice]]:
    """The diaries of one family's children, each with the child's own dice."""
    dice = Dice(f"{seed} family {number}")
    cohort = dice.pick(council.GROUPS)
    size = dice.pick(council.FAMILY_SIZES) if not cohort else 1
    disabled = "cwd" in cohort
    route = "referral" if disabled else dice.pick(council.ROUTES)
    if disabled and dice.falls(council.STARTS_IN_DISABILITY_TEAM):
        team = council.DISABILITY_TEAM
    else:
        team = dice.choice([team for team in council.TEAMS if team != council.DISABILITY_TEAM])
    staff = _staff(number // council.FAMILIES_PER_STAFFING)
    start = time.referral_day(dice)
    living = []
    for sibling in range(size):
        own = Dice(f"{seed} family {number} child {sibling}")
        diary = Diary(time, f"{1001 + first_child + sibling:07d}", f"F{101 + number:06d}", cohort)
        shared = Dice(f"{seed} family {number} case")
        case = Case(time, shared, own, diary, route, team, staff, sibling > 0)
        _live(case, start)
        living.append((diary, own))
    return living


def _staff(staffing: int) -> dict[str, tuple[str, ...]]:
    """The workers of every team."""
    first = staffing * len(council.TEAMS) * council.WORKERS_PER_TEAM + 1
    numbers = iter(range(first, first + len(council.TEAMS) * council.WORKERS_PER_TEAM))
    return {
        team: tuple(f"SW{next(numbers):03d}" for _ in range(council.WORKERS_PER_TEAM))
        for team in council.TEAMS
    }


def _live(case: Case, start: int) -> None:
    """Run the child's episodes: one, and others for those who come back."""
    day: int | None = start
    while day is not None and day <= case.time.as_of:
        day = _episode(case, day)
        if day is None or not case.dice.falls(council.RETURNS):
            return
        day += case.dice.delay(council.RETURN_AFTER_DAYS) or 0
        case.route = "referral"


def _episode(case: Case, day: int) -> int | None:
    """Run one episode; the day it ends, None if it does not end by the as-of date."""
    case.begin_episode()
    step: Step = (case.route, day)
    while step and step[1] <= case.time.as_of:
        phase, day = step
        step = PHASES[phase](case, day)
    return case.closed


def _table(rows: list[Row]) -> pyarrow.Table:
    """The rows as an Arrow table."""
    columns = zip(*rows, strict=True)
    return pyarrow.Table.from_arrays(
        [
            pyarrow.array(column, pyarrow.int32()).cast(field.type)
            if field.type == pyarrow.date32()
            else pyarrow.array(column, field.type)
            for field, column in zip(SCHEMA, columns, strict=True)
        ],
        schema=SCHEMA,
    )
