"""The four rules by which a month of a control chart is a signal and not chance.

They are those of NHS England's Making Data Count, in the order in which NHSRplotthedots lets them decide. Months with
too few cases are not here: a run passes over them.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

RUN = 7
"""Months in a row, on one side of the average or rising or falling, that make a signal."""
RARE = 1 / 64
"""The chance that seven months fall alike where either side is as likely: what a run's chance may not exceed."""
SLACK = 1e-9


class Signal(NamedTuple):
    """What chance does not explain about a month.

    ``rule`` is ``outside``, ``trend``, ``two_of_three`` or ``shift``; ``side`` is ``high`` or ``low`` (of a trend:
    rising or falling); ``months`` is how many months make the pattern.
    """

    rule: str
    side: str
    months: int


class Held(NamedTuple):
    """A month's value held against its limits. ``above`` and ``below`` are the chances of either side."""

    value: float
    centre: float
    sigma: float
    lower: float
    upper: float
    above: float = 0.5
    below: float = 0.5


def find_signals(months: Sequence[Held], run: int = RUN) -> list[tuple[Signal, ...]]:
    """The signals on each month of a stretch, in the order in which they decide; ``run`` months make a pattern."""
    found: list[list[Signal]] = [[] for _ in months]
    sides = [_side(month.value - month.centre) for month in months]

    far = []
    for place, month in enumerate(months):
        distance = month.value - month.centre
        far.append(_side(abs(distance) - 2 * month.sigma) == "high")
        limit = month.upper if distance > 0 else month.lower
        if sides[place] and _side(month.value - limit) == sides[place]:
            found[place].append(Signal("outside", sides[place], 1))

    steps = [_side(later.value - earlier.value) for earlier, later in pairwise(months)]
    # A month that ends one trend and starts the next shows the later one first.
    for side, start, stop in reversed(list(_runs(steps))):
        if stop - start >= run - 1:
            for place in range(start, stop + 1):
                found[place].append(Signal("trend", side, stop - start + 1))

    for place in (place for place, is_far in enumerate(far) if is_far):
        for start in range(max(0, place - 2), min(place, len(months) - 3) + 1):
            three = slice(start, start + 3)
            if sum(far[three]) >= 2 and len(set(sides[three])) == 1:
                found[place].append(Signal("two_of_three", sides[place], sum(far[three])))
                break

    for side, start, stop in _runs(sides):
        if stop - start >= run and _is_rare(months[start:stop], side):
            for place in range(start, stop):
                found[place].append(Signal("shift", side, stop - start))
    return [tuple(signals) for signals in found]


def _side(distance: float) -> str:
    """Which side a distance lies on; neither, where only the last digits of the arithmetic differ."""
    return "high" if distance > SLACK else "low" if distance < -SLACK else ""


def _runs(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each longest run of one word: the word, where it starts, and where it has stopped; none of an empty word."""
    start = 0
    for word, run in groupby(words):
        stop = start + len(list(run))
        if word:
            yield word, start, stop
        start = stop


def _is_rare(run: Sequence[Held], side: str) -> bool:
    """Whether chance would seldom put all these months on this side of the average."""
    chance = 1.0
    for month in run:
        chance *= month.above if side == "high" else month.below
    return chance <= RARE
