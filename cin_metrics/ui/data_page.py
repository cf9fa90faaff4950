"""The parts of the data page: what is in use, what was uploaded, taking it into use."""

import html
from collections.abc import Sequence
from typing import Any

import streamlit as st

from cin_metrics.days import british
from cin_metrics.events import Extract
from cin_metrics.faults import InputFault
from cin_metrics.labels import worded
from cin_metrics.load_report import REASONS, FileReport, LoadReport
from cin_metrics.loads import KeptFile
from cin_metrics.overlap import OverlapUnseen
from cin_metrics.sources import recognise
from cin_metrics.template import make_template
from cin_metrics.ui import coverage_part, filters, frame, loads_page, mapping_page, source_choices
from cin_metrics.ui.holding import opening_extract, read_upload, set_aside_csv
from cin_metrics.ui.session import Session
from cin_metrics.ui.tables import Cell, Column, Row, cases, show, written
from cin_metrics.ui.view import View
from cin_metrics.vocabulary import EVENT_TYPES
from cin_metrics.words import EVENT_MEANINGS, count, joined, unformatted

FORMATS = ["csv", "txt", "tsv", "xlsx", "xls", "ods", "parquet", "xml"]
UPLOADED = "uploaded"
ROUND = "upload_round"
FINDING_COLUMNS = {
    "child_id": Column("Child"),
    "episode_id": Column("Episode"),
    "event_date": Column("Event", "day"),
    "other_date": Column("Other day", "day"),
    "team": Column("Team"),
    "detail": Column("Detail"),
}


def in_use(session: Session, view: View) -> None:
    """What is in use now."""
    report = session.report
    children = session.number_of_children()
    st.html(
        f'<p class="cin-answer"><b>{html.escape(session.extract_name)}</b> is in use: '
        f"<b>{count(report.accepted, 'event')}</b> of {count(children, 'child', 'children')}, "
        f"{british(session.first_date)} to {british(session.last_date)}. "
        f"{set_aside_words(report)}</p>"
    )
    if not session.is_opening:
        st.markdown("It is held in memory for this browser tab only. Closing the tab forgets it.")
        st.button(
            unformatted(f"Back to {opening_extract()[0].name}"), on_click=go_back, args=(session,)
        )
    coverage_part.show(session.holding.extract, view, "in use")
    findings(session, session.holding.extract, view, "in use")
    frame.link(worded("Findings by team, with the rows to mend: Data quality →"), "quality")
    with st.expander("How its files were read", key="read in use"):
        loaded(session.holding.extract, "in use")
    events(session)


def go_back(session: Session) -> None:
    """Use the extract the app opens with again."""
    session.use_opening()
    filters.forget_choices()


def set_aside_words(report: LoadReport) -> str:
    """How many rows were set aside, in a sentence."""
    if not report.set_aside:
        return "No row was set aside."
    verb = "was" if report.set_aside == 1 else "were"
    return f"{report.set_aside:,} of {count(report.rows_in, 'row')} {verb} set aside."


def events(session: Session) -> None:
    """What happened how often."""
    st.header("What it holds", anchor=False)
    held = session.events_by_type()
    rows = [row | {"title": EVENT_MEANINGS[row["event_type"]]} for row in held]
    lacking = [word for word in EVENT_TYPES if word not in {row["event_type"] for row in held}]
    columns = {
        "title": Column("What happened", width=300),
        "number_of_events": Column("Events", "number"),
        "children": Column("Children", "number"),
        "first_date": Column("First", "day"),
        "last_date": Column("Last", "day"),
        "with_recorded_date": Column("With a recorded date", "number"),
        "event_type": Column("Event type"),
    }
    show(rows, columns, "Events by type")
    if lacking:
        st.markdown(
            unformatted(
                f"Not in this extract: {joined(lacking, 'and')}. Rules that need them show a dash and say so."
            )
        )


def upload(session: Session, view: View) -> None:
    """Other files: read them, say what was found, use them once the button is pressed."""
    st.header("Use another extract", anchor=False)
    st.markdown(
        "Case events as CSV, Excel or Parquet, one row an event, or files of another format: "
        f"{joined([one.name for one in recognise.FORMATS], 'or')}. What a file is, is told from what is in it; "
        "columns and words of your own are matched with ours on the way. "
        "Several files make one extract. Nothing leaves this computer, and nothing is used until you press the "
        "button."
    )
    st.download_button(
        "Download an Excel template to fill in", data=make_template, file_name="case_events.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", on_click="ignore",
    )  # fmt: skip
    turn = st.session_state.setdefault(ROUND, 0)
    files = st.file_uploader(
        "Files of case events", type=FORMATS, accept_multiple_files=True, key=f"upload {turn}"
    )
    if not files:
        st.session_state.pop(UPLOADED, None)
        mapping_page.forget()
        return
    try:
        extract, kept_files = read_once(files)
    except OverlapUnseen as unseen:
        source_choices.before_reading(unseen.overlap, files)
        return
    except InputFault as fault:
        to_map = mapping_page.file_to_map(files)
        if to_map:
            mapping_page.draw(to_map)
            return
        for sentence in fault.faults:
            st.error(unformatted(sentence))
        return
    mapping_page.say_saved()
    st.subheader(unformatted(extract.name), anchor=False)
    loads_page.loaded_before(kept_files)
    source_choices.draw(extract, files)
    loaded(extract, "uploaded")
    mapping_page.offer(files, extract.report)
    coverage_part.show(extract, view, "uploaded")
    findings(session, extract, view, "uploaded")
    if extract.report.accepted:
        st.button(
            "Use this extract", type="primary", on_click=take_into_use, args=(session, extract, files)
        )
    else:
        st.error("No row was accepted, so there is nothing to use.")


