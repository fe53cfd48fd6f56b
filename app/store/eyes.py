"""Whose eyes a database is read with: found once, and again when something about rights may have changed."""

from __future__ import annotations

import time

import sqlalchemy as sa

from app.models import tables
from app.models.rights import RIGHTS_COME_FROM
from app.models.sight import Sight
from app.models.values import Actor
from app.store.own_rights import read_own
from app.store.people import all_companies, colleagues_of, person_of, stranger
from app.store.signed_in import ACTOR, known_actor

PAUSE_SECONDS = 1.0
"""Between two looks on a server."""

OPTION = "deskbook_eyes"
"""The execution option of a connection that says whose they are."""

OWN = "deskbook_own"
"""The one that goes on saying so while nobody in particular acts: what a server withholds it withholds all the same."""


class Eyes:
    """Those of whoever is signed in or, for as long as somebody looks through them, those of another member of staff.

    They go with every connection of the database, so that nothing in between has to hand them on. Both threads of a
    window read `sight` without a lock: it is replaced as a whole.

    Attributes:
        sight: whose the connections have.
        guarded: what whoever is signed in may see themselves, if the server holds them to that; None if nobody does.
        lender_id: through whose eyes they look, 0 for their own.
    """

    def __init__(self) -> None:
        self.sight: Sight | None = None
        self.guarded: Sight | None = None
        self.lender_id = 0
        self._actor: Actor | None = None
        self._looked_at = 0.0
        self._followed = (0, 0)

    def go_with(self, connection: sa.Connection) -> None:
        """Have the connection show what they may see; looks first, if nobody has yet."""
        if self.sight is None:
            self.sight = self._look(connection)
        connection.execution_options(**{OPTION: self, OWN: self, ACTOR: self._actor})

    def look_again(self, connection: sa.Connection) -> bool:
        """See whether rights are others by now, and whether they were."""
        before, self.sight = self.sight, self._look(connection)
        return self.sight != before

    def follow(self, connection: sa.Connection, news: tuple[int, int]) -> bool:
        """Look again if somebody may have changed what rights come from; whether they were others.

        In a file the log tells whether they did. On a server not all of it is shown to everybody, and asking for one's
        rights is one answer: there it is looked after any change, but not all the time.

        Args:
            connection: to ask.
            news: as `changes.news` has it; asked often, it costs nothing as long as it is the same.

        Raises:
            ServerError: what has happened to a shared database is that it was upgraded, or is being.
        """
        if not self.is_behind(news) or time.monotonic() < self._looked_at + _pause(connection):
            return False
        may_be_others = _were_people_changed(connection, self._followed[0])
        are_others = may_be_others and self.look_again(connection)
        self._followed = news  # not before: whoever is interrupted while looking looks again
        return are_others

    def is_behind(self, news: tuple[int, int]) -> bool:
        """Whether somebody may have changed rights since they were followed."""
        return news != self._followed

    def own(self, connection: sa.Connection) -> Sight:
        """What whoever is signed in may see themselves."""
        told = read_own(connection)
        self._actor, self.guarded = told or (None, None)
        if self.guarded is not None:
            return self.guarded
        return _sight_of(connection, known_actor(connection).staff_id, is_borrowed=False)

    def _look(self, connection: sa.Connection) -> Sight:
        self._looked_at = time.monotonic()
        own, lender_id = self.own(connection), self.lender_id
        return _sight_of(connection, lender_id, is_borrowed=True) if lender_id else own


def _sight_of(connection: sa.Connection, staff_id: int, *, is_borrowed: bool) -> Sight:
    person = person_of(connection, staff_id) if staff_id else stranger(connection)
    reports, department = colleagues_of(connection, person)
    return Sight(person, all_companies(connection), reports, department, is_borrowed)


def _pause(connection: sa.Connection) -> float:
    return 0.0 if connection.dialect.name == "sqlite" else PAUSE_SECONDS


def _were_people_changed(connection: sa.Connection, since: int) -> bool:
    if connection.dialect.name != "sqlite":
        from app.store.postgresql import require_open

        require_open(connection)
        return True
    log = tables.change
    of_people = log.c.record_type.in_(RIGHTS_COME_FROM)
    changed = sa.select(log.c.id).where(log.c.id > since, of_people).limit(1)
    return connection.execute(changed).first() is not None


def guarded_sight(connection: sa.Connection) -> Sight | None:
    """What a server holds whoever is signed in to; None where nobody does, as in a file."""
    own: Eyes | None = connection.get_execution_options().get(OWN)
    return own.guarded if own else None


def is_held_to(connection: sa.Connection, sight: Sight | None) -> bool:
    """Whether the server itself shows the connection that and nothing else, so that nothing need be asked for beside it."""
    return sight is not None and guarded_sight(connection) is sight


def eyes_of(connection: sa.Connection) -> Eyes | None:
    """Whose eyes a connection reads with; None for the program's own work, which sees everything."""
    found: Eyes | None = connection.get_execution_options().get(OPTION)
    return found
