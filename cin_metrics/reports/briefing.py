"""The briefing for an inspection or a review: what we know, how we know it, what we are doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cin_metrics.changes import chance_said, change_said, summary_said, worrying_first
from cin_metrics.coverage import not_answered, what_is_partial
from cin_metrics.days import british
from cin_metrics.disclosure import SMALLEST_SHOWN, shareable
from cin_metrics.drift import INDICATORS, not_computable
from cin_metrics.labels import worded
from cin_metrics.ledger import Ledger
from cin_metrics.measures import MEASURES, Selection, make_measures
from cin_metrics.monthly import MonthlyFigure, monthly
from cin_metrics.reports.audit_sample import look_at_first, open_cases, stratified_sample
from cin_metrics.reports.document import Block, Document, Heading, Paragraph, Points, Room, Table
from cin_metrics.reports.headlines import Headline, by_topic, headlines, rules_answered, summed
from cin_metrics.statistics.comparison import TOO_FEW, WITHIN, compare_teams
from cin_metrics.vocabulary import NOT_RECORDED
from cin_metrics.words import TOPIC_TITLES, cohort_title, count, joined, policy_words

Rows = list[dict[str, Any]]

MOST_SAID = 8
TEAM_TOPICS = ("visit", "review", "meeting", "assessment", "plan", "recording")
"""The topics shown by team: those of which teams have enough to be told apart."""
NOT_DFE = worded(
    "These figures are of children in need plans under section 17. DfE's “children in need” also counts children on "
    "protection plans, looked after, and waiting for an assessment; the two must not be compared."
)


@dataclass(frozen=True)
class Asked:
    """What a briefing is asked for. ``doing`` is what the service writes under "What are we doing?".

    ``for_sharing`` leaves out every list of children and hides small numbers. ``seed`` draws the sample for audit.
    """

    first: date
    last: date
    selection: Selection = Selection()
    doing: str = ""
    seed: int = 1
    for_sharing: bool = False

    @property
    def period(self) -> str:
        """The period in words."""
        return f"{british(self.first)} to {british(self.last)}"


def make_briefing(ledger: Ledger, asked: Asked) -> Document:
    """The briefing of a period. The same ledger and question always give the same document."""
    policy = ledger.policy
    judged = rules_answered(ledger)
    whole_from, (_, lacking) = ledger.extract.limits.whole_from, not_answered(ledger)
    drawn = monthly(
        ledger, asked.selection, first=asked.first, last=asked.last, rules=judged, whole_from=whole_from
    )
    charts = tuple(figure for figure in drawn if figure.measure not in lacking)
    figures = headlines(ledger, asked.first, asked.last, asked.selection, charts)
    who = "FOR SHARING: small numbers hidden" if asked.for_sharing else "INTERNAL: about children who can be known"
    return Document(
        title=worded(f"Children in need: briefing for {asked.period}"),
        subtitle=f"{policy_words(policy)} · {selected_words(ledger, asked)} · as of {british(ledger.as_of)} · {who}",
        as_of=ledger.as_of,
        foot=(
            f"{who.split(':')[0]} · Policy {policy.name}, version {policy.version} · Extract {ledger.extract.name} · "
            f"As of {british(ledger.as_of)}"
        ),
        blocks=(
            Heading("What do we know about the quality and impact of practice?"),
            headline_table(figures, asked),
            Paragraph(NOT_DFE, quiet=True),
            *strengths_and_worries(charts, asked),
            *teams(ledger, asked),
            Heading("How do we know it?"),
            *how_we_know(ledger, asked),
            Heading("What are we doing?"),
            *doing(asked),
            *cases(ledger, asked),
        ),
    )


def selected_words(ledger: Ledger, asked: Asked) -> str:
    """Which teams and children."""
    selected = ", ".join(asked.selection.teams) or worded("all teams")
    groups = ", ".join(cohort_title(ledger.policy, code) for code in asked.selection.cohorts) or "all children"
    return f"{selected}, {groups}"


def headline_table(figures: Sequence[Headline], asked: Asked) -> Table:
    """The headline figures."""
    return Table(
        f"Headline figures, {asked.period}",
        ["Figure", "This period", "A year before", "By the control chart", "Published, same definition"],
        [
            [
                figure.title,
                figure.said(for_sharing=asked.for_sharing),
                figure.said(before=True, for_sharing=asked.for_sharing),
                figure.verdict or "—",
                figure.published or "—",
            ]
            for figure in figures
        ],
        widths=(22, 22, 20, 18, 18),
    )


def strengths_and_worries(charts: Sequence[MonthlyFigure], asked: Asked) -> list[Block]:
    """What changed by more than chance, in the words of the charts."""
    blocks: list[Block] = [Paragraph(summary_said(charts))]
    for title, verdict in (("Strengths: what improves", "improving"), ("Worries: what gets worse", "worrying")):
        found = [figure for figure in worrying_first(charts) if figure.chart.variation == verdict]
        blocks.append(Heading(title, 2))
        said = [sentence_of(figure, asked.for_sharing) for figure in found[:MOST_SAID]]
        blocks.append(Points(said) if said else Paragraph("No figure, by more than chance."))
    blocks.append(Paragraph(chance_said(charts), quiet=True))
    return blocks


def sentence_of(figure: MonthlyFigure, for_sharing: bool) -> str:
    """What a chart says; where it leaves the service, without the numbers of a single month."""
    if not for_sharing:
        return change_said(figure).split(". ", 1)[1]
    return f"{figure.title}. {figure.chart.variation_sentence}"


def topics_by_team(ledger: Ledger, asked: Asked) -> dict[str, tuple[list[str], list[int], list[int]]]:
    """Per topic the teams by name, how much each did on time, and how much fell due."""
    topics = by_topic(ledger, rules_answered(ledger))
    rows = make_measures(ledger, asked.first, asked.last, "team", asked.selection, ["timeliness"]).to_pylist()
    names = sorted({row["group_value"] for row in rows}, key=lambda name: (name == NOT_RECORDED, name))
    found = {}
    for topic in TEAM_TOPICS:
        if topic in topics:
            pairs = [
                summed([row for row in rows if row["group_value"] == name], "timeliness", topics[topic])
                for name in names
            ]
            found[topic] = (names, [on_time for on_time, _ in pairs], [due for _, due in pairs])
    return found


def teams(ledger: Ledger, asked: Asked) -> list[Block]:
    """Each topic by team, and the teams that differ by more than chance."""
    by_team = topics_by_team(ledger, asked)
    names = next((names for names, _, _ in by_team.values()), [])
    if len(names) < 2:
        return []
    columns = {topic: shares_said(*counted, asked.for_sharing) for topic, counted in by_team.items()}
    table = Table(
        "On time by team, of what fell due",
        ["Team", *(TOPIC_TITLES[topic] for topic in columns)],
        [[name, *(column[place] for column in columns.values())] for place, name in enumerate(names)],
        numbers=tuple(range(1, len(columns) + 1)),
        widths=(18, *[82 // max(len(columns), 1)] * len(columns)),
    )
    if asked.for_sharing:
        note: Block = Paragraph(worded("Teams stand by name, not by rank."), quiet=True)
    else:
        said = [
            f"{TOPIC_TITLES[topic]}. {team.sentence}"
            for topic, counted in by_team.items()
            for team in compare_teams(*counted).teams
            if team.verdict not in (WITHIN, TOO_FEW)
        ]
        none = worded("No team differs from all together by more than chance gives.")
        note = Points(said) if said else Paragraph(none)
    return [Heading(worded("By team"), 2), table, note]


def shares_said(names: Sequence[str], on_time: Sequence[int], due: Sequence[int], for_sharing: bool) -> list[str]:
    """Each team's share; where it leaves the service, hidden so that no hidden number can be worked out."""
    if for_sharing:
        shared = shareable(list(names), list(on_time), list(due))
        return ["hidden" if row.is_hidden else share_of(row.numerator, row.denominator) for row in shared.rows]
    return [share_of(numerator, denominator) for numerator, denominator in zip(on_time, due, strict=True)]


