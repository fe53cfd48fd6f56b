"""A save merges pieces of the text index only when there are many: the window merges them after its saves."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SEARCHED = ("company", "customer", "pick_value", "image")
PIECES = 8
"""Of one size, from which on a save merges them; what merges after the saves begins with four, as SQLite is made."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SEARCHED:
            op.execute(f"INSERT INTO {name}_index ({name}_index, rank) VALUES ('automerge', {PIECES})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SEARCHED:
            op.execute(f"DELETE FROM {name}_index_config WHERE k = 'automerge'")
