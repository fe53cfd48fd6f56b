"""A part of a form under a heading that folds it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget


class Section(QWidget):
    """A heading and, below it, the content, which a click or Space on the heading hides and shows.

    Signals:
        folded: the person opened (True) or closed the section.
    """

    folded = Signal(bool)

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self._is_open = True
        self.heading = QToolButton(self)
        self.heading.setText(title)
        self.heading.setAccessibleName(title)
        self.heading.clicked.connect(self._on_clicked)
        self._arrange()
        self.set_open(True)

    def _arrange(self) -> None:
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setAutoRaise(True)
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.content)

    def set_open(self, is_open: bool) -> None:
        """Open or close the section without telling anybody."""
        self._is_open = is_open
        self.content.setVisible(is_open)
        self.heading.setArrowType(Qt.ArrowType.DownArrow if is_open else self._folded_arrow())
        state = self.tr("Shown; press to fold away") if is_open else self.tr("Folded away; press to show")
        self.heading.setAccessibleDescription(state)

    def _folded_arrow(self) -> Qt.ArrowType:
        """Towards where one reads on."""
        return Qt.ArrowType.LeftArrow if self.isRightToLeft() else Qt.ArrowType.RightArrow

    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self._is_open

    def _on_clicked(self) -> None:
        self.set_open(not self._is_open)
        self.folded.emit(self._is_open)
