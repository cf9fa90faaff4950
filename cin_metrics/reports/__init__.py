"""Papers to take into the room: a document of plain blocks, and what turns it into Word, PDF, HTML and Excel."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cin_metrics.reports.document import Document

PANEL_FORMATS = {".docx": "Word", ".pdf": "PDF"}


def paper(document: "Document", ending: str) -> bytes:
    """The bytes of a document in the format of a file's ending. What writes a format is imported when it is used."""
    match ending.lower():
        case ".docx":
            from cin_metrics.reports.word import as_word

            return as_word(document)
        case ".pdf":
            from cin_metrics.reports.pdf import as_pdf

            return as_pdf(document)
    raise ValueError(f"no paper ends in {ending}")
