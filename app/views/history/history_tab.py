"""The tab that tells what happened to a record, and brings it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.models.merge import applied
from app.models.rights import Act
from app.models.sight import UNREAD
from app.models.values import Content, FieldChange, State
from app.overriding import override
from app.settings import Settings
from app.views.history.history_filters import HistoryFilters
from app.views.history.history_model import HistoryModel
from app.views.history.words import head_words
from app.views.logs.days import day_of, end_of
from app.views.logs.log_model import LogWindow
from app.views.logs.log_tab import Log, LogTab
from app.views.taking_back import TakingBack, Wish
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.forms import Sheet
    from app.services.history import Past
    from app.views.history.as_of_page import AsOfPage


class HistoryTab(LogTab):
    """Changes, and what can be taken back of them.

    Signals:
        restored: the record says something else now.
        past_looked_at: whether the record is looked at as it was, so that nothing of it can be edited.
    """

    past_looked_at = Signal(bool)
    restored = Signal()
    model: HistoryModel
    filters: HistoryFilters

    def __init__(
        self, record_type: RecordType, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("History"), record_type, tasks, HistoryModel(), HistoryFilters(record_type), parent)
        self._settings = settings
        self._read_only = False
        self.empty_label.setText(self.tr("No change fits. Take a filter away."))
        self.day_edit = QLineEdit(self)
        self.value_button = QPushButton(self.tr("Restore value"), self)
        self.change_button = QPushButton(self.tr("Undo change"), self)
        self.past_button = QPushButton(self.tr("Show as then"), self)
        self.stack = QStackedWidget(self)
        self.taking_back = TakingBack(tasks, self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.day_edit.setPlaceholderText(self.tr("As of: date"))
        self.day_edit.setAccessibleName(self.tr("Show the record as of a day"))
        self.day_edit.setToolTip(self.tr("The record as it was at the end of a day: type it and press Enter"))
        page = QWidget(self)
        self.lay_out(page).addLayout(self._foot())
        self.stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 12, 4)
        for button, hint in (
            (self.value_button, self.tr("Give the field the value that it had before the change")),
            (self.change_button, self.tr("Take everything in this change back; later edits of others stay")),
            (self.past_button, self.tr("The record as it was after the change, to read or to restore (Enter)")),
        ):
            button.setToolTip(tip(hint))
            button.setAccessibleDescription(hint)
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addWidget(self.day_edit, 1)
        return line

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_state())
        self.list.customContextMenuRequested.connect(self._on_menu_wanted)
        self.list.activated.connect(lambda _: self.show_past())
        self.value_button.clicked.connect(self.restore_value)
        self.change_button.clicked.connect(self.undo_change)
        self.past_button.clicked.connect(self.show_past)
        self.day_edit.returnPressed.connect(self._on_day_wanted)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.list)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)
        self.taking_back.done.connect(self._on_done)
        self.taking_back.said.connect(self.said)
        self.taking_back.record_wanted.connect(self.record_wanted)

    @cached_property
    def past(self) -> AsOfPage:
        """The record as it was; made when it is first asked for."""
        from app.views.history.as_of_page import AsOfPage

        page = AsOfPage(self._type, self._settings, self)
        page.left.connect(self._on_past_left)
        page.restore_wanted.connect(self.restore_past)
        page.record_wanted.connect(self.record_wanted)
        page.looked_at.connect(self.past_looked_at)
        self.stack.addWidget(page)
        return page

    @override
    def log(self) -> Log:
        return services.history

    @override
    def read(self, sheet: Sheet) -> None:
        if self.filters.leave_out(frozenset(name for name, access in sheet.accesses.items() if access in UNREAD)):
            self.forget()
        if sheet.record.id != self._shown_id:
            self.stack.setCurrentIndex(0)
        super().read(sheet)

    @override
    def put_away(self) -> None:
        super().put_away()
        self.stack.setCurrentIndex(0)

    def set_read_only(self, read_only: bool) -> None:
        """The past is there to be looked at, or to be brought back as well."""
        self._read_only = read_only
        self._show_state()

    def _can_restore(self) -> bool:
        is_active = self._sheet is not None and self._sheet.record.state is State.ACTIVE
        may = self._sheet is not None and Act.EDIT in self._sheet.acts
        return is_active and may and not self._read_only

    @override
    def read_first(self, then: Callable[[Any], None], **wanted: object) -> None:
        super().read_first(then, limit=services.history.FIRST_WINDOW, **wanted)

    @override
    def show_first(self, window: LogWindow) -> None:
        super().show_first(window)
        if window.entries:
            self.list.setCurrentIndex(self.model.index(0))
        self._show_state()

    @override
    def follow_on(self) -> None:
        self._show_state()
        super().follow_on()

    @override
    def begin_anew(self, window: LogWindow) -> None:
        """The choice is made anew by the person."""
        is_chosen = self.list.currentIndex().isValid()
        super().begin_anew(window)
        if is_chosen:
            self.list.setCurrentIndex(QModelIndex())

    def _show_state(self) -> None:
        index = self.list.currentIndex()
        entry, line = self.model.entry(index), self.model.line(index)
        is_standing = entry is not None and entry.act.value != "purged"
        self.value_button.setEnabled(line is not None and self._can_restore())
        can_go_back = entry is not None and entry.act.value not in ("purged", "noted")
        may_change = self._sheet is None or bool(self._sheet.acts & {Act.EDIT, Act.DELETE})
        self.change_button.setEnabled(can_go_back and may_change and not self._read_only)
        self.past_button.setEnabled(is_standing)

    def restore_value(self) -> None:
        """Give the field of the current row the value from before its change."""
        index = self.list.currentIndex()
        entry, line = self.model.entry(index), self.model.line(index)
        if entry is None or line is None:
            return
        read = partial(services.history.read_part, change_id=entry.id, field=line.field, item_id=line.item_id)
        words = self.tr("{field} restored").format(field=line.label)
        self._tasks.read(self, read, partial(self._put_value_back, words))

    def _put_value_back(self, words: str, part: FieldChange) -> None:
        if self._sheet is None:
            return
        stored = self._sheet.record
        whole = applied(self._type, stored.content, (part,), back=True)
        if part.item_id:
            mine = Content({}, {part.field: whole.items[part.field]})
        else:
            mine = Content({part.field: whole.values[part.field]}, {})
        self.taking_back.take_back(Wish(words, stored.type_name, base=stored, mine=mine))

    def undo_change(self) -> None:
        """Take the current change back."""
        entry = self.model.entry(self.list.currentIndex())
        if entry is not None:
            self.taking_back.take_back(Wish(self.tr("Change undone"), self._type.name, act_id=entry.id))

    def show_past(self) -> None:
        """Show the record as it was after the current change."""
        entry = self.model.entry(self.list.currentIndex())
        if entry is not None and entry.act.value != "purged":
            self._tasks.read(self, partial(services.history.read_past, change_id=entry.id), self._on_past)

    def _on_day_wanted(self) -> None:
        day = day_of(self.day_edit.text())
        if day is None:
            self.said.emit(self.tr("This is no date. Try 31 Jan 2026, today or -90d."))
            return
        read = partial(
            services.history.read_as_of, type_name=self._type.name, record_id=self._shown_id, moment=end_of(day)
        )
        self._tasks.read(self, read, self._on_past)

    def _on_past(self, past: Past | None) -> None:
        if past is None:
            self.said.emit(self.tr("The record did not exist by then"))
            return
        self.past.show_past(past, can_restore=self._can_restore())
        self.stack.setCurrentWidget(self.past)

    def _on_past_left(self) -> None:
        self.stack.setCurrentIndex(0)
        self.list.setFocus()

    def restore_past(self, past: Past) -> None:
        """Let the record say again what it said then."""
        if self._sheet is not None:
            words = self.tr("Restored as of {when}").format(when=past.when)
            then, fixed = past.sheet.record.content, self._sheet.accesses
            values = {name: value for name, value in then.values.items() if name not in fixed}
            mine = Content(values, {name: rows for name, rows in then.items.items() if name not in fixed})
            self.taking_back.take_back(Wish(words, self._type.name, base=self._sheet.record, mine=mine))

    def _on_done(self, text: str) -> None:
        self.stack.setCurrentIndex(0)
        self.said.emit(text)
        self.restored.emit()

    def copy(self) -> None:
        """Put the current row on the clipboard, with the change that it belongs to."""
        index = self.list.currentIndex()
        entry = self.model.entry(index)
        if entry is not None:
            text, head = self.model.whole_text(index), head_words(entry)
            QGuiApplication.clipboard().setText(text if text == head else f"{head}\n{text}")
            self.said.emit(self.tr("Copied"))

    def _on_menu_wanted(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, act in (
            (self.value_button, self.restore_value),
            (self.change_button, self.undo_change),
            (self.past_button, self.show_past),
        ):
            menu.addAction(button.text(), act).setEnabled(button.isEnabled())
        menu.addSeparator()
        menu.addAction(self.tr("Copy"), self.copy)
        menu.popup(self.list.viewport().mapToGlobal(position))
