"""A record open for reading: what is filled in, by section, ready to be selected and copied, with live links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPalette, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from app.models.fields import Field, Kind, RecordType
from app.models.fields import Section as SectionOf
from app.models.values import RecordKey
from app.overriding import override
from app.settings import Settings
from app.views.forms.sections import is_open, remember_open, section_key
from app.views.widgets.colors import soft_color
from app.views.words import isolated, label_of

if TYPE_CHECKING:
    from app.services.forms import Sheet
    from app.services.lines import Line

_SECTION, _RECORD, _SHOW = "section", "record", "show"
_IN_TITLE = frozenset({"full_name", "pre", "first", "middle", "last", "suffix"})
_LABEL_LETTERS = 26
_IN_HEAD = _IN_TITLE | {"customer_code", "customer_status"}


class RecordView(QTextBrowser):
    """One page of text. Long words break anywhere, so that nothing ever needs scrolling sideways.

    Signals:
        record_wanted: the RecordKey of another record, which the person followed a reference to.
        link_opened: (address) somebody is called or written to, or a page is opened.
        whole_wanted: they want to read the whole of a field (by name) that is masked.
    """

    record_wanted = Signal(object)
    link_opened = Signal(str)
    whole_wanted = Signal(str)

    def __init__(self, record_type: RecordType, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._type, self._settings = record_type, settings
        self._sheet: Sheet | None = None
        self._soft = self._html = ""
        self.setUndoRedoEnabled(False)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName(self.tr("Record"))
        self.document().setDocumentMargin(12)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._on_anchor_clicked)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a record from its beginning; the same record stays where it was scrolled to."""
        is_same = self._sheet is not None and self._sheet.record.id == sheet.record.id
        place = self.verticalScrollBar().value() if is_same else 0
        self._sheet = sheet
        self._write()
        self.verticalScrollBar().setValue(place)

    def show_whole(self, name: str, lines: tuple[Line, ...]) -> None:
        """Show the whole of a field that was masked, until the record is read again."""
        if self._sheet is not None:
            self._sheet = replace(self._sheet, lines={**self._sheet.lines, name: lines})
            self._write()

    def as_text(self) -> str:
        """The record as plain text, a line for each field."""
        if self._sheet is None:
            return ""
        lines = [self._type.title(self._sheet.record.values)]
        for section in self._type.sections:
            for field in self._type.in_section(section.name):
                lines += [
                    ": ".join(filter(None, (label_of(field), line.label, line.text.replace("\n", ", "))))
                    for line in self._lines(field)
                    if field.name not in _IN_TITLE
                ]
        return "\n".join(lines)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._write()

    def _write(self) -> None:
        if self._sheet is None:
            return
        self._soft = soft_color(self.palette()).name()
        # One table for all: laying out a table of its own for each section takes twice as long.
        sections = "".join(self._section(section) for section in self._type.sections)
        table = f'<table width="100%" cellpadding="2">{sections}</table>' if sections else ""
        html = f'{table}<p style="color:{self._soft}">{self._origin()}</p>'
        if html != self._html:  # what somebody has selected to copy it stays selected while others save
            self._html = html
            self.setHtml(html)

    def _section(self, section: SectionOf) -> str:
        rows = [
            self._row(field, section)
            for field in self._type.in_section(section.name)
            if field.name not in _IN_HEAD and any(self._lines(field))
        ]
        if not rows:
            return ""
        is_shown = is_open(self._settings, section_key(self._type, section))
        color = self.palette().color(QPalette.ColorRole.Text).name()
        heading = (
            f'<a href="{_SECTION}:{section.name}" style="color:{color}; text-decoration:none">'
            f"{'▾' if is_shown else '▸'} <b>{escape(label_of(section))}</b></a>"
        )
        return f'<tr><td colspan="2" style="padding-top:8px">{heading}</td></tr>{"".join(rows) if is_shown else ""}'

    def _row(self, field: Field, section: SectionOf) -> str:
        lines = self._lines(field)
        if field.label == section.label:  # the heading says it already; beside each address stands what it is
            return "".join(self._cells(line.label, self._value(line._replace(label=""))) for line in lines)
        values = "<br>".join(map(self._value, lines))
        return self._cells(label_of(field), values, is_aligned=field.kind is not Kind.LONG_TEXT)

    def _cells(self, label: str, values: str, *, is_aligned: bool = True) -> str:
        """A row; left to itself, a name in Arabic goes to the far end of it, as texts of several lines shall."""
        width = self.fontMetrics().averageCharWidth() * _LABEL_LETTERS
        side = "right" if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else "left"
        start = f'<tr><td width="{width}" style="color:{self._soft}">{escape(label)}</td>'
        return f"{start}<td{f' align={side}' if is_aligned else ''}>{values}</td></tr>"

    def _value(self, line: Line) -> str:
        text = escape(isolated(line.text)).replace("\n", "<br>")
        if line.link.startswith(f"{_SHOW}:"):
            text += f' <a href="{escape(line.link)}">{escape(self.tr("Show"))}</a>'
        elif line.link:
            text = f'<a href="{escape(line.link)}">{text}</a>'
        return " · ".join(filter(None, (text, self._aside(line.label), self._aside(line.detail))))

    def _aside(self, text: str) -> str:
        return f'<span style="color:{self._soft}">{escape(isolated(text))}</span>' if text else ""

    def _lines(self, field: Field) -> Iterator[Line]:
        for line in self._sheet.lines.get(field.name, ()) if self._sheet else ():
            yield line._replace(text=self.tr("Yes")) if field.kind is Kind.YES_NO else line

    def _origin(self) -> str:
        """Who made the record and who touched it last."""
        lines = self._sheet.lines if self._sheet else {}
        stamps = ("created_at", "created_by", "changed_at", "changed_by")
        texts = {name: next((line.text for line in lines.get(name, ())), "…") for name in stamps}
        created = self.tr("Created {created_at} by {created_by}").format(**texts)
        changed = self.tr("changed {changed_at} by {changed_by}").format(**texts)
        dates = created if texts["created_at"] == texts["changed_at"] else f"{created}, {changed}"
        company = next((line.text for line in lines.get("company_id", ())), "")
        return " · ".join(escape(text) for text in (company, dates) if text)

    def _on_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() == _SECTION:
            section = next(section for section in self._type.sections if section.name == url.path())
            key = section_key(self._type, section)
            remember_open(self._settings, key, not is_open(self._settings, key))
            self._write()
        elif url.scheme() == _RECORD:
            type_name, _, number = url.path().partition("/")
            self.record_wanted.emit(RecordKey(type_name, int(number)))
        elif url.scheme() == _SHOW:
            self.whole_wanted.emit(url.path())
        else:
            QDesktopServices.openUrl(url)
            self.link_opened.emit(url.toString())
