"""What an Annex A workbook holds only a part of: it is a snapshot that looks back six months."""

from datetime import date

from cin_metrics.sources.limits import Limits

MONTHS_BACK = 6
ONLY = {
    "cin_visit": "only the latest visit of each child",
    "cp_review": "only the latest review conference of each child",
}
EARLIER = "the lists look back six months, so what came before is not there"
LATEST_PLAN = "this source holds only the latest protection plan of each child"
UNANSWERED = {
    "re_referral_12m": EARLIER,
    "returned": EARLIER,
    "re_escalated": LATEST_PLAN,
    "new_protection": LATEST_PLAN,
    "step_down_sustained_3": LATEST_PLAN,
    "step_down_sustained_6": LATEST_PLAN,
    "step_down_sustained_12": LATEST_PLAN,
    "stale_assessment": "the lists hold no assessment completed more than six months ago",
    "worker_changes": "this source names only the worker of its own day",
    "idle": "this source holds no work but the latest sighting, assessments and enquiries",
}


def limits_on(day: date | None) -> Limits:
    """The limits of a workbook of that day; without a day what looks back cannot be judged from any day on."""
    since = months_back(day) if day else None
    return Limits(ONLY, UNANSWERED, whole_from=since, judged_from=since)


def months_back(day: date) -> date:
    """The same day six months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - MONTHS_BACK, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
