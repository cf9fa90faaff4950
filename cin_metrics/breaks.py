"""Breaks in series, recorded once for every control chart: the known days from which figures are not as before.

They stand in ``data/breaks.yaml``, or in the file that ``CIN_METRICS_BREAKS`` names. A policy pack that applies from
a day is a break of its own.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from cin_metrics.faults import InputFault, nearest
from cin_metrics.measures import MEASURES
from cin_metrics.packs import PACKS, pack_names, read_pack
from cin_metrics.policy import Policy
from cin_metrics.statistics.control_charts import Break

BREAKS = Path(__file__).parent.parent / "data" / "breaks.yaml"
OTHER_BREAKS = "CIN_METRICS_BREAKS"
"""The environment variable that names another file of breaks."""
KEYS = ("on", "reason", "rules", "measures", "policy", "teams")
ALLOWED = {
    "rules": "the id of a rule in a policy pack",
    "measures": "a measure of docs/measures.md",
}
LONGEST_REASON = 80
"""A reason stands on the chart, beside the line."""


@dataclass(frozen=True, slots=True)
class RecordedBreak(Break):
    """A break, and which figures it touches: of these rules, measures and teams, under this policy; else all."""

    rules: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    policy: str | None = None
    teams: tuple[str, ...] = ()

    def touches(self, policy: str, measure: str, rule_id: str | None, teams: Iterable[str]) -> bool:
        """Whether it breaks the series of a figure; of a figure of other teams too, it does not."""
        of_figure = not (self.rules or self.measures)
        of_figure = of_figure or rule_id in self.rules or measure in self.measures
        shown = set(teams)
        of_teams = not self.teams or (bool(shown) and shown <= set(self.teams))
        return of_figure and of_teams and self.policy in (None, policy)


def read_breaks(path: str | Path | None = None) -> tuple[RecordedBreak, ...]:
    """The breaks recorded, by date; raises ``InputFault`` with every fault of the file."""
    where = Path(path or os.environ.get(OTHER_BREAKS) or BREAKS)
    return _read(where, where.stat().st_mtime_ns if where.exists() else 0)


def breaks_of(
    breaks: Iterable[RecordedBreak],
    policy: Policy,
    measure: str,
    rule_id: str | None = None,
    teams: Iterable[str] = (),
) -> tuple[Break, ...]:
    """The breaks of one figure's series, the day from which the policy applies among them."""
    teams = tuple(teams)
    found: list[Break] = [
        known for known in breaks if known.touches(policy.name, measure, rule_id, teams)
    ]
    if policy.effective.from_:
        found.append(Break(policy.effective.from_, "This policy applies"))
    return tuple(sorted(found, key=lambda known: (known.on, known.reason)))


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> tuple[RecordedBreak, ...]:
    """The breaks in a file; ``changed`` makes a changed file another one."""
    content, lines, _ = read_pack(path)
    listed = content.get("breaks", []) if isinstance(content, Mapping) else None
    if not isinstance(listed, list | None) or not isinstance(content, Mapping):
        raise InputFault(f"{path}: allowed: 'breaks:' with a list, one entry a break.")
    faults = [f"{path}: found '{key}'; allowed: breaks." for key in content if key != "breaks"]
    found = []
    for number, entry in enumerate(listed or []):
        place = f"{path} line {lines.get(('breaks', number), 1)}"
        if not isinstance(entry, Mapping):
            faults.append(f"{place}: allowed: a mapping with {', '.join(KEYS)}.")
            continue
        known, wrong = _read_break(entry)
        faults += [f"{place}, {fault}" for fault in wrong]
        found += [known] if known and not wrong else []
    if faults:
        raise InputFault(faults)
    return tuple(sorted(found, key=lambda known: (known.on, known.reason)))


def _read_break(entry: Mapping[str, Any]) -> tuple[RecordedBreak | None, list[str]]:
    """One break, and what is wrong with it."""
    faults = [
        f"found '{key}'; allowed: {', '.join(KEYS)}.{nearest(key, KEYS)}"
        for key in entry
        if key not in KEYS
    ]
    day = read_iso(entry.get("on"))
    if day is None:
        faults.append(f"on: found '{entry.get('on')}'; allowed: a day such as 2026-04-01.")
    reason = entry.get("reason")
    if not isinstance(reason, str) or not 0 < len(reason.strip()) <= LONGEST_REASON:
        faults.append(f"reason: allowed: what changed, in up to {LONGEST_REASON} letters.")
    policy = entry.get("policy")
    if policy is not None and policy not in pack_names():
        faults.append(
            f"policy: found '{policy}'; allowed: {', '.join(pack_names())}."
            f"{nearest(str(policy), pack_names())}"
        )
    lists: dict[str, tuple[str, ...]] = {}
    known = {"rules": rule_ids, "measures": lambda: tuple(MEASURES)}
    for key in ("rules", "measures", "teams"):
        given = entry.get(key)
        names = [given] if isinstance(given, str) else given or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            faults.append(f"{key}: allowed: a list of names.")
            continue
        if key in known and names:
            faults += [
                f"{key}: found '{name}'; allowed: {ALLOWED[key]}.{nearest(name, known[key]())}"
                for name in names
                if name not in known[key]()
            ]
        lists[key] = tuple(names)
    if day is None or not isinstance(reason, str):
        return None, faults
    return RecordedBreak(day, reason.strip(), **lists, policy=policy), faults


def read_iso(text: Any) -> date | None:
    """The day written as 2026-04-01; none where it is no day."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def rule_ids() -> tuple[str, ...]:
    """The ids of all rules in the policy packs, read off their text so that a faulty pack stops nothing here."""
    texts = [path.read_text("utf-8", errors="replace") for path in sorted(PACKS.glob("*.yaml"))]
    found = [word for text in texts for word in re.findall(r"\bid:\s*([a-z][a-z0-9_]*)", text)]
    return tuple(dict.fromkeys(found))
