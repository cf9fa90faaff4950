"""Briefing: what will an inspector ask, and what do we say?"""

from cin_metrics.ui import briefing_page
from cin_metrics.ui.frame import page

with page("briefing", "What will an inspector ask, and what do we say?", own=("sharing", "seed")) as (session, view):
    asked = briefing_page.ask(session, view)
    briefing_page.papers(session, view, asked)
    briefing_page.show(session.briefing(view, asked))
