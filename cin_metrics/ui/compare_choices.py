"""What the page of two policies lets a person choose: the other policy, a limit changed, rules paired by hand, when."""

import calendar
from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from cin_metrics.another_limit import UNITS, pack_with_limit
from cin_metrics.days import Period, make_period, months_before
from cin_metrics.faults import InputFault
from cin_metrics.policy import Policy, Rule
from cin_metrics.ui import address, filters
from cin_metrics.ui.policy_files import policy_names, policy_of
from cin_metrics.ui.session import Session
from cin_metrics.ui.view import View
from cin_metrics.words import unformatted

CHANGED = "changed-limit"
NO_RULE = "-"
BETWEEN = ":"
BEFORE = "before"
YEAR_EARLIER = "year-earlier"
MOST_NUMBER = 999


def other_policy(view: View) -> str:
    """The name of the pack compared with, or ``CHANGED``; drawn as a select box."""
    options = [*(name for name in policy_names() if name != view.policy.name), CHANGED]
    value = options[0]
    for given in address.chosen("other")[:1]:
        if given in options:
            value = given
        elif given != view.policy.name:
            st.warning(unformatted(f"There is no policy “{given[:40]}”. Shown beside {title_of(value)}."))
    address.choose("other", [value])
    st.session_state["other"] = value
    st.selectbox(
        "Compared with", options, key="other", format_func=title_of,
        on_change=address.keep_from, args=("other", "other"),
        help="Another policy, or this one with the limit of one rule changed.",
    )  # fmt: skip
    return value


def title_of(name: str) -> str:
    """A choice of the other policy as it is read."""
    return "This policy with one limit changed" if name == CHANGED else filters.policy_title(name)


def changed_limit(policy: Policy) -> tuple[Policy, Rule]:
    """The pack with one limit changed, and the rule as it was; drawn as rule, number and unit."""
    rules = {rule.id: rule for rule in policy.rules if rule.limit}
    if not rules:
        raise InputFault(f"{policy.name}: found no rule with a limit; allowed: a policy that has one.")
    rule, limit, changed = read_limit(policy, rules)
    number, unit = limit.split(" ", 1)
    st.session_state["changed_rule"] = rule.id
    st.session_state["changed_number"] = int(number)
    st.session_state["changed_unit"] = unit
    rule_place, number_place, unit_place = st.columns([3, 1, 1.4])
    with rule_place:
        st.selectbox(
            "Rule changed", list(rules), key="changed_rule", on_change=keep_rule,
            format_func=lambda rule_id: rules[rule_id].title,
        )  # fmt: skip
    with number_place:
        st.number_input(
            "Limit", min_value=1, max_value=MOST_NUMBER, key="changed_number", on_change=keep_limit
        )
    with unit_place:
        st.selectbox("Unit", units_with(unit), key="changed_unit", on_change=keep_limit)
    own = own_limit(rule)
    said = f"The policy says {own}." if limit != own else f"The policy says {own} too: change the number to see more."
    kept = " What differs for a group of children stays as it is." if rule.cohorts else ""
    st.caption(unformatted(f"{rule.title}: {said}{kept}"))
    return changed, rule


def read_limit(policy: Policy, rules: Mapping[str, Rule]) -> tuple[Rule, str, Policy]:
    """The rule, limit and changed pack that the address asks for, else the visit rule at its own limit."""
    visits = policy.visit_rule()
    usual = rules[visits.id] if visits and visits.id in rules else next(iter(rules.values()))
    for given in address.chosen("limit")[:1]:
        rule_id, _, limit = given.partition(BETWEEN)
        limit = plural(limit)
        number = limit.split(" ")[0]
        try:
            if not (number.isascii() and number.isdigit() and 1 <= int(number) <= MOST_NUMBER):
                raise InputFault(
                    f"limit: found '{limit[:40]}'; allowed: 1 to {MOST_NUMBER} working days, days, weeks or months."
                )
            changed = pack_with_limit(policy.name, rule_id, limit)
            return rules[rule_id], limit, changed
        except InputFault as fault:
            for sentence in fault.faults:
                st.warning(unformatted(sentence))
            address.choose("limit", [])
    own = own_limit(usual)
    return usual, own, pack_with_limit(policy.name, usual.id, own)


def own_limit(rule: Rule) -> str:
    """The limit a rule has, its unit in the plural."""
    return plural(rule.limit.text) if rule.limit else ""


def plural(limit: str) -> str:
    """``1 month`` as ``1 months``, as the units are offered."""
    limit = " ".join(limit.split())
    return limit if not limit or limit.endswith("s") else f"{limit}s"


def units_with(unit: str) -> list[str]:
    """The units offered, the one in use among them."""
    return list(dict.fromkeys([*UNITS, unit]))


