"""x"""
from cin_metrics.ui.frame import page
with page("data", "x") as (session, view):
    pass
