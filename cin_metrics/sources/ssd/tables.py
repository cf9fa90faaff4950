"""The tables of a Standard Safeguarding Dataset: how a file is known to be one, and the columns that are read.

A table is known by the prefix of its columns (``cine_``, ``cina_`` …), whatever the file is called. A column may
have several names: older builds, the specification and the scripts of each case system differ. Every other
column is left behind at the door.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cin_metrics.sources.columns import Columns

Names = tuple[str, ...]


@dataclass(frozen=True)
class SsdTable:
    """One table: what it is called here, our name of each column that is read → its names in extracts."""

    name: str
    prefix: str
    columns: Mapping[str, Names]
    title: str

    @property
    def days(self) -> tuple[str, ...]:
        """Our names of its columns of dates."""
        return tuple(name for name in self.columns if name.endswith(("_date", "birth")))


def table(name: str, prefix: str, title: str, **columns: str) -> SsdTable:
    """A table whose columns are given as their names without the prefix, several with blanks between."""
    named = {
        ours: tuple(
            one.removeprefix("=") if one[0] == "=" else f"{prefix}_{one}" for one in names.split()
        )
        for ours, names in columns.items()
    }
    return SsdTable(name, prefix, named, title)


TABLES: Sequence[SsdTable] = (
    table(
        "person",
        "pers",
        "people",
        person_id="person_id",
        sex="sex",
        gender="gender",
        ethnicity="ethnicity",
        birth="dob",
    ),
    table("disability", "disa", "disabilities", person_id="person_id", code="disability_code"),
    table(
        "referral",
        "cine",
        "episodes of need",
        key="referral_id",
        person_id="person_id",
        start_date="referral_date",
        need="cin_primary_need_code primary_need_code",
        outcome_json="referral_outcome_json",
        nfa="referral_nfa",
        close_reason="close_reason",
        close_date="close_date",
        team="referral_team",
    ),
    table(
        "assessment",
        "cina",
        "assessments",
        key="assessment_id",
        person_id="person_id",
        referral_id="referral_id",
        start_date="assessment_start_date",
        authorised_date="assessment_auth_date",
        outcome_json="assessment_outcome_json",
        nfa="assessment_outcome_nfa",
        team="assessment_team",
        worker="assessment_worker_id",
    ),
    table(
        "plan",
        "cinp",
        "child in need plans",
        key="cin_plan_id =cin_plan_id",
        person_id="person_id",
        referral_id="referral_id",
        start_date="cin_plan_start_date",
        end_date="cin_plan_end_date",
        team="cin_plan_team",
        worker="cin_plan_worker_id",
    ),
    table(
        "visit",
        "cinv",
        "child in need visits",
        key="cin_visit_id",
        person_id="person_id",
        plan_id="cin_plan_id",
        visit_date="cin_visit_date",
        seen="cin_visit_seen",
        seen_alone="cin_visit_seen_alone",
    ),
    table(
        "enquiry",
        "s47e",
        "section 47 enquiries",
        key="s47_enquiry_id",
        person_id="person_id",
        referral_id="referral_id",
        start_date="s47_start_date",
        outcome_json="s47_outcome_json",
        team="s47_completed_by_team",
        worker="s47_completed_by_worker_id s47_completed_by_worker",
    ),
    table(
        "conference",
        "icpc",
        "initial conferences",
        key="icpc_id",
        person_id="person_id",
        referral_id="referral_id",
        enquiry_id="s47_enquiry_id",
        conference_date="icpc_date",
        team="icpc_team",
        worker="icpc_worker_id",
    ),
    table(
        "protection_plan",
        "cppl",
        "child protection plans",
        key="cp_plan_id",
        person_id="person_id",
        referral_id="referral_id",
        start_date="cp_plan_start_date",
        end_date="cp_plan_end_date",
        ola="cp_plan_ola",
    ),
    table(
        "protection_review",
        "cppr",
        "child protection reviews",
        key="cp_review_id",
        person_id="person_id",
        plan_id="cp_plan_id",
        review_date="cp_review_date",
        continues="cp_review_outcome_continue_cp",
    ),
    table(
        "care",
        "clae",
        "episodes of care",
        key="cla_episode_id",
        person_id="person_id",
        referral_id="referral_id",
        start_date="cla_episode_start_date",
        start_reason="cla_episode_start_reason",
        ceased_date="cla_episode_ceased_date cla_episode_ceased",
        ceased_reason="cla_episode_ceased_reason",
        entered_date="entered_care_date",
    ),
    table(
        "early_help",
        "earl",
        "early help",
        key="episode_id",
        person_id="person_id",
        start_date="episode_start_date",
        end_date="episode_end_date",
        worker="episode_worker_id",
    ),
    table(
        "contact",
        "cont",
        "contacts",
        key="contact_id",
        person_id="person_id",
        contact_date="contact_date",
        outcome_json="contact_outcome_json",
    ),
    table(
        "involvement",
        "invo",
        "involvements of professionals",
        key="involvements_id involvement_id",
        person_id="person_id",
        referral_id="referral_id",
        worker="professional_id",
        role="professional_role_id professional_role",
        team="professional_team",
        start_date="involvement_start_date",
    ),
    table("department", "dept", "teams", team_id="team_id", team_name="team_name"),
    table("family", "fami", "families", family_id="family_id", person_id="person_id"),
)

BY_NAME = {one.name: one for one in TABLES}
BY_PREFIX = {one.prefix: one for one in TABLES}

NOT_NEEDED: Mapping[str, str] = {
    "cppv": "child protection visits (no visits to children in need)",
    "prof": "professionals (a worker is shown by the id)",
    "cinf": "assessment factors",
    "addr": "addresses",
    "immi": "immigration status",
    "moth": "mothers",
    "lega": "legal status",
    "link": "linked identifiers",
    "clac": "convictions in care",
    "clah": "health in care",
    "clai": "immunisations in care",
    "clas": "substance misuse in care",
    "clap": "placements",
    "clar": "reviews in care",
    "clav": "visits in care",
    "lapp": "previous permanence",
    "lacp": "care plans",
    "csdq": "strengths and difficulties scores",
    "miss": "missing episodes",
    "clea": "care leavers",
    "perm": "permanence",
    "s251": "finance",
    "voch": "the voice of the child",
    "prep": "pre-proceedings (placeholders in most builds)",
    "send": "special educational needs",
    "senn": "special educational needs",
    "ehcr": "education, health and care plans",
    "ehca": "education, health and care plans",
    "ehcn": "education, health and care plans",
    "ehcp": "education, health and care plans",
}
"""The prefixes of the tables that nothing here needs; their rows are never read."""


def plain(name: str) -> str:
    """A column's name in small letters, without quotation marks and the name of its table."""
    return name.strip().strip('"[]`').rpartition(".")[2].strip('"[]`').casefold()


