"""Everything a developer types: ``python3 dev.py run``, ``test``, ``check`` and ``lock``.

Each of them first makes sure that ``.venv`` beside this file holds exactly the libraries of ``requirements.lock`` (and,
on Debian and Ubuntu, that the system libraries which Qt opens are there, and for ``test`` the keyring, the server and the
directory that tests start), so that a fresh machine needs no other step.
What the set-up has to say goes to standard error; standard output belongs to the command.
"""

import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

OLDEST_PYTHON = (3, 11)

# Before anything that an older Python cannot evaluate, so that it reaches this sentence. The name keeps checkers, which
# assume a new Python, from calling the branch dead.
if sys.version_info < OLDEST_PYTHON:
    sys.exit(
        "Deskbook needs Python 3.11 or newer, and {} is Python {}.{}. "
        "Call dev.py with a newer one, for example: python3.11 dev.py run".format(sys.executable, *sys.version_info[:2])
    )

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "set-up-for"

USAGE = """\
python3 dev.py run [arguments]          start Deskbook
python3 dev.py test [pytest arguments]  run the tests, off the screen
python3 dev.py check                    style, types and the direction of imports
python3 dev.py lock [uv arguments]      write requirements.lock anew; --upgrade takes newer versions
"""

# What Qt's xcb, Wayland and off-screen platforms open, and the package that brings it. Libraries that those packages
# depend on themselves, fonts among them, are not repeated.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

SERVER_PACKAGE = "postgresql"
DIRECTORY_PACKAGE = "slapd"
POOLER_PACKAGE = "pgbouncer"

# What the tests of a real keyring, of encrypted connections, of a directory's passwords and of what may stand between call, and
# the package that brings it; of the server, which is in no folder of programs, something that comes with it.
TEST_PROGRAMS = {
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "secret-tool": "libsecret-tools",
    "pg_createcluster": SERVER_PACKAGE,
    "slapd": DIRECTORY_PACKAGE,
    "pgbouncer": POOLER_PACKAGE,
}

# The tests start servers of their own: the package is kept from making one, and starting it, that nobody asked for.
NO_SERVER_OF_ITS_OWN = "/etc/postgresql-common/createcluster.d/deskbook.conf"

# The same for the directory, which would be made of what the package asks, or doesn't ask here; and as it then has nothing to
# serve, the system is not to try at each start.
NO_DIRECTORY_OF_ITS_OWN = "echo slapd slapd/no_configuration boolean true | debconf-set-selections"
DIRECTORY_NOT_STARTED = "update-rc.d slapd disable 2>/dev/null || true"

# And for the pooler: Debian asks this program whether what it installs is to be started.
WHETHER_STARTED = "/usr/sbin/policy-rc.d"
POOLER_KEPT = f"test -e {WHETHER_STARTED} || {{ (echo '#!/bin/sh'; echo 'exit 101 # deskbook') >{WHETHER_STARTED}; chmod 755 {WHETHER_STARTED}; }}"
POOLER_NOT_STARTED = (
    f"grep -sq deskbook {WHETHER_STARTED} && rm {WHETHER_STARTED}; update-rc.d pgbouncer disable 2>/dev/null || true"
)

# One of the tests' servers speaks German. Small systems, such as those of containers, leave every translation out.
SERVER_IN_GERMAN = "/usr/share/locale/de/*"


def main(arguments: Sequence[str]) -> int:
    """Obey one command line and answer with its exit code, unless the command takes this process over."""
    command, *rest = arguments or ["--help"]
    if command in {"-h", "--help"}:
        print(USAGE, end="")
        return 0
    if command not in {"run", "test", "check", "lock"}:
        print(f"dev.py knows no command {command!r}.\n\n{USAGE}", end="", file=sys.stderr)
        return 2
    set_up(for_tests=command == "test")
    if command == "run":
        run_program(rest)
    if command == "test":
        run_tests(rest)
    return check_code() if command == "check" else write_lock(rest)


def run_program(arguments: Sequence[str]) -> NoReturn:
    """Start Deskbook in the caller's folder, so that file names among the arguments mean what they say."""
    # -P: a folder called app where the caller happens to stand must not win over ours.
    become(["-P", "-m", "app", *arguments], Path.cwd(), {})


def run_tests(arguments: Sequence[str]) -> NoReturn:
    """Run pytest in the project's root, off the screen unless the caller named a platform."""
    platform = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    become(["-m", "pytest", *arguments], ROOT, {"QT_QPA_PLATFORM": platform})


def check_code() -> int:
    """Run every static check, also after one that failed, and answer 1 if any did."""
    checks = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
    }
    failed = [name for name, check in checks.items() if subprocess.call([str(VENV_PYTHON), *check], cwd=ROOT)]
    if failed:
        tell(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def write_lock(arguments: Sequence[str]) -> int:
    """Resolve pyproject.toml for every system and Python at once; versions already locked stay unless told otherwise."""
    compile_lock = ["-m", "uv", "pip", "compile", "pyproject.toml", "--group", "dev", "--output-file", LOCK.name]
    for_everyone = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    header = ["--custom-compile-command", "python3 dev.py lock", "--quiet"]
    return subprocess.call([str(VENV_PYTHON), *compile_lock, *for_everyone, *header, *arguments], cwd=ROOT)


def set_up(*, for_tests: bool) -> None:
    """Make ``.venv`` match the lock file. The stamp comes last: whatever was interrupted is done again from the start."""
    wanted = describe_environment()
    is_made = VENV_PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == wanted
    packages = [] if is_made else find_missing_packages()
    if for_tests:  # whatever the stamp says, since `run` may have written it; to look takes no time
        packages += find_missing_test_packages()
    if packages:
        install_packages(packages)
    if is_made:
        return
    create_environment()
    tell(f"Installing the libraries of {LOCK.name}: a minute or two, longer on a slow line ...")
    pip = [str(VENV_PYTHON), "-I", "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    attempt([*pip, "install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK)])
    STAMP.write_text(wanted, "utf-8")


