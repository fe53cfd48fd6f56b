"""The parts of the dialog that makes a shared database, and where they stand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.background import DatabaseTasks
from app.jobs import Jobs
from app.settings import Settings
from app.views.dialogs.administrator_box import AdministratorBox
from app.views.dialogs.job_progress import JobProgress
from app.views.dialogs.making_dialog import MakingDialog
from app.views.dialogs.server_dialog import ServerDialog
from app.views.dialogs.server_form import ServerForm
from app.views.widgets.message_line import MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import isolated

_LETTERS, _LINES = 96, 54  # all of it stands there without scrolling, where the screen has the room


class CreateFrame(ServerDialog, MakingDialog):  # in this order: Qt knows the signals of the first alone
    """Where it is to be, what and with whom it begins, what came of it, and the acts.

    Args:
        jobs: whose progress is shown while it is made.
        file: that is open, and may be copied into it; None for none.
    """

    def __init__(
        self, tasks: DatabaseTasks, jobs: Jobs, settings: Settings, file: Path | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(tasks, settings, parent)
        self.setWindowTitle(self.tr("Create a shared database"))
        self.form = ServerForm(self)
        self.empty_button = QRadioButton(self.tr("&Nothing but one operating company"), self)
        self.copy_button = QRadioButton(self)
        self.company_edit = QLineEdit(self.tr("My company"), self)
        self.country_box = QComboBox(self)
        self.administrator = AdministratorBox(tasks, self)
        self.message = MessageLine(self)
        self.progress = JobProgress(jobs, self, follows=True)
        self.test_button = QPushButton(self.tr("Tes&t"), self)
        self.create_button = QPushButton(self.tr("&Create"), self)
        self.open_button = QPushButton(self.tr("&Open it now"), self)
        self.cancel_button = QPushButton(self.tr("Close"), self)
        self._name_parts(file)
        self._arrange()

    def _name_parts(self, file: Path | None) -> None:
        self.company_edit.setAccessibleName(self.tr("Operating company"))
        self.country_box.setAccessibleName(self.tr("Country"))
        self.empty_button.setChecked(True)
        self.copy_button.setVisible(file is not None)
        if file is not None:
            self.copy_button.setText(self.tr("&All that is in {0}, which stays as it is").format(isolated(file.name)))

    def _arrange(self) -> None:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 6, 0)
        column.addWidget(self._intro())
        column.addWidget(self.form)
        column.addWidget(self._beginning())
        column.addWidget(self.administrator)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.progress)
        layout.addLayout(self._foot())
        letter = self.fontMetrics()
        room = self.screen().availableGeometry().height() * 9 // 10
        self.resize(letter.averageCharWidth() * _LETTERS, min(letter.lineSpacing() * _LINES, room))

    def _intro(self) -> WrappedLabel:
        label = WrappedLabel(self)
        label.setText(
            self.tr(
                "Whoever looks after a PostgreSQL server makes an empty database on it, and a sign-in that may create tables "
                "there. With that, it becomes one that many people work in at once."
            )
        )
        return label

    def _beginning(self) -> QGroupBox:
        box = QGroupBox(self.tr("What it begins with"), self)
        layout = QVBoxLayout(box)
        layout.addWidget(self.empty_button)
        rows = QFormLayout()
        rows.setContentsMargins(self.fontMetrics().averageCharWidth() * 3, 0, 0, 0)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow(self._label(self.tr("Operating co&mpany:"), self.company_edit), self.company_edit)
        rows.addRow(self._label(self.tr("Countr&y:"), self.country_box), self.country_box)
        layout.addLayout(rows)
        layout.addWidget(self.copy_button)
        return box

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setBuddy(buddy)
        return label

    def _foot(self) -> QHBoxLayout:
        self.open_button.hide()
        self.create_button.setDefault(True)
        for button in (self.test_button, self.cancel_button):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.test_button)
        foot.addStretch(1)
        for button in (self.create_button, self.open_button, self.cancel_button):
            foot.addWidget(button)
        return foot
