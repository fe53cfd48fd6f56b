"""What a record pane reads in the background: one thing at a time, the latest wish wins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.fields import RecordType

if TYPE_CHECKING:
    from app.services.drafts import Draft
    from app.services.forms import Basis, Sheet
    from app.views.forms.form_session import Given

T = TypeVar("T")


class RecordLoading(QObject):
    """Reads records, what their forms need, and drafts.

    Signals:
        failed: an AppError: what was wanted can't be read.
    """

    failed = Signal(object)

    def __init__(self, record_type: RecordType, tasks: DatabaseTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._type, self._tasks = record_type, tasks
        self._ticket = 0

    def is_running(self) -> bool:
        """Whether an answer is still to come."""
        return self._ticket != 0

    def read_sheet(self, record_id: int, then: Callable[[Sheet], None]) -> None:
        """Read a record as people read it."""
        self._start(partial(services.forms.read_sheet, type_name=self._type.name, record_id=record_id), then)

    def read_basis(self, company_id: int, then: Callable[[Basis], None], given: Given | None = None) -> None:
        """Read what the forms of a company offer: of that of what is given, if something is to belong to it."""
        references = (value for value in (given or {}).values() if isinstance(value, services.references.Reference))
        owner = next((reference.key for reference in references), None)
        if owner is None:
            self._start(partial(services.forms.read_basis, company_id=company_id), then)
        else:
            self._start(partial(services.forms.read_basis_within, owner=owner, otherwise=company_id), then)

    def read_draft(self, draft_id: int, then: Callable[[tuple[Draft, Basis]], None]) -> None:
        """Read a draft with what its form offers."""
        self._start(partial(services.forms.read_draft, draft_id=draft_id), then)

    def drop(self) -> None:
        """What was wanted doesn't matter any more."""
        self._tasks.cancel(self._ticket)
        self._ticket = 0

    def _start(self, read: Callable[[Any], T], then: Callable[[T], None]) -> None:
        self._tasks.cancel(self._ticket)
        self._ticket = self._tasks.read(self, read, partial(self._on_read, then), self._on_failed)

    def _on_read(self, then: Callable[[T], None], answer: T) -> None:
        self._ticket = 0
        then(answer)

    def _on_failed(self, error: Exception) -> None:
        self._ticket = 0
        if not isinstance(error, AppError):
            raise error
        self.failed.emit(error)
