"""Papers to take into the room: a document of plain blocks, and what turns it into Word, PDF, HTML and Excel."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cin_metrics.ledger import Ledger
    from cin_metrics.reports.briefing import Asked
    from cin_metrics.reports.document import Document

PANEL_FORMATS = {".docx": "Word", ".pdf": "PDF"}
BRIEFING_FORMATS = {".docx": "Word", ".html": "web page", ".xlsx": "Excel, every table behind it"}


def paper(document: "Document", ending: str) -> bytes:
    """The bytes of a document in the format of a file's ending. What writes a format is imported when it is used."""
    match ending.lower():
        case ".docx":
            from cin_metrics.reports.word import as_word

            return as_word(document)
        case ".pdf":
            from cin_metrics.reports.pdf import as_pdf

            return as_pdf(document)
        case ".html":
            from cin_metrics.reports.html_page import as_html

            return as_html(document)
    raise ValueError(f"no paper ends in {ending}")


def briefing_paper(ledger: "Ledger", asked: "Asked", ending: str) -> bytes:
    """The bytes of a briefing, or of the workbook behind it, by the file's ending."""
    from cin_metrics.reports.briefing import make_briefing

    if ending.lower() == ".xlsx":
        from cin_metrics.reports.workbook import make_workbook

        return make_workbook(ledger, asked)
    return paper(make_briefing(ledger, asked), ending)
