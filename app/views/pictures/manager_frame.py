"""The parts of the pictures' dialog and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.jobs import Jobs
from app.views.dialogs.job_progress import JobProgress
from app.views.pictures.category_list import CategoryList
from app.views.pictures.picture_details import PictureDetails
from app.views.pictures.picture_grid import PictureGrid
from app.views.pictures.picture_model import PictureModel
from app.views.widgets.message_line import MessageLine


class ManagerFrame(QDialog):
    """Search above, categories, grid and details beside each other, messages and buttons below."""

    def __init__(self, jobs: Jobs, parent: QWidget | None, *, chooses: bool, read_only: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose a picture") if chooses else self.tr("Pictures"))
        self.search_edit = QLineEdit(self)
        self.import_button = QPushButton(self.tr("&Import…"), self)
        self.categories = CategoryList(self)
        self.model = PictureModel(self)
        self.grid = PictureGrid(self.model, self)
        self.details = PictureDetails(self, read_only=read_only)
        self.message = MessageLine(self)
        self.progress = JobProgress(jobs, self)
        self.choose_button = QPushButton(self.tr("C&hoose"), self)
        self.close_button = QPushButton(self.tr("Cancel") if chooses else self.tr("Close"), self)
        self.choose_button.setVisible(chooses)
        self.import_button.setEnabled(not read_only)
        self.grid.viewport().setAcceptDrops(not read_only)
        self._lay_out()

    def _lay_out(self) -> None:
        self.search_edit.setPlaceholderText(self.tr("Search by name"))
        self.search_edit.setAccessibleName(self.tr("Search by name"))
        self.search_edit.setClearButtonEnabled(True)
        for button in (self.import_button, self.choose_button, self.close_button):
            button.setAutoDefault(False)
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.search_edit, 1)
        top.addWidget(self.import_button)
        foot.addWidget(self.progress, 1)
        foot.addStretch(0)
        foot.addWidget(self.choose_button)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._middle(), 1)
        layout.addWidget(self.message)
        layout.addLayout(foot)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * 164, self.fontMetrics().lineSpacing() * 42)

    def _middle(self) -> QSplitter:
        letter = self.fontMetrics().averageCharWidth()
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        for widget, letters in ((self.categories, 26), (self.grid, 84), (self.details, 36)):
            split.addWidget(widget)
            widget.setMinimumWidth(letter * min(letters, 34))
        split.setStretchFactor(1, 1)
        split.setSizes([letter * 26, letter * 98, letter * 36])
        return split
