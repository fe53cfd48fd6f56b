"""What the dialogs of the administrator have in common when they write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from app import services

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.models.values import Actor

T_co = TypeVar("T_co", covariant=True)


class Act(Protocol[T_co]):
    """A verb of the services that wants to know who acts."""

    def __call__(self, connection: sa.Connection, *, actor: Actor) -> T_co:
        """Do it within the caller's transaction."""


def by_current_user(connection: sa.Connection, act: Act[T_co]) -> T_co:
    """Do something as the person who is signed in; for `DatabaseTasks.write`, with the act given beforehand."""
    return act(connection, actor=services.staff.current_actor(connection))
