"""The tab that tells who opened a record, took it along or saw what is masked; for those who may see what roles allow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.overriding import override
from app.views.accesses.access_filters import AccessFilters
from app.views.accesses.access_model import AccessModel
from app.views.accesses.access_notes import AccessNotes
from app.views.forms.record_tabs import RecordTab

if TYPE_CHECKING:
    from app.services.access_log import Standing, Window
    from app.services.forms import Sheet


class AccessesTab(RecordTab):
    """Accesses, the latest first; more of them are read as one scrolls. It also has noted that the record is shown.

    Signals:
        offered: whether the tab is there for whoever is signed in.
    """

    offered = Signal(bool)

    def __init__(self, record_type: RecordType, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Accesses"), parent=parent)
        self._type, self._tasks = record_type, tasks
        self._ticket = self._shown_id = 0
        self.notes = AccessNotes(tasks, self)
        self.model = AccessModel(self)
        self.filters = AccessFilters(self)
        self.list = QListView(self)
        self.empty_label = QLabel(self.tr("Nobody is noted here. Take a filter away, if there is one."), self)
        self._arrange()
        self.notes.known.connect(self._on_known)
        self.filters.changed.connect(self._read_first)
        for signal in (self.list.verticalScrollBar().valueChanged, self.list.verticalScrollBar().rangeChanged):
            signal.connect(lambda *_: self._read_on())

    def _arrange(self) -> None:
        self.list.setModel(self.model)
        self.model.set_font(self.list.font())
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Accesses"))
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.filters)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty_label, 1)
        self.empty_label.hide()

    @override
    def show_sheet(self, sheet: Sheet) -> None:
        self.notes.opened(self._type.name, sheet.record.id)
        super().show_sheet(sheet)

    @override
    def put_away(self) -> None:
        super().put_away()
        self._tasks.cancel(self._ticket)
        self._ticket = self._shown_id = 0
        self.notes.forget()
        self.offered.emit(False)

    @override
    def read(self, sheet: Sheet) -> None:
        self._shown_id = sheet.record.id
        self._read_first()

    def _on_known(self, standing: Standing) -> None:
        self.offered.emit(standing.is_on and standing.may_read)

    def _read_first(self) -> None:
        self._tasks.cancel(self._ticket)
        name, record_id, narrowing = self._type.name, self._shown_id, self.filters.narrowing()
        first = partial(services.access_log.read_window, type_name=name, record_id=record_id, narrowing=narrowing)
        self._ticket = self._tasks.read(self, first, self._on_first)
        people = partial(services.access_log.people_in, type_name=name, record_id=record_id)
        self._tasks.read(self, people, self.filters.show_people, patient=True)

    def _on_first(self, window: Window) -> None:
        self._ticket = 0
        self.model.start(window)
        self.list.setVisible(bool(window.entries))
        self.empty_label.setVisible(not window.entries)
        self._read_on()

    def _read_on(self) -> None:
        """Read what comes next, if the end of what is known is near."""
        bar = self.list.verticalScrollBar()
        is_near = bar.maximum() - bar.value() <= 2 * bar.pageStep()
        if self._ticket or not self.model.has_more or not is_near:
            return
        following = partial(
            services.access_log.read_window,
            type_name=self._type.name,
            record_id=self._shown_id,
            narrowing=self.filters.narrowing(),
            before=self.model.last_place(),
        )
        self._ticket = self._tasks.read(self, following, self._on_following)

    def _on_following(self, window: Window) -> None:
        self._ticket = 0
        self.model.add(window)
