"""Running services as bars on lanes of time, one for each product."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.overriding import override
from app.views.timeline.lanes_painter import LanesPainter, Shapes
from app.views.timeline.lanes_words import bar_words
from app.views.widgets.day_scale import DayScale
from app.views.widgets.message_line import announce
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.service_lanes import Bar, Lane, Lanes

_NAME_LETTERS = 22
_STEP, _MOST_ZOOM = 1.4, 60.0
_AROUND = timedelta(days=31)
"""Left free before the first day and behind the last; so long what has no end is drawn beyond today at least."""


class LanesView(QAbstractScrollArea):
    """Arrows go from bar to bar, Enter or a click opens one, + and - or the wheel with Ctrl change the scale, 0 shows all.

    Signals:
        opened: (id) of a service that the person wants to see.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lanes: tuple[Lane, ...] = ()
        self.current: tuple[int, int] | None = None
        self.zoom = 1.0
        self._first = self._last = date.today()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline of services"))
        self.viewport().setMouseTracking(True)

    def show_lanes(self, lanes: Lanes) -> None:
        """Draw other services; the scale stays."""
        self.lanes = lanes.lanes
        today = date.today()
        bars = [bar.span for lane in self.lanes for bar in lane.bars]
        days = [today, *(day for span in bars for day in (span.first, span.last) if day)]
        self._first, self._last = _earlier(min(days)), _later(max(days))
        if self.current is not None and self._bar(self.current) is None:
            self.current = None
        self._fit()

    def set_zoom(self, zoom: float, at: int = -1) -> None:
        """Draw days wider or narrower; 1 fits all of them. What stands at a place of the view stays there."""
        before, bar = self.zoom, self.horizontalScrollBar()
        self.zoom = min(max(zoom, 1.0), _MOST_ZOOM)
        left = self._names_width()
        at = (left + self.viewport().width()) // 2 if at < 0 else at
        shift = at - left
        value = (bar.value() + shift) * self.zoom / before - shift
        self._fit()
        bar.setValue(round(value))

    def shapes(self) -> Shapes:
        """Where everything stands now."""
        left = self._names_width()
        width = round((self.viewport().width() - left) * self.zoom)
        scale = DayScale(self._first, self._last, left - self.horizontalScrollBar().value(), max(width, 1))
        return Shapes(scale, left, self.fontMetrics().height(), -self.verticalScrollBar().value())

    def _names_width(self) -> int:
        return min(self.fontMetrics().averageCharWidth() * _NAME_LETTERS, self.viewport().width() // 3)

    def _fit(self) -> None:
        room = self.viewport().size()
        shapes = self.shapes()
        height = shapes.foot(len(self.lanes)) + self.verticalScrollBar().value() - room.height()
        days = room.width() - self._names_width()
        for bar, most, page in (
            (self.horizontalScrollBar(), round(days * (self.zoom - 1)), days),
            (self.verticalScrollBar(), height, room.height()),
        ):
            bar.setRange(0, max(most, 0))
            bar.setPageStep(max(page, 1))
            bar.setSingleStep(max(page // 10, 1))
        self.viewport().update()

    def bar_at(self, place: QPoint) -> tuple[int, int] | None:
        """Which bar is drawn there, by its lane and its place within it; the later one where two are."""
        shapes, found = self.shapes(), None
        for row, lane in enumerate(self.lanes):
            for number, bar in enumerate(lane.bars):
                if shapes.bar(row, bar).contains(place) and place.x() >= shapes.left:
                    found = (row, number)
        return found

    def _bar(self, place: tuple[int, int]) -> Bar | None:
        row, number = place
        is_there = row < len(self.lanes) and number < len(self.lanes[row].bars)
        return self.lanes[row].bars[number] if is_there else None

    def go_to(self, row: int, number: int) -> None:
        """Make a bar the current one, and bring it into sight."""
        if not self.lanes:
            return
        row = min(max(row, 0), len(self.lanes) - 1)
        self.current = row, min(max(number, 0), len(self.lanes[row].bars) - 1)
        bar = self.lanes[row].bars[self.current[1]]
        rect, shapes = self.shapes().bar(row, bar), self.shapes()
        for scroll, near, far, least, most in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), shapes.left, self.viewport().width()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), shapes.head, self.viewport().height()),
        ):
            if near < least:
                scroll.setValue(scroll.value() - (least - near))
            elif far > most:
                scroll.setValue(scroll.value() + min(far - most, near - least))
        announce(self, bar_words(bar))
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        current = self.current if self.hasFocus() else None
        LanesPainter(painter, self.viewport().rect(), self.palette(), self.shapes()).paint(self.lanes, current)
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is None:
            self.go_to(0, 0)  # so that it is seen where the keys go
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turns = event.angleDelta().y() / 120
            self.set_zoom(self.zoom * _STEP**turns, round(event.position().x()))
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, number = self.current or (0, -1)
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.set_zoom(self.zoom * _STEP)
            case Qt.Key.Key_Minus:
                self.set_zoom(self.zoom / _STEP)
            case Qt.Key.Key_0:
                self.set_zoom(1.0)
            case Qt.Key.Key_Left:
                self.go_to(row, number - 1)
            case Qt.Key.Key_Right:
                self.go_to(row, number + 1)
            case Qt.Key.Key_Down:
                self.go_to(row + (self.current is not None), number)
            case Qt.Key.Key_Up:
                self.go_to(row - 1, number)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.current is not None:
                self._open(self.current)
            case _:
                super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.bar_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and found is not None:
            self.current = found
            self._open(found)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_over = self.bar_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            found = self.bar_at(event.pos())
            bar = self._bar(found) if found else None
            QToolTip.showText(event.globalPos(), tip(bar_words(bar)) if bar else "", self.viewport(), QRect())
            return True
        return super().viewportEvent(event)

    def _open(self, place: tuple[int, int]) -> None:
        if (bar := self._bar(place)) is not None:
            self.opened.emit(bar.id)


def _earlier(day: date) -> date:
    return max(day, date.min + _AROUND) - _AROUND


def _later(day: date) -> date:
    return min(day, date.max - 2 * _AROUND) + _AROUND
