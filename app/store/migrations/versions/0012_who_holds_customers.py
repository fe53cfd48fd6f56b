"""Customers are found by who holds them: by their owner, or by the team or workgroup that most of them don't have."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

HOLDERS = {
    "ix_customer_owned": ("owner_id", ""),
    "ix_customer_team_id": ("team_id", " AND team_id IS NOT NULL"),
    "ix_customer_workgroup_id": ("workgroup_id", " AND workgroup_id IS NOT NULL"),
}


def upgrade() -> None:
    for index, (holder, is_held) in HOLDERS.items():
        where = sa.text(f"state = 'active'{is_held}")
        columns = [holder, "display_name_key", "id"]
        op.create_index(op.f(index), "customer", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for index in HOLDERS:
        op.drop_index(op.f(index), "customer")
