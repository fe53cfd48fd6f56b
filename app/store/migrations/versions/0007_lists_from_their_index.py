"""The index by which lists open holds all that they show; another one holds the sort keys of the hits of a search."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SHOWN = {
    "company": ("code", "active", "default_country"),
    "customer": (
        "business_name",
        "customer_code",
        "customer_status",
        "department",
        "phone",
        "email",
        "city",
        "sla_level",
    ),
    "image": ("category",),
    "pick_value": ("active",),
}
ACTIVE = sa.text("state = 'active'")
WHERE: dict[str, Any] = {"sqlite_where": ACTIVE, "postgresql_where": ACTIVE}


def upgrade() -> None:
    for record, shown in SHOWN.items():
        op.drop_index(op.f(f"ix_{record}_display_name_key_id"), record)
        columns = ["display_name_key", "id", "display_name", *shown, "changed_at"]
        op.create_index(op.f(f"ix_{record}_listed"), record, columns, **WHERE)
        op.create_index(op.f(f"ix_{record}_sort_keys"), record, ["id", "display_name_key"], **WHERE)


def downgrade() -> None:
    for record in SHOWN:
        op.drop_index(op.f(f"ix_{record}_sort_keys"), record)
        op.drop_index(op.f(f"ix_{record}_listed"), record)
        columns = ["display_name_key", "id"]
        op.create_index(op.f(f"ix_{record}_display_name_key_id"), record, columns, **WHERE)
