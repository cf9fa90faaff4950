"""Naming events: a word, a mapping with where and where_not, a list, a word of define."""

from tests.spec.support import expect_ledger


def expect_met(*, events: str, to: str, met: str, pack: str = "") -> None:
    """An allocation on 3 June is met by ``to`` on the days of ``met``."""
    expect_ledger(
        events=events,
        rules=f"""
            within: 2 weeks
            from: case_allocated
            to: {to}
        """,
        pack=pack,
        as_of="2024-06-30",
        ledger=met,
    )


SEEN = """
    child_id | event_date | event_type     | child_seen
    1        | 2024-06-03 | case_allocated |
    1        | 2024-06-04 | cin_visit      | yes
    2        | 2024-06-03 | case_allocated |
    2        | 2024-06-04 | cin_visit      | no
    3        | 2024-06-03 | case_allocated |
    3        | 2024-06-04 | cin_visit      |
"""


def test_where_needs_a_recorded_match() -> None:
    """Nothing recorded is no match."""
    expect_met(
        events=SEEN,
        to="{event: cin_visit, where: {child_seen: [yes]}}",
        met="""
            child_id | met_date
            1        | 2024-06-04
            2        |
            3        |
        """,
    )


def test_where_not_passes_when_nothing_is_recorded() -> None:
    """Only a recorded `no` is left out; `no` is a word here."""
    expect_met(
        events=SEEN,
        to="{event: cin_visit, where_not: {child_seen: [no]}}",
        met="""
            child_id | met_date
            1        | 2024-06-04
            2        |
            3        | 2024-06-04
        """,
    )


DECISIONS = """
    child_id | event_date | event_type       | outcome    | chaired_by
    1        | 2024-06-03 | case_allocated   |            |
    1        | 2024-06-04 | cin_review       | close      | manager
    2        | 2024-06-03 | case_allocated   |            |
    2        | 2024-06-04 | cin_review       | close      | social_worker
    3        | 2024-06-03 | case_allocated   |            |
    3        | 2024-06-04 | cin_review       | continue   | manager
    4        | 2024-06-03 | case_allocated   |            |
    4        | 2024-06-04 | manager_decision | early_help |
    5        | 2024-06-03 | case_allocated   |            |
    5        | 2024-06-04 | manager_decision | close      |
"""


def test_several_columns_must_all_pass_and_any_of_the_values_will_do() -> None:
    """A manager's review that ended in closing or no further action."""
    expect_met(
        events=DECISIONS,
        to="{event: cin_review, where: {outcome: [close, nfa], chaired_by: [manager]}}",
        met="""
            child_id | met_date
            1        | 2024-06-04
            2        |
            3        |
            4        |
            5        |
        """,
    )


def test_where_and_where_not_together() -> None:
    """A review that ended in closing, unless the social worker chaired it."""
    expect_met(
        events=DECISIONS,
        to="{event: cin_review, where: {outcome: [close]}, "
        "where_not: {chaired_by: [social_worker]}}",
        met="""
            child_id | met_date
            1        | 2024-06-04
            2        |
            3        |
            4        |
            5        |
        """,
    )


def test_each_of_several_columns_of_where_not_excludes() -> None:
    """One recorded match in either column is enough to leave the event out."""
    expect_met(
        events=DECISIONS,
        to="{event: cin_review, where_not: {outcome: [continue], chaired_by: [social_worker]}}",
        met="""
            child_id | met_date
            1        | 2024-06-04
            2        |
            3        |
            4        |
            5        |
        """,
    )


def test_a_list_of_words_and_mappings() -> None:
    """Any of them will do."""
    expect_met(
        events=DECISIONS,
        to="[{event: manager_decision, where: {outcome: [early_help]}}, "
        "{event: cin_review, where: {outcome: [close]}}]",
        met="""
            child_id | met_date
            1        | 2024-06-04
            2        | 2024-06-04
            3        |
            4        | 2024-06-04
            5        |
        """,
    )


def test_words_of_define_and_of_each_other() -> None:
    """`decided` stands for a list in which `closing`, another word of the pack, stands."""
    expect_met(
        events=DECISIONS,
        to="decided",
        pack="""
            define:
              decided: [manager_decision, closing]
              closing: {event: cin_review, where: {outcome: [close]}}
        """,
        met="""
            child_id | met_date
            1        | 2024-06-04
            2        | 2024-06-04
            3        |
            4        | 2024-06-04
            5        | 2024-06-04
        """,
    )


def test_a_target_that_does_not_match_does_not_hide_one_that_does() -> None:
    """Two visits on one day, one without the child: the child was seen that day."""
    expect_met(
        events="""
            event_date | event_type     | child_seen
            2024-06-03 | case_allocated |
            2024-06-04 | cin_visit      | no
            2024-06-05 | cin_visit      | no
            2024-06-05 | cin_visit      | yes
        """,
        to="{event: cin_visit, where_not: {child_seen: [no]}}",
        met="""
            met_date
            2024-06-05
        """,
    )
