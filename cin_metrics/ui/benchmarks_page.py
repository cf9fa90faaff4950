"""The parts of the page on England: whose figures stand beside ours, and each comparison with its source."""

import html
from typing import Any

import streamlit as st

from cin_metrics.benchmarks import Benchmark, Place, authorities_of, read_similar, regions
from cin_metrics.ui import address, charts, frame
from cin_metrics.ui.benchmark_answers import Beside, comparisons, not_shown, series_words, to_year
from cin_metrics.ui.figures import GOOD
from cin_metrics.ui.interval_charts import Line, height_of, intervals
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Column, download, of_text, share_text
from cin_metrics.ui.view import View
from cin_metrics.words import joined, unformatted

NOBODY = ""
OURS = "This extract"
COLUMNS = {
    "figure": Column("Figure"),
    "whose": Column("Whose", width=230),
    "value": Column("Share", "share"),
    "numerator": Column("Counted", "number"),
    "denominator": Column("Of", "number"),
    "low": Column("95% interval from", "share"),
    "high": Column("95% interval to", "share"),
    "when": Column("When"),
    "source": Column("Source"),
}
EMPTY: dict[str, Any] = dict.fromkeys(COLUMNS) | {"why": "", "band": None, "in_chart": True}
"""A row of the table of a comparison before anything is known; ``why`` says why it has no share."""


class BenchmarksPage:
    """What the page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.found = comparisons(session, view)
        self.region: Place | None = None
        self.authority: Place | None = None

    def choose(self) -> None:
        """The region and the authority whose published figures stand beside ours."""
        left, right, _ = st.columns([1, 1, 1])
        with left:
            self.region = choice("region", "Region", regions(), "No region")
        with right:
            offered = authorities_of(self.region.code if self.region else None)
            self.authority = choice("authority", "Authority", offered, "No authority")
        if self.authority and not self.region:
            self.region = next((r for r in regions() if r.code == self.authority.region_code), None)

    def answer(self) -> None:
        """The answer to the page's question, one sentence a figure."""
        for beside in self.found:
            england = beside.benchmark.england
            theirs = f"England <b>{share_text(england.value)}</b>" if england else "England is not published"
            ours = f"<b>{of_text(beside.ours.numerator, beside.ours.denominator)}</b> ({share_text(beside.ours.value)})"
            said = f"{beside.title}: {ours}; {theirs}, {to_year(beside.benchmark)}. {html.escape(beside.verdict)}"
            st.html(f'<p class="cin-answer">{said}</p>')

    def show(self, beside: Beside) -> None:
        """One comparison: chart and table, what is counted, in what ours differs, where it comes from."""
        benchmark = beside.benchmark
        rows = self.rows(beside)
        lines = [line_of(row) for row in rows if row["in_chart"]]
        england = benchmark.england
        figure = intervals(lines, england.value if england else None, "England", "Middle half of similar authorities")
        said = "; ".join(f"{line.name} {line.text}" for line in lines)
        columns = {key: column for key, column in COLUMNS.items() if key != "figure"}
        note = " ".join(filter(None, [series_words(benchmark), GOOD[beside.good]]))
        chart = charts.Chart(beside.title, figure, f"{beside.title}. {said}.", rows, columns, note)
        charts.show(chart, height_of(lines))
        for caution in beside.cautions:
            st.info(unformatted(caution))
        st.markdown(f"**What is counted.** {unformatted(benchmark.definition)}")
        if benchmark.difference:
            st.markdown(f"**Where ours differs.** {unformatted(benchmark.difference)}")
        unpublished = [p.name for p in (self.region, self.authority) if p and not benchmark.of(p.code)]
        if unpublished:
            st.markdown(unformatted(f"Our table holds no such figure of {joined(unpublished, 'or')}."))
        st.caption(unformatted(f"Source: {benchmark.source}. Open Government Licence v3.0."))
        download(
            rows, COLUMNS, f"{beside.title}, beside England", self.view, definition=benchmark.definition,
            beside={"Published by": benchmark.source},
        )  # fmt: skip

    def rows(self, beside: Beside) -> Rows:
        """Ours, England, the region, the authority and the similar authorities, as far as there are figures."""
        benchmark, ours = beside.benchmark, beside.ours
        low, high = beside.interval or (None, None)
        rows: Rows = [
            EMPTY
            | {
                "figure": beside.title, "whose": OURS, "value": ours.value, "numerator": ours.numerator,
                "denominator": ours.denominator, "low": low, "high": high, "when": self.view.period.words,
                "source": OURS, "why": ours.why,
            }
        ]  # fmt: skip
        told = EMPTY | {"figure": beside.title, "when": to_year(benchmark), "source": benchmark.source}
        codes = [benchmark.england.place.code] if benchmark.england else []
        codes += [place.code for place in (self.region, self.authority) if place]
        for code in codes:
            published = benchmark.of(code)
            if published:
                rows.append(
                    told
                    | {
                        "whose": published.place.name, "value": published.value, "numerator": published.numerator,
                        "denominator": published.denominator, "why": published.why,
                    }
                )  # fmt: skip
        return rows + [told | row for row in self.similar(benchmark)]

    def similar(self, benchmark: Benchmark) -> Rows:
        """The quartiles of the similar authorities, or of the others of the region; no row where there are too few."""
        listed = read_similar()
        name = "Similar authorities"
        if not listed and self.region:
            name = f"Authorities of {self.region.name}"
            listed = [place for place in authorities_of(self.region.code) if place != self.authority]
        spread = benchmark.spread(place.code for place in listed)
        if spread is None:
            return []
        said = f"{name} ({spread.authorities})"
        return [
            {"whose": said, "value": spread.median, "band": (spread.lower, spread.upper)},
            {"whose": f"{said}: lower quartile", "value": spread.lower, "in_chart": False},
            {"whose": f"{said}: upper quartile", "value": spread.upper, "in_chart": False},
        ]

    def gaps(self) -> None:
        """What stands beside no published figure, and why."""
        frame.gaps("Not shown beside a published figure:", not_shown(self.view))


def line_of(row: dict[str, Any]) -> Line:
    """A row as a line of the chart."""
    ours = row["whose"] == OURS
    band = row["band"]
    if band:
        text = f"{share_text(row['value'])}  half: {share_text(band[0])}–{share_text(band[1])}"
    elif row["value"] is None:
        text = row["why"] or "—"
    else:
        of = f"  {of_text(row['numerator'], row['denominator'])}" if row["denominator"] else ""
        text = f"{share_text(row['value'])}{of}"
    interval = (row["low"], row["high"]) if ours and row["low"] is not None else None
    return Line(row["whose"], row["value"], text, interval, is_published=not ours, band=band)


def choice(name: str, label: str, offered: list[Place], none: str) -> Place | None:
    """The place chosen under a name of the address; none where the default holds."""
    known = {place.code: place for place in offered}
    given = (address.chosen(name) or [NOBODY])[0]
    if given and given not in known:
        st.warning(unformatted(f"{label}: no figures are published of “{given[:40]}” here. Shown without it."))
        given = NOBODY
    address.choose(name, [given])
    st.session_state[f"place_{name}"] = given
    st.selectbox(
        label, [NOBODY, *known], key=f"place_{name}",
        format_func=lambda code: known[code].name if code else none,
        on_change=address.keep_from, args=(f"place_{name}", name),
    )  # fmt: skip
    return known.get(given)
