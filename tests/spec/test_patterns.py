"""Patterns worked by hand: in which tenth, before which month end, in which batch, for how many days of silence."""

from datetime import date
from typing import Any

import pytest

from cin_metrics import patterns
from cin_metrics.ledger import Ledger, make_ledger
from cin_metrics.measures import Selection, make_measures
from cin_metrics.packs import policy_from_mapping
from cin_metrics.patterns import Question
from cin_metrics.statistics.comparison import TOO_FEW
from tests.spec.figures import NO_RULE
from tests.spec.support import events_of, pack_of
from tests.support import extract_of

Rows = list[dict[str, Any]]

ASSESSMENT = """
    id: assessment
    within: {limit}
    from: referral_received
    to: assessment_completed
"""
VISITS = """
    id: visits
    every: 10 days
    of: cin_visit
    from: referral_received
"""


def ledger_of(events: str, as_of: str, rules: str = NO_RULE, pack: str = "") -> Ledger:
    """The ledger of rules over the events of a text table."""
    policy = policy_from_mapping(pack_of(rules, pack), "pack")
    return make_ledger(extract_of(events_of(events)), policy, date.fromisoformat(as_of))


def asked(first: str, last: str, **selection: tuple[str, ...]) -> Question:
    """A question about a period."""
    return Question(date.fromisoformat(first), date.fromisoformat(last), Selection(**selection))


TWENTY_DAYS = """
    child_id | episode_id | event_date | event_type           | team
    a        | a          | 2026-03-02 | referral_received    | North
    a        | a          | 2026-03-02 | assessment_completed | North
    b        | b          | 2026-03-02 | referral_received    | North
    b        | b          | 2026-03-04 | assessment_completed | North
    c        | c          | 2026-03-02 | referral_received    | North
    c        | c          | 2026-03-05 | assessment_completed | North
    d        | d          | 2026-03-02 | referral_received    | North
    d        | d          | 2026-03-20 | assessment_completed | North
    e        | e          | 2026-03-02 | referral_received    | North
    e        | e          | 2026-03-21 | assessment_completed | South
    f        | f          | 2026-03-02 | referral_received    | South
    f        | f          | 2026-03-22 | assessment_completed | South
    g        | g          | 2026-03-02 | referral_received    | South
    g        | g          | 2026-03-24 | assessment_completed | South
    h        | h          | 2026-03-02 | referral_received    | South
    h        | h          | 2026-03-25 | assessment_completed | South
"""


def test_what_is_met_on_time_falls_into_tenths_of_the_time_allowed() -> None:
    """Of 20 days: days 0 and 2 are the first tenth, 3 the second, 18 the ninth, 19 and 20 the tenth.

    Day 22 is late by a tenth and stands just after; day 23 is further out and stands nowhere.
    """
    ledger = ledger_of(TWENTY_DAYS, "2026-06-30", ASSESSMENT.format(limit="20 days"))
    (rule,) = patterns.bunching(ledger, asked("2026-01-01", "2026-06-30"))
    assert rule.tenths == (2, 1, 0, 0, 0, 0, 0, 0, 1, 2)
    assert rule.just_after == 1
    assert (rule.at_the_deadline, rule.on_time) == (2, 6)
    assert rule.teams == {"North": (0, 4), "South": (2, 2)}
    assert rule.verdict == TOO_FEW


def test_the_share_is_the_measure_bunching() -> None:
    """To the case, for whatever is selected: the two may not say different things."""
    ledger = ledger_of(TWENTY_DAYS, "2026-06-30", ASSESSMENT.format(limit="20 days"))
    for teams in ((), ("South",)):
        question = asked("2026-01-01", "2026-06-30", teams=teams)
        (rule,) = patterns.bunching(ledger, question)
        (measure,) = make_measures(
            ledger, question.first, question.last, "rule", question.selection, ["bunching"]
        ).to_pylist()
        assert (rule.at_the_deadline, rule.on_time) == (measure["numerator"], measure["denominator"])


