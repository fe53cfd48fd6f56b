"""On a server the index by which lists open holds their order alone: there was no room in it for several long texts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
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
    "role": (),
    "staff": ("sign_in", "active", "department"),
    "team": (),
    "workgroup": ("mail_mode",),
}
ACTIVE: dict[str, Any] = {"postgresql_where": sa.text("state = 'active'")}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for record in SHOWN:
        op.drop_index(op.f(f"ix_{record}_listed"), record)
        op.create_index(op.f(f"ix_{record}_display_name_key_id"), record, ["display_name_key", "id"], **ACTIVE)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for record, shown in SHOWN.items():
        op.drop_index(op.f(f"ix_{record}_display_name_key_id"), record)
        columns = ["display_name_key", "id", "display_name", *shown, "changed_at"]
        op.create_index(op.f(f"ix_{record}_listed"), record, columns, **ACTIVE)
