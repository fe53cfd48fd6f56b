"""A real directory for the tests: Debian's slapd, started on loopback with a folder of its own, and stopped again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.certificates import Certificate
from tests.postgres import free_port

HOST = "127.0.0.1"
"""Not by name: the library would take that of this computer for `localhost`, and look for it in the certificate."""
BASE = "dc=example,dc=com"
PEOPLE = f"ou=people,{BASE}"
READER, READER_PASSWORD = f"cn=postgres,{BASE}", "may-look"
"""Who looks people up for the server; they see no passwords."""

_PATIENCE = 30.0
_SETTINGS = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile {folder}/directory.crt
TLSCertificateKeyFile {folder}/directory.key
security simple_bind=128
database mdb
suffix {base}
directory {folder}/data
dbnosync
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact={reader} read by * none
"""
_GROUND = """\
dn: {base}
objectClass: dcObject
objectClass: organization
o: Example

dn: {people}
objectClass: organizationalUnit

dn: {reader}
objectClass: organizationalRole
objectClass: simpleSecurityObject
userPassword: {password}
"""
_PERSON = """
dn: uid={names[0]},{people}
objectClass: inetOrgPerson
cn: {names[0]}
sn: {names[0]}
userPassword: {password}
"""


@dataclass(frozen=True, slots=True)
class Person:
    """An entry, which is called by the first of its names and found by all of them."""

    names: tuple[str, ...]
    password: str


@dataclass
class Directory:
    """One process.

    Attributes:
        port: where encryption is asked for first (STARTTLS); without, it lets nobody in.
        secure_port: where all is encrypted (LDAPS).
    """

    folder: Path
    port: int
    secure_port: int
    process: subprocess.Popen[bytes] | None = None

    def fill(self, people: Sequence[Person]) -> None:
        """Start it with these people and no others."""
        self.stop()
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        (self.folder / "data").mkdir()
        (self.folder / "entries").write_text(_entries(people), "utf-8")
        self._call("-T", "add", "-q", "-l", str(self.folder / "entries")).wait()
        self.process = self._call("-h", f"ldap://{HOST}:{self.port} ldaps://{HOST}:{self.secure_port}", "-d", "0")
        give_up = time.monotonic() + _PATIENCE
        while not _is_open(self.secure_port):
            if time.monotonic() > give_up or self.process.poll() is not None:
                raise TimeoutError((self.folder / "log").read_text("utf-8"))

    def stop(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _call(self, *options: str) -> subprocess.Popen[bytes]:
        command = [str(self.folder / "slapd"), *options, "-f", str(self.folder / "slapd.conf")]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)


@contextmanager
def running(certificate: Certificate) -> Iterator[Directory]:
    """A directory with nobody in it, not started yet."""
    folder = Path(tempfile.mkdtemp(prefix="deskbook-ldap-"))
    try:
        # A copy: where the system confines its own slapd to its own folders, ours may read this one.
        shutil.copy(program() or "", folder / "slapd")
        (folder / "directory.crt").write_bytes(certificate.chain)
        (folder / "directory.key").write_bytes(certificate.key)
        (folder / "slapd.conf").write_text(_SETTINGS.format(folder=folder, base=BASE, reader=READER), "utf-8")
        directory = Directory(folder, free_port(), free_port())
        try:
            yield directory
        finally:
            directory.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def program() -> str | None:
    """Where the system's slapd is, if it has one; the path of people who aren't root leaves its folder out."""
    return shutil.which("slapd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _entries(people: Sequence[Person]) -> str:
    ground = _GROUND.format(base=BASE, people=PEOPLE, reader=READER, password=READER_PASSWORD)
    return ground + "".join(map(_entry, people))


def _entry(person: Person) -> str:
    entry = _PERSON.format(names=person.names, people=PEOPLE, password=person.password)
    return entry + "".join(f"uid: {name}\n" for name in person.names)


def _is_open(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), 1):
        return True
    return False
