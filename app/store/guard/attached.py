"""Attached files on a server: bytes are as open as the attachments that have them, and nobody gets at them by their sum."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.attachment import MOST_BYTES, PIECE_BYTES
from app.models.rights import Act
from app.store.guard.quoting import SAFELY
from app.store.turns import FILES, turn_at

FOR_PEOPLE = ("keep_file(text, text)", "forget_files(text[])", "is_file(text)")
"""What people may call."""

_IS_FILE = f"""
CREATE OR REPLACE FUNCTION is_file(given text) RETURNS boolean LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT EXISTS (SELECT FROM file_content c WHERE c.key = given)
$$
"""
"""Whether a file is whole: nothing is put to its pieces then."""

_KEEP_FILE = f"""
CREATE OR REPLACE FUNCTION keep_file(given text, expected text) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    sent text;
    long bigint;
BEGIN
    IF NOT is_owners() AND granted('attachment', '{Act.ADD}') = '{{}}' THEN
        RAISE insufficient_privilege USING MESSAGE = 'not allowed to attach files';
    END IF;
    IF is_file(given) THEN
        RAISE insufficient_privilege USING MESSAGE = 'these are the pieces of another file';
    END IF;
    SELECT encode(sha256(string_agg(p.bytes, ''::bytea ORDER BY p.number)), 'hex'), sum(octet_length(p.bytes)) INTO sent, long
        FROM file_piece p WHERE p.key = given HAVING max(p.number) = count(*) - 1;
    IF long IS NULL OR long > {MOST_BYTES} THEN
        RAISE check_violation USING MESSAGE = 'no file of a size that is kept';
    END IF;
    IF sent <> expected THEN
        RAISE check_violation USING MESSAGE = 'other bytes arrived than were sent';
    END IF;
    PERFORM {turn_at(FILES)};  -- of two who keep the same, the second finds it; who forgets one sees that it is kept
    UPDATE file_content c SET size = c.size WHERE c.sha256 = sent;  -- whose row says then that they had the bytes
    IF FOUND THEN
        DELETE FROM file_piece p WHERE p.key = given;
    ELSE
        INSERT INTO file_content (key, sha256, size) VALUES (given, sent, long);
    END IF;
END $$
"""
"""The file is its pieces from the first on, without a gap: one that another connection puts behind them only now is none of it."""


_FORGET_FILES = f"""
CREATE OR REPLACE FUNCTION forget_files(sums text[]) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    IF NOT is_owners() AND granted('attachment', '{Act.PURGE}') = '{{}}' THEN
        RAISE insufficient_privilege USING MESSAGE = 'not allowed to purge attachments';
    END IF;
    PERFORM {turn_at(FILES)};
    WITH gone AS (
        DELETE FROM file_content c WHERE c.sha256 = ANY(sums)
        AND NOT EXISTS (SELECT FROM attachment a WHERE a.sha256 = c.sha256) RETURNING c.key
    )
    DELETE FROM file_piece p USING gone WHERE p.key = gone.key;
END $$
"""
"""Whoever purges an attachment has its bytes go, unless one that they may not even see has them, too."""

_CHECK_FILE = f"""
CREATE OR REPLACE FUNCTION check_file_of_attachment() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    IF NOT is_owners() AND NOT EXISTS (
        SELECT FROM file_content c WHERE c.sha256 = NEW.sha256 AND c.xmin = pg_current_xact_id()::xid
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not allowed to attach a file without its bytes';
    END IF;
    RETURN NULL;
END $$
"""
"""Else a sum that somebody was told would be all they need: the row of a file is written by who sent its bytes alone."""


def functions() -> Iterator[str]:
    """Statements that make them, and the triggers."""
    yield from (_IS_FILE, _KEEP_FILE, _FORGET_FILES, _CHECK_FILE)
    for when, condition in (("INSERT", "true"), ("UPDATE", "OLD.sha256 IS DISTINCT FROM NEW.sha256")):
        trigger = f"file_checked_on_{when.lower()}"
        yield f"DROP TRIGGER IF EXISTS {trigger} ON attachment"
        yield (
            f"CREATE TRIGGER {trigger} AFTER {when} ON attachment FOR EACH ROW WHEN ({condition})"
            " EXECUTE FUNCTION check_file_of_attachment()"
        )


READ = "EXISTS (SELECT FROM attachment a WHERE a.sha256 = file_content.sha256)"
"""SQL: whether one may read a file: by the policy of attachments."""

READ_PIECE = "EXISTS (SELECT FROM file_content c WHERE c.key = file_piece.key)"
ADD_PIECE = (
    f"(SELECT granted('attachment', '{Act.ADD}') <> '{{}}') AND NOT is_file(key)"
    f" AND octet_length(bytes) <= {PIECE_BYTES} AND number BETWEEN 0 AND {MOST_BYTES // PIECE_BYTES}"
)
