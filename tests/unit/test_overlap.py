"""Files of several formats: how far their children are the same is seen first, then ids are joined or kept apart."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cin_metrics.coverage import what_is_partial
from cin_metrics.events import Extract, load
from cin_metrics.ledger import make_ledger
from cin_metrics.loads import Loads
from cin_metrics.overlap import Overlap, OverlapUnseen, Pair, Side
from cin_metrics.packs import load_policy
from cin_metrics.simulate import simulate
from cin_metrics.simulate.census import census
from cin_metrics.sources import Given
from cin_metrics.sources.limits import NONE, Limits, Part, together
from tests.support import as_file
from tests.unit.census_texts import a_block, a_child, a_return, an_episode
from tests.unit.test_load import workbook_of
from tests.writers.annex_a import Snapshot, as_xlsx, sheets_of
from tests.writers.ssd import files_of, tables_of

DAY = date(2026, 3, 31)
HEADER = "child_id,episode_id,event_type,event_date,outcome"


def own(*lines: str, header: str = HEADER) -> Given:
    """Case events."""
    return "own.csv", "\n".join((header, *lines)).encode()


def returned(*children: str) -> Given:
    """A return of the census up to 31 March 2026."""
    return "return.xml", a_return(*children)


def joined(*files: Given, same: bool = True) -> Extract:
    """The extract of files of several formats."""
    return load(files, DAY, choices={"same_children": same})


def overlap(*files: Given) -> Overlap:
    """What is shown before files of several formats are read as one."""
    with pytest.raises(OverlapUnseen) as unseen:
        load(files, DAY)
    return unseen.value.overlap


def told(extract: Extract, *columns: str) -> list[tuple[Any, ...]]:
    """What the events say, by child and day; days as text."""
    asked = ", ".join(columns or ("child_id", "episode_id", "event_type", "event_date"))
    rows = extract.connection.cursor().execute(f"select {asked} from events order by child_id, event_date, event_no")
    return [tuple(str(one) if isinstance(one, date) else one for one in row) for row in rows.fetchall()]


def aside(extract: Extract) -> list[tuple[str, int, str]]:
    """File, line and reason of each row set aside."""
    return [(row["file"], row["line"], row["reason"]) for row in extract.set_aside().to_pylist()]


# The overlap, before anything is joined


def test_nothing_is_joined_before_somebody_has_said_so() -> None:
    events = own("007,A,referral_received,2025-05-01,", "008,B,referral_received,2025-05-01,")
    with pytest.raises(OverlapUnseen) as unseen:
        load([events, returned(a_child(an_episode()))], DAY)
    first, shown, *_, last = unseen.value.faults
    assert first == "The files are of 2 formats (case events, CIN census XML): are their children the same?"
    assert shown == "2 children stand in case events, 1 in CIN census XML, and 1 ids in both (100% of the smaller)."
    assert "--same-children yes" in last and "--same-children no" in last
    assert not any("007" in fault for fault in unseen.value.faults), "no id in an error"


def test_who_the_children_are_is_compared_where_both_say_it() -> None:
    events = own(*(f"{child},A,referral_received,2025-05-01," for child in "1234"))
    people = "people.csv", b"child_id,date_of_birth,sex\n1,05/04/2015,Female\n2,06/04/2015,F\n3,,M\n"
    of_census = [
        a_child(an_episode(), id=child, identifiers=f"<PersonBirthDate>2015-04-05</PersonBirthDate><Sex>{sex}</Sex>")
        for child, sex in (("1", "F"), ("2", "M"), ("3", "M"), ("9", "F"))
    ]
    (pair,) = overlap(events, people, returned(*of_census)).pairs
    assert (pair.first.children, pair.second.children, pair.both) == (4, 4, 3)
    assert (pair.born_alike, pair.born_unlike, pair.unlike_ids) == (1, 1, ("2",)), "child 3 has a birthday in one only"
    assert (pair.sex_alike, pair.sex_unlike) == (2, 1), "Female and F are one"


@pytest.mark.parametrize(
    ("alike", "unlike", "verdict"),
    [
        (20, 0, "By their dates of birth, equal ids are the same children."),
        (19, 1, "By their dates of birth, equal ids are the same children."),
        (15, 5, "some equal ids are other children"),
        (1, 19, "equal ids are other children: keep them apart"),
        (0, 0, "No date of birth stands in both"),
    ],
)
def test_what_the_dates_of_birth_say_is_said_in_words(alike: int, unlike: int, verdict: str) -> None:
    side = Side("a format", "a:", 20, 20)
    assert verdict in Pair(side, side, 20, 0, alike, unlike, 0, 0, (), ()).verdict


def test_ids_that_differ_by_zeros_blanks_or_capitals_are_counted_and_not_joined() -> None:
    events = own("0071,A,referral_received,2025-05-01,", "ab 2,B,referral_received,2025-05-01,")
    of_census = returned(a_child(an_episode(), id="71"), a_child(an_episode(), id="AB2"))
    (pair,) = overlap(events, of_census).pairs
    assert (pair.both, pair.nearly) == (0, 2)
    assert "2 more ids would be equal without leading zeros" in " ".join(pair.sentences())
    assert len({child for child, *_ in told(joined(events, of_census))}) == 4


def test_events_are_compared_by_kind_and_day() -> None:
    events = own(
        "007,A,referral_received,2025-05-01,",
        "007,A,assessment_started,2025-05-02,",
        "007,A,cin_visit,2025-05-20,",
        "1,A,cin_visit,2025-05-20,",
    )
    block = a_block("Assessments", AssessmentActualStartDate="2025-05-05", AssessmentAuthorisationDate="2025-06-20")
    (pair,) = overlap(events, returned(a_child(an_episode(block)))).pairs
    assert {one.event_type: one[1:] for one in pair.events} == {
        "referral_received": (1, 0, 0, 0),
        "assessment_started": (0, 1, 0, 0),
        "assessment_completed": (0, 0, 0, 1),
        "cin_visit": (0, 0, 1, 0),
    }, "of the child in both only; 5 May is within a week of 2 May"


# Joined


def test_what_two_formats_tell_counts_once_and_the_rest_is_one_case() -> None:
    events = own("007,A,referral_received,2025-05-01,", "007,A,cin_visit,2025-05-20,")
    plan = a_block("CINPlanDates", CINPlanStartDate="2025-06-01")
    extract = joined(returned(a_child(an_episode(plan))), events)
    assert told(extract) == [
        ("007", "A", "referral_received", "2025-05-01"),
        ("007", "A", "cin_visit", "2025-05-20"),
        ("007", "A", "plan_started", "2025-06-01"),
    ]
    assert aside(extract) == [("return.xml", 4, "other_source")]
    assert (extract.report.rows_in, extract.report.accepted) == (4, 3)
    assert "1 were set aside" in extract.report.files[0].notes[-1]


def test_a_case_begins_and_ends_once_although_the_formats_differ_by_days() -> None:
    """Two referrals a day apart would look like a child referred again."""
    events = own(
        "007,A,referral_received,2025-05-02,",
        "007,A,case_closed,2025-09-01,RC7",
    )
    of_census = returned(a_child(an_episode(CINclosureDate="2025-09-03", ReasonForClosure="RC7")))
    assert told(joined(events, of_census)) == [
        ("007", "A", "referral_received", "2025-05-02"),
        ("007", "A", "case_closed", "2025-09-01"),
    ]


def test_an_end_that_only_the_other_format_tells_ends_the_case() -> None:
    events = own("007,A,referral_received,2025-05-02,", "007,A,cin_visit,2025-05-20,")
    of_census = returned(a_child(an_episode(CINclosureDate="2025-09-03", ReasonForClosure="RC7")))
    assert told(joined(events, of_census))[-1] == ("007", "A", "case_closed", "2025-09-03")


def test_a_referral_that_was_over_on_its_day_does_not_close_the_case_around_it() -> None:
    events = own("007,A,referral_received,2025-05-01,", "007,A,cin_visit,2025-08-20,")
    over = an_episode(referred="2025-08-01", ReferralNFA="true")
    assert told(joined(events, returned(a_child(an_episode(), over)))) == [
        ("007", "A", "referral_received", "2025-05-01"),
        ("007", "2025-08-01", "referral_received", "2025-08-01"),
        ("007", "2025-08-01", "case_closed", "2025-08-01"),
        ("007", "A", "cin_visit", "2025-08-20"),
    ]


def test_an_earlier_case_that_only_the_census_has_stays_a_case_of_its_own() -> None:
    """That is what a census beside this year's events is for: the child was referred before."""
    events = own("007,2025-05-01,referral_received,2026-01-05,", "007,2025-05-01,cin_visit,2026-01-20,")
    earlier = an_episode(CINclosureDate="2025-09-03", ReasonForClosure="RC7")
    cases = {(episode, day) for _, episode, _, day in told(joined(events, returned(a_child(earlier))))}
    assert cases == {
        ("census:2025-05-01", "2025-05-01"),
        ("census:2025-05-01", "2025-09-03"),
        ("2025-05-01", "2026-01-05"),
        ("2025-05-01", "2026-01-20"),
    }, "an id that another format has for another case is marked"


