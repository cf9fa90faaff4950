"""Case events as an Annex A workbook: what the inspectors' lists hold of them on one day.

``Snapshot`` holds the rows of each list (``lists``) and the events that these lists can hold (``held``), in the
words in which they come back. ``as_xlsx`` and ``as_ods`` write them.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rows = list[dict[str, Any]]
Lists = dict[int, Rows]
Sheet = tuple[str, list[list[Any]]]

WINDOW = timedelta(days=183)
"""The lists look back so far."""

COMMON = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
DISABLED = "Does the Child have a Disability"
TEAM = ("Allocated Team", "Allocated Worker")
DISCUSSION = "Strategy discussion initiating Section 47 Enquiry Start Date"
UNNECESSARY = "Was an Initial Child Protection Conference deemed unnecessary?"
CONFERENCE = "Date of Initial Child Protection Conference"
SUPPORT = "Was the child assessed as requiring LA children's social care support?"
HEADINGS: dict[int, tuple[str, ...]] = {
    1: (*COMMON, "Date of Contact", "Contact Source"),
    2: (
        *COMMON,
        "Assessment start date",
        "Assessment completion date",
        "Organisation completing assessment",
    ),
    3: (
        *COMMON,
        "Date of referral",
        "Referral Source",
        "Referral NFA?",
        "Number of Referrals in Last 12 Months",
        *TEAM,
    ),
    4: (
        *COMMON,
        DISABLED,
        "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        SUPPORT,
        *TEAM,
    ),
    5: (*COMMON, DISABLED, DISCUSSION, UNNECESSARY, CONFERENCE, *TEAM),
    6: (
        *COMMON,
        DISABLED,
        "CIN Start Date",
        "Primary Need Code",
        "Date Child Was Last Seen",
        "CIN Closure Date",
        "Reason for Closure",
        "Case Status",
        *TEAM,
    ),
    7: (
        *COMMON,
        DISABLED,
        "Child Protection Plan Start Date",
        "Initial Category of Abuse",
        "Latest Category of Abuse",
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
        "Date of latest review conference",
        "Child Protection Plan End Date",
        *TEAM,
    ),
    8: (
        *COMMON,
        DISABLED,
        "Date Started to be Looked After",
        "Child's Legal Status",
        "Date Ceased to be Looked After",
        *TEAM,
    ),
}
IN_SCRIPTS = {
    "Child Unique ID": "ChildUniqueID",
    "Date of Birth": "DateOfBirth",
    "Age of Child (Years)": "Age",
    DISABLED: "HasDisability",
    "Allocated Team": "AllocatedTeam",
    "Allocated Worker": "AllocatedWorker",
    "Date of Contact": "DateOfContact",
    "Assessment start date": "AssessmentStartDate",
    "Date of referral": "ReferralDate",
    "Referral NFA?": "ReferralNFA",
    "Continuous Assessment Start Date": "ContinuousAssessmentStart",
    "Continuous Assessment Date of Authorisation": "ContinuousAssessmentAuthDate",
    SUPPORT: "CSCSupportRequired",
    DISCUSSION: "StratDiscussionDate",
    UNNECESSARY: "InitialCPConfUnnecessary",
    CONFERENCE: "InitialCPConfDate",
    "CIN Start Date": "CINStartDate",
    "Primary Need Code": "PrimaryNeedCode",
    "Date Child Was Last Seen": "DateChildLastSeen",
    "CIN Closure Date": "CINClosureDate",
    "Reason for Closure": "ReasonForClosure",
    "Case Status": "CaseStatus",
    "Child Protection Plan Start Date": "ChildProtectionPlanStartDate",
    "Date of latest review conference": "DateOfLatestReviewConf",
    "Child Protection Plan End Date": "ChildProtectionPlanEndDate",
    "Date Started to be Looked After": "LoookedAfterStartDate",
    "Date Ceased to be Looked After": "CeasedLookedAfterDate",
}
"""The headings that the reporting script of the SSD writes, slips included."""


class Snapshot:
    """The lists on one day, and what they hold."""

    def __init__(self, events: Rows, day: date):
        self.day = day
        self.start = day - WINDOW
        self.lists: Lists = defaultdict(list)
        self.held: list[tuple[str, str, date, str | None]] = []
        children = defaultdict(list)
        for one in events:
            if one["event_date"] <= day:
                children[one["child_id"]].append(one)
        for child, theirs in children.items():
            self._write(child, sorted(theirs, key=lambda one: one["event_date"]))

    def _add(self, number: int, child: str, last: dict[str, Any], cells: dict[str, Any]) -> None:
        row = dict.fromkeys(HEADINGS[number], "")
        common = (child, "b) Female", "a) WBRI", date(2015, 4, 5), 9.5)
        row.update(zip(COMMON, common, strict=True))
        row.update({DISABLED: "b) No"} if DISABLED in row else {})
        if TEAM[0] in row:
            row.update({TEAM[0]: last["team"] or "", TEAM[1]: last["worker"] or "#N/A"})
        self.lists[number].append({**row, **cells})

    def _hold(self, child: str, kind: str, day: date, outcome: str | None = None) -> None:
        self.held.append((child, kind, day, outcome))

    def _write(self, child: str, events: Rows) -> None:
        latest = events[-1]["episode_id"]
        of_latest = [one for one in events if one["episode_id"] == latest]
        if of_latest[0]["event_type"] not in ("referral_received", "contact_received"):
            return
        closed = first(of_latest, "case_closed") or first(of_latest, "transferred_out")
        if closed and closed["event_date"] < self.start:
            return
        # The lists show one case a child, so the story is that of the latest.
        referral, last = first(of_latest, "referral_received"), events[-1]
        if referral is None:
            return
        recent = [one for one in of_latest if one["event_date"] >= self.start]
        self._case(child, of_latest, referral, closed, last)
        for one in recent:
            day = one["event_date"]
            if one["event_type"] == "contact_received":
                self._add(
                    1, child, last, {"Date of Contact": day, "Contact Source": "q) 6: Police"}
                )
                self._hold(child, "contact_received", day)
            elif one["event_type"] == "early_help_started":
                self._add(2, child, last, {"Assessment start date": day})
                self._hold(child, "early_help_started", day)
            elif one["event_type"] == "referral_received":
                self._add(3, child, last, {"Date of referral": day, "Referral NFA?": "b) No"})
            elif one["event_type"] == "strategy_discussion" and one["outcome"] != "nfa":
                self._enquiry(child, one, of_latest, last)
        for started, ended in spells(of_latest, "assessment_started", "assessment_completed"):
            if ended is None or ended["event_date"] >= self.start:
                self._assessment(child, started, ended, last)
        for number, kind in ((7, "cp_plan"), (8, "cla")):
            found = spells(of_latest, f"{kind}_started", f"{kind}_ended")
            if found and (found[-1][1] is None or found[-1][1]["event_date"] >= self.start):
                self._absence(number, child, found[-1], of_latest, last)

    def _case(self, child: str, events: Rows, referral: Any, closed: Any, last: Any) -> None:
        self._hold(child, "referral_received", referral["event_date"])
        cells = {
            "CIN Start Date": referral["event_date"],
            "Primary Need Code": "N1 - Abuse or Neglect",
            "Case Status": "e) Closed episode" if closed else "c) Child in need plan",
        }
        if closed:
            gone = closed["event_type"] == "transferred_out"
            cells["CIN Closure Date"] = closed["event_date"]
            cells["Reason for Closure"] = "RC5 - Transferred" if gone else closed["outcome"]
            self._hold(child, closed["event_type"], closed["event_date"], closed["outcome"])
        plans = spells(events, "cp_plan_started", "cp_plan_ended")
        shown = [
            (one["event_date"], end["event_date"] if end else self.day) for one, end in plans[-1:]
        ]
        visits = [one for one in events if one["event_type"] == "cin_visit"]
        if visits:
            seen = visits[-1]["event_date"]
            cells["Date Child Was Last Seen"] = seen
            kept = shown and shown[0][1] >= self.start
            if not (kept and shown[0][0] <= seen <= shown[0][1]):
                self._hold(child, "cin_visit", seen)
        self._add(6, child, last, cells)

    def _assessment(self, child: str, started: Any, ended: Any, last: Any) -> None:
        cells = {"Continuous Assessment Start Date": started["event_date"], SUPPORT: "a) Yes"}
        self._hold(child, "assessment_started", started["event_date"])
        if ended:
            outcome = "nfa" if ended["outcome"] == "nfa" else None
            cells["Continuous Assessment Date of Authorisation"] = ended["event_date"]
            cells[SUPPORT] = "b) No" if outcome else "a) Yes"
            self._hold(child, "assessment_completed", ended["event_date"], outcome)
        self._add(4, child, last, cells)

    def _enquiry(self, child: str, discussion: Any, events: Rows, last: Any) -> None:
        day, to_conference = discussion["event_date"], discussion["outcome"] == "s47_icpc"
        later = [
            one for one in events if one["event_type"] == "icpc_held" and one["event_date"] >= day
        ]
        cells = {DISCUSSION: day, UNNECESSARY: "No" if to_conference else "Yes"}
        if to_conference and later:
            cells[CONFERENCE] = later[0]["event_date"]
            self._hold(child, "icpc_held", later[0]["event_date"])
        self._hold(child, "strategy_discussion", day, discussion["outcome"])
        self._hold(child, "s47_started", day)
        self._add(5, child, last, cells)

    def _absence(self, number: int, child: str, spell: Any, events: Rows, last: Any) -> None:
        started, ended = spell
        kind = "cp_plan" if number == 7 else "cla"
        names = {
            7: ("Child Protection Plan Start Date", "Child Protection Plan End Date"),
            8: ("Date Started to be Looked After", "Date Ceased to be Looked After"),
        }[number]
        cells = {names[0]: started["event_date"]}
        self._hold(child, f"{kind}_started", started["event_date"])
        if ended:
            cells[names[1]] = ended["event_date"]
            self._hold(child, f"{kind}_ended", ended["event_date"])
        reviews = [
            one
            for one in events
            if one["event_type"] == "cp_review" and one["event_date"] >= started["event_date"]
        ]
        if number == 7 and reviews:
            cells["Date of latest review conference"] = reviews[-1]["event_date"]
            self._hold(child, "cp_review", reviews[-1]["event_date"])
        self._add(number, child, last, cells)


def first(events: Rows, kind: str) -> dict[str, Any] | None:
    """The first event of a type."""
    return next((one for one in events if one["event_type"] == kind), None)


def spells(
    events: Rows, start: str, end: str
) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each start with the end that follows it before the next."""
    found: list[tuple[dict[str, Any], dict[str, Any] | None]] = []
    for one in events:
        if one["event_type"] == start and (not found or found[-1][1]):
            found.append((one, None))
        elif one["event_type"] == end and found and found[-1][1] is None:
            found[-1] = (found[-1][0], one)
    return found


