"""A return of the CIN census becomes events and children: what it says, and nothing it does not say."""

import pytest

from cin_metrics.load_words import described
from tests.unit.census_texts import (
    a_block,
    a_child,
    a_return,
    an_episode,
    aside,
    children,
    notes,
    of,
    told,
)

SECRET = "Rumpelstiltskin"

ASSESSMENT = a_block(
    "Assessments",
    AssessmentActualStartDate="2025-05-02",
    AssessmentInternalReviewDate="2025-05-16",
    AssessmentAuthorisationDate="2025-06-01",
)
PLAN = a_block("CINPlanDates", CINPlanStartDate="2025-06-03", CINPlanEndDate="2025-08-01")
ENQUIRY = a_block(
    "Section47",
    S47ActualStartDate="2025-07-10",
    InitialCPCtarget="2025-07-31",
    DateOfInitialCPC="2025-07-28",
    ICPCnotRequired="false",
)
PROTECTION = a_block(
    "ChildProtectionPlans",
    "<Reviews><CPPreviewDate>2025-10-20</CPPreviewDate><CPPreviewDate>2026-01-05</CPPreviewDate></Reviews>",
    CPPstartDate="2025-08-01",
    CPPendDate="2026-01-05",
    InitialCategoryOfAbuse="NEG",
    NumberOfPreviousCPP="0",
)
PRE_PROCEEDINGS = a_block(
    "PreProceedingsandFGDM", PPStartDate="2025-11-03", FGDMMeetingOffer="1", PPOutcome="A"
)

IN_EVERY_YEAR = [
    ("referral_received", "2025-05-01"),
    ("assessment_started", "2025-05-02"),
    ("assessment_completed", "2025-06-01"),
    ("s47_started", "2025-07-10"),
    ("strategy_discussion", "2025-07-10", "s47_icpc"),
    ("cp_plan_started", "2025-08-01"),
    ("cp_plan_ended", "2026-01-05"),
    ("cp_review", "2025-10-20"),
    ("cp_review", "2026-01-05"),
    ("icpc_held", "2025-07-28"),
    ("case_closed", "2026-02-01", "RC7"),
]
FROM_2022 = [("plan_started", "2025-06-03"), ("plan_ended", "2025-08-01")]
FROM_2026 = [("pre_proceedings_started", "2025-11-03")]

YEARS = {
    "2017 to 2021": ([ASSESSMENT, ENQUIRY, PROTECTION], "<GenderCurrent>2</GenderCurrent>", []),
    "2022 to 2024": (
        [ASSESSMENT, PLAN, ENQUIRY, PROTECTION],
        "<GenderCurrent>2</GenderCurrent>",
        FROM_2022,
    ),
    "2025": ([ASSESSMENT, PLAN, ENQUIRY, PROTECTION], "<Sex>F</Sex>", FROM_2022),
    "2026": (
        [ASSESSMENT, PLAN, ENQUIRY, PROTECTION, PRE_PROCEEDINGS],
        "<Sex>F</Sex>",
        FROM_2022 + FROM_2026,
    ),
}


@pytest.mark.parametrize("shape", YEARS)
def test_every_year_is_read_by_what_it_holds_whatever_year_its_header_says(shape: str) -> None:
    inside, sex, further = YEARS[shape]
    episode = an_episode(
        *inside, CINclosureDate="2026-02-01", ReasonForClosure="RC7", ReferralNFA="false"
    )
    extract = of(a_return(a_child(episode, identifiers=sex), year=2019))
    assert sorted(told(extract)) == sorted(IN_EVERY_YEAR + further)
    assert children(extract) == [{"child_id": "007", "sex": "F"}]
    assert notes(extract) == []
    assert {file.format for file in extract.report.files} == {"CIN census XML"}


