"""The command line. Each command imports what it needs when it runs: asking for help costs no more than Python itself."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from app import cli_intake, doorbell
from app.terminal import Progress, asked, is_attended, tell

if TYPE_CHECKING:
    from pathlib import Path

    from app.models.servers import Place, ServerAddress

DONE = 0
FAULTY = 1
FAILED = 2
INTERRUPTED = 130

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Where Linux says which screen there is, or how to do without one."""

_EPILOG = """\
exit status:
  0    done; check: the file is sound
  1    check found something wrong; what was handed in was not all taken
  2    it could not be done: the sentence on standard error says why
  130  stopped with Ctrl+C; nothing half-made is left, but of a copy to or from a server, which can go on

A file that is named like a command is reached as ./new.
The key of an encrypted file is taken from this computer's keyring, or asked for; it is never an argument.
New passwords of a shared database are asked for, or told by DESKBOOK_NEW_PASSWORD;
DESKBOOK_ADMIN names its first administrator.
DESKBOOK_HOME=FOLDER keeps the default file, settings, log and cache in that folder.
"""


def main(arguments: Sequence[str]) -> int:
    """Obey the arguments and return the exit status; what went wrong is said on standard error."""
    for stream in (sys.stdout, sys.stderr):  # None where there is no console
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if arguments and arguments[0].lower().startswith(doorbell.SCHEMES):
        return _show_caller({"url": arguments[0]})
    command = _COMMANDS.get(arguments[0]) if arguments else None
    parser = _command_parser(arguments[0], command) if command else _window_parser()
    options = parser.parse_args(arguments[1:] if command else arguments)
    try:
        return command.run(options) if command else _open_window(options)
    except KeyboardInterrupt:
        tell("Stopped.")
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
        tell(describe(error))
        return True
    return False