def test_the_children_at_the_deadline_are_those_counted() -> None:
    """Those met on day 19 and 20, by child as both fell due on one day."""
    ledger = ledger_of(TWENTY_DAYS, "2026-06-30", ASSESSMENT.format(limit="20 days"))
    rows = patterns.met_at_the_deadline(ledger, asked("2026-01-01", "2026-06-30"), "assessment")
    assert [row["child_id"] for row in rows] == ["e", "f"]


def test_what_is_not_yet_due_on_the_day_asked_about_is_not_counted() -> None:
    """As in the measure: due on 22 March, asked on the 21st."""
    ledger = ledger_of(TWENTY_DAYS, "2026-03-21", ASSESSMENT.format(limit="20 days"))
    assert patterns.bunching(ledger, asked("2026-01-01", "2026-06-30")) == []


@pytest.mark.parametrize(
    ("limit", "start", "even"),
    [
        ("5 working days", "2026-03-02", 1 / 6),
        ("20 days\n    not_before: 10 days", "2026-03-04", 2 / 7),
        ("1 working day", "2026-03-02", 1 / 2),
    ],
)
def test_an_even_spread_is_over_the_working_days_on_which_it_could_be_done(
    limit: str, start: str, even: float
) -> None:
    """Monday to Monday are six working days, of which the last tenth of seven days is the last Monday.

    From the 14th, where it first counts, to the 24th are seven working days; days 19 and 20 are the Monday and Tuesday.
    Of today and tomorrow, tomorrow is half: under a limit of one day, half of all work is in the last tenth.
    """
    ledger = ledger_of(
        f"""
            event_date | event_type
            {start}    | referral_received
            {"2026-03-16" if "not_before" in limit else start} | assessment_completed
        """,
        "2026-06-30",
        ASSESSMENT.format(limit=limit),
    )
    (rule,) = patterns.bunching(ledger, asked("2026-01-01", "2026-06-30"))
    assert rule.even == pytest.approx(even)
    assert rule.bar == pytest.approx(max(0.2, 2 * even))


def test_the_gaps_of_a_recurring_rule_are_placed_alike() -> None:
    """Ten days allowed each time: after 10, 1 and 9 days, and at last late by one, which is a tenth."""
    ledger = ledger_of(
        """
            event_date | event_type
            2026-03-02 | referral_received
            2026-03-12 | cin_visit
            2026-03-13 | cin_visit
            2026-03-22 | cin_visit
            2026-04-02 | cin_visit
        """,
        "2026-04-05",
        VISITS,
    )
    (rule,) = patterns.bunching(ledger, asked("2026-01-01", "2026-06-30"))
    assert rule.tenths == (1, 0, 0, 0, 0, 0, 0, 0, 1, 1)
    assert rule.just_after == 1


def test_a_pile_is_named_only_where_it_is_sure() -> None:
    """Of 40 each met on the last day: surely more than a fifth. Of 10 such, too few to say."""

    def of(children: int) -> str:
        lines = "\n".join(
            f"{n} | {n} | 2026-03-02 | referral_received\n{n} | {n} | 2026-03-30 | assessment_completed"
            for n in range(children)
        )
        ledger = ledger_of(
            f"child_id | episode_id | event_date | event_type\n{lines}",
            "2026-06-30",
            ASSESSMENT.format(limit="20 working days"),
        )
        return patterns.bunching(ledger, asked("2026-01-01", "2026-06-30"))[0].verdict

    assert of(40) == "piles up at the deadline"
    assert of(10) == TOO_FEW


MAY = """
    child_id | event_date | event_type | recorded_date | team  | worker
    1        | 2026-05-01 | cin_visit  | 2026-05-01    | North | Ann
    1        | 2026-05-20 | cin_visit  | 2026-05-28    | North | Ann
    1        | 2026-05-21 | cin_visit  | 2026-05-21    | North | Ann
    1        | 2026-05-22 | cin_visit  | 2026-05-22    | North | Ann
    1        | 2026-05-25 | cin_visit  | 2026-05-25    | North | Ann
    1        | 2026-05-29 | cin_visit  |               | North | Ann
    1        | 2026-05-30 | cin_visit  | 2026-06-01    | North | Ann
"""


