"""What is said of an Annex A workbook beside its events: its day, and how its lists were read together."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cin_metrics.sources.annex_a_codes import ethnicity, primary_need
from cin_metrics.sources.annex_a_events import Found, Story
from cin_metrics.sources.annex_a_lists import BY_NUMBER

DAYS = {
    "contact": "the day of a contact",
    "early_help": "the start of early help",
    "referral": "the day of a referral",
    "started": "the start of an assessment",
    "completed": "the end of an assessment",
    "discussion": "the day of a strategy discussion",
    "conference": "the day of a conference",
    "start": "the start of a case, a plan or care",
    "last_seen": "the day a child was last seen",
    "closure": "the closure of a case",
    "review": "the day of a review conference",
    "end": "the end of a plan or of care",
}

SENTENCES = {
    "closed without further action": "{} referrals without further action and without a case open that day are "
    "cases of their own, closed on that day.",
    "starts told by List 3": "{} starts in List 6 follow a referral in List 3 and are not referrals of their own.",
    "conferences of two enquiries": "{} conferences stand with two enquiries and count once.",
    "closed without a day": "{} cases in List 6 are closed by their status but have no day of closure; they count "
    "as open.",
    "in care without List 8": "{} cases in List 6 are in care by their status but not in List 8; they count as in "
    "need.",
    "protected without List 7": "{} cases in List 6 have a child protection plan by their status but are not in "
    "List 7; they count as in need.",
    "seen under a protection plan": "{} children were last seen under a child protection plan; that is no visit "
    "to a child in need.",
}


class LatestDay(NamedTuple):
    """The latest day in a workbook, and where it stands."""

    day: date
    list: int
    field: str

    def __str__(self) -> str:
        return f"{in_words(self.day)} (List {self.list}, {BY_NUMBER[self.list].title}: {DAYS[self.field]})"


def latest_day(rows: Sequence[Found], today: date | None = None) -> LatestDay | None:
    """The latest day that any list names, none after ``today``: most likely that of the snapshot."""
    today = today or date.today()
    named = (LatestDay(day, row.list, field) for row in rows for field in DAYS if (day := row.day(field)))
    return max((one for one in named if one.day <= today), key=lambda one: one.day, default=None)


def day_note(latest: LatestDay | None, given: date | None) -> str:
    """Of which day the workbook is, as given or as it seems."""
    if given:
        note = f"The day of the workbook is {in_words(given)}, as given."
        return note + (f" The latest day in it is {latest}." if latest and latest.day > given else "")
    if latest is None:
        return "The workbook does not say of which day it is, and holds no day that can be read."
    return (
        f"The workbook does not say of which day it is. The latest day in it is {latest}: that is taken for its day, "
        "unless you choose another, and is the as-of date to give."
    )


def in_words(day: date) -> str:
    """A day as 12 March 2021."""
    return f"{day.day} {day:%B %Y}"


def story_notes(story: Story) -> list[str]:
    """How the lists were read together."""
    counts = story.counts
    notes = [words.format(f"{counts[what]:,}") for what, words in SENTENCES.items() if counts[what]]
    statuses = {
        what.removeprefix("status "): number
        for what, number in counts.items()
        if what.startswith("status ")
    }
    if statuses:
        listed = ", ".join(f"{number:,} {what}" for what, number in sorted(statuses.items()))
        notes.append(
            f"Case status in List 6: {listed}. It has no day, so plans have no start and no rule about plans can "
            "be answered."
        )
    for field, known, words in (
        ("ethnicity", ethnicity, "an ethnicity without a known code"),
        ("primary_need", primary_need, "a primary need that is not N0 to N9"),
    ):
        strange = sum(1 for row in story.rows if row[field] and known(row[field]) is None)
        if strange:
            notes.append(f"{strange:,} rows have {words}; it is left blank.")
    notes.append(
        "The workbook is a snapshot: one row a child in Lists 6, 7 and 8, the latest sighting and review only, "
        "and the team and worker of that day on every event. Choose a period within the six months before it; "
        "figures on visits and reviews in time say nothing."
    )
    return notes
