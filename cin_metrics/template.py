"""An Excel workbook to fill in where there is no extract yet: one row an event, our words to choose from."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from cin_metrics.vocabulary import CLOSURE_CODES, COLUMNS, EVENT_TYPES, OUTCOMES, REQUIRED_COLUMNS

ROWS = 5_000
"""How many rows have drop-downs."""

MADE_ON = datetime(2026, 1, 1)
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
YES_NO = ["yes", "no"]
DATES = ("event_date", "recorded_date")
EXAMPLES: tuple[dict[str, Any], ...] = (
    {"event_type": "referral_received", "event_date": date(2026, 1, 5), "recorded_date": date(2026, 1, 5)},
    {"event_type": "assessment_completed", "event_date": date(2026, 2, 13), "recorded_date": date(2026, 2, 16),
     "outcome": "cin_plan"},
    {"event_type": "plan_started", "event_date": date(2026, 2, 13), "recorded_date": date(2026, 2, 16)},
    {"event_type": "cin_visit", "event_date": date(2026, 2, 24), "recorded_date": date(2026, 2, 25),
     "child_seen": "yes", "seen_alone": "no"},
    {"event_type": "cin_review", "event_date": date(2026, 5, 8), "recorded_date": date(2026, 5, 11),
     "outcome": "continue", "chaired_by": "manager"},
    {"event_type": "case_closed", "event_date": date(2026, 7, 3), "recorded_date": date(2026, 7, 3), "outcome": "RC7"},
)  # fmt: skip
SAME = {"child_id": "EXAMPLE-1", "episode_id": "EXAMPLE-1-A", "team": "North", "worker": "W07"}
WIDTHS = {"event_type": 34, "outcome": 16}


def make_template(filled_in: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The bytes of the workbook: a sheet to fill in, one of examples, one of every word and what it means.

    ``filled_in`` are events that stand in the first sheet already.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Case events", "author": "CIN Metrics", "created": MADE_ON})
        head = book.add_format({"bold": True, "bg_color": "#E4E9ED", "border": 1})
        strong = book.add_format({"bold": True, "bg_color": "#E4E9ED", "border": 1, "underline": True})
        styles = {"head": head, "needed": strong, "day": book.add_format({"num_format": "dd/mm/yyyy"}),
                  "text": book.add_format({"num_format": "@"})}  # fmt: skip
        fill_in = book.add_worksheet("Events")
        write_events(fill_in, filled_in, styles)
        add_choices(fill_in)
        examples = book.add_worksheet("Examples (not read)")
        write_events(examples, [SAME | row for row in EXAMPLES], styles)
        write_words(book.add_worksheet("Words (not read)"), styles)
    return out.getvalue()


def write_events(sheet: Any, rows: Sequence[Mapping[str, Any]], styles: dict[str, Any]) -> None:
    """Write a header and the events below it."""
    write_header(sheet, styles)
    for number, row in enumerate(rows, 1):
        for place, name in enumerate(COLUMNS):
            write_cell(sheet, number, place, row.get(name), styles)


def write_header(sheet: Any, styles: dict[str, Any]) -> None:
    """Write the names of our columns, those needed underlined, and what each is as a note."""
    for place, (name, what) in enumerate(COLUMNS.items()):
        style = styles["needed" if name in REQUIRED_COLUMNS else "head"]
        sheet.write_string(0, place, name, style)
        sheet.write_comment(0, place, f"{what}.{' Needed.' if name in REQUIRED_COLUMNS else ''}")
        sheet.set_column(place, place, WIDTHS.get(name, 15), styles["day" if name in DATES else "text"])
    sheet.freeze_panes(1, 0)


def write_cell(sheet: Any, row: int, place: int, value: Any, styles: dict[str, Any]) -> None:
    """Write a day as a day and all else as text."""
    if isinstance(value, date):
        sheet.write_datetime(row, place, datetime.combine(value, datetime.min.time()), styles["day"])
    elif value:
        sheet.write_string(row, place, value)


def add_choices(sheet: Any) -> None:
    """Add the drop-downs and the days that are allowed; a local outcome may be typed."""
    events = f"='Words (not read)'!$A$2:$A${len(EVENT_TYPES) + 1}"
    outcomes = f"='Words (not read)'!$D$2:$D${len(OUTCOMES) + len(CLOSURE_CODES) + 1}"
    day = {
        "validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY,
        "error_title": "Not a day", "error_message": "A day such as 31/03/2026.",
    }  # fmt: skip
    choices: dict[str, dict[str, Any]] = {
        "event_type": {"validate": "list", "source": events},
        "outcome": {"validate": "list", "source": outcomes, "error_type": "information"},
        "child_seen": {"validate": "list", "source": YES_NO},
        "seen_alone": {"validate": "list", "source": YES_NO},
        "event_date": day,
        "recorded_date": day,
    }
    for place, name in enumerate(COLUMNS):
        if name in choices:
            sheet.data_validation(1, place, ROWS, place, choices[name])


def write_words(sheet: Any, styles: dict[str, Any]) -> None:
    """Write every word of events and outcomes with its meaning."""
    for place, title in ((0, "Event"), (1, "What happened"), (3, "How it ended"), (4, "Meaning")):
        sheet.write_string(0, place, title, styles["head"])
    for place, words in ((0, EVENT_TYPES), (3, OUTCOMES | CLOSURE_CODES)):
        for row, (word, meaning) in enumerate(words.items(), 1):
            sheet.write_string(row, place, word)
            sheet.write_string(row, place + 1, meaning)
        sheet.set_column(place, place, 34)
        sheet.set_column(place + 1, place + 1, 60)