@pytest.mark.parametrize("said", ["true", "TRUE", "True", "1"])
def test_a_referral_with_no_further_action(said: str) -> None:
    """It is no open case, so it is closed on its day: no other day stands in the return."""
    extract = of(a_return(a_child(an_episode(ReferralNFA=said))))
    assert told(extract) == [
        ("referral_received", "2025-05-01", "nfa"),
        ("case_closed", "2025-05-01", "nfa"),
    ]
    assert notes(extract) == [
        "Referrals without further action and without a closure, closed on their day: ReferralNFA (1)."
    ]


def test_a_referral_with_no_further_action_that_was_closed_or_worked_on_all_the_same() -> None:
    """Its closure is the one it has; what was worked on stays open."""
    closed = an_episode(ReferralNFA="1", CINclosureDate="2025-05-04", ReasonForClosure="RC8")
    worked = an_episode(ASSESSMENT, referred="2025-06-01", ReferralNFA="1")
    rows = told(of(a_return(a_child(closed, worked))))
    assert [row for row in rows if row[0] == "case_closed"] == [
        ("case_closed", "2025-05-04", "RC8")
    ]


@pytest.mark.parametrize("said", ["false", "0", ""])
def test_a_referral_that_was_taken_up(said: str) -> None:
    extract = of(a_return(a_child(an_episode(ReferralNFA=said))))
    assert told(extract) == [("referral_received", "2025-05-01")]


def test_a_transfer_is_no_closure_and_any_other_reason_is_kept_with_it() -> None:
    closed = [
        an_episode(referred="2025-05-01", CINclosureDate="2025-06-01", ReasonForClosure="RC5"),
        an_episode(referred="2025-07-01", CINclosureDate="2025-08-01", ReasonForClosure="RC9"),
        an_episode(referred="2025-09-01", CINclosureDate="2025-10-01"),
        an_episode(referred="2025-11-01", ReasonForClosure="RC1"),
    ]
    extract = of(a_return(a_child(*closed)))
    assert [row for row in told(extract) if row[0] != "referral_received"] == [
        ("transferred_out", "2025-06-01"),
        ("case_closed", "2025-08-01", "RC9"),
        ("case_closed", "2025-10-01"),
    ]
    assert notes(extract) == [
        "Closure dates without a reason for closure: CINclosureDate (1).",
        "Reasons for closure without a closure date: ReasonForClosure (1).",
    ]


def test_a_reason_for_closure_not_on_the_list_is_kept_and_noted() -> None:
    closed = an_episode(CINclosureDate="2025-06-01", ReasonForClosure="RC77")
    extract = of(a_return(a_child(closed)))
    assert told(extract)[-1] == ("case_closed", "2025-06-01", "RC77")
    assert notes(extract) == [
        "Reasons for closure that are not on the list, kept as they are: ReasonForClosure (1)."
    ]


class TestTheConference:
    """Its date may stand beside the enquiry, inside it, or (wrongly) in both places."""

    def conferences(self, *days: str, at_episode: str = "") -> tuple[list[str], list[str]]:
        enquiries = [
            a_block("Section47", S47ActualStartDate="2025-05-03", DateOfInitialCPC=day)
            for day in days
        ]
        extract = of(a_return(a_child(an_episode(*enquiries, DateOfInitialCPC=at_episode))))
        held = [row[1] for row in told(extract) if row[0] == "icpc_held"]
        return held, [note for note in notes(extract) if note.startswith("Conference")]

    def test_in_either_place(self) -> None:
        assert self.conferences("2025-05-20") == (["2025-05-20"], [])
        assert self.conferences(at_episode="2025-05-20") == (["2025-05-20"], [])

    def test_the_same_day_in_both_is_one_conference(self) -> None:
        held, said = self.conferences("2025-05-20", at_episode="2025-05-20")
        assert held == ["2025-05-20"]
        assert said == ["Conference dates both of an episode and of its enquiry: Section47 (1)."]

    def test_another_day_is_another_conference(self) -> None:
        held, _ = self.conferences("2025-05-20", "2025-09-20", at_episode="2025-05-28")
        assert held == ["2025-05-28", "2025-05-20", "2025-09-20"]


