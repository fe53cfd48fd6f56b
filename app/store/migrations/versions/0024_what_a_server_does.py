"""Who made a record may take it back: nothing of the tables changes, but what a server's triggers and functions do.

A server makes those anew after the last step of an upgrade, and there is no upgrade without a step.
"""

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave everything as it is."""


def downgrade() -> None:
    """Leave everything as it is."""
