"""The databases to measure with: made once, kept in a cache folder, made again when their making changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.services.demo import make_demo
from app.store import keys, sqlite
from app.store.conversion import convert
from app.store.partials import make_durable
from tests.bench.results import tell

_ROOT = Path(__file__).parents[2]
_MAKERS = ("app/services/demo/*.py", "app/store/migrations/versions/*.py", "app/store/rows.py", "app/models/*.py")
_SEED = 1
KEY = bytes(range(keys.KEY_BYTES))
"""Of the encrypted copies, which hold invented people."""

_plain_of: dict[Path, Path] = {}
"""For each encrypted file the plain one that it was made of: floors are always taken on plain files."""

is_encrypted = False
"""Whether ours is measured on encrypted files."""


def folder() -> Path:
    """Where the databases are kept."""
    chosen = Path(os.environ.get("DESKBOOK_BENCH", _ROOT / ".bench"))
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


def _stamp() -> str:
    """Changes with the schema and with the sample data."""
    digest = hashlib.sha256()
    for pattern in _MAKERS:
        for source in sorted(_ROOT.glob(pattern)):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:10]


def database_of(rows: int) -> Path:
    """A file with that many customers, which nobody changes."""
    plain = _plain_database_of(rows)
    return _encrypted(plain, plain.with_stem(f"{plain.stem}-encrypted")) if is_encrypted else plain


def _encrypted(plain: Path, path: Path) -> Path:
    _plain_of[path] = plain
    keys.remember(KEY)
    if not path.exists():
        tell(f"encrypting {plain.name} …")
        partial = path.with_suffix(".partial")
        shutil.copyfile(plain, partial)
        started = time.monotonic()
        convert(partial, KEY, lambda done, total: None)
        partial.rename(path)
        tell(f"encrypted in {time.monotonic() - started:.0f} s, {path.stat().st_size / 2**20:,.0f} MB")
    return path


def _plain_database_of(rows: int) -> Path:
    path = folder() / f"customers-{rows}-{_stamp()}.deskbook"
    if not path.exists():
        for old in folder().glob(f"customers-{rows}-*"):
            old.unlink()
        tell(f"making {path.name} …")
        started = time.monotonic()
        make_demo(path, rows, seed=_SEED)
        tell(f"made in {time.monotonic() - started:.0f} s, {path.stat().st_size / 2**20:,.0f} MB")
    return path


@contextmanager
def copy_of(rows: int, many: int = 1) -> Iterator[list[Path]]:
    """Copies to write to, gone afterwards; all but the first are for floors, and plain."""
    with tempfile.TemporaryDirectory(dir=folder(), prefix="copy-") as place:
        copies = [Path(place) / f"copy-{number}.deskbook" for number in range(many)]
        for copy in copies:
            source = database_of(rows) if copy == copies[0] else _plain_database_of(rows)
            tell(f"copying {source.name} …")
            shutil.copyfile(source, copy)
            make_durable(copy)  # else the first checkpoint of whoever writes to it waits for all of it
        yield copies


def plain_connection(path: Path, *, writes: bool = False) -> Any:
    """The library itself, with the settings that the program gives its own connections."""
    if not writes:
        connection = sqlite.connect(_plain_of.get(path, path), "mode=ro")
        connection.cursor().execute("PRAGMA cache_size=-32000")
        return connection
    connection = sqlite.connect(path, "mode=rw")
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.cursor().execute(f"PRAGMA {pragma}")
    return connection


def forget_cached(path: Path) -> bool:
    """Have the system forget what it keeps of a file in memory, where it can be asked to; nobody may have it open."""
    if not hasattr(os, "posix_fadvise"):
        return False
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True
