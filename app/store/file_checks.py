"""Whether the bytes of attached files are what they were when they were attached, and which records miss them else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from app.errors import AttachmentError
from app.models.about import ABOUT, about, field_for
from app.models.attachment import ATTACHMENT
from app.models.catalogue import RECORD_TYPES
from app.models.tables import table_of
from app.models.values import RecordKey
from app.store.files import pieces

_AT_ONCE = 500


def attachments_without_files(connection: sa.Connection, on_progress: Callable[[int, int], object]) -> Iterator[str]:
    """What the attachments are called whose bytes are missing, cut off or others: the file's name, and the record that it is at.

    Args:
        connection: reading.
        on_progress: hears how many bytes of how many were looked at.
    """
    table = table_of(ATTACHMENT)
    sizes = sa.select(table.c.sha256, sa.func.max(table.c.size)).group_by(table.c.sha256)
    known = [(sha256, size or 0) for sha256, size in connection.execute(sizes)]
    done, total = 0, sum(size for _, size in known)
    lost = []
    for sha256, size in known:
        if not _is_whole(connection, sha256):
            lost.append(sha256)
        done += size
        on_progress(done, total)
    for start in range(0, len(lost), _AT_ONCE):
        yield from _named(connection, lost[start : start + _AT_ONCE])


def _is_whole(connection: sa.Connection, sha256: str) -> bool:
    try:
        for _ in pieces(connection, sha256):
            pass
    except AttachmentError:
        return False
    return True


def _named(connection: sa.Connection, sums: Iterable[str]) -> Iterator[str]:
    table = table_of(ATTACHMENT)
    columns = (table.c.id, table.c.name, *(table.c[field_for(record_type)] for record_type in ABOUT))
    for row in (
        connection.execute(sa.select(*columns).where(table.c.sha256.in_(sums)).order_by(table.c.id)).mappings().all()
    ):
        key = about({str(name): value for name, value in row.items()})
        yield f"“{row['name']}” ({_title(connection, key) if key else row['id']})"


def _title(connection: sa.Connection, key: RecordKey) -> str:
    """What people call the record, with its number for those who look it up."""
    table = table_of(RECORD_TYPES[key.type_name])
    name = connection.scalar(sa.select(table.c.display_name).where(table.c.id == key.id))
    return f"{key.type_name} {name or ''} {key.id}".replace("  ", " ")
