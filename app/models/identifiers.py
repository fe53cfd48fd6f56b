"""Tax numbers, handles and web addresses: their normal form and whether they have the right shape.

Nothing is fetched. The checkers of tax numbers are imported one country at a time, on first use.
"""

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from urllib.parse import SplitResult, urlsplit, urlunsplit

from app.models.folding import strip_controls

if TYPE_CHECKING:
    from stdnum.util import NumberValidationModule

Site = Literal["facebook", "linkedin", "twitter"]

LONGEST_URL = 2048
LONGEST_TAX_NUMBER = 40

_HOSTS = MappingProxyType({
    "facebook": ("facebook.com", "fb.com", "fb.me"),
    "linkedin": ("linkedin.com", "lnkd.in"),
    "twitter": ("twitter.com", "x.com"),
})  # fmt: skip
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_TAX_NUMBER = re.compile(r"[0-9A-ZÑ&+*]+")
_TAX_PUNCTUATION = re.compile(r"[\s.,:/_-]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?![0-9])", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[\w-]+(?:\.[\w-]+)*", re.ASCII)
_UNFIT_FOR_URL = re.compile(r"[\s\\<>\"^`{|}\x00-\x1f\x7f]")


def check_vat(text: str, country: str) -> tuple[str, bool]:
    """Return a VAT number in its compact form and whether it passes the rules of the country.

    A number that begins with another country's letters is checked by that country's rules; where no rules are known,
    any number passes. Numbers of the European Union get the letters they are quoted with.
    """
    compact = _TAX_PUNCTUATION.sub("", strip_controls(text).upper())
    if not _TAX_NUMBER.fullmatch(compact) or len(compact) > LONGEST_TAX_NUMBER:
        return compact, False
    return _check_tax_number(compact, country.strip().upper())


def clean_handle(text: str) -> str:
    """Return a Twitter/X handle without its @, also out of the address of a profile."""
    handle = strip_controls(text).strip()
    if "/" in handle:
        address, is_profile = check_profile_url(handle, "twitter")
        handle = urlsplit(address).path.split("/")[1] if is_profile else handle
    return handle.lstrip("@ ")


def is_handle(handle: str) -> bool:
    """Tell whether a cleaned handle is one that Twitter/X could have given out."""
    return _HANDLE.fullmatch(handle) is not None


def check_profile_url(text: str, site: Site) -> tuple[str, bool]:
    """Return the address of a profile with its scheme, and whether it leads to a page of the site."""
    address, ok = check_url(text)
    if not ok:
        return address, False
    parts = urlsplit(address)
    host = parts.hostname or ""
    belongs = any(host == known or host.endswith(f".{known}") for known in _HOSTS[site])
    if not belongs or not parts.path.strip("/") or "@" in parts.netloc:
        return address, False
    return urlunsplit(parts._replace(scheme="https")), True


def check_url(text: str) -> tuple[str, bool]:
    """Return a web address with its scheme (https unless typed), and whether it is one.

    A host without a dot is accepted if the scheme was typed, as in http://intranet/.
    """
    typed = strip_controls(text).strip()
    has_scheme = _SCHEME.match(typed) is not None
    address = typed if has_scheme or not typed else f"https://{typed}"
    parts = _split_url(address)
    if parts is None or not (has_scheme or "." in (parts.hostname or "")):
        return typed, False
    return urlunsplit(parts._replace(netloc=parts.netloc.lower())), True


def _split_url(address: str) -> SplitResult | None:
    """Take a web address apart; None if it is none or could mislead a reader."""
    if len(address) > LONGEST_URL or _UNFIT_FOR_URL.search(address):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return None
    return parts if _HOST.fullmatch(host) else None


@lru_cache(maxsize=5_000)
def _check_tax_number(compact: str, country: str) -> tuple[str, bool]:
    from stdnum.exceptions import ValidationError

    checks = [(checker, letters + compact) for checker, letters in _find_checkers(compact, country)]
    for checker, number in checks:
        try:
            return checker.validate(number), True
        except ValidationError:
            continue
    return compact, not checks


def _find_checkers(compact: str, country: str) -> "list[tuple[NumberValidationModule, str]]":
    """Return what may judge a number, each with the letters to put before it."""
    from stdnum.eu import vat as union
    from stdnum.util import get_cc_module

    members = {*map(str.upper, union.MEMBER_STATES), "EL"}
    checkers: list[tuple[NumberValidationModule, str]] = []
    letters = "EL" if country == "GR" else country
    if letters in members:
        checkers.append((union, "" if compact.startswith(letters) else letters))
    elif _COUNTRY.fullmatch(country):
        # The Swiss write the number of a business with or without the letters for the tax.
        modules = (get_cc_module(country, kind) for kind in ("vat", "uid"))
        checkers += [(module, "") for module in modules if module is not None]
    if compact[:2] in members and compact[:2] != letters:
        checkers.append((union, ""))
    return checkers
