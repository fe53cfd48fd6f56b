"""What each person may do at all, type by type, kept beside what it comes from: the policies ask for it with every statement.

To join a person's roles and what those say takes four times as long as to look up what came of it. It is kept up together
with the columns that they are given (`columns`): when a transaction that changed staff, roles or rights comes to its end,
before anybody can see the change.
"""

from __future__ import annotations

from app.models.catalogue import RECORD_TYPES
from app.models.rights import FieldAccess
from app.store.guard.quoting import SAFELY, literal

TABLES = (
    """
    CREATE TABLE IF NOT EXISTS rights_kept (
        login text COLLATE "C", what text COLLATE "C", staff_id bigint NOT NULL, said text[] NOT NULL,
        readable text[] NOT NULL, editable text[] NOT NULL, PRIMARY KEY (login, what)
    )
    """,
    "CREATE INDEX IF NOT EXISTS ix_rights_kept_staff_id ON rights_kept (staff_id)",
    "ALTER TABLE rights_kept ENABLE ROW LEVEL SECURITY",
)
"""By login and type of record: what the roles say, an act and its reach each, and which fields are open. The owner's alone."""

KEEP_RIGHTS = f"""
CREATE OR REPLACE FUNCTION keep_rights(person bigint, login text, held bigint[]) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    twin text := (SELECT g.login FROM columns_given g
        WHERE g.settled = pg_current_xact_id() AND g.roles = held AND g.staff_id <> person LIMIT 1);
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN  -- what others have just committed counts
        RAISE feature_not_supported USING MESSAGE = 'rights are changed in transactions that read what is committed';
    END IF;
    DELETE FROM rights_kept k WHERE k.staff_id = person OR k.login = keep_rights.login;
    INSERT INTO rights_kept
    SELECT keep_rights.login, k.what, person, k.said, k.readable, k.editable FROM rights_kept k WHERE k.login = twin
    UNION ALL
    SELECT keep_rights.login, kind, person, said_to(person, kind), f.readable, f.editable
    FROM unnest(ARRAY[{", ".join(map(literal, RECORD_TYPES))}]) AS of_each(kind), LATERAL (
        SELECT coalesce(array_agg(a.field) FILTER (
                WHERE a.access IN ('{FieldAccess.READ_ONLY}', '{FieldAccess.EDITABLE}')), '{{}}') AS readable,
            coalesce(array_agg(a.field) FILTER (WHERE a.access = '{FieldAccess.EDITABLE}'), '{{}}') AS editable
        FROM field_accesses_of(person, kind) a
    ) AS f WHERE keep_rights.login IS NOT NULL AND twin IS NULL;
END $$
"""
"""Of somebody with these roles; without a login nothing is kept. Who has the same roles as somebody before has the same rights."""


def is_own(what: str) -> str:
    """SQL: whether a row `k` is what is kept of whoever is connected.

    Args:
        what: a function's parameter that says about which type of record.
    """
    return f"k.login = session_user AND k.what = {what}"
