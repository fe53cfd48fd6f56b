"""A record may belong to a team or to a customer workgroup, beside the person who owns it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWNERS = ("team", "workgroup")
RECORDS = ("company", "customer", "pick_value", "image")


def upgrade() -> None:
    for owner in OWNERS:
        op.create_table(
            owner,
            sa.Column("id", ID, autoincrement=False, nullable=False),
            sa.Column("display_name", sa.String(length=200), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{owner}")),
        )
        for record in RECORDS:
            reference = sa.ForeignKey(f"{owner}.id", name=op.f(f"fk_{record}_{owner}_id"))
            op.add_column(record, sa.Column(f"{owner}_id", ID, reference, nullable=True), inline_references=True)


def downgrade() -> None:
    for owner in reversed(OWNERS):
        for record in RECORDS:
            op.drop_column(record, f"{owner}_id")
        op.drop_table(owner)
