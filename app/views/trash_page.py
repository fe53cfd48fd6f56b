"""The trash: what is in it, one of it open for reading, and the ways back and out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.rights import Act as Right
from app.overriding import override
from app.settings import Settings
from app.views.lists.trashed_list import TrashedList
from app.views.many_acts import ManyActs
from app.views.taking_back import TakingBack
from app.views.words import counted

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.services.restoring import Restored
    from app.services.trash import PurgeImpact
    from app.views.forms.record_pane import RecordPane


class TrashPage(QWidget):
    """Customers in the trash.

    Signals:
        counted: (number) of records in the trash.
        changed: records came back or went for good.
        record_wanted: (id) of an active record.
        said: (text) for the status bar.
    """

    counted = Signal(int)
    changed = Signal()
    record_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, tasks: DatabaseTasks, settings: Settings, many: ManyActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._settings, self._many = tasks, settings, many
        self._is_begun = False
        self._pane: RecordPane | None = None
        self.list = TrashedList(tasks, CUSTOMER, settings, self)
        self.search_edit = QLineEdit(self)
        self.restore_button = QPushButton(self.tr("Restore"), self)
        self.purge_button = QPushButton(self.tr("Purge…"), self)
        self.taking_back = TakingBack(tasks, self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.search_edit.setPlaceholderText(self.tr("Search the trash …"))
        self.search_edit.setAccessibleName(self.tr("Search the trash"))
        self.search_edit.setClearButtonEnabled(True)
        self.restore_button.setToolTip(self.tr("Bring the selected records back (F2)"))
        self.purge_button.setToolTip(self.tr("Remove the selected records for good (Delete)"))
        line = QHBoxLayout()
        line.setContentsMargins(8, 6, 8, 6)
        line.setSpacing(6)
        line.addWidget(self.search_edit, 1)
        line.addWidget(self.restore_button)
        line.addWidget(self.purge_button)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.list, 1)
        self._split.addWidget(left)
        self._on_current_changed(0)
        self._split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)

    def _connect(self) -> None:
        self.search_edit.textChanged.connect(self.list.set_words)
        self.search_edit.returnPressed.connect(self.list.table.setFocus)
        self.restore_button.clicked.connect(self.list.restore_selected)
        self.purge_button.clicked.connect(self.list.purge_selected)
        self.list.restore_wanted.connect(self.restore)
        self.list.trash_wanted.connect(self.ask_to_purge)
        self.list.view_wanted.connect(self.view)
        self.list.current_changed.connect(self._on_current_changed)
        self.taking_back.done.connect(self._on_restored_one)
        self.taking_back.said.connect(self.said)
        self.taking_back.record_wanted.connect(self.record_wanted)

    @property
    def pane(self) -> RecordPane:
        """The record beside the list, for reading; made when it is first asked for."""
        if self._pane is None:
            from app.views.forms.record_pane import RecordPane

            self._pane = RecordPane(self._tasks, self._settings, self)
            self._pane.hide()
            acts = self._pane.acts
            for action in (acts.chart, acts.open_window, acts.explain):
                action.setVisible(False)  # who is in the trash has no place in the organisation
            self._pane.set_read_only(self.list.read_only)
            self._pane.closed.connect(self._on_pane_closed)
            self._pane.step_wanted.connect(self.list.place.step)
            self._pane.record_wanted.connect(self.record_wanted)
            self._pane.restored.connect(self._on_changed)
            self._pane.said.connect(self.said)
            self._split.addWidget(self._pane)
        return self._pane

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_begun:
            self.list.refresh()
        else:
            self.begin()

    def set_read_only(self, read_only: bool) -> None:
        """Records can only be looked at here, or come back and be purged as well."""
        self.list.read_only = read_only
        self._on_current_changed(self.list.current_id())
        if self._pane is not None:
            self._pane.set_read_only(read_only)

    def set_sight(self, sight: Sight | None) -> None:
        """Offer what whoever looks through the window may do."""
        self.list.set_sight(sight)
        self._on_current_changed(self.list.current_id())

    def begin(self) -> None:
        """Read the list from its start, as for another database; not before somebody looks."""
        self._is_begun = self.isVisible()
        if self._pane is not None:
            self._pane.hide()
        if self._is_begun:
            self.list.show_list()
        self.count()

    def refresh(self) -> None:
        """Read again what is shown, and count."""
        if self.isVisible() and self._is_begun:
            self.list.refresh()
        self.count()

    def count(self) -> None:
        """Say how many records are in the trash."""
        counting = partial(services.trash.count, type_name=CUSTOMER.name)
        self._tasks.read(self, counting, self.counted.emit, lambda error: None, patient=True)

    def view(self, record_id: int) -> None:
        """Open a record for reading."""
        if self.pane.isHidden():
            self.pane.show()
            self._split.setSizes([55 * self.width() // 100, 45 * self.width() // 100])
        self.pane.show_record(record_id)

    def restore(self, ids: Sequence[int]) -> None:
        """Bring records back; one whose place was taken asks, of many they are told."""
        if not self.list.may(Right.DELETE):
            return
        if len(ids) == 1:
            read = partial(services.references.read_reference, type_name=CUSTOMER.name, record_id=ids[0])
            self._tasks.read(
                self,
                read,
                lambda found: self.taking_back.restore(CUSTOMER.name, ids[0], found.label if found else ""),
            )
        elif ids:
            self._many.restore(CUSTOMER.name, ids, self._on_restored)

    def ask_to_purge(self, ids: Sequence[int]) -> None:
        """Remove records for good, after their number was typed."""
        if ids and self.list.may(Right.PURGE):
            count = partial(services.trash.impact_of_purging, type_name=CUSTOMER.name, ids=tuple(ids))
            self._tasks.read(self, count, partial(self._on_impact, tuple(ids)))

    def _on_impact(self, ids: tuple[int, ...], impact: PurgeImpact) -> None:
        from app.views.dialogs.purge_question import PurgeQuestion, is_purge_asked

        if is_purge_asked(self):
            return
        question = PurgeQuestion(impact, self)
        question.accepted.connect(lambda: self._many.purge(CUSTOMER.name, ids, self._on_purged))
        question.open()

    def _on_restored_one(self, text: str) -> None:
        self.said.emit(text)
        self._on_changed()

    def _on_restored(self, restored: Restored) -> None:
        if restored.kept:
            self.taking_back.show_kept(restored.moved, restored.kept)
        one, many = self.tr("1 record restored"), self.tr("{count} records restored")
        self.said.emit(counted(restored.moved, one, many))
        self._on_changed()

    def _on_purged(self, purged: int) -> None:
        one, many = self.tr("1 record purged"), self.tr("{count} records purged")
        self.said.emit(counted(purged, one, many))
        self._on_changed()

    def _on_changed(self) -> None:
        if self._pane is not None and self._pane.isVisible():
            self._on_pane_closed()
        self.refresh()
        self.changed.emit()

    def _on_current_changed(self, record_id: int) -> None:
        for button, right in ((self.restore_button, Right.DELETE), (self.purge_button, Right.PURGE)):
            button.setEnabled(bool(record_id) and not self.list.read_only)
            button.setVisible(self.list.read_only or self.list.may(right))
        if record_id and self._pane is not None and self._pane.isVisible():
            self._pane.show_record(record_id)

    def _on_pane_closed(self) -> None:
        self.pane.hide()
        self.list.table.setFocus()
