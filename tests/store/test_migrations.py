"""The migrations against the tables they are said to make."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.models.tables import metadata
from app.store.database import REVISION, held_alone
from app.store.migrations import migrate, newest_revision


def is_ours(name, kind, parents):
    """Whether Alembic should compare it: not what the search index makes for itself, nor Alembic's own."""
    return kind != "table" or not (name == "alembic_version" or "_index" in name)


def shape(connection):
    """Every statement that the database was made with."""
    return sorted(connection.execute(sa.text("SELECT type, name, sql FROM sqlite_schema")).all(), key=str)


def test_the_program_knows_its_newest_revision():
    assert newest_revision() == REVISION


def test_the_migrations_make_the_tables_of_the_catalogue(database):
    with database.reading() as connection:
        options = {"include_name": is_ours, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)

        assert compare_metadata(context, metadata) == []


def test_down_and_up_again_makes_the_same(new_file):
    with held_alone(new_file) as connection, connection.begin():
        before = shape(connection)
        migrate(connection, "base")
        left = [name for _, name, _ in shape(connection)]
        migrate(connection)

        assert not [name for name in left if "alembic_version" not in name]
        assert shape(connection) == before
