"""What is done to one record or a million: at once where they are few, in a job where they are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app import services
from app.background import DatabaseTasks
from app.jobs import Jobs
from app.models.servers import Place

if TYPE_CHECKING:
    from app.services.restoring import Restored
    from app.services.undoing import TakenBack

T = TypeVar("T")


class ManyActs(QObject):
    """Hands the work to whoever does it best; `place` is that of the open database, set by the window.

    Signals:
        failed: an error that somebody has to tell.
    """

    failed = Signal(object)

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._jobs = tasks, jobs
        self.place: Place | None = None

    def move_to_trash(self, type_name: str, ids: Sequence[int], then: Callable[[int], None]) -> None:
        """Move records to the trash, as one act."""
        back = services.taking_back
        self._do(ids, self.tr("Moving to the trash"), back.move_to_trash, back.move_to_trash_in_parts, type_name, then)

    def restore(self, type_name: str, ids: Sequence[int], then: Callable[[Restored], None]) -> None:
        """Bring records back from the trash, as one act."""
        back = services.taking_back
        self._do(ids, self.tr("Restoring"), back.restore, back.restore_in_parts, type_name, then)

    def purge(self, type_name: str, ids: Sequence[int], then: Callable[[int], None]) -> None:
        """Remove records of the trash for good."""
        back = services.taking_back
        self._do(ids, self.tr("Purging"), back.purge, back.purge_in_parts, type_name, then)

    def take_back(self, batch_id: int, then: Callable[[TakenBack], None]) -> None:
        """Take a large batch back."""
        if self.place is not None:
            job = services.taking_back.take_back_in_parts
            label = self.tr("Taking back")
            self._jobs.start(self, label, job, self.place, batch_id, on_success=then, on_error=self.failed.emit)

    def _do(
        self,
        ids: Sequence[int],
        label: str,
        at_once: Callable[..., T],
        in_parts: Callable[..., T],
        type_name: str,
        then: Callable[[T], None],
    ) -> None:
        if len(ids) < services.taking_back.MANY or self.place is None:
            act = partial(at_once, type_name=type_name, ids=tuple(ids))
            self._tasks.write(self, act, then, self.failed.emit)
        else:
            arguments = (self.place, type_name, tuple(ids))
            self._jobs.start(self, label, in_parts, *arguments, on_success=then, on_error=self.failed.emit)
