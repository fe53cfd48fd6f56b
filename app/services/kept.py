"""What the dialogs of the settings ask for: the records of one type in a list, the form of one, and its save."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import Problem
from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY
from app.models.rows import KeptRow
from app.models.values import Actor, Content, Record
from app.services import companies, people, records, role_copies
from app.services.forms import Basis, Sheet, read_basis, sheet_of
from app.services.saving import read_active


def list_rows(connection: sa.Connection, type_name: str, words: str = "") -> tuple[KeptRow, ...]:
    """The records of a type, by name; of people, those that hold every word."""
    if type_name == COMPANY.name:
        rows = companies.list_companies(connection)
        return tuple(KeptRow(row.id, row.name, row.code, row.active) for row in rows)
    return people.list_people(connection, type_name, words)


def read_shared_basis(connection: sa.Connection) -> Basis:
    """What forms need; of records that belong to all companies, by the rules of the first one that is active."""
    rows = companies.list_companies(connection)
    first = next((row for row in rows if row.active), rows[0])
    return read_basis(connection, first.id)


def read_kept(connection: sa.Connection, type_name: str, record_id: int) -> Sheet:
    """One of them, with what it refers to.

    Raises:
        RecordGoneError: it is no longer there, or in the trash.
    """
    return sheet_of(connection, read_active(connection, RECORD_TYPES[type_name], record_id))


@dataclass(frozen=True, slots=True)
class Stored:
    """One of them as it is stored now, and what it might be wise to look at again."""

    sheet: Sheet
    warnings: tuple[Problem, ...] = ()


def save(connection: sa.Connection, type_name: str, base: Record | None, mine: Content, *, actor: Actor) -> Stored:
    """Store what a form holds; refused as `records.save_record` says."""
    saved = records.save_record(connection, type_name, None, base, mine, actor=actor)
    return Stored(sheet_of(connection, saved.record), saved.warnings)


def activate(connection: sa.Connection, type_name: str, record_id: int, active: bool, *, actor: Actor) -> Stored:
    """Have a record be worked with, or no longer; refused as a save is."""
    stored = read_active(connection, RECORD_TYPES[type_name], record_id)
    return save(connection, type_name, stored, Content({"active": active}), actor=actor)


def copy_role(connection: sa.Connection, role_id: int, *, actor: Actor) -> Sheet:
    """A new role that allows what another one does, under the first name of its sort that is free."""
    name = role_copies.free_name(connection, str(people.read_people(connection, "role", role_id).values["name"]))
    return sheet_of(connection, role_copies.copy_role(connection, role_id, name, actor=actor))
