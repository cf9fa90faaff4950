"""Figures in one result shape, and the children behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pyarrow

from cin_metrics.drift import drift_in
from cin_metrics.engine import SmallTable, Workspace, parameters
from cin_metrics.faults import InputFault, nearest
from cin_metrics.ledger import Ledger
from cin_metrics.measures.catalogue import AT_LEAST, BANDS, FOLLOW_UPS, MEASURES, WAYS
from cin_metrics.policy import Policy

GROUPS = ("rule", "team", "worker", "month", "cohort")
MADE_FOR = {
    "time_in_timescale": ("months",),
    "step_rates": ("months", "ended_spells"),
    "ended_by": ("ended_spells",),
}
"""What the cases of a source are read from, where that is made for the period first."""


@dataclass(frozen=True)
class Selection:
    """Which teams and cohorts are asked about; empty means all of them."""

    teams: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()


EVERYTHING = Selection()


def make_measures(
    ledger: Ledger,
    period_from: date,
    period_to: date,
    by: str = "rule",
    selection: Selection = EVERYTHING,
    measures: Iterable[str] | None = None,
    *,
    keep: bool = False,
) -> pyarrow.Table:
    """One row a measure, rule and group: numerator, denominator and value, the period inclusive at both ends.

    ``by`` breaks each measure down by team, worker, month or cohort of the case; with ``rule`` each rule
    is one row. Where a measure has parts of its own (bands, ways, event types) they end ``group_value``.
    ``keep`` stores the cases of all teams and cohorts, for who will ask the same of other teams next.
    """
    if by not in GROUPS:
        raise InputFault(f"by: found '{by}'; allowed: {', '.join(GROUPS)}.{nearest(by, GROUPS)}")
    with ledger.workspace.cursor():
        select_cases(ledger, period_from, period_to, selection, measures, keep)
        return ledger.workspace.ask("measures/figures", {"by": by})


def cases_behind(
    ledger: Ledger,
    measure: str,
    period_from: date,
    period_to: date,
    rule_id: str | None = None,
    selection: Selection = EVERYTHING,
) -> pyarrow.Table:
    """The cases a figure counts, one row each, with child, episode, holder, numerator and denominator."""
    with ledger.workspace.cursor():
        select_cases(ledger, period_from, period_to, selection, [measure])
        return ledger.workspace.ask(
            "measures/cases_behind", {"measure": measure, "rule_id": rule_id}
        )


def select_cases(
    ledger: Ledger,
    period_from: date,
    period_to: date,
    selection: Selection,
    measures: Iterable[str] | None,
    keep: bool = False,
) -> None:
    """Make ``selected_cases`` of the measures asked for in the ledger's workspace.

    It is a view, so that a question reads only the columns, teams and measures it is about, and stores nothing but
    what it is told to ``keep``: the cases last asked for.
    """
    if period_to < period_from:
        raise InputFault("period: found an end before its start; allowed: an end on or after it.")
    names = list(MEASURES) if measures is None else list(measures)
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        raise InputFault(
            f"measure: found '{name}'; allowed: {', '.join(MEASURES)}.{nearest(name, MEASURES)}"
            for name in unknown
        )
    workspace = ledger.workspace
    give_lists(workspace, ledger.policy, names, period_from, period_to)
    if keep:
        asked = (tuple(names), period_from, period_to)
        workspace.keep("kept_cases", asked, lambda: make_kept_cases(ledger, names))
    else:
        view_cases(ledger, names)
    workspace.unite("cases", ["kept_cases" if keep else "measured_cases"])
    choose(workspace, selection)


def choose(workspace: Workspace, selection: Selection) -> None:
    """Narrow ``cases`` to ``selected_cases``, those of the teams and cohorts chosen.

    A list that chooses nothing is no step at all: the engine then reads only the rows of the teams it is asked for.
    """
    for name, chosen in (("chosen_teams", selection.teams), ("chosen_cohorts", selection.cohorts)):
        workspace.give(name, SmallTable({"chosen": "varchar"}, [(one,) for one in chosen]))
    workspace.view("measures/cases_of_teams")
    workspace.unite("team_cases", ["cases_of_teams" if selection.teams else "cases"])
    workspace.view("measures/cases_of_cohorts")
    workspace.unite("selected_cases", ["cases_of_cohorts" if selection.cohorts else "team_cases"])


def view_cases(ledger: Ledger, names: list[str]) -> None:
    """Make the view ``measured_cases`` of the measures named, of all teams and cohorts."""
    workspace = ledger.workspace
    sources = list(dict.fromkeys(MEASURES[name].source for name in names))
    if "drift_shares" in sources:
        drift_in(ledger)
    for step in dict.fromkeys(step for source in sources for step in MADE_FOR.get(source, ())):
        workspace.make(f"measures/{step}")
    for source in ("no_cases", *sources):
        workspace.view(f"measures/{source}")
    workspace.unite("source_cases", ["no_cases", *sources])
    workspace.view("measures/measured_cases")


def make_kept_cases(ledger: Ledger, names: list[str]) -> None:
    """Store the cases of the measures named."""
    view_cases(ledger, names)
    ledger.workspace.make("measures/kept_cases")


def give_lists(
    workspace: Workspace, policy: Policy, names: list[str], period_from: date, period_to: date
) -> None:
    """Hand the period, the measures asked for and the catalogue's lists to the SQL as tables."""
    workspace.give("period", parameters(period_start=period_from, period_end=period_to))
    columns = {"position": "integer", "measure": "varchar", "statistic": "varchar", "detail_name": "varchar"}
    listed = [
        (position, name, measure.statistic, measure.detail_name)
        for position, (name, measure) in enumerate(MEASURES.items())
        if name in names
    ]
    workspace.give("measure_list", SmallTable(columns, listed))
    workspace.give("expected_figures", expected_figures(policy, names))
    workspace.once("lists of the catalogue", lambda: give_catalogue(workspace))


def give_catalogue(workspace: Workspace) -> None:
    """Hand the catalogue's lists that are the same for every question to the SQL as tables."""
    band = {"band": "varchar", "from_months": "integer", "until_months": "integer"}
    workspace.give("bands", SmallTable(band, BANDS))
    workspace.give("ways", SmallTable({"way": "varchar"}, [(way,) for way in WAYS]))
    workspace.give("at_least", SmallTable({"label": "varchar", "number": "integer"}, AT_LEAST))
    follow_ups = [(f"step_down_sustained_{months}", months) for months in FOLLOW_UPS]
    workspace.give("follow_ups", SmallTable({"measure": "varchar", "months": "integer"}, follow_ups))


def expected_figures(policy: Policy, names: list[str]) -> SmallTable:
    """Every figure that should be shown even when nothing is counted: measure, rule_no, detail, position."""
    rows = []
    for name in names:
        measure = MEASURES[name]
        rules = [
            number
            for number, rule in enumerate(policy.rules)
            if measure.rules and any(measure.rules(v) for _, v in policy.variants(rule))
        ]
        for rule_no in rules if measure.rules else [None]:
            details = measure.details if measure.detail_name else (None,)
            rows += [(name, rule_no, detail, position) for position, detail in enumerate(details)]
    types = {"measure": "varchar", "rule_no": "integer", "detail": "varchar", "position": "integer"}
    return SmallTable(types, rows)
