"""Takes every window of the program from the screen, and brings each back as it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from app.overriding import override
from app.views.open_work import OpenWork


class Veil(QObject):
    """Hidden windows show nothing to anybody, nor to a screen reader, and no key does anything in them.

    They live on meanwhile, with everything that is typed in them. What would open behind the veil waits there.
    """

    def __init__(self, window: QWidget, work: OpenWork) -> None:
        super().__init__(window)
        self._window, self._work = window, work
        self._cover: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._active: QWidget | None = None
        self._focus: list[QWidget] = []  # the one of each window

    def is_drawn(self) -> bool:
        """Whether the windows are hidden."""
        return self._cover is not None

    def draw(self, cover: QWidget) -> None:
        """Hide everything, and show the cover where the window was."""
        self._cover, self._active = cover, QApplication.activeWindow()
        while (popup := QApplication.activePopupWidget()) is not None and popup.isVisible():
            popup.close()
        QToolTip.hideText()
        own = [widget for widget in self._window.findChildren(QWidget) if widget.isWindow() and widget.isVisible()]
        self._hidden = [self._window, *(widget for widget in own if widget is not cover)]
        self._work.veiled = self._hidden  # the same list: what opens behind the veil counts too
        self._focus = [focus for widget in self._hidden if (focus := widget.focusWidget()) is not None]
        cover.setGeometry(self._window.geometry())
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        for widget in reversed(self._hidden):
            widget.hide()
        cover.show()
        cover.activateWindow()

    def lift(self) -> None:
        """Show everything again, where it was and in the order in which it stood."""
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._cover = None
        hidden, self._hidden, self._work.veiled = self._hidden, [], []
        for widget in hidden:
            if isValid(widget):
                widget.setAttribute(Qt.WidgetAttribute.WA_Moved)  # else a dialog goes to where dialogs open
                widget.show()
        self._bring_back_focus()

    def _bring_back_focus(self) -> None:
        for focus in filter(isValid, self._focus):
            focus.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        active = self._active if self._active is not None and isValid(self._active) else self._window
        active.raise_()
        active.activateWindow()
        self._active, self._focus = None, []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and self._is_to_wait(watched):
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # Qt asks for it after this very event
            if watched not in self._hidden:
                self._hidden.append(watched)
            QTimer.singleShot(0, watched, lambda: self._put_behind(watched))
        return False

    def _is_to_wait(self, widget: QWidget) -> bool:
        """Whether it is a window of the program; what belongs to the cover is not."""
        if not widget.isWindow():
            return False
        above: QWidget | None = widget
        while above is not None and above is not self._window and above is not self._cover:
            above = above.parentWidget()
        if above is self._cover:
            return False
        return above is not None and not widget.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)

    def _put_behind(self, widget: QWidget) -> None:
        widget.hide()
        widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)
        if self._cover is None:  # the veil was lifted in this very moment
            widget.show()