def test_the_last_working_days_of_a_month_leave_out_what_is_not_worked() -> None:
    """May 2026 has 19 working days; its last five are 22 and 26 to 29, the 25th being a bank holiday.

    Work on the 25th and on Saturday the 30th stands outside.
    """
    found = patterns.flurries(ledger_of(MAY, "2026-05-31"), asked("2026-05-01", "2026-05-31"))
    assert (found.working_days, found.last_days) == (19, 5)
    (visits,) = found.kinds
    assert (visits.found.inside, visits.found.total, visits.not_worked) == (2, 5, 2)
    assert visits.found.expected_share == pytest.approx(5 / 19)
    assert visits.verdict == TOO_FEW


def test_work_may_be_counted_on_the_day_it_was_put_on_file() -> None:
    """The visit of the 20th was put on file on the 28th; the one of the 29th was not, and is left out."""
    ledger = ledger_of(MAY, "2026-05-31")
    (visits,) = patterns.flurries(ledger, asked("2026-05-01", "2026-05-31"), recorded=True).kinds
    assert (visits.found.inside, visits.found.total) == (2, 4)
    rows = patterns.period_end_work(
        ledger, asked("2026-05-01", "2026-05-31"), "cin_visit", recorded=True
    )
    assert [str(row["event_date"]) for row in rows] == ["2026-05-20", "2026-05-22"]


def test_a_month_that_is_not_over_counts_the_last_days_it_has_had() -> None:
    """On the 27th: 22, 26 and 27 May are behind us, of 17 working days."""
    found = patterns.flurries(ledger_of(MAY, "2026-05-27"), asked("2026-05-01", "2026-05-31"))
    assert (found.working_days, found.last_days) == (17, 3)


def test_a_quarter_ends_in_its_third_month() -> None:
    """No day of May is one of the last five of a quarter; of June, 24 to 30 are."""
    may = patterns.flurries(ledger_of(MAY, "2026-05-31"), asked("2026-05-01", "2026-05-31"), "quarter")
    assert may.last_days == 0
    june = patterns.flurries(ledger_of(MAY, "2026-06-30"), asked("2026-05-01", "2026-06-30"), "quarter")
    assert june.last_days == 5


def test_days_before_the_extract_begins_are_nobodys_working_days() -> None:
    """The first event is of 1 May: a year asked about is the one month there is."""
    found = patterns.flurries(ledger_of(MAY, "2026-05-31"), asked("2025-06-01", "2026-05-31"))
    assert found.working_days == 19


ENTRIES = """
    child_id | event_date | event_type | recorded_date | team  | worker
    1        | 2026-03-02 | cin_visit  | 2026-03-10    | North | Ann
    2        | 2026-03-02 | cin_visit  | 2026-03-10    | North | Ann
    3        | 2026-03-03 | cin_visit  | 2026-03-10    | North | Ann
    4        | 2026-03-09 | cin_visit  | 2026-03-10    | North | Ann
    1        | 2026-03-09 | cin_visit  | 2026-03-10    | North | Ann
    5        | 2026-03-02 | cin_visit  | 2026-03-10    | North | Bob
    6        | 2026-03-02 | cin_visit  | 2026-03-10    | North | Bob
    7        | 2026-03-02 | cin_visit  | 2026-03-10    | North | Bob
    8        | 2026-03-02 | cin_visit  | 2026-03-10    | North | Bob
    9        | 2026-03-02 | cin_visit  | 2026-03-10    | North | Bob
    10       | 2026-03-02 | cin_visit  | 2026-03-09    | South | Cat
    11       | 2026-03-02 | cin_visit  | 2026-03-09    | South | Cat
    12       | 2026-03-02 | cin_visit  | 2026-03-09    | South | Cat
    13       | 2026-03-05 | cin_visit  | 2026-03-09    | South | Cat
    14       | 2026-03-05 | cin_visit  | 2026-03-09    | South | Cat
    10       | 2026-03-05 | cin_visit  | 2026-03-11    | South | Dan
    11       | 2026-03-05 | cin_visit  | 2026-03-11    | South | Dan
    12       | 2026-03-05 | cin_visit  | 2026-03-11    | South | Dan
    13       | 2026-03-06 | cin_visit  | 2026-03-11    | South | Dan
    14       | 2026-03-06 | cin_visit  | 2026-03-11    | South | Dan
    15       | 2026-03-02 | cin_visit  | 2026-03-10    | South | Eve
    15       | 2026-03-03 | cin_visit  | 2026-03-10    | South | Eve
    15       | 2026-03-04 | cin_visit  | 2026-03-10    | South | Eve
    15       | 2026-03-05 | cin_visit  | 2026-03-10    | South | Eve
    16       | 2026-03-05 | cin_visit  |               | South | Eve
"""
MARCH = asked("2026-03-01", "2026-03-31")


