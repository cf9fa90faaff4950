"""Every table behind a briefing as an Excel workbook: values typed, filters on, nothing of a cell run as a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from cin_metrics.coverage import not_answered
from cin_metrics.days import british
from cin_metrics.disclosure import SMALLEST_SHOWN, shareable
from cin_metrics.labels import worded
from cin_metrics.ledger import Ledger
from cin_metrics.measures import GROUPS, MEASURES, make_measures
from cin_metrics.panel import make_panel_list, to_be_heard
from cin_metrics.reports.audit_sample import look_at_first, open_cases, stratified_sample
from cin_metrics.reports.briefing import Asked, selected_words, topics_by_team
from cin_metrics.reports.document import plain_text
from cin_metrics.words import TOPIC_TITLES, policy_words

Rows = list[dict[str, Any]]

MEASURE_COLUMNS = (
    "measure", "title", "rule_id", "rule", "topic", "clause", "group_name", "group_value", "period_start",
    "period_end", "numerator", "denominator", "value", "good",
)  # fmt: skip
OVERDUE_COLUMNS = (
    "rule_id", "rule", "topic", "child_id", "episode_id", "team", "worker", "anchor_date", "due_date", "status",
    "days_late", "reason",
)  # fmt: skip
CASE_COLUMNS = (
    "child_id", "episode_id", "team", "worker", "is_cwd", "in_need_since", "overdue", "oldest_due_date",
    "number_of_indicators", "indicators",
)  # fmt: skip
PANEL_COLUMNS = (
    "child_id", "episode_id", "team", "worker", "is_cwd", "plan_since", "reaches_on", "days_until", "panel_date",
    "extension_date", "decision", "decision_date", "number_of_indicators",
)  # fmt: skip
NOT_SAID = {"seen": "seen_not_recorded", "seen_alone": "seen_alone_not_recorded"}
FINDING_COLUMNS = ("finding", "title", "why", "how_to_mend", "count")
WIDEST = 48
LONGEST_NAME = 31
"""What Excel allows the name of a sheet."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its name, its columns and its rows."""

    name: str
    columns: Sequence[str]
    rows: Rows


def make_workbook(ledger: Ledger, asked: Asked) -> bytes:
    """The bytes of an .xlsx; the same ledger and question always give the same bytes."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties(
            {"title": worded(f"Children in need, {asked.period}"), "author": "CIN Metrics",
             "created": datetime.combine(ledger.as_of, time())}
        )  # fmt: skip
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#E4E9ED", "border": 1, "text_wrap": True}),
            "day": book.add_format({"num_format": "dd mmm yyyy", "align": "left"}),
            "number": book.add_format({"num_format": "#,##0"}),
            "share": book.add_format({"num_format": "0.0%"}),
            "value": book.add_format({"num_format": "0.0"}),
            "strong": book.add_format({"bold": True}),
        }
        write_about(book.add_worksheet("About"), ledger, asked, styles)
        for sheet in sheets(ledger, asked):
            write_sheet(book.add_worksheet(worded(sheet.name)[:LONGEST_NAME]), sheet, styles)
    return written.getvalue()


def sheets(ledger: Ledger, asked: Asked) -> list[Sheet]:
    """The sheets after the first. What leaves the service has no list of children and no breakdown finer than the
    briefing's, or the one would give away what the other hides.
    """
    if asked.for_sharing:
        return [measure_sheet(ledger, asked, "rule"), team_sheet(ledger, asked), finding_sheet(ledger, asked)]
    opened = open_cases(ledger, asked.selection)
    plans = to_be_heard(make_panel_list(ledger, selection=asked.selection))
    return [
        *(measure_sheet(ledger, asked, by) for by in GROUPS),
        finding_sheet(ledger, asked),
        overdue_sheet(ledger, asked),
        Sheet("Look at first", CASE_COLUMNS, look_at_first(opened)),
        Sheet("Audit sample", CASE_COLUMNS, stratified_sample(opened, asked.seed)),
        Sheet("In need now", CASE_COLUMNS, opened),
        Sheet("Panel list", PANEL_COLUMNS, plans),
    ]


def measure_sheet(ledger: Ledger, asked: Asked, by: str) -> Sheet:
    """Every measure by one grouping, with rule and clause."""
    rules = {rule.id: rule for rule in ledger.policy.rules}
    rows = make_measures(ledger, asked.first, asked.last, by, asked.selection).to_pylist()
    no_rules, no_measures = not_answered(ledger)
    told = [
        row
        | {
            "title": MEASURES[row["measure"]].title,
            "good": MEASURES[row["measure"]].good,
            "rule": rules[row["rule_id"]].title if row["rule_id"] else None,
            "topic": TOPIC_TITLES[rules[row["rule_id"]].topic] if row["rule_id"] else None,
            "clause": rules[row["rule_id"]].clause if row["rule_id"] else None,
        }
        for row in rows
        if row["rule_id"] not in no_rules and row["measure"] not in no_measures
    ]
    return Sheet(f"Measures by {by}", MEASURE_COLUMNS, as_shared(told) if asked.for_sharing else told)


def as_shared(rows: Rows) -> Rows:
    """The rows as they may leave: small numbers hidden, and what would give them away.

    Rules of one topic add up to the topic's figure in the briefing, parts of a measure to its whole, and yes, no and
    not recorded to all visits. Of drift, whose counts lie inside each other, only two or more signs are given.
    """
    groups: dict[tuple[Any, ...], Rows] = {}
    for row in rows:
        if not row["measure"].startswith("drift") or row["group_value"].endswith("2+"):
            groups.setdefault((row["measure"], row["topic"]), []).append(row)
    answers = {row["measure"]: row["numerator"] for row in rows}
    found: Rows = []
    for (measure, _), of_group in groups.items():
        counts = [(row["numerator"], max(row["denominator"], row["numerator"])) for row in of_group]
        shared = shareable([""] * len(counts), [n for n, _ in counts], [d for _, d in counts])
        for row, cell in zip(of_group, shared.rows, strict=True):
            hidden = cell.is_hidden or few_say_no(row, answers)
            hidden = hidden or (MEASURES[measure].unit != "share" and 0 < row["numerator"] < SMALLEST_SHOWN)
            found.append(row | {"numerator": None, "denominator": None, "value": None} if hidden else row)
    return found


def few_say_no(row: dict[str, Any], answers: dict[str, int]) -> bool:
    """Whether a visit's yes and its not recorded together would give away a small number of no."""
    measure = row["measure"]
    pair = next((pair for pair in NOT_SAID.items() if measure in pair), None)
    if pair is None:
        return False
    said = [answers.get(name, 0) for name in pair]
    parts = [*said, row["denominator"] - sum(said)]
    return any(0 < part < SMALLEST_SHOWN for part in parts)


