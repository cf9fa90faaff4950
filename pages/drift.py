"""Drift: which children are we keeping without change?"""

import streamlit as st

from cin_metrics.labels import worded
from cin_metrics.ui.drift_page import DriftPage
from cin_metrics.ui.frame import page
from cin_metrics.ui.waiting import OWN, WaitingPart

QUESTION = "Which children are we keeping without change?"

with page("drift", QUESTION, own=(*OWN, "sign")) as (session, view):
    drift = DriftPage(session, view)
    waiting = WaitingPart(session, view)
    waiting.answer()
    waiting.plans()
    drift.lengths()
    waiting.how_long()
    st.header("Signs of drift", anchor=False, divider="gray")
    drift.answer()
    drift.signs()
    drift.by_team()
    st.subheader("The children", anchor=False)
    sign = drift.choose_sign()
    in_need, disabled = st.tabs([worded("Children in need"), "Long-term disability support"])
    with in_need:
        drift.children(sign, is_cwd=False)
    with disabled:
        drift.children(sign, is_cwd=True)
    drift.open_child()
