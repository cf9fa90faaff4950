"""Spells and ledger worked out slowly and plainly: what the product must equal, row by row.

Written from the specification alone and sharing no code with the product but the order of its
vocabulary. Each function walks over days and lists as a person would with a calendar on the desk.

``events`` are dictionaries in row order, dates as dates, ``None`` for blank. A ``pack`` is the
plain mapping of its YAML, every leaf a text.
"""

from tests.reference.ledger import ledger
from tests.reference.spells import derive_episodes, spells

__all__ = ["derive_episodes", "ledger", "spells"]
