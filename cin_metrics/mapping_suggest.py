"""A suggested mapping of a local extract, each part with how sure it is and why.

Names are compared without case and punctuation: equal to a usual one, or close to it by their words. What a
column holds counts too: dates only where there are dates, event names only where there are few words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from cin_metrics.mapping import FREE_WORDS, LEAVE_OUT, WORDS_ALLOWED, DateColumn, FileMapping, tidy
from cin_metrics.mapping_survey import ColumnSeen, Survey, survey
from cin_metrics.mapping_words import (
    NO_EVENT_DATES,
    NO_EVENTS,
    USUAL_COLUMNS,
    USUAL_WORDS,
)
from cin_metrics.sources.case_events import TableFile
from cin_metrics.sources.headings import Heading, headings
from cin_metrics.sources.mapped import LONGEST_WORD, NAMED_FROM_ROWS
from cin_metrics.vocabulary import CLOSURE_CODES, COLUMNS, EVENT_TYPES, OUTCOMES

LEAST = 80
"""Below this a name is no suggestion."""

FROM_A_PART = 0.92
"""A usual name of two words or more inside a longer name counts this much of an equal one."""

ONLY_ONE = 60
SIGNS_OF_OUTCOME = {"outcome", "reason", "decision", "result"}
SAYS_NOTHING = {"date", "of", "on", "the", "dt", "actual", *SIGNS_OF_OUTCOME}
YES_NO_COLUMNS = ("child_seen", "seen_alone")
MOST_YES_NO_WORDS = 12


@dataclass(frozen=True)
class Guess:
    """What something may be: our word (or the file's column), how sure of 100, and why."""

    value: str
    score: int
    why: str


@dataclass(frozen=True)
class Suggestion:
    """A mapping to begin with, and the guesses it is made of."""

    mapping: FileMapping
    columns: dict[str, Guess] = field(default_factory=dict)
    dates: dict[str, Guess] = field(default_factory=dict)
    words: dict[str, dict[str, Guess]] = field(default_factory=dict)


def look_over(file: TableFile) -> Survey:
    """The survey of a file below the row that looks most like a header."""
    return survey(file, max(headings(file), key=heading_score))


def heading_score(heading: Heading) -> tuple[int, int, int]:
    """How much a row looks like a header: usual names, few values, many names."""
    known = sum(1 for name in heading.names if name and is_usual_name(tidy(name)))
    return known, -heading.values, len([name for name in heading.names if name])


@cache
def is_usual_name(name: str) -> bool:
    """Whether a name is close to one that columns usually have."""
    names = [usual for listed in USUAL_COLUMNS.values() for usual in listed]
    names += [tidy(ours) for ours in COLUMNS] + list(NO_EVENT_DATES)
    if process.extractOne(name, names, scorer=fuzz.token_sort_ratio, score_cutoff=85):
        return True
    return "date" in name.split() or guess_word("event_type", name, LEAST + 10) is not None


def suggest(seen: Survey, name: str = "new", layout: str | None = None) -> Suggestion:
    """The mapping that the names and contents of a file suggest, in a layout if one is given."""
    dates = {
        column.name: guess
        for column in seen.dates
        if not is_no_event_date(column.name) and (guess := guess_date(column.name))
    }
    columns = guess_columns(seen, tuple(COLUMNS))
    is_wide = "event_type" not in columns and bool(dates)
    if layout is not None:
        is_wide = layout == "wide"
    if is_wide:
        wanted = tuple(c for c in COLUMNS if c not in ("event_type", "event_date", "recorded_date"))
        columns = guess_columns(seen, wanted)
        more = outcomes_of_dates(seen, dates)
        columns = {
            ours: guess
            for ours, guess in columns.items()
            if not any(guess.value in one.values() for one in more.values()) and ours != "outcome"
        }
    else:
        dates, more = {}, {}
    words = {
        ours: guess_words(ours, seen.column(theirs))
        for ours, theirs in words_of(columns, more)
        if ours in WORDS_ALLOWED
    }
    mapping = FileMapping(
        name,
        "wide" if is_wide else "long",
        {ours: columns[ours].value for ours in COLUMNS if ours in columns},
        tuple(DateColumn(column, one.value, more.get(column, {})) for column, one in dates.items()),
        {
            ours: mapped_words(ours, seen.column(theirs), words[ours])
            for ours, theirs in words_of(columns, more)
            if ours in words
        },
    )
    return Suggestion(mapping, columns, dates, words)


def mapped_words(ours: str, column: ColumnSeen, guesses: dict[str, Guess]) -> dict[str, str]:
    """What the words of a column become: as guessed, else as they stand where that is allowed."""
    kept = {word: word for word in worth_naming(column, guesses) if ours in FREE_WORDS}
    return kept | {word: one.value for word, one in guesses.items()}


def worth_naming(column: ColumnSeen, guesses: Mapping[str, Guess]) -> list[str]:
    """The words of a column that may be shown and kept: one that few rows have and nothing is like may be a name."""
    return [
        word
        for word, rows in column.words.items()
        if word in guesses or (rows >= NAMED_FROM_ROWS and len(word) <= LONGEST_WORD)
    ]


def words_of(columns: dict[str, Guess], more: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """Our columns and theirs, those of single dates too."""
    own = [pair for one in more.values() for pair in one.items()]
    return [*((ours, guess.value) for ours, guess in columns.items()), *own]


def guess_columns(seen: Survey, wanted: Sequence[str]) -> dict[str, Guess]:
    """Which column each of ours is, the surest first, no column twice."""
    guesses: list[tuple[int, int, str, Guess]] = []
    for place, ours in enumerate(wanted):
        for column in seen.columns:
            guess = guess_column(ours, column)
            if guess:
                guesses.append((-guess.score, place, ours, guess))
    found: dict[str, Guess] = {}
    for _, _, ours, guess in sorted(guesses, key=lambda one: one[:2]):
        if ours not in found and guess.value not in {one.value for one in found.values()}:
            found[ours] = guess
    alone = [c for c in seen.dates if not is_no_event_date(c.name)]
    if "event_date" in wanted and "event_date" not in found and len(alone) == 1:
        found["event_date"] = Guess(alone[0].name, ONLY_ONE, "the only column of dates")
    return found


def guess_column(ours: str, column: ColumnSeen) -> Guess | None:
    """Whether a column may be one of ours, by its name and by what it holds."""
    is_date = ours in ("event_date", "recorded_date")
    if column.filled_of_sample and column.is_dates != is_date:
        return None
    if is_date and is_no_event_date(column.name):
        return None
    if ours in YES_NO_COLUMNS and not 0 < len(column.words) <= MOST_YES_NO_WORDS:
        return None
    names = [tidy(ours), *USUAL_COLUMNS[ours]]
    guess = closest(tidy(column.name), dict.fromkeys(names, ours))
    if ours == "event_type":
        if not column.names_things:
            return None
        known = guess_words(ours, column)
        if len(known) * 2 > len(column.words) and len(known) > 2 and (not guess or guess.score < 90):
            return Guess(column.name, 90, f"{len(known)} of its {len(column.words)} words are names of events")
    return Guess(column.name, guess.score, guess.why) if guess else None


def guess_date(name: str) -> Guess | None:
    """The event that a date column of a wide file is of."""
    plain = tidy(name)
    bare = " ".join(word for word in plain.split() if word not in SAYS_NOTHING)
    both = [guess_word("event_type", one) for one in dict.fromkeys((plain, bare)) if one]
    found = [guess for guess in both if guess and guess.value != LEAVE_OUT]
    return max(found, key=lambda guess: guess.score, default=None)


def is_no_event_date(name: str) -> bool:
    """Whether a date is one on which nothing happens to a case, such as a date of birth."""
    plain = tidy(name)
    return bool({"dob", "birth", "due", "target"} & set(plain.split())) or plain in NO_EVENT_DATES


def outcomes_of_dates(seen: Survey, dates: dict[str, Guess]) -> dict[str, dict[str, str]]:
    """For the date columns of a wide file, the outcome column that is named like them."""
    found: dict[str, dict[str, str]] = {}
    for column in seen.columns:
        spoken = tidy(column.name).split()
        if not column.words or not SIGNS_OF_OUTCOME & set(spoken):
            continue
        bare = " ".join(word for word in spoken if word not in SAYS_NOTHING)
        guess = guess_word("event_type", bare) if bare else None
        scores = {
            name: max(
                fuzz.token_set_ratio(bare, tidy(name)), 100 if guess and guess.value == one.value else 0
            )
            for name, one in dates.items()
        }
        best = max(scores, key=lambda name: scores[name], default=None)
        if bare and best and scores[best] >= LEAST and best not in found:
            found[best] = {"outcome": column.name}
    return found


def guess_words(ours: str, column: ColumnSeen) -> dict[str, Guess]:
    """What the words of a column may be in ours; those without a guess are left out."""
    guesses = {word: guess_word(ours, word) for word in column.words}
    return {word: guess for word, guess in guesses.items() if guess}


def guess_word(ours: str, word: str, least: int = LEAST) -> Guess | None:
    """What one word may be in ours."""
    plain = tidy(word)
    if ours == "outcome" and (code := re.search(r"\brc ?([1-9])\b", plain)):
        return Guess(f"RC{code[1]}", 100, "it has the closure code")
    known = usual_words(ours)
    if ours == "event_type" and plain not in known and re.search(r"\b(due|failed|attempted|cancelled)\b", plain):
        known = {usual: said for usual, said in known.items() if said in (LEAVE_OUT, "meeting_cancelled")}
    return closest(plain, known, least)


@cache
def usual_words(ours: str) -> dict[str, str]:
    """The usual words of a column and what they are in ours."""
    found = {tidy(word): word for word in WORDS_ALLOWED[ours]}
    titles = {"event_type": EVENT_TYPES, "outcome": OUTCOMES | CLOSURE_CODES}.get(ours, {})
    found |= {tidy(title): word for word, title in titles.items()}
    found |= {usual: word for word, listed in USUAL_WORDS[ours].items() for usual in listed}
    return found | (dict.fromkeys(NO_EVENTS, LEAVE_OUT) if ours == "event_type" else {})


def closest(plain: str, known: dict[str, str], least: int = LEAST) -> Guess | None:
    """The known name closest to a name, if it is close enough."""
    if not plain:
        return None
    if plain in known:
        return Guess(known[plain], 100, "a usual name")
    scored = [(closeness(plain, usual), usual) for usual in near(plain, known)]
    score, usual = max(scored, default=(0, ""))
    if score < least:
        return None
    return Guess(known[usual], score, f"close to “{usual}”")


def near(plain: str, known: Iterable[str]) -> list[str]:
    """The known names that may be close at all."""
    found = process.extract(plain, list(known), scorer=fuzz.token_set_ratio, score_cutoff=75, limit=None)
    return [usual for usual, _, _ in found]


def closeness(plain: str, usual: str) -> int:
    """How close two names are, of 100: by their letters, or as part of the longer name."""
    whole = fuzz.token_sort_ratio(plain, usual)
    inside = set(usual.split()) <= set(plain.split()) and len(usual.split()) > 1
    part = 100 * FROM_A_PART - len(plain.split()) + len(usual.split()) if inside else 0
    return round(max(whole, part))
