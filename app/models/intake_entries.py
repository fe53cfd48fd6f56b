"""What other programs hand in: JSON text taken apart into entries, before anybody asks what they mean (docs/intake.md)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

_MOST_DIGITS = 400
"""No number that means anything has more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is handed in.

    Attributes:
        place: which one it is, counted from 1.
        value: as it was read; an object, if all is well.
        fault: why it could not be read, "" if it could.
    """

    place: int
    value: Any
    fault: str = ""

    def as_text(self) -> str:
        """The entry as JSON, the same for the same content however it was written."""
        return json.dumps(self.value, ensure_ascii=False, sort_keys=True, default=str)


def entries_of(text: str) -> tuple[Entry, ...]:
    """The entries of one object, a list of them, or a line of JSON for each.

    What can't be read at all is one entry with a fault.
    """
    try:
        read = _loaded(text)
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and _is_object(lines[0]):
            return tuple(_of_line(place, line) for place, line in enumerate(lines, 1))
        return (Entry(1, text, f"no JSON: {error}"),)
    found = read if isinstance(read, list) else [read]
    return tuple(Entry(place, value) for place, value in enumerate(found, 1))


def fingerprint(*parts: object) -> str:
    """What stands for these parts: the same for the same ones, and another for all others."""
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _of_line(place: int, line: str) -> Entry:
    try:
        return Entry(place, _loaded(line))
    except ValueError as error:
        return Entry(place, line, f"no JSON: {error}")


def _is_object(line: str) -> bool:
    try:
        return isinstance(_loaded(line), dict)
    except ValueError:
        return False


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_float=_decimal, parse_constant=_refuse_constant, object_pairs_hook=_object_of)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _decimal(text: str) -> Decimal:
    if len(text) > _MOST_DIGITS:
        raise ValueError("a number with too many digits")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("a number that is too large") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} stands there twice")
        found[name] = value
    return found
