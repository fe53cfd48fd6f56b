"""Invoices with their lines, and payments; how a company numbers and prints them; the second tax of a product."""

import sqlalchemy as sa
from alembic import op

from app.store.migrations.record_tables_0018 import (
    ACTIVE,
    DAY,
    ID,
    LINE,
    LONG,
    TRASHED,
    Shape,
    decimal,
    drop,
    drop_records,
    make_records,
    make_texts,
    reference,
    text,
)

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SHAPES = {
    "invoice": Shape(
        {
            "document_type": LINE,
            "number": text(64),
            "number_key": text(64),
            "name": text(80),
            "date": DAY,
            "month": text(7),
            "store_id": text(64),
            "details": LONG,
            "currency": text(3),
            "tax_exemption": LINE,
            "rounding": LINE,
            "net": decimal(3),
            "country_tax": decimal(3),
            "state_tax": decimal(3),
            "total": decimal(3),
            "received": decimal(3),
            "returned": decimal(3),
            "due": decimal(3),
            "payment_status": LINE,
            "status_reason": LINE,
            "due_on": DAY,
            "lapses_on": DAY,
            "public_note": LONG,
            "origin": LINE,
            "integration": text(80),
            "external_ref": text(120),
        },
        {"customer_id": "customer", "made_from_id": "invoice", "became_id": "invoice"},
        ("customer_id",),
        ("number_key", "date", "due_on", "lapses_on"),
        ("document_type", "customer_id", "date", "payment_status", "due_on", "total", "due"),
        "number_key",
    ),
    "payment": Shape(
        {
            "name": LINE,
            "paid_on": DAY,
            "amount": decimal(3),
            "currency": text(3),
            "payment_state": LINE,
            "method": LINE,
            "reference": text(120),
            "gateway_ref": text(120),
        },
        {"invoice_id": "invoice", "customer_id": "customer"},
        ("invoice_id", "customer_id"),
        ("paid_on",),
        ("customer_id", "paid_on", "amount", "currency", "payment_state", "method"),
    ),
}
WRITTEN = ("note", "attachment")
"""What is written about records, or put to them."""

SERIES = {"invoice": "INV", "order": "ORD", "quote": "QUO", "estimate": "EST", "credit_note": "CN"}
START, LENGTH, DUE_DAYS = 1000, 0, 30


def upgrade() -> None:
    op.add_column("product", sa.Column("state_tax_rate", decimal(3), nullable=True))
    _extend_companies()
    for name, shape in SHAPES.items():
        make_records(name, shape)
        make_texts(name)
    _keep_references_apart()
    _make_lines()
    for name in WRITTEN:
        invoice = sa.ForeignKey("invoice.id", name=op.f(f"fk_{name}_invoice_id"))
        op.add_column(name, sa.Column("invoice_id", ID, invoice, nullable=True), inline_references=True)
        op.create_index(op.f(f"ix_{name}_invoice_id"), name, ["invoice_id"])


def downgrade() -> None:
    for name in WRITTEN:
        op.drop_index(op.f(f"ix_{name}_invoice_id"), name)
        op.drop_column(name, "invoice_id")
    drop("invoice_line")
    for name in reversed(SHAPES):
        drop_records(name)
    for column in ("due_days", "letterhead"):
        op.drop_column("company", column)
    for name in reversed(SERIES):
        for part in ("length", "start", "prefix"):
            op.drop_column("company", f"{name}_{part}")
    op.drop_column("product", "state_tax_rate")


def _extend_companies() -> None:
    given: dict[str, object] = {}
    for name, prefix in SERIES.items():
        op.add_column("company", sa.Column(f"{name}_prefix", text(20), nullable=True))
        op.add_column("company", sa.Column(f"{name}_start", sa.Integer(), nullable=True))
        op.add_column("company", sa.Column(f"{name}_length", sa.Integer(), nullable=True))
        given |= {f"{name}_prefix": prefix, f"{name}_start": START, f"{name}_length": LENGTH}
    op.add_column("company", sa.Column("letterhead", LONG, nullable=True))
    op.add_column("company", sa.Column("due_days", sa.Integer(), nullable=True))
    given["due_days"] = DUE_DAYS
    company = sa.table("company", *(sa.column(name) for name in given))
    op.execute(sa.update(company).values(given))


def _keep_references_apart() -> None:
    columns = ["company_id", "integration", "external_ref"]
    for index, condition, unique in (
        ("uq_invoice_integration_external_ref", ACTIVE, True),
        ("ix_invoice_integration_external_ref_trashed", TRASHED, False),
    ):
        op.create_index(
            op.f(index), "invoice", columns, unique=unique, sqlite_where=condition, postgresql_where=condition
        )


def _make_lines() -> None:
    name = "invoice_line"
    op.create_table(
        name,
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("text", text(500), nullable=True),
        sa.Column("quantity", decimal(2), nullable=True),
        sa.Column("unit_price", decimal(3), nullable=True),
        sa.Column("discount", decimal(2), nullable=True),
        sa.Column("tax_rate", decimal(3), nullable=True),
        sa.Column("state_tax_rate", decimal(3), nullable=True),
        sa.Column("amount", decimal(3), nullable=True),
        sa.Column("country_tax", decimal(3), nullable=True),
        sa.Column("state_tax", decimal(3), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        reference(name, "invoice_id", "invoice", ondelete="CASCADE"),
        reference(name, "product_id", "product"),
    )
    for field in ("invoice_id", "product_id"):
        op.create_index(op.f(f"ix_{name}_{field}"), name, [field])