def sheets_of(lists: Lists, scripted: bool = False) -> list[Sheet]:
    """A sheet for each list: as the guidance says, or with titles, text for dates and the script's headings."""
    sheets = []
    for number, headings in HEADINGS.items():
        rows = [list(row.values()) for row in lists.get(number, [])]
        header: list[Any] = list(headings)
        above: list[list[Any]] = []
        name = f"List {number}"
        if scripted:
            header = [IN_SCRIPTS.get(heading, heading.replace(" ", "")) for heading in headings]
            rows = [[as_text(cell) for cell in row] for row in rows]
            above = [["Annex A"], ["Produced for the inspection", ""], []]
            name = f"AnnexA_{number}"
        sheets.append((name, [*above, header, *rows]))
    return sheets


def as_text(cell: Any) -> Any:
    """Dates as scripts write them."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Sheets as an Excel workbook."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    elif cell == "#N/A":
                        sheet.write_formula(line, place, "=NA()", None, "#N/A")
                    elif cell not in ("", None):
                        sheet.write(line, place, cell)
    return written.getvalue()


def as_ods(sheets: Sequence[Sheet]) -> bytes:
    """Sheets as an OpenDocument workbook."""

    def cell_of(cell: Any) -> str:
        if isinstance(cell, date):
            kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        elif isinstance(cell, int | float):
            kind = f'office:value-type="float" office:value="{cell}"'
        else:
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"

    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            f"<table:table-row>{''.join(map(cell_of, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}manifest:1.0">{entry}</manifest:manifest>'
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return written.getvalue()
