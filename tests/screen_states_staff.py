"""The states of staff, teams, workgroups and roles that are worth a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.tables import table_of
from app.models.values import Content, Item, Value
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.database import open_database
from app.views.dialogs.people_dialog import PeopleDialog
from tests.stage import until

if TYPE_CHECKING:
    from tests.screen_states import Photographer

_RIGHTS = (
    ("customer", "view", "all"),
    ("customer", "add", "company"),
    ("customer", "edit", "team"),
    ("customer", "export", "own"),
    ("company", "view", "all"),
    ("pick_value", "view", "all"),
)


def _filled(at: Photographer) -> None:
    """Some of each in the sample; made once."""
    database = open_database(at.sample)
    with database.writing() as connection:
        actor = current_actor(connection)

        def make(type_name: str, items: Mapping[str, tuple[Item, ...]], **values: Value) -> int:
            return save_record(connection, type_name, None, None, Content(values, items), actor=actor).record.id

        staff = table_of(RECORD_TYPES["staff"])
        if connection.execute(sa.select(staff.c.id).where(staff.c.sign_in == "grace")).first() is None:
            customer = table_of(CUSTOMER)
            customers = list(connection.scalars(sa.select(customer.c.id).limit(3)))
            rights = tuple(Item(dict(zip(("record_type", "act", "reach"), right, strict=True))) for right in _RIGHTS)
            rule = Item({"record_type": "customer", "field": "vat_number", "access": "masked"})
            role = make(
                "role", {"rights": rights, "field_rules": (rule,)}, name="Night desk", description="Answers after six."
            )
            roles = {"roles": (Item({"role_id": role}),)}
            grace = make("staff", roles, name="Grace Hopper", sign_in="grace", department="Engineering")
            ada = make("staff", roles, name="Ada Lovelace", sign_in="ada", manager_id=grace, customer_id=customers[0])
            make("staff", {}, name="Charles Babbage", sign_in="charles", active=False)
            members = (Item({"staff_id": grace, "is_manager": True}), Item({"staff_id": ada, "is_manager": False}))
            make("team", {"members": members}, name="First line", description="Answers the telephone.")
            rows = {
                "members": tuple(Item({"customer_id": one}) for one in customers),
                "managers": (Item({"staff_id": grace}),),
            }
            make("workgroup", rows, name="Board", mail_mode="alias", alias="board@example.com")
    database.close()


def _dialog(at: Photographer, type_name: str) -> PeopleDialog:
    _filled(at)
    dialog = PeopleDialog(RECORD_TYPES[type_name], at.stage.tasks, at.stage.settings, at.stage.window)
    dialog.show()
    until(
        lambda: dialog.list.count() > 0 and dialog.form is not None and dialog.heading.text() not in ("", "New: Role")
    )
    return dialog


def _of(type_name: str) -> Callable[[Photographer], QWidget]:
    return lambda at: _dialog(at, type_name)


def _go_to(dialog: PeopleDialog, row: int) -> None:
    dialog.list.setCurrentRow(row)
    until(lambda: (chosen := dialog.list.current_row()) is not None and dialog.heading.text() == chosen.name)
    assert dialog.list.currentRow() == row


def _last_administrator(at: Photographer) -> QWidget:
    dialog = _dialog(at, "staff")
    _go_to(dialog, dialog.list.count() - 1)
    dialog.active_button.click()
    until(lambda: bool(dialog.message.text()))
    return dialog


def _deleted(at: Photographer) -> QWidget:
    dialog = _dialog(at, "role")
    _go_to(dialog, 1)
    row = dialog.list.current_row()
    dialog._delete(row.id, row.name)
    until(lambda: bool(dialog.message.text()))
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "staff": _of("staff"),
    "team": _of("team"),
    "workgroup": _of("workgroup"),
    "role": _of("role"),
    "staff-last-administrator": _last_administrator,
    "role-deleted": _deleted,
}

DARK = SCALED = ("staff", "role")
