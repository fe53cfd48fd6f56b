"""The window's dialogs: each is imported and made when it is first asked for, which keeps the start short."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app import __version__, paths, services
from app.background import DatabaseTasks
from app.jobs import Jobs
from app.models.catalogue import RECORD_TYPES
from app.models.desk_types import DESK_TYPES
from app.models.rights import Act
from app.models.servers import Place, ServerAddress
from app.models.values import RecordKey
from app.settings import Settings
from app.views.actions import Actions
from app.views.record_finder import RecordFinder

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.views.attachments.file_desk import FileDesk
    from app.views.dialogs.command_palette import CommandPalette
    from app.views.file_sharing import FileSharing
    from app.views.lists.columns import Columns
    from app.views.picture_desk import PictureDesk


class WindowDialogs(QObject):
    """Opens one dialog of each sort at a time.

    Signals:
        settings_changed: companies or pick lists are different now.
        added: (text) records were made in a dialog.
        others_saved: what dialogs show may be different now.
        record_wanted: (RecordKey) of a record chosen in the palette.
        password_asked: (PasswordChange) somebody is to have another one; maybe whoever is signed in.
        said: a sentence for the status bar.
        place_wanted: (Place) a shared database is to be opened, whose password is known; or a file.
    """

    settings_changed = Signal()
    added = Signal(str)
    others_saved = Signal()
    record_wanted = Signal(object)
    password_asked = Signal(object)
    place_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, settings: Settings, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._jobs, self._settings = tasks, jobs, settings
        self._actions = actions
        self._window = window
        self.finder = RecordFinder(tasks, settings, self)
        self._read_only = False
        self._sight: Sight | None = None
        self.palette: CommandPalette | None = None
        self.open: dict[str, QDialog] = {}

    def set_read_only(self, read_only: bool) -> None:
        """What is opened from now on is for looking only, or for changing as well."""
        self._read_only = read_only

    def set_sight(self, sight: Sight | None) -> None:
        """Who looks through the window from now on."""
        self._sight = sight

    def _keeps(self, type_name: str) -> bool:
        """Whether there is anything of the type to be added or changed."""
        sight = self._sight
        return not self._read_only and (
            sight is None or sight.may(Act.EDIT, type_name) or sight.may(Act.ADD, type_name)
        )

    def show_connect(self) -> None:
        """The shared databases, and how to get to another one."""

        def make() -> QDialog:
            from app.views.dialogs.connect_dialog import ConnectDialog

            dialog = ConnectDialog(self._tasks, self._settings, self._window)
            dialog.chosen.connect(self._on_server_chosen)
            return dialog

        self._show("connect", make)

    def show_create(self, file: Path | None, sharing: FileSharing) -> None:
        """How a shared database is made, of the file that is open if it is wanted so."""

        def make() -> QDialog:
            from app.views.dialogs.create_dialog import CreateDialog

            dialog = CreateDialog(self._tasks, self._jobs, self._settings, file, self._window)
            dialog.signed_in.connect(services.told.remember_password)
            dialog.signed_in.connect(lambda address, password: sharing.tell_jobs())
            dialog.chosen.connect(self._on_server_chosen)
            return dialog

        self._show("create", make)

    def show_fetch(self, place: Place | None) -> None:
        """How the shared database that is open is copied to a file."""

        def make(address: ServerAddress) -> QDialog:
            from app.views.dialogs.fetch_dialog import FetchDialog

            folder = paths.data_folder() if paths.data_folder().is_dir() else Path.home()
            dialog = FetchDialog(self._tasks, self._jobs, address, folder, self._window)
            dialog.ready.connect(self.place_wanted)
            return dialog

        if isinstance(place, ServerAddress):
            self._show("fetch", partial(make, place))

    def _on_server_chosen(self, address: ServerAddress, password: str) -> None:
        services.told.remember_password(address, password)
        self.place_wanted.emit(address)

    def show_settings(self, name: str, place: Place) -> None:
        """A page of the customer database settings, by the name that the sidebar has for it."""
        if name == "companies":
            self.show_companies()
        elif name == "pictures":
            self._show("pictures", lambda: self.pictures.manager(place, read_only=not self._keeps("image")))
        elif name == "pick_lists":
            self.show_pick_lists(place)
        else:
            self.show_people(name)

    @cached_property
    def pictures(self) -> PictureDesk:
        """Whoever opens the pictures, or gives fields one."""
        from app.views.picture_desk import PictureDesk

        desk = PictureDesk(self._tasks, self._jobs, self._window)
        desk.record_wanted.connect(self._on_user_of_picture_wanted)
        return desk

    @cached_property
    def files(self) -> FileDesk:
        """Whoever attaches files to records, and opens and saves them."""
        from app.views.attachments.file_desk import FileDesk

        desk = FileDesk(self._jobs, self._window)
        desk.said.connect(self.said)
        return desk

    def answer(self, event: QEvent) -> None:
        """Give a field below the window what it asked for."""
        from app.views.attachments.desk_wanted import FileDeskWanted
        from app.views.picture_wanted import PictureWanted

        if isinstance(event, FileDeskWanted) and self.finder.place is not None:
            self.files.place, self.files.is_read_only = self.finder.place, self._read_only
            event.desk = self.files
        elif isinstance(event, PictureWanted) and self.finder.place is not None:
            self.pictures.answer(event, self.finder.place)

    def _on_user_of_picture_wanted(self, type_name: str, record_id: int) -> None:
        if type_name in DESK_TYPES:
            self.record_wanted.emit(RecordKey(type_name, record_id))
        elif not self._keeps(type_name):
            return
        elif type_name == "company":
            self.show_companies()
        else:
            self.show_people(type_name)

    def show_companies(self) -> None:
        """The operating companies."""

        def make() -> QDialog:
            from app.views.dialogs.companies_dialog import CompaniesDialog

            dialog = CompaniesDialog(self._tasks, self._settings, self._window)
            dialog.changed.connect(self.settings_changed)
            self.others_saved.connect(dialog.refresh)
            return dialog

        self._show("companies", make)

    def show_add_services(self, key: RecordKey) -> None:
        """Add services and products to a customer or a contract."""

        def make() -> QDialog:
            from app.views.dialogs.add_services_dialog import AddServicesDialog

            dialog = AddServicesDialog(key, self._tasks, self._settings, self._window)
            dialog.added.connect(self.added)
            return dialog

        self._show(f"add_services/{key.type_name}/{key.id}", make)

    def show_people(self, type_name: str) -> None:
        """Staff, teams, customer workgroups or roles."""

        def make() -> QDialog:
            from app.views.dialogs.people_dialog import PeopleDialog

            dialog = PeopleDialog(RECORD_TYPES[type_name], self._tasks, self._settings, self._window)
            dialog.changed.connect(self.settings_changed)
            dialog.password_asked.connect(self.password_asked)
            self.others_saved.connect(dialog.refresh)
            return dialog

        self._show(type_name, make)

    def show_pick_lists(self, place: Place) -> None:
        """The pick lists of the open database."""

        def make() -> QDialog:
            from app.views.dialogs.pick_lists_dialog import PickListsDialog

            dialog = PickListsDialog(self._tasks, self._jobs, place, self._window)
            dialog.changed.connect(self.settings_changed)
            return dialog

        self._show("pick_lists", make)

    def show_columns(self, columns: Columns) -> None:
        """The columns of a list."""

        def make() -> QDialog:
            from app.views.dialogs.columns_dialog import ColumnsDialog

            return ColumnsDialog(columns, self._window)

        self._show("columns", make)

    def show_encryption(self, path: Path | None, sharing: FileSharing) -> None:
        """Whether the open file is encrypted, and how that is changed."""

        def make(path: Path) -> QDialog:
            from app.views.dialogs.encryption_dialog import EncryptionDialog

            return EncryptionDialog(self._tasks, sharing, path, self._window)

        if path is not None:
            self._show("encryption", partial(make, path))

    def ask_for_key(self, sharing: FileSharing, path: Path, then: Callable[[], None]) -> None:
        """The passphrase or recovery key of an encrypted backup, then an act that needs it."""

        def make() -> QDialog:
            from app.views.dialogs.unlock_dialog import UnlockDialog

            dialog = UnlockDialog(self._tasks, path, self._window)
            dialog.accepted.connect(sharing.tell_jobs)
            dialog.accepted.connect(then)
            return dialog

        self._show("unlock", make)

    def show_explanation(self, key: RecordKey) -> None:
        """Who may do what to a record, and why."""

        def make() -> QDialog:
            from app.views.dialogs.explain_dialog import ExplainDialog

            return ExplainDialog(RECORD_TYPES[key.type_name], key.id, self._tasks, self._window)

        self._close("explain")
        self._show("explain", make)

    def show_view_as(self, view_as: Callable[[int], None]) -> None:
        """Choose through whose eyes to look."""

        def make() -> QDialog:
            from app.views.dialogs.view_as_dialog import ViewAsDialog

            dialog = ViewAsDialog(self._tasks, self._window)
            dialog.chosen.connect(view_as)
            return dialog

        self._show("view_as", make)

    def _close(self, name: str) -> None:
        if (dialog := self.open.pop(name, None)) is not None:
            dialog.close()

    def show_keys(self) -> None:
        """Every key of the window."""

        def make() -> QDialog:
            from app.views.dialogs.keys_dialog import KeysDialog

            return KeysDialog(self._actions.groups, self._window)

        self._show("keys", make)

    def show_palette(self) -> None:
        """Everything that can be done, and every record, by some letters of its name."""
        if self.palette is None:
            from app.views.dialogs.command_palette import CommandPalette

            self.palette = CommandPalette(self.finder.find, self._window)
            self.palette.record_chosen.connect(self.record_wanted)
        self.palette.summon(list(self._actions.by_name.values()))

    def end(self) -> None:
        """The file is let go: what was found in it can't be opened any more."""
        if self.palette is not None and self.palette.isVisible():
            self.palette.dismiss()

    def show_about(self) -> None:
        """Which program and which version this is."""

        def make() -> QDialog:
            from PySide6.QtWidgets import QMessageBox

            box = QMessageBox(self._window)
            box.setWindowTitle(self.tr("About Deskbook"))
            box.setText(self.tr("Deskbook {0}").format(__version__))
            box.setInformativeText(self.tr("Customer records for a service desk."))
            return box

        self._show("about", make)

    def _forget(self, name: str, dialog: QDialog) -> None:
        """It is gone; another may have taken its place by then."""
        if self.open.get(name) is dialog:
            del self.open[name]

    def _show(self, name: str, make: Callable[[], QDialog]) -> None:
        dialog = self.open.get(name)
        if dialog is None:
            dialog = self.open[name] = make()
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.destroyed.connect(partial(self._forget, name, dialog))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