def test_a_batch_is_five_entries_of_different_days_put_on_file_on_one() -> None:
    """Ann's five are of three days. Cat's are of two, the oldest a week old; Dan's oldest is of six days.

    Bob saw five children on one day, and Eve wrote up four visits: no batches. What is not on file is not counted.
    """
    ledger = ledger_of(ENTRIES, "2026-03-31")
    (visits,) = patterns.batching(ledger, MARCH)
    assert (visits.in_batches, visits.entries) == (10, 24)
    assert visits.teams == {"North": (5, 10), "South": (5, 14)}
    rows = patterns.batches(ledger, MARCH, "cin_visit")
    assert [(r["worker"], r["entries"], r["children"], r["event_days"], str(r["oldest_date"])) for r in rows] == [
        ("Ann", 5, 4, 3, "2026-03-02"),
        ("Cat", 5, 5, 2, "2026-03-02"),
    ]
    assert len(patterns.batched_entries(ledger, MARCH, "cin_visit")) == 10


def test_what_was_put_on_file_after_the_day_asked_about_is_no_batch_yet() -> None:
    """On 9 March only Cat's stand."""
    (visits,) = patterns.batching(ledger_of(ENTRIES, "2026-03-09"), MARCH)
    assert (visits.in_batches, visits.entries) == (5, 5)


@pytest.mark.parametrize(
    ("columns", "row", "why"),
    [
        ("event_type", "cin_visit", "no “recorded_date”"),
        ("event_type | recorded_date", "cin_visit | 2026-03-03", "names no worker"),
        ("event_type", "referral_received", "no work of this kind"),
    ],
)
def test_batches_cannot_be_computed_without_recorded_dates_and_workers(
    columns: str, row: str, why: str
) -> None:
    """Said so, with what is lacking, and never shown as none."""
    ledger = ledger_of(f"event_date | {columns}\n2026-03-02 | {row}", "2026-03-31")
    said = patterns.not_recorded(ledger, MARCH)
    assert said is not None and why in said
    assert patterns.batching(ledger, MARCH) == []


