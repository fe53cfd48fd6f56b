"""The foot of a record: Edit while it is read, the ways out while it is edited."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QStackedLayout, QWidget

from app.overriding import override
from app.views.forms.pane_actions import PaneActions


class FormFoot(QWidget):
    """Buttons for the acts of a record pane, in one line or, where it is narrow, in two."""

    def __init__(self, actions: PaneActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit_button = self._make_button(actions.edit)
        self.save_button = self._make_button(actions.save)
        self.save_close_button = self._make_button(actions.save_and_close)
        self.draft_button = self._make_button(actions.save_as_draft)
        self.revert_button = self._make_button(actions.revert)
        self.cancel_button = self._make_button(actions.back)
        self._reading, self._editing = QWidget(self), QWidget(self)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._editing)
        self._pages = QStackedLayout(self)
        self._arrange()

    def _arrange(self) -> None:
        reading = QHBoxLayout(self._reading)
        reading.setContentsMargins(12, 6, 12, 8)
        reading.addWidget(self.edit_button)
        reading.addStretch(1)
        self._lines.setContentsMargins(12, 6, 12, 8)
        self._lines.setSpacing(6)
        for buttons in (
            (self.save_button, self.save_close_button),
            (self.draft_button, self.revert_button, self.cancel_button),
        ):
            line = QHBoxLayout()
            line.setSpacing(6)
            for button in buttons:
                line.addWidget(button)
            self._lines.addLayout(line)
            self._lines.setAlignment(line, Qt.AlignmentFlag.AlignLeft)
        self._lines.addStretch(1)
        self._editing.setMinimumWidth(1)  # too narrow for one line is no reason to widen the pane
        self._pages.addWidget(self._reading)
        self._pages.addWidget(self._editing)

    def show_editing(self, is_editing: bool) -> None:
        """Offer the ways out of editing, or Edit."""
        self._pages.setCurrentWidget(self._editing if is_editing else self._reading)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _make_button(self, action: QAction) -> QPushButton:
        button = QPushButton(self)
        button.clicked.connect(action.trigger)

        def follow() -> None:
            button.setText(action.text())
            button.setToolTip(action.toolTip())
            button.setAccessibleName(action.text().replace("&", ""))
            button.setEnabled(action.isEnabled())
            button.setVisible(action.isVisible())

        action.changed.connect(follow)
        follow()
        return button

    def _fit(self) -> None:
        """Break into two lines where one doesn't fit."""
        buttons = [
            self.save_button,
            self.save_close_button,
            self.draft_button,
            self.revert_button,
            self.cancel_button,
        ]
        needed = sum(button.sizeHint().width() + 6 for button in buttons if not button.isHidden()) + 18
        is_narrow = self._pages.currentWidget() is self._editing and needed > self.width()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(down if is_narrow else across)
        self.updateGeometry()
