"""Everything the window can be told to do: each act once, for the menus, the toolbar, the palette and the list of keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.models.contract import SERVICE
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.models.fields import RecordType
from app.models.interaction import INTERACTION
from app.models.invoice import INVOICE
from app.models.rights import Act as Right
from app.views.words import label_of

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.views.forms.pane_actions import PaneActions

_WITHOUT_DATABASE = frozenset({
    "new_file", "open_file", "connect", "create_shared", "restore", "quit", "palette", "keys", "about"
})  # fmt: skip
_OF_A_FILE = frozenset({"backup", "backups", "encryption"})
"""What a server does for itself, or has done by whoever looks after it."""
_OF_A_SERVER = frozenset({"fetch", "password"})
_WRITING = frozenset({
    "new", "log_interaction", "add_services", "edit", "trash", "undo", "redo", "undo_list", "companies", "pick_lists", "staff", "team", "workgroup", "role",
    "encryption", "together", "intake"
})  # fmt: skip
_OF_A_FORM = frozenset({"save", "save_and_close", "save_draft", "revert"})
_OF_RECORDS = _OF_A_FORM | {
    "edit", "trash", "copy", "filter", "columns", "own_window", "chart", "explain", "previous", "next", "list"
}  # fmt: skip
"""What is done to a list of records or to the record beside it, and so only where those are shown."""
_OF_CUSTOMERS = frozenset({"chart"})
"""What only customers have."""
_RIGHTS = {"edit": Right.EDIT, "trash": Right.DELETE}
"""What is needed for what is done to the records that are shown."""
_ADDS = {"log_interaction": INTERACTION.name, "add_services": SERVICE.name}
"""What is made by them."""
_ASKS_FOR = {
    **{record_type.name: (record_type.name, (Right.VIEW,)) for record_type in DESK_TYPES.values()},
    "expiring": (SERVICE.name, (Right.VIEW,)),
    "intake": (INTERACTION.name, (Right.ADD,)),
    "overdue": (INVOICE.name, (Right.VIEW,)),
    "pictures": ("image", (Right.VIEW,)),
    "pick_lists": ("pick_value", (Right.EDIT, Right.ADD)),
    "companies": ("company", (Right.EDIT, Right.ADD)),
    "staff": ("staff", (Right.EDIT, Right.ADD)),
    "team": ("team", (Right.EDIT, Right.ADD)),
    "workgroup": ("workgroup", (Right.EDIT, Right.ADD)),
    "role": ("role", (Right.VIEW,)),
}
"""What an act is about, and one of which rights is needed for it to make sense; the others need none of their own."""
_ALSO_IN = {"trash": frozenset({"edit"})}
"""What means something else in another place: F2 restores in the trash."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name, its group (a menu), the words people read and its keys."""

    name: str
    group: str
    text: str
    keys: QKeySequence | QKeySequence.StandardKey | str = ""


@cache
def new_things() -> Mapping[str, tuple[RecordType, str]]:
    """What can be made new, by the name that menus and settings have for it: a kind of a type, or a type without kinds."""
    found: dict[str, tuple[RecordType, str]] = {}
    for record_type in (each for each in DESK_TYPES.values() if each.by_hand and each.begun_in_form):
        for kind in record_type.kinds:
            found[kind.value] = (record_type, kind.value)
        if not record_type.kinds:
            found[record_type.name] = (record_type, "")
    return found


def is_offered(name: str, sight: Sight | None, shown: str = CUSTOMER.name) -> bool:
    """Whether an act, or a place of the window, is there at all for somebody.

    Args:
        name: of the act or the place.
        sight: theirs; None for everything.
        shown: the type of the records that are shown, to which some acts are done.
    """
    if name == "edit" and not DESK_TYPES[shown].by_hand:
        return False
    if sight is None:
        return True
    if name in _RIGHTS:
        return sight.may(_RIGHTS[name], shown)
    if name in _ADDS:
        return sight.may(Right.ADD, _ADDS[name])
    if name == "new":
        return any(sight.may(Right.ADD, record_type.name) for record_type, _ in new_things().values())
    if name.removeprefix("new_") in new_things() and name.startswith("new_"):
        return sight.may(Right.ADD, new_things()[name.removeprefix("new_")][0].name)
    type_name, rights = _ASKS_FOR.get(name, ("", ()))
    return not rights or any(sight.may(right, type_name) for right in rights)


