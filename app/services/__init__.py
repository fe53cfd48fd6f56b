"""What people do with records: one noun a file, its verbs as free functions taking a connection.

The views name these modules when the window is built, but each is imported when it is first used: SQLAlchemy alone would
double the time until the window stands.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services import access as access
    from app.services import access_log as access_log
    from app.services import acts as acts
    from app.services import adding_services as adding_services
    from app.services import automatic_backups as automatic_backups
    from app.services import backups as backups
    from app.services import checks as checks
    from app.services import companies as companies
    from app.services import copying as copying
    from app.services import customers as customers
    from app.services import demo as demo
    from app.services import drafts as drafts
    from app.services import encryption as encryption
    from app.services import files as files
    from app.services import forms as forms
    from app.services import history as history
    from app.services import kept as kept
    from app.services import lists as lists
    from app.services import logins as logins
    from app.services import managers as managers
    from app.services import noting as noting
    from app.services import open_fields as open_fields
    from app.services import people as people
    from app.services import pick_lists as pick_lists
    from app.services import picture_jobs as picture_jobs
    from app.services import pictures as pictures
    from app.services import presence as presence
    from app.services import pulling as pulling
    from app.services import recovery as recovery
    from app.services import references as references
    from app.services import reindex as reindex
    from app.services import restoring as restoring
    from app.services import servers as servers
    from app.services import service_lanes as service_lanes
    from app.services import sessions as sessions
    from app.services import shared as shared
    from app.services import sharing as sharing
    from app.services import shifting as shifting
    from app.services import signing_in as signing_in
    from app.services import staff as staff
    from app.services import taking_back as taking_back
    from app.services import timeline as timeline
    from app.services import told as told
    from app.services import trash as trash
    from app.services import tries as tries
    from app.services import undoing as undoing
    from app.services import upgrades as upgrades


def __getattr__(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        raise AttributeError(name) from error
