"""The editor of a date: typed in any usual way, or picked from a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import QDate, QPoint, QSize, Qt
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from app.errors import Problem
from app.models.dates import parse_date, parse_moment
from app.models.fields import Field
from app.models.formatting import format_date, format_moment, own_date_order
from app.models.values import Value
from app.overriding import override
from app.views.forms.editors import TextEditor
from app.views.widgets.fitting_hint import FittingHint
from app.views.words import label_of


class DateEditor(TextEditor):
    """Takes "today", "+90d" and dates as the reader writes them; what is no date stays as it was typed."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.calendar: QCalendarWidget | None = None
        FittingHint(self.line, (self.tr("Date, today or +90d"), self.tr("Date or +90d"), self.tr("Date")))
        self.calendar_button = QToolButton(self)
        self.calendar_button.setArrowType(Qt.ArrowType.DownArrow)
        self.calendar_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name_control(self.calendar_button, self.tr("{field}: calendar").format(field=label_of(field)))
        self.calendar_button.setToolTip(self.tr("Pick from a calendar"))
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.calendar_button)
        self.calendar_button.clicked.connect(self._on_calendar_button_clicked)
        self.line.editingFinished.connect(self._on_editing_finished)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.line, self.calendar_button)

    @override
    def value(self) -> Value:
        return parse_date(self.line.text(), date.today(), own_date_order())

    @override
    def show_value(self, value: Value) -> None:
        self.show_raw(format_date(value, own_date_order()) if isinstance(value, date) else "")

    @override
    def fault(self) -> Problem | None:
        if self.line.text().strip() and self.value() is None:
            return Problem(self.field.name, "not_a_date")
        return None

    def _on_editing_finished(self) -> None:
        """Say which day was understood."""
        day = self.value()
        if isinstance(day, date):
            self.show_value(day)

    def _on_calendar_button_clicked(self) -> None:
        if self.calendar is None:
            self.calendar = QCalendarWidget(self)
            self.calendar.setWindowFlags(Qt.WindowType.Popup)
            self.calendar.setAccessibleName(label_of(self.field))
            self.calendar.activated.connect(self._on_day_picked)
            self.calendar.clicked.connect(self._on_day_picked)
        day = self.value()
        shown = day if isinstance(day, date) else date.today()
        self.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self.calendar.show()
        self.calendar.move(self._place_of(self.calendar.size()))
        self.calendar.setFocus()

    def _place_of(self, size: QSize) -> QPoint:
        """Below the field, or above it where there is no room, and wholly on the screen."""
        place = self.mapToGlobal(QPoint(0, self.height()))
        room = self.screen().availableGeometry()
        if place.y() + size.height() > room.bottom():
            place.setY(max(room.top(), place.y() - self.height() - size.height()))
        place.setX(max(room.left(), min(place.x(), room.right() - size.width())))
        return place

    def _on_day_picked(self, picked: QDate) -> None:
        if self.calendar is not None:
            self.calendar.close()
        self.show_value(date(picked.year(), picked.month(), picked.day()))
        self.line.setFocus()
        self.edited.emit()
        self.committed.emit()


class MomentEditor(TextEditor):
    """A day and a time by the person's own clock; "now" and a time alone will do."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        FittingHint(self.line, (self.tr("Date and time, or now"), self.tr("Date and time"), self.tr("Date")))
        self.line.editingFinished.connect(self._on_editing_finished)

    @override
    def value(self) -> Value:
        moment = parse_moment(self.line.text(), datetime.now().astimezone(), own_date_order())
        return moment.astimezone(UTC) if moment is not None else None

    @override
    def show_value(self, value: Value) -> None:
        self.show_raw(format_moment(value, own_date_order()) if isinstance(value, datetime) else "")

    @override
    def fault(self) -> Problem | None:
        if self.line.text().strip() and self.value() is None:
            return Problem(self.field.name, "not_a_moment")
        return None

    def _on_editing_finished(self) -> None:
        """Say which moment was understood."""
        moment = self.value()
        if isinstance(moment, datetime):
            self.show_value(moment)