class Actions(QObject):
    """The window's acts, by name. Ctrl is the Command key on macOS; Qt sees to that."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._is_open = self._is_read_only = False
        self._is_file = True
        self._place = ""
        self._sight: Sight | None = None
        self._pane: PaneActions | None = None
        self.by_name: dict[str, QAction] = {}
        self.groups: dict[str, list[QAction]] = {}
        for act in (*self._new_acts(), *self._acts()):
            self._add(act)
        self.by_name["sign_out"].setVisible(False)  # until one has signed in

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]

    def assign(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Say what each act does."""
        for name, slot in slots.items():
            self.by_name[name].triggered.connect(lambda checked=False, slot=slot: slot())

    def set_database_open(self, is_open: bool, *, read_only: bool = False, is_file: bool = True) -> None:
        """Let only those act that make sense; what a form decides stays off until there is one."""
        self._is_open, self._is_read_only, self._is_file = is_open, read_only, is_file
        self._pane = None
        for name, action in self.by_name.items():
            if name not in _WITHOUT_DATABASE:
                action.setEnabled(self._may(name))

    def set_sight(self, sight: Sight | None, *, may_lend: bool) -> None:
        """Leave out what may not be done by whoever looks through the window.

        Args:
            sight: theirs; None for everything.
            may_lend: they may look through the eyes of others.
        """
        self._sight = sight
        for name, action in self.by_name.items():
            if name != "sign_out":  # which is there as long as there is a session
                action.setVisible(may_lend if name == "view_as" else self._is_offered(name))

    def _is_offered(self, name: str) -> bool:
        return is_offered(name, self._sight, self._place if self._is_among_records() else CUSTOMER.name)

    def set_place(self, place: str) -> None:
        """Let those act that are about what is shown now; a place without a name has nothing of a database."""
        if place != self._place:
            self._place = place
            self._pane = None
            for name in _OF_RECORDS - _OF_A_FORM:
                self.by_name[name].setEnabled(self._may(name))
                self.by_name[name].setVisible(self._is_offered(name))
            self._follow()

    def _may(self, name: str) -> bool:
        is_writing = name in _WRITING or name.startswith("new_")
        is_about_it = name not in _OF_RECORDS or self._is_among_records(name) or self._is_also_here(name)
        is_here = self._is_open and is_about_it and name not in (_OF_A_SERVER if self._is_file else _OF_A_FILE)
        return is_here and name not in _OF_A_FORM and not (self._is_read_only and is_writing)

    def _is_among_records(self, name: str = "") -> bool:
        """Whether records are shown to which the act can be done."""
        return self._place == CUSTOMER.name if name in _OF_CUSTOMERS else self._place in DESK_TYPES

    def _is_also_here(self, name: str) -> bool:
        return name in _ALSO_IN.get(self._place, ())

    def follow(self, pane: PaneActions) -> None:
        """Let the acts of a form do what the form that is open lets them do, while it is shown."""
        self._pane = pane
        self._follow()

    def _follow(self) -> None:
        pane, is_shown = self._pane, self._is_among_records()
        if pane is None:
            for name in _OF_A_FORM:
                self.by_name[name].setEnabled(False)
            return
        for name, action in (("save", pane.save), ("save_and_close", pane.save_and_close), ("revert", pane.revert)):
            self.by_name[name].setEnabled(is_shown and action.isEnabled())
        is_draft = pane.save_as_draft.isEnabled() and pane.save_as_draft.isVisible()
        self.by_name["save_draft"].setEnabled(is_shown and is_draft)

    def fill(self, bar: QMenuBar) -> None:
        """Put a menu for each group into the menu bar."""
        for group, actions in self.groups.items():
            menu: QMenu = bar.addMenu(group)
            menu.addActions(actions)

    def _new_acts(self) -> tuple[Act, ...]:
        group = self.tr("&New")
        first = Act("new", group, self.tr("New"), QKeySequence.StandardKey.New)
        return (first, *(Act(f"new_{name}", group, _new_words(*thing)) for name, thing in new_things().items()))

    def _file_acts(self) -> tuple[Act, ...]:
        file = self.tr("&File")
        return (
            Act("new_file", file, self.tr("New database…")),
            Act("open_file", file, self.tr("Open database…"), QKeySequence.StandardKey.Open),
            Act("connect", file, self.tr("Connect to a shared database…")),
            Act("create_shared", file, self.tr("Create a shared database…")),
            Act("fetch", file, self.tr("Copy to a local file…")),
            Act("backup", file, self.tr("Back up…")),
            Act("restore", file, self.tr("Restore a backup…")),
            Act("backups", file, self.tr("Backups…")),
            Act("recovered", file, self.tr("Recovered text…")),
            Act("check", file, self.tr("Check the database")),
            Act("encryption", file, self.tr("Encryption…")),
            Act("password", file, self.tr("Change password…")),
            Act("sign_out", file, self.tr("Sign out…")),
            Act("quit", file, self.tr("Quit"), QKeySequence.StandardKey.Quit),
        )

    def _acts(self) -> tuple[Act, ...]:
        edit, view, go, help_ = self.tr("&Edit"), self.tr("&View"), self.tr("&Go"), self.tr("&Help")
        return (
            *self._file_acts(),
            Act("undo", edit, self.tr("Undo"), QKeySequence.StandardKey.Undo),
            Act("redo", edit, self.tr("Redo"), QKeySequence.StandardKey.Redo),
            Act("undo_list", edit, self.tr("Undo list…"), "Ctrl+Alt+Z"),
            Act("edit", edit, self.tr("Edit record"), "F2"),
            Act("save", edit, self.tr("Save"), QKeySequence.StandardKey.Save),
            Act("save_and_close", edit, self.tr("Save and close"), "Ctrl+Return"),
            Act("save_draft", edit, self.tr("Save as draft"), "Ctrl+Shift+S"),
            Act("revert", edit, self.tr("Revert")),
            Act("trash", edit, self.tr("Move to trash…")),
            Act("copy", edit, self.tr("Copy rows"), "Ctrl+Shift+C"),
            Act("find", view, self.tr("Search"), QKeySequence.StandardKey.Find),
            Act("filter", view, self.tr("Filter"), "Ctrl+Shift+F"),
            Act("columns", view, self.tr("Columns…")),
            Act("refresh", view, self.tr("Refresh"), QKeySequence.StandardKey.Refresh),
            Act("log_interaction", edit, self.tr("Log an interaction…"), "Ctrl+Shift+I"),
            Act("add_services", edit, self.tr("Add services and products…"), "Ctrl+Shift+A"),
            Act("own_window", view, self.tr("Record in own window"), "Ctrl+Shift+O"),
            Act("chart", view, self.tr("Organisation chart"), "Ctrl+Shift+G"),
            Act("explain", view, self.tr("Explain rights…")),
            Act("view_as", view, self.tr("View as…")),
            Act("expiring", go, self.tr("Services that expire soon")),
            Act("overdue", go, self.tr("Overdue invoices")),
            Act("palette", go, self.tr("Go to or do…"), "Ctrl+K"),
            Act("previous", go, self.tr("Previous record"), "Ctrl+Up"),
            Act("next", go, self.tr("Next record"), "Ctrl+Down"),
            Act("list", go, self.tr("To the list"), "Ctrl+L"),
            Act("open_trash", go, self.tr("Trash")),
            Act("next_company", go, self.tr("Work for the next operating company"), "Ctrl+Alt+O"),
            Act("companies", go, self.tr("Operating companies…")),
            Act("pick_lists", go, self.tr("Pick lists…")),
            Act("pictures", go, self.tr("Pictures…")),
            Act("staff", go, self.tr("Staff…")),
            Act("team", go, self.tr("Teams…")),
            Act("workgroup", go, self.tr("Customer workgroups…")),
            Act("role", go, self.tr("Roles…")),
            Act("intake", go, self.tr("Intake…")),
            Act("together", go, self.tr("Working together…")),
            Act("keys", help_, self.tr("Keys"), QKeySequence.StandardKey.HelpContents),
            Act("about", help_, self.tr("About Deskbook")),
        )

    def _add(self, act: Act) -> None:
        action = QAction(act.text, self._window)
        action.setObjectName(act.name)
        if act.keys:
            action.setShortcut(act.keys)
        if act.name in ("quit", "about"):
            roles = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}
            action.setMenuRole(roles[act.name])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)
        self.by_name[act.name] = action
        self.groups.setdefault(act.group, []).append(action)


def _new_words(record_type: RecordType, kind: str) -> str:
    """What people call what is made new."""
    return next((label_of(choice) for choice in record_type.kinds if choice.value == kind), label_of(record_type))
