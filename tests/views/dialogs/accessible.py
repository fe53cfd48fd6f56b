"""What a screen reader has words for."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit, QTreeView, QWidget

_CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit, QTreeView)


def nameless(widget: QWidget) -> list[QWidget]:
    """Controls that a screen reader would have no words for; Qt's own parts of a control speak through it."""
    controls = (child for child in widget.findChildren(QWidget) if isinstance(child, _CONTROLS))
    own = (control for control in controls if not _is_part(control))
    return [control for control in own if not (control.accessibleName() or getattr(control, "text", str)())]


def _is_part(control: QWidget) -> bool:
    is_clear_button = isinstance(control, QAbstractButton) and isinstance(control.parent(), QLineEdit)
    is_popup = control.metaObject().className() == "QComboBoxListView"
    return is_clear_button or is_popup or control.objectName().startswith("qt_")
