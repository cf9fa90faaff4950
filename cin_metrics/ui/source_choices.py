"""What only the user can say of uploaded files: choices with what the files hold, and which children are the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from cin_metrics.events import Extract
from cin_metrics.overlap import Overlap, Pair
from cin_metrics.sources.choices import SAME_CHILDREN, Offer
from cin_metrics.ui.tables import Cell, of_text, written
from cin_metrics.vocabulary import EVENT_TYPES
from cin_metrics.words import count, sentence_start, unformatted

CHOSEN = "chosen_of_files"
FIRST_DAY = date(1990, 1, 1)
DAY_WIDTH = 320
ANSWERS = {
    True: "Yes: a case that two formats tell is one case, and an event that both tell counts once",
    False: "No: each format's children count by themselves, marked before their ids; one in two formats counts twice",
}


def chosen(files: Sequence[Any]) -> dict[str, Any]:
    """What was said of just these uploaded files, by name."""
    ids = [file.file_id for file in files]
    held = st.session_state.get(CHOSEN)
    if held is None or held[0] != ids:
        held = st.session_state[CHOSEN] = (ids, {})
    return dict(held[1])


def choose(name: str, key: str) -> None:
    """Remember what stands in a widget; what is empty is as if nothing was said."""
    said, value = st.session_state[CHOSEN][1], st.session_state[key]
    if value is None or value == []:
        said.pop(name, None)
    else:
        said[name] = value


def draw(extract: Extract, files: Sequence[Any]) -> None:
    """The choices that an upload offers, which read it again once they are made."""
    if not (extract.offers or extract.overlap):
        return
    st.subheader("What only you can say", anchor=False)
    for offer in extract.offers:
        draw_offer(offer, key_of(offer.choice.name, files))
    if extract.overlap:
        with st.expander("How far the children of the formats are the same", key="overlap chosen"):
            show(extract.overlap)
        ask(files, extract.overlap.same)


def key_of(name: str, files: Sequence[Any]) -> str:
    """The key of the widget of a choice for these files."""
    return f"said {name} {files[0].file_id}"


def draw_offer(offer: Offer, key: str) -> None:
    """One choice, with what was found and what was taken."""
    choice = offer.choice
    changed: dict[str, Any] = {"key": key, "on_change": choose, "args": (choice.name, key)}
    if choice.kind == "day":
        day: Any = offer.taken
        st.date_input(
            choice.title, value=day, min_value=FIRST_DAY, max_value=date.today(), format="DD/MM/YYYY",
            width=DAY_WIDTH, **changed,
        )  # fmt: skip
    else:
        taken = list(offer.taken) if isinstance(offer.taken, tuple) else []
        st.multiselect(
            choice.title,
            list(offer.found),
            default=taken,
            format_func=lambda word: f"{word} ({offer.found[word]:,})",
            placeholder="Choose",
            **changed,
        )
    st.markdown(unformatted(offer.why))


def before_reading(overlap: Overlap, files: Sequence[Any]) -> None:
    """The overlap of files of several formats, and the question that has to be answered before they are read."""
    names = ", ".join(side.title for side in overlap.sides)
    st.subheader("Are these the same children?", anchor=False)
    st.markdown(
        unformatted(
            f"The files are of {count(len(overlap.sides), 'format')} ({names}). Their ids are meant to be the same "
            "and may not be: look at what they have in common, then say what equal ids are."
        )
    )
    show(overlap)
    ask(files, overlap.same)


def ask(files: Sequence[Any], same: bool | None) -> None:
    """Whether equal ids are the same children."""
    key = key_of(SAME_CHILDREN.name, files)
    st.radio(
        SAME_CHILDREN.title,
        list(ANSWERS),
        index=None if same is None else list(ANSWERS).index(same),
        format_func=lambda answer: ANSWERS[answer],
        key=key,
        on_change=choose,
        args=(SAME_CHILDREN.name, key),
    )


def show(overlap: Overlap) -> None:
    """What each two formats have in common."""
    for number, pair in enumerate(overlap.pairs):
        show_pair(pair, number)


def show_pair(pair: Pair, number: int) -> None:
    """Two formats: their children, what is said of those in both, and their events."""
    first, second = pair.first.title, pair.second.title
    known = {"date of birth": (pair.born_alike, pair.born_unlike), "sex": (pair.sex_alike, pair.sex_unlike)}
    rows: list[list[Any]] = [
        [f"Children in {first}", pair.first.children],
        [f"Children in {second}", pair.second.children],
        ["Ids in both", pair.both],
    ]
    for what, (alike, unlike) in known.items():
        if alike + unlike:
            rows.append([f"Of those that have it in both, the same {what}", of_text(alike, alike + unlike)])
        elif pair.both:
            rows.append([f"The same {what}", "not in both"])
    if pair.nearly:
        what_to_do = "count as other children until a file is mended"
        rows.append([Cell("Ids equal but for leading zeros, blanks and capitals", what_to_do), pair.nearly])
    written([sentence_start(f"{first} and {second}"), "Children"], rows, numbers=(1,), widths=(75, 25))
    st.markdown(f"**{pair.verdict}**")
    if pair.unlike_ids:
        with st.expander("Ids with another date of birth in each", key=f"unlike {number}"):
            more = pair.born_unlike - len(pair.unlike_ids)
            rest = f" and {more:,} more" if more else ""
            st.markdown(unformatted(", ".join(pair.unlike_ids) + rest))
    if pair.events:
        with st.expander("Their events: what both tell, and what one alone does", key=f"events in both {number}"):
            written(
                ["What happened", "Both, same day", "Both, within a week", f"Only {first}", f"Only {second}"],
                [
                    [EVENT_TYPES[one.event_type], one.same_day, one.near, one.only_first, one.only_second]
                    for one in sorted(pair.events, key=lambda one: -(one.same_day + one.near))
                ],
                numbers=(1, 2, 3, 4), widths=(36, 16, 16, 16, 16),
            )  # fmt: skip
            st.markdown(
                "Events that both tell of one day, and the beginning and end of one case, count once if you say yes. "
                "Others within a week of each other stay two events."
            )
