"""What a type of record adds to its pane: acts of its own in the menu, what they lead to, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from app.background import DatabaseTasks
    from app.services.forms import Sheet
    from app.views.forms.pane_actions import PaneActions


class PaneExtras(QObject):
    """Nothing for most types.

    Signals:
        said: a sentence for the status bar.
        refused: a sentence that says why an act came to nothing.
        changed: the record, or what belongs to it, is different now.
        record_wanted: the RecordKey of a record to be opened.
        related_wanted: (type name, field name) a record is to be made that refers to this one by that field.
    """

    said = Signal(str)
    refused = Signal(str)
    changed = Signal()
    record_wanted = Signal(object)
    related_wanted = Signal(str, str)

    def __init__(self, actions: PaneActions, tasks: DatabaseTasks, pane: QWidget) -> None:
        super().__init__(pane)
        self.tasks, self.pane, self._actions = tasks, pane, actions
        self._sheet: Sheet | None = None

    @property
    def record_id(self) -> int:
        """The stored record that is shown, 0 if there is none."""
        return self._sheet.record.id if self._sheet else 0

    def show_state(self, sheet: Sheet | None, *, is_free: bool) -> None:
        """Offer what can be done with the record that is shown.

        Args:
            sheet: None for none that is stored.
            is_free: it is being read, and can be changed.
        """
        self._sheet = sheet

    def connect_to(self, said: SignalInstance, make: Callable[[str, str], None], refresh: Callable[[], None]) -> None:
        """Be heard by the pane: what is said, what is to be made, and that something changed."""
        self.said.connect(said)
        self.related_wanted.connect(make)
        self.changed.connect(refresh)

    def make(self, text: str, act: Callable[[], object]) -> QAction:
        """An act of the pane."""
        action = self._actions.make(text)
        action.triggered.connect(lambda: act())
        return action

    def add_to_menu(self, actions: Sequence[QAction]) -> None:
        """Put acts into the pane's menu, before those that every record has."""
        menu = self._actions.menu
        menu.insertActions(self._actions.copy_code, actions)
        menu.insertSeparator(self._actions.copy_code)
