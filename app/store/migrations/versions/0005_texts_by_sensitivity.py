"""The search text of a record is kept apart by the sensitivity of the fields that it comes from.

What was stored before counts as the most sensitive until the record is saved the next time. The whole text stays what it
was, so the index of a million records need not be made anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SEARCHED = ("company", "customer", "pick_value", "image")
WHOLE = "normal || personal || confidential"


def upgrade() -> None:
    for name in SEARCHED:
        table = f"{name}_text"
        _stop_indexing(name)
        op.execute(f"ALTER TABLE {table} RENAME COLUMN folded TO confidential")
        for part in ("normal", "personal"):
            op.add_column(table, sa.Column(part, sa.Text(), server_default=sa.text("''"), nullable=False))
        kept = None if op.get_bind().dialect.name == "sqlite" else True  # a server indexes only what it stores
        op.add_column(table, sa.Column("folded", sa.Text(), sa.Computed(WHOLE, persisted=kept), nullable=True))
        _index_again(name)


def downgrade() -> None:
    for name in SEARCHED:
        table = f"{name}_text"
        _stop_indexing(name)
        op.drop_column(table, "folded")
        op.execute(f"UPDATE {table} SET confidential = {WHOLE}")
        for part in ("normal", "personal"):
            op.drop_column(table, part)
        op.execute(f"ALTER TABLE {table} RENAME COLUMN confidential TO folded")
        _index_again(name)


def _stop_indexing(name: str) -> None:
    """A column that triggers read can be neither renamed nor dropped."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("added", "changed", "removed"):
            op.execute(f"DROP TRIGGER {name}_text_{event}")
    else:
        op.drop_index(f"ix_{name}_text_folded", f"{name}_text")


def _index_again(name: str) -> None:
    """The triggers of 0001."""
    if op.get_bind().dialect.name == "sqlite":
        remove = f"INSERT INTO {name}_index ({name}_index, rowid, folded) VALUES ('delete', old.id, old.folded);"
        add = f"INSERT INTO {name}_index (rowid, folded) VALUES (new.id, new.folded);"
        op.execute(f"CREATE TRIGGER {name}_text_added AFTER INSERT ON {name}_text BEGIN {add} END")
        op.execute(f"CREATE TRIGGER {name}_text_changed AFTER UPDATE ON {name}_text BEGIN {remove} {add} END")
        op.execute(f"CREATE TRIGGER {name}_text_removed AFTER DELETE ON {name}_text BEGIN {remove} END")
    else:
        op.execute(f"CREATE INDEX ix_{name}_text_folded ON {name}_text USING gin (folded gin_trgm_ops)")
