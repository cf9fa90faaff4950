"""Tables written to files, whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
    path = Path(path)
    faults = output_faults(path)
    if faults:
        raise InputFault(faults)
    with replacing(path) as part:
        if path.suffix.lower() == ".parquet":
            import pyarrow.parquet

            pyarrow.parquet.write_table(table, part)
        else:
            with part.open("wb") as file:
                file.writelines(csv_parts(table))


def csv_parts(table: "pyarrow.Table") -> Iterator[bytes]:
    """A table as CSV in UTF-8: ISO dates, nothing for none, quotes only where they are needed."""
    yield (",".join(table.column_names) + "\n").encode()
    for start in range(0, table.num_rows, ROWS_AT_ONCE):
        yield csv_lines(table.slice(start, ROWS_AT_ONCE))


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
