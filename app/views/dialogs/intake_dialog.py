"""Intake: which folder is watched for what other programs hand in, and what came of it lately."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.models.formatting import format_moment, own_date_order
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import isolated, tip

if TYPE_CHECKING:
    from app.services.intake import Taken
    from app.views.intake_watch import Came, IntakeWatch

_LETTERS, _LINES = 90, 22


class IntakeDialog(QDialog):
    """A folder, its state, and the last files."""

    def __init__(self, watch: IntakeWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self.setWindowTitle(self.tr("Intake"))
        self.folder_label = ElidedLabel(self)
        self.choose_button = QPushButton(self.tr("&Choose a folder…"), self)
        self.open_button = QPushButton(self.tr("&Open the folder"), self)
        self.stop_button = QPushButton(self.tr("&Stop watching"), self)
        self.message = MessageLine(self)
        self.tree = QTreeWidget(self)
        self.none_label = QLabel(self)
        self._lay_out()
        self.choose_button.clicked.connect(self._choose)
        self.open_button.clicked.connect(self._open)
        self.stop_button.clicked.connect(lambda: watch.set_folder(None))
        watch.changed.connect(self.show_state)
        self.show_state()

    def _lay_out(self) -> None:
        hint = WrappedLabel(self)
        hint.setText(
            self.tr(
                "Files that other programs put there (*.json) become interactions, invoices and product reviews of their "
                "customers. What was taken goes to “done”, what can't be taken to “failed”, with the reason beside it."
            )
        )
        self.tree.setHeaderLabels([self.tr("When"), self.tr("File"), self.tr("What came of it")])
        self.tree.setAccessibleName(self.tr("Files that came lately"))
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        self.none_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        acts = QHBoxLayout()
        for button in (self.choose_button, self.open_button, self.stop_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().replace("&", ""))
            acts.addWidget(button)
        acts.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        acts.addWidget(buttons)
        layout = QVBoxLayout(self)
        for part in (hint, self.folder_label, self.message):
            layout.addWidget(part)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.none_label, 1)
        layout.addLayout(acts)
        self.resize(self.fontMetrics().averageCharWidth() * _LETTERS, self.fontMetrics().lineSpacing() * _LINES)

    def show_state(self) -> None:
        """Show which folder is watched by now, and what came."""
        folder = self._watch.folder
        watched = self.tr("Watched: {folder}").format(folder=isolated(str(folder)))
        self.folder_label.show_text(watched if folder else self.tr("No folder is watched for this database."))
        self.open_button.setEnabled(folder is not None)
        self.stop_button.setEnabled(folder is not None)
        self.message.show_message(self._watch.failure, Level.ERROR)
        self.tree.clear()
        self.tree.addTopLevelItems([self._row(came) for came in self._watch.results])
        self.tree.resizeColumnToContents(0)
        self.tree.resizeColumnToContents(1)
        has_any = bool(self._watch.results)
        self.tree.setVisible(has_any)
        self.none_label.setVisible(not has_any)
        self.none_label.setText(self.tr("Nothing has come yet.") if folder else "")

    def _row(self, came: Came) -> QTreeWidgetItem:
        taken = came.found.taken
        row = QTreeWidgetItem([format_moment(came.at, own_date_order()), came.found.name, self._said(taken)])
        if taken.refused:
            reasons = [f"{refusal.entry.place}: {refusal.reason}" for refusal in taken.refused[:10]]
            row.setToolTip(2, tip("\n".join(reasons)))
        return row

    def _said(self, taken: Taken) -> str:
        parts = [self.tr("{count} added").format(count=f"{len(taken.new):,}")] if taken.new else []
        if taken.known:
            parts.append(self.tr("{count} known already").format(count=f"{taken.known:,}"))
        if taken.refused:
            refused = self.tr("{count} refused: {reason}")
            parts.append(refused.format(count=f"{len(taken.refused):,}", reason=isolated(taken.refused[0].reason)))
        return " · ".join(parts) or self.tr("nothing in it")

    def _choose(self) -> None:
        start = str(self._watch.folder or Path.home())
        dialog = QFileDialog(self, self.tr("Which folder shall be watched?"), start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self._watch.set_folder(Path(chosen)))
        dialog.open()

    def _open(self) -> None:
        if self._watch.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._watch.folder)))
