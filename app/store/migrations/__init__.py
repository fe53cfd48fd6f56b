"""The steps from one shape of the database to the next, run by Alembic on a connection of ours."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa


def migrate(connection: sa.Connection, revision: str = "head") -> None:
    """Bring the database of this connection to a revision, inside the transaction that the caller began."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", Path(__file__).parent.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
