"""Who may import whom, read from the source: direct imports, inside functions too.

A name imported for annotations alone (under TYPE_CHECKING) counts as well, except in views, where a function that a
service runs in the background may say that it takes a connection.
"""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "app"
QT = {"PySide6", "shiboken6", "qtawesome", "qtpy"}
DATABASE = {"sqlalchemy", "alembic", "sqlcipher3", "sqlite3", "psycopg"}

BELOW_SERVICES = {"errors", "models", "store"}
BELOW_VIEWS = {
    "overriding",
    "errors",
    "words",
    "paths",
    "settings",
    "crash",
    "jobs",
    "background",
    "models",
    "services",
}
ALLOWED = {
    "errors": set(),
    "overriding": set(),
    "paths": set(),
    "locks": set(),
    "settings": {"locks"},
    "doorbell": set(),
    "instance": {"doorbell", "locks", "paths"},
    "collector": set(),
    "plain_imports": set(),
    "words": {"errors", "models"},
    "crash": {"errors", "overriding"},
    "job_process": {"errors", "crash"},
    "jobs": {"errors", "job_process"},
    "models": {"errors"},
    "store": {"errors", "locks", "models"},
    "services": BELOW_SERVICES,
    "pressing": {"errors", "store"},
    "lost_work": {"errors", "store"},
    "tickets": {"errors"},
    "background": {"errors", "models", "store", "collector", "tickets", "pressing", "lost_work"},
    "views": BELOW_VIEWS,
    "main": {*BELOW_VIEWS, "views", "collector", "instance"},
    "terminal": set(),
    "cli_servers": {"models", "services", "terminal"},
    "cli_intake": {"models", "services", "terminal"},
    "cli": {
        "errors",
        "words",
        "paths",
        "settings",
        "models",
        "services",
        "plain_imports",
        "terminal",
        "cli_servers",
        "cli_intake",
        "doorbell",
        "main",
    },
    "__main__": {"cli", "doorbell"},
}
"""What each part of the program may import of the others; a new part has to find its place here."""

WITH_QT = {
    *("views", "main", "background", "tickets", "pressing", "lost_work", "jobs", "collector", "crash", "plain_imports"),
    "instance",
}
WITH_DATABASE = {"models.tables", "store", "services", "background"}


def module_name(path):
    """The module's name below app."""
    return ".".join(path.relative_to(APP).with_suffix("").parts).removesuffix("__init__").rstrip(".")


MODULES = {module_name(path): path for path in sorted(APP.rglob("*.py")) if path != APP / "__init__.py"}


def imported(tree, *, for_types=True):
    """The full names of all that a module imports; of a package's names, those that are modules."""
    skipped = set()
    for node in ast.walk(tree):
        if not for_types and isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            skipped |= {id(inner) for part in node.body for inner in ast.walk(part)}
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner.removeprefix("app.") in MODULES else str(node.module)


def is_in(module, parts):
    """Whether the module is one of the parts or inside of one."""
    return any(module == part or module.startswith(f"{part}.") for part in parts)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down_only(name):
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    part = name.partition(".")[0]
    found = set(imported(tree, for_types=part != "views"))
    roots = {module.partition(".")[0] for module in found}
    ours = {module.split(".")[1] for module in found if module.startswith("app.")}

    assert ours <= ALLOWED[part] | {part}
    assert is_in(name, WITH_QT) or not roots & QT
    assert is_in(name, WITH_DATABASE) or not roots & DATABASE
    if part == "views":
        assert not [module for module in found if is_in(module, {"app.models.tables"})]


def test_one_door_leads_from_the_window_to_the_database():
    both = {
        name
        for name, path in MODULES.items()
        if (roots := {module.partition(".")[0] for module in imported(ast.parse(path.read_text("utf-8")))}) & QT
        and roots & DATABASE
        and not is_in(name, {"views"})
    }

    assert both <= {"background"}


def test_migrations_stand_for_themselves():
    versions = {name: path for name, path in MODULES.items() if is_in(name, {"store.migrations.versions"})}

    frozen = {
        f"app.{name}": path for name, path in MODULES.items() if name.startswith("store.migrations.record_tables_")
    }

    assert versions
    for path in (*versions.values(), *frozen.values()):
        ours = [module for module in imported(ast.parse(path.read_text("utf-8"))) if module.startswith("app")]
        assert set(ours) <= set(frozen)
