"""An attached file as it is looked at: what it is, a picture, the pages or the text of it, and the ways to have it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, CancelledError
from app.jobs import Job
from app.models.attachment import ATTACHMENT
from app.models.numbers import format_size, own_number_locale
from app.overriding import override
from app.views.accesses.access_notes import AccessNotes
from app.views.attachments.desk_wanted import file_desk
from app.views.attachments.pages_view import PagesView
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.models.attachment import FileFacts
    from app.models.page import Page, PageWish
    from app.services.attachments import Look

_CALM = 250
"""Milliseconds that a file is looked at until its picture is made; whoever holds an arrow key passes by."""

_LEAST_LINES = 8
_PDF = "application/pdf"


class FileView(QWidget):
    """One file at a time; it reads when it is told which."""

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._ticket, self._wanted = tasks, 0, 0
        self._facts: FileFacts | None = None
        self._job: Job | None = None
        self._pixmap = QPixmap()
        self.facts_label = ElidedLabel(self)
        self.message = MessageLine(self)
        self.open_button = self._button(self.tr("Open"), self.open_file)
        self.save_button = self._button(self.tr("Save as…"), self.save_file)
        self.picture_label = QLabel(self)
        self.text_box = QPlainTextEdit(self)
        self.pages = PagesView(self)
        self.words_label = QLabel(self)
        self.stack = QStackedWidget(self)
        self._timer = QTimer(self, singleShot=True, interval=_CALM)
        self._timer.timeout.connect(self._prepare)
        self.pages.page_wanted.connect(self._wish)
        self.notes = AccessNotes(tasks, self)
        self._lay_out()
        self.show_nothing()

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> None:
        self.picture_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture_label.setMinimumSize(QSize(1, 1))
        self.picture_label.setAccessibleName(self.tr("Preview of the picture"))
        self.text_box.setReadOnly(True)
        self.text_box.setAccessibleName(self.tr("The beginning of the text"))
        self.words_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words_label.setTextFormat(Qt.TextFormat.PlainText)
        self.words_label.setWordWrap(True)
        self.words_label.setMargin(12)
        for page in (self.words_label, self.picture_label, self.text_box, self.pages):
            self.stack.addWidget(page)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.facts_label, 1)
        line.addWidget(self.open_button)
        line.addWidget(self.save_button)
        self.message.setContentsMargins(12, 0, 12, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addLayout(line)
        layout.addWidget(self.message)
        layout.addWidget(self.stack, 1)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)

    def show_file(self, attachment_id: int) -> None:
        """Look at an attached file; at none with 0."""
        if attachment_id == self._wanted:
            return
        self._wanted = attachment_id
        self._timer.stop()
        self._tasks.cancel(self._ticket)
        self._end_job()
        if attachment_id:
            look = partial(services.attachments.look_at, attachment_id=attachment_id)
            self._ticket = self._tasks.read(self, look, self._on_read, self._on_failed)
        else:
            self.show_nothing()

    def _end_job(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def show_nothing(self) -> None:
        """No file is looked at."""
        self._facts = None
        self.notes.forget()
        self.facts_label.show_text("")
        self._say("", is_there=False)

    def _on_read(self, look: Look) -> None:
        self._facts = facts = look.facts
        size = format_size(facts.size, own_number_locale())
        self.facts_label.show_text(f"{facts.name} · {facts.media_type} · {size}")
        self._say(self._words_of(facts), is_there=True)
        if look.text is not None:
            self.text_box.setPlainText(look.text)
            self._show(self.text_box)
        elif self._is_picture(facts) or facts.media_type == _PDF:
            self._timer.start()

    def _is_picture(self, facts: FileFacts) -> bool:
        return facts.media_type.startswith("image/")

    def _words_of(self, facts: FileFacts) -> str:
        if self._is_picture(facts):
            return self.tr("The picture is being prepared…")
        if facts.media_type == _PDF:
            return self.tr("The document is being prepared…")
        return self.tr("Files of this kind are not shown here. Open the file, or save it.")

    def _show(self, page: QWidget) -> None:
        """Something of the file is seen: whoever looks is noted."""
        self.stack.setCurrentWidget(page)
        if self._facts is not None:
            self.notes.opened(ATTACHMENT.name, self._facts.id)

    def _say(self, words: str, *, is_there: bool) -> None:
        self.message.show_message("", Level.HINT)
        self.words_label.setText(words)
        self.stack.setCurrentWidget(self.words_label)
        for button in (self.open_button, self.save_button):
            button.setEnabled(is_there)

    def _prepare(self) -> None:
        desk, facts = file_desk(self), self._facts
        if desk is None or facts is None:
            return
        failed = partial(self._on_not_shown, facts.id)
        if self._is_picture(facts):
            self._job = desk.preview(self, facts.id, partial(self._on_picture, facts.id), failed)
        else:
            wish = self.pages.first_wish(self.stack.size())
            self._job = desk.show_pages(self, facts.id, wish, partial(self._on_page, facts.id), failed)

    def _is_shown(self, attachment_id: int) -> bool:
        return self._facts is not None and self._facts.id == attachment_id

    def _on_picture(self, attachment_id: int, content: bytes) -> None:
        if not self._is_shown(attachment_id):
            return
        if self._pixmap.loadFromData(content):
            self._fit()
            self._show(self.picture_label)
        else:
            self.words_label.setText(self.tr("The picture can't be shown here. Open it to look at it."))

    def _on_page(self, attachment_id: int, page: Page) -> None:
        if self._is_shown(attachment_id):
            if self.stack.currentWidget() is not self.pages:
                self._show(self.pages)
            self.pages.show_page(page)

    def _wish(self, wish: PageWish) -> None:
        if self._job is not None:
            self._job.wish(wish)

    def _on_not_shown(self, attachment_id: int, error: AppError) -> None:
        if self._is_shown(attachment_id) and not isinstance(error, CancelledError):
            self._job = None
            self.words_label.setText(failure_words(error))
            self.stack.setCurrentWidget(self.words_label)

    def _fit(self) -> None:
        """As large as there is room, and never larger than it is."""
        ratio = self.devicePixelRatioF()
        room = self.stack.size() * ratio
        fits = self._pixmap.width() <= room.width() and self._pixmap.height() <= room.height()
        modes = (Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        shown = self._pixmap if fits else self._pixmap.scaled(room, *modes)
        shown.setDevicePixelRatio(ratio)
        self.picture_label.setPixmap(shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.stack.currentWidget() is self.picture_label:
            self._fit()

    def open_file(self) -> None:
        """Open it in the program that the system has for it."""
        desk = file_desk(self)
        if desk is not None and self._facts is not None:
            desk.open(self, self._facts.id, self._facts.name, self._on_failed)

    def save_file(self) -> None:
        """Save it under a name that the person chooses."""
        desk = file_desk(self)
        if desk is not None and self._facts is not None:
            desk.save(self, self._facts.id, self._facts.name, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.message.say(failure_words(error), Level.ERROR)
