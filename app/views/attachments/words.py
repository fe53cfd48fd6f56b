"""What is said of files at records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.errors import AttachmentError
from app.models.media import Risk
from app.views.words import counted, failure_words, isolated
from app.words.marking import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from app.services.attachment_jobs import Report

_CONTEXT = "attachments"

_RISKS = {
    Risk.PROGRAM: QT_TRANSLATE_NOOP("attachments", "It is a program."),
    Risk.INSTALLER: QT_TRANSLATE_NOOP("attachments", "It installs programs, or holds a drive that may have some."),
    Risk.SCRIPT: QT_TRANSLATE_NOOP("attachments", "It is a script: a list of commands for this computer."),
    Risk.MACROS: QT_TRANSLATE_NOOP(
        "attachments", "It is a document with macros, which are programs, or of a kind that may have them."
    ),
    Risk.PAGE: QT_TRANSLATE_NOOP("attachments", "It is a page or a drawing of a kind that may hold scripts."),
    Risk.SHORTCUT: QT_TRANSLATE_NOOP(
        "attachments", "It is a shortcut, which leads to something else and may start it."
    ),
    Risk.DOCUMENT: QT_TRANSLATE_NOOP("attachments", "It is a PDF with scripts, commands or other files in it."),
}
_MOST_REFUSED = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def risk_words(risk: Risk) -> str:
    """Why opening a file may run a program."""
    return _tr(_RISKS[risk])


def report_words(report: Report) -> str:
    """What came of attaching files: how many are attached, and why others are not."""
    attached = sum(file.error is None for file in report.files)
    sentences = []
    if attached:
        sentences.append(counted(attached, _tr("1 file attached."), _tr("{count} files attached.")))
    refused = [file for file in report.files if file.error is not None]
    for file in refused[:_MOST_REFUSED]:
        if file.error is not None and not isinstance(file.error, AttachmentError):
            sentences.append(_tr("“{name}” was not attached.").format(name=isolated(file.name)))
        if file.error is not None:
            sentences.append(failure_words(file.error))
    if len(refused) > _MOST_REFUSED:
        sentences.append(_tr("{count} more were not attached.").format(count=f"{len(refused) - _MOST_REFUSED:,}"))
    if report.is_cancelled:
        sentences.append(_tr("Stopped: the other files were not attached."))
    return " ".join(sentences)
