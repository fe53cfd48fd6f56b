"""A tab that tells from a log what concerns a record; more of it is read as one scrolls."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.overriding import override
from app.views.forms.record_tabs import RecordTab
from app.views.logs.log_filters import LogFilters
from app.views.logs.log_model import LogModel, LogWindow

if TYPE_CHECKING:
    from app.services.forms import Sheet


class Log(Protocol):
    """The service that reads a log."""

    @property
    def read_window(self) -> Callable[..., LogWindow]:
        """A part of the log, by the record, by what the filters say, and by the place that it ends before."""

    @property
    def people_in(self) -> Callable[..., tuple[tuple[int, str], ...]]:
        """Who is named in the log of a record."""


class LogTab(RecordTab):
    """Filters above what fits them, the latest first, or the sentence that nothing does."""

    model: LogModel
    filters: LogFilters

    def __init__(
        self,
        title: str,
        record_type: RecordType,
        tasks: DatabaseTasks,
        model: LogModel,
        filters: LogFilters,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        self._type, self._tasks = record_type, tasks
        self._ticket = self._shown_id = 0
        self._is_begun = False  # whether the rows are of that record, by the filters as they stand
        self.model, self.filters = model, filters
        self.list = QListView(self)
        self.empty_label = QLabel(self)
        model.setParent(self)
        filters.changed.connect(lambda: self.read_first(self.show_first))
        for signal in (self.list.verticalScrollBar().valueChanged, self.list.verticalScrollBar().rangeChanged):
            signal.connect(lambda *_: self.read_on())

    def lay_out(self, page: QWidget) -> QVBoxLayout:
        """Fill a page with the log; what else belongs on it goes below."""
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setAccessibleName(self.title)
        self.model.set_font(self.list.font())
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.filters)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty_label, 1)
        self.empty_label.hide()
        return layout

    def log(self) -> Log:
        """The service that reads this log, which is not imported before it is asked for."""
        raise NotImplementedError

    @override
    def put_away(self) -> None:
        super().put_away()
        self._tasks.cancel(self._ticket)
        self._ticket = self._shown_id = 0

    @override
    def read(self, sheet: Sheet) -> None:
        """Read the latest entries; of the same record those that are known stay, and so does the one chosen."""
        is_same = sheet.record.id == self._shown_id
        self._shown_id = sheet.record.id
        self.read_first(self._on_latest if is_same and self._is_begun else self.show_first)

    def forget(self) -> None:
        """Nothing that is known stays with what is read next: whoever looks may read other things now."""
        self._is_begun = False

    def read_first(self, then: Callable[[Any], None], **wanted: object) -> None:
        """Read the latest entries, as many as are wanted, and who may be chosen among the people."""
        self._is_begun = self._is_begun and then == self._on_latest
        self._tasks.cancel(self._ticket)
        self._read_window(then, **wanted)
        people = partial(self.log().people_in, type_name=self._type.name, record_id=self._shown_id)
        self._tasks.read(self, people, self.filters.show_people, patient=True)

    def show_first(self, window: LogWindow) -> None:
        """Show the log from its latest entry."""
        self._ticket, self._is_begun = 0, True
        self.model.start(window)
        self.list.setVisible(bool(window.entries))
        self.empty_label.setVisible(not window.entries)
        self.read_on()

    def _on_latest(self, window: LogWindow) -> None:
        self._ticket = 0
        if self.model.precede(window):
            self.follow_on()
        else:
            self.begin_anew(window)

    def follow_on(self) -> None:
        """What is new stands above what is known."""
        self.read_on()

    def begin_anew(self, window: LogWindow) -> None:
        """Too much is new for that, or nothing is known."""
        self.show_first(window)

    def read_on(self) -> None:
        """Read what comes next, if the end of what is known is near."""
        bar = self.list.verticalScrollBar()
        is_near = bar.maximum() - bar.value() <= 2 * bar.pageStep()
        if is_near and self.model.has_more and not self._ticket:
            self._read_window(self._on_following, before=self.model.last_place())

    def _on_following(self, window: LogWindow) -> None:
        self._ticket = 0
        self.model.add(window)

    def _read_window(self, then: Callable[[Any], None], **wanted: object) -> None:
        name, record_id, narrowing = self._type.name, self._shown_id, self.filters.narrowing()
        window = partial(self.log().read_window, type_name=name, record_id=record_id, narrowing=narrowing, **wanted)
        self._ticket = self._tasks.read(self, window, then)
