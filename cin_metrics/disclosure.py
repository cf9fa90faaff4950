"""Small numbers hidden before a table leaves the service, so that no hidden number can be worked out.

As in DfE's release on children in need: 1 to 5 are hidden, nought is shown, and more is hidden where a total would give
the rest away. Method, limits and what was tried against it: docs/groups.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 6
"""The smallest number shown, nought apart: DfE hides 1 to 5."""


@dataclass(frozen=True)
class SharedRow:
    """A group as it may be shared: none where the number is hidden, or where there is nothing to divide by."""

    group: str
    numerator: int | None
    denominator: int | None
    share: float | None
    is_hidden: bool


@dataclass(frozen=True)
class SharedTable:
    """Groups that add up to ``total``, all as they may be shared. ``is_withheld``: no group is shown at all."""

    rows: tuple[SharedRow, ...]
    total: SharedRow
    is_withheld: bool

    @property
    def hidden(self) -> int:
        """How many groups are hidden."""
        return sum(row.is_hidden for row in self.rows)


def suppress(counts: Sequence[int], smallest_shown: int = SMALLEST_SHOWN) -> list[int | None]:
    """Counts of groups that add up to a known total, none for those hidden."""
    hidden = hidden_rows([(count,) for count in counts], smallest_shown)
    return [None if place in hidden else count for place, count in enumerate(counts)]


def hidden_rows(rows: Sequence[tuple[int, ...]], smallest_shown: int = SMALLEST_SHOWN) -> set[int]:
    """The places of the rows to hide, where each column adds up to a known total and a row is hidden whole.

    A row with a small number in any column is hidden. Then rows are added, the smallest first and equal ones together,
    until the hidden rows differ from each other in every column. Two hidden rows that differ could be the other way
    round with the same table shown: no number in them is certain, even to someone who knows this rule. Where rows run
    out, all are hidden, noughts too. A column that adds up to nought has nothing to hide: its total says it all.
    """
    columns = [column for column, numbers in enumerate(zip(*rows, strict=True)) if any(numbers)]
    hidden = {
        place for place, row in enumerate(rows) if any(0 < number < smallest_shown for number in row)
    }
    others = {place for place, row in enumerate(rows) if any(row)} - hidden
    while hidden and others and not _differ([[rows[place][column] for place in hidden] for column in columns]):
        least = min(sum(rows[place]) for place in others)
        added = {place for place in others if sum(rows[place]) == least}
        hidden |= added
        others -= added
    return set(range(len(rows))) if hidden and not others else hidden


def _differ(columns: Sequence[Sequence[int]]) -> bool:
    """Whether in every column some two numbers differ."""
    return all(len(set(numbers)) > 1 for numbers in columns)


def shareable(
    groups: Sequence[str],
    numerators: Sequence[int],
    denominators: Sequence[int],
    smallest_shown: int = SMALLEST_SHOWN,
    round_to: int = 1,
) -> SharedTable:
    """A share by group as it may be shared: hidden by its numerator, by the rest of it and by its denominator.

    ``round_to`` also rounds what is shown to the nearest such number (DfE: 10 for England and regions); shares then
    are of the rounded numbers, or they would give the others away.
    """
    pairs = list(zip(numerators, denominators, strict=True))
    hidden = hidden_rows([_protected(*pair) for pair in pairs], smallest_shown)
    rows = tuple(
        _row(group, *pair, place in hidden, round_to)
        for place, (group, pair) in enumerate(zip(groups, pairs, strict=True))
    )
    whole = sum(numerators), sum(denominators)
    small = any(0 < number < smallest_shown for number in _protected(*whole))
    return SharedTable(rows, _row("All", *whole, small, round_to), len(hidden) == len(rows) > 0)


def _protected(numerator: int, denominator: int) -> tuple[int, int, int]:
    """The numbers of a share that may speak of few children: those counted, the rest, and all of them."""
    return numerator, denominator - numerator, denominator


def _row(group: str, numerator: int, denominator: int, is_hidden: bool, round_to: int) -> SharedRow:
    if is_hidden:
        return SharedRow(group, None, None, None, True)
    numerator, denominator = (rounded(number, round_to) for number in (numerator, denominator))
    share = min(1.0, numerator / denominator) if denominator else None
    return SharedRow(group, numerator, denominator, share, False)


def rounded(number: int, to: int) -> int:
    """The nearest multiple, halves upwards."""
    return (2 * number + to) // (2 * to) * to
