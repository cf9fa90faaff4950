"""The parts of the steps page: the answer, the flow, how need ended, rates, journeys and their children."""

import html
from collections import Counter
from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from cin_metrics.journeys import (
    ENDS,
    LONGER,
    STATES,
    Flow,
    Journey,
    counted,
    flows,
    make_journeys,
    matching,
)
from cin_metrics.labels import all_worded, worded
from cin_metrics.measures.catalogue import FOLLOW_UPS, WAYS
from cin_metrics.monthly import MonthlyFigure
from cin_metrics.ui import address, answers, change_charts, charts, frame, theme
from cin_metrics.ui.answers import Share
from cin_metrics.ui.charts import Chart
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Column, cases, of_text, share_text, written
from cin_metrics.ui.view import View
from cin_metrics.words import count, joined, sentence_start, unformatted

WAY_TITLES = all_worded({
    "protection": "Protection plan", "care": "Care", "early_help": "Early help", "transferred": "Transfer out",
    "closed": "Closed",
})  # fmt: skip
STEP_COLOURS = {
    "protection": theme.COLOURS["missed"], "care": theme.COLOURS["late"],
    worded("early help"): theme.COLOURS["on_time"], worded("plan"): theme.COLOURS["neutral"],
    "still open": theme.COLOURS["upcoming"],
}  # fmt: skip
RATES = {"step_up_rate": "Step up", "step_down_rate": "Step down", "re_referral_12m": "Re-referral"}
MOST_JOURNEYS = 15
JOURNEY_COLUMNS = {
    "child_id": Column("Child"),
    "words": Column("Journey", width=330),
    "start_date": Column("From", "day"),
    "end_date": Column("To", "day"),
    "team": Column("Team", width=180),
    "worker": Column("Worker"),
}