def describe_environment() -> str:
    """Say what the environment must have been made for: this lock file, and this Python."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{digest} Python {sys.version_info.major}.{sys.version_info.minor}\n"


def create_environment() -> None:
    """Replace ``.venv`` by an empty virtual environment."""
    tell(f"Making the virtual environment {VENV} ...")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        sys.exit(f"{error}\nClose what uses {VENV}, and call dev.py with a Python from outside of it.")
    attempt([find_base_python(), "-m", "venv", str(VENV)])


def find_base_python() -> str:
    """Name the Python below any virtual environment that runs this file, which may be the one about to be replaced."""
    base: str = getattr(sys, "_base_executable", sys.executable)
    return base


def find_missing_packages() -> list[str]:
    """Name the packages of what pip cannot install: Python's own venv, and on Linux the libraries that Qt opens."""
    packages = [] if importlib.util.find_spec("ensurepip") else ["python{}.{}-venv".format(*sys.version_info[:2])]
    libraries = [library for library in QT_LIBRARIES if sys.platform == "linux" and not is_loadable(library)]
    if shutil.which("apt-get"):
        return packages + [QT_LIBRARIES[library] for library in libraries]
    if libraries:
        tell(f"Qt may not start here; it opens {', '.join(libraries)}: install what brings them.")
    if packages:
        sys.exit(f"{sys.executable} comes without its modules venv and ensurepip: install them, then call this again.")
    return []


def find_missing_test_packages() -> list[str]:
    """Name the packages of the programs that tests call; without apt-get none, for those tests then stay away."""
    apt = shutil.which("apt-get")
    if sys.platform != "linux" or not apt:
        return []
    # Programs of services are beside those for everybody, where only root looks.
    places = [os.environ.get("PATH", os.defpath), str(Path(apt).parent.parent / "sbin")]
    path = os.pathsep.join(places)
    return [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program, path=path)]


def is_loadable(library: str) -> bool:
    """Ask the loader itself: package names differ between releases, the names of libraries do not."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: Sequence[str]) -> None:
    """Install Debian packages if that needs no password, else leave with the line to type."""
    update = ["apt-get", "update"]
    install = ["apt-get", "install", "-y", "--no-install-recommends", *find_options(packages), *packages]
    prefix = find_way_to_root()
    if prefix is None:
        as_root = "sudo sh -c" if shutil.which("sudo") else "su - -c"
        line = shlex.quote(f"{shlex.join(update)} && {shlex.join(install)}")
        sys.exit(f"Some system packages are missing. Type this line, then call dev.py again:\n\n    {as_root} {line}\n")
    tell(f"Installing system packages: {' '.join(packages)} ...")
    # A fresh machine may be busy with its own upgrade, hence the patience.
    settings = ["-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    attempt([*prefix, *update, *settings])
    attempt([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *install, *settings])


def find_options(packages: Sequence[str]) -> list[str]:
    """Say what apt-get is to do around the installation, as root."""
    options = []
    if SERVER_PACKAGE in packages:
        path = shlex.quote(NO_SERVER_OF_ITS_OWN)
        before = f"mkdir -p {path.rpartition('/')[0]} && echo create_main_cluster = false >{path}"
        options += [f"DPkg::Pre-Invoke::={before}", f"DPkg::Post-Invoke::=rm -f {path}"]
        options += [f"DPkg::Options::=--path-include={SERVER_IN_GERMAN}"]
    if DIRECTORY_PACKAGE in packages:
        options += [f"DPkg::Pre-Invoke::={NO_DIRECTORY_OF_ITS_OWN}", f"DPkg::Post-Invoke::={DIRECTORY_NOT_STARTED}"]
    if POOLER_PACKAGE in packages:
        options += [f"DPkg::Pre-Invoke::={POOLER_KEPT}", f"DPkg::Post-Invoke::={POOLER_NOT_STARTED}"]
    return [part for option in options for part in ("-o", option)]


def find_way_to_root() -> list[str] | None:
    """Answer with what to put before a command that needs root, or None if there is no way without a password."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0:
        return sudo
    return None


def attempt(command: Sequence[str]) -> None:
    """Run one step of the set-up, and leave if it fails; the step has said why."""
    code = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    if code:
        sys.exit(f"The set-up did not finish (exit code {code}): {shlex.join(command)}")


def become(arguments: Sequence[str], folder: Path, extra: Mapping[str, str]) -> NoReturn:
    """Go on as the environment's Python, so that signals and exit codes are the command's own."""
    command = [str(VENV_PYTHON), *arguments]
    # Only this: a PYTHONPATH of the caller's could shadow the locked libraries.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
    if os.name == "nt":  # there, exec returns to the shell before the command has ended
        sys.exit(subprocess.call(command, cwd=folder, env=environment))
    os.chdir(folder)
    os.execve(command[0], command, environment)


def tell(sentence: str) -> None:
    """Say something that is not the command's own output."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
