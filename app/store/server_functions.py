"""What a shared database knows beside its tables: functions of the schema's owner, made anew after every upgrade."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

import sqlalchemy as sa

from app.models.folding import fold
from app.models.rights import Act
from app.models.series import series_names
from app.models.tables import metadata
from app.store import save_marks
from app.store.dialects import FOLD_FUNCTION
from app.store.gate import make_gate
from app.store.guard.quoting import SAFELY, SCHEMA

MOST_NUMBERS = 1_000_000
"""So many at once anybody may take; more would use a series up."""

CODES = "customer_code"
"""The series of a company's customer codes begins with it."""

CHANGES = "changes"
"""The channel on which windows hear that somebody's changes were committed; of the database alone, and without a word."""

PRESENCE = "presence"
"""The channel on which they hear that somebody begins or ends to edit something, asks for it, or ends a session."""

_SERIES = {CODES: "code_start", **{name: f"{name}_start" for name in series_names(gapless=False)}}
"""The series of each company that sequences count, and the field that has the first number."""

_STARTS = " ".join(f"WHEN what = '{name}/' || c.id THEN coalesce(c.{start}, 1)" for name, start in _SERIES.items())
_TAKE_NUMBERS = f"""
CREATE OR REPLACE FUNCTION take_numbers(what text, many bigint, first bigint) RETURNS bigint
LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    series text := '{SCHEMA}.' || quote_ident('numbers of ' || what);
    taken bigint;
BEGIN
    IF NOT is_owners() THEN
        IF many NOT BETWEEN 0 AND {MOST_NUMBERS} OR counts(what) IS NOT TRUE THEN
            RAISE insufficient_privilege USING MESSAGE = 'not allowed to take these numbers';
        END IF;
        first := coalesce((SELECT CASE {_STARTS} END FROM company c WHERE c.id::text = split_part(what, '/', 2)), 1);
    END IF;
    IF to_regclass(series) IS NULL THEN
        BEGIN
            EXECUTE 'CREATE SEQUENCE ' || series || ' START ' || first;
        EXCEPTION WHEN duplicate_table OR unique_violation THEN
            NULL;
        END;
    END IF;
    PERFORM pg_advisory_lock(to_regclass(series)::oid::bigint);
    taken := nextval(to_regclass(series));
    IF many > 1 THEN
        PERFORM setval(to_regclass(series), taken + many - 1);
    END IF;
    PERFORM pg_advisory_unlock(to_regclass(series)::oid::bigint);
    RETURN taken;
END $$
"""
_COUNTS = f"""
CREATE OR REPLACE FUNCTION counts(what text) RETURNS boolean LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT CASE WHEN strpos(what, '/') > 0 THEN EXISTS (
        SELECT FROM company c WHERE c.id = ANY(my_companies()) AND CASE {_STARTS} END IS NOT NULL
    ) ELSE me() IS NOT NULL AND EXISTS (
        SELECT FROM pg_class s WHERE s.relnamespace = '{SCHEMA}'::regnamespace AND s.relname = 'numbers of ' || what
    ) END
$$
"""
"""Whether somebody takes numbers of such a name at all: for rows, or for a series of a company that they work for."""

_FIRST_IN_ROWS = " ".join(
    f"WHEN what = '{name}/' || c.id THEN coalesce(c.{name}_start, 1)" for name in series_names(gapless=True)
)
_TAKE_NEXT = f"""
CREATE OR REPLACE FUNCTION take_next(what text, first bigint) RETURNS bigint LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    taken bigint;
BEGIN
    IF NOT is_owners() THEN
        first := (SELECT CASE {_FIRST_IN_ROWS} END FROM company c WHERE c.id = ANY(my_companies())
            AND c.id::text = split_part(what, '/', 2));
        IF first IS NULL OR (granted('invoice', '{Act.ADD}') = '{{}}' AND granted('invoice', '{Act.EDIT}') = '{{}}') THEN
            RAISE insufficient_privilege USING MESSAGE = 'not allowed to take these numbers';
        END IF;
    END IF;
    INSERT INTO counter AS c (name, next) VALUES (what, first + 1)
        ON CONFLICT (name) DO UPDATE SET next = c.next + 1 RETURNING c.next - 1 INTO taken;
    RETURN taken;
END $$
"""
"""A row of the transaction, which has others wait until it ends: so a number is given back by whoever fails, and none is left out."""

_GO_ON_BEHIND = f"""
CREATE OR REPLACE FUNCTION go_on_behind(what text, behind bigint) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    next bigint := take_numbers(what, 1, behind);
BEGIN
    IF next < behind THEN
        PERFORM setval(to_regclass('{SCHEMA}.' || quote_ident('numbers of ' || what)), behind, false);
    END IF;
END $$
"""
_NUMBERS_GIVEN = f"""
CREATE OR REPLACE FUNCTION numbers_given(what text) RETURNS bigint LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT CASE WHEN strpos(what, '/') = 0 OR is_owners() OR split_part(what, '/', 2) = ANY(my_companies()::text[]) THEN coalesce(
        pg_sequence_last_value(to_regclass('{SCHEMA}.' || quote_ident('numbers of ' || what))),
        CASE WHEN strpos(what, '/') > 0 THEN (SELECT c.next - 1 FROM counter c WHERE c.name = what) END,
        0
    ) ELSE 0 END
$$
"""
"""Of rows everybody is told it; how many documents a company has made, or customers, those who work for it."""

