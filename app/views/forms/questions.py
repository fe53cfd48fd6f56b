"""The questions that a form asks before something typed would go; none of them stops the rest of the program."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

_LONG_WORD = re.compile(r"\S{31,}")

Answer = Callable[[], None]


def question_box(parent: QWidget, text: str, more: str) -> QMessageBox:
    """A window-modal question without answers yet, which goes when it is closed."""
    box = QMessageBox(parent)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(QCoreApplication.applicationName())
    show_plainly(box, text, more)
    return box


def show_plainly(box: QMessageBox, text: str, more: str) -> None:
    """Give a question its words as they are: a name with markup is a name, and one without spaces is broken."""
    box.setText(breakable(text))
    box.setInformativeText(breakable(more))
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)


def breakable(text: str) -> str:
    """The text with places to break long words at, which nobody sees."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r".{1,30}", word[0])), text)


def open_question(parent: QWidget, text: str) -> QMessageBox | None:
    """The question that is open already, brought to the front: asked again it would be answered twice."""
    boxes = parent.findChildren(QMessageBox, options=Qt.FindChildOption.FindDirectChildrenOnly)
    box = next((box for box in boxes if box.isVisible() and box.text() == breakable(text)), None)
    if box is not None:
        box.raise_()
        box.activateWindow()
    return box


def confirm(parent: QWidget, text: str, more: str, yes: str, act: Answer) -> QMessageBox:
    """Ask before something goes: `act` follows only if the answer is `yes`; Esc and Return mean no."""
    if (known := open_question(parent, text)) is not None:
        return known
    box = question_box(parent, text, more)
    button = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    button.clicked.connect(lambda: act())
    box.open()
    return box


def ask(
    parent: QWidget, text: str, more: str, answers: list[tuple[str, QMessageBox.ButtonRole, Answer | None]]
) -> QMessageBox:
    """Open a window-modal question; the last answer is what Esc means and the first what Return means."""
    if (known := open_question(parent, text)) is not None:
        return known
    box = question_box(parent, text, more)
    acts: dict[str, Answer | None] = {}
    for words, role, act in answers:
        button = box.addButton(words, role)
        button.setAccessibleName(words)
        acts[words] = act
        if len(acts) == 1:
            box.setDefaultButton(button)
    box.setEscapeButton(button)

    def on_finished() -> None:
        clicked = box.clickedButton()
        act = acts.get(clicked.text()) if clicked is not None else None
        if act is not None:
            act()

    box.finished.connect(on_finished)
    box.open()
    return box
