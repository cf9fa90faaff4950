"""Methods: how sure is a figure, and how is it worked out?"""

from cin_metrics.ui import methods_page
from cin_metrics.ui.frame import page

with page("methods", "How sure is a figure, and how is it worked out?", own=("method",)):
    methods_page.show(methods_page.choose())