def test_a_case_referred_again_on_the_day_it_closed_is_another() -> None:
    events = own("007,A,referral_received,2025-05-01,", "007,A,case_closed,2025-09-01,RC7")
    extract = joined(events, returned(a_child(an_episode(referred="2025-09-01"))))
    assert told(extract)[-1] == ("007", "2025-09-01", "referral_received", "2025-09-01")


def test_rows_without_a_case_are_placed_within_their_own_format_first() -> None:
    """The lists of a workbook name no case: all of one child's go where their case goes, not each by its day."""
    events = own("007,A,referral_received,2026-01-07,", "007,A,cin_visit,2026-02-01,")
    list_6 = [
        ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "CIN Start Date", "Primary Need Code",
         "Date Child Was Last Seen", "CIN Closure Date", "Reason for Closure", "Case Status"],
        ["007", "b) Female", "a) WBRI", "05/04/2015", "05/01/2026", "N1", "02/03/2026", "", "", "c)"],
    ]  # fmt: skip
    extract = joined(events, ("annex.xlsx", workbook_of(list_6)))
    assert told(extract) == [
        ("007", "A", "referral_received", "2026-01-07"),
        ("007", "A", "cin_visit", "2026-02-01"),
        ("007", "A", "cin_visit", "2026-03-02"),
    ], "the start two days earlier is the same start"


