"""The tab of a record with its files: listed, looked at, and more of them attached by button, drop or paste."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from app.background import DatabaseTasks
from app.errors import AppError, CancelledError
from app.models.fields import Field, RecordType
from app.models.values import RecordKey, State
from app.overriding import override
from app.settings import Settings
from app.views.attachments.desk_wanted import file_desk
from app.views.attachments.file_receiver import FileReceiver
from app.views.attachments.file_view import FileView
from app.views.attachments.words import report_words
from app.views.forms.related_tab import RelatedTab
from app.views.lists.list_use import ListUse
from app.views.lists.record_list import RecordList
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.services.attachment_jobs import FileSource, Report
    from app.services.forms import Sheet


class AttachmentsTab(RelatedTab):
    """The list above, the file that is chosen there below."""

    def __init__(
        self,
        record_type: RecordType,
        field: Field,
        tasks: DatabaseTasks,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(record_type, field, tasks, settings, parent)
        self.message = MessageLine(self)
        self.view = FileView(tasks, self)
        self.details_button = QPushButton(self.tr("Details"), self)
        self.details_button.setAutoDefault(False)
        self.details_button.setToolTip(self.tr("The attachment's own record, with its history"))
        self.details_button.clicked.connect(self._show_details)
        self.receiver = FileReceiver(self)
        self.receiver.received.connect(self.attach)
        self._arrange()
        paste = QShortcut(
            QKeySequence.StandardKey.Paste, parent or self
        )  # also while the name of the tab has the focus
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)

    def _arrange(self) -> None:
        self.add_button.setText(self.tr("Attach files…"))
        self.add_button.setToolTip(self.tr("Or drop files anywhere on the record, or paste them"))
        self.add_button.clicked.disconnect()
        self.add_button.clicked.connect(self._choose)
        self.message.setContentsMargins(12, 0, 12, 0)
        self._line.addWidget(self.details_button)
        self._parts = QSplitter(Qt.Orientation.Vertical, self)
        self._parts.setChildrenCollapsible(False)
        self._column.addWidget(self.message)
        self._column.addWidget(self._parts, 1)

    @override
    def _own_use(self) -> ListUse:
        return replace(
            super()._own_use(), if_empty=self.tr("No files yet. Drop some anywhere on the record, or paste them here.")
        )

    @override
    def _place(self, made: RecordList) -> None:
        made.current_changed.connect(self._look_at)
        made.view_wanted.disconnect()
        made.view_wanted.connect(lambda _: self.view.open_file())
        self._parts.addWidget(made)
        self._parts.addWidget(self.view)
        self._parts.setStretchFactor(0, 1)
        self._parts.setStretchFactor(1, 2)
        self._parts.setSizes([1_000, 2_000])

    @override
    def read(self, sheet: Sheet) -> None:
        if sheet.record.id != self._shown_id:
            self.message.show_message("", Level.HINT)
            self._look_at(0)
        super().read(sheet)
        self.add_button.setVisible(self.key() is not None)

    def key(self) -> RecordKey | None:
        """The record to which files are attached; None where nobody may, or there is none."""
        sheet = self._sheet
        if sheet is None or sheet.record.state is not State.ACTIVE or self.listed.name not in sheet.addable:
            return None
        return sheet.record.key

    def attach(self, sources: tuple[FileSource, ...]) -> None:
        """Attach files to the record."""
        desk, key = file_desk(self), self.key()
        if desk is not None and key is not None and sources:
            desk.attach(self, key, sources, partial(self._on_attached, key), partial(self._on_failed, key))

    def _paste(self) -> None:
        if self.isVisible() and self.key() is not None:
            self.receiver.take(QGuiApplication.clipboard().mimeData())

    def _choose(self) -> None:
        if (desk := file_desk(self)) is not None:
            desk.choose(self, self.attach)

    def _on_attached(self, key: RecordKey, report: Report) -> None:
        desk, is_whole = file_desk(self), all(file.error is None for file in report.files) and not report.is_cancelled
        words = report_words(report)
        if desk is not None:
            desk.said.emit(words)
        if self.key() == key:
            self.message.say("" if is_whole else words, Level.HINT if is_whole else Level.WARNING)
            if self.list is not None:
                made = [file.attachment_id for file in report.files if file.attachment_id]
                self.list.refresh(wanted=made[-1] if made else 0)

    def _on_failed(self, key: RecordKey, error: AppError) -> None:
        if self.key() == key and not isinstance(error, CancelledError):
            self.message.say(failure_words(error), Level.ERROR)

    def _look_at(self, attachment_id: int) -> None:
        """Show a file below the list; without one there is nothing to be done with it."""
        self.view.setVisible(bool(attachment_id))
        self.details_button.setEnabled(bool(attachment_id))
        self.view.show_file(attachment_id)

    def _show_details(self) -> None:
        if self.list is not None and self.list.current_id():
            self.record_wanted.emit(RecordKey(self.listed.name, self.list.current_id()))

    @override
    def put_away(self) -> None:
        super().put_away()
        self._look_at(0)