def read_once(files: Sequence[Any]) -> tuple[Extract, list[KeptFile]]:
    """The extract in the uploaded files, and what they would be known by among kept loads; once for the same files."""
    mappings, said = mapping_page.chosen(), source_choices.chosen(files)
    asked = ([file.file_id for file in files], mappings, said)
    held = st.session_state.get(UPLOADED)
    if held is None or held[0] != asked:
        with st.spinner("Reading the files …"):
            given = [(file.name, file.getvalue()) for file in files]
            read: Extract | OverlapUnseen
            try:
                read = read_upload(given, said | {recognise.MAPPINGS: mappings})
            except OverlapUnseen as unseen:
                read = unseen
        held = st.session_state[UPLOADED] = (asked, read, loads_page.described_where_kept(given))
    if isinstance(held[1], OverlapUnseen):
        raise held[1]
    return held[1], held[2]


def take_into_use(session: Session, extract: Extract, files: Sequence[Any]) -> None:
    """Use an uploaded extract on every page of this browser tab, and keep it where loads are kept."""
    loads_page.keep(extract, ((file.name, file.getvalue()) for file in files))
    session.use(extract)
    filters.forget_choices()
    mapping_page.forget()
    st.session_state.pop(UPLOADED, None)
    st.session_state[ROUND] += 1


def loaded(extract: Extract, which: str) -> None:
    """What became of the rows and columns of an extract's files."""
    report = extract.report
    written(
        ["Rows", "How many"],
        [
            ["In the files", report.rows_in],
            ["Accepted", report.accepted],
            ["Set aside", report.set_aside],
        ],
        numbers=(1,), widths=(70, 30),
    )  # fmt: skip
    if report.reasons:
        written(
            ["Why rows were set aside", "Rows"],
            [
                [Cell(REASONS[reason], unknown_words(report) if reason == "unknown_event_type" else ""), rows]
                for reason, rows in report.reasons.items()
            ],
            numbers=(1,), widths=(70, 30),
        )  # fmt: skip
        st.download_button(
            "Download the rows set aside (CSV)", data=lambda: set_aside_csv(extract),
            file_name="set_aside.csv", mime="text/csv", key=f"set aside {which}", on_click="ignore",
        )  # fmt: skip
    written(
        ["File", "Rows", "Columns used", "Columns dropped", "Columns missing"],
        [file_row(file) for file in report.files],
        numbers=(1,), widths=(20, 8, 32, 20, 20),
    )  # fmt: skip
    notes = [[file.name, note] for file in report.files for note in file.notes]
    if notes:
        written(["File", "What was left behind or not understood"], notes, widths=(20, 80))


def findings(session: Session, extract: Extract, view: View, which: str) -> None:
    """Questions the events raise: they stop no row, but a figure may rest on them."""
    found = [finding for finding in extract.findings if finding.count]
    asked = len(extract.findings)
    if not found:
        st.markdown(f"None of the {asked} questions asked of the events gives a finding.")
        return
    st.markdown(
        f"**{count(len(found), 'finding')}** from {asked} questions asked of the events. They stop no row, but "
        "figures may rest on them."
    )
    written(
        ["Finding", "Times", "Why it matters", "How to mend it"],
        [[f.question.title, f.count, f.question.why, f.question.mend] for f in found],
        numbers=(1,), widths=(24, 8, 34, 34),
    )  # fmt: skip
    titles = {finding.question.name: finding.question.title for finding in found}
    with st.expander("Where it arises", key=f"findings {which}", on_change="rerun") as opened:
        if not opened.open:
            return
        name = st.selectbox(
            "Finding", list(titles), format_func=lambda name: titles[name], key=f"finding {which}"
        )
        why = next(finding.question.why for finding in found if finding.question.name == name)
        columns = FINDING_COLUMNS
        rows, definition = session.rows_behind(extract, name), f"{titles[name]}. {why}"
        cases(rows, columns, titles[name], view, "Nowhere.", definition=definition)


def file_row(file: FileReport) -> Row:
    """How one file was read."""
    matched = [
        ours if theirs == ours else f"{theirs} → {ours}" for theirs, ours in file.matched.items()
    ]
    return [
        Cell(file.name, f"{file.format}, a table of {file.kind}"),
        file.rows_in,
        ", ".join(matched),
        ", ".join(file.dropped),
        ", ".join(file.missing),
    ]


def unknown_words(report: LoadReport) -> str:
    """The words met as event types that are not in the vocabulary."""
    return " ".join(
        f"{count(unknown.rows, 'row')} say “{unknown.word}”.{unknown.nearest}"
        for unknown in report.unknown_event_types
    )
