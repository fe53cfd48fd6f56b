"""What acts of the window are called, and their keys, as people read them."""

from __future__ import annotations

import re

from PySide6.QtGui import QAction, QKeySequence

_MNEMONIC = re.compile(r"&(.)", re.DOTALL)


def plain(text: str) -> str:
    """A menu's text without the marks of its mnemonic and of a dialog to come."""
    return _MNEMONIC.sub(r"\1", text).rstrip("…")


def keys_of(action: QAction) -> str:
    """The keys that trigger an act, as this system writes them; the usual ones first."""
    style = QKeySequence.SequenceFormat.NativeText
    return ", ".join(shortcut.toString(style) for shortcut in action.shortcuts() if not shortcut.isEmpty())
