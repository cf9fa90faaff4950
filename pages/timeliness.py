"""Timeliness: are visits, reviews, meetings and checkpoints happening when our policy says?"""

from cin_metrics.ui.frame import page
from cin_metrics.ui.timeliness import Timeliness

QUESTION = "Are visits, reviews, meetings and checkpoints happening when our policy says?"

with page("timeliness", QUESTION, own=("topic", "rule")) as (session, view):
    timeliness = Timeliness(session, view)
    rules = timeliness.choose_topic()
    timeliness.answer(rules)
    opened = timeliness.choose_rule(rules)
    timeliness.open_rule(opened)
