"""What is said of a file that is not attached, or can't be had back."""

from __future__ import annotations

from app.errors import AttachmentError, AttachmentProblem
from app.words.marking import QT_TRANSLATE_NOOP, Translate

ATTACHMENT_SENTENCES = {
    AttachmentProblem.UNREADABLE: QT_TRANSLATE_NOOP(
        "words", "“{name}” can't be read. It may have been moved, or this computer does not let you use it."
    ),
    AttachmentProblem.FOLDER: QT_TRANSLATE_NOOP(
        "words", "“{name}” is a folder. Attach the files in it, or a ZIP file of it."
    ),
    AttachmentProblem.EMPTY: QT_TRANSLATE_NOOP("words", "“{name}” is empty. Look whether it was saved, and try again."),
    AttachmentProblem.TOO_LARGE: QT_TRANSLATE_NOOP(
        "words",
        "“{name}” is larger than {detail} MB. Make it smaller, or keep it elsewhere and attach a note of where.",
    ),
    AttachmentProblem.LOST: QT_TRANSLATE_NOOP(
        "words", "The content of “{name}” is not there, or is damaged. Attach the file again, or get it from a backup."
    ),
}
"""One for each problem; `{detail}` is a limit."""


def describe_attachment(error: AttachmentError, translate: Translate) -> str:
    """Why it is not attached or had back, and what to do instead."""
    return translate(ATTACHMENT_SENTENCES[error.problem]).format(name=error.name, detail=error.detail)
