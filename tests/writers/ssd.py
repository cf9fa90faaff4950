"""Case events as the tables of a Standard Safeguarding Dataset, the way each case system exports them.

``tables_of`` gives the tables; ``held`` the events that such tables can hold, in the words in which they come back.
"""

import io
import json
from collections import defaultdict
from typing import Any

import pyarrow
import pyarrow.csv
import pyarrow.parquet

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

DIALECTS = ("systemC", "eclipse", "mosaic")

SAME = (
    "referral_received",
    "case_closed",
    "cin_visit",
    "icpc_held",
    "cp_review",
    "contact_received",
    "case_allocated",
    "worker_changed",
)
SPELLS = {
    ("assessment_started", "assessment_completed"): ("ssd_cin_assessments", "cina"),
    ("plan_started", "plan_ended"): ("ssd_cin_plans", "cinp"),
    ("cp_plan_started", "cp_plan_ended"): ("ssd_cp_plans", "cppl"),
    ("cla_started", "cla_ended"): ("ssd_cla_episodes", "clae"),
    ("early_help_started", "early_help_ended"): ("ssd_early_help_episodes", "earl"),
}
ASSESSED = {
    "step_up": "STRATEGY_DISCUSSION_FLAG",
    "nfa": "NFA_FLAG",
    "cin_plan": "PROV_OF_SERVICES_FLAG",
}


def spells_in(events: Rows) -> list[tuple[tuple[str, str], dict[str, Any], dict[str, Any] | None]]:
    """What has a start and an end, of one child: each start with the end that follows it, or None."""
    found = []
    for pair in SPELLS:
        waiting: dict[str, Any] = {}
        across = pair[0].startswith("early_help")
        for event in sorted(
            events, key=lambda one: (one["event_date"], one["event_type"] == pair[0])
        ):
            episode = "" if across else event["episode_id"]
            if event["event_type"] == pair[0] and episode not in waiting:
                waiting[episode] = event
            elif event["event_type"] == pair[1] and episode in waiting:
                found.append((pair, waiting.pop(episode), event))
        found += [(pair, start, None) for start in waiting.values()]
    return found


def written(events: Rows) -> tuple[Rows, list[Any]]:
    """The events that go into tables of one row each, and the spells, of episodes that began with a referral."""
    starts = {one["episode_id"] for one in events if one["event_type"] == "referral_received"}
    events = [one for one in events if one["episode_id"] in starts]
    by_child = defaultdict(list)
    for one in events:
        by_child[one["child_id"]].append(one)
    spells = [spell for child in by_child.values() for spell in spells_in(child)]
    return events, spells


def held(events: Rows, dialect: str = "systemC") -> Rows:
    """The events that the tables can hold: child, episode, type, day, outcome, seen and seen alone.

    Mosaic's visits are known by their plan only, so those of a case without one are lost.
    """
    events, spells = written(events)
    if dialect == "mosaic":
        planned = {start["episode_id"] for pair, start, _ in spells if pair[0] == "plan_started"}
        events = [
            one
            for one in events
            if one["event_type"] != "cin_visit" or one["episode_id"] in planned
        ]
    come_back = [one for one in events if one["event_type"] in SAME]
    for _, start, end in spells:
        come_back += [start, *([end] if end else [])]
    for one in events:
        if one["event_type"] == "strategy_discussion" and one["outcome"] != "nfa":
            come_back += [one, {**one, "event_type": "s47_started", "outcome": None}]
        elif one["event_type"] == "transferred_out":
            come_back.append(one)
    return [
        {
            **{name: one[name] for name in ("child_id", "episode_id", "event_type", "event_date")},
            **{name: one[name] for name in ("child_seen", "seen_alone")},
            "outcome": outcome_back(one),
        }
        for one in come_back
    ]


def outcome_back(event: dict[str, Any]) -> str | None:
    """The outcome with which an event comes back."""
    if event["event_type"] == "assessment_completed":
        return event["outcome"] if event["outcome"] in ASSESSED else None
    if event["event_type"] in ("case_closed", "strategy_discussion", "cp_review"):
        return event["outcome"]
    return None


