"""F1: every key of the window, read from the acts themselves, so that none is missing or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.models.folding import fold
from app.views.dialogs.action_texts import keys_of, plain

_NATIVE = QKeySequence.SequenceFormat.NativeText


class KeysDialog(QDialog):
    """Acts by group with their keys; typing narrows them down, by act or by key.

    Args:
        groups: the acts of each menu by its title; those without keys are left out.
    """

    def __init__(self, groups: Mapping[str, Sequence[QAction]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.filter_edit = QLineEdit(self)
        self.tree = QTreeWidget(self)
        self.none_label = QLabel(self.tr("No key is found by these words."), self)
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        for group, actions in groups.items():
            self._add_group(
                plain(group), [(plain(action.text()), keys_of(action)) for action in actions if action.isVisible()]
            )
        self._add_group(self.tr("In a list"), self._list_keys())
        self._add_group(self.tr("In a record"), [(self.tr("Back out; what was typed is asked about"), "Esc")])
        self._lay_out()
        self.filter_edit.textChanged.connect(self.narrow_down)
        self.filter_edit.setFocus()

    def _list_keys(self) -> list[tuple[str, str]]:
        """What the list itself obeys: these are no acts of the window."""
        keys = {
            self.tr("Open for reading"): "Return",
            self.tr("Move the selected rows to the trash"): "Del",
            self.tr("First and last row"): "Home, End",
            self.tr("Select further rows"): "Shift+Up, Shift+Down",
            self.tr("Select all rows"): "Ctrl+A",
            self.tr("Acts of the row"): "Menu",
        }
        return [(act, QKeySequence(key).toString(_NATIVE) or key) for act, key in keys.items()]

    def _add_group(self, title: str, acts: Sequence[tuple[str, str]]) -> None:
        group = QTreeWidgetItem([title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = self.tree.font()
        font.setBold(True)
        group.setFont(0, font)
        items = [QTreeWidgetItem([act, keys]) for act, keys in acts if keys]
        if items:
            group.addChildren(items)
            self.tree.addTopLevelItem(group)
            group.setFirstColumnSpanned(True)
            self._groups.append((group, items))

    def _lay_out(self) -> None:
        self.filter_edit.setPlaceholderText(self.tr("Filter by act or key"))
        self.filter_edit.setAccessibleName(self.tr("Filter by act or key"))
        self.filter_edit.setClearButtonEnabled(True)
        self.tree.setHeaderLabels([self.tr("Act"), self.tr("Keys")])
        self.tree.setAccessibleName(self.tr("Keys"))
        self.tree.setRootIsDecorated(False)
        self.tree.expandAll()
        self.tree.setItemsExpandable(False)
        self.tree.setTabKeyNavigation(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self.none_label.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter_edit)
        layout.addWidget(self.none_label)
        layout.addWidget(self.tree, 1)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 70, self.fontMetrics().lineSpacing() * 34)

    def narrow_down(self, words: str) -> None:
        """Show only what holds every word."""
        sought = fold(words).split()
        for group, items in self._groups:
            for item in items:
                text = fold(f"{group.text(0)} {item.text(0)} {item.text(1)}")
                item.setHidden(not all(word in text for word in sought))
            group.setHidden(all(item.isHidden() for item in items))
        self.none_label.setVisible(all(group.isHidden() for group, _ in self._groups))
