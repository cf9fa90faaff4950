"""How often the control charts are right, measured: on simulated councils, and on pure chance.

``python -m tests.chart_rates`` prints the tables of docs/methods/how_often_right.md (some five minutes).
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import mean, median

import numpy
import pyarrow.parquet

from cin_metrics.events import load
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import cases_behind
from cin_metrics.packs import load_policy
from cin_metrics.policy import Policy
from cin_metrics.simulate import council, simulate
from cin_metrics.simulate.days import MONTH_DAYS
from cin_metrics.statistics.comparison import wilson_interval
from cin_metrics.statistics.control_charts import ControlChart, figure_chart, share_chart

SEEDS = range(1, 201)
CHILDREN = 450
MEASURES = ("timeliness", "time_in_timescale")
RULE = "visits"

CHANGE = date(2025, 10, 1)
"""From this day the teams of ``CHANGED`` work at another pace; the others never change."""
AS_OF = date(2026, 10, 31)
MONTHS = [date(2024 + (9 + place) // 12, (9 + place) % 12 + 1, 1) for place in range(25)]
BEFORE = MONTHS.index(CHANGE)
"""A year of months sets the limits; the year after the change is judged with all entries in."""
YEAR = range(BEFORE, BEFORE + 12)
NOW = len(MONTHS) - 1
"""The month that the as-of date ends: of its last visits some are not on file yet."""
LATER = 99
AFTER_HOLIDAYS = (1, 9)
"""Months in which visits fall due that Christmas and August made late."""

CHANGED = {
    "Harbour": ("worrying", 0.97, 1.4),
    "Castle Hill": ("worrying", 0.97, 1.2),
    "Millbrook": ("improving", 1.4, 0.97),
}
"""The verdict that is right, and the factor on the gaps between visits before and after."""
STEADY = tuple(team for team in council.TEAMS if team not in CHANGED)

TARGET = 0.8
FALL = 0.05


@dataclass(frozen=True)
class Judged:
    """One team's figure in one council: its months, and the verdict a reader met in each since the change.

    A verdict is none where the month itself was not judged.
    """

    seed: int
    team: str
    measure: str
    cases: tuple[int, ...]
    values: tuple[float | None, ...]
    verdicts: dict[int, str | None]

    def months_to(self, verdict: str) -> int | None:
        """In which month after the change the verdict first stood there, counted from 1."""
        return next((place - BEFORE + 1 for place in YEAR if self.verdicts[place] == verdict), None)


@cache
def council_of(seed: int) -> tuple[Judged, ...]:
    """Every team and measure of one simulated council."""
    ledger = ledger_of_council(seed)
    found = tuple(
        Judged(seed, team, measure, *judge(measure, months))
        for measure in MEASURES
        for team, months in by_team(ledger, measure).items()
    )
    ledger.workspace.close()
    return found


def ledger_of_council(seed: int) -> Ledger:
    """The ledger of the rule looked at, in a council whose teams change as ``CHANGED`` says."""
    ago = ((AS_OF - CHANGE).days + 0.5) / MONTH_DAYS
    pace = {team: ((ago, before), (ago, after)) for team, (_, before, after) in CHANGED.items()}
    events = simulate(
        CHILDREN, seed, AS_OF, teams={team: pace.get(team, ((0, 1.0),)) for team in council.TEAMS}
    )
    file = io.BytesIO()
    pyarrow.parquet.write_table(events, file)
    return make_ledger(load([("council.parquet", file.getvalue())]), policy_of_visits(), AS_OF)


@cache
def policy_of_visits() -> Policy:
    """The Ealing pack with the rule looked at, and the one it goes on from: what other rules ask changes neither."""
    policy = load_policy("ealing")
    rules = [rule for rule in policy.rules if rule.id in (RULE, "first_visit")]
    return policy.model_copy(update={"rules": tuple(rules)})


def by_team(ledger: Ledger, measure: str) -> dict[str, list[tuple[int, int]]]:
    """Numerator and denominator of each month under each team."""
    found = {team: [(0, 0)] * len(MONTHS) for team in council.TEAMS}
    for case in cases_behind(ledger, measure, MONTHS[0], AS_OF, RULE).to_pylist():
        if case["team"] in found:
            months, place = found[case["team"]], MONTHS.index(case["counted_on"].replace(day=1))
            done, due = months[place]
            months[place] = (done + case["numerator"], due + case["denominator"])
    return found


def judge(
    measure: str, months: Sequence[tuple[int, int]]
) -> tuple[tuple[int, ...], tuple[float | None, ...], dict[int, str | None]]:
    """Cases, values, and the verdict on each month since the change, drawn as if it were the latest."""
    values = tuple(done / due if due else None for done, due in months)
    cases = tuple(due for _, due in months)
    verdicts: dict[int, str | None] = {}
    for place in range(BEFORE, len(MONTHS)):
        chart = drawn(measure, months[: place + 1], values[: place + 1])
        verdicts[place] = chart.variation if chart.judged_on == MONTHS[place] else None
    return cases, values, verdicts


def drawn(
    measure: str, months: Sequence[tuple[int, int]], values: Sequence[float | None]
) -> ControlChart:
    """The chart of a share of cases, or of a share of time."""
    dates, due = MONTHS[: len(months)], [due for _, due in months]
    if measure == "timeliness":
        return share_chart(dates, [done for done, _ in months], due, good="higher")
    return figure_chart(dates, values, denominators=due, unit="share", good="higher", linked=True)


@cache
def judged(seeds: range, measure: str = "timeliness") -> tuple[Judged, ...]:
    """All teams of all councils."""
    return tuple(one for seed in seeds for one in council_of(seed) if one.measure == measure)


def of_teams(all_judged: Iterable[Judged], *teams: str) -> list[Judged]:
    return [one for one in all_judged if one.team in teams]


@dataclass(frozen=True)
class Rate:
    """So many of so many. ``charts`` is how many independent charts they come from, for the interval."""

    count: int
    of: int
    charts: int

    @property
    def value(self) -> float:
        return self.count / self.of

    def __str__(self) -> str:
        low, high = wilson_interval(round(self.value * self.charts), self.charts) or (0.0, 1.0)
        return f"{self.value:.0%} ({low:.0%} to {high:.0%})"


def detected(charts: Sequence[Judged], verdict: str, months: int) -> Rate:
    """Charts on which the right verdict stood within so many months of the change."""
    seen = sum((chart.months_to(verdict) or LATER) <= months for chart in charts)
    return Rate(seen, len(charts), len(charts))


def verdicts_on(charts: Sequence[Judged], places: Iterable[int], *verdicts: str) -> Rate:
    """Judged months of these charts with one of these verdicts."""
    met = [chart.verdicts[place] for place in places for chart in charts]
    known = [verdict for verdict in met if verdict is not None]
    return Rate(sum(verdict in verdicts for verdict in known), len(known), len(charts))


def in_the_year(charts: Sequence[Judged], *verdicts: str) -> Rate:
    """Charts with one of these verdicts in any month of the year."""
    seen = sum(any(chart.verdicts[place] in verdicts for place in YEAR) for chart in charts)
    return Rate(seen, len(charts), len(charts))


def looks_worst(all_judged: Sequence[Judged]) -> Iterator[tuple[float, str | None]]:
    """Of the steady teams, the one that looks worst, in each council and month of the year.

    How far its last three months lie below its first year (in parts of one), and the verdict of its chart.
    """
    councils = defaultdict(list)
    for one in of_teams(all_judged, *STEADY):
        councils[one.seed].append(one)
    for teams in councils.values():
        for place in YEAR:
            known = [one for one in teams if one.verdicts[place]]
            falls = [(fall(one, place), one.verdicts[place]) for one in known]
            if falls:
                yield max(falls, key=lambda found: found[0])


def fall(one: Judged, place: int) -> float:
    """How far the last three months lie below the year before the change."""
    return level([one], slice(0, BEFORE)) - level([one], slice(place - 2, place + 1))


def done_in(chart: Judged, months: slice) -> float:
    """The numerator of these months."""
    pairs = zip(chart.values[months], chart.cases[months], strict=True)
    return sum((value or 0) * due for value, due in pairs)


def two_points(charts: Sequence[Judged]) -> dict[str, Rate]:
    """What the comparison that the charts replace would have said of teams that never change."""
    pairs = [
        (chart.values[place - 1], chart.values[place])
        for chart in charts
        for place in YEAR
        if chart.verdicts[place] and chart.values[place - 1] is not None
    ]
    counts = {
        "lower than the month before": sum(now < then for then, now in pairs),
        "lower by 5 points or more": sum(now <= then - FALL for then, now in pairs),
        "red (below 80%)": sum(now < TARGET for _, now in pairs),
        "turned from green to red, or from red to green": sum(
            (then < TARGET) != (now < TARGET) for then, now in pairs
        ),
    }
    return {said: Rate(count, len(pairs), len(charts)) for said, count in counts.items()}


# --- pure chance ---

CASES = (5, 8, 12, 20, 40, 80)
SHARES = (0.7, 0.85, 0.95)
CHARTS = 1000
FALLS = ((0.85, 0.75), (0.85, 0.65))


@dataclass(frozen=True)
class OfChance:
    """Of charts of pure chance, the share with a signal in a given month (the last of 24) and in months 13 to 24."""

    month: float
    year: float


@cache
def false_alarms(cases: int, share: float, charts: int = CHARTS) -> OfChance:
    """Signals where nothing changes, months being binomial with so many cases each."""
    dice = numpy.random.default_rng((cases, round(share * 100)))
    months = dice.binomial(cases, share, size=(charts, 24)).tolist()
    found = [signals_of(counts, cases, 12) for counts in months]
    return OfChance(mean(signals[-1] != "" for signals in found), mean(map(any, found)))


@cache
def seen_within(cases: int, before: float, after: float, charts: int = CHARTS) -> OfChance:
    """Charts that are worrying at some time in 6, and in 12, months after a fall in month 13."""
    dice = numpy.random.default_rng((cases, round(before * 100), round(after * 100)))
    first = dice.binomial(cases, before, size=(charts, 12))
    then = dice.binomial(cases, after, size=(charts, 12))
    found = [
        ["worrying" in said for said in signals_of(counts, cases, 12)]
        for counts in numpy.hstack([first, then]).tolist()
    ]
    return OfChance(mean(any(seen[:6]) for seen in found), mean(map(any, found)))


def signals_of(counts: Sequence[int], cases: int, after: int) -> list[str]:
    """The verdict that a reader met in each month after so many; empty where there was none but chance."""
    said = []
    for stop in range(after + 1, len(counts) + 1):
        chart = share_chart(MONTHS[:stop], counts[:stop], [cases] * stop, good="higher")
        said.append(chart.variation if chart.variation in ("worrying", "improving") else "")
    return said


# --- the tables of the docs ---

TITLES = {"timeliness": "on time", "time_in_timescale": "time in timescale"}
HOW = {"Harbour": "much worse", "Castle Hill": "worse", "Millbrook": "recovering"}


def tables(seeds: range = SEEDS) -> Iterator[str]:
    """The lines of the tables in docs/methods/how_often_right.md."""
    for measure, title in TITLES.items():
        yield f"| {title} | " + " | ".join(f"{team}: {how}" for team, how in HOW.items()) + " |"
        yield "|---|---|---|---|"
        yield from detection_lines(judged(seeds, measure))
        yield ""
    yield from ("| teams that never change | on time | time in timescale |", "|---|---|---|")
    yield from false_alarm_lines([of_teams(judged(seeds, one), *STEADY) for one in TITLES])
    yield from ("", "| said in a month of a team that never changes | how often |", "|---|---|")
    yield from two_point_lines(seeds)
    yield ""
    yield from chance_lines()


def detection_lines(all_judged: Sequence[Judged]) -> Iterator[str]:
    """One line a question, one column a changed team."""
    charts = {team: of_teams(all_judged, team) for team in CHANGED}
    right = {team: verdict for team, (verdict, _, _) in CHANGED.items()}
    wrong = {"worrying": "improving", "improving": "worrying"}

    def line(title: str, cells: Iterable[object]) -> str:
        return f"| {title} | " + " | ".join(map(str, cells)) + " |"

    before, after = slice(0, BEFORE), slice(BEFORE, NOW)
    yield line(
        "the year before, the year after",
        (f"{level(of, before):.0%}, {level(of, after):.0%}" for of in charts.values()),
    )
    for months in (3, 6, 9, 12):
        yield line(
            f"seen within {months} months",
            (detected(charts[team], right[team], months) for team in CHANGED),
        )
    yield line(
        "half are seen by month",
        (half_seen(charts[team], right[team]) for team in CHANGED),
    )
    yield line(
        "said in the month of the as-of date",
        (verdicts_on(charts[team], [NOW], right[team]) for team in CHANGED),
    )
    yield line(
        "the opposite said at any time",
        (in_the_year(charts[team], wrong[right[team]]) for team in CHANGED),
    )


def half_seen(charts: Sequence[Judged], verdict: str) -> str:
    """The month after the change by which the verdict had stood on half of the charts."""
    month = median(chart.months_to(verdict) or LATER for chart in charts)
    return f"{month:.0f}" if month < LATER else "later than 12"


def level(charts: Sequence[Judged], months: slice) -> float:
    """The figure of all these charts together in these months."""
    cases = sum(sum(chart.cases[months]) for chart in charts)
    return sum(done_in(chart, months) for chart in charts) / max(1, cases)


def two_point_lines(seeds: range) -> Iterator[str]:
    """What two points say of steady teams, what the chart says, and what it says of the one that looks worst."""
    steady = of_teams(judged(seeds), *STEADY)
    for said, rate in two_points(steady).items():
        yield f"| {said} | {rate.value:.0%} |"
    yield f"| worrying (the chart) | {verdicts_on(steady, YEAR, 'worrying').value:.0%} |"
    worst = list(looks_worst(judged(seeds)))
    by = 100 * mean(fall for fall, _ in worst)
    called = mean(verdict == "worrying" for _, verdict in worst)
    yield (
        f"| worrying (the chart), of the one that looks worst: its last three months lie {by:.0f} points "
        f"below its first year | {called:.0%} |"
    )


def false_alarm_lines(of_measures: Sequence[Sequence[Judged]]) -> Iterator[str]:
    """One line a kind of month, one column a measure."""
    either = ("worrying", "improving")
    holidays = [place for place in YEAR if MONTHS[place].month in AFTER_HOLIDAYS]
    ordinary = [place for place in YEAR if place not in holidays]

    def line(title: str, rates: Iterable[Rate]) -> str:
        return f"| {title} | " + " | ".join(map(str, rates)) + " |"

    yield line("false verdict in a month", (verdicts_on(of, YEAR, *either) for of in of_measures))
    yield line("of these, worrying", (verdicts_on(of, YEAR, "worrying") for of in of_measures))
    yield line(
        "worrying, in January or September",
        (verdicts_on(of, holidays, "worrying") for of in of_measures),
    )
    yield line(
        "worrying, in the other months",
        (verdicts_on(of, ordinary, "worrying") for of in of_measures),
    )
    yield line(
        "worrying, in the month of the as-of date",
        (verdicts_on(of, [NOW], "worrying") for of in of_measures),
    )
    yield line("any false verdict in a year", (in_the_year(of, *either) for of in of_measures))
    yield line(
        "worrying at any time in a year", (in_the_year(of, "worrying") for of in of_measures)
    )


def chance_lines() -> Iterator[str]:
    """Pure chance by number of cases: signals where nothing changes, and what is seen of a fall."""
    for title, heads, cells in (
        ("no change at", SHARES, false_alarms),
        ("a fall from", FALLS, lambda cases, change: seen_within(cases, *change)),
    ):
        named = [" to ".join(f"{share:.0%}" for share in numpy.atleast_1d(head)) for head in heads]
        yield f"| cases a month | {title} {' | '.join(named)} |"
        yield "|---" * (len(heads) + 1) + "|"
        for cases in CASES:
            found = [cells(cases, head) for head in heads]
            said = " | ".join(f"{cell.month:.0%}, {cell.year:.0%}" for cell in found)
            yield f"| {cases} | {said} |"
        yield ""


if __name__ == "__main__":
    print("\n".join(tables()))