class TestWhoTheChildIs:
    """The table of children comes of the same return."""

    def child(self, identifiers: str = "", traits: str = "", **episode: str) -> dict[str, str]:
        (found,) = children(
            of(a_return(a_child(an_episode(**episode), identifiers=identifiers, traits=traits)))
        )
        return {name: value for name, value in found.items() if name != "child_id"}

    def test_what_is_kept(self) -> None:
        found = self.child(
            "<UPN>A123</UPN><PersonBirthDate>2012-02-29</PersonBirthDate><Sex>M</Sex>",
            "<Ethnicity>MWBC</Ethnicity><Disabilities><Disability>AUT</Disability></Disabilities>",
            PrimaryNeedCode="N4",
        )
        assert {name: str(value) for name, value in found.items()} == {
            "date_of_birth": "2012-02-29",
            "sex": "M",
            "ethnicity": "MWBC",
            "disabled": "yes",
            "primary_need": "N4",
        }

    @pytest.mark.parametrize(
        ("written", "sex"),
        [
            ("<Sex>F</Sex>", "F"),
            ("<Sex>u</Sex>", "U"),
            ("<GenderCurrent>1</GenderCurrent>", "M"),
            ("<GenderCurrent>2</GenderCurrent>", "F"),
            ("<GenderCurrent>0</GenderCurrent>", "U"),
            ("<GenderCurrent>9</GenderCurrent>", "U"),
            ("<GenderCurrent>1</GenderCurrent><Sex>F</Sex>", "F"),
        ],
    )
    def test_sex_or_gender(self, written: str, sex: str) -> None:
        assert self.child(written) == {"sex": sex}

    @pytest.mark.parametrize(
        ("codes", "disabled"),
        [
            (["NONE"], {"disabled": "no"}),
            (["HAND", "HEAR"], {"disabled": "yes"}),
            (["NONE", "MOB"], {"disabled": "yes"}),
            ([], {}),
        ],
    )
    def test_any_code_but_none_is_a_disability(
        self, codes: list[str], disabled: dict[str, str]
    ) -> None:
        written = "".join(f"<Disability>{code}</Disability>" for code in codes)
        assert self.child(traits=f"<Disabilities>{written}</Disabilities>") == disabled

    def test_an_unborn_child_has_no_date_of_birth(self) -> None:
        expected = "<ExpectedPersonBirthDate>2026-07-01</ExpectedPersonBirthDate>"
        extract = of(a_return(a_child(an_episode(), identifiers=expected)))
        assert children(extract) == [{"child_id": "007"}]
        assert notes(extract) == [
            "Unborn children, who have no date of birth: ExpectedPersonBirthDate (1)."
        ]

    def test_codes_not_on_their_list_are_left_blank_and_counted_but_not_shown(self) -> None:
        extract = of(
            a_return(
                a_child(
                    an_episode(PrimaryNeedCode=SECRET, ReferralNFA="perhaps"),
                    identifiers="<Sex>1</Sex>",
                    traits="<Ethnicity>CNHE</Ethnicity><Disabilities><Disability>X</Disability></Disabilities>",
                )
            )
        )
        assert children(extract) == [{"child_id": "007", "ethnicity": "CHNE"}], "a known slip"
        (note,) = notes(extract)
        assert note.startswith("Codes that are not on their list, left blank: ")
        for element in ("Sex", "Disability", "PrimaryNeedCode", "ReferralNFA"):
            assert f"{element} (1)" in note

    def test_the_need_is_that_of_the_latest_episode_that_has_one(self) -> None:
        episodes = [
            an_episode(referred="2025-05-01", PrimaryNeedCode="N1"),
            an_episode(referred="2025-09-01", PrimaryNeedCode="N5"),
            an_episode(referred="2025-12-01"),
            an_episode(referred="2024-01-01", PrimaryNeedCode="N2"),
        ]
        assert children(of(a_return(a_child(*episodes)))) == [
            {"child_id": "007", "primary_need": "N5"}
        ]

    def test_an_id_is_kept_exactly_and_a_child_without_one_is_set_aside(self) -> None:
        extract = of(a_return(a_child(an_episode(), id="0070"), a_child(an_episode(), id="")))
        assert [child["child_id"] for child in children(extract)] == ["0070"]
        assert aside(extract) == [("0.csv", 7, "no_child_id"), ("0.csv", 6, "no_child_id")]

    def test_a_child_who_stands_twice_is_one(self) -> None:
        twice = [
            a_child(an_episode(), identifiers="<Sex>F</Sex>"),
            a_child(an_episode(referred="2025-09-01"), traits="<Ethnicity>WBRI</Ethnicity>"),
        ]
        extract = of(a_return(*twice))
        assert children(extract) == [{"child_id": "007", "sex": "F", "ethnicity": "WBRI"}]
        assert len(told(extract)) == 2
        assert notes(extract) == ["Children who stand more than once, read as one: LAchildID (1)."]


