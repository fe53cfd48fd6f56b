"""A company says whether rights on its customers extend to those around the customer."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("company", sa.Column("extends_rights", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("company", "extends_rights")
