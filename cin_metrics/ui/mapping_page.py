"""The screen on which a local extract's columns and words are matched with ours."""

import html
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from cin_metrics.faults import InputFault
from cin_metrics.labels import all_worded
from cin_metrics.load_report import LoadReport
from cin_metrics.mapping import (
    FREE_WORDS,
    LAYOUTS,
    LEAVE_OUT,
    WORDS_ALLOWED,
    DateColumn,
    FileMapping,
)
from cin_metrics.mapping_files import save_mapping
from cin_metrics.mapping_suggest import (
    Guess,
    Suggestion,
    guess_words,
    look_over,
    suggest,
    worth_naming,
)
from cin_metrics.mapping_survey import MOST_WORDS, ColumnSeen, Survey
from cin_metrics.sources import Source
from cin_metrics.sources.look import look_at
from cin_metrics.sources.recognise import MAPPINGS, mapped_file, needs_mapping
from cin_metrics.ui.tables import Cell, Row, written
from cin_metrics.vocabulary import CLOSURE_CODES, COLUMNS, EVENT_TYPES, OUTCOMES
from cin_metrics.words import count, joined, unformatted

CHOSEN = "chosen_mappings"
SURVEYED = "surveyed"
SAVED_AS = "mapping_saved_as"
NONE = ""
SURE = 90
RARE = "words that hardly any other row has"
IN_A_ROW = 3
DATE_WIDTHS = (3, 5, 3)
LABELS = all_worded({
    "child_id": "The child's identifier",
    "event_type": "What happened",
    "event_date": "When it happened",
    "recorded_date": "When it was put on file",
    "episode_id": "Referral or episode number",
    "team": "Team",
    "worker": "Worker",
    "cohort": "Group of children",
    "outcome": "Outcome",
    "child_seen": "Child seen",
    "seen_alone": "Seen alone",
    "chaired_by": "Chaired by",
    "family_id": "Family",
})
WIDE_LABELS = tuple(
    ours for ours in LABELS if ours not in ("event_type", "event_date", "recorded_date", "outcome")
)
MEANINGS = all_worded(EVENT_TYPES | OUTCOMES | CLOSURE_CODES) | {"yes": "Yes", "no": "No"}


def chosen() -> list[FileMapping]:
    """The mappings chosen in this browser tab."""
    return st.session_state.setdefault(CHOSEN, [])


def forget() -> None:
    """Start without a chosen mapping: other files were uploaded."""
    for name in (CHOSEN, SURVEYED, SAVED_AS):
        st.session_state.pop(name, None)


def file_to_map(files: Sequence[Any]) -> Any | None:
    """The first uploaded file whose columns and words have to be matched; None where that is not what is wrong."""
    for file in files:
        try:
            look = look_at(Source(file.name, content=file.getvalue()))
            if needs_mapping(look) and mapped_file(look, {MAPPINGS: chosen()}) is None:
                return file
        except InputFault:
            continue
    return None


def offer(files: Sequence[Any], report: LoadReport) -> None:
    """A switch to the screen for a file that could be read and whose words may be another's."""
    if not (chosen() or report.unknown_event_types):
        return
    file = table_of_events(files)
    if file and st.toggle("Match its columns and words anew", key=f"map again {file.file_id}"):
        draw(file)


def table_of_events(files: Sequence[Any]) -> Any | None:
    """The first uploaded file that may be a table of events."""
    for file in files:
        table = look_at(Source(file.name, content=file.getvalue())).file
        if table is not None and table.columns.kind == "events":
            return file
    return None


def surveyed(file: Any) -> Survey:
    """What stands in a file, looked at once; an ``InputFault`` where it cannot be read."""
    held = st.session_state.get(SURVEYED)
    if held is None or held[0] != file.file_id:
        with st.spinner("Looking at the columns …"):
            table = look_at(Source(file.name, content=file.getvalue())).file
            if table is None:
                raise InputFault(f"'{file.name}' is no table.")
            held = st.session_state[SURVEYED] = (file.file_id, look_over(table))
    return held[1]


def draw(file: Any) -> None:
    """The screen for one file: its columns, its words, what becomes of the rows, and the buttons."""
    try:
        seen = surveyed(file)
    except InputFault as fault:
        for sentence in fault.faults:
            st.error(unformatted(sentence))
        return
    key = f"map {file.file_id}"
    st.subheader("Match its columns and words", anchor=False)
    st.markdown(
        unformatted(
            f"{file.name} has {count(seen.rows, 'row')} with columns and words of its own. What each seems to be "
            "is filled in below: change what is wrong, then press “Use this mapping”. Columns that are not chosen "
            "are never read."
        )
    )
    first = suggest(seen)
    layout = st.radio(
        "How the file is laid out",
        list(LAYOUTS),
        index=list(LAYOUTS).index(first.mapping.layout),
        format_func=LAYOUTS.__getitem__,
        horizontal=True,
        key=f"{key} layout",
    )
    suggestion = first if layout == first.mapping.layout else suggest(seen, layout=layout)
    key = f"{key} {layout}"
    columns = choose_columns(seen, suggestion, key)
    dates = choose_dates(seen, suggestion, key) if layout == "wide" else ()
    words = choose_words(seen, columns, dates, key)
    mapping = FileMapping("new", layout, columns, dates, words)
    preview(seen, mapping)
    buttons(seen, mapping, key)


