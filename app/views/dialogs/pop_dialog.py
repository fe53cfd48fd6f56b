"""Who may be calling, best first with the reasons, and how somebody new is made of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.overriding import override
from app.views.pop_words import heading_of, reasons_of
from app.views.words import isolated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.matching import Candidate, Match

_LETTERS, _LINES = 72, 18
_KEYS = 9
"""So many are chosen by a digit."""


class PopDialog(QDialog):
    """Waits beside the window and takes nothing away there.

    Signals:
        chosen: the Candidate who calls.
        new_wanted: (name of a kind) it is somebody new.
    """

    chosen = Signal(object)
    new_wanted = Signal(str)

    def __init__(self, match: Match, makes: Sequence[QAction], parent: QWidget | None = None) -> None:
        """Show who may be meant.

        Args:
            match: who calls.
            makes: the acts that make a new customer of each kind; what can't be done is not offered.
            parent: as of any widget.
        """
        super().__init__(parent)
        self.match = match
        self.setWindowTitle(heading_of(match))
        self.heading = QLabel(f"{heading_of(match)}\n{self._explained()}", self)
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Who may be calling"))
        self.list.setAlternatingRowColors(True)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.itemActivated.connect(self._choose)
        self.list.installEventFilter(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.rejected.connect(self.reject)
        self.open_button = self._add_open_button()
        self.new_buttons = [self._add_new_button(act) for act in makes if act.isEnabled() and act.isVisible()]
        for place, candidate in enumerate(match.candidates, 1):
            self.list.addItem(_line(place, candidate))
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.buttons)
        has_any = bool(self.match.candidates)
        self.list.setVisible(has_any)
        self.open_button.setVisible(has_any)
        width = self.fontMetrics().averageCharWidth() * _LETTERS
        self.resize(width, self.fontMetrics().lineSpacing() * (_LINES if has_any else 0))
        if has_any:
            self.list.setCurrentRow(0)
            self.list.setFocus()
            self.open_button.setDefault(True)
        elif self.new_buttons:
            self.new_buttons[0].setDefault(True)
            self.new_buttons[0].setFocus()

    def _explained(self) -> str:
        if not self.match.candidates:
            return self.tr("Nobody whom you may see is known by it.")
        if self.match.candidates[0].is_sure:
            return self.tr("Several customers have it. The likeliest comes first.")
        return self.tr("Nobody has exactly this one. Those who might be meant, and why:")

    def _add_open_button(self) -> QPushButton:
        button = self.buttons.addButton(self.tr("&Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        button.clicked.connect(lambda: self._choose(self.list.currentItem()))
        return button

    def _add_new_button(self, act: QAction) -> QPushButton:
        button = self.buttons.addButton(
            self.tr("New: {kind}").format(kind=act.text()), QDialogButtonBox.ButtonRole.ActionRole
        )
        button.clicked.connect(lambda: self._make(act.objectName().removeprefix("new_")))
        return button

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.accept()
            self.chosen.emit(self.match.candidates[self.list.row(item)])

    def _make(self, kind: str) -> None:
        self.accept()
        self.new_wanted.emit(kind)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit chooses; the list itself would look for a text that begins with it."""
        if watched is self.list and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            place = event.key() - Qt.Key.Key_1.value
            if 0 <= place < min(_KEYS, self.list.count()) and not event.modifiers():
                self._choose(self.list.item(place))
                return True
        return False


def _line(place: int, candidate: Candidate) -> QListWidgetItem:
    reference = candidate.reference
    number = f"{place}  " if place <= _KEYS else ""
    name = " · ".join(filter(None, (isolated(reference.label), reference.detail)))
    return QListWidgetItem(f"{number}{name}\n{reasons_of(candidate)}")
