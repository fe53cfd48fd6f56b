"""Where a shared database is, who signs in there, and how the way there is secured."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.errors import ServerProblem
from app.models.servers import PORT, Host, ServerAddress, hosts_as_text, parse_address, read_hosts
from app.views.dialogs.password_field import PasswordField
from app.views.dialogs.tls_box import TlsBox
from app.views.widgets.message_line import Level, MessageLine

_HIGHEST_PORT = 65_535


class ServerForm(QWidget):
    """The address and the password, as they are typed; what is missing is said beside its field.

    Signals:
        edited: something was typed or chosen.
        sign_in_typed: server and person may be complete now.
    """

    edited = Signal()
    sign_in_typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hosts_edit = QLineEdit(self)
        self.port_box = QSpinBox(self)
        self.database_edit = QLineEdit(self)
        self.user_edit = QLineEdit(self)
        self.password = PasswordField(self)
        self.tls = TlsBox(self)
        self._messages = {edit: MessageLine(self) for edit in self._edits()}
        self._lay_out()
        self._connect()
        self.show_address(None)

    def _edits(self) -> tuple[QLineEdit, ...]:
        return self.hosts_edit, self.database_edit, self.user_edit

    def _lay_out(self) -> None:
        self.hosts_edit.setAccessibleName(self.tr("Server"))
        self.hosts_edit.setPlaceholderText("db.example, standby.example")
        self.port_box.setAccessibleName(self.tr("Port"))
        self.port_box.setRange(1, _HIGHEST_PORT)
        self.port_box.setGroupSeparatorShown(False)
        self.database_edit.setAccessibleName(self.tr("Database"))
        self.user_edit.setAccessibleName(self.tr("Sign in as"))
        rows = self._rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow(self._label(self.tr("&Server:"), self.hosts_edit), self._server_row())
        rows.addRow(self._label(self.tr("&Database:"), self.database_edit), self._row(self.database_edit))
        rows.addRow(self._label(self.tr("Sign in &as:"), self.user_edit), self._row(self.user_edit))
        rows.addRow(self._label(self.tr("&Password:"), self.password.edit), self.password)
        rows.addRow(self._label(self.tr("&Encryption:"), self.tls.choice_box), self.tls)
        rows.addRow(self._label(self.tr("Trusted cert&ificates:"), self.tls.ca_edit), self.tls.file_line)

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setBuddy(buddy)
        return label

    def _server_row(self) -> QVBoxLayout:
        line = QHBoxLayout()
        line.addWidget(self.hosts_edit, 1)
        line.addWidget(self._label(self.tr("P&ort:"), self.port_box))
        line.addWidget(self.port_box)
        row = QVBoxLayout()
        row.addLayout(line)
        row.addWidget(self._messages[self.hosts_edit])
        return row

    def _row(self, edit: QLineEdit) -> QVBoxLayout:
        row = QVBoxLayout()
        row.addWidget(edit)
        row.addWidget(self._messages[edit])
        return row

    def _connect(self) -> None:
        self.hosts_edit.editingFinished.connect(self._on_hosts_typed)
        for edit in self._edits():
            edit.textEdited.connect(self._on_edited)
            edit.editingFinished.connect(self.sign_in_typed)
        self.port_box.valueChanged.connect(self._on_edited)
        self.port_box.editingFinished.connect(self.sign_in_typed)
        self.password.edited.connect(self.edited)
        self.tls.edited.connect(self._on_edited)

    def show_address(self, address: ServerAddress | None) -> None:
        """Show an address, or an empty form; without a password."""
        shown = address or ServerAddress((Host("", PORT),), "", "")
        self.port_box.setValue(shown.hosts[0].port)
        self.hosts_edit.setText(hosts_as_text(shown.hosts, shown.hosts[0].port))
        self.database_edit.setText(shown.database)
        self.user_edit.setText(shown.user)
        self.tls.show_choice(shown.tls, shown.ca_file)
        self.password.clear()
        self._settle()

    def address(self) -> ServerAddress | None:
        """What is typed, if it is an address."""
        hosts, database, user = self._hosts(), self.database_edit.text(), self.user_edit.text().strip()
        if not hosts or not database or not user:
            return None
        return ServerAddress(hosts, database, user, self.tls.tls(), self.tls.ca_file())

    def _hosts(self) -> tuple[Host, ...]:
        try:
            return read_hosts(self.hosts_edit.text(), self.port_box.value())
        except ValueError:
            return ()

    def show_missing(self) -> None:
        """Say beside each field what keeps it from being an address, and go to the first of them."""
        missing = {}
        if not self._hosts():
            missing[self.hosts_edit] = self.tr("Type the name of the server, or its number.")
        if not self.database_edit.text():
            missing[self.database_edit] = self.tr("Type the name of the database.")
        if not self.user_edit.text().strip():
            missing[self.user_edit] = self.tr("Type the name that you sign in with.")
        for edit, words in missing.items():
            self._messages[edit].show_message(words, Level.ERROR)
            edit.setAccessibleDescription(words)
        for edit in list(missing)[:1]:
            edit.setFocus()
            self._messages[edit].announce()

    def focus_cause(self, problem: ServerProblem) -> None:
        """Go to the field that a refusal is about."""
        causes: dict[ServerProblem, QLineEdit] = {
            ServerProblem.WRONG_HOST: self.hosts_edit,
            ServerProblem.OTHER_NAME: self.hosts_edit,
            ServerProblem.POOLED: self.hosts_edit,
            ServerProblem.NO_DATABASE: self.database_edit,
            ServerProblem.NOT_OURS: self.database_edit,
            ServerProblem.WRONG_PASSWORD: self.password.edit,
            ServerProblem.CERTIFICATE: self.tls.ca_edit,
        }
        cause = causes.get(problem)
        if cause is not None:
            cause.setFocus()
            cause.selectAll()

    def _on_hosts_typed(self) -> None:
        """Somebody may have pasted a whole address."""
        if "://" in self.hosts_edit.text():
            with suppress(ValueError):  # which is said when it is to be used
                self.show_address(parse_address(self.hosts_edit.text()))

    def _on_edited(self) -> None:
        self._settle()
        self.edited.emit()

    def _settle(self) -> None:
        """Say what holds of what stands there now; what was wrong may be right."""
        for edit, message in self._messages.items():
            message.show_message("", Level.HINT)
            edit.setAccessibleDescription("")
        hint = self.tr("Several servers, with commas between, take over from each other.")
        self._messages[self.hosts_edit].show_message(hint, Level.HINT)
        self._rows.setRowVisible(self.tls.file_line, self.tls.verifies())
        self.tls.warn(ServerAddress(self._hosts() or (Host(""),), "", "", self.tls.tls()))
