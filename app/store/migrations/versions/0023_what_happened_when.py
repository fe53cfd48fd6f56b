"""Timelines are walked by an index for each moment; services remember price and package, and companies have a colour."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PRICE = sa.Numeric(18, 2).with_variant(sa.BigInteger(), "sqlite")
OWNER = "customer_id"
MOMENTS = {
    "contract": ("starts_on", "ends_on"),
    "service": ("starts_on", "expires_on"),
    "interaction": ("at",),
    "note": ("at",),
    "review": ("at",),
}
"""By what each type stands in time; where the first is empty, by when it was made."""
ACTIVE = "state = 'active'"


def upgrade() -> None:
    op.add_column("company", sa.Column("colour", sa.String(length=200), nullable=True))
    op.add_column("service", sa.Column("price", PRICE, nullable=True))
    op.add_column("service", sa.Column("currency", sa.String(length=3), nullable=True))
    package = sa.ForeignKey("package.id", name=op.f("fk_service_package_id"))
    op.add_column("service", sa.Column("package_id", ID, package, nullable=True), inline_references=True)
    for name, moments in MOMENTS.items():
        for moment in moments:
            _index(f"ix_{name}_{OWNER}_{moment}_id", name, moment, ACTIVE)
        _index(f"ix_{name}_{OWNER}_undated", name, "created_at", f"{ACTIVE} AND {moments[0]} IS NULL")


def downgrade() -> None:
    for name, moments in MOMENTS.items():
        for ending in (*(f"{moment}_id" for moment in moments), "undated"):
            op.drop_index(op.f(f"ix_{name}_{OWNER}_{ending}"), name)
    for name in ("package_id", "currency", "price"):
        op.drop_column("service", name)
    op.drop_column("company", "colour")


def _index(index: str, name: str, moment: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(op.f(index), name, [OWNER, moment, "id"], sqlite_where=where, postgresql_where=where)
