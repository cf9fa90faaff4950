"""Timeliness: are visits, reviews, meetings and checkpoints happening when our policy says?"""

from cin_metrics.ui.frame import page
from cin_metrics.ui.rule_opened import RuleOpened
from cin_metrics.ui.timeliness import Timeliness

QUESTION = "Are visits, reviews, meetings and checkpoints happening when our policy says?"

with page("timeliness", QUESTION, own=("topic", "rule", "part")) as (session, view):
    timeliness = Timeliness(session, view)
    rules = timeliness.choose_topic()
    timeliness.answer(rules)
    RuleOpened(session, view, timeliness.choose_rule(rules)).show()
