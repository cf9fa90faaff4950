"""Loads that are kept: chosen again, noticed twice, compared; only where a folder is named for them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import streamlit as st

from cin_metrics.days import british
from cin_metrics.events import Extract
from cin_metrics.faults import InputFault
from cin_metrics.loads import (
    FOLDER,
    KeptFile,
    KeptLoad,
    LoadChanges,
    Loads,
    compare_loads,
    described,
    kept_loads,
)
from cin_metrics.ui import filters
from cin_metrics.ui.session import Session
from cin_metrics.ui.tables import Cell, Column, cases, of_text, share_text, written
from cin_metrics.ui.view import View
from cin_metrics.words import EVENT_MEANINGS, count, joined, unformatted

SOMEBODY = "somebody at this computer"
MOST_NAMED = 20
FAULT = "kept_fault"
CHANGE_COLUMNS = {
    "kind": Column("Change"),
    "child_id": Column("Child"),
    "title": Column("What happened", width=330),
    "event_date": Column("On", "day"),
    "recorded_date": Column("Put on file", "day"),
    "team": Column("Team", width=180),
    "worker": Column("Worker"),
}
KINDS = {("new", True): "Late entry", ("new", False): "New", ("gone", False): "Gone"}


def keep(extract: Extract, given: Iterable[tuple[str, bytes]]) -> None:
    """Keep an extract that is taken into use, where loads are kept."""
    loads = kept_loads()
    if loads is not None:
        loads.tidy()
        loads.keep(extract, given, by())


def by() -> str:
    """Who is at this browser, as far as signing in tells."""
    return str(getattr(st.user, "email", None) or SOMEBODY)


def described_where_kept(given: Iterable[tuple[str, bytes]]) -> list[KeptFile]:
    """What the files would be known by among the loads kept; nothing where none are kept."""
    return described(given) if kept_loads() else []


def loaded_before(files: Sequence[KeptFile]) -> None:
    """Say which of the files were loaded before."""
    loads = kept_loads()
    if loads is None:
        return
    for name, before in loads.same_files(files).items():
        st.warning(unformatted(f"“{name}” was loaded before, on {kept_on(before)} by {before.by}."))


def show(session: Session, view: View) -> None:
    """The loads kept, one of them used again, two of them compared."""
    st.header("Loads kept", anchor=False)
    loads = kept_loads()
    if loads is None:
        st.markdown(
            "Loads are not kept: what is uploaded is forgotten with the tab. To keep them, name a folder that only "
            f"those may read who may see every child, in the environment variable `{FOLDER}`, and start the app again."
        )
        return
    for sentence in st.session_state.pop(FAULT, []):
        st.error(unformatted(sentence))
    kept = loads.all()
    if not kept:
        st.markdown("None yet. An upload that is taken into use is kept from now on.")
        return
    written(
        ["Loaded", "Files", "Rows in", "In use", "Set aside", "Children", "Speaks of"],
        [load_row(one) for one in kept],
        numbers=(2, 3, 4, 5), widths=(18, 30, 9, 9, 9, 9, 16),
    )  # fmt: skip
    titles = {one.key: f"{kept_on(one)}: {one.name}" for one in kept}
    chosen = st.selectbox("Use again", list(titles), format_func=titles.__getitem__, index=None, key="kept_chosen")
    if chosen:
        st.button("Use this load", on_click=use_again, args=(session, loads, chosen))
    if len(kept) > 1:
        compare(loads, titles, view)


def load_row(kept: KeptLoad) -> list[Any]:
    """A load as a row of the list."""
    files = joined([file.name for file in kept.files], "and")
    return [
        Cell(kept_on(kept), kept.by), files, kept.rows_in, kept.accepted, kept.set_aside, kept.children,
        f"{british(kept.first_date)} to {british(kept.last_date)}",
    ]  # fmt: skip


def kept_day(kept: KeptLoad) -> date:
    """The day a load was kept on, by the clock of this computer."""
    return datetime.fromisoformat(kept.kept_at).astimezone().date()


def kept_on(kept: KeptLoad) -> str:
    """When a load was kept, by the clock of this computer."""
    moment = datetime.fromisoformat(kept.kept_at).astimezone()
    return f"{british(moment.date())}, {moment:%H:%M}"


def use_again(session: Session, loads: Loads, key: str) -> None:
    """Take a kept load into use."""
    try:
        session.use(loads.open(key))
    except InputFault as fault:
        st.session_state[FAULT] = fault.faults
        return
    filters.forget_choices()


def compare(loads: Loads, titles: dict[str, str], view: View) -> None:
    """Two loads beside each other."""
    st.subheader("What changed between two loads", anchor=False)
    keys = list(titles)
    left, right = st.columns(2)
    with left:
        earlier = st.selectbox("Earlier", keys, index=1, format_func=titles.__getitem__, key="kept_earlier")
    with right:
        later = st.selectbox("Later", keys, index=0, format_func=titles.__getitem__, key="kept_later")
    if earlier == later or not st.button("Compare them"):
        return
    with st.spinner("Reading both …"):
        first, second = loads.open(earlier), loads.open(later)
        changes = compare_loads(first, second, view.policy)
        first.close()
        second.close()
    say(changes, view)


def say(changes: LoadChanges, view: View) -> None:
    """What changed, in sentences and lists."""
    st.markdown(
        f"**{count(len(changes.new_children), 'child', 'children')}** new and "
        f"**{count(len(changes.gone_children), 'child', 'children')}** gone. "
        f"**{changes.number('new'):,}** events new, of which **{changes.number('new', late=True):,}** are late entries "
        f"(they had happened by the last day of the earlier load); **{changes.number('gone'):,}** gone or changed."
    )
    for words, children in (("New", changes.new_children), ("Gone", changes.gone_children)):
        if children:
            more = f" and {len(children) - MOST_NAMED} more" if len(children) > MOST_NAMED else ""
            st.markdown(unformatted(f"{words}: {', '.join(children[:MOST_NAMED])}{more}"))
    if changes.figures:
        written(
            ["On time, the year up to the earlier load's last day", "By the earlier load", "By the later load"],
            [
                [
                    change.title,
                    f"{share_text(share(change.earlier))}, {of_text(*change.earlier)}",
                    f"{share_text(share(change.later))}, {of_text(*change.later)}",
                ]
                for change in changes.figures
            ],
            widths=(44, 28, 28),
        )
    rows = [
        row | {"kind": KINDS[row["change"], row["is_late_entry"]], "title": EVENT_MEANINGS[row["event_type"]]}
        for row in changes.events
    ]
    definition = "Events that one load holds otherwise than the other, or not at all."
    cases(rows, CHANGE_COLUMNS, "Events that changed", view, "No event changed.", definition=definition)


def share(counted: tuple[int, int]) -> float | None:
    """The share of a numerator and denominator."""
    return counted[0] / counted[1] if counted[1] else None
