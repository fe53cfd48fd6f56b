"""The head of a record: who it is, at a glance, with what one does most."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from app.models.fields import Kind, RecordType
from app.models.values import State
from app.overriding import override
from app.views.widgets.avatar import Avatar
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import label_of, tip

if TYPE_CHECKING:
    from app.services.forms import Sheet
    from app.services.lines import Line

_LINKS = ("phone", "email")
_PART = re.compile(r"(.{18,}?[@._-])(?=\w)")
"""So much of an address stands in a line at least, if there is no room for all of it."""

_LONGEST_LINK = 36


class SummaryHead(QWidget):
    """Avatar, name, a line of facts, a line of links, and the menu of everything that can be done.

    `names_company` has it say to which operating company a record belongs.

    Signals:
        link_opened: (address) somebody is called or written to.
    """

    link_opened = Signal(str)

    def __init__(self, record_type: RecordType, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._type = record_type
        self._links: list[Line] = []
        self.names_company = False
        self.avatar = Avatar(3.4, self)
        self.name_label = ElidedLabel(self)
        self.facts_label = ElidedLabel(self)
        self.links_label = WrappedLabel(self)
        self.actions_button = QPushButton(self)
        self.actions_button.setText(self.tr("Actions"))
        self.actions_button.setAccessibleName(self.tr("Actions"))
        self.actions_button.setMenu(menu)
        self.avatar.setVisible(any(field.kind is Kind.IMAGE for field in record_type.fields))
        self._arrange()

    def _arrange(self) -> None:
        font = QFont(self.name_label.font())
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        self.name_label.setFont(font)
        self.links_label.linkActivated.connect(self._on_link_activated)
        self.actions_button.setAutoDefault(False)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self.name_label, self.facts_label, self.links_label):
            texts.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 10, 8)
        layout.setSpacing(10)
        layout.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        layout.addWidget(self.actions_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a stored record."""
        name = self._type.title(sheet.record.values)
        spoken = " ".join(str(sheet.record.values.get(part) or "") for part in ("first", "last")).strip()
        self.avatar.show_record(sheet.record.id, spoken or name, sheet.picture)
        self.name_label.show_text(name)
        names = (*self._type.facts, *(["company_id"] if self.names_company else []))
        facts = [line.text for name in names for line in sheet.lines.get(name, ())]
        if sheet.record.state is State.TRASHED:
            facts.append(self.tr("in the trash"))
        self.facts_label.show_text(" · ".join(facts))
        self._show_links([line for name in _LINKS for line in sheet.lines.get(name, ()) if _leads_out(line.link)])

    def show_new(self, kind: str, name: str, spoken: str, company: str = "") -> None:
        """Show a record that is not stored yet.

        Args:
            spoken: the name without titles, as far as it has parts.
            company: to which it is going to belong, where there are several.
        """
        self.avatar.show_record(0, spoken or name, None)
        self.name_label.show_text(name or self.tr("New: {kind}").format(kind=self._kind_label(kind)))
        self.facts_label.show_text(" · ".join(filter(None, (self.tr("Not saved yet"), company))))
        self._show_links([])

    def _kind_label(self, kind: str) -> str:
        return next((label_of(choice) for choice in self._type.kinds if choice.value == kind), label_of(self._type))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:  # links keep the colour that they were written in
            self._show_links(self._links)

    def _show_links(self, lines: list[Line]) -> None:
        self._links = lines
        links = [f'<a href="{escape(line.link)}">{escape(_breakable(_shortened(line.text)))}</a>' for line in lines]
        self.links_label.setText(" &nbsp; ".join(links))
        self.links_label.setToolTip(tip("\n".join(line.text for line in lines)))
        said = ", ".join(line.text for line in lines)
        self.links_label.setAccessibleName(self.tr("Phone and e-mail: {links}").format(links=said))
        self.links_label.setVisible(bool(links))

    def _on_link_activated(self, link: str) -> None:
        QDesktopServices.openUrl(QUrl(link))
        self.link_opened.emit(link)


def _leads_out(link: str) -> bool:
    """Whether somebody can be reached by it; of what is masked it leads to the whole."""
    return bool(link) and not link.startswith("show:")


def _breakable(text: str) -> str:
    """With places to break an address at, where it is wider than a narrow window has room for."""
    return _PART.sub("\\1\u200b", text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_LINK else text[: _LONGEST_LINK - 1] + "…"
