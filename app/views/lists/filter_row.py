"""One condition: a field, a comparison, and what to compare with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QStyle, QToolButton, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.countries import country_names, currency_names, language_names, time_zone_names
from app.models.dates import parse_date
from app.models.fields import CODED_KINDS, Field, Kind, RecordType, item_type
from app.models.formatting import own_date_order
from app.models.numbers import own_number_locale, parse_decimal
from app.models.queries import Filter, Operator, operators_for
from app.models.values import Value
from app.views.lists.values_button import ValuesButton
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.pick_lists import PickValue

_NO_OPERAND = (Operator.EMPTY, Operator.FILLED)


def operator_words(operator: Operator, field: Field) -> str:
    """What people read for a comparison."""
    is_date = field.kind in (Kind.DATE, Kind.DATE_TIME)
    texts = {
        Operator.IS: QCoreApplication.translate("FilterRow", "is"),
        Operator.IS_NOT: QCoreApplication.translate("FilterRow", "is not"),
        Operator.CONTAINS: QCoreApplication.translate("FilterRow", "contains"),
        Operator.STARTS: QCoreApplication.translate("FilterRow", "starts with"),
        Operator.EMPTY: QCoreApplication.translate("FilterRow", "is empty"),
        Operator.FILLED: QCoreApplication.translate("FilterRow", "is filled in"),
        Operator.ONE_OF: QCoreApplication.translate("FilterRow", "is one of"),
        Operator.BEFORE: QCoreApplication.translate("FilterRow", "is before" if is_date else "is less than"),
        Operator.AFTER: QCoreApplication.translate("FilterRow", "is after" if is_date else "is more than"),
    }
    return texts[operator]


class FilterRow(QWidget):
    """The controls of one condition.

    Signals:
        changed: it says something else now.
        removed: it is not wanted any longer.
    """

    changed = Signal()
    removed = Signal()

    def __init__(
        self,
        record_type: RecordType,
        tasks: DatabaseTasks,
        parent: QWidget | None = None,
        *,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        known = (*record_type.listable_fields, *record_type.item_fields)
        fields = (field for field in known if field.name not in left_out)
        self._fields = sorted(fields, key=self._field_words)
        self.field_box = QComboBox(self)
        self.operator_box = QComboBox(self)
        self.text_edit = QLineEdit(self)
        self.value_box = QComboBox(self)
        self.values_button = ValuesButton(self)
        self.remove_button = QToolButton(self)
        self._lay_out()
        self.field_box.addItems(list(map(self._field_words, self._fields)))
        self.field_box.currentIndexChanged.connect(self._on_field_chosen)
        self.operator_box.currentIndexChanged.connect(self._on_operator_chosen)
        self.text_edit.textChanged.connect(self._on_text_changed)
        self.value_box.currentIndexChanged.connect(self.changed)
        self.values_button.changed.connect(self.changed)
        self.remove_button.clicked.connect(self.removed)
        self.choose_field("display_name")

    def _lay_out(self) -> None:
        self.field_box.setAccessibleName(self.tr("Field"))
        self.operator_box.setAccessibleName(self.tr("Comparison"))
        self.text_edit.setAccessibleName(self.tr("Value"))
        self.text_edit.setClearButtonEnabled(True)
        icon = self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning)
        self._fault = self.text_edit.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
        self._fault.setToolTip(self.tr("This is no date or number that could be compared with; it narrows nothing."))
        self._fault.setVisible(False)
        self.value_box.setAccessibleName(self.tr("Value"))
        self.remove_button.setText("✕")
        self.remove_button.setAutoRaise(True)
        self.remove_button.setAccessibleName(self.tr("Remove condition"))
        self._operand = QStackedWidget(self)
        self._operand.addWidget(self.text_edit)
        self._operand.addWidget(self.value_box)
        self._operand.addWidget(self.values_button)
        self._operand.setFixedHeight(self.text_edit.sizeHint().height())
        self.remove_button.setToolTip(self.tr("Remove condition"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field_box, 2)
        layout.addWidget(self.operator_box, 1)
        layout.addWidget(self._operand, 3)
        layout.addWidget(self.remove_button)

    def tab_stops(self) -> tuple[QWidget, ...]:
        """What Tab goes through, as it stands."""
        operands = (self.text_edit, self.value_box, self.values_button)
        return (self.field_box, self.operator_box, *operands, self.remove_button)

    def _field_words(self, field: Field) -> str:
        """The first of several rows has a column of its own, with nearly the same name."""
        if field.kind is Kind.ITEMS:
            return self.tr("Any {0}").format(label_of(item_type(field)).lower())
        return label_of(field)

    @property
    def field(self) -> Field:
        """The field that is compared."""
        return self._fields[self.field_box.currentIndex()]

    @property
    def operator(self) -> Operator:
        """The comparison that is chosen."""
        return operators_for(self.field)[max(self.operator_box.currentIndex(), 0)]

    def choose_field(self, name: str) -> None:
        """Compare the field of that name."""
        self.field_box.setCurrentIndex(next(i for i, field in enumerate(self._fields) if field.name == name))

    def say(self, name: str, operator: Operator, operand: str) -> None:
        """Compare the field of that name with what a person would type, or choose."""
        self.choose_field(name)
        self.operator_box.setCurrentIndex(operators_for(self.field).index(operator))
        if self._operand.currentWidget() is self.value_box:
            self.value_box.setCurrentIndex(self.value_box.findData(operand))
        else:
            self.text_edit.setText(operand)

    def filter(self) -> Filter | None:
        """The condition, or None while there is nothing to compare with."""
        if self.operator in _NO_OPERAND:
            return Filter(self.field.name, self.operator)
        operand = self._read_operand()
        return None if operand is None or operand == () else Filter(self.field.name, self.operator, operand)

    def _read_operand(self) -> Value:
        if self._operand.currentWidget() is self.value_box:
            found: Value = self.value_box.currentData()
            return found
        if self._operand.currentWidget() is self.values_button:
            return self.values_button.values()
        text = self.text_edit.text().strip()
        if self.operator is Operator.ONE_OF:
            return tuple(part.strip() for part in text.split(",") if part.strip())
        if self.field.kind in (Kind.DATE, Kind.DATE_TIME):
            return parse_date(text, date.today(), own_date_order())
        if self.field.kind is Kind.INTEGER:
            return _whole_number(text)
        if self.field.kind is Kind.DECIMAL:
            return parse_decimal(text, own_number_locale())
        return text or None

    def _on_field_chosen(self) -> None:
        self.operator_box.blockSignals(True)
        self.operator_box.clear()
        self.operator_box.addItems([operator_words(operator, self.field) for operator in operators_for(self.field)])
        self.operator_box.blockSignals(False)
        self.text_edit.clear()
        self._offer_values()
        self._on_operator_chosen()

    def _offer_values(self) -> None:
        self.value_box.clear()
        field = self.field
        match field.kind:
            case Kind.CHOICE:
                self._fill((choice.value, label_of(choice)) for choice in field.choices)
            case Kind.YES_NO:
                self._fill(((True, self.tr("Yes")), (False, self.tr("No"))))
            case Kind.COUNTRY:
                self._fill(country_names().items())
            case Kind.LANGUAGE:
                self._fill(language_names().items())
            case Kind.CURRENCY:
                self._fill(currency_names().items())
            case Kind.TIME_ZONE:
                self._fill(time_zone_names().items())
            case Kind.PICK:
                read = partial(services.pick_lists.values_of, pick_list=field.pick_list)
                self._tasks.read(self, read, partial(self._on_values_read, field))

    def _on_values_read(self, field: Field, values: tuple[PickValue, ...]) -> None:
        if field is self.field:
            self.value_box.clear()
            self._fill((value.value, value.label) for value in values)

    def _fill(self, values: Iterable[tuple[object, str]]) -> None:
        """Offer these; until the person chooses, there is nothing to compare with."""
        offered = list(values)
        self.value_box.addItem(self.tr("Choose…"), None)
        for value, label in offered:
            self.value_box.addItem(label, value)
        self.values_button.offer([(str(value), label) for value, label in offered])

    def _on_operator_chosen(self) -> None:
        is_several = self.operator is Operator.ONE_OF
        if self.field.kind in CODED_KINDS or self.field.kind is Kind.YES_NO:
            self._operand.setCurrentWidget(self.values_button if is_several else self.value_box)
        else:
            self._operand.setCurrentWidget(self.text_edit)
        self._operand.setVisible(self.operator not in _NO_OPERAND)
        self.text_edit.setPlaceholderText(self._hint())
        self.changed.emit()

    def _hint(self) -> str:
        if self.operator is Operator.ONE_OF:
            return self.tr("Values, with commas between")
        if self.field.kind in (Kind.DATE, Kind.DATE_TIME):
            return self.tr("A date, today or -90d")
        return self.tr("The whole name") if self.field.kind is Kind.RECORD else ""

    def _on_text_changed(self) -> None:
        """Say at once if the text is nothing that the field can be compared with."""
        is_wrong = bool(self.text_edit.text().strip()) and self._read_operand() is None
        self._fault.setVisible(is_wrong)
        self.text_edit.setAccessibleDescription(self._fault.toolTip() if is_wrong else "")
        self.changed.emit()


def _whole_number(text: str) -> int | None:
    """The number, if it is one that a database can hold."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else None
