"""Tables written to files, whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from cin_metrics.faults import InputFault

if TYPE_CHECKING:
    import pyarrow

ENDINGS = (".csv", ".parquet")
ROWS_AT_ONCE = 100_000


def output_faults(
    path: Path, inputs: Iterable[Path] = (), endings: tuple[str, ...] = ENDINGS
) -> list[str]:
    """A sentence if something speaks against writing to ``path``, to be said before any work."""
    try:
        found = objection(path, inputs, endings)
    except OSError as error:
        found = f"cannot be written ({error.strerror})."
    return [f"{path}: {found}"] if found else []


def objection(path: Path, inputs: Iterable[Path], endings: tuple[str, ...]) -> str:
    """What speaks against writing to ``path``, or nothing."""
    if path.suffix.lower() not in endings:
        return f"a file to write ends in {' or '.join(endings)}."
    if path.is_dir():
        return "is a folder; give the name of a file."
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}."
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return "cannot be written; choose a place that you may write to."
    if path.resolve() in {given.resolve() for given in inputs}:
        return "is also read; choose another name, so that nothing is written over."
    return ""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside ``path`` to write to, which becomes ``path`` if the block ends well."""
    path = path.resolve()
    part = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        yield part
        os.replace(part, path)
    except OSError as error:
        raise InputFault(f"{path}: cannot be written ({error.strerror or 'error'}).") from None
    finally:
        part.unlink(missing_ok=True)


def write_table(table: "pyarrow.Table", path: str | Path) -> None:
    """Write a table as CSV or Parquet by the file's ending; a file of that name is replaced."""
    write_parts([table], path)


def write_parts(parts: Iterable["pyarrow.Table"], path: str | Path) -> int:
    """Write a table that comes in parts (at least one) as ``write_table`` does; how many rows it has."""
    path = Path(path)
    faults = output_faults(path)
    if faults:
        raise InputFault(faults)
    write = write_parquet if path.suffix.lower() == ".parquet" else write_csv
    with replacing(path) as file:
        return sum(write(one_ahead(parts), file))


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file whole; one of that name is replaced."""
    with replacing(path) as file:
        file.write_bytes(content)


def one_ahead(parts: Iterable["pyarrow.Table"]) -> Iterator["pyarrow.Table"]:
    """The same parts, each being made while the one before it is written."""
    making = iter(parts)
    with ThreadPoolExecutor(1) as beside:
        following = beside.submit(next, making, None)
        while (part := following.result()) is not None:
            following = beside.submit(next, making, None)
            yield part


def write_parquet(parts: Iterator["pyarrow.Table"], file: Path) -> Iterator[int]:
    """Write the parts as Parquet; the rows of each."""
    from pyarrow.parquet import ParquetWriter

    first = next(parts)
    with ParquetWriter(file, first.schema) as out:
        for part in chain([first], parts):
            out.write_table(part)
            yield part.num_rows


def write_csv(parts: Iterator["pyarrow.Table"], file: Path) -> Iterator[int]:
    """Write the parts as CSV in UTF-8 (ISO dates, nothing for none, quotes only where needed); the rows of each."""
    first = next(parts)
    with file.open("wb") as out:
        out.write((",".join(first.column_names) + "\n").encode())
        for part in chain([first], parts):
            for start in range(0, part.num_rows, ROWS_AT_ONCE):
                out.write(csv_lines(part.slice(start, ROWS_AT_ONCE)))
            yield part.num_rows


def csv_lines(table: "pyarrow.Table") -> bytes:
    """The rows of a table as lines of CSV."""
    import pyarrow
    from pyarrow import compute

    cells = []
    for column in table.itercolumns():
        text = column.cast(pyarrow.string())
        doubled = compute.replace_substring(text, '"', '""')
        quoted = compute.binary_join_element_wise('"', doubled, '"', "")
        special = compute.match_substring_regex(text, '[",\r\n]')
        cells.append(compute.if_else(special, quoted, text))
    lines = compute.binary_join_element_wise(
        *cells, ",", null_handling="replace", null_replacement=""
    )
    return ("\n".join(lines.to_pylist()) + "\n").encode()
