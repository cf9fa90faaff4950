"""Buttons that give papers: made when they are pressed, never before."""

from collections.abc import Sequence

import streamlit as st

from cin_metrics.policy import Limit
from cin_metrics.reports import PANEL_FORMATS
from cin_metrics.ui.session import Session
from cin_metrics.ui.tables import file_stem
from cin_metrics.ui.view import View

MIME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def panel_pack(session: Session, view: View, child_ids: Sequence[str] | None, month: Limit, name: str) -> None:
    """A button for each format of the panel pack of these children, or of the whole list."""
    place = st.container(horizontal=True)
    for ending, title in PANEL_FORMATS.items():
        place.download_button(
            f"{name} ({title})",
            data=lambda ending=ending: session.panel_pack(view, child_ids, month, ending),
            file_name=f"{file_stem(name)}_{view.policy.name}_{view.as_of}{ending}",
            mime=MIME[ending], key=f"pack {name} {ending}", on_click="ignore",
        )  # fmt: skip
