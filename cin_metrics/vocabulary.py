"""The words every part of the product agrees on: events, columns, outcomes, spells, shapes, statuses.

Order matters in one place: where one day holds several events that could have started or ended a
spell, the one that stands first in ``EVENT_TYPES`` is named (``spells.started_by``, ``ended_by``).
"""

EVENT_TYPES: dict[str, str] = {
    "referral_received": "A contact was accepted as a referral",
    "transferred_in": "The child came from another authority",
    "contact_received": "A contact reached the front door",
    "case_allocated": "The case was given to a social worker",
    "consent_recorded": "The family's consent was put on file",
    "consent_withdrawn": "The family withdrew consent",
    "manager_alerted": "The manager was told of a withdrawal of consent",
    "assessment_started": "The assessment began",
    "assessment_completed": "The assessment was completed and authorised",
    "assessment_extension_authorised": "A manager authorised a longer assessment",
    "assessment_shared": "The assessment was shared with the family",
    "cin_visit": "A visit to the child",
    "planning_meeting": "A meeting to plan the work",
    "family_group_meeting": "A family group conference or decision-making meeting",
    "plan_started": "A child in need plan began",
    "plan_endorsed": "A manager endorsed the plan",
    "plan_updated": "The plan was changed",
    "plan_circulated": "The plan was sent to those in it",
    "plan_ended": "The plan ended",
    "network_meeting": "The professionals and family met",
    "cin_review": "A review of the plan (Manchester: a progress meeting)",
    "review_invites_sent": "Invitations to a review went out",
    "minutes_circulated": "Minutes of a meeting were sent out",
    "meeting_cancelled": "A meeting was cancelled",
    "checkpoint_review": "A manager's checkpoint on the case",
    "checkpoint_circulated": "The record of a checkpoint was sent out",
    "conference_chair_review": "The conference chair looked at the case after step-down",
    "conference_chair_closed": "The conference chair closed their involvement",
    "early_closure_agreed": "The conference chair agreed to close early",
    "panel_review": "The child in need panel considered the child",
    "extension_agreed": "A plan beyond nine months was agreed",
    "manager_decision": "A manager's decision",
    "supervision": "The case was discussed in supervision",
    "worker_changed": "The allocated worker changed",
    "reason_recorded": "Why a standard was not met was put on file",
    "private_fostering_notified": "The authority was told of private fostering",
    "strategy_discussion": "A strategy discussion was held",
    "s47_started": "A section 47 enquiry began",
    "icpc_held": "An initial child protection conference was held",
    "cp_review": "A child protection review conference was held",
    "cp_plan_started": "A child protection plan began",
    "cp_plan_ended": "The child protection plan ended",
    "pre_proceedings_started": "Pre-proceedings began",
    "cla_started": "The child came into care",
    "cla_ended": "The child left care",
    "early_help_started": "Early help began",
    "early_help_ended": "Early help ended",
    "transfer_out_agreed": "Transfer to another authority was agreed",
    "transferred_out": "The child went to another authority",
    "closure_summary": "A closing summary was written",
    "case_closed": "The case was closed",
}

COLUMNS: dict[str, str] = {
    "child_id": "The case system's identifier for the child, kept exactly",
    "event_type": "What happened: a word of the vocabulary",
    "event_date": "The day it happened",
    "recorded_date": "The day it was put on file",
    "episode_id": "What holds a child's events together from referral to closure",
    "team": "The team responsible at that event",
    "worker": "The worker responsible at that event",
    "cohort": "One or more groups the child belongs to, with ; between",
    "outcome": "A code saying how it ended",
    "child_seen": "Whether the child was seen: yes, no, or blank where not recorded",
    "seen_alone": "Whether the child was seen alone: yes, no, or blank where not recorded",
    "chaired_by": "Who chaired: social_worker, manager, conference_chair …",
    "family_id": "What siblings share",
}
REQUIRED_COLUMNS = ("child_id", "event_type", "event_date")

