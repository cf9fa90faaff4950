"""The measures, what each says, and where its cases come from."""

from collections.abc import Callable
from dataclasses import dataclass

from cin_metrics.labels import word_fields
from cin_metrics.policy import Rule


@dataclass(frozen=True)
class Measure:
    """A figure of section 5 of the contract.

    ``good`` is the direction that is good (``higher``, ``lower`` or none). ``unit`` is ``share`` (of 1), ``days`` or
    ``rate`` (per 100 children in need per month). ``source`` is the file in ``sql/measures`` that gives its cases.
    """

    title: str
    definition: str
    source: str
    good: str | None = None
    unit: str = "share"
    statistic: str = "share"
    detail_name: str | None = None
    details: tuple[str, ...] = ()
    rules: Callable[[Rule], bool] | None = None

    def __post_init__(self) -> None:
        word_fields(self, "title", "definition")


BANDS: tuple[tuple[str, int, int | None], ...] = (
    ("0–3", 0, 3),
    ("3–6", 3, 6),
    ("6–9", 6, 9),
    ("9–12", 9, 12),
    ("12–24", 12, 24),
    ("24+", 24, None),
)
WAYS = ("protection", "care", "early_help", "transferred", "closed")
AT_LEAST = (("1+", 1), ("2+", 2), ("3+", 3))
FOLLOW_UPS = (3, 6, 12)

BAND_NAMES = tuple(band for band, _, _ in BANDS)
AT_LEAST_NAMES = tuple(label for label, _ in AT_LEAST)


def every_rule(rule: Rule) -> bool:
    """Any rule."""
    return True


def of_shape(shape: str) -> Callable[[Rule], bool]:
    """Rules of one shape."""
    return lambda rule: rule.shape == shape


MEASURES: dict[str, Measure] = {
    "timeliness": Measure(
        "On time",
        "Obligations met by their due date, of those that fell due in the period (on time, late, missed or overdue).",
        "timeliness",
        good="higher",
        rules=every_rule,
    ),
    "in_timescale_now": Measure(
        "In timescale now",
        "Open children with nothing overdue, of the open children with something due or coming up.",
        "in_timescale_now",
        good="higher",
        rules=every_rule,
    ),
    "time_in_timescale": Measure(
        "Time in timescale",
        "Child-days inside the limit, of the child-days at risk in the period.",
        "time_in_timescale",
        good="higher",
        rules=of_shape("every"),
    ),
    "bunching": Measure(
        "Met at the last moment",
        "Obligations met in the last tenth of the time allowed, of those met on time.",
        "bunching",
        good="lower",
        rules=of_shape("within"),
    ),
    "reason_on_file": Measure(
        "Reason on file",
        "Late, missed and overdue obligations with a recorded reason, of those where a reason is expected.",
        "reason_on_file",
        good="higher",
        rules=lambda rule: rule.reason_expected,
    ),
    "recording_lag_median": Measure(
        "Days to record, median",
        "Half of the events with a recorded date were on file within this many days. "
        "The count says how many of all events have a recorded date.",
        "recording_lag",
        good="lower",
        unit="days",
        statistic="median",
        detail_name="event_type",
    ),
    "recording_lag_p90": Measure(
        "Days to record, 90th percentile",
        "Nine in ten of the events with a recorded date were on file within this many days.",
        "recording_lag",
        good="lower",
        unit="days",
        statistic="p90",
        detail_name="event_type",
    ),
    "seen": Measure(
        "Child seen",
        "Visits recorded as child seen, of all visits in the period.",
        "seen",
        good="higher",
    ),
    "seen_not_recorded": Measure(
        "Child seen, not recorded",
        "Visits that do not say whether the child was seen, of all visits in the period.",
        "seen",
        good="lower",
    ),
    "seen_alone": Measure(
        "Child seen alone",
        "Visits recorded as child seen alone, of all visits in the period.",
        "seen",
        good="higher",
    ),
    "seen_alone_not_recorded": Measure(
        "Child seen alone, not recorded",
        "Visits that do not say whether the child was seen alone, of all visits in the period.",
        "seen",
        good="lower",
    ),
    "episode_length": Measure(
        "Open episodes by length",
        "Open episodes by months since they started, of all open episodes.",
        "lengths",
        detail_name="months",
        details=BAND_NAMES,
    ),
    "plan_length": Measure(
        "Open plans by length",
        "Open child in need plans by months since they started, of all open plans.",
        "lengths",
        detail_name="months",
        details=BAND_NAMES,
    ),
    "ended_by": Measure(
        "How time in need ended",
        "Times in need that ended in the period by how they ended.",
        "ended_by",
        detail_name="ended_by",
        details=WAYS,
    ),
    "step_up_rate": Measure(
        "Stepped up to protection",
        "Times in need that ended in a protection plan, per 100 children in need per month.",
        "step_rates",
        unit="rate",
        statistic="rate",
    ),
    "step_down_rate": Measure(
        "Stepped down to early help",
        "Times in need that ended in early help, per 100 children in need per month.",
        "step_rates",
        unit="rate",
        statistic="rate",
    ),
    **{
        f"step_down_sustained_{months}": Measure(
            f"Step-down sustained {months} months",
            f"Times in need that began on leaving protection with no new protection plan within {months} months, "
            "of those followed that long.",
            "step_down_sustained",
            good="higher",
        )
        for months in FOLLOW_UPS
    },
    "re_referral_12m": Measure(
        "Re-referred within 12 months",
        "Referrals of a child with another referral in the 12 months before, of all referrals in the period.",
        "re_referral_12m",
        good="lower",
    ),
    "drift": Measure(
        "Drift",
        "Children with at least 1, 2, 3 drift indicators, of the open children in need; long-term disability "
        "support apart.",
        "drift_shares",
        good="lower",
        detail_name="indicators",
        details=AT_LEAST_NAMES,
    ),
    "drift_cwd": Measure(
        "Drift in long-term disability support",
        "The same for children in the disability cohort.",
        "drift_shares",
        good="lower",
        detail_name="indicators",
        details=AT_LEAST_NAMES,
    ),
}