def team_sheet(ledger: Ledger, asked: Asked) -> Sheet:
    """On time by team and topic, as in the briefing that leaves the service."""
    rows = [
        {
            "topic": TOPIC_TITLES[topic], "team": row.group, "on_time": row.numerator, "fell_due": row.denominator,
            "share": row.share,
        }
        for topic, (names, on_time, due) in topics_by_team(ledger, asked).items()
        for row in shareable(names, on_time, due).rows
    ]  # fmt: skip
    return Sheet("On time by team", ("topic", "team", "on_time", "fell_due", "share"), rows)


def overdue_sheet(ledger: Ledger, asked: Asked) -> Sheet:
    """What is overdue now, child by child, the longest first."""
    titles = {rule.id: rule.title for rule in ledger.policy.rules}
    teams = asked.selection.teams
    rows = [
        row | {"rule": titles[row["rule_id"]]}
        for row in ledger.rows()
        if row["status"] == "overdue" and (not teams or row["team"] in teams)
    ]
    return Sheet("Overdue now", OVERDUE_COLUMNS, sorted(rows, key=lambda row: row["due_date"]))


def finding_sheet(ledger: Ledger, asked: Asked) -> Sheet:
    """What the data-quality questions found; small numbers blank in what leaves the service."""
    rows = [
        {
            "finding": finding.question.name, "title": finding.question.title, "why": finding.question.why,
            "how_to_mend": finding.question.mend,
            "count": None if asked.for_sharing and 0 < finding.count < SMALLEST_SHOWN else finding.count,
        }
        for finding in ledger.extract.findings
    ]  # fmt: skip
    return Sheet("Data quality", FINDING_COLUMNS, rows)


def write_about(page: Any, ledger: Ledger, asked: Asked, styles: dict[str, Any]) -> None:
    """Where everything comes from."""
    policy = ledger.policy
    lines = [
        ("What", worded(f"Children in need: the tables behind the briefing for {asked.period}")),
        ("For", "Sharing: small numbers are blank" if asked.for_sharing else "INTERNAL: children can be known"),
        ("Policy", f"{policy_words(policy)} (version {policy.version})"),
        ("Extract", f"{ledger.extract.name}, {ledger.extract.report.accepted:,} rows in use"),
        ("As of", british(ledger.as_of)),
        ("Filters", selected_words(ledger, asked)),
        ("Values", worded("Shares of 1 shown in per cent; rates per 100 children in need per month; days.")),
        ("Blank", "Nothing to divide by, or hidden because few children are behind it."),
    ]
    page.set_column(0, 0, 14, styles["strong"])
    page.set_column(1, 1, 110)
    for number, (label, text) in enumerate(lines):
        page.write_string(number, 0, label)
        page.write_string(number, 1, plain_text(text))


def write_sheet(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    """One sheet: a header that stays in sight, filters, each value by its kind."""
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column, styles["head"])
        longest = max((len(str(row[column])) for row in sheet.rows[:500] if row[column] is not None), default=0)
        page.set_column(place, place, min(max(len(column), longest) + 2, WIDEST))
    for line, row in enumerate(sheet.rows, 1):
        for place, column in enumerate(sheet.columns):
            write_value(page, line, place, row[column], style_of(column, row, styles), styles)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)


def style_of(column: str, row: dict[str, Any], styles: dict[str, Any]) -> Any:
    """How a number of this column is shown."""
    if column == "share":
        return styles["share"]
    if column != "value":
        return styles["number"]
    return styles["share"] if MEASURES[row["measure"]].unit == "share" else styles["value"]


def write_value(page: Any, line: int, place: int, value: Any, number_style: Any, styles: dict[str, Any]) -> None:
    """A value as what it is; a text always as text, whatever it begins with."""
    match value:
        case None:
            page.write_blank(line, place, None)
        case bool():
            page.write_string(line, place, "yes" if value else "no")
        case int() | float():
            page.write_number(line, place, value, number_style)
        case date():
            page.write_datetime(line, place, datetime.combine(value, time()), styles["day"])
        case _:
            page.write_string(line, place, plain_text(str(value)))
