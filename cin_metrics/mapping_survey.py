"""A first reading of a local extract: how full each column is, whether it holds dates, which few words it holds."""

import re
from collections import Counter
from dataclasses import dataclass, field

import pyarrow
from pyarrow import compute

from cin_metrics.mapping import tidy
from cin_metrics.sources.case_events import TableFile
from cin_metrics.sources.headings import Heading, raw_tables
from cin_metrics.sources.mapped import is_filled, text

MOST_WORDS = 300
FEW_WORDS = 15
TIMES_EACH = 3
"""A column with more than a few words is one of words if each stands in so many rows on average."""

SAMPLE_ROWS = 20_000
MOST_EXAMPLES = 2
DATE = (
    r"^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](\d{4}|\d{2})"
    r"|\d{1,2}[-/ ]?[A-Za-z]{3,9}[-/, ]*(\d{4}|\d{2}))([T ,].*)?\s*$"
)


@dataclass
class ColumnSeen:
    """What was seen in one column; ``counts`` is None where it has more different words than a list of words."""

    name: str
    place: int
    filled: int = 0
    counts: Counter[str] | None = field(default_factory=Counter)
    dates_of_sample: int = 0
    filled_of_sample: int = 0
    longest_date: str = ""

    @property
    def is_dates(self) -> bool:
        """Whether most of what it holds are dates."""
        return self.dates_of_sample * 2 > self.filled_of_sample

    @property
    def words(self) -> dict[str, int]:
        """Its words and their rows, the most frequent first; none where they may be ids, names or notes."""
        if self.counts is None or self.is_dates or not self.counts:
            return {}
        if len(self.counts) > FEW_WORDS and self.filled < TIMES_EACH * len(self.counts):
            return {}
        return dict(self.counts.most_common())

    @property
    def names_things(self) -> bool:
        """Whether its words are names of things: letters, and not only yes and no or codes of a letter."""
        lettered = [word for word in self.words if len(re.findall(r"[^\W\d_]", word)) > 2]
        return len(lettered) * 2 > len(self.words)


@dataclass
class Survey:
    """What was seen in a file."""

    file: TableFile
    heading: Heading
    columns: list[ColumnSeen]
    rows: int
    sample: pyarrow.Table

    @property
    def dates(self) -> list[ColumnSeen]:
        """The columns of dates."""
        return [column for column in self.columns if column.is_dates]

    def column(self, name: str) -> ColumnSeen:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def example_dates(self, words: str, dates: str) -> dict[str, str]:
        """A date or two of each word of a column, from the first rows."""
        return self._examples(self.column(words).place, self.column(dates).place)

    def _examples(self, words: int, dates: int) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        cells = zip(
            self.sample[str(words)].to_pylist(), self.sample[str(dates)].to_pylist(), strict=True
        )
        for word, day in cells:
            if word and day and re.fullmatch(DATE, day):
                listed = found.setdefault(" ".join(word.split()), [])
                if len(listed) < MOST_EXAMPLES and day.strip() not in listed:
                    listed.append(day.strip())
        return {word: ", ".join(days) for word, days in found.items()}


def survey(file: TableFile, heading: Heading) -> Survey:
    """What stands in the columns below a header."""
    columns = [ColumnSeen(name, place) for place, name in enumerate(heading.names) if name]
    rows = 0
    sample: list[pyarrow.Table] = []
    empty = pyarrow.table(
        {str(place): pyarrow.array([], pyarrow.string()) for place in range(len(heading.names))}
    )
    for table in raw_tables(file, heading):
        sound = table.filter(table["fault"].is_null())
        if rows < SAMPLE_ROWS:
            sample.append(sound.select(empty.column_names))
        for column in columns:
            look_into(column, text(sound[str(column.place)]), in_sample=rows < SAMPLE_ROWS)
        rows += table.num_rows
    whole = pyarrow.concat_tables([empty, *sample], promote_options="permissive")
    return Survey(file, heading, columns, rows, whole.slice(0, SAMPLE_ROWS))


def look_into(column: ColumnSeen, cells: pyarrow.Array, in_sample: bool) -> None:
    """Add the cells of some rows to what is known of a column."""
    filled = cells.filter(is_filled(cells))
    column.filled += len(filled)
    if in_sample:
        column.filled_of_sample += len(filled)
        dates = compute.match_substring_regex(filled, DATE)
        column.dates_of_sample += int(compute.sum(dates).as_py() or 0)
    if column.counts is None:
        return
    for pair in compute.value_counts(filled).to_pylist():
        column.counts[" ".join(pair["values"].split())] += pair["counts"]
        if len(column.counts) > MOST_WORDS:
            column.counts = None
            return


def counts_by_tidy_word(column: ColumnSeen) -> dict[str, int]:
    """The rows of each word, whatever its case and spacing."""
    found: Counter[str] = Counter()
    for word, rows in column.words.items():
        found[tidy(word)] += rows
    return dict(found)
