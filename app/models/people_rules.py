"""What staff, teams, customer workgroups and roles must be beside what is declared of their fields.

Pure: rules that need other records (a name in use, who manages whom, the last administrator) are the services'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.errors import Problem
from app.models.emails import check_email
from app.models.fields import RecordType
from app.models.folding import sort_key
from app.models.rights import EVERY
from app.models.role import ROLE
from app.models.values import Content, Value, Values
from app.models.workgroup import ALIAS, WORKGROUP


def problems(record_type: RecordType, content: Content, known: Iterable[str]) -> tuple[Problem, ...]:
    """What is wrong with tidied content beside that; warnings do not block.

    Args:
        record_type: of the content.
        content: what shall be stored.
        known: the names of all types of record, which the rights of a role may name.
    """
    return (
        *_invisible(record_type, content.values),
        *(_wrong_alias(content.values) if record_type is WORKGROUP else ()),
        *(_unknown_records(content, frozenset(known)) if record_type is ROLE else ()),
    )


def _invisible(record_type: RecordType, values: Values) -> Iterator[Problem]:
    """A name of which nothing can be seen can't be told from another one."""
    for name in ("name", "sign_in"):
        value = values.get(name)
        if name in record_type.by_name and isinstance(value, str) and not sort_key(value):
            yield Problem(name, "required")


def _wrong_alias(values: Values) -> Iterator[Problem]:
    alias: Value = values.get("alias")
    if values.get("mail_mode") == ALIAS and alias is None:
        yield Problem("alias", "required")
    elif isinstance(alias, str) and (found := check_email(alias).problem) is not None:
        yield Problem("alias", f"email_{found.name.lower()}")


def _unknown_records(content: Content, known: frozenset[str]) -> Iterator[Problem]:
    """A newer program may know more types of record than this one: what they may do is kept, and doubted."""
    for name in ("rights", "field_rules"):
        for number, item in enumerate(content.items.get(name, ())):
            if item.values.get("record_type") not in known | {EVERY}:
                yield Problem(name, "not_listed", item=number, part="record_type", blocking=False)
