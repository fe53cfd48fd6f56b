"""The top of the window: New, the acts of every day, and the search box."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from app.models.fields import RecordType
from app.views.actions import Actions

_SEARCH_WIDTH = 320


class Toolbar(QToolBar):
    """Made from the window's acts.

    Signals:
        searched: (words) the search box says something else.
        search_left: the person is done with the search box and wants to go on in the list.
    """

    searched = Signal(str)
    search_left = Signal()

    def __init__(self, actions: Actions, record_type: RecordType, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Toolbar"))
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.new_button = QToolButton(self)
        self.search_edit = QLineEdit(self)
        self._fill_new(actions, record_type)
        self.addActions([actions[name] for name in ("save", "undo", "refresh", "filter")])
        self._add_search()

    def _fill_new(self, actions: Actions, record_type: RecordType) -> None:
        button = self.new_button
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setDefaultAction(actions["new"])
        menu = QMenu(button)
        menu.addActions([actions[f"new_{kind.value}"] for kind in record_type.kinds])
        button.setMenu(menu)
        self.addWidget(button)

    def _add_search(self) -> None:
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        edit = self.search_edit
        edit.setPlaceholderText(self.tr("Search names, codes, phones, addresses …"))
        edit.setAccessibleName(self.tr("Search customers"))
        edit.setClearButtonEnabled(True)
        edit.setMinimumWidth(_SEARCH_WIDTH)
        self.addWidget(edit)
        edit.textChanged.connect(self.searched)
        edit.returnPressed.connect(self.search_left)
        QShortcut(QKeySequence("Down"), edit, self.search_left.emit, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence("Esc"), edit, self._give_up, context=Qt.ShortcutContext.WidgetShortcut)

    def start_search(self) -> None:
        """Put the cursor into the search box."""
        self.search_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_edit.selectAll()

    def _give_up(self) -> None:
        self.search_edit.clear()
        self.search_left.emit()
