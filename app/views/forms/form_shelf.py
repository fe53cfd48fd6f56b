"""The forms of a pane, kept: filling one takes a tenth of the time that making it takes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.customer import EXTERNAL, INTERNAL
from app.settings import Settings
from app.views.forms.customer_form import CustomerForm

if TYPE_CHECKING:
    from app.services.forms import Basis

_CALM = 1000
"""Milliseconds without another record until forms are made that nobody has asked for yet."""

_SLICE = 0.008
"""Seconds that making such a form may take from the window at a time."""

_PAUSE = 10
"""Milliseconds between such slices, for whatever the person does meanwhile."""


class FormShelf(QObject):
    """One form for each kind of customer, each in a page of the stack that scrolls."""

    def __init__(self, stack: QStackedWidget, tasks: DatabaseTasks, settings: Settings) -> None:
        super().__init__(stack)
        self._stack, self._tasks, self._settings = stack, tasks, settings
        self._basis: Basis | None = None
        self._areas: dict[str, QScrollArea] = {}
        self._forms: dict[str, CustomerForm] = {}
        self._company_id = self._ticket = 0
        self._calm_timer = QTimer(self)
        self._calm_timer.setSingleShot(True)
        self._calm_timer.setInterval(_CALM)
        self._calm_timer.timeout.connect(self._on_calm)
        self._slice_timer = QTimer(self)
        self._slice_timer.setInterval(_PAUSE)
        self._slice_timer.timeout.connect(self._on_slice)

    def take(self, kind: str, basis: Basis) -> CustomerForm:
        """The form of a kind, going by a company's rules; made anew when a pick list has changed since."""
        if self._is_outdated(basis):
            self._forget()
        self._basis = basis
        form = self._forms.get(kind) or self._begin(kind, basis)
        form.building.finish()
        form.follow(basis)
        return form

    def area_of(self, form: CustomerForm) -> QScrollArea:
        """The page that a form stands in."""
        return self._areas[form.kind]

    def prepare_soon(self, company_id: int) -> None:
        """Make the forms little by little once nothing else happens, so that the first one opens as fast as any."""
        self._company_id = company_id
        if self._next_kind():
            self._calm_timer.start()

    def _next_kind(self) -> str:
        """Of which kind there is no whole form yet."""
        whole = {kind for kind, form in self._forms.items() if form.building.is_done}
        return next((kind for kind in (EXTERNAL, INTERNAL) if kind not in whole), "")

    def _is_outdated(self, basis: Basis) -> bool:
        old = self._basis
        return old is not None and (old.picks, old.names) != (basis.picks, basis.names)

    def _begin(self, kind: str, basis: Basis) -> CustomerForm:
        area = QScrollArea(self._stack)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        form = CustomerForm(kind, basis, self._tasks, self._settings, area, in_slices=True)
        area.setWidget(form)
        self._stack.addWidget(area)
        self._areas[kind], self._forms[kind] = area, form
        return form

    def _forget(self) -> None:
        for area in self._areas.values():
            self._stack.removeWidget(area)
            area.deleteLater()
        self._areas.clear()
        self._forms.clear()

    def _on_calm(self) -> None:
        self._tasks.cancel(self._ticket)
        read = partial(services.forms.read_basis, company_id=self._company_id)
        self._ticket = self._tasks.read(self, read, self._on_basis_read, self._on_read_failed, patient=True)

    def _on_basis_read(self, basis: Basis) -> None:
        if self._basis is None:
            self._basis = basis
        self._slice_timer.start()

    def _on_read_failed(self, error: Exception) -> None:
        """Nobody asked for it; whoever does is told."""
        if not isinstance(error, AppError):
            raise error

    def _on_slice(self) -> None:
        kind = self._next_kind()
        if not kind or self._basis is None:
            self._slice_timer.stop()
        elif kind in self._forms:
            self._forms[kind].building.go_on(_SLICE)
        else:
            self._begin(kind, self._basis)
