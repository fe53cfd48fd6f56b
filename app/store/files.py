"""The bytes of attached files as they are kept: in pieces, equal files once.

On a server nobody gets at bytes by knowing their sum: it works that out by itself (`store/guard/attached.py`), so whoever
attaches a file that is there already sends all of it, too.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import AttachmentError, AttachmentProblem
from app.models.attachment import ATTACHMENT
from app.models.tables import file_content, file_piece, table_of

_AT_ONCE = 8
"""Pieces for which one goes to a server once."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What the bytes of a file come to."""

    sha256: str
    size: int


def keep(connection: sa.Connection, pieces: Iterable[bytes], known: Sum) -> Sum:
    """Store the bytes, unless equal ones are there already; what they are is reckoned once more while they pass.

    Args:
        connection: within the transaction that stores the attachment.
        pieces: of the file, in order.
        known: what they came to before. In a file equal ones that are there are not written again.
    """
    is_file = connection.dialect.name == "sqlite"
    if is_file and _key_of(connection, known.sha256):
        return known
    key, digest, size = secrets.token_hex(16), hashlib.sha256(), 0
    for number, piece in enumerate(pieces):
        digest.update(piece)
        size += len(piece)
        connection.execute(sa.insert(file_piece), {"key": key, "number": number, "bytes": piece})
    now = Sum(digest.hexdigest(), size)
    if not is_file:
        connection.execute(sa.select(sa.func.keep_file(key, now.sha256)))
    elif _key_of(connection, now.sha256):  # it became another file meanwhile, and one that is there
        connection.execute(sa.delete(file_piece).where(file_piece.c.key == key))
    else:
        connection.execute(sa.insert(file_content), {"key": key, "sha256": now.sha256, "size": now.size})
    return now


def _key_of(connection: sa.Connection, sha256: str) -> str | None:
    return connection.scalar(sa.select(file_content.c.key).where(file_content.c.sha256 == sha256))


def pieces(connection: sa.Connection, sha256: str, most: int = 0) -> Iterator[bytes]:
    """The bytes of a file that one may read, piece by piece.

    Args:
        connection: within one transaction.
        sha256: of the file.
        most: so many pieces are wanted at most; 0 for all of them, which are compared with the sum.

    Raises:
        AttachmentError: they are not there, or are others.
    """
    kept = sa.select(file_content.c.key, file_content.c.size).where(file_content.c.sha256 == sha256)
    key, left = connection.execute(kept).first() or ("", 0)
    digest, number, at_once = hashlib.sha256(), 0, min(_AT_ONCE, most) or _AT_ONCE
    ordered = sa.select(file_piece.c.bytes).where(file_piece.c.key == key).order_by(file_piece.c.number)
    while left > 0 and (found := connection.scalars(ordered.where(file_piece.c.number >= number).limit(at_once)).all()):
        for piece in found:
            if left <= 0:  # what somebody put behind a file is none of it
                break
            digest.update(piece)
            left -= len(piece)
            yield piece
        number += len(found)
        if number == most:
            return
    if digest.hexdigest() != sha256:
        raise AttachmentError(AttachmentProblem.LOST)


def named_by(connection: sa.Connection, ids: Iterable[int]) -> set[str]:
    """The sums of the files that these attachments have."""
    table = table_of(ATTACHMENT)
    return set(connection.scalars(sa.select(table.c.sha256).where(table.c.id.in_(list(ids)))))


def forget(connection: sa.Connection, sums: Iterable[str]) -> None:
    """Remove the bytes that no attachment has any more."""
    left = sorted(filter(None, sums))
    if connection.dialect.name != "sqlite":  # others may have attachments of these bytes that one doesn't see
        connection.execute(sa.select(sa.func.forget_files(sa.literal(left, sa.ARRAY(sa.Text)))))
        return
    table = table_of(ATTACHMENT)
    for sha256 in left:
        if connection.scalar(sa.select(table.c.id).where(table.c.sha256 == sha256).limit(1)) is None:
            gone = sa.select(file_content.c.key).where(file_content.c.sha256 == sha256)
            connection.execute(sa.delete(file_piece).where(file_piece.c.key.in_(gone)))
            connection.execute(sa.delete(file_content).where(file_content.c.sha256 == sha256))
