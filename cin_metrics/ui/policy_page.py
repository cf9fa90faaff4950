"""The parts of the policies page: a pack as people read it."""

import html

import streamlit as st

from cin_metrics.days import british
from cin_metrics.drift import INDICATORS, used
from cin_metrics.policy import Policy, Rule
from cin_metrics.ui.answers import topics_of
from cin_metrics.ui.session import cohort_title
from cin_metrics.ui.tables import Cell, Row, written
from cin_metrics.words import TOPIC_TITLES, count, joined, say_drift, say_rule, unformatted

COUNTRIES = {
    "england": "England", "wales": "Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland",
}  # fmt: skip
ASSUMED = "assumed"


def head(policy: Policy) -> None:
    """What the pack is and where it comes from."""
    assumed = sum(rule.assumed for rule in policy.rules)
    said = (
        f"<b>{html.escape(policy.authority or policy.title)}</b> holds itself to "
        f"<b>{count(len(policy.rules), 'rule')}</b> that case events can measure"
    )
    if policy.not_measurable:
        said += f", and to {count(len(policy.not_measurable), 'clause')} that they cannot"
    st.html(f'<p class="cin-answer">{said}.</p>')
    rows: list[Row] = [["Title", policy.title]]
    if policy.source:
        dated = policy.source.date or "undated"
        rows.append(["Source", Cell(f"{policy.source.title} ({dated})", policy.source.reference or "")])
    rows.append(["Version", policy.version])
    rows.append(["Working days", calendar_words(policy)])
    if policy.effective.from_ or policy.effective.to:
        start, end = policy.effective.from_, policy.effective.to
        rows.append(["In force", f"{british(start) if start else '…'} to {british(end) if end else 'now'}"])
    if policy.cohorts:
        rows.append(["Groups of children", Cell(*cohort_words(policy))])
    if assumed:
        verb = "is" if assumed == 1 else "are"
        rows.append(["Assumed", f"{count(assumed, 'number')} {verb} ours: the source sets none."])
    if policy.note:
        rows.append(["Note", policy.note])
    written(["About this policy", "What it says"], rows, widths=(20, 80))


def calendar_words(policy: Policy) -> str:
    """Which days are worked."""
    country = COUNTRIES[policy.calendar.country]
    said = f"Monday to Friday, less the bank holidays of {country}"
    closures = [
        british(c.from_) if c.from_ == c.to else f"{british(c.from_)} to {british(c.to)}"
        for c in policy.calendar.closures
    ]
    return f"{said} and office closures: {joined(closures, 'and')}" if closures else said


def cohort_words(policy: Policy) -> tuple[str, str]:
    """The groups the pack tells apart, and the teams that make a child a member."""
    titles = joined([cohort_title(policy, code) for code in policy.cohorts], "and")
    teams = [
        f"{cohort_title(policy, code)}: also everyone held by {joined(group.teams, 'or')}."
        for code, group in policy.cohorts.items()
        if group.teams
    ]
    return titles, " ".join(teams)


def rules(policy: Policy) -> None:
    """Each topic's rules in a table."""
    for topic in topics_of(policy):
        st.header(TOPIC_TITLES[topic], anchor=False)
        of_topic = [rule for rule in policy.rules if rule.topic == topic]
        written(
            ["Rule", "What is asked", "Who differs, what counts", "Aim", "Clause"],
            [rule_row(policy, rule) for rule in of_topic],
            widths=(17, 34, 22, 8, 19),
        )


def rule_row(policy: Policy, rule: Rule) -> Row:
    """A rule as a row."""
    said = say_rule(policy, rule)
    return [
        Cell(rule.title, mark=ASSUMED if rule.assumed else ""),
        Cell(said.asks, rule.note or ""),
        " ".join([*said.differs, *said.counts]),
        rule.aim.text if rule.aim else "",
        rule.clause,
    ]


def drift(policy: Policy) -> None:
    """When drift shows, by the pack's thresholds."""
    st.header("Signs of drift", anchor=False)
    st.markdown("What makes a child stand on the list of those kept without change, under this policy.")
    names = used(policy.drift)
    written(
        ["Sign", "Present when"],
        [
            [
                Cell(INDICATORS[name], mark=ASSUMED if getattr(policy.drift, name).assumed else ""),
                say_drift(name, getattr(policy.drift, name)),
            ]
            for name in names
        ],
        widths=(25, 75),
    )


def not_measurable(policy: Policy) -> None:
    """The clauses that no case event can measure."""
    st.header("What cannot be measured", anchor=False)
    if not policy.not_measurable:
        st.markdown("This policy lists no clause that case events cannot measure.")
        return
    st.markdown(
        f"{count(len(policy.not_measurable), 'clause')} of the source, listed so that nobody thinks them forgotten."
    )
    written(
        ["Clause", "What it asks", "Why events cannot show it"],
        [[item.clause, item.asks, item.why] for item in policy.not_measurable],
        widths=(26, 40, 34),
    )


def how_to_change(policy: Policy) -> None:
    """How an authority makes the pack its own."""
    st.caption(
        unformatted(
            f"A policy is one file, policies/{policy.name}.yaml. Copy it, change it, and it appears in the filter bar."
        )
    )
