"""The words of the patterns page: what is found, and what it does and does not say."""

import html

from cin_metrics.labels import all_worded, worded
from cin_metrics.patterns import Flurry, RuleTenths, Silences
from cin_metrics.patterns.batches import FEWEST_BATCH_DAYS, FEWEST_IN_BATCH, OLD_DAYS
from cin_metrics.patterns.bunching import FEWEST_ON_TIME, PILED
from cin_metrics.patterns.flurries import FLURRY, LAST_WORKING_DAYS
from cin_metrics.patterns.silences import FEWEST_CHILDREN
from cin_metrics.statistics.comparison import TOO_FEW, Interval
from cin_metrics.ui.charts import sentence
from cin_metrics.ui.tables import of_text, share_text
from cin_metrics.ui.view import View
from cin_metrics.words import EVENT_PHRASES, count, joined, sentence_start

KINDS = all_worded({
    "cin_visit": "Visits",
    "cin_review": "Reviews",
    "network_meeting": "Network meetings",
    "planning_meeting": "Planning meetings",
    "assessment_completed": "Completed assessments",
    "plan_updated": "Updates of plans",
    "supervision": "Supervisions",
    "checkpoint_review": "Managers' checkpoints",
    "case_closed": "Closings",
})
A_BATCH = worded(
    f"A batch: {FEWEST_IN_BATCH} or more entries of one kind for one worker's children put on file on one day, for "
    f"work of {FEWEST_BATCH_DAYS} or more different days, or of two where the oldest was {OLD_DAYS} or more days old."
)
LAST_TENTH = "Listed: done on time and in the last tenth of the time allowed."
ABOUT = all_worded({
    "deadline": (
        "**What this is.** On time means by the due date, so work done on the last day counts like work done on "
        "the first. Where most of it is done in the last tenth of the days allowed, the limit sets the rhythm and "
        "not the child. An even spread is worked out over the working days on which the work could be done; early "
        "work is usual, so anything above it is worth a look.\n\n"
        "**What it is not.** A visit planned for the day before the limit is no fault. Compare how much is done "
        "just after the due date: where work stops short there, the date may have been made to fit. Limits of a "
        "few days have a last tenth of one day and are hardly ever named."
    ),
    "flurries": (
        "**What this is.** The share of the work that falls into the last five working days of each month or "
        "quarter, beside the share of working days these are. A flurry is a quarter more than that, by more than "
        "chance gives with all kinds of work and all teams in view. How unevenly the work falls into other "
        "stretches of five working days is allowed for (siblings seen together, supervision of every case on one "
        "day).\n\n"
        "**What it is not.** Work done at the weekend or on a bank holiday is left out. A fixed meeting day in "
        "the last week of the month is a flurry too, and no fault."
    ),
    "batches": (
        "**What this is.** Entries of one kind for one worker's children put on file on one day. One visit to a "
        "family of five children is no batch: the work must be of different days. The extract does not say who "
        "typed an entry; the worker responsible stands for them.\n\n"
        "**What it is not.** A comparison of workers. They are named only in the list of a single team, by date. "
        "Entries without a recorded date or without a worker are left out."
    ),
    "silences": (
        "**What this is.** Days between one record and the next while a child is in need. Time on a protection "
        "plan or in care is not counted. *Usual* is told from the whole service, whatever is selected above: on "
        "95 of 100 days of all children in need in the period, the last work on file was no older than that. Past "
        "days are seen as they were on file then, so that today, with entries still to come, is not made to look "
        "worse. About one child in twenty is always beyond it; more of them means that the service has gone "
        "quiet.\n\n"
        "A running silence is not over: its length is a least length. In the table, silences that still run are "
        "counted as far as they go. A child's longest silence is unusual where it is longer than that of 95 of "
        "100 children.\n\n"
        "**Not the sign in Drift.** There, *nothing on record* is the policy's own limit (42 days unless the "
        "policy says otherwise), the same for every child and every service. Here the measure is this service "
        "itself: a child can be quiet for longer than usual well before day 42, and a quiet service would call "
        "even 50 days usual."
    ),
})
"""What each pattern is, how it is worked out and what it does not say, as Markdown."""


