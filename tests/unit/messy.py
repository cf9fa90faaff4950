"""Extracts as case systems give them: their own names and words, days first, title rows, broken rows."""

import csv
import io
from collections import defaultdict
from datetime import date
from typing import Any

from cin_metrics.simulate import simulate

AS_OF = date(2026, 9, 30)
NAMES = {
    "child_id": "Mosaic Person ID",
    "event_type": "Workflow Step",
    "event_date": "Date Completed",
    "recorded_date": "Created On",
    "episode_id": "Referral Number",
    "team": "Responsible Team",
    "worker": "Allocated Worker",
    "cohort": "Client Group",
    "outcome": "Outcome Description",
    "child_seen": "Child seen?",
    "seen_alone": "Was child seen alone",
    "chaired_by": "Chair",
    "family_id": "Household ID",
}
EVENTS = {
    "cin_visit": "CIN Statutory Visit",
    "referral_received": "Re-Referral",
    "case_closed": "Case Closure",
    "assessment_completed": "C&F Assessment - Completed",
    "cin_review": "Child in Need Meeting",
    "manager_decision": "Management Oversight",
    "s47_started": "S47 Enquiry",
    "icpc_held": "Initial CP Conference",
}
OUTCOMES = {
    "nfa": "No further action",
    "continue": "Plan to continue",
    "close": "Close case",
    "RC7": "RC7 - Services ceased",
}
SEEN = {"yes": "Seen", "no": "Not seen", None: ""}
WIDE = {
    "referral_received": "Referral Date",
    "assessment_completed": "Assessment Authorised",
    "plan_started": "CIN Plan Start Date",
    "cin_visit": "Last Visit",
    "case_closed": "Closure Date",
}


def day_first(day: date | None) -> str:
    """A day as it is written in the UK."""
    return day.strftime("%d/%m/%Y") if day else ""


def events(children: int = 12, seed: int = 5) -> list[dict[str, Any]]:
    """The events of a made-up council."""
    return simulate(children, seed, AS_OF).to_pylist()


def in_local_words(row: dict[str, Any]) -> dict[str, Any]:
    """An event in the words of a case system."""
    return row | {
        "event_type": EVENTS.get(row["event_type"], row["event_type"].replace("_", " ").title()),
        "event_date": day_first(row["event_date"]),
        "recorded_date": day_first(row["recorded_date"]),
        "outcome": OUTCOMES.get(row["outcome"], row["outcome"]),
        "child_seen": SEEN[row["child_seen"]],
        "seen_alone": {"yes": "Y", "no": "N", None: ""}[row["seen_alone"]],
    }


def long_rows(children: int = 12, seed: int = 5) -> list[list[str]]:
    """The header and the rows of a long extract, a surname in each."""
    local = [in_local_words(row) for row in events(children, seed)]
    return [[*NAMES.values(), "Surname"], *([str(row[c] or "") for c in NAMES] + ["Smithson"] for row in local)]


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    """Rows as a delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def long_text(seed: int = 5, broken: bool = True) -> str:
    """A long extract under title rows, semicolons between its cells; of every 33 rows one is broken."""
    header, *rows = long_rows(seed=seed)
    if broken:
        for number in range(0, len(rows), 33):
            kind = number // 33 % 3
            if kind == 0:
                rows[number] = rows[number][:2]
            elif kind == 1:
                rows[number][2] = "TBC"
            else:
                rows[number][0] = ""
        fax = [*rows[1]]
        fax[1] = "Fax"
        rows.append([*fax[:1], "Anna Smithson", *fax[2:]])
        rows += [[*fax[:2], f"0{day}/02/2026", *fax[3:]] for day in range(1, 6)]
    return written([["CIN monthly report"], [], header, *rows], ";")


def wide_rows() -> list[list[str]]:
    """The header and the rows of a wide extract: of each episode the last date of each kind."""
    cases: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in events(40):
        case = cases[row["episode_id"]]
        case.setdefault("Client ID", row["child_id"])
        case["Team Name"] = row["team"] or case.get("Team Name", "")
        if row["event_type"] in WIDE:
            case[WIDE[row["event_type"]]] = day_first(row["event_date"])
        if row["event_type"] == "assessment_completed":
            case["Assessment Outcome"] = OUTCOMES.get(row["outcome"], row["outcome"] or "")
    header = ["Client ID", "DOB", "Team Name", *WIDE.values(), "Assessment Outcome"]
    blank = dict.fromkeys(header, "") | {"DOB": "01/02/2015"}
    return [header, *([(blank | case)[name] for name in header] for case in cases.values())]


def wide_text() -> str:
    """A wide extract in which one row in thirty ends in the middle, one is a blank case and dates are missing."""
    header, *rows = wide_rows()
    for number in range(0, len(rows), 30):
        rows[number] = rows[number][:4]
    rows.append(["999999", "", "Zoë’s team", "", "N/A", "", "-", "", ""])
    return written([header, *rows])
