"""Whether two shares, or several waits, differ by more than chance gives. Method and sources: docs/waiting.md."""

from collections.abc import Sequence

Interval = tuple[float, float]


def share_difference(count: int, of: int, other_count: int, other_of: int) -> Interval | None:
    """Between which the difference of two shares (first less other) lies 95 times in a hundred, after Newcombe.

    None where either counts nothing. An interval without 0 is a difference beyond chance.
    """
    if not of or not other_of:
        return None
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        count, of, other_count, other_of, method="newcomb", compare="diff"
    )
    return float(low), float(high)


def chance_of_curves(groups: Sequence[tuple[Sequence[int], Sequence[bool]]]) -> float | None:
    """How often groups that wait alike would differ so much or more (log-rank test).

    A group is durations in days and whether each ended. None with fewer than two groups, or where nothing ended.
    """
    filled = [(list(days), list(over)) for days, over in groups if len(days)]
    if len(filled) < 2 or not any(any(over) for _, over in filled):
        return None
    import numpy
    from statsmodels.duration.survfunc import survdiff

    days = numpy.concatenate([numpy.asarray(of_group) for of_group, _ in filled])
    over = numpy.concatenate([numpy.asarray(of_group, dtype=int) for _, of_group in filled])
    names = numpy.repeat(numpy.arange(len(filled)), [len(of_group) for of_group, _ in filled])
    with numpy.errstate(divide="ignore", invalid="ignore"):
        try:
            _, chance = survdiff(days, over, names)
        except numpy.linalg.LinAlgError:
            return None
    return float(chance) if numpy.isfinite(chance) else None
