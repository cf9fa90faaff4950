"""Overview: how are we doing, and what needs me this week?"""

import streamlit as st

from cin_metrics.ui.frame import page, pair
from cin_metrics.ui.overview import Overview, unanswerable_words
from cin_metrics.ui.overview_figures import Headlines

with page("overview", "How are we doing, and what needs me this week?") as (session, view):
    overview = Overview(session, view)
    overview.answer()
    if gap := unanswerable_words(overview.rules):
        st.info(gap)
    headlines = Headlines(session, view, overview.rules, overview.children)
    headlines.show()
    # What the figures were before takes a second ledger, so the first time the page is drawn without it.
    is_quick = headlines.is_quick
    if is_quick:
        headlines.changes()
    with pair(3, 2) as (left, right):
        with left:
            overview.overdue_now()
        with right:
            overview.due_next()
    overview.changes()
    overview.teams()
    if not is_quick:
        headlines.changes()
