"""How words are said in the reader's language: the catalogue's labels, names within sentences, and numbers of things."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, QTime
from PySide6.QtGui import Qt

from app.errors import AppError
from app.models.fields import Choice, Field, RecordType, Section
from app.words import describe
from app.words.marking import CONTEXT


def of_catalogue(text: str) -> str:
    """A text that is declared with the fields, as the reader calls it."""
    return QCoreApplication.translate("catalogue", text)


def label_of(declared: Field | Section | Choice | RecordType) -> str:
    """What people call a field, a section, a choice or a type of record."""
    return of_catalogue(declared.label)


def plural_of(record_type: RecordType) -> str:
    """What people call several records of a type."""
    return of_catalogue(record_type.plural)


def help_of(field: Field) -> str:
    """The field's help, "" if it needs none."""
    return of_catalogue(field.help) if field.help else ""


def isolated(text: str) -> str:
    """A name to be set into a sentence: its direction of writing stays its own."""
    return f"\u2068{text}\u2069"


def tip(text: str) -> str:
    """What somebody else wrote, as a tool tip: a toolkit that took it for markup would fetch the pictures that it names."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


def counted(count: int, one: str, many: str) -> str:
    """A sentence in the right number; `{count}` in the one for many is the number."""
    return one if count == 1 else many.format(count=f"{count:,}")


def failure_words(error: AppError) -> str:
    """What happened and what to do next, in a sentence or two."""
    return describe(error, partial(QCoreApplication.translate, CONTEXT))


def clock_time(moment: datetime) -> str:
    """The time of day of a moment, as it is said here."""
    local = moment.astimezone()
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
