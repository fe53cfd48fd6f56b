"""What a list of records is for, where it is not the main one of its type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListUse:
    """How a list differs from the main one.

    Attributes:
        name: under which its columns and its order are remembered, "" for that of the record type.
        columns: the fields that it shows until somebody changes that; none for those that are declared so.
        has_acts: rows are viewed, edited and deleted from here; otherwise they are only opened.
        if_empty: what to say when there is nothing in it.
        ahead: the yes or no by which some rows come before all others, as long as filters narrow it.
    """

    name: str = ""
    columns: tuple[str, ...] = ()
    has_acts: bool = True
    if_empty: str = ""
    ahead: str = ""


MAIN = ListUse()
