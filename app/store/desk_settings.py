"""What administrators set for everybody who works in a database, whichever computer they sit at."""

from __future__ import annotations

import json
from collections.abc import Mapping
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


ALL = sa.select(desk_setting.c.name, desk_setting.c.value)
"""Finds everything that was ever set, by name."""

_SET = sa.text(
    f"INSERT INTO {desk_setting.name} (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
"""In one step, on both databases: two people may set something for the first time at once."""


def read_all(connection: sa.Connection) -> dict[str, str]:
    """Everything that was ever set, by name, for `held`: one question for all of it."""
    return {row[0]: row[1] for row in connection.execute(ALL)}


def held(stored: Mapping[str, str], setting: DeskSetting[T]) -> T:
    """What holds; the default where there is nothing of the right type."""
    try:
        value = json.loads(stored[setting.name])
    except (KeyError, ValueError):
        return setting.default
    return value if type(value) is type(setting.default) else setting.default


def write(connection: sa.Connection, setting: DeskSetting[T], value: T) -> None:
    """Have it hold from now on."""
    connection.execute(_SET, {"name": setting.name, "value": json.dumps(value)})