def share_of(numerator: int | None, denominator: int | None) -> str:
    """``78% of 94``; a dash where there is nothing."""
    return f"{(numerator or 0) / denominator * 100:.0f}% of {denominator:,}" if denominator else "—"


def how_we_know(ledger: Ledger, asked: Asked) -> list[Block]:
    """Where the figures come from, and what they cannot say."""
    report, policy = ledger.extract.report, ledger.policy
    lacking, not_counted = not_answered(ledger)
    impossible = not_computable(ledger)
    source = policy.source.title if policy.source else policy.title
    points = [
        f"Every figure counts events of the extract {ledger.extract.name}: {report.accepted:,} of "
        f"{report.rows_in:,} rows in use, {report.set_aside:,} set aside with their reasons.",
        f"They are judged by {count(len(policy.rules), 'standard')} of “{source}”, each traced to its clause; what is "
        f"not yet due never counts.",
        "A change is called one only where a control chart (NHS Making Data Count rules) does not put it down to "
        "chance.",
    ]  # fmt: skip
    caveats = what_is_partial(ledger.extract.limits)
    caveats += [
        f"{finding.question.title}: {number_said(finding.count, asked.for_sharing)}."
        for finding in ledger.extract.findings
        if finding.count
    ]
    caveats += [f"“{policy.rule(rule_id).title}” cannot be judged. {why}" for rule_id, why in lacking.items()]
    caveats += [f"{INDICATORS[name]} cannot be computed: {why}." for name, why in impossible.items()]
    caveats += [f"{MEASURES[name].title} cannot be computed: {why}." for name, why in not_counted.items()]
    if policy.not_measurable:
        clauses = count(len(policy.not_measurable), "clause")
        caveats.append(f"{clauses} of the policy ask for what no case event records; audit is the way to know.")
    return [
        Points(points),
        Heading("What the data cannot say, or says with gaps", 2),
        Points(caveats) if caveats else Paragraph("Nothing found that would change how the figures are read."),
    ]


