"""Small returns of the CIN census, written by hand."""

from datetime import date
from typing import Any

from cin_metrics.events import Extract, load

EXTRACT_DATE = date(2026, 4, 30)


def a_return(*children: str, reference: str = "2026-03-31", year: int = 2026) -> bytes:
    """A return of these children."""
    return (
        "<Message><Header><CollectionDetails><Collection>CIN</Collection>"
        f"<Year>{year}</Year><ReferenceDate>{reference}</ReferenceDate></CollectionDetails></Header>\n"
        f"<Children>\n{''.join(children)}</Children></Message>\n"
    ).encode()


def a_child(*episodes: str, id: str = "007", identifiers: str = "", traits: str = "") -> str:
    """A child of these episodes; ``identifiers`` and ``traits`` are what else is said of it."""
    told = f"<ChildCharacteristics>{traits}</ChildCharacteristics>\n" if traits else ""
    return (
        f"<Child><ChildIdentifiers><LAchildID>{id}</LAchildID>{identifiers}</ChildIdentifiers>\n"
        f"{told}{''.join(episodes)}</Child>\n"
    )


def an_episode(*inside: str, referred: str = "2025-05-01", **values: str) -> str:
    """An episode of a child, on one line; ``values`` are elements with a text."""
    written = "".join(f"<{name}>{text}</{name}>" for name, text in values.items())
    return (
        f"<CINdetails><CINreferralDate>{referred}</CINreferralDate>{written}{''.join(inside)}"
        "</CINdetails>\n"
    )


def a_block(name: str, *inside: str, **values: str) -> str:
    """A block with values, then what else is inside."""
    written = "".join(f"<{element}>{text}</{element}>" for element, text in values.items())
    return f"<{name}>{written}{''.join(inside)}</{name}>"


def of(*returns: bytes) -> Extract:
    """The extract of some returns. A name says nothing of what is inside, so it is a misleading one."""
    return load(
        [(f"{number}.csv", content) for number, content in enumerate(returns)], EXTRACT_DATE
    )


def told(extract: Extract) -> list[tuple[str, ...]]:
    """Each event, in order: its type, day and, where there is one, outcome."""
    rows = extract.connection.cursor().execute(
        "select event_type, cast(event_date as varchar), outcome from events order by event_no"
    )
    return [tuple(word for word in row if word is not None) for row in rows.fetchall()]


def children(extract: Extract) -> list[dict[str, Any]]:
    """The children, less what is blank."""
    rows = extract.connection.cursor().table("children").to_arrow_table().to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def aside(extract: Extract) -> list[tuple[str, int, str]]:
    """File, line and reason of each row set aside."""
    return [(row["file"], row["line"], row["reason"]) for row in extract.set_aside().to_pylist()]


def notes(extract: Extract) -> list[str]:
    """What the report notes, less the note on events after the reference date."""
    found = [note for file in extract.report.files for note in file.notes]
    return [note for note in found if not note.startswith("Events dated after")]
