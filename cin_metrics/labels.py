"""The authority's own words on screens and papers: "family help plan" where the texts here say "child in need plan".

They stand in ``data/labels.yaml``, or in the file that ``CIN_METRICS_LABELS`` names, and are read once, when the app or
a command starts. What comes from elsewhere keeps its own words: policy packs, published definitions, the extract. Event
types, measures and columns of files are the contract's, and keep theirs too.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from cin_metrics.faults import InputFault, nearest
from cin_metrics.packs import read_pack

LABELS = Path(__file__).parent.parent / "data" / "labels.yaml"
OTHER_LABELS = "CIN_METRICS_LABELS"
"""The environment variable that names another file of labels."""
TERMS: dict[str, str | None] = {
    "child in need plan": "child in need plans",
    "child in need": "children in need",
    "in need": None,
    "plan": "plans",
    "social worker": "social workers",
    "worker": "workers",
    "manager": "managers",
    "conference chair": "conference chairs",
    "team": "teams",
    "visit": "visits",
    "review": "reviews",
    "network meeting": "network meetings",
    "planning meeting": "planning meetings",
    "family group meeting": "family group meetings",
    "panel": "panels",
    "supervision": "supervisions",
    "early help": None,
}
"""The words that can be changed, each with its plural as the texts here write it; none where it has none."""
ALSO = {"children in need plans": "child in need plan"}
NAMES = ("“[^”]*”", r"`[^`\n]*`", r"\]\([^)\s]*\)", r"\{\w+\}")
"""What stays as it is because it is a name: in quotation marks, code, the target of a link, a place to be filled."""
OTHER_THINGS = ("protection plans?", "protection review", "to plan")
"""What stays as it is because the same word means another thing, or is a verb."""
LONGEST = 40
FORM = re.compile(r"[^\W_][\w '’.-]*")
SOUNDS_LIKE_A_CONSONANT = ("uni", "use", "usu", "eu", "one")
SPELT_WITH_A_VOWEL = "AEFHILMNORSX"

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class Label:
    """What a term is called: of one, of many."""

    one: str
    many: str


def read_labels(path: str | Path | None = None) -> Mapping[str, Label]:
    """What each term is called; raises ``InputFault`` with every fault of the file."""
    where = Path(path or os.environ.get(OTHER_LABELS) or LABELS)
    content, lines, _ = read_pack(where)
    given = content.get("labels") or {} if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or not isinstance(given, Mapping):
        raise InputFault(f"{where}: allowed: 'labels:' with a line for each, such as plan: family help plan.")
    others = [key for key in content if key != "labels"]
    faults = [f"{where}: found '{key}'; allowed: labels.{nearest(key, ['labels'])}" for key in others]
    found = {term: Label(term, many or term) for term, many in TERMS.items()}
    for term, text in given.items():
        label, fault = _read_label(term, text)
        if label is None:
            faults.append(f"{where} line {lines.get(('labels', term), 1)}, {term}: {fault}")
        else:
            found[term] = label
    if faults:
        raise InputFault(faults)
    return found


def worded(text: str) -> str:
    """A text of ours in the authority's words: capital letters and ``a`` or ``an`` follow.

    Never give it a text that holds a name from a policy or an extract outside quotation marks.
    """
    called = _in_force()
    return _pattern().sub(lambda found: _said(found, called), text) if called else text


def all_worded(texts: Mapping[Name, str]) -> dict[Name, str]:
    """Every text of a mapping in the authority's words."""
    return {name: worded(text) for name, text in texts.items()}


def word_fields(made: Any, *names: str) -> None:
    """Put fields of a frozen dataclass, which hold texts of ours or lists of them, into the authority's words."""
    for name in names:
        text = getattr(made, name)
        said = worded(text) if isinstance(text, str) else [worded(each) for each in text]
        object.__setattr__(made, name, said)


def _read_label(term: str, text: Any) -> tuple[Label | None, str]:
    """What a term is called, or what is wrong with it."""
    if term not in TERMS:
        return None, f"allowed: {', '.join(TERMS)}.{nearest(term, TERMS)}"
    parts = [part.strip() for part in text.split("/")] if isinstance(text, str) else []
    if not 0 < len(parts) < 3 or not all(FORM.fullmatch(part) and len(part) <= LONGEST for part in parts):
        return None, f"found '{text}'; allowed: words of up to {LONGEST} letters, with the plural after a '/'."
    if TERMS[term] is None and len(parts) > 1:
        return None, f"found '{text}'; allowed: one form, because it has no plural."
    one, many = parts[0], parts[-1]
    if TERMS[term] and len(parts) == 1:
        many = TERMS[term] if one == term else f"{one}s"
    return Label(one, many or one), ""


@cache
def _in_force() -> Mapping[str, str]:
    """What each written form is called here; empty where nothing is called otherwise.

    A faulty file changes nothing: the page or the command says what is wrong with it.
    """
    try:
        labels = read_labels()
    except InputFault:
        return {}
    called = {term: label.one for term, label in labels.items()}
    called |= {many: labels[term].many for term, many in TERMS.items() if many}
    called |= {other: labels[term].many for other, term in ALSO.items()}
    return called if any(form != said for form, said in called.items() if form not in ALSO) else {}


@cache
def _pattern() -> re.Pattern[str]:
    """Finds what is kept, and every term with the article before it, the longest first.

    Labels are kept too: a text that is in the authority's words already stays as it is.
    """
    forms = sorted({*TERMS, *filter(None, TERMS.values()), *ALSO}, key=len, reverse=True)
    labels = sorted({*_in_force().values()} - {*forms}, key=len, reverse=True)
    kept = [*NAMES, *OTHER_THINGS, *(rf"\b{re.escape(label)}\b" for label in labels)]
    return re.compile(rf"{'|'.join(kept)}|\b(?:(an?) )?({'|'.join(forms)})\b", re.IGNORECASE)


def _said(found: re.Match[str], called: Mapping[str, str]) -> str:
    """What stands in place of what was found."""
    article, form = found[1], found[2]
    if form is None or called[form.lower()] == form.lower():
        return found[0]
    name = called[form.lower()]
    name = name[0].upper() + name[1:] if form[0].isupper() else name
    if article is None:
        return name
    return f"{article[0]}{'n' if _begins_with_a_vowel(name) else ''} {name}"


def _begins_with_a_vowel(name: str) -> bool:
    """Whether it sounds so: an update, a unit, an MDT."""
    first = name.split()[0]
    if first.isupper() and len(first) > 1:
        return first[0] in SPELT_WITH_A_VOWEL
    return first[0].lower() in "aeiou" and not first.lower().startswith(SOUNDS_LIKE_A_CONSONANT)
