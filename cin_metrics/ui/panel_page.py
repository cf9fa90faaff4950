"""The parts of the panel page: which month, the answer, who passes it, who is past it."""

from typing import Any

import streamlit as st

from cin_metrics.days import british
from cin_metrics.labels import all_worded, worded
from cin_metrics.panel import LATER, MONTHS_OFFERED, PAST, SOON, WEEKS_AHEAD
from cin_metrics.policy import Limit
from cin_metrics.policy_parts import parse_limit
from cin_metrics.ui import address, frame, papers
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.tables import Cell, Column, Row, download, written
from cin_metrics.ui.view import View
from cin_metrics.words import count, plain, sentence_start, unformatted

DOWNLOAD_COLUMNS = {
    "child_id": Column("Child"),
    "episode_id": Column("Episode"),
    "team": Column("Team"),
    "worker": Column("Worker"),
    "plan_since": Column("On a plan since", "day"),
    "reaches_on": Column("Reaches the month on", "day"),
    "days_until": Column("Days until", "number"),
    "panel_date": Column("Panel", "day"),
    "extension_date": Column("Extension agreed", "day"),
    "decision": Column("Last decision"),
    "decision_date": Column("Decided", "day"),
    "number_of_indicators": Column("Signs of drift", "number"),
    "group": Column("Group"),
}
DECIDED_BY = all_worded({"panel_review": "panel", "manager_decision": "manager"})
MOST_SHOWN = 100
LONG_LIST, CHILDREN_A_MINUTE = 100, 180
"""From so many children on, how long a pack takes is said; so many are made in a minute."""


class PanelPage:
    """What the panel page shows, asked for once."""

    def __init__(self, session: Session, view: View):
        self.session, self.view = session, view
        self.month = self.choose_month()
        rows = session.panel_list(view, self.month)
        self.open_plans = len(rows)
        self.rows = [
            row | {"group": "Long-term disability support" if row["is_cwd"] else worded("Children in need")}
            for row in rows
            if row["place"] != LATER
        ]

    def choose_month(self) -> Limit:
        """The month at which plans come to panel: the pack's, or another."""
        of_pack = self.view.policy.panel_month
        offered = {of_pack.text: of_pack} | {f"{n} months": parse_limit(f"{n} months") for n in MONTHS_OFFERED}
        given = (address.chosen("month") or [of_pack.text])[0]
        if given not in offered:
            allowed = ", ".join(offered)
            st.warning(unformatted(f"month: found “{given[:20]}”; allowed: {allowed}. {of_pack.text} is shown."))
            given = of_pack.text
        st.session_state["month"] = given
        st.segmented_control(
            worded("Plans come to panel at"), list(offered), key="month", required=True,
            format_func=lambda text: f"{text} (this policy)" if text == of_pack.text else text,
            on_change=address.keep_from, args=("month", "month"),
        )  # fmt: skip
        address.choose("month", [given] if given != of_pack.text else [])
        return offered[given]

    def answer(self) -> None:
        """How many pass the month soon, how many have, and how many of those have neither panel nor extension."""
        if not self.open_plans:
            st.html(worded('<p class="cin-answer">No child is on a plan.</p>'))
            return
        past, soon = self.of_place(PAST), self.of_place(SOON)
        bare = [row for row in past if not row["panel_date"] and not row["extension_date"]]
        st.html(
            worded(f'<p class="cin-answer"><b>{len(past):,}</b> of {count(self.open_plans, "open plan")} '
            f"{'is' if len(past) == 1 else 'are'} past {self.month.text}, <b>{len(bare):,}</b> of them with neither "
            f"panel nor extension on file; <b>{len(soon):,}</b> more will pass it in the next {WEEKS_AHEAD} weeks.</p>")
        )

    def lists(self) -> None:
        """The plans to be heard, disability support apart."""
        in_need, disabled = st.tabs([worded("Children in need"), "Long-term disability support"])
        for tab, is_cwd in ((in_need, False), (disabled, True)):
            with tab:
                self.of_group([row for row in self.rows if row["is_cwd"] == is_cwd])
        if self.rows:
            listed = worded(f"Open plans past {self.month.text} or passing it in the next {WEEKS_AHEAD} weeks.")
            download(self.rows, DOWNLOAD_COLUMNS, worded("Panel list"), self.view, definition=listed)

    def of_group(self, rows: Rows) -> None:
        """Those passing the month soon, then those past it."""
        for place, title in (
            (SOON, f"Passing {self.month.text} in the next {WEEKS_AHEAD} weeks"),
            (PAST, f"Past {self.month.text}"),
        ):
            listed = [row for row in rows if row["place"] == place]
            st.subheader(f"{title}: {worded(count(len(listed), 'plan'))}", anchor=False)
            if not listed:
                st.markdown("None.")
                continue
            written(
                [
                    "Child", worded("On a plan since"), f"Reaches {self.month.text}", "On file", "Last decision",
                    "Signs of drift",
                ],
                [listed_row(row) for row in listed[:MOST_SHOWN]],
                numbers=(5,), widths=(22, 14, 18, 20, 16, 10),
            )  # fmt: skip
            if len(listed) > MOST_SHOWN:
                st.markdown(f"The first {MOST_SHOWN} are shown; the download has all.")

    def take_along(self) -> None:
        """The pack of the whole list or of some of its children, and a way to a child's chronology."""
        names = list(dict.fromkeys(row["child_id"] for row in self.rows))
        if not names:
            return
        st.subheader("To take into the room", anchor=False)
        chosen = st.multiselect(
            "Children in the pack", names, key="panel_children", placeholder="The whole list, unless you choose some"
        )
        if not chosen and len(names) > LONG_LIST:
            minutes = count(round(len(names) / CHILDREN_A_MINUTE) or 1, "minute")
            st.markdown(f"The whole list has {len(names):,} children and takes about {minutes} to make.")
        papers.panel_pack(self.session, self.view, chosen or None, self.month, worded("Panel pack"))
        for name in chosen:
            frame.link(f"Chronology of {name}", "child", child=[name])

    def of_place(self, place: str) -> Rows:
        """The plans soon to pass the month, or past it."""
        return [row for row in self.rows if row["place"] == place]


def listed_row(row: dict[str, Any]) -> Row:
    """A plan as a row of the list."""
    held = " · ".join(part for part in (row["team"], row["worker"]) if part) or worded("No team recorded")
    until = row["days_until"]
    when = "today" if until == 0 else f"in {count(until, 'day')}" if until > 0 else f"{count(-until, 'day')} ago"
    panel = british(row["panel_date"]) if row["panel_date"] else "none"
    extension = british(row["extension_date"]) if row["extension_date"] else "none"
    decided = "None on file"
    if row["decision"]:
        decided = Cell(
            sentence_start(plain(row["decision"])),
            f"{british(row['decision_date'])}, {DECIDED_BY[row['decided_by']]}",
        )
    return [
        Cell(row["child_id"], held),
        row["plan_since"],
        Cell(british(row["reaches_on"]), when),
        Cell(worded(f"Panel: {panel}"), f"Extension: {extension}"),
        decided,
        row["number_of_indicators"],
    ]
