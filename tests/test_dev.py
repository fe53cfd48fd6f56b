"""dev.py by its command line, in a small project of its own: no network, and not the environment these tests run in."""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

DEV = Path(__file__).parents[1] / "dev.py"
PROGRAM = """\
import sys
import tiny
print(tiny.GREETING, sys.argv[1:])
sys.exit(7)
"""
# Stands where pytest would, which is too large to install here.
TEST_RUNNER = """\
import os, sys
print(os.getcwd(), sys.argv[1:], os.environ["QT_QPA_PLATFORM"])
"""
# Stands where apt-get would: writes down what it is told, and makes the programs that a test run asks for.
APT_GET = """\
#!/bin/sh
echo "$@" >>"$0.told"
PATH=/usr/bin:/bin
[ "$1" = update ] || for program in dbus-run-session gnome-keyring-daemon secret-tool pg_createcluster slapd pgbouncer; do cp "$0" "${0%/*}/$program"; done
"""
WITHOUT_SERVER = (
    "-o DPkg::Pre-Invoke::=mkdir -p /etc/postgresql-common/createcluster.d"
    " && echo create_main_cluster = false >/etc/postgresql-common/createcluster.d/deskbook.conf"
    " -o DPkg::Post-Invoke::=rm -f /etc/postgresql-common/createcluster.d/deskbook.conf"
    " -o DPkg::Options::=--path-include=/usr/share/locale/de/*"
)
WITHOUT_DIRECTORY = (
    "-o DPkg::Pre-Invoke::=echo slapd slapd/no_configuration boolean true | debconf-set-selections"
    " -o DPkg::Post-Invoke::=update-rc.d slapd disable 2>/dev/null || true"
)
WITHOUT_POOLER = (
    "-o DPkg::Pre-Invoke::=test -e /usr/sbin/policy-rc.d || { (echo '#!/bin/sh'; echo 'exit 101 # deskbook') >/usr/sbin/policy-rc.d;"
    " chmod 755 /usr/sbin/policy-rc.d; }"
    " -o DPkg::Post-Invoke::=grep -sq deskbook /usr/sbin/policy-rc.d && rm /usr/sbin/policy-rc.d;"
    " update-rc.d pgbouncer disable 2>/dev/null || true"
)
AS_PLAIN_USER = """\
import os, runpy, sys
os.geteuid = lambda: 1000
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="no other system has Debian's packages")


def make_wheel(path, greeting):
    """Write a wheel that holds one module."""
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(zipfile.ZipInfo("tiny.py"), f"GREETING = {greeting!r}\n")
        about = "tiny-1.0.dist-info"
        wheel.writestr(zipfile.ZipInfo(f"{about}/METADATA"), "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        tags = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(zipfile.ZipInfo(f"{about}/WHEEL"), tags)
        wheel.writestr(zipfile.ZipInfo(f"{about}/RECORD"), f"tiny.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n")


def make_project(root):
    """Make a project that is locked to the wheel in its folder wheels, and answer with where that wheel is."""
    wheel = root / "wheels" / "tiny-1.0-py3-none-any.whl"
    make_wheel(wheel, "hello")
    (root / "app").mkdir()
    (root / "app" / "__main__.py").write_text(PROGRAM, "utf-8")
    (root / "pytest.py").write_text(TEST_RUNNER, "utf-8")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (root / "requirements.lock").write_text(f"tiny==1.0 --hash=sha256:{digest}\n", "utf-8")
    shutil.copy(DEV, root)
    return wheel


def call_dev(root, *arguments, folder=None, options=(), **variables):
    """Call the project's dev.py as a shell would, from another folder unless told."""
    unset = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (root / "wheels").as_uri(), **variables}
    command = [sys.executable, *options, str(root / "dev.py"), *arguments]
    around = {"cwd": folder or root.parent, "env": environment, "stdin": subprocess.DEVNULL}
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **around)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("set up") / "project"
    root.mkdir()
    make_project(root)
    assert call_dev(root, "test").returncode == 0
    return root


