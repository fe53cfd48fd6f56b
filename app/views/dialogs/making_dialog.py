"""What the dialogs have in common that make a database by a job."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QPushButton

from app.jobs import Job
from app.overriding import override
from app.views.widgets.message_line import Level, MessageLine


class MakingDialog(QDialog):
    """Stays until the job is done, and offers then to open what it made."""

    message: MessageLine
    open_button: QPushButton

    _job: Job | None = None

    def offer_to_open(self, instead_of: QPushButton) -> None:
        """Put the button that opens in the place of the one that makes."""
        instead_of.hide()
        self.open_button.show()
        self.open_button.setDefault(True)
        self.open_button.setFocus()

    def is_at_work(self) -> bool:
        """Whether its job is under way, of which it alone says what comes."""
        return self._job is not None

    @override
    def reject(self) -> None:
        if self._job is None:
            super().reject()
        else:
            words = self.tr("This is not done yet. Let it come to its end, or stop it first.")
            self.message.say(words, Level.WARNING)