def choose_columns(seen: Survey, suggestion: Suggestion, key: str) -> dict[str, str]:
    """Which column of the file is which of ours, as chosen."""
    is_wide = suggestion.mapping.layout == "wide"
    wanted = WIDE_LABELS if is_wide else tuple(LABELS)
    needed = ("child_id",) if is_wide else ("child_id", "event_type", "event_date")
    names = [NONE, *dict.fromkeys(column.name for column in seen.columns)]
    st.markdown("**Its columns**")
    found = {}
    for start in range(0, len(wanted), IN_A_ROW):
        for place, ours in zip(st.columns(IN_A_ROW), wanted[start : start + IN_A_ROW], strict=False):
            guess = suggestion.columns.get(ours)
            name = place.selectbox(
                LABELS[ours] + (" (needed)" if ours in needed else ""),
                names,
                index=names.index(guess.value) if guess else 0,
                format_func=lambda name: name or "Not in the file",
                help=f"{COLUMNS[ours]}.",
                key=f"{key} column {ours}",
            )
            if guess:
                place.html(why(guess))
            if name:
                found[ours] = name
    return found


def why(guess: Guess) -> str:
    """How sure a suggestion is, and why, in small letters."""
    return f'<p class="cin-filtered">{guess.score} of 100: {html.escape(guess.why)}</p>'


def choose_dates(seen: Survey, suggestion: Suggestion, key: str) -> tuple[DateColumn, ...]:
    """Which event each date column of a wide file is of, as chosen."""
    st.markdown("**Its dates**: each one that is filled in becomes an event.")
    given = {one.column: one for one in suggestion.mapping.dates}
    outcomes = [NONE, *(column.name for column in seen.columns if column.words)]
    found = []
    for column in seen.dates:
        left, middle, right = st.columns(DATE_WIDTHS)
        guess = suggestion.dates.get(column.name)
        left.markdown(unformatted(f"{column.name}: {column.filled:,} of {count(seen.rows, 'row')}"))
        if guess:
            left.html(why(guess))
        event = middle.selectbox(
            unformatted(f"Event of {column.name}"),
            [NONE, *EVENT_TYPES],
            index=[NONE, *EVENT_TYPES].index(guess.value) if guess else 0,
            format_func=lambda word: meaning(word) if word else "No event of ours",
            key=f"{key} date {column.name}",
        )
        own = given[column.name].more.get("outcome", NONE) if column.name in given else NONE
        outcome = right.selectbox(
            unformatted(f"Outcome of {column.name}"),
            outcomes,
            index=outcomes.index(own),
            format_func=lambda name: name or "None",
            key=f"{key} outcome {column.name}",
        )
        if event:
            found.append(DateColumn(column.name, event, {"outcome": outcome} if outcome else {}))
    return tuple(found)


def choose_words(
    seen: Survey, columns: dict[str, str], dates: Sequence[DateColumn], key: str
) -> dict[str, dict[str, str]]:
    """What the words of each column of words become, as chosen."""
    pairs = list(columns.items()) + [pair for one in dates for pair in one.more.items()]
    found: dict[str, dict[str, str]] = {}
    for ours, theirs in pairs:
        column = seen.column(theirs)
        if ours not in WORDS_ALLOWED or not column.words:
            continue
        guesses = guess_words(ours, column)
        named = worth_naming(column, guesses)
        examples: dict[str, str] = {}
        if ours == "event_type":
            examples = seen.example_dates(theirs, columns["event_date"]) if "event_date" in columns else {}
            unsure = [word for word in named if guesses.get(word, Guess("", 0, "")).score < SURE]
            if unsure:
                st.markdown(f"**Names of events to look at**: {len(unsure)} that may be something else, or nothing.")
            found[ours] = word_rows(ours, column, unsure, guesses, examples, key)
            sure = [word for word in named if word not in unsure]
            title = f"{count(len(sure), 'name')} of events recognised"
        else:
            sure = named
            title = f"The words of {theirs} ({LABELS[ours].lower()}): {len(sure)}"
        if sure:
            with st.expander(unformatted(title), key=f"{key} words {ours} {theirs}"):
                rows = word_rows(ours, column, sure, guesses, examples, f"{key} {theirs}")
                found[ours] = found.get(ours, {}) | rows
    return found


