"""Who gains or loses which right by a change of a customer's department or manager, told before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.rights import Act, Holder
from app.models.shifts import shifts
from app.models.staff import STAFF
from app.models.tables import ACTIVE, table_of
from app.models.values import Record, Value, Values
from app.services.references import read_names
from app.store.people import extended_companies, holder_of, people_of
from app.store.reach import seeing_all


@dataclass(frozen=True, slots=True)
class PersonShift:
    """What a member of staff, by name, may do to the customer afterwards and not before, and the other way round."""

    name: str
    gained: tuple[Act, ...]
    lost: tuple[Act, ...]


def read_shifts(connection: sa.Connection, stored: Record, values: Values) -> tuple[PersonShift, ...]:
    """Who gains or loses what if the customer says this from now on; nobody where the company extends no rights.

    Args:
        connection: to read with.
        stored: the customer as it was read.
        values: what a form holds; a field that it doesn't name stays as it is.
    """
    if stored.values.get("company_id") not in extended_companies(connection):
        return ()
    with seeing_all(connection):  # whose rights they are is no secret from whoever gives or takes them
        before = holder_of(connection, CUSTOMER, stored.id)
        if before is None:
            return ()
        after = replace(
            before,
            customer_manager_id=_number(values.get("manager_id", before.customer_manager_id)),
            customer_department=_text(values.get("department", before.customer_department)),
        )
        if before == after:
            return ()
        people = people_of(connection, _concerned(connection, before, after))
        found = shifts(people.values(), before, after)
        names = read_names(connection, STAFF.name, [shift.staff_id for shift in found])
    told = (PersonShift(names.get(shift.staff_id, ""), shift.gained, shift.lost) for shift in found)
    return tuple(sorted(told, key=lambda one: one.name.casefold()))


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _concerned(connection: sa.Connection, before: Holder, after: Holder) -> set[int]:
    """The staff of the old and the new department, and those who are the old or the new manager."""
    staff = table_of(STAFF)
    return {
        number
        for condition in _conditions(staff, before, after)
        for number in connection.scalars(sa.select(staff.c.id).where(staff.c.state == ACTIVE, condition))
    }


def _conditions(staff: sa.Table, before: Holder, after: Holder) -> Iterator[sa.ColumnElement[bool]]:
    departments = {one.customer_department or "" for one in (before, after)} - {""}
    managers = {one.customer_manager_id or 0 for one in (before, after)} - {0}
    if departments:
        yield staff.c.department.in_(sorted(departments))
    if managers:
        yield staff.c.customer_id.in_(sorted(managers))
