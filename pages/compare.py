"""Two policies: what would another policy say of the same work, and of whom?"""

from cin_metrics.ui.compare_page import OWN, ComparePage
from cin_metrics.ui.frame import page

QUESTION = "What would another policy say of the same work, and of whom?"

with page("compare", QUESTION, own=OWN) as (session, view):
    compare = ComparePage(session, view)
    compare.answer()
    compare.rules()
    opened = compare.choose_pair()
    compare.open_pair(opened)
    compare.only_in_one()
