"""As known then: what did we know on the day, what do we know now, and which late entries moved the figure?"""

from cin_metrics.ui.frame import page
from cin_metrics.ui.known_then_page import KnownThenPage

QUESTION = "What did we know on the day, what do we know now, and which late entries moved the figure?"

with page("known_then", QUESTION, own=("day", "rule")) as (session, view):
    known = KnownThenPage(session, view)
    if known.can_be_told():
        known.answer()
        known.rules()
        known.open_rule(known.choose_rule())
        known.late_entries()
