"""Certificates for the tests' servers: an authority, and what it signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Certificate:
    """Both as PEM: the certificate with whatever it needs to be believed, and its key."""

    chain: bytes
    key: bytes


class Authority:
    """Somebody who signs; whoever trusts `pem` trusts what it signed."""

    def __init__(self, name: str = "Deskbook's tests") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        itself = self._builder(self._name, self._key).add_extension(x509.BasicConstraints(True, None), critical=True)
        self.pem = itself.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def sign(self, host: str, *, is_expired: bool = False) -> Certificate:
        """A certificate for a host, by name or by address."""
        return self._signed("server", x509.SubjectAlternativeName([_alternative(host)]), is_expired=is_expired)

    def sign_person(self, name: str, *, is_expired: bool = False) -> Certificate:
        """A certificate by which somebody signs in."""
        return self._signed(name, x509.BasicConstraints(False, None), is_expired=is_expired)

    def _signed(self, name: str, extension: x509.ExtensionType, *, is_expired: bool) -> Certificate:
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = self._builder(named, key, until=-_DAY if is_expired else _DAY).add_extension(
            extension, critical=False
        )
        signed = builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)
        return Certificate(signed, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def _builder(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, until: timedelta = _DAY
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 2 * _DAY)
            .not_valid_after(now + until)
        )


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
