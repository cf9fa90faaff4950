"""x"""
from cin_metrics.ui.frame import page
with page("policies", "x") as (session, view):
    pass
