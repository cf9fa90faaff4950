"""Rows whose JSON broke the line: written without quotation marks around it, or with its own not doubled.

Tools that save a grid as CSV do both. The braces say where the JSON begins and ends, so such a row is whole
once the delimiters and quotation marks between them are taken out; its flags can be read all the same.
"""

import io
import re

import pyarrow
import pyarrow.compute as compute

from cin_metrics.sources.delimited import DelimitedText, record_of
from cin_metrics.sources.rows import WRONG_NUMBER_OF_CELLS
from cin_metrics.sources.ssd.tables import SsdColumns

JSON = "outcome_json"
BRACED = re.compile(r"\{.*\}", re.DOTALL)


def mended(file: DelimitedText, columns: SsdColumns, rows: pyarrow.Table) -> pyarrow.Table:
    """The rows of a file, those whose JSON broke the line made whole where they can be."""
    if JSON not in columns.positions:
        return rows
    broken = compute.equal(rows["fault"], WRONG_NUMBER_OF_CELLS).fill_null(False)
    lines = set(rows["line"].filter(broken).to_pylist())
    if not lines:
        return rows
    found = records_at(file, lines, len(columns.header))
    whole = [line in found for line in rows["line"].to_pylist()]
    if not found:
        return rows
    places = columns.positions
    texts = {
        ours: pyarrow.array(
            [cells[places[ours]] if ours in places else None for cells in found.values()],
            pyarrow.string(),
        )
        for ours in columns.wanted
    }
    parts = {"line": pyarrow.array(found, pyarrow.int64()), **texts}
    made = {
        field.name: parts.get(field.name, pyarrow.nulls(len(found), field.type))
        for field in rows.schema
    }
    kept = rows.filter(pyarrow.array([not one for one in whole]))
    joined = pyarrow.concat_tables([kept, pyarrow.table(made, schema=rows.schema)])
    return joined.sort_by("line")


def records_at(file: DelimitedText, lines: set[int], width: int) -> dict[int, list[str]]:
    """The cells of those of the lines that are whole without what is inside their braces."""
    found = {}
    with file.source.open() as stream:
        text = io.TextIOWrapper(stream, file.encoding, "as_windows_1252", newline="")
        for number, line in enumerate(text, 1):
            if number in lines:
                tame = BRACED.sub(
                    lambda json: re.sub(r"['\"]+", "'", json[0]).replace(file.delimiter, " "),
                    line.rstrip("\r\n"),
                )
                cells = record_of(tame, file.delimiter)
                if len(cells) == width:
                    found[number] = cells
    return found
