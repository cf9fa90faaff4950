"""Data quality: what should be mended, where, and does it matter for the figures?"""

from cin_metrics.ui import finding_trend_part
from cin_metrics.ui.frame import page
from cin_metrics.ui.quality_page import QualityPage

QUESTION = "What should be mended, where, and does it matter for the figures?"

with page("quality", QUESTION, own=("finding",)) as (session, view):
    quality = QualityPage(session, view)
    quality.answer()
    if name := quality.choose():
        quality.open(name)
    finding_trend_part.show(session, view, name)
