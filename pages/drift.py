"""x"""
from cin_metrics.ui.frame import page
with page("drift", "x") as (session, view):
    pass