def test_equal_rows_of_one_format_stay_duplicates() -> None:
    events = own("007,A,referral_received,2025-05-01,")
    child = a_child(an_episode(referred="2025-05-01"), an_episode(referred="2025-05-01"))
    two_returns = [("1.xml", a_return(child)), ("2.xml", a_return(child))]
    extract = joined(events, *two_returns)
    assert Counter(reason for *_, reason in aside(extract)) == {"other_source": 2, "duplicate": 2}
    assert len(told(extract)) == 1


def test_impossible_rows_keep_their_reason() -> None:
    events = own("007,A,referral_received,2025-05-01,", "007,A,cin_visit,someday,", ",A,cin_visit,2025-06-01,")
    late = a_block("Assessments", AssessmentActualStartDate="2099-01-01")
    extract = joined(events, returned(a_child(an_episode(late))))
    assert [reason for *_, reason in aside(extract)] == [
        "unreadable_event_date", "no_child_id", "other_source", "after_extract_date",
    ]  # fmt: skip
    assert extract.report.rows_in == extract.report.accepted + extract.report.set_aside == 5


def test_a_parquet_file_is_one_of_several_formats() -> None:
    rows = [{"child_id": "007", "episode_id": "A", "event_type": "referral_received", "event_date": date(2025, 5, 1)}]
    extract = joined(("own.parquet", as_file(rows)), returned(a_child(an_episode())))
    assert told(extract) == [("007", "A", "referral_received", "2025-05-01")]


def test_what_one_format_leaves_blank_of_a_child_comes_from_the_other_and_what_differs_is_a_finding() -> None:
    events = own("007,A,referral_received,2025-05-01,")
    people = "people.csv", b"child_id,date_of_birth,sex\n007,05/04/2015,\n"
    born = "<PersonBirthDate>2014-04-05</PersonBirthDate><Sex>F</Sex>"
    extract = joined(
        events, people, returned(a_child(an_episode(), identifiers=born, traits="<Ethnicity>WBRI</Ethnicity>"))
    )
    (child,) = extract.connection.cursor().table("children").to_arrow_table().to_pylist()
    assert (child["date_of_birth"], child["sex"], child["ethnicity"]) == (date(2015, 4, 5), "F", "WBRI")
    found = {finding.question.name: finding.count for finding in extract.findings}
    assert found["child_told_twice"] == 1


