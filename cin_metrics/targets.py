"""Targets of monthly figures, as an authority sets them.

They stand in ``data/targets.yaml``, or in the file that ``CIN_METRICS_TARGETS`` names. A policy's limit is about one
child's deadline; a target is about the share of all. None is assumed.
"""

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from cin_metrics.breaks import rule_ids
from cin_metrics.faults import InputFault, nearest
from cin_metrics.measures import MEASURES
from cin_metrics.packs import read_pack

TARGETS = Path(__file__).parent.parent / "data" / "targets.yaml"
OTHER_TARGETS = "CIN_METRICS_TARGETS"
"""The environment variable that names another file of targets."""
ON_TIME = "timeliness"


def read_targets(path: str | Path | None = None) -> Mapping[str, float]:
    """The target of each rule (its share on time) and measure that has one; ``InputFault`` with every fault."""
    where = Path(path or os.environ.get(OTHER_TARGETS) or TARGETS)
    return _read(where, where.stat().st_mtime_ns if where.exists() else 0)


def target_of(targets: Mapping[str, float], measure: str, rule_id: str | None) -> float | None:
    """The target of a figure: a rule's own where it is the share on time, else the measure's."""
    if measure == ON_TIME and rule_id in targets:
        return targets[str(rule_id)]
    return targets.get(measure)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> Mapping[str, float]:
    """The targets in a file; ``changed`` makes a changed file another one."""
    content, lines, _ = read_pack(path)
    given = content.get("targets") or {} if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or not isinstance(given, Mapping):
        raise InputFault(f"{path}: allowed: 'targets:' with a line for each, such as visits: 95%.")
    faults = [f"{path}: found '{key}'; allowed: targets." for key in content if key != "targets"]
    found = {}
    for name, text in given.items():
        place = f"{path} line {lines.get(('targets', name), 1)}, {name}"
        value, fault = _read_target(name, text)
        if fault:
            faults.append(f"{place}: {fault}")
        elif value is not None:
            found[name] = value
    if faults:
        raise InputFault(faults)
    return found


def _read_target(name: str, text: Any) -> tuple[float | None, str]:
    """A target, and what is wrong with it. A share is of 1."""
    measure = MEASURES.get(name)
    if measure is None and name not in rule_ids():
        known = (*rule_ids(), *MEASURES)
        return None, f"allowed: the id of a rule, or a measure.{nearest(name, known)}"
    if measure is not None and measure.good is None:
        return None, "neither more nor less of this is good, so it can have no target."
    in_days = measure is not None and measure.unit == "days"
    form = r"(\d+(?:\.\d+)?)\s*days?" if in_days else r"(\d+(?:\.\d+)?)\s*%"
    read = re.fullmatch(form, text.strip()) if isinstance(text, str) else None
    if read is None or (not in_days and float(read[1]) > 100):
        allowed = "days, such as 2 days" if in_days else "a share of up to 100%, such as 95%"
        return None, f"found '{text}'; allowed: {allowed}."
    return float(read[1]) / (1 if in_days else 100), ""
