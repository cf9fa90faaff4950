"""Panel: who comes to panel, and what must we decide?"""

from cin_metrics.ui.frame import page
from cin_metrics.ui.panel_page import PanelPage

with page("panel", "Who comes to panel, and what must we decide?", own=("month",)) as (session, view):
    panel = PanelPage(session, view)
    panel.answer()
    panel.lists()
    panel.take_along()
