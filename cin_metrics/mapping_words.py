"""The names that local systems usually give to our columns and words, from which suggestions are made.

Gathered from common knowledge of Mosaic, LCS, Eclipse and hand-made reports; no list of any supplier.
"""

USUAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "child_id": (
        "child id", "person id", "client id", "mosaic id", "lcs id", "eclipse id", "liquidlogic id", "subject id",
        "case system id", "child reference", "client reference", "unique id", "child unique id", "la child id",
        "service user id", "pid", "person number", "child number", "system id", "swift id", "ics id",
    ),
    "event_type": (
        "event type", "event", "event name", "activity", "activity type", "activity name", "step", "step name",
        "workflow step", "workflow step name", "form", "form name", "form type", "contact type", "visit type", "task",
        "task name", "what happened", "episode type", "event description", "case event", "case note type",
    ),
    "event_date": (
        "event date", "date", "date of event", "activity date", "actual date", "start date", "date started",
        "date completed", "completed date", "completion date", "occurred on", "date occurred", "date of activity",
        "when", "step date", "form date", "date of visit",
    ),
    "recorded_date": (
        "recorded date", "date recorded", "recorded on", "created date", "date created", "created on", "input date",
        "date entered", "entered on", "entry date", "date added", "date inputted", "system date", "logged on",
        "record created",
    ),
    "episode_id": (
        "episode id", "referral id", "referral number", "referral reference", "case id", "case number",
        "episode number", "episode", "workflow id", "cin episode id", "involvement id",
    ),
    "team": (
        "team", "team name", "responsible team", "allocated team", "worker team", "service", "service team",
        "organisation unit", "department", "locality", "area team", "case team", "current team",
    ),
    "worker": (
        "worker", "worker id", "worker name", "allocated worker", "social worker", "case holder", "case worker",
        "key worker", "lead worker", "practitioner", "responsible worker", "assigned to", "owner", "lead practitioner",
    ),
    "cohort": ("cohort", "group", "client group", "service user group", "cohorts", "category", "flag"),
    "outcome": (
        "outcome", "result", "decision", "outcome of event", "event outcome", "outcome description", "next action",
        "next step", "outcome code", "closure reason", "reason for closure", "recommendation",
    ),
    "child_seen": (
        "child seen", "seen", "was the child seen", "child seen y n", "seen y n", "yp seen", "child present",
        "was child seen",
    ),
    "seen_alone": (
        "seen alone", "child seen alone", "alone", "was the child seen alone", "spoken to alone", "seen alone y n",
        "yp seen alone", "was child seen alone",
    ),
    "chaired_by": ("chaired by", "chair", "chairperson", "meeting chair", "chair role"),
    "family_id": ("family id", "family", "household id", "sibling group", "family group id", "family number"),
}  # fmt: skip

NO_EVENT_DATES = (
    "date of birth", "dob", "birth date", "expected date of birth", "due date of birth", "date of death",
    "report date", "run date", "extract date", "date extracted", "snapshot date", "next visit due", "visit due",
    "due date", "target date", "review due", "next review due", "assessment due", "next due",
)  # fmt: skip
"""Dates of a wide extract on which nothing happened to a child's case."""

