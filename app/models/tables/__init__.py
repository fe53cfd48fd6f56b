"""The tables, built from the catalogue, and those that only the store knows.

Records are read and written through SQLAlchemy Core: everything that happens to a record (history, merge, undo, search)
works on its plain values by field name, so a mapped object would only be taken apart again (docs/decisions/0002).
"""

from __future__ import annotations

from app.models.tables.columns import Id as Id
from app.models.tables.columns import UtcDateTime as UtcDateTime
from app.models.tables.own import access as access
from app.models.tables.own import acknowledgement as acknowledgement
from app.models.tables.own import batch as batch
from app.models.tables.own import change as change
from app.models.tables.own import change_field as change_field
from app.models.tables.own import counter as counter
from app.models.tables.own import desk_session as desk_session
from app.models.tables.own import desk_setting as desk_setting
from app.models.tables.own import draft as draft
from app.models.tables.own import editing as editing
from app.models.tables.own import image_content as image_content
from app.models.tables.own import node as node
from app.models.tables.own import origin as origin
from app.models.tables.records import sort_keys_of as sort_keys_of
from app.models.tables.records import staff as staff
from app.models.tables.records import table_of as table_of
from app.models.tables.records import text_table_of as text_table_of
from app.models.tables.schema import ACTIVE as ACTIVE
from app.models.tables.schema import TRASHED as TRASHED
from app.models.tables.schema import metadata as metadata
