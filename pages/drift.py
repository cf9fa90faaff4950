"""Drift: which children are we keeping without change?"""

import streamlit as st

from cin_metrics.ui.drift_page import DriftPage
from cin_metrics.ui.frame import page

with page("drift", "Which children are we keeping without change?", own=("sign",)) as (session, view):
    drift = DriftPage(session, view)
    drift.answer()
    drift.signs()
    sign = drift.choose_sign()
    in_need, disabled = st.tabs(["Children in need", "Long-term disability support"])
    with in_need:
        drift.children(sign, is_cwd=False)
    with disabled:
        drift.children(sign, is_cwd=True)
