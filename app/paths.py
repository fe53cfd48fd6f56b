"""The folders of this person on this computer. Nothing here makes one: whoever writes does.

The environment variable `DESKBOOK_HOME` puts them all into one folder: for a stick that is carried around, and for tests.
"""

from __future__ import annotations

import os
from pathlib import Path

from app import HOME_VARIABLE as HOME_VARIABLE

_NAME = "Deskbook"


def default_file() -> Path:
    """The database that opens when no other is named."""
    return data_folder() / "customers.deskbook"


def data_folder() -> Path:
    """Where people's own files are kept."""
    return _folder("data")


def config_folder() -> Path:
    """Where the settings are kept."""
    return _folder("config")


def log_folder() -> Path:
    """Where the log and crash reports are written."""
    return _folder("log")


def cache_folder() -> Path:
    """Where things are kept that can be made again."""
    return _folder("cache")


def recovery_folder() -> Path:
    """Where unsaved text is kept."""
    return data_folder() / "unsaved"


def backups_folder() -> Path:
    """Where automatic backups are kept, in a folder for each database."""
    return data_folder() / "backups"


def resource(name: str) -> Path:
    """A file that comes with the program: its folder stands beside the program's own, wherever that was put."""
    return Path(__file__).parents[1] / "resources" / name


def _folder(kind: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home).absolute() / kind
    import platformdirs  # 20 ms that the command line can do without

    folders = platformdirs.PlatformDirs(_NAME, appauthor=False)
    by_kind = {
        "data": folders.user_data_path,
        "config": folders.user_config_path,
        "log": folders.user_log_path,
        "cache": folders.user_cache_path,
    }
    return by_kind[kind]
