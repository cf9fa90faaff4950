"""Changes: what has changed by more than chance?"""

from cin_metrics.ui.changes_page import ChangesPage
from cin_metrics.ui.frame import page

with page("changes", "What has changed by more than chance?", own=("figure",)) as (session, view):
    changes = ChangesPage(session, view)
    changes.answer()
    changes.by_team()
    if opened := changes.choose_figure():
        changes.open_figure(opened)
