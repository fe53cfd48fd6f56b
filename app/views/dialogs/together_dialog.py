"""Who works in the database just now and what they edit, and by which rules that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.presence import LockKind
from app.views.dialogs.editing_list import EditingList
from app.views.presence import Presence
from app.views.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from app.services.presence import EditingRow


class TogetherDialog(QDialog):
    """Follows what happens while it is open. Only an administrator changes anything in it.

    Signals:
        record_wanted: (id) of a customer who is to be opened.
    """

    record_wanted = Signal(object)

    def __init__(self, tasks: DatabaseTasks, presence: Presence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Working together"))
        self._tasks, self._presence = tasks, presence
        self.kind_box = QComboBox(self)
        self.hint = WrappedLabel(self)
        self.editing = EditingList(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._lay_out()
        self.kind_box.activated.connect(self._on_kind_chosen)
        self.editing.opened.connect(self.record_wanted)
        self.editing.freed.connect(self._on_freed)
        self.buttons.rejected.connect(self.close)
        presence.seen_anew.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        for kind, text in (
            (LockKind.NONE, self.tr("Nobody is told of the other")),
            (LockKind.INFORMATIONAL, self.tr("Each is told of the other")),
            (LockKind.ENFORCED, self.tr("The second can only read")),
        ):
            self.kind_box.addItem(text, str(kind))
        self.kind_box.setAccessibleName(self.tr("Two people who edit one record"))
        self.hint.setText(self.tr("Whatever is chosen, nobody's save overwrites what another has saved."))
        form = QFormLayout()
        form.addRow(self.tr("When &two edit one record:"), self.kind_box)
        form.addRow("", self.hint)
        layout = QVBoxLayout(self)
        layout.addWidget(self.editing, 1)
        layout.addLayout(form)
        layout.addWidget(self.buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 110, self.fontMetrics().height() * 26)

    def refresh(self) -> None:
        """Read again who edits what."""
        self._tasks.read(self, services.presence.list_editing, self._on_read)

    def _on_read(self, rows: tuple[EditingRow, ...]) -> None:
        seen = self._presence.seen
        if seen is None:
            return
        self.editing.show_rows(rows, self._presence.session, may_free=seen.may_free)
        self.kind_box.setCurrentIndex(self.kind_box.findData(str(seen.kind)))
        self.kind_box.setEnabled(seen.may_free)

    def _on_kind_chosen(self) -> None:
        self._presence.set_kind(LockKind(self.kind_box.currentData()))

    def _on_freed(self, type_name: str, record_id: int, session: int) -> None:
        self._presence.free(record_id, session, type_name)
