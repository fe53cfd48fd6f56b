"""How lanes of running services are drawn, in whichever palette."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen

from app.models.contract import RUNNING
from app.models.formatting import format_date, own_date_order
from app.models.spans import Span
from app.views.widgets.colors import avatar_colors, error_color, soft_color, warning_color
from app.views.widgets.day_scale import DayScale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.service_lanes import Bar, Lane

_PAD, _ROUND, _MARK_LETTERS = 6, 4, 13
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Where lanes and bars stand.

    Attributes:
        left: where the names of the lanes end.
        line: the height of a line of text.
        top: how far the lanes are scrolled up, as a number below 0.
    """

    scale: DayScale
    left: int
    line: int
    top: int

    @property
    def head(self) -> int:
        """Where the lanes begin, below the dates."""
        return self.line + _PAD

    @property
    def lane_height(self) -> int:
        """Of one lane, with the room around its bars."""
        return self.line + 3 * _PAD

    def lane(self, row: int) -> int:
        """Where a lane begins."""
        return self.head + self.top + row * self.lane_height

    def foot(self, rows: int) -> int:
        """Where the last of so many lanes ends."""
        return self.lane(rows) + _PAD

    def of_span(self, row: int, span: Span) -> QRect:
        """Where a span of days is drawn in a lane; at least wide enough to be seen."""
        first = self.scale.x_of(span.first or self.scale.first)
        last = self.scale.x_of(span.last + _DAY if span.last and span.last < date.max else self.scale.last + _DAY)
        return QRect(first, self.lane(row) + _PAD, max(last - first, 3), self.line + _PAD)

    def bar(self, row: int, bar: Bar) -> QRect:
        """Where a service is drawn."""
        return self.of_span(row, bar.span)


class LanesPainter:
    """Dates above, names at the left, bars with the name of what runs; gaps are hatched, and what runs twice is edged."""

    def __init__(self, painter: QPainter, area: QRect, palette: QPalette, shapes: Shapes) -> None:
        self._painter, self._area, self._palette, self._shapes = painter, area, palette, shapes
        self._text = palette.text().color()

    def paint(self, lanes: Sequence[Lane], current: tuple[int, int] | None) -> None:
        """Draw what is seen of them."""
        painter, shapes = self._painter, self._shapes
        painter.fillRect(self._area, self._palette.base())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(self._area.adjusted(shapes.left, 0, 0, 0))
        self._paint_dates(len(lanes))
        painter.setClipRect(self._area.adjusted(shapes.left, shapes.head, 0, 0))
        for row, lane in enumerate(lanes):
            self._paint_lane(row, lane, current[1] if current and current[0] == row else -1)
        self._paint_today(len(lanes))
        painter.restore()
        painter.setClipRect(self._area.adjusted(0, shapes.head, 0, 0))
        for row, lane in enumerate(lanes):
            self._paint_name(row, lane)

    def _paint_dates(self, rows: int) -> None:
        shapes, metrics = self._shapes, self._painter.fontMetrics()
        soft = soft_color(self._palette)
        for day in shapes.scale.marks(metrics.averageCharWidth() * _MARK_LETTERS):
            x = shapes.scale.x_of(day)
            self._painter.setPen(self._palette.mid().color())
            self._painter.drawLine(x, shapes.head, x, shapes.foot(rows))
            self._painter.setPen(soft)
            self._painter.drawText(x + 2, metrics.ascent() + 2, format_date(day, own_date_order()))

    def _paint_lane(self, row: int, lane: Lane, current: int) -> None:
        for gap in lane.gaps:
            self._hatch(self._shapes.of_span(row, gap))
        for number, bar in enumerate(lane.bars):
            self._paint_bar(row, bar, is_current=number == current)
        for both in lane.overlaps:
            self._edge(self._shapes.of_span(row, both))

    def _hatch(self, place: QRect) -> None:
        color = warning_color(self._palette)
        self._painter.setPen(QPen(color, 1, Qt.PenStyle.DashLine))
        self._painter.setBrush(QBrush(color, Qt.BrushStyle.BDiagPattern))
        self._painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _edge(self, place: QRect) -> None:
        color = error_color(self._palette)
        self._painter.setPen(QPen(color, 2))
        self._painter.setBrush(QBrush(color, Qt.BrushStyle.FDiagPattern))
        self._painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _paint_bar(self, row: int, bar: Bar, *, is_current: bool) -> None:
        painter, place = self._painter, self._shapes.bar(row, bar)
        fill, letters = avatar_colors(row * 5, self._palette)
        if bar.status != RUNNING:
            fill, letters = self._palette.alternateBase().color(), soft_color(self._palette)
        painter.setPen(QPen(self._palette.highlight().color(), 3) if is_current else QPen(letters, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), _ROUND, _ROUND)
        seen = place.intersected(self._area.adjusted(self._shapes.left, 0, 0, 0)).adjusted(_PAD, 0, -_PAD, 0)
        if seen.width() > self._shapes.line:
            painter.setPen(letters)
            self._draw(seen, bar.name)

    def _paint_today(self, rows: int) -> None:
        x = self._shapes.scale.x_of(date.today())
        self._painter.setPen(QPen(error_color(self._palette), 2))
        self._painter.drawLine(x, self._shapes.head, x, self._shapes.foot(rows))

    def _paint_name(self, row: int, lane: Lane) -> None:
        place = QRect(_PAD, self._shapes.lane(row) + _PAD, self._shapes.left - 2 * _PAD, self._shapes.line + _PAD)
        self._painter.setPen(QColor(self._text))
        self._draw(place, lane.name)

    def _draw(self, place: QRect, text: str) -> None:
        shown = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        self._painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
