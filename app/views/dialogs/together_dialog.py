"""Who works in the database just now and what they edit, and by which rules that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.views.dialogs.access_rules import AccessRules
from app.views.dialogs.editing_list import EditingList
from app.views.dialogs.rules_box import RulesBox
from app.views.dialogs.sessions_list import SessionsList
from app.views.presence import Presence
from app.views.sessions import Sessions

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.models.sessions import DeskSession
    from app.services.presence import EditingRow


class TogetherDialog(QDialog):
    """Follows what happens while it is open. Only an administrator changes anything in it.

    Signals:
        record_wanted: (RecordKey) of a record that is to be opened.
    """

    record_wanted = Signal(object)

    def __init__(
        self, tasks: DatabaseTasks, presence: Presence, sessions: Sessions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Working together"))
        self._tasks, self._presence, self._sessions = tasks, presence, sessions
        self.tabs = QTabWidget(self)
        self.editing = EditingList(self)
        self.sessions = SessionsList(self)
        self.rules = RulesBox(self)
        self.access_rules = AccessRules(tasks, self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.tabs.addTab(self.editing, self.tr("Being edited now"))
        self.tabs.addTab(self.sessions, self.tr("Sessions"))
        self.tabs.addTab(self.rules, self.tr("Rules"))
        self.tabs.addTab(self.access_rules, self.tr("Accesses"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 130, self.fontMetrics().height() * 26)

    def _connect(self) -> None:
        self.editing.opened.connect(self.record_wanted)
        self.editing.freed.connect(self._presence.free)
        self.sessions.ended.connect(self._sessions.end_others)
        self.rules.kind_chosen.connect(self._presence.set_kind)
        self.rules.session_rules_changed.connect(self._on_session_rules_changed)
        self.buttons.rejected.connect(self.close)
        self._presence.seen_anew.connect(self.refresh)

    def refresh(self) -> None:
        """Read again who is there and edits what."""
        self._tasks.read(self, _read, self._on_read)

    def _on_read(self, found: tuple[tuple[EditingRow, ...], tuple[DeskSession, ...]]) -> None:
        seen = self._presence.seen
        if seen is None:
            return
        editing, sessions = found
        self.editing.show_rows(editing, self._presence.session, seen.who.staff_id, may_free=seen.may_free)
        self.sessions.show_rows(sessions, self._presence.session, may_end=seen.may_free)
        self.rules.show_rules(seen)
        self.access_rules.read(may_set=seen.may_free)

    def _on_session_rules_changed(self, minutes: int, asks_reason: bool) -> None:
        self._sessions.set_rules(services.sessions.SessionRules(minutes, asks_reason))


def _read(connection: sa.Connection) -> tuple[tuple[EditingRow, ...], tuple[DeskSession, ...]]:
    return services.presence.list_editing(connection), services.sessions.list_sessions(connection)
