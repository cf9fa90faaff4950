"""What chance gives a month of few cases, exactly, where three sigmas of a share mislead.

With few cases and a share near 0 or 1, a single case can lie three sigmas out and be nothing unusual, and most months
lie on one side of the average.
"""

import math
from functools import lru_cache
from typing import NamedTuple

UNLIKELY = 0.01
"""A month beyond its limit has at most this chance at that end, however few its cases."""
MANY = 10
"""With so many cases × share × (1 − share), three sigmas are always further out than what is ``UNLIKELY``."""
SLACK = 1e-9


class Chances(NamedTuple):
    """The shares beyond which a month is ``UNLIKELY``, and the chances that it lies above and below the average."""

    lower: float
    upper: float
    above: float
    below: float


NORMAL = Chances(math.inf, -math.inf, 0.5, 0.5)
"""Of a month with many cases: three sigmas are the further limits, and either side is as likely."""


def chances_of(cases: float, centre: float, pulled: float) -> Chances:
    """The chances of a month of so many cases about the average share ``centre``.

    They are reckoned at ``pulled``, the average pulled by half a case off 0 and 1: that all of 60 were on time does
    not say that all will ever be.
    """
    if cases * pulled * (1 - pulled) >= MANY:
        return NORMAL
    return _binomial(round(cases), centre, pulled)


@lru_cache(maxsize=10_000)
def _binomial(cases: int, centre: float, pulled: float) -> Chances:
    """One pass over the binomial, from the end where the rarer of yes and no does not happen at all."""
    if pulled > 0.5:
        lower, upper, above, below = _binomial(cases, 1 - centre, 1 - pulled)
        return Chances(1 - upper, 1 - lower, below, above)
    average = centre * cases
    chance = math.exp(cases * math.log1p(-pulled))
    before = below = on = 0.0
    lowest, highest = -1, cases + 1
    for count in range(cases + 1):
        if count:
            chance *= (cases - count + 1) / count * pulled / (1 - pulled)
        if 1 - before <= UNLIKELY:
            highest = count
            break
        if before + chance <= UNLIKELY:
            lowest = count
        if count < average - SLACK:
            below += chance
        elif count <= average + SLACK:
            on = chance
        before += chance
    # A limit is drawn half-way between the last count that chance gives and the first that is unlikely.
    return Chances((lowest + 0.5) / cases, (highest - 0.5) / cases, 1 - below - on, below)