def table_of(ledger: Ledger, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """A table that asking about silences leaves behind, in order."""
    patterns.silences(ledger, asked("2026-01-01", "2026-12-31"))
    rows = ledger.workspace.table(name).to_pylist()
    return sorted(tuple(row[column] for column in columns) for row in rows)


def test_a_silence_lies_between_two_records_and_never_in_protection() -> None:
    """Five months on a protection plan without an entry are no silence; the last one still runs."""
    ledger = ledger_of(
        """
            event_date | event_type
            2026-01-01 | referral_received
            2026-01-11 | cin_visit
            2026-01-11 | supervision
            2026-01-21 | cp_plan_started
            2026-06-21 | cp_plan_ended
            2026-07-01 | cin_visit
        """,
        "2026-07-31",
    )
    assert table_of(ledger, "silences", "from_date", "days", "is_running") == [
        (date(2026, 1, 1), 10, False),
        (date(2026, 1, 11), 10, False),
        (date(2026, 6, 21), 10, False),
        (date(2026, 7, 1), 30, True),
    ]


def test_a_closed_case_is_silent_no_more() -> None:
    """The closing ends the last silence; after it nothing runs."""
    ledger = ledger_of(
        """
            event_date | event_type
            2026-01-01 | referral_received
            2026-01-31 | case_closed
        """,
        "2026-07-31",
    )
    assert table_of(ledger, "silences", "days", "is_running") == [(30, False)]
    assert patterns.silences(ledger, asked("2026-01-01", "2026-07-31"))[0].children == []


def test_a_single_event_begins_a_silence_that_runs() -> None:
    """Of the last referral nothing more is known; before it, nothing at all."""
    events = "event_date | event_type\n2026-01-01 | referral_received"
    assert table_of(ledger_of(events, "2026-01-15"), "silences", "days", "is_running") == [(14, True)]
    before = ledger_of(events, "2025-12-31")
    assert table_of(before, "silences", "days") == []
    children, disabled = patterns.silences(before, asked("2025-01-01", "2025-12-31"))
    assert (children.children, disabled.children, children.usual) == ([], [], None)


def test_past_days_are_seen_as_they_were_on_file_then() -> None:
    """The visit of the 11th was put on file on the 15th: until then the last thing known was the referral.

    So days 0 to 13 once for 1 to 14 January, and 4 to 9 again for the 15th to the 20th.
    """
    ledger = ledger_of(
        """
            event_date | event_type        | recorded_date
            2026-01-01 | referral_received | 2026-01-01
            2026-01-11 | cin_visit         | 2026-01-15
        """,
        "2026-01-20",
    )
    children, _ = patterns.silences(ledger, asked("2026-01-01", "2026-01-31"))
    assert children.since == {day: 2 if 4 <= day <= 9 else 1 for day in range(14)}
    later, _ = patterns.silences(ledger, asked("2026-01-15", "2026-01-31"))
    assert later.since == dict.fromkeys(range(4, 10), 1)


QUIET = """
    child_id | event_date | event_type        | cohort | team  | worker
    1        | 2026-01-01 | referral_received |        | North | Ann
    1        | 2026-03-01 | cin_visit         |        | North | Ann
    2        | 2026-01-01 | referral_received | cwd    | South | Bob
    2        | 2026-02-01 | supervision       |        | South | Bob
"""


def test_each_child_shows_the_running_and_the_longest_silence() -> None:
    """Child 1 was silent for 59 days and is for 30; child 2, in disability support, stands apart and is for 58."""
    children, disabled = patterns.silences(ledger_of(QUIET, "2026-03-31"), asked("2026-01-01", "2026-03-31"))
    (one,), (two,) = children.children, disabled.children
    assert (one["child_id"], one["team"], one["last_event"]) == ("1", "North", "cin_visit")
    assert (one["days_now"], one["longest_days"], str(one["longest_from"])) == (30, 59, "2026-01-01")
    assert (two["child_id"], two["days_now"], two["longest_days"]) == ("2", 58, 58)


def test_what_is_usual_is_the_whole_services_and_not_the_selections() -> None:
    """A team that is quiet altogether must not look usual beside itself."""
    ledger = ledger_of(QUIET, "2026-03-31")
    whole, _ = patterns.silences(ledger, asked("2026-01-01", "2026-03-31"))
    chosen, _ = patterns.silences(ledger, asked("2026-01-01", "2026-03-31", teams=("South",)))
    assert chosen.children == []
    assert (chosen.since, chosen.longest, chosen.lengths) == (whole.since, whole.longest, whole.lengths)


def test_a_child_is_quiet_beyond_the_usual_days() -> None:
    """Twenty children, each with an entry every ten days but one that stopped in October.

    On 95 of 100 days the last entry was at most so old; the one child is beyond it now, and only that one.
    """
    lines = []
    for child in range(20):
        lines.append(f"{child} | 2025-01-01 | referral_received")
        lines += [
            f"{child} | {date.fromordinal(date(2025, 1, 1).toordinal() + 10 * n)} | cin_visit"
            for n in range(1, 37)
            if child or n < 31
        ]
    ledger = ledger_of("child_id | event_date | event_type\n" + "\n".join(lines), "2025-12-31")
    children, _ = patterns.silences(ledger, asked("2025-01-01", "2025-12-31"))
    assert children.usual == 9
    assert [(row["child_id"], row["days_now"]) for row in children.quiet] == [("0", 64)]
    assert children.long_before == []
    assert children.lengths[0.5] == 10
    assert children.verdict == "about as usual"