def _window_parser() -> argparse.ArgumentParser:
    width = max(map(len, _COMMANDS))
    commands = "\n".join(f"  {name:{width}}  {command.summary}" for name, command in _COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="deskbook",
        usage="deskbook [PLACE]\n       deskbook COMMAND ...\n       deskbook deskbook:pop?phone=... | tel:...",
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
    return _run_window(_place(options.file) if options.file else None)


def _run_window(place: Place | None, message: dict[str, object] | None = None) -> int:
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        tell("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.")
        return FAILED
    gc.disable()  # as it stays (app/collector.py): what is imported now stands as long as the window
    from app.plain_imports import keep_imports_plain

    keep_imports_plain()
    from app.main import run

    return run(place, message)


def _pop(options: argparse.Namespace) -> int:
    named = {name: getattr(options, name) for name in ("phone", "email", "code", "channel")}
    return _show_caller({"call": {name: text for name, text in named.items() if text is not None}})


def _show_caller(message: dict[str, object]) -> int:
    """In the window that runs; if none does, in one of our own."""
    try:
        refused = doorbell.ring(message)
    except doorbell.DoorbellError as error:
        refused = str(error)
    if refused is None:
        from app.models.calls import CallError, call_of_message

        try:
            call_of_message(message)
        except CallError as error:
            refused = str(error)
        else:
            return _run_window(None, message)
    if refused:
        tell(f"Nobody can be shown for this: {refused}.")
    return FAILED if refused else DONE


def _new(options: argparse.Namespace) -> int:
    from app.services.files import new_file

    path = _path(options.file)
    new_file(path)
    print(f"Made {path}: one operating company, the pick lists, and no customers yet.")
    return DONE


def _demo(options: argparse.Namespace) -> int:
    from app.services.demo import make_demo

    path = _path(options.file)
    with Progress("Making customers") as progress:
        make_demo(path, options.customers, seed=options.seed, on_progress=progress)
    print(f"Made {path} with {options.customers:,} customers.")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from app.services.checks import check_place
    from app.words.findings import describe_finding

    path = _unlocked(options.file)
    with Progress("Comparing records") as progress:
        findings = check_place(path, progress)
    for finding in findings:
        print(describe_finding(finding.fault, finding.table, finding.count, finding.examples))
    print(f"{path} is sound." if not findings else f"{path}: keep a copy, and restore the latest backup that is sound.")
    return FAULTY if findings else DONE


def _backup(options: argparse.Namespace) -> int:
    from app.services.backups import back_up

    path = _unlocked(options.file)
    with Progress("Writing the backup") as progress:
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
    with Progress("Reading the backup") as progress:
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
    from app import cli_servers
    from app.errors import ServerError, ServerProblem
    from app.services.told import remember_password

    address = _address(options.address)
    acts = {
        "create": cli_servers.create,
        "copy": _copy,
        "fetch": _fetch,
        "upgrade": cli_servers.upgrade,
        "password": cli_servers.set_password,
    }
    act = acts[options.act]
    try:
        act(address, options)
    except ServerError as error:
        if error.problem is not ServerProblem.WRONG_PASSWORD or not is_attended():
            raise
        remember_password(address, asked(f"Password of {address.user}", secretly=True))
        act(address, options)
    return DONE


def _copy(address: ServerAddress, options: argparse.Namespace) -> None:
    from app.cli_servers import copy

    if options.file is None:
        raise SystemExit("deskbook server copy ADDRESS --file FILE: which file is to be copied?")
    copy(address, _unlocked(options.file))


def _fetch(address: ServerAddress, options: argparse.Namespace) -> None:
    from app.cli_servers import fetch

    if options.file is None:
        raise SystemExit("deskbook server fetch ADDRESS --file FILE: what is the copy to be called?")
    fetch(address, _path(options.file), encrypts=options.encrypt)


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
        if error.problem is not FileProblem.KEY_NEEDED or not is_attended():
            raise
        encryption.unlock_with(path, asked(f"Passphrase or recovery key of {path.name}", secretly=True))
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


def _unlocked_place(text: str) -> Place:
    """A shared database, or a file of which the key is known."""
    from pathlib import Path

    place = _place(text)
    return _unlocked(text) if isinstance(place, Path) else place


def _declare_pop(parser: argparse.ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--phone", metavar="NUMBER", help="by telephone number, in any spelling")
    who.add_argument("--email", metavar="ADDRESS", help="by e-mail address")
    who.add_argument("--code", metavar="CODE", help="by customer code, also a former one")
    parser.add_argument("--channel", metavar="TEXT", help="how they reach the desk: Phone, Chat, Store, …")


def _count(text: str) -> int:
    number = int(text) if text.removeprefix("-").isdecimal() else -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of customers")
    return number


class _Command(NamedTuple):
    """What can stand first on the command line."""

    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


_HANDED_IN = {"interaction": "interactions", "invoice": "invoices", "review": "product reviews"}

_COMMANDS = {
    "new": _Command("Make an empty database file", _declare_file, _new),
    "demo": _Command("Make a database file full of invented customers", _declare_demo, _demo),
    "check": _Command("Look for anything wrong in a file, which may be in use", _declare_file, _check),
    "backup": _Command("Write a checked copy of a file, which may be in use", _declare_backup, _backup),
    "restore": _Command("Make a file from a backup", _declare_restore, _restore),
    **{
        kind: _Command(
            f"Take {words} that another program hands in",
            cli_intake.declare_add,
            partial(cli_intake.add, kind, _unlocked_place),
        )
        for kind, words in _HANDED_IN.items()
    },
    "intake": _Command(
        "Take the files that other programs put into a folder",
        cli_intake.declare_intake,
        partial(cli_intake.watch, _unlocked_place),
    ),
    "pop": _Command("Show whoever calls in the window that runs, or in a new one", _declare_pop, _pop),
    "server": _Command(
        "Make, fill, copy or upgrade a shared database on a PostgreSQL server", _declare_server, _server
    ),
    "upgrade": _Command("Bring a file of an older version up to date, after copying it", _declare_file, _upgrade),
}
