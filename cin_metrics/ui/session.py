"""The one session every screen reads through: the extract in use, who may see what, and the answers.

Pages never see a connection, SQL or a file. Each answer is asked for through ``Session``, which narrows it to the
person's ``Scope`` first; today that is everyone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from cin_metrics.child import Chronology, make_chronology
from cin_metrics.coverage import (
    judged_by,
    measures_not_answered,
    rules_not_answered,
    values_recorded,
    ways_not_recorded,
)
from cin_metrics.drift import drift_in, not_computable
from cin_metrics.events import Extract
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import Selection, cases_behind, make_measures
from cin_metrics.panel import make_panel_list
from cin_metrics.policy import Limit, Policy
from cin_metrics.quality import children_of_teams
from cin_metrics.reports import briefing_paper, paper
from cin_metrics.sources.limits import Limits
from cin_metrics.ui.holding import Holding, opening_holding
from cin_metrics.ui.view import Scope, View, ledger_key
from cin_metrics.words import cohort_title

# Papers bring matplotlib; whoever opens the app does not wait for it.
if TYPE_CHECKING:
    from cin_metrics.reports.briefing import Asked
    from cin_metrics.reports.document import Document

SESSION = "session"
DRIFT = ("drift", "drift_cwd")
DUE_SOON_WORKING_DAYS = 10

Rows = list[dict[str, Any]]


@dataclass
class Session:
    """What one person at one browser is looking at."""

    holding: Holding
    scope: Scope = Scope()

    @property
    def extract_name(self) -> str:
        """The name of the extract in use."""
        return self.holding.extract.name

    @property
    def is_opening(self) -> bool:
        """Whether the extract the app opens with is in use, not an uploaded one."""
        return self.holding.is_opening

    @property
    def report(self) -> Any:
        """What loading the extract in use found."""
        return self.holding.extract.report

    @property
    def first_date(self) -> date:
        """The first day on which anything happened."""
        return self.holding.extract.first_date or date.today()

    @property
    def last_date(self) -> date:
        """The last day on which anything happened: the as-of date unless another is chosen."""
        return self.holding.extract.last_date or date.today()

    def teams(self) -> list[str]:
        """The teams a person may choose from."""
        held = self._held("teams", lambda: self._of_extract("teams"))
        names = [row["team"] for row in held]
        return [name for name in names if self.scope.teams is None or name in self.scope.teams]

    def cohorts(self, policy: Policy) -> dict[str, str]:
        """The cohorts that occur or that the policy makes from teams: code and title."""
        held = self._held("cohorts", lambda: self._of_extract("cohorts"))
        occurring = {row["cohort"] for row in held}
        teams = set(self.teams())
        occurring |= {c for c, group in policy.cohorts.items() if teams & set(group.teams)}
        return {code: cohort_title(policy, code) for code in sorted(occurring)}

    def events_by_type(self) -> Rows:
        """Event types of the extract in use: how many, first and last day, how many with a recorded date."""
        return self._held("event_counts", lambda: self._of_extract("event_counts"))

    def number_of_children(self) -> int:
        """How many children the extract in use holds events of."""
        return self._held("number_of_children", lambda: self._of_extract("number_of_children"))[0][
            "children"
        ]

    def use(self, extract: Extract) -> None:
        """Take an uploaded extract into use for this browser session."""
        self.holding = Holding(extract, is_opening=False)

    def use_opening(self) -> None:
        """Go back to the extract the app opens with."""
        self.holding = opening_holding()

    def ledger(self, view: View) -> Ledger:
        """The ledger a view is about."""
        return self.holding.ledgers.get(
            ledger_key(view),
            lambda: make_ledger(
                self.holding.extract, judged_by(view.policy, self.limits), view.as_of, view.known_by
            ),
        )

    def selected(self, view: View) -> Selection:
        """The teams and cohorts a view selects, narrowed to what the person may see."""
        return self.scope.narrow(view.selection)

    def kept(self, view: View, key: Any, make: Callable[[], Any]) -> Any:
        """An answer about a view's ledger, made once; ``key`` says everything else it hangs on."""
        return self.holding.answers.get((ledger_key(view), key), make)

    def has_kept(self, view: View, key: Any) -> bool:
        """Whether an answer is kept already, so that asking for it takes no time."""
        return (ledger_key(view), key) in self.holding.answers

    def compared(self, view: View, key: Any, make: Callable[[], Any]) -> Any:
        """A comparison of a view's ledger with another, made once; few are kept, because they hold many rows."""
        return self.holding.comparisons.get((ledger_key(view), key), make)

    def ask(self, view: View, name: str, **parameters: Any) -> Rows:
        """The rows of ``sql/screens/{name}.sql`` for what a view selects."""
        selection = self.selected(view)

        def answer() -> Rows:
            asked = {"teams": list(selection.teams), "cohorts": list(selection.cohorts)}
            table = self.ledger(view).workspace.ask(f"screens/{name}", asked | parameters)
            return table.to_pylist()

        key = (name, selection, *((word, text(value)) for word, value in parameters.items()))
        return self.kept(view, key, answer)

    def measures(self, view: View, names: Iterable[str], by: str = "rule") -> Rows:
        """The measures named, for what a view selects, broken down by ``by``; without those that cannot be computed.

        Rules that cannot be judged are left out by ``answers``, which says why; so is drift.
        """
        names, selection = tuple(names), self.selected(view)
        period = view.period

        def answer() -> Rows:
            ledger = self.ledger(view)
            rows = make_measures(ledger, period.first, period.last, by, selection, names).to_pylist()
            lacking = self.measures_not_answered(view)
            return [row for row in rows if row["rule_id"] or row["measure"] in DRIFT or row["measure"] not in lacking]

        return self.kept(view, ("measures", names, by, period, selection), answer)

    def cases(self, view: View, measure: str, rule_id: str | None = None) -> Rows:
        """The cases behind a measure's figure."""
        period, selection = view.period, self.selected(view)
        return cases_behind(
            self.ledger(view), measure, period.first, period.last, rule_id, selection
        ).to_pylist()

    def drift(self, view: View) -> Rows:
        """The drift indicators of the children a view selects, those with most first."""
        ledger, selection = self.ledger(view), self.selected(view)

        def answer() -> Rows:
            asked = {"teams": list(selection.teams), "cohorts": list(selection.cohorts)}
            with ledger.workspace.cursor():
                drift_in(ledger)
                return ledger.workspace.ask("screens/drift_children", asked).to_pylist()

        return self.kept(view, ("drift", selection), answer)

    def child(self, view: View, child_id: str) -> Chronology:
        """The chronology of one child whom the person may see; the filters do not matter."""
        return make_chronology(self.ledger(view), child_id, self.scope.teams)

    def panel_list(self, view: View, month: Limit) -> Rows:
        """Every open plan of what a view selects by the day it reaches ``month``, longest first."""
        ledger, selection = self.ledger(view), self.selected(view)
        return self.kept(view, ("panel", month, selection), lambda: make_panel_list(ledger, month, selection))

    def panel_pack(self, view: View, child_ids: Iterable[str] | None, month: Limit, ending: str) -> bytes:
        """The panel pack of these children, or of the whole list, as a file of that ending."""
        from cin_metrics.reports.panel_pack import make_panel_pack

        asked = list(child_ids) if child_ids is not None else None
        return paper(make_panel_pack(self.ledger(view), asked, month, self.selected(view)), ending)

    def briefing(self, view: View, asked: "Asked") -> "Document":
        """The briefing of what is asked, as a document."""
        from cin_metrics.reports.briefing import make_briefing

        return self.kept(view, ("briefing", asked), lambda: make_briefing(self.ledger(view), asked))

    def briefing_paper(self, view: View, asked: "Asked", ending: str) -> bytes:
        """The same, or the workbook behind it, as a file of that ending."""
        return briefing_paper(self.ledger(view), asked, ending)

    def drift_not_computable(self, view: View) -> dict[str, str]:
        """The indicators of drift that the extract cannot answer, each with why."""
        return self.kept(view, "drift_not_computable", lambda: not_computable(self.ledger(view)))

    @property
    def limits(self) -> Limits:
        """What the source of the extract in use holds only a part of."""
        return self.holding.extract.limits

    def rules_not_answered(self, policy: Policy) -> dict[str, str]:
        """The rules of a policy that the extract in use cannot answer, each with why."""
        return rules_not_answered(policy, self.values_recorded(), self.limits)

    def ways_not_recorded(self) -> list[str]:
        """The ways of ending a time in need of which the extract in use records nothing."""
        return ways_not_recorded(self.values_recorded())

    def measures_not_answered(self, view: View) -> dict[str, str]:
        """The measures that the extract in use cannot answer under a view's policy, each with why."""
        recorded, rules = self.values_recorded(), self.rules_not_answered(view.policy)
        return measures_not_answered(view.policy, recorded, self.limits, rules, self.drift_not_computable(view))

    def values_recorded(self) -> dict[str, dict[str, int]]:
        """Per event type of the extract, how many events there are and how many carry each condition's column."""
        return self._held("recorded_columns", lambda: values_recorded(self.holding.workspace))

    def children_behind_findings(self) -> dict[str, Rows]:
        """Per finding of the extract in use, one row a team and child the person may see: team, child_id, times."""
        extract = self.holding.extract
        found = self._held("children behind findings", lambda: in_rows(extract.children_behind_findings()))
        teams = self.scope.teams
        if teams is None:
            return found
        return {name: [row for row in rows if row["team"] in teams] for name, rows in found.items()}

    def children_of_teams(self) -> dict[str | None, set[str]]:
        """The children that each team the person may see was ever named for; None for those without any team."""
        extract = self.holding.extract
        found = self._held("children of teams", lambda: children_of_teams(extract.connection))
        teams = self.scope.teams
        return {team: children for team, children in found.items() if teams is None or team in teams}

    def rows_behind(self, extract: Extract, finding: str) -> Rows:
        """Where a finding arises in an extract, in use or uploaded."""
        rows = extract.rows_behind(finding).to_pylist()
        teams = self.scope.teams
        return rows if teams is None else [row for row in rows if row["team"] in teams]

    def _held(self, name: str, make: Callable[[], Any]) -> Any:
        return self.holding.answers.get(name, make)

    def _of_extract(self, name: str) -> Rows:
        return self.holding.workspace.ask(f"screens/{name}").to_pylist()


def in_rows(tables: dict[str, Any]) -> dict[str, Rows]:
    """Tables as rows."""
    return {name: table.to_pylist() for name, table in tables.items()}


def text(value: Any) -> Any:
    """A value that can be part of a key."""
    return tuple(value) if isinstance(value, list) else value


def current() -> Session:
    """The session of the person at this browser."""
    if SESSION not in st.session_state:
        st.session_state[SESSION] = Session(opening_holding())
    return st.session_state[SESSION]


def latest_as_of(session: Session) -> date:
    """The last day a screen can be asked about: a year after the extract ends."""
    return session.last_date + timedelta(366)
