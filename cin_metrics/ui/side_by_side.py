"""Two ledgers on screen: each rule's two shares as a chart, their distance in words, why an obligation differs."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from cin_metrics.days import british
from cin_metrics.labels import worded
from cin_metrics.ui import theme
from cin_metrics.ui.answers import Share
from cin_metrics.ui.charts import PERCENT_TICKS, Chart, percentages
from cin_metrics.ui.session import Rows
from cin_metrics.ui.tables import Column, Columns, of_text, share_text
from cin_metrics.words import sentence_start

LONGEST_LABEL = 34


@dataclass(frozen=True)
class Pair:
    """A line of the comparison: its title, the share on time under each ledger, how much differs."""

    pair_no: int
    title: str
    first: Share
    second: Share
    counts: dict[str, Any]

    @property
    def points(self) -> float | None:
        """By how many percentage points the second lies above the first."""
        if self.first.value is None or self.second.value is None:
            return None
        return (self.second.value - self.first.value) * 100

    @property
    def is_judged(self) -> bool:
        """Whether the extract can answer the rule under both."""
        return self.first.denominator is not None and self.second.denominator is not None


def share_of(counts: dict[str, Any], side: str, why: str | None) -> Share:
    """The share on time of one side (``first`` or ``second``) of a rule pair; ``why`` says that it cannot be judged."""
    if why:
        return Share(None, None, why)
    numerator, denominator = counts[f"{side}_numerator"], counts[f"{side}_denominator"]
    return Share(numerator, denominator, "" if denominator else "Nothing fell due in the period.")


def summed(shares: Iterable[Share]) -> Share:
    """All obligations of some shares together."""
    found = [share for share in shares if share.denominator]
    numerator = sum(share.numerator or 0 for share in found)
    denominator = sum(share.denominator or 0 for share in found)
    return Share(numerator, denominator, "" if denominator else "Nothing fell due in the period.")


def points_text(points: float | None) -> str:
    """``+10.2`` percentage points, ``−3.0``; a dash where there is no figure."""
    if points is None:
        return "—"
    rounded = round(points, 1)
    return "0.0" if not rounded else f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"


def moved_text(points: float | None) -> str:
    """The distance of two shares as part of a sentence: ``3.0 points lower``."""
    if points is None:
        return "not to be compared"
    if not round(points, 1):
        return "the same to one decimal"
    return f"{abs(points):.1f} points {'higher' if points > 0 else 'lower'}"


def share_words(share: Share) -> str:
    """``81.2% (1,371 of 1,688)``, or why there is no figure."""
    if share.value is None:
        return share.why or "—"
    return f"{share_text(share.value)} ({of_text(share.numerator, share.denominator)})"


def two_shares(title: str, pairs: Sequence[Pair], first: str, second: str, note: str = "") -> Chart:
    """Each rule's share on time under two ledgers, joined by a line."""
    drawn = [pair for pair in pairs if pair.first.value is not None or pair.second.value is not None]
    names = [wrapped(pair.title) for pair in drawn]
    figure = go.Figure()
    for name, pair in zip(names, drawn, strict=True):
        if pair.points is not None:
            figure.add_scatter(
                x=percentages([pair.first.value, pair.second.value]), y=[name, name], mode="lines",
                line={"color": theme.QUIET, "width": 3}, hoverinfo="skip", showlegend=False,
            )  # fmt: skip
    for label, shares, symbol, colour in (
        (first, [pair.first for pair in drawn], "circle-open", theme.INK),
        (second, [pair.second for pair in drawn], "diamond", theme.COLOURS["neutral"]),
    ):
        figure.add_scatter(
            x=percentages(share.value for share in shares), y=names,
            mode="markers", name=html.escape(label), cliponaxis=False,
            marker={"symbol": symbol, "size": 13, "color": colour, "line": {"width": 2.5, "color": colour}},
            customdata=[share_words(share) for share in shares],
            hovertemplate=f"{html.escape(label)}: %{{customdata}}<extra></extra>",
        )  # fmt: skip
    for name, pair in zip(names, drawn, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=14, y=name, showarrow=False, align="left",
            text=f"{points_text(pair.points)} points" if pair.points is not None else "one only",
        )  # fmt: skip
    figure.update_xaxes(range=[-2, 102], **PERCENT_TICKS)
    figure.update_yaxes(
        type="category", autorange="reversed", showgrid=True, ticks="outside", ticklen=9,
        tickcolor=theme.GROUND, categoryorder="array", categoryarray=names,
    )  # fmt: skip
    figure.update_layout(margin={"r": 120, "t": 44}, legend={"yanchor": "bottom", "y": 1.0})
    return Chart(title, figure, described(title, drawn, first, second), *as_table(drawn, first, second), note)


