"""What keeps people from taking back what they made themselves, where they have no right to delete it.

The question is the one that the program asks of a file, put by the owner: who made a record nobody can change, and no row of
the log goes away.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.rights import Act, Hold
from app.models.tables import table_of
from app.store.guard.quoting import SAFELY
from app.store.own_making import why_held

FOR_PEOPLE = ("held_back(text, bigint)",)
"""What people may call."""


def functions() -> Iterator[str]:
    """Statements that make them."""
    of_types = " ".join(
        f"WHEN '{name}' THEN RETURN coalesce(({_asked(record_type)}), '{Hold.OTHERS_MADE}');"
        for name, record_type in RECORD_TYPES.items()
    )
    yield f"""
        CREATE OR REPLACE FUNCTION held_back(kind text, record_id bigint) RETURNS text LANGUAGE plpgsql STABLE {SAFELY}
        SET plan_cache_mode = force_generic_plan AS $$
        BEGIN
            IF may(kind, '{Act.VIEW}', held_back.record_id) IS NOT TRUE THEN
                RETURN '{Hold.OTHERS_MADE}';
            END IF;
            CASE held_back.kind {of_types} END CASE;
        END $$
        """


def _asked(record_type: RecordType) -> str:
    maker: sa.ColumnElement[int] = sa.select(sa.func.me()).scalar_subquery()
    own = table_of(record_type).c.id == sa.literal_column("held_back.record_id")
    asked = sa.select(why_held(record_type, maker)).where(own)
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    return str(asked.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def is_free(record_type: RecordType, row: str) -> str:
    """SQL: whether a row is one that whoever is connected may take back."""
    return f"held_back('{record_type.name}', {row}.id) = ''"
