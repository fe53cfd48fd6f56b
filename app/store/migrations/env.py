"""Alembic's entry: it runs on the connection it is handed and commits nothing itself."""

from alembic import context

from app.models.tables import metadata

connection = context.config.attributes["connection"]
is_file = connection.dialect.name == "sqlite"

context.configure(
    connection=connection,
    target_metadata=metadata,
    # Other programs of the same database may keep a revision there as well.
    version_table_schema=None if is_file else connection.exec_driver_sql("SELECT current_schema()").scalar(),
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
