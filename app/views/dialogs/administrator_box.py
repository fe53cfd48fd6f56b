"""Who looks after a shared database from its first day on: the name and the password that they sign in with."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QGroupBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.errors import Problem
from app.models.logins import login_problem
from app.models.staff import STAFF
from app.services.logins import Administrator
from app.views.dialogs.password_dialog import PasswordBox
from app.views.forms.problem_words import sentence_of
from app.views.widgets.wrapped_label import WrappedLabel


class AdministratorBox(QGroupBox):
    """They are asked for where the database begins with nobody."""

    def __init__(self, tasks: DatabaseTasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("First administrator"))
        self.sign_in_edit = QLineEdit(self)
        self.password = PasswordBox(tasks, self)
        self._lay_out()

    def _lay_out(self) -> None:
        self.sign_in_edit.setAccessibleName(self.tr("Sign-in name of the first administrator"))
        about = WrappedLabel(self)
        about.setText(
            self.tr(
                "Signs in with this from now on, and makes the others. The sign-in above is only for whoever looks after the "
                "server."
            )
        )
        self.sign_in_edit.setMaxLength(STAFF.by_name["sign_in"].max_length)
        label = QLabel(self.tr("S&ign-in name:"), self)
        label.setBuddy(self.sign_in_edit)
        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow(label, self.sign_in_edit)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addLayout(rows)
        layout.addWidget(self.password)
        self.sign_in_edit.textChanged.connect(self._on_name_changed)

    def _on_name_changed(self, name: str) -> None:
        self.password.names = (name.strip(),)

    def administrator(self) -> Administrator:
        """What was typed; the password is empty where it is not good enough yet, or not the same both times."""
        return Administrator(self.sign_in_edit.text().strip(), self.password.passphrase())

    def fault(self, database: str) -> str:
        """What is to be typed first, in a sentence, and the cursor where it belongs; "" if nothing is missing."""
        typed = self.administrator()
        if fault := self._fault_of_name(database, typed.sign_in):
            self.sign_in_edit.setFocus()
        elif not typed.password:
            self.password.edit.setFocus()
            fault = self.tr("Type a password for the first administrator, twice; it must not be easy to guess.")
        return fault

    def _fault_of_name(self, database: str, name: str) -> str:
        if not name:
            return self.tr("Type the name that the first administrator signs in with.")
        problem = login_problem(database, name)
        return sentence_of(Problem("sign_in", problem)) if problem else ""

    def clear(self) -> None:
        """Forget the password."""
        self.password.clear()
