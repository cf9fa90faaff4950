"""Groups of children: do some children wait longer than others?"""

from cin_metrics.ui.frame import page
from cin_metrics.ui.groups_page import GroupsPage

OWN = ("measure", "rule", "characteristic")

with page("groups", "Do some children wait longer than others?", own=OWN) as (session, view):
    groups = GroupsPage(session, view)
    if groups.given["children"]:
        groups.choose()
        groups.answer()
        groups.show()
    else:
        groups.how_to_give()
