"""The policy packs as the screens read them: again when a file has changed."""

import re
from functools import lru_cache

from cin_metrics.packs import PACKS, load_policy, pack_names
from cin_metrics.policy import Policy

DEFAULT_POLICY = "ealing"


def policy_of(name: str) -> Policy:
    """The policy pack of that name, read again when its file has changed."""
    path = PACKS / f"{name}.yaml"
    return read_policy(name, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=32)
def read_policy(name: str, changed: int) -> Policy:
    """The policy pack; ``changed`` makes a changed file another one."""
    return load_policy(name)


def policy_head(name: str) -> dict[str, str]:
    """The authority and title of a pack, read from its first lines; the whole is checked once it is chosen."""
    path = PACKS / f"{name}.yaml"
    return read_head(name, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=32)
def read_head(name: str, changed: int) -> dict[str, str]:
    """The head of a pack; ``changed`` makes a changed file another one."""
    text = (PACKS / f"{name}.yaml").read_text(encoding="utf-8", errors="replace")
    found = re.findall(r"^(authority|title):[ \t]*(\S.*?)[ \t]*(?: #.*)?$", text, flags=re.MULTILINE)
    return {key: value.strip("\"'") for key, value in reversed(found)}


def policy_names() -> list[str]:
    """The names of all packs, the default one first."""
    return sorted(pack_names(), key=lambda name: (name != DEFAULT_POLICY, name))