def deadline_answer(rules: list[RuleTenths], view: View) -> str:
    """Whether any rule is kept at its deadline only."""
    titles = {rule.id: rule.title for rule in view.policy.rules}
    judged = [rule for rule in rules if rule.verdict != TOO_FEW]
    named = [html.escape(f"“{titles[rule.rule_id]}”") for rule in judged if rule.verdict == PILED]
    if not judged:
        return "Too little was done on time to say whether work piles up at the deadline."
    if not named:
        return f"Work piles up at the deadline under <b>none of {count(len(judged), 'rule')}</b>."
    share = f"{len(named)} of {count(len(judged), 'rule')}"
    return f"Work piles up at the deadline under <b>{share}</b>: {joined(named, 'and')}."


def flurry_answer(kinds: tuple[Flurry, ...]) -> str:
    """Which work comes in a flurry before the month ends, and in which teams."""
    named = []
    for kind in kinds:
        if kind.verdict == FLURRY or kind.teams_named:
            teams = joined([html.escape(sentence(team)) for team in kind.teams_named], "and")
            named.append(KINDS[kind.event_type].lower() + (f" in {teams}" if teams else ""))
    if not named:
        return "<b>No work</b> comes in a flurry before the month ends."
    return f"Before the month ends comes a flurry of <b>{joined(named, 'and')}</b>."


def silence_answer(group: Silences) -> str:
    """How many children are quiet for longer than usual."""
    number, who = len(group.children), "in long-term disability support" if group.is_cwd else worded("in need")
    if not number:
        return f"No child is {who}."
    if group.usual is None:
        return f"Fewer than {FEWEST_CHILDREN} children were {who} in the period: too few to tell what is usual."
    share = share_text(len(group.quiet) / number)
    verdict = "" if group.verdict == TOO_FEW else f", {group.verdict}"
    return (
        f"<b>{of_text(len(group.quiet), number)} children</b> {who} ({share}) have had nothing on record for more than "
        f"{count(group.usual, 'day')}{verdict} ({share_text(group.expected_share)} on the days of the period)."
    )


def listed_said(group: Silences) -> tuple[str, str]:
    """Whom the lists of a group hold: those quiet now, and those quiet before."""
    return (
        f"Listed: nothing on record for more than {count(group.usual or 0, 'day')}, which 95 of 100 days of the "
        "period did not exceed.",
        f"Listed: a silence of more than {count(group.usual_longest or 0, 'day')}, which the longest of 95 of 100 "
        "children does not exceed, and not quiet for longer than usual now.",
    )


def deadline_sentence(rule: RuleTenths) -> str:
    """What is found of one rule."""
    said = (
        f"{of_text(rule.at_the_deadline, rule.on_time)} ({share_text(rule.share)}) were done in the last tenth of the "
        f"time allowed; an even spread would give {share_text(rule.even)}."
    )
    after = f" In as long a time just after it: {rule.just_after:,}."
    if rule.verdict == TOO_FEW:
        return f"{said}{after} With fewer than {FEWEST_ON_TIME} done on time, too few to say more."
    verdict = "The work piles up at the deadline." if rule.verdict == PILED else "That is not called a pile."
    return f"{said}{after} {verdict}"


def flurry_sentences(kind: Flurry, window: str) -> list[str]:
    """What is found of one kind of work."""
    found = kind.found
    said = [
        f"{of_text(found.inside, found.total)} ({share_text(found.share)}) fell into the last {LAST_WORKING_DAYS} "
        f"working days of a {window}, where {found.expected:,.0f} would be expected: {kind.verdict}."
    ]
    for team in kind.teams:
        if team.verdict == FLURRY:
            said.append(
                f"{sentence(team.team)}: {of_text(team.found.inside, team.found.total)} "
                f"({share_text(team.found.share)}), where "
                f"{team.found.expected:,.0f} would be expected. That is a flurry."
            )
    if kind.not_worked:
        said.append(f"Left out: {kind.not_worked:,} on days that are not working days.")
    return said


def last_said(event_type: str | None) -> str:
    """The last event in words."""
    return sentence_start(EVENT_PHRASES[event_type]) if event_type else worded("The start of this time in need")


def interval_text(interval: Interval | None) -> str | None:
    """``15% to 19%``."""
    return f"{interval[0]:.0%} to {interval[1]:.0%}" if interval else None
