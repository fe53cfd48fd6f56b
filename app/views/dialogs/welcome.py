"""The first start: nothing is open yet, and four ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Jobs
from app.views.dialogs.choice_button import ChoiceButton
from app.views.dialogs.job_progress import JobProgress
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import tip

SAMPLE_SIZES = (200, 10_000, 100_000)

_MOST_RECENT = 5
_WIDTH_IN_LETTERS = 84


class Welcome(QWidget):
    """Four choices, and the files opened lately. While a job runs (the sample being made), its progress instead.

    Signals:
        empty_wanted: a new, empty database.
        sample_wanted: (int) a new database with so many invented customers.
        file_wanted: (Path) an existing file.
        connect_wanted: a database on a server.
    """

    empty_wanted = Signal()
    sample_wanted = Signal(int)
    file_wanted = Signal(object)
    connect_wanted = Signal()

    def __init__(self, recent_files: Sequence[str], jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.setWindowTitle(self.tr("Welcome to Deskbook"))
        self._page = QWidget(self)
        self._choices = QWidget(self._page)
        self.message = MessageLine(self._page)
        self.progress = JobProgress(jobs, self._page)
        self.file_dialog: QFileDialog | None = None
        self._make_choices(recent_files)
        self._lay_out()
        jobs.changed.connect(self._on_jobs_changed)
        self._on_jobs_changed()
        self.setFocusProxy(self.empty_button)

    def _make_choices(self, recent_files: Sequence[str]) -> None:
        layout = QVBoxLayout(self._choices)
        layout.setContentsMargins(0, 0, 0, 0)
        self.empty_button = ChoiceButton(
            self.tr("Start with an empty database"),
            self.tr("A file on this computer, ready for your first customer."),
            self._choices,
        )
        self.empty_button.clicked.connect(self.empty_wanted)
        self.sample_button = ChoiceButton(
            self.tr("Look around with sample data"),
            self.tr("Invented customers in a file of their own, to try things out."),
            self._choices,
        )
        self.sample_button.clicked.connect(lambda: self.sample_wanted.emit(self._sizes.checkedId()))
        self.open_button = ChoiceButton(
            self.tr("Open another file…"), self.tr("A database that is there already."), self._choices
        )
        self.open_button.clicked.connect(self.ask_for_file)
        self.connect_button = ChoiceButton(
            self.tr("Connect to a shared database…"),
            self.tr("On your desk's server, which you were given a name and a password for."),
            self._choices,
        )
        self.connect_button.clicked.connect(self.connect_wanted)
        layout.addWidget(self.empty_button)
        layout.addWidget(self.sample_button)
        layout.addLayout(self._size_line())
        layout.addWidget(self.open_button)
        layout.addWidget(self.connect_button)
        QWidget.setTabOrder(self._sizes.buttons()[-1], self.open_button)
        QWidget.setTabOrder(self.sample_button, self._sizes.buttons()[0])
        self._add_recent(recent_files[:_MOST_RECENT], layout)

    def _size_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(14, 0, 0, 6)
        line.addWidget(QLabel(self.tr("How many customers:"), self._choices))
        self._sizes = QButtonGroup(self)
        for size in SAMPLE_SIZES:
            button = QRadioButton(f"{size:,}", self._choices)
            button.setAccessibleName(self.tr("{number} customers").format(number=button.text()))
            self._sizes.addButton(button, size)
            line.addWidget(button)
        self._sizes.button(SAMPLE_SIZES[0]).setChecked(True)
        line.addStretch(1)
        return line

    def _add_recent(self, names: Sequence[str], layout: QVBoxLayout) -> None:
        self.recent_buttons: list[QPushButton] = []
        if not names:
            return
        label = QLabel(self.tr("Opened lately"), self._choices)
        layout.addSpacing(8)
        layout.addWidget(label)
        for name in names:
            path = Path(name)
            button = QPushButton(self._choices)
            button.setFlat(True)
            button.setAccessibleName(self.tr("Open {file}").format(file=path.name))
            button.setToolTip(tip(name))
            text = f"{path.name}  –  {path.parent}"
            width = self.fontMetrics().averageCharWidth() * (_WIDTH_IN_LETTERS - 8)
            elided = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width)
            button.setText(elided.replace("&", "&&"))
            button.setStyleSheet("text-align: left")
            button.clicked.connect(partial(self.file_wanted.emit, path))
            layout.addWidget(button)
            self.recent_buttons.append(button)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Welcome to Deskbook"), self._page)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.8)
        title.setFont(font)
        column = QVBoxLayout(self._page)
        column.addStretch(1)
        column.addWidget(title)
        column.addSpacing(12)
        column.addWidget(self.message)
        column.addWidget(self._choices)
        column.addWidget(self.progress)
        column.addStretch(2)
        self._page.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)
        scroll = QScrollArea(self)  # at 200 % on a small screen
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        scroll.setAccessibleName(self.tr("Ways to begin"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QWidget(scroll)
        line = QHBoxLayout(middle)
        line.addStretch(1)
        line.addWidget(self._page, 100)
        line.addStretch(1)
        scroll.setWidget(middle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def ask_for_file(self) -> None:
        """Let the person choose a file; `file_wanted` tells which."""
        self.file_dialog = QFileDialog(self, self.tr("Open a database"))
        self.file_dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.file_dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.file_dialog.setNameFilters([self.tr("Deskbook databases (*.deskbook)"), self.tr("All files (*)")])
        self.file_dialog.fileSelected.connect(lambda name: self.file_wanted.emit(Path(name)))
        self.file_dialog.open()

    def show_problem(self, sentence: str) -> None:
        """Say why a choice came to nothing; the choices stay."""
        self.message.say(sentence, Level.ERROR)

    def _on_jobs_changed(self) -> None:
        is_working = bool(self._jobs.unfinished())
        self._choices.setEnabled(not is_working)
        if is_working:
            self.message.show_message("", Level.HINT)