def points_moved(title: str, pairs: Sequence[Pair], first: str, second: str, note: str = "") -> Chart:
    """By how many points each rule's share lies higher or lower under the second ledger, as bars from nought."""
    drawn = [pair for pair in pairs if pair.points is not None]
    names = [wrapped(pair.title) for pair in drawn]
    points = [pair.points or 0 for pair in drawn]
    furthest = max((abs(value) for value in points), default=1.0)
    figure = go.Figure(
        go.Bar(
            x=points, y=names, orientation="h", width=0.55, marker={"color": theme.COLOURS["neutral"]},
            text=[points_text(value) for value in points], textposition="outside", textfont={"color": theme.INK},
            customdata=[[share_words(pair.first), share_words(pair.second)] for pair in drawn],
            hovertemplate=(
                f"{html.escape(first)}: %{{customdata[0]}}<br>{html.escape(second)}: %{{customdata[1]}}<extra></extra>"
            ),
            cliponaxis=False,
        )
    )  # fmt: skip
    figure.add_vline(x=0, line={"color": theme.INK, "width": 1.5})
    figure.update_xaxes(visible=False, range=[-furthest * 1.3, furthest * 1.3])
    figure.update_yaxes(
        type="category", autorange="reversed", showgrid=False, ticks="outside", ticklen=9, tickcolor=theme.GROUND
    )
    note = f"Percentage points: + higher, − lower. {note}".strip()
    return Chart(title, figure, described(title, drawn, first, second), *as_table(drawn, first, second), note)


def described(title: str, pairs: Sequence[Pair], first: str, second: str) -> str:
    """A chart of two shares a rule, in words."""
    said = "; ".join(
        f"{pair.title}: {first} {share_text(pair.first.value)}, {second} {share_text(pair.second.value)}"
        for pair in pairs
    )
    return f"{title}. {said}."


def as_table(pairs: Sequence[Pair], first: str, second: str) -> tuple[Rows, Columns]:
    """A chart of two shares a rule as rows and columns."""
    rows: Rows = [
        {
            "title": pair.title, "first": pair.first.value, "second": pair.second.value,
            "first_of": of_text(pair.first.numerator, pair.first.denominator),
            "second_of": of_text(pair.second.numerator, pair.second.denominator),
            "points": points_text(pair.points),
        }
        for pair in pairs
    ]  # fmt: skip
    columns = {
        "title": Column("Rule", width=280),
        "first": Column(f"On time: {first}", "share", is_name=True),
        "first_of": Column(f"Of how many: {first}", is_name=True),
        "second": Column(f"On time: {second}", "share", is_name=True),
        "second_of": Column(f"Of how many: {second}", is_name=True),
        "points": Column("Points"),
    }
    return rows, columns


def wrapped(title: str) -> str:
    """A title as the label of an axis, on two lines where it is long."""
    if len(title) <= LONGEST_LABEL:
        return html.escape(title)
    place = title.rfind(" ", 0, max(LONGEST_LABEL, len(title) // 2 + 1))
    return html.escape(title) if place < 0 else f"{html.escape(title[:place])}<br>{html.escape(title[place + 1:])}"


def chart_height(pairs: Sequence[Pair]) -> int:
    """How high a chart of so many rules stands."""
    return 90 + 40 * max(len(pairs), 2)


def state_words(status: str | None) -> str | None:
    """A status as it is read; none where there is no obligation."""
    return theme.STATUS_TITLES[status] if status else None


def judged_words(row: dict[str, Any]) -> str:
    """``late became on time``; nothing where both judge alike."""
    if row["first_status"] == row["second_status"]:
        return ""
    was, now = (theme.STATUS_TITLES[row[f"{side}_status"]].lower() for side in ("first", "second"))
    return f"{was} became {now}"


def dates_moved(row: dict[str, Any], done_words: str) -> list[str]:
    """What moved between two matched obligations: the deadline, the day it counts as done."""
    said = []
    if row["first_due_date"] != row["second_due_date"]:
        said.append(
            f"the deadline moved from {british(row['first_due_date'])} to {british(row['second_due_date'])}"
        )
    if row["first_met_date"] != row["second_met_date"]:
        said.append(done_words)
    return said


def in_one_sentence(parts: Iterable[str]) -> str:
    """Parts of a sentence with commas between, a capital letter and a full stop."""
    return sentence_start(", ".join(part for part in parts if part)) + "."


def figure_words(row: dict[str, Any], first: str, second: str) -> str:
    """Which figure an obligation is part of."""
    if row["first_is_counted"] and row["second_is_counted"]:
        return "both"
    return first if row["first_is_counted"] else second


def not_counted_why(due: date, first_day: date, last_day: date) -> str:
    """Why an obligation that the other ledger counts is not counted: its due date, or who held the case then."""
    if not first_day <= due <= last_day:
        return "falls outside the period"
    return worded("falls to another team or group of children, or is not due yet")
