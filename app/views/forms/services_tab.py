"""The tab of a customer or a contract with its services: as a list, or as bars on lanes of time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.contract import SERVICE
from app.models.fields import Field, RecordType
from app.models.values import RecordKey
from app.overriding import override
from app.settings import SHOW_LANES, Settings
from app.views.forms.related_tab import RelatedTab
from app.views.timeline.lanes_view import LanesView
from app.views.timeline.lanes_words import lanes_words
from app.views.widgets.chip import Chip

if TYPE_CHECKING:
    from app.services.forms import Sheet
    from app.services.service_lanes import Lanes


class ServicesTab(RelatedTab):
    """Which of the two is shown is remembered; lanes are read when somebody looks at them.

    Signals:
        adding_wanted: services and products are to be added, several at once.
    """

    adding_wanted = Signal()

    def __init__(
        self,
        record_type: RecordType,
        field: Field,
        tasks: DatabaseTasks,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(record_type, field, tasks, settings, parent)
        self._ticket = 0
        self.list_button = Chip(self.tr("List"), self, is_on=not settings.get(SHOW_LANES))
        self.lanes_button = Chip(self.tr("Timeline"), self, is_on=settings.get(SHOW_LANES))
        self.many_button = QPushButton(self.tr("Add services and products…"), self)
        self.many_button.setAutoDefault(False)
        self.many_button.clicked.connect(self.adding_wanted)
        self.words_label = QLabel(self)
        self.lanes = LanesView(self)
        self._arrange()

    def _arrange(self) -> None:
        choices = QButtonGroup(self)
        for place, button in enumerate((self.list_button, self.lanes_button)):
            choices.addButton(button)
            self._line.insertWidget(place, button)
        self._line.addWidget(self.many_button)
        self.add_button.hide()
        self.words_label.setTextFormat(Qt.TextFormat.PlainText)
        self.words_label.setWordWrap(True)
        self.words_label.setContentsMargins(12, 4, 12, 4)
        self.lanes_page = QWidget(self)
        column = QVBoxLayout(self.lanes_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words_label)
        column.addWidget(self.lanes, 1)
        column.addStretch()
        self._column.addWidget(self.lanes_page, 1)
        choices.buttonToggled.connect(lambda *_: self._on_chosen())
        self.lanes.opened.connect(lambda service_id: self.record_wanted.emit(RecordKey(SERVICE.name, service_id)))
        self._show_chosen()

    @override
    def read(self, sheet: Sheet) -> None:
        super().read(sheet)
        self.add_button.hide()  # one is added as several are
        self.many_button.setVisible(self.may_add(sheet))
        self._show_chosen()
        self._tasks.cancel(self._ticket)
        self._read_lanes()

    def _read_lanes(self) -> None:
        if self._sheet is not None and self.lanes_button.isChecked():
            read = partial(services.service_lanes.read_lanes, key=self._sheet.record.key)
            self._ticket = self._tasks.read(self, read, self._on_lanes_read)

    def _on_lanes_read(self, lanes: Lanes) -> None:
        words = lanes_words(lanes, services.service_lanes.MOST)
        self.words_label.setText(words or self.tr("No services yet."))
        self.lanes.setAccessibleDescription(words)
        self.lanes.show_lanes(lanes)
        self.lanes.setVisible(bool(words))

    def _on_chosen(self) -> None:
        self._settings.set(SHOW_LANES, self.lanes_button.isChecked())
        self._show_chosen()
        self._read_lanes()

    def _show_chosen(self) -> None:
        is_lanes = self.lanes_button.isChecked()
        self.lanes_page.setVisible(is_lanes)
        if self.list is not None:
            self.list.setVisible(not is_lanes)
