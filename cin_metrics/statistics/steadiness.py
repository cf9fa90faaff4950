"""How steadily work is spread: whether more of it falls into a stretch of days than its length explains.

Work that comes many at a time (siblings seen on one day, a worker's supervision of every case) piles up by itself. How
much it does so in other stretches of the same length is measured as overdispersion, and counts are taken for that many
fewer before chance is asked. Method, limits, sources: docs/patterns.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cin_metrics.statistics.comparison import Interval, wilson_interval


@dataclass(frozen=True, slots=True)
class Piece:
    """Work in stretches of one length: how many, how much work, and the sum of the squared counts of each stretch."""

    stretches: int
    events: int
    squares: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much of the work fell into a stretch of days, beside the part of the days that the stretch is.

    ``interval`` and ``chance`` (of so much or more, were the work spread like the days) allow for work that comes many
    at a time.
    """

    inside: int
    total: int
    expected_share: float
    overdispersion: float
    interval: Interval | None
    chance: float | None

    @property
    def share(self) -> float | None:
        """The share of the work that fell inside; none where there is no work."""
        return self.inside / self.total if self.total else None

    @property
    def expected(self) -> float:
        """How much would fall inside if it were spread like the days."""
        return self.total * self.expected_share

    @property
    def times(self) -> float | None:
        """How many times as much as that fell inside."""
        return self.inside / self.expected if self.expected else None


def concentration(inside: int, total: int, expected_share: float, dispersion: float = 1.0) -> Concentration:
    """So much of the work inside a stretch that is that share of the days."""
    interval = wilson_interval(round(inside / dispersion), round(total / dispersion))
    chance = chance_of_at_least(inside / dispersion, total / dispersion, expected_share)
    return Concentration(inside, total, expected_share, dispersion, interval, chance)


def overdispersion(pieces: Iterable[Piece]) -> float:
    """How much more the counts of single stretches differ than chance makes them; 1 where they do not.

    The variance of the counts over their mean (Pearson's, as in quasi-Poisson models), pieces weighted by their
    work.
    """
    weight, sum_ = 0, 0.0
    for piece in pieces:
        if piece.stretches > 1 and piece.events:
            mean = piece.events / piece.stretches
            variance = (piece.squares - piece.events * mean) / (piece.stretches - 1)
            sum_ += piece.events * variance / mean
            weight += piece.events
    return max(1.0, sum_ / weight) if weight else 1.0


def chance_of_at_least(inside: float, total: float, share: float) -> float | None:
    """How often so many or more of all fall inside where each does with that chance: the binomial, exact.

    Counts need not be whole, for they may have been taken for fewer.
    """
    if total <= 0 or not 0 < share < 1:
        return None
    if inside <= 0:
        return 1.0
    from scipy.special import betainc

    return float(betainc(inside, total - inside + 1, share))


def first_reaching(counts: Mapping[int, int], part: float) -> int | None:
    """The smallest value up to which at least this part of all counted lies; none where nothing is counted."""
    total, so_far = sum(counts.values()), 0
    for value in sorted(counts):
        so_far += counts[value]
        if so_far >= part * total - 1e-9:
            return value
    return None


def share_above(counts: Mapping[int, int], value: int) -> float | None:
    """The share of all counted that lies above a value."""
    total = sum(counts.values())
    return sum(count for at, count in counts.items() if at > value) / total if total else None
