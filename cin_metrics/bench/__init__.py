"""How fast: the ledger over simulated councils, side by side with pandas and with one sort of the same rows.

Each contender is a process of its own, so that wall time and peak memory are those of whole processes,
imports included. ``reading`` measures in the same way how fast files are read.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow

AS_OF = date(2026, 9, 30)
SIZES = (1_000_000, 3_000_000, 10_000_000)
BASE_CHILDREN = 18_000
EVENTS_A_CHILD = 55
CONTENDERS = {
    "ours": "Whole Ealing pack",
    "ours_four": "Ealing's four visit and review rules",
    "pandas_four": "The same four rules in pandas",
    "floor": "The floor: the rows sorted once by DuckDB",
}


def main(events: int | None = None) -> None:
    """Print a table for about so many events; for each of ``SIZES`` unless said."""
    for number in [events] if events else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "council.parquet"
            rows = write_council(file, number)
            runs = {name: run(name, file, Path(folder)) for name in CONTENDERS}
            filtering = run("ours_filter", file, Path(folder))
            same = same_rows(Path(folder))
        print("\n".join(report(rows, runs, filtering, same)), flush=True)


def write_council(file: Path, events: int) -> int:
    """Write about so many events of a simulated council; how many they are."""
    from pyarrow.parquet import ParquetWriter

    written = 0
    writer = None
    for part in council(events):
        writer = writer or ParquetWriter(file, part.schema)
        writer.write_table(part)
        written += part.num_rows
    if writer:
        writer.close()
    return written


def council(events: int) -> Iterator["pyarrow.Table"]:
    """About so many events: one council of up to 18,000 children, repeated under other identifiers."""
    import pyarrow  # neither this nor the next for the contenders, whose start is timed

    from cin_metrics.simulate import batches

    children = min(BASE_CHILDREN, max(1, events // EVENTS_A_CHILD))
    base = pyarrow.concat_tables(part for part, _ in batches(children, 1, AS_OF))
    written = 0
    for copy in copies(base):
        yield copy
        written += copy.num_rows
        if written + base.num_rows // 2 >= events:
            return


def copies(base: "pyarrow.Table") -> Iterator["pyarrow.Table"]:
    """The council, then the same council again and again under other identifiers."""
    from pyarrow.compute import binary_join_element_wise

    yield base
    number = 1
    while True:
        copy = base
        for name in ("child_id", "episode_id", "family_id"):
            renamed = binary_join_element_wise(base[name], f"{number:04}", "-")
            copy = copy.set_column(copy.column_names.index(name), name, renamed)
        yield copy
        number += 1


def run(contender: str, file: Path, folder: Path) -> dict[str, Any]:
    """What a contender says of itself, with seconds by the clock and of CPU, and peak memory in MB, of its process."""
    command = [sys.executable, "-m", "cin_metrics.bench.contenders", contender, str(file), str(folder)]
    started = os.times().elapsed
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"bench: the contender {contender} did not finish.")
    return {
        **json.loads(said),
        "seconds": os.times().elapsed - started,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "megabytes": usage.ru_maxrss / 1024,
    }


def same_rows(folder: Path) -> bool:
    """Whether both ledgers of the four rules are the same, row by row."""
    from pyarrow.parquet import read_table

    ours, theirs = (
        read_table(folder / f"{name}.parquet")
        for name in ("ours_four", "pandas_four")
    )
    return ours.equals(theirs.select(ours.column_names).cast(ours.schema))


def report(rows: int, runs: dict[str, dict[str, Any]], filtering: dict[str, Any], same: bool) -> Iterator[str]:
    """The lines of the table."""
    yield f"{rows:,} events as Parquet, as of {AS_OF}; {machine()}"
    yield ""
    yield "| whole process, file in to file out | seconds | peak MB | rows out | times the floor |"
    yield "|---|---:|---:|---:|---:|"
    for name, title in CONTENDERS.items():
        one = runs[name]
        yield (
            f"| {title} | {one['seconds']:.2f} | {one['megabytes']:,.0f} | {one['rows']:,} | "
            f"{one['seconds'] / runs['floor']['seconds']:.1f} |"
        )
    yield ""
    stages = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in runs["ours"]["stages"].items())
    yield f"Stages of the whole pack: {stages}."
    faster = runs["pandas_four"]["seconds"] / runs["ours_four"]["seconds"]
    told = "the same rows" if same else "NOT THE SAME ROWS"
    yield f"On the four rules pandas takes {faster:.1f} times as long and gives {told}."
    half, most = filtering["median"], filtering["most"]
    yield f"Team and period filter on the finished ledger: median {half:.0f} ms, 95th percentile {most:.0f} ms."


def machine() -> str:
    """What it is measured on, and how busy that is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}, {platform.system()}"
    )
