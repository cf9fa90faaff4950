"""Local extracts by a mapping: rows of the user's columns and words to rows of ours.

A long extract gives a row for each of its rows. A wide one gives a row for each date filled in, and one set aside
for each case that has none: no row of the file is lost. Equal dates of one kind in two rows of a child are one event.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pyarrow
from pyarrow import compute

from cin_metrics.mapping import LEAVE_OUT, DateColumn, FileMapping, by_tidy_word, tidy
from cin_metrics.sources.annex_a_codes import NOTHING_SAID
from cin_metrics.sources.case_events import TableFile
from cin_metrics.sources.columns import Columns, loose
from cin_metrics.sources.delimited import DELIMITERS
from cin_metrics.sources.headings import Heading, headings, raw_tables
from cin_metrics.sources.limits import Limits
from cin_metrics.sources.rows import joined, row_table
from cin_metrics.sources.translated import Translated
from cin_metrics.vocabulary import COLUMNS, EVENT_TYPES

LEFT_OUT = "left_out"
NO_DATE_FILLED = "no_date_filled"
NAMED_FROM_ROWS = 3
"""A new word that fewer rows have may be anything, a name even: it is counted and not said."""

MOST_WORDS_COUNTED = 5_000
MOST_WORDS_NAMED = 12
LONGEST_WORD = 60
RECURRING = (
    "cin_visit",
    "cin_review",
    "cp_review",
    "supervision",
    "manager_decision",
    "network_meeting",
    "checkpoint_review",
    "plan_updated",
)
ALL_THERE = 4
"""With so many columns for one kind of event a wide extract is taken to hold all of them, not the first and last."""

UNANSWERED = {
    "idle": "a wide extract holds no work but its dates",
    "worker_changes": "a wide extract names one worker a case",
}
NO_DATE = [*sorted(NOTHING_SAID), "-", "--", ""]
"""What stands in a column of dates where there is none."""


class WordList:
    """What the words of one column become, and how many rows had each."""

    def __init__(self, words: Mapping[str, str]):
        self.spelt = {tidy(word): word for word in words}
        self.meanings = by_tidy_word(words)
        self.met: Counter[str] = Counter()
        self.others = 0
        self._known: dict[str, str] = {}

    def read(self, cells: pyarrow.Array) -> tuple[pyarrow.Array, pyarrow.Array]:
        """The words in ours, those not listed as they stand; and whether each is left out."""
        encoded = cells.dictionary_encode()
        given = encoded.dictionary.to_pylist()
        counts = Counter(dict(zip(given, [0] * len(given), strict=True)))
        for pair in compute.value_counts(encoded.indices).to_pylist():
            if pair["values"] is not None:
                counts[given[pair["values"]]] += pair["counts"]
        meanings = [self._meaning(word, counts[word]) for word in given]
        indices = encoded.indices
        readings = pyarrow.array(
            [word if said is None else said for word, said in zip(given, meanings, strict=True)],
            pyarrow.string(),
        )
        left_out = pyarrow.array([said == LEAVE_OUT for said in meanings], pyarrow.bool_())
        return readings.take(indices), left_out.take(indices).fill_null(False)

    def _meaning(self, word: str, count: int) -> str | None:
        """What a word becomes; None where it is not listed."""
        key = self._known.get(word)
        if key is None:
            key = tidy(word)
            if len(self._known) < MOST_WORDS_COUNTED:
                self._known[word] = key
        if key in self.met or len(self.met) < MOST_WORDS_COUNTED:
            self.met[key] += count
            self.spelt.setdefault(key, " ".join(word.split()))
        else:
            self.others += count
        return self.meanings.get(key)

    def new(self) -> dict[str, int]:
        """The words met that are not listed, with their rows; blanks are no words."""
        return {self.spelt[k]: n for k, n in self.met.most_common() if k and k not in self.meanings}

    def gone(self) -> list[str]:
        """The words listed that no row had."""
        return [self.spelt[key] for key in self.meanings if not self.met[key]]

    def left_out(self) -> dict[str, int]:
        """The words left out on purpose, with their rows."""
        return {
            self.spelt[key]: self.met[key]
            for key, said in self.meanings.items()
            if said == LEAVE_OUT and self.met[key]
        }


class MappedFile(Translated):
    """The events of a local extract."""

    def __init__(self, file: TableFile, heading: Heading, mapping: FileMapping):
        self.file = file
        self.heading = heading
        self.mapping = mapping
        self.words = {
            ours: WordList(words)
            for ours, words in mapping.words.items()
            if ours in self._read_columns()
        }
        read_as = f"{heading_words(file, heading)}, read by the mapping '{mapping.name}'"
        super().__init__(file.source, "events", read_as, (), self._fills())
        if mapping.layout == "wide":
            self.limits = wide_limits(mapping)

    def _read_columns(self) -> set[str]:
        return set(self.mapping.columns) | {ours for one in self.mapping.dates for ours in one.more}

    def _fills(self) -> tuple[str, ...]:
        given = self._read_columns()
        if self.mapping.layout == "wide":
            given |= {"event_type", "event_date"}
        return tuple(ours for ours in COLUMNS if ours in given)

    @property
    def columns(self) -> Columns:
        """Which column of the file is which of ours, for the report."""
        names, mapping = self.heading.names, self.mapping
        if mapping.layout == "long":
            return Columns("events", names, self._places(mapping.columns))
        used = {loose(name) for name in mapping.used}
        dropped = [name for name in names if loose(name) not in used]
        matched = dict(mapping.columns.items())
        matched["event_type"] = "the names of its date columns"
        matched["event_date"] = ", ".join(one.column for one in mapping.dates)
        for one in mapping.dates:
            for ours, theirs in one.more.items():
                matched.setdefault(ours, theirs)
        positions = {ours: place for place, ours in enumerate(matched)}
        return Columns("events", (*matched.values(), *dropped), positions)

    def _places(self, columns: Mapping[str, str]) -> dict[str, int]:
        """Where the file's columns stand, by ours."""
        there = {loose(name): place for place, name in reversed(list(enumerate(self.heading.names)))}
        return {ours: there[loose(theirs)] for ours, theirs in columns.items()}

    def tables(self) -> Iterator[pyarrow.Table]:
        """The rows, some thousands at a time."""
        mapping = self.mapping
        places = self._places(mapping.columns)
        if mapping.layout == "long":
            needed = [places[ours] for ours in ("child_id", "event_type", "event_date")]
            for table in raw_tables(self.file, self.heading, needed):
                yield self._long(table, places)
        else:
            dates = self._places({one.column: one.column for one in mapping.dates})
            more = [self._places(one.more) for one in mapping.dates]
            cases = rows = undated = 0
            for table in raw_tables(self.file, self.heading, [places["child_id"], *dates.values()]):
                made = self._wide(table, places, dates, more)
                cases += table.num_rows
                rows += made["fault"].null_count
                undated += int(compute.sum(compute.equal(made["fault"], NO_DATE_FILLED)).as_py() or 0)
                yield made
            self.notes.append(
                f"Rows of cases: {cases:,}; dates filled in: {rows:,}; rows without any date, set aside: {undated:,}."
            )
        self.notes += word_notes(self.words)

    def _long(self, table: pyarrow.Table, places: Mapping[str, int]) -> pyarrow.Table:
        """A row for each row."""
        cells = {ours: text(table[str(place)]) for ours, place in places.items()}
        fault = text(table["fault"])
        left_out = self._reword(cells)
        fault = compute.if_else(compute.and_(left_out, fault.is_null()), LEFT_OUT, fault)
        used = set(places.values())
        others = [
            text(table[str(place)]).fill_null("")
            for place in range(len(self.heading.names))
            if place not in used
        ]
        other_cells = joined(others) if others else pyarrow.nulls(len(fault), pyarrow.string())
        return self._rows(cells, table["line"].combine_chunks(), fault, other_cells)

    def _wide(
        self,
        table: pyarrow.Table,
        places: Mapping[str, int],
        dates: Mapping[str, int],
        more: Sequence[Mapping[str, int]],
    ) -> pyarrow.Table:
        """A row for each date, in the order of the lines; one for each row that is faulty or has no date."""
        fault = text(table["fault"])
        undated = pyarrow.array([True] * len(fault))
        parts = []
        for one, own in zip(self.mapping.dates, more, strict=True):
            filled = compute.and_(is_filled(text(table[str(dates[one.column])])), fault.is_null())
            undated = compute.and_not(undated, filled)
            parts.append(self._dated(table.filter(filled), one, {**places, **own}, dates[one.column]))
        fault = compute.if_else(compute.and_(undated, fault.is_null()), NO_DATE_FILLED, fault)
        aside = table.set_column(table.column_names.index("fault"), "fault", fault).filter(undated)
        cells = {ours: text(aside[str(place)]) for ours, place in places.items()}
        blank = pyarrow.nulls(aside.num_rows, pyarrow.string())
        parts.append(self._rows(cells, aside["line"].combine_chunks(), text(aside["fault"]), blank))
        made = pyarrow.concat_tables(parts)
        return made.take(compute.sort_indices(made["line"])).combine_chunks()

    def _dated(
        self, rows: pyarrow.Table, one: DateColumn, places: Mapping[str, int], date: int
    ) -> pyarrow.Table:
        """The events of one column of dates."""
        cells = {ours: text(rows[str(place)]) for ours, place in places.items()}
        cells["event_type"] = pyarrow.repeat(pyarrow.scalar(one.event), rows.num_rows)
        cells["event_date"] = text(rows[str(date)])
        for ours in set(self.words) & set(cells):
            cells[ours] = self._reread(ours, cells[ours])
        blank = pyarrow.nulls(rows.num_rows, pyarrow.string())
        return self._rows(cells, rows["line"].combine_chunks(), blank, blank)

    def _reword(self, cells: dict[str, pyarrow.Array]) -> pyarrow.Array:
        """Put our words into the cells; whether each row is left out."""
        left_out = pyarrow.array([False] * len(cells["child_id"]), pyarrow.bool_())
        for ours, words in self.words.items():
            if ours == "event_type":
                readings, left_out = words.read(cells[ours])
                # What is set aside keeps the word it had.
                cells[ours] = compute.if_else(left_out, cells[ours], readings)
            elif ours in cells:
                cells[ours] = self._reread(ours, cells[ours])
        return left_out

    def _reread(self, ours: str, cells: pyarrow.Array) -> pyarrow.Array:
        """The words of a column other than the event type in ours, blank where left out."""
        readings, left_out = self.words[ours].read(cells)
        return compute.if_else(left_out, pyarrow.scalar(None, pyarrow.string()), readings)

    def _rows(
        self,
        cells: Mapping[str, pyarrow.Array],
        lines: pyarrow.Array,
        faults: pyarrow.Array,
        other_cells: pyarrow.Array,
    ) -> pyarrow.Table:
        """Rows as intake reads them."""
        filled = Columns("events", self.fills, {ours: n for n, ours in enumerate(self.fills)})
        blank = pyarrow.nulls(len(lines), pyarrow.string())
        rows = row_table(filled, [cells.get(ours, blank) for ours in self.fills], lines, faults)
        return rows.set_column(rows.column_names.index("other_cells"), "other_cells", other_cells)


