"""Measures: aggregations of the ledger and the spells, all in one result shape.

Each measure's SQL gives the cases it counts; ``figures.sql`` adds them up and ``cases_behind.sql`` shows
them, so a figure and the children behind it are one query.
"""

from cin_metrics.measures.catalogue import MEASURES, Measure
from cin_metrics.measures.figures import GROUPS, Selection, cases_behind, make_measures

__all__ = ["GROUPS", "MEASURES", "Measure", "Selection", "cases_behind", "make_measures"]
