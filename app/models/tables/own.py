"""The tables that no record type declares: only the store knows them."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa

from app.models.tables.columns import Id, UtcDateTime
from app.models.tables.schema import metadata, partial_index

image_content = sa.Table(
    "image_content",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("thumbnail_32", sa.LargeBinary, nullable=False),
    sa.Column("thumbnail_64", sa.LargeBinary, nullable=False),
    sa.Column("thumbnail_128", sa.LargeBinary, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""The bytes of pictures, equal ones once; outside the log. The large column is the last, so that none reads through it."""

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("record_type", sa.String(40), nullable=False),
    sa.Column("company_id", Id, nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, index=True),
    sa.Column("display_name", sa.String(200), nullable=False),
    sa.Column("texts", sa.JSON, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)
"""Records not yet saved, as raw text per field, so that a half-typed date fits; outside the change log."""

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("label", sa.String(200), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("undoes", Id),
)
"""Many changes made as one; `undoes` is the batch that this one took back."""

change = sa.Table(
    "change",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("record_type", sa.String(40), nullable=False),
    sa.Column("record_id", Id, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("act", sa.String(10), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("origin", sa.String(20), nullable=False),
    sa.Column("batch_id", Id, sa.ForeignKey("batch.id"), index=True),
    sa.Column("undoes", Id),
    sa.Index(None, "record_id", "id"),
)
"""One row per touched record and unit of work, numbered in the order of commits; `undoes` is the change it took back.

No foreign key holds `undoes`: SQLite would rewrite a log of millions to add one, and no row of the log is ever deleted.
"""
partial_index(None, change.c.staff_id, change.c.id, where=change.c.batch_id.is_(None))
partial_index(None, change.c.undoes, where=change.c.undoes.is_not(None))

change_field = sa.Table(
    "change_field",
    metadata,
    sa.Column("change_id", Id, sa.ForeignKey("change.id"), primary_key=True, autoincrement=False),
    sa.Column("field", sa.String(64), primary_key=True),
    sa.Column("item_id", Id, primary_key=True, autoincrement=False),
    sa.Column("old", sa.Text),
    sa.Column("new", sa.Text),
    sqlite_with_rowid=False,
)
"""One row per field that a change touched: old and new as JSON; item_id 0 for the record's own fields."""

node = sa.Table(
    "node",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("uuid", sa.String(36), nullable=False, default=lambda: str(uuid4())),
)
"""The one row that says which node this database is, and so which ids it gives; and which database, whatever it is called.

Backups have both of what they were made of. A copy from a server has a number and an identity of its own.
"""

origin = sa.Table(
    "origin",
    metadata,
    sa.Column("uuid", sa.String(36), primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("change", Id, nullable=False),
)
"""What a local file was copied from, in one row, for whoever brings it together with that again (docs/decisions/0023).

The shared database's own identity, where it was then, when it was read, and the last number of its log in the copy: what
the file's log has behind that was done in the file.
"""

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("next", sa.BigInteger, nullable=False),
)
"""What is given next: ids by table, customer codes by company."""

desk_setting = sa.Table(
    "desk_setting",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What administrators set for everybody who works in the database, as JSON; what isn't there is as delivered."""

editing = sa.Table(
    "editing",
    metadata,
    sa.Column("record_type", sa.String(40), primary_key=True),
    sa.Column("record_id", Id, primary_key=True, autoincrement=False),
    sa.Column("session", Id, primary_key=True, autoincrement=False),
    sa.Column("staff_id", Id, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("renewed_at", UtcDateTime, nullable=False),
    sa.Column("backend", sa.Integer),
    sa.Column("asked_by", sa.String(200)),
    sa.Column("freed_by", sa.String(200)),
)
"""The records that are open for editing just now, by window; outside the log, and worth nothing a minute later.

No foreign keys: on a server checking them would write to the tables that they lead to. `backend` is the server's process
for the window's connection, with which the row ends too. `staff_id` is 0 for somebody who has written nothing yet.
"""

desk_session = sa.Table(
    "desk_session",
    metadata,
    sa.Column("number", Id, primary_key=True, autoincrement=False),
    sa.Column("staff_id", Id, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("company_id", Id, nullable=False),
    sa.Column("machine", sa.String(200), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("last_activity_at", UtcDateTime, nullable=False),
    sa.Column("backend", sa.Integer),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("ended_by", sa.String(20)),
    sa.Column("ended_by_name", sa.String(200)),
    sa.Column("reason", sa.String(200)),
    sa.Column("description", sa.Text),
    sa.Index(None, "started_at"),
)
"""Who was signed in, where and until when: one row from signing in to signing out, for the window that did it."""

access = sa.Table(
    "access",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("staff_id", Id, nullable=False),
    sa.Column("act", sa.String(10), nullable=False),
    sa.Column("record_type", sa.String(40), nullable=False),
    sa.Column("record_id", Id, nullable=False),
    sa.Column("detail", sa.String(64), nullable=False),
    sa.Index(None, "record_id", "at"),
)
"""Who opened, exported or unmasked what (`models/accesses.py`); no foreign keys, for what was purged is still told of."""

acknowledgement = sa.Table(
    "acknowledgement",
    metadata,
    sa.Column("note_id", Id, sa.ForeignKey("note.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
"""Who has seen a note that alerts, and when; outside the log, since whoever may not edit a note acknowledges it as well."""
