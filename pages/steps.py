"""Steps: where do children go from here, and does it last?"""

from cin_metrics.ui.frame import page, pair
from cin_metrics.ui.steps_page import StepsPage

with page("steps", "Where do children go from here, and does it last?", own=("journey",)) as (session, view):
    steps = StepsPage(session, view)
    steps.answer()
    steps.flow()
    with pair() as (left, right):
        with left:
            steps.ends()
        with right:
            steps.lasting()
    steps.rates()
    steps.search()
