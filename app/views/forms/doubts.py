"""Leaving a form while nobody knows whether what it held is stored."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.views.forms.questions import ask
from app.views.widgets.message_line import Level, MessageLine

translate = QCoreApplication.translate


def say_doubt(message: MessageLine) -> None:
    """Say of a save that it is not known whether it is stored."""
    text = translate(
        "doubts",
        "The connection was lost just when this was being stored. Whether it is stored is looked up as soon as there is one "
        "again; it is not stored twice.",
    )
    message.say(text, Level.WARNING)


def ask_in_doubt(where: QWidget, leave: Callable[[], None], *, is_kept: bool) -> None:
    """Ask whether to leave all the same.

    Args:
        where: the question opens there.
        leave: what to do then.
        is_kept: what was typed stays in the list of recovered text.
    """
    more = translate("doubts", "The connection was lost just when it was being stored.")
    if is_kept:
        more += " " + translate(
            "doubts",
            "What you typed stays in the list of recovered text for 7 days; look whether it is stored before you use it.",
        )
    role = QMessageBox.ButtonRole
    ways = [
        (translate("doubts", "Wait for the connection"), role.RejectRole, None),
        (translate("doubts", "Leave"), role.DestructiveRole, leave),
    ]
    ask(where, translate("doubts", "Leave without knowing whether it is stored?"), more, ways)
