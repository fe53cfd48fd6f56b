"""Files at records: each is a record, and its bytes are kept once, in pieces."""

import sqlalchemy as sa
from alembic import op

from app.store.migrations.record_tables_0018 import Shape, drop, drop_records, make_records, make_texts, text

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ABOUT = ("customer", "contract", "service", "interaction", "product", "package")


def upgrade() -> None:
    name, about = "attachment", {f"{each}_id": each for each in ABOUT}
    says = {"name": text(200), "media_type": text(100), "size": sa.Integer(), "sha256": text(64)}
    make_records(name, Shape(says, about, tuple(about), (), ("customer_id", "media_type", "size")))
    op.create_index(op.f("ix_attachment_sha256"), name, ["sha256"])
    make_texts(name)
    op.create_table(
        "file_content",
        sa.Column("key", text(32), nullable=False),
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_file_content")),
    )
    op.create_index(op.f("ix_file_content_sha256"), "file_content", ["sha256"], unique=True)
    op.create_table(
        "file_piece",
        sa.Column("key", text(32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_file_piece")),
    )


def downgrade() -> None:
    drop("file_piece")
    drop("file_content")
    drop_records("attachment")
