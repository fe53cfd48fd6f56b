"""How a field deep in a form gets a picture: it asks upwards, and the first widget above that can answers.

A form knows neither the jobs nor the file that it belongs to, and nothing between it and the window needs to.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from app.models.image import PictureSource


class PictureWanted(QEvent):
    """Somebody wants a picture: one that is chosen from all or, where there is a source, that one.

    Attributes:
        owner: who asks.
        then: called with the id of the picture.
        refused: called with a sentence instead, if the source can't be taken in.
        current: the picture that is there now, 0 if none.
    """

    TYPE = QEvent.Type(QEvent.registerEventType())

    def __init__(
        self,
        owner: QWidget,
        then: Callable[[int], None],
        refused: Callable[[str], None],
        *,
        source: PictureSource | None = None,
        current: int = 0,
    ) -> None:
        super().__init__(self.TYPE)
        self.owner, self.then, self.refused = owner, then, refused
        self.source, self.current = source, current
        self.setAccepted(False)

    def ask(self) -> bool:
        """Go from widget to widget, upwards, until one answers; returns whether one did."""
        widget: QWidget | None = self.owner
        while widget is not None and not self.isAccepted():
            QCoreApplication.sendEvent(widget, self)
            widget = widget.parentWidget()
        return self.isAccepted()
