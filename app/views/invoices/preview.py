"""The pages before they are printed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtWidgets import QWidget

from app.views.invoices.paper import Pages, room_on


class Preview(QPrintPreviewDialog):
    """Shows pages that are laid out already; on other paper they are made to fit until there are new ones.

    Signals:
        other_paper: somebody chose paper for which the pages are not laid out.
    """

    other_paper = Signal()

    def __init__(self, printer: QPrinter, pages: Pages, window: QWidget) -> None:
        super().__init__(printer, window)
        self._pages = pages
        self.paintRequested.connect(self._on_paint_requested)

    def _on_paint_requested(self, printer: QPrinter) -> None:
        self._pages.paint(printer)
        if room_on(printer) != self._pages.room:
            self.other_paper.emit()

    def show_pages(self, pages: Pages) -> None:
        """Show pages that are laid out anew."""
        self._pages = pages
        for widget in self.findChildren(QPrintPreviewWidget):
            widget.updatePreview()
