"""The editor of a reference with buttons beside it: one browses what can be chosen, the other opens what is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QToolButton, QWidget

from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.fields import Field
from app.models.values import RecordKey
from app.overriding import override
from app.views.forms.editors_record import RecordEditor
from app.views.words import label_of, tip

if TYPE_CHECKING:
    from app.services.references import Reference
    from app.views.forms.editor_kit import EditorKit


class SelectingEditor(RecordEditor):
    """F4 browses. Emptying the line empties the field; nothing is deleted by it."""

    def __init__(self, field: Field, kit: EditorKit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit.tasks, parent)
        self._kit = kit
        self.selector: QDialog | None = None
        self.select_button = self._make_button("…", *self._words_for_choosing())
        self.open_button = self._make_button("↗", *self._words_for_opening())
        self.line_layout.addWidget(self.select_button)
        self.line_layout.addWidget(self.open_button)
        self.select_button.clicked.connect(self.select)
        self.open_button.clicked.connect(self._on_open_clicked)
        self._add_keys()
        self._show_whether_chosen()

    def _words_for_choosing(self) -> tuple[str, str]:
        """The name of the button that browses, with a place for the field's, and what its tooltip says."""
        return self.tr("Browse: {field}"), self.tr("Browse (F4)")

    def _words_for_opening(self) -> tuple[str, str]:
        """The same of the button that opens."""
        return self.tr("Open the record: {field}"), self.tr("Open the record")

    def _make_button(self, sign: str, name: str, hint: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setAccessibleName(name.format(field=label_of(self.field)))
        button.setToolTip(tip(hint))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _add_keys(self) -> None:
        select = QAction(self)
        select.setShortcuts([QKeySequence("F4"), QKeySequence("Alt+Down")])
        select.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        select.triggered.connect(self.select)
        self.line.addAction(select)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.line, self.select_button, self.open_button)

    @override
    def company_id(self) -> int:
        """Only what a record belongs to decides about its company, and people may be of any."""
        is_free = self.field.belongs or self.field.target == CUSTOMER.name
        return 0 if is_free else self._kit.basis.company_id

    def select(self) -> None:
        """Browse, on what was typed so far if that is nothing yet."""
        words = "" if self.value() else self.line.text().strip()
        self.stop_searching()
        self.selector = self._make_selector(words)
        self.selector.open()

    def _make_selector(self, words: str) -> QDialog:
        from app.views.dialogs.record_selector import RecordSelector

        record_type = RECORD_TYPES[self.field.target]
        selector = RecordSelector(record_type, self._kit, label_of(self.field), words, self, self.company_id())
        selector.picked.connect(self._on_picked)
        return selector

    @override
    def _show(self, record_id: int | None, label: str) -> None:
        super()._show(record_id, label)
        self._show_whether_chosen()

    @override
    def _on_text_changed(self, text: str) -> None:
        super()._on_text_changed(text)
        if self.value() is None:
            self._show_whether_chosen()

    def _show_whether_chosen(self) -> None:
        """Lead to the record that is chosen, if there is one."""
        self.open_button.setVisible(self.value() is not None and self._kit.leads_to_records)

    def _on_picked(self, reference: Reference) -> None:
        self.choose(reference)
        self.line.setFocus()

    def _on_open_clicked(self) -> None:
        record_id = self.value()
        if isinstance(record_id, int):
            self.open_wanted.emit(RecordKey(self.field.target, record_id))
