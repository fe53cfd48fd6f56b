"""The command line. Each command imports what it needs when it runs: asking for help costs no more than Python itself."""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from app.models.servers import Place, ServerAddress
    from app.services.logins import Administrator

DONE = 0
FAULTY = 1
FAILED = 2
INTERRUPTED = 130

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Where Linux says which screen there is, or how to do without one."""

_EPILOG = """\
exit status:
  0    done; check: the file is sound
  1    check found something wrong
  2    it could not be done: the sentence on standard error says why
  130  stopped with Ctrl+C; nothing half-made is left, but of a copy to or from a server, which can go on

A file that is named like a command is reached as ./new.
The key of an encrypted file is taken from this computer's keyring, or asked for; it is never an argument.
New passwords of a shared database are asked for, or told by DESKBOOK_NEW_PASSWORD;
DESKBOOK_ADMIN names its first administrator.
DESKBOOK_HOME=FOLDER keeps the default file, settings, log and cache in that folder.
"""
_PROGRESS_SECONDS = 0.1
_ADMIN, _PASSWORD = "DESKBOOK_ADMIN", "DESKBOOK_NEW_PASSWORD"


def main(arguments: Sequence[str]) -> int:
    """Obey the arguments and return the exit status; what went wrong is said on standard error."""
    for stream in (sys.stdout, sys.stderr):  # None where there is no console
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    command = _COMMANDS.get(arguments[0]) if arguments else None
    parser = _command_parser(arguments[0], command) if command else _window_parser()
    options = parser.parse_args(arguments[1:] if command else arguments)
    try:
        return command.run(options) if command else _open_window(options)
    except KeyboardInterrupt:
        _tell("Stopped.")
        return INTERRUPTED
    except Exception as error:
        if not _explain(error):
            raise
        return FAILED


def _explain(error: Exception) -> bool:
    """Say what an expected failure means; anything else is a bug, and shows as one."""
    from app.errors import AppError
    from app.words import describe

    if isinstance(error, AppError):
        _tell(describe(error))
        return True
    return False


def _window_parser() -> argparse.ArgumentParser:
    width = max(map(len, _COMMANDS))
    commands = "\n".join(f"  {name:{width}}  {command.summary}" for name, command in _COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="deskbook",
        usage="deskbook [PLACE]\n       deskbook COMMAND ...",
        description="Customer records for a service desk. Without a command, a window opens.",
        epilog=f"commands (deskbook COMMAND --help says more):\n{commands}\n\n{_EPILOG}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument(
        "file", nargs="?", metavar="PLACE", help="the file to open, or the address or name of a shared database"
    )
    return parser


def _version() -> str:
    from app import __version__

    return f"Deskbook {__version__}"


def _command_parser(name: str, command: _Command) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"deskbook {name}", description=f"{command.summary}.")
    command.declare(parser)
    return parser


def _open_window(options: argparse.Namespace) -> int:
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        _tell("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.")
        return FAILED
    from app.plain_imports import keep_imports_plain

    keep_imports_plain()
    from app.main import run

    return run(_place(options.file) if options.file else None)


def _new(options: argparse.Namespace) -> int:
    from app.services.files import new_file

    path = _path(options.file)
    new_file(path)
    print(f"Made {path}: one operating company, the pick lists, and no customers yet.")
    return DONE


def _demo(options: argparse.Namespace) -> int:
    from app.services.demo import make_demo

    path = _path(options.file)
    with _Progress("Making customers") as progress:
        make_demo(path, options.customers, seed=options.seed, on_progress=progress)
    print(f"Made {path} with {options.customers:,} customers.")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from app.services.checks import check_place
    from app.words import describe_finding

    path = _unlocked(options.file)
    with _Progress("Comparing records") as progress:
        findings = check_place(path, progress)
    for finding in findings:
        print(describe_finding(finding.fault, finding.table, finding.count, finding.examples))
    print(f"{path} is sound." if not findings else f"{path}: keep a copy, and restore the latest backup that is sound.")
    return FAULTY if findings else DONE


def _backup(options: argparse.Namespace) -> int:
    from app.services.backups import back_up

    path = _unlocked(options.file)
    with _Progress("Writing the backup") as progress:
        target = back_up(path, _path(options.to), progress)
    print(f"Backed up {path} to {target}; it was read back and is whole.")
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from app.errors import FileError
    from app.services import encryption
    from app.services.backups import restore

    backup = _unlocked(options.backup)
    path = _path(options.file)
    if options.replace:
        with suppress(FileError):  # nobody has to know the key of what is replaced
            encryption.unlock(path)
    with _Progress("Reading the backup") as progress:
        former = restore(backup, path, replace=options.replace, on_progress=progress)
    print(f"Restored {path} from {backup}.")
    if former:
        print(f"The file that was there is now {former}.")
    return DONE


def _upgrade(options: argparse.Namespace) -> int:
    from app.services.upgrades import upgrade_file

    path = _unlocked(options.file)
    copy = upgrade_file(path)
    print(f"Upgraded {path}. What it was is kept as {copy}." if copy else f"{path} is up to date.")
    return DONE


def _server(options: argparse.Namespace) -> int:
    from app.errors import ServerError, ServerProblem
    from app.services.told import remember_password

    address = _address(options.address)
    acts = {"create": _create, "copy": _copy, "fetch": _fetch, "upgrade": _upgrade_server, "password": _set_password}
    act = acts[options.act]
    try:
        act(address, options)
    except ServerError as error:
        is_asked = error.problem is ServerProblem.WRONG_PASSWORD and sys.stdin is not None and sys.stdin.isatty()
        if not is_asked:
            raise
        from getpass import getpass

        remember_password(address, getpass(f"Password of {address.user}: "))
        act(address, options)
    return DONE


def _create(address: ServerAddress, options: argparse.Namespace) -> None:
    from app.services.shared import new_shared

    is_new = new_shared(address, options.company, administrator=_first_administrator)
    print(
        f"{address} is ready{': one operating company, the pick lists, roles and an administrator' if is_new else ''}."
    )


def _first_administrator() -> Administrator:
    from app.services.logins import Administrator

    name = os.environ.get(_ADMIN) or _asked(_ADMIN, "Sign-in name of the first administrator", input)
    return Administrator(name, _new_password())


def _new_password() -> str:
    from getpass import getpass

    told = os.environ.get(_PASSWORD)
    if told:
        return told
    typed = _asked(_PASSWORD, "New password", getpass)
    if typed != getpass("The same again: "):
        raise SystemExit("These are two passwords. Nothing was changed; try again.")
    return typed


def _asked(variable: str, question: str, ask: Callable[[str], str]) -> str:
    """What somebody types, where there is somebody."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise SystemExit(f"{question}? Say it in the environment variable {variable}, or ask in a terminal.")
    return ask(f"{question}: ")


