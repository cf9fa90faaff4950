"""How fast files are read, side by side with pandas and with a tree of all elements.

Our contenders give an extract: forms of dates told apart, words of the vocabulary found, every row accepted or set
aside with its line, in its episode, in order. The others do what a short script does, told that the file is sound.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.csv

from cin_metrics.bench import AS_OF, council, machine, run

EVENTS, MEGABYTES = 1_000_000, 200
YEAR = 2026
CHILDREN_WRITTEN = 6000
MEGABYTE = 1_000_000
CSV = {"ours_csv": "Our extract of the CSV file", "pandas_csv": "The same rows in pandas"}
CENSUS = {
    "ours_census": "Our extract of the census",
    "elementtree_census": "The same rows by ElementTree.parse and a walk",
}


def main(events: int | None, megabytes: int | None) -> None:
    """Print the table for a CSV file of so many rows and a census of so many megabytes; by default in proportion."""
    events = events or EVENTS
    megabytes = megabytes or max(1, round(MEGABYTES * min(1, events / EVENTS)))
    with tempfile.TemporaryDirectory() as folder:
        csv, census = Path(folder) / "council.csv", Path(folder) / "census.xml"
        rows = write_csv(csv, events)
        write_census(census, megabytes * MEGABYTE)
        about = {
            f"{rows:,} rows of CSV, {size(csv)}": {name: run(name, csv, Path(folder)) for name in CSV},
            f"CIN census, {size(census)}": {name: run(name, census, Path(folder)) for name in CENSUS},
        }
    print("\n".join(report(about)))


def size(file: Path) -> str:
    """How large a file is."""
    return f"{file.stat().st_size / MEGABYTE:.0f} MB"


def write_csv(file: Path, rows: int) -> int:
    """Write the first so many events of a council; how many they are."""
    written = 0
    with file.open("wb") as stream:
        for part in council(2 * rows):
            taken = part.slice(0, rows - written)
            header = pyarrow.csv.WriteOptions(include_header=not written)
            pyarrow.csv.write_csv(taken, stream, header)
            written += taken.num_rows
            if written == rows:
                break
    return written


def write_census(file: Path, size: int) -> None:
    """Write a return of about so many bytes: one council's children again and again under other ids."""
    from cin_metrics.simulate import simulate
    from cin_metrics.simulate.census import census

    wanted = ["child_id", "episode_id", "event_type", "event_date", "outcome"]
    events = simulate(CHILDREN_WRITTEN, 1, AS_OF).select(wanted).to_pylist()
    head, rest = "".join(census(events, YEAR, whole=True)).split("<Children>\n")
    children, foot = rest.split("</Children>")
    if len(children) > size:
        children = children[: children.rindex("<Child>", 0, max(size, children.index("</Child>")))]
    with file.open("w", encoding="utf-8") as stream:
        stream.write(f"{head}<Children>\n")
        for number in range(max(1, round(size / len(children)))):
            stream.write(children.replace("<LAchildID>", f"<LAchildID>{number}"))
        stream.write(f"</Children>{foot}")


def report(about: dict[str, dict[str, dict[str, Any]]]) -> Iterator[str]:
    """The lines of the table, and whether the contenders of a file found the same."""
    yield f"Reading; {machine()}"
    yield ""
    yield "| whole process, imports included | seconds | of CPU | peak MB | rows out |"
    yield "|---|---:|---:|---:|---:|"
    titles = CSV | CENSUS
    for file, runs in about.items():
        yield f"| **{file}** | | | | |"
        for name, one in runs.items():
            yield (
                f"| {titles[name]} | {one['seconds']:.2f} | {one['cpu_seconds']:.2f} | {one['megabytes']:,.0f} | "
                f"{one['rows']:,} |"
            )
    yield ""
    for file, runs in about.items():
        ours, theirs = (one["by_type"] for one in runs.values())
        told = "the same number of each type of event" if ours == theirs else "NOT THE SAME EVENTS"
        yield f"{file}: both give {told}."
