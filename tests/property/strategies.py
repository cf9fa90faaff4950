"""Random extracts, policy packs and dates, dense enough for everything to meet.

The events of some children fall on a few days near Christmas, Easter or a leap day, so that several
share a day; packs are the plain mappings that YAML gives, valid, of all shapes and options. A scene
is a whole classroom of cases because a ledger costs much the same for one rule and for thirty.
Hypothesis hands out the dice; ``tests.support.smallest`` shrinks what is found.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from cin_metrics.vocabulary import COLUMNS, EVENT_TYPES

FIRST_DAYS = [date(2023, 12, 4), date(2024, 2, 5), date(2024, 3, 4), date(2024, 12, 2),
              date(2025, 6, 2)]  # fmt: skip

# What rules ask about; each example uses a few of these, so that rules and events meet.
ASKED = ["cin_visit", "cin_review", "planning_meeting", "assessment_completed", "case_allocated",
         "supervision", "plan_updated", "manager_decision", "reason_recorded"]  # fmt: skip
# What opens and closes spells stands in every example.
TURNS = ["plan_started", "plan_ended", "cp_plan_started", "cp_plan_ended", "cla_started",
         "cla_ended", "referral_received", "reason_recorded"]  # fmt: skip
ENDS = ["case_closed", "transferred_out", "transferred_in", "closure_summary", "contact_received"]

OUTCOMES = ["nfa", "continue", "close", "family_away", "school_holiday"]
COHORTS = ["cwd", "short_break", "local"]
TEAMS = ["North", "South", "Disability"]
LIMITS = ["1 working day", "3 working days", "5 working days", "10 working days", "1 day", "7 days",
          "12 days", "24 hours", "30 hours", "2 weeks", "3 weeks", "1 month", "2 months",
          ]  # fmt: skip
SPELLS = ["in_need", "in_need", "episode", "episode", "plan", "protection", "care"]
CONDITIONS = {
    "outcome": OUTCOMES, "child_seen": ["yes", "no"], "seen_alone": ["yes", "no"],
    "chaired_by": ["manager", "social_worker"],
}  # fmt: skip
SHAPES = ["within", "within", "every", "every", "recorded_within", "before", "requires", "stay"]


# Events


def random_events(
    dice: Random,
    words: list[str],
    children: int = 12,
    episodes: tuple[str | None, ...] = ("a", "a", "a", "a", "b"),
) -> list[dict[str, Any]]:
    """The rows of an extract, no two alike."""
    start = dice.choice(FIRST_DAYS)
    days = [dice.randint(0, 120) for _ in range(dice.randint(3, 16))]
    # Mostly what rules ask about, then what turns, and an end now and then.
    weighted = words * 24 + TURNS * 2 * len(words) + ENDS * dice.choice([0, 1, 2])
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for _ in range(dice.choice([2, 60, 120, 300, 600])):
        happened = start + timedelta(days=dice.choice(days))
        lag = dice.choice([None, 0, 0, 1, 2, 6, 40])
        row = dict.fromkeys(COLUMNS) | {
            "child_id": f"00{dice.randint(1, children)}",
            "episode_id": dice.choice(episodes),
            "event_type": dice.choice(weighted),
            "event_date": happened,
            "recorded_date": None if lag is None else happened + timedelta(days=lag),
            "team": dice.choice([None, *TEAMS]),
            "worker": dice.choice([None, None, "Ann", "Ben", "Cat"]),
            "cohort": dice.choice([*[None] * 24, "cwd", "short_break", "local;cwd"]),
            "outcome": dice.choice([None, None, *OUTCOMES]),
            "child_seen": dice.choice([None, "yes", "no"]),
            "seen_alone": dice.choice([None, None, "yes", "no"]),
            "chaired_by": dice.choice([None, "manager", "social_worker"]),
        }
        found[tuple(row.values())] = row
    return list(found.values())


def random_day(dice: Random, rows: list[dict[str, Any]]) -> date:
    """A day on, just before, just after or some way from the days of ``rows``."""
    days = sorted({row["event_date"] for row in rows})
    on = dice.choice([days[-1], dice.choice(days)])
    return on + timedelta(days=dice.choice([0, 1, 2, 7, 14, 30, 45, 60, 100, -1]))


# Packs


def some(dice: Random, values: list[str], most: int = 2) -> list[str]:
    """One or more of ``values``, in any order."""
    return dice.sample(values, dice.randint(1, min(most, len(values))))


def random_conditions(dice: Random, words: list[str]) -> dict[str, Any]:
    """An event with what must, or must not, be recorded on it."""
    named: dict[str, Any] = {"event": dice.choice(words)}
    for key in some(dice, ["where", "where_not"], most=1 if dice.random() < 0.8 else 2):
        columns = some(dice, list(CONDITIONS), most=1 if dice.random() < 0.8 else 2)
        named[key] = {column: some(dice, CONDITIONS[column]) for column in columns}
    return named


def random_name(dice: Random, words: list[str]) -> Any:
    """What an event may be called in a rule: a word, a mapping, a list of either."""
    vocabulary = [word for word in words if word in EVENT_TYPES]
    kind = dice.choice(["word", "word", "mapping", "list"])
    if kind == "word":
        return dice.choice(words)
    if kind == "mapping":
        return random_conditions(dice, vocabulary)
    return [
        dice.choice(words) if dice.random() < 0.7 else random_conditions(dice, vocabulary)
        for _ in range(dice.randint(1, 3))
    ]


def random_options(dice: Random, shape: str, words: list[str]) -> dict[str, Any]:
    """A value for each field, other than ``from`` and ``after``, that the shape may carry."""
    options: dict[str, Any] = {"unless": random_name(dice, words), "reason_expected": "true"}
    if shape not in ("before", "requires"):
        options[shape] = dice.choice(LIMITS)
    if shape == "within":
        options |= {
            "to": random_name(dice, words),
            "anchor": dice.choice(["each", "each", "first"]),
            "not_before": dice.choice(LIMITS),
        }
    elif shape == "every":
        later = {"after": dice.choice(LIMITS), "every": dice.choice(LIMITS)}
        options |= {"of": random_name(dice, words), "later": later}
    elif shape == "recorded_within":
        options |= {"of": random_name(dice, words)}
    elif shape == "before":
        options |= {
            "before": random_name(dice, words),
            "by": dice.choice(LIMITS),
            "to": random_name(dice, words),
            "given": random_name(dice, words),
        }
    elif shape == "requires":
        options |= {
            "requires": random_name(dice, words),
            "at": random_name(dice, words),
            "in_last": dice.choice(LIMITS),
        }
    else:
        options |= {"ended_by": random_name(dice, words)}
    return options


OPTIONAL = {"unless": 0.15, "reason_expected": 0.4, "anchor": 0.5, "not_before": 0.25,
            "later": 0.3, "given": 0.3, "in_last": 0.5}  # fmt: skip


def random_rule(
    dice: Random, number: int, earlier: list[dict[str, Any]], words: list[str]
) -> dict[str, Any]:
    """One rule of any shape, with the options of its shape; ``earlier`` are those it can follow."""
    shape = dice.choice(SHAPES)
    rule: dict[str, Any] = {
        "id": f"rule_{number}", "title": f"Rule {number}", "topic": "visit", "clause": "none",
    }  # fmt: skip
    options = random_options(dice, shape, words)
    rule |= {key: value for key, value in options.items() if dice.random() < OPTIONAL.get(key, 1)}
    if shape != "recorded_within" and dice.random() < 0.5:
        rule["while"] = dice.choice(SPELLS)
    if shape in ("within", "every", "stay"):
        among = [
            other["id"]
            for other in earlier
            if "recorded_within" not in other
            and other.get("while", "in_need") == rule.get("while", "in_need")
        ]
        if among and dice.random() < 0.5:
            rule["after"] = dice.choice(among)
        else:
            rule["from"] = random_name(dice, words)
    return rule


def random_overrides(
    dice: Random, rule: dict[str, Any], followed: bool, words: list[str]
) -> dict[str, dict[str, Any]]:
    """What differs in ``rule`` for one or more cohorts.

    The target of a rule that another one follows stays as it is.
    """
    shape = next(s for s in ("recorded_within", *SHAPES) if s in rule)
    found = {}
    for cohort in some(dice, COHORTS, most=3):
        options = random_options(dice, shape, words)
        options |= {"only": some(dice, COHORTS), "except": some(dice, COHORTS)}
        if "from" in rule:
            options |= {"from": random_name(dice, words), "while": dice.choice(SPELLS)}
        target = {"within": "to", "before": "to", "requires": "requires"}.get(shape, "of")
        if followed:
            options.pop(target, None)
        found[cohort] = {key: options[key] for key in some(dice, list(options))}
    return found


def random_pack(dice: Random, words: list[str], by_cohort: bool = True) -> dict[str, Any]:
    """A small pack; ``by_cohort`` false leaves out what depends on who belongs to a cohort."""
    words = [*words, "plan_started", "cp_plan_ended", "case_closed"]
    pack: dict[str, Any] = {
        "title": "Random pack",
        "calendar": dice.choice([
            "england", "scotland",
            {"country": "england", "closures": [
                "2024-12-27", {"from": "2024-03-04", "to": "2024-03-08"}, "2025-06-10",
            ]},
        ]),
        "cohorts": {"cwd": {"title": "Disabled children", "teams": ["Disability"]},
                    "local": {"title": "A cohort of this pack alone"}},
    }  # fmt: skip
    if dice.random() < 0.2:
        start = dice.choice(FIRST_DAYS)
        days = sorted(start + timedelta(days=dice.randint(0, 120)) for _ in range(2))
        both = dict(zip(("from", "to"), (day.isoformat() for day in days), strict=True))
        pack["effective"] = {key: both[key] for key in some(dice, ["from", "to"])}
    if dice.random() < 0.7:
        pack["define"] = {"visit": random_conditions(dice, words)}
        words.append("visit")
    if "define" in pack and dice.random() < 0.5:
        pack["define"]["work"] = ["visit", dice.choice(words[:-1])]
        words.append("work")
    made: list[dict[str, Any]] = []
    for number in range(dice.choice([1, 8, 16, 32])):
        made.append(random_rule(dice, number, made, words))
    followed = {rule.get("after") for rule in made}
    for rule in made if by_cohort else []:
        kind = dice.choice(["", "", "", "", "only", "except", "cohorts", "cohorts"])
        if kind == "cohorts":
            rule["cohorts"] = random_overrides(dice, rule, rule["id"] in followed, words)
        elif kind:
            rule[kind] = some(dice, COHORTS)
    dice.shuffle(made)
    return pack | {"rules": made}


# Strategies


def scene(dice: Random, by_cohort: bool = True, known_by: bool = True) -> dict[str, Any]:
    """What a ledger is made of: ``events``, ``pack``, ``as_of`` and ``known_by``."""
    words = dice.sample(ASKED, dice.randint(2, 4))
    rows = random_events(dice, words)
    return {
        "events": rows,
        "pack": random_pack(dice, words, by_cohort),
        "as_of": random_day(dice, rows),
        "known_by": random_day(dice, rows) if known_by and dice.random() < 0.25 else None,
    }


def scenes(**options: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Scenes, each from dice of its own: Hypothesis repeats itself too much inside one example."""
    return st.randoms(use_true_random=True).map(lambda dice: scene(dice, **options))


def extracts(**options: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    """The rows of extracts."""
    return st.randoms(use_true_random=True).map(
        lambda dice: random_events(dice, dice.sample(ASKED, 3), **options)
    )
