"""Callers are found by their numbers, and what came in from other programs is marked, so that it isn't taken twice."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NUMBERS = {"phone": "e164", "address": "phone_e164"}


def upgrade() -> None:
    for table, column in NUMBERS.items():
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], sqlite_where=there, postgresql_where=there)
    op.create_table(
        "intake_mark",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_intake_mark")),
    )


def downgrade() -> None:
    op.drop_table("intake_mark")
    for table, column in NUMBERS.items():
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
