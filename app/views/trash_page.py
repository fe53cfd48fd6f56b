"""The trash: what is in it, one of it open for reading, and the ways back and out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.models.fields import RecordType
from app.models.rights import Act as Right
from app.overriding import override
from app.settings import Settings
from app.views.failures import pass_over
from app.views.lists.trashed_list import TrashedList
from app.views.many_acts import ManyActs
from app.views.taking_back import TakingBack
from app.views.trash_types import TRASHED_NAMES, TrashTypes
from app.views.words import counted

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.services.restoring import Restored
    from app.services.trash import PurgeImpact
    from app.views.forms.record_pane import RecordPane
    from app.views.trashed_view import TrashedView


class TrashPage(QWidget):
    """What is in the trash, one kind of records at a time; at first the customers.

    Signals:
        counted: (number) of records in the trash, of whatever kind.
        changed: records came back or went for good.
        record_wanted: (RecordKey) of an active record.
        said: (text) for the status bar.
    """

    counted = Signal(int)
    changed = Signal()
    record_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, tasks: DatabaseTasks, settings: Settings, many: ManyActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._settings, self._many = tasks, settings, many
        self._begun: set[str] = set()
        self._read_only = False
        self._sight: Sight | None = None
        self._lists: dict[str, TrashedList] = {}
        self._readers: dict[str, RecordPane | TrashedView] = {}
        self._panes: list[RecordPane] = []
        self._stack = QStackedWidget(self)
        self.types = TrashTypes(self)
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
        line.addWidget(self.types)
        line.addWidget(self.search_edit, 1)
        line.addWidget(self.restore_button)
        line.addWidget(self.purge_button)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        self._split.addWidget(left)
        self._on_current_changed(0)
        self._split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)

    def _connect(self) -> None:
        self.types.chosen.connect(self._on_type_chosen)
        self.search_edit.textChanged.connect(lambda words: self.list.set_words(words))
        self.search_edit.returnPressed.connect(lambda: self.list.table.setFocus())
        self.restore_button.clicked.connect(lambda: self.list.restore_selected())
        self.purge_button.clicked.connect(lambda: self.list.purge_selected())
        self.taking_back.done.connect(self._on_restored_one)
        self.taking_back.said.connect(self.said)
        self.taking_back.record_wanted.connect(self.record_wanted)

    @property
    def _type(self) -> RecordType:
        return self.types.record_type()

    @property
    def list(self) -> TrashedList:
        """The list of the kind that is chosen; made when it is first asked for."""
        if self._type.name not in self._lists:
            made = self._lists[self._type.name] = TrashedList(self._tasks, self._type, self._settings, self)
            made.read_only = self._read_only
            made.set_sight(self._sight)
            made.restore_wanted.connect(self.restore)
            made.trash_wanted.connect(self.ask_to_purge)
            made.view_wanted.connect(self.view)
            made.current_changed.connect(self._on_current_changed)
            self._stack.addWidget(made)
        return self._lists[self._type.name]

    @property
    def pane(self) -> RecordPane | TrashedView:
        """The record beside the list, for reading; made when it is first asked for."""
        if self._type.name not in self._readers:
            made = self._make_pane() if self._type.name in DESK_TYPES else self._make_view()
            made.hide()
            made.closed.connect(self._on_pane_closed)
            made.said.connect(self.said)
            self._split.addWidget(made)
            self._readers[self._type.name] = made
        return self._readers[self._type.name]

    def _make_pane(self) -> RecordPane:
        from app.views.forms.record_pane import RecordPane

        pane = RecordPane(self._type, self._tasks, self._settings, self)
        for action in (pane.acts.chart, pane.acts.open_window, pane.acts.explain):
            action.setVisible(False)  # what is in the trash has no place among the others
        pane.set_read_only(self._read_only)
        pane.step_wanted.connect(lambda by: self.list.place.step(by))
        pane.record_wanted.connect(self.record_wanted)
        pane.restored.connect(self._on_changed)
        self._panes.append(pane)
        return pane

    def _make_view(self) -> TrashedView:
        from app.views.trashed_view import TrashedView

        return TrashedView(self._type, self._tasks, self._settings, self)

    def _open_pane(self) -> RecordPane | TrashedView | None:
        """What is open beside the list, if anything."""
        found = self._readers.get(self._type.name)
        return found if found is not None and found.isVisible() else None

    def _on_type_chosen(self) -> None:
        for reader in self._readers.values():
            reader.hide()
        self._stack.setCurrentWidget(self.list)
        self._on_current_changed(self.list.current_id())
        self.list.set_words(self.search_edit.text())
        self._read_list()

    def _read_list(self) -> None:
        """Read the list of the kind that is chosen: from its start if nobody looked at it yet."""
        if self._type.name in self._begun:
            self.list.refresh()
        else:
            self._begun.add(self._type.name)
            self.list.show_list()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_list()
        self.count()

    def set_read_only(self, read_only: bool) -> None:
        """Records can only be looked at here, or come back and be purged as well."""
        self._read_only = read_only
        for made in self._lists.values():
            made.read_only = read_only
        self._on_current_changed(self.list.current_id())
        for pane in self._panes:
            pane.set_read_only(read_only)

    def set_sight(self, sight: Sight | None) -> None:
        """Offer what whoever looks through the window may do."""
        self._sight = sight
        for made in self._lists.values():
            made.set_sight(sight)
        self._on_current_changed(self.list.current_id())

    def begin(self) -> None:
        """Read the list from its start, as for another database; not before somebody looks."""
        self._begun.clear()
        for reader in self._readers.values():
            reader.hide()
        if self.isVisible():
            self._read_list()
        self.count()

    def refresh(self) -> None:
        """Read again what is shown, and count."""
        if self.isVisible():
            self._read_list()
        self.count()

    def count(self) -> None:
        """Say how many records are in the trash."""
        counting = partial(services.trash.count_each, type_names=TRASHED_NAMES)
        self._tasks.read(self, counting, self._on_counted, pass_over, patient=True)

    def _on_counted(self, counts: dict[str, int]) -> None:
        self.types.show_counts(counts)
        self.counted.emit(sum(counts.values()))

    def view(self, record_id: int) -> None:
        """Open a record for reading."""
        pane = self.pane
        if pane.isHidden():
            pane.show()
            open_ones = (45 * self.width() // 100 if each is pane else 0 for each in self._readers.values())
            self._split.setSizes([55 * self.width() // 100, *open_ones])
        pane.show_record(record_id)

    def restore(self, ids: Sequence[int]) -> None:
        """Bring records back; one whose place was taken asks, of many they are told."""
        if not self.list.may(Right.DELETE):
            return
        type_name = self._type.name
        if len(ids) == 1:
            read = partial(services.references.read_reference, type_name=type_name, record_id=ids[0])
            self._tasks.read(
                self,
                read,
                lambda found: self.taking_back.restore(type_name, ids[0], found.label if found else ""),
            )
        elif ids:
            self._many.restore(type_name, ids, self._on_restored)

    def ask_to_purge(self, ids: Sequence[int]) -> None:
        """Remove records for good, after their number was typed."""
        if ids and self.list.may(Right.PURGE):
            count = partial(services.trash.impact_of_purging, type_name=self._type.name, ids=tuple(ids))
            self._tasks.read(self, count, partial(self._on_impact, self._type, tuple(ids)))

    def _on_impact(self, record_type: RecordType, ids: tuple[int, ...], impact: PurgeImpact) -> None:
        from app.views.dialogs.purge_question import PurgeQuestion, is_purge_asked

        if is_purge_asked(self):
            return
        question = PurgeQuestion(impact, self, what="" if record_type is CUSTOMER else self._what_goes())
        purged = partial(self._on_purged, len(ids))
        question.accepted.connect(lambda: self._many.purge(record_type.name, ids, purged))
        question.open()

    def _what_goes(self) -> str:
        return self.tr(
            "Everything that was stored goes, also what the history says. That it was purged, when and by whom is kept. "
            "Whoever is named as the one who did or owns something stays. This cannot be undone."
        )

    def _on_restored_one(self, text: str) -> None:
        self.said.emit(text)
        self._on_changed()

    def _on_restored(self, restored: Restored) -> None:
        if restored.kept:
            self.taking_back.show_kept(restored.moved, restored.kept)
        one, many = self.tr("1 record restored"), self.tr("{count} records restored")
        self.said.emit(counted(restored.moved, one, many))
        self._on_changed()

    def _on_purged(self, asked: int, purged: int) -> None:
        one, many = self.tr("1 record purged"), self.tr("{count} records purged")
        text = counted(purged, one, many)
        if purged < asked:
            one, many = self.tr("1 stays, since others name it"), self.tr("{count} stay, since others name them")
            text = f"{text} · {counted(asked - purged, one, many)}"
        self.said.emit(text)
        self._on_changed()

    def _on_changed(self) -> None:
        if self._open_pane() is not None:
            self._on_pane_closed()
        self.refresh()
        self.changed.emit()

    def _on_current_changed(self, record_id: int) -> None:
        for button, right in ((self.restore_button, Right.DELETE), (self.purge_button, Right.PURGE)):
            button.setEnabled(bool(record_id) and not self._read_only)
            button.setVisible(self._read_only or self.list.may(right))
        if record_id and (pane := self._open_pane()):
            pane.show_record(record_id)

    def _on_pane_closed(self) -> None:
        self.pane.hide()
        self.list.table.setFocus()
