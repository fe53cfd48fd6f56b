"""The certificates that this computer trusts, as a file for the library that connects to servers.

The library brings an OpenSSL that looks for them where its makers had theirs; and a Windows keeps them in no file at all.
"""

from __future__ import annotations

import atexit
import os
import ssl
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Of Debian and Arch, of Fedora, of SUSE, of macOS and Alpine."""

_LIBRARYS_OWN = "system"


def trusted_by_computer() -> str:
    """The file of them; where none is found, the word for what the library knows itself."""
    named = ssl.get_default_verify_paths().cafile
    found = [bundle for bundle in (named, *_BUNDLES) if bundle and os.path.isfile(bundle)]
    return found[0] if found else _written_down() or _LIBRARYS_OWN


@cache
def _written_down() -> str:
    """A file of what Windows trusts, for as long as this process lives; "" elsewhere."""
    context = ssl.create_default_context()
    certificates = context.get_ca_certs(binary_form=True)
    if not certificates:
        return ""
    handle, name = tempfile.mkstemp(prefix="deskbook-", suffix=".pem")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(map(ssl.DER_cert_to_PEM_cert, certificates))
    atexit.register(_remove, Path(name))
    return name


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
