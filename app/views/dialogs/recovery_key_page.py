"""The recovery key of a file, as it is shown, printed, saved and copied; and the proof that somebody keeps it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models import recovery_key
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import failure_words

_GROUPS_A_LINE = 4


class RecoveryKeyPage(QWidget):
    """Shows a key until it is told another or none.

    Signals:
        changed: the last group was typed rightly, or no longer is.
    """

    changed = Signal()

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._text, self._path = "", Path()
        self.label = WrappedLabel(self)
        self.key_edit = QPlainTextEdit(self)
        self.print_button = QPushButton(self.tr("Print…"), self)
        self.save_button = QPushButton(self.tr("Save as text…"), self)
        self.copy_button = QPushButton(self.tr("Copy"), self)
        self.message = MessageLine(self)
        self.proof_label = QLabel(self.tr("&I have kept it. Its last group is:"), self)
        self.proof_edit = QLineEdit(self)
        self._lay_out()
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._ask_where)
        self.copy_button.clicked.connect(self._copy)
        self.proof_edit.textChanged.connect(self.changed)

    def _lay_out(self) -> None:
        self.label.setText(
            self.tr(
                "This is the recovery key. It opens the file on any computer, when its keyring is lost or the passphrase "
                "is forgotten: nobody else can. Print it and keep it where you keep contracts, not beside the file."
            )
        )
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * 1.3)
        self.key_edit.setFont(font)
        self.key_edit.setReadOnly(True)
        self.key_edit.setTabChangesFocus(True)
        self.key_edit.setAccessibleName(self.tr("Recovery key"))
        self.key_edit.setFixedHeight(self.key_edit.fontMetrics().lineSpacing() * 4)
        self.proof_label.setBuddy(self.proof_edit)
        self.proof_edit.setAccessibleName(self.tr("Last group of the recovery key"))
        self.proof_edit.setMaximumWidth(self.fontMetrics().averageCharWidth() * 14)
        buttons = QHBoxLayout()
        for button in (self.print_button, self.save_button, self.copy_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        proof = QHBoxLayout()
        proof.addWidget(self.proof_label)
        proof.addWidget(self.proof_edit)
        proof.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label)
        layout.addWidget(self.key_edit)
        layout.addLayout(buttons)
        layout.addWidget(self.message)
        layout.addLayout(proof)
        layout.addStretch()

    def show_key(self, text: str, path: Path, *, with_proof: bool) -> None:
        """Show the recovery key of a file.

        Args:
            text: in groups.
            path: of the file.
            with_proof: its last group has to be typed.
        """
        self._text, self._path = text, path
        self.key_edit.setPlainText(_in_lines(text))
        self.message.show_message("", Level.HINT)
        self.proof_edit.clear()
        self.proof_label.setVisible(with_proof)
        self.proof_edit.setVisible(with_proof)

    def is_proven(self) -> bool:
        """Whether the last group was typed as it is."""
        return bool(self._text) and recovery_key.is_same(self.proof_edit.text(), recovery_key.last_group(self._text))

    def _sheet(self) -> str:
        """What is printed and saved."""
        about = self.tr("Recovery key of the Deskbook file {0}").format(self._path.name)
        use = self.tr("Whoever has this key can read the file. To use it: open the file in Deskbook, and type the key.")
        return f"{about}\n\n{_in_lines(self._text)}\n\n{use}\n"

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # seldom needed, and it takes a while

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def print_sheet() -> None:
            document = QTextDocument(self)
            document.setDefaultFont(self.key_edit.font())
            document.setPlainText(self._sheet())
            document.print_(printer)
            self.message.say(self.tr("Sent to the printer."), Level.HINT)

        dialog.accepted.connect(print_sheet)
        QDialog.open(dialog)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the recovery key"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Text (*.txt)")])
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(self.tr("Recovery key of {0}.txt").format(self._path.stem))
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the key into a text file."""
        sheet = self._sheet()
        said = self.tr("Saved as {0}. Move it off this computer.").format(path.name)
        save = partial(services.encryption.save_sheet, path, sheet)
        self._tasks.aside(self, save, lambda _: self.message.say(said, Level.HINT), self._on_not_saved)

    def _on_not_saved(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.message.say(failure_words(error), Level.ERROR)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.message.say(self.tr("Copied. Paste it where you keep passwords, then copy something else."), Level.HINT)


def _in_lines(text: str) -> str:
    groups = text.split("-")
    lines = [groups[start : start + _GROUPS_A_LINE] for start in range(0, len(groups), _GROUPS_A_LINE)]
    return "\n".join("-".join(line) for line in lines)
