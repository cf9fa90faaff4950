"""Timeliness, drift and step-up/step-down figures for children in need, from case events.

Start here: ``load`` an extract, ``load_policy``, and ``make_ledger``; ``make_measures`` and ``make_drift`` read it,
``cases_behind`` opens a figure to its children, ``monthly`` says what changed by more than chance, ``make_waits`` how
long things take, ``write_table`` keeps any of them. A made-up council comes from ``cin_metrics.simulate``. Nothing is
imported until it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cin_metrics.child import make_chronology
    from cin_metrics.drift import make_drift, not_computable
    from cin_metrics.events import Extract, load
    from cin_metrics.faults import InputFault
    from cin_metrics.groups import make_groups
    from cin_metrics.journeys import make_journeys
    from cin_metrics.known_then import compare_then_and_now
    from cin_metrics.ledger import Ledger, make_ledger
    from cin_metrics.loads import Loads, compare_loads
    from cin_metrics.measures import MEASURES, Selection, cases_behind, make_measures
    from cin_metrics.monthly import monthly
    from cin_metrics.packs import check_policies, load_policy, pack_names
    from cin_metrics.panel import make_panel_list
    from cin_metrics.policy import Policy
    from cin_metrics.reports.briefing import Asked, make_briefing
    from cin_metrics.reports.panel_pack import make_panel_pack
    from cin_metrics.spells import make_spells
    from cin_metrics.two_ledgers import compare_ledgers
    from cin_metrics.waiting import make_waits
    from cin_metrics.writing import write_table

__all__ = [
    "MEASURES",
    "Asked",
    "Extract",
    "InputFault",
    "Ledger",
    "Loads",
    "Policy",
    "Selection",
    "cases_behind",
    "check_policies",
    "compare_ledgers",
    "compare_loads",
    "compare_then_and_now",
    "load",
    "load_policy",
    "make_briefing",
    "make_chronology",
    "make_drift",
    "make_groups",
    "make_journeys",
    "make_ledger",
    "make_measures",
    "make_panel_list",
    "make_panel_pack",
    "make_spells",
    "make_waits",
    "monthly",
    "not_computable",
    "pack_names",
    "write_table",
]

PLACES = {
    "child": ("make_chronology",),
    "drift": ("make_drift", "not_computable"),
    "events": ("Extract", "load"),
    "faults": ("InputFault",),
    "groups": ("make_groups",),
    "journeys": ("make_journeys",),
    "known_then": ("compare_then_and_now",),
    "ledger": ("Ledger", "make_ledger"),
    "loads": ("Loads", "compare_loads"),
    "measures": ("MEASURES", "Selection", "cases_behind", "make_measures"),
    "monthly": ("monthly",),
    "packs": ("check_policies", "load_policy", "pack_names"),
    "panel": ("make_panel_list",),
    "policy": ("Policy",),
    "reports.briefing": ("Asked", "make_briefing"),
    "reports.panel_pack": ("make_panel_pack",),
    "spells": ("make_spells",),
    "two_ledgers": ("compare_ledgers",),
    "waiting": ("make_waits",),
    "writing": ("write_table",),
}


def __getattr__(name: str) -> Any:
    """The public name, from the module it lives in."""
    for module, names in PLACES.items():
        if name in names:
            return getattr(import_module(f"cin_metrics.{module}"), name)
    raise AttributeError(f"module 'cin_metrics' has no attribute '{name}'")
