"""A person's last acts, of which any can be taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.models.formatting import format_moment, own_date_order
from app.overriding import override
from app.views.history.words import act_words, refusal_words
from app.views.widgets.colors import soft_color
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.acts import OwnAct

_SHOWN = 200


class UndoList(QDialog):
    """The latest first; those that were taken back already say so, and those that can't be say why.

    Signals:
        wanted: a services.acts.OwnAct that is to be taken back.
    """

    wanted = Signal(object)

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._acts: tuple[OwnAct, ...] = ()
        self.setWindowTitle(self.tr("Undo list"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Your last acts"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.undo_button = self.buttons.addButton(self.tr("Undo"), QDialogButtonBox.ButtonRole.ActionRole)
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # Return means the act that is chosen
        intro = QLabel(
            self.tr("What you did last. What doesn't say otherwise can be taken back; later edits of others stay."),
            self,
        )
        intro.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 84, self.fontMetrics().height() * 24)
        self.buttons.rejected.connect(self.close)
        self.undo_button.clicked.connect(self.take_back)
        self.list.itemActivated.connect(lambda _: self.take_back())
        self.list.currentRowChanged.connect(lambda _: self._show_state())
        self._show_state()

    def refresh(self) -> None:
        """Read the acts again; the one that is chosen stays so."""
        self._tasks.read(self, partial(services.taking_back.own_acts, limit=_SHOWN), self._on_read)

    def current(self) -> OwnAct | None:
        """The act that is chosen."""
        row = self.list.currentRow()
        return self._acts[row] if 0 <= row < len(self._acts) else None

    def take_back(self) -> None:
        """Take the chosen act back."""
        act = self.current()
        if act is not None and act.can_be_undone:
            self.wanted.emit(act)

    def _on_read(self, acts: tuple[OwnAct, ...]) -> None:
        chosen = self.current()
        self._acts = acts
        self.list.clear()
        for act in acts:
            words = f"{format_moment(act.at, own_date_order())} · {act_words(act)}"
            text = self._with_state(act, words)
            item = QListWidgetItem(text, self.list)
            item.setToolTip(tip(text))
        same = (row for row, act in enumerate(acts) if chosen is not None and act.id == chosen.id)
        self.list.setCurrentRow(next(same, 0))
        self._soften()
        self._show_state()

    def _with_state(self, act: OwnAct, words: str) -> str:
        if act.is_undone:
            return self.tr("{act} – taken back").format(act=words)
        return self.tr("{act} – stays: {reason}").format(act=words, reason=refusal_words(act)) if act.refused else words

    def _soften(self) -> None:
        """What can't be undone stands back."""
        for row, act in enumerate(self._acts):
            if not act.can_be_undone:
                self.list.item(row).setForeground(soft_color(self.palette()))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._soften()

    def _show_state(self) -> None:
        act = self.current()
        self.undo_button.setEnabled(act is not None and act.can_be_undone)
        self.undo_button.setText(self.tr("Do again") if act and act.origin == "undo" else self.tr("Undo"))
