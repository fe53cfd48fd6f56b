"""Signing out: why, in a word and in a sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.views.widgets.wrapped_label import WrappedLabel

_LONGEST = 2000


class SignOutDialog(QDialog):
    """Asks for a reason, which one may leave open unless the database's administrators want one."""

    def __init__(self, parent: QWidget, *, is_asked: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sign out"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._is_asked = is_asked
        self.hint = WrappedLabel(self)
        self.reason_box = QComboBox(self)
        self.description_edit = QPlainTextEdit(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.sign_out_button = self.buttons.addButton(self.tr("&Sign out"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.reason_box.currentTextChanged.connect(self._on_changed)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._on_changed()

    def _lay_out(self) -> None:
        asked = self.tr("Say why you sign out; the administrators of this database see it.")
        free = self.tr("You may say why you sign out; the administrators of this database see it.")
        self.hint.setText(asked if self._is_asked else free)
        reasons = (self.tr("Break"), self.tr("End of work"), self.tr("Meeting"), self.tr("Training"), self.tr("Other"))
        self.reason_box.addItems(["", *reasons])
        self.reason_box.setAccessibleName(self.tr("Reason"))
        self.description_edit.setAccessibleName(self.tr("Description"))
        self.description_edit.setTabChangesFocus(True)
        self.description_edit.setMaximumHeight(self.fontMetrics().lineSpacing() * 5)
        form = QFormLayout()
        form.addRow(self.tr("&Reason:"), self.reason_box)
        form.addRow(self.tr("&Description:"), self.description_edit)
        layout = QVBoxLayout(self)
        layout.addWidget(self.hint)
        layout.addLayout(form)
        layout.addWidget(self.buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 60, self.sizeHint().height())

    def reason(self) -> str:
        """The word for it, "" for none."""
        return self.reason_box.currentText()

    def description(self) -> str:
        """What was written beside it."""
        return self.description_edit.toPlainText().strip()[:_LONGEST]

    def _on_changed(self) -> None:
        self.sign_out_button.setEnabled(bool(self.reason()) or not self._is_asked)
