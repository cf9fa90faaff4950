"""The simulated council in one place: its teams, its habits and how far they slip.

Read these numbers to know what the example extract shows. Delays are in working days unless a
name ends in ``_DAYS``; shares are parts of one. A delay is a set of bands ``(from, to)`` with the
share that falls in each; ``None`` is the share for which the thing never happens. A rhythm is the
median gap in working days and the spread of its logarithm.
"""

from collections.abc import Mapping

Delay = Mapping[tuple[int, int] | None, float]
Rhythm = tuple[float, float]
Slackness = tuple[tuple[float, float], ...]

WINDOW_DAYS = 1000
"""The first referrals are this long before the as-of date; nobody is open when it begins."""

# How slack each team is: (months before the as-of date, factor on every gap), straight in between.
DISABILITY_TEAM = "Children with Disabilities"
WORSENING_TEAM = "Harbour"
RECOVERING_TEAM = "Millbrook"
TEAMS: dict[str, Slackness] = {
    "Castle Hill": ((0, 0.92),),
    "Eastfield": ((0, 1.0),),
    WORSENING_TEAM: ((9, 0.97), (0, 1.6)),
    RECOVERING_TEAM: ((15, 1.5), (5, 0.95)),
    "Northgate": ((0, 1.04),),
    "Westmoor": ((0, 0.98),),
    DISABILITY_TEAM: ((0, 1.0),),
}
WORKERS_PER_TEAM = 4
FAMILIES_PER_STAFFING = 200
"""After so many families the council is taken to be larger: another set of workers holds them."""

# (first month and day, last month and day, factor on gaps, factor on referrals)
SEASONS = (
    ((8, 1), (8, 31), 1.22, 0.7),
    ((12, 18), (12, 31), 1.3, 0.5),
    ((1, 1), (1, 4), 1.3, 0.5),
)
WEEKEND_REFERRALS = 0.15
"""What comes in on a day at the weekend, where a weekday brings 1."""

# Families and how they come in.
FAMILY_SIZES = {1: 0.62, 2: 0.24, 3: 0.14}
SIBLING_GOES_OWN_WAY = 0.2
SIBLING_AWAY = 0.08
"""Of the visits to a family, those that missed this sibling."""
ROUTES = {"referral": 0.76, "transfer": 0.07, "protection": 0.11, "care": 0.06}
GROUPS = {
    "": 0.815,
    "cwd": 0.065,
    "cwd;short_break": 0.035,
    "cwd;csdpa": 0.035,
    "csdpa": 0.01,
    "private_fostering": 0.04,
}
STARTS_IN_DISABILITY_TEAM = 0.7
DRIFTING = 0.17
"""Ordinary cases in which reviews end "continue", the plan stays as it is and time passes."""
CLOSELY_REVIEWED = 0.4
"""Cases whose every meeting is a review, about six-weekly."""

# The front door and the assessment.
CONTACT_FIRST = 0.9
EARLY_HELP_BEFORE = 0.1
NO_ACTION_AT_REFERRAL = 0.05
REFERRAL_AFTER_CONTACT_DAYS: Delay = {(0, 0): 0.55, (1, 1): 0.33, (2, 3): 0.12}
DECISION: Delay = {(0, 0): 0.6, (1, 1): 0.26, (2, 4): 0.06, None: 0.08}
ALLOCATION: Delay = {(0, 0): 0.73, (1, 1): 0.17, (2, 5): 0.1}
ASSESSMENT_OPENED: Delay = {(0, 0): 0.68, (1, 1): 0.2, (2, 6): 0.12}
CONSENT: Delay = {(0, 0): 0.4, (1, 2): 0.4, (3, 10): 0.13, None: 0.07}
FIRST_VISIT: Delay = {(0, 1): 0.16, (2, 3): 0.34, (4, 5): 0.3, (6, 9): 0.14, (10, 16): 0.06}
TEN_DAY_CHECKPOINT: Delay = {(6, 10): 0.74, (11, 16): 0.16, None: 0.1}
CIRCULATION: Delay = {(1, 5): 0.74, (6, 12): 0.14, (13, 24): 0.05, None: 0.07}
MINUTES: Delay = {(3, 12): 0.5, (13, 20): 0.34, (21, 32): 0.09, None: 0.07}
PLANNING_MEETING: Delay = {(12, 20): 0.76, (21, 30): 0.2, None: 0.04}
ASSESSMENT: Delay = {
    (2, 10): 0.12,
    (11, 20): 0.2,
    (21, 30): 0.2,
    (31, 40): 0.2,
    (41, 45): 0.155,
    (46, 50): 0.055,
    (51, 60): 0.04,
    (61, 80): 0.03,
}
URGENT_ASSESSMENT: Delay = {(4, 10): 0.3, (11, 20): 0.5, (21, 30): 0.2}
LONG_ASSESSMENT = 45
EXTENSION_AUTHORISED = 0.6
ASSESSMENT_OUTCOMES = {"nfa": 0.24, "early_help": 0.15, "cin_plan": 0.55, "step_up": 0.06}
ASSESSMENT_SHARED: Delay = {(1, 8): 0.66, (9, 20): 0.2, None: 0.14}
ENQUIRY_DURING_ASSESSMENT = 0.06
CASH_ONLY_NEVER_VISITED = 0.04
PLANNING_MEETING_IF_NOT_IN_NEED = 0.5