def wide_limits(mapping: FileMapping) -> Limits:
    """What a wide extract holds only a part of: one visit of a case, where there were many."""
    columns: dict[str, list[str]] = {}
    for one in mapping.dates:
        columns.setdefault(one.event, []).append(f"“{one.column}”")
    only = {
        event: f"of each case only the dates in {', '.join(names)}"
        for event, names in columns.items()
        if event in RECURRING and len(names) < ALL_THERE
    }
    return Limits(only, UNANSWERED)


def text(cells: pyarrow.ChunkedArray) -> pyarrow.Array:
    """A column as one array of texts."""
    whole = cells.combine_chunks()
    if isinstance(whole, pyarrow.ChunkedArray):
        whole = pyarrow.concat_arrays(whole.chunks) if whole.num_chunks else pyarrow.array([], whole.type)
    return whole if whole.type == pyarrow.string() else whole.cast(pyarrow.string())


def is_filled(cells: pyarrow.Array) -> pyarrow.Array:
    """Whether each cell of a column of dates says something."""
    plain = compute.utf8_lower(compute.utf8_trim_whitespace(cells))
    nothing = compute.is_in(plain, pyarrow.array(NO_DATE))
    return compute.invert(compute.or_(nothing, cells.is_null()))


def heading_words(file: TableFile, heading: Heading) -> str:
    """The format of a file, and where in it the header is."""
    if heading.sheet:
        return f"workbook, sheet '{heading.sheet}', header in row {heading.line}"
    if not heading.delimiter:
        return file.format
    encoding = file.format.split(",")[0]
    return f"{encoding}, {DELIMITERS[heading.delimiter]} between cells, header in line {heading.line}"


