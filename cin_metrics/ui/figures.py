"""A figure: its value, of how many, what good looks like, and behind it its definition, rules and children."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cin_metrics.labels import word_fields, worded
from cin_metrics.policy import Policy, Rule
from cin_metrics.ui import frame
from cin_metrics.ui.answers import Share
from cin_metrics.ui.session import Rows
from cin_metrics.ui.tables import Columns, cases, share_text
from cin_metrics.ui.view import View
from cin_metrics.words import say_rule, unformatted

GOOD = {"higher": "▲ Higher is better", "lower": "▼ Lower is better", None: "For information"}


@dataclass(frozen=True)
class Figure:
    """One figure of a screen.

    ``of`` says what the share is of (``of 1,536 due in the period``). ``counted`` shows the number itself, not the
    percentage; ``told`` stands in place of value and number where one number does not say it. ``behind`` gives the
    cases when they are asked for. ``lead`` is a link: label, page, what it changes.
    """

    title: str
    share: Share
    of: str
    good: str | None
    definition: str
    computed: str
    counted: bool = False
    rules: Sequence[Rule] = ()
    behind: Callable[[], Rows] | None = None
    columns: Columns = field(default_factory=dict)
    lead: tuple[str, str, dict[str, list[str]]] | None = None
    told: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        word_fields(self, "of", "definition", "computed")

    @property
    def value(self) -> str:
        """The figure as it is read."""
        if self.told and not self.share.why:
            return self.told[0]
        if self.share.denominator is None or (self.counted and not self.share.denominator):
            return "—"
        if self.counted:
            return f"{self.share.numerator:,}"
        return share_text(self.share.value)

    @property
    def said(self) -> str:
        """``1,204 of 1,536 due in the period``, or why there is no figure."""
        if self.share.why:
            return self.share.why
        if self.told:
            return self.told[1]
        return f"{self.share.numerator:,} of {self.share.denominator:,} {self.of}"


def show(figure: Figure, view: View) -> DeltaGenerator:
    """Draw a figure as a card; the place in it where ``say_change`` puts what it was before."""
    with st.container(border=True, height="stretch", key=f"figure {figure.title}"):
        st.html(
            f'<div class="cin-figure"><h3>{html.escape(figure.title)}</h3>'
            f'<p class="value">{html.escape(figure.value)}</p>'
            f'<p class="of">{html.escape(figure.said)}</p><p>{GOOD[figure.good]}</p></div>'
        )
        place = st.empty()
        with st.container(horizontal=True, vertical_alignment="center"):
            about(figure, view)
            if figure.lead:
                label, page, changes = figure.lead
                frame.link(worded(label), page, **changes)
    return place


def say_change(place: DeltaGenerator, sentences: Sequence[str]) -> None:
    """Say on a card what the figure was before, and whether its months change by more than chance."""
    said = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
    place.html(f'<div class="cin-figure">{said}</div>')


def about(figure: Figure, view: View) -> None:
    """What stands behind a figure: shown, and the children read, only once it is opened."""
    with st.popover("About this figure", type="tertiary", key=f"about {figure.title}", on_change="rerun") as opened:
        if not opened.open:
            return
        st.markdown(f"**What it says.** {figure.definition}")
        st.markdown(f"**How it is computed.** {figure.computed}")
        for rule in figure.rules:
            st.markdown(rule_words(view.policy, rule))
        if figure.behind and figure.share.denominator:
            st.markdown("**The children behind it**")
            rule = figure.rules[0] if len(figure.rules) == 1 else None
            name = f"Children behind {figure.title}"
            cases(figure.behind(), figure.columns, name, view, "None.", rule, figure.definition)


def rule_words(policy: Policy, rule: Rule) -> str:
    """A rule with its clause, as it stands under a figure."""
    assumed = " The number is assumed: the source sets none." if rule.assumed else ""
    said = unformatted(f"{say_rule(policy, rule).whole} Clause: {rule.clause}.{assumed}")
    return f"**{unformatted(rule.title)}.** {said}"
