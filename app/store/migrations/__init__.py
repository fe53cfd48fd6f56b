"""The steps from one shape of the database to the next, run by Alembic on a connection of ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config


SCRIPTS = Path(__file__).parent


def newest_revision(scripts: Path = SCRIPTS) -> str:
    """The revision that the last of the steps leads to."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(_config(scripts)).get_current_head())


def revisions_after(revision: str, scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """The revisions that lead from one to the newest, in their order."""
    from alembic.script import ScriptDirectory

    found = ScriptDirectory.from_config(_config(scripts)).iterate_revisions("head", revision)
    return tuple(str(script.revision) for script in found)[::-1]


def migrate(connection: sa.Connection, revision: str = "head", scripts: Path = SCRIPTS) -> None:
    """Bring the database of this connection to a revision, inside the transaction that the caller began."""
    from alembic import command

    config = _config(scripts)
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def _config(scripts: Path) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", scripts.as_posix().replace("%", "%%"))
    return config