def _set_password(address: ServerAddress, options: argparse.Namespace) -> None:
    from app.services.logins import change_password

    if options.person is None:
        raise SystemExit("deskbook server password ADDRESS --person NAME: whose password is it?")
    change_password(address, options.person, _new_password())
    print(f"{options.person} signs in to {address.database} with the new password from now on.")


def _copy(address: ServerAddress, options: argparse.Namespace) -> None:
    from app.cli_servers import copy

    if options.file is None:
        raise SystemExit("deskbook server copy ADDRESS --file FILE: which file is to be copied?")
    copy(address, _unlocked(options.file), _Progress)


def _fetch(address: ServerAddress, options: argparse.Namespace) -> None:
    from app.cli_servers import fetch

    if options.file is None:
        raise SystemExit("deskbook server fetch ADDRESS --file FILE: what is the copy to be called?")
    fetch(address, _path(options.file), _Progress, encrypts=options.encrypt)


def _upgrade_server(address: ServerAddress, options: argparse.Namespace) -> None:
    from app.cli_servers import upgrade

    upgrade(address, _Progress)


def _place(text: str) -> Place:
    """A file, or a shared database by its address or by the name that it has in the window's list."""
    from app import paths
    from app.models.servers import SCHEMES
    from app.settings import Settings, known_servers

    if text.partition("://")[0] in SCHEMES:
        return _address(text)
    path = _path(text)
    known = known_servers(Settings(paths.config_folder() / "settings.json"))
    return _address(known[text]) if text in known and not path.exists() else path


