"""Child rows that refer to one other record each, such as the members of a team."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.models.fields import Field, Kind, RecordType
from app.models.values import Value


def referring_rows(
    name: str,
    label: str,
    *,
    parent: str,
    to: str,
    called: str,
    more: tuple[Field, ...] = (),
    main: Callable[[Mapping[str, Value]], bool] = lambda values: False,
) -> RecordType:
    """The type of such rows; no two rows of a record refer to the same.

    Args:
        name: of the rows' own type.
        label: what such a row is called; the plural ends with an s.
        parent: the type that they belong to.
        to: the type that they refer to.
        called: what one of that type is called here.
        more: what else a row says.
        main: whether a row stands before the others.
    """
    return RecordType(
        name=name,
        label=label,
        plural=f"{label}s",
        parent=parent,
        apart=(f"{to}_id",),
        main=main,
        fields=(Field(name=f"{to}_id", label=called, kind=Kind.RECORD, target=to, required=True), *more),
    )
