"""Who somebody is, beside a list: face, name, and what tells them from others of that name."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPalette, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.customer import CUSTOMER
from app.overriding import override
from app.views.widgets.avatar import Avatar
from app.views.widgets.colors import soft_color
from app.views.widgets.message_line import announce
from app.views.words import isolated, label_of

if TYPE_CHECKING:
    from app.services.forms import Sheet

FACTS = ("customer_code", "department", "title", "phone", "email", "site", "manager_id")
_PAUSE = 60
"""Milliseconds that the highlight rests on somebody before they are read."""

_LETTERS = 30


class PersonCard(QWidget):
    """Reads in the background; an answer for somebody who is no longer looked at is dropped."""

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._ticket, self._wanted = tasks, 0, 0
        self._sheet: Sheet | None = None
        self.avatar = Avatar(6, self)
        self.text = QTextBrowser(self)
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._rest.timeout.connect(self._read)
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        text = self.text
        text.setAccessibleName(self.tr("Who is highlighted"))
        text.setFrameShape(QFrame.Shape.NoFrame)
        text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        text.setOpenLinks(False)
        text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        text.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 0, 0)
        layout.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(text, 1)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)

    @property
    def shown_id(self) -> int:
        """Who is shown, 0 for nobody."""
        return self._sheet.record.id if self._sheet else 0

    def look_at(self, record_id: int) -> None:
        """Show somebody as soon as they have been read, or nobody at once for 0."""
        self._tasks.cancel(self._ticket)
        self._wanted = record_id
        if record_id:
            self._rest.start()
        else:
            self._rest.stop()
            self.clear()

    def clear(self) -> None:
        """Show nobody."""
        self._sheet = None
        self.avatar.hide()
        self.text.clear()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._sheet is not None:
            self._write(self._sheet)

    def _read(self) -> None:
        read = partial(services.forms.read_sheet, type_name=CUSTOMER.name, record_id=self._wanted)
        self._ticket = self._tasks.read(self, read, self._show_sheet, self._on_failed)

    def _show_sheet(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.avatar.show_record(sheet.record.id, CUSTOMER.title(sheet.record.values), sheet.picture)
        self.avatar.show()
        self._write(sheet)
        announce(self, self.text.toPlainText())  # whoever types doesn't hear of the list otherwise

    def _write(self, sheet: Sheet) -> None:
        name = escape(isolated(CUSTOMER.title(sheet.record.values)))
        soft, letters = soft_color(self.palette()).name(), self.palette().color(QPalette.ColorRole.WindowText).name()
        facts = []
        for field in FACTS:
            if lines := sheet.lines.get(field, ()):
                value = "<br>".join(escape(isolated(line.text)) for line in lines)
                label = escape(label_of(CUSTOMER.by_name[field]))
                facts.append(f'<p style="margin:5px 0"><span style="color:{soft}">{label}</span><br>{value}</p>')
        heading = f'<p align="center" style="font-size:large"><b>{name}</b></p>'
        self.text.setHtml(f'<div style="color:{letters}">{heading}{"".join(facts)}</div>')

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.clear()