# The plan: visits, meetings, reviews.
PLAN_LENGTH_DAYS: Delay = {
    (50, 110): 0.22,
    (110, 200): 0.36,
    (200, 300): 0.25,
    (300, 420): 0.11,
    (420, 650): 0.06,
}
DRIFTING_LENGTH_DAYS: Delay = {(400, 600): 0.5, (600, 1000): 0.5}
LONG_TERM_LENGTH_DAYS: Delay = {(250, 500): 0.3, (500, 1500): 0.7}
STEP_DOWN_LENGTH_DAYS: Delay = {
    (40, 85): 0.26,
    (93, 180): 0.36,
    (180, 300): 0.28,
    (300, 500): 0.1,
}
PLAN_ENDS = {
    "close": 0.62,
    "step_up": 0.15,
    "look_after": 0.05,
    "transfer_out": 0.09,
    "withdrawn": 0.09,
}
FIRST_NETWORK_MEETING: Delay = {(3, 7): 0.46, (8, 10): 0.37, (11, 18): 0.17}
PLAN_STARTED: Delay = {(0, 0): 0.78, (1, 4): 0.22}
DISABILITY_PLAN_STARTED: Delay = {(3, 10): 0.75, (11, 20): 0.25}
STEP_DOWN_PLAN: Delay = {(0, 2): 0.75, (3, 10): 0.25}
STEP_DOWN_PLANNING: Delay = {(3, 10): 0.74, (11, 20): 0.18, (21, 30): 0.08}
PLAN_ENDORSED: Delay = {(0, 5): 0.76, (6, 15): 0.12, None: 0.12}
VISITS: dict[str, Rhythm] = {
    "": (10.0, 0.26),
    "cwd": (23.0, 0.22),
    "private_fostering": (22.0, 0.25),
}
LATER_PRIVATE_FOSTERING_VISITS: Rhythm = (46.0, 0.22)
VISIT_SKIPPED = 0.045
REASON_GIVEN = 0.5
REASON_AFTER = {"": 15, "cwd": 30, "private_fostering": 30}
"""A visit later than this many working days may have its reason recorded."""
REASONS = {
    "family_declined": 0.22,
    "child_away": 0.24,
    "worker_absent": 0.2,
    "team_vacancy": 0.14,
    "unable_to_arrange": 0.2,
}
NOT_SEEN = 0.045
SEEN = {"yes": 0.96, "": 0.04}
SEEN_ALONE = {"yes": 0.64, "no": 0.19, "": 0.17}
MEETINGS: Rhythm = (24.5, 0.14)
STEP_DOWN_MEETINGS: Rhythm = (16.5, 0.14)
STEP_DOWN_WATCH_DAYS = 90
REVIEWS: dict[str, Rhythm] = {
    "cwd": (108.0, 0.15),
    "cwd closely": (56.0, 0.14),
    "csdpa": (205.0, 0.15),
    "private_fostering": (52.0, 0.13),
}
"""Groups without network meetings; everyone else's reviews stand among the meetings."""
NO_MEETING_BEFORE_THE_LAST_DAYS = 14
CANCELLED = 0.09
REARRANGED: Delay = {(3, 10): 0.72, (11, 22): 0.22, None: 0.06}
INVITES_DAYS: Delay = {(14, 20): 0.74, (4, 13): 0.18, None: 0.08}
CHAIRS = {"social_worker": 0.66, "manager": 0.34}
FINAL_CHAIRS = {"social_worker": 0.18, "manager": 0.82}
PLAN_UPDATED_AFTER_REVIEW = 0.5
PLAN_UPDATE: Delay = {(0, 5): 0.8, (6, 15): 0.2}
REASSESSMENT: Rhythm = (104.0, 0.17)
REASSESSMENT_SKIPPED = 0.1
FAMILY_GROUP_MEETING = 0.15
CONSENT_WITHDRAWN = 0.06
ALERT: Delay = {(0, 0): 0.55, (1, 1): 0.22, (2, 5): 0.15, None: 0.08}
CONSENT_AGAIN: Delay = {(3, 15): 0.6, None: 0.4}
ENQUIRY_DURING_PLAN = 0.1
ENQUIRY_WITHOUT_DISCUSSION = 0.1
REVIEW_BEFORE_STEP_UP = 0.5

