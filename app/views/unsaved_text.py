"""Unsaved text in the window: kept while it is typed, and offered back when nobody has it open any more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.desk_types import DESK_TYPES
from app.models.formatting import format_moment, own_date_order
from app.models.servers import Place
from app.views.desk import Desk
from app.views.forms.keeping import Keeping, NoteKeeping
from app.views.forms.notes_tab import NotesTab
from app.views.forms.record_pane import RecordPane
from app.views.keeper import Keeper
from app.views.status_line import StatusLine
from app.views.widgets.message_line import Level
from app.views.widgets.notice_bar import NoticeBar
from app.views.words import failure_words, isolated

if TYPE_CHECKING:
    from app.services.recovery import Left, Unsaved
    from app.store.recovery import Entry
    from app.views.dialogs.recovered_dialog import RecoveredDialog

_NAME_LETTERS = 60


class UnsavedText(QObject):
    """The bar at the top of the window, the list behind it, and what each form says of its own record.

    Signals:
        page_wanted: (type name) what is gone on with stands on the page of that type.
    """

    page_wanted = Signal(str)

    def __init__(self, tasks: DatabaseTasks, desk: Desk, status: StatusLine, window: QMainWindow) -> None:
        super().__init__(window)
        self._tasks, self._desk, self._status, self._window = tasks, desk, status, window
        self._keepings: dict[RecordPane, Keeping] = {}
        self._lefts: tuple[Left, ...] = ()
        self._offers: dict[RecordPane, str] = {}
        self.keeper = Keeper(tasks, self)
        self.dialog: RecoveredDialog | None = None
        self.bar = NoticeBar(self.tr("Unsaved text"), window)
        self.show_button = self.bar.add_button(self.tr("&Show"), self.show_list)
        self.later_button = self.bar.add_button(self.tr("&Later"), lambda: self.bar.say(""))
        self.keeper.listed.connect(self._on_listed)
        self.keeper.discarded.connect(self._on_discarded)
        self.keeper.said.connect(status.say)

    def watch(self, pane: RecordPane) -> None:
        """Keep from now on what is typed in this pane."""
        self._keepings[pane] = Keeping(pane.session, self.keeper)
        for tab in pane.pages.related:
            if isinstance(tab, NotesTab):
                NoteKeeping(tab.quick, self.keeper)
        pane.destroyed.connect(lambda: (self._keepings.pop(pane, None), self._offers.pop(pane, None)))
        pane.state_changed.connect(partial(self._offer_in, pane))
        pane.pages.banner.link_clicked.connect(partial(self._on_banner_clicked, pane))

    def begin(self, place: Place, node: int, key: bytes | None) -> None:
        """Work for the database that is open now."""
        self.keeper.begin(place, node, key)

    def stop(self) -> None:
        """The database that is open is none to keep anything for."""
        self.keeper.stop()

    def show_list(self) -> None:
        """Show everything that was kept, and what was discarded lately."""
        if self.dialog is None:
            from app.views.dialogs.recovered_dialog import RecoveredDialog

            self.dialog = RecoveredDialog(self._window)
            self.dialog.open_wanted.connect(self.open)
            self.dialog.discard_wanted.connect(self.keeper.throw_away)
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.destroyed.connect(self._on_dialog_gone)
            self.dialog.show_lefts(self._lefts)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.keeper.refresh()

    def open(self, name: str, pane: RecordPane | None = None) -> None:
        """Go on with a text: its form opens with what was typed, and nothing is stored yet."""
        entry = next((entry for entry in self.keeper.entries if entry.name == name), None)
        if entry is not None and entry.kept.record_type in DESK_TYPES:  # others are of a later version
            where = pane or self._desk.page(entry.kept.record_type).pane
            where.leave(partial(self._read, entry, where))

    def _read(self, entry: Entry, pane: RecordPane) -> None:
        read = partial(services.recovery.read_unsaved, kept=entry.kept)
        self._tasks.read(self, read, partial(self._on_read, entry, pane), self._on_not_read)

    def _on_read(self, entry: Entry, pane: RecordPane, unsaved: Unsaved) -> None:
        self.keeper.take(entry.name, partial(self._on_taken, pane, unsaved))

    def _on_taken(self, pane: RecordPane, unsaved: Unsaved, token: str) -> None:
        if self.dialog is not None:
            self.dialog.close()
        page = self._desk.page(pane.record_type.name)
        if pane is page.pane:
            self.page_wanted.emit(pane.record_type.name)
            page.show_pane()
            if unsaved.sheet is not None:
                page.list.refresh(wanted=unsaved.sheet.record.id)
        pane.open_unsaved(unsaved)
        self._keepings[pane].adopt(token)
        text = self.tr("This is what was typed and not saved. Save it, or revert to what is stored.")
        if unsaved.is_homeless:
            text = self.tr("The record is in the trash or gone. What was typed for it stands here as a new one.")
        elif unsaved.sheet is None:
            text = self.tr("This is what was typed and not saved. Save it, or discard it.")
        pane.pages.banner.show_message(text, Level.WARNING)

    def _on_not_read(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._status.say(failure_words(error))

    def _on_listed(self, entries: tuple[Entry, ...]) -> None:
        if not entries:
            self._show(())
            return
        self._tasks.read(self, partial(services.recovery.read_left, entries=entries), self._show, self._on_not_read)

    def _show(self, lefts: tuple[Left, ...]) -> None:
        """Show what is worth showing: what was stored in the last moment, after all, is not."""
        stored = [left for left in lefts if not left.entry.is_discarded and _is_stored(left)]
        for left in stored:
            self.keeper.throw_away(left.entry.name)
        self._lefts = tuple(left for left in lefts if left not in stored)
        waiting = [left for left in self._lefts if not left.entry.is_discarded]
        self.bar.say(self._sentence(waiting) if waiting else "")
        if self.dialog is not None:
            self.dialog.show_lefts(self._lefts)
        for pane in self._keepings:
            self._offer_in(pane)

    def _sentence(self, waiting: list[Left]) -> str:
        latest = waiting[0].entry.kept
        when = format_moment(latest.at, own_date_order())
        if len(waiting) > 1:
            text = self.tr("Unsaved text for {count} records was kept, the latest from {when}.")
            return text.format(count=len(waiting), when=when)
        name = isolated(latest.title[:_NAME_LETTERS] or self.tr("a new record"))
        return self.tr("Unsaved text from {when} for {name} was kept.").format(when=when, name=name)

    def _of(self, pane: RecordPane) -> Left | None:
        """What waits for the record that the pane shows."""
        shown = (pane.record_type.name, pane.record_id())
        waiting = (left for left in self._lefts if not left.entry.is_discarded and left.entry.kept.record_id)
        return next(
            (left for left in waiting if (left.entry.kept.record_type, left.entry.kept.record_id) == shown), None
        )

    def _offer_in(self, pane: RecordPane) -> None:
        banner = pane.pages.banner
        left = self._of(pane)
        if left is None and banner.text() and banner.text() == self._offers.get(pane):
            banner.show_message("", Level.HINT)  # another window has taken it
        if left is None or pane.is_dirty() or banner.text():
            return
        when = format_moment(left.entry.kept.at, own_date_order())
        text = self.tr("What was typed here on {when} was not saved, and was kept.").format(when=when)
        self._offers[pane] = text
        banner.show_message(text, Level.WARNING, self.tr("Open with what was typed"))

    def _on_banner_clicked(self, pane: RecordPane) -> None:
        left = self._of(pane)
        if left is not None:
            self.open(left.entry.name, pane)

    def _on_discarded(self, name: str, title: str) -> None:
        self._status.offer(self.tr("Undo discard"), partial(self.open, name))
        said = self.tr("What was typed for {name} is discarded; for 7 days it stays in the list of recovered text")
        self._status.say(said.format(name=isolated(title[:_NAME_LETTERS] or self.tr("a new record"))))

    def _on_dialog_gone(self) -> None:
        self.dialog = None


def _is_stored(left: Left) -> bool:
    """Whether everything typed is stored already: the process ended between the save and the sweeping up."""
    from app.views.forms.kept_words import differences

    return left.is_stored or (left.now is not None and left.basis is not None and not differences(left))
