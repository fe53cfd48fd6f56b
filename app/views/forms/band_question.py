"""Asks once more before a record is stored with a value that must not be chosen by mistake, as a note that becomes public."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from app.models.fields import Choice, RecordType
from app.models.values import Content, Record
from app.views.forms.questions import ask
from app.views.words import label_of, of_catalogue

Then = Callable[[], None]


def ask_about_band(
    where: QWidget, record_type: RecordType, base: Record | None, content: Content, then: Then, back: Then
) -> bool:
    """Ask, and say whether there is anything to ask; without it nothing follows from here.

    Args:
        where: the question opens.
        record_type: of the record.
        base: as it is stored, None for a new one.
        content: what is to be stored.
        then: saves.
        back: leaves everything typed as it is.
    """
    choice = _chosen(record_type, base, content)
    if choice is None:
        return False
    save, keep = (QCoreApplication.translate("questions", words) for words in ("Save", "Keep editing"))
    text = QCoreApplication.translate("questions", "Save this {type} as {choice}?")
    box = ask(
        where,
        text.format(type=label_of(record_type).lower(), choice=label_of(choice).lower()),
        of_catalogue(choice.means),
        [(save, QMessageBox.ButtonRole.AcceptRole, then), (keep, QMessageBox.ButtonRole.RejectRole, back)],
    )
    box.setDefaultButton(next(button for button in box.findChildren(QPushButton) if button.text() == keep))
    return True


def _chosen(record_type: RecordType, base: Record | None, content: Content) -> Choice | None:
    """The value that is chosen anew, if it isn't the quiet one."""
    value = content.values.get(record_type.band) if record_type.band else None
    choices = record_type.by_name[record_type.band].choices if value else ()
    is_news = base is None or base.values.get(record_type.band) != value
    return next((choice for choice in choices[1:] if is_news and choice.value == value), None)
