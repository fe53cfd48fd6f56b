"""What is said of a call: who it comes from, and why somebody may be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.models.calls import By
from app.views.words import counted, isolated
from app.words.marking import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from app.services.matching import Candidate, Match
    from app.services.weak_matches import Evidence

_HEADINGS = {
    By.PHONE: QT_TRANSLATE_NOOP("pop", "Call from {who}"),
    By.EMAIL: QT_TRANSLATE_NOOP("pop", "Message from {who}"),
    By.CODE: QT_TRANSLATE_NOOP("pop", "Customer {who}"),
}
_EVIDENCE = {
    "primary_phone": QT_TRANSLATE_NOOP("pop", "Their primary number"),
    "phone": QT_TRANSLATE_NOOP("pop", "Their number"),
    "primary_email": QT_TRANSLATE_NOOP("pop", "Their primary address"),
    "email": QT_TRANSLATE_NOOP("pop", "Their e-mail address"),
    "code": QT_TRANSLATE_NOOP("pop", "Their code"),
    "former_code": QT_TRANSLATE_NOOP("pop", "Their former code; now {detail}"),
    "address_phone": QT_TRANSLATE_NOOP("pop", "The number of one of their addresses"),
    "same_digits": QT_TRANSLATE_NOOP("pop", "The same digits: {detail}"),
    "one_digit": QT_TRANSLATE_NOOP("pop", "One digit is another: {detail}"),
    "last_digits": QT_TRANSLATE_NOOP("pop", "The last seven digits are the same: {detail}"),
    "managers_number": QT_TRANSLATE_NOOP("pop", "It was the number of {detail}, their manager"),
    "same_block": QT_TRANSLATE_NOOP("pop", "A number of the same exchange: {detail}"),
    "mentions": QT_TRANSLATE_NOOP("pop", "Their record mentions it"),
    "in_trash": QT_TRANSLATE_NOOP("pop", "in the trash"),
    "own": QT_TRANSLATE_NOOP("pop", "you own the record"),
    "last_interaction": QT_TRANSLATE_NOOP("pop", "last in touch {detail}"),
}


def heading_of(match: Match) -> str:
    """Who calls or writes, as far as the call says it."""
    return _said(_HEADINGS[match.call.by]).format(who=isolated(match.shown))


def sentence_of(match: Match) -> str:
    """The same, and who is known by it."""
    if match.sure is not None:
        known = isolated(match.sure.reference.label)
    elif match.candidates:
        one = _said(QT_TRANSLATE_NOOP("pop", "maybe from one customer"))
        many = _said(QT_TRANSLATE_NOOP("pop", "maybe from one of {count} customers"))
        known = counted(len(match.candidates), one, many)
    else:
        known = _said(QT_TRANSLATE_NOOP("pop", "nobody is known by it"))
    return f"{heading_of(match)}: {known}"


def reasons_of(candidate: Candidate) -> str:
    """Why a customer may be meant, in one line."""
    return " · ".join(_reason(piece) for piece in candidate.evidence)


def _reason(piece: Evidence) -> str:
    return _said(_EVIDENCE[piece.code]).format(detail=isolated(piece.detail))


def _said(text: str) -> str:
    return QCoreApplication.translate("pop", text)
