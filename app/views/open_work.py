"""What people have open on the database: records beside the list and in windows of their own, and dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.views.desk import Desk
from app.views.typing_dialog import TypingDialog

if TYPE_CHECKING:
    from app.views.forms.record_pane import RecordPane


class OpenWork(QObject):
    """All of it belongs to one file and ends with it: what stayed open would act on the next."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self.desk, self._window = desk, window
        self.veiled: Sequence[QWidget] = ()  # hidden for a while, and open all the same

    def is_dirty(self) -> bool:
        """Whether something typed anywhere is not stored."""
        panes = self.desk.panes()
        return any(pane.is_dirty() for pane in panes) or any(dialog.is_dirty() for dialog in self._typing_dialogs())

    def leave_all(self, then: Callable[[], None]) -> None:
        """Go on when nothing typed would be lost, wherever it stands; each that is dirty asks."""
        # a dialog stands above the record that it was opened from, and is answered first
        parts: list[RecordPane | TypingDialog] = [*self._typing_dialogs(), *self.desk.panes()]
        dirty = next((part for part in parts if part.is_dirty()), None)
        if dirty is None:
            then()
        else:
            dirty.window().activateWindow()
            dirty.leave(partial(self.leave_all, then))

    def end(self) -> None:
        """Close it all, without asking again."""
        self._close_dialogs()
        self.desk.end()

    def _close_dialogs(self) -> None:
        dialogs = [dialog for dialog in self._window.findChildren(QDialog) if self._is_open(dialog)]
        if not dialogs:
            return
        from app.views.dialogs.crash_dialog import CrashDialog
        from app.views.dialogs.making_dialog import MakingDialog

        for dialog in dialogs:
            is_of_program = isinstance(dialog, CrashDialog)  # what it tells is of the program, whichever file is open
            is_at_work = isinstance(dialog, MakingDialog) and dialog.is_at_work()  # on another database anyway
            if not is_of_program and not is_at_work:
                dialog.done(QDialog.DialogCode.Rejected)

    def _typing_dialogs(self) -> list[TypingDialog]:
        return [dialog for dialog in self._window.findChildren(TypingDialog) if self._is_open(dialog)]

    def _is_open(self, dialog: QDialog) -> bool:
        return dialog.isVisible() or dialog in self.veiled
