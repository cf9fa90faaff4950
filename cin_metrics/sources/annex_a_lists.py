"""The lists of an Annex A workbook: how a sheet is known, and where each of its columns stands.

Headings are compared without case, spaces and punctuation, so that the guidance's words, straight or curly
quotes and the names that reporting scripts write (``DateOfContact``) are one. A field has its usual headings
first; the patterns after them are for headings that local builds have changed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cin_metrics.sources.columns import loose

Patterns = tuple[str, ...]

COMMON: Mapping[str, Patterns] = {
    "child_id": ("childuniqueid", ".*child.*id(entifier)?"),
    "sex": ("gender", "sex"),
    "ethnicity": ("ethnicity", "ethnic.*"),
    "date_of_birth": ("dateofbirth", ".*date.*birth.*", "dob"),
    "disabled": ("doesthechildhaveadisability", "hasdisability", ".*disability"),
    "team": ("allocatedteam", ".*allocated.*team"),
    "worker": ("allocatedworker", ".*allocated.*worker"),
}
"""The fields that several lists share."""


@dataclass(frozen=True)
class AnnexList:
    """One list: its number, what it holds, the fields that only it has (the first must be there).

    ``signs`` are headings that help to tell it and hold nothing that is needed; ``lacks`` the common fields
    that it does not have. ``is_read`` is false where nothing in it is on children in need.
    """

    number: int
    title: str
    own: Mapping[str, Patterns]
    signs: Patterns = ()
    lacks: tuple[str, ...] = ()
    is_read: bool = True

    @property
    def key(self) -> str:
        """The field without which a sheet is not this list."""
        return next(iter(self.own))

    @property
    def fields(self) -> Mapping[str, Patterns]:
        """Every field that is looked for."""
        common = {field: names for field, names in COMMON.items() if field not in self.lacks}
        return {**common, **self.own}


LISTS: Sequence[AnnexList] = (
    AnnexList(
        1,
        "contacts",
        {
            "contact": ("dateofcontact", ".*date.*contact", "contactdate"),
        },
        signs=("contactsource",),
        lacks=("disabled", "team", "worker"),
    ),
    AnnexList(
        2,
        "early help",
        {
            "early_help": ("assessmentstartdate", "earlyhelp.*start.*"),
        },
        signs=("assessmentcompletiondate", "organisationcompletingassessment"),
        lacks=("disabled", "team", "worker"),
    ),
    AnnexList(
        3,
        "referrals",
        {
            "referral": ("dateofreferral", "referraldate", "dateof.*referral"),
            "nfa": ("referralnfa", ".*referral.*(nfa|nofurtheraction).*"),
        },
        signs=("referralsource", "(numberof)?referrals(in)?last12months"),
        lacks=("disabled",),
    ),
    AnnexList(
        4,
        "assessments",
        {
            "started": (
                "continuousassessmentstartdate",
                "continuousassessmentstart",
                ".*assessment.*start.*",
            ),
            "completed": (
                "continuousassessmentdateofauthorisation",
                "continuousassessmentauthdate",
                ".*assessment.*authori[sz].*",
            ),
            "support": ("cscsupportrequired", "wasthechildassessed.*socialcaresupport"),
        },
        signs=("childseenduringcontinuousassessment|continuousassessmentchildseen",),
    ),
    AnnexList(
        5,
        "section 47 enquiries and initial conferences",
        {
            "discussion": (
                "strategydiscussioninitiatingsection47enquirystartdate",
                "stratdiscussiondate",
                "strat.*discussion.*",
            ),
            "unnecessary": (
                "wasaninitialchildprotectionconferencedeemedunnecessary",
                "initialcpconfunnecessary",
                ".*conf.*unnecessary",
            ),
            "conference": (
                "dateofinitialchildprotectionconference",
                "initialcpconfdate",
                "date.*initial.*conference",
            ),
        },
        signs=("cpconfresultincpplan|didtheinitialchildprotectionconference.*plan",),
    ),
    AnnexList(
        6,
        "children in need",
        {
            "start": ("cinstartdate", "(cin|childinneed).*start.*date"),
            "primary_need": ("primaryneedcode", "primaryneed.*"),
            "last_seen": ("datechildwaslastseen", "datechildlastseen", ".*lastseen.*"),
            "closure": ("cinclosuredate", "(cin|childinneed).*clos.*date"),
            "reason": ("reasonforclosure", ".*reason.*closure"),
            "status": ("casestatus", ".*case.*status"),
        },
    ),
    AnnexList(
        7,
        "child protection plans",
        {
            "start": (
                "childprotectionplanstartdate",
                "(cp|childprotection)plan.*start.*",
            ),
            "end": ("childprotectionplanenddate", "(cp|childprotection)plan.*end.*"),
            "review": (
                "dateoflatestreviewconference",
                "dateoflatestreviewconf",
                ".*latest.*review.*conf.*",
            ),
        },
        signs=("initialcategoryofabuse", "latestcategoryofabuse"),
    ),
    AnnexList(
        8,
        "children looked after",
        {
            "start": (
                "datestartedtobelookedafter",
                "looo?kedafterstartdate",
                "date.*started.*looked.*after",
            ),
            "end": (
                "dateceasedtobelookedafter",
                "ceasedlookedafterdate",
                "date.*ceased.*looked.*after",
            ),
        },
        signs=("childslegalstatus|legalstatus",),
    ),
    AnnexList(
        9,
        "care leavers",
        {"eligibility": ("eligibilitycategory",)},
        signs=("laintouch",),
        is_read=False,
    ),
    AnnexList(
        10,
        "adoption",
        {
            "decision": ("dateofdecisionthatchildshouldbeplacedforadoption",),
        },
        signs=("dateplacedforadoption",),
        is_read=False,
    ),
    AnnexList(
        11,
        "adopters",
        {
            "adopter": ("individualadopteridentifier", ".*adopter.*id(entifier)?"),
        },
        signs=("dateenquiryreceived",),
        is_read=False,
    ),
)

BY_NUMBER = {one.number: one for one in LISTS}


def list_named(sheet: str) -> AnnexList | None:
    """The list whose number stands in the name of a sheet, as in ``List 6`` or ``AnnexA_list06``."""
    found = re.search(r"list[\s_-]*0*(\d{1,2})(?!\d)", sheet.casefold())
    return BY_NUMBER.get(int(found[1])) if found else None


def places(header: Sequence[str], one: AnnexList) -> dict[str, int]:
    """Where each field of a list stands in a header; a heading is never two fields."""
    names = [loose(name) for name in header]
    found: dict[str, int] = {}
    for field, patterns in one.fields.items():
        for pattern in patterns:
            hits = (
                place
                for place, name in enumerate(names)
                if name and place not in found.values() and re.fullmatch(pattern, name)
            )
            place = next(hits, None)
            if place is not None:
                found[field] = place
                break
    return found


@dataclass(frozen=True)
class Heading:
    """A row that is the header of a list: ``line`` from 1, where each field stands, how it was known."""

    list: AnnexList
    line: int
    header: tuple[str, ...]
    places: dict[str, int]
    by_name: bool

    @cached_property
    def own_count(self) -> int:
        """How many of the headings that only this list has stand there."""
        names = [loose(name) for name in self.header]
        signs = sum(
            any(re.fullmatch(sign, name) for name in names if name) for sign in self.list.signs
        )
        return signs + sum(field in self.places for field in self.list.own)

    @property
    def is_sure(self) -> bool:
        """Whether it can be nothing else, were this the only sheet of a workbook."""
        personal = {"sex", "ethnicity", "date_of_birth"} & self.places.keys()
        return self.is_whole and (self.by_name or (self.own_count > 1 and len(personal) > 1))

    @property
    def is_whole(self) -> bool:
        """Whether a child and the day that makes the list can be told."""
        return {"child_id", self.list.key} <= self.places.keys()


def heading_of(sheet: str, top: Sequence[Sequence[str]]) -> Heading | None:
    """The header among the first rows of a sheet, and the list it belongs to; None where there is none.

    The list is the one with most of its own columns there; between equals, and for a sheet without any
    heading that is known, the name of the sheet decides.
    """
    named = list_named(sheet)
    best: tuple[tuple[bool, int, bool, int], Heading] | None = None
    for line, row in enumerate(top, 1):
        header = tuple(str(cell).strip() for cell in row)
        for one in LISTS:
            heading = Heading(one, line, header, places(header, one), one is named)
            if heading.own_count and (heading.is_whole or not one.is_read):
                worth = (
                    heading.is_whole,
                    heading.own_count,
                    one is named,
                    len(heading.places),
                )
                if best is None or worth > best[0]:
                    best = worth, heading
    return best[1] if best else None
