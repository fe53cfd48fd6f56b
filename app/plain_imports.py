"""The import statement as Python has it, in a process that uses PySide6."""

from __future__ import annotations

import builtins


def keep_imports_plain() -> None:
    """Load PySide6 without what it does from then on at every import of any module.

    To know which modules may ask for its optional features (`from __feature__ import snake_case`), it reads the source of
    each and keeps all lines: 400 modules, 17 MB and a tenth of the start. Deskbook asks for none of them.
    """
    import PySide6.QtCore  # noqa: F401 - it puts its own function in the place of Python's

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
