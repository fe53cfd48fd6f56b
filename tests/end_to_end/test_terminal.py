"""On a terminal, the command line asks for the key of an encrypted file; not on Windows, which has other terminals."""

import os
import pty
import select
import subprocess
import sys

import pytest

from app.services import encryption
from app.store import keys
from tests.processes import ROOT

PASSPHRASE = "anvil quartz penguin lantern"


@pytest.fixture
def key():
    return keys.new_key()


@pytest.fixture
def encrypted(new_file, key):
    """A file with a passphrase."""
    encryption.keep_key(new_file, key, PASSPHRASE)
    encryption.encrypt(new_file, key)
    return new_file


def type_into(path, typed):
    """Call `deskbook check` on a terminal, answer its question, and return its status and all that was to be seen."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "app", "check", str(path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as asked:
        os.close(theirs)
        seen = b""
        while (chunk := read(ours)) is not None:
            seen += chunk
            if chunk and seen.endswith(b": ") and typed:
                os.write(ours, typed.encode() + b"\n")
                typed = ""
    os.close(ours)
    return asked.returncode, seen.decode()


def read(terminal):
    """What comes next; None at the end."""
    select.select([terminal], [], [], 30)
    try:
        return os.read(terminal, 1000) or None
    except OSError:
        return None


def test_the_passphrase_is_asked_for_and_not_shown(encrypted):
    status, seen = type_into(encrypted, PASSPHRASE)

    assert (status, "is sound." in seen) == (0, True)
    assert "Passphrase or recovery key of test.deskbook: " in seen
    assert PASSPHRASE not in seen


def test_the_recovery_key_does_as_well(encrypted, key):
    encrypted.with_name("test.deskbook.key").unlink()

    assert type_into(encrypted, encryption.text_of(key))[0] == 0


def test_a_wrong_one_is_said(encrypted):
    status, seen = type_into(encrypted, "penguin")

    assert (status, "not its passphrase" in seen) == (2, True)
