"""A line in a record that says who else is editing it, with their faces and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.presence import Editing
from app.views.widgets.avatar import Avatar
from app.views.widgets.message_line import announce
from app.views.widgets.wrapped_label import WrappedLabel

_FACES = 3
_FACE_LINES = 1.5


class PresenceLine(QWidget):
    """Hidden, and without anything in it, until there is something to say.

    Signals:
        ask_wanted: whoever has the record is to be asked for it.
        free_wanted: it is to be taken from them.
        hand_over_wanted: it is to be given to whoever asked.
        again_wanted: it was taken from here, and is to be edited on.
    """

    ask_wanted = Signal()
    free_wanted = Signal()
    hand_over_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label: WrappedLabel | None = None
        self.faces: list[Avatar] = []
        self.buttons: dict[str, QPushButton] = {}
        self.hide()

    def text(self) -> str:
        """What it says."""
        return self._label.text() if self._label is not None else ""

    def say(self, text: str, people: Sequence[Editing] = (), acts: Sequence[str] = ()) -> None:
        """Say something; an empty text says nothing any more.

        Args:
            text: a sentence.
            people: whose faces stand before it.
            acts: what can be done: ask, free, hand_over, again.
        """
        if not text and self._label is None:
            return
        label = self._made()
        is_news = bool(text) and text != label.text()
        label.setText(text)
        label.setAccessibleName(text)
        for face, person in zip(self.faces, people, strict=False):
            face.show_record(person.staff_id or crc32(person.name.encode()), person.name, None)
        for place, face in enumerate(self.faces):
            face.setVisible(place < len(people))
        for name, button in self.buttons.items():
            button.setVisible(name in acts)
        self.setVisible(bool(text))
        if is_news:
            announce(self, text)

    def _made(self) -> WrappedLabel:
        if self._label is None:
            self._label = WrappedLabel(self)
            self._label.setTextFormat(Qt.TextFormat.PlainText)
            self.faces = [Avatar(_FACE_LINES, self) for _ in range(_FACES)]
            self._add_button("ask", self.tr("Ask for it"), self.ask_wanted)
            self._add_button("free", self.tr("Free it"), self.free_wanted)
            self._add_button("hand_over", self.tr("Hand it over"), self.hand_over_wanted)
            self._add_button("again", self.tr("Edit again"), self.again_wanted)
            self._lay_out(self._label)
        return self._label

    def _add_button(self, name: str, text: str, signal: SignalInstance) -> None:
        button = self.buttons[name] = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: signal.emit())

    def _lay_out(self, label: WrappedLabel) -> None:
        """The acts below the sentence: beside it they would leave it too little room."""
        row, acts = QHBoxLayout(), QHBoxLayout()
        for face in self.faces:
            row.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        row.setSpacing(6)
        for button in self.buttons.values():
            acts.addWidget(button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 10, 6)
        column.setSpacing(4)
        column.addLayout(row)
        column.addLayout(acts)
