"""How the connection to a server is to be secured: verified unless somebody chooses otherwise, which is said all the time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.models.servers import ServerAddress, Tls
from app.views.tls_words import tls_name, tls_warning
from app.views.widgets.message_line import Level, MessageLine

_FEWEST_LETTERS = 24


class TlsBox(QWidget):
    """A choice with its warning; `file_line`, for certificates to trust instead of the computer's, is placed by others.

    Signals:
        edited: somebody chose something else.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice_box = QComboBox(self)
        self.warning = MessageLine(self)
        self.ca_edit = QLineEdit(self)
        self.ca_button = QPushButton(self.tr("C&hoose…"), self)
        for tls in Tls:
            self.choice_box.addItem(tls_name(tls), tls)
        self._lay_out()
        self.choice_box.currentIndexChanged.connect(self.edited)
        self.ca_edit.textEdited.connect(lambda _: self.edited.emit())
        self.ca_button.clicked.connect(self._choose_file)

    def _lay_out(self) -> None:
        self.choice_box.setAccessibleName(self.tr("Encryption"))
        self.choice_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice_box.setMinimumContentsLength(_FEWEST_LETTERS)
        self.ca_edit.setAccessibleName(self.tr("File of trusted certificates"))
        self.ca_edit.setPlaceholderText(self.tr("those that this computer trusts"))
        self.ca_edit.setClearButtonEnabled(True)
        self.ca_button.setAccessibleName(self.tr("Choose a file of trusted certificates"))
        self.ca_button.setAutoDefault(False)
        self.file_line = QWidget(self)
        line = QHBoxLayout(self.file_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.ca_edit, 1)
        line.addWidget(self.ca_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice_box)
        layout.addWidget(self.warning)

    def tls(self) -> Tls:
        """What is chosen."""
        return Tls(self.choice_box.currentData())

    def ca_file(self) -> str:
        """The file of certificates, "" for the computer's own or where none is looked at."""
        return self.ca_edit.text().strip() if self.verifies() else ""

    def show_choice(self, tls: Tls, ca_file: str) -> None:
        """Show what is chosen."""
        self.choice_box.setCurrentIndex(self.choice_box.findData(tls))
        self.ca_edit.setText(ca_file)

    def warn(self, address: ServerAddress) -> None:
        """Say what the choice means for that address, if it is a weak one."""
        self.warning.show_message(tls_warning(address), Level.WARNING)

    def verifies(self) -> bool:
        """Whether certificates are looked at."""
        return self.tls() in (Tls.VERIFY_FULL, Tls.VERIFY_CA)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Trusted certificates"), self.ca_edit.text())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_selected(self, name: str) -> None:
        self.ca_edit.setText(name)
        self.edited.emit()
