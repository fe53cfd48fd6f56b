"""A database has an identity that no renaming changes, and a copy of a shared one says what it was copied from."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    uuid = sa.Column("uuid", sa.String(length=36), nullable=True)
    with op.batch_alter_table("node") as batch:
        batch.add_column(uuid)
    op.execute(sa.table("node", sa.column("uuid")).update().values(uuid=str(uuid4())))
    with op.batch_alter_table("node") as batch:
        batch.alter_column("uuid", existing_type=uuid.type, nullable=False)
    op.create_table(
        "origin",
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", ID, nullable=False),
        sa.PrimaryKeyConstraint("uuid", name=op.f("pk_origin")),
    )


def downgrade() -> None:
    op.drop_table("origin")
    with op.batch_alter_table("node") as batch:
        batch.drop_column("uuid")
