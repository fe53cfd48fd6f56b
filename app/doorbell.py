"""How a command reaches the window that runs: one line of JSON, over a socket that only this person can reach.

Nothing here imports Qt, or anything that takes long: a telephone system waits for it. The window's side is `instance.py`.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from app import paths

VERSION = 1
LONGEST = 4096
"""No message is longer, in bytes, with the line feed at its end."""

_LONGEST_FOLDER = 60
"""With the socket's name behind it, a path has to stay under 104 bytes on macOS."""

_SECONDS = 5.0
"""A window that is busy starting answers within them."""

_UNREACHABLE = frozenset({errno.ENOENT, errno.ECONNREFUSED, errno.ENOTSOCK, errno.EPIPE, errno.EINVAL})


class DoorbellError(Exception):
    """The folder of the socket isn't this person's alone, or the answer makes no sense."""


def address() -> str:
    """Where the window of this person and this home listens: a named pipe on Windows, elsewhere a socket in a folder of their own."""
    if sys.platform == "win32":
        return f"\\\\.\\pipe\\{name()}"
    return str(folder() / name())


def name() -> str:
    """What the socket is called."""
    return f"deskbook-{_home_number()}"


def folder() -> Path:
    """Where the socket and the lock of the one who listens are; nobody else may look into it.

    A socket's path must be short, so that it can't be below the home. Where the system has a folder for what lasts as long as
    somebody is signed in, it is there.
    """
    if sys.platform == "win32":
        return paths.cache_folder()
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.isdir(runtime):
        return Path(runtime) / "deskbook"
    temporary = os.environ.get("TMPDIR", "")
    return Path(temporary if 0 < len(temporary) <= _LONGEST_FOLDER else "/tmp") / f"deskbook-{os.getuid()}"


def make_folder() -> Path:
    """Have the folder be there, and be this person's alone.

    Raises:
        DoorbellError: somebody else made it.
    """
    made = folder()
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    require_own(made)
    return made


def require_own(place: Path) -> None:
    """See that nobody else can put a socket of theirs there.

    Raises:
        DoorbellError: somebody can.
    """
    if sys.platform == "win32":  # the profile is closed to others
        return
    found = os.lstat(place)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise DoorbellError(f"{place} is not this person's alone")


def ring(message: dict[str, object]) -> str | None:
    """Hand a message to the window that runs and wait until it has it.

    Returns:
        What was wrong with the message, "" for nothing; None if no window runs.

    Raises:
        DoorbellError: somebody answers who isn't this program.
    """
    line = encode(message)
    try:
        answer = _over_pipe(line) if sys.platform == "win32" else _over_socket(line)
    except (FileNotFoundError, ConnectionError, TimeoutError):
        return None
    except OSError as error:
        if error.errno in _UNREACHABLE:
            return None
        raise DoorbellError(str(error)) from error
    told = decode(answer)
    return str(told.get("refused", ""))


def encode(message: dict[str, object]) -> bytes:
    """A message as it goes over the line."""
    return json.dumps({"version": VERSION, **message}).encode("ascii") + b"\n"


def decode(line: bytes) -> dict[str, object]:
    """What a line says.

    Raises:
        DoorbellError: it is too long, or no message of this version.
    """
    if len(line) > LONGEST or not line.endswith(b"\n"):
        raise DoorbellError("a message that is too long, or only a part of one")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DoorbellError("no message at all") from error
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise DoorbellError("a message of another version")
    return told


def _over_socket(line: bytes) -> bytes:
    if sys.platform == "win32":
        raise NotImplementedError
    import socket

    require_own(folder())
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as talking:
        talking.settimeout(_SECONDS)
        talking.connect(address())
        talking.sendall(line)
        answer = b""
        while not answer.endswith(b"\n") and len(answer) <= LONGEST and (more := talking.recv(LONGEST)):
            answer += more
    if not answer:
        raise ConnectionResetError  # it went away, as a window does that is closed just now
    return answer


def _over_pipe(line: bytes) -> bytes:
    _let_come_forward()
    with open(address(), "r+b", buffering=0) as pipe:
        pipe.write(line)
        return pipe.readline(LONGEST + 1)


def _let_come_forward() -> None:
    """Windows lets only those come forward whom whoever is in front lets; the telephone program has just called us."""
    if sys.platform == "win32":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.windll.user32.AllowSetForegroundWindow(-1)


def _home_number() -> str:
    """Tells one home from another: whoever has two has two programs. On Windows all people have their pipes in one place."""
    import zlib

    names = (paths.HOME_VARIABLE, "USERDOMAIN", "USERNAME") if sys.platform == "win32" else (paths.HOME_VARIABLE,)
    told = "\n".join(os.environ.get(name, "") for name in names)
    return f"{zlib.crc32(os.fsencode(told)):08x}"