USUAL_EVENTS: dict[str, tuple[str, ...]] = {
    "referral_received": (
        "referral", "new referral", "referral accepted", "referral date", "referral start", "re referral",
        "referral to social care", "date of referral", "referral record", "mash referral accepted",
    ),
    "transferred_in": ("transfer in", "transferred in", "case transferred in", "transfer in from another authority"),
    "contact_received": (
        "contact", "initial contact", "contact record", "contact received", "mash contact", "front door contact",
    ),
    "case_allocated": (
        "allocation", "case allocated", "allocated", "allocated to worker", "allocated to social worker",
        "case allocation", "date allocated", "allocation date",
    ),
    "consent_recorded": ("consent", "consent given", "consent obtained", "consent recorded", "parental consent"),
    "consent_withdrawn": ("consent withdrawn", "consent refused", "withdrawal of consent"),
    "assessment_started": (
        "assessment started", "c f assessment started", "child and family assessment started", "assessment start",
        "assessment start date", "single assessment started", "c f started", "cfa started", "sa started",
        "start of assessment",
    ),
    "assessment_completed": (
        "assessment completed", "c f assessment completed", "child and family assessment completed",
        "single assessment completed", "assessment authorised", "c f assessment authorised", "cfa completed",
        "sa completed", "assessment completion date", "assessment end date", "assessment signed off",
        "child and family assessment", "c f assessment", "single assessment", "c f completed",
        "assessment authorised date", "assessment finished",
    ),
    "assessment_extension_authorised": (
        "assessment extension", "extension to assessment", "assessment extension agreed",
    ),
    "assessment_shared": ("assessment shared", "assessment shared with family", "assessment sent to family"),
    "cin_visit": (
        "cin visit", "child in need visit", "statutory visit", "home visit", "social work visit", "visit to child",
        "visit", "visit date", "cin statutory visit", "last visit", "first visit", "latest visit", "last cin visit",
        "date of last visit", "last visit date", "date last seen", "sw visit", "announced visit", "unannounced visit",
        "child visit", "initial visit", "joint visit", "section 17 visit", "cin home visit",
    ),
    "planning_meeting": (
        "planning meeting", "cin planning meeting", "initial cin meeting", "initial planning meeting",
    ),
    "family_group_meeting": (
        "family group conference", "fgc", "family network meeting", "family group decision making", "fgdm",
    ),
    "plan_started": (
        "cin plan", "cin plan started", "cin plan start", "child in need plan started", "plan start", "plan start date",
        "cin plan start date", "child in need plan", "start of cin plan", "cin start date", "initial cin plan",
        "plan started",
    ),
    "plan_endorsed": ("plan endorsed", "plan authorised", "plan authorised by manager", "cin plan authorised"),
    "plan_updated": (
        "plan updated", "cin plan updated", "updated cin plan", "plan update", "plan reviewed and updated",
    ),
    "plan_circulated": ("plan circulated", "cin plan sent out", "plan shared", "plan distributed"),
    "plan_ended": (
        "plan ended", "cin plan ended", "cin plan end", "plan end date", "cin plan end date", "end of cin plan",
        "child in need plan ended", "cin end date", "plan closed",
    ),
    "network_meeting": (
        "network meeting", "professionals meeting", "core group", "team around the family", "taf meeting",
        "multi agency meeting",
    ),
    "cin_review": (
        "cin review", "child in need review", "cin review meeting", "cin meeting", "child in need meeting",
        "progress meeting", "review meeting", "review of cin plan", "cin plan review", "last cin review",
        "latest review", "last review", "review date", "date of last review", "last review date", "first review",
    ),
    "review_invites_sent": ("invites sent", "review invites", "invitations sent"),
    "minutes_circulated": ("minutes circulated", "minutes sent", "minutes distributed", "meeting minutes sent"),
    "meeting_cancelled": ("meeting cancelled", "review cancelled", "cin meeting cancelled", "cancelled meeting"),
    "checkpoint_review": ("checkpoint", "checkpoint review", "midpoint review", "midway review"),
    "panel_review": ("panel", "cin panel", "panel review", "presented to panel", "panel date"),
    "extension_agreed": ("extension agreed", "plan extension agreed", "extension beyond nine months"),
    "manager_decision": (
        "manager decision", "management decision", "managers decision", "management oversight", "case decision",
    ),
    "supervision": (
        "supervision", "case supervision", "supervision record", "case discussion", "reflective supervision",
        "last supervision",
    ),
    "worker_changed": (
        "change of worker", "worker changed", "reallocation", "case reallocated", "change of social worker",
    ),
    "reason_recorded": ("reason for delay", "delay reason", "reason recorded", "reason for late visit"),
    "private_fostering_notified": ("private fostering", "private fostering notification"),
    "strategy_discussion": (
        "strategy discussion", "strategy meeting", "strat discussion", "strategy discussion date",
    ),
    "s47_started": (
        "s47", "section 47", "s47 started", "section 47 enquiry", "s47 enquiry", "s47 start date",
        "cp enquiry started",
    ),
    "icpc_held": (
        "icpc", "initial child protection conference", "initial cp conference", "icpc date",
        "initial conference",
    ),
    "cp_review": ("rcpc", "review child protection conference", "review cp conference", "cp review conference"),
    "cp_plan_started": (
        "cp plan started", "child protection plan started", "cp plan start", "cp plan start date", "cpp start",
        "child protection plan",
    ),
    "cp_plan_ended": (
        "cp plan ended", "child protection plan ended", "cp plan end", "cp plan end date", "cpp end",
        "deregistered",
    ),
    "pre_proceedings_started": (
        "pre proceedings", "plo", "plo started", "public law outline", "letter before proceedings",
    ),
    "cla_started": (
        "became looked after", "lac start", "cla start", "looked after start", "start of care", "lac start date",
        "period of care started",
    ),
    "cla_ended": (
        "ceased to be looked after", "lac end", "cla end", "looked after end", "end of care", "lac end date",
        "period of care ended",
    ),
    "early_help_started": (
        "early help started", "early help start", "early help opened", "step down to early help", "eh start",
    ),
    "early_help_ended": ("early help ended", "early help end", "early help closed", "eh end"),
    "transfer_out_agreed": ("transfer out agreed", "transfer agreed"),
    "transferred_out": (
        "transferred out", "transfer out", "case transferred out", "moved to other local authority",
        "transferred to another authority",
    ),
    "closure_summary": ("closure summary", "closing summary", "case closure summary", "closure record"),
    "case_closed": (
        "case closure", "case closed", "closure", "closed", "closure date", "date closed", "closed date", "case end",
        "end of involvement", "referral closed", "nfa closure", "case closure date", "referral end date",
        "episode closed", "case ended",
    ),
}  # fmt: skip

