"""What the window says while there is no connection to its shared database, and what people can do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow, QToolButton
from shiboken6 import isValid

from app.background import DatabaseTasks
from app.errors import ServerError, ServerProblem
from app.models.servers import Place, ServerAddress, hosts_as_text
from app.views.reconnecting import Reconnecting, Standing
from app.views.status_line import StatusLine
from app.views.widgets.notice_bar import NoticeBar
from app.views.words import failure_words, isolated

if TYPE_CHECKING:
    from app.views.dialogs.sign_in_again import SignInAgain

_BAR_MS = 1_500
"""A connection that is back by then was hardly missed; the status line says so all the same."""

_SILENT = (
    ServerProblem.LOST,
    ServerProblem.STOPPED,
    ServerProblem.REFUSED,
    ServerProblem.TIMED_OUT,
    ServerProblem.WRONG_HOST,
)
"""Nobody answers; whoever does says why it does not go on."""


class ConnectionNotice(QObject):
    """The bar below the toolbars, and what stands in the status line. Made when a connection is first lost."""

    def __init__(
        self, reconnecting: Reconnecting, tasks: DatabaseTasks, status: StatusLine, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._reconnecting, self._tasks, self._status, self._window = reconnecting, tasks, status, window
        self.dialog: SignInAgain | None = None
        self._offer: tuple[Place | None, str, Callable[[], object], QObject] | None = None
        self.bar = NoticeBar(self.tr("Connection"), window, is_strong=True)
        self.try_button = self.bar.add_button(self.tr("&Try now"), reconnecting.try_now)
        self.sign_in_button = self.bar.add_button(self.tr("&Sign in again…"), self.sign_in)
        self._delay = QTimer(self, singleShot=True, interval=_BAR_MS)
        self._delay.timeout.connect(self._show_bar)
        status.try_wanted.connect(reconnecting.try_now)
        reconnecting.changed.connect(self.show_standing)
        reconnecting.back.connect(self._on_back)
        self.show_standing()

    def show_standing(self) -> None:
        """Say how it stands now."""
        standing = self._reconnecting.standing
        if standing is None:
            self._delay.stop()
            self.bar.say("")
            self._status.show_found()
            return
        self._status.show_lost(self._state(standing), can_try=standing.next_at is not None)
        self.try_button.setEnabled(standing.next_at is not None)
        self.sign_in_button.setVisible(standing.needs_password)
        if self.bar.isVisible():
            self._show_bar()
        elif not self._delay.isActive():
            self._delay.start()

    def offer_again(self, label: str, again: Callable[[], object], owner: QObject) -> None:
        """Offer to repeat a job that lost its connection, as soon as there is one, while whoever asked for it is there."""
        self._offer = (self._tasks.place, self.tr("Repeat: {job}").format(job=label), again, owner)
        if self._reconnecting.standing is None:
            self._make_offer()

    def _make_offer(self) -> None:
        offer, self._offer = self._offer, None
        if offer is None:
            return
        place, text, again, owner = offer
        if place == self._tasks.place and isValid(owner):
            self._status.offer(text, again)
            owner.destroyed.connect(partial(self._on_owner_gone, self._status.offer_button))

    def _on_owner_gone(self, offered: QToolButton | None) -> None:
        """By then something else may be offered."""
        if isValid(self._status) and offered is self._status.offer_button:
            self._status.withdraw_offer()

    def sign_in(self) -> None:
        """Ask for the password that the server takes now."""
        place = self._tasks.place
        if self.dialog is None and isinstance(place, ServerAddress):
            from app.views.dialogs.sign_in_again import SignInAgain

            self.dialog = SignInAgain(self._tasks, place, self._window)
            self.dialog.signed_in.connect(self._reconnecting.try_now)
            self.dialog.destroyed.connect(self._on_dialog_gone)
            self.dialog.open()

    def _state(self, standing: Standing) -> str:
        if standing.needs_password:
            return self.tr("no connection · sign in again")
        if standing.next_at is None:
            return self.tr("no connection · trying …")
        return self.tr("no connection · next attempt at {0}").format(clock_time(standing.next_at, with_seconds=True))

    def _show_bar(self) -> None:
        standing = self._reconnecting.standing
        if standing is not None:
            self.bar.say(self._sentence(standing))

    def _sentence(self, standing: Standing) -> str:
        error, place = standing.error, self._tasks.place
        if standing.needs_password:
            return self.tr(
                "The server does not take your password any more, so there is no connection since {time}. Sign in again with "
                "the new one; what you typed is kept."
            ).format(time=clock_time(standing.since))
        hosts = hosts_as_text(place.hosts) if isinstance(place, ServerAddress) else ""
        names = {"hosts": isolated(hosts), "time": clock_time(standing.since)}
        if isinstance(error, ServerError) and error.problem in _SILENT:
            return self.tr(
                "There is no connection to {hosts} since {time}. What you see is as of then, and what you type is kept."
            ).format(**names)
        rest = self.tr("What you see is as of {time}, and what you type is kept.").format(**names)
        return f"{failure_words(error)} {rest}"

    def _on_back(self) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self._status.say(self.tr("The connection is back"))
        self._make_offer()

    def _on_dialog_gone(self) -> None:
        self.dialog = None


def clock_time(moment: datetime, *, with_seconds: bool = False) -> str:
    """The time by the clock of the person at this computer."""
    return moment.astimezone().strftime("%H:%M:%S" if with_seconds else "%H:%M")
