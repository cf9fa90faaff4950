"""Silences: for how long is nothing at all on record of a child in need, and is that unusual for this service?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from cin_metrics.ledger import Ledger
from cin_metrics.patterns.question import Question, Rows
from cin_metrics.statistics.comparison import TOO_FEW
from cin_metrics.statistics.steadiness import chance_of_at_least, first_reaching, share_above
from cin_metrics.statistics.survival import survival
from cin_metrics.vocabulary import NOT_RECORDED

USUAL = 0.95
FEWEST_CHILDREN = 20
SILENCE_PARTS = (0.5, 0.9, 0.95, 0.99)

SURE = 0.05
UNUSUAL, NOT_UNUSUAL = "more than usual", "about as usual"



@dataclass(frozen=True)
class Silences:
    """What is usual in the whole service for one group of children, and the children selected beside it.

    ``lengths``: days by whose end 50, 90, 95 and 99% of silences had ended (Kaplan–Meier; none where not reached).
    ``since``: child-days by days since the last work then on file; ``longest``: children by their longest silence.
    ``usual`` is the number of days since the last record that 95% of child-days do not exceed, ``usual_longest`` the
    longest silence that 95% of children do not exceed; none where there are too few children to tell.
    """

    is_cwd: bool
    lengths: Mapping[float, int | None]
    since: Mapping[int, int]
    longest: Mapping[int, int]
    children: Rows
    usual: int | None
    usual_longest: int | None

    @property
    def quiet(self) -> Rows:
        """The children with nothing on record for longer than usual."""
        return [] if self.usual is None else [row for row in self.children if row["days_now"] > self.usual]

    @property
    def long_before(self) -> Rows:
        """The children who are not quiet now and whose longest silence is longer than usual."""
        usual, longest = self.usual, self.usual_longest
        if usual is None or longest is None:
            return []
        return [row for row in self.children if row["days_now"] <= usual and row["longest_days"] > longest]

    @property
    def expected_share(self) -> float | None:
        """The share of child-days of the period on which nothing was on record for longer than usual."""
        return None if self.usual is None else share_above(self.since, self.usual)

    @property
    def verdict(self) -> str:
        """Whether more children are quiet now than on the days of the period."""
        expected, number = self.expected_share, len(self.children)
        if not expected or number < FEWEST_CHILDREN:
            return TOO_FEW
        chance = chance_of_at_least(len(self.quiet), number, expected)
        return UNUSUAL if chance is not None and chance < SURE else NOT_UNUSUAL

    @property
    def teams(self) -> dict[str, tuple[int, int]]:
        """Per team, by name, the children quiet now of those in need."""
        quiet = Counter(row["team"] or NOT_RECORDED for row in self.quiet)
        whole = Counter(row["team"] or NOT_RECORDED for row in self.children)
        names = sorted(whole, key=lambda team: (team == NOT_RECORDED, team))
        return {team: (quiet[team], whole[team]) for team in names}


def silences(ledger: Ledger, question: Question) -> tuple[Silences, Silences]:
    """Children in need, and long-term disability support apart.

    What is usual is told from the whole service, whatever the selection: a team is not measured by itself alone.
    """
    last = min(question.last, ledger.as_of)
    period = {"first": question.first, "last": last}
    with ledger.workspace.cursor():
        for table in ("patterns/silences", "patterns/last_on_file"):
            ledger.workspace.once(table, partial(ledger.workspace.make, table))
        lengths = ledger.workspace.ask("patterns/silence_lengths", period).to_pylist()
        since = ledger.workspace.ask("patterns/days_of_silence", period).to_pylist()
        longest = ledger.workspace.ask("patterns/longest_silences", period).to_pylist()
        children = ledger.workspace.ask("patterns/quiet_children", question.whom).to_pylist()

    def of_group(is_cwd: bool) -> Silences:
        parts = (lengths, since, longest, children)
        return _silences(is_cwd, *([row for row in rows if row["is_cwd"] == is_cwd] for rows in parts))

    return of_group(False), of_group(True)


def _silences(is_cwd: bool, lengths: Rows, since: Rows, longest: Rows, children: Rows) -> Silences:
    counts_since = {row["days_since"]: row["child_days"] for row in since}
    counts_longest = {row["days"]: row["children"] for row in longest}
    is_known = sum(counts_longest.values()) >= FEWEST_CHILDREN
    return Silences(
        is_cwd,
        _ended_by(lengths),
        counts_since,
        counts_longest,
        children,
        first_reaching(counts_since, USUAL) if is_known else None,
        first_reaching(counts_longest, USUAL) if is_known else None,
    )


def _ended_by(lengths: Rows) -> dict[float, int | None]:
    """The day by whose end each part of the silences had ended, those still running counted as far as they go."""
    durations = [row["days"] for row in lengths for _ in range(row["silences"])]
    ended = [None if row["is_running"] else "record" for row in lengths for _ in range(row["silences"])]
    steps = survival(durations, ended, days=()).steps
    return {
        part: next((step.day for step in steps if step.share <= 1 - part + 1e-9), None)
        for part in SILENCE_PARTS
    }
