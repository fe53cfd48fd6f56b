"""What stands there instead of the window while nobody is signed in: why, and the way back. Nothing of customers."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.overriding import override
from app.views.widgets.centred import lay_out_centred
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel

_WIDTH_IN_LETTERS = 60


class SessionCover(QWidget):
    """A window of its own, in the other one's place.

    Signals:
        sign_in_wanted: (typed) the person is back.
        quit_wanted: the program is to be left.
    """

    sign_in_wanted = Signal(str)
    quit_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Deskbook"))
        self._may_close = False
        self._content = QWidget(self)
        self.heading = QLabel(self._content)
        self.why_label = WrappedLabel(self._content)
        self.kept_label = WrappedLabel(self._content)
        self.edit = QLineEdit(self._content)
        self.message = MessageLine(self._content)
        self.open_button = QPushButton(self.tr("&Open console"), self)
        self.quit_button = QPushButton(self.tr("&Quit"), self)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(lambda: self._set_waiting(is_waiting=False))
        self._lay_out()
        self.edit.returnPressed.connect(self.open_button.click)
        self.open_button.clicked.connect(self._on_open)
        self.quit_button.clicked.connect(self.quit_wanted)

    def _lay_out(self) -> None:
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)
        for label in (self.why_label, self.kept_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for button in (self.open_button, self.quit_button):
            button.setAccessibleName(button.text().replace("&", ""))
        self.open_button.setDefault(True)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.heading, self.why_label, self.kept_label, self.edit, self.message):
            column.addWidget(widget)
        lay_out_centred(self, self._content, (self.open_button, self.quit_button), share=4)

    def say(self, heading: str, why: str, kept: str, password: str) -> None:
        """Say what happened.

        Args:
            heading: which database it is.
            why: the session is over.
            kept: what became of what was typed, "" if nothing was.
            password: what the field is for, "" if none is asked for.
        """
        self.heading.setText(heading)
        self.why_label.setText(why)
        self.kept_label.setText(kept)
        self.kept_label.setVisible(bool(kept))
        self.edit.setVisible(bool(password))
        self.edit.setPlaceholderText(password)
        self.edit.setAccessibleName(password)
        (self.edit if password else self.open_button).setFocus()

    def refuse(self, sentence: str, pause_seconds: int) -> None:
        """Say why one is not let in, and after several times wait before one can try again."""
        self.message.say(sentence, Level.ERROR)
        self.edit.selectAll()
        if pause_seconds:
            self._pause.start(pause_seconds * 1000)
        else:
            self._set_waiting(is_waiting=False)

    def let_close(self) -> None:
        """It is needed no longer."""
        self._may_close = True
        self.close()
        self.deleteLater()

    def _on_open(self) -> None:
        typed = self.edit.text()
        if self.edit.isHidden() or typed:
            self.message.show_message("", Level.HINT)
            self._set_waiting(is_waiting=True)
            self.sign_in_wanted.emit(typed)

    def _set_waiting(self, *, is_waiting: bool) -> None:
        self.open_button.setEnabled(not is_waiting)
        self.edit.setReadOnly(is_waiting)
        if not is_waiting:
            self.edit.setFocus()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            event.ignore()
            self.quit_wanted.emit()
            return
        super().closeEvent(event)
