"""Data: what is loaded, and can I trust it?"""

from cin_metrics.ui import data_page, loads_page
from cin_metrics.ui.frame import page

with page("data", "What is loaded, and can I trust it?") as (session, view):
    data_page.in_use(session, view)
    data_page.upload(session, view)
    loads_page.show(session, view)
