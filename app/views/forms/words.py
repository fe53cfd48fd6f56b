"""How the catalogue's labels are said in the reader's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.models.fields import Choice, Field, RecordType, Section


def label_of(declared: Field | Section | Choice | RecordType) -> str:
    """What people call a field, a section, a choice or a type of record."""
    return QCoreApplication.translate("catalogue", declared.label)


def help_of(field: Field) -> str:
    """The field's help, "" if it needs none."""
    return QCoreApplication.translate("catalogue", field.help) if field.help else ""


def isolated(text: str) -> str:
    """A name to be set into a sentence: its direction of writing stays its own."""
    return f"\u2068{text}\u2069"
