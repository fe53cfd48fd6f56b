"""The tab of a customer's interactions: above the list, the last twelve months at a glance."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.fields import Field, RecordType
from app.overriding import override
from app.settings import Settings
from app.views.failures import pass_over
from app.views.forms.related_tab import RelatedTab
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.month_bars import MonthBars
from app.views.words import counted

if TYPE_CHECKING:
    from app.services.forms import Sheet
    from app.services.glances import Glance

_TYPES = 3


class InteractionsTab(RelatedTab):
    """The months are read when somebody looks, behind the list."""

    def __init__(
        self,
        record_type: RecordType,
        field: Field,
        tasks: DatabaseTasks,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(record_type, field, tasks, settings, parent)
        self._ticket = 0
        self.bars = MonthBars(self)
        self.bars.setAccessibleName(self.tr("Interactions by month"))
        self.glance_label = ElidedLabel(self)
        self._glance = QWidget(self)
        line = QHBoxLayout(self._glance)
        line.setContentsMargins(12, 2, 12, 2)
        line.addWidget(self.bars)
        line.addWidget(self.glance_label, 1)
        self._column.insertWidget(0, self._glance)
        self._glance.hide()

    @override
    def read(self, sheet: Sheet) -> None:
        super().read(sheet)
        if sheet.record.type_name == CUSTOMER.name:
            self._tasks.cancel(self._ticket)
            read = partial(services.glances.read_glance, customer_id=sheet.record.id)
            self._ticket = self._tasks.read(self, read, self._show_glance, pass_over, patient=True)

    def _show_glance(self, glance: Glance) -> None:
        said = "\n".join(f"{_month(start.year, start.month)}: {count:,}" for start, count in glance.months)
        self.bars.show_counts([count for _, count in glance.months], said)
        one, many = self.tr("One in the last 12 months"), self.tr("{count} in the last 12 months")
        types = ", ".join(f"{name} {count:,}" for name, count in glance.types[:_TYPES])
        text = counted(glance.total, one, many)
        self.glance_label.show_text(
            self.tr("{total}; lately {types}").format(total=text, types=types) if types else text
        )
        self._glance.setVisible(bool(glance.total))


def _month(year: int, month: int) -> str:
    return QLocale().toString(QDate(year, month, 1), "MMM yyyy")
