"""Pictures are records with a past; their bytes have a table of their own, where equal ones are kept once."""

import unicodedata
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HOLDERS = (("company", "logo"), ("customer", "image"))
SORTED = ("changed_at", "created_at", "display_name_key")
OTHERS = ("company", "staff")
ACTIVE = sa.text("state = 'active'")
SIZES = (32, 64, 128)

content = sa.table(
    "image_content",
    sa.column("sha256"),
    *(sa.column(f"thumbnail_{size}") for size in SIZES),
    sa.column("content"),
)
facts = ("id", "sha256", "name", "category", "media_type")
before = sa.table(
    "image", *map(sa.column, facts), *(sa.column(f"thumbnail_{size}") for size in SIZES), sa.column("content")
)
record = sa.table(
    "image",
    *map(sa.column, ("id", "version", "state", "display_name", "display_name_key", "name", "category", "media_type")),
    *map(sa.column, ("width", "height", "size", "sha256", "owner_id", "created_by", "changed_by")),
    sa.column("created_at", sa.DateTime()),
    sa.column("changed_at", sa.DateTime()),
)
text = sa.table("image_text", sa.column("id"), sa.column("folded"))
change = sa.table(
    "change",
    *map(sa.column, ("record_type", "record_id", "version", "act", "staff_id", "origin")),
    sa.column("at", sa.DateTime()),
)


def upgrade() -> None:
    _make_contents()
    columns = [content.c.sha256, *(content.c[f"thumbnail_{size}"] for size in SIZES), content.c.content]
    moved = sa.select(*(before.c[column.name] for column in columns))
    op.execute(content.insert().from_select([column.name for column in columns], moved))
    rows = _known_pictures()
    _forget_references()
    op.drop_table("image")
    _make_records()
    _remember_references()
    for holder, field in HOLDERS:
        op.create_index(
            op.f(f"ix_{holder}_{field}"),
            holder,
            [field],
            unique=False,
            sqlite_where=sa.text(f"{field} IS NOT NULL"),
            postgresql_where=sa.text(f"{field} IS NOT NULL"),
        )
    if rows:
        _fill(rows)


def _make_contents() -> None:
    op.create_table(
        "image_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("thumbnail_32", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_64", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_128", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_image_content")),
    )


