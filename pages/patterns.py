"""Patterns: is work done steadily, or at the deadline, in flurries, in batches, with long silences?"""

from cin_metrics.ui.frame import page
from cin_metrics.ui.patterns_page import OWN, PatternsPage

QUESTION = (
    "Is work done steadily, or at the deadline, in flurries and in batches, with long silences between?"
)

with page("patterns", QUESTION, own=OWN) as (session, view):
    patterns = PatternsPage(session, view)
    patterns.answer()
    patterns.section(patterns.choose())
