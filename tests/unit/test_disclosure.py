"""Small numbers are hidden, and nobody can work them out: tried by going through every table there could have been."""

from collections import defaultdict
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cin_metrics.disclosure import SMALLEST_SHOWN, hidden_rows, rounded, shareable, suppress

Pair = tuple[int, int]
Table = tuple[Pair, ...]


def shared(table: Table, smallest_shown: int) -> tuple[object, ...]:
    """Everything that a reader of the shared table sees of its groups."""
    found = shareable(
        [str(place) for place in range(len(table))],
        [numerator for numerator, _ in table],
        [denominator for _, denominator in table],
        smallest_shown,
    )
    return tuple((row.numerator, row.denominator, row.share) for row in found.rows)


def totals(table: Table) -> Pair:
    """What all groups add up to, known to the reader from elsewhere."""
    return sum(numerator for numerator, _ in table), sum(denominator for _, denominator in table)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([12, 30, 7], [12, 30, 7]),
        ([0, 30, 7], [0, 30, 7]),
        ([3, 30, 7], [None, 30, None]),  # 3 alone would be the total less the others
        ([3, 30, 7, 7], [None, 30, None, None]),  # equal ones go together, or the choice would tell
        ([3, 4, 30], [None, None, 30]),
        ([1, 1, 30], [None, None, None]),  # 1 and 1 are all that adds up to 2
        ([3, 0, 30, 9], [None, 0, 30, None]),
        ([3, 0, 0], [None, None, None]),
        ([6, 6], [6, 6]),
        ([], []),
    ],
)
def test_small_counts_and_what_would_give_them_away_are_hidden(counts: list[int], shown: list[int | None]) -> None:
    assert suppress(counts) == shown


def test_it_hides_what_dfe_hides() -> None:
    """1 to 5 inclusive; nought is shown."""
    assert SMALLEST_SHOWN == 6
    assert suppress([0, 1, 2, 3, 4, 5, 6, 7]) == [0, None, None, None, None, None, 6, 7]


@pytest.mark.parametrize(
    ("groups", "most", "smallest_shown"), [(2, 20, 6), (3, 16, 6), (4, 10, 5), (5, 7, 3), (6, 5, 3)]
)
def test_no_count_can_be_worked_out_even_by_someone_who_knows_the_rule(
    groups: int, most: int, smallest_shown: int
) -> None:
    """Of all tables that add up to the same and are shown the same, no hidden count is the same in each."""
    looks_like: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=groups):
        if smallest_shown <= sum(counts) <= most:
            looks_like[tuple(suppress(counts, smallest_shown)), sum(counts)].append(counts)
    tried = 0
    for (seen, _), could_be in looks_like.items():
        for place, count in enumerate(seen):
            if count is None:
                tried += 1
                assert len({counts[place] for counts in could_be}) > 1, (seen, could_be)
    assert tried > 10


PARTS: dict[str, Callable[[Pair], int]] = {
    "numerator": lambda pair: pair[0],
    "the rest": lambda pair: pair[1] - pair[0],
    "denominator": lambda pair: pair[1],
}


@pytest.mark.parametrize(("groups", "most", "smallest_shown"), [(2, 11, 4), (2, 9, 3), (3, 6, 3)])
def test_no_part_of_a_share_can_be_worked_out_either(groups: int, most: int, smallest_shown: int) -> None:
    """The numerator, the rest and the denominator are each uncertain, unless their total says they are nought."""
    pairs = [(numerator, denominator) for denominator in range(most + 1) for numerator in range(denominator + 1)]
    looks_like: dict[object, list[Table]] = defaultdict(list)
    for table in product(pairs, repeat=groups):
        if totals(table)[1] <= most:
            looks_like[shared(table, smallest_shown), totals(table)].append(table)
    tried = 0
    for (seen, total), could_be in looks_like.items():
        if any(0 < part(total) < smallest_shown for part in PARTS.values()):
            continue
        for place, (_, denominator, _) in enumerate(seen):
            for name, part in PARTS.items():
                if denominator is None and part(total):
                    tried += 1
                    assert len({part(table[place]) for table in could_be}) > 1, (name, seen, total, could_be)
    assert tried > 10


shares = st.lists(
    st.integers(0, 40).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))), min_size=2, max_size=9
)


@given(shares)
def test_two_hidden_groups_the_other_way_round_look_the_same(table: list[Pair]) -> None:
    """Why nothing hidden is certain in larger tables: for every hidden part there is a table that differs in it."""
    parts = [tuple(part(pair) for part in PARTS.values()) for pair in table]
    hidden = hidden_rows(parts)
    if not hidden or len(hidden) == len(table):
        return
    for place in hidden:
        for part in PARTS.values():
            others = [o for o in hidden if part(table[o]) != part(table[place])]
            if sum(map(part, table)):
                assert others
            for other in others[:1]:
                turned = [*table]
                turned[place], turned[other] = table[other], table[place]
                assert shared(tuple(turned), SMALLEST_SHOWN) == shared(tuple(table), SMALLEST_SHOWN)


@given(shares)
def test_nothing_small_is_shown_and_nothing_is_hidden_without_need(table: list[Pair]) -> None:
    found = shareable([str(n) for n in range(len(table))], [n for n, _ in table], [d for _, d in table])
    small = [any(0 < part(pair) < SMALLEST_SHOWN for part in PARTS.values()) for pair in table]
    for row, pair, is_small in zip(found.rows, table, small, strict=True):
        assert row.is_hidden or (not is_small and (row.numerator, row.denominator) == pair)
        assert row.is_hidden == (row.numerator is None) == (row.denominator is None)
    if not any(small):
        assert found.hidden == 0
    assert found.is_withheld == (found.hidden == len(table))


def test_a_total_that_is_small_is_hidden_too() -> None:
    found = shareable(["a", "b"], [1, 2], [20, 30])
    assert found.total.is_hidden and found.is_withheld
    assert shareable(["a", "b"], [10, 20], [20, 30]).total.numerator == 30


def test_nearly_all_is_as_telling_as_nearly_none() -> None:
    """98 of 100 seen in time says as much of two children as 2 of 100."""
    for numerators in ([98, 60, 50], [2, 60, 50]):
        hidden = [row.is_hidden for row in shareable(["a", "b", "c"], numerators, [100, 120, 150]).rows]
        assert hidden == [True, True, False]


def test_what_is_shown_can_be_rounded_and_the_share_with_it() -> None:
    found = shareable(["a", "b"], [43, 30], [98, 64], round_to=10)
    assert [(row.numerator, row.denominator, row.share) for row in found.rows] == [(40, 100, 0.4), (30, 60, 0.5)]
    assert [rounded(number, 5) for number in (0, 2, 3, 7, 8, 12)] == [0, 0, 5, 5, 10, 10]
    assert [rounded(number, 10) for number in (4, 5, 14, 15)] == [0, 10, 10, 20]
