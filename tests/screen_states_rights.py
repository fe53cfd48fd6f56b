"""The states of rights that are worth a picture: what somebody sees who may not do everything."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from app.models.customer import CUSTOMER
from app.models.rights import Act, Reach
from app.models.staff import STAFF
from app.models.tables import table_of
from app.store.database import open_database
from tests.desk import hold, make_role, make_staff
from tests.stage import until

if TYPE_CHECKING:
    from tests.screen_states import Photographer

_RIGHTS = {Act.VIEW: Reach.OWN, Act.ADD: Reach.OWN, Act.EDIT: Reach.OWN}
_RULES = [
    ("customer", "title", "hidden"),
    ("customer", "emails", "hidden"),
    ("customer", "phones", "masked"),
    ("customer", "full_name", "read_only"),
    ("customer", "customer_code", "read_only"),
    ("customer", "department", "read_only"),
    ("customer", "sla_level", "read_only"),
]


def _desk(at: Photographer) -> tuple[int, list[int]]:
    """Somebody who owns every third customer of the sample and may edit them; made once."""
    database = open_database(at.sample)
    with database.writing() as connection:
        staff, customer = table_of(STAFF), table_of(CUSTOMER)
        bob = connection.scalar(sa.select(staff.c.id).where(staff.c.sign_in == "bob"))
        ids = list(connection.scalars(sa.select(customer.c.id).order_by(customer.c.id)))[::3]
        if bob is None:
            bob = make_staff(connection, "bob", make_role(connection, "First line", _RIGHTS, _RULES))
            make_staff(connection, "hedy")
            hold(connection, ids, owner_id=bob)
    database.close()
    return int(bob), ids


def _view_as(at: Photographer) -> None:
    bob, ids = _desk(at)
    at.stage.window.rights.look_as(bob)
    until(lambda: at.stage.window.rights.is_borrowed)
    at.stage.settle()
    at.stage.view(ids[1])


def _form(at: Photographer) -> None:
    """As bob himself has it: some fields are not there, and into some nothing can be typed."""
    _, ids = _desk(at)
    before = getpass.getuser
    getpass.getuser = lambda: "bob"
    try:
        at.stage.edit(ids[1])
    finally:
        getpass.getuser = before


def _explain(at: Photographer) -> QWidget:
    _, ids = _desk(at)
    window = at.stage.window
    window.dialogs.show_explanation(ids[1] + 1)
    dialog = window.dialogs.open["explain"]
    until(lambda: dialog.staff.list.count() > 1)
    names = [dialog.staff.list.item(row).text() for row in range(dialog.staff.list.count())]
    dialog.staff.list.setCurrentRow(next(row for row, name in enumerate(names) if name.startswith("Bob")))
    until(lambda: "Bob" in dialog.heading.text())
    return dialog


def _choose(at: Photographer) -> QWidget:
    _desk(at)
    window = at.stage.window
    window.dialogs.show_view_as(window.rights.look_as)
    dialog = window.dialogs.open["view_as"]
    until(lambda: dialog.staff.list.count() > 1)
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "rights-view-as": _view_as,
    "rights-view-as-choice": _choose,
    "rights-form": _form,
    "rights-explain": _explain,
}

DARK = SCALED = ("rights-view-as", "rights-explain")
