"""What administrators set for everybody who works in a database, whichever computer they sit at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Generic, TypeVar

import sqlalchemy as sa

from app.models.tables import desk_setting

T = TypeVar("T", str, int, bool)


@dataclass(frozen=True, slots=True)
class DeskSetting(Generic[T]):
    """One of them: its name in the database, and what holds until somebody changes it."""

    name: str
    default: T


def read(connection: sa.Connection, setting: DeskSetting[T]) -> T:
    """What holds; the default where there is nothing of the right type."""
    stored = connection.execute(sa.select(desk_setting.c.value).where(desk_setting.c.name == setting.name)).scalar()
    value = json.loads(stored) if stored is not None else setting.default
    return value if type(value) is type(setting.default) else setting.default


def write(connection: sa.Connection, setting: DeskSetting[T], value: T) -> None:
    """Have it hold from now on."""
    same = desk_setting.c.name == setting.name
    stored = json.dumps(value)
    if not connection.execute(sa.update(desk_setting).where(same).values(value=stored)).rowcount:
        connection.execute(sa.insert(desk_setting).values(name=setting.name, value=stored))
