"""The row of an address: its parts in the order, and under the names, that its country gives them."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QFormLayout, QFrame, QHBoxLayout, QVBoxLayout

from app.models.addresses import PARTS, AddressRules, address_rules
from app.models.values import Item
from app.overriding import override
from app.views.forms.editors import TextEditor
from app.views.forms.field_box import FieldBox
from app.views.forms.item_row import ItemRow
from app.views.words import label_of

_REACHED = ("phone", "fax", "email")
_PRIMARY, _SECONDARY, _SHIPPING = "primary", "secondary", "shipping"


class AddressRow(ItemRow):
    """A framed group; the country comes first, because it decides about the rest."""

    main_part = "street"

    @override
    def _lay_out(self) -> None:
        self._country: str | None = None
        self._shown_order: tuple[str, ...] = ()
        self._states = self._complete_states()
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        frame = QFrame(self)
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(8, 6, 8, 8)
        inner.addLayout(self._head())
        inner.addLayout(self._form)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.boxes["type"].label.hide()
        head.addWidget(self.boxes["type"], 1)
        head.addWidget(self.boxes["same_as_billing"], 2)
        head.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        return head

    @override
    def _ordered_boxes(self) -> list[FieldBox]:
        names = ("type", "same_as_billing", *self._order())
        return [self.boxes[name] for name in names]

    @override
    def show_new(self, *, is_first: bool) -> None:
        kind = _PRIMARY if is_first else _SECONDARY
        self.show_item(Item({"type": kind, "country": self._kit.basis.rules.country or None}))

    @override
    def is_blank(self) -> bool:
        return super().is_blank() and not self.boxes["same_as_billing"].editor.value()

    @override
    def _refresh(self) -> None:
        is_shipping = self.boxes["type"].editor.value() == _SHIPPING
        same = self.boxes["same_as_billing"]
        if not is_shipping:
            same.editor.show_value(False)
        same.setVisible(is_shipping)
        country = str(self.boxes["country"].editor.value() or "")
        if country != self._country:
            self._country = country
            self._show_rules(address_rules(country))
        self._show_needed(is_hidden=bool(same.editor.value()))

    def _order(self) -> tuple[str, ...]:
        rules = address_rules(self._country or "")
        return ("country", *rules.order, *(part for part in PARTS if part not in rules.order), *_REACHED)

    def _show_rules(self, rules: AddressRules) -> None:
        """Put the parts into the country's order, each under the country's name for it."""
        order = self._order()
        if order != self._shown_order:
            self._put_in_order(order)
        for name in order:
            box = self.boxes[name]
            text = rules.labels.get(name, label_of(box.field))
            box.set_label(text, name in rules.required)
            for control in box.editor.controls():
                control.setAccessibleName(f"{label_of(self.child)}: {text}")
        self._offer_states(rules)

    def _put_in_order(self, order: tuple[str, ...]) -> None:
        self._shown_order = order
        for box in self.boxes.values():
            self._form.removeWidget(box.label)
            self._form.removeWidget(box)
        while self._form.rowCount():
            self._form.removeRow(0)
        for name in order:
            self._form.addRow(self.boxes[name].label, self.boxes[name])
        self.reordered.emit()

    def _offer_states(self, rules: AddressRules) -> None:
        self._states.setStringList([name for _code, name in rules.states])

    def _complete_states(self) -> QStringListModel:
        """Have the states of the country offered while one is typed; returns what is offered."""
        states = QStringListModel(self)
        editor = self.boxes["state_or_province"].editor
        if isinstance(editor, TextEditor):
            completer = QCompleter(states, editor.line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(editor.edited)
            editor.line.setCompleter(completer)
        return states

    def _show_needed(self, *, is_hidden: bool) -> None:
        """Leave out what the country has no place for, unless something stands there."""
        order = address_rules(self._country or "").order
        for name in self._order():
            box = self.boxes[name]
            wanted = name in order or name not in PARTS or bool(box.editor.raw())
            self._form.setRowVisible(box, wanted and not is_hidden)
