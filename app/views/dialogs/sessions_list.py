"""Who is signed in where, and who lately was: an administrator ends sessions here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.models.formatting import format_moment, own_date_order
from app.models.sessions import DeskSession, EndedBy
from app.views.widgets.colors import soft_color
from app.views.words import isolated, tip

_ROLE = Qt.ItemDataRole.UserRole
_LETTERS = (24, 28, 18, 16, 22)


class SessionsList(QWidget):
    """Those that are open first; what is chosen stays chosen.

    Signals:
        ended: (numbers, reason) of sessions that are to end.
    """

    ended = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = 0
        self.tree = QTreeWidget(self)
        self.none_label = QLabel(self.tr("Nobody signs in to this database, since no password opens it."), self)
        self.reason_edit = QLineEdit(self)
        self.end_button = QPushButton(self.tr("&End session"), self)
        self._arrange()
        self.tree.itemSelectionChanged.connect(self._on_chosen)
        self.end_button.clicked.connect(self._end)
        self.show_rows((), 0, may_end=False)

    def _arrange(self) -> None:
        self.tree.setAccessibleName(self.tr("Sessions"))
        headers = [self.tr("Who"), self.tr("State"), self.tr("Company"), self.tr("Computer"), self.tr("Started")]
        self.tree.setHeaderLabels([*headers, self.tr("Last active")])
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        for column, letters in enumerate(_LETTERS):
            self.tree.setColumnWidth(column, self.fontMetrics().averageCharWidth() * letters)
        self.none_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none_label.setWordWrap(True)
        self.reason_edit.setPlaceholderText(self.tr("Reason, for those who are signed out by it"))
        self.reason_edit.setAccessibleName(self.tr("Reason"))
        self.reason_edit.setMaxLength(200)
        self.end_button.setAutoDefault(False)
        self.end_button.setAccessibleName(self.end_button.text().replace("&", ""))
        acts = QHBoxLayout()
        acts.addWidget(self.reason_edit, 1)
        acts.addWidget(self.end_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.none_label, 1)
        layout.addLayout(acts)

    def show_rows(self, rows: Sequence[DeskSession], own: int, *, may_end: bool) -> None:
        """Show who is there.

        Args:
            rows: in the order in which they began, the latest first.
            own: the number of this window's session, which is left by signing out.
            may_end: others' sessions can be ended.
        """
        chosen = set(self._chosen())
        self._own = own
        self.tree.clear()
        order = own_date_order()
        for row in sorted(rows, key=lambda row: not row.is_open):
            moments = [format_moment(at, order) for at in (row.started_at, row.last_activity_at)]
            texts = [isolated(row.name), self._state(row), isolated(row.company), isolated(row.machine), *moments]
            item = QTreeWidgetItem(self.tree, texts)
            item.setData(0, _ROLE, row.number)
            item.setToolTip(1, tip("\n".join(filter(None, (texts[1], row.description)))))
            if row.ended_by is None:  # whose connection is lost, that one may be back any moment
                item.setSelected(row.number in chosen)
            else:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)  # nothing can be done with it
            if not row.is_open:
                for column in range(len(texts)):
                    item.setForeground(column, soft_color(self.palette()))
        self.tree.setVisible(bool(rows))
        self.none_label.setVisible(not rows)
        for widget in (self.reason_edit, self.end_button):
            widget.setVisible(may_end)
        self._on_chosen()

    def _state(self, row: DeskSession) -> str:
        if row.ended_by is None:
            if row.number == self._own:
                return self.tr("this window")
            return self.tr("open") if row.is_open else self.tr("connection lost")
        words = {
            EndedBy.SIGNED_OUT: self.tr("signed out"),
            EndedBy.IDLE: self.tr("nobody was there"),
            EndedBy.ADMINISTRATOR: self.tr("ended by {name}").format(name=isolated(row.ended_by_name)),
        }
        return f"{words[row.ended_by]}: {isolated(row.reason)}" if row.reason else words[row.ended_by]

    def _chosen(self) -> list[int]:
        return [item.data(0, _ROLE) for item in self.tree.selectedItems()]

    def _on_chosen(self) -> None:
        self.end_button.setEnabled(any(number != self._own for number in self._chosen()))

    def _end(self) -> None:
        numbers = [number for number in self._chosen() if number != self._own]
        if numbers:
            self.ended.emit(numbers, self.reason_edit.text().strip())
            self.reason_edit.clear()
