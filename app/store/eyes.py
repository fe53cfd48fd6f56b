"""Whose eyes a database is read with: found once, and again when something about rights may have changed."""

from __future__ import annotations

import sqlalchemy as sa

from app.models.sight import Sight
from app.store.people import colleagues_of, person_of, stranger
from app.store.signed_in import named_so, sign_in_name

OPTION = "deskbook_eyes"
"""The execution option of a connection that says whose they are."""


class Eyes:
    """Those of whoever is signed in or, for as long as somebody looks through them, those of another member of staff.

    They go with every connection of the database, so that nothing in between has to hand them on. Both threads of a
    window read `sight` without a lock: it is replaced as a whole.
    """

    def __init__(self) -> None:
        self.sight: Sight | None = None
        self.lender_id = 0

    def go_with(self, connection: sa.Connection) -> None:
        """Have the connection show what they may see; looks first, if nobody has yet."""
        if self.sight is None:
            self.sight = self._look(connection)
        connection.execution_options(**{OPTION: self})

    def look_again(self, connection: sa.Connection) -> bool:
        """See whether rights are others by now, and whether they were."""
        before, self.sight = self.sight, self._look(connection)
        return self.sight != before

    def _look(self, connection: sa.Connection) -> Sight:
        if self.lender_id:
            return _sight_of(connection, self.lender_id, is_borrowed=True)
        known = named_so(connection, sign_in_name(connection))
        return _sight_of(connection, known[0] if known else 0, is_borrowed=False)


def _sight_of(connection: sa.Connection, staff_id: int, *, is_borrowed: bool) -> Sight:
    person = person_of(connection, staff_id) if staff_id else stranger(connection)
    reports, department = colleagues_of(connection, person)
    return Sight(person, person.company_ids, reports, department, is_borrowed)


def eyes_of(connection: sa.Connection) -> Eyes | None:
    """Whose eyes a connection reads with; None for the program's own work, which sees everything."""
    found: Eyes | None = connection.get_execution_options().get(OPTION)
    return found