# Oversight.
SUPERVISION: Rhythm = (25.0, 0.28)
SUPERVISION_SKIPPED = 0.13
SIX_MONTH_CHECKPOINT: Delay = {(106, 123): 0.68, (127, 150): 0.18, None: 0.14}
PANEL: Delay = {(130, 184): 0.66, (190, 230): 0.16, None: 0.18}
DRIFTING_PANEL: Delay = {(150, 184): 0.35, (190, 300): 0.2, None: 0.45}
PANEL_OUTCOMES = {"continue": 0.78, "close": 0.12, "refuse": 0.1}
EXTENSION: Delay = {(150, 186): 0.66, (190, 230): 0.14, None: 0.2}
EXTENDED_CHECKPOINTS: Rhythm = (112.0, 0.12)
WORKER_STAYS_DAYS = 620
DRIFTING_WORKER_STAYS_DAYS = 170

# Protection and care.
ENQUIRY_STARTED_DAYS: Delay = {(0, 0): 0.75, (1, 2): 0.25}
CONFERENCE: Delay = {(9, 12): 0.28, (13, 15): 0.54, (16, 24): 0.18}
PROTECTION_LENGTH_DAYS: Delay = {(95, 190): 0.42, (190, 300): 0.33, (300, 500): 0.25}
FIRST_PROTECTION_REVIEW: Rhythm = (58.0, 0.08)
PROTECTION_REVIEWS: Rhythm = (115.0, 0.1)
PRE_PROCEEDINGS = 0.16
PROTECTION_ENDS = {"support": 0.78, "look_after": 0.1, "close_after_protection": 0.12}
PLAN_END_NOTED_ON_LEAVING = 0.4
CHAIR_REVIEW: Delay = {(18, 29): 0.72, (31, 45): 0.14, None: 0.14}
CHAIR_CLOSED: Delay = {(31, 57): 0.7, (61, 80): 0.14, None: 0.16}
EARLY_CLOSURE_AGREED = 0.7
CARE_LENGTH_DAYS: Delay = {(20, 90): 0.4, (90, 300): 0.45, (300, 900): 0.15}
CARE_AFTER_PROTECTION_DAYS = 70
"""At the least, so that the protection plan ends while the child is in care."""
BACK_FROM_CARE = 0.75
PROTECTION_PLAN_ENDED_IN_CARE_DAYS: Delay = {(20, 60): 1.0}

# Endings and returns.
CLOSURE: Delay = {(1, 4): 0.32, (5, 10): 0.47, (11, 18): 0.15, (19, 40): 0.06}
CLOSED_WITHOUT_REVIEW = 0.12
CLOSING_SUMMARY = {"before": 0.84, "after": 0.05, "never": 0.11}
SUMMARY_AFTER: Delay = {(1, 8): 1.0}
DECISION_TO_CLOSE = 0.65
TO_EARLY_HELP = 0.24
EARLY_HELP_SAID_ON_CLOSURE = 0.6
CLOSURE_CODES = {"RC7": 0.86, "RC3": 0.05, "RC4": 0.04, "RC6": 0.05}
CLOSURE_CODES_FROM_CARE = {"RC4": 0.55, "RC3": 0.25, "RC1": 0.2}
EARLY_HELP_STARTED: Delay = {(0, 5): 0.7, (6, 16): 0.3}
TRANSFER: Delay = {(3, 10): 0.72, (11, 22): 0.28}
RETURNS = 0.5
RETURN_AFTER_DAYS: Delay = {(35, 120): 0.45, (121, 330): 0.4, (331, 600): 0.15}

# Putting it on file.
RECORDING: Delay = {
    (0, 0): 0.36,
    (1, 1): 0.25,
    (2, 2): 0.12,
    (3, 3): 0.08,
    (4, 5): 0.08,
    (6, 10): 0.065,
    (11, 25): 0.03,
    (26, 60): 0.015,
}
STATUS_RECORDING: Delay = {(0, 0): 0.82, (1, 1): 0.14, (2, 4): 0.04}
STATUS_EVENTS = {
    "contact_received",
    "referral_received",
    "transferred_in",
    "case_allocated",
    "cp_plan_started",
    "cp_plan_ended",
    "cla_started",
    "cla_ended",
    "transferred_out",
    "case_closed",
}
"""Changes of status are on file within days; the rest waits for the worker to write it up."""
