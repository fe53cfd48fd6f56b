"""The notes of a record that alert: read behind its opening, shown one by one until they are acknowledged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.about import ABOUT
from app.models.note import NOTE
from app.models.values import Record, RecordKey, State
from app.views.failures import pass_over
from app.views.forms.questions import breakable
from app.views.widgets.band import Band
from app.views.widgets.message_line import announce
from app.views.words import failure_words, isolated

if TYPE_CHECKING:
    from app.services.noting import Alert

_MOST_SHOWN, _MOST_LINES = 300, 6
"""Letters and lines; the rest is read where the note is."""

_TYPES = frozenset(record_type.name for record_type in ABOUT)


class AlertBar(Band):
    """What alerts, in colours that are not overlooked, and what one does about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.acknowledge_button = QPushButton(self.tr("Ac&knowledge"), self)
        self.open_button = QPushButton(self.tr("Open &note"), self)
        column = QVBoxLayout()
        column.setSpacing(4)
        for button in (self.acknowledge_button, self.open_button):
            button.setAutoDefault(False)
            column.addWidget(button)
        column.addStretch(1)
        self.line.addLayout(column)


class PaneAlerts(QObject):
    """One question at a time: the latest record is the one that counts.

    Signals:
        record_wanted: the RecordKey of the note, which the person wants to read whole.
    """

    record_wanted = Signal(object)

    def __init__(self, tasks: DatabaseTasks, pages: QWidget) -> None:
        super().__init__(pages)
        self._tasks, self._ticket = tasks, 0
        self._key: RecordKey | None = None
        self._alerts: tuple[Alert, ...] = ()
        self.is_read_only = False
        self.bar = AlertBar(pages)
        self.bar.acknowledge_button.clicked.connect(self._acknowledge)
        self.bar.open_button.clicked.connect(self._open)

    def read(self, record: Record) -> None:
        """Find out what alerts of this record, as soon as nobody waits for anything else."""
        self._tasks.cancel(self._ticket)
        if record.key != self._key:
            self._show(())
        self._key = record.key
        if record.type_name in _TYPES and record.state is State.ACTIVE:
            find = partial(services.noting.read_alerts, key=record.key)
            self._ticket = self._tasks.read(self, find, self._show, pass_over, patient=True)
        else:
            self._show(())

    def drop(self) -> None:
        """What alerted last is of another database."""
        self._tasks.cancel(self._ticket)
        self._key = None
        self._show(())

    def _show(self, alerts: tuple[Alert, ...]) -> None:
        is_news = bool(alerts) and alerts[0] not in self._alerts[:1]
        self._alerts = alerts
        self.bar.acknowledge_button.setEnabled(True)
        self.bar.acknowledge_button.setVisible(not self.is_read_only)
        self.bar.say(self._words(), 1)
        if is_news:
            announce(self.bar, self._words())

    def _words(self) -> str:
        if not self._alerts:
            return ""
        first = self._alerts[0]
        text = "\n".join(first.text.split("\n")[:_MOST_LINES])[:_MOST_SHOWN]
        text = text if text == first.text else f"{text}…"
        which = self.tr("Alert") if len(self._alerts) == 1 else self.tr("Alert, 1 of {count}")
        said = self.tr("{which}: {text}\n{author}, {when}").format(
            which=which.format(count=len(self._alerts)),
            text=isolated(breakable(text)),
            author=isolated(first.author or "…"),
            when=first.when,
        )
        return str(said)

    def _open(self) -> None:
        if self._alerts:
            self.record_wanted.emit(RecordKey(NOTE.name, self._alerts[0].note_id))

    def _acknowledge(self) -> None:
        if self._alerts:
            first = self._alerts[0]
            self.bar.acknowledge_button.setEnabled(False)
            note = partial(services.noting.acknowledge, note_id=first.note_id)
            done = partial(self._on_acknowledged, first)
            self._tasks.write(self, note, lambda _: done(), partial(self._on_failed, first))

    def _on_acknowledged(self, alert: Alert) -> None:
        if alert in self._alerts:
            self._show(tuple(each for each in self._alerts if each != alert))

    def _on_failed(self, alert: Alert, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if alert in self._alerts[:1]:
            self.bar.acknowledge_button.setEnabled(True)
            self.bar.say(f"{self._words()}\n{failure_words(error)}", 1)
