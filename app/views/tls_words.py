"""How it is said how a connection is secured, and what a weaker choice means for as long as it lasts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.models.servers import ServerAddress, Tls

translate = QCoreApplication.translate


def tls_name(tls: Tls) -> str:
    """The choice, as people make it."""
    match tls:
        case Tls.VERIFY_FULL:
            return translate("tls", "Encrypted and verified")
        case Tls.VERIFY_CA:
            return translate("tls", "Encrypted, for any name of the server")
        case Tls.REQUIRE:
            return translate("tls", "Encrypted, not verified")
        case Tls.DISABLE:
            return translate("tls", "Not encrypted")


def tls_warning(address: ServerAddress) -> str:
    """What may happen with a choice that is weaker than it should be; "" where nothing may."""
    if not address.is_weak():
        return ""
    match address.tls:
        case Tls.VERIFY_CA:
            return translate(
                "tls",
                "Weaker than it should be: any server with a certificate of the same authority could pretend to be this "
                "one, and read and change all that is sent.",
            )
        case Tls.REQUIRE:
            return translate(
                "tls",
                "Weaker than it should be: nobody makes sure that this is the right server. Whoever gets in between can "
                "read and change all that is sent.",
            )
        case _:
            return translate(
                "tls",
                "Not safe: whoever is on the network between can read and change all that is sent, customers' data as "
                "well as passwords.",
            )
