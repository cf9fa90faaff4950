"""England: how do we compare with published figures of the same definition?"""

from cin_metrics.ui.benchmarks_page import BenchmarksPage
from cin_metrics.ui.frame import page

QUESTION = "How do we compare with published figures of the same definition?"

with page("benchmarks", QUESTION, own=("region", "authority")) as (session, view):
    benchmarks = BenchmarksPage(session, view)
    benchmarks.answer()
    benchmarks.choose()
    for beside in benchmarks.found:
        benchmarks.show(beside)
    benchmarks.gaps()
