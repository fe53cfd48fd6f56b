"""Who is signed in and edits which record just now, and what administrators set for everybody in the database."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "desk_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_desk_setting")),
    )
    # Nobody needs to know after a crash who was editing before it; so a server writes it into no log, and a commit that
    # changes nothing else waits for no disk.
    is_file = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "editing",
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("record_id", ID, autoincrement=False, nullable=False),
        sa.Column("session", ID, autoincrement=False, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("renewed_at", MOMENT, nullable=False),
        sa.Column("backend", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=True),
        sa.Column("freed_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("record_type", "record_id", "session", name=op.f("pk_editing")),
        prefixes=[] if is_file else ["UNLOGGED"],
    )

    op.create_table(
        "desk_session",
        sa.Column("number", ID, autoincrement=False, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("company_id", ID, nullable=False),
        sa.Column("machine", sa.String(length=200), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("last_activity_at", MOMENT, nullable=False),
        sa.Column("backend", sa.Integer(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=20), nullable=True),
        sa.Column("ended_by_name", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_desk_session")),
    )
    op.create_index(op.f("ix_desk_session_started_at"), "desk_session", ["started_at"])


def downgrade() -> None:
    op.drop_table("desk_session")
    op.drop_table("editing")
    op.drop_table("desk_setting")
