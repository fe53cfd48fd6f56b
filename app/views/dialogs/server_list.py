"""The shared databases that somebody has connected to: to choose from, to rename and to forget."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from app.views.widgets.message_line import Level, MessageLine
from app.views.words import tip

_NAME = Qt.ItemDataRole.UserRole


class ServerList(QWidget):
    """Names; one is renamed where it stands, with F2.

    Signals:
        chosen: (name) the cursor is on another one.
        new_wanted: the form is to be empty.
        renamed: (old, new) somebody typed another name.
        forget_wanted: (name) somebody wants it off the list.
    """

    chosen = Signal(str)
    new_wanted = Signal()
    renamed = Signal(str, str)
    forget_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.message = MessageLine(self)
        self.new_button = QPushButton(self.tr("&New"), self)
        self.rename_button = QPushButton(self.tr("&Rename"), self)
        self.forget_button = QPushButton(self.tr("&Forget…"), self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Known databases"), self)
        label.setBuddy(self.list)
        self.list.setAccessibleName(self.tr("Known databases"))
        self.list.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        for button in (self.new_button, self.rename_button, self.forget_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.message)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._on_moved)
        self.list.itemChanged.connect(self._on_item_changed)
        self.new_button.clicked.connect(self._on_new)
        self.rename_button.clicked.connect(self._edit_name)
        self.forget_button.clicked.connect(self._on_forget)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list, self._on_forget)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    def show_names(self, names: Iterable[str], current: str = "") -> None:
        """Show these, with the cursor on one of them or on none, without telling."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for name in names:
                item = QListWidgetItem(name, self.list)
                item.setData(_NAME, name)
                item.setToolTip(tip(name))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                if name == current:
                    self.list.setCurrentItem(item)
        hint = "" if self.list.count() else self.tr("Databases that you have connected to are listed here.")
        self.message.show_message(hint, Level.HINT)
        self._show_acts()

    def current(self) -> str:
        """The name under the cursor, "" if it is on none."""
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def _show_acts(self) -> None:
        for button in (self.rename_button, self.forget_button):
            button.setEnabled(bool(self.current()))

    def _on_moved(self) -> None:
        self._show_acts()
        if self.current():
            self.chosen.emit(self.current())

    def _on_new(self) -> None:
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(-1)
        self._show_acts()
        self.new_wanted.emit()

    def _edit_name(self) -> None:
        self.list.editItem(self.list.currentItem())

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        if item.text() != item.data(_NAME):
            self.renamed.emit(item.data(_NAME), item.text())

    def _on_forget(self) -> None:
        if self.current():
            self.forget_wanted.emit(self.current())