def number_said(number: int, for_sharing: bool) -> str:
    """A number; where it leaves the service, a small one as a range."""
    return f"1 to {SMALLEST_SHOWN - 1}" if for_sharing and 0 < number < SMALLEST_SHOWN else f"{number:,}"


def doing(asked: Asked) -> list[Block]:
    """What the service writes, or room for it."""
    if asked.doing.strip():
        return [Paragraph(line) for line in asked.doing.strip().splitlines() if line.strip()]
    return [Room("Actions, who, by when", 8)]


def cases(ledger: Ledger, asked: Asked) -> list[Block]:
    """Cases to look at first and a sample for audit; left out of what leaves the service."""
    if asked.for_sharing:
        return [Paragraph("Lists of children are left out of what is shared.", quiet=True)]
    opened = open_cases(ledger, asked.selection)
    if not opened:
        return [Heading("Cases to look at"), Paragraph(worded("No child is in need."))]
    first, sample = look_at_first(opened), stratified_sample(opened, asked.seed)
    columns = ["Child", "Team", "Worker", "In need since", "Overdue", "Signs of drift"]
    return [
        Heading("Cases to look at"),
        Table(
            f"To look at first: most signs of drift, then most overdue ({len(first)} of {len(opened)} in need)",
            columns, [case_row(case) for case in first], numbers=(4,), widths=(12, 20, 12, 14, 9, 33),
        ),
        Table(
            f"A random sample for audit ({len(sample)} of {len(opened)}), drawn by team in proportion; "
            f"seed {asked.seed} draws it again",
            columns, [case_row(case) for case in sample], numbers=(4,), widths=(12, 20, 12, 14, 9, 33),
        ),
    ]  # fmt: skip


def case_row(case: dict[str, Any]) -> list[str]:
    """A case as a row."""
    names = [INDICATORS[name].lower() for name in (case["indicators"] or "").split(";") if name]
    return [
        case["child_id"], case["team"] or "—", case["worker"] or "—", british(case["in_need_since"]),
        str(case["overdue"]), joined(names, "and") or "none",
    ]  # fmt: skip
