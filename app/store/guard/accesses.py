"""The one way into the access log on a server: in one's own name, at this moment, about what one sees."""

from __future__ import annotations

from app.models.accesses import DAYS_OF_MONTH, LEAST_MONTHS, MONTHS, OPENED_AGAIN, AccessAct
from app.models.rights import Act
from app.store.guard.quoting import SAFELY

FORGOTTEN_AT_ONCE = 10
"""The oldest rows that each new one has looked at: more than come in, so that the log shrinks without a job for it."""

IS_ON_SETTING, MONTHS_SETTING = "logs_accesses", "access_months"
"""What the settings are called that say whether accesses are noted, and for how long rows are kept."""

SIGNATURE = "note_accesses(text, text, bigint[], text)"

_ACTS = ", ".join(f"'{act}'" for act in AccessAct)

FUNCTION = f"""
CREATE OR REPLACE FUNCTION note_accesses(what text, kind text, ids bigint[], about text) RETURNS void
LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    is_free boolean := is_owners();
    mine bigint := coalesce(me(), (SELECT s.id FROM staff s WHERE is_free AND s.sign_in = session_user AND s.state = 'active'), 0);
    months integer := (SELECT substring(value from '^[0-9]{{1,3}}$')::int FROM desk_setting WHERE name = '{MONTHS_SETTING}');
BEGIN
    IF what NOT IN ({_ACTS}) OR (mine = 0 AND NOT is_free) THEN
        RAISE insufficient_privilege USING MESSAGE = 'no access that is noted';
    END IF;
    IF what = '{AccessAct.OPENED}' THEN  -- one looks already: a crash may take the last of these along
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
    INSERT INTO access (at, staff_id, act, record_type, record_id, detail)
    SELECT clock_timestamp(), mine, what, kind, each, about FROM unnest(ids) AS of_each(each)
    WHERE (is_free OR each = 0 OR may(kind, '{Act.VIEW}', each)) AND NOT (what = '{AccessAct.OPENED}' AND EXISTS (
        SELECT FROM access a WHERE a.record_id = each AND a.at > clock_timestamp() - interval '{OPENED_AGAIN.total_seconds():.0f} seconds'
        AND a.record_type = kind AND a.staff_id = mine AND a.act = what));
    DELETE FROM access WHERE id IN (
        SELECT id FROM access ORDER BY id LIMIT {FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED
    ) AND at < now() - {DAYS_OF_MONTH} * greatest(coalesce(months, {MONTHS}), {LEAST_MONTHS}) * interval '1 day';
END $$
"""
