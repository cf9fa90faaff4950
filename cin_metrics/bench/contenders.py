"""One contender of the bench: ``python -m cin_metrics.bench.contenders NAME FILE FOLDER``."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cin_metrics.bench import AS_OF

# Each contender loads for itself what it needs: its whole process is timed.
if TYPE_CHECKING:
    from cin_metrics.policy import Policy

FOUR_RULES = ("first_visit", "visits", "first_review", "reviews")
TEAMS = ("Castle Hill", "Eastfield", "Harbour", "Millbrook", "Northgate", "Westmoor")
ASKED = 50


def ours(file: Path, out: Path) -> dict[str, Any]:
    """The ledger of the whole pack."""
    from cin_metrics.packs import load_policy

    return ledger_of(load_policy("ealing"), file, out)


def ours_four(file: Path, out: Path) -> dict[str, Any]:
    """The ledger of the pack's visit and review rules only."""
    from cin_metrics.packs import load_policy

    policy = load_policy("ealing")
    few = policy.model_copy(update={"rules": [policy.rule(name) for name in FOUR_RULES]})
    few._name, few._variants = policy._name, policy._variants
    return ledger_of(few, file, out)


def ledger_of(policy: "Policy", file: Path, out: Path) -> dict[str, Any]:
    """The ledger of a pack, with the seconds each stage took."""
    from time import perf_counter

    from cin_metrics.events import load
    from cin_metrics.ledger import make_ledger
    from cin_metrics.writing import write_parts

    started = perf_counter()
    extract = load([file], extract_date=AS_OF)
    loaded = perf_counter()
    ledger = make_ledger(extract, policy, AS_OF)
    made = perf_counter()
    rows = write_parts(ledger.parts(), out)
    written = perf_counter()
    return {"rows": rows, "stages": {"load": loaded - started, "ledger": made - loaded, "write": written - made}}


def ours_filter(file: Path, out: Path) -> dict[str, Any]:
    """What a screen waits for on the finished ledger: median and 95th percentile in milliseconds.

    Each time it asks about other teams and months.
    """
    from statistics import median, quantiles
    from time import perf_counter

    from cin_metrics.events import load
    from cin_metrics.ledger import make_ledger
    from cin_metrics.packs import load_policy

    ledger = make_ledger(load([file], extract_date=AS_OF), load_policy("ealing"), AS_OF)
    times = []
    for number in range(ASKED):
        asked = {
            "teams": [TEAMS[number % len(TEAMS)], TEAMS[(number + 1) % len(TEAMS)]],
            "first": date(2025, 1 + number % 9, 1),
            "last": date(2025, 4 + number % 9, 28),
        }
        started = perf_counter()
        ledger.workspace.ask("bench/filtered", asked)
        times.append(1000 * (perf_counter() - started))
    return {"median": median(times), "most": quantiles(times, n=20)[-1]}


def floor(file: Path, out: Path) -> dict[str, Any]:
    """The same rows sorted once."""
    from cin_metrics.engine import connect

    connection = connect()
    rows = connection.read_parquet(str(file))
    rows.order("episode_id, event_type, event_date").write_parquet(str(out))
    return {"rows": rows.count("*").fetchall()[0][0]}


def in_pandas(file: Path, out: Path) -> dict[str, Any]:
    """The four rules in pandas."""
    from cin_metrics.bench.pandas_ledger import write_four_rules

    return {"rows": write_four_rules(file, out)}


def ours_reading(file: Path, out: Path) -> dict[str, Any]:
    """The extract of a file: every row judged, in an episode, in order."""
    from cin_metrics.events import load

    extract = load([file], extract_date=AS_OF)
    found = extract.connection.execute("select event_type, count(*) from events group by event_type")
    return {"rows": extract.report.accepted, "by_type": dict(found.fetchall())}


def pandas_csv(file: Path, out: Path) -> dict[str, Any]:
    """The events of a CSV file in pandas."""
    from cin_metrics.bench.plain_readers import read_csv

    return counted(read_csv(file).event_type)


def elementtree_census(file: Path, out: Path) -> dict[str, Any]:
    """The events of a census by a tree of its elements."""
    from cin_metrics.bench.plain_readers import read_census

    return counted(event_type for _, event_type, *_ in read_census(file))


def counted(event_types: Iterable[str]) -> dict[str, Any]:
    """How many events there are, and of which type."""
    by_type = Counter(event_types)
    return {"rows": by_type.total(), "by_type": by_type}


CONTENDERS: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
    "ours": ours,
    "ours_four": ours_four,
    "ours_filter": ours_filter,
    "pandas_four": in_pandas,
    "floor": floor,
    "ours_csv": ours_reading,
    "pandas_csv": pandas_csv,
    "ours_census": ours_reading,
    "elementtree_census": elementtree_census,
}


if __name__ == "__main__":
    name, given, folder = sys.argv[1:]
    print(json.dumps(CONTENDERS[name](Path(given), Path(folder) / f"{name}.parquet")))
