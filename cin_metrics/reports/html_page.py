"""A document as one HTML file that needs nothing beside it and asks nothing of the network."""

import base64
from html import escape

from cin_metrics.reports.document import (
    Block,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Points,
    Room,
    Table,
    plain_text,
)

STYLE = """
body { font-family: Arial, Helvetica, sans-serif; color: #0f1a24; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
  line-height: 1.5; }
h1 { font-size: 1.7rem; line-height: 1.25; margin-bottom: 0.2rem; }
h2 { font-size: 1.3rem; margin-top: 2rem; } h3 { font-size: 1.1rem; } h4 { font-size: 1rem; }
.subtitle, .quiet, footer { color: #4a5a68; } .quiet, footer { font-size: 0.9rem; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: bold; padding: 0.3rem 0; }
th, td { border: 1px solid #9aa7b1; padding: 0.35rem 0.5rem; text-align: left; vertical-align: top;
  font-size: 0.95rem; }
thead th { background: #e4e9ed; } .number { text-align: right; } img { max-width: 100%; }
.room { border: 1px solid #9aa7b1; min-height: 10rem; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } tr { break-inside: avoid; }
  .new { break-before: page; } }
""".strip()
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def as_html(document: Document) -> bytes:
    """The bytes of the page; the same document always gives the same bytes."""
    body = "\n".join(block_html(block) for block in document.blocks)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{said(document.title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{said(document.title)}</h1>\n<p class="subtitle">{said(document.subtitle)}</p>\n'
        f"{body}\n</main>\n<footer><p>{said(document.foot)}</p></footer>\n</body>\n</html>\n"
    ).encode()


def block_html(block: Block) -> str:
    """A block as HTML."""
    match block:
        case Heading():
            return f"<h{block.level + 1}>{said(block.text)}</h{block.level + 1}>"
        case Paragraph():
            lead = f"<strong>{said(block.lead)}</strong> " if block.lead else ""
            quiet = ' class="quiet"' if block.quiet else ""
            return f"<p{quiet}>{lead}{said(block.text)}</p>"
        case Points():
            return "<ul>\n" + "\n".join(f"<li>{said(point)}</li>" for point in block.points) + "\n</ul>"
        case Table():
            return table_html(block)
        case Picture():
            content = base64.b64encode(block.png).decode()
            return f'<img src="data:image/png;base64,{content}" alt="{said(block.words)}">'
        case Room():
            return f'<p><strong>{said(block.label)}</strong></p>\n<div class="room"></div>'
        case NewPage():
            return '<div class="new"></div>'


def table_html(block: Table) -> str:
    """A table whose first column heads its rows."""
    if not block.rows:
        return f"<p><strong>{said(block.title)}</strong></p>\n<p>None.</p>"
    marks = [' class="number"' if place in block.numbers else "" for place in range(len(block.headers))]
    heads = "".join(f'<th scope="col"{mark}>{said(head)}</th>' for head, mark in zip(block.headers, marks, strict=True))
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{said(text)}</th>' if place == 0 else f"<td{marks[place]}>{said(text)}</td>"
            for place, text in enumerate(row)
        )
        + "</tr>"
        for row in block.rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{said(block.title)}"><table>'
        f"<caption>{said(block.title)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )


def said(text: str) -> str:
    """A text as HTML."""
    return escape(plain_text(text))
