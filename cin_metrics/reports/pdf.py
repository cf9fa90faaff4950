"""A document as a tagged PDF (PDF/UA-1), set by Typst without any program of the system."""

import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

import matplotlib
import typst

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

HEAD = """#set document(title: "{title}", author: "CIN Metrics", date: datetime(year: {y}, month: {m}, day: {d}))
#set page(paper: "a4", margin: 18mm, footer: context [
  #set text(size: 8pt, fill: rgb("#4a5a68"))
  #"{foot}" · Page #counter(page).display()
])
#set text(font: "DejaVu Sans", size: 9.5pt, lang: "en", region: "gb", fill: rgb("#0f1a24"))
#set par(leading: 0.62em, spacing: 0.8em)
#set heading(numbering: none)
#show heading.where(level: 1): it => block(above: 1.2em, below: 0.7em, text(size: 15pt, it.body))
#show heading.where(level: 2): it => block(above: 1.1em, below: 0.6em, text(size: 12.5pt, it.body))
#show heading.where(level: 3): it => block(above: 1em, below: 0.5em, text(size: 11pt, it.body))
#show table.cell: set text(size: 8pt)
#set table.cell(breakable: false)
#show table.cell.where(y: 0): set text(weight: "bold")
#set table(stroke: 0.5pt + rgb("#9aa7b1"), inset: 4pt, fill: (_, y) => if y == 0 {{ rgb("#e4e9ed") }})
#block(below: 0.9em, text(size: 17pt, weight: "bold", "{title}"))
#block(below: 1em, text(size: 10.5pt, fill: rgb("#4a5a68"), "{subtitle}"))
"""


def as_pdf(document: Document) -> bytes:
    """The bytes of a PDF; the same document always gives the same bytes."""
    made = datetime.combine(document.as_of, time(), UTC)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        parts = [
            HEAD.format(
                title=escaped(document.title), subtitle=escaped(document.subtitle), foot=escaped(document.foot),
                y=made.year, m=made.month, d=made.day,
            )
        ]  # fmt: skip
        parts += [block_source(block, number, place) for number, block in enumerate(document.blocks)]
        source = place / "paper.typ"
        source.write_text("\n".join(parts), encoding="utf-8")
        # Matplotlib carries the face, so that no font of the system is asked for.
        return typst.compile(
            str(source), root=folder, pdf_standards=["ua-1"], timestamp=int(made.timestamp()),
            font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")], ignore_system_fonts=True,
        )  # fmt: skip


def block_source(block: Block, number: int, place: Path) -> str:
    """A block as Typst; pictures are put beside the source."""
    match block:
        case Heading():
            return f'#heading(level: {block.level}, "{escaped(block.text)}")'
        case Paragraph():
            lead = f'#strong("{escaped(block.lead)}") ' if block.lead else ""
            size = '#set text(size: 9pt, fill: rgb("#4a5a68"))\n' if block.quiet else ""
            return f'#block[\n{size}{lead}#"{escaped(block.text)}"\n]'
        case Points():
            return "\n".join(f'- #"{escaped(point)}"' for point in block.points) + "\n"
        case Table():
            return table_source(block)
        case Picture():
            name = f"picture_{number}.png"
            (place / name).write_bytes(block.png)
            return f'#image("{name}", width: 100%, alt: "{escaped(block.words)}")'
        case Room():
            height = 0.7 * block.lines
            return (
                f'#block(breakable: false)[#strong("{escaped(block.label)}")\n'
                f'#rect(width: 100%, height: {height:.1f}cm, stroke: 0.5pt + rgb("#9aa7b1"))]'
            )
        case NewPage():
            return "#pagebreak(weak: true)"


def table_source(block: Table) -> str:
    """A table with its title and its header row."""
    title = f'#block(above: 1em, below: 0.5em, sticky: true, strong("{escaped(block.title)}"))'
    if not block.rows:
        return f"{title}\nNone."
    parts = block.widths or [1] * len(block.headers)
    columns = ", ".join(f"{part}fr" for part in parts)
    sides = ", ".join("right" if place in block.numbers else "left" for place in range(len(block.headers)))
    heads = ", ".join(f'"{escaped(header)}"' for header in block.headers)
    rows = "\n".join("  " + ", ".join(f'"{escaped(text)}"' for text in row) + "," for row in block.rows)
    return f"{title}\n#table(columns: ({columns},), align: ({sides},),\n  table.header({heads}),\n{rows}\n)"


def escaped(text: str) -> str:
    """A text inside the quotation marks of a Typst string, where nothing of it is markup."""
    return plain_text(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
