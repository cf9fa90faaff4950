"""Policy packs read from YAML and checked as a whole, every fault gathered before any is said."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from cin_metrics.faults import InputFault, nearest
from cin_metrics.policy import Policy
from cin_metrics.policy_check import Checker, KeyPath, spelt

PACKS = Path(__file__).parent.parent / "policies"
MAXIMUM_BYTES = 1_000_000
MAXIMUM_PARTS = 100_000
"""More keys and values than any pack has; YAML's aliases can make a small file endless."""


def pack_names() -> list[str]:
    """The names of the packs in ``policies/``."""
    return sorted(path.stem for path in PACKS.glob("*.yaml"))


def load_policy(name: str | Path) -> Policy:
    """The pack of that name in ``policies/``, or in that file; raises ``InputFault`` with every fault."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        if str(name) not in pack_names():
            raise InputFault(
                f"policy: found '{name}'; allowed: {', '.join(pack_names())} or a .yaml file."
                f"{nearest(str(name), pack_names())}"
            )
        path = PACKS / f"{name}.yaml"
    mapping, lines, digest = read_pack(path)
    return build(mapping, path.stem, digest, str(path), lines)


def policy_from_mapping(mapping: Mapping[str, Any], name: str) -> Policy:
    """A pack from a plain mapping, as YAML would give it."""
    return build(mapping, name, "", name, {})


def check_policies(names: Iterable[str | Path]) -> list[str]:
    """Every fault in every pack named, none fatal to the next; empty when all are sound."""
    faults: list[str] = []
    for name in names:
        try:
            load_policy(name)
        except InputFault as fault:
            faults.extend(fault.faults)
    return faults


def read_pack(path: Path) -> tuple[Any, dict[KeyPath, int], str]:
    """The mapping in a YAML file, the line of each key path, and the file's digest.

    Every scalar is a text (``no`` is a word, not a boolean) and an empty one is nothing.
    """
    lines: dict[KeyPath, int] = {}
    faults: list[str] = []
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise InputFault(f"{path}: found a file of over 1 MB; allowed: a policy pack in YAML.")
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        mapping = plain(root, (), lines, faults, str(path))
    except FileNotFoundError:
        close = nearest(path.stem, pack_names())
        raise InputFault(f"{path}: there is no such file.{close}") from None
    except OSError as error:
        raise InputFault(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise InputFault(f"{path}: found bytes that are not UTF-8; save it as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputFault(f"{path} line {line}: not YAML: {error.problem}.") from None
    except yaml.YAMLError:
        raise InputFault(f"{path}: not YAML.") from None
    except RecursionError:
        raise InputFault(f"{path}: found a part that contains itself, or too deep a nesting.") from None
    if faults:
        raise InputFault(faults)
    return mapping, lines, hashlib.sha256(content).hexdigest()


def plain(
    node: yaml.Node | None, path: KeyPath, lines: dict[KeyPath, int], faults: list[str], where: str
) -> Any:
    """The texts, lists and mappings of a YAML node, noting lines and keys that stand twice."""
    if node is None:
        return None
    if len(lines) > MAXIMUM_PARTS:
        raise InputFault(f"{where}: found over {MAXIMUM_PARTS:,} parts; allowed: a policy pack.")
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [
            plain(child, (*path, number), lines, faults, where)
            for number, child in enumerate(node.value)
        ]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                line = key_node.start_mark.line + 1
                faults.append(f"{where} line {line}, {spelt((*path, key))}: stands twice.")
            mapping[key] = plain(value_node, (*path, key), lines, faults, where)
            lines[(*path, key)] = key_node.start_mark.line + 1
        return mapping
    return node.value if node.value != "" or node.style else None


def build(
    mapping: Any, name: str, digest: str, where: str, lines: Mapping[KeyPath, int]
) -> Policy:
    """The pack, or ``InputFault`` with every fault in the order of the file."""
    if not isinstance(mapping, Mapping):
        raise InputFault(f"{where}: allowed: a mapping with title and rules.")
    checker = Checker(mapping, where, lines)
    header = checker.header()
    sound = checker.rules()
    checker.whole(header, sound)
    if checker.faults:
        ordered = dict.fromkeys(s for _, s in sorted(checker.faults, key=lambda fault: fault[0]))
        raise InputFault(list(ordered))
    policy = header.model_copy(update={"rules": [rule for _, rule, _ in sound]})
    policy._name, policy._digest = name, digest
    policy._variants = {rule.id: variants for _, rule, variants in sound}
    return policy
