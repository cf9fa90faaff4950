"""A document as a Word file that can be edited: real headings, header rows that repeat, words under every picture."""

import io
import zipfile
from copy import deepcopy
from datetime import datetime, time
from functools import cache
from typing import Any

from docx import Document as new_word_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

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

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21.0), Cm(29.7), Cm(1.8)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
INK, QUIET = RGBColor(0x0F, 0x1A, 0x24), RGBColor(0x4A, 0x5A, 0x68)
HEAD_FILL = "E4E9ED"
FONT = "Arial"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def as_word(document: Document) -> bytes:
    """The bytes of a .docx; the same document always gives the same bytes."""
    word = new_word_document()
    set_page(word)
    set_styles(word)
    set_properties(word, document)
    word.add_paragraph(plain_text(document.title), style="Title")
    if document.subtitle:
        word.add_paragraph(plain_text(document.subtitle), style="Subtitle")
    for block in document.blocks:
        add(word, block)
    add_foot(word, document.foot)
    written = io.BytesIO()
    word.save(written)
    return with_fixed_times(written.getvalue())


def set_page(word: Any) -> None:
    """A4 with narrow margins."""
    section = word.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def set_styles(word: Any) -> None:
    """A plain face, dark enough, in sizes that can be read in a meeting."""
    sizes = {
        "Normal": 10.5, "Title": 20, "Subtitle": 12, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11,
        "List Bullet": 10.5,
    }  # fmt: skip
    for name, size in sizes.items():
        style = word.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = QUIET if name == "Subtitle" else INK
        style.font.italic = False
        properties = style.element.get_or_add_rPr()
        fonts = properties.find(qn("w:rFonts"))
        if fonts is not None:
            for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{attribute}"), None)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        properties.append(language)
    word.styles["Normal"].paragraph_format.space_after = Pt(4)


def set_properties(word: Any, document: Document) -> None:
    """Title and language for screen readers; the day the paper speaks of stands for the day it was made."""
    properties = word.core_properties
    made = datetime.combine(document.as_of, time())
    properties.title, properties.subject = plain_text(document.title), plain_text(document.subtitle)
    properties.author = properties.last_modified_by = "CIN Metrics"
    properties.language, properties.comments, properties.revision = "en-GB", "", 1
    properties.created = properties.modified = made


def add(word: Any, block: Block) -> None:
    """A block at the end of the Word document."""
    match block:
        case Heading():
            word.add_heading(plain_text(block.text), block.level)
        case Paragraph():
            add_paragraph(word, block)
        case Points():
            for point in block.points:
                word.add_paragraph(plain_text(point), style="List Bullet")
        case Table():
            add_table(word, block)
        case Picture():
            add_picture(word, block)
        case Room():
            add_room(word, block)
        case NewPage():
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def add_paragraph(word: Any, block: Paragraph) -> None:
    """A paragraph, its lead in bold."""
    paragraph = word.add_paragraph()
    if block.lead:
        paragraph.add_run(f"{plain_text(block.lead)} ").bold = True
    run = paragraph.add_run(plain_text(block.text))
    if block.quiet:
        run.font.size, run.font.color.rgb = Pt(9), QUIET


def add_table(word: Any, block: Table) -> None:
    """A table whose header row is marked as one and repeats on each page."""
    caption = word.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.add_run(plain_text(block.title)).bold = True
    if not block.rows:
        word.add_paragraph("None.")
        return
    wide = len(block.headers)
    table = word.add_table(rows=len(block.rows) + 1, cols=wide)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.LEFT, False
    describe_table(table, block.title)
    parts = block.widths or [1] * wide
    widths = [int(TEXT_WIDTH * part / sum(parts)) for part in parts]
    # Asking each row for its cells walks the whole table each time; asking once does not.
    cells = iter(table._cells)
    for number, row in enumerate([block.headers, *block.rows]):
        for place, text in enumerate(row):
            cell = next(cells)
            fill(cell, text, place in block.numbers, is_head=number == 0)
            cell.width = widths[place]
    for number, row in enumerate(table.rows):
        keep_whole(row)
        if number == 0:
            repeat_head(row)
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def fill(cell: Any, text: str, to_right: bool, is_head: bool = False) -> None:
    """Put a text into a cell."""
    paragraph = deepcopy(empty_paragraph(to_right, is_head))
    paragraph.r_lst[0].text = plain_text(text)
    cell._tc.replace(cell._tc.p_lst[0], paragraph)
    if is_head:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), HEAD_FILL)
        cell._tc.get_or_add_tcPr().append(shade)


@cache
def empty_paragraph(to_right: bool, is_head: bool) -> Any:
    """The paragraph of a cell, to be copied: to set its looks anew in each of thousands of cells takes long."""
    paragraph = new_word_document().add_paragraph()
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run()
    run.font.size, run.bold = Pt(9), is_head
    if to_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph._p


def describe_table(table: Any, words: str) -> None:
    """What a screen reader says of the table."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), plain_text(words))
    table._tbl.tblPr.append(caption)


def repeat_head(row: Any) -> None:
    """Mark a row as the header that repeats on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def keep_whole(row: Any) -> None:
    """Never break a row over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def add_picture(word: Any, block: Picture) -> None:
    """A picture with its words."""
    shape = word.add_picture(io.BytesIO(block.png), width=TEXT_WIDTH)
    properties = shape._inline.docPr
    properties.set("descr", plain_text(block.words))
    properties.set("title", block.words.split(".")[0])


def add_room(word: Any, block: Room) -> None:
    """A box to write in."""
    label = word.add_paragraph()
    label.paragraph_format.keep_with_next = True
    label.add_run(plain_text(block.label)).bold = True
    table = word.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    describe_table(table, f"Room to write: {block.label}")
    cell = table.rows[0].cells[0]
    for _ in range(block.lines - 1):
        cell.add_paragraph()
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def add_foot(word: Any, text: str) -> None:
    """The foot of every page: where the paper comes from, and the page's number."""
    paragraph = word.sections[0].footer.paragraphs[0]
    run = paragraph.add_run(f"{plain_text(text)} · Page ")
    number = paragraph.add_run()
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = words
        number._r.append(part)
    for each in (run, number):
        each.font.size, each.font.color.rgb = Pt(8), QUIET


def with_fixed_times(content: bytes) -> bytes:
    """The same zip file with the same time on every member, so that the same input gives the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(written, "w") as fixed:
        for member in given.infolist():
            info = zipfile.ZipInfo(member.filename, ZIP_EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, member.external_attr
            fixed.writestr(info, given.read(member))
    return written.getvalue()

