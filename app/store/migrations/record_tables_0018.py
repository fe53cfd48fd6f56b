"""How a table of records of their own is made since revision 0018: with its stamps, its indices and its search text.

Migrations stand for themselves, so nothing here ever changes: tables of another shape get another file.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE, LONG, DAY, MOMENT = sa.String(length=200), sa.Text(), sa.Date(), sa.DateTime(timezone=True)
ACTIVE, TRASHED = sa.text("state = 'active'"), sa.text("state = 'trashed'")
WHOLE = "normal || personal || confidential"
PIECES = 8
STAMPS = {
    "company_id": "company",
    "owner_id": "staff",
    "team_id": "team",
    "workgroup_id": "workgroup",
    "created_by": "staff",
    "changed_by": "staff",
}


def decimal(places: int) -> sa.types.TypeEngine[Any]:
    """An exact number: in a file it is kept as a whole one, of the smallest unit."""
    return sa.Numeric(18, places).with_variant(sa.BigInteger(), "sqlite")


def text(length: int) -> sa.types.TypeEngine[Any]:
    """A line of at most so many characters."""
    return sa.String(length=length)


@dataclass(frozen=True)
class Shape:
    """A table of records: what it says, what it refers to, what it belongs to, by what lists are sorted and what they show."""

    says: dict[str, sa.types.TypeEngine[Any]]
    refers: dict[str, str]
    belongs: tuple[str, ...]
    sorted_by: tuple[str, ...]
    shown: tuple[str, ...]
    unique: str = ""


def drop_records(name: str) -> None:
    """A table of records with its texts."""
    if is_file():
        op.drop_table(f"{name}_index")
    drop(f"{name}_text")
    drop(name)


def drop(name: str) -> None:
    """On a server with the policies that ask for it: they are made anew for what there is then."""
    if is_file():
        op.drop_table(name)
    else:
        op.execute(f"DROP TABLE {name} CASCADE")


def is_file() -> bool:
    """Whether the database is a file, not a server's."""
    return op.get_bind().dialect.name == "sqlite"


def reference(name: str, field: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """A field that refers to records of another table."""
    return sa.ForeignKeyConstraint([field], [f"{target}.id"], name=op.f(f"fk_{name}_{field}"), ondelete=ondelete)


def _index(index: str, name: str, columns: list[str], condition: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(op.f(index), name, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def make_records(name: str, shape: Shape) -> None:
    """The table, with the indices that lists, trash and belonging ask for."""
    op.create_table(
        name,
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("display_name", LINE, nullable=True),
        sa.Column("display_name_key", LINE, nullable=True),
        *(sa.Column(field, kind, nullable=True) for field, kind in shape.says.items()),
        *(sa.Column(field, ID, nullable=True) for field in shape.refers),
        *(sa.Column(field, ID, nullable=True) for field in ("company_id", "owner_id", "team_id", "workgroup_id")),
        sa.Column("created_at", MOMENT, nullable=True),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("changed_by", ID, nullable=True),
        sa.Column("custom", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(reference(name, field, target) for field, target in {**shape.refers, **STAMPS}.items()),
    )
    _index(f"ix_{name}_trashed", name, ["changed_at", "id"], TRASHED)
    for column in (*shape.sorted_by, "created_at", "changed_at"):
        _index(f"ix_{name}_{column}_id", name, [column, "id"], ACTIVE)
    _index(f"ix_{name}_sort_keys", name, ["id", "display_name_key"], ACTIVE)
    if is_file():
        shown = ["display_name_key", "id", "display_name", *shape.shown, "changed_at"]
        _index(f"ix_{name}_listed", name, shown, ACTIVE)
    else:
        _index(f"ix_{name}_display_name_key_id", name, ["display_name_key", "id"], ACTIVE)
    if shape.unique:
        _index(f"uq_{name}_{shape.unique}", name, ["company_id", shape.unique], ACTIVE, unique=True)
        _index(f"ix_{name}_{shape.unique}_trashed", name, ["company_id", shape.unique], TRASHED)
    for field in shape.belongs:
        op.create_index(op.f(f"ix_{name}_{field}"), name, [field])


def make_texts(name: str) -> None:
    """The search texts of a table's records, and their index."""
    op.create_table(
        f"{name}_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("normal", LONG, server_default=sa.text("''"), nullable=False),
        sa.Column("personal", LONG, server_default=sa.text("''"), nullable=False),
        sa.Column("confidential", LONG, nullable=False),
        sa.Column("folded", LONG, sa.Computed(WHOLE, persisted=None if is_file() else True), nullable=True),
        reference(f"{name}_text", "id", name),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}_text")),
    )
    if is_file():
        _index_text(name)
    else:
        op.execute(f"CREATE INDEX ix_{name}_text_folded ON {name}_text USING gin (folded gin_trgm_ops)")


def _index_text(name: str) -> None:
    """Trigrams of the search text, kept up by triggers, as those of the other types."""
    op.execute(
        f"CREATE VIRTUAL TABLE {name}_index USING fts5(folded, content='{name}_text', content_rowid='id',"
        " tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
    )
    remove = f"INSERT INTO {name}_index ({name}_index, rowid, folded) VALUES ('delete', old.id, old.folded);"
    add = f"INSERT INTO {name}_index (rowid, folded) VALUES (new.id, new.folded);"
    op.execute(f"CREATE TRIGGER {name}_text_added AFTER INSERT ON {name}_text BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {name}_text_changed AFTER UPDATE ON {name}_text BEGIN {remove} {add} END")
    op.execute(f"CREATE TRIGGER {name}_text_removed AFTER DELETE ON {name}_text BEGIN {remove} END")
    op.execute(f"INSERT INTO {name}_index ({name}_index, rank) VALUES ('automerge', {PIECES})")
