"""Coming back to a shared database whose connection was lost: again and again, with growing pauses, or when told to."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from app.background import DatabaseTasks
from app.errors import AppError, ServerError, ServerProblem
from app.models.pauses import pause_before


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a connection that was lost.

    Attributes:
        since: when that was noticed.
        error: what came of the last attempt or, before the first, how it was lost.
        next_at: when it is tried again; None while it is being tried, or if only a person can help.
    """

    since: datetime
    error: AppError
    next_at: datetime | None = None

    @property
    def needs_password(self) -> bool:
        """Whether somebody has to sign in again; to go on trying would look like guessing."""
        return isinstance(self.error, ServerError) and self.error.problem is ServerProblem.WRONG_PASSWORD


class Reconnecting(QObject):
    """Follows the connection of the database that is open.

    Attributes:
        standing: None as long as all is well.

    Signals:
        changed: it stands otherwise.
        back: there is a connection again.
        shut_out: (error) whoever is signed in is not admitted any more; it is not tried again.
    """

    changed = Signal()
    back = Signal()
    shut_out = Signal(object)

    def __init__(self, tasks: DatabaseTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._work = tasks.lost_work
        self.standing: Standing | None = None
        self._attempts = 0
        self._is_trying = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.try_now)
        self._work.lost.connect(self._on_lost)
        self._work.back.connect(self._on_back)

    def try_now(self) -> None:
        """Try at once, whenever it would have been tried otherwise."""
        if self.standing is None or self._is_trying:
            return
        self._timer.stop()
        self._is_trying = True
        self.standing = replace(self.standing, next_at=None)
        self.changed.emit()
        self._work.reconnect()

    def end(self) -> None:
        """Another database is open now."""
        self._timer.stop()
        self._is_trying, self._attempts = False, 0
        if self.standing is not None:
            self.standing = None
            self.changed.emit()

    def _on_lost(self, error: AppError) -> None:
        if self.standing is None:
            self.standing = Standing(datetime.now(UTC), error)
            self._timer.start(0)  # most often the next attempt succeeds
            self.changed.emit()
        elif self._is_trying:
            self._is_trying = False
            if isinstance(error, ServerError) and error.problem is ServerProblem.NOT_ADMITTED:
                self.shut_out.emit(ServerError(ServerProblem.SHUT_OUT, error.address, error.detail))
            else:
                self._wait(replace(self.standing, error=error))

    def _wait(self, standing: Standing) -> None:
        self._attempts += 1
        if not standing.needs_password:
            seconds = pause_before(self._attempts, random.random())
            standing = replace(standing, next_at=datetime.now(UTC) + timedelta(seconds=seconds))
            self._timer.start(round(1000 * seconds))
        self.standing = standing
        self.changed.emit()

    def _on_back(self) -> None:
        self.end()
        self.back.emit()
