"""Products, packages, contracts, services and interactions; and how a company numbers its contracts."""

import sqlalchemy as sa
from alembic import op

from app.store.migrations.record_tables_0018 import (
    DAY,
    ID,
    LINE,
    LONG,
    MOMENT,
    Shape,
    decimal,
    drop,
    drop_records,
    make_records,
    make_texts,
    reference,
    text,
)

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SHAPES = {
    "product": Shape(
        {
            "name": LINE,
            "code": text(64),
            "code_key": text(64),
            "kind": LINE,
            "active": sa.Boolean(),
            "description": LONG,
            "price": decimal(2),
            "currency": text(3),
            "tax_rate": decimal(3),
        },
        {},
        (),
        ("code_key",),
        ("code", "kind", "active", "price"),
        "code_key",
    ),
    "package": Shape(
        {"name": LINE, "code": text(64), "code_key": text(64), "active": sa.Boolean(), "description": LONG},
        {},
        (),
        ("code_key",),
        ("code", "active"),
        "code_key",
    ),
    "contract": Shape(
        {
            "number": text(64),
            "number_key": text(64),
            "title": LINE,
            "contract_status": LINE,
            "starts_on": DAY,
            "ends_on": DAY,
            "sla_level": LINE,
            "terms": LONG,
        },
        {"customer_id": "customer"},
        ("customer_id",),
        ("number_key", "starts_on", "ends_on"),
        ("number", "customer_id", "contract_status", "starts_on", "ends_on"),
        "number_key",
    ),
    "service": Shape(
        {"name": LINE, "quantity": decimal(2), "starts_on": DAY, "expires_on": DAY, "service_status": LINE},
        {"contract_id": "contract", "customer_id": "customer", "product_id": "product"},
        ("contract_id", "customer_id"),
        ("starts_on", "expires_on"),
        ("contract_id", "customer_id", "quantity", "starts_on", "expires_on", "service_status"),
    ),
    "interaction": Shape(
        {
            "at": MOMENT,
            "interaction_type": LINE,
            "channel": LINE,
            "task": LINE,
            "transaction_type": LINE,
            "direction": LINE,
            "duration": sa.Integer(),
            "details": LONG,
            "origin": LINE,
            "integration": text(80),
            "external_ref": text(120),
        },
        {"customer_id": "customer", "staff_id": "staff"},
        ("customer_id",),
        ("at",),
        ("customer_id", "at", "interaction_type", "channel", "direction"),
    ),
}
SERIES = {"contract": ("CON", 1000, 0)}


def upgrade() -> None:
    for name, (prefix, start, length) in SERIES.items():
        op.add_column("company", sa.Column(f"{name}_prefix", text(20), nullable=True))
        op.add_column("company", sa.Column(f"{name}_start", sa.Integer(), nullable=True))
        op.add_column("company", sa.Column(f"{name}_length", sa.Integer(), nullable=True))
        company = sa.table("company", *(sa.column(f"{name}_{part}") for part in ("prefix", "start", "length")))
        given = {f"{name}_prefix": prefix, f"{name}_start": start, f"{name}_length": length}
        op.execute(sa.update(company).values(given))
    for name, shape in SHAPES.items():
        make_records(name, shape)
        make_texts(name)
    _make_package_items()


def downgrade() -> None:
    drop("package_item")
    for name in reversed(SHAPES):
        drop_records(name)
    for name in SERIES:
        for part in ("length", "start", "prefix"):
            op.drop_column("company", f"{name}_{part}")


def _make_package_items() -> None:
    name = "package_item"
    op.create_table(
        name,
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("package_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("quantity", decimal(2), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        reference(name, "package_id", "package", ondelete="CASCADE"),
        reference(name, "product_id", "product"),
    )
    for field in ("package_id", "product_id"):
        op.create_index(op.f(f"ix_{name}_{field}"), name, [field])
