"""The telephone and fax numbers of addresses are kept in the forms that any spelling finds.

Those stored before get theirs when their customer is saved the next time; until then they are found as they were typed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FORMS = {f"{number}_{form}": length for number in ("phone", "fax") for form, length in (("e164", 20), ("national", 24))}


def upgrade() -> None:
    for name, length in FORMS.items():
        op.add_column("address", sa.Column(name, sa.String(length=length), nullable=True))


def downgrade() -> None:
    for name in reversed(FORMS):
        op.drop_column("address", name)
