"""A statement is turned into SQL once for all connections of this process to the same kind of database.

SQLAlchemy keeps what it has compiled for each engine, and every open database has two: what the reader knew, the writer found
out again, and so did both with the next file. It was a third of the work of opening one.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

_STATEMENTS: LRUCache[Any, Any] = LRUCache(1000)

SHARED: dict[str, Any] = {"compiled_cache": _STATEMENTS}
"""The execution options of an engine whose dialect is `Alike` others."""

PLANNED_ONCE: dict[str, Any] = {"is_planned_once": True}
"""The execution options of statements that a server may plan once for all values: they look rows up by their ids.

Others are planned for their very values: which index helps depends on the words that are looked for.
"""


class Alike(DefaultDialect):
    """Equal to others of its class that met a server of the same version: SQLAlchemy keeps compiled statements by dialect."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike) and self._kind() == other._kind()

    def __hash__(self) -> int:
        return hash(type(self))  # the version becomes known with the first connection

    def _kind(self) -> tuple[object, ...]:
        """All by which its SQL may differ from that of others."""
        return type(self), self.server_version_info, getattr(self, "_backslash_escapes", None)