class TestTwoYears:
    """Last year's return and this year's, given together, tell of an episode that stands in both once."""

    LAST = a_return(
        a_child(
            an_episode(ASSESSMENT, PrimaryNeedCode="N1"),
            identifiers="<PersonBirthDate>2015-01-01</PersonBirthDate><Sex>F</Sex>",
        ),
        a_child(an_episode(), id="only last year"),
        reference="2025-05-31",
    )
    THIS = a_return(
        a_child(
            an_episode(ASSESSMENT, PLAN, CINclosureDate="2026-02-01", ReasonForClosure="RC7"),
            an_episode(referred="2026-02-20", PrimaryNeedCode="N5"),
            identifiers="<PersonBirthDate>2015-01-02</PersonBirthDate>",
        ),
        a_child(an_episode(), id="only this year"),
    )

    @pytest.mark.parametrize("order", ["as they came", "the other way round"])
    def test_equal_events_are_one_and_the_rest_joins_the_episode(self, order: str) -> None:
        given = [self.LAST, self.THIS]
        extract = of(*(given if order == "as they came" else reversed(given)))
        rows = extract.connection.cursor().execute(
            "select episode_id, count(*) from events where child_id = '007' group by episode_id order by 1"
        )
        assert rows.fetchall() == [("2025-05-01", 6), ("2026-02-20", 1)]
        assert [(file, reason) for file, _, reason in aside(extract)] == [
            ("1.csv", "duplicate")
        ] * 3

    @pytest.mark.parametrize("order", ["as they came", "the other way round"])
    def test_a_child_is_told_by_the_later_return_and_blanks_are_filled(self, order: str) -> None:
        given = [self.LAST, self.THIS]
        extract = of(*(given if order == "as they came" else reversed(given)))
        told_of = {child["child_id"]: child for child in children(extract)}
        assert set(told_of) == {"007", "only last year", "only this year"}
        assert str(told_of["007"].pop("date_of_birth")) == "2015-01-02"
        assert told_of["007"] == {"child_id": "007", "sex": "F", "primary_need": "N5"}
        assert sum(file.rows_in for file in extract.report.files if file.kind == "children") == 3

    def test_of_two_episodes_from_one_day_each_keeps_its_name(self) -> None:
        """The one that closes leaves the next return; the other must not take its name."""
        closed = an_episode(CINclosureDate="2025-05-20", ReasonForClosure="RC7")
        is_open = an_episode(ASSESSMENT)
        then_closed = an_episode(ASSESSMENT, CINclosureDate="2025-12-01", ReasonForClosure="RC8")
        extract = of(a_return(a_child(closed, is_open)), a_return(a_child(then_closed)))
        rows = extract.connection.cursor().execute(
            "select episode_id, event_type, outcome from events order by episode_id, event_date, event_no"
        )
        assert rows.fetchall() == [
            ("2025-05-01", "referral_received", None),
            ("2025-05-01", "assessment_started", None),
            ("2025-05-01", "assessment_completed", None),
            ("2025-05-01", "case_closed", "RC8"),
            ("2025-05-01/2", "referral_received", None),
            ("2025-05-01/2", "case_closed", "RC7"),
        ]