def mapped_by(file: TableFile, mappings: Sequence[FileMapping]) -> MappedFile | None:
    """The file as the mapping that fits it and reads most of it; the first of several, None where none fits."""
    # To look at a workbook's rows takes as long as to read it.
    rows = headings(file) if mappings else []
    fitting = [(one, row) for one in mappings for row in rows if one.fits(row.names)]
    if not fitting:
        return None
    mapping, heading = max(fitting, key=lambda pair: len(pair[0].used))
    return MappedFile(file, heading, mapping)


def word_notes(words: Mapping[str, WordList]) -> list[str]:
    """What of the mapped words was left out, is new since the mapping was made, or is gone; with counts."""
    notes = []
    for ours, met in words.items():
        column = ours.replace("_", " ")
        if left_out := met.left_out():
            what = "rows" if ours == "event_type" else "cells"
            notes.append(f"Left out of {column} on purpose ({what}): {counted(left_out)}.")
        new = met.new()
        known = {tidy(word) for word in EVENT_TYPES} if ours == "event_type" else set()
        said = {w: n for w, n in new.items() if n >= NAMED_FROM_ROWS and len(w) <= LONGEST_WORD}
        fresh = {w: n for w, n in said.items() if tidy(w) not in known}
        if fresh:
            end = "they are set aside" if ours == "event_type" else "they are read as they stand"
            notes.append(f"New in {column}, not in the mapping: {counted(fresh)}; {end}.")
        if rest := sum(new.values()) - sum(said.values()) + met.others:
            notes.append(f"{rest:,} cells of {column} have words that hardly any other has and the mapping not.")
        if gone := met.gone():
            more = f" and {len(gone) - MOST_WORDS_NAMED} more" if len(gone) > MOST_WORDS_NAMED else ""
            listed = ", ".join(f"'{word}'" for word in gone[:MOST_WORDS_NAMED])
            notes.append(f"In the mapping and not in {column} of this file: {listed}{more}.")
    return notes


def counted(words: Mapping[str, int]) -> str:
    """Words with their counts, the most frequent first."""
    most = sorted(words.items(), key=lambda pair: -pair[1])
    listed = ", ".join(f"'{word}' {number:,}" for word, number in most[:MOST_WORDS_NAMED])
    more = len(most) - MOST_WORDS_NAMED
    return listed + (f" and {more} more" if more > 0 else "")
