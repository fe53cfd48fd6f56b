"""Changes and batches say which one they took back; what is in the trash is found by an index of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORDS = ("company", "pick_value", "image", "customer")
UNIQUE = {"customer": ("customer_code_key", "sam_account_name_key")}
TRASHED = sa.text("state = 'trashed'")


def upgrade() -> None:
    for table in ("batch", "change"):
        op.add_column(table, sa.Column("undoes", ID, nullable=True))
    single = sa.text("batch_id IS NULL")
    _create_partial_index("ix_change_staff_id_id", "change", ["staff_id", "id"], single)
    _create_partial_index("ix_change_undoes", "change", ["undoes"], sa.text("undoes IS NOT NULL"))
    for table in RECORDS:
        _create_partial_index(f"ix_{table}_trashed", table, ["changed_at", "id"], TRASHED)
        for key in UNIQUE.get(table, ()):
            _create_partial_index(f"ix_{table}_{key}_trashed", table, ["company_id", key], TRASHED)


def _create_partial_index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in RECORDS:
        for key in UNIQUE.get(table, ()):
            op.drop_index(f"ix_{table}_{key}_trashed", table)
        op.drop_index(f"ix_{table}_trashed", table)
    op.drop_index("ix_change_undoes", "change")
    op.drop_index("ix_change_staff_id_id", "change")
    for table in ("change", "batch"):
        op.drop_column(table, "undoes")
