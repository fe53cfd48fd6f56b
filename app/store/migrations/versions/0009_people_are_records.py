"""Staff, teams and customer workgroups become records with a past; there are roles, and who has and is in which of them."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACTIVE = sa.text("state = 'active'")
TRASHED = sa.text("state = 'trashed'")
PIECES = 8
"""As in 0008."""

WHOLE = "normal || personal || confidential"

TYPES = ("role", "staff", "team", "workgroup")
FORMER = ("staff", "team", "workgroup")
RECORDS = ("company", "customer", "image", "pick_value")
STAMPS = {
    "company_id": "company",
    "owner_id": "staff",
    "team_id": "team",
    "workgroup_id": "workgroup",
    "created_by": "staff",
    "changed_by": "staff",
}
"""What every record refers to."""

REFERENCES = {
    "staff": {"image": "image", "manager_id": "staff", "customer_id": "customer"},
    "workgroup": {"image": "image"},
}
SHOWN = {"role": (), "staff": ("sign_in", "active", "department"), "team": (), "workgroup": ("mail_mode",)}
UNIQUE = {"role": "name_key", "staff": "sign_in_key"}

CHILDREN: dict[str, tuple[str, dict[str, str], tuple[tuple[str, sa.types.TypeEngine[Any]], ...]]] = {
    "staff_role": ("staff", {"role_id": "role"}, ()),
    "team_member": ("team", {"staff_id": "staff"}, (("is_manager", sa.Boolean()),)),
    "workgroup_member": ("workgroup", {"customer_id": "customer"}, ()),
    "workgroup_manager": ("workgroup", {"staff_id": "staff"}, ()),
    "role_right": (
        "role",
        {},
        (
            ("record_type", sa.String(length=40)),
            ("act", sa.String(length=20)),
            ("reach", sa.String(length=20)),
        ),
    ),
    "role_field_rule": (
        "role",
        {},
        (
            ("record_type", sa.String(length=40)),
            ("field", sa.String(length=64)),
            ("access", sa.String(length=20)),
        ),
    ),
}
"""Each with what it is a part of, what else it refers to, and what it says."""


def upgrade() -> None:
    former = {name: _former_rows(name) for name in FORMER}
    _forget_references()
    for name in FORMER:
        op.drop_table(name)
    for name in TYPES:
        _make_records(name)
    for name in CHILDREN:
        _make_children(name)
    for name in TYPES:
        _make_texts(name)
    _fill(former)
    _remember_references()
    op.drop_index(op.f("ix_company_company_id"), "company")


def _is_file() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _own_columns(name: str) -> list[sa.Column[Any]]:
    text, image = sa.String(length=200), sa.Column("image", ID, nullable=True)
    columns: dict[str, list[sa.Column[Any]]] = {
        "role": [
            sa.Column("name", text),
            sa.Column("name_key", text),
            sa.Column("description", sa.Text()),
        ],
        "staff": [
            sa.Column("name", text),
            sa.Column("sign_in", sa.String(length=120)),
            sa.Column("sign_in_key", sa.String(length=120)),
            sa.Column("active", sa.Boolean()),
            image,
            sa.Column("department", text),
            sa.Column("manager_id", ID),
            sa.Column("customer_id", ID),
        ],
        "team": [sa.Column("name", text), sa.Column("description", sa.Text())],
        "workgroup": [
            sa.Column("name", text),
            image,
            sa.Column("description", sa.Text()),
            sa.Column("mail_mode", text),
            sa.Column("alias", sa.String(length=254)),
        ],
    }
    return columns[name]


def _make_records(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=True),
        sa.Column("display_name_key", sa.String(length=200), nullable=True),
        *_own_columns(name),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("workgroup_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", ID, nullable=True),
        sa.Column("custom", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *_inline(name, _references_of(name)),
    )
    _index(f"ix_{name}_trashed", name, ["changed_at", "id"], TRASHED)
    for stamp in ("created_at", "changed_at"):
        _index(f"ix_{name}_{stamp}_id", name, [stamp, "id"], ACTIVE)
    _index(f"ix_{name}_sort_keys", name, ["id", "display_name_key"], ACTIVE)
    shown = ["display_name_key", "id", "display_name", *SHOWN[name], "changed_at"]
    _index(f"ix_{name}_listed", name, shown, ACTIVE)
    if key := UNIQUE.get(name):
        _index(f"uq_{name}_{key}", name, [key], ACTIVE, unique=True)
        _index(f"ix_{name}_{key}_trashed", name, [key], TRASHED)
    if "image" in _references_of(name):
        _index(f"ix_{name}_image", name, ["image"], sa.text("image IS NOT NULL"))
    if "manager_id" in _references_of(name):
        op.create_index(op.f(f"ix_{name}_manager_id"), name, ["manager_id"])


def _references_of(name: str) -> dict[str, str]:
    return {**REFERENCES.get(name, {}), **STAMPS}


def _inline(name: str, references: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    """A file takes references with the table only, even to tables that are still to come; a server takes them later."""
    if not _is_file():
        return []
    return [
        sa.ForeignKeyConstraint([field], [f"{target}.id"], name=op.f(f"fk_{name}_{field}"))
        for field, target in references.items()
    ]


def _index(index: str, name: str, columns: list[str], condition: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(op.f(index), name, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _make_children(name: str) -> None:
    parent, references, columns = CHILDREN[name]
    op.create_table(
        name,
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column(f"{parent}_id", ID, nullable=False),
        *(sa.Column(field, ID) for field in references),
        *(sa.Column(field, kind) for field, kind in columns),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            [f"{parent}_id"], [f"{parent}.id"], name=op.f(f"fk_{name}_{parent}_id"), ondelete="CASCADE"
        ),
        *_inline(name, references),
    )
    for field in (f"{parent}_id", *references):
        op.create_index(op.f(f"ix_{name}_{field}"), name, [field])


def _referring() -> list[tuple[str, str, str]]:
    """What there was before and refers to a member of staff, a team or a workgroup: table, column, and to what."""
    log = [(name, "staff_id", "staff") for name in ("batch", "change", "draft")]
    return log + [
        (record, field, target) for record in RECORDS for field, target in STAMPS.items() if target != "company"
    ]


def _forget_references(*tables: str) -> None:
    """A server drops no table that others refer to; a file rewrites none either way.

    By the names that the server has for them: some were made within a column and so are called otherwise.
    """
    if _is_file():
        return
    known = sa.inspect(op.get_bind())
    wanted = {(name, field) for name, field, _ in _referring()}
    for name in sorted({name for name, _ in wanted} | set(tables)):
        for reference in known.get_foreign_keys(name):
            (field,) = reference["constrained_columns"]
            if (name, field) in wanted or name in tables:
                op.drop_constraint(str(reference["name"]), name, type_="foreignkey")


def _remember_references() -> None:
    if _is_file():
        return
    own = [(name, field, target) for name in TYPES for field, target in _references_of(name).items()]
    parts = [(name, field, target) for name, (_, others, _) in CHILDREN.items() for field, target in others.items()]
    for name, field, target in (*_referring(), *own, *parts):
        op.create_foreign_key(op.f(f"fk_{name}_{field}"), name, target, [field], ["id"])


def _make_texts(name: str) -> None:
    op.create_table(
        f"{name}_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("normal", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("personal", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("confidential", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), sa.Computed(WHOLE, persisted=None if _is_file() else True), nullable=True),
        sa.ForeignKeyConstraint(["id"], [f"{name}.id"], name=op.f(f"fk_{name}_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}_text")),
    )
    if _is_file():
        _index_text(name)
    else:
        op.execute(f"CREATE INDEX ix_{name}_text_folded ON {name}_text USING gin (folded gin_trgm_ops)")


def _index_text(name: str) -> None:
    """Trigrams of the search text, kept up by triggers, as those of 0001 and 0008."""
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


def _former_rows(name: str) -> list[dict[str, object]]:
    names = ("id", "display_name", *(("sign_in",) if name == "staff" else ()))
    former = sa.table(name, *map(sa.column, names))
    return [dict(row) for row in op.get_bind().execute(sa.select(former).order_by(former.c.id)).mappings()]


def _fill(former: dict[str, list[dict[str, object]]]) -> None:
    """Make a record of everybody, who made themselves, with search text and the change that began it."""
    now = datetime.now(UTC)
    staff = former["staff"]
    first_id = staff[0]["id"] if staff else None
    keys: set[str] = set()
    for row in staff:
        sign_in = _free(str(row["sign_in"]), keys)
        own: dict[str, object] = {"sign_in": sign_in, "sign_in_key": _key(sign_in, 120), "active": True}
        _add("staff", row, own, row["id"], _first_act(row["id"]) or now, now)
    for name in ("team", "workgroup"):
        for row in former[name]:
            mail = {"mail_mode": "all_members"} if name == "workgroup" else {}
            _add(name, row, {**mail}, first_id, now, now)


def _free(sign_in: str, keys: set[str]) -> str:
    """The sign-in name, which differed from others by its case at least; now it must differ by more."""
    found, number = sign_in, 1
    while _fold(found) in keys:
        number += 1
        found = f"{sign_in} {number}"
    keys.add(_fold(found))
    return found


def _first_act(staff_id: object) -> datetime | None:
    """When somebody began."""
    log = sa.table("change", sa.column("id"), sa.column("staff_id"), sa.column("at", sa.DateTime(timezone=True)))
    first = sa.select(log.c.at).where(log.c.staff_id == staff_id).order_by(log.c.id).limit(1)
    at = op.get_bind().execute(first).scalar()
    return at and at.replace(tzinfo=at.tzinfo or UTC)


def _add(
    name: str, row: dict[str, object], own: dict[str, object], staff_id: object, began: datetime, now: datetime
) -> None:
    bind, title = op.get_bind(), str(row["display_name"])
    columns = {
        "id": row["id"],
        "version": 1,
        "state": "active",
        "display_name": title[:200],
        "display_name_key": _key(title, 200),
        "name": title[:200],
        **own,
        **dict.fromkeys(("owner_id", "created_by", "changed_by"), staff_id),
        "created_at": _moment(began),
        "changed_at": _moment(now),
    }
    bind.execute(_table(name, columns).insert(), columns)
    texts = {
        "id": row["id"],
        "normal": _marked(f"{title} {own.get('sign_in', '')}"),
        "personal": "",
        "confidential": "",
    }
    bind.execute(_table(f"{name}_text", texts).insert(), texts)
    if staff_id is not None:
        change = {
            "record_type": name,
            "record_id": row["id"],
            "version": 1,
            "act": "created",
            "at": _moment(now),
            "staff_id": staff_id,
            "origin": "setup",
        }
        bind.execute(_table("change", change).insert(), change)


def _table(name: str, columns: dict[str, object]) -> sa.TableClause:
    return sa.table(
        name,
        *(sa.column(each, sa.DateTime(timezone=True) if each.endswith("at") else None) for each in columns),
    )


def _moment(at: datetime) -> datetime:
    """A file stores moments in UTC and without saying so."""
    return at.replace(tzinfo=None) if _is_file() else at


# Folding as it was at this revision: sign-in names are those of the system, in any script.
LETTERS = {
    "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ȷ": "j", "ĸ": "k", "ŋ": "n", "ə": "e", "ɐ": "a", "ß": "ss",
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "ʹ": "'", "ʻ": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"',
    "‟": '"', "«": '"', "»": '"', "‐": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁄": "/",
    "\u0640": "", "й": "й", "Й": "й",
}  # fmt: skip
PLAIN_LETTER = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
ACCENTS = ((0x0300, 0x07A5), (0x07EB, 0x08FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
           (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF))  # fmt: skip


def _fold(text: str) -> str:
    folded = "".join(map(_fold_letter, unicodedata.normalize("NFC", text)))
    return " ".join(unicodedata.normalize("NFC", folded).split())


def _fold_letter(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    parts = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(map(_fold_part, unicodedata.normalize("NFKD", parts)))


def _fold_part(part: str) -> str:
    if part in LETTERS:
        return LETTERS[part]
    category = unicodedata.category(part)
    if category == "Nd":
        return str(unicodedata.decimal(part))
    if category in ("Mn", "Me"):
        return "" if any(first <= ord(part) <= last for first, last in ACCENTS) else part
    if category in ("Cc", "Cf", "Cs"):
        return part if part.isspace() else ""
    plain = PLAIN_LETTER.match(unicodedata.name(part, ""))
    return plain[1].lower() if plain else part


def _key(text: str, limit: int) -> str | None:
    return _fold(text)[:200].rstrip()[:limit] or None


def _marked(text: str) -> str:
    words = dict.fromkeys(_fold(text).split())
    words |= dict.fromkeys(word.replace("'", "") for word in list(words) if "'" in word)
    words.pop("", None)
    return "".join(f"  {word}" for word in words)


def downgrade() -> None:
    rows = {name: _kept_rows(name) for name in FORMER}
    _forget_log()
    for name in CHILDREN:
        op.drop_table(name)
    for name in TYPES:
        if _is_file():
            op.execute(f"DROP TABLE {name}_index")
        op.drop_table(f"{name}_text")
    _forget_references(*TYPES)
    for name in TYPES:
        op.drop_table(name)
    for name in FORMER:
        _make_former(name)
        if rows[name]:
            op.get_bind().execute(_table(name, rows[name][0]).insert(), rows[name])
    if not _is_file():
        for name, field, target in _referring():
            op.create_foreign_key(op.f(f"fk_{name}_{field}"), name, target, [field], ["id"])
    op.create_index(op.f("ix_company_company_id"), "company", ["company_id"])


def _kept_rows(name: str) -> list[dict[str, object]]:
    """What there was of each before; names that only the trash had twice are told apart."""
    names = ("id", "display_name", "state", *(("sign_in",) if name == "staff" else ()))
    stored = sa.table(name, *map(sa.column, names))
    rows = op.get_bind().execute(sa.select(stored).order_by(stored.c.state, stored.c.id)).mappings()
    kept, keys = [], set[str]()
    for row in rows:
        former = {"id": row["id"], "display_name": row["display_name"] or ""}
        if name == "staff":
            former["sign_in"] = _free(str(row["sign_in"] or row["id"]), keys)
        kept.append(former)
    return kept


def _forget_log() -> None:
    """What happened to them, and what stands in drafts of them."""
    log = sa.table("change", sa.column("id"), sa.column("record_type"))
    parts = sa.table("change_field", sa.column("change_id"))
    draft = sa.table("draft", sa.column("record_type"))
    own = sa.select(log.c.id).where(log.c.record_type.in_(TYPES))
    op.execute(parts.delete().where(parts.c.change_id.in_(own)))
    op.execute(log.delete().where(log.c.record_type.in_(TYPES)))
    op.execute(draft.delete().where(draft.c.record_type.in_(TYPES)))


def _make_former(name: str) -> None:
    own = [sa.Column("sign_in", sa.String(length=120), nullable=False)] if name == "staff" else []
    unique = [sa.UniqueConstraint("sign_in", name=op.f("uq_staff_sign_in"))] if name == "staff" else []
    op.create_table(
        name,
        sa.Column("id", ID, autoincrement=False, nullable=False),
        *own,
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *unique,
    )
