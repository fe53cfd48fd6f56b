"""What each act of the window does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import LAST_NEW_KIND, Settings
from app.views.actions import new_things

if TYPE_CHECKING:
    from app.views.main_window import MainWindow


def acts_of(window: MainWindow, settings: Settings) -> dict[str, Callable[[], object]]:
    """The acts by the names that `Actions` has for them; what is made later is asked for when it is needed."""
    records, files, dialogs = window.records, window.files, window.dialogs
    return {
        "new": lambda: records.new(settings.get(LAST_NEW_KIND)),
        **{f"new_{name}": partial(records.new, name) for name in new_things()},
        "undo": lambda: window.past.undo(),
        "redo": lambda: window.past.redo(),
        "undo_list": lambda: window.past.show_list(),
        "open_trash": partial(window.go_to, "trash"),
        "edit": lambda: window.past.edit(records.page.edit_shown),
        "save": lambda: records.page.pane.save(),
        "save_and_close": lambda: records.page.pane.save(records.page.pane.closed.emit),
        "save_draft": lambda: records.page.pane.save_as_draft(),
        "revert": lambda: records.page.pane.revert(),
        "trash": lambda: records.page.trash_chosen(),
        "copy": lambda: records.page.list.copy_rows(),
        "find": records.start_search,
        "filter": lambda: records.page.list.filters.toggle(),
        "expiring": records.show_expiring,
        "overdue": records.show_overdue,
        "log_interaction": records.log_interaction,
        "add_services": records.add_services,
        "columns": lambda: dialogs.show_columns(records.page.list.columns),
        "refresh": window.refresh,
        "own_window": lambda: records.page.open_chosen(),
        "chart": window.customers.show_chart,
        "explain": lambda: records.page.explain(),
        "view_as": lambda: dialogs.show_view_as(window.rights.look_as),
        "previous": lambda: records.page.step(-1),
        "next": lambda: records.page.step(1),
        "list": lambda: records.page.list.table.setFocus(),
        "next_company": window.toolbar.company_box.step,
        "companies": partial(window.go_to, "companies"),
        "pick_lists": partial(window.go_to, "pick_lists"),
        "pictures": partial(window.go_to, "pictures"),
        **{name: partial(window.go_to, name) for name in ("staff", "team", "workgroup", "role", "intake", "together")},
        "palette": dialogs.show_palette,
        "keys": dialogs.show_keys,
        "about": dialogs.show_about,
        "quit": window.close,
        "password": window.sign_in.change_password,
        "sign_out": lambda: window.together.sign_out(),
        "new_file": files.new_file,
        "open_file": files.open_file,
        "connect": dialogs.show_connect,
        "create_shared": lambda: dialogs.show_create(_file_of(window), window.sharing),
        "fetch": lambda: dialogs.show_fetch(window.place),
        "backup": lambda: files.back_up(_file_of(window)),
        "restore": files.restore,
        "encryption": lambda: dialogs.show_encryption(_file_of(window), window.sharing),
        "check": lambda: files.check(window.place),
        "backups": lambda: window.safety.show_backups(),
        "recovered": lambda: window.safety.unsaved.show_list(),
    }


def _file_of(window: MainWindow) -> Path | None:
    return window.place if isinstance(window.place, Path) else None
