"""How work is spread over time: at the deadline, in flurries, in batches, with long silences between.

Each question is asked of a ledger for a period and a selection, and answered with its figures, its words and the rows
behind them. What each is, how to read it and what it cannot do: docs/patterns.md.
"""

from cin_metrics.patterns.batches import (
    Batching,
    batched_entries,
    batches,
    batching,
    not_recorded,
)
from cin_metrics.patterns.bunching import RuleTenths, bunching, met_at_the_deadline
from cin_metrics.patterns.flurries import Flurries, Flurry, TeamFlurry, flurries, period_end_work
from cin_metrics.patterns.question import WORK, Question
from cin_metrics.patterns.silences import Silences, silences
from cin_metrics.statistics.steadiness import first_reaching

__all__ = [
    "WORK",
    "Batching",
    "Flurries",
    "Flurry",
    "Question",
    "RuleTenths",
    "Silences",
    "TeamFlurry",
    "batched_entries",
    "batches",
    "batching",
    "bunching",
    "first_reaching",
    "flurries",
    "met_at_the_deadline",
    "not_recorded",
    "period_end_work",
    "silences",
]
