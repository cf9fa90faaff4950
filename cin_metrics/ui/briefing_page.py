"""The parts of the briefing page: what is asked, what it says, what the service writes, the papers."""

import html

import streamlit as st

from cin_metrics.reports import BRIEFING_FORMATS
from cin_metrics.reports.briefing import Asked
from cin_metrics.reports.document import Document, Heading, Paragraph, Points, Table
from cin_metrics.ui import address, tables
from cin_metrics.ui.papers import MIME
from cin_metrics.ui.session import Session
from cin_metrics.ui.view import View

DOING = "briefing_doing"
MOST_SEED = 9_999


def ask(session: Session, view: View) -> Asked:
    """What the briefing is asked for: the filters, and the choices of this page."""
    given = (address.chosen("seed") or ["1"])[0]
    seed = int(given) if given.isdigit() and 0 < int(given) <= MOST_SEED else 1
    sharing = address.chosen("sharing") == ["yes"]
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.session_state["sharing"] = sharing
        st.toggle(
            "For sharing outside the service", key="sharing", on_change=keep_sharing,
            help="Leaves out every list of children and hides small numbers, so that none can be worked out.",
        )  # fmt: skip
    with right:
        st.session_state["seed"] = seed
        st.number_input(
            "Number that draws the sample for audit", 1, MOST_SEED, key="seed", on_change=keep_seed,
            help="The same number draws the same cases again.",
        )  # fmt: skip
    doing = st.text_area(
        "What are we doing?", value=st.session_state.get(DOING, ""), height=120,
        placeholder="Actions, who does them, by when. A line each; it goes into the papers.",
    )  # fmt: skip
    st.session_state[DOING] = doing
    return Asked(
        view.period.first, min(view.period.last, view.as_of), session.selected(view), doing, seed, sharing
    )


def keep_sharing() -> None:
    """Take what the switch says into the address."""
    address.choose("sharing", ["yes"] if st.session_state["sharing"] else [])


def keep_seed() -> None:
    """Take the number into the address."""
    address.choose("seed", [str(st.session_state["seed"])])


def papers(session: Session, view: View, asked: Asked) -> None:
    """A button for each format."""
    st.subheader("To take into the room", anchor=False)
    place = st.container(horizontal=True)
    for ending, title in BRIEFING_FORMATS.items():
        place.download_button(
            f"Briefing ({title})" if ending != ".xlsx" else f"Tables ({title})",
            data=lambda ending=ending: session.briefing_paper(view, asked, ending),
            file_name=f"briefing_{view.policy.name}_{asked.first}_{asked.last}{'_shared' * asked.for_sharing}{ending}",
            mime=MIME[ending], key=f"briefing {ending}", on_click="ignore",
        )  # fmt: skip


def show(document: Document) -> None:
    """The briefing as it will be printed; what the service is doing stands in its box above."""
    is_shown = True
    for block in document.blocks:
        match block:
            case Heading(text, 1):
                is_shown = text != "What are we doing?"
                if is_shown:
                    st.header(text, anchor=False)
            case Heading(text, _) if is_shown:
                st.subheader(text, anchor=False)
            case Paragraph(text) if is_shown:
                st.html(f'<p class="{"cin-filtered" if block.quiet else "cin-said"}">{html.escape(text)}</p>')
            case Points(points) if is_shown:
                st.html("<ul>" + "".join(f"<li>{html.escape(point)}</li>" for point in points) + "</ul>")
            case Table() if is_shown:
                tables.written(block.headers, block.rows, block.title, block.numbers, block.widths)
