"""Every text of every page and paper of an extract, each with where it stands, as JSON on the standard output.

A program of its own, because labels are read once in a program's life. ``CIN_METRICS_LABELS`` names them and
``CIN_METRICS_EXTRACT`` the extract; the argument is the file of the only policy there is.
"""

import html
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from cin_metrics import packs
from cin_metrics.events import load
from cin_metrics.ledger import make_ledger
from cin_metrics.reports import briefing_paper, paper
from cin_metrics.reports.briefing import Asked
from cin_metrics.reports.panel_pack import make_panel_pack

HOME = Path(__file__).parents[1]
PATIENCE = 120
AS_OF = date(2026, 9, 30)
NOT_READ = {"id", "key", "formId", "elementId", "data", "page", "pageScriptHash", "queryString", "url", "urlPath"}
"""What an element tells the browser and nobody reads."""
VISITS = {"topic": "visit", "rule": "visits"}
CHOICES: dict[str, list[dict[str, str]]] = {
    "timeliness": [
        VISITS | {"part": part} for part in ("time", "days", "recording", "teams", "overdue", "soon", "children")
    ],
    "patterns": [{"pattern": pattern} for pattern in ("deadline", "flurries", "batches", "silences")],
    "child": [{"child": "0001001"}, {"child": "0001031"}],
    "methods": [{"method": method} for method in ("control_charts", "teams", "waiting", "piling_up")],
    "compare": [{"other": "changed", "limit": "visits:5:day"}],
}
"""The choices at which a page is opened, where none is not enough."""


def sent(node: Any) -> Iterator[str]:
    """Every text in what an element sends to the browser."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in NOT_READ:
                yield from sent(value)
    elif isinstance(node, list):
        for value in node:
            yield from sent(value)
    elif isinstance(node, str) and node.startswith("{"):
        yield from sent(json.loads(node))
    elif isinstance(node, str):
        yield plain(node)


def plain(text: str) -> str:
    """HTML, or Markdown, as its words."""
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))


def on_page(page: str, choices: dict[str, str]) -> Iterator[str]:
    """Every text of a page, in the order it is drawn."""
    app = AppTest.from_file(str(HOME / "app.py"), default_timeout=PATIENCE)
    for name, value in choices.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, page
    for element in app:
        if getattr(element, "proto", None) is not None:
            yield from sent(MessageToDict(element.proto))
    for table in app.dataframe:
        yield from map(str, table.value.columns)
        yield from (text for column in table.value for text in table.value[column] if isinstance(text, str))


def in_file(content: bytes) -> Iterator[str]:
    """Every text in a Word file, an Excel file or a web page."""
    if not content.startswith(b"PK"):
        yield plain(content.decode())
        return
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            if re.search(r"(document|sharedStrings|workbook|core|footer\d*)\.xml$", name):
                part = file.read(name).decode()
                yield from map(plain, re.split(r"</si>|</w:p>", part))
                yield from map(html.unescape, re.findall(r'(?:<sheet name|descr|tblCaption w:val)="([^"]*)"', part))


def main(policy_file: str) -> None:
    """Write every text."""
    packs.PACKS = Path(policy_file).parent
    policy = Path(policy_file).stem
    found = [
        (page, text)
        for page in sorted(path.stem for path in (HOME / "pages").glob("*.py"))
        for choices in CHOICES.get(page, [{}])
        for text in on_page(page, choices | {"policy": policy})
    ]
    ledger = make_ledger(load([os.environ["CIN_METRICS_EXTRACT"]]), packs.load_policy(policy), AS_OF)
    found += [("panel pack", text) for text in in_file(paper(make_panel_pack(ledger), ".docx"))]
    for for_sharing in (False, True):
        asked = Asked(date(2026, 7, 1), AS_OF, for_sharing=for_sharing)
        for ending in (".docx", ".html", ".xlsx"):
            found += [(f"briefing{ending}", text) for text in in_file(briefing_paper(ledger, asked, ending))]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
