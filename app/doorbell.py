"""How a command reaches the window that runs: one line of JSON, over a socket that only this person can reach.

A telephone system waits for it, and what Python imports is all that takes time here: so nothing but what is built in is
imported before it is needed, not even the modules for paths and JSON. The window's side is `instance.py`.
"""

from __future__ import annotations

import errno
import os
import stat
import sys

from app import HOME_VARIABLE

VERSION = 1
LONGEST = 4096
"""No message is longer, in bytes, with the line feed at its end."""

SCHEMES = ("deskbook:", "tel:", "callto:")
"""An address that begins so says who calls (docs/screen-pop.md)."""

_LONGEST_FOLDER = 60
"""With the socket's name behind it, a path has to stay under 104 bytes on macOS."""

_SECONDS = 5.0
"""A window that is busy starting answers within them."""

_TAKEN = b'{"version": 1}\n'
_NOBODY = frozenset({errno.ENOENT, errno.ECONNREFUSED, errno.ENOTSOCK, errno.EPIPE, errno.ECONNRESET, errno.EINVAL})


class DoorbellError(Exception):
    """The folder of the socket isn't this person's alone, or the answer makes no sense."""


def call_in(arguments: list[str]) -> dict[str, object] | None:
    """The message that a command line stands for, if it is one that tells of a call and says all of it plainly."""
    if len(arguments) == 1 and arguments[0].lower().startswith(SCHEMES):
        return {"url": arguments[0]}
    names = [name.removeprefix("--") for name in arguments[1::2]]
    is_plain = bool(names) and len(arguments) == 1 + 2 * len(names) and len(set(names)) == len(names)
    if (
        not is_plain
        or arguments[0] != "pop"
        or not set(arguments[1::2]) <= {"--phone", "--email", "--code", "--channel"}
    ):
        return None
    return {"call": dict(zip(names, arguments[2::2], strict=True))}


def is_taken(message: dict[str, object]) -> bool:
    """Whether a window runs and has taken the message; where there is more to be said, `ring` says it."""
    try:
        return _answer_to(encode(message)) == _TAKEN
    except (OSError, DoorbellError):
        return False


def ring(message: dict[str, object]) -> str | None:
    """Hand a message to the window that runs and wait until it has it.

    Returns:
        What was wrong with the message, "" for nothing; None if no window runs.

    Raises:
        DoorbellError: it can't be handed over, or somebody answers who isn't this program.
    """
    try:
        answer = _answer_to(encode(message))
    except TimeoutError:
        return None
    except OSError as error:
        if error.errno in _NOBODY:
            return None
        raise DoorbellError(str(error)) from error
    return str(decode(answer).get("refused", "")) if answer else None


def address() -> str:
    """Where the window of this person and this home listens: a named pipe on Windows, elsewhere a socket in a folder of their own."""
    return f"\\\\.\\pipe\\{name()}" if sys.platform == "win32" else os.path.join(folder(), name())


def name() -> str:
    """What the socket is called; one home is told from another, and on Windows people are, who have their pipes in one place."""
    import zlib

    names = (HOME_VARIABLE, "USERDOMAIN", "USERNAME") if sys.platform == "win32" else (HOME_VARIABLE,)
    told = "\n".join(os.environ.get(each, "") for each in names)
    return f"deskbook-{zlib.crc32(os.fsencode(told)):08x}"


def folder() -> str:
    """Where the socket is, and the lock of whoever listens; nobody else may look into it. Not on Windows.

    A socket's path must be short, so that it can't be below the home. Where the system has a folder for what lasts as long as
    somebody is signed in, it is there.
    """
    if sys.platform == "win32":
        raise NotImplementedError
    runtime, temporary = os.environ.get("XDG_RUNTIME_DIR", ""), os.environ.get("TMPDIR", "")
    if runtime and os.path.isdir(runtime):
        return os.path.join(runtime, "deskbook")
    return os.path.join(temporary if 0 < len(temporary) <= _LONGEST_FOLDER else "/tmp", f"deskbook-{os.getuid()}")


def require_own(place: str) -> None:
    """See that nobody else can put a socket of theirs there.

    Raises:
        DoorbellError: somebody can.
    """
    if sys.platform != "win32":  # where the profile is closed to others
        found = os.lstat(place)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise DoorbellError(f"{place} is not this person's alone")


def encode(message: dict[str, object]) -> bytes:
    """A message as it goes over the line."""
    return f"{_as_json({'version': VERSION, **message})}\n".encode("ascii")


def decode(line: bytes) -> dict[str, object]:
    """What a line says.

    Raises:
        DoorbellError: it is too long, or no message of this version.
    """
    import json

    if len(line) > LONGEST or not line.endswith(b"\n"):
        raise DoorbellError("a message that is too long, or only a part of one")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DoorbellError("no message at all") from error
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise DoorbellError("a message of another version")
    return told


def _as_json(value: object) -> str:
    """Numbers, texts and objects of them, as the module for it writes them: that would take longer than all the rest."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_as_json(str(key))}: {_as_json(each)}" for key, each in value.items()) + "}"
    if isinstance(value, int):
        return str(value)
    units = str(value).encode("utf-16-be", "surrogatepass")
    codes = (int.from_bytes(units[place : place + 2], "big") for place in range(0, len(units), 2))
    return '"' + "".join(chr(code) if _is_plain(code) else f"\\u{code:04x}" for code in codes) + '"'


def _is_plain(code: int) -> bool:
    return 0x20 <= code < 0x7F and code not in b'"\\'


def _answer_to(line: bytes) -> bytes:
    return _over_pipe(line) if sys.platform == "win32" else _over_socket(line)


def _over_socket(line: bytes) -> bytes:
    if sys.platform == "win32":
        raise NotImplementedError
    import _socket  # without the module around it, which takes as long as the rest of the way

    require_own(folder())
    talking = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        talking.settimeout(_SECONDS)
        talking.connect(address())
        talking.send(line)  # a message is shorter than what a socket takes at once
        answer = b""
        while not answer.endswith(b"\n") and len(answer) <= LONGEST and (more := talking.recv(LONGEST)):
            answer += more
    finally:
        talking.close()
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

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
