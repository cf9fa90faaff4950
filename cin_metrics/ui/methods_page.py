"""The parts of the methods page: which method, and its page of the documentation."""

import re
from functools import cache
from pathlib import Path

import streamlit as st

from cin_metrics.labels import worded
from cin_metrics.ui import address, frame
from cin_metrics.words import unformatted

INDEX = Path(__file__).parents[2] / "docs" / "methods.md"
LISTED = re.compile(r"\]\(methods/(\w+)\.md\)")
LINK_INSIDE = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")


@cache
def methods() -> dict[str, str]:
    """The methods in the order of the index: the name of each one's page, and its title."""
    names = dict.fromkeys(LISTED.findall(INDEX.read_text(encoding="utf-8")))
    return {name: written(name).partition("\n")[0].removeprefix("# ") for name in names}


def written(name: str) -> str:
    """The page of a method, in the authority's words."""
    return worded((INDEX.with_suffix("") / f"{name}.md").read_text(encoding="utf-8"))


def choose() -> str:
    """The method chosen; the first where none is."""
    titles = methods()
    given = (address.chosen("method") or [next(iter(titles))])[0]
    if given not in titles:
        st.warning(unformatted(f"There is no method “{given[:40]}”. The first one is shown."))
        given = next(iter(titles))
    address.choose("method", [given])
    st.session_state["method"] = given
    st.selectbox(
        "Method", list(titles), key="method", format_func=titles.__getitem__,
        on_change=address.keep_from, args=("method", "method"),
    )  # fmt: skip
    return given


def show(name: str) -> None:
    """The page of a method under its title."""
    st.header(methods()[name], anchor=False, divider="gray")
    st.markdown(for_screen(written(name)))


def for_screen(text: str) -> str:
    """A page of the documentation from its first heading, one level down, its links to other files as plain words.

    What stands before that is for who works on the code. A link to a file leads nowhere in the app, and a dollar sign
    would begin a formula.
    """
    body = text[text.index("\n## ") :]
    body = LINK_INSIDE.sub(r"\1", body).replace("$", "\\$")
    return re.sub(r"^(#+ )", r"#\1", body, flags=re.MULTILINE)


def link(label: str, name: str) -> None:
    """A link to the page of a method."""
    frame.link(label, "methods", method=[name])
