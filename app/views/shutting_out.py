"""The window of somebody who is not admitted to its shared database any more: it shows nothing of it, and the ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import ServerError

if TYPE_CHECKING:
    from app.background import DatabaseTasks
    from app.views.main_window import MainWindow


def shut_out(window: MainWindow, tasks: DatabaseTasks, error: ServerError) -> None:
    """Close all that is open, without a question: what was typed stays where unsaved text is kept, sealed.

    Args:
        window: of the person.
        tasks: which let the database go.
        error: why, for the page that stands there from then on.
    """
    place = window.place
    if place is None:
        return
    window.watcher.stop()
    if "safety" in window.__dict__:  # made only once there was something to look after
        window.safety.unsaved.stop()
    window.close_place()
    window.reconnecting.end()
    tasks.lend(window, tasks.lost_work.forget)
    window.setWindowTitle("Deskbook")
    window.status.show_none()
    window.places.show_problem(place, error, None)
