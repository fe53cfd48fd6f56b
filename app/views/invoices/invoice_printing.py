"""An invoice on paper, on the screen before that, or in a file: read, laid out and written in the background."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app import paths, services
from app.views.words import isolated

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa
    from PySide6.QtCore import QSizeF
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from app.background import DatabaseTasks
    from app.services.invoice_pages import InvoicePage
    from app.views.invoices.paper import Pages, Printed

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What no system takes into the name of a file."""


class InvoicePrinting(QObject):
    """One dialog at a time.

    Signals:
        said: a sentence for the status bar.
        failed: an error that somebody has to tell.
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: DatabaseTasks, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window
        self.dialog: QDialog | None = None
        self._printer: QPrinter | None = None

    def preview(self, invoice_id: int) -> None:
        """Show the pages as they would be printed."""
        self._read(invoice_id, self._show_preview)

    def print_out(self, invoice_id: int) -> None:
        """Let the person choose a printer, and print."""
        self._read(invoice_id, self._ask_for_printer)

    def save(self, invoice_id: int) -> None:
        """Let the person say where a PDF of it goes."""
        self._read(invoice_id, self._ask_for_place)

    def _read(self, invoice_id: int, then: Callable[[Printed], None]) -> None:
        read = partial(_read_all, invoice_id=invoice_id)
        self._tasks.read(self, read, partial(self._on_read, then), self.failed.emit)

    def _on_read(self, then: Callable[[Printed], None], answer: tuple[InvoicePage, str]) -> None:
        then(self.printed_of(*answer))

    def printed_of(self, page: InvoicePage, template: str) -> Printed:
        """The pages of an invoice."""
        from app.views.invoices.invoice_html import LOGO, html_of
        from app.views.invoices.paper import Printed

        footer = self.tr("{name} · page {page} of {pages}").replace(
            "{name}", page.name.replace("{", "").replace("}", "")
        )
        pictures = {LOGO: page.logo} if page.logo else {}
        country = str(page.company.get("default_country") or "")
        return Printed(page.name, html_of(page, template), footer, pictures, country)

    def _new_printer(self, printed: Printed) -> QPrinter:
        from PySide6.QtPrintSupport import QPrinter

        from app.views.invoices.paper import set_up

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(printed.title)
        set_up(printer, printed.country)
        return printer

    def _lay_out(self, owner: QObject, printed: Printed, printer: QPrinter, then: Callable[[Pages], None]) -> None:
        """A long one takes a while, which nobody's window waits for."""
        from app.views.invoices.paper import room_on

        self._tasks.aside(owner, partial(_recorded, printed, room_on(printer)), then, self.failed.emit)

    def _show_preview(self, printed: Printed) -> None:
        printer = self._new_printer(printed)
        self._lay_out(self, printed, printer, partial(self._open_preview, printed, printer))

    def _open_preview(self, printed: Printed, printer: QPrinter, pages: Pages) -> None:
        from app.views.invoices.preview import Preview

        preview = Preview(printer, pages, self._window)
        preview.setWindowTitle(self.tr("Print preview: {name}").format(name=isolated(printed.title)))
        preview.other_paper.connect(lambda: self._lay_out(preview, printed, printer, preview.show_pages))
        self._show(preview, printer)

    def _ask_for_printer(self, printed: Printed) -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        printer = self._new_printer(printed)
        dialog: QPrintDialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(lambda: self._lay_out(self, printed, printer, partial(self._print, printed, printer)))
        self._show(dialog, printer)

    def _print(self, printed: Printed, printer: QPrinter, pages: Pages) -> None:
        pages.paint(printer, max(printer.fromPage(), 1), printer.toPage())
        self.said.emit(self.tr("{name} goes to the printer").format(name=isolated(printed.title)))

    def _show(self, dialog: QDialog, printer: QPrinter) -> None:
        """The printer lives as long as the dialog that is about it."""
        self._printer = printer
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.destroyed.connect(self._on_dialog_gone)
        dialog.show()

    def _on_dialog_gone(self) -> None:
        self.dialog = self._printer = None

    def _ask_for_place(self, printed: Printed) -> None:
        dialog = QFileDialog(self._window, self.tr("Save as PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF files (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is: the file gets a number then
        dialog.selectFile(f"{_UNFIT.sub(' ', printed.title).strip() or 'invoice'}.pdf")
        dialog.fileSelected.connect(lambda path: self._save(printed, Path(path)))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.destroyed.connect(self._on_dialog_gone)
        dialog.show()

    def _save(self, printed: Printed, path: Path) -> None:
        self._tasks.aside(self, partial(_keep, path, printed), self._on_saved, self.failed.emit)

    def _on_saved(self, path: Path) -> None:
        self.said.emit(self.tr("Saved as {file}").format(file=isolated(path.name)))


def _read_all(connection: sa.Connection, invoice_id: int) -> tuple[InvoicePage, str]:
    """What is printed, and the template."""
    page = services.invoice_pages.read_page(connection, invoice_id)
    return page, paths.resource("invoice.html").read_text(encoding="utf-8")


def _recorded(printed: Printed, room: QSizeF) -> Pages:
    from app.views.invoices.paper import Paper

    return Paper(printed).recorded(room)


def _keep(path: Path, printed: Printed) -> Path:
    from app.views.invoices.paper import Paper

    return services.invoice_pages.keep_pdf(path, Paper(printed).pdf())
