"""What a customer owes, below the head of the record: read behind the opening, so that it takes nothing of that."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import services
from app.models.money import currency_digits
from app.models.numbers import format_decimal, own_number_locale
from app.overriding import override
from app.views.failures import pass_over
from app.views.invoices.ageing_bar import AgeingBar
from app.views.widgets.colors import error_color
from app.views.widgets.elided_label import ElidedLabel
from app.views.words import tip

if TYPE_CHECKING:
    from decimal import Decimal

    from app.background import DatabaseTasks
    from app.services.dues import Dues


class DuesLine(QWidget):
    """A sentence and a bar; nothing where nothing is owed. One question at a time: the latest customer is the one that counts."""

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._ticket, self._customer_id = tasks, 0, 0
        self._dues: tuple[Dues, ...] = ()
        self.label = ElidedLabel(self)
        self.bar = AgeingBar(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 8)
        layout.addWidget(self.label, 3)
        layout.addWidget(self.bar, 1)
        self.hide()

    def read(self, customer_id: int) -> None:
        """Ask what this customer owes, as soon as nobody waits for anything else."""
        self._tasks.cancel(self._ticket)
        if customer_id != self._customer_id:
            self.show_dues(())
        self._customer_id = customer_id
        ask = partial(services.dues.read_dues, customer_id=customer_id)
        self._ticket = self._tasks.read(self, ask, self.show_dues, pass_over, patient=True)

    def drop(self) -> None:
        """What was read last is of another database."""
        self._tasks.cancel(self._ticket)
        self._customer_id = 0
        self.show_dues(())

    def show_dues(self, dues: tuple[Dues, ...]) -> None:
        """Say what is owed, by currency; the bar is about the only one, or the first."""
        self._dues = tuple(each for each in dues if each.due or each.overdue)
        self.setVisible(bool(self._dues))
        if not self._dues:
            return
        self.label.show_text("; ".join(self._words(each) for each in self._dues))
        self.label.setToolTip(tip("\n".join(line for each in self._dues for line in self._ages(each))))
        first = self._dues[0]
        self.bar.show_amounts((first.due - first.overdue, *first.ages))
        self.bar.setToolTip(self.label.toolTip())
        self._color()

    def _words(self, dues: Dues) -> str:
        due = _amount(dues.due, dues.currency)
        if not dues.overdue:
            return self.tr("Due: {due}").format(due=due)
        oldest = max(place for place, amount in enumerate(dues.ages) if amount)
        return self.tr("Due: {due}, overdue: {overdue} ({age})").format(
            due=due, overdue=_amount(dues.overdue, dues.currency), age=self._age(oldest)
        )

    def _age(self, place: int) -> str:
        ages = services.dues.AGES
        if place == len(ages):
            return self.tr("more than {days} days").format(days=ages[-1])
        first = ages[place - 1] + 1 if place else 0
        return self.tr("{first}–{last} days").format(first=first, last=ages[place])

    def _ages(self, dues: Dues) -> Iterator[str]:
        """Each amount with its age, for whoever wants to know."""
        yield self.tr("Not due yet: {amount}").format(amount=_amount(dues.due - dues.overdue, dues.currency))
        for place, amount in enumerate(dues.ages):
            if amount:
                words = self.tr("Overdue {age}: {amount}")
                yield words.format(age=self._age(place), amount=_amount(amount, dues.currency))

    def _color(self) -> None:
        """What is overdue is written in red, as errors are; the words say so as well."""
        palette = self.palette()
        if any(each.overdue for each in self._dues):
            palette.setColor(palette.ColorRole.WindowText, error_color(palette))
        self.label.setPalette(palette)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._color()


def _amount(amount: Decimal, currency: str) -> str:
    return f"{format_decimal(amount, currency_digits(currency), own_number_locale())} {currency}".strip()
