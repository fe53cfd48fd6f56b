"""What is said of a document that can't be shown, or of a page of it."""

from __future__ import annotations

from app.errors import DocumentError, DocumentProblem
from app.words.marking import QT_TRANSLATE_NOOP, Translate

DOCUMENT_SENTENCES = {
    DocumentProblem.PROTECTED: QT_TRANSLATE_NOOP(
        "words", "This document asks for a password. Open it, and type the password there."
    ),
    DocumentProblem.DAMAGED: QT_TRANSLATE_NOOP(
        "words",
        "This document is damaged. Open it if another program can still read it, or get it anew from its sender.",
    ),
    DocumentProblem.EMPTY: QT_TRANSLATE_NOOP("words", "There is no page in this document."),
    DocumentProblem.PAGE: QT_TRANSLATE_NOOP(
        "words", "This page can't be shown here: it is damaged, or asks for too much. Open the document to read it."
    ),
    DocumentProblem.TOO_DEMANDING: QT_TRANSLATE_NOOP(
        "words", "To show this takes more memory than a preview may have. Open the document to read it."
    ),
    DocumentProblem.TOO_SLOW: QT_TRANSLATE_NOOP(
        "words", "To show this takes longer than a preview may. Open the document to read it."
    ),
}
"""One for each problem."""


def describe_document(error: DocumentError, translate: Translate) -> str:
    """Why it is not shown, and what to do instead."""
    return translate(DOCUMENT_SENTENCES[error.problem])