class TestWhatIsOdd:
    """Nothing odd stops a return: it is noted, or its row is set aside with its line."""

    def test_unknown_elements_are_counted_by_path_and_never_kept(self) -> None:
        nickname = f"<Nickname>{SECRET}<Since>{SECRET}</Since></Nickname>"
        extract = of(
            a_return(
                a_child(an_episode(f"<Panel>{SECRET}</Panel>"), identifiers=nickname),
                a_child(an_episode(), id="8", identifiers=nickname),
            )
        )
        (note,) = notes(extract)
        assert note == (
            "Elements that no census up to 2026 has, passed over: "
            "Message/Children/Child/ChildIdentifiers/Nickname (2), "
            "Message/Children/Child/CINdetails/Panel (1)."
        )

    def test_what_nothing_needs_is_dropped_and_the_report_says_so(self) -> None:
        extract = of(
            a_return(
                a_child(
                    an_episode(ENQUIRY, ReferralSource="5D"),
                    identifiers=f"<UPN>{SECRET}</UPN><FormerUPN>{SECRET}</FormerUPN>",
                )
            )
        )
        dropped = extract.report.files[0].dropped
        assert dropped == [
            "UPN",
            "FormerUPN",
            "ReferralSource",
            "InitialCPCtarget",

        ]
        tables = ("events", "children", "set_aside", "episodes")
        held = [extract.connection.cursor().table(name).to_arrow_table() for name in tables]
        said = "\n".join([*map(str, held), *described(extract)])
        assert SECRET not in said and "UPN" in said

    def test_text_between_elements(self) -> None:
        stray = f"<UPNunknown>UN3</UPNunknown>{SECRET}<Sex>F</Sex>"
        extract = of(a_return(a_child(an_episode(), identifiers=stray)))
        assert children(extract)[0]["sex"] == "F"
        assert notes(extract) == ["Text between elements, passed over: ChildIdentifiers (1)."]

    def test_elements_with_nothing_in_them(self) -> None:
        inside = ["<Assessments/>", "<CINPlanDates></CINPlanDates>", "<CINclosureDate/>"]
        extract = of(a_return(a_child(an_episode(*inside))))
        assert told(extract) == [("referral_received", "2025-05-01")]
        (note,) = notes(extract)
        assert note.startswith("Elements with nothing in them: ")
        for element in ("Assessments", "CINPlanDates", "CINclosureDate"):
            assert f"{element} (1)" in note

    @pytest.mark.parametrize(
        ("day", "reason"),
        [
            ("1066-04-13", "before_1990"),
            ("2028-04-28", "after_extract_date"),
            ("2025-02-30", "unreadable_event_date"),
            ("soon", "unreadable_event_date"),
        ],
    )
    def test_an_impossible_date_sets_its_row_aside_with_its_line(
        self, day: str, reason: str
    ) -> None:
        started = a_block("Assessments", AssessmentActualStartDate=day)
        extract = of(a_return("\n\n" + a_child(an_episode("\n\n" + started))))
        assert aside(extract) == [("0.csv", 8, reason)]
        (row,) = extract.set_aside().to_pylist()
        assert (row["child_id"], row["event_type"], row["event_date"]) == (
            "007",
            "assessment_started",
            day,
        )

    def test_a_block_without_the_date_it_must_have_gives_a_row_set_aside(self) -> None:
        ended = a_block("CINPlanDates", CINPlanEndDate="2025-08-01")
        extract = of(a_return(a_child(an_episode(ended))))
        assert told(extract) == [
            ("referral_received", "2025-05-01"),
            ("plan_ended", "2025-08-01"),
        ]
        assert aside(extract) == [("0.csv", 4, "unreadable_event_date")]

    def test_an_episode_without_a_referral_date_keeps_its_other_events_together(self) -> None:
        extract = of(a_return(a_child(f"<CINdetails>{ASSESSMENT}{PLAN}</CINdetails>")))
        rows = extract.connection.cursor().execute("select distinct episode_id from events")
        assert rows.fetchall() == [("undated",)]
        assert [reason for _, _, reason in aside(extract)] == ["unreadable_event_date"]

    def test_two_equal_plans_are_one(self) -> None:
        extract = of(a_return(a_child(an_episode(PLAN, PLAN))))
        assert told(extract).count(("plan_started", "2025-06-03")) == 1
        assert [reason for _, _, reason in aside(extract)] == ["duplicate"] * 2

    def test_a_date_that_stands_again_in_its_block(self) -> None:
        again = "<CINclosureDate>2025-09-09</CINclosureDate>"
        extract = of(
            a_return(
                a_child(an_episode(again, CINclosureDate="2025-06-01", ReasonForClosure="RC7"))
            )
        )
        assert told(extract)[-1] == ("case_closed", "2025-06-01", "RC7")
        assert notes(extract) == [
            "Values that stand again in their block, the first of which is read: CINclosureDate (1)."
        ]

    def test_events_after_the_reference_date_are_counted(self) -> None:
        extract = of(a_return(a_child(an_episode(ASSESSMENT)), reference="2025-05-20"))
        (note,) = extract.report.files[0].notes
        assert note == "Events dated after the return's reference date of 20 May 2025: 1."

    @pytest.mark.parametrize("reference", ["", "soon", "2025-02-30"])
    def test_an_unreadable_reference_date_changes_nothing(self, reference: str) -> None:
        assert len(told(of(a_return(a_child(an_episode()), reference=reference)))) == 1

    def test_a_child_without_an_episode(self) -> None:
        extract = of(a_return(a_child(), a_child(an_episode(), id="8")))
        assert {child["child_id"] for child in children(extract)} == {"007", "8"}
        assert notes(extract) == ["Children without an episode: CINdetails (1)."]

    def test_a_return_without_line_breaks(self) -> None:
        """Every event stands on line 1 and is an event of its own all the same."""
        text = a_return(a_child(an_episode(ASSESSMENT, PLAN))).replace(b"\n", b"")
        extract = of(text)
        assert len(told(extract)) == 5
        assert extract.set_aside().num_rows == 0

    def test_names_with_a_prefix_and_in_a_namespace_of_their_own(self) -> None:
        text = a_return(a_child(an_episode(ASSESSMENT))).decode()
        prefixed = text.replace("</", "</ \0").replace("<", "<c:").replace("<c:/ \0", "</c:")
        prefixed = prefixed.replace("<c:Message>", '<c:Message xmlns:c="urn:census">')
        assert told(of(prefixed.encode())) == told(of(text.encode()))

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
    def test_other_encodings(self, encoding: str) -> None:
        declared = encoding.removesuffix("-sig")
        text = (
            f"<?xml version='1.0' encoding='{declared}'?>\n"
            + a_return(a_child(an_episode(), id="Zoë")).decode()
        )
        assert children(of(text.encode(encoding))) == [{"child_id": "Zoë"}]


def test_the_report_in_words_says_the_format_and_the_notes() -> None:
    lines = list(described(of(a_return(a_child(an_episode("<Panel/>"))))))
    assert any("0.csv: CIN census XML, a table of events, 1 rows" in line for line in lines)
    assert any(line.strip().startswith("note") and "Panel (1)" in line for line in lines)
