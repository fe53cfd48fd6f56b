"""Products, packages, contracts, services and interactions; and how a company numbers its contracts."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

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


def _decimal(places: int) -> sa.types.TypeEngine[Any]:
    return sa.Numeric(18, places).with_variant(sa.BigInteger(), "sqlite")


def _text(length: int) -> sa.types.TypeEngine[Any]:
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


SHAPES = {
    "product": Shape(
        {
            "name": LINE,
            "code": _text(64),
            "code_key": _text(64),
            "kind": LINE,
            "active": sa.Boolean(),
            "description": LONG,
            "price": _decimal(2),
            "currency": _text(3),
            "tax_rate": _decimal(3),
        },
        {},
        (),
        ("code_key",),
        ("code", "kind", "active", "price"),
        "code_key",
    ),
    "package": Shape(
        {"name": LINE, "code": _text(64), "code_key": _text(64), "active": sa.Boolean(), "description": LONG},
        {},
        (),
        ("code_key",),
        ("code", "active"),
        "code_key",
    ),
    "contract": Shape(
        {
            "number": _text(64),
            "number_key": _text(64),
            "title": LINE,
            "contract_status": LINE,
            "starts_on": DAY,
            "ends_on": DAY,
            "sla_level": LINE,
            "terms": LONG,
        },
        {"customer_id": "customer"},
        ("customer_id",),
        ("number_key", "starts_on", "ends_on"),
        ("number", "customer_id", "contract_status", "starts_on", "ends_on"),
        "number_key",
    ),
    "service": Shape(
        {"name": LINE, "quantity": _decimal(2), "starts_on": DAY, "expires_on": DAY, "service_status": LINE},
        {"contract_id": "contract", "customer_id": "customer", "product_id": "product"},
        ("contract_id", "customer_id"),
        ("starts_on", "expires_on"),
        ("contract_id", "customer_id", "quantity", "starts_on", "expires_on", "service_status"),
    ),
    "interaction": Shape(
        {
            "at": MOMENT,
            "interaction_type": LINE,
            "channel": LINE,
            "task": LINE,
            "transaction_type": LINE,
            "direction": LINE,
            "duration": sa.Integer(),
            "details": LONG,
            "origin": LINE,
            "integration": _text(80),
            "external_ref": _text(120),
        },
        {"customer_id": "customer", "staff_id": "staff"},
        ("customer_id",),
        ("at",),
        ("customer_id", "at", "interaction_type", "channel", "direction"),
    ),
}
SERIES = {"contract": ("CON", 1000, 0)}


def upgrade() -> None:
    for name, (prefix, start, length) in SERIES.items():
        op.add_column("company", sa.Column(f"{name}_prefix", _text(20), nullable=True))
        op.add_column("company", sa.Column(f"{name}_start", sa.Integer(), nullable=True))
        op.add_column("company", sa.Column(f"{name}_length", sa.Integer(), nullable=True))
        company = sa.table("company", *(sa.column(f"{name}_{part}") for part in ("prefix", "start", "length")))
        given = {f"{name}_prefix": prefix, f"{name}_start": start, f"{name}_length": length}
        op.execute(sa.update(company).values(given))
    for name, shape in SHAPES.items():
        _make_records(name, shape)
        _make_texts(name)
    _make_package_items()


def downgrade() -> None:
    _drop("package_item")
    for name in reversed(SHAPES):
        if _is_file():
            op.drop_table(f"{name}_index")
        _drop(f"{name}_text")
        _drop(name)
    for name in SERIES:
        for part in ("length", "start", "prefix"):
            op.drop_column("company", f"{name}_{part}")


def _drop(name: str) -> None:
    """On a server with the policies that ask for it: they are made anew for what there is then."""
    if _is_file():
        op.drop_table(name)
    else:
        op.execute(f"DROP TABLE {name} CASCADE")


def _is_file() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _reference(name: str, field: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([field], [f"{target}.id"], name=op.f(f"fk_{name}_{field}"), ondelete=ondelete)


def _index(index: str, name: str, columns: list[str], condition: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(op.f(index), name, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _make_records(name: str, shape: Shape) -> None:
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
        *(_reference(name, field, target) for field, target in {**shape.refers, **STAMPS}.items()),
    )
    _index(f"ix_{name}_trashed", name, ["changed_at", "id"], TRASHED)
    for column in (*shape.sorted_by, "created_at", "changed_at"):
        _index(f"ix_{name}_{column}_id", name, [column, "id"], ACTIVE)
    _index(f"ix_{name}_sort_keys", name, ["id", "display_name_key"], ACTIVE)
    if _is_file():
        shown = ["display_name_key", "id", "display_name", *shape.shown, "changed_at"]
        _index(f"ix_{name}_listed", name, shown, ACTIVE)
    else:
        _index(f"ix_{name}_display_name_key_id", name, ["display_name_key", "id"], ACTIVE)
    if shape.unique:
        _index(f"uq_{name}_{shape.unique}", name, ["company_id", shape.unique], ACTIVE, unique=True)
        _index(f"ix_{name}_{shape.unique}_trashed", name, ["company_id", shape.unique], TRASHED)
    for field in shape.belongs:
        op.create_index(op.f(f"ix_{name}_{field}"), name, [field])


def _make_texts(name: str) -> None:
    op.create_table(
        f"{name}_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("normal", LONG, server_default=sa.text("''"), nullable=False),
        sa.Column("personal", LONG, server_default=sa.text("''"), nullable=False),
        sa.Column("confidential", LONG, nullable=False),
        sa.Column("folded", LONG, sa.Computed(WHOLE, persisted=None if _is_file() else True), nullable=True),
        _reference(f"{name}_text", "id", name),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}_text")),
    )
    if _is_file():
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


def _make_package_items() -> None:
    name = "package_item"
    op.create_table(
        name,
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("package_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("quantity", _decimal(2), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        _reference(name, "package_id", "package", ondelete="CASCADE"),
        _reference(name, "product_id", "product"),
    )
    for field in ("package_id", "product_id"):
        op.create_index(op.f(f"ix_{name}_{field}"), name, [field])
