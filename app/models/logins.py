"""The names that people have on a server: its roles are those of all its databases, so each begins with its database's."""

from __future__ import annotations

from app.models.folding import sort_key
from app.models.staff import STAFF

BETWEEN = "."
OWNER, PEOPLE = "owner", "staff"
"""The two groups of a database: who owns all that is in it, and who works with it. Nobody signs in under these names."""

MOST_BYTES = 63
"""A longer name the server would cut, and take for somebody else's."""

TOO_LONG, RESERVED, OWN = "login_too_long", "login_reserved", "own_login"
"""What problems with a sign-in name are called."""


def login_of(database: str, sign_in: str) -> str:
    """The server's role of whoever signs in so; a name that begins with the database's stays as it is."""
    name = STAFF.by_name["sign_in"].key_of(sign_in) or sort_key(sign_in)
    return sign_in if sign_in.startswith(f"{database}{BETWEEN}") else f"{database}{BETWEEN}{name}"


def login_problem(database: str, sign_in: str) -> str | None:
    """Why nobody could sign in to that database under the name; None if they can."""
    name = STAFF.by_name["sign_in"].key_of(sign_in)
    if name in (OWNER, PEOPLE):
        return RESERVED
    is_short = len(f"{database}{BETWEEN}{name}".encode()) <= MOST_BYTES
    return None if is_short else TOO_LONG
