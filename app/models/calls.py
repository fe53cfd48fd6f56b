"""Who is calling, as another program says it: on the command line, by a `deskbook:` address or by a `tel:` link.

Light to import: whoever hands a call to the window that runs has to be fast (docs/screen-pop.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST = 254
"""No telephone number, e-mail address, customer code or channel is longer."""

SCHEMES = ("deskbook", "tel", "callto")

_POP = "pop"


class By(StrEnum):
    """What a caller is known by."""

    PHONE = "phone"
    EMAIL = "email"
    CODE = "code"


_CHANNELS = {By.PHONE: "Phone", By.EMAIL: "E-mail", By.CODE: ""}
"""By which a customer reaches the desk, where nobody says it."""


class CallError(ValueError):
    """It can't be understood who is calling; the text says why, for whoever set the calling program up."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who calls, writes or stands at the counter.

    Attributes:
        by: what the text is.
        text: as it came; never empty.
        channel: of the pick list, or other text; empty for none.
    """

    by: By
    text: str
    channel: str = ""

    def __post_init__(self) -> None:
        for text in (self.text, self.channel):
            if len(text) > LONGEST or not text.isprintable():
                raise CallError(f"more than {LONGEST} characters, or some that can't be shown")
        if not self.text.strip():
            raise CallError(f"{self.by} is empty")


def call_of(given: Mapping[str, str]) -> Call:
    """The call that was described by a phone, email or code, and perhaps a channel.

    Raises:
        CallError: not exactly one of them is there, or something else is.
    """
    unknown = sorted(set(given) - {"channel", *By})
    if unknown:
        raise CallError(f"{unknown[0]!r} is not known; known are {', '.join(By)} and channel")
    named = [by for by in By if by in given]
    if len(named) != 1:
        raise CallError(f"one of {', '.join(By)} is needed, and only one")
    (by,) = named
    return Call(by, given[by].strip(), given.get("channel", "").strip() or _CHANNELS[by])


def call_of_message(message: Mapping[str, object]) -> Call:
    """The call that another process told of, as an address or in words.

    Raises:
        CallError: it told of none.
    """
    match message.get("url"), message.get("call"):
        case str(url), None:
            return call_of_url(url)
        case None, dict(given) if all(isinstance(text, str) for pair in given.items() for text in pair):
            return call_of(given)
        case _:
            raise CallError("it isn't said who calls")


def call_of_url(url: str) -> Call:
    """The call that an address stands for: `deskbook:pop?phone=%2B4420…` or `tel:+44-20-…`.

    Raises:
        CallError: it stands for none.
    """
    scheme, _, rest = url.strip().partition(":")
    if scheme.lower() in ("tel", "callto"):
        return call_of({By.PHONE: _number_of_link(rest)})
    try:
        parts = urlsplit(url.strip())
        named = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=8)
    except ValueError as error:  # among them what is no UTF-8
        raise CallError(f"what stands behind the question mark can't be read: {error}") from error
    act = (parts.netloc + parts.path).strip("/")  # some systems make deskbook://pop of it
    if scheme.lower() != "deskbook" or act != _POP:
        raise CallError(f"{act or scheme!r} is nothing that Deskbook does; deskbook:{_POP}?phone=… is")
    if len(named) != len(dict(named)):
        raise CallError("something stands there twice")
    return call_of(dict(named))


def is_url(text: str) -> bool:
    """Whether an argument is such an address, and no file."""
    return text.partition(":")[0].lower() in SCHEMES and ":" in text


def _number_of_link(rest: str) -> str:
    """The number of a tel: link; one that holds only in its country says in which (RFC 3966)."""
    try:
        number, *parameters = unquote(rest, errors="strict").removeprefix("//").split(";")
    except UnicodeDecodeError as error:
        raise CallError("the number can't be read") from error
    context = next(
        (value for name, _, value in (each.partition("=") for each in parameters) if name == "phone-context"), ""
    )
    is_prefix = context.startswith("+") and not number.startswith("+")
    return f"{context}{number}" if is_prefix else number
