"""E-mail addresses: is it one, what is its normal form, and which addresses are the same.

The library is imported on first use; nothing is ever looked up on the network.
"""

import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from app.models.folding import strip_controls

LONGEST_ADDRESS = 254

# Names of internal networks (and of tests), which the library takes for mistakes.
_INTERNAL_DOMAINS = frozenset(("local", "test"))


class EmailProblem(Enum):
    """What is wrong with an address."""

    EMPTY = "empty"
    NO_AT = "no_at"
    BAD_LOCAL = "bad_local"
    BAD_DOMAIN = "bad_domain"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class EmailCheck:
    """An address in its normal form, or as typed together with its problem."""

    address: str
    problem: EmailProblem | None = None

    @property
    def ok(self) -> bool:
        """Whether mail can be addressed to it."""
        return self.problem is None


def check_email(text: str) -> EmailCheck:
    """Check the syntax of one address; international names are fine, in either spelling of the domain."""
    address = strip_controls(text).strip().replace("＠", "@")
    if not address:
        return EmailCheck(address, EmailProblem.EMPTY)
    if len(address) > LONGEST_ADDRESS:
        return EmailCheck(address, EmailProblem.TOO_LONG)
    return _check(address)


def email_key(text: str) -> str:
    """Return the form in which two spellings of one address are equal; what is no address gets a key as well."""
    check = check_email(text)
    if not check.ok:  # lower case may turn a refused spelling into an address
        check = check_email(check.address.lower())
    return unicodedata.normalize("NFC", check.address.lower())


@lru_cache(maxsize=20_000)
def _check(address: str) -> EmailCheck:
    normal = _normalise(address)
    if normal is None:
        return EmailCheck(address, _find_problem(address))
    return EmailCheck(normal)


def _find_problem(address: str) -> EmailProblem:
    """Say which side of a refused address is to blame, by trying each with a partner beyond doubt."""
    local, at, domain = address.rpartition("@")
    if not at:
        return EmailProblem.NO_AT
    if _normalise(f"{local}@a.test") is None:
        return EmailProblem.BAD_LOCAL
    if _normalise(f"a@{domain}") is None:
        return EmailProblem.BAD_DOMAIN
    return EmailProblem.TOO_LONG


def _normalise(address: str) -> str | None:
    _allow_internal_domains()
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


@lru_cache(maxsize=1)
def _allow_internal_domains() -> None:
    """Take our domains off the library's list, which it offers for changing."""
    import email_validator

    refused = email_validator.SPECIAL_USE_DOMAIN_NAMES
    refused[:] = [name for name in refused if name not in _INTERNAL_DOMAINS]
