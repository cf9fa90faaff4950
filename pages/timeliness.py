"""x"""
from cin_metrics.ui.frame import page
with page("timeliness", "x") as (session, view):
    pass