def tables_of(events: Rows, dialect: str = "systemC") -> Tables:
    """The tables, with the names and UPNs that must never get further."""
    events, spells = written(events)
    tables: Tables = defaultdict(list)
    closed = {
        one["episode_id"]: (
            one,
            "RC5" if one["event_type"] == "transferred_out" else one["outcome"],
        )
        for one in events
        if one["event_type"] in ("case_closed", "transferred_out")
    }
    for number, child in enumerate(sorted({one["child_id"] for one in events})):
        tables["ssd_person"].append(
            {
                "pers_legacy_id": f"L{number}",
                "pers_person_id": child,
                "pers_upn": f"SECRETUPN{number}",
                "pers_forename": "SECRETNAME",
                "pers_surname": "SECRETSURNAME",
                "pers_sex": "FMU"[number % 3],
                "pers_ethnicity": "WBRI",
                "pers_dob": "2015-04-05 00:00:00.000",
            }
        )
    for name in sorted({one["team"] for one in events if one["team"]}):
        tables["ssd_department"].append({"dept_team_id": team_id(name), "dept_team_name": name})
    for worker in sorted({one["worker"] for one in events if one["worker"]}):
        tables["ssd_professionals"].append(
            {"prof_professional_id": worker, "prof_professional_name": "SECRETWORKER"}
        )
    enquiries: dict[str, str] = {}
    for number, one in enumerate(events):
        key, kind = f"K{number}", one["event_type"]
        child, episode, day = one["child_id"], one["episode_id"], stamp(one["event_date"])
        team = {"team": team_id(one["team"]), "worker": one["worker"]}
        if kind == "referral_received":
            end, reason = closed.get(episode, (None, None))
            tables["ssd_cin_episodes"].append(
                {
                    "cine_referral_id": episode,
                    "cine_person_id": child,
                    "cine_referral_date": day,
                    "cine_cin_primary_need_code": "N1",
                    "cine_referral_source_code": "6",
                    "cine_referral_nfa": "N",
                    "cine_referral_outcome_json": '{"SINGLE_ASSESSMENT_FLAG":"Y","COMMENTS":"SECRETTEXT}',
                    "cine_close_reason": reason,
                    "cine_close_date": stamp(end["event_date"]) if end else None,
                    "cine_referral_team": team["team"],
                    "cine_referral_worker_id": "FRONTDOOR",
                }
            )
        elif kind == "cin_visit":
            tables["ssd_cin_visits"].append(
                {
                    "cinv_cin_visit_id": key,
                    **visit_route(dialect, child, episode),
                    "cinv_cin_visit_date": day,
                    "cinv_cin_visit_seen": flag(one["child_seen"]),
                    "cinv_cin_visit_seen_alone": flag(one["seen_alone"]),
                    "cinv_cin_visit_bedroom": "N",
                }
            )
        elif kind == "strategy_discussion" and one["outcome"] != "nfa":
            enquiries[episode] = key
            outcome = {
                "NFA_FLAG": "N",
                "CP_CONFERENCE_FLAG": "Y" if one["outcome"] == "s47_icpc" else "N",
            }
            tables["ssd_s47_enquiry"].append(
                {
                    "s47e_s47_enquiry_id": key,
                    "s47e_referral_id": episode,
                    "s47e_person_id": child,
                    "s47e_s47_start_date": day,
                    "s47e_s47_outcome_json": json.dumps(outcome),
                    "s47e_s47_completed_by_team": team["team"],
                    "s47e_s47_completed_by_worker_id": team["worker"],
                }
            )
        elif kind == "icpc_held":
            tables["ssd_initial_cp_conference"].append(
                {
                    "icpc_icpc_id": key,
                    "icpc_s47_enquiry_id": enquiries.get(episode),
                    "icpc_person_id": child,
                    "icpc_referral_id": episode,
                    "icpc_icpc_date": day,
                    "icpc_icpc_team": team["team"],
                    "icpc_icpc_worker_id": team["worker"],
                }
            )
        elif kind == "cp_review":
            tables["ssd_cp_reviews"].append(
                {
                    "cppr_cp_review_id": key,
                    "cppr_person_id": child,
                    "cppr_cp_plan_id": f"CP-{episode}",
                    "cppr_cp_review_due": None,
                    "cppr_cp_review_date": day,
                    "cppr_cp_review_outcome_continue_cp": "Y"
                    if one["outcome"] == "continue"
                    else "N",
                }
            )
        elif kind == "contact_received":
            tables["ssd_contacts"].append(
                {
                    "cont_contact_id": key,
                    "cont_person_id": child,
                    "cont_contact_date": day,
                    "cont_contact_source_code": "6",
                    "cont_contact_outcome_json": '{"NEW_REFERRAL_FLAG":"Y"}',
                }
            )
        elif kind in ("case_allocated", "worker_changed"):
            person = {} if dialect == "mosaic" else {"invo_person_id": child}
            tables["ssd_involvements"].append(
                {
                    "invo_involvements_id": key,
                    "invo_professional_id": one["worker"],
                    "invo_professional_role_id": "Allocated Social Worker",
                    "invo_professional_team": team["team"],
                    **person,
                    "invo_involvement_start_date": day,
                    "invo_referral_id": episode if dialect == "mosaic" else None,
                }
            )
    for number, (pair, start, end) in enumerate(spells):
        name, prefix = SPELLS[pair]
        tables[name].append(spell_row(prefix, f"S{number}", start, end))
    if dialect == "mosaic":
        in_mosaic(tables)
    return dict(tables)