def keep_rule() -> None:
    """Take the rule chosen, at the limit it has."""
    rule_id = st.session_state["changed_rule"]
    policy = policy_of(address.chosen("policy")[0])
    address.choose("limit", [f"{rule_id}{BETWEEN}{own_limit(policy.rule(rule_id))}"])


def keep_limit() -> None:
    """Take the number and unit chosen."""
    state = st.session_state
    limit = f"{state['changed_number']} {state['changed_unit']}"
    address.choose("limit", [f"{state['changed_rule']}{BETWEEN}{limit}"])


def pairs_by_hand(first: Policy, second: Policy) -> dict[str, str | None]:
    """The rules that the address pairs: of the first policy, with one of the second or with none."""
    known, others = ({rule.id for rule in policy.rules} for policy in (first, second))
    found: dict[str, str | None] = {}
    kept = []
    for given in address.chosen("matched"):
        rule_id, _, other = given.partition(BETWEEN)
        if rule_id in known and (other in others or other == NO_RULE):
            found[rule_id] = None if other == NO_RULE else other
            kept.append(given)
    address.choose("matched", kept)
    return found


def draw_pairing(first: Policy, second: Policy, names: tuple[str, str], paired: Mapping[str, str | None]) -> None:
    """Two boxes by which a rule of the first policy is paired with one of the second, and a way back."""
    titles = {rule.id: rule.title for rule in second.rules}
    with st.expander("Compare other rules with each other", key="pairing"):
        st.markdown(
            "Rules with the same name are compared, and else rules of the same topic and kind that the same events "
            "meet. Choose here where you know better."
        )
        left, right = st.columns(2)
        with left:
            rule_id = st.selectbox(
                f"Rule of {names[0]}", list(paired), key="pair_rule", format_func=lambda name: first.rule(name).title
            )
        with right:
            widget = f"pair_with {rule_id}"
            st.session_state[widget] = paired[rule_id] or NO_RULE
            st.selectbox(
                f"is compared with, of {names[1]}", [NO_RULE, *titles], key=widget,
                format_func=lambda name: titles.get(name, "No rule"), on_change=keep_pair, args=(rule_id, widget),
            )  # fmt: skip
        if address.chosen("matched"):
            st.button("Back to the usual pairs", on_click=address.choose, args=("matched", []))


def keep_pair(rule_id: str, widget: str) -> None:
    """Take the rule chosen as the other of a pair."""
    others = [given for given in address.chosen("matched") if given.partition(BETWEEN)[0] != rule_id]
    address.choose("matched", [*others, f"{rule_id}{BETWEEN}{st.session_state[widget]}"])


def earlier_period(session: Session, view: View) -> Period:
    """The earlier period of a change over time: the one just before, a year earlier, or two days typed."""
    periods = {
        BEFORE: just_before(view.period),
        YEAR_EARLIER: shifted(view.period, 12),
    }
    titles = {BEFORE: "The period just before", YEAR_EARLIER: "A year earlier"}
    value = BEFORE
    for given in address.chosen("earlier")[:1]:
        found = periods.get(given) or make_period(given, view.as_of, session.first_date)
        if found:
            value, periods[given] = given, found
        else:
            st.warning(unformatted(f"Earlier period: “{given[:40]}” is no two days in order. The one before is shown."))
    address.choose("earlier", [value] if value != BEFORE else [])
    options = [*titles, *([value] if value not in titles else [])]
    st.session_state["earlier"] = value
    st.selectbox(
        "Earlier period", options, key="earlier", accept_new_options=True,
        format_func=lambda code: f"{titles[code]}: {periods[code].words}" if code in titles else periods[value].words,
        on_change=address.keep_from, args=("earlier", "earlier"),
        help="Choose a period or type two days, such as 1 Apr 2025 to 30 Jun 2025.",
    )  # fmt: skip
    return periods[value]


def just_before(period: Period) -> Period:
    """The period of the same length that ends the day before: as many whole months, or else as many days."""
    last = period.first - timedelta(1)
    months = whole_months(period)
    first = months_before(period.first, months) if months else last - (period.last - period.first)
    return Period(BEFORE, "The period just before", first, last)


def whole_months(period: Period) -> int:
    """How many whole months a period is; 0 where it does not run from a first to a last of a month."""
    last_of_month = calendar.monthrange(period.last.year, period.last.month)[1]
    if period.first.day != 1 or period.last.day != last_of_month:
        return 0
    return (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1


def shifted(period: Period, months: int) -> Period:
    """The same days so many months earlier."""
    last = months_before(period.last + timedelta(1), months) - timedelta(1)
    return Period(YEAR_EARLIER, "A year earlier", min(months_before(period.first, months), last), last)
