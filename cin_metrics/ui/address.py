"""The view in the address: what is chosen stays across pages, and a pasted address shows the same again.

Streamlit's own ``bind="query-params"`` was tried and left: in 1.67 a bar drawn by the pages loses its values on the
first change of page, links with parameters are overruled by the session, and ``st.switch_page`` raises. So the choice
lives in the session and is mirrored into the address. It is read back only on arrival: the first run, another page,
the browser's back and forward. Reading it on every run would let a slow browser undo a quick second choice.
"""

from collections.abc import Iterable, Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

FILTERS = ("policy", "as_of", "period", "team", "cohort")
CHOICES = "address"
SHOWN_PAGE = "address_page"


def arrive(page: str, own: Iterable[str] = ()) -> None:
    """Take the choices the address carries when someone comes to a page by it.

    ``own`` names the choices of this page alone. An address that names a policy is a whole view, so
    what it leaves out goes back to its default; any other only changes what it names.
    """
    names = (*FILTERS, *own)
    state = st.session_state
    choices = state.setdefault(CHOICES, {})
    context = get_script_run_ctx()
    came_back = bool(getattr(context, "is_history_navigation", False))
    arrived = state.get(SHOWN_PAGE) != page or came_back
    state[SHOWN_PAGE] = page
    given = in_address(names)
    if not arrived or not given:
        return
    if "policy" in given:
        for name in names:
            choices.pop(name, None)
    choices.update(given)


def in_address(names: Iterable[str]) -> dict[str, list[str]]:
    """What the address says of these names."""
    return {name: st.query_params.get_all(name) for name in names if name in st.query_params}


def chosen(name: str) -> list[str]:
    """The values chosen under a name; empty where the default holds."""
    return list(st.session_state.setdefault(CHOICES, {}).get(name, []))


def choose(name: str, values: Iterable[str]) -> None:
    """Choose these values from now on."""
    st.session_state.setdefault(CHOICES, {})[name] = [value for value in values if value]


def keep_from(widget: str, name: str) -> None:
    """Choose what a widget now holds (a widget's ``on_change``)."""
    value = st.session_state[widget]
    choose(name, value if isinstance(value, list) else [value or ""])


def publish(own: Iterable[str] = ()) -> None:
    """Write the choices into the address where it says something else, and nothing beside them."""
    wanted = {name: chosen(name) for name in (*FILTERS, *own) if chosen(name)}
    if wanted != in_address(list(st.query_params)):
        st.query_params.from_dict(wanted)


def leading_to(changes: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The parameters of an address with the view of now and some choices changed."""
    parameters = {name: chosen(name) for name in FILTERS}
    parameters |= {name: list(values) for name, values in changes.items()}
    return {name: values for name, values in parameters.items() if values}