def prefix_of(header: Sequence[str]) -> str | None:
    """The prefix that tells the table; None where the columns are not those of one."""
    prefixes = Counter(plain(name).partition("_")[0] for name in header if "_" in name)
    if not prefixes:
        return None
    prefix, times = prefixes.most_common(1)[0]
    known = prefix in BY_PREFIX or prefix in NOT_NEEDED
    return prefix if known and times > 1 and 2 * times >= len(header) else None


class SsdColumns(Columns):
    """How the columns of a table were read. What is dropped is never gathered, not even to compare rows."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """Our names of the columns that are read."""
        return tuple(BY_NAME[self.kind].columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Those without which a row says nothing: none, each may come by another route."""
        return ()

    @property
    def least_width(self) -> int:
        """A row is whole when it has a cell for every column."""
        return len(self.header)

    @property
    def dropped_positions(self) -> list[int]:
        """None: see ``left_behind``."""
        return []

    @property
    def left_behind(self) -> list[str]:
        """The names of the columns that were not read."""
        kept = set(self.positions.values())
        return [name for place, name in enumerate(self.header) if name and place not in kept]


def ssd_columns(one: SsdTable, header: Sequence[str]) -> SsdColumns:
    """The columns of a table, each by the first of its names that the header has."""
    places = {plain(name): place for place, name in reversed(list(enumerate(header)))}
    positions = {}
    for ours, names in one.columns.items():
        found = next((places[name] for name in names if name in places), None)
        if found is not None:
            positions[ours] = found
    return SsdColumns(one.name, tuple(header), positions)
