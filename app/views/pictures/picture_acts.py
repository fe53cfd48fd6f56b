"""What is done to pictures that are there: named, put into categories, moved to the trash and brought back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.models.image import IMAGE
from app.services.trash import PurgeImpact
from app.views.dialogs.purge_question import PurgeQuestion, is_purge_asked
from app.views.dialogs.writing import Act, by_current_user
from app.views.forms.questions import confirm
from app.views.words import counted, isolated

if TYPE_CHECKING:
    import sqlalchemy as sa

Then = Callable[[], None]
Write = Callable[["sa.Connection"], object]


class PictureActs(QObject):
    """Writes, and says what was written.

    Signals:
        began: something is being stored.
        written: the ids of the pictures that are different now.
        trashed: the ids of pictures that were moved to the trash.
        failed: an exception.
    """

    began = Signal()
    written = Signal(object)
    trashed = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: DatabaseTasks, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window

    def rename(self, ids: tuple[int, ...], name: str) -> None:
        """Give the one picture that is selected another name."""
        if len(ids) == 1:
            self._write(ids, _by_user(partial(services.pictures.rename_picture, image_id=ids[0], name=name)))

    def sort(self, ids: tuple[int, ...], category: str) -> None:
        """Put pictures into a category."""
        self._write(ids, _by_user(partial(services.pictures.sort_pictures, ids=ids, category=category)))

    def restore(self, ids: tuple[int, ...]) -> None:
        """Take pictures out of the trash again."""
        if ids:
            self._write(ids, partial(services.taking_back.restore, type_name=IMAGE.name, ids=ids))

    def ask_to_purge(self, ids: tuple[int, ...]) -> None:
        """Remove pictures of the trash for good, after their number was typed."""
        if ids:
            count = partial(services.trash.impact_of_purging, type_name=IMAGE.name, ids=ids)
            self._tasks.read(self, count, partial(self._on_impact, ids), self.failed.emit)

    def _on_impact(self, ids: tuple[int, ...], impact: PurgeImpact) -> None:
        if is_purge_asked(self._window):
            return
        what = self.tr(
            "The pictures themselves go, and what their history says. That they were purged, when and by whom is kept. "
            "This cannot be undone."
        )
        question = PurgeQuestion(impact, self._window, what=what)
        purge = partial(services.taking_back.purge, type_name=IMAGE.name, ids=ids)
        question.accepted.connect(lambda: self._write(ids, purge))
        question.open()

    def ask_to_trash(self, ids: tuple[int, ...], name: str) -> None:
        """Move pictures to the trash, after a question that says who shows them."""
        if ids:
            count = partial(services.pictures.count_uses, ids=ids)
            self._tasks.read(self, count, partial(self._on_counted, ids, name), self.failed.emit)

    def _on_counted(self, ids: tuple[int, ...], name: str, uses: int) -> None:
        one = self.tr("Move “{name}” to the trash?").format(name=isolated(name))
        text = counted(len(ids), one, self.tr("Move {count} pictures to the trash?"))
        single = self.tr("1 record shows initials instead, until the picture comes back.")
        several = self.tr("{count} records show initials instead, until the picture comes back.")
        more = counted(uses, single, several) if uses else ""
        confirm(self._window, text, more, self.tr("Move to trash"), partial(self._trash, ids))

    def _trash(self, ids: tuple[int, ...]) -> None:
        move = partial(services.taking_back.move_to_trash, type_name=IMAGE.name, ids=ids)
        self._write(ids, move, lambda: self.trashed.emit(ids))

    def _write(self, ids: tuple[int, ...], write: Write, then: Then | None = None) -> None:
        self.began.emit()
        self._tasks.write(self, write, partial(self._on_written, ids, then), self.failed.emit)

    def _on_written(self, ids: tuple[int, ...], then: Then | None, answer: object) -> None:
        self.written.emit(ids)
        if then is not None:
            then()


def _by_user(act: Act[object]) -> Write:
    return partial(by_current_user, act=act)
