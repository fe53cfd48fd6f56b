"""The top of the window: New, the acts of every day, and the search box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.views.actions import Actions, is_offered, new_things
from app.views.company_box import CompanyBox
from app.views.words import plural_of

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.services.companies import CompanyRow

_FEWEST_LETTERS = 20
"""So much of what is searched for is seen in the narrowest window; in wider ones the box takes what room there is."""


class Toolbar(QToolBar):
    """Made from the window's acts.

    Signals:
        searched: (words) the search box says something else.
        search_left: the person is done with the search box and wants to go on in the list.
    """

    searched = Signal(str)
    search_left = Signal()

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Toolbar"))
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.new_button = QToolButton(self)
        self.search_edit = QLineEdit(self)
        self.company_box = CompanyBox(self)
        self._fill_new(actions)
        self.addActions([actions[name] for name in ("save", "undo", "refresh", "filter")])
        self._add_search()

    def _fill_new(self, actions: Actions) -> None:
        button = self.new_button
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setDefaultAction(actions["new"])
        menu = QMenu(button)
        menu.addActions([actions[f"new_{name}"] for name in new_things()])
        button.setMenu(menu)
        self._new = self.addWidget(button)

    def set_sight(self, sight: Sight | None) -> None:
        """There is no New for those who may not add anything."""
        self._new.setVisible(is_offered("new", sight))

    def _add_search(self) -> None:
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self._company = self.addWidget(self.company_box)
        self._company.setVisible(False)
        edit = self.search_edit
        self.search_in(CUSTOMER, "")
        edit.setClearButtonEnabled(True)
        edit.setMinimumWidth(self.fontMetrics().averageCharWidth() * _FEWEST_LETTERS)
        self.addWidget(edit)
        edit.textChanged.connect(self.searched)
        edit.returnPressed.connect(self.search_left)
        for key, slot in (("Down", self.search_left.emit), ("Esc", self._give_up)):
            shortcut = QShortcut(QKeySequence(key), edit)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)  # said to the constructor, it is not heard
            shortcut.activated.connect(slot)

    def offer_companies(self, companies: Sequence[CompanyRow], chosen: int) -> None:
        """Let the person choose among the companies, if there are several; 0 stands for all of them."""
        self.company_box.offer(companies, chosen)
        self._company.setVisible(len(companies) > 1)

    def search_in(self, record_type: RecordType, words: str) -> None:
        """Search records of this type from now on, which were searched by these words before."""
        plural = plural_of(record_type).lower()
        is_customer = record_type is CUSTOMER
        general = self.tr("Search {records} …").format(records=plural)
        hint = self.tr("Search names, codes, phones, addresses …") if is_customer else general
        self.search_edit.setPlaceholderText(hint)
        self.search_edit.setAccessibleName(self.tr("Search {records}").format(records=plural))
        was_blocked = self.search_edit.blockSignals(True)
        self.search_edit.setText(words)
        self.search_edit.blockSignals(was_blocked)

    def start_search(self) -> None:
        """Put the cursor into the search box."""
        self.search_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_edit.selectAll()

    def _give_up(self) -> None:
        self.search_edit.clear()
        self.search_left.emit()
