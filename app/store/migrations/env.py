"""Alembic's entry: it runs on the connection it is handed and commits nothing itself."""

from alembic import context

from app.models.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
