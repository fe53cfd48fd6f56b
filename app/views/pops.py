"""Screen pops: whoever calls is found, and comes up without anything that is being typed going away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.calls import By, Call, CallError, call_of_message
from app.models.customer import CUSTOMER
from app.models.fields import item_type
from app.models.interaction import INTERACTION
from app.models.values import Record, RecordKey
from app.views.pop_words import sentence_of
from app.views.widgets.notice_bar import NoticeBar
from app.views.words import isolated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.matching import Candidate, Match
    from app.services.saving import Saved
    from app.views.dialogs.pop_dialog import PopDialog
    from app.views.forms.editors import Raw
    from app.views.main_window import MainWindow

_FIELDS = {By.PHONE: ("phones", "number"), By.EMAIL: ("emails", "address")}
"""Where in a new customer stands what they were not known by."""


def _is_of(record: Record, match: Match) -> bool:
    """Whether what somebody was not known by stands in a record."""
    if match.call.by not in _FIELDS:
        return record.values.get("customer_code") == match.call.text
    name, part = _FIELDS[match.call.by]
    return any(item.values.get(part) == match.shown for item in record.items.get(name, ()))


class Pops(QObject):
    """One call at a time: the latest; those before it wait below it.

    While something is typed, or asked, a bar says who calls, and the rest waits until somebody clicks.
    """

    def __init__(self, tasks: DatabaseTasks, window: MainWindow) -> None:
        super().__init__(window)
        self._tasks, self._main = tasks, window
        self._early: Call | None = None  # before there is anything to look in
        self._waiting: list[Match] = []
        self.dialog: PopDialog | None = None
        self.bar = NoticeBar(self.tr("Calls"), window)
        self.open_button = self.bar.add_button(self.tr("&Open"), self._on_open)
        self.dismiss_button = self.bar.add_button(self.tr("&Dismiss"), self._dismiss)
        self._dialled: int | None = None
        self._made_for: Match | None = None
        window.customers.pane.saved.connect(self._on_saved)

    def hear(self, message: Mapping[str, object]) -> str:
        """Take what another process told of; what is wrong with it, "" for nothing."""
        try:
            call = call_of_message(message)
        except CallError as error:
            return str(error)
        QTimer.singleShot(0, self, partial(self.pop, call))  # whoever told of it doesn't wait for that
        return ""

    def pop(self, call: Call) -> None:
        """Find out who calls, and show them; as soon as a database is open, if none is."""
        self._come_forward()
        if not self._may_look():
            self._early = call
            return
        self._early = None
        find = partial(services.matching.find, call=call)
        self._tasks.read(self, find, self._on_found)

    def go_on(self) -> None:
        """A database is open now, or the session goes on: whoever called before is looked for."""
        if self._early is not None:
            self.pop(self._early)

    def end(self) -> None:
        """Another database: whoever called was looked for in the one before."""
        self._waiting.clear()
        self._dialled = self._made_for = None
        self._say()
        if self.dialog is not None:
            self.dialog.close()

    def offer_to_complete(self, interaction_id: int, name: str, number: str) -> None:
        """A call that was dialled is written down; what came of it can be added."""
        self._dialled = interaction_id
        text = self.tr("The call to {name}, {number}, is written down.")
        self.bar.say(text.format(name=isolated(name), number=isolated(number)))
        self.open_button.setText(self.tr("&Complete"))

    def _may_look(self) -> bool:
        window = self._main
        return window.place is not None and window.sidebar.isEnabled() and self._cover() is None

    def _cover(self) -> QWidget | None:
        """What stands in the window's place when its session is over."""
        return self._main.together.sessions.cover if "together" in vars(self._main) else None

    def _come_forward(self) -> None:
        window = self._cover() or self._main
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()

    def _is_busy(self) -> bool:
        """Whether somebody is in the middle of something that a record coming up would take them away from."""
        page = self._main.customers
        is_editing = page.has_pane() and (page.pane.is_editing() or page.pane.is_entering())
        is_asked = bool(QApplication.activeModalWidget() or QApplication.activePopupWidget())
        return is_editing or is_asked or self._main.work.is_dirty()

    def _on_found(self, match: Match) -> None:
        if self._is_busy():
            self._waiting.append(match)
            self._dialled = None  # whoever calls now comes before what was written down
            self._say()
        else:
            self._show(match)

    def _show(self, match: Match) -> None:
        if match.sure is not None:
            self._accept(match, match.sure)
        else:
            self._ask(match)

    def _ask(self, match: Match) -> None:
        from app.views.dialogs.pop_dialog import PopDialog

        if self.dialog is not None:
            self.dialog.close()
        makes = [self._main.actions_[f"new_{kind.value}"] for kind in CUSTOMER.kinds]
        dialog = self.dialog = PopDialog(match, makes, self._main)
        dialog.chosen.connect(partial(self._accept, match))
        dialog.new_wanted.connect(partial(self._make, match))
        dialog.finished.connect(lambda _: self._on_closed(dialog))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _on_closed(self, dialog: PopDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    def _accept(self, match: Match, candidate: Candidate) -> None:
        key = candidate.reference.key
        self._main.records.open(key)
        self._main.status.say(sentence_of(match))
        self._note(match, key.id)

    def _note(self, match: Match, customer_id: int) -> None:
        if not self._main.rights.is_read_only:
            note = partial(services.calls.note_popped, customer_id=customer_id, call=match.call)
            self._tasks.write(self, note, lambda _: None)

    def _make(self, match: Match, kind: str) -> None:
        """Somebody new, with what they were not known by filled in."""
        if match.call.by in _FIELDS:
            name, part = _FIELDS[match.call.by]
            label = item_type(CUSTOMER.by_name[name]).by_name["label"].default
            given: dict[str, Raw] = {name: [{"label": str(label), part: match.shown, "is_primary": "yes"}]}
        else:
            given = {"customer_code": match.call.text}
        self._made_for = match
        self._main.records.new(kind, given)

    def _on_saved(self, saved: Saved) -> None:
        """Whoever was made of a call has called, if it is them: by then the form may be about somebody else."""
        match, record = self._made_for, saved.record
        if match is not None and saved.is_new and record.type_name == CUSTOMER.name and _is_of(record, match):
            self._made_for = None
            self._note(match, record.id)

    def _on_open(self) -> None:
        if self._dialled is not None:
            dialled, self._dialled = self._dialled, None
            self._say()
            self._main.records.edit(RecordKey(INTERACTION.name, dialled))
        elif self._waiting:
            match = self._waiting.pop()
            self._say()
            self._show(match)

    def _dismiss(self) -> None:
        if self._dialled is not None:
            self._dialled = None
        elif self._waiting:
            self._waiting.pop()
        self._say()

    def _say(self) -> None:
        """The latest call that waits, if one does."""
        self.open_button.setText(self.tr("&Open"))
        self.bar.say(sentence_of(self._waiting[-1]) if self._waiting else "")
