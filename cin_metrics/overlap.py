"""How far the children of several formats are the same: what is shown before they are joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cin_metrics.engine import Workspace
from cin_metrics.faults import InputFault
from cin_metrics.sources.choices import SAME_CHILDREN
from cin_metrics.sources.recognise import MARKS

UNLIKE_LISTED = 20
MOSTLY = 0.95


class EventsInBoth(NamedTuple):
    """Of one kind, by day, of children in both formats: told by both, nearly (within a week), by one alone."""

    event_type: str
    same_day: int
    near: int
    only_first: int
    only_second: int


@dataclass(frozen=True)
class Side:
    """One of the formats: how many children it tells of, by how many events."""

    title: str
    mark: str
    children: int
    events: int


@dataclass(frozen=True)
class Pair:
    """Two formats beside each other. ``alike`` and ``unlike`` count ids in both where both give the column.

    ``unlike_ids`` are some of the ids with another date of birth; ``nearly`` counts ids that are equal but for leading
    zeros and capitals.
    """

    first: Side
    second: Side
    both: int
    nearly: int
    born_alike: int
    born_unlike: int
    sex_alike: int
    sex_unlike: int
    unlike_ids: tuple[str, ...]
    events: tuple[EventsInBoth, ...]

    @property
    def told_twice(self) -> int:
        """Events that both tell of a day."""
        return sum(one.same_day for one in self.events)

    @property
    def near(self) -> int:
        """Events that the two tell within a week of each other."""
        return sum(one.near for one in self.events)

    @property
    def verdict(self) -> str:
        """What the two tell of whether equal ids are the same children."""
        known = self.born_alike + self.born_unlike
        if not self.both:
            return "No id stands in both, so there is nothing to join."
        if not known:
            return "No date of birth stands in both, so go by the events that both tell of one day."
        if self.born_alike >= MOSTLY * known:
            return "By their dates of birth, equal ids are the same children."
        if self.born_alike <= (1 - MOSTLY) * known:
            return "By their dates of birth, equal ids are other children: keep them apart."
        return "By their dates of birth, some equal ids are other children: find out which before you join them."

    def sentences(self) -> Iterator[str]:
        """What is to be known before the two are joined; no id among it."""
        first, second = self.first, self.second
        smaller = min(first.children, second.children)
        yield (
            f"{first.children:,} children stand in {first.title}, {second.children:,} in {second.title}, and "
            f"{self.both:,} ids in both ({self.both / smaller:.0%} of the smaller)."
            if smaller
            else f"No id stands in both {first.title} and {second.title}, as one of them has no event."
        )
        if self.nearly:
            yield (
                f"{self.nearly:,} more ids would be equal without leading zeros, blanks and capitals: they count as "
                "other children until one of the files is mended."
            )
        if self.both:
            yield (
                f"Of the {self.both:,}: {compared('date of birth', self.born_alike, self.born_unlike)}; "
                f"{compared('sex', self.sex_alike, self.sex_unlike)}."
            )
            yield (
                f"Their events: {self.told_twice:,} told by both on the same day, {self.near:,} by both within a week "
                f"of each other, {sum(one.only_first for one in self.events):,} by {first.title} alone, "
                f"{sum(one.only_second for one in self.events):,} by {second.title} alone."
            )
        yield self.verdict


@dataclass(frozen=True)
class Overlap:
    """How far the children of several formats are the same; ``same`` is what the user says of equal ids."""

    sides: tuple[Side, ...]
    pairs: tuple[Pair, ...]
    same: bool | None = None

    def sentences(self) -> Iterator[str]:
        """All of it in words."""
        for pair in self.pairs:
            yield from pair.sentences()


class OverlapUnseen(InputFault):
    """Files of several formats, and nobody has said yet whether equal ids are the same children."""

    def __init__(self, overlap: Overlap):
        self.overlap = overlap
        names = ", ".join(side.title for side in overlap.sides)
        super().__init__(
            [
                f"The files are of {len(overlap.sides)} formats ({names}): are their children the same?",
                *overlap.sentences(),
                f"Say {SAME_CHILDREN.option} yes where equal ids are the same children: what two formats tell of a "
                f"child then counts once. Say {SAME_CHILDREN.option} no where they are not: the children of each "
                "format then count by themselves.",
            ]
        )


def overlap_in(workspace: Workspace, titles: Sequence[str], same: bool | None) -> Overlap:
    """What the formats have in common."""
    facts = {row["side_no"]: row for row in workspace.ask("overlap/side_facts").to_pylist()}
    sides = tuple(
        Side(title, MARKS[title], *(facts.get(number, {}).get(what, 0) for what in ("children", "events")))
        for number, title in enumerate(titles)
    )
    ids: dict[int, set[str]] = {number: set() for number in range(len(sides))}
    for row in workspace.table("side_children").select(["side_no", "child_id"]).to_pylist():
        ids[row["side_no"]].add(row["child_id"])
    in_both: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in workspace.ask("overlap/children_in_both").to_pylist():
        in_both.setdefault((row["first_no"], row["second_no"]), []).append(row)
    events: dict[tuple[int, int], list[EventsInBoth]] = {}
    for row in workspace.ask("overlap/events_in_both").to_pylist():
        key = (row.pop("first_no"), row.pop("second_no"))
        events.setdefault(key, []).append(EventsInBoth(**row))
    pairs = []
    for first, second in [(a, b) for a in ids for b in ids if a < b]:
        rows = in_both.get((first, second), [])
        unlike = [row["child_id"] for row in rows if row["born_alike"] is False]
        alone, others = (set(map(folded, ids[a] - ids[b])) for a, b in ((first, second), (second, first)))
        pairs.append(
            Pair(
                sides[first],
                sides[second],
                len(rows),
                len(alone & others),
                sum(row["born_alike"] is True for row in rows),
                len(unlike),
                sum(row["sex_alike"] is True for row in rows),
                sum(row["sex_alike"] is False for row in rows),
                tuple(unlike[:UNLIKE_LISTED]),
                tuple(events.get((first, second), [])),
            )
        )
    return Overlap(sides, tuple(pairs), same)


def folded(child_id: str) -> str:
    """An id without leading zeros, blanks and capitals."""
    return "".join(child_id.split()).lstrip("0").casefold()


def compared(what: str, alike: int, unlike: int) -> str:
    """How many agree, of those who give it in both."""
    if not alike + unlike:
        return f"{what} is not in both"
    return f"{what} the same for {alike:,}, another for {unlike:,}"
