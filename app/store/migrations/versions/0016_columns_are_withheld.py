"""On a server people read only those columns that they may; tables are as they were, and what guards them is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TAKE_VIEWS_BACK = """
DO $$ DECLARE each text; BEGIN
    IF to_regclass('deskbook.columns_given') IS NOT NULL THEN
        FOR each IN SELECT login FROM deskbook.columns_given LOOP
            EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', each);
        END LOOP;
        DELETE FROM deskbook.columns_given;
    END IF;
END $$
"""


def upgrade() -> None:
    """Whatever has to be done is done with every upgrade."""


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(sa.text(TAKE_VIEWS_BACK.replace(":", "\\:")))
