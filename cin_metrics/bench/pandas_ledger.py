"""Ealing's visit and review rules written fairly in pandas: vectorised, numpy's business days, no loops over rows.

What an analyst without this product would write, and what the bench holds row by row against ours.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from cin_metrics.bench import AS_OF
from cin_metrics.packs import load_policy
from cin_metrics.working_days import calendar_rows

NOW = pd.Timestamp(AS_OF)
NEVER = pd.Timestamp.max.normalize()
ENDS = ("case_closed", "transferred_out")
COLUMNS = [
    "policy", "rule_id", "topic", "child_id", "episode_id", "team", "worker", "occurrence",
    "anchor_date", "due_date", "met_date", "status", "days_late", "reason",
]  # fmt: skip
WEEKMASK = "1111100"


def write_four_rules(file: Path, out: Path) -> int:
    """Write the ledger of first_visit, visits, first_review and reviews; how many rows it has."""
    events = pd.read_parquet(file)
    events["event_date"] = pd.to_datetime(events.event_date)
    events["episode"] = events.groupby(["child_id", "episode_id"], sort=True).ngroup()
    spells = in_need(events)
    days = Days(events, spells)
    is_cwd = cwd_episodes(events)
    visits = events[(events.event_type == "cin_visit") & (events.child_seen != "no")]
    reviews = events[events.event_type == "cin_review"]
    entered = events[
        ((events.event_type == "assessment_completed")
         & ~events.outcome.isin(["nfa", "early_help", "step_up"]))
        | (events.event_type == "cp_plan_ended")
    ]  # fmt: skip
    anchors = days.inside(entered).groupby("spell", as_index=False).first()
    first_visits = days.first_after(anchors, days.inside(visits))
    first_visits["due"] = days.add(first_visits.anchor, 10)
    first_reviews = days.first_after(anchors, days.inside(reviews))
    first_reviews["due"] = days.months(first_reviews.anchor, 3)
    later_visits = days.chain(first_visits, days.inside(visits))
    cwd = later_visits.episode.isin(is_cwd)
    later_visits["due"] = days.add(later_visits.anchor, 15)
    later_visits.loc[cwd, "due"] = later_visits.anchor[cwd] + pd.Timedelta(days=42)
    later_reviews = days.chain(first_reviews, days.inside(reviews))
    cwd_reviews = later_reviews.episode.isin(is_cwd)
    later_reviews["due"] = days.months(later_reviews.anchor, 3)
    later_reviews.loc[cwd_reviews, "due"] = days.months(later_reviews.anchor[cwd_reviews], 6)
    rules = [
        ("first_review", "review", first_reviews, pd.Series(False, first_reviews.index)),
        ("first_visit", "visit", first_visits, pd.Series(True, first_visits.index)),
        ("reviews", "review", later_reviews, pd.Series(False, later_reviews.index)),
        ("visits", "visit", later_visits, ~cwd),
    ]
    ledger = pd.concat(
        rows.assign(rule_id=rule_id, topic=topic, in_working_days=unit)
        for rule_id, topic, rows, unit in rules
    )
    ledger = days.judged(ledger)
    ledger = with_holders(ledger, events)
    ledger["reason"] = None
    expected = ledger.rule_id == "visits"
    ledger.loc[expected, "reason"] = reasons(ledger[expected], events)
    ledger = ledger.sort_values(["rule_id", "episode", "anchor", "due", "met", "spell"])
    ledger["occurrence"] = ledger.groupby(["rule_id", "episode"]).cumcount() + 1
    names = events.drop_duplicates("episode").set_index("episode")[["child_id", "episode_id"]]
    ledger = ledger.join(names, on="episode").assign(policy="ealing")
    ledger = ledger.rename(columns={"anchor": "anchor_date", "due": "due_date", "met": "met_date"})
    for column in ("anchor_date", "due_date", "met_date"):
        ledger[column] = ledger[column].astype("date32[pyarrow]")
    ledger[COLUMNS].to_parquet(out, index=False)
    return len(ledger)


def switched(events: pd.DataFrame, start: str, end: str, bounds: pd.DataFrame) -> pd.DataFrame:
    """Spells of one kind of absence: episode, start, end (NEVER while open)."""
    rows = events[events.event_type.isin([start, end])].merge(bounds, on="episode")
    rows = rows[rows.event_date <= rows.closed]
    flags = pd.DataFrame(
        {
            "episode": rows.episode,
            "day": rows.event_date,
            "closed": rows.closed,
            "starts": (rows.event_type == start) & (rows.event_date < rows.closed),
            "ends": rows.event_type == end,
        }
    )
    days = flags.groupby(["episode", "day"], as_index=False).max()
    state = days.starts.astype(float).where(days.starts != days.ends)
    episode = days.episode
    before = state.groupby(episode).ffill().groupby(episode).shift().fillna(0).astype(bool)
    ending = days.day.where(days.ends)
    next_end = ending.groupby(episode).bfill().groupby(episode).shift(-1)
    stop = next_end.fillna(days.closed).where(~(days.ends & ~before), days.day)
    begun = days.starts & (days.ends | ~before)
    return pd.DataFrame({"episode": episode, "start": days.day, "end": stop})[begun]


def in_need(events: pd.DataFrame) -> pd.DataFrame:
    """The in_need spells: episode, start, end (NEVER while open), spell (a number in order)."""
    closing = events[events.event_type.isin(ENDS)].groupby("episode").event_date.min()
    bounds = events.groupby("episode").event_date.min().rename("opened").to_frame()
    bounds["closed"] = closing.reindex(bounds.index).fillna(NEVER)
    bounds = bounds.reset_index()
    parts = [
        switched(events, *pair, bounds)
        for pair in (("cp_plan_started", "cp_plan_ended"), ("cla_started", "cla_ended"))
    ]
    absences = pd.concat(parts).sort_values(["episode", "start", "end"]).reset_index(drop=True)
    reached = absences.groupby("episode").end.cummax().groupby(absences.episode).shift()
    number = (reached.isna() | (absences.start > reached)).cumsum()
    joined = absences.groupby([number, "episode"]).agg(start=("start", "min"), end=("end", "max"))
    joined = joined.reset_index("episode").reset_index(drop=True)
    after = joined.merge(bounds, on="episode")
    after = after[after.end < after.closed]
    begins = pd.concat(
        [
            pd.DataFrame({"episode": bounds.episode, "start": bounds.opened, "after": pd.Timestamp.min}),
            pd.DataFrame({"episode": after.episode, "start": after.end, "after": after.start}),
        ]
    )
    candidates = begins.merge(joined[["episode", "start"]], on="episode", how="left", suffixes=("", "_next"))
    candidates = candidates.where(candidates.start_next > candidates.after, other=pd.NA).dropna()
    following = candidates.groupby(["episode", "start", "after"], as_index=False).start_next.min()
    spells = begins.merge(following, on=["episode", "start", "after"], how="left").merge(bounds, on="episode")
    spells["end"] = spells.start_next.fillna(spells.closed)
    spells = spells.sort_values(["episode", "start", "end"]).reset_index(drop=True)
    return spells[["episode", "start", "end"]].assign(spell=spells.index)


class Days:
    """Days inside spells, and the calendar that deadlines are read from."""

    def __init__(self, events: pd.DataFrame, spells: pd.DataFrame):
        self.spells = spells
        first, last = events.event_date.min().date(), AS_OF.replace(year=AS_OF.year + 2)
        rows = pd.DataFrame(calendar_rows(load_policy("ealing").calendar, first, last).to_pylist())
        days = pd.to_datetime(rows.day)
        closed = days[~rows.is_working_day & (days.dt.dayofweek < 5)]
        self.holidays = closed.to_numpy().astype("datetime64[D]")

    def inside(self, events: pd.DataFrame) -> pd.DataFrame:
        """The different days of the events in each spell, in order."""
        days = events[["episode", "event_date"]].drop_duplicates().merge(self.spells, on="episode")
        days = days[(days.event_date >= days.start) & (days.event_date <= days.end)]
        days = days.rename(columns={"event_date": "anchor"}).sort_values(["spell", "anchor"])
        return days[["episode", "spell", "end", "anchor"]]

    def first_after(self, anchors: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
        """The anchors with the first target on or after each."""
        met = anchors.merge(targets[["spell", "anchor"]].rename(columns={"anchor": "met"}), on="spell")
        met = met[met.met >= met.anchor].groupby("spell").met.first()
        return anchors.join(met, on="spell")

    def chain(self, firsts: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
        """The gaps from the day a first rule was met to each target after it, the last one open."""
        starts = firsts.dropna(subset="met")[["episode", "spell", "end", "met"]]
        starts = starts.rename(columns={"met": "anchor"})
        since = targets.merge(starts[["spell", "anchor"]], on="spell", suffixes=("", "_start"))
        links = since[since.anchor > since.anchor_start].drop(columns="anchor_start")
        chain = pd.concat([starts, links]).sort_values(["spell", "anchor"]).reset_index(drop=True)
        chain["met"] = chain.groupby("spell").anchor.shift(-1)
        return chain

    def add(self, anchors: pd.Series, number: int) -> pd.Series:
        """The so-manieth working day after each day."""
        day = anchors.to_numpy().astype("datetime64[D]")
        due = np.busday_offset(day, number, roll="backward", weekmask=WEEKMASK, holidays=self.holidays)
        return pd.Series(pd.to_datetime(due), anchors.index)

    def months(self, anchors: pd.Series, number: int) -> pd.Series:
        """The same day so many months later, or that month's last."""
        month = anchors.to_numpy().astype("datetime64[M]")
        day = anchors.to_numpy().astype("datetime64[D]") - month.astype("datetime64[D]")
        last = (month + number + 1).astype("datetime64[D]") - 1
        return pd.Series(
            pd.to_datetime(np.minimum((month + number).astype("datetime64[D]") + day, last)), anchors.index
        )

    def judged(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with status and days late."""
        rows = rows.reset_index(drop=True)
        closed = rows.end != NEVER
        conditions = [rows.met <= rows.due, rows.met.notna(), closed & (rows.due < rows.end), closed, rows.due < NOW]
        rows["status"] = np.select(
            conditions, ["on_time", "late", "missed", "not_required", "overdue"], "upcoming"
        )
        late_on = rows.met.where(rows.status == "late")
        late_on = late_on.mask(rows.status == "missed", rows.end).mask(rows.status == "overdue", NOW)
        rows["days_late"] = 0
        late = late_on.notna()
        due, seen = (
            days[late].to_numpy().astype("datetime64[D]") + np.timedelta64(1, "D")
            for days in (rows.due, late_on)
        )
        working = np.busday_count(due, seen, weekmask=WEEKMASK, holidays=self.holidays)
        calendar = (seen - due).astype(int)
        counted = np.where(rows.in_working_days[late], working, calendar)
        rows.loc[late, "days_late"] = np.maximum(1, counted)
        return rows


def cwd_episodes(events: pd.DataFrame) -> np.ndarray:
    """The episodes in the cohort of disabled children."""
    carried = events.cohort.str.split(";").explode().eq("cwd").groupby(level=0).any()
    member = carried.reindex(events.index, fill_value=False) | events.team.eq("Children with Disabilities")
    return events.episode[member].unique()


def with_holders(rows: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The rows with team and worker: the last named by the due or as-of date, else the first after it."""
    rows = rows.assign(held_on=rows.due.clip(upper=NOW)).sort_values("held_on")
    for column in ("team", "worker"):
        named = events.loc[events[column].notna(), ["episode", "event_date", column]]
        named = named.sort_values("event_date", kind="stable")
        sides = [
            pd.merge_asof(
                rows[["episode", "held_on"]], named, left_on="held_on", right_on="event_date",
                by="episode", direction=direction,
            )[column]
            for direction in ("backward", "forward")
        ]  # fmt: skip
        rows[column] = sides[0].fillna(sides[1]).to_numpy()
    return rows


def reasons(rows: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """The first reason on file between anchor and the day met, ended or seen."""
    given = events[(events.event_type == "reason_recorded") & events.outcome.notna()]
    given = given.groupby(["event_date", "episode"], as_index=False).outcome.min()
    until = rows.met.fillna(rows.end.where(rows.end != NEVER)).fillna(NOW)
    asked = rows[["episode", "anchor"]].assign(until=until, row=rows.index).sort_values("anchor")
    found = pd.merge_asof(
        asked, given.sort_values("event_date"), left_on="anchor", right_on="event_date",
        by="episode", direction="forward",
    ).set_index("row")  # fmt: skip
    return found.outcome.where(found.event_date <= found.until).reindex(rows.index)