NO_EVENTS = (
    "cp visit", "child protection visit", "cp statutory visit", "lac visit", "cla visit", "looked after visit",
    "looked after statutory visit", "failed visit", "attempted visit", "visit attempted", "no access visit",
    "visit cancelled", "cancelled visit", "phone call", "telephone call", "telephone contact", "email", "case note",
    "letter", "text message", "file note", "chronology entry", "case recording", "visit due", "did not attend",
)  # fmt: skip
"""Names of steps that stand close to an event of ours and are none."""

USUAL_OUTCOMES: dict[str, tuple[str, ...]] = {
    "nfa": ("no further action", "nfa", "no further action required"),
    "early_help": (
        "early help", "step down", "step down to early help", "refer to early help", "targeted early help",
    ),
    "cin_plan": ("cin plan", "child in need plan", "child in need", "progress to cin", "cin", "section 17"),
    "continue": (
        "continue", "continue cin plan", "continue with plan", "plan to continue", "remain cin",
        "cin plan to continue", "ongoing",
    ),
    "step_up": (
        "step up", "escalate", "step up to cp", "escalate to child protection",
        "progress to strategy discussion",
    ),
    "close": ("close", "close case", "closure", "case closure", "end plan", "close to social care"),
    "refuse": ("refused", "declined", "not agreed"),
    "s47": ("section 47", "s47", "progress to s47", "s47 enquiry"),
    "s47_icpc": ("s47 to icpc", "section 47 to conference", "progress to icpc", "icpc"),
}  # fmt: skip

USUAL_YES_NO = {
    "yes": ("yes", "y", "true", "1", "seen", "child seen", "seen alone", "alone", "present"),
    "no": (
        "no", "n", "false", "0", "not seen", "child not seen", "not seen alone", "not alone", "with others",
        "not present", "refused",
    ),
}  # fmt: skip

USUAL_CHAIRS = {
    "social_worker": ("social worker", "sw", "allocated worker", "lead worker", "case holder"),
    "manager": (
        "manager", "team manager", "tm", "atm", "assistant team manager", "practice manager", "service manager",
    ),
    "conference_chair": ("conference chair", "cp chair", "iro", "independent chair", "child protection chair"),
}  # fmt: skip

USUAL_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "event_type": USUAL_EVENTS,
    "outcome": USUAL_OUTCOMES,
    "child_seen": USUAL_YES_NO,
    "seen_alone": USUAL_YES_NO,
    "chaired_by": USUAL_CHAIRS,
}