def word_rows(
    ours: str,
    column: ColumnSeen,
    words: Sequence[str],
    guesses: dict[str, Guess],
    examples: dict[str, str],
    key: str,
) -> dict[str, str]:
    """One line for each word: how many rows, example dates, and what it becomes."""
    options = [NONE, LEAVE_OUT, *WORDS_ALLOWED[ours]]
    found = {}
    for word in words:
        left, right = st.columns(2)
        guess = guesses.get(word)
        of_when = f", such as {examples[word]}" if word in examples else ""
        left.markdown(unformatted(f"{word}: {count(column.words[word], 'row')}{of_when}"))
        if guess:
            left.html(why(guess))
        chosen_word = right.selectbox(
            unformatted(f"{word} is"),
            options,
            index=options.index(guess.value) if guess and guess.value in options else 0,
            format_func=lambda option: option_words(ours, option),
            key=f"{key} word {ours} {word}",
        )
        if chosen_word:
            found[word] = chosen_word
        elif ours in FREE_WORDS:
            found[word] = word
    return found


def option_words(ours: str, option: str) -> str:
    """An option of a word as it is read."""
    if option == NONE:
        return "Nothing chosen: its rows are set aside" if ours == "event_type" else "As it stands"
    if option == LEAVE_OUT:
        return "Left out on purpose" if ours == "event_type" else "Not recorded"
    return meaning(option)


def meaning(word: str) -> str:
    """A word of ours with what it means."""
    return f"{MEANINGS[word]} ({word})" if word in MEANINGS else word.replace("_", " ").capitalize()


def preview(seen: Survey, mapping: FileMapping) -> None:
    """What the rows become, and what is missing."""
    rows: Counter[str] = Counter()
    sources: dict[str, list[str]] = {}
    if mapping.layout == "wide":
        for one in mapping.dates:
            rows[one.event] += seen.column(one.column).filled
            sources.setdefault(one.event, []).append(one.column)
    elif "event_type" in mapping.columns:
        column = seen.column(mapping.columns["event_type"])
        if not column.words:
            st.error(
                unformatted(
                    f"{column.name} holds too many different words to be the names of events (at most {MOST_WORDS}, "
                    "each in several rows). Choose another column for “What happened”."
                )
            )
        named = worth_naming(column, guess_words("event_type", column))
        for word, number in column.words.items():
            becomes = mapping.words.get("event_type", {}).get(word, NONE)
            rows[becomes] += number
            listed = sources.setdefault(becomes, [])
            if word in named:
                listed.append(word)
            elif RARE not in listed:
                listed.append(RARE)
    table: list[Row] = [
        [Cell(becomes_words(becomes), f"from {joined(sources[becomes], 'and')}"), number]
        for becomes, number in rows.most_common()
        if number
    ]
    if table:
        written(["What the rows become", "Rows"], table, numbers=(1,), widths=(80, 20))
    for sentence in mapping.faults():
        st.error(unformatted(sentence))


def becomes_words(becomes: str) -> str:
    """What rows become, in words."""
    if becomes == NONE:
        return "Set aside, because nothing is chosen for them"
    return "Left out on purpose" if becomes == LEAVE_OUT else meaning(becomes)


def buttons(seen: Survey, mapping: FileMapping, key: str) -> None:
    """Use the mapping, or save it under a name too."""
    is_faulty = bool(mapping.faults())
    name = st.text_input(
        "Name to save the mapping under",
        placeholder="such as monthly_report",
        help="Next month a file with the same columns is read by it without a click. It holds names of columns and "
        "events only, and nothing of a child.",
        key=f"{key} name",
    )
    left, right = st.columns(2)
    left.button(
        "Use this mapping", type="primary", on_click=use, args=(mapping,), disabled=is_faulty, key=f"{key} use"
    )
    right.button(
        "Save as this name and use", on_click=save, args=(mapping, name), disabled=is_faulty, key=f"{key} save"
    )
    say_saved()


def use(mapping: FileMapping) -> None:
    """Read the uploaded files by a mapping from now on."""
    others = [one for one in chosen() if sorted(one.used) != sorted(mapping.used)]
    here = "chosen here" + (f" {len(others) + 1}" if others else "")
    named = replace(mapping, name=here) if mapping.name == "new" else mapping
    st.session_state[CHOSEN] = [*others, named]


def save(mapping: FileMapping, name: str) -> None:
    """Keep a mapping under a name, and read the uploaded files by it."""
    try:
        path = save_mapping(mapping, name)
    except InputFault as fault:
        st.session_state[SAVED_AS] = ("error", " ".join(fault.faults))
        return
    use(replace(mapping, name=path.stem))
    st.session_state[SAVED_AS] = (
        "info",
        f"The mapping is saved as {path}. A file with the same columns is read by it from now on.",
    )


def say_saved() -> None:
    """Say once what became of saving."""
    kind, sentence = st.session_state.pop(SAVED_AS, ("", ""))
    if kind == "error":
        st.error(unformatted(sentence))
    elif sentence:
        st.info(unformatted(sentence))