_LATIN = range(0x80, 0x250)
_FOLD_LATIN = """
CREATE OR REPLACE FUNCTION fold_latin(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(lower({} COLLATE "C"), ' +', ' ', 'g'), ' ')
$$
"""
_FOLD = f"""
CREATE OR REPLACE FUNCTION {FOLD_FUNCTION}(typed text) RETURNS text LANGUAGE sql STABLE STRICT {SAFELY} AS $$
    SELECT CASE
    WHEN typed ~ '^[!-~]+( [!-~]+)*$' THEN lower(typed COLLATE "C")
    WHEN typed ~ '^[ -~{chr(_LATIN.start)}-{chr(_LATIN.stop - 1)}]*$' THEN fold_latin(normalize(typed))
    ELSE (
        SELECT btrim(regexp_replace(normalize(coalesce(string_agg(
            coalesce((SELECT f.folded FROM folded_letter f WHERE f.letter = l.letter), l.letter), '' ORDER BY l.place
        ), '')), ' +', ' ', 'g'), ' ')
        FROM regexp_split_to_table(normalize(typed), '') WITH ORDINALITY AS l(letter, place)
    ) END
$$
"""


def _teller(name: str, channel: str) -> str:
    """A function that has a trigger tell every window, on a channel."""
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    PERFORM pg_notify('{channel}', '');
    RETURN NULL;
END $$
"""


_TELL = _teller("tell_of_changes", CHANGES)
_TELL_AFTER = """
CREATE OR REPLACE TRIGGER change_told AFTER INSERT ON change FOR EACH STATEMENT EXECUTE FUNCTION tell_of_changes()
"""
_TELL_PRESENCE = _teller("tell_of_presence", PRESENCE)
_TELL_OF_EDITING = """
CREATE OR REPLACE TRIGGER editing_told AFTER INSERT OR DELETE OR UPDATE OF asked_by, freed_by ON editing
FOR EACH ROW EXECUTE FUNCTION tell_of_presence()
"""
_TELL_OF_SETTINGS = """
CREATE OR REPLACE TRIGGER desk_setting_told AFTER INSERT OR DELETE OR UPDATE ON desk_setting
FOR EACH ROW EXECUTE FUNCTION tell_of_presence()
"""
_TELL_OF_SESSIONS = """
CREATE OR REPLACE TRIGGER desk_session_told AFTER INSERT OR UPDATE OF ended_at ON desk_session
FOR EACH ROW EXECUTE FUNCTION tell_of_presence()
"""
_TELLING = (_TELL, _TELL_AFTER, _TELL_PRESENCE, _TELL_OF_EDITING, _TELL_OF_SETTINGS, _TELL_OF_SESSIONS)
_OF_NOBODY = frozenset({"Cn", "Co", "Cs"})
"""Most codes are given to no character, to whatever somebody makes of them, or to halves of a pair."""

_LETTERS = """
CREATE TABLE IF NOT EXISTS folded_letter (letter text COLLATE "C" PRIMARY KEY, folded text COLLATE "C" NOT NULL)
"""


def make_functions(connection: sa.Connection) -> None:
    """Make them, or bring them up to date, after those that say who is connected."""
    for table in metadata.tables.values():
        own = table.c.get("id")
        if own is not None and own.autoincrement is False:  # else whoever takes the first has others wait
            connection.exec_driver_sql(f'CREATE SEQUENCE IF NOT EXISTS "numbers of {table.name}"')
    ours = (
        _COUNTS,
        _TAKE_NUMBERS,
        _TAKE_NEXT,
        _GO_ON_BEHIND,
        _NUMBERS_GIVEN,
        _LETTERS,
        _fold_latin(),
        _FOLD,
        *_TELLING,
    )
    for statement in (*ours, *save_marks.MAKE):
        connection.exec_driver_sql(statement)
    make_gate(connection)
    known = int(connection.exec_driver_sql("SELECT count(*) FROM folded_letter").scalar_one())
    letters = _folded_letters()
    if known != len(letters):
        connection.exec_driver_sql("TRUNCATE folded_letter")
        both = "unnest(%(letters)s::text[], %(folded)s::text[])"
        values = {"letters": list(letters), "folded": list(letters.values())}
        connection.exec_driver_sql(f"INSERT INTO folded_letter (letter, folded) SELECT * FROM {both}", values)


def _fold_latin() -> str:
    """The letters of most languages that are written in Latin ones, without looking each up in a table."""
    folded = {chr(code): _folded(chr(code)) for code in _LATIN}
    single = {letter: to for letter, to in folded.items() if len(to) == 1 and to != letter}
    longer = {letter: to for letter, to in folded.items() if len(to) > 1}
    gone = "".join(letter for letter, to in folded.items() if not to)
    inner = f"translate(typed, {_quoted(''.join(single) + gone)}, {_quoted(''.join(single.values()))})"
    for letter, to in longer.items():
        inner = f"replace({inner}, {_quoted(letter)}, {_quoted(to)})"
    return _FOLD_LATIN.format(inner)


def _quoted(text: str) -> str:
    escaped = text.replace("'", "''").replace("%", "%%")
    return f"'{escaped}'"


def _folded(letter: str) -> str:
    """As it is folded between others, where blanks stay."""
    return fold(f"0{letter}0")[1:-1]


@cache
def _folded_letters() -> dict[str, str]:
    """Every character that folding changes, and white space, which it makes a blank."""
    letters = (chr(code) for code in range(1, sys.maxunicode + 1))
    given = (letter for letter in letters if unicodedata.category(letter) not in _OF_NOBODY)
    return {letter: folded for letter in given if (folded := _folded(letter)) != letter}
