"""Making a shared database: where, by whom and with what it begins; then it can be opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import CancelledError
from app.jobs import Jobs
from app.models.servers import ServerAddress
from app.overriding import override
from app.services import file_jobs
from app.settings import Settings
from app.views.dialogs.create_frame import CreateFrame
from app.views.widgets.message_line import Level
from app.views.words import isolated

if TYPE_CHECKING:
    from app.services.logins import Administrator
    from app.services.servers import Surveyed


class CreateDialog(CreateFrame):
    """Looks first; what it makes is the work of a job, which goes on when this is closed.

    Signals:
        signed_in: (ServerAddress, password) the server let this person in, and jobs are to know how.
    """

    signed_in = Signal(object, str)

    def __init__(
        self, tasks: DatabaseTasks, jobs: Jobs, settings: Settings, file: Path | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(tasks, jobs, settings, file, parent)
        self._jobs, self._file = jobs, file
        self._made: tuple[ServerAddress, str] | None = None
        self._connect()
        tasks.aside(self, services.shared.offered_countries, self._offer_countries)
        tasks.aside(self, services.encryption.keyring_problem, self._on_keyring)
        self.form.hosts_edit.setFocus()

    def _connect(self) -> None:
        self.form.edited.connect(self.drop_answer)
        for button in (self.empty_button, self.copy_button):
            button.toggled.connect(self._on_beginning_chosen)
        self.test_button.clicked.connect(lambda: self._look(self._on_tested))
        self.create_button.clicked.connect(lambda: self._look(self._on_let_in))
        self.open_button.clicked.connect(self._open)
        self.cancel_button.clicked.connect(self.reject)

    def _offer_countries(self, offered: tuple[Mapping[str, str], str]) -> None:
        countries, own = offered
        for code, name in countries.items():
            self.country_box.addItem(name, code)
        self.country_box.setCurrentIndex(self.country_box.findData(own))

    def _on_keyring(self, problem: Any) -> None:
        self.form.password.show_kept(is_kept=False, keyring=problem)

    def _on_beginning_chosen(self) -> None:
        is_new = self.empty_button.isChecked()
        self.company_edit.setEnabled(is_new)
        self.country_box.setEnabled(is_new)
        self.administrator.setVisible(is_new)  # a file brings its people along
        self.drop_answer()

    def _look(self, then: Callable[[ServerAddress, Surveyed], None]) -> None:
        address = self.address()
        if address is not None:
            look = partial(services.servers.survey, address, self.form.password.edit.text())
            self.ask(look, partial(then, address))

    def _on_tested(self, address: ServerAddress, answer: Surveyed) -> None:
        grounds, found = services.servers.Ground, answer.found
        where = self.tr("{0} on {1}").format(isolated(address.database), isolated(found.host))
        words = {
            grounds.EMPTY: self.tr("{0} is empty, and this sign-in may make it a shared database."),
            grounds.BEGUN: self.tr(
                "{0} holds half of a copy. Create goes on with it, if it is a copy of the same file."
            ),
            grounds.READY: self.tr("{0} is a shared database already, and stays as it is. It can be opened."),
        }[found.ground].format(where)
        plain = "" if found.is_encrypted else " " + self.tr("The connection is not encrypted.")
        self.message.say(words + plain, Level.HINT)
        if found.ground is grounds.READY:
            self._offer_to_open(address, answer.password)

    def _on_let_in(self, address: ServerAddress, answer: Surveyed) -> None:
        if answer.found.ground is services.servers.Ground.READY:
            self._on_tested(address, answer)
            return
        if not self._is_complete(address):
            return
        self.signed_in.emit(address, answer.password)
        self.set_waiting(True)
        self._set_parts_enabled(False)
        if self.copy_button.isChecked():
            self.message.say(self.tr("Copying. Whatever is saved in the file from now on stays behind."), Level.HINT)
            made = partial(self._on_made, address, answer.password)
            self._start(self.tr("Filling {0}"), address, made, file_jobs.fill_shared, self._file, address)
        else:
            self.message.say(self.tr("Making the tables…"), Level.HINT)
            beginning = (self.company_edit.text().strip(), self.country_box.currentData() or "")
            first = self.administrator.administrator()
            made = partial(self._on_new_made, address, answer.password, first)
            self._start(self.tr("Making {0}"), address, made, file_jobs.make_shared, address, *beginning, first)

    def _start(
        self,
        label: str,
        address: ServerAddress,
        made: Callable[[Any], None],
        job: Callable[..., object],
        *arguments: object,
    ) -> None:
        label = label.format(isolated(address.database))
        self._job = self._jobs.start(self, label, job, *arguments, on_success=made, on_error=self._on_not_made)
        self.progress.follow(self._job)

    def _is_complete(self, address: ServerAddress) -> bool:
        fault = "" if self.copy_button.isChecked() else self._fault(address)
        if fault:
            self.message.say(fault, Level.ERROR)
        return not fault

    def _fault(self, address: ServerAddress) -> str:
        """What a new one lacks still, and the cursor where that is typed."""
        if not self.company_edit.text().strip():
            self.company_edit.setFocus()
            return self.tr("Type the name of the company that customers belong to.")
        return self.administrator.fault(address.database)

    def _on_new_made(self, address: ServerAddress, password: str, first: Administrator, opened: ServerAddress) -> None:
        """Whoever asked for it opens it as the administrator, unless somebody else has made it meanwhile."""
        self._on_made(opened, first.password if opened != address else password, opened)

    def _on_made(self, address: ServerAddress, password: str, _: object) -> None:
        self._end_job()
        words = (
            self.tr("{0} is ready, read back and compared.")
            if self.copy_button.isChecked()
            else self.tr("{0} is ready.")
        )
        self.message.say(words.format(isolated(address.database)), Level.HINT)
        self._offer_to_open(address, password)

    def _on_not_made(self, error: Exception) -> None:
        self._end_job()
        if isinstance(error, CancelledError) and self.copy_button.isChecked():
            self.message.say(
                self.tr("Stopped. What has been copied is kept: Create goes on from there."), Level.WARNING
            )
        else:
            self.show_refusal(error)

    def _end_job(self) -> None:
        self._job = None
        self._set_parts_enabled(True)
        self.set_waiting(False)

    def _set_parts_enabled(self, is_enabled: bool) -> None:
        self.form.setEnabled(is_enabled)
        self.administrator.setEnabled(is_enabled)

    def _offer_to_open(self, address: ServerAddress, password: str) -> None:
        self._made = (address, password)
        self.offer_to_open(self.create_button)

    def _open(self) -> None:
        if self._made is None:
            return
        address, password = self._made
        if self.form.password.is_to_be_kept():
            keep = partial(services.servers.keep_password, address, password)
            words = self.tr("The keyring did not do as it was told. Press Open to go on without it.")
            self._tasks.aside(self, keep, lambda _: self.end(address, password), partial(self.show_not_kept, words))
        else:
            self.end(address, password)

    @override
    def drop_answer(self) -> None:
        self._made = None
        self.open_button.hide()
        self.create_button.show()
        self.create_button.setDefault(True)
        super().drop_answer()

    @override
    def done(self, result: int) -> None:
        self.administrator.clear()
        super().done(result)

    @override
    def set_waiting(self, is_waiting: bool) -> None:
        for part in (self.test_button, self.create_button, self.empty_button, self.copy_button):
            part.setEnabled(not is_waiting)
