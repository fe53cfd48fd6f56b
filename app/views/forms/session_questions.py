"""What a form session asks before what was typed would go, or when what it was typed into is gone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.views.forms.questions import Answer, ask
from app.views.words import isolated

_CONTEXT = "FormSession"
_ROLE = QMessageBox.ButtonRole


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def ask_to_leave(where: QWidget, name: str, save: Answer | None, discard: Answer) -> None:
    """Ask what becomes of what was typed; without `save` it can't be stored now."""
    ways = [] if save is None else [(_tr("Save"), _ROLE.AcceptRole, save)]
    ask(
        where,
        _tr("Save what you typed?") if save is not None else _tr("Discard what you typed?"),
        _tr("There are changes to {name} that are not stored yet.").format(name=isolated(name)),
        [
            *ways,
            (_tr("Discard"), _ROLE.DestructiveRole, discard),
            (_tr("Keep editing"), _ROLE.RejectRole, None),
        ],
    )


def ask_to_revert(where: QWidget, restore: Answer) -> None:
    """Ask whether all of it goes."""
    ask(
        where,
        _tr("Undo all your changes?"),
        _tr("The form goes back to what it began with."),
        [(_tr("Revert"), _ROLE.DestructiveRole, restore), (_tr("Keep editing"), _ROLE.RejectRole, None)],
    )


def ask_when_gone(where: QWidget, type_words: str, save_as_new: Answer, keep_as_draft: Answer) -> None:
    """Ask what becomes of what was typed into a record that is no longer there.

    Args:
        where: the question opens.
        type_words: what the record was, within a sentence.
        save_as_new: stores it as another record.
        keep_as_draft: keeps it for later.
    """
    ask(
        where,
        _tr("Somebody moved this {type} to the trash, or deleted it, while you edited it.").format(type=type_words),
        _tr("What you typed is still here."),
        [
            (_tr("Save as a new {type}").format(type=type_words), _ROLE.AcceptRole, save_as_new),
            (_tr("Keep as a draft"), _ROLE.ActionRole, keep_as_draft),
            (_tr("Back to the form"), _ROLE.RejectRole, None),
        ],
    )