def _address(url: str) -> ServerAddress:
    from app.models.servers import parse_address

    try:
        return parse_address(url)
    except ValueError as error:
        # The address itself is not said: somebody may have typed a password into it.
        form = "postgresql://USER@HOST:PORT/DATABASE, without a password"
        raise SystemExit(f"This can't be opened: {error}. The address of a shared database is {form}.") from error


def _path(text: str) -> Path:
    from pathlib import Path

    return Path(text).absolute()


def _unlocked(text: str) -> Path:
    """The path of a database or backup; if it is encrypted and the keyring has no key, the person is asked for it."""
    from app.errors import FileError, FileProblem
    from app.services import encryption

    path = _path(text)
    try:
        encryption.unlock(path)
    except FileError as error:
        if error.problem is not FileProblem.KEY_NEEDED or sys.stdin is None or not sys.stdin.isatty():
            raise
        from getpass import getpass

        encryption.unlock_with(path, getpass(f"Passphrase or recovery key of {path.name}: "))
    return path


def _declare_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the database file")


def _declare_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "act",
        choices=["create", "copy", "fetch", "upgrade", "password"],
        help="create: make the tables in an empty database, again nothing changes; copy: with all that a file holds; "
        "fetch: copy what you may see of it to a new file; upgrade: bring one of an older version up to date; "
        "password: give one of its people another one. What was stopped or cut off goes on when it is called again",
    )
    parser.add_argument("address", metavar="ADDRESS", help="postgresql://USER@HOST:PORT/DATABASE, without a password")
    parser.add_argument("--file", metavar="FILE", help="copy: what to copy; fetch: what the copy is called")
    parser.add_argument("--encrypt", action="store_true", help="fetch: encrypt the file, its key in the keyring")
    parser.add_argument("--person", metavar="NAME", help="password: whose it is, by their sign-in name")
    parser.add_argument("--company", default="My company", metavar="NAME", help="of the one operating company")


def _declare_demo(parser: argparse.ArgumentParser) -> None:
    _declare_file(parser)
    parser.add_argument("--customers", type=_count, required=True, metavar="N", help="how many to make")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same number makes the same people")


def _declare_backup(parser: argparse.ArgumentParser) -> None:
    _declare_file(parser)
    parser.add_argument(
        "to", metavar="TO", help="a new file, plain if it ends in .deskbook, else compressed; or a folder"
    )


def _declare_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", metavar="BACKUP", help="what the command backup wrote")
    _declare_file(parser)
    parser.add_argument("--replace", action="store_true", help="move an existing FILE aside first")


def _count(text: str) -> int:
    number = int(text) if text.removeprefix("-").isdecimal() else -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of customers")
    return number


class _Progress:
    """One line on a terminal that says how far a command is; nothing elsewhere."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._next = 0.0

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def __exit__(self, *failure: object) -> None:
        if self._shown and self._next:
            print(f"\r{' ' * (len(self._label) + 7)}\r", end="", file=sys.stderr, flush=True)

    def _show(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + _PROGRESS_SECONDS
            print(f"\r{self._label}: {100 * done // max(total, 1)} %", end="", file=sys.stderr, flush=True)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


class _Command(NamedTuple):
    """What can stand first on the command line."""

    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


_COMMANDS = {
    "new": _Command("Make an empty database file", _declare_file, _new),
    "demo": _Command("Make a database file full of invented customers", _declare_demo, _demo),
    "check": _Command("Look for anything wrong in a file, which may be in use", _declare_file, _check),
    "backup": _Command("Write a checked copy of a file, which may be in use", _declare_backup, _backup),
    "restore": _Command("Make a file from a backup", _declare_restore, _restore),
    "server": _Command(
        "Make, fill, copy or upgrade a shared database on a PostgreSQL server", _declare_server, _server
    ),
    "upgrade": _Command("Bring a file of an older version up to date, after copying it", _declare_file, _upgrade),
}
