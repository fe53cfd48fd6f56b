"""The window's hand on the store of unsaved text: what is asked of it is done in the background, in its order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app import paths, services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.servers import Place
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.store.recovery import Entry, Kept, Recovery


class Keeper(QObject):
    """Keeps, drops and lists the unsaved text of the database that is open.

    Signals:
        listed: the entries (services.recovery.Entry) that nobody has open, as a tuple.
        discarded: (name, title) of what was just thrown away and can be had back.
        said: a sentence for the status bar.
    """

    listed = Signal(object)
    discarded = Signal(str, str)
    said = Signal(str)

    def __init__(self, tasks: DatabaseTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._recovery: Recovery | None = None
        self._opening: object | None = None  # the store that is wanted, while it is being opened
        self._is_failing = False
        self.place: Place = Path()
        self.entries: tuple[Entry, ...] = ()

    def begin(self, place: Place, node: int, key: bytes | None) -> None:
        """Work for this database from now on, and look what is left of it."""
        self.stop()
        self.place = place
        make = partial(_open, place=place, node=node, key=key)
        opening = self._opening = object()
        self._tasks.keep(self, make, partial(self._on_open, opening))

    def stop(self) -> None:
        """Let go of the database that was open."""
        before, self._recovery, self.place = self._recovery, None, Path()
        self._opening = None
        self._show(())
        if before is not None:
            self._close(before)

    def _close(self, recovery: Recovery) -> None:
        self._tasks.keep(self, recovery.close, lambda _: None)

    def is_ready(self) -> bool:
        """Whether anything can be kept yet."""
        return self._recovery is not None

    def keep(self, token: str, kept: Kept, then: Callable[[bool], None]) -> None:
        """Have a text on the disk; `then` hears whether it is."""
        if self._recovery is not None:
            self._tasks.keep(
                self,
                partial(self._recovery.keep, token, kept),
                partial(self._on_kept, then),
                partial(self._on_not_kept, then),
            )

    def drop(self, token: str) -> None:
        """Forget a text: it is stored, or was taken back."""
        if self._recovery is not None:
            self._tasks.keep(self, partial(self._recovery.drop, token), lambda _: None, self._on_failed)

    def discard(self, token: str, kept: Kept) -> None:
        """Throw a text away, so that it can be had back for some days."""
        if self._recovery is not None:
            discard = partial(self._recovery.discard, token, kept)
            self._tasks.keep(self, discard, partial(self._on_discarded, self.place, kept.title), self._on_failed)

    def throw_away(self, name: str) -> None:
        """Throw away what nobody has open."""
        if self._recovery is not None:
            self._tasks.keep(self, partial(self._recovery.throw_away, name), lambda _: self.refresh(), self._on_failed)

    def take(self, name: str, then: Callable[[str], None]) -> None:
        """Take a text over; `then` gets its token, unless another window was faster."""
        if self._recovery is not None:
            take = partial(self._recovery.take, name)
            self._tasks.keep(self, take, partial(self._on_taken, then), self._on_failed)

    def refresh(self) -> None:
        """Look again what nobody has open."""
        if self._recovery is not None:
            self._tasks.keep(self, partial(self._recovery.left, self.place), self._show, self._on_failed)

    def _on_open(self, opening: object, recovery: Recovery) -> None:
        if opening is not self._opening:  # what is typed by now is of another database
            self._close(recovery)
            return
        self._recovery, self._opening = recovery, None
        if not recovery.is_lasting:
            self.said.emit(self.tr("Unsaved text is kept in memory only, until the program ends"))
        self.refresh()

    def _show(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.listed.emit(entries)

    def _on_kept(self, then: Callable[[bool], None], _: None) -> None:
        if self._is_failing:
            self.said.emit(self.tr("Unsaved text is kept again"))
        self._is_failing = False
        then(True)

    def _on_not_kept(self, then: Callable[[bool], None], error: Exception) -> None:
        if not self._is_failing:
            self._on_failed(error)
        self._is_failing = True
        then(False)

    def _on_discarded(self, place: Place, title: str, name: str) -> None:
        if place == self.place:  # of another database it is in that one's list
            self.discarded.emit(name, title)
            self.refresh()

    def _on_taken(self, then: Callable[[str], None], token: str | None) -> None:
        if token is None:
            self.said.emit(self.tr("Another window has taken it, or it is gone"))
        else:
            then(token)
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.said.emit(self.tr("Unsaved text can't be kept just now. ") + failure_words(error))


def _open(place: Place, node: int, key: bytes | None) -> Recovery:
    folder: Path | None = paths.recovery_folder()
    if not isinstance(place, Path):  # what was typed of others' records is never left on this computer in the clear
        key = services.recovery.key_at(place, node)
        folder = folder if key else None
    recovery = services.recovery.open_recovery(folder, node, key)
    with suppress(AppError):  # whoever keeps something is told what is wrong with the folder
        recovery.seal(place)
    return recovery
