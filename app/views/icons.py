"""The icons, one font for all; set when the window already shows rows, because loading the font takes as long as a start."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPalette

_ICONS = {
    "new": "mdi6.account-plus-outline",
    "new_internal": "mdi6.badge-account-horizontal-outline",
    "new_external": "mdi6.account-outline",
    "new_contract": "mdi6.file-sign",
    "new_service": "mdi6.cube-outline",
    "new_interaction": "mdi6.message-text-outline",
    "new_invoice": "mdi6.receipt-text-outline",
    "new_payment": "mdi6.cash",
    "new_attachment": "mdi6.paperclip",
    "new_note": "mdi6.note-text-outline",
    "new_review": "mdi6.star-outline",
    "new_product": "mdi6.tag-outline",
    "new_package": "mdi6.package-variant-closed",
    "add_services": "mdi6.cart-plus",
    "log_interaction": "mdi6.message-plus-outline",
    "save": "mdi6.content-save-outline",
    "undo": "mdi6.undo",
    "redo": "mdi6.redo",
    "undo_list": "mdi6.history",
    "open_trash": "mdi6.trash-can-outline",
    "refresh": "mdi6.refresh",
    "filter": "mdi6.filter-variant",
    "columns": "mdi6.view-column-outline",
    "find": "mdi6.magnify",
    "edit": "mdi6.pencil-outline",
    "trash": "mdi6.trash-can-outline",
    "copy": "mdi6.content-copy",
    "own_window": "mdi6.open-in-new",
    "previous": "mdi6.chevron-up",
    "next": "mdi6.chevron-down",
    "palette": "mdi6.console-line",
    "companies": "mdi6.domain",
    "pick_lists": "mdi6.format-list-bulleted",
    "pictures": "mdi6.image-multiple-outline",
    "staff": "mdi6.account-tie-outline",
    "team": "mdi6.account-group-outline",
    "workgroup": "mdi6.account-multiple-outline",
    "role": "mdi6.shield-account-outline",
    "keys": "mdi6.keyboard-outline",
    "open_file": "mdi6.folder-open-outline",
    "connect": "mdi6.database-outline",
    "create_shared": "mdi6.database-plus-outline",
    "fetch": "mdi6.database-export-outline",
    "new_file": "mdi6.file-plus-outline",
    "backup": "mdi6.archive-arrow-down-outline",
    "restore": "mdi6.archive-arrow-up-outline",
    "encryption": "mdi6.lock-outline",
    "check": "mdi6.check-decagram-outline",
}


def set_icons(actions: Mapping[str, QAction]) -> None:
    """Give every act that has one its icon, in the colours that the palette has now."""
    import qtawesome

    palette = QGuiApplication.palette()
    color = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
    off = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    for name, icon in _ICONS.items():
        if name in actions:
            actions[name].setIcon(qtawesome.icon(icon, color=color, color_disabled=off))


def type_icon(name: str, color: QColor) -> QIcon:
    """The icon of a type of record, which its New entry has as well; of what has none, that of the past."""
    import qtawesome

    found: QIcon = qtawesome.icon(_ICONS.get(f"new_{name}", _ICONS["undo_list"]), color=color)
    return found
