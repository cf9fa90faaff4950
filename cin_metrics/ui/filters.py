"""The filter bar: the same above every page, its choices kept in the address."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from cin_metrics.days import (
    DEFAULT_PERIOD,
    Period,
    british,
    make_period,
    month_ends,
    period_titles,
    read_day,
    usual_period,
)
from cin_metrics.faults import nearest
from cin_metrics.labels import worded
from cin_metrics.measures import Selection
from cin_metrics.policy import Policy
from cin_metrics.ui import address
from cin_metrics.ui.policy_files import policy_head, policy_names, policy_of
from cin_metrics.ui.session import Session, latest_as_of
from cin_metrics.ui.view import View
from cin_metrics.words import unformatted

MONTH_ENDS_OFFERED = 36
DEPENDS_ON_EXTRACT = ("as_of", "period", "team", "cohort")
TYPE_A_DAY = "Choose a day or type one, such as 31/03/2026."
TYPE_A_PERIOD = "Choose a period or type two days, such as 1 Apr 2026 to 30 Jun 2026."


def draw(session: Session) -> View:
    """The view chosen in the bar. What the address asks for in vain is said and left at its default."""
    notices: list[str] = []
    with st.expander("Filters", expanded=True, key="filter_bar"):
        widths = [2.2, 1.5, 2.2, 2.4, 1.7]
        policy_place, day_place, period_place, team_place, cohort_place = st.columns(widths)
        with policy_place:
            policy = draw_policy(notices)
        with day_place:
            as_of = draw_as_of(session, notices)
        with period_place:
            period = draw_period(session, as_of, notices)
        with team_place:
            teams = draw_teams(session, notices)
        with cohort_place:
            cohort, cohort_title = draw_cohort(session, policy, notices)
    for notice in notices:
        st.warning(unformatted(notice))
    selection = Selection(teams, (cohort,) if cohort else ())
    return View(policy, as_of, period, selection, cohort_title, extract_name=session.extract_name)


def forget_choices() -> None:
    """Let the filters that depend on the extract start again."""
    for name in DEPENDS_ON_EXTRACT:
        address.choose(name, [])


def draw_policy(notices: list[str]) -> Policy:
    """The policy chosen."""
    names = policy_names()
    name = known("policy", names, notices, "policy") or names[0]
    name = select("policy", "Policy", names, name, policy_title, "The rules the work is judged by.")
    return policy_of(name)


def draw_as_of(session: Session, notices: list[str]) -> date:
    """The day as of which things are judged: a month's end, the last day, or any day typed."""
    first, last = session.first_date, session.last_date
    as_of = last
    for given in address.chosen("as_of")[:1]:
        found = read_day(given)
        if found and first <= found <= latest_as_of(session):
            as_of = found
        else:
            notices.append(
                f"As-of date: “{short(given)}” is not a day from {british(first)} to "
                f"{british(latest_as_of(session))}. Shown as of {british(last)}."
            )
    days = {last, as_of, *month_ends(first, last, MONTH_ENDS_OFFERED)}
    options = [str(day) for day in sorted(days, reverse=True)]
    typed = select("as_of", "As of", options, str(as_of), day_title, TYPE_A_DAY, typing=True)
    return date.fromisoformat(typed)


def draw_period(session: Session, as_of: date, notices: list[str]) -> Period:
    """The period chosen: one of the usual ones, or two days typed."""
    first = session.first_date
    period = usual_period(DEFAULT_PERIOD, as_of)
    for given in address.chosen("period")[:1]:
        found = make_period(given, as_of, first)
        if found is None:
            notices.append(
                f"Period: “{short(given)}” is neither a usual period nor two days in order. "
                f"Shown for {period.words}."
            )
        period = found or period
    titles = period_titles(first, as_of)
    titles.setdefault(period.code, typed_period_title(period.code) if ".." in period.code else period.title)
    select(
        "period", "Period", list(titles), period.code,
        lambda code: titles.get(code) or typed_period_title(code), TYPE_A_PERIOD, typing=True,
    )  # fmt: skip
    return period


def draw_teams(session: Session, notices: list[str]) -> tuple[str, ...]:
    """The teams chosen; none means all."""
    options = session.teams()
    by_lower = {name.lower(): name for name in options}
    given = address.chosen("team")
    teams = [by_lower[name.lower()] for name in given if name.lower() in by_lower]
    unknown = [name for name in given if name.lower() not in by_lower]
    if unknown:
        rest = "Shown for the others." if teams else worded("Shown for all teams.")
        notices.append(f"{worded('Team')}: “{short(', '.join(unknown))}” is not in this extract. {rest}")
    address.choose("team", teams)
    st.session_state["filter_team"] = teams
    st.multiselect(
        worded("Teams"), options, key="filter_team", placeholder=worded("All teams"), select_all=False,
        on_change=address.keep_from, args=("filter_team", "team"),
        help=worded("The team that held the case on the earlier of the due date and the as-of date."),
    )  # fmt: skip
    return tuple(teams)


def draw_cohort(
    session: Session, policy: Policy, notices: list[str]
) -> tuple[str | None, str | None]:
    """The cohort chosen and its title; none means all children."""
    titles = session.cohorts(policy)
    cohort = known("cohort", list(titles), notices, "group of children") or ""
    select(
        "cohort", "Children", ["", *titles], cohort,
        lambda code: titles.get(code, "All children"), "Children of one group only.",
    )  # fmt: skip
    return cohort or None, titles.get(cohort)


def select(
    name: str,
    label: str,
    options: list[str],
    value: str,
    title: Callable[[str], str],
    explanation: str,
    typing: bool = False,
) -> str:
    """The value shown by a select box, which is the one chosen under ``name``."""
    widget = f"filter_{name}"
    address.choose(name, [value])
    st.session_state[widget] = value
    st.selectbox(
        label, options, key=widget, format_func=title, help=explanation,
        accept_new_options=typing, on_change=address.keep_from, args=(widget, name),
    )  # fmt: skip
    return value


def known(name: str, options: list[str], notices: list[str], what: str) -> str | None:
    """The value the address gives under ``name`` where it is one of the options."""
    for given in address.chosen(name)[:1]:
        if given.lower() in options:
            return given.lower()
        close = nearest(given, options)
        notices.append(f"There is no {what} “{short(given)}”.{close} Shown with the usual one.")
    return None


def policy_title(name: str) -> str:
    """What a pack is called in the bar."""
    head = policy_head(name)
    return head.get("authority") or head.get("title", name).split(",")[0]


def day_title(day: str) -> str:
    """A day of the list as people write it."""
    return british(date.fromisoformat(day))


def typed_period_title(code: str) -> str:
    """Two typed days as people write them."""
    return " to ".join(british(date.fromisoformat(day)) for day in code.split(".."))


def short(text: str) -> str:
    """What was given, cut so that it fits in a sentence."""
    return text if len(text) <= 40 else f"{text[:39]}…"