def test_files_of_one_format_are_joined_without_a_question() -> None:
    more = "b.csv", f"{HEADER}\n1,A,cin_visit,2025-05-02,\n".encode()
    extract = load([own("1,A,cin_visit,2025-05-01,"), more], DAY)
    assert len(told(extract)) == 2
    assert extract.overlap is None


# Kept apart


def test_kept_apart_every_child_counts_by_itself_and_its_id_says_whose_it_is() -> None:
    events = own("007,A,referral_received,2025-05-01,9", header="child_id,episode_id,event_type,event_date,family_id")
    extract = joined(events, returned(a_child(an_episode())), same=False)
    assert told(extract, "child_id", "family_id") == [("census:007", None), ("events:007", "events:9")]
    assert extract.report.set_aside == 0
    assert "counts twice" in extract.report.files[0].notes[-1]


# A whole council


@pytest.fixture(scope="module")
def council() -> list[dict[str, Any]]:
    """The events of a small made-up council."""
    return simulate(40, 5, DAY).to_pylist()


def test_a_council_in_every_format_is_the_council(council: list[dict[str, Any]]) -> None:
    """Its own events tell all that the others tell, so its cases and its ledger stay what they are."""
    files = [
        *files_of(tables_of(council)),
        ("return.xml", "".join(census(council, 2026)).encode()),
        ("annex.xlsx", as_xlsx(sheets_of(Snapshot(council, DAY).lists))),
    ]
    alone = ("own.parquet", as_file([{**one, "event_time": None} for one in council]))
    mixed, only = joined(*files, alone), load([alone], DAY)
    report = mixed.report
    assert report.rows_in == report.accepted + report.set_aside
    assert Counter(told(only)) - Counter(told(mixed)) == Counter(), "nothing is lost"
    more = Counter(told(mixed)) - Counter(told(only))
    assert sum(more.values()) <= 0.01 * len(council), "nor told twice"
    assert cases(mixed) == cases(only)
    ledgers = [make_ledger(one, load_policy("ealing"), DAY).rows() for one in (mixed, only)]
    assert abs(len(ledgers[0]) - len(ledgers[1])) <= 0.01 * len(ledgers[1])


def cases(extract: Extract) -> list[tuple[str, str]]:
    """The cases of an extract."""
    return extract.connection.cursor().execute("select child_id, episode_id from episodes order by all").fetchall()


def test_a_joined_load_is_kept_as_it_was_joined(tmp_path: Any) -> None:
    files = [own("007,A,referral_received,2025-05-01,"), returned(a_child(an_episode()))]
    loads, extract = Loads(tmp_path), joined(*files)
    again = loads.open(loads.keep(extract, files, "test").key)
    assert told(again) == told(extract)
    assert again.limits == extract.limits


# What several formats together hold only a part of


def part(title: str, begins: str, types: str, children: dict[str, str], limits: Limits = NONE) -> Part:
    """A format whose first events are of early 2023; ``children`` says until when each has a case."""
    days = {child: date.fromisoformat(day) for child, day in children.items()}
    return Part(title, limits, FIRST, date.fromisoformat(begins), frozenset(types.split()), days)


FIRST, OPEN = date(2023, 1, 10), "9999-12-31"
ALL = dict.fromkeys("abcdefghijklmnopqrst", OPEN)
"""Twenty children, all of whom have an open case."""
RETURN = Limits(unanswered={"idle": "no visits in a return"}, whole_from=date(2024, 4, 1))
LISTS = Limits(
    {"cin_visit": "only the latest visit of each child"}, {"idle": "no work"}, date(2025, 10, 1), date(2025, 10, 1)
)


def test_what_one_source_holds_whole_of_the_same_children_is_whole() -> None:
    events = part("case events", "2023-05-01", "cin_visit referral_received", ALL)
    assert together([events, part("Annex A", "2025-11-01", "cin_visit referral_received", ALL, LISTS)]) == Limits(
        whole_from=FIRST
    ), "before its first event only the lists tell anything"


