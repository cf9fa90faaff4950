"""Overview: how are we doing, and what needs me this week?"""

import streamlit as st

from cin_metrics.ui.frame import page, pair
from cin_metrics.ui.overview import Overview, unanswerable_words

with page("overview", "How are we doing, and what needs me this week?") as (session, view):
    overview = Overview(session, view)
    overview.answer()
    if gap := unanswerable_words(overview.rules):
        st.info(gap)
    overview.figures()
    with pair(3, 2) as (left, right):
        with left:
            overview.overdue_now()
        with right:
            overview.due_next()
    overview.changes()
    overview.teams()
