"""The history of a record as a Qt model: a row for each change and one for each field in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

from app.overriding import override
from app.views.history.words import head_words, line_words
from app.views.logs.log_model import Index, LogModel, LogWindow
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.history import Entry, FieldLine

_SHOWN_LETTERS = 120
_ENTRY = -1
_GAP, _INDENT = 6, 14


class HistoryModel(LogModel):
    """The head of a change, and below it a row for each of its fields."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Entry, int]] = []
        self._bold = QFont()
        self._bold.setBold(True)

    @override
    def rows_of(self, window: LogWindow) -> list[tuple[Entry, int]]:
        return [(entry, place) for entry in window.entries for place in range(_ENTRY, len(entry.lines))]

    @override
    def set_font(self, font: QFont) -> None:
        """Take the font of the view, of which the heads are the bold one."""
        self._bold = QFont(font)
        self._bold.setBold(True)
        super().set_font(self._bold)

    @override
    def place_of(self, row: tuple[Entry, int]) -> int:
        return row[0].id

    def entry(self, index: Index) -> Entry | None:
        """The change that a row belongs to."""
        return self._rows[index.row()][0] if index.isValid() else None

    def line(self, index: Index) -> FieldLine | None:
        """The field that a row is about; None for the head of a change."""
        if not index.isValid():
            return None
        entry, place = self._rows[index.row()]
        return entry.lines[place] if place != _ENTRY else None

    def whole_text(self, index: Index) -> str:
        """All that a row says."""
        entry, place = self._rows[index.row()]
        return head_words(entry) if place == _ENTRY else line_words(entry.lines[place])

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, place = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return head_words(entry) if place == _ENTRY else line_words(entry.lines[place], _SHOWN_LETTERS)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self.whole_text(index))
            case Qt.ItemDataRole.AccessibleTextRole:
                return (
                    head_words(entry) if place == _ENTRY else f"{line_words(entry.lines[place])}, {head_words(entry)}"
                )
            case Qt.ItemDataRole.FontRole if place == _ENTRY:
                return self._bold
            case Qt.ItemDataRole.DecorationRole if place != _ENTRY:
                return _pictures(entry.lines[place], self._height - 2)
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(0, self._height)
        return None


def _pictures(line: FieldLine, side: int) -> QPixmap:
    """The pictures before and after, side by side behind the indent; those that can't be read are left out."""
    found = []
    for content in (line.old_picture, line.new_picture):
        picture = QPixmap()
        if content and picture.loadFromData(content):
            found.append(picture.scaled(side, side, mode=Qt.TransformationMode.SmoothTransformation))
    both = QPixmap(_INDENT + len(found) * (side + _GAP), side)
    both.fill(Qt.GlobalColor.transparent)
    painter = QPainter(both)
    for place, picture in enumerate(found):
        painter.drawPixmap(_INDENT + place * (side + _GAP), 0, picture)
    painter.end()
    return both
