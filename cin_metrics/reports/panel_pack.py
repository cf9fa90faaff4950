"""The panel pack: for each child one side that the panel needs in ten minutes, and the detail behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cin_metrics.child import Chronology, make_chronology
from cin_metrics.days import british, months_before
from cin_metrics.drift import INDICATORS
from cin_metrics.labels import worded
from cin_metrics.ledger import Ledger
from cin_metrics.measures import Selection
from cin_metrics.panel import PAST, WEEKS_AHEAD, make_panel_list, to_be_heard
from cin_metrics.policy import Limit, Policy
from cin_metrics.reports.document import (
    Block,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Points,
    Room,
    Table,
)
from cin_metrics.reports.pictures import chronology_png, chronology_words
from cin_metrics.vocabulary import NOT_RECORDED, TOPICS
from cin_metrics.words import (
    cohorts_said,
    count,
    event_words,
    late_words,
    plain,
    policy_words,
    sentence_start,
    sign_detail,
)

Rows = list[dict[str, Any]]

MONTHS_DRAWN = 18
MEETINGS = ("cin_review", "network_meeting", "planning_meeting", "family_group_meeting", "meeting_cancelled")
DECISIONS = ("checkpoint_review", "panel_review", "extension_agreed", "manager_decision", "conference_chair_review")
STATUS_WORDS = {"late": "Late", "missed": "Missed", "overdue": "Overdue"}


def make_panel_pack(
    ledger: Ledger,
    child_ids: Sequence[str] | None = None,
    month: Limit | None = None,
    selection: Selection | None = None,
) -> Document:
    """The pack of the children named, or of those of ``selection`` past the panel's month or soon to pass it.

    A child who is not found, or whom none of the selection's teams holds, is an ``InputFault``.
    """
    month, selection = month or ledger.policy.panel_month, selection or Selection()
    listed = make_panel_list(ledger, month, selection)
    asked = child_ids if child_ids is not None else [row["child_id"] for row in to_be_heard(listed)]
    children = [make_chronology(ledger, child_id, selection.teams or None) for child_id in asked]
    plans = {row["child_id"]: row for row in listed}
    blocks: list[Block] = []
    if child_ids is None:
        blocks += front_list(to_be_heard(listed), month)
    for place, child in enumerate(children):
        if place or blocks:
            blocks.append(NewPage())
        blocks += of_child(child, plans.get(child.child_id), month, ledger.policy)
    policy = ledger.policy
    return Document(
        title=worded("Panel pack") + (f": child {children[0].child_id}" if child_ids and len(children) == 1 else ""),
        subtitle=f"{policy_words(policy)} · as of {british(ledger.as_of)} · INTERNAL: about children who can be known",
        as_of=ledger.as_of,
        foot=(
            f"INTERNAL · Policy {policy.name}, version {policy.version} · Extract {ledger.extract.name} · "
            f"As of {british(ledger.as_of)}"
        ),
        blocks=tuple(blocks),
    )


def front_list(rows: Rows, month: Limit) -> list[Block]:
    """Who comes to panel, disability support apart."""
    blocks: list[Block] = [
        Paragraph(
            worded(f"{count(len([row for row in rows if row['place'] == PAST]), 'plan')} past {month.text}, "
            f"{count(len([row for row in rows if row['place'] != PAST]), 'plan')} passing it in the next "
            f"{WEEKS_AHEAD} weeks. Only what is on file since the plan began counts.")
        )
    ]
    for title, is_cwd in (("Children in need", False), ("Long-term disability support", True)):
        group = [row for row in rows if row["is_cwd"] == is_cwd]
        blocks.append(
            Table(
                f"{title}: {count(len(group), 'plan')}",
                ["Child", "Team", "Worker", "Plan since", f"Reaches {month.text}", "Panel", "Extension",
                 "Last decision", "Signs of drift"],
                [
                    [
                        row["child_id"], row["team"] or "—", row["worker"] or "—", british(row["plan_since"]),
                        british(row["reaches_on"]), british(row["panel_date"]), british(row["extension_date"]),
                        decision_words(row), str(row["number_of_indicators"]),
                    ]
                    for row in group
                ],
                numbers=(8,), widths=(11, 14, 10, 11, 11, 11, 11, 14, 7),
            )
        )  # fmt: skip
    return blocks


def of_child(child: Chronology, plan: dict[str, Any] | None, month: Limit, policy: Policy) -> list[Block]:
    """One child: the front side, then the detail."""
    case = child.of_case(child.present["episode_no"])
    return [
        Heading(f"Child {child.child_id}"),
        facts(child, plan, month, policy),
        numbers(case),
        Heading("Signs of drift", 2),
        signs(child),
        Room("The panel decides: close · step down to early help · step up · continue, because", 6),
        NewPage(),
        Heading(f"Child {child.child_id}: what happened", 2),
        picture(child, policy),
        visits(case),
        meetings(case),
        decisions(case),
        supervision(case),
        workers(case),
        standards(case),
        clauses(case, policy),
    ]


def facts(child: Chronology, plan: dict[str, Any] | None, month: Limit, policy: Policy) -> Table:
    """Who the child is to the service."""
    case, details = child.present, child.details
    age = "—" if not details.get("date_of_birth") else "not born yet" if details["age"] is None else str(details["age"])
    rows = [
        ["Held by", " · ".join(part for part in (case["team"], case["worker"]) if part) or NOT_RECORDED],
        ["Age", age],
        ["Group", cohorts_said(policy, case["cohort_set"]) or "none"],
        ["Case open since", british(case["start_date"])],
        [worded("In need since"), british(child.since("in_need"))],
        [worded("On a plan since"), british(child.since("plan"))],
        [f"Reaches {month.text}", british(plan["reaches_on"]) if plan else "—"],
        [worded("Panel since the plan began"), british(plan["panel_date"]) if plan else "—"],
        [worded("Extension since the plan began"), british(plan["extension_date"]) if plan else "—"],
        ["Last decision", decision_words(plan) if plan else "—"],
        ["Earlier cases", str(len(child.cases) - 1)],
        ["Brothers and sisters on record", ", ".join(row["child_id"] for row in child.siblings) or "none"],
    ]
    return Table("At a glance", ["What", "On record"], rows, widths=(38, 62))


def decision_words(row: dict[str, Any]) -> str:
    """The last decision with its day."""
    if not row["decision"]:
        return "none on file"
    return f"{sentence_start(plain(row['decision']))}, {british(row['decision_date'])}"


def numbers(case: Chronology) -> Table:
    """What was done in this case, in numbers."""
    visits, reviews = case.of_type("cin_visit"), case.of_type("cin_review")
    supervisions = case.of_type("supervision")
    seen = [visit for visit in visits if visit["child_seen"] == "yes"]
    alone = [visit for visit in visits if visit["seen_alone"] == "yes"]
    due = [row for row in case.obligations if row["status"] in ("on_time", "late", "missed", "overdue")]
    breaches = case.breaches
    explained = [row for row in breaches if row["reason"]]
    rows = [
        [worded("Visits"), str(len(visits)), last_and_gap(visits, case)],
        ["Child seen", f"{len(seen)} of {len(visits)}", unrecorded(visits, "child_seen")],
        ["Seen alone", f"{len(alone)} of {len(visits)}", unrecorded(visits, "seen_alone")],
        [worded("Reviews"), str(len(reviews)), last_and_gap(reviews, case)],
        [worded("Supervisions"), str(len(supervisions)), last_and_gap(supervisions, case)],
        ["Standards not met in time", f"{len(breaches)} of {len(due)}", f"{len(explained)} with a reason on file"],
    ]
    return Table("This case in numbers", ["What", "How many", "More"], rows, widths=(30, 20, 50))


def last_and_gap(events: Rows, case: Chronology) -> str:
    """When the last one was, and the longest time between two, the present one included."""
    if not events:
        return "none on record"
    days = sorted({event["event_date"] for event in events})
    until = case.present["end_date"] or case.as_of
    gap = max(later - earlier for earlier, later in zip(days, [*days[1:], max(until, days[-1])], strict=True))
    return f"last on {british(days[-1])}; longest gap {count(gap.days, 'day')}"


def unrecorded(visits: Rows, column: str) -> str:
    """How many visits do not say."""
    blank = sum(visit[column] is None for visit in visits)
    return f"{blank} not recorded" if blank else ""


def signs(child: Chronology) -> Block:
    """The signs of drift in sentences."""
    if not child.indicators:
        return Paragraph("None.")
    return Points(
        [f"{INDICATORS[row['indicator']]}: {sign_detail(row['detail'])}." for row in child.indicators]
    )


def picture(child: Chronology, policy: Policy) -> Picture:
    """The chronology of the last year and a half, or since the case was opened."""
    first = max(child.present["start_date"], months_before(child.as_of, MONTHS_DRAWN))
    held = {rule.topic for rule in policy.rules}
    topics = [topic for topic in TOPICS if topic in held]
    return Picture(chronology_png(child, first, topics), chronology_words(child, first))


def visits(case: Chronology) -> Table:
    """Every visit with the days since the one before."""
    rows: list[list[str]] = []
    before: date | None = None
    for event in case.of_type("cin_visit"):
        gap = str((event["event_date"] - before).days) if before else "—"
        said = [yes_no(event["child_seen"]), yes_no(event["seen_alone"])]
        rows.append([british(event["event_date"]), gap, *said, event["worker"] or "—"])
        before = event["event_date"]
    return Table(
        f"Visits: {len(rows)}", ["Day", "Days since the last", "Child seen", "Seen alone", "Worker"], rows[::-1],
        numbers=(1,), widths=(20, 18, 18, 18, 26),
    )  # fmt: skip


def yes_no(value: str | None) -> str:
    """What a visit says of being seen."""
    return value or NOT_RECORDED


def dated(title: str, events: Rows) -> Table:
    """Events with what is recorded on them, the latest first."""
    rows = [[british(event["event_date"]), event_words(event), event["worker"] or "—"] for event in reversed(events)]
    return Table(f"{title}: {len(rows)}", ["Day", "What", "Worker"], rows, widths=(20, 58, 22))


def meetings(case: Chronology) -> Table:
    """Reviews and meetings with their outcomes."""
    return dated("Reviews and meetings", case.of_type(*MEETINGS))


def decisions(case: Chronology) -> Table:
    """Checkpoints, panels, extensions and decisions."""
    return dated("Checkpoints and decisions", case.of_type(*DECISIONS))


def supervision(case: Chronology) -> Table:
    """Supervisions."""
    return dated("Supervision", case.of_type("supervision"))


def workers(case: Chronology) -> Table:
    """Who has held the case."""
    rows = [
        [held["worker"] or NOT_RECORDED, held["team"] or "—", british(held["from_date"]),
         british(held["until_date"]) if held["until_date"] else "now"]
        for held in case.holders
    ]  # fmt: skip
    return Table(f"Workers so far: {len({row[0] for row in rows})}", ["Worker", "Team", "From", "To"], rows)


def standards(case: Chronology) -> Table:
    """Which standards were not met, with the reason on file."""
    rows = [
        [
            row["title"], STATUS_WORDS[row["status"]], british(row["due_date"]), british(row["met_date"]),
            late_words(row["days_late"], row["limit_unit"]) or "—",
            sentence_start(plain(row["reason"])) if row["reason"] else "—",
        ]
        for row in case.breaches
    ]  # fmt: skip
    return Table(
        f"Standards late, missed or overdue: {len(rows)}",
        ["Standard", "State", "Due", "Done", "Late by", "Reason on file"], rows, widths=(30, 11, 13, 13, 15, 18),
    )  # fmt: skip


def clauses(case: Chronology, policy: Policy) -> Table:
    """Where each standard that was not met stands in the policy."""
    titles = dict.fromkeys(row["rule_id"] for row in case.breaches)
    rows = [[policy.rule(rule_id).title, policy.rule(rule_id).clause] for rule_id in titles]
    return Table("Where these standards come from", ["Standard", "Clause"], rows, widths=(30, 70))
