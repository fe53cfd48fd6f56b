"""What a person does in a dialog of the settings, by the names of fields and the words on buttons."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.views.dialogs.kept_dialog import KeptDialog

WAIT_MS = 20_000


def line(dialog: KeptDialog, name: str) -> Any:
    """The control of a field."""
    assert dialog.form is not None
    control: QWidget = dialog.form.boxes[name].editor.controls()[0]
    return control


def text(dialog: KeptDialog, name: str) -> str:
    """What stands in a field."""
    return str(line(dialog, name).text())


def write(dialog: KeptDialog, qtbot: QtBot, **values: str) -> None:
    """Type into fields, in place of what stands there."""
    for name, value in values.items():
        line(dialog, name).clear()
        qtbot.keyClicks(line(dialog, name), value)


def answer(dialog: KeptDialog, words: str) -> None:
    """Answer the question that is asked."""
    box = dialog.findChild(QMessageBox)
    assert box is not None
    next(button for button in box.buttons() if button.text() == words).click()
