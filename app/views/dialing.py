"""Calls that are made from a record: the system dials, and the call is written down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app import services
from app.background import DatabaseTasks

if TYPE_CHECKING:
    from app.services.references import Reference
    from app.views.forms.record_pane import RecordPane
    from app.views.main_window import MainWindow

_DIALS = "tel"


class Dialing(QObject):
    """Whoever may not add interactions dials all the same.

    Signals:
        noted: (id of an interaction, name, number) a call is written down, and can be completed.
    """

    noted = Signal(object, str, str)

    def __init__(self, tasks: DatabaseTasks, window: MainWindow) -> None:
        super().__init__(window)
        self._tasks, self._main = tasks, window

    def watch(self, pane: RecordPane) -> None:
        """Follow the links of a pane's records."""
        pane.pages.head.link_opened.connect(partial(self._on_opened, pane))
        pane.pages.view.link_opened.connect(partial(self._on_opened, pane))

    def _on_opened(self, pane: RecordPane, link: str) -> None:
        scheme, _, rest = link.partition(":")
        customer = pane.customer()
        if scheme == _DIALS and customer is not None and not self._main.rights.is_read_only:
            number = rest.partition(";")[0]
            note = partial(services.calls.note_dialled, customer_id=customer.id, number=number)
            self._tasks.write(self, note, partial(self._on_noted, customer, number))

    def _on_noted(self, customer: Reference, number: str, interaction_id: int | None) -> None:
        if interaction_id is not None:
            self.noted.emit(interaction_id, customer.label, number)
