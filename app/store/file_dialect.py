"""How SQLAlchemy speaks to files; apart, since nobody needs it who only works on a server."""

from __future__ import annotations

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from app.store.compiling import Alike


class FileDialect(Alike, SQLiteDialect_pysqlite):
    """SQLite's, whose statements are compiled once for all files."""

    supports_statement_cache = True
