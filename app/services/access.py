"""Who may do what, for whoever asks: a window that offers acts, or somebody who wants to know why.

What a person may do is asked again by every write (`store/unit_of_work.py`) and added to every query (`store/reach.py`);
here it is only told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.errors import NotAllowedError, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.explanations import Explanation
from app.models.explanations import explain as explained
from app.models.rights import Act
from app.models.sight import Sight
from app.models.staff import STAFF
from app.services.references import read_names
from app.store.eyes import eyes_of
from app.store.own_making import hold_of
from app.store.people import holder_of, person_of
from app.store.reach import require, seeing_all, sight_of
from app.store.records import read_record


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose eyes a window looks through.

    Attributes:
        name: of the other member of staff, "" if they are one's own.
        may_lend: whether one may look through those of others.
    """

    sight: Sight | None
    name: str = ""
    may_lend: bool = False


def read_seen(connection: sa.Connection) -> Seen:
    """What the window may offer now."""
    eyes, sight = eyes_of(connection), sight_of(connection)
    if eyes is None or sight is None or not eyes.lender_id:
        return Seen(sight, "", _keeps_rights(sight))
    with seeing_all(connection):
        name = read_names(connection, STAFF.name, [eyes.lender_id]).get(eyes.lender_id, "")
    return Seen(sight, name)


def view_as(connection: sa.Connection, staff_id: int) -> Seen:
    """Look through the eyes of a member of staff from now on, with every connection of the database; 0 for one's own.

    Nothing can be changed meanwhile.

    Raises:
        NotAllowedError: only who may change the rights of all may look through others' eyes.
    """
    eyes = eyes_of(connection)
    if eyes is None:
        raise ValueError("a connection without eyes")
    if staff_id and not _keeps_rights(eyes.own(connection)):
        raise NotAllowedError(Act.EDIT, STAFF.name, staff_id)
    eyes.lender_id = staff_id
    eyes.look_again(connection)
    return read_seen(connection)


def _keeps_rights(sight: Sight | None) -> bool:
    return sight is None or (sight.may(Act.EDIT, STAFF.name) and sight.reaches(Act.EDIT, STAFF.name).everything)


def follow(connection: sa.Connection, news: tuple[int, int]) -> bool:
    """Go by the rights as they are now, if somebody changed what they come from; whether they are others than before.

    Args:
        news: as `lists.news` has it.
    """
    eyes = eyes_of(connection)
    return eyes is not None and eyes.follow(connection, news)


def is_behind(connection: sa.Connection, news: tuple[int, int]) -> bool:
    """Whether `follow` would have something to look at; it costs nothing to know."""
    eyes = eyes_of(connection)
    return eyes is not None and eyes.is_behind(news)


def explain(connection: sa.Connection, staff_id: int, act: Act, type_name: str, record_id: int) -> Explanation:
    """Why a person may do something to a record, or what is missing.

    Raises:
        NotAllowedError: of others only those may know it who may see roles.
        RecordGoneError: whoever asks doesn't see the record, or it was purged.
    """
    own = sight_of(connection)
    is_own = own is not None and own.person.staff_id == staff_id
    if not is_own:
        require(connection, Act.VIEW, RECORD_TYPES["role"])
    record_type = RECORD_TYPES[type_name]
    holder = holder_of(connection, record_type, record_id)
    if holder is None or read_record(connection, record_type, record_id) is None:
        raise RecordGoneError(type_name, record_id)
    person = own.person if own is not None and is_own else person_of(connection, staff_id)
    explanation = explained(person, act, type_name, holder)
    only_delete_lacks = [step.act for step in explanation.steps if step.lack] == [Act.DELETE]
    if not only_delete_lacks or not person.active:
        return explanation
    hold = hold_of(connection, record_type, record_id, staff_id)
    return replace(explanation, hold=hold, is_own_making=hold is None)
