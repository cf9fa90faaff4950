"""What returns of the CIN census hold only a part of: each has the cases that were open in its year."""

import re
from collections.abc import Sequence
from datetime import date

from cin_metrics.sources import Source
from cin_metrics.sources.limits import Limits

REFERENCE = re.compile(r"<(?:[\w.-]+:)?ReferenceDate>\s*(\d{4})-(\d\d)-(\d\d)")
EARLIER = "one return holds no case that closed before its year; give last year's return beside it"
IDLE = "a return holds neither visits nor other work between its dates"


def limits_of(sources: Sequence[Source]) -> Limits:
    """The limits of some returns. A child's earlier case is known from the second year on."""
    days = sorted({day for source in sources if (day := first_day(source))})
    unanswered = {"idle": IDLE}
    if len(days) < 2:
        unanswered |= dict.fromkeys(("re_referral_12m", "returned", "re_escalated"), EARLIER)
    return Limits(unanswered=unanswered, whole_from=days[0] if days else None)


def first_day(source: Source) -> date | None:
    """The first day of the year that a return is of: the day after its reference date a year before."""
    head = source.head()
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    found = REFERENCE.search(head.decode(encoding, "replace"))
    if not found:
        return None
    year, month, day = map(int, found.groups())
    try:
        return date.fromordinal(date(year - 1, month, min(day, 28) if month == 2 else day).toordinal() + 1)
    except ValueError:
        return None