def spell_row(
    prefix: str, key: str, start: dict[str, Any], end: dict[str, Any] | None
) -> dict[str, Any]:
    """The row of a table of what has a start and an end."""
    child, episode = start["child_id"], start["episode_id"]
    first, last = stamp(start["event_date"]), stamp(end["event_date"]) if end else None
    team, worker = team_id(start["team"]), start["worker"]
    if prefix == "cina":
        outcome = end["outcome"] if end else None
        return {
            "cina_assessment_id": key,
            "cina_person_id": child,
            "cina_referral_id": episode,
            "cina_assessment_start_date": first,
            "cina_assessment_auth_date": last,
            "cina_assessment_outcome_json": json.dumps({ASSESSED[outcome]: "Y"})
            if outcome in ASSESSED
            else "{}",
            "cina_assessment_team": team,
            "cina_assessment_worker_id": worker,
        }
    if prefix == "cinp":
        return {
            "cinp_cin_plan_id": key,
            "cinp_person_id": child,
            "cinp_referral_id": episode,
            "cinp_cin_plan_start_date": first,
            "cinp_cin_plan_end_date": last,
            "cinp_cin_plan_team": team,
            "cinp_cin_plan_worker_id": worker,
        }
    if prefix == "cppl":
        return {
            "cppl_cp_plan_id": f"CP-{episode}",
            "cppl_person_id": child,
            "cppl_referral_id": episode,
            "cppl_cp_plan_start_date": first,
            "cppl_cp_plan_end_date": last,
            "cppl_cp_plan_ola": "N",
        }
    if prefix == "clae":
        return {
            "clae_cla_episode_id": key,
            "clae_person_id": child,
            "clae_referral_id": episode,
            "clae_cla_episode_start_date": first,
            "clae_cla_episode_start_reason": "S",
            "clae_cla_episode_ceased_date": last,
            "clae_cla_episode_ceased_reason": "E4A" if last else None,
        }
    return {
        "earl_episode_id": key,
        "earl_person_id": child,
        "earl_episode_start_date": first,
        "earl_episode_end_date": last,
    }


def visit_route(dialect: str, child: str, episode: str) -> dict[str, Any]:
    """How a visit leads to its child: by itself, or in Mosaic by a plan."""
    if dialect == "mosaic":
        return {"cinv_cin_plan_id": f"P-{episode}"}
    return {"cinv_person_id": child}


def in_mosaic(tables: Tables) -> None:
    """A plan of Mosaic's own name for every episode, so that each visit has one; older names of columns."""
    plans = tables.setdefault("ssd_cin_plans", [])
    for row in plans:
        row["cin_plan_id"] = row.pop("cinp_cin_plan_id")
    planned = {row["cinv_cin_plan_id"] for row in tables.get("ssd_cin_visits", [])}
    first = {f"P-{row['cinp_referral_id']}": row for row in reversed(plans)}
    for plan in sorted(planned & first.keys()):
        first[plan]["cin_plan_id"] = plan
    tables["ssd_cin_visits"] = [
        row for row in tables.get("ssd_cin_visits", []) if row["cinv_cin_plan_id"] in first
    ]
    for row in tables.get("ssd_cla_episodes", []):
        row["clae_cla_episode_ceased"] = row.pop("clae_cla_episode_ceased_date")


def stamp(day: Any) -> str:
    """A day as SQL Server writes it."""
    return f"{day} 00:00:00.000"


def flag(word: str | None) -> str | None:
    """yes and no as Y and N."""
    return word[0].upper() if word else None


def team_id(name: str | None) -> str | None:
    """A team's id."""
    return "T" + str(sum(map(ord, name))) if name else None


def as_csv(rows: Rows, encoding: str = "utf-8", nothing: str = "") -> bytes:
    """A table as CSV; ``nothing`` is what stands where there is nothing."""
    said = [
        {name: nothing if cell is None else str(cell) for name, cell in row.items()} for row in rows
    ]
    written_to = io.BytesIO()
    pyarrow.csv.write_csv(pyarrow.Table.from_pylist(said), written_to)
    return written_to.getvalue().decode().encode(encoding)


def as_parquet(rows: Rows) -> bytes:
    """A table as Parquet."""
    written_to = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), written_to)
    return written_to.getvalue()


def files_of(tables: Tables, dialect: str = "systemC") -> list[tuple[str, bytes]]:
    """The tables as files: systemC in UTF-16 with NULL, Eclipse as Parquet, Mosaic in UTF-8 with a mark."""
    files = []
    for name, rows in tables.items():
        if dialect == "eclipse":
            files.append((f"{name}.parquet", as_parquet(rows)))
        elif dialect == "systemC":
            files.append((f"{name}.csv", as_csv(rows, "utf-16", "NULL")))
        else:
            files.append((f"export {name}.txt", as_csv(rows, "utf-8-sig")))
    return files
