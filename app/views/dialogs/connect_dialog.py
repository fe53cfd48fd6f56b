"""Connecting to a shared database: which one, who signs in, and whether it works."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import KeyringError
from app.models.servers import ServerAddress
from app.overriding import override
from app.settings import Settings, forget_server, rename_server
from app.views.dialogs.connect_frame import ConnectFrame
from app.views.forms.questions import confirm
from app.views.known_servers import listed
from app.views.widgets.countdown import Countdown
from app.views.widgets.message_line import Level
from app.views.words import isolated

if TYPE_CHECKING:
    from app.services.servers import Keeping, SignIn

_NOWHERE = ServerAddress((), "", "")


class ConnectDialog(ConnectFrame):
    """Nothing is remembered before the server has let this person in."""

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tasks, settings, parent)
        self._looked_up = _NOWHERE
        self._pause = Countdown((self.connect_button, self.test_button), self)
        self._connect()
        self._start()

    def _connect(self) -> None:
        self.known.chosen.connect(self._on_chosen)
        self.known.new_wanted.connect(self._on_new_wanted)
        self.known.renamed.connect(self._on_renamed)
        self.known.forget_wanted.connect(self._ask_to_forget)
        self.form.edited.connect(self.drop_answer)
        self.form.sign_in_typed.connect(self._look_up)
        self.test_button.clicked.connect(lambda: self._try(self._on_tested))
        self.connect_button.clicked.connect(lambda: self._try(self._on_let_in))
        self.cancel_button.clicked.connect(self.reject)

    def _start(self) -> None:
        names = list(listed(self._settings))
        self.known.show_names(names, names[0] if names else "")
        if names:
            self._on_chosen(names[0])
            self.known.list.setFocus()
        else:
            self._ask_keyring()
            self.form.hosts_edit.setFocus()

    def _on_chosen(self, name: str) -> None:
        self.drop_answer()
        self._looked_up = _NOWHERE
        self.form.show_address(listed(self._settings)[name])
        self._look_up()

    def _on_new_wanted(self) -> None:
        self.drop_answer()
        self._looked_up = _NOWHERE
        self.form.show_address(None)
        self.form.hosts_edit.setFocus()

    def _on_renamed(self, old: str, new: str) -> None:
        new = new.strip()
        is_free = bool(new) and rename_server(self._settings, old, new)
        self.known.show_names(listed(self._settings), new if is_free else old)
        if new and not is_free:
            self.message.say(self.tr("Another database is called {0} already.").format(isolated(new)), Level.WARNING)

    def _ask_to_forget(self, name: str) -> None:
        confirm(
            self,
            self.tr("Forget {0}?").format(isolated(name)),
            self.tr(
                "It leaves this list, and its password this computer's keyring. Nothing happens to the database itself."
            ),
            self.tr("Forget"),
            partial(self._forget, name),
        )

    def _forget(self, name: str) -> None:
        address = listed(self._settings)[name]
        forget_server(self._settings, name)
        self._start()
        if not listed(self._settings):
            self._on_new_wanted()
        if not any(address.signs_in_like(other) for other in listed(self._settings).values()):
            forget = partial(services.servers.forget_password, address)
            self._tasks.aside(self, forget, lambda _: None, self._on_not_forgotten)

    def _on_not_forgotten(self, error: Exception) -> None:
        """Without a keyring there was nothing to forget; a locked one keeps it, which is as safe."""
        if not isinstance(error, KeyringError):
            self.show_refusal(error)

    def _look_up(self) -> None:
        """Ask the keyring whether it has the password of whoever signs in."""
        address = self.form.address()
        if address is not None and address != self._looked_up:
            self._looked_up = address
            self._ask_keyring()

    def _ask_keyring(self) -> None:
        look = partial(services.servers.keeping, self._looked_up)
        self._tasks.aside(self, look, partial(self._on_looked_up, self._looked_up))

    def _on_looked_up(self, address: ServerAddress, found: Keeping) -> None:
        if address == self._looked_up:
            self.form.password.show_kept(is_kept=found.is_kept, keyring=found.keyring)

    def _try(self, then: Callable[[ServerAddress, SignIn], None]) -> None:
        address = self.address()
        if address is None:
            return
        if left := services.tries.seconds_left(address):
            self._pause.start(left)
            return
        sign_in = partial(services.servers.sign_in, address, self.form.password.edit.text())
        self.ask(sign_in, partial(then, address), partial(self._on_tried_in_vain, address))

    def _on_tried_in_vain(self, address: ServerAddress, error: Exception) -> None:
        """A wrong password counts, also if something has been edited since."""
        services.tries.note_failure(address, error)
        self._pause.start(services.tries.seconds_left(address))

    def _on_tested(self, address: ServerAddress, answer: SignIn) -> None:
        services.tries.note_success(address)
        facts = answer.facts
        where = self.tr("{0} on {1}").format(isolated(address.database), isolated(facts.host))
        words = self.tr("{0} is ready to work with: PostgreSQL {1}, and the connection is encrypted.")
        plain = self.tr("{0} is ready to work with: PostgreSQL {1}, but the connection is not encrypted.")
        self.message.say((words if facts.is_encrypted else plain).format(where, facts.version), Level.HINT)

    def _on_let_in(self, typed: ServerAddress, answer: SignIn) -> None:
        services.tries.note_success(typed)
        address = answer.address
        field = self.form.password
        if field.is_to_be_kept():
            act = partial(services.servers.keep_password, address, answer.password)
        elif field.is_to_be_forgotten():
            act = partial(services.servers.forget_password, address)
        else:
            self.end(address, answer.password)
            return
        self.set_waiting(True)
        end = self.if_wanted(lambda _: self.end(address, answer.password))
        words = self.tr("The keyring did not do as it was told. Press Connect to go on without it.")
        self._tasks.aside(self, act, end, self.if_wanted(partial(self.show_not_kept, words)))

    @override
    def set_waiting(self, is_waiting: bool) -> None:
        for button in (self.test_button, self.connect_button):
            button.setEnabled(not is_waiting and not self._pause.is_running())
