"""The question before records go to the trash: how many, and what hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.views.forms.questions import confirm
from app.views.words import counted, isolated

if TYPE_CHECKING:
    from app.services.customers import Impact

_LONGEST = 200


def ask_to_trash(parent: QWidget, impact: Impact, then: Callable[[], None]) -> QMessageBox:
    """Open the question, and go on with `then` if the answer is yes; Esc and Return mean no."""
    return confirm(parent, _question(impact), _consequences(impact), _tr("Move to trash"), then)


def _tr(text: str) -> str:
    return QCoreApplication.translate("trash_question", text)


def _question(impact: Impact) -> str:
    if impact.customers == 1 and impact.name:
        return _tr("Move “{0}” to the trash?").format(isolated(impact.name[:_LONGEST]))
    return counted(
        impact.customers, _tr("Move this customer to the trash?"), _tr("Move {count} customers to the trash?")
    )


def _consequences(impact: Impact) -> str:
    parts = (
        (impact.phones, _tr("1 phone"), _tr("{count} phones")),
        (impact.emails, _tr("1 e-mail address"), _tr("{count} e-mail addresses")),
        (impact.addresses, _tr("1 address"), _tr("{count} addresses")),
    )
    along = [counted(*part) for part in parts if part[0]]
    sentences = [_tr("Going with them: {0}.").format(", ".join(along))] if along else []
    if impact.direct_reports:
        one = _tr("1 other customer has them as manager and will keep the name.")
        many = _tr("{count} other customers have them as manager and will keep the name.")
        sentences.append(counted(impact.direct_reports, one, many))
    return " ".join(sentences)