def _make_records() -> None:
    op.create_table(
        "image",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=True),
        sa.Column("display_name_key", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("category", sa.String(length=80), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", ID, nullable=True),
        sa.Column("custom", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name=op.f("fk_image_changed_by")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_image_company_id")),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_image_created_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_image_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image")),
    )
    for name in SORTED:
        op.create_index(
            op.f(f"ix_image_{name}_id"),
            "image",
            [name, "id"],
            unique=False,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        )
    op.create_table(
        "image_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["image.id"], name=op.f("fk_image_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_text")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _index_text("image")
    else:
        op.execute("CREATE INDEX ix_image_text_folded ON image_text USING gin (folded gin_trgm_ops)")


def _index_text(name: str) -> None:
    """Trigrams of the search text, kept up by triggers, as those of 0001."""
    op.execute(
        f"CREATE VIRTUAL TABLE {name}_index USING fts5(folded, content='{name}_text', content_rowid='id',"
        " tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
    )
    remove = f"INSERT INTO {name}_index ({name}_index, rowid, folded) VALUES ('delete', old.id, old.folded);"
    add = f"INSERT INTO {name}_index (rowid, folded) VALUES (new.id, new.folded);"
    op.execute(f"CREATE TRIGGER {name}_text_added AFTER INSERT ON {name}_text BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {name}_text_changed AFTER UPDATE ON {name}_text BEGIN {remove} {add} END")
    op.execute(f"CREATE TRIGGER {name}_text_removed AFTER DELETE ON {name}_text BEGIN {remove} END")


def _forget_references() -> None:
    """A server drops no table that others refer to; a file rewrites none either way."""
    if op.get_bind().dialect.name != "sqlite":
        for holder, field in HOLDERS:
            op.drop_constraint(op.f(f"fk_{holder}_{field}"), holder, type_="foreignkey")


def _remember_references() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for holder, field in HOLDERS:
            op.create_foreign_key(op.f(f"fk_{holder}_{field}"), holder, "image", [field], ["id"])


def _known_pictures() -> list[dict[str, object]]:
    """What is known of every picture, with its measures from its first bytes and its size."""
    size = sa.func.length(before.c.content).label("size")
    start = sa.func.substr(before.c.content, 1, 32).label("start")
    found = op.get_bind().execute(sa.select(*(before.c[name] for name in facts), size, start)).mappings()
    return [{**row, **_measures(bytes(row["start"]))} for row in found]


def _measures(start: bytes) -> dict[str, int | None]:
    """Width and height of a WebP picture; all pictures of that time are such."""
    kind, width, height = start[12:16], 0, 0
    if kind == b"VP8 ":
        width, height = (int.from_bytes(start[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    elif kind == b"VP8L":
        bits = int.from_bytes(start[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8X":
        width, height = (int.from_bytes(start[at : at + 3], "little") + 1 for at in (24, 27))
    return {"width": width or None, "height": height or None}


def _fill(rows: list[dict[str, object]]) -> None:
    """Make a record of every picture, with its search text and the change that began it."""
    bind = op.get_bind()
    staff_id = bind.execute(sa.text("SELECT min(id) FROM staff")).scalar()
    now = datetime.now(UTC).replace(tzinfo=None)
    stamp = {"owner_id": staff_id, "created_by": staff_id, "changed_by": staff_id, "created_at": now, "changed_at": now}
    kept = [
        {
            **{name: row[name] for name in (*facts, "width", "height", "size")},
            **stamp,
            "version": 1,
            "state": "active",
            "display_name": row["name"],
            "display_name_key": " ".join(_words(row["name"])) or None,
        }
        for row in rows
    ]
    bind.execute(record.insert(), kept)
    texts = [
        {"id": row["id"], "folded": "".join(f"  {word}" for word in dict.fromkeys(_words(row["name"])))} for row in rows
    ]
    bind.execute(text.insert(), texts)
    began = {
        "record_type": "image",
        "version": 1,
        "act": "created",
        "at": now,
        "staff_id": staff_id,
        "origin": "import",
    }
    bind.execute(change.insert(), [{**began, "record_id": row["id"]} for row in rows])


def _words(name: object) -> list[str]:
    """The words of a name, folded simply: only sample data had pictures, and all of them are called Face."""
    plain = unicodedata.normalize("NFKD", str(name)).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).split()


def downgrade() -> None:
    for holder, field in HOLDERS:
        op.drop_index(op.f(f"ix_{holder}_{field}"), holder)
    bind = op.get_bind()
    kept = sa.select(*(record.c[name] for name in facts))
    rows = [dict(row) for row in bind.execute(kept).mappings()]
    own = "SELECT id FROM change WHERE record_type = 'image'"
    op.execute(f"DELETE FROM change_field WHERE change_id IN ({own})")
    op.execute("DELETE FROM change WHERE record_type = 'image'")
    if bind.dialect.name == "sqlite":
        op.execute("DROP TABLE image_index")
    op.drop_table("image_text")
    _forget_references()
    op.drop_table("image")
    _make_former_images()
    _put_back(rows)
    op.drop_table("image_content")
    _remember_references()


def _make_former_images() -> None:
    op.create_table(
        "image",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_32", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_64", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_128", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image")),
        sa.UniqueConstraint("sha256", name=op.f("uq_image_sha256")),
    )


def _put_back(rows: list[dict[str, object]]) -> None:
    """One row for each content, as before; records that share one are brought together."""
    bind, first = op.get_bind(), dict[object, object]()
    for row in rows:
        if row["sha256"] in first:
            for holder, field in HOLDERS:
                of = sa.table(holder, sa.column(field))
                bind.execute(of.update().where(of.c[field] == row["id"]).values({field: first[row["sha256"]]}))
            continue
        first[row["sha256"]] = row["id"]
        literals = [sa.literal(row[name]) for name in facts]
        bytes_ = [content.c[f"thumbnail_{size}"] for size in SIZES]
        names = [*facts, *(column.name for column in bytes_), "content"]
        chosen = sa.select(*literals, *bytes_, content.c.content).where(content.c.sha256 == row["sha256"])
        bind.execute(before.insert().from_select(names, chosen))
