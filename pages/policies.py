"""Policies: what do we hold ourselves to?"""

from cin_metrics.ui import policy_page
from cin_metrics.ui.frame import page

with page("policies", "What do we hold ourselves to?") as (session, view):
    policy_page.head(view.policy)
    policy_page.rules(view.policy)
    policy_page.drift(view.policy)
    policy_page.not_measurable(view.policy)
    policy_page.how_to_change(view.policy)
