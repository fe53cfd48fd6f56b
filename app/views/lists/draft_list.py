"""A person's own drafts: few, so they are all at hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.catalogue import RECORD_TYPES
from app.models.desk_types import DESK_TYPES
from app.models.formatting import format_moment, own_date_order
from app.models.values import RecordKey
from app.overriding import override
from app.views.words import isolated, label_of

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.services.drafts import DraftRow

_NAME = Qt.ItemDataRole.UserRole + 1


class DraftList(QWidget):
    """What was saved as a draft, the latest first.

    Signals:
        open_wanted: (type name, id) of a draft to go on with.
        counted: (number) of drafts.
    """

    open_wanted = Signal(str, object)
    counted = Signal(int)

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._read_only = False
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Drafts"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.empty_label = QLabel(self.tr("No drafts. Save a record as a draft, and it waits here."), self)
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        self.empty_label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addWidget(self.empty_label)
        self.list.itemActivated.connect(lambda item: self._open(*_key_of(item)))
        self.list.customContextMenuRequested.connect(self._on_menu_wanted)
        for keys in ("Del", "Ctrl+Backspace"):  # the second is the one of macOS
            delete = QShortcut(QKeySequence(keys), self.list, context=Qt.ShortcutContext.WidgetShortcut)
            delete.activated.connect(self._delete_current)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def set_read_only(self, read_only: bool) -> None:
        """Drafts are there to be seen, or to go on with and to delete as well."""
        self._read_only = read_only

    def refresh(self) -> None:
        """Read the drafts again, behind the records that are waited for."""
        self._tasks.read(self, _own_drafts, self._on_read, patient=True)

    def _on_read(self, drafts: tuple[DraftRow, ...]) -> None:
        had_focus = self.window().focusWidget() is self.list
        row, chosen = max(self.list.currentRow(), 0), self.list.currentItem()
        chosen_id = _key_of(chosen).id if chosen is not None else 0
        self.list.clear()
        for draft in drafts:
            name = draft.display_name or self.tr("(no name yet)")
            when = format_moment(draft.changed_at, own_date_order())
            item = QListWidgetItem(f"{name}\n{_type_words(draft.record_type)} · {when}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, RecordKey(draft.record_type, draft.id))
            item.setData(_NAME, name)
        same = (place for place, draft in enumerate(drafts) if draft.id == chosen_id)
        self.list.setCurrentRow(next(same, min(row, len(drafts) - 1)))  # or what stands where it stood
        self.empty_label.setVisible(not drafts)
        if had_focus and not drafts:
            self.empty_label.setFocus()  # a list that hides would give the focus to anything
        self.list.setVisible(bool(drafts))
        self.counted.emit(len(drafts))

    def _open(self, type_name: str, draft_id: int) -> None:
        if type_name in DESK_TYPES:  # others are of a later version
            self.open_wanted.emit(type_name, draft_id)

    def _on_menu_wanted(self, position: QPoint) -> None:
        item = self.list.itemAt(position)
        if item is None:
            return
        key, name = _key_of(item), _name_of(item)  # now: the item goes when the drafts are read again
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in (
            (self.tr("Go on"), lambda: self._open(*key)),
            (self.tr("Delete draft…"), lambda: self._ask_to_delete(key.id, name)),
        ):
            menu.addAction(text, act).setEnabled(not self._read_only)
        menu.popup(self.list.viewport().mapToGlobal(position))

    def _delete_current(self) -> None:
        item = self.list.currentItem()
        if item is not None and not self._read_only:
            self._ask_to_delete(_key_of(item).id, _name_of(item))

    def _ask_to_delete(self, draft_id: int, name: str) -> None:
        """Delete it after a question, as nothing brings it back; Esc and Return mean no."""
        from app.views.forms.questions import confirm

        text = self.tr("Delete the draft of {name}?").format(name=isolated(name))
        more = self.tr("It is gone for good then.")
        box = confirm(self, text, more, self.tr("Delete draft"), partial(self._delete, draft_id))
        box.finished.connect(lambda _: self.list.setFocus())

    def _delete(self, draft_id: int) -> None:
        def delete(connection: sa.Connection) -> None:
            services.drafts.delete_draft(connection, draft_id, actor=services.staff.current_actor(connection))

        self._tasks.write(self, delete, lambda _: self.refresh())


def _key_of(item: QListWidgetItem) -> RecordKey:
    """Of which type the draft is, and its own id."""
    return RecordKey(*item.data(Qt.ItemDataRole.UserRole))


def _type_words(type_name: str) -> str:
    return label_of(RECORD_TYPES[type_name]) if type_name in RECORD_TYPES else type_name


def _name_of(item: QListWidgetItem) -> str:
    name: str = item.data(_NAME)
    return name


def _own_drafts(connection: sa.Connection) -> tuple[DraftRow, ...]:
    return services.drafts.list_drafts(connection, actor=services.staff.reading_actor(connection))