CHILD_COLUMNS: dict[str, str] = {
    "child_id": "The same identifier as in the events",
    "date_of_birth": "Date of birth",
    "sex": "Sex",
    "ethnicity": "Ethnicity code",
    "disabled": "Whether the child is disabled: yes or no",
    "primary_need": "Primary need code",
}

GROUP_WORDS: dict[str, dict[str, str]] = {
    "sex": {
        "Female": "F FEMALE 2 GIRL",
        "Male": "M MALE 1 BOY",
        "Unknown": "U I 0 9 UNKNOWN INDETERMINATE NEITHER NOT",
    },
    "ethnicity": {
        "White": "WBRI WIRI WIRT WROM WOTH WHITE",
        "Mixed": "MWBC MWBA MWAS MOTH MIXED",
        "Asian": "AIND APKN ABAN AOTH CHNE CNHE ASIAN CHINESE",
        "Black": "BCRB BAFR BOTH BLACK",
        "Other": "OOTH OTHER ARAB",
        "Unknown": "REFU NOBT UNKNOWN REFUSED NOT",
    },
    "disabled": {"Disabled": "YES", "Not disabled": "NO"},
    "primary_need": {
        "Abuse or neglect": "N1",
        "Child's disability": "N2",
        "Parent's disability or illness": "N3",
        "Family in acute stress": "N4",
        "Family dysfunction": "N5",
        "Socially unacceptable behaviour": "N6",
        "Low income": "N7",
        "Absent parenting": "N8",
        "Other than in need": "N9",
        "Not stated": "N0",
    },
}
"""The groups of each characteristic, in order, and the codes and first words that stand for each (census codes; CNHE is
how some guidance spells CHNE)."""

OUTCOMES: dict[str, str] = {
    "nfa": "No further action",
    "early_help": "Early help",
    "cin_plan": "A child in need plan",
    "continue": "Continue as now",
    "step_up": "Step up to protection",
    "close": "Close",
    "refuse": "Refused",
    "s47": "Section 47 enquiry",
    "s47_icpc": "Section 47 enquiry that went to conference",
}
CLOSURE_CODES: dict[str, str] = {
    "RC1": "Adopted",
    "RC2": "Died",
    "RC3": "Child arrangements order",
    "RC4": "Special guardianship order",
    "RC5": "Transferred to another authority",
    "RC6": "Transferred to adult services",
    "RC7": "Services ceased for any other reason",
    "RC8": "Closed after assessment, no further action",
    "RC9": "Closed after assessment, referred to early help",
}

COHORTS: dict[str, str] = {
    "cwd": "Disabled children",
    "private_fostering": "Privately fostered children",
    "short_break": "Short breaks",
    "csdpa": "Support under the Chronically Sick and Disabled Persons Act",
}

SPELLS: dict[str, str] = {
    "episode": "From the first event to closure or transfer out",
    "protection": "On a child protection plan",
    "care": "In care",
    "in_need": "Open under section 17 and neither on a protection plan nor in care",
    "plan": "On a child in need plan",
}

TOPICS: dict[str, str] = {
    "assessment": "Assessment",
    "visit": "Visits",
    "plan": "Plans",
    "meeting": "Meetings",
    "review": "Reviews",
    "oversight": "Management oversight",
    "recording": "Recording",
    "consent": "Consent",
    "transfer": "Transfers",
    "closure": "Closure",
    "protection": "Child protection",
}

SHAPES = ("within", "every", "recorded_within", "before", "requires", "stay")

STATUSES: dict[str, str] = {
    "on_time": "Met by the due date",
    "late": "Met after the due date",
    "missed": "Never met, and it can no longer be",
    "overdue": "Not met, past the due date and still open",
    "upcoming": "Not yet met, not yet due",
    "not_required": "The spell ended before it fell due",
}

NOT_RECORDED = "not recorded"
"""What the group is called of those of whom nothing is recorded; the queries that name groups say it too."""

EVENT_CONDITIONS = ("outcome", "child_seen", "seen_alone", "chaired_by")
"""The columns a policy may ask about in ``where`` and ``where_not``."""
