"""Staff, teams, customer workgroups or roles, as an administrator keeps them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.models.role import ROLE
from app.models.servers import ServerAddress
from app.models.staff import STAFF
from app.overriding import override
from app.settings import Settings
from app.views.dialogs.kept_dialog import KeptDialog
from app.views.dialogs.writing import by_current_user
from app.views.forms.questions import confirm
from app.views.forms.record_form import RecordForm
from app.views.widgets.message_line import Level
from app.views.words import isolated


class PeopleForm(RecordForm):
    """Of records that stand in the settings; who they refer to is opened elsewhere."""

    leads_to_records = False


class RoleForm(PeopleForm):
    """The matrix of rights takes the whole width."""

    most_columns = 1


class PeopleDialog(KeptDialog):
    """They are added, edited and moved to the trash, from where they can be had back at once.

    Signals:
        password_asked: (PasswordChange) somebody is to have another one; maybe whoever is signed in.
    """

    password_asked = Signal(object)

    form_class = PeopleForm

    def __init__(
        self, record_type: RecordType, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(record_type, tasks, settings, parent)
        self._gone: tuple[int, str] | None = None
        if record_type is ROLE:
            self.form_class = RoleForm
            self.resize(self.width() + self.fontMetrics().averageCharWidth() * 66, self.height())
        for button in {self.copy_button, self.active_button, self.password_button} - set(self._list_acts()):
            button.hide()
        if not isinstance(tasks.place, ServerAddress):
            self.password_button.hide()
        self.password_button.clicked.connect(lambda: self.leave(self._ask_for_password))
        self.delete_button.clicked.connect(lambda: self.leave(self._ask_to_delete))
        self.copy_button.clicked.connect(lambda: self.leave(self._copy))
        self.message.link_clicked.connect(self._bring_back)
        self.new_button.clicked.connect(self._forget_gone)
        self.list.moved.connect(self._forget_gone)
        self.changed.connect(self._forget_gone)

    @override
    def _list_acts(self) -> tuple[QPushButton, ...]:
        own = {STAFF.name: (self.active_button, self.password_button), ROLE.name: (self.copy_button,)}
        return (self.new_button, *own.get(self.record_type.name, ()), self.delete_button)

    @override
    def _show_acts(self) -> None:
        super()._show_acts()
        row = self.list.current_row()
        self.password_button.setEnabled(row is not None and row.active and self.active_button.isEnabled())

    def _ask_for_password(self) -> None:
        """Of the one who is chosen; whoever isn't active signs in nowhere."""
        row, place = self.list.current_row(), self._tasks.place
        if row is not None and isinstance(place, ServerAddress):
            from app.views.dialogs.password_dialog import StaffPasswordDialog

            dialog = StaffPasswordDialog(self._tasks, place, row.id, row.name, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.change.changed.connect(self._on_password_set)
            self.password_asked.emit(dialog.change)
            dialog.open()

    def _on_password_set(self, said: str) -> None:
        self.message.say(f"{said}.", Level.HINT)

    def _ask_to_delete(self) -> None:
        row = self.list.current_row()
        if row is not None:
            confirm(
                self,
                self.tr("Move {name} to the trash?").format(name=isolated(row.name)),
                self.tr("What was done stays as it is, and says who did it."),
                self.tr("Move to the trash"),
                partial(self._delete, row.id, row.name),
            )

    def _delete(self, record_id: int, name: str) -> None:
        move = partial(services.taking_back.move_to_trash, type_name=self.record_type.name, ids=[record_id])
        self._tasks.write(self, move, lambda moved: self._on_deleted(record_id, name), self._on_failed)

    def _on_deleted(self, record_id: int, name: str) -> None:
        """Show what stands next in the list, and the way back."""
        following = self.list.neighbour_of(record_id)
        self.changed.emit()
        self._gone = record_id, name
        self._start_new()
        if following:
            self._open(following)
        self._read_list()

    @override
    def _show_base(self) -> None:
        super()._show_base()
        if self._gone is not None:
            text = self.tr("{name} is in the trash.").format(name=isolated(self._gone[1]))
            self.message.say(text, Level.HINT, self.tr("Bring back"))

    def _forget_gone(self) -> None:
        self._gone = None

    def _bring_back(self) -> None:
        if self._gone is not None:
            wanted, self._gone = self._gone[0], None
            bring = partial(services.taking_back.restore, type_name=self.record_type.name, ids=[wanted])
            self._tasks.write(self, bring, lambda restored: self._on_made(wanted), self._on_failed)

    def _copy(self) -> None:
        row = self.list.current_row()
        if row is not None:
            copy = partial(by_current_user, act=partial(services.kept.copy_role, role_id=row.id))
            self._tasks.write(self, copy, lambda sheet: self._on_made(sheet.record.id), self._on_failed)

    def _on_made(self, record_id: int) -> None:
        """Show a record that is new in the list."""
        self.changed.emit()
        self.leave(partial(self._show_made, record_id))

    def _show_made(self, record_id: int) -> None:
        self._wanted_id = record_id
        self._read_list()
