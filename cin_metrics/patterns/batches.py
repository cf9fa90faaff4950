"""Batches: is work put on file as it is done, or many pieces in one sitting?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cin_metrics.labels import worded
from cin_metrics.ledger import Ledger
from cin_metrics.patterns.question import WORK, Question, Rows, select_work
from cin_metrics.statistics.comparison import Comparison, compare_teams
from cin_metrics.vocabulary import NOT_RECORDED

FEWEST_IN_BATCH = 5
FEWEST_BATCH_DAYS = 3
OLD_DAYS = 7




@dataclass(frozen=True)
class Batching:
    """How much of one kind of work was put on file in batches, all teams together and each team.

    ``compared``: the teams beside each other, their counts divided by the size of a sitting.
    """

    event_type: str
    entries: int
    in_batches: int
    teams: Mapping[str, tuple[int, int]]
    compared: Comparison

    @property
    def share(self) -> float | None:
        """The share put on file in batches."""
        return self.in_batches / self.entries if self.entries else None


def not_recorded(ledger: Ledger, question: Question) -> str | None:
    """Why batches cannot be computed for this selection; none where they can."""
    with ledger.workspace.cursor():
        select_work(ledger, question)
        rows = ledger.workspace.ask("patterns/what_is_recorded").to_pylist()
    if not rows:
        return "there is no work of this kind in the selection"
    if not any(row["with_recorded_date"] for row in rows):
        return "the extract has no “recorded_date”, the day on which work was put on file"
    if not any(row["with_both"] for row in rows):
        return worded("the extract names no worker, so nobody's entries can be told from another's")
    return None


def batching(ledger: Ledger, question: Question) -> list[Batching]:
    """Each kind of work put on file in the period, in the order of ``WORK``."""
    with ledger.workspace.cursor():
        _put_on_file(ledger, question)
        rows = ledger.workspace.ask("patterns/recorded_in_batches").to_pylist()
    return [_batching(kind, of_kind) for kind in WORK if (of_kind := [r for r in rows if r["event_type"] == kind])]


def batches(ledger: Ledger, question: Question, event_type: str) -> Rows:
    """The batches of one kind of work, the latest first."""
    return _of_batches(ledger, question, "patterns/batches", event_type)


def batched_entries(ledger: Ledger, question: Question, event_type: str) -> Rows:
    """The events behind them, one row each."""
    return _of_batches(ledger, question, "patterns/batched_entries", event_type)


def _of_batches(ledger: Ledger, question: Question, name: str, event_type: str) -> Rows:
    with ledger.workspace.cursor():
        _put_on_file(ledger, question)
        return ledger.workspace.ask(name, {"event_type": event_type}).to_pylist()


def _put_on_file(ledger: Ledger, question: Question) -> None:
    select_work(ledger, question)
    rule = {"fewest": FEWEST_IN_BATCH, "fewest_days": FEWEST_BATCH_DAYS, "old_days": OLD_DAYS}
    ledger.workspace.make("patterns/put_on_file", rule | question.period)


def _batching(kind: str, rows: Rows) -> Batching:
    teams = {row["team"] or NOT_RECORDED: (row["in_batches"], row["entries"]) for row in rows}
    entries, in_batches = sum(row["entries"] for row in rows), sum(row["in_batches"] for row in rows)
    # Entries of one sitting stand or fall together: each is worth as much less as sittings are large.
    size = sum(row["entries"] * row["sitting_size"] for row in rows) / entries
    compared = compare_teams(
        list(teams),
        [round(inside / size) for inside, _ in teams.values()],
        [round(of / size) for _, of in teams.values()],
    )
    return Batching(kind, entries, in_batches, teams, replace(compared, share=in_batches / entries))