def test_a_return_that_reaches_further_back_is_judged_from_where_the_events_begin() -> None:
    """Before them there were visits too, and no source has them."""
    closed = {"z": "2025-01-15"}
    events = part("case events", "2025-04-10", "cin_visit referral_received", ALL)
    limits = together([events, part("census", "2024-05-01", "referral_received", ALL | closed, RETURN)])
    assert limits == Limits(whole_from=date(2024, 4, 1), judged_from=date(2025, 4, 10))
    assert "not judged" in " ".join(what_is_partial(limits))


def test_children_whom_only_a_part_of_the_sources_tells_make_the_rest_a_part() -> None:
    events = part("case events", "2024-05-01", "cin_visit referral_received", ALL)
    of_census = part("census", "2024-05-01", "referral_received", ALL | {"y": OPEN, "z": OPEN}, RETURN)
    limits = together([events, of_census])
    assert limits.only == {"cin_visit": "events of some kinds for 20 of 22 children only (those in case events)"}
    assert limits.unanswered == {"idle": "no visits in a return"}
    few = part("census", "2024-05-01", "referral_received", ALL | {"z": OPEN}, RETURN)
    assert not together([events, few]).only, "one of 21 children is few: the figure stands"


def test_the_latest_visit_of_children_without_a_history_stays_a_part() -> None:
    events = part("case events", "2024-05-01", "cin_visit", dict.fromkeys("abc", OPEN))
    limits = together([events, part("Annex A", "2025-11-01", "cin_visit", ALL, LISTS)])
    assert limits.only == {"cin_visit": "only the latest visit of each child"}


def test_what_the_second_source_alone_tells_must_be_told_from_the_beginning() -> None:
    events = part("case events", "2023-05-01", "cin_visit", ALL)
    limits = together([events, part("census", "2024-05-01", "cin_visit icpc_held", ALL, RETURN)])
    assert limits.only == {"icpc_held": "events of some kinds from 1 April 2024 on only (those in census)"}
    assert limits.judged_from is None


def test_two_whole_histories_are_whole() -> None:
    ssd = part("SSD", "2020-05-01", "referral_received", ALL)
    assert not together([part("case events", "2020-05-01", "referral_received", ALL), ssd])


def test_the_census_beside_events_of_one_year_says_from_when_it_is_judged(council: list[dict[str, Any]]) -> None:
    since = [{**one, "event_time": None} for one in council if one["event_date"] >= date(2025, 4, 1)]
    returns = [(f"{year}.xml", "".join(census(council, year)).encode()) for year in (2025, 2026)]
    extract = joined(("own.parquet", as_file(since)), *returns)
    assert extract.limits.whole_from == date(2024, 4, 1)
    assert extract.limits.judged_from is not None and extract.limits.judged_from >= date(2025, 4, 1)
    assert not extract.limits.only


# Whatever is told by whom


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(some.integers(0, 10_000), some.booleans())
def test_every_row_is_accepted_or_set_aside_and_no_event_is_told_by_two(seed: int, same: bool) -> None:
    """A council told by halves: each event by its own extract, by the census, by both, or by neither."""
    events = simulate(6, seed, DAY).to_pylist()
    draw = Random(seed)
    ours = [{**one, "event_time": None} for one in events if draw.random() < 0.6]
    theirs = [one for one in events if one["event_type"] == "referral_received" or draw.random() < 0.6]
    returned = "b.xml", "".join(census(theirs, 2026, whole=True)).encode()
    extract = joined(("own.parquet", as_file(ours)), returned, same=same)
    report = extract.report
    assert report.rows_in == report.accepted + report.set_aside
    assert report.accepted == len(told(extract))
    files = {child.split(":")[0] for child, *_ in told(extract)} if not same else set()
    assert files <= {"events", "census"}
    by_file = "select distinct child_id, event_type, event_date, event_no // 1000000000000 as file from events"
    twice = f"select count(*) from ({by_file}) group by child_id, event_type, event_date having count(*) > 1"
    assert extract.connection.cursor().execute(twice).fetchall() == []
