"""The question before records go to the trash: how many, and what hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.fields import RecordType, item_type
from app.views.forms.questions import confirm
from app.views.words import counted, isolated, label_of, plural_of

if TYPE_CHECKING:
    from app.services.hanging import Impact

_LONGEST = 200


def ask_to_trash(parent: QWidget, impact: Impact, then: Callable[[], None]) -> QMessageBox:
    """Open the question, and go on with `then` if the answer is yes; Esc and Return mean no."""
    return confirm(parent, _question(impact), _consequences(impact), _tr("Move to trash"), then)


def _tr(text: str) -> str:
    return QCoreApplication.translate("trash_question", text)


def _question(impact: Impact) -> str:
    record_type = RECORD_TYPES[impact.type_name]
    if impact.records == 1 and impact.name:
        return _tr("Move “{0}” to the trash?").format(isolated(impact.name[:_LONGEST]))
    if impact.records == 1:
        return _tr("Move this {type} to the trash?").format(type=label_of(record_type).lower())
    words = _tr("Move {count} {types} to the trash?")
    return words.format(count=f"{impact.records:,}", types=plural_of(record_type).lower())


def _consequences(impact: Impact) -> str:
    record_type = RECORD_TYPES[impact.type_name]
    along = [_number_of(item_type(record_type.by_name[name]), count) for name, count in impact.rows.items() if count]
    sentences = [_tr("Going with them: {0}.").format(", ".join(along))] if along else []
    sentences += [_kept_naming(*place, count) for place, count in impact.referring.items() if count]
    return " ".join(sentences)


def _number_of(record_type: RecordType, count: int) -> str:
    label, plural = label_of(record_type), plural_of(record_type)
    return counted(count, f"1 {_in_sentence(label)}", f"{{count}} {_in_sentence(plural)}")


def _kept_naming(type_name: str, field_name: str, count: int) -> str:
    """What keeps naming what goes."""
    if (type_name, field_name) == (CUSTOMER.name, "manager_id"):
        one = _tr("1 other customer has them as manager and will keep the name.")
        return counted(count, one, _tr("{count} other customers have them as manager and will keep the name."))
    one, many = _tr("{what} names them and stays."), _tr("{what} name them and stay.")
    return (one if count == 1 else many).format(what=_number_of(RECORD_TYPES[type_name], count))


def _in_sentence(name: str) -> str:
    """A name of the catalogue within a sentence: small, unless it is an abbreviation."""
    return name[:1].lower() + name[1:]
