"""The small files that the fuzzer starts from, and how an input of bytes stands for the files of a reader."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from cin_metrics.simulate import simulate
from cin_metrics.simulate.census import census
from cin_metrics.sources.cin_census_tree import CENSUS
from cin_metrics.sources.xml_records import Block
from cin_metrics.vocabulary import COLUMNS, EVENT_TYPES
from tests.writers import annex_a, ssd

DAY = date(2026, 3, 31)
BETWEEN_FILES = b"\n\x1c\n"
Files = list[tuple[str, bytes]]
Rows = list[dict[str, Any]]


def events(children: int = 3, day: date = DAY) -> Rows:
    """The events of some made-up children up to a day."""
    return simulate(children, 1, day).to_pylist()


def csv_seeds() -> list[bytes]:
    """Case events as text: plain, in UTF-16, with a mark, with semicolons and quotation marks; a table of children."""
    plain = ssd.as_csv(events()[:40])
    text = plain.decode()
    return [
        plain,
        text.encode("utf-16"),
        text.encode("utf-8-sig"),
        text.replace('"', "").replace(",", ";").replace("\n", "\r\n").encode(),
        text.replace("Westmoor", 'West ""moor""\n,').encode("windows-1252"),
        b"sep=;\nchild_id;date_of_birth;sex\n1;31/12/2015;F\n",
    ]


def census_seeds() -> list[bytes]:
    """Returns of a year each side of every change of the form."""
    years = (2017, 2022, 2025, 2026)
    return ["".join(census(events(3, date(year, 3, 31)), year, whole=True)).encode() for year in years]


def event_sheet() -> list[annex_a.Sheet]:
    """Case events as a sheet."""
    return [("Events", [list(COLUMNS), *([row[name] for name in COLUMNS] for row in events()[:20])])]


def workbook_seeds() -> list[bytes]:
    """Case events as both kinds of workbook."""
    return [annex_a.as_xlsx(event_sheet()), annex_a.as_ods(event_sheet())]


def annex_a_seeds() -> list[bytes]:
    """The lists as the guidance and as a script writes them."""
    lists = annex_a.Snapshot(events(30), DAY).lists
    scripted = annex_a.sheets_of(lists, scripted=True)
    return [annex_a.as_xlsx(annex_a.sheets_of(lists)), annex_a.as_xlsx(scripted), annex_a.as_ods(scripted)]


def ssd_seeds() -> list[bytes]:
    """The tables of each dialect that writes text, one after another."""
    made = [ssd.tables_of(events(4), dialect) for dialect in ssd.DIALECTS]
    return [BETWEEN_FILES.join(ssd.as_csv(rows) for rows in tables.values() if rows) for tables in made]


def parquet_seeds() -> list[bytes]:
    """Case events as Parquet, dates as dates and as text."""
    rows = events()[:20]
    return [ssd.as_parquet(rows), ssd.as_parquet([{name: str(cell) for name, cell in row.items()} for row in rows])]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "csv": csv_seeds,
    "census": census_seeds,
    "workbook": workbook_seeds,
    "annex_a": annex_a_seeds,
    "ssd": ssd_seeds,
    "parquet": parquet_seeds,
}


def files_of(name: str, content: bytes) -> Files:
    """The files that an input stands for."""
    parts = content.split(BETWEEN_FILES) if name == "ssd" else [content]
    return [(f"{number}.{name}", part) for number, part in enumerate(parts)]


def words() -> list[str]:
    """What is worth putting into an input whole."""

    def names(block: Block) -> list[str]:
        inside = [name for one in block.blocks for name in names(one)]
        return [f"<{one}>" for one in (block.name, *block.values, *block.unneeded)] + [f"</{block.name}>", *inside]

    dates = ["2026-03-31", "31/03/2026", "46112", "9999-12-31", "0000-00-00", "29/02/2023", "2026-03-31T25:61"]
    marks = ["<!DOCTYPE", "<!--", "<![CDATA[", "]]>", "&#0;", "&lt;", "<?xml version='1.0' encoding='", '""', "\x1f"]
    return [*EVENT_TYPES, *COLUMNS, *names(CENSUS), *dates, *marks, "NaN", "1e400", "{[", "#N/A", "=1+1"]


def write_seeds(name: str, folder: Path) -> None:
    """Write the seeds of a reader to ``corpus`` in a folder, and beside it the words as libFuzzer reads them."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[name]()):
        (corpus / f"{number}").write_bytes(seed)
    plain = [word for word in words() if word.isprintable() and '"' not in word]
    (folder / "words").write_text("\n".join(f'"{word}"' for word in plain))


def packed_again(content: bytes, change: Callable[[bytes], bytes], which: int) -> bytes | None:
    """A workbook with one of its parts changed, and packed anew; None where it cannot be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    except Exception:
        return None
    if not parts:
        return None
    chosen = list(parts)[which % len(parts)]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, change(part) if name == chosen else part)
    return written.getvalue()
