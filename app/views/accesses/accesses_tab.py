"""The tab that tells who opened a record, took it along or saw what is masked; for those who may see what roles allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.overriding import override
from app.views.accesses.access_filters import AccessFilters
from app.views.accesses.access_model import AccessModel
from app.views.accesses.access_notes import AccessNotes
from app.views.logs.log_tab import Log, LogTab

if TYPE_CHECKING:
    from app.services.access_log import Standing
    from app.services.forms import Sheet


class AccessesTab(LogTab):
    """Accesses, the latest first; more of them are read as one scrolls. It also has noted that the record is shown.

    Signals:
        offered: whether the tab is there for whoever is signed in.
    """

    offered = Signal(bool)

    def __init__(self, record_type: RecordType, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Accesses"), record_type, tasks, AccessModel(), AccessFilters(), parent)
        self.empty_label.setText(self.tr("Nobody is noted here. Take a filter away, if there is one."))
        self.notes = AccessNotes(tasks, self)
        self.notes.known.connect(self._on_known)
        self.lay_out(self)

    @override
    def log(self) -> Log:
        return services.access_log

    @override
    def show_sheet(self, sheet: Sheet) -> None:
        self.notes.opened(self._type.name, sheet.record.id)
        super().show_sheet(sheet)

    @override
    def put_away(self) -> None:
        super().put_away()
        self.notes.forget()
        self.offered.emit(False)

    def _on_known(self, standing: Standing) -> None:
        self.offered.emit(standing.is_on and standing.may_read)