def test_run_hands_on_arguments_and_exit_code(project, tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text("print('the wrong program')", "utf-8")

    answer = call_dev(project, "run", "--file", "a b.db", folder=tmp_path)

    assert answer.stdout == "hello ['--file', 'a b.db']\n"
    assert answer.returncode == 7


def test_run_says_nothing_of_its_own(project):
    assert call_dev(project, "run").stderr == ""


@pytest.mark.parametrize(("variables", "platform"), [({}, "offscreen"), ({"QT_QPA_PLATFORM": "minimal"}, "minimal")])
def test_tests_run_in_the_root_and_off_the_screen(project, variables, platform):
    answer = call_dev(project, "test", "-k", "names", **variables)

    assert answer.stdout == f"{project} ['-k', 'names'] {platform}\n"


def test_second_call_adds_less_than_a_second(project):
    def measure():
        start = time.perf_counter()
        call_dev(project, "test")
        return time.perf_counter() - start

    assert min(measure() for _ in range(3)) < 1


def test_set_up_that_failed_is_refused_and_then_done_again(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    wheel = make_project(root)
    right = wheel.read_bytes()
    make_wheel(wheel, "tampered with")

    refused = call_dev(root, "run")
    wheel.write_bytes(right)
    accepted = call_dev(root, "run")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "The set-up did not finish" in refused.stderr
    assert (accepted.returncode, accepted.stdout) == (7, "hello []\n")


@pytest.fixture
def debian(tmp_path):
    """The only folder that programs are looked for in: a Debian without a keyring, where root needs no password."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "apt-get").write_text(APT_GET, "utf-8")
    (programs / "sudo").write_text('#!/bin/sh\nshift\nexec "$@"\n', "utf-8")
    for program in programs.iterdir():
        program.chmod(0o755)
    for program in ("env", "true"):
        (programs / program).symlink_to(shutil.which(program))
    return programs


@only_linux
def test_only_tests_get_a_keyring_and_servers_also_after_run_and_once(project, debian):
    told = debian / "apt-get.told"

    assert call_dev(project, "run", PATH=str(debian)).returncode == 7
    assert not told.exists()
    first = call_dev(project, "test", PATH=str(debian))
    second = call_dev(project, "test", PATH=str(debian))

    packages = "dbus gnome-keyring libsecret-tools postgresql slapd pgbouncer"
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stderr == f"Installing system packages: {packages} ...\n"
    assert second.stderr == ""
    assert [line.split(" -qq ")[0] for line in told.read_text("utf-8").splitlines()] == [
        "update",
        f"install -y --no-install-recommends {WITHOUT_SERVER} {WITHOUT_DIRECTORY} {WITHOUT_POOLER} {packages}",
    ]


@only_linux
def test_who_may_not_install_is_told_what_to_type(project, debian):
    (debian / "sudo").unlink()
    (debian.parent / "sbin").mkdir()
    for program in ("secret-tool", "pg_createcluster", "../sbin/slapd", "../sbin/pgbouncer"):
        (debian / program).symlink_to(debian / "apt-get")

    refused = call_dev(project, "test", options=["-c", AS_PLAIN_USER], PATH=str(debian))

    assert (refused.returncode, refused.stdout) == (1, "")
    line = "su - -c 'apt-get update && apt-get install -y --no-install-recommends dbus gnome-keyring'"
    assert f"\n    {line}\n" in refused.stderr
    assert not (debian / "apt-get.told").exists()


@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
def test_help_names_the_commands(tmp_path, arguments):
    shutil.copy(DEV, tmp_path)

    answer = call_dev(tmp_path, *arguments)

    assert answer.returncode == 0
    assert "dev.py run" in answer.stdout
    assert "dev.py test" in answer.stdout


def test_unknown_command_is_refused(tmp_path):
    shutil.copy(DEV, tmp_path)

    answer = call_dev(tmp_path, "tset")

    assert answer.returncode == 2
    assert "'tset'" in answer.stderr
    assert not (tmp_path / ".venv").exists()


def test_old_python_is_refused_in_a_sentence():
    pretend = f"import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); runpy.run_path({str(DEV)!r})"

    answer = subprocess.run([sys.executable, "-c", pretend], capture_output=True, encoding="utf-8", check=False)

    assert answer.returncode == 1
    assert answer.stderr.startswith("Deskbook needs Python 3.11 or newer")
    assert answer.stderr.count("\n") == 1


def test_old_python_can_read_the_file_that_refuses_it():
    ast.parse(DEV.read_text("utf-8"), feature_version=(3, 7))


def test_lock_holds_a_fitting_version_of_every_library_asked_for():
    project = tomllib.loads(DEV.with_name("pyproject.toml").read_text("utf-8"))
    wanted = [Requirement(line) for line in project["project"]["dependencies"] + project["dependency-groups"]["dev"]]
    lock = DEV.with_name("requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE))

    unanswered = [str(line) for line in wanted if locked.get(canonicalize_name(line.name), "0") not in line.specifier]

    assert unanswered == []


def test_lock_names_no_address_and_no_folder():
    assert "/" not in DEV.with_name("requirements.lock").read_text("utf-8")
