"""What the coded cells of an Annex A workbook say, told by the part that all builds write alike.

Letters before a code (``q) 6: Police``) differ from build to build, so the code itself is what counts.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

from cin_metrics.sources.codes import ETHNICITY
from cin_metrics.sources.workbook import cell_text

NOTHING_SAID = frozenset(
    (
        *("#n/a", "#na", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"),
        *("n/a", "null", "none", "placeholder_data"),
    )
)
FIRST_EXCEL_DAY = date(1899, 12, 30)
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %b %Y", "%d-%b-%Y")


def said(cell: Any) -> str | None:
    """A cell as text with single spaces; None where it is blank, ``#N/A`` or the like."""
    text = " ".join(cell_text(cell).split())
    return None if not text or text.casefold() in NOTHING_SAID else text


def day_of(text: str | None) -> date | None:
    """The day a cell's text names, to compare days; whether it is accepted is for the load to say."""
    if text is None:
        return None
    written = re.sub(r"[T\s]\d{1,2}:\d{2}.*$", "", text)
    if re.fullmatch(r"\d{5}(\.\d+)?", written):
        return FIRST_EXCEL_DAY + timedelta(days=int(float(written)))
    for form in DAY_FORMS:
        try:
            return datetime.strptime(written, form).date()
        except ValueError:
            continue
    return None


def plain(text: str | None) -> str:
    """A coded cell in lower case without the letter and bracket before it."""
    return re.sub(r"^[a-z]\d?\)\s*", "", (text or "").casefold()).strip()


def yes_or_no(text: str | None) -> str | None:
    """``yes`` or ``no``; None where the cell says neither."""
    word = plain(text)
    if word in ("yes", "y", "true", "1"):
        return "yes"
    return "no" if word in ("no", "n", "false", "0") else None


def sex(text: str | None) -> str | None:
    """``M``, ``F``, or ``U`` for all else that is recorded."""
    word = plain(text)
    if not word:
        return None
    return {"m": "M", "male": "M", "1": "M", "f": "F", "female": "F", "2": "F"}.get(word, "U")


def ethnicity(text: str | None) -> str | None:
    """The four letters of the census, also for a letter and a figure; None where there are none of them."""
    for word in re.findall(r"[A-Z]{4}|^[A-E]\d$", (text or "").upper()):
        if word in ETHNICITY:
            return ETHNICITY[word]
    return None


def primary_need(text: str | None) -> str | None:
    """``N0`` to ``N9``; None for a code that is not one of children's services."""
    found = re.match(r"n\d(?!\w)", plain(text))
    return found[0].upper() if found else None


def closure(text: str | None) -> str | None:
    """``RC1`` to ``RC9`` where the cell begins so, else the local reason as it stands."""
    found = re.match(r"rc\d(?!\w)", plain(text))
    return found[0].upper() if found else text


def status(text: str | None) -> str | None:
    """The case status in one word; None where the cell names none."""
    word = plain(text)
    for sign, meaning in (
        ("looked after", "in care"),
        ("protection", "on a protection plan"),
        ("in need", "on a child in need plan"),
        ("assessment", "open assessment"),
        ("closed", "closed"),
    ):
        if sign in word:
            return meaning
    letter = re.match(r"[a-e](?=\)|$)", (text or "").casefold().strip())
    meanings = "in care|on a protection plan|on a child in need plan|open assessment|closed"
    return meanings.split("|")["abcde".index(letter[0])] if letter else None
