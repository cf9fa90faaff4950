"""What every page has in common: title, question, filter bar, what is filtered in words, footer."""

import html
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException, StreamlitPageNotFoundError
from streamlit.navigation.page import Page

from cin_metrics.days import british
from cin_metrics.faults import InputFault
from cin_metrics.labels import all_worded, read_labels, worded
from cin_metrics.ui import address, filters, theme
from cin_metrics.ui.session import Session, current
from cin_metrics.ui.view import View
from cin_metrics.words import policy_words, unformatted

ICON = Path(__file__).parent / "assets" / "icon.png"
TITLES = all_worded({
    "overview": "Overview",
    "timeliness": "Timeliness",
    "changes": "Changes",
    "drift": "Drift",
    "patterns": "Patterns",
    "steps": "Steps",
    "child": "Child",
    "panel": "Panel",
    "briefing": "Briefing",
    "policies": "Policies",
    "compare": "Two policies",
    "known_then": "As known then",
    "benchmarks": "England",
    "groups": "Groups of children",
    "methods": "Methods",
    "data": "Data",
    "quality": "Data quality",
})
"""The pages in the order of the list: file name and title."""
ANSWER = '<h2 class="cin-heard">Answer</h2>'
"""Heard, not seen: where the content begins after the filters, so that no heading of a page skips a level."""
IN_SHELL = "in_shell"
PRODUCT = "CIN Metrics"


def run() -> None:
    """The shell of the app: its settings, its list of pages, and the page asked for."""
    st.session_state[IN_SHELL] = True
    asked = st.navigation(pages())
    st.set_page_config(
        page_title=f"{asked.title} · {PRODUCT}", page_icon=str(ICON), layout="wide",
        initial_sidebar_state=210,
    )  # fmt: skip
    st.logo(str(ICON), size="large")
    asked.run()


def pages() -> list[Page]:
    """The pages in the order of the list; the first is where the app opens."""
    return [
        st.Page(path_of(name), title=title, default=name == "overview")
        for name, title in TITLES.items()
    ]


def into_shell() -> None:
    """Start again through ``app.py`` where a page was run without it.

    Until a server has run ``app.py`` once, Streamlit takes ``pages/`` for an app of the old kind and runs the page of a
    pasted address by itself, without the page list. Naming the pages tells it better; a page run alone in a test stays.
    """
    if IN_SHELL in st.session_state:
        return
    try:
        st.navigation(pages())
    except StreamlitAPIException:
        return
    st.session_state[IN_SHELL] = True
    st.rerun()


@contextmanager
def page(name: str, question: str, own: Iterable[str] = ()) -> Iterator[tuple[Session, View]]:
    """The session and the view of a page, with everything around its content.

    ``own`` names the choices of this page that stand in the address beside the filters. What the
    user gave and is at fault is said in sentences in place of the content.
    """
    own = tuple(own)
    into_shell()
    st.html(theme.STYLE)
    st.title(TITLES[name], anchor=False)
    said = st.empty()
    said.html(heading(question))
    try:
        read_labels()
        session = current()
        address.arrive(name, own)
        view = filters.draw(session)
    except InputFault as fault:
        say(fault)
        st.stop()
    said.html(heading(question, filtered(view)))
    st.html(ANSWER)
    holds_in_part(session, view)
    try:
        yield session, view
    except InputFault as fault:
        say(fault)
    footer(session, view)
    address.publish(own)


def holds_in_part(session: Session, view: View) -> None:
    """Say that the period begins before all of the work is there; nothing where the source is a history."""
    since = session.limits.whole_from
    if since and view.period.first < since:
        st.info(
            f"Before {british(since)} this source holds only cases still open then, so the figures of this period are "
            f"of a part. Choose a period that begins on {british(since)} or later; Data says what can be answered."
        )


def say(fault: InputFault) -> None:
    """Say what is at fault, a sentence each."""
    for sentence in fault.faults:
        st.error(unformatted(sentence))


def heading(question: str, words: str = "") -> str:
    """The page's question and what is filtered, under its title."""
    return (
        f'<p class="cin-question">{html.escape(worded(question))}</p>'
        f'<p class="cin-filtered">{html.escape(words)}</p>'
    )


def filtered(view: View) -> str:
    """What is filtered, in words."""
    return f"{policy_words(view.policy)} · as of {british(view.as_of)} · {view.words}"


def footer(session: Session, view: View) -> None:
    """Where the figures come from."""
    parts = [
        f"Policy: {policy_words(view.policy)} (version {view.policy.version})",
        f"Extract: {session.extract_name}, {session.report.accepted:,} rows in use",
        f"As of {british(view.as_of)}",
        "Figures can change as entries are recorded late: see As known then",
    ]
    said = " · ".join(html.escape(part) for part in parts)
    st.html(f'<footer class="cin-footer">{said}</footer>')


def path_of(name: str) -> str:
    """The file of a page as Streamlit wants it named."""
    return f"pages/{name}.py"


def link(label: str, name: str, **changes: Iterable[str]) -> None:
    """A link to a page with the view of now and some choices changed; only the words where a page runs alone."""
    try:
        st.page_link(path_of(name), label=label, query_params=address.leading_to(changes))
    except StreamlitPageNotFoundError:
        st.markdown(label)


def go(name: str, **changes: Iterable[str]) -> None:
    """Show another page with the view of now and some choices changed."""
    st.switch_page(path_of(name), query_params=address.leading_to(changes))


def gaps(lead: str, sentences: Iterable[str]) -> None:
    """Say what cannot be shown, each with why; nothing where there is no gap."""
    points = [f"- {unformatted(sentence)}" for sentence in sentences]
    if points:
        st.info("\n".join([f"{lead}\n", *points]))


@contextmanager
def pair(left_width: int = 1, right_width: int = 1) -> Iterator[tuple[DeltaGenerator, DeltaGenerator]]:
    """Two places side by side, one below the other on a narrow screen."""
    with st.container(key="pair"):
        left, right = st.columns([left_width, right_width], gap="large")
        yield left, right