class StepsPage:
    """What the steps page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        period = view.period
        self.journeys: list[Journey] = session.kept(
            view,
            ("journeys", period, session.selected(view)),
            lambda: make_journeys(session.ledger(view), period.first, period.last, session.selected(view)),
        )
        names = ["ended_by", "step_up_rate", "step_down_rate", "re_referral_12m"]
        names += [f"step_down_sustained_{months}" for months in FOLLOW_UPS]
        self.rows = session.measures(view, names)
        self.unseen = session.ways_not_recorded()

    def share(self, measure: str, part: str | None = None) -> Share:
        """A measure of the period, or one of its parts."""
        for row in self.rows:
            if row["measure"] == measure and (part is None or row["group_value"].endswith(part)):
                return Share(row["numerator"], row["denominator"])
        return Share(0, 0)

    def answer(self) -> None:
        """How need ended in the period, and whether it lasts."""
        whole = self.share("ended_by", "closed").denominator or 0
        if not whole:
            st.html(worded('<p class="cin-answer">No time in need ended in the period.</p>'))
            return
        parts = [
            f"<b>{self.share('ended_by', way).numerator}</b> {said}"
            for way, said in (
                ("protection", "to a protection plan"), ("care", "to care"), ("early_help", worded("to early help"))
            )
            if way not in self.unseen
        ]  # fmt: skip
        sustained = self.share("step_down_sustained_6")
        lasting = (
            f" Of {count(sustained.denominator or 0, 'step')} down from protection followed for six months, "
            f"<b>{sustained.numerator}</b> ({share_text(sustained.value)}) saw no new protection plan."
            if sustained.denominator
            else ""
        )
        st.html(
            f'<p class="cin-answer">Of <b>{whole}</b> {worded("times in need")} that ended in the period, '
            f"{joined(parts, 'and') or 'none'}"
            f"{'; the rest closed or transferred' if parts else ' in a way that is recorded'}.{lasting}</p>"
        )

    def flow(self) -> None:
        """The flow of the cases open in the period, step by step."""
        if not self.journeys:
            return
        found = flows(self.journeys)
        chart = flow_chart(found, len(self.journeys))
        charts.show(chart, 520)

    def ends(self) -> None:
        """How need ended, as shares."""
        rows: Rows = [
            {"way": WAY_TITLES[way], "spells": self.share("ended_by", way).numerator or 0,
             "share": self.share("ended_by", way).value}
            for way in WAYS
            if way not in self.unseen
        ]  # fmt: skip
        columns = {
            "way": Column("How it ended"), "spells": Column("Times in need", "number"),
            "share": Column("Share", "share"),
        }  # fmt: skip
        whole = self.share("ended_by", "closed").denominator or 0
        note = worded(
            f"Of {count(whole, 'time')} in need that ended in the period. A child can be in need more than once."
        )
        if self.unseen:
            titles = joined([WAY_TITLES[way].lower() for way in self.unseen], "or")
            note += f" Not recorded in this extract, so not shown: {titles}."
        if not whole:
            st.subheader("How need ended", anchor=False)
            st.markdown(worded("No time in need ended in the period."))
            return
        charts.show(charts.counts("How need ended", rows, "way", "spells", columns, note), 90 + 34 * len(rows))

    def lasting(self) -> None:
        """Whether stepping down lasts, and who comes back."""
        st.subheader("Does it last?", anchor=False)
        rows = []
        for months in FOLLOW_UPS:
            share = self.share(f"step_down_sustained_{months}")
            rows.append(
                [f"No new protection plan within {months} months of stepping down", share_text(share.value),
                 of_text(share.numerator, share.denominator)]
            )  # fmt: skip
        share = self.share("re_referral_12m")
        rows.append(
            ["Referrals of a child referred in the 12 months before", share_text(share.value),
             of_text(share.numerator, share.denominator)]
        )  # fmt: skip
        written(["Figure", "Share", "Of how many"], rows, numbers=(1, 2), widths=(64, 14, 22))
        st.caption(
            "Only steps down followed for so many months count here; the curve on the Drift page counts those "
            "followed for less too."
        )
        frame.link("How long until a new protection plan: the curve on Drift", "drift")
        frame.link("Re-referral beside England's", "benchmarks")

    def rates(self) -> None:
        """Step-up, step-down and re-referral by month."""
        st.subheader("By month", anchor=False)
        figures = {figure.key: figure for figure in answers.monthly_figures(self.session, self.view)}
        drawn: list[tuple[str, MonthlyFigure]] = [
            (title, figures[name]) for name, title in RATES.items() if name in figures
        ]
        if not drawn:
            st.markdown("Nothing is counted in any month.")
            return
        for tab, (_, figure) in zip(st.tabs([title for title, _ in drawn]), drawn, strict=True):
            with tab:
                change_charts.show_figure(figure, f"{figure.title}, by month")

    def search(self) -> None:
        """Journeys by how many cases went that way; those asked for, with their children."""
        st.subheader("Journeys", anchor=False)
        given = (address.chosen("journey") or [""])[0]
        st.session_state["journey"] = given
        st.text_input(
            "States one after the other", key="journey", placeholder=worded("in need → protection → in need"),
            help=f"Join states with →, > or ->: {', '.join((*STATES, *ENDS))}.",
            on_change=address.keep_from, args=("journey", "journey"),
        )  # fmt: skip
        found = matching(self.journeys, given)
        ways = counted(found)
        asked = f" that hold “{unformatted(given)}”" if given.strip() else ""
        st.markdown(f"{count(len(found), 'case')} of {len(self.journeys):,}{asked}, {count(len(ways), 'way')} to go.")
        if not found:
            return
        rows = [[words, number, share_text(number / len(self.journeys))] for words, number in ways[:MOST_JOURNEYS]]
        written(["Journey", "Cases", "Of all"], rows, numbers=(1, 2), widths=(70, 15, 15))
        if len(ways) > MOST_JOURNEYS:
            st.caption(f"The {MOST_JOURNEYS} commonest of {len(ways)}.")
        listed = [
            {
                "child_id": j.child_id, "words": j.words, "start_date": j.start_date, "end_date": j.end_date,
                "team": j.team, "worker": j.worker,
            }
            for j in found
        ]  # fmt: skip
        with st.expander("The children behind them", expanded=bool(given.strip()), key="journey children"):
            holding = f" that hold “{given.strip()}”" if given.strip() else ""
            definition = f"Cases open at some time in the period{holding}."
            cases(listed, JOURNEY_COLUMNS, "Journeys", self.view, "None.", definition=definition)


def flow_chart(found: Sequence[Flow], whole: int) -> Chart:
    """The flow as bands whose width is the number of cases, step by step from left to right."""
    nodes: dict[tuple[int, str], int] = {}
    last = max(flow.place for flow in found) + 1

    def node(place: int, name: str) -> int:
        # Ends stand at the right whatever the step, so that they can be read as one column.
        key = (last, name) if name in ENDS else (place, name)
        return nodes.setdefault(key, len(nodes))

    links = [(node(flow.place, flow.source), node(flow.place + 1, flow.target), flow.cases) for flow in found]
    leaving, coming = Counter[int](), Counter[int]()
    for source, target, number in links:
        leaving[source] += number
        coming[target] += number
    held = coming | leaving
    names = [name for _, name in nodes]
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            node={
                "label": [
                    f"{'further steps' if name == LONGER else html.escape(name)} {held[place]:,}"
                    for place, name in enumerate(names)
                ],
                "color": [STEP_COLOURS.get(name, theme.QUIET) for name in names],
                "pad": 22, "thickness": 12, "line": {"width": 0},
                "hovertemplate": "%{label}<extra></extra>",
            },
            link={
                "source": [source for source, _, _ in links], "target": [target for _, target, _ in links],
                "value": [number for _, _, number in links], "color": "rgba(74, 90, 104, 0.22)",
                "hovertemplate": "%{source.label} → %{target.label}: %{value:,} cases<extra></extra>",
            },
            textfont={"color": theme.INK, "size": 13, "shadow": "none"},
        )
    )  # fmt: skip
    rows: Rows = [
        {"place": flow.place, "source": sentence_start(flow.source), "target": sentence_start(flow.target),
         "cases": flow.cases}
        for flow in found
    ]  # fmt: skip
    columns = {
        "place": Column("Step", "number"), "source": Column("From"), "target": Column("To"),
        "cases": Column("Cases", "number"),
    }  # fmt: skip
    top = sorted(found, key=lambda flow: -flow.cases)[:6]
    said = "; ".join(f"{flow.source} to {flow.target}: {flow.cases}" for flow in top)
    note = "Each case open at some time in the period, from how it came in to where it stands."
    return Chart(
        f"Where {count(whole, 'case')} went", figure, f"Flow of {whole} cases. The widest bands: {said}.", rows,
        columns, note,
    )  # fmt: skip


