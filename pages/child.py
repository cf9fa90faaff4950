"""Child: what has happened for this child?"""

from cin_metrics.ui import child_page
from cin_metrics.ui.frame import page

with page("child", "What has happened for this child?", own=("child", "span")) as (session, view):
    child = child_page.choose(session, view)
    if child:
        child_page.answer(child, view)
        child_page.chronology(child, view)
        child_page.details(child, view)
        child_page.pack(session, child, view)
