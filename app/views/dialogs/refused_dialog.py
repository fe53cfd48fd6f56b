"""The files that were not taken in as pictures, each with the reason."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.views.words import counted, failure_words, isolated

if TYPE_CHECKING:
    from app.services.picture_jobs import Imported


class RefusedDialog(QDialog):
    """A list to read and to copy."""

    def __init__(self, refused: tuple[Imported, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Files that were not taken in"))
        self._lines = [(file.name, failure_words(file.error)) for file in refused if file.error]
        self.list = QTextBrowser(self)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.list.setHtml(
            "".join(f"<p><b>{escape(isolated(name))}</b><br>{escape(why)}</p>" for name, why in self._lines)
        )
        self._lay_out(len(self._lines))

    def _lay_out(self, count: int) -> None:
        one, many = self.tr("One file was not taken in."), self.tr("{count} files were not taken in.")
        label = QLabel(counted(count, one, many), self)
        copy = QPushButton(self.tr("&Copy the list"), self)
        copy.clicked.connect(self._on_copy_clicked)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * 84, self.fontMetrics().lineSpacing() * 20)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name}\t{why}" for name, why in self._lines))
