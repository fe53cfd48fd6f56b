"""Several values of a list, chosen by ticking them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QPushButton, QWidget, QWidgetAction

_LINES, _LETTERS = 14, 34
_MOST_NAMED = 3


class ValuesButton(QPushButton):
    """Says what is ticked; pressed, it opens the list. Letters go to the next value, Space ticks it.

    Signals:
        changed: other values are ticked.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Values"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        letter = self.fontMetrics().averageCharWidth()
        self.list.setMinimumSize(letter * _LETTERS, self.fontMetrics().lineSpacing() * _LINES)
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(self.list)
        menu.addAction(action)
        menu.aboutToShow.connect(self.list.setFocus)
        self.setMenu(menu)
        self.list.itemChanged.connect(self._on_ticked)
        self._show_words()

    def offer(self, values: Sequence[tuple[str, str]]) -> None:
        """Offer other values, each with its label; none is ticked."""
        self.list.blockSignals(True)
        self.list.clear()
        for value, label in values:
            item = QListWidgetItem(label, self.list)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._show_words()

    def values(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in self._ticked())

    def _ticked(self) -> list[QListWidgetItem]:
        items = map(self.list.item, range(self.list.count()))
        return [item for item in items if item.checkState() is Qt.CheckState.Checked]

    def _on_ticked(self) -> None:
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        names = [item.text() for item in self._ticked()]
        more = self.tr(" and {0} more").format(len(names) - _MOST_NAMED) if len(names) > _MOST_NAMED else ""
        text = ", ".join(names[:_MOST_NAMED]) + more or self.tr("Choose…")
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(self.tr("Values: {0}").format(text))
