"""Notes on records, who acknowledged those that alert, and product reviews."""

import sqlalchemy as sa
from alembic import op

from app.store.migrations.record_tables_0018 import (
    DAY,
    ID,
    LINE,
    LONG,
    MOMENT,
    Shape,
    drop,
    drop_records,
    make_records,
    make_texts,
    reference,
    text,
)

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ABOUT = ("customer", "contract", "service", "interaction", "product", "package")
SHAPES = {
    "note": Shape(
        {
            "text": LONG,
            "at": MOMENT,
            "visibility": LINE,
            "pinned": sa.Boolean(),
            "alert": sa.Boolean(),
            "alert_until": DAY,
            "reviewed": sa.Boolean(),
            "reviewed_at": MOMENT,
        },
        {"author_id": "staff", "reviewed_by": "staff", **{f"{name}_id": name for name in ABOUT}},
        tuple(f"{name}_id" for name in ABOUT),
        ("at",),
        ("at", "author_id", "customer_id", "visibility", "pinned", "alert", "reviewed"),
    ),
    "review": Shape(
        {
            "name": LINE,
            "rating": sa.Integer(),
            "text": LONG,
            "at": MOMENT,
            "store": text(80),
            "integration": text(80),
            "external_ref": text(120),
        },
        {"product_id": "product", "customer_id": "customer"},
        ("product_id", "customer_id"),
        ("rating", "at"),
        ("rating", "at", "product_id", "customer_id", "store"),
    ),
}
APART = ["company_id", "integration", "external_ref"]


def upgrade() -> None:
    for name, shape in SHAPES.items():
        make_records(name, shape)
        make_texts(name)
    for start, end, state in (("uq", "", "active"), ("ix", "_trashed", "trashed")):
        condition = sa.text(f"state = '{state}'")
        op.create_index(
            op.f(f"{start}_review_integration_external_ref{end}"),
            "review",
            APART,
            unique=start == "uq",
            sqlite_where=condition,
            postgresql_where=condition,
        )
    op.create_table(
        "acknowledgement",
        sa.Column("note_id", ID, autoincrement=False, nullable=False),
        sa.Column("staff_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("note_id", "staff_id", name=op.f("pk_acknowledgement")),
        reference("acknowledgement", "note_id", "note", ondelete="CASCADE"),
        reference("acknowledgement", "staff_id", "staff", ondelete="CASCADE"),
    )


def downgrade() -> None:
    drop("acknowledgement")
    for name in reversed(SHAPES):
        drop_records(name)
