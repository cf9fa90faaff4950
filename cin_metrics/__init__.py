"""Timeliness, drift and step-up/step-down figures for children in need, from case events.

Start here: ``load`` an extract, ``load_policy``, and ``make_ledger``; ``make_measures`` and
``make_drift`` read the ledger, ``cases_behind`` opens a figure to its children, ``write_table``
keeps any of them. A made-up council comes from ``cin_metrics.simulate``. Nothing is imported until
it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cin_metrics.drift import make_drift, not_computable
    from cin_metrics.events import Extract, load
    from cin_metrics.faults import InputFault
    from cin_metrics.ledger import Ledger, make_ledger
    from cin_metrics.measures import MEASURES, Selection, cases_behind, make_measures
    from cin_metrics.packs import check_policies, load_policy, pack_names
    from cin_metrics.policy import Policy
    from cin_metrics.spells import make_spells
    from cin_metrics.writing import write_table

__all__ = [
    "MEASURES",
    "Extract",
    "InputFault",
    "Ledger",
    "Policy",
    "Selection",
    "cases_behind",
    "check_policies",
    "load",
    "load_policy",
    "make_drift",
    "make_ledger",
    "make_measures",
    "make_spells",
    "not_computable",
    "pack_names",
    "write_table",
]

PLACES = {
    "drift": ("make_drift", "not_computable"),
    "events": ("Extract", "load"),
    "faults": ("InputFault",),
    "ledger": ("Ledger", "make_ledger"),
    "measures": ("MEASURES", "Selection", "cases_behind", "make_measures"),
    "packs": ("check_policies", "load_policy", "pack_names"),
    "policy": ("Policy",),
    "spells": ("make_spells",),
    "writing": ("write_table",),
}


def __getattr__(name: str) -> Any:
    """The public name, from the module it lives in."""
    for module, names in PLACES.items():
        if name in names:
            return getattr(import_module(f"cin_metrics.{module}"), name)
    raise AttributeError(f"module 'cin_metrics' has no attribute '{name}'")
