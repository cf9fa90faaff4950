"""The elements of the CIN census, 2017 to 2026, and the events that their dates are.

Elements of all years stand side by side: what a return has is told by their presence, not by its header.
"""

from cin_metrics.sources.xml_records import Block

HEADER = Block(
    "Header",
    unneeded=("Source", "Content"),
    blocks=(
        Block("CollectionDetails", values=("ReferenceDate",), unneeded=("Collection", "Year")),
    ),
)
IDENTIFIERS = Block(
    "ChildIdentifiers",
    values=("LAchildID", "PersonBirthDate", "ExpectedPersonBirthDate", "GenderCurrent", "Sex"),
    unneeded=("UPN", "FormerUPN", "UPNunknown", "PersonDeathDate"),
)
CHARACTERISTICS = Block(
    "ChildCharacteristics",
    values=("Ethnicity",),
    blocks=(Block("Disabilities", values=("Disability",)),),
)
ASSESSMENTS = Block(
    "Assessments",
    values=("AssessmentActualStartDate", "AssessmentAuthorisationDate"),
    unneeded=("AssessmentInternalReviewDate", "FactorsIdentifiedAtAssessment"),
)
CIN_PLANS = Block("CINPlanDates", values=("CINPlanStartDate", "CINPlanEndDate"))
SECTION_47 = Block(
    "Section47",
    values=("S47ActualStartDate", "DateOfInitialCPC", "ICPCnotRequired"),
    unneeded=("InitialCPCtarget",),
)
PROTECTION_PLANS = Block(
    "ChildProtectionPlans",
    values=("CPPstartDate", "CPPendDate"),
    unneeded=("InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP"),
    blocks=(Block("Reviews", values=("CPPreviewDate",)),),
)
PRE_PROCEEDINGS = Block(
    "PreProceedingsandFGDM",
    values=("PPStartDate",),
    unneeded=(
        "LBPSentDate", "FGDMMeetingOffer", "FGDMMeetingFac", "InitialPPMeetingDate", "ReviewMeetingsCount",
        "StepDecisionDate", "PPOutcome", "CourtAppDate", "LetterInitCPDate",
    ),
)  # fmt: skip
EPISODE = Block(
    "CINdetails",
    values=(
        "CINreferralDate", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure", "DateOfInitialCPC",
        "ReferralNFA",
    ),
    unneeded=("ReferralSource",),
    blocks=(ASSESSMENTS, CIN_PLANS, SECTION_47, PROTECTION_PLANS, PRE_PROCEEDINGS),
)  # fmt: skip
CHILD = Block("Child", blocks=(IDENTIFIERS, CHARACTERISTICS, EPISODE))
CENSUS = Block("Message", blocks=(HEADER, Block("Children", blocks=(CHILD,))))

STARTS = {
    ASSESSMENTS.name: ("AssessmentActualStartDate", "assessment_started"),
    CIN_PLANS.name: ("CINPlanStartDate", "plan_started"),
    SECTION_47.name: ("S47ActualStartDate", "s47_started"),
    PROTECTION_PLANS.name: ("CPPstartDate", "cp_plan_started"),
}
"""The date that each block of an episode must have, and its event."""

OTHERS = {
    ASSESSMENTS.name: ("AssessmentAuthorisationDate", "assessment_completed"),
    CIN_PLANS.name: ("CINPlanEndDate", "plan_ended"),
    PROTECTION_PLANS.name: ("CPPendDate", "cp_plan_ended"),
    PRE_PROCEEDINGS.name: ("PPStartDate", "pre_proceedings_started"),
}
"""The date that it may have, and its event."""
